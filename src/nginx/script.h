/*
 * script: a text with captures and variables, as nginx compiles and runs it
 * for the targets of rewrites and the URLs of returns
 * (ngx_http_script_compile()).
 */
#ifndef NGINX_SCRIPT_H
#define NGINX_SCRIPT_H

#include <stdint.h>

#include "nginx/request.h"
#include "rx/rx.h"

struct http;
struct server;
struct location;

enum script_part_kind {
	PART_TEXT,
	PART_CAPTURE,	/* $1 to $9: one digit */
	PART_VARIABLE	/* $name or ${name}; $0 and $01 are such */
};

struct script_part {
	enum script_part_kind kind;
	uint32_t from, to;	/* bytes of the text */
	uint32_t number;	/* of the capture */
	struct str name;	/* of the variable, in lower case */
};

struct script {
	struct str text;
	VEC(struct script_part) parts;
	/* Why nginx refuses it, and the bytes to show; empty when fine. */
	struct str error;
	uint32_t error_from, error_to;
};

void script_read(struct arena *, struct str text, struct script *);
/* Where the name of a variable that begins at `at` ends. */
size_t script_name_end(struct str text, size_t at);

/* What named groups captured: the variable of that name has it. */
struct capture_name {
	struct str name, value;
};

/* What the last match captured. */
struct captures {
	const struct str *at;	/* by number; [0] is the whole match */
	uint32_t n;		/* 0: there was no match */
	/* Of earlier matches too; the later of two counts. */
	VEC(struct capture_name) names;
};

/* Adds the captures of a match to those of earlier ones. */
void script_capture(struct arena *, const struct rx *,
    const struct rx_captures *, struct captures *);

/* What variables are read from. */
struct script_scope {
	const struct http *http;
	const struct request *request;
	const struct reading *reading;
	struct str path, args;	/* $uri and $args now */
	const struct server *server;
	const struct location *location;	/* NULL before it is known */
	struct captures captures;
	/* The names from here on were captured after `set` was run. */
	size_t late_names;
	/*
	 * A variable was used whose value only a real connection has; it
	 * stands in the text by its name.
	 */
	struct str unknown;
};

/* Adds what it stands for; nothing is escaped. */
void script_run(struct buf *, const struct script *, struct script_scope *);

/* It redirects: it begins with http://, https:// or $scheme. */
bool script_redirects(const struct script *);

/* What a rewrite comes to. */
enum rewriting {
	REWRITING_URI,		/* path and args of the scope are new */
	REWRITING_REDIRECT,	/* 302 to `location` */
	REWRITING_EMPTY		/* nothing is left of the URI: 500 */
};
enum rewriting script_rewrite(struct arena *, const struct script *,
    struct script_scope *, struct str *location);

/*
 * nginx 1.27.1 with the modules of the controller's image defines the
 * variable. ASCII case does not matter in names, here and below.
 */
bool script_knows(struct str name);
/* It does, and a named group must not have that name. */
bool script_is_fixed(struct str name);
/* Adds the value of a variable that exists. */
void script_value(struct buf *, struct script_scope *, struct str name);

#endif
