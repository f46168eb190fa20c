/*
 * The emitter knows no comments, so they are put into its text: each on
 * lines of its own, where a key begins, which is never inside a value.
 */
#include "adopt/write.h"

#include "base/utf8.h"
#include "yaml/edit.h"

void
maker_put(struct maker *m, const char *key, const struct node *value)
{
	struct entry *e;

	if (value == NULL)
		return;
	e = vec_add(m->arena, &m->entries);
	e->key = node_str(m->arena, SPAN_NONE, str_from(key));
	e->value = value;
}

void
maker_put_text(struct maker *m, const char *key, struct str text)
{
	if (text.len > 0)
		maker_put(m, key, node_str(m->arena, SPAN_NONE, text));
}

void
maker_put_key(struct maker *m, struct str key, struct str value)
{
	struct entry *e = vec_add(m->arena, &m->entries);

	e->key = node_str(m->arena, SPAN_NONE, key);
	e->value = node_str(m->arena, SPAN_NONE, value);
}

void
maker_add(struct maker *m, const struct node *item)
{
	*vec_add(m->arena, &m->items) = item;
}

const struct node *
maker_map(struct maker *m)
{
	return m->entries.n == 0 ? NULL : node_map(m->arena, SPAN_NONE,
	    m->entries.at, m->entries.n);
}

const struct node *
maker_list(struct maker *m)
{
	return m->items.n == 0 ? NULL : node_seq(m->arena, SPAN_NONE,
	    m->items.at, m->items.n);
}

/* Where the key of the value begins; 0 when there is none. */
static uint32_t
place_of(const struct node *root, struct str at)
{
	const struct entry *e = NULL;

	while (at.len > 0) {
		e = node_entry(root, str_next(&at, '.'));
		if (e == NULL)
			return 0;
		root = e->value;
	}
	return e == NULL ? 0 : e->key->span.start;
}

enum { WIDTH = 77 };

/* Fills lines with the words of a text that is safe to show. */
void
write_comment(struct buf *out, struct str text, size_t indent)
{
	struct buf shown;
	struct str rest;
	size_t column = 0;

	buf_init(&shown);
	utf8_show(&shown, text);
	rest = buf_str(&shown);
	while (rest.at != NULL) {
		struct str word = str_next(&rest, ' ');

		if (column > 0 && column + 1 + word.len > WIDTH) {
			buf_putc(out, '\n');
			column = 0;
		}
		if (column == 0) {
			buf_fill(out, ' ', indent);
			buf_putc(out, '#');
			column = indent + 1;
		}
		buf_putc(out, ' ');
		buf_add(out, word);
		column += 1 + word.len;
	}
	buf_putc(out, '\n');
	buf_release(&shown);
}

static struct edit
edit_of(struct arena *arena, struct str text, const struct node *root,
    const struct remark *r)
{
	uint32_t at = place_of(root, r->at), from = 0, line;
	struct edit edit = { .where = root->span };
	struct buf out;

	if (root->span.file != 0)
		from = root->span.start;
	line = at = at < from ? from : at;
	while (line > 0 && text.at[line - 1] != '\n')
		line--;
	buf_init(&out);
	write_comment(&out, r->text, at - line);
	edit.where.start = edit.where.end = line;
	edit.text = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return edit;
}

void
write_remarked(struct arena *arena, struct buf *out, struct str text,
    const struct node *root, const struct remark *remarks, size_t n)
{
	struct edit *edits = arena_array(arena, struct edit, n);
	struct str whole;

	for (size_t i = 0; i < n; i++)
		edits[i] = edit_of(arena, text, root, &remarks[i]);
	if (edit_apply(arena, text, edits, n, &whole))
		buf_add(out, whole);
}
