#include "base/utf8.h"

uint32_t
utf8_next(struct str s, size_t *size)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)s.at;
	unsigned n = p[0] < 0x80 ? 1 : p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 :
	    p[0] < 0xF0 ? 3 : p[0] < 0xF5 ? 4 : 0;
	uint32_t c;

	*size = 1;
	if (n == 1)
		return p[0];
	if (n == 0 || n > s.len)
		return UTF8_BAD;
	c = p[0] & (0xFF >> (n + 1));
	for (unsigned i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return UTF8_BAD;
		c = c << 6 | (p[i] & 0x3F);
	}
	if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return UTF8_BAD;
	*size = n;
	return c;
}

size_t
utf8_count(struct str s)
{
	size_t n = 0, size;

	for (size_t i = 0; i < s.len; i += size, n++)
		utf8_next(str_cut(s, i, s.len), &size);
	return n;
}

size_t
utf8_invalid(struct str s)
{
	size_t size;

	for (size_t i = 0; i < s.len; i += size) {
		size = 1;
		if ((unsigned char)s.at[i] < 0x80)
			continue;
		if (utf8_next(str_cut(s, i, s.len), &size) == UTF8_BAD)
			return i;
	}
	return STR_NONE;
}

struct range {
	uint32_t from, to;
};

static bool
in_ranges(uint32_t c, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return true;
	return false;
}

/* The blocks that terminals draw two columns wide; Unicode TR 11, W and F. */
static const struct range wide[] = {
	{ 0x1100, 0x115F }, { 0x231A, 0x231B }, { 0x2329, 0x232A },
	{ 0x23E9, 0x23EC }, { 0x25FD, 0x25FE }, { 0x2614, 0x2615 },
	{ 0x2648, 0x2653 }, { 0x26AA, 0x26AB }, { 0x2705, 0x2705 },
	{ 0x270A, 0x270B }, { 0x2728, 0x2728 }, { 0x274C, 0x274C },
	{ 0x274E, 0x274E }, { 0x2753, 0x2755 }, { 0x2757, 0x2757 },
	{ 0x2E80, 0x303E }, { 0x3041, 0x33FF }, { 0x3400, 0x4DBF },
	{ 0x4E00, 0x9FFF }, { 0xA000, 0xA4CF }, { 0xA960, 0xA97F },
	{ 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F },
	{ 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F },
	{ 0x1F680, 0x1F6FF }, { 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
};

static const struct range combining[] = {
	{ 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD },
	{ 0x0610, 0x061A }, { 0x064B, 0x065F }, { 0x0E31, 0x0E31 },
	{ 0x0E34, 0x0E3A }, { 0x0E47, 0x0E4E }, { 0x1AB0, 0x1AFF },
	{ 0x1DC0, 0x1DFF }, { 0x20D0, 0x20FF }, { 0xFE00, 0xFE0F },
	{ 0xFE20, 0xFE2F }, { 0xE0100, 0xE01EF },
};

static const struct range control[] = {
	{ 0x00, 0x1F }, { 0x7F, 0x9F }, { 0x061C, 0x061C },
	{ 0x200B, 0x200F }, { 0x2028, 0x202E }, { 0x2060, 0x206F },
	{ 0xFEFF, 0xFEFF }, { 0xFFF9, 0xFFFB }, { 0xE0000, 0xE007F },
};

#define IN(c, table) in_ranges((c), (table), sizeof(table) / sizeof(*(table)))

unsigned
utf8_width(uint32_t c)
{
	if (c < 0x300)
		return 1;
	if (IN(c, combining))
		return 0;
	return IN(c, wide) ? 2 : 1;
}

bool
utf8_is_control(uint32_t c)
{
	return IN(c, control);
}

size_t
utf8_show_next(struct buf *out, struct str s, size_t *size)
{
	uint32_t c = utf8_next(s, size);
	size_t before = out->len;

	if (c == UTF8_BAD || (utf8_is_control(c) && c < 0x80 &&
	    c != '\n' && c != '\t' && c != '\r'))
		buf_printf(out, "\\x%02X", (unsigned char)s.at[0]);
	else if (c == '\n')
		buf_puts(out, "\\n");
	else if (c == '\t')
		buf_puts(out, "\\t");
	else if (c == '\r')
		buf_puts(out, "\\r");
	else if (utf8_is_control(c))
		buf_printf(out, "\\u{%X}", (unsigned)c);
	else {
		buf_add(out, str_cut(s, 0, *size));
		return utf8_width(c);
	}
	return out->len - before;
}

size_t
utf8_show(struct buf *out, struct str s)
{
	size_t columns = 0, size;

	for (size_t i = 0; i < s.len; i += size)
		columns += utf8_show_next(out, str_cut(s, i, s.len), &size);
	return columns;
}
