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
		/* four at a time, as nearly all of them are */
		while (i + 4 < text.len && (byte_class[at[i]] |
		    byte_class[at[i + 1]] | byte_class[at[i + 2]] |
		    byte_class[at[i + 3]]) == 0)
			i += 4;
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

struct stream_reader {
	struct arena *arena;
	struct diags *diags;
	uint32_t file;
	struct str text;	/* up to `end` and one boundary more */
	size_t end;		/* documents from here on are not read */
	struct composer *composer;	/* of the piece, or NULL */
	size_t from;		/* where the next piece begins */
	size_t to;		/* all bytes before this one are allowed */
	size_t bad;		/* the one at or behind `to` that is not */
	bool ascii;		/* of all that has been looked at */
	bool given_up;
	unsigned broken;	/* documents that could not be read */
};

/* Looks for the end of what can be read from `from` on. */
static void
look_ahead(struct stream_reader *r)
{
	r->bad = find_bad_byte(r->text, r->from, &r->ascii);
	r->to = r->bad == STR_NONE ? r->text.len :
	    last_boundary(r->text, r->from, r->bad);
}

/* Counts a document that cannot be read and goes on behind it. */
static void
skip_document(struct stream_reader *r, size_t at)
{
	r->from = next_boundary(r->text, at);
	if (++r->broken < LIMIT_BROKEN_DOCUMENTS)
		return;
	diag_report(r->diags, RULE_YAML_LIMIT,
	    (struct span){ r->file, (uint32_t)at, (uint32_t)at },
	    "100 documents of this file cannot be read; the rest of it is "
	    "left out");
	r->given_up = true;
}

struct stream_reader *
stream_open_part(struct arena *arena, struct diags *diags,
    const struct sources *sources, struct span part)
{
	struct stream_reader *r = arena_new(arena, struct stream_reader);
	struct str text = source_get(sources, part.file)->text;

	r->arena = arena;
	r->diags = diags;
	r->file = part.file;
	r->end = part.end;
	r->text = str_cut(text, 0, part.end + STR("---\n").len);
	r->ascii = true;
	if (is_utf16(r->text)) {
		diag_say_fix(diags, diag_report(diags, RULE_YAML_SYNTAX,
		    (struct span){ r->file, 0, 0 }, "the file is UTF-16, "
		    "which no Kubernetes tool reads"), "save it as UTF-8");
		r->broken = 1;
		r->given_up = true;
		return r;
	}
	r->from = part.start;
	if (r->from == 0 && str_starts(r->text, STR("\xEF\xBB\xBF")))
		r->from = 3;
	look_ahead(r);
	return r;
}

struct stream_reader *
stream_open(struct arena *arena, struct diags *diags,
    const struct sources *sources, uint32_t file)
{
	struct str text = source_get(sources, file)->text;

	return stream_open_part(arena, diags, sources,
	    (struct span){ file, 0, (uint32_t)text.len });
}

bool
stream_can_cut(struct str text)
{
	size_t at = 0;

	/* A directive stands before its document: who knows where. */
	while ((at = str_find_byte(text, '%', at)) != STR_NONE) {
		if (at == 0 || text.at[at - 1] == '\n')
			return false;
		at++;
	}
	return true;
}

size_t
stream_cut(struct str text, size_t from)
{
	return next_boundary(text, from);
}

/* Begins the next piece; false at the end of the text. */
static bool
next_piece(struct stream_reader *r)
{
	if (r->from >= r->end)
		return false;
	while (r->from >= r->to) {
		if (r->bad == STR_NONE || r->bad >= r->end)
			return false;
		report_bad_byte(r->diags, r->text, r->file, r->bad);
		skip_document(r, r->bad + 1);
		if (r->given_up)
			return false;
		look_ahead(r);
	}
	r->composer = compose_open(r->arena, r->diags, r->file,
	    (uint32_t)r->from, str_cut(r->text, r->from, r->to),
	    r->end - r->from, r->ascii);
	return true;
}

bool
stream_next(struct stream_reader *r, struct arena *trees,
    struct document *document)
{
	size_t stopped;

	while (!r->given_up) {
		if (r->composer == NULL && !next_piece(r))
			break;
		switch (compose_next(r->composer, trees, document,
		    &stopped)) {
		case COMPOSE_DOCUMENT:
			return true;
		case COMPOSE_END:
			r->from = r->to;
			break;
		case COMPOSE_BROKEN:
			skip_document(r, r->from + (stopped > 0 ? stopped :
			    1));
			break;
		}
		r->composer = NULL;
	}
	return false;
}

bool
stream_broken(const struct stream_reader *r)
{
	return r->broken > 0;
}

void
stream_parse(struct arena *arena, struct diags *diags,
    const struct sources *sources, uint32_t file, struct stream *stream)
{
	struct stream_reader *r = stream_open(arena, diags, sources, file);
	struct document document;

	*stream = (struct stream){ .broken = false };
	while (stream_next(r, arena, &document))
		*vec_add(arena, &stream->documents) = document;
	stream->broken = stream_broken(r);
}

const struct node *
stream_again(struct arena *arena, const struct sources *sources,
    struct span document)
{
	struct stream_reader *r;
	struct document again;
	struct diags quiet;

	diags_init(&quiet, arena);
	r = stream_open_part(arena, &quiet, sources, document);
	return stream_next(r, arena, &again) ? again.root : NULL;
}
