#include "model/rewrite.h"

#include "k8s/placeholder.h"
#include "model/annotation.h"

static bool
is_target_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '/' && c <= ':') || c == '-' || c == '.' || c == '_' ||
	    c == '~' || c == '$';
}

/*
 * The first byte that the validator does not let pass, or STR_NONE:
 * ^/?[\-\.\_\~a-zA-Z0-9\/:\/\$]*$ (validators.go: RegexPathWithCapture).
 */
static size_t
first_refused(struct str text, bool spaces)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_target_byte(text.at[i]) &&
		    !(spaces && text.at[i] == ' '))
			return i;
	return STR_NONE;
}

bool
rewrite_is_valid(struct str target)
{
	return first_refused(target, false) == STR_NONE;
}

void
rewrite_read(const struct ingress *ingress, struct rewrite *r)
{
	struct str text;

	*r = (struct rewrite){
		.node = ingress_annotation(ingress, "rewrite-target"),
		.regex_node = ingress_annotation(ingress, "use-regex"),
		.prefix_node = ingress_annotation(ingress,
		    "x-forwarded-prefix"),
	};
	text = node_text(r->node);
	r->unsettled = placeholder_in(text) ||
	    placeholder_in(node_text(r->regex_node));
	r->refused_at = first_refused(text, false);
	r->refused = r->refused_at != STR_NONE;
	if (!r->refused)
		r->target = text;
	r->use_regex = annotation_is_true(r->regex_node);
	text = node_text(r->prefix_node);
	if (first_refused(text, true) == STR_NONE)
		r->prefix = text;
}

bool
rewrite_forces_regex(const struct rewrite *r, struct str path,
    enum path_type type)
{
	if (r->use_regex)
		return true;
	if (r->target.len == 0)
		return false;
	if (!str_eq(r->target, path))
		return true;
	/* location.go: such a Prefix path gets a location with a slash */
	return type != PATH_EXACT && !str_ends(path, STR("/"));
}
