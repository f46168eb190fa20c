/*
 * Three things changed from v1beta1 to v1: a backend has its Service in a
 * mapping, spec.backend has another name, and a path must have a type, for
 * which ImplementationSpecific stood (pkg/apis/networking/v1beta1,
 * Convert_v1beta1_IngressBackend_To_networking_IngressBackend() and
 * SetDefaults_HTTPIngressPath()). Keys are replaced where they stand, so that
 * what is between them stays.
 */
#include "lint/migration.h"

#include "lint/check.h"
#include "yaml/edit.h"
#include "yaml/scalar.h"

struct migration {
	struct lint *lint;
	const struct source *source;
	const char *newline;
	VEC(struct edit) edits;
};

static void
put(struct migration *m, struct span where, struct str text)
{
	*vec_add(m->lint->arena, &m->edits) = (struct edit){ where, text };
}

/* How far a byte is from the start of its line. */
static size_t
column_of(const struct migration *m, uint32_t at)
{
	uint32_t start = at;

	while (start > 0 && m->source->text.at[start - 1] != '\n')
		start--;
	return at - start;
}

/* Nothing but blanks is before it in its line. */
static bool
begins_a_line(const struct migration *m, uint32_t at)
{
	while (at > 0 && m->source->text.at[at - 1] == ' ')
		at--;
	return at == 0 || m->source->text.at[at - 1] == '\n';
}

enum layout { LAYOUT_BLOCK, LAYOUT_FLOW, LAYOUT_OTHER };

/* One met through an alias is neither. */
static enum layout
layout_of(const struct migration *m, const struct node *map)
{
	const struct node *first = map->entries[0].key;
	struct span span = map->span;

	if (first->span.file != span.file || first->span.start < span.start ||
	    first->span.start >= span.end)
		return LAYOUT_OTHER;
	if (m->source->text.at[span.start] == '{')
		return LAYOUT_FLOW;
	return first->span.start == span.start ? LAYOUT_BLOCK : LAYOUT_OTHER;
}

static struct str
between(const struct migration *m, const struct entry *e)
{
	return source_text(m->lint->sources, (struct span){
		e->key->span.file, e->key->span.end, e->value->span.start });
}

/* "key: value" on one line, without anchors and tags. */
static bool
is_simple(const struct migration *m, const struct entry *e)
{
	struct str none = STR("");
	struct edit edit;

	return edit_scalar(e->key, none, &edit) &&
	    edit_scalar(e->value, none, &edit) && e->value->span.start >
	    e->key->span.end &&
	    str_find_byte(between(m, e), '\n', 0) == STR_NONE &&
	    str_find_byte(source_text(m->lint->sources, e->value->span),
	    '\n', 0) == STR_NONE;
}

/* A key in the quotes of another one. */
static struct str
key_like(struct migration *m, const struct entry *e, const char *word)
{
	return scalar_written(m->lint->arena, e->key, str_from(word));
}

/* The two fields of an old backend, in the order of the text. */
struct old_backend {
	const struct entry *name, *port;
	bool port_first;
	const char *port_key;	/* "number" or "name" */
	struct str port_value;	/* as it is to be written */
};

static bool
read_old(const struct migration *m, const struct node *backend,
    struct old_backend *old)
{
	const struct node *port;
	struct str number;

	old->name = node_entry(backend, STR("serviceName"));
	old->port = node_entry(backend, STR("servicePort"));
	if (old->name == NULL || old->port == NULL || backend->count != 2 ||
	    !node_is_str(old->name->value) ||
	    !is_simple(m, old->name) || !is_simple(m, old->port))
		return false;
	port = old->port->value;
	number = str_trim(port->text);
	old->port_first = old->port == backend->entries;
	old->port_value = source_text(m->lint->sources, port->span);
	old->port_key = port->type == TYPE_INT ? "number" : "name";
	if (node_is_str(port) && check_is_port_number(number)) {
		old->port_value = number;
		old->port_key = "number";
	}
	return port->type == TYPE_INT || node_is_str(port);
}

