/*
 * The files in which the Services of a release are.
 */
#include "adopt/writing.h"

#include "model/lookup.h"
#include "shape/format_release.h"

/* The name of a file as a glob that means only that. */
static struct str
as_glob(struct arena *arena, struct str name)
{
	char *out = arena_alloc(arena, name.len * 2 + 1);
	size_t n = 0;

	for (size_t i = 0; i < name.len; i++) {
		if (strchr("*?[\\", name.at[i]) != NULL)
			out[n++] = '\\';
		out[n++] = name.at[i];
	}
	return (struct str){ out, n };
}

struct files {
	VEC(struct str) names;
	struct map seen;
	struct str missing;		/* a Service that is in none, or "" */
	bool unnamed;			/* one is in a file without a name */
};

static void
refer(const struct writing *w, struct files *files, struct str name)
{
	const struct service *s = lookup_service(
	    w->drafts->adopt->cluster, w->draft->ns, name);
	struct str file;
	void **at;

	if (w->has_pods && (str_eq(name, writing_blue(w->main).name) ||
	    str_eq(name, writing_green(w->main).name)))
		return;
	if (s == NULL) {
		files->missing = name;
		return;
	}
	file = str_from(source_get(w->drafts->adopt->sources,
	    s->object->span.file)->name);
	if (str_is(file, "<stdin>") || !format_glob.valid(file)) {
		files->unnamed = true;
		return;
	}
	at = map_put(w->arena, &files->seen, file);
	if (*at == NULL)
		*vec_add(w->arena, &files->names) = as_glob(w->arena, file);
	*at = (void *)s;
}

/*
 * With references the set of Services counts as complete, so they are given
 * only when all of them are known.
 */
const struct node *
writing_references(const struct writing *w)
{
	const struct draft *draft = w->draft;
	struct files files = { .unnamed = false };

	for (size_t i = 0; i < draft->routes.n; i++) {
		struct port green = writing_green(&draft->routes.at[i]);

		refer(w, &files, writing_blue(&draft->routes.at[i]).name);
		if (green.name.len > 0)
			refer(w, &files, green.name);
	}
	if (files.missing.len > 0)
		draft_remark(w->drafts, w->draft, "", "The manifest of "
		    "Service %.*s was not given. List those of all Services "
		    "under references, and their names and ports are "
		    "checked.", STR_ARG(files.missing));
	else if (files.unnamed)
		draft_remark(w->drafts, w->draft, "", "List the manifests "
		    "of the Services under references, and their names and "
		    "ports are checked.");
	if (files.missing.len > 0 || files.unnamed || files.names.n == 0)
		return NULL;
	draft_remark(w->drafts, w->draft, "spec.references",
	    "Relative to this file.");
	return writing_list(w, files.names.at, files.names.n);
}
