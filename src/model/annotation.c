#include "model/annotation.h"

#include "model/decode.h"

enum { FAR = 8 };	/* more than any distance between like names */

static const struct annotation annotations[ANNOTATION_COUNT] = {
#define TEXT(literal) { literal, sizeof(literal) - 1 }
#define ANNOTATION(id, name, alias, group, risk, kind, validator, effect, \
    source, otherwise, with) \
	[ANNOTATION_##id] = { TEXT(name), TEXT(alias), GROUP_##group, \
	    RISK_##risk, VALUE_##kind, VALIDATOR_##validator, \
	    EFFECT_##effect, SOURCE_##source, TEXT(otherwise), TEXT(with) },
#include "model/annotation.def"
#undef ANNOTATION
};

static const struct removed_annotation removed[] = {
#define REMOVED(name, release, by, advice) \
	{ TEXT(name), release, TEXT(by), advice },
#include "model/removed.def"
#undef REMOVED
};

static const char *const group_names[GROUP_COUNT] = {
	"rewrite", "redirect", "canary", "alias", "backend", "affinity",
	"authentication", "acl", "rate-limit", "cors", "proxy", "mirror",
	"log", "fastcgi", "http2", "modsecurity", "opentelemetry", "snippets",
	"ssl-passthrough",
};

static const char *const risk_names[] = {
	"Low", "Medium", "High", "Critical",
};

const struct annotation *
annotation_get(enum annotation_id id)
{
	return &annotations[id];
}

bool
annotation_key(struct str key, struct str prefix, struct str *name)
{
	if (key.len <= prefix.len || key.at[prefix.len] != '/' ||
	    !str_starts(key, prefix))
		return false;
	*name = str_cut(key, prefix.len + 1, key.len);
	return true;
}

/* Names of one length seldom end in the same letter as well. */
static bool
is_called(struct str other, struct str name)
{
	return name.len == other.len &&
	    name.at[name.len - 1] == other.at[name.len - 1] &&
	    str_eq(name, other);
}

enum annotation_id
annotation_find(struct str name)
{
	size_t i = 0;

	while (i < ANNOTATION_COUNT && (name.len == 0 ||
	    (!is_called(annotations[i].name, name) &&
	    !is_called(annotations[i].alias, name))))
		i++;
	return (enum annotation_id)i;
}

const struct removed_annotation *
annotation_removed(struct str name)
{
	for (size_t i = 0; i < sizeof(removed) / sizeof(*removed); i++)
		if (str_eq(name, removed[i].name))
			return &removed[i];
	return NULL;
}

static unsigned
count_words(struct str name)
{
	unsigned n = 0;

	for (; name.at != NULL; n++)
		str_next(&name, '-');
	return n;
}

/* `longer` has one word more, and the others in the same order. */
static bool
has_one_more(struct str longer, struct str shorter)
{
	unsigned n = count_words(shorter);
	struct str word = str_next(&shorter, '-');

	if (n < 2 || count_words(longer) != n + 1)
		return false;
	while (longer.at != NULL)
		if (str_eq(str_next(&longer, '-'), word))
			word = str_next(&shorter, '-');
	return word.at == NULL;
}

/* In letters; then, further off, in a word that is there or not. */
static unsigned
name_distance(struct str name, struct str other)
{
	unsigned limit = name.len < 8 ? 1 : name.len < 20 ? 2 : 3;
	unsigned letters = str_distance(name, other, limit);

	if (letters <= limit)
		return letters;
	return has_one_more(name, other) || has_one_more(other, name) ? 4 :
	    FAR;
}

static void
come_near(struct str name, struct str other, unsigned *best, bool *alone,
    struct str *nearest)
{
	unsigned distance = other.len == 0 ? FAR : name_distance(name, other);

	if (distance > *best || distance == FAR)
		return;
	*alone = distance < *best;
	*best = distance;
	*nearest = other;
}

struct str
annotation_nearest(struct str name)
{
	struct str nearest = { NULL, 0 };
	unsigned best = FAR;
	bool alone = false;

	for (size_t i = 0; i < ANNOTATION_COUNT; i++) {
		come_near(name, annotations[i].name, &best, &alone, &nearest);
		come_near(name, annotations[i].alias, &best, &alone,
		    &nearest);
	}
	return alone ? nearest : (struct str){ NULL, 0 };
}

const char *
annotation_group_name(enum annotation_group group)
{
	return group_names[group];
}

enum annotation_risk
annotation_risk_read(struct str word)
{
	enum annotation_risk risk = RISK_CRITICAL;

	while (risk > RISK_LOW &&
	    !str_eq_nocase(word, str_from(risk_names[risk])))
		risk--;
	return risk;
}

const char *
annotation_risk_name(enum annotation_risk risk)
{
	return risk_names[risk];
}

bool
annotation_is_true(const struct node *value)
{
	bool is_true = false;

	return decode_bool(node_text(value), &is_true) && is_true;
}

bool
annotation_is_bool(const struct node *value)
{
	bool is_true;

	return decode_bool(node_text(value), &is_true);
}
