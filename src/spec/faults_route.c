/*
 * Routes: their paths, and who serves them.
 *
 * nginx compares paths after it has decoded them, merged doubled slashes
 * and resolved dots, so a path that holds any of these matches nothing.
 */
#include "spec/faults.h"

#include "spec/normal.h"
#include "yaml/edit.h"
#include "yaml/scalar.h"

static const struct {
	char c;
	const char *why;
} odd_bytes[] = {
	{ '%', "requests are decoded before they are compared, so none would "
	    "match; write the character itself" },
	{ '?', "it would begin the query, which no route looks at" },
	{ '#', "it would begin the fragment, which is never sent" },
};

static bool
check_bytes(struct faults *f, const struct node *n)
{
	struct str text = n->text;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.at[i];
		struct span where;

		for (size_t k = 0; k < sizeof(odd_bytes) / sizeof(*odd_bytes);
		    k++)
			if (text.at[i] == odd_bytes[k].c) {
				where = node_part(f->sources, n, i, i + 1);
				faults_report(f, RULE_RELEASE_INVALID, where,
				    "the path \"%.*s\" holds \"%c\": %s",
				    STR_ARG(text), text.at[i],
				    odd_bytes[k].why);
				return false;
			}
		if (byte >= 0x20 && byte != 0x7f)
			continue;
		faults_report(f, RULE_RELEASE_INVALID, n->span,
		    "the path \"%.*s\" holds a control character: requests "
		    "to it could not be checked", STR_ARG(text));
		return false;
	}
	return true;
}

static bool
check_segments(struct faults *f, const struct node *n)
{
	struct str text = n->text;
	size_t start = 1, end;

	for (; start < text.len; start = end + 1) {
		struct str segment;

		end = str_find_byte(text, '/', start);
		if (end == STR_NONE)
			end = text.len;
		segment = str_cut(text, start, end);
		if (segment.len > 0 && !str_is(segment, ".") &&
		    !str_is(segment, ".."))
			continue;
		faults_report(f, RULE_RELEASE_INVALID,
		    node_part(f->sources, n, start - 1,
		    segment.len == 0 ? end + 1 : end),
		    segment.len == 0 ?
		    "the path \"%.*s\" holds \"//\": doubled slashes are "
		    "merged before paths are compared, so no request would "
		    "match" :
		    "the path \"%.*s\" holds a segment of dots: these are "
		    "resolved before paths are compared, so no request would "
		    "match", STR_ARG(text));
		return false;
	}
	return true;
}

bool
faults_path(struct faults *f, const struct node *n)
{
	struct str fixed;
	struct diag *d;

	if (n->text.len > 0 && n->text.at[0] == '/')
		return check_bytes(f, n) && check_segments(f, n);
	d = faults_report(f, RULE_RELEASE_INVALID, n->span,
	    "the path \"%.*s\" does not begin with \"/\", as every request "
	    "does", STR_ARG(n->text));
	fixed = arena_printf(f->arena, "/%.*s", STR_ARG(n->text));
	edit_offer(f->diags, d, n, scalar_written(f->arena, n, fixed), false,
	    "path: %.*s", STR_ARG(fixed));
	return false;
}

static void
check_duplicate(struct faults *f, struct map *seen,
    const struct faults_route *r)
{
	struct str key = arena_printf(f->arena, "%d%.*s", r->exact,
	    STR_ARG(r->text));
	void **first = map_put(f->arena, seen, key);
	struct diag *d;

	if (*first == NULL) {
		*first = (void *)r->path;
		return;
	}
	d = faults_report(f, RULE_RELEASE_INVALID, r->path->span,
	    "the route \"%.*s\" (%s) is given twice: no request would reach "
	    "the second one", STR_ARG(r->text),
	    route_words[r->exact ? ROUTE_EXACT : ROUTE_PREFIX]);
	diag_note(f->diags, d, ((const struct node *)*first)->span,
	    "first given here");
	diag_say_fix(f->diags, d, "remove one of the two");
}

/*
 * A colour that names no service, or is not there, while a route needs one
 * of it. One finding for a colour without service, whatever routes need it.
 */
