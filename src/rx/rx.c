/*
 * Compiling and matching. A pattern is first read by our parser, which says
 * where PCRE 8.45 and PCRE2 part; the text PCRE2 gets is edited so that they
 * do not, and the places of its errors are counted back.
 */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "rx/rx.h"

#include <pcre2.h>

#include "base/die.h"
#include "base/limits.h"

enum {
	/*
	 * Steps one match may take. We match short texts of our own making;
	 * a pattern that needs more is one we do without examples of.
	 */
	MATCH_STEPS = 20000,
	ERROR_TEXT = 256	/* PCRE2's messages are below 130 bytes */
};

struct rx_code {
	struct arena *arena;
	struct str text;	/* the pattern for PCRE2 */
	pcre2_code *location, *rewrite;	/* rewrite: on first use */
	pcre2_match_data *match;	/* on first use */
	bool gave_up;		/* a match took too many steps */
};

static void
free_code(void *code)
{
	pcre2_code_free(code);
}

static void
free_match(void *match)
{
	pcre2_match_data_free(match);
}

/* The pattern with its edits. */
static struct str
edited(struct arena *arena, const struct ast_tree *tree)
{
	struct str all = tree->pattern;
	char *text;
	size_t at = 0, len = 0;

	if (tree->edits.n == 0)
		return all;
	text = arena_alloc(arena, all.len + tree->edits.n);
	for (size_t i = 0; i < tree->edits.n; i++) {
		const struct ast_edit *e = &tree->edits.at[i];

		memcpy(text + len, all.at + at, e->at - at);
		len += e->at - at;
		at = e->at + e->drop;
		if (e->escape)
			text[len++] = '\\';
	}
	memcpy(text + len, all.at + at, all.len - at);
	return (struct str){ text, len + all.len - at };
}

/* Where byte `at` of the edited text was in the pattern. */
static uint32_t
unedited(const struct ast_tree *tree, size_t at)
{
	size_t original = at;

	for (size_t i = 0; i < tree->edits.n; i++) {
		const struct ast_edit *e = &tree->edits.at[i];

		if (original < e->at)
			break;
		original += e->drop;
		if (e->escape && original > e->at)
			original--;
	}
	if (original > tree->pattern.len)
		original = tree->pattern.len;
	return (uint32_t)original;
}

static pcre2_code *
compile(struct arena *arena, const char *before, struct str text,
    uint32_t options, int *error, size_t *offset)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	size_t len = strlen(before);
	char *whole = arena_alloc(arena, len + text.len);
	pcre2_code *code;

	if (context == NULL)
		die("out of memory");
	memcpy(whole, before, len);
	if (text.len > 0)
		memcpy(whole + len, text.at, text.len);
#ifdef PCRE2_EXTRA_ALLOW_LOOKAROUND_BSK
	/* PCRE 8.45 takes \K in look-arounds. */
	pcre2_set_compile_extra_options(context,
	    PCRE2_EXTRA_ALLOW_LOOKAROUND_BSK);
#endif
	code = pcre2_compile((PCRE2_SPTR)whole, len + text.len, options,
	    error, offset, context);
	pcre2_compile_context_free(context);
	if (code != NULL)
		arena_defer(arena, free_code, code);
	return code;
}

/*
 * The part to show for an error at `at`: what our parser found wrong, if
 * anything, because PCRE2 has noticed an open parenthesis only at the end;
 * else the character there.
 */
static void
set_error_place(struct rx *x, uint32_t at)
{
	uint32_t len = (uint32_t)x->pattern.len;

	if (x->tree->root == NULL && x->tree->error_from < len) {
		x->error_from = x->tree->error_from;
		x->error_to = x->tree->error_to;
	} else {
		x->error_from = at < len ? at : len == 0 ? 0 : len - 1;
		x->error_to = x->error_from + 1;
	}
	if (x->error_to > len)
		x->error_to = len;
}

static void
refuse(struct arena *arena, struct rx *x, int error, size_t offset)
{
	PCRE2_UCHAR text[ERROR_TEXT];

	if (pcre2_get_error_message(error, text, sizeof(text)) < 0)
		text[0] = 0;
	x->error = arena_printf(arena, "%s", (const char *)text);
	/* The location begins with a ^ of its own. */
	set_error_place(x, unedited(x->tree, offset == 0 ? 0 : offset - 1));
}

