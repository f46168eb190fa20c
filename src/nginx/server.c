/*
 * Names are put together as ngx_hash_add_key() does it and looked up as
 * ngx_http_find_virtual_server() does: exact names, then the longest
 * "*.name", then the longest "name.*", then expressions in file order.
 */
#include "nginx/server.h"

#include "nginx/word.h"

/* What one text is the name of. */
struct owner {
	const struct server *server;	/* NULL: a name that was ignored */
	bool itself;	/* of ".name": the name without more labels, too */
};

struct server_index {
	struct map exact;	/* struct owner */
	struct map heads;	/* of "*.name" and ".name": "name" */
	struct map tails;	/* of "name.*": "name" */
	VEC(struct server_regex) regexes;
};

/* A name being added. */
struct adding {
	struct arena *arena;
	struct rx_set *set;
	struct server_index *index;
	struct name_report *report;
	const struct server *server;
	struct str written;
};

static void
fail(struct adding *adding, struct str message, uint32_t from, uint32_t to,
    bool late)
{
	struct name_fault *fault = vec_add(adding->arena,
	    &adding->report->faults);

	fault->server = adding->server;
	fault->name = adding->written;
	fault->message = message;
	fault->from = from;
	fault->to = to;
	fault->late = late;
}

static void
clash(struct adding *adding, const struct owner *owner)
{
	struct name_clash *c = vec_add(adding->arena,
	    &adding->report->clashes);

	c->name = adding->written;
	c->server = owner->server;
	c->ignored = adding->server;
}

/* False when the name has an owner already. */
static bool
own(struct adding *adding, struct map *map, struct str name,
    struct owner **owner)
{
	void **place = map_put(adding->arena, map, name);

	if (*place != NULL) {
		*owner = *place;
		return false;
	}
	*place = *owner = arena_new(adding->arena, struct owner);
	(*owner)->server = adding->server;
	return true;
}

static bool
has_stars(struct str name, unsigned most)
{
	unsigned stars = 0;

	for (size_t i = 0; i < name.len; i++)
		stars += name.at[i] == '*';
	return stars > most;
}

/* nginx: ngx_hash_add_key() */
static void
add_text(struct adding *adding, struct str name)
{
	struct server_index *index = adding->index;
	struct owner *owner;
	bool dot = name.len > 1 && name.at[0] == '.';
	bool head = name.len > 2 && str_starts(name, STR("*."));
	bool tail = name.len > 2 && str_ends(name, STR(".*"));

	if (has_stars(name, dot || head || tail) ||
	    str_find(name, STR(".."), 0) != STR_NONE ||
	    str_find_byte(name, 0, 0) != STR_NONE) {
		fail(adding, arena_printf(adding->arena, "invalid server "
		    "name or wildcard \"%.*s\"", STR_ARG(adding->written)),
		    0, (uint32_t)adding->written.len, true);
		return;
	}
	if (dot) {
		name = str_cut(name, 1, name.len);
		if (!own(adding, &index->exact, name, &owner)) {
			clash(adding, owner);
			return;
		}
		/* Nobody else can be it from here on. */
		owner->server = NULL;
		if (!own(adding, &index->heads, name, &owner))
			clash(adding, owner);
		else
			owner->itself = true;
	} else if (head) {
		name = str_cut(name, 2, name.len);
		if (!own(adding, &index->heads, name, &owner))
			clash(adding, owner);
	} else if (tail) {
		name.len -= 2;
		if (!own(adding, &index->tails, name, &owner))
			clash(adding, owner);
	} else if (!own(adding, &index->exact, name, &owner)) {
		clash(adding, owner);
	}
}

