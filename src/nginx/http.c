/*
 * Faults are collected in the order in which nginx comes upon them: while it
 * reads the file, then equal locations of each server, then variables that
 * nobody defines, then names of servers that do not go together.
 */
#include "nginx/http.h"

#include "nginx/word.h"

/* A variable of a target that nginx itself does not define. */
struct use {
	const struct server *server;
	const struct location *location;
	struct str target, name;
	uint32_t from, to;
};

/* Where we are. */
struct checking {
	struct arena *arena;
	struct http *http;
	struct rx_set *set;
	const struct server *server;
	const struct location *location;
	struct map set_names;	/* what "set" defines, in lower case */
	VEC(struct use) uses;
};

static struct fault *
add_fault(struct checking *c, enum fault_kind kind, struct str text,
    struct str message)
{
	struct fault *fault = vec_add(c->arena, &c->http->faults);

	fault->kind = kind;
	fault->server = c->server;
	fault->location = c->location;
	fault->text = text;
	fault->message = message;
	fault->to = (uint32_t)text.len;
	return fault;
}

/* nginx.tmpl: return 302 $scheme://$http_host{{ app root }}; */
static const struct str app_root_before = { "$scheme://$http_host", 20 };

/* The named groups of a pattern are variables from now on. */
static void
add_groups(struct checking *c, const struct rx *x, struct str pattern)
{
	for (size_t i = 0; i < x->tree->names.n; i++) {
		struct str name = uri_lower(c->arena,
		    x->tree->names.at[i].name);

		if (script_is_fixed(name))
			add_fault(c, FAULT_GROUP_NAME, pattern, arena_printf(
			    c->arena, "the duplicate \"%.*s\" variable",
			    STR_ARG(name)));
		*map_put(c->arena, &c->http->group_names, name) = c->http;
	}
}

/* A pattern that nginx gets in quotes, with `before` in front of it. */
static struct rx *
check_pattern(struct checking *c, struct str pattern, struct str before)
{
	struct rx *x = rx_get(c->arena, c->set, pattern);
	struct fault *fault;

	if (word_is_long(pattern, before.len)) {
		add_fault(c, FAULT_PATTERN, pattern,
		    STR("too long parameter"));
	} else if (!rx_compiles(x)) {
		fault = add_fault(c, FAULT_PATTERN, pattern,
		    arena_printf(c->arena, "pcre_compile() failed: %.*s in "
		    "\"%.*s%.*s\"", STR_ARG(x->error), STR_ARG(before),
		    STR_ARG(pattern)));
		fault->from = x->error_from;
		fault->to = x->error_to;
	} else {
		add_groups(c, x, pattern);
	}
	return x;
}

static uint32_t
less(uint32_t at, size_t skip)
{
	return at > skip ? at - (uint32_t)skip : 0;
}

/*
 * Its variables are looked for when all are known. The first `skip` bytes
 * are not the user's.
 */
static const struct script *
check_script(struct checking *c, struct str text, size_t skip)
{
	struct script *script = arena_new(c->arena, struct script);
	struct str shown = str_cut(text, skip, text.len);
	struct fault *fault;

	script_read(c->arena, text, script);
	if (script->error.len > 0) {
		fault = add_fault(c, FAULT_TARGET, shown, script->error);
		fault->from = less(script->error_from, skip);
		fault->to = less(script->error_to, skip);
	}
	for (size_t i = 0; i < script->parts.n; i++) {
		const struct script_part *part = &script->parts.at[i];

		if (part->kind == PART_VARIABLE && !script_knows(part->name))
			*vec_add(c->arena, &c->uses) = (struct use){
				.server = c->server, .location = c->location,
				.target = shown, .name = part->name,
				.from = less(part->from, skip),
				.to = less(part->to, skip) };
	}
	return script;
}

/*
 * What nginx reads of a text that stands in the file without quotes, after
 * `before`; nothing when it does not.
 */
static struct str
take_word(struct checking *c, struct str before, struct str text, bool last)
{
	struct str word = text, value;
	const char *why;

	if (before.len > 0)
		word = arena_printf(c->arena, "%.*s%.*s", STR_ARG(before),
		    STR_ARG(text));
	why = word_read(c->arena, word, last, &value);
	if (why == NULL && value.len == 0)
		why = "empty replacement";
	if (why == NULL)
		return value;
	add_fault(c, FAULT_TARGET, text, str_from(why));
	return STR("");
}

/* The last argument of a directive; NULL when it is empty. */
static const struct script *
check_last(struct checking *c, struct str before, struct str text)
{
	return text.len == 0 ? NULL : check_script(c, take_word(c, before,
	    text, true), before.len);
}

/* What nginx reads of a text that nothing is escaped in. */
static struct str
take_bare(struct checking *c, struct str text, bool quoted)
{
	struct str word = text, value;
	const char *why;

	if (quoted)
		word = arena_printf(c->arena, "\"%.*s\"", STR_ARG(text));
	why = word_read(c->arena, word, false, &value);
	if (why == NULL)
		return value;
	add_fault(c, FAULT_PATTERN, text, str_from(why));
	return text;
}

/* A directive is read as a whole before its arguments mean anything. */
static void
check_rewrite(struct checking *c, struct location *l)
{
	struct str to;

	if (l->rewrite_to.len == 0)
		return;
	to = take_word(c, STR(""), l->rewrite_to, false);
	if (c->http->bare_rewrites)
		l->rewrite_from = take_bare(c, l->rewrite_from, true);
	l->rewrite_rx = check_pattern(c, l->rewrite_from, STR("(?i)"));
	l->rewrite_script = check_script(c, to, 0);
}

