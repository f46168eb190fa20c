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
	EXAMPLE_STEPS = 20000,
	ERROR_TEXT = 256	/* PCRE2's messages are below 130 bytes */
};

struct rx_code {
	struct arena *arena;
	struct str text;	/* the pattern for PCRE2 */
	pcre2_code *location, *rewrite, *name;	/* rewrite: on first use */
	struct rx_scratch *scratch;
	bool gave_up;		/* an example took too many steps */
};

/* One for all patterns of a set: PCRE2 keeps its stack in it. */
struct rx_scratch {
	pcre2_match_data *match;
	uint32_t groups;	/* that it has room for, with the 0th */
	pcre2_match_context *context;
};

static void
free_code(void *code)
{
	pcre2_code_free(code);
}

static void
free_scratch(void *object)
{
	struct rx_scratch *scratch = object;

	pcre2_match_data_free(scratch->match);
	pcre2_match_context_free(scratch->context);
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

static bool
has_capital(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] >= 'A' && s.at[i] <= 'Z')
			return true;
	return false;
}

static void
refuse(struct arena *arena, struct rx *x, int error, size_t offset)
{
	PCRE2_UCHAR text[ERROR_TEXT];

	if (pcre2_get_error_message(error, text, sizeof(text)) < 0)
		text[0] = 0;
	x->error = arena_printf(arena, "%s", (const char *)text);
	set_error_place(x, unedited(x->tree, offset));
}

static struct rx_scratch *
scratch_of(struct arena *arena, struct rx_set *set)
{
	struct rx_scratch *scratch = set->scratch;

	if (scratch != NULL)
		return scratch;
	scratch = set->scratch = arena_new(arena, struct rx_scratch);
	scratch->context = pcre2_match_context_create(NULL);
	if (scratch->context == NULL)
		die("out of memory");
	arena_defer(arena, free_scratch, scratch);
	return scratch;
}

static void
build(struct arena *arena, struct rx_set *set, struct rx *x, bool is_name)
{
	struct rx_code *code = arena_new(arena, struct rx_code);
	pcre2_code **compiled = is_name ? &code->name : &code->location;
	uint32_t options = is_name && !has_capital(x->pattern) ? 0 :
	    PCRE2_CASELESS;
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
	code->scratch = scratch_of(arena, set);
	code->text = edited(arena, x->tree);
	*compiled = compile(arena, is_name ? "" : "^", code->text, options,
	    &error, &offset);
	if (*compiled == NULL) {
		/* The location begins with a ^ of its own. */
		refuse(arena, x, error, is_name || offset == 0 ? offset :
		    offset - 1);
		return;
	}
	pcre2_pattern_info(*compiled, PCRE2_INFO_CAPTURECOUNT, &x->groups);
	x->code = code;
}

static void
build_short(struct arena *arena, struct rx_set *set, struct rx *x,
    bool is_name)
{
	if (x->pattern.len <= LIMIT_PATTERN_BYTES) {
		build(arena, set, x, is_name);
		return;
	}
	/* nginx: ngx_conf_read_token() */
	x->tree = arena_new(arena, struct ast_tree);
	x->error = arena_printf(arena, "longer than %d bytes, which nginx "
	    "does not read", LIMIT_PATTERN_BYTES);
	x->error_to = (uint32_t)x->pattern.len;
}

struct rx *
rx_get(struct arena *arena, struct rx_set *set, struct str pattern)
{
	void **place = map_put(arena, &set->by_text, pattern);
	struct rx *x = *place;

	if (x == NULL) {
		x = *place = arena_new(arena, struct rx);
		x->pattern = pattern;
		build_short(arena, set, x, false);
	}
	return x;
}

