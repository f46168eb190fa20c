/*
 * The configuration is checked as every other tree is, by a table of its
 * fields; what a table cannot tell (names of rules, of flags and of settings)
 * is checked here. All findings are shown before the program ends.
 */
#include "cli/config.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "cli/option.h"
#include "shape/format_release.h"
#include "shape/shape.h"
#include "yaml/stream.h"

static const char file_name[] = ".greenlight.yaml";

static const char *const levels[] = { "off", "note", "warning", "error",
	NULL };

#define LIST(shape) { .kind = SHAPE_LIST, .of = &(shape) }
#define DICT(shape) { .kind = SHAPE_DICT, .of = &(shape) }

static const struct shape version = { .kind = SHAPE_STR, .as_text = true };
static const struct shape level = { .kind = SHAPE_STR, .words = levels,
	.as_text = true };
static const struct shape setting = { .kind = SHAPE_STR, .as_text = true };
static const struct shape glob = { .kind = SHAPE_STR,
	.format = &format_glob };
static const struct shape globs = LIST(glob);
static const struct shape settings = DICT(setting);
static const struct shape rules = DICT(level);

static const struct field controller_fields[] = {
	{ .name = "version", .shape = &version },
	{ .name = "flags", .shape = &settings },
	{ .name = "configMap", .shape = &settings },
	{ .name = NULL }
};
static const struct shape controller = { .kind = SHAPE_STRUCT,
	.fields = controller_fields };

static const struct field config_fields[] = {
	{ .name = "rules", .shape = &rules },
	{ .name = "references", .shape = &globs },
	{ .name = "ignore", .shape = &globs },
	{ .name = "controller", .shape = &controller },
	{ .name = NULL }
};
static const struct shape config_shape = { .kind = SHAPE_STRUCT,
	.what = "the configuration", .fields = config_fields };

/* All findings have one rule, which is not shown. */
#define WRONG RULE_FIELD_INVALID

struct reader {
	struct arena *arena;
	struct config *config;
	struct diags diags;
};

static void
put_finding(struct buf *out, struct sources *sources, const struct diag *d)
{
	struct position at = source_position(sources, d->where.file,
	    d->where.start);

	buf_puts(out, "greenlight: ");
	utf8_show(out, str_from(source_get(sources, d->where.file)->name));
	buf_printf(out, ":%u:%u: ", (unsigned)at.line, (unsigned)at.column);
	utf8_show(out, d->text);
	buf_putc(out, '\n');
	for (size_t i = 0; i < d->notes.n; i++) {
		buf_puts(out, "  ");
		utf8_show(out, d->notes.at[i].text);
		buf_putc(out, '\n');
	}
	for (size_t i = 0; i < d->fixes.n; i++) {
		buf_puts(out, "  fix: ");
		utf8_show(out, d->fixes.at[i].say);
		buf_putc(out, '\n');
	}
}

/* Goes on only if nothing was found. */
static void
end_if_wrong(struct diags *diags, struct sources *sources)
{
	struct buf out;

	if (diags->list.n == 0)
		return;
	diags_finish(diags);
	buf_init(&out);
	for (size_t i = 0; i < diags->list.n; i++)
		put_finding(&out, sources, diags->list.at[i]);
	usage_end(&out);
}

static bool
is_root(const char *folder, const char *above)
{
	struct stat a, b;

	return stat(folder, &a) != 0 || stat(above, &b) != 0 ||
	    (a.st_dev == b.st_dev && a.st_ino == b.st_ino);
}

/* Looks for the file here and in every folder above. */
static bool
find_file(struct config *c)
{
	struct str folder = STR("./"), above;

	for (;;) {
		c->path = arena_printf(c->arena, "%s%s",
		    str_is(folder, "./") ? "" : folder.at, file_name).at;
		if (access(c->path, F_OK) == 0)
			return true;
		above = arena_printf(c->arena, "%s../",
		    str_is(folder, "./") ? "" : folder.at);
		if (is_root(folder.at, above.at))
			return false;
		folder = above;
	}
}

/* A path in the configuration, as it is to be opened from here. */
static const char *
beside(const struct config *c, struct str path)
{
	size_t folder = strlen(c->path) - strlen(file_name);

	if (str_starts(path, STR("/")))
		folder = 0;
	return arena_printf(c->arena, "%.*s%.*s", (int)folder, c->path,
	    STR_ARG(path)).at;
}

/* `asked`: where it is named, or NULL for the configuration itself. */
static void
read_yaml(struct reader *r, const char *path, const struct node *asked,
    struct stream *stream)
{
	struct sources *sources = r->config->sources;
	struct str text = STR("");
	const char *wrong;

