/*
 * What the strategy asks for: the parts of the spec that it needs, none that
 * it makes nothing of, a preview of a kind it has, and its settings.
 */
#include "spec/faults.h"

#include "spec/normal.h"

enum part_use
faults_use(const struct faults *f, enum spec_part part)
{
	return f->strategy == NULL ? PART_UNUSED : f->strategy->uses[part];
}

/* parts */

static void
report_unused(struct faults *f, const struct entry *given, const char *where)
{
	struct diag *d;

	d = faults_report(f, RULE_RELEASE_INVALID, given->key->span,
	    "the strategy \"%.*s\" makes nothing of %s.%.*s",
	    STR_ARG(f->strategy->name), where, STR_ARG(given->key->text));
	diag_say_fix(f->diags, d, "remove it, or choose another strategy");
}

/* A key with a value, or NULL. */
static const struct entry *
given_entry(const struct node *map, const char *key)
{
	const struct entry *e = node_entry(map, str_from(key));

	return e == NULL || node_is_null(e->value) ? NULL : e;
}

/* hosts, annotations and so on; services and workloads are in colours. */
static void
check_part(struct faults *f, enum spec_part part)
{
	const char *name = part_name(part);
	const struct entry *given = given_entry(f->written, name);

	if (given == NULL && faults_use(f, part) == PART_REQUIRED &&
	    shape_require(f->diags, &release_rules, &spec_shape, f->written,
	    STR("spec"), name))
		f->failed = true;
	if (given != NULL && faults_use(f, part) == PART_UNUSED)
		report_unused(f, given, "spec");
}

static void
report_no_workload(struct faults *f, const struct node *colour,
    const char *name)
{
	struct diag *d;

	d = faults_report(f, RULE_RELEASE_INVALID, normal_place(colour),
	    "the strategy \"%.*s\" needs %s.workload: what it switches is "
	    "made by it", STR_ARG(f->strategy->name), name);
	diag_say_fix(f->diags, d, "workload: {image: IMAGE}");
}

static void
check_colour(struct faults *f, const char *name)
{
	const struct node *colour = normal_get(f->written, name);
	const struct entry *service, *workload;

	if (colour == NULL || !node_is(colour, NODE_MAP))
		return;
	service = given_entry(colour, "service");
	workload = given_entry(colour, "workload");
	if (service != NULL &&
	    faults_use(f, PART_SERVICE) == PART_UNUSED)
		report_unused(f, service, name);
	if (workload != NULL &&
	    faults_use(f, PART_WORKLOAD) == PART_UNUSED)
		report_unused(f, workload, name);
	if (workload == NULL &&
	    faults_use(f, PART_WORKLOAD) == PART_REQUIRED)
		report_no_workload(f, colour, name);
}

struct str
faults_name(struct arena *arena, struct str release, struct str version)
{
	struct str name = arena_printf(arena, "%.*s-%.*s", STR_ARG(release),
	    STR_ARG(version));
	char *at = (char *)name.at;

	for (size_t i = release.len; i < name.len; i++)
		if (at[i] >= 'A' && at[i] <= 'Z')
			at[i] = (char)(at[i] - 'A' + 'a');
		else if (!str_is_alnum(at[i]))
			at[i] = '-';
	return name;
}

static struct str
name_of(struct faults *f, const char *colour)
{
	const struct node *version = normal_get(normal_get(f->spec, colour),
	    "version");

	return !node_is_str(version) ? STR("") : faults_name(f->arena,
	    node_text(normal_get(normal_get(f->root, "metadata"), "name")),
	    version->text);
}

/* check_selectors() speaks about versions that are equal. */
static void
check_names(struct faults *f)
{
	struct str blue = name_of(f, "blue"), green = name_of(f, "green");
	const struct node *versions[2];

	if (faults_use(f, PART_SERVICE) != PART_UNUSED || blue.len == 0 ||
	    !str_eq(blue, green))
		return;
	for (unsigned i = 0; i < 2; i++)
		versions[i] = normal_get(normal_get(f->spec,
		    colour_words[i]), "version");
	if (!str_eq(versions[0]->text, versions[1]->text))
		faults_report(f, RULE_RELEASE_INVALID, versions[1]->span,
		    "the versions \"%.*s\" and \"%.*s\" make one name, "
		    "\"%.*s\": the objects of green would replace those of "
		    "blue", STR_ARG(versions[0]->text),
		    STR_ARG(versions[1]->text), STR_ARG(blue));
}

static void
check_blue(struct faults *f)
{
	struct diag *d;

	if (faults_use(f, PART_WORKLOAD) != PART_REQUIRED ||
	    !node_is(f->written, NODE_MAP) ||
	    normal_get(f->written, "blue") != NULL)
		return;
	d = faults_report(f, RULE_RELEASE_INVALID, normal_place(f->written),
	    "spec needs the field \"blue\"");
	diag_say_fix(f->diags, d, "blue: %s",
	    schema_colour_hint(f->strategy));
}

