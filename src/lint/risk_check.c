/*
 * Annotations that the administrators of a cluster have to allow: snippets,
 * and everything above their level of risk (CheckAnnotationRisk(),
 * CheckIngress()).
 */
#include "lint/annotated.h"

#define SAY_DROPPED "requests for its hosts get 404, or what other " \
	"Ingresses have for them; where the webhook runs, it refuses the " \
	"Ingress"

/* Directives of nginx that there is an annotation for. */
static const struct {
	const char *directive, *annotation;
} known[] = {
	{ "client_max_body_size", "proxy-body-size" },
	{ "proxy_read_timeout", "proxy-read-timeout" },
	{ "proxy_send_timeout", "proxy-send-timeout" },
	{ "proxy_connect_timeout", "proxy-connect-timeout" },
	{ "proxy_buffer_size", "proxy-buffer-size" },
	{ "proxy_buffering", "proxy-buffering" },
	{ "proxy_request_buffering", "proxy-request-buffering" },
	{ "proxy_redirect", "proxy-redirect-from and proxy-redirect-to" },
	{ "more_set_headers", "custom-headers" },
	{ "add_header", "custom-headers" },
	{ "return 30", "permanent-redirect or temporal-redirect" },
	{ "rewrite ", "rewrite-target" },
	{ "deny ", "allowlist-source-range or denylist-source-range" },
	{ "limit_req ", "limit-rps or limit-rpm" },
};

static bool
is_refused_snippet(const struct controller *c, struct str key)
{
	return !c->allow_snippets && str_ends(key, STR("-snippet"));
}

bool
risk_is_told(const struct controller *c, struct str key)
{
	return is_refused_snippet(c, key) ||
	    extract_risky(c, key) != ANNOTATION_COUNT;
}

static void
fix_snippet(struct annotated *a, struct diag *d, struct str snippet)
{
	struct diags *diags = a->lint->diags;

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (str_find(snippet, str_from(known[i].directive), 0) !=
		    STR_NONE)
			diag_note(diags, d, SPAN_NONE, "for \"%.*s\" there "
			    "is %s", STR_ARG(str_trim(str_from(
			    known[i].directive))), known[i].annotation);
	diag_say_fix(diags, d, "say it without a snippet; or have those who "
	    "run the controller set allow-snippet-annotations: \"true\" and "
	    "annotations-risk-level: Critical in its ConfigMap");
}

static void
report_snippet(struct annotated *a, const struct entry *e,
    enum annotation_id id)
{
	struct diags *diags = a->lint->diags;
	struct str key = e->key->text, name = key;
	struct diag *d;

	annotation_key(key, a->controller->prefix, &name);
	if (id == ANNOTATION_COUNT) {
		d = diag_report(diags, RULE_SNIPPET_REFUSED, e->key->span,
		    "the controller's webhook refuses this Ingress because "
		    "of %.*s: with snippets off, as they usually are, no "
		    "name of an annotation may end in -snippet",
		    STR_ARG(name));
		if (annotation_find(name) == ANNOTATION_COUNT)
			diag_note(diags, d, SPAN_NONE, "where the webhook "
			    "does not run, the controller passes it over");
		else
			diag_note(diags, d, SPAN_NONE, "where the webhook "
			    "does not run, the snippet is left out");
	} else {
		d = diag_report(diags, RULE_SNIPPET_REFUSED, e->key->span,
		    a->controller->allow_snippets ?
		    "the controller drops this Ingress with all its paths "
		    "because of %.*s: its risk is Critical, and "
		    "annotations-risk-level is %s" :
		    "the controller drops this Ingress with all its paths "
		    "because of %.*s: snippets are off, and "
		    "annotations-risk-level is %s", STR_ARG(name),
		    annotation_risk_name(a->controller->risk));
		diag_note(diags, d, SPAN_NONE, SAY_DROPPED);
	}
	fix_snippet(a, d, node_text(e->value));
	annotated_tell(a, STR("snippet"), d);
}

static void
report_risk(struct annotated *a, const struct entry *e,
    const struct annotation *annotation)
{
	struct diags *diags = a->lint->diags;
	enum annotation_risk limit = a->controller->risk;
	struct diag *d;

	d = diag_report(diags, RULE_ANNOTATION_RISK, e->key->span,
	    "the controller drops this Ingress with all its paths because of "
	    "%.*s: its risk is %s, and annotations-risk-level is %s",
	    STR_ARG(annotation->name), annotation_risk_name(annotation->risk),
	    annotation_risk_name(limit));
	diag_note(diags, d, SPAN_NONE, SAY_DROPPED);
	if (limit == RISK_LOW)
		diag_note(diags, d, SPAN_NONE, "a level that the controller "
		    "does not know counts as Low");
	diag_say_fix(diags, d, "leave it out; or have those who run the "
	    "controller set annotations-risk-level: %s in its ConfigMap",
	    annotation_risk_name(annotation->risk));
	annotated_tell(a, STR("risk"), d);
}

/* The one that asks for most speaks for the others. */
static const struct entry *
find_riskiest(struct annotated *a)
{
	const struct node *all = a->ingress->annotations;
	const struct entry *riskiest = NULL;
	enum annotation_risk risk = RISK_LOW;

	for (uint32_t i = 0; i < all->count; i++) {
		enum annotation_id id = extract_risky(a->controller,
		    all->entries[i].key->text);

		if (id == ANNOTATION_COUNT ||
		    annotation_get(id)->kind == VALUE_SNIPPET ||
		    annotation_get(id)->risk <= risk)
			continue;
		riskiest = &all->entries[i];
		risk = annotation_get(id)->risk;
	}
	return riskiest;
}

static void
check_snippet(struct annotated *a, const struct entry *e)
{
	enum annotation_id id = extract_risky(a->controller, e->key->text);

	if (!is_refused_snippet(a->controller, e->key->text) &&
	    (id == ANNOTATION_COUNT ||
	    annotation_get(id)->kind != VALUE_SNIPPET))
		return;
	if (!annotated_joins(a, STR("snippet"), e->key))
		report_snippet(a, e, id);
}

void
risk_check(struct annotated *a)
{
	const struct node *all = a->ingress->annotations;
	const struct entry *riskiest = find_riskiest(a);

	for (uint32_t i = 0; i < all->count; i++)
		check_snippet(a, &all->entries[i]);
	if (riskiest == NULL)
		return;
	report_risk(a, riskiest, annotation_get(extract_risky(a->controller,
	    riskiest->key->text)));
	for (uint32_t i = 0; i < all->count; i++) {
		enum annotation_id id = extract_risky(a->controller,
		    all->entries[i].key->text);

		if (&all->entries[i] != riskiest && id != ANNOTATION_COUNT &&
		    annotation_get(id)->kind != VALUE_SNIPPET)
			annotated_joins(a, STR("risk"), all->entries[i].key);
	}
}
