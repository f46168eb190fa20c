#include "cli/upgrade.h"

#include "base/file.h"

unsigned
upgrade_version(struct arena *arena, const struct options *options,
    const struct config *config)
{
	const char *text = options->upgrade_to, *wrong;
	unsigned version;
	struct str present;

	if (text == NULL)
		return 0;
	if (options->fix)
		usage_error("lint", "--upgrade-to and --fix do not go "
		    "together: what is fixed for one release may be wrong "
		    "for the other");
	wrong = version_read(arena, str_from(text), &version);
	if (wrong != NULL)
		usage_error("lint", "--upgrade-to %s: %s", text, wrong);
	if (version > config->version)
		return version;
	present = version_text(arena, config->version);
	if (config->path == NULL)
		usage_error("lint", "--upgrade-to %s: no .greenlight.yaml "
		    "says with controller.version what the controller is "
		    "now, and so it counts as %.*s", text, STR_ARG(present));
	usage_error("lint", "--upgrade-to %s: the controller is %.*s now, by "
	    "%s, and that is %s", text, STR_ARG(present), config->path,
	    version == config->version ? "the same" : "newer");
}

static struct str
place_of(struct arena *arena, const struct diag *d)
{
	return arena_printf(arena, "%d %u %u %u", (int)d->rule,
	    (unsigned)d->where.file, (unsigned)d->where.start,
	    (unsigned)d->where.end);
}

/* Rule, place and words: what is the same in both is no news. */
static struct str
key_of(struct arena *arena, const struct diag *d)
{
	struct str place = place_of(arena, d);

	return arena_printf(arena, "%.*s %.*s", STR_ARG(place),
	    STR_ARG(d->text));
}

/* It tells of the comments, not of the controller. */
static bool
is_about_findings(const struct diag *d)
{
	return rule_get(d->rule)->family == FAMILY_SILENCING;
}

static size_t
count_gone(struct arena *arena, const struct diags *before,
    const struct diags *after)
{
	struct map places = { NULL };
	size_t n = 0;

	for (size_t i = 0; i < after->list.n; i++)
		*map_put(arena, &places, place_of(arena,
		    after->list.at[i])) = arena;
	for (size_t i = 0; i < before->list.n; i++)
		n += !is_about_findings(before->list.at[i]) &&
		    map_get(&places, place_of(arena, before->list.at[i])) ==
		    NULL;
	return n;
}

void
upgrade_compare(struct arena *arena, const struct diags *before,
    struct diags *after, const struct config *config, size_t *gone)
{
	struct str old = version_text(arena, config->present);
	struct str new = version_text(arena, config->version);
	struct map known = { NULL };
	size_t kept = 0;

	*gone = count_gone(arena, before, after);
	for (size_t i = 0; i < before->list.n; i++)
		*map_put(arena, &known, key_of(arena, before->list.at[i])) =
		    arena;
	for (size_t i = 0; i < after->list.n; i++) {
		struct diag *d = after->list.at[i];

		if (is_about_findings(d) ||
		    map_get(&known, key_of(arena, d)) != NULL)
			continue;
		if (d->rule != RULE_UPGRADE_CHANGES)
			diag_note(after, d, SPAN_NONE, "so it is under "
			    "ingress-nginx %.*s, and not under %.*s",
			    STR_ARG(new), STR_ARG(old));
		after->list.at[kept++] = d;
	}
	after->list.n = kept;
}

void
upgrade_print(const struct config *config, size_t gone)
{
	struct buf out;

	if (gone == 0)
		return;
	buf_init(&out);
	buf_printf(&out, "%zu finding%s under ingress-nginx 1.%u.%u %s gone "
	    "under 1.%u.%u\n", gone, gone == 1 ? "" : "s",
	    config->present / 100, config->present % 100,
	    gone == 1 ? "is" : "are", config->version / 100,
	    config->version % 100);
	file_print(buf_str(&out));
	buf_release(&out);
}