static void
add_regex(struct adding *adding)
{
	struct str pattern = str_cut(adding->written, 1,
	    adding->written.len);
	struct server_regex *regex;
	struct rx *x;

	if (pattern.len == 0) {
		fail(adding, STR("empty regex in server name \"~\""), 0, 1,
		    false);
		return;
	}
	x = rx_get_name(adding->arena, adding->set, pattern);
	if (!rx_compiles(x)) {
		fail(adding, arena_printf(adding->arena, "pcre_compile() "
		    "failed: %.*s in \"%.*s\"", STR_ARG(x->error),
		    STR_ARG(pattern)), x->error_from + 1, x->error_to + 1,
		    false);
		return;
	}
	regex = vec_add(adding->arena, &adding->index->regexes);
	regex->server = adding->server;
	regex->rx = x;
}

/* nginx: ngx_http_core_server_name() */
static void
add_name(struct adding *adding)
{
	struct str name = adding->written;
	char first = name.len > 0 ? name.at[0] : 0;

	if ((first == '*' && (name.len < 3 || name.at[1] != '.')) ||
	    (first == '.' && name.len < 2))
		fail(adding, arena_printf(adding->arena, "server name "
		    "\"%.*s\" is invalid", STR_ARG(name)), 0,
		    (uint32_t)name.len, false);
	else if (word_is_long(name, 0))
		fail(adding, STR("too long parameter"), 0,
		    (uint32_t)name.len, false);
	else if (first == '~')
		add_regex(adding);
	/* That is what the machine is called. */
	else if (!str_eq_nocase(name, STR("$hostname")))
		add_text(adding, uri_lower(adding->arena, name));
}

struct server_index *
server_index(struct arena *arena, struct rx_set *set,
    const struct server *servers, size_t n, struct name_report *report)
{
	struct server_index *index = arena_new(arena, struct server_index);
	struct adding adding = { .arena = arena, .set = set, .index = index,
		.report = report };

	for (size_t i = 0; i < n; i++) {
		adding.server = &servers[i];
		for (size_t k = 0; k < servers[i].names.n; k++) {
			adding.written = servers[i].names.at[k];
			add_name(&adding);
		}
	}
	return index;
}

const struct server_regex *
server_regexes(const struct server_index *index, size_t *n)
{
	*n = index->regexes.n;
	return index->regexes.at;
}

static const struct server *
find_exact(const struct server_index *index, struct str host)
{
	const struct owner *owner = map_get(&index->exact, host);

	return owner == NULL ? NULL : owner->server;
}

/* A label before the dot may be empty: "*.a.com" takes ".a.com", too. */
static const struct server *
find_head(const struct server_index *index, struct str host)
{
	const struct owner *owner = map_get(&index->heads, host);
	size_t dot = 0;

	if (owner != NULL && owner->itself)
		return owner->server;
	while ((dot = str_find_byte(host, '.', dot)) != STR_NONE) {
		dot++;
		owner = map_get(&index->heads, str_cut(host, dot, host.len));
		if (owner != NULL)
			return owner->server;
	}
	return NULL;
}

static const struct server *
find_tail(const struct server_index *index, struct str host)
{
	const struct owner *owner = NULL, *longer;
	size_t dot = 0;

	while ((dot = str_find_byte(host, '.', dot)) != STR_NONE) {
		longer = map_get(&index->tails, str_cut(host, 0, dot));
		if (longer != NULL)
			owner = longer;
		dot++;
	}
	return owner == NULL ? NULL : owner->server;
}

bool
server_find(struct arena *arena, const struct server_index *index,
    struct str host, const struct server **server, struct captures *captures)
{
	struct rx_captures captured;

	*server = find_exact(index, host);
	if (*server == NULL && index->heads.root != NULL)
		*server = find_head(index, host);
	if (*server == NULL && index->tails.root != NULL)
		*server = find_tail(index, host);
	if (*server != NULL || host.len == 0)
		return true;
	for (size_t i = 0; i < index->regexes.n; i++) {
		const struct server_regex *r = &index->regexes.at[i];
		enum rx_verdict verdict = rx_match(arena, r->rx, RX_NAME,
		    host, &captured);

		if (verdict == RX_NO)
			continue;
		if (verdict == RX_GAVE_UP)
			return false;
		script_capture(arena, r->rx, &captured, captures);
		*server = r->server;
		return true;
	}
	return true;
}
