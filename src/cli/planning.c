#include "cli/planning.h"

#include "base/json.h"
#include "base/utf8.h"
#include "yaml/emit.h"

static const char *const fates[] = {
	[FATE_SAME] = "same", [FATE_MADE] = "made",
	[FATE_CHANGED] = "changed", [FATE_DELETED] = "deleted"
};
static const char *const results[] = {
	[SAFETY_UNCHECKED] = "unchecked", [SAFETY_SAFE] = "safe",
	[SAFETY_UNSAFE] = "unsafe"
};

/* for programs */

/* null for what is not there. */
static void
put_text(struct buf *out, const char *key, struct str value)
{
	if (value.len > 0) {
		json_text(out, key, value);
		return;
	}
	json_key(out, key);
	buf_puts(out, "null");
}

static void
put_list(struct buf *out, const char *key, const struct str *at, size_t n)
{
	json_key(out, key);
	buf_putc(out, '[');
	for (size_t i = 0; i < n; i++) {
		json_comma(out);
		json_string(out, at[i]);
	}
	buf_putc(out, ']');
}

static void
put_objects(struct buf *out, const struct step *s)
{
	json_key(out, "objects");
	buf_putc(out, '[');
	for (size_t i = 0; i < s->objects.n; i++) {
		const struct difference *d = s->objects.at[i];

		json_comma(out);
		buf_putc(out, '{');
		json_text(out, "apiVersion", d->api_version);
		json_text(out, "kind", d->kind);
		json_text(out, "namespace", d->ns);
		json_text(out, "name", d->name);
		json_text(out, "difference", str_from(fates[d->fate]));
		put_list(out, "paths", d->paths.at, d->paths.n);
		buf_putc(out, '}');
	}
	buf_putc(out, ']');
}

static void
put_checked(struct buf *out, const struct checked *c)
{
	json_key(out, "checked");
	buf_putc(out, '{');
	json_text(out, "result", str_from(results[c->safety]));
	json_number(out, "requests", c->requests);
	json_number(out, "services", c->services);
	json_number(out, "moved", c->moved);
	put_text(out, "text", c->text);
	buf_putc(out, '}');
}

static void
put_step(struct buf *out, size_t number, const struct step *s)
{
	json_comma(out);
	buf_putc(out, '{');
	json_number(out, "number", number);
	json_text(out, "do", str_from(step_words[s->kind]));
	json_text(out, "title", s->title);
	json_bool(out, "switches", s->switches);
	put_objects(out, s);
	json_key(out, "patch");
	if (s->patch == NULL)
		buf_puts(out, "null");
	else
		emit_json_line(out, s->patch);
	put_list(out, "commands", s->commands.at, s->commands.n);
	put_text(out, "why", s->why);
	put_text(out, "meanwhile", s->meanwhile);
	put_text(out, "back", s->back);
	put_list(out, "undo", s->undo.at, s->undo.n);
	put_checked(out, &s->checked);
	buf_putc(out, '}');
}

void
planning_json(struct buf *out, const char *file, const struct plan *plan)
{
	const struct release *release = plan->release;

	buf_puts(out, "{\"version\":1");
	json_key(out, "release");
	buf_putc(out, '{');
	json_text(out, "file", str_from(file));
	json_text(out, "namespace", release->metadata->ns);
	json_text(out, "name", release->metadata->name);
	json_text(out, "strategy", release->spec->strategy);
	buf_putc(out, '}');
	json_text(out, "from", str_from(phase_name(plan->from)));
	json_text(out, "to", str_from(phase_name(plan->to)));
	put_list(out, "prepare", plan->prepare.at, plan->prepare.n);
	json_key(out, "steps");
	buf_putc(out, '[');
	for (size_t i = 0; i < plan->steps.n; i++)
		put_step(out, i + 1, plan->steps.at[i]);
	buf_puts(out, "]}\n");
}

/* for people */

enum { INDENT = 13, COLUMNS = 79 };

/* "  why        It has …", broken between words. */
static void
show(struct buf *out, const char *label, struct str text)
{
	size_t column = INDENT;

	if (text.len == 0)
		return;
	buf_printf(out, "  %-*s", INDENT - 2, label);
	while (text.at != NULL) {
		struct str word = str_next(&text, ' ');
		size_t width = utf8_count(word);

		if (word.len == 0)
			continue;
		if (column > INDENT && column + 1 + width > COLUMNS) {
			buf_putc(out, '\n');
			buf_fill(out, ' ', INDENT);
			column = INDENT;
		} else if (column > INDENT) {
			buf_putc(out, ' ');
			column++;
		}
		column += utf8_show(out, word);
	}
	buf_putc(out, '\n');
}

