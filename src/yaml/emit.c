/*
 * YAML through libyaml's emitter: we choose the style of each scalar, it
 * does the layout. JSON by hand: the layout is fixed and the strings are
 * base/json's.
 */
#include "yaml/emit.h"

#include <math.h>
#include <stdlib.h>
#include <yaml.h>

#include "base/die.h"
#include "base/json.h"
#include "base/utf8.h"
#include "yaml/scalar.h"

/* The shortest decimal text that reads back as the same double. */
static void
put_double(struct buf *out, double number)
{
	size_t start = out->len;

	for (int digits = 15; digits <= 17; digits++) {
		out->len = start;
		buf_printf(out, "%.*g", digits, number);
		buf_putc(out, '\0');
		out->len--;
		if (strtod(out->at + start, NULL) == number)
			return;
	}
}

/* 1e+20 and 3 are strings or integers for PyYAML: 1.0e+20 and 3.0. */
static void
put_float(struct buf *out, double number)
{
	struct buf text;
	size_t e;

	buf_init(&text);
	put_double(&text, number);
	e = str_find_byte(buf_str(&text), 'e', 0);
	if (e == STR_NONE)
		e = text.len;
	buf_add(out, str_cut(buf_str(&text), 0, e));
	if (str_find_byte(buf_str(&text), '.', 0) == STR_NONE)
		buf_puts(out, ".0");
	buf_add(out, str_cut(buf_str(&text), e, text.len));
	buf_release(&text);
}

/*
 * The text of a number, boolean or null that every reader takes for the
 * same value.
 */
static void
canonical(struct buf *out, const struct node *n, bool json)
{
	long long integer;
	double number;

	if (n->type == TYPE_NULL)
		buf_puts(out, "null");
	else if (n->type == TYPE_BOOL)
		buf_puts(out, scalar_bool(n) ? "true" : "false");
	else if (n->type == TYPE_INT && scalar_int(n, &integer))
		buf_printf(out, "%lld", integer);
	else if (!scalar_float(n, &number))
		json_string(out, n->text);	/* out of any range */
	else if (isfinite(number))
		put_float(out, number);
	else if (json)
		buf_puts(out, "null");
	else
		buf_puts(out, isnan(number) ? ".nan" :
		    number < 0 ? "-.inf" : ".inf");
}

static yaml_scalar_style_t
string_style(struct str s)
{
	bool quote = false, lines = false, control = false;

	if (scalar_plain_safe(s))
		return YAML_PLAIN_SCALAR_STYLE;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		quote = quote || c == '"' || c == '\\';
		lines = lines || c == '\n';
		control = control || (c < 0x20 && c != '\n') || c >= 0x7F;
	}
	if (control)
		return YAML_DOUBLE_QUOTED_SCALAR_STYLE;
	if (lines)
		return YAML_LITERAL_SCALAR_STYLE;
	return quote ? YAML_SINGLE_QUOTED_SCALAR_STYLE :
	    YAML_DOUBLE_QUOTED_SCALAR_STYLE;
}

static int
write_to_buf(void *data, unsigned char *bytes, size_t n)
{
	buf_add(data, (struct str){ (const char *)bytes, n });
	return 1;
}

struct emitter {
	yaml_emitter_t lib;
	struct buf scratch;
};

static void
put_event(struct emitter *e, int made, yaml_event_t *event)
{
	if (!made || !yaml_emitter_emit(&e->lib, event))
		die("cannot write YAML: %s", e->lib.problem == NULL ?
		    "out of memory" : e->lib.problem);
}

/* libyaml refuses bytes that are no UTF-8; they become U+FFFD. */
static struct str
as_utf8(struct emitter *e, struct str s)
{
	size_t size;

	if (utf8_invalid(s) == STR_NONE)
		return s;
	buf_reset(&e->scratch);
	for (size_t i = 0; i < s.len; i += size)
		if (utf8_next(str_cut(s, i, s.len), &size) == UTF8_BAD)
			buf_puts(&e->scratch, "\xEF\xBF\xBD");
		else
			buf_add(&e->scratch, str_cut(s, i, i + size));
	return buf_str(&e->scratch);
}

