/*
 * What people write where the controller wants a number, a word or a
 * boolean, and what they mean by it.
 */
#include "lint/annotated.h"
#include "model/decode.h"

/* Words for true and false that Go does not take. */
static const struct {
	const char *word;
	bool value;
} words[] = {
	{ "true", true }, { "false", false }, { "yes", true },
	{ "no", false }, { "on", true }, { "off", false }, { "y", true },
	{ "n", false }, { "enabled", true }, { "disabled", false },
	{ "enable", true }, { "disable", false },
};

struct wrong {
	struct arena *arena;
	const struct annotation *annotation;
	struct str text;
	bool safe;
};

static bool
read_word(struct str text, bool *value)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_eq_nocase(text, str_from(words[i].word))) {
			*value = words[i].value;
			return true;
		}
	return decode_bool(text, value);
}

static bool
passes(const struct wrong *w, struct str text)
{
	return text.len > 0 && validator_passes(w->arena,
	    w->annotation->validator, text);
}

/* "\"true\"" in quotes: they are part of the value then. */
static struct str
without_quotes(struct str text)
{
	text = decode_trim(text);
	if (text.len > 1 && (text.at[0] == '"' || text.at[0] == '\'') &&
	    text.at[text.len - 1] == text.at[0])
		text = decode_trim(str_cut(text, 1, text.len - 1));
	return text;
}

static struct str
mend_bool(struct wrong *w)
{
	bool value;

	if (!read_word(w->text, &value))
		return (struct str){ NULL, 0 };
	w->safe = str_eq_nocase(w->text, STR("true")) ||
	    str_eq_nocase(w->text, STR("false"));
	return value ? STR("true") : STR("false");
}

/* "on" and "off" */
static struct str
mend_switch(struct wrong *w)
{
	struct str on = STR("on"), off = STR("off");
	bool value;

	if (!passes(w, on) || !passes(w, off) || !read_word(w->text, &value))
		return (struct str){ NULL, 0 };
	w->safe = str_eq_nocase(w->text, value ? on : off);
	return value ? on : off;
}

static size_t
count_digits(struct str text)
{
	size_t n = 0;

	while (n < text.len && text.at[n] >= '0' && text.at[n] <= '9')
		n++;
	return n;
}

static bool
is_one_of(struct str text, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_eq_nocase(text, str_from(*list)))
			return true;
	return false;
}

/* "60s": seconds are meant, and wanted; "10r/s" for a rate. */
static struct str
mend_int(struct wrong *w)
{
	static const char *const seconds[] = { "s", "sec", "seconds", NULL };
	static const char *const rates[] = { "r/s", "r/m", "rps", "rpm",
		"/s", "/m", NULL };
	struct str name = w->annotation->name;
	size_t n = count_digits(w->text);
	struct str number = str_cut(w->text, 0, n);
	struct str unit = decode_trim(str_cut(w->text, n, w->text.len));
	bool time = str_ends(name, STR("timeout")) ||
	    str_ends(name, STR("max-age")) || str_ends(name, STR("expires"));
	unsigned long value;

	if (n == 0 || unit.len == 0)
		return (struct str){ NULL, 0 };
	if (time && is_one_of(unit, seconds)) {
		w->safe = true;
		return number;
	}
	if (time && str_to_uint(number, 1000000, &value) &&
	    (str_is(unit, "m") || str_is(unit, "h")))
		return arena_printf(w->arena, "%lu",
		    value * (str_is(unit, "m") ? 60 : 3600));
	if (str_starts(name, STR("limit-")) && is_one_of(unit, rates) &&
	    str_ends(name, STR("rpm")) == str_ends(unit, STR("m")))
		return number;
	return (struct str){ NULL, 0 };
}

/* "10MB", "10Mi": the letter alone, which counts in powers of 1024. */
static struct str
mend_size(struct wrong *w)
{
	static const char *const endings[] = { "b", "i", "ib", "bytes",
		NULL };
	size_t n = count_digits(w->text);
	struct str unit = decode_trim(str_cut(w->text, n, w->text.len));
	char letter;

	if (n == 0 || unit.len < 2 ||
	    !is_one_of(str_cut(unit, 1, unit.len), endings))
		return (struct str){ NULL, 0 };
	letter = unit.at[0] >= 'A' && unit.at[0] <= 'Z' ?
	    (char)(unit.at[0] - 'A' + 'a') : unit.at[0];
	return arena_printf(w->arena, "%.*s%c", (int)n, w->text.at, letter);
}

/* One of a few, in other letters or nearly. */
static struct str
mend_word(struct wrong *w)
{
	struct str word = validator_nearest(w->annotation->validator,
	    w->text);

	w->safe = word.len > 0 && str_eq_nocase(word, w->text);
	return word;
}

struct str
value_mended(struct arena *arena, enum annotation_id id, struct str value,
    bool *safe)
{
	static struct str (*const menders[])(struct wrong *) = {
		mend_bool, mend_switch, mend_word, mend_int, mend_size,
	};
	struct wrong w = { arena, annotation_get(id),
		without_quotes(value), false };

	*safe = true;
	if (passes(&w, w.text))
		return w.text;
	for (size_t i = 0; i < sizeof(menders) / sizeof(*menders); i++) {
		struct str mended = menders[i](&w);

		*safe = w.safe;
		if (passes(&w, mended))
			return mended;
	}
	return (struct str){ NULL, 0 };
}
