/*
 * Canaries, one by one: whether an Ingress is one at all, and what its
 * settings come to. What the controller does not accept it treats as absent,
 * without a word, so a mistyped setting is not lost but means another thing.
 */
#include "lint/check.h"

#include "k8s/placeholder.h"
#include "lint/wish.h"
#include "lint/pairing.h"
#include "lint/subject.h"
#include "lint/vicinity.h"
#include "model/annotation.h"
#include "model/decode.h"
#include "model/intake.h"
#include "yaml/edit.h"

#define PREFIX INGRESS_PREFIX

/* The settings of one canary, as written and as the controller has them. */
struct criterion {
	const struct node *node;	/* NULL: absent, or empty */
	struct str text;		/* in force; empty if refused */
	bool refused;
};

struct criteria {
	struct lint *lint;
	const struct ingress *ingress;
	struct criterion header, value, pattern, cookie;
	const struct node *weight_node, *total_node;
	long long weight, total;
};

static bool
is_unsettled(const struct ingress *in)
{
	static const char *const names[] = {
		"canary", "canary-weight", "canary-weight-total",
		"canary-by-header", "canary-by-header-value",
		"canary-by-header-pattern", "canary-by-cookie", NULL
	};

	/* field-type speaks of a plain yes. */
	if (ingress_annotation(in, "canary") != NULL &&
	    !node_is_str(ingress_annotation(in, "canary")) &&
	    !annotation_is_bool(ingress_annotation(in, "canary")))
		return true;
	for (size_t i = 0; names[i] != NULL; i++)
		if (placeholder_in(node_text(ingress_annotation(in,
		    names[i]))))
			return true;
	return false;
}

static const struct node *
get_node(const struct ingress *in, enum annotation_id id)
{
	struct str name = annotation_get(id)->name;
	const struct node *n = ingress_annotation(in, name.at);

	return node_text(n).len > 0 ? n : NULL;
}

static struct criterion
read_criterion(struct criteria *s, enum annotation_id id)
{
	struct arena *arena = s->lint->arena;
	struct criterion out = { .node = get_node(s->ingress, id) };

	if (out.node == NULL)
		return out;
	out.refused = !validator_passes(arena,
	    annotation_get(id)->validator, out.node->text);
	if (!out.refused)
		out.text = decode_lines(arena, out.node->text);
	return out;
}

/* canary/main.go */
static void
read_criteria(struct lint *lint, const struct ingress *in,
    struct criteria *s)
{
	*s = (struct criteria){ .lint = lint, .ingress = in, .total = 100 };
	s->header = read_criterion(s, ANNOTATION_CANARY_BY_HEADER);
	s->value = read_criterion(s, ANNOTATION_CANARY_BY_HEADER_VALUE);
	s->pattern = read_criterion(s, ANNOTATION_CANARY_BY_HEADER_PATTERN);
	s->cookie = read_criterion(s, ANNOTATION_CANARY_BY_COOKIE);
	s->weight_node = get_node(in, ANNOTATION_CANARY_WEIGHT);
	s->total_node = get_node(in, ANNOTATION_CANARY_WEIGHT_TOTAL);
	if (s->weight_node == NULL ||
	    !decode_int(s->weight_node->text, &s->weight))
		s->weight = 0;
	if (s->total_node == NULL ||
	    !decode_int(s->total_node->text, &s->total))
		s->total = 100;
}

/* The first setting that makes sense only on a canary, by name, or NULL. */
static const char *
first_setting(const struct ingress *in)
{
	static const char *const names[] = {
		"canary-by-header", "canary-by-cookie", "canary-weight",
		"canary-by-header-value", "canary-by-header-pattern",
	};
	long long weight;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct str text = node_text(ingress_annotation(in, names[i]));

		/* canary/main.go: it looks for a weight over 0. */
		if (text.len > 0 && (strcmp(names[i], "canary-weight") != 0 ||
		    !decode_int(text, &weight) || weight > 0))
			return names[i];
	}
	return NULL;
}

