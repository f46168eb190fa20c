/*
 * Names are always given with their namespace: what kubectl has as the
 * current one is not known here.
 */
#include "plan/kubectl.h"

#include "base/buf.h"
#include "yaml/emit.h"

struct str
shell_word(struct arena *arena, struct str word)
{
	struct buf out;
	struct str result;
	bool plain = word.len > 0;

	for (size_t i = 0; i < word.len && plain; i++)
		plain = str_is_alnum(word.at[i]) || (word.at[i] != '\0' &&
		    strchr("%+,-./:=@_", word.at[i]) != NULL);
	if (plain)
		return word;
	buf_init(&out);
	buf_putc(&out, '\'');
	for (size_t i = 0; i < word.len; i++)
		if (word.at[i] == '\'')
			buf_puts(&out, "'\\''");
		else
			buf_putc(&out, word.at[i]);
	buf_putc(&out, '\'');
	result = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return result;
}

static struct str
lower(struct arena *arena, struct str s)
{
	char *out = (char *)arena_str(arena, s).at;

	for (size_t i = 0; i < s.len; i++)
		if (out[i] >= 'A' && out[i] <= 'Z')
			out[i] = (char)(out[i] - 'A' + 'a');
	return (struct str){ out, s.len };
}

/*
 * "ingress", "rollout.argoproj.io": what somebody else's group has could be
 * the name of another kind as well.
 */
static struct str
resource(struct arena *arena, const struct difference *d)
{
	size_t slash = str_find_byte(d->api_version, '/', 0);
	struct str group = str_cut(d->api_version, 0,
	    slash == STR_NONE ? 0 : slash);
	struct str kind = lower(arena, d->kind);

	if (str_find_byte(group, '.', 0) == STR_NONE ||
	    str_ends(group, STR(".k8s.io")))
		return kind;
	return arena_join(arena, kind, STR("."), group);
}

/* "-n shop ingress/web" */
static struct str
target(struct arena *arena, const struct difference *d)
{
	return arena_printf(arena, "-n %.*s %.*s",
	    STR_ARG(shell_word(arena, d->ns)),
	    STR_ARG(shell_word(arena, arena_join(arena,
	    resource(arena, d), STR("/"), d->name))));
}

static void
add_line(struct arena *arena, struct lines *lines, struct str line)
{
	if (line.len > 0)
		*vec_add(arena, lines) = line;
}

/* One call for all files. */
static struct str
apply(struct arena *arena, struct str before, struct str file)
{
	file = shell_word(arena, file);
	if (before.len == 0)
		return arena_printf(arena, "kubectl apply -f %.*s",
		    STR_ARG(file));
	return arena_printf(arena, "%.*s -f %.*s", STR_ARG(before),
	    STR_ARG(file));
}

static struct str
delete(struct arena *arena, const struct difference *d)
{
	return arena_printf(arena, "kubectl delete %.*s",
	    STR_ARG(target(arena, d)));
}

static void
apply_all(struct arena *arena, const struct step *s, struct lines *lines)
{
	struct str line = STR("");

	for (size_t i = 0; i < s->objects.n; i++)
		line = apply(arena, line, s->objects.at[i]->file);
	add_line(arena, lines, line);
}

static void
delete_all(struct arena *arena, const struct step *s, struct lines *lines)
{
	for (size_t i = 0; i < s->objects.n; i++)
		add_line(arena, lines, delete(arena, s->objects.at[i]));
}

static void
patch(struct arena *arena, const struct step *s, struct lines *lines)
{
	struct buf text;

	if (s->objects.n != 1 || s->patch == NULL)
		return;
	buf_init(&text);
	emit_json_line(&text, s->patch);
	add_line(arena, lines, arena_printf(arena,
	    "kubectl patch %.*s --type merge -p %.*s",
	    STR_ARG(target(arena, s->objects.at[0])),
	    STR_ARG(shell_word(arena, arena_str(arena, buf_str(&text))))));
	buf_release(&text);
}

/* What says of each kind that its pods are there; without them: nothing. */
static const struct { const char *kind, *command; } waits[] = {
	{ "Deployment", "rollout status" }, { "StatefulSet", "rollout status" },
	{ "DaemonSet", "rollout status" },
	{ "Pod", "wait --for=condition=Ready --timeout=10m" },
	{ "Job", "wait --for=condition=Complete --timeout=10m" },
	{ "Rollout",
	    "wait --for=jsonpath='{.status.phase}'=Healthy --timeout=10m" },
	{ NULL, NULL }
};

static struct str
wait_for(struct arena *arena, const struct difference *d)
{
	const struct node *replicas = node_at(d->after == NULL ? d->before :
	    d->after, "spec.replicas");
	struct str n = node_is_null(replicas) ? STR("1") :
	    node_text(replicas);

	for (size_t i = 0; waits[i].kind != NULL; i++)
		if (str_is(d->kind, waits[i].kind))
			return arena_printf(arena, "kubectl %s %.*s",
			    waits[i].command, STR_ARG(target(arena, d)));
	if (str_is(d->kind, "ReplicaSet") ||
	    str_is(d->kind, "ReplicationController"))
		return arena_printf(arena, "kubectl wait --for=jsonpath="
		    "'{.status.readyReplicas}'=%.*s --timeout=10m %.*s",
		    STR_ARG(n), STR_ARG(target(arena, d)));
	return STR("");
}

static void
wait_all(struct arena *arena, const struct step *s, struct lines *lines)
{
	for (size_t i = 0; i < s->objects.n; i++)
		add_line(arena, lines, wait_for(arena, s->objects.at[i]));
}

/* The last to come goes first. */
static void
undo(struct arena *arena, const struct step *s, struct lines *lines)
{
	struct str line = STR("");

	for (size_t i = s->objects.n; i-- > 0;)
		if (s->objects.at[i]->before != NULL)
			line = apply(arena, line, s->objects.at[i]->was);
	add_line(arena, lines, line);
	for (size_t i = s->objects.n; i-- > 0;)
		if (s->objects.at[i]->before == NULL)
			add_line(arena, lines, delete(arena,
			    s->objects.at[i]));
}

typedef void writer(struct arena *, const struct step *, struct lines *);

static const struct { writer *forth, *back; } writers[] = {
	[STEP_APPLY] = { apply_all, undo },
	[STEP_DELETE] = { delete_all, undo },
	[STEP_PATCH] = { patch, undo },
	[STEP_WAIT] = { wait_all, NULL },
	[STEP_RUN] = { NULL, NULL },
	[STEP_LOOK] = { NULL, NULL }
};

void
kubectl_complete(struct arena *arena, struct step *s)
{
	if (s->commands.n == 0 && writers[s->kind].forth != NULL)
		writers[s->kind].forth(arena, s, &s->commands);
	if (s->undo.n == 0 && writers[s->kind].back != NULL)
		writers[s->kind].back(arena, s, &s->undo);
}