/* the preview */

/* "path, host or weight" */
static struct str
kinds_of(struct faults *f)
{
	struct str list = STR("");
	unsigned left = 0;

	for (unsigned i = PREVIEW_PATH; i < PREVIEW_COUNT; i++)
		left += f->strategy->previews[i];
	for (unsigned i = PREVIEW_PATH; i < PREVIEW_COUNT; i++) {
		if (!f->strategy->previews[i])
			continue;
		left--;
		list = arena_printf(f->arena, "%.*s%s%s", STR_ARG(list),
		    list.len == 0 ? "" : left == 0 ? " or " : ", ",
		    preview_words[i]);
	}
	return list;
}

static void
check_preview(struct faults *f)
{
	const struct entry *given = given_entry(f->written, "preview");
	struct str kinds = kinds_of(f);
	struct diag *d;

	if (given == NULL)
		return;
	if (kinds.len == 0) {
		d = faults_report(f, RULE_RELEASE_INVALID, given->key->span,
		    "the strategy \"%.*s\" has no preview that could be "
		    "asked for here", STR_ARG(f->strategy->name));
		diag_say_fix(f->diags, d, "remove it");
		return;
	}
	for (unsigned i = PREVIEW_PATH; i < PREVIEW_COUNT; i++) {
		const struct entry *kind = node_entry(given->value,
		    str_from(preview_words[i]));

		if (kind == NULL || f->strategy->previews[i])
			continue;
		d = faults_report(f, RULE_RELEASE_INVALID, kind->key->span,
		    "the strategy \"%.*s\" has no preview by %s",
		    STR_ARG(f->strategy->name), preview_words[i]);
		diag_say_fix(f->diags, d, "preview by %.*s",
		    STR_ARG(kinds));
	}
}

/* settings */

static const struct node *
nearest_setting(struct faults *f, struct str key)
{
	const struct node *known = f->strategy->settings, *best = NULL;
	unsigned least = key.len < 4 ? 2 : 4;

	for (uint32_t i = 0; i < known->count; i++) {
		const struct node *name = known->entries[i].key;
		unsigned distance = str_distance(key, name->text, 4);

		if (distance < least) {
			least = distance;
			best = name;
		}
	}
	return best;
}

static void
report_setting(struct faults *f, const struct node *key)
{
	const struct node *known = f->strategy->settings;
	const struct node *near = nearest_setting(f, key->text);
	struct str list = STR("");
	struct diag *d;

	d = faults_report(f, RULE_RELEASE_INVALID, key->span,
	    "the strategy \"%.*s\" has no setting \"%.*s\"",
	    STR_ARG(f->strategy->name), STR_ARG(key->text));
	if (near != NULL) {
		diag_edit_fix(f->diags, d, key->span, near->text, false,
		    "%.*s", STR_ARG(near->text));
		return;
	}
	for (uint32_t i = 0; i < known->count; i++)
		list = arena_printf(f->arena, "%.*s%s%.*s", STR_ARG(list),
		    i == 0 ? "" : ", ",
		    STR_ARG(known->entries[i].key->text));
	if (known->count == 0)
		diag_say_fix(f->diags, d, "remove it: there are none");
	else
		diag_note(f->diags, d, SPAN_NONE, "there are: %.*s",
		    STR_ARG(list));
}

/* Two values that a template can treat alike. */
static bool
same_kind(const struct node *a, const struct node *b)
{
	return strcmp(node_type_name(a), node_type_name(b)) == 0;
}

static void
check_setting(struct faults *f, const struct entry *e)
{
	const struct entry *known = node_entry(f->strategy->settings,
	    e->key->text);
	struct diag *d;

	if (known == NULL) {
		report_setting(f, e->key);
		return;
	}
	if (node_is_null(e->value) || node_is_null(known->value) ||
	    same_kind(e->value, known->value))
		return;
	d = faults_report(f, RULE_RELEASE_INVALID, e->value->span,
	    "%.*s must be %s, not %s", STR_ARG(e->key->text),
	    node_type_name(known->value), node_type_name(e->value));
	if (known->value->kind == NODE_SCALAR)
		diag_note(f->diags, d, SPAN_NONE, "the default is %.*s",
		    STR_ARG(known->value->text));
}

void
faults_strategy(struct faults *f)
{
	const struct node *settings = normal_get(f->written, "settings");

	if (f->strategy == NULL)
		return;
	for (unsigned i = 0; i < PART_SERVICE; i++)
		check_part(f, (enum spec_part)i);
	check_blue(f);
	for (unsigned i = 0; colour_words[i] != NULL; i++)
		check_colour(f, colour_words[i]);
	check_names(f);
	check_preview(f);
	for (uint32_t i = 0; node_is(settings, NODE_MAP) &&
	    i < settings->count; i++)
		check_setting(f, &settings->entries[i]);
}
