/*
 * What is rewritten is the decoded path, so "%2F" arrives as "/". Most
 * services never get one. Of some it is known that names in their URLs hold
 * a slash; they are recognised by what the path, the Service or the host is
 * called.
 */
#include "lint/encoding.h"

#include "lint/proof.h"

static const struct maker {
	const char *word;
	const char *name;	/* such as its clients send it, decoded */
} makers[] = {
	{ "npm", "@scope/pkg" },
	{ "verdaccio", "@scope/pkg" },
	{ "nexus", "@scope/pkg" },
	{ "artifactory", "@scope/pkg" },
	{ "registry", "team/app" },
	{ "harbor", "team/app" },
	{ "gitlab", "group/project" },
	{ "jenkins", "feature/cart" },
	{ "rabbitmq", "vhost/queue" },
	{ "couchdb", "_design/cart" },
};

/* The word of a maker as a whole word of the text. */
static const struct maker *
find_maker(struct str text)
{
	size_t from = 0, to;

	while (from < text.len) {
		for (to = from; to < text.len && str_is_letter(text.at[to]);)
			to++;
		for (size_t i = 0; i < sizeof(makers) / sizeof(*makers); i++)
			if (str_eq_nocase(str_cut(text, from, to),
			    str_from(makers[i].word)))
				return &makers[i];
		from = to + 1;
	}
	return NULL;
}

/* The node whose text has such a word, or NULL. */
static const struct node *
find_word(const struct subject *s, const struct subject_path *p,
    const struct maker **maker)
{
	const struct node *nodes[] = {
		p->path->text, p->path->backend.service, NULL
	};

	for (size_t i = 0; i < s->ingress->nrules; i++) {
		const struct host_rule *rule = &s->ingress->rules[i];

		for (size_t k = 0; k < rule->npaths; k++)
			if (&rule->paths[k] == p->path)
				nodes[2] = rule->host;
	}
	for (size_t i = 0; i < sizeof(nodes) / sizeof(*nodes); i++) {
		*maker = find_maker(node_text(nodes[i]));
		if (*maker != NULL)
			return nodes[i];
	}
	return NULL;
}

/* A request with such a name, if the name arrives as two. */
static bool
shows_loss(struct lint *lint, const struct use *use,
    const struct subject_path *p, const struct maker *maker,
    struct example *e)
{
	struct str name = str_from(maker->name), first, second, base, uri;
	const char *slash;

	second = name;
	first = str_next(&second, '/');
	if (!example_of(lint->arena, subject_rx(lint, p), EXAMPLE_SHORT,
	    &base))
		return false;
	slash = str_ends(base, STR("/")) ? "" : "/";
	uri = arena_printf(lint->arena, "%.*s%s%.*s", STR_ARG(base), slash,
	    STR_ARG(name));
	if (!use_request(lint, use, p, uri, e) || !str_ends(e->result, name))
		return false;
	e->request = arena_printf(lint->arena, "%.*s%s%.*s%%2F%.*s",
	    STR_ARG(subject_request(lint->arena, base)), slash,
	    STR_ARG(first), STR_ARG(second));
	return true;
}

static void
report_loss(struct lint *lint, const struct use *use,
    const struct node *where, const struct maker *maker,
    const struct example *e)
{
	struct diag *d;

	d = diag_report(lint->diags, RULE_REWRITE_LOSES_ENCODING,
	    use_place(lint, use, 0, use->target.text.len), "what is "
	    "rewritten is sent on decoded: \"%%2F\" arrives as \"/\"");
	diag_note(lint->diags, d, node_span(where), "by its name, \"%s\" has "
	    "URLs in which that makes a difference: GET %.*s -> \"%.*s\"",
	    maker->word, STR_ARG(e->request), STR_ARG(e->result));
	diag_say_fix(lint->diags, d, "without rewrite-target, paths are sent "
	    "on as they came: use a host of its own, or let the service "
	    "serve its prefix itself");
}

void
encoding_check(struct lint *lint, const struct use *use)
{
	const struct subject *s = use->subject;

	if (use->header || target_redirects(use->target.text))
		return;
	for (size_t i = 0; i < subject_tried(s); i++) {
		struct subject_path *p = &s->paths.at[i];
		const struct maker *maker;
		const struct node *where;
		struct example e;

		if (proof_rx(lint, use, p) == NULL || p->lost)
			continue;
		where = find_word(s, p, &maker);
		if (where == NULL || !shows_loss(lint, use, p, maker, &e))
			continue;
		report_loss(lint, use, where, maker, &e);
		return;
	}
}
