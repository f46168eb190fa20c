/*
 * redirect/redirect.go: one value that cannot be read switches all redirects
 * of the Ingress off, and a temporal one keeps those after it from being
 * read at all.
 */
#include "model/decode.h"
#include "model/extractor.h"

struct redirect {
	struct str url;
	long long code;
	bool www, relative;
};

/* nginx: ngx_http_send_header() and ngx_http_script_return_code() */
static bool
has_location(long long code)
{
	return code != 300 && (code < 304 || code > 306);
}

/*
 * Codes out of range are replaced; without a permanent-redirect its code
 * stands for nothing.
 */
static void
limit_code(struct extractor *x, enum annotation_id id, struct redirect *r,
    long long last, long long otherwise)
{
	if (r->code >= 300 && r->code <= last) {
		if (r->url.len > 0 && !has_location(r->code))
			extractor_ignore(x, id, arena_printf(x->arena,
			    "%.*s is %lld, which nginx sends without a "
			    "Location: nobody gets to \"%.*s\"",
			    STR_ARG(annotation_get(id)->name), r->code,
			    STR_ARG(r->url)));
		return;
	}
	if (extract_node(x->out, id) != NULL)
		extractor_ignore(x, id, arena_printf(x->arena, "%.*s is not "
		    "between 300 and %lld, and counts as %lld",
		    STR_ARG(annotation_get(id)->name), last, otherwise));
	r->code = otherwise;
}

static bool
is_web_url(struct extractor *x, struct str text)
{
	struct url url;

	if (decode_url(text, &url) && str_eq_nocase(
	    str_cut(url.scheme, 0, 4), STR("http")))
		return true;
	extractor_ignore(x, ANNOTATION_TEMPORAL_REDIRECT, STR("temporal-"
	    "redirect is no URL with http:// or https:// at its start: it is "
	    "ignored, and so are all redirects of the Ingress"));
	return false;
}

/* An empty value of one of them is an error, which ends the reading. */
static bool
may_go_on(struct extractor *x, enum annotation_id id, enum given given)
{
	if (given == GIVEN_INVALID)
		extractor_ignore(x, id, arena_printf(x->arena, "%.*s is "
		    "empty: all redirects of the Ingress are ignored",
		    STR_ARG(annotation_get(id)->name)));
	return given == GIVEN || given == GIVEN_NOT;
}

/* False when the whole group is as if not there. */
static bool
read_redirect(struct extractor *x, struct redirect *r)
{
	static const enum annotation_id
	    code = ANNOTATION_PERMANENT_REDIRECT_CODE,
	    temporal_code = ANNOTATION_TEMPORAL_REDIRECT_CODE;
	enum given given;

	if (!may_go_on(x, ANNOTATION_FROM_TO_WWW_REDIRECT, extractor_bool(x,
	    ANNOTATION_FROM_TO_WWW_REDIRECT, &r->www)) ||
	    !may_go_on(x, ANNOTATION_RELATIVE_REDIRECTS, extractor_bool(x,
	    ANNOTATION_RELATIVE_REDIRECTS, &r->relative)))
		return false;
	given = extractor_text(x, ANNOTATION_TEMPORAL_REDIRECT, &r->url);
	if (given == GIVEN) {
		given = extractor_int(x, temporal_code, &r->code);
		if (!may_go_on(x, temporal_code, given))
			return false;
		limit_code(x, temporal_code, r, 307, 302);
		return is_web_url(x, r->url);
	}
	if (!may_go_on(x, ANNOTATION_TEMPORAL_REDIRECT, given) ||
	    !may_go_on(x, ANNOTATION_PERMANENT_REDIRECT, extractor_text(x,
	    ANNOTATION_PERMANENT_REDIRECT, &r->url)) ||
	    !may_go_on(x, code, extractor_int(x, code, &r->code)))
		return false;
	limit_code(x, code, r, 308, 301);
	return true;
}

/* redirect/redirect.go and portinredirect/main.go */
void
extract_redirect(struct extractor *x)
{
	struct redirect r = { .www = false };
	struct extract *out = x->out;

	extractor_flag(x, ANNOTATION_USE_PORT_IN_REDIRECTS,
	    &out->use_port_in_redirects,
	    x->controller->use_port_in_redirects);
	if (!read_redirect(x, &r))
		return;
	out->redirect_url = r.url;
	out->redirect_code = (unsigned)r.code;
	out->from_to_www = r.www;
	out->relative_redirects = r.relative;
}