bool
check_is_disabled_canary(const struct ingress *in)
{
	const struct node *canary = get_node(in, ANNOTATION_CANARY);

	return !is_unsettled(in) && !intake_is_canary(in) &&
	    (first_setting(in) != NULL ||
	    (canary != NULL && !annotation_is_bool(canary)));
}

/* Another ordinary Ingress with a path of this one; `*mine` is that path. */
static const struct wish *
find_rival(const struct wishes *wishes, const struct ingress *in,
    const struct wish **mine)
{
	const struct suitor *p = wishes_suitor(wishes, in);

	for (size_t i = 0; p != NULL && i < p->nwishes; i++) {
		const struct wish *c = wishes->all.at[p->first_wish + i];
		const struct wish *location = wishes_location(wishes,
		    c->host, c->text, c->exact);

		if (c->path == NULL || !c->settled || location == NULL ||
		    location->path == NULL)
			continue;
		*mine = c;
		if (location->suitor != p)
			return location;
		if (c->loser != NULL)
			return c->loser;
	}
	return NULL;
}

/* What the Ingress does, as it is no canary. */
static void
note_ordinary(struct lint *lint, struct diag *d,
    const struct wish *mine, const struct wish *rival)
{
	const struct wish *first = mine->won ? mine : rival;
	const struct node *theirs = ingress_annotation(rival->suitor->ingress,
	    "canary");
	bool denied = theirs == NULL && ingress_annotation(
	    mine->suitor->ingress, "canary") == NULL;
	struct str request = wish_request(lint->arena, mine);

	diag_note(lint->diags, d, wish_place(rival),
	    "%.*s has the same path, and the older one gets it: %.*s, so "
	    "%.*s always goes to %.*s", STR_ARG(rival->suitor->title),
	    STR_ARG(suitor_order(lint->arena, mine->suitor, rival->suitor)),
	    STR_ARG(request), STR_ARG(wish_service(lint->arena, first)));
	if (denied)
		diag_note(lint->diags, d, SPAN_NONE, "the admission webhook, "
		    "where it runs, refuses the one that is made later");
}

static void
note_alone(struct lint *lint, const struct wishes *wishes, struct diag *d,
    const struct ingress *in)
{
	const struct suitor *p = wishes_suitor(wishes, in);
	const struct wish *c = p == NULL || p->nwishes == 0 ? NULL :
	    wishes->all.at[p->first_wish];

	if (c != NULL && c->won)
		diag_note(lint->diags, d, SPAN_NONE,
		    "%.*s always goes to %.*s",
		    STR_ARG(wish_request(lint->arena, c)),
		    STR_ARG(wish_service(lint->arena, c)));
}

/* canary: "false" on an Ingress that has its paths for itself is fine. */
static void
check_disabled(struct lint *lint, const struct wishes *wishes,
    const struct ingress *in)
{
	const struct node *canary = get_node(in, ANNOTATION_CANARY);
	const char *name = first_setting(in);
	const struct wish *rival, *mine = NULL;
	struct diag *d;

	rival = find_rival(wishes, in, &mine);
	if (canary == NULL)
		d = diag_report(lint->diags, RULE_CANARY_DISABLED,
		    ingress_annotation(in, name)->span,
		    "without canary: \"true\" nothing reads "
		    "%s: this Ingress is an ordinary one, and no share of "
		    "the requests is split off", name);
	else if (annotation_is_bool(canary))
		d = diag_report(lint->diags, RULE_CANARY_DISABLED,
		    canary->span, "canary is \"%.*s\", so nothing reads %s: "
		    "this Ingress is an ordinary one, which wants all "
		    "requests of its paths", STR_ARG(canary->text), name);
	else
		d = diag_report(lint->diags, RULE_CANARY_DISABLED,
		    canary->span, "canary is \"%.*s\", which the controller "
		    "does not take for true: this Ingress is an ordinary "
		    "one, and no share of the requests is split off",
		    STR_ARG(canary->text));
	if (rival != NULL)
		note_ordinary(lint, d, mine, rival);
	else
		note_alone(lint, wishes, d, in);
	if (rival == NULL && canary != NULL && annotation_is_bool(canary))
		diag_level(d, LEVEL_NOTE);
	if (canary == NULL)
		diag_say_fix(lint->diags, d, PREFIX "canary: "
		    "\"true\"");
	else if (annotation_is_bool(canary))
		diag_say_fix(lint->diags, d, "to switch a canary off keep "
		    "canary: \"true\" and set canary-weight: \"0\", or "
		    "remove the Ingress");
	else
		subject_fix_quoted(lint, d, canary, STR("true"), false,
		    "canary");
}

