#include "yaml/mark.h"

void
mark_start(struct mark_cursor *m, struct str text, bool ascii)
{
	*m = (struct mark_cursor){ text, ascii, 0, 0 };
}

static bool
continues(const struct mark_cursor *m, size_t byte)
{
	return byte < m->text.len &&
	    ((unsigned char)m->text.at[byte] & 0xC0) == 0x80;
}

size_t
mark_byte(struct mark_cursor *m, size_t character)
{
	if (m->ascii)
		return character < m->text.len ? character : m->text.len;
	while (m->character < character && m->byte < m->text.len) {
		do
			m->byte++;
		while (continues(m, m->byte));
		m->character++;
	}
	while (m->character > character) {
		do
			m->byte--;
		while (continues(m, m->byte));
		m->character--;
	}
	return m->byte;
}
