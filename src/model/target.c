#include "model/target.h"

#include "base/limits.h"
#include "nginx/script.h"

/* What begins with the $ at piece->from. */
static void
read_dollar(struct str text, struct piece *piece)
{
	size_t at = piece->from + 1, end;
	bool braced = at < text.len && text.at[at] == '{';

	piece->kind = PIECE_DOLLAR;
	piece->to = at;
	if (at < text.len && text.at[at] >= '1' && text.at[at] <= '9') {
		piece->kind = PIECE_CAPTURE;
		piece->number = (uint32_t)(text.at[at] - '0');
		piece->to = at + 1;
		return;
	}
	at += braced;
	end = script_name_end(text, at);
	if (end == at || (braced && (end == text.len ||
	    text.at[end] != '}')))
		return;
	piece->kind = PIECE_VARIABLE;
	piece->name = str_cut(text, at, end);
	piece->to = end + braced;
}

void
target_read(struct arena *arena, struct str text, struct target *target)
{
	*target = (struct target){ .text = text };
	if (text.len > LIMIT_PATTERN_BYTES)
		return;
	for (size_t at = 0; at < text.len;) {
		struct piece *piece = vec_add(arena, &target->pieces);
		size_t end = str_find_byte(text, '$', at);

		piece->from = at;
		if (end == at)
			read_dollar(text, piece);
		else
			piece->to = end == STR_NONE ? text.len : end;
		at = piece->to;
	}
}

bool
target_redirects(struct str text)
{
	return str_starts(text, STR("http://")) ||
	    str_starts(text, STR("https://")) ||
	    str_starts(text, STR("$scheme"));
}

static bool
expand_variable(struct buf *out, struct str name, const struct match *match)
{
	uint32_t number = rx_group_named(match->rx, name);

	if (number > 0 && number < match->captures.n)
		buf_add(out, match->captures.at[number]);
	else if (str_eq_nocase(name, STR("uri")) ||
	    str_eq_nocase(name, STR("document_uri")))
		buf_add(out, match->uri);
	else if (str_eq_nocase(name, STR("scheme")))
		buf_puts(out, "https");
	else
		return false;
	return true;
}

bool
target_expand(struct buf *out, const struct target *target,
    const struct match *match)
{
	for (size_t i = 0; i < target->pieces.n; i++) {
		const struct piece *p = &target->pieces.at[i];

		switch (p->kind) {
		case PIECE_TEXT:
			buf_add(out, str_cut(target->text, p->from, p->to));
			break;
		case PIECE_CAPTURE:
			if (p->number < match->captures.n)
				buf_add(out, match->captures.at[p->number]);
			break;
		case PIECE_VARIABLE:
			if (!expand_variable(out, p->name, match))
				return false;
			break;
		case PIECE_DOLLAR:
			return false;
		}
	}
	return true;
}

/* nginx: ngx_escape_uri() with NGX_ESCAPE_URI */
void
target_escape(struct buf *out, struct str path)
{
	static const char escaped[] = "\"#%<>?\\^`{|}";

	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.at[i];

		if (c <= ' ' || c >= 0x7F || strchr(escaped, c) != NULL)
			buf_printf(out, "%%%02X", c);
		else
			buf_putc(out, (char)c);
	}
}