/* The backends of a finding's sentence: what is there besides. */
static const char *
otherwise(const struct criteria *s, bool cookie)
{
	if (cookie && s->cookie.text.len > 0)
		return s->weight > 0 ? "the cookie and the weight alone "
		    "decide" : "the cookie alone decides";
	if (s->weight > 0)
		return "the weight alone decides";
	return "no request goes to the canary";
}

static struct diag *
report_refused(const struct criteria *s, const struct criterion *setting,
    enum annotation_id id, struct str effect)
{
	const struct annotation *a = annotation_get(id);
	struct lint *lint = s->lint;
	size_t at = validator_refuses(lint->arena, a->validator,
	    setting->node->text);
	struct diag *d;

	d = diag_report(lint->diags, RULE_CANARY_VALUE_INVALID,
	    node_part(lint->sources, setting->node, at, at + 1),
	    "the controller does not accept \"%.*s\" as %.*s and treats it "
	    "as absent: %.*s", STR_ARG(setting->node->text),
	    STR_ARG(a->name), STR_ARG(effect));
	diag_say_fix(lint->diags, d, "it may hold %s",
	    validator_wants(a->validator));
	return d;
}

static bool
is_header_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* The same name in the way that nginx lets in. */
static void
check_underscore(const struct criteria *s)
{
	const struct criterion *h = &s->header;
	struct lint *lint = s->lint;
	size_t at = str_find_byte(h->node->text, '_', 0);
	char *name;
	struct str right;
	struct diag *d;

	if (at == STR_NONE || lint->controller->underscores_in_headers ||
	    !lint->controller->ignore_invalid_headers)
		return;
	name = arena_alloc(lint->arena, h->text.len);
	for (size_t i = 0; i < h->text.len; i++)
		name[i] = h->text.at[i] == '_' ? '-' : h->text.at[i];
	right = (struct str){ name, h->text.len };
	d = diag_report(lint->diags, RULE_CANARY_VALUE_INVALID,
	    node_part(lint->sources, h->node, at, at + 1),
	    "nginx drops a header \"%.*s\", as its name has a \"_\": clients "
	    "have to send \"%.*s\"", STR_ARG(h->text), STR_ARG(right));
	diag_level(d, LEVEL_WARNING);
	subject_fix(lint, d, h->node, right, false, "canary-by-header");
}

/*
 * The validator lets pass what no header can be called: nginx drops names
 * with other characters (ngx_http_parse_header_line()).
 */
static void
check_header_name(const struct criteria *s)
{
	const struct criterion *h = &s->header;
	struct lint *lint = s->lint;
	struct diag *d;
	size_t i = 0;

	while (i < h->text.len && is_header_letter(h->text.at[i]))
		i++;
	if (i == h->text.len) {
		if (i > 0)
			check_underscore(s);
		return;
	}
	i = str_find_byte(h->node->text, h->text.at[i], 0);
	d = diag_report(lint->diags, RULE_CANARY_VALUE_INVALID,
	    node_part(lint->sources, h->node, i, i + 1),
	    "no request has a header \"%.*s\": nginx drops headers with such "
	    "a name, and %s", STR_ARG(h->text), otherwise(s, true));
	diag_say_fix(lint->diags, d, "use letters, digits and - in the name "
	    "of the header");
}

static void
check_header(const struct criteria *s)
{
	struct arena *arena = s->lint->arena;

	if (!s->header.refused) {
		check_header_name(s);
		return;
	}
	report_refused(s, &s->header, ANNOTATION_CANARY_BY_HEADER,
	    arena_printf(arena, "no header is asked, and %s",
	    otherwise(s, true)));
}

