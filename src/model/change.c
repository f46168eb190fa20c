#include "model/change.h"

enum { BRANCHES = 4 };

struct change {
	unsigned since[BRANCHES];	/* in order; 0 ends it */
	const char *about;
};

#define SINCE(...) { __VA_ARGS__ }
static const struct change changes[CHANGE_COUNT] = {
#define CHANGE(id, since, about) [CHANGE_##id] = { since, about },
#include "model/change.def"
#undef CHANGE
};

/* The last release of every branch. There never was a 1.9.2. */
static const unsigned last[] = {
	906, 1006, 1108, 1208, 1309, 1405, VERSION_NEWEST
};

const char *
version_read(struct arena *arena, struct str text, unsigned *version)
{
	unsigned long part[3];
	size_t n = 0;

	if (str_starts(text, STR("v")))
		text = str_cut(text, 1, text.len);
	while (text.at != NULL && n < 3)
		if (!str_to_uint(str_next(&text, '.'), 99, &part[n++]))
			return "a version such as 1.13.2 is expected here";
	if (n < 3 || text.at != NULL)
		return "a version such as 1.13.2 is expected here";
	*version = (unsigned)(part[1] * 100 + part[2]);
	if (part[0] == 0 || (part[0] == 1 && part[1] < 9))
		return "releases of the controller before 1.9.0 are not "
		    "known";
	if (part[0] > 1 || part[1] > VERSION_NEWEST / 100)
		return "there is no such release of the controller; the last "
		    "one is 1.15.1";
	if (*version == 902)
		return "there is no such release of the controller";
	if (*version > last[part[1] - 9])
		return arena_printf(arena, "there is no such release of the "
		    "controller; the last one of its branch is 1.%lu.%u",
		    part[1], last[part[1] - 9] % 100).at;
	return NULL;
}

struct str
version_text(struct arena *arena, unsigned version)
{
	return arena_printf(arena, "1.%u.%u", version / 100, version % 100);
}

bool
change_applies(enum change_id id, unsigned version)
{
	const unsigned *since = changes[id].since;
	size_t i;

	for (i = 0; i < BRANCHES && since[i] != 0; i++)
		if (since[i] / 100 == version / 100)
			return version >= since[i];
	return version > since[i - 1];
}

struct str
change_since(struct arena *arena, enum change_id id)
{
	const unsigned *since = changes[id].since;
	struct str text = version_text(arena, since[0]);

	for (size_t i = 1; i < BRANCHES && since[i] != 0; i++)
		text = arena_printf(arena, "%.*s%s 1.%u.%u", STR_ARG(text),
		    i + 1 < BRANCHES && since[i + 1] != 0 ? "," : " and",
		    since[i] / 100, since[i] % 100);
	return text;
}

const char *
change_about(enum change_id id)
{
	return changes[id].about;
}