	wrong = file_read(r->arena, path, LIMIT_FILE_BYTES, &text);
	if (wrong != NULL && asked == NULL)
		usage_error(NULL, "%s: %s", path, wrong);
	if (wrong != NULL)
		diag_report(&r->diags, WRONG, asked->span,
		    "cannot read %s: %s", path, wrong);
	stream_parse(r->arena, &r->diags, sources,
	    source_add(sources, path, text), stream);
}

static const struct node *
map_of(const struct node *n)
{
	return node_is(n, NODE_MAP) ? n : NULL;
}

static void
offer(struct reader *r, struct diag *d, const char *near)
{
	if (near != NULL)
		diag_say_fix(&r->diags, d, "%s", near);
}

static void
check_rules(struct reader *r, const struct node *map)
{
	for (uint32_t i = 0; map != NULL && i < map->count; i++) {
		const struct node *key = map->entries[i].key;
		enum rule_id id = rule_find(key->text), near;

		if (id == RULE_COUNT) {
			near = rule_near(key->text);
			offer(r, diag_report(&r->diags, WRONG, key->span,
			    "there is no rule \"%.*s\"", STR_ARG(key->text)),
			    near == RULE_COUNT ? NULL : rule_get(near)->name);
		} else if (rule_is_firm(id))
			diag_report(&r->diags, WRONG, key->span,
			    "the level of %.*s cannot be changed: nothing "
			    "can be made of what it reports",
			    STR_ARG(key->text));
	}
}

static struct str
value_of(const struct entry *e)
{
	return node_is_null(e->value) ? STR("") : node_text(e->value);
}

static void
check_flag(struct reader *r, struct controller *c, const struct entry *e)
{
	switch (controller_set_flag(c, e->key->text, value_of(e))) {
	case SETTING_TAKEN:
		break;
	case SETTING_REFUSED:
		diag_report(&r->diags, WRONG, e->value->span,
		    "the controller does not take this value of --%.*s",
		    STR_ARG(e->key->text));
		break;
	case SETTING_UNKNOWN:
		offer(r, diag_report(&r->diags, WRONG, e->key->span,
		    "no flag of the controller that decides about requests "
		    "is called \"%.*s\"", STR_ARG(e->key->text)),
		    controller_near_flag(e->key->text));
	}
}

static void
check_setting(struct reader *r, struct controller *c, const struct entry *e)
{
	const char *near;

	switch (controller_set_config(c, e->key->text, value_of(e))) {
	case SETTING_TAKEN:
		break;
	case SETTING_REFUSED:
		diag_report(&r->diags, WRONG, e->value->span,
		    "the controller does not take this value of %.*s",
		    STR_ARG(e->key->text));
		break;
	case SETTING_UNKNOWN:
		/* most settings have nothing to do with routing */
		near = controller_near_config(e->key->text);
		if (near != NULL)
			offer(r, diag_report(&r->diags, WRONG, e->key->span,
			    "the controller has no setting \"%.*s\"",
			    STR_ARG(e->key->text)), near);
	}
}

static void
check_settings(struct reader *r, const struct node *map,
    void (*check)(struct reader *, struct controller *,
    const struct entry *))
{
	struct controller scratch;

	controller_init(&scratch, r->config->version);
	for (uint32_t i = 0; map != NULL && i < map->count; i++)
		check(r, &scratch, &map->entries[i]);
}

/* The only ConfigMap of the file, or the one of that name. */
static const struct node *
find_config_map(const struct stream *stream)
{
	const struct node *found = NULL;
	size_t n = 0;

	for (size_t i = 0; i < stream->documents.n; i++) {
		const struct node *root = stream->documents.at[i].root;

		if (!str_is(node_text(node_get(root, STR("kind"))),
		    "ConfigMap"))
			continue;
		if (str_is(node_text(node_at(root, "metadata.name")),
		    "ingress-nginx-controller"))
			return root;
		found = root;
		n++;
	}
	return n == 1 ? found : NULL;
}

/* The mapping itself, or the data of the ConfigMap in `file: PATH`. */
static const struct node *
settings_of(struct reader *r, const struct node *n)
{
	const struct node *file = node_get(n, STR("file")), *map;
	struct stream stream;
	const char *path;

	if (file == NULL)
		return n;
	if (n->count != 1)
		diag_report(&r->diags, WRONG, file->span, "beside a file, "
		    "nothing else can stand under configMap");
	path = beside(r->config, node_text(file));
	read_yaml(r, path, file, &stream);
	end_if_wrong(&r->diags, r->config->sources);
	map = find_config_map(&stream);
	if (map == NULL)
		diag_report(&r->diags, WRONG, file->span, "there is no "
		    "ConfigMap called ingress-nginx-controller in %s, and "
		    "not exactly one of another name", path);
	return map_of(node_get(map, STR("data")));
}

