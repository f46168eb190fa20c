/*
 * leak: where a text that is put into nginx.conf stops being what it is meant
 * to be there (ngx_conf_read_token()).
 */
#ifndef LINT_LEAK_H
#define LINT_LEAK_H

#include "base/str.h"

enum leak_seat {
	SEAT_WORD,		/* return 301 TEXT; */
	SEAT_MIDDLE,		/* return 302 http://hTEXT; */
	SEAT_DOUBLE,		/* proxy_pass "TEXT"; */
	SEAT_SINGLE,		/* proxy_set_header x 'TEXT'; */
	SEAT_BLOCK,		/* location TEXT { */
	SEAT_DOUBLE_BLOCK,	/* location ~* "TEXT" { */
	SEAT_COMMENT		/* # TEXT */
};

/*
 * The byte that ends its place, with something behind it that nginx can take
 * for a directive. STR_NONE when it stays in its place, or when what it does
 * is no more than that nginx refuses the file.
 */
size_t leak_find(struct str text, enum leak_seat);

/* The first directive behind that byte, without its block. */
struct str leak_directive(struct str text, size_t at);

#endif
