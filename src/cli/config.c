#include "cli/config.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "cli/option.h"
#include "yaml/stream.h"

static const char file_name[] = ".greenlight.yaml";

/* The releases of the controller whose behaviour is known exactly. */
static const char known_version[] = "1.15.1";

struct config {
	struct arena *arena;
	struct sources sources;
	struct diags diags;
	const char *path;
	const struct node *root;
};

_Noreturn static void
refuse(struct config *c, const struct node *n, const char *what)
{
	struct position at = { 1, 1 };

	if (n != NULL && n->span.file != 0)
		at = source_position(&c->sources, n->span.file,
		    n->span.start);
	usage_error(NULL, "%s:%u:%u: %s", c->path, (unsigned)at.line,
	    (unsigned)at.column, what);
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

static const struct node *
read_yaml(struct config *c, const char *path)
{
	const char *wrong;
	struct stream stream;
	struct str text;

	wrong = file_read(c->arena, path, LIMIT_FILE_BYTES, &text);
	if (wrong != NULL)
		usage_error(NULL, "%s: %s", path, wrong);
	stream_parse(c->arena, &c->diags, &c->sources,
	    source_add(&c->sources, path, text), &stream);
	if (c->diags.list.n > 0)
		usage_error(NULL, "%s: %.*s", path,
		    STR_ARG(c->diags.list.at[0]->text));
	return stream.documents.n == 0 ? NULL : stream.documents.at[0].root;
}

typedef enum setting_result set_value(struct controller *, struct str name,
    struct str value);

static void
set_values(struct config *c, struct controller *controller,
    const struct node *map, set_value *set, bool all)
{
	if (map != NULL && !node_is(map, NODE_MAP))
		refuse(c, map, "names with values are expected here");
	for (uint32_t i = 0; map != NULL && i < map->count; i++) {
		const struct entry *e = &map->entries[i];

		if (!node_is(e->value, NODE_SCALAR))
			refuse(c, e->value, "one value is expected here");
		switch (set(controller, e->key->text, e->value->text)) {
		case SETTING_TAKEN:
			break;
		case SETTING_REFUSED:
			refuse(c, e->value, "the controller does not take "
			    "this value");
		case SETTING_UNKNOWN:
			if (all)
				refuse(c, e->key, "no flag of the controller "
				    "that decides about requests has this "
				    "name");
		}
	}
}

/* The mapping itself, or the data of a ConfigMap in `file: PATH`. */
static const struct node *
config_map(struct config *c, const struct node *n)
{
	const struct node *file = node_get(n, STR("file")), *root;
	struct str path;

	if (file == NULL)
		return n;
	path = node_text(file);
	if (path.len == 0 || n->count != 1)
		refuse(c, file, "a path is expected here, and nothing else");
	if (path.at[0] != '/')
		path = arena_printf(c->arena, "%.*s%.*s",
		    (int)(strlen(c->path) - strlen(file_name)), c->path,
		    STR_ARG(path));
	root = read_yaml(c, arena_str(c->arena, path).at);
	return node_get(root, STR("data"));
}

static void
check_keys(struct config *c, const struct node *map,
    const char *const *known)
{
	for (uint32_t i = 0; node_is(map, NODE_MAP) && i < map->count; i++) {
		const struct node *key = map->entries[i].key;
		size_t k = 0;

		while (known[k] != NULL && !str_is(key->text, known[k]))
			k++;
		if (known[k] == NULL)
			refuse(c, key, "this key is not known");
	}
}

static void
apply(struct config *c, struct controller *controller)
{
	static const char *const top[] = { "controller", NULL };
	static const char *const keys[] = { "version", "configMap", "flags",
		NULL };
	const struct node *n = node_get(c->root, STR("controller"));
	const struct node *version = node_get(n, STR("version"));

	if (c->root != NULL && !node_is(c->root, NODE_MAP))
		refuse(c, c->root, "a mapping is expected");
	check_keys(c, c->root, top);
	check_keys(c, n, keys);
	if (version != NULL && !str_is(node_text(version), known_version))
		refuse(c, version, "only 1.15.1 of the controller is known");
	set_values(c, controller, node_get(n, STR("flags")),
	    controller_set_flag, true);
	set_values(c, controller, config_map(c, node_get(n,
	    STR("configMap"))), controller_set_config, false);
}

void
config_controller(struct arena *arena, const struct cluster *cluster,
    struct controller *controller)
{
	struct config c = { .arena = arena };

	controller_init(controller);
	controller_read(controller, cluster, STR(CONTROLLER_CONFIG_MAP));
	sources_init(&c.sources, arena);
	diags_init(&c.diags, arena);
	if (!find_file(&c))
		return;
	c.root = read_yaml(&c, c.path);
	apply(&c, controller);
}
