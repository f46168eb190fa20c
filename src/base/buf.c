#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/die.h"

void
buf_init(struct buf *b)
{
	*b = (struct buf){ NULL, 0, 0 };
}

void
buf_release(struct buf *b)
{
	free(b->at);
	buf_init(b);
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
}

static char *
buf_room(struct buf *b, size_t more)
{
	size_t room = b->room == 0 ? 256 : b->room;

	if (more > SIZE_MAX / 4 - b->len)
		die("out of memory");
	while (room < b->len + more)
		room *= 2;
	if (room != b->room) {
		b->at = realloc(b->at, room);
		if (b->at == NULL)
			die("out of memory");
		b->room = room;
	}
	return b->at + b->len;
}

void
buf_add(struct buf *b, struct str s)
{
	if (s.len == 0)
		return;
	memcpy(buf_room(b, s.len), s.at, s.len);
	b->len += s.len;
}

void
buf_puts(struct buf *b, const char *text)
{
	buf_add(b, str_from(text));
}

void
buf_putc(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	b->len++;
}

void
buf_fill(struct buf *b, char c, size_t n)
{
	if (n == 0)
		return;
	memset(buf_room(b, n), c, n);
	b->len += n;
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0)
		die("cannot format a message:");
	va_start(args, fmt);
	vsnprintf(buf_room(b, (size_t)len + 1), (size_t)len + 1, fmt, args);
	va_end(args);
	b->len += (size_t)len;
}