/* "always" and "never" mean something as soon as nothing else does. */
static void
check_value(const struct criteria *s)
{
	struct arena *arena = s->lint->arena;
	struct str header = s->header.text;
	struct str value = node_text(s->value.node);
	struct diag *d;

	if (!s->value.refused || header.len == 0)
		return;
	if (s->pattern.text.len > 0) {
		report_refused(s, &s->value,
		    ANNOTATION_CANARY_BY_HEADER_VALUE, arena_printf(arena,
		    "canary-by-header-pattern decides instead"));
		return;
	}
	d = report_refused(s, &s->value, ANNOTATION_CANARY_BY_HEADER_VALUE,
	    arena_printf(arena, "now \"%.*s: always\" is what goes to the "
	    "canary and \"never\" what does not", STR_ARG(header)));
	diag_note(s->lint->diags, d, SPAN_NONE, "a request with "
	    "\"%.*s: %.*s\" is treated like one without that header: %s",
	    STR_ARG(header), STR_ARG(value), otherwise(s, true));
}

/* Keeps a server name's pattern from ignoring case; see rx_get_name(). */
#define SENSITIVE "(?-i)"

static size_t
without_prefix(size_t at)
{
	size_t n = sizeof(SENSITIVE) - 1;

	return at < n ? 0 : at - n;
}

/* PCRE as ngx.re.match() calls it: with case, and anywhere in the value. */
static void
check_pattern(const struct criteria *s)
{
	struct lint *lint = s->lint;
	struct str header = s->header.text;
	struct diag *d;
	struct rx *x;

	if (s->pattern.node == NULL || header.len == 0 ||
	    s->value.text.len > 0)
		return;
	if (s->pattern.refused) {
		d = report_refused(s, &s->pattern,
		    ANNOTATION_CANARY_BY_HEADER_PATTERN,
		    arena_printf(lint->arena, "now \"%.*s: always\" is what "
		    "goes to the canary and \"never\" what does not",
		    STR_ARG(header)));
		diag_note(lint->diags, d, SPAN_NONE, "with another value of "
		    "%.*s %s", STR_ARG(header), otherwise(s, true));
		return;
	}
	x = rx_get_name(lint->arena, lint->patterns, arena_printf(
	    lint->arena, SENSITIVE "%.*s", STR_ARG(s->pattern.text)));
	if (rx_compiles(x))
		return;
	d = diag_report(lint->diags, RULE_CANARY_VALUE_INVALID,
	    node_part(lint->sources, s->pattern.node,
	    without_prefix(x->error_from), without_prefix(x->error_to)),
	    "the pattern does not compile (%.*s): every request with a "
	    "header %.*s, whatever its value, goes to the primary",
	    STR_ARG(x->error), STR_ARG(header));
	diag_note(lint->diags, d, SPAN_NONE, "for requests without it, %s",
	    otherwise(s, true));
	diag_say_fix(lint->diags, d, "correct the regular expression, or "
	    "name a plain value in canary-by-header-value");
}

static void
check_cookie(const struct criteria *s)
{
	if (s->cookie.refused)
		report_refused(s, &s->cookie, ANNOTATION_CANARY_BY_COOKIE,
		    arena_printf(s->lint->arena, "no cookie is asked, and %s",
		    otherwise(s, false)));
}

/* "10" of "10%"; empty for anything else. */
static struct str
percentage(struct str text)
{
	size_t n = 0;

	text = str_trim(text);
	while (n < text.len && text.at[n] >= '0' && text.at[n] <= '9')
		n++;
	return str_is(str_trim(str_cut(text, n, text.len)), "%") ?
	    str_cut(text, 0, n) : str_cut(text, 0, 0);
}