static void
report_no_service(struct faults *f, const struct faults_route *r,
    enum colour colour)
{
	const struct node *whole = normal_get(f->spec, colour_words[colour]);
	const char *when = colour == COLOUR_BLUE ? "while blue is live" :
	    "after the cutover";
	struct diag *d;

	if (whole != NULL)
		d = faults_report(f, RULE_RELEASE_INVALID, normal_place(whole),
		    "%s has no service: %s nobody would answer \"%.*s\"",
		    colour_words[colour], when, STR_ARG(r->text));
	else
		d = faults_report(f, RULE_RELEASE_INVALID, r->path->span,
		    "the route \"%.*s\" has no %s service, and there is no "
		    "spec.%s to take it from: %s nobody would answer it",
		    STR_ARG(r->text), colour_words[colour],
		    colour_words[colour], when);
	diag_say_fix(f->diags, d, whole != NULL ?
	    "service: {name: SERVICE, port: PORT}" :
	    "%s: {service: {name: SERVICE, port: PORT}}",
	    colour_words[colour]);
}

static void
check_services(struct faults *f, enum colour colour)
{
	const struct node *whole = normal_get(f->spec, colour_words[colour]);

	/* shape_check has spoken about it */
	if (whole != NULL && !node_is(whole, NODE_MAP))
		return;
	for (size_t i = 0; i < f->nroutes; i++) {
		if (f->routes[i].of[colour].node != NULL ||
		    f->routes[i].text.len == 0)
			continue;
		report_no_service(f, &f->routes[i], colour);
		if (whole != NULL)
			return;
	}
}

/*
 * The controller joins namespace, Service and port to one name and takes
 * equal names for one upstream (util.go upstreamName()), so "a" with port
 * "b-c" and "a-b" with port "c" are the same to it.
 */
static void
check_same(struct faults *f, struct map *seen, const struct faults_route *r)
{
	const struct faults_target *blue = &r->of[COLOUR_BLUE];
	const struct faults_target *green = &r->of[COLOUR_GREEN];
	struct diag *d;

	if (blue->upstream.len == 0 ||
	    !str_eq(blue->upstream, green->upstream) ||
	    (!f->ingress && !str_eq(blue->name, green->name)) ||
	    !faults_first(f, seen, arena_printf(f->arena, "%u %u",
	    (unsigned)blue->node->span.start,
	    (unsigned)green->node->span.start)))
		return;
	if (str_eq(blue->name, green->name))
		d = faults_report(f, RULE_RELEASE_SAME_BACKEND,
		    normal_place(green->node), "blue and green of the route "
		    "\"%.*s\" are the same Service \"%.*s\" and port %.*s: the "
		    "cutover would change nothing for its requests",
		    STR_ARG(r->text), STR_ARG(blue->name),
		    STR_ARG(blue->port));
	else
		d = faults_report(f, RULE_RELEASE_SAME_BACKEND,
		    normal_place(green->node), "the controller takes port "
		    "%.*s of \"%.*s\" and port %.*s of \"%.*s\" for the same "
		    "backend, because their names joined by \"-\" are equal: "
		    "the requests of the route \"%.*s\" would go to either",
		    STR_ARG(blue->port), STR_ARG(blue->name),
		    STR_ARG(green->port), STR_ARG(green->name),
		    STR_ARG(r->text));
	diag_note(f->diags, d, normal_place(blue->node), "blue is here");
}

void
faults_routes(struct faults *f)
{
	struct map paths = { NULL }, same = { NULL };

	for (size_t i = 0; i < f->nroutes; i++) {
		struct faults_route *r = &f->routes[i];

		if (!node_is_str(r->path))
			continue;
		if (faults_path(f, r->path))
			r->text = r->path->text;
		if (r->text.len > 0 && r->typed)
			check_duplicate(f, &paths, r);
		if (r->text.len > 0 &&
		    faults_use(f, PART_SERVICE) == PART_REQUIRED)
			check_same(f, &same, r);
	}
	if (faults_use(f, PART_SERVICE) != PART_REQUIRED)
		return;
	check_services(f, COLOUR_BLUE);
	if (f->has_green)
		check_services(f, COLOUR_GREEN);
}