static void
check_sets(struct checking *c, struct location *l)
{
	for (uint32_t i = 0; i < l->nsets; i++) {
		struct setting *set = &l->sets[i];

		set->script = check_script(c, set->value, 0);
		*map_put(c->arena, &c->set_names, uri_lower(c->arena,
		    set->name)) = set;
	}
}

static void
check_location(struct checking *c, struct location *l)
{
	if (c->http->bare_paths)
		l->text = take_bare(c, l->text, l->kind == LOCATION_REGEX);
	if (l->kind == LOCATION_REGEX)
		l->rx = check_pattern(c, l->text, STR("^"));
	else if (word_is_long(l->text, 0))
		add_fault(c, FAULT_PATTERN, l->text,
		    STR("too long parameter"));
	check_sets(c, l);
	l->url_script = check_last(c, STR(""), l->url);
	check_rewrite(c, l);
}

static void
check_server(struct checking *c, struct server *s)
{
	for (size_t i = 0; i < s->locations.n; i++) {
		struct location *l = &s->locations.at[i];

		c->location = l;
		l->number = (uint32_t)i;
		l->app_root_script = check_last(c, app_root_before,
		    l->app_root);
		if (s->app_root == NULL && l->app_root.len > 0)
			s->app_root = l;
	}
	for (size_t i = 0; i < s->locations.n; i++) {
		c->location = &s->locations.at[i];
		check_location(c, &s->locations.at[i]);
	}
	c->location = NULL;
}

static void
check_equal_locations(struct checking *c, struct server *s)
{
	struct location_twices twice = { .pairs = { .n = 0 } };

	s->index = location_index(c->arena, s->locations.at, s->locations.n,
	    &twice);
	for (size_t i = 0; i < twice.pairs.n; i++) {
		const struct location_twice *pair = &twice.pairs.at[i];
		struct fault *fault = add_fault(c, FAULT_LOCATION_TWICE,
		    pair->again->text, arena_printf(c->arena, "duplicate "
		    "location \"%.*s\"", STR_ARG(pair->again->text)));

		fault->location = pair->again;
		fault->other = pair->first;
	}
}

static bool
is_defined(const struct checking *c, struct str name)
{
	const struct http *http = c->http;

	if (map_get(&http->group_names, name) != NULL ||
	    map_get(&c->set_names, name) != NULL)
		return true;
	for (size_t i = 0; i < http->nvariables; i++)
		if (str_eq_nocase(http->variables[i].name, name))
			return true;
	return false;
}

static void
check_variables(struct checking *c)
{
	for (size_t i = 0; i < c->uses.n; i++) {
		const struct use *use = &c->uses.at[i];
		struct fault *fault;

		if (is_defined(c, use->name))
			continue;
		fault = add_fault(c, FAULT_VARIABLE, use->target,
		    arena_printf(c->arena, "unknown \"%.*s\" variable",
		    STR_ARG(use->name)));
		fault->server = use->server;
		fault->location = use->location;
		fault->from = use->from;
		fault->to = use->to;
	}
}

static void
tell_name_fault(struct checking *c, const struct name_fault *found)
{
	struct fault *fault = add_fault(c, FAULT_NAME, found->name,
	    found->message);

	fault->server = found->server;
	fault->from = found->from;
	fault->to = found->to;
}

static void
check_servers(struct checking *c)
{
	struct http *http = c->http;
	const struct name_report *names = &http->names;
	const struct server_regex *regex, *end;
	size_t n, fault = 0;

	regex = server_regexes(http->index, &n);
	end = n > 0 ? regex + n : regex;
	for (size_t i = 0; i < http->servers.n; i++) {
		struct server *s = &http->servers.at[i];

		s->number = (uint32_t)i;
		c->server = s;
		for (; fault < names->faults.n &&
		    names->faults.at[fault].server == s; fault++)
			if (!names->faults.at[fault].late)
				tell_name_fault(c, &names->faults.at[fault]);
		for (; regex != end && regex->server == s; regex++)
			add_groups(c, regex->rx, regex->rx->pattern);
		check_server(c, s);
	}
}

static void
read_bare_names(struct checking *c, struct server *s)
{
	for (size_t i = 1; i < s->names.n; i++) {
		const char *why = word_read(c->arena, s->names.at[i], true,
		    &s->names.at[i]);

		if (why != NULL)
			add_fault(c, FAULT_NAME, s->names.at[i],
			    str_from(why));
	}
}

bool
http_finish(struct arena *arena, struct http *http, struct rx_set *set)
{
	struct checking c = { .arena = arena, .http = http, .set = set };

	for (size_t i = 0; i < http->certificates.n; i++)
		*map_put(arena, &http->certified,
		    http->certificates.at[i]) = http;
	for (size_t i = 0; http->bare_paths && i < http->servers.n; i++) {
		c.server = &http->servers.at[i];
		read_bare_names(&c, &http->servers.at[i]);
	}
	http->index = server_index(arena, set, http->servers.at,
	    http->servers.n, &http->names);
	check_servers(&c);
	for (size_t i = 0; i < http->servers.n; i++) {
		c.server = &http->servers.at[i];
		check_equal_locations(&c, &http->servers.at[i]);
	}
	check_variables(&c);
	for (size_t i = 0; i < http->names.faults.n; i++)
		if (http->names.faults.at[i].late)
			tell_name_fault(&c, &http->names.faults.at[i]);
	return http->faults.n == 0;
}
