/*
 * From text to trees. The text is cut at lines that begin with `---`: when
 * a piece cannot be read, what went before it stands and reading goes on at
 * the next such line with a new parser. yaml/compose does the reading.
 */
#include "yaml/stream.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "yaml/compose.h"

/* Offset of the first line at or after `from` that begins a document. */
static size_t
next_boundary(struct str text, size_t from)
{
	size_t at = from;

	while (at < text.len) {
		struct str rest = str_cut(text, at, text.len);

		if ((at == 0 || text.at[at - 1] == '\n') &&
		    str_starts(rest, STR("---")) && (rest.len == 3 ||
		    strchr(" \t\r\n", rest.at[3]) != NULL))
			return at;
		at = str_find(text, STR("\n---"), at);
		if (at == STR_NONE)
			break;
		at++;
	}
	return text.len;
}

/* The last boundary at or before `at`, not before `from`. */
static size_t
last_boundary(struct str text, size_t from, size_t at)
{
	size_t last = from, next = from;

	while ((next = next_boundary(text, next)) <= at && next < text.len)
		last = next++;
	return last;
}

/*
 * Bytes by what YAML allows: any time (0), never (1), or as part of a
 * character that has to be looked at (2).
 */
static const unsigned char byte_class[256] = {
	[0x00] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1,
	[0x10] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	[0x70] = 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
	[0x80] = 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
	[0x90] = 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
	[0xA0] = 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
	[0xB0] = 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
	[0xC0] = 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
	[0xD0] = 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
	[0xE0] = 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
	[0xF0] = 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
};

/* The first byte that YAML does not allow, or STR_NONE. */
static size_t
find_bad_byte(struct str text, size_t from, bool *ascii)
{
	const unsigned char *at = (const unsigned char *)text.at;
	size_t i = from, size;
	uint32_t u;

	for (;;) {
		while (i < text.len && byte_class[at[i]] == 0)
			i++;
		if (i == text.len)
			return STR_NONE;
		if (byte_class[at[i]] == 1)
			return i;
		*ascii = false;
		u = utf8_next(str_cut(text, i, text.len), &size);
		if (u == UTF8_BAD || (u < 0xA0 && u != 0x85) ||
		    u == 0xFFFE || u == 0xFFFF)
			return i;
		i += size;
	}
}

static void
report_bad_byte(struct diags *diags, struct str text, uint32_t file,
    size_t at)
{
	unsigned char c = (unsigned char)text.at[at];
	struct span where = { file, (uint32_t)at, (uint32_t)at + 1 };
	size_t size;
	struct diag *d;

	if (utf8_next(str_cut(text, at, text.len), &size) == UTF8_BAD)
		d = diag_report(diags, RULE_YAML_SYNTAX, where,
		    "byte 0x%02X is no UTF-8 text; no YAML reader takes the "
		    "document", c);
	else
		d = diag_report(diags, RULE_YAML_SYNTAX, where,
		    "a control character (0x%02X) is not allowed in YAML",
		    c);
	diag_say_fix(diags, d, "save the file as UTF-8 text, or remove the "
	    "character");
}

/* With a byte order mark, or every other byte of the first two letters 0. */
static bool
is_utf16(struct str text)
{
	if (str_starts(text, STR("\xFF\xFE")) ||
	    str_starts(text, STR("\xFE\xFF")))
		return true;
	return text.len >= 4 && (text.at[0] == 0) != (text.at[1] == 0) &&
	    (text.at[0] == 0) == (text.at[2] == 0) &&
	    (text.at[1] == 0) == (text.at[3] == 0);
}

struct reader {
	struct arena *arena;
	struct diags *diags;
	uint32_t file;
	struct str text;
	bool ascii;		/* so far; pieces are read after it is known */
	struct stream *stream;
	unsigned broken;	/* documents so far */
};

/* Counts a document that cannot be read; false when that is enough. */
static bool
go_on(struct reader *r, size_t at)
{
	r->stream->broken = true;
	if (++r->broken < LIMIT_BROKEN_DOCUMENTS)
		return true;
	diag_report(r->diags, RULE_YAML_LIMIT,
	    (struct span){ r->file, (uint32_t)at, (uint32_t)at },
	    "100 documents of this file cannot be read; the rest of it is "
	    "left out");
	return false;
}

/*
 * Reads the documents in [from, to), all of whose bytes are allowed. False
 * when the file is given up.
 */
static bool
read_piece(struct reader *r, size_t from, size_t to)
{
	while (from < to) {
		struct str piece = str_cut(r->text, from, to);
		size_t stopped;

		if (compose_stream(r->arena, r->diags, r->file,
		    (uint32_t)from, piece, r->ascii, r->stream, &stopped))
			break;
		from += stopped > 0 ? stopped : 1;
		if (!go_on(r, from))
			return false;
		from = next_boundary(r->text, from);
	}
	return true;
}

void
stream_parse(struct arena *arena, struct diags *diags,
    const struct sources *sources, uint32_t file, struct stream *stream)
{
	struct str text = source_get(sources, file)->text;
	struct reader r = { arena, diags, file, text, true, stream, 0 };
	size_t from = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0, bad;

	*stream = (struct stream){ .broken = false };
	if (is_utf16(text)) {
		stream->broken = true;
		diag_say_fix(diags, diag_report(diags, RULE_YAML_SYNTAX,
		    (struct span){ file, 0, 0 }, "the file is UTF-16, which "
		    "no Kubernetes tool reads"), "save it as UTF-8");
		return;
	}
	while ((bad = find_bad_byte(text, from, &r.ascii)) != STR_NONE) {
		if (!read_piece(&r, from, last_boundary(text, from, bad)))
			return;
		report_bad_byte(diags, text, file, bad);
		if (!go_on(&r, bad))
			return;
		from = next_boundary(text, bad + 1);
	}
	read_piece(&r, from, text.len);
}