/* The first may stand behind something. */
static void
show_commands(struct buf *out, unsigned indent, bool behind,
    const struct lines *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		if (i > 0 || !behind)
			buf_fill(out, ' ', indent);
		buf_puts(out, "$ ");
		utf8_show(out, lines->at[i]);
		buf_putc(out, '\n');
	}
}

/* "Ingress default/web: spec.rules[0].http and 2 more" */
static struct str
object_text(struct arena *arena, const struct step *s,
    const struct difference *d)
{
	struct str text = difference_title(arena, d);

	if (s->kind == STEP_PATCH || s->kind == STEP_WAIT)
		return text;
	if (d->fate != FATE_CHANGED)
		return arena_printf(arena, "%.*s, %s", STR_ARG(text),
		    d->fate == FATE_SAME ? "as it is" : fates[d->fate]);
	text = arena_printf(arena, "%.*s: %.*s", STR_ARG(text),
	    STR_ARG(d->paths.at[0]));
	if (d->paths.n > 1)
		text = arena_printf(arena, "%.*s and %zu more",
		    STR_ARG(text), d->paths.n - 1);
	return text;
}

static struct str
plural(struct arena *arena, size_t n, const char *noun)
{
	return arena_printf(arena, "%zu %s%s", n, noun, n == 1 ? "" : "s");
}

static struct str
checked_text(struct arena *arena, const struct plan *plan,
    const struct checked *c)
{
	struct str text;

	if (c->safety == SAFETY_UNSAFE)
		return arena_join(arena, STR("UNSAFE: "), c->text);
	if (c->safety == SAFETY_UNCHECKED)
		return arena_join(arena, STR("nothing here: "), c->text);
	text = c->requests > 0 ? plural(arena, c->requests, "request") :
	    STR("");
	if (c->services > 0)
		text = arena_join(arena, text, text.len > 0 ? STR(" and ") :
		    STR(""), plural(arena, c->services, "Service"));
	if (c->moved == 0)
		text = arena_printf(arena, "%.*s, all answered as they may be "
		    "in %s", STR_ARG(text), phase_name(plan->from));
	else
		text = arena_printf(arena, "%.*s, all answered, %zu of them "
		    "as they never are in %s", STR_ARG(text), c->moved,
		    phase_name(plan->from));
	if (c->text.len > 0)
		text = arena_join(arena, text, STR("; "), c->text);
	return text;
}

static void
show_step(struct arena *arena, struct buf *out, const struct plan *plan,
    size_t number)
{
	const struct step *s = plan->steps.at[number - 1];
	bool undo = s->undo.n > 0;

	buf_printf(out, "\n%zu. ", number);
	utf8_show(out, s->title);
	buf_putc(out, '\n');
	show_commands(out, 2, false, &s->commands);
	for (size_t i = 0; i < s->objects.n; i++)
		show(out, i == 0 ? "about" : "",
		    object_text(arena, s, s->objects.at[i]));
	show(out, "why", s->why);
	show(out, "meanwhile", s->meanwhile);
	show(out, "back", s->back.len > 0 || undo ? s->back :
	    STR("nothing to undo"));
	if (undo && s->back.len == 0)
		buf_printf(out, "  %-*s", INDENT - 2, "back");
	show_commands(out, INDENT, s->back.len == 0, &s->undo);
	if (number == 1 || s->checked.safety != SAFETY_UNCHECKED)
		show(out, "checked", checked_text(arena, plan, &s->checked));
}

void
planning_text(struct arena *arena, struct buf *out, const struct plan *plan)
{
	buf_puts(out, "release ");
	utf8_show(out, plan->release->metadata->name);
	buf_printf(out, ", strategy %.*s: from %s to %s\n",
	    STR_ARG(plan->release->spec->strategy), phase_name(plan->from),
	    phase_name(plan->to));
	if (plan->steps.n == 0) {
		buf_puts(out, "\nNothing differs: there is nothing to do.\n");
		return;
	}
	buf_puts(out, "\nFirst, write the manifests:\n");
	show_commands(out, 2, false, &plan->prepare);
	for (size_t i = 0; i < plan->steps.n; i++)
		show_step(arena, out, plan, i + 1);
}