static void
put_scalar(struct emitter *e, const struct node *n)
{
	yaml_scalar_style_t style = YAML_PLAIN_SCALAR_STYLE;
	struct str text = n->text;
	yaml_event_t event;
	struct buf value;

	buf_init(&value);
	if (n->type == TYPE_STR) {
		text = as_utf8(e, text);
		style = string_style(text);
	} else {
		canonical(&value, n, false);
		text = buf_str(&value);
	}
	put_event(e, yaml_scalar_event_initialize(&event, NULL, NULL,
	    (const yaml_char_t *)(text.len == 0 ? "" : text.at),
	    (int)text.len, 1, 1, style), &event);
	buf_release(&value);
}

static void
put_node(struct emitter *e, const struct node *n)
{
	bool flow = n->style == STYLE_FLOW;
	yaml_event_t event;

	if (n->kind == NODE_SCALAR) {
		put_scalar(e, n);
		return;
	}
	if (n->kind == NODE_SEQ) {
		put_event(e, yaml_sequence_start_event_initialize(&event,
		    NULL, NULL, 1, flow ? YAML_FLOW_SEQUENCE_STYLE :
		    YAML_BLOCK_SEQUENCE_STYLE), &event);
		for (uint32_t i = 0; i < n->count; i++)
			put_node(e, n->items[i]);
		put_event(e, yaml_sequence_end_event_initialize(&event),
		    &event);
		return;
	}
	put_event(e, yaml_mapping_start_event_initialize(&event, NULL, NULL,
	    1, flow ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE),
	    &event);
	for (uint32_t i = 0; i < n->count; i++) {
		put_node(e, n->entries[i].key);
		put_node(e, n->entries[i].value);
	}
	put_event(e, yaml_mapping_end_event_initialize(&event), &event);
}

void
emit_yaml(struct buf *out, const struct node *root)
{
	struct emitter e;
	yaml_event_t event;

	buf_init(&e.scratch);
	if (!yaml_emitter_initialize(&e.lib))
		die("out of memory");
	yaml_emitter_set_output(&e.lib, write_to_buf, out);
	yaml_emitter_set_unicode(&e.lib, 1);
	yaml_emitter_set_width(&e.lib, -1);
	put_event(&e, yaml_stream_start_event_initialize(&event,
	    YAML_UTF8_ENCODING), &event);
	put_event(&e, yaml_document_start_event_initialize(&event, NULL,
	    NULL, NULL, 1), &event);
	put_node(&e, root);
	put_event(&e, yaml_document_end_event_initialize(&event, 1), &event);
	put_event(&e, yaml_stream_end_event_initialize(&event), &event);
	yaml_emitter_delete(&e.lib);
	buf_release(&e.scratch);
	if (!str_ends(buf_str(out), STR("\n")))
		buf_putc(out, '\n');
}

static void
new_line(struct buf *out, unsigned level)
{
	buf_putc(out, '\n');
	buf_fill(out, ' ', (size_t)level * 2);
}

#define ONE_LINE UINT32_MAX		/* a level: everything on one line */

static void
put_json(struct buf *out, const struct node *n, unsigned level)
{
	bool map = n->kind == NODE_MAP, flat = level == ONE_LINE;

	if (n->kind == NODE_SCALAR) {
		if (n->type == TYPE_STR)
			json_string(out, n->text);
		else
			canonical(out, n, true);
		return;
	}
	buf_putc(out, map ? '{' : '[');
	for (uint32_t i = 0; i < n->count; i++) {
		json_comma(out);
		if (!flat)
			new_line(out, level + 1);
		if (map) {
			json_string(out, n->entries[i].key->text);
			buf_puts(out, flat ? ":" : ": ");
		}
		put_json(out, map ? n->entries[i].value : n->items[i],
		    flat ? level : level + 1);
	}
	if (n->count > 0 && !flat)
		new_line(out, level);
	buf_putc(out, map ? '}' : ']');
}

void
emit_json(struct buf *out, const struct node *n, unsigned level)
{
	put_json(out, n, level);
}

void
emit_json_line(struct buf *out, const struct node *n)
{
	put_json(out, n, ONE_LINE);
}