static void
put_flow(struct migration *m, const struct old_backend *old)
{
	struct arena *arena = m->lint->arena;
	struct str service = arena_printf(arena, "%.*s: {",
	    STR_ARG(key_like(m, old->name, "service")));
	struct str name = key_like(m, old->name, "name");
	struct str port = arena_printf(arena, "%.*s: {%.*s",
	    STR_ARG(key_like(m, old->port, "port")),
	    STR_ARG(key_like(m, old->port, old->port_key)));
	struct str value = source_text(m->lint->sources,
	    old->name->value->span);
	const struct str none = STR("");

	put(m, old->name->key->span, arena_printf(arena, "%.*s%.*s",
	    STR_ARG(old->port_first ? none : service), STR_ARG(name)));
	put(m, old->port->key->span, arena_printf(arena, "%.*s%.*s",
	    STR_ARG(old->port_first ? service : none), STR_ARG(port)));
	put(m, old->port->value->span, arena_printf(arena, "%.*s%s",
	    STR_ARG(old->port_value), old->port_first ? "}" : "}}"));
	if (old->port_first)
		put(m, old->name->value->span, arena_printf(arena, "%.*s}",
		    STR_ARG(value)));
}

static void
put_block(struct migration *m, const struct old_backend *old, int indent)
{
	struct arena *arena = m->lint->arena;
	struct str service = arena_printf(arena, "service:%s%*s",
	    m->newline, indent, "");
	const struct str none = STR("");

	put(m, old->name->key->span, arena_printf(arena, "%.*s  name",
	    STR_ARG(old->port_first ? none : service)));
	put(m, old->port->key->span, arena_printf(arena,
	    "%.*s  port:%s%*s    %s", STR_ARG(old->port_first ? service :
	    none), m->newline, indent, "", old->port_key));
	if (!str_eq(old->port_value, source_text(m->lint->sources,
	    old->port->value->span)))
		put(m, old->port->value->span, old->port_value);
}

/* True also when it is one of v1 already. */
static bool
plan_backend(struct migration *m, const struct node *backend)
{
	uint32_t first, second;
	struct old_backend old;
	enum layout layout;

	if (!node_is(backend, NODE_MAP) || backend->count == 0)
		return false;
	if (!check_is_old_backend(backend))
		return true;
	layout = layout_of(m, backend);
	if (layout == LAYOUT_OTHER || !read_old(m, backend, &old))
		return false;
	if (layout == LAYOUT_FLOW) {
		put_flow(m, &old);
		return true;
	}
	first = backend->entries[0].key->span.start;
	second = backend->entries[1].key->span.start;
	if (!begins_a_line(m, second) ||
	    column_of(m, first) != column_of(m, second))
		return false;
	put_block(m, &old, (int)column_of(m, first));
	return true;
}

static bool
has_type(const struct node *path)
{
	for (uint32_t i = 0; i < path->count; i++)
		if (str_eq_nocase(path->entries[i].key->text,
		    STR("pathType")))
			return true;
	return false;
}

/* Before its second key, which mostly is the backend. */
static bool
plan_type(struct migration *m, const struct node *path, const char *word)
{
	const struct entry *e = &path->entries[path->count > 1 ? 1 : 0];
	struct span where = { e->key->span.file, e->key->span.start,
		e->key->span.start };
	struct arena *arena = m->lint->arena;
	struct str key, type;
	struct edit edit;

	if (has_type(path))
		return true;
	if (!edit_scalar(e->key, STR(""), &edit))
		return false;
	key = key_like(m, e, "pathType");
	type = key_like(m, e, word);
	switch (layout_of(m, path)) {
	case LAYOUT_FLOW:
		put(m, where, arena_printf(arena, "%.*s: %.*s, ",
		    STR_ARG(key), STR_ARG(type)));
		return true;
	case LAYOUT_BLOCK:
		put(m, where, arena_printf(arena, "%.*s: %.*s%s%*s",
		    STR_ARG(key), STR_ARG(type), m->newline,
		    (int)column_of(m, where.start), ""));
		return e == path->entries || begins_a_line(m, where.start);
	case LAYOUT_OTHER:
		break;
	}
	return false;
}

