/*
 * What several checks say or offer.
 */
#include "k8s/placeholder.h"
#include "lint/check.h"

bool
check_is_placeholder(struct str text)
{
	return placeholder_in(text);
}

bool
check_is_port_number(struct str text)
{
	unsigned long number;

	return str_to_uint(text, 65535, &number) && text.at[0] != '0';
}

static char
to_label(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
}

/* Lower case, '-' for what is not allowed, a letter first. */
struct str
check_suggest_name(struct arena *arena, struct str wrong)
{
	char *name = arena_alloc(arena, wrong.len + 2);
	size_t n = 0;

	for (size_t i = 0; i < wrong.len && n < 63; i++) {
		char c = to_label(wrong.at[i]);

		if (n == 0 && c >= '0' && c <= '9')
			name[n++] = 'v';
		if (c != '-' || (n > 0 && name[n - 1] != '-'))
			name[n++] = c;
	}
	while (n > 0 && name[n - 1] == '-')
		n--;
	return n > 0 ? (struct str){ name, n } : STR("web");
}

/* "app" of "app-2", "web-v" of "web-v1": what a series has in common. */
static struct str
without_number(struct arena *arena, struct str s)
{
	char *text = arena_alloc(arena, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			text[n++] = s.at[i];
	while (n > 0 && text[n - 1] == '-')
		n--;
	return (struct str){ text, n };
}

/*
 * "app-a" and "app-b" are two things, as "api-eu" and "api-us": they differ
 * in one short part only.
 */
static bool
differ_in_short_part(struct str a, struct str b)
{
	struct str rest_a = a, rest_b = b;
	bool all_short = true;

	while (rest_a.at != NULL && rest_b.at != NULL) {
		struct str part_a = str_next(&rest_a, '-');
		struct str part_b = str_next(&rest_b, '-');

		if (!str_eq(part_a, part_b))
			all_short = all_short && part_a.len <= 3 &&
			    part_b.len <= 3;
	}
	return rest_a.at == NULL && rest_b.at == NULL && all_short;
}

bool
check_is_ending(struct str a, struct str b)
{
	static const char *const endings[] = {
		"-svc", "-service", "-srv", NULL
	};

	for (size_t i = 0; endings[i] != NULL; i++) {
		struct str ending = str_from(endings[i]);

		if (a.len == b.len + ending.len && str_starts(a, b) &&
		    str_ends(a, ending))
			return true;
		if (b.len == a.len + ending.len && str_starts(b, a) &&
		    str_ends(b, ending))
			return true;
	}
	return false;
}

bool
check_is_slip(struct arena *arena, struct str a, struct str b)
{
	size_t least = a.len < b.len ? a.len : b.len;

	if (least < 4 || a.at[0] != b.at[0] ||
	    str_distance(a, b, 2) > (least < 6 ? 1 : 2))
		return false;
	return !differ_in_short_part(a, b) &&
	    !str_eq(without_number(arena, a), without_number(arena, b));
}

/*
 * The text of a path as far as it is no regular expression: what stands
 * before the first operator, without the character a quantifier is about.
 */
static struct str
literal_part(struct str path)
{
	static const char operators[] = "\\^$|?*+()[]{}\"' ";
	size_t n = 0;

	while (n < path.len && path.at[n] > ' ' && path.at[n] < 0x7F &&
	    strchr(operators, path.at[n]) == NULL)
		n++;
	if (n < path.len && n > 0 && strchr("?*{", path.at[n]) != NULL)
		n--;
	return n > 0 && path.at[0] == '/' ? str_cut(path, 0, n) : STR("/");
}

struct str
check_request(struct arena *arena, const struct host_rule *rule,
    const struct path *path)
{
	struct str host = rule == NULL ? STR("_") : host_text(rule);
	struct str text = path == NULL ? STR("/") : path_text(path);
	const char *label = "";

	if (str_eq(host, STR("_")))
		host = STR("<any host>");
	if (str_starts(host, STR("*."))) {
		label = "a";
		host = str_cut(host, 1, host.len);
	}
	text = literal_part(text);
	return arena_printf(arena, "GET http://%s%.*s%.*s", label,
	    STR_ARG(host), STR_ARG(text));
}