struct rx *
rx_get_name(struct arena *arena, struct rx_set *set, struct str pattern)
{
	struct rx *x = arena_new(arena, struct rx);

	x->pattern = pattern;
	build_short(arena, set, x, true);
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

static void
make_room(struct rx_scratch *scratch, uint32_t groups)
{
	if (groups <= scratch->groups)
		return;
	pcre2_match_data_free(scratch->match);
	scratch->groups = groups < 16 ? 16 : groups;
	scratch->match = pcre2_match_data_create(scratch->groups, NULL);
	if (scratch->match == NULL)
		die("out of memory");
}

/* As pcre2_match(): the number of captures set, or below 0. */
static int
match(struct rx *x, const pcre2_code *code, struct str subject,
    uint32_t steps)
{
	struct rx_scratch *scratch = x->code->scratch;

	make_room(scratch, x->groups + 1);
	pcre2_set_match_limit(scratch->context, steps);
	return pcre2_match(code, (PCRE2_SPTR)(subject.len > 0 ? subject.at :
	    ""), subject.len, 0, 0, scratch->match, scratch->context);
}

/* The same for an example: after one that took too long there is none. */
static int
match_example(struct rx *x, const pcre2_code *code, struct str subject)
{
	int n = PCRE2_ERROR_NOMATCH;

	if (!x->code->gave_up)
		n = match(x, code, subject, EXAMPLE_STEPS);
	if (n < 0 && n != PCRE2_ERROR_NOMATCH)
		x->code->gave_up = true;
	return n;
}

static const pcre2_code *
code_for(struct rx *x, enum rx_use use)
{
	struct rx_code *code = x->code;
	size_t offset;
	int error;

	if (use == RX_LOCATION)
		return code->location;
	if (use == RX_NAME)
		return code->name;
	if (code->rewrite == NULL)
		code->rewrite = compile(code->arena, "(?i)", code->text, 0,
		    &error, &offset);
	return code->rewrite;
}

/* Of a match that set `n` of them. */
static void
copy_captures(struct arena *arena, const struct rx *x, struct str subject,
    int n, struct rx_captures *captures)
{
	const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(
	    x->code->scratch->match);

	captures->n = x->groups + 1;
	captures->at = arena_array(arena, struct str, captures->n);
	for (int i = 0; i < n; i++)
		if (ends[2 * i] != PCRE2_UNSET && ends[2 * i] <=
		    ends[2 * i + 1])
			captures->at[i] = str_cut(subject, ends[2 * i],
			    ends[2 * i + 1]);
}

static enum rx_verdict
verdict(int n)
{
	return n > 0 ? RX_YES : n == PCRE2_ERROR_NOMATCH ? RX_NO :
	    RX_GAVE_UP;
}

enum rx_verdict
rx_match(struct arena *arena, struct rx *x, enum rx_use use,
    struct str subject, struct rx_captures *captures)
{
	const pcre2_code *code = x->code == NULL ? NULL : code_for(x, use);
	int n;

	if (code == NULL)
		return RX_NO;
	n = match(x, code, subject, LIMIT_MATCH_STEPS);
	if (n > 0 && captures != NULL)
		copy_captures(arena, x, subject, n, captures);
	return verdict(n);
}

enum rx_verdict
rx_match_within(struct rx *x, enum rx_use use, struct str subject,
    uint32_t steps)
{
	const pcre2_code *code = x->code == NULL ? NULL : code_for(x, use);

	return code == NULL ? RX_NO : verdict(match(x, code, subject, steps));
}

bool
rx_last_byte(struct rx *x, enum rx_use use, unsigned char *byte)
{
	const pcre2_code *code = x->code == NULL ? NULL : code_for(x, use);
	uint32_t known = 0, unit = 0;

	if (code == NULL)
		return false;
	pcre2_pattern_info(code, PCRE2_INFO_LASTCODETYPE, &known);
	pcre2_pattern_info(code, PCRE2_INFO_LASTCODEUNIT, &unit);
	*byte = (unsigned char)unit;
	return known != 0;
}

struct str
rx_portable(const struct rx *x)
{
	return x->code == NULL ? x->pattern : x->code->text;
}

bool
rx_takes(struct rx *x, struct str uri)
{
	return x->code != NULL &&
	    match_example(x, x->code->location, uri) > 0;
}

bool
rx_rewrites(struct arena *arena, struct rx *x, struct str uri,
    struct rx_captures *captures)
{
	const pcre2_code *code;
	int n;

	code = x->code == NULL ? NULL : code_for(x, RX_REWRITE);
	if (code == NULL)
		return false;
	n = match_example(x, code, uri);
	copy_captures(arena, x, uri, n, captures);
	return n > 0;
}