static bool
plan_paths(struct migration *m, const struct node *paths)
{
	for (uint32_t i = 0; node_is(paths, NODE_SEQ) && i < paths->count;
	    i++) {
		const struct node *path = paths->items[i];

		if (!node_is(path, NODE_MAP) || path->count == 0 ||
		    !plan_type(m, path, "ImplementationSpecific") ||
		    !plan_backend(m, node_get(path, STR("backend"))))
			return false;
	}
	return true;
}

static bool
plan_default(struct migration *m, const struct node *spec)
{
	const struct entry *old = node_entry(spec, STR("backend"));
	struct edit edit;

	if (old == NULL)
		return true;
	if (node_get(spec, STR("defaultBackend")) != NULL ||
	    !edit_scalar(old->key, key_like(m, old, "defaultBackend"), &edit))
		return false;
	put(m, edit.where, edit.text);
	return plan_backend(m, old->value);
}

static bool
plan_ingress(struct migration *m, const struct node *root)
{
	const struct node *version = node_get(root, STR("apiVersion"));
	const struct node *spec = node_get(root, STR("spec"));
	const struct node *rules = node_get(spec, STR("rules"));
	struct edit edit;

	if (!edit_scalar(version, scalar_written(m->lint->arena, version,
	    STR("networking.k8s.io/v1")), &edit) || !plan_default(m, spec))
		return false;
	put(m, edit.where, edit.text);
	for (uint32_t i = 0; node_is(rules, NODE_SEQ) && i < rules->count;
	    i++)
		if (!plan_paths(m, node_at(rules->items[i], "http.paths")))
			return false;
	return true;
}

static struct migration
begin(struct lint *lint, const struct node *n)
{
	struct migration m = { .lint = lint, .newline = "\n" };
	size_t end;

	m.source = source_get(lint->sources, n->span.file);
	end = str_find_byte(m.source->text, '\n', 0);
	if (end != STR_NONE && end > 0 && m.source->text.at[end - 1] == '\r')
		m.newline = "\r\n";
	return m;
}

/* The first edit speaks for all. */
static void
offer(struct migration *m, struct diag *d, bool safe, struct str say)
{
	for (size_t i = 0; i < m->edits.n; i++)
		diag_edit_fix(m->lint->diags, d, m->edits.at[i].where,
		    m->edits.at[i].text, safe, "%.*s",
		    STR_ARG(i == 0 ? say : STR("")));
}

bool
migration_ingress(struct lint *lint, struct diag *d, const struct node *root)
{
	struct migration m;

	if (root->span.file == 0)
		return false;
	m = begin(lint, root);
	if (!plan_ingress(&m, root))
		return false;
	offer(&m, d, true, STR("apiVersion: networking.k8s.io/v1, and the "
	    "fields as they are called there"));
	return true;
}

bool
migration_backend(struct lint *lint, struct diag *d,
    const struct node *backend, struct str say)
{
	struct migration m;

	if (backend->span.file == 0)
		return false;
	m = begin(lint, backend);
	if (!plan_backend(&m, backend))
		return false;
	offer(&m, d, true, say);
	return true;
}

bool
migration_type(struct lint *lint, struct diag *d, const struct node *path,
    const char *type, struct str say)
{
	struct migration m;

	if (path->span.file == 0 || path->count == 0)
		return false;
	m = begin(lint, path);
	if (!plan_type(&m, path, type))
		return false;
	offer(&m, d, false, say);
	return m.edits.n > 0;
}