static void
check_number(const struct criteria *s, const struct node *n,
    const char *name, const char *effect)
{
	struct lint *lint = s->lint;
	struct str digits;
	long long number;
	struct diag *d;

	if (n == NULL || decode_int(n->text, &number))
		return;
	digits = percentage(n->text);
	d = diag_report(lint->diags, RULE_CANARY_VALUE_INVALID, n->span,
	    "%s \"%.*s\" is no whole number for the controller, which %s",
	    name, STR_ARG(n->text), effect);
	if (digits.len > 0)
		subject_fix_quoted(lint, d, n, digits, false, name);
	else
		diag_say_fix(lint->diags, d, "write whole numbers, as in "
		    "canary-weight: \"10\", or \"5\" and "
		    "canary-weight-total: \"1000\" for half a percent");
}

/* balancer.lua: a total counts from 101 on. */
static void
check_weight(const struct criteria *s)
{
	struct lint *lint = s->lint;
	long long total = s->total > 100 ? s->total : 100;
	struct diag *d;

	if (s->total_node != NULL && s->total < 100) {
		d = diag_report(lint->diags, RULE_CANARY_WEIGHT_RANGE,
		    s->total_node->span, "a total of less than 100 is read "
		    "as 100: of 100 requests %lld go to the canary, not "
		    "%lld of %lld", s->weight < 0 ? 0 : s->weight < 100 ?
		    s->weight : 100, s->weight, s->total);
		diag_say_fix(lint->diags, d, "leave canary-weight-total out, "
		    "and give canary-weight in percent");
	} else if (s->weight > total) {
		d = diag_report(lint->diags, RULE_CANARY_WEIGHT_RANGE,
		    s->weight_node->span, "a weight of %lld of %lld sends "
		    "every request to the canary, but those that a header or "
		    "cookie sends elsewhere", s->weight, total);
		diag_say_fix(lint->diags, d, "canary-weight: \"%lld\", or "
		    "canary-weight-total for other units than percent",
		    total);
	} else if (s->weight < 0) {
		d = diag_report(lint->diags, RULE_CANARY_WEIGHT_RANGE,
		    s->weight_node->span, "a weight of %lld sends nothing "
		    "to the canary, as \"0\" does", s->weight);
		diag_say_fix(lint->diags, d, "canary-weight: \"0\"");
	}
}

static void
check_settings(const struct criteria *s)
{
	check_header(s);
	check_value(s);
	check_pattern(s);
	check_cookie(s);
	check_number(s, s->weight_node, "canary-weight",
	    "takes it for 0: by chance no request goes to the canary");
	check_number(s, s->total_node, "canary-weight-total",
	    "takes it for 100");
	check_weight(s);
}

static void
check_ingress(struct lint *lint, const struct wishes *wishes,
    const struct ingress *in)
{
	const struct suitor *p = wishes_suitor(wishes, in);
	bool canary = intake_is_canary(in);
	struct criteria s;

	if (canary && p != NULL)
		pairing_check_annotations(lint, wishes, p);
	if (is_unsettled(in))
		return;
	if (canary) {
		read_criteria(lint, in, &s);
		check_settings(&s);
	} else if (check_is_disabled_canary(in)) {
		check_disabled(lint, wishes, in);
	}
}

static bool
has_setting(const struct ingress *in)
{
	const struct node *all = in->annotations;

	for (uint32_t i = 0; all != NULL && i < all->count; i++)
		if (str_starts(all->entries[i].key->text,
		    STR(PREFIX "canary")))
			return true;
	return false;
}

static void
check_canaries(struct lint *lint)
{
	const struct cluster *cluster = lint->cluster;
	const struct wishes *wishes = NULL;

	for (size_t i = 0; i < lint->vicinity->n; i++) {
		const struct ingress *in = lint->vicinity->at[i];

		if (!in->object->sound || !has_setting(in) ||
		    !intake_accepts(cluster, in))
			continue;
		if (wishes == NULL)
			wishes = wishes_build(lint);
		if (in->object->linted)
			check_ingress(lint, wishes, in);
	}
	if (wishes != NULL)
		pairing_check(lint, wishes);
}

cluster_check *const canary_set_checks[] = { check_canaries, NULL };