static void
build(struct arena *arena, struct rx *x)
{
	struct rx_code *code = arena_new(arena, struct rx_code);
	size_t offset;
	int error;

	/* PCRE 8.45 gets a C string. */
	x->tree = ast_parse(arena, str_cut(x->pattern, 0,
	    str_find_byte(x->pattern, 0, 0)));
	if (x->tree->root == NULL && x->tree->newer) {
		x->error = arena_printf(arena, "by PCRE 8, which the "
		    "controller uses: %s", x->tree->error);
		set_error_place(x, 0);
		return;
	}
	code->arena = arena;
	code->text = edited(arena, x->tree);
	code->location = compile(arena, "^", code->text, PCRE2_CASELESS,
	    &error, &offset);
	if (code->location == NULL) {
		refuse(arena, x, error, offset);
		return;
	}
	pcre2_pattern_info(code->location, PCRE2_INFO_CAPTURECOUNT,
	    &x->groups);
	x->code = code;
}

struct rx *
rx_get(struct arena *arena, struct rx_set *set, struct str pattern)
{
	void **place = map_put(arena, &set->by_text, pattern);
	struct rx *x = *place;

	if (x != NULL)
		return x;
	x = *place = arena_new(arena, struct rx);
	x->pattern = pattern;
	if (pattern.len <= LIMIT_PATTERN_BYTES) {
		build(arena, x);
		return x;
	}
	/* nginx: ngx_conf_read_token() */
	x->tree = arena_new(arena, struct ast_tree);
	x->error = arena_printf(arena, "longer than %d bytes, which nginx "
	    "does not read", LIMIT_PATTERN_BYTES);
	x->error_to = (uint32_t)pattern.len;
	return x;
}

uint32_t
rx_group_named(const struct rx *x, struct str name)
{
	for (size_t i = 0; i < x->tree->names.n; i++)
		if (str_eq_nocase(x->tree->names.at[i].name, name))
			return x->tree->names.at[i].number;
	return 0;
}

/* The number of captures set, or 0 without a match. */
static uint32_t
match(struct rx *x, const pcre2_code *code, struct str uri)
{
	pcre2_match_context *context;
	int n;

	if (x->code->gave_up)
		return 0;
	if (x->code->match == NULL) {
		x->code->match = pcre2_match_data_create(x->groups + 1, NULL);
		if (x->code->match == NULL)
			die("out of memory");
		arena_defer(x->code->arena, free_match, x->code->match);
	}
	context = pcre2_match_context_create(NULL);
	if (context == NULL)
		die("out of memory");
	pcre2_set_match_limit(context, MATCH_STEPS);
	n = pcre2_match(code, (PCRE2_SPTR)(uri.len > 0 ? uri.at : ""),
	    uri.len, 0, 0, x->code->match, context);
	pcre2_match_context_free(context);
	x->code->gave_up = n < 0 && n != PCRE2_ERROR_NOMATCH;
	return n > 0 ? (uint32_t)n : 0;
}

bool
rx_takes(struct rx *x, struct str uri)
{
	return x->code != NULL && match(x, x->code->location, uri) > 0;
}

bool
rx_rewrites(struct arena *arena, struct rx *x, struct str uri,
    struct rx_captures *captures)
{
	const PCRE2_SIZE *ends;
	uint32_t n;

	if (x->code == NULL)
		return false;
	if (x->code->rewrite == NULL) {
		size_t offset;
		int error;

		x->code->rewrite = compile(x->code->arena, "(?i)",
		    x->code->text, 0, &error, &offset);
	}
	if (x->code->rewrite == NULL)
		return false;
	n = match(x, x->code->rewrite, uri);
	captures->n = x->groups + 1;
	captures->at = arena_array(arena, struct str, captures->n);
	if (n == 0)
		return false;
	ends = pcre2_get_ovector_pointer(x->code->match);
	for (uint32_t i = 0; i < n; i++)
		if (ends[2 * i] != PCRE2_UNSET && ends[2 * i] <=
		    ends[2 * i + 1])
			captures->at[i] = str_cut(uri, ends[2 * i],
			    ends[2 * i + 1]);
	return true;
}