static void
check_version(struct reader *r, const struct node *root)
{
	const struct node *n = node_at(root, "controller.version");
	const char *wrong = !node_is(n, NODE_SCALAR) ? NULL :
	    version_read(r->arena, node_text(n), &r->config->version);

	if (wrong != NULL)
		diag_report(&r->diags, WRONG, n->span, "version \"%.*s\" is "
		    "not known: %s", STR_ARG(n->text), wrong);
}

static void
take(struct reader *r, const struct node *root)
{
	const struct node *c = node_get(root, STR("controller"));
	struct config *config = r->config;

	config->rules = map_of(node_get(root, STR("rules")));
	config->flags = map_of(node_get(c, STR("flags")));
	config->settings = settings_of(r, map_of(node_get(c,
	    STR("configMap"))));
	config->references = node_get(root, STR("references"));
	config->ignored = node_get(root, STR("ignore"));
	check_rules(r, config->rules);
	check_settings(r, config->flags, check_flag);
	check_settings(r, config->settings, check_setting);
}

static void
set_ignore(struct config *c, const struct node *list)
{
	if (!node_is(list, NODE_SEQ))
		return;
	c->ignore.root = file_real(c->arena, beside(c, STR(".")));
	for (uint32_t i = 0; i < list->count; i++)
		*vec_add(c->arena, &c->ignore.patterns) =
		    node_text(list->items[i]);
}

void
config_read(struct arena *arena, struct config *config)
{
	static const struct shape_rules all = { WRONG, WRONG, WRONG, WRONG,
		NULL };
	struct reader r = { .arena = arena, .config = config };
	struct stream stream;

	*config = (struct config){
		.arena = arena, .version = VERSION_NEWEST
	};
	config->sources = arena_new(arena, struct sources);
	sources_init(config->sources, arena);
	diags_init(&r.diags, arena);
	if (!find_file(config)) {
		config->path = NULL;
		return;
	}
	read_yaml(&r, config->path, NULL, &stream);
	for (size_t i = 0; i < stream.documents.n; i++) {
		const struct node *root = stream.documents.at[i].root;

		if (i == 0)
			check_version(&r, root);
		if (i > 0)
			diag_report(&r.diags, WRONG, root->span, "a "
			    "configuration is one document");
		else if (shape_check(&r.diags, &all, &config_shape, root))
			take(&r, root);
	}
	end_if_wrong(&r.diags, config->sources);
	set_ignore(config, config->ignored);
}

void
config_levels(const struct config *config, struct diags *diags)
{
	const struct node *map = config->rules;
	enum level wanted;

	for (uint32_t i = 0; map != NULL && i < map->count; i++)
		if (level_parse(node_text(map->entries[i].value), &wanted))
			diags_set_level(diags,
			    rule_find(map->entries[i].key->text), wanted);
}

const struct ignore *
config_ignore(const struct config *config)
{
	return config->ignore.patterns.n == 0 ? NULL : &config->ignore;
}

bool
config_has_references(const struct config *config)
{
	return node_is(config->references, NODE_SEQ) &&
	    config->references->count > 0;
}

void
config_references(const struct config *config, struct input *input)
{
	const struct node *list = config->references;
	struct diags diags;

	if (!config_has_references(config))
		return;
	diags_init(&diags, config->arena);
	for (uint32_t i = 0; i < list->count; i++)
		if (!input_glob(input, beside(config,
		    node_text(list->items[i]))))
			diag_report(&diags, WRONG, list->items[i]->span,
			    "no file matches \"%.*s\"",
			    STR_ARG(list->items[i]->text));
	end_if_wrong(&diags, config->sources);
}

void
config_controller(const struct config *config, const struct cluster *cluster,
    struct controller *c)
{
	const struct node *map = config->flags;

	controller_init(c, config->version);
	controller_read(c, cluster, STR(CONTROLLER_CONFIG_MAP));
	for (uint32_t i = 0; map != NULL && i < map->count; i++)
		controller_set_flag(c, map->entries[i].key->text,
		    value_of(&map->entries[i]));
	map = config->settings;
	for (uint32_t i = 0; map != NULL && i < map->count; i++)
		controller_set_config(c, map->entries[i].key->text,
		    value_of(&map->entries[i]));
}
