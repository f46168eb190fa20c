/*
 * A line of mdoc is either text or a macro with words. Words are collected
 * into filled lines; a macro for words puts something around them. In a
 * display lines stand as they are. As Markdown a paragraph is one line, words
 * of code are quoted as such, and a display is indented by four.
 */
#include "cli/manual.h"

enum { WIDTH = 76, LISTS = 4 };

struct page {
	struct buf *out;
	size_t column;		/* of the line being filled */
	bool inside;		/* it has words */
	unsigned indent;
	struct buf word;	/* not yet written: more may be glued to it */
	bool markdown;
	bool literal;		/* in a display */
	bool code;		/* in words that Markdown has as code */
	bool bullet;		/* the next line begins an item */
	bool bullets[LISTS];	/* whether the items of a list have bullets */
	unsigned lists;		/* that are open */
	bool glue;		/* the next word follows without a blank */
	bool gap;		/* a blank line is due */
};

/* What stands around the words of a macro. */
static const struct around {
	const char *macro, *before, *after;
	const char *mark;	/* around it in Markdown, if not the same */
} arounds[] = {
	{ "Ql", "\"", "\"", "`" }, { "Dq", "\"", "\"", NULL },
	{ "Sq", "'", "'", NULL }, { "Pq", "(", ")", NULL },
	{ "Fl", "-", "", "`" }, { "Em", "", "", "*" },
	{ "Sy", "", "", "**" }, { "Ic", "", "", "`" },
	{ "Li", "", "", "`" }, { "Ar", "", "", "*" },
	{ "Pa", "", "", "`" }, { "Cm", "", "", "`" },
	{ "Va", "", "", "`" }, { "Ev", "", "", "`" },
	{ "Nm", "greenlight", "", NULL }, { "No", "", "", NULL },
	{ "Qq", "\"", "\"", NULL },
};

static const struct around *
find_around(struct str word)
{
	for (size_t i = 0; i < sizeof(arounds) / sizeof(*arounds); i++)
		if (str_is(word, arounds[i].macro))
			return &arounds[i];
	return NULL;
}

/* Adds a word with its escapes undone: \e \- \& and quotes. */
static void
put_escaped(struct buf *out, struct str s)
{
	static const struct {
		const char *name, *text;
	} named[] = {
		{ "\\e", "\\" }, { "\\-", "-" }, { "\\&", "" },
		{ "\\ ", " " }, { "\\(dq", "\"" }, { "\\(aq", "'" },
		{ "\\(ti", "~" }, { "\\(ha", "^" }, { "\\(en", "-" },
		{ "\\(->", "->" }, { "\\(ga", "`" }, { "\\(ba", "|" },
	};

	for (size_t i = 0; i < s.len; ) {
		struct str rest = str_cut(s, i, s.len);
		size_t k = 0;

		while (k < sizeof(named) / sizeof(*named) &&
		    !str_starts(rest, str_from(named[k].name)))
			k++;
		if (k < sizeof(named) / sizeof(*named)) {
			buf_puts(out, named[k].text);
			i += strlen(named[k].name);
		} else
			buf_putc(out, s.at[i++]);
	}
}

/* The same as text in which Markdown finds nothing. */
static void
put_plain(struct buf *out, struct str s)
{
	struct buf text;

	buf_init(&text);
	put_escaped(&text, s);
	for (size_t i = 0; i < text.len; i++) {
		if (strchr("\\`*_[]<>#|", text.at[i]) != NULL)
			buf_putc(out, '\\');
		buf_putc(out, text.at[i]);
	}
	buf_release(&text);
}

static void
start_line(struct page *p)
{
	if (p->gap)
		buf_putc(p->out, '\n');
	p->gap = false;
	buf_fill(p->out, ' ', p->bullet ? p->indent - 2 : p->indent);
	if (p->bullet)
		buf_puts(p->out, "- ");
	p->bullet = false;
	p->column = p->indent;
}

/* Writes the word that is complete now, on a new line if it is too long. */
static void
flush_word(struct page *p)
{
	if (p->word.len == 0)
		return;
	if (!p->markdown && p->inside &&
	    p->column + 1 + p->word.len > WIDTH) {
		buf_putc(p->out, '\n');
		p->inside = false;
	}
	if (!p->inside)
		start_line(p);
	else {
		buf_putc(p->out, ' ');
		p->column++;
	}
	p->inside = true;
	buf_add(p->out, buf_str(&p->word));
	p->column += p->word.len;
	buf_reset(&p->word);
}

static void
end_line(struct page *p)
{
	flush_word(p);
	if (p->inside)
		buf_putc(p->out, '\n');
	p->inside = false;
	p->glue = false;
}

static void
put_word(struct page *p, struct str word)
{
	if (!p->glue)
		flush_word(p);
	if (p->markdown && !p->code)
		put_plain(&p->word, word);
	else
		put_escaped(&p->word, word);
	p->glue = false;
}

/* The next word of a macro line, quotes taken off. */
static bool
next_arg(struct str *rest, struct str *word)
{
	size_t end;

	*rest = str_trim(*rest);
	if (rest->len == 0)
		return false;
	if (rest->at[0] == '"') {
		end = str_find_byte(*rest, '"', 1);
		if (end == STR_NONE)
			end = rest->len;
		*word = str_cut(*rest, 1, end);
		*rest = str_cut(*rest, end + 1, rest->len);
		return true;
	}
	end = str_find_byte(*rest, ' ', 0);
	if (end == STR_NONE)
		end = rest->len;
	*word = str_cut(*rest, 0, end);
	*rest = str_cut(*rest, end, rest->len);
	return true;
}

static bool
is_punctuation(struct str word)
{
	return word.len == 1 && strchr(".,:;?!)", word.at[0]) != NULL;
}

/* Takes the closing punctuation, which stays outside, off the words. */
static struct str
take_closing(struct str *words)
{
	struct str rest = *words, closing = { NULL, 0 }, word;

	while (next_arg(&rest, &word)) {
		if (!is_punctuation(word))
			closing.at = NULL;
		else if (closing.at == NULL)
			closing.at = word.at;
	}
	if (closing.at == NULL)
		return (struct str){ NULL, 0 };
	closing.len = (size_t)(words->at + words->len - closing.at);
	words->len -= closing.len;
	return closing;
}

static void put_macro(struct page *, struct str macro, struct str rest);

static void
put_glued(struct page *p, const char *text)
{
	p->glue = true;
	put_word(p, str_from(text));
	p->glue = true;
}

/* A mark of Markdown; what follows is glued to it. */
static void
put_mark(struct page *p, const char *mark)
{
	if (!p->glue)
		flush_word(p);
	buf_puts(&p->word, mark);
	p->glue = true;
}

static void
open_words(struct page *p, const struct around *around)
{
	bool marked = p->markdown && around->mark != NULL;

	if (marked)
		put_mark(p, around->mark);
	p->code = marked && around->mark[0] == '`';
	/* in code, quotes would be part of it */
	if (around->before[0] == '\0' || (p->code &&
	    around->before[0] == '"'))
		return;
	put_word(p, str_from(around->before));
	p->glue = true;
}

static void
close_words(struct page *p, const struct around *around)
{
	bool marked = p->markdown && around->mark != NULL;

	if (around->after[0] != '\0' && !(p->code &&
	    around->after[0] == '"'))
		put_glued(p, around->after);
	p->code = false;
	if (!marked)
		return;
	p->glue = true;
	put_mark(p, around->mark);
}

/* The words of a macro line with what the macro puts around them. */
static void
put_words(struct page *p, struct str words, const struct around *around)
{
	struct str closing = take_closing(&words), word;

	open_words(p, around);
	while (next_arg(&words, &word)) {
		if (find_around(word) != NULL && str_is(STR("Pq"),
		    around->macro)) {
			put_macro(p, word, words);
			break;
		}
		put_word(p, word);
	}
	close_words(p, around);
	while (next_arg(&closing, &word)) {
		p->glue = true;
		put_word(p, word);
	}
	p->glue = false;
}

/* .Xr name section: name(section) */
static void
put_reference(struct page *p, struct str rest)
{
	struct str name, section;

	if (!next_arg(&rest, &name) || !next_arg(&rest, &section))
		return;
	put_word(p, name);
	put_glued(p, "(");
	put_word(p, section);
	put_glued(p, ")");
	put_words(p, rest, find_around(STR("No")));
}

static void
paragraph(struct page *p)
{
	end_line(p);
	p->gap = p->out->len > 0;
}

static void
open_list(struct page *p, struct str rest)
{
	struct str kind;

	paragraph(p);
	p->bullets[p->lists] = p->markdown || (next_arg(&rest, &kind) &&
	    str_is(kind, "-bullet"));
	if (p->bullets[p->lists++])
		p->indent += 2;
}

static void
close_list(struct page *p)
{
	paragraph(p);
	if (p->bullets[--p->lists])
		p->indent -= 2;
}

static void
put_item(struct page *p, struct str rest)
{
	bool tagged = str_trim(rest).len > 0;

	paragraph(p);
	p->bullet = p->bullets[p->lists - 1];
	if (tagged && p->markdown)
		put_mark(p, "**");
	put_words(p, rest, find_around(STR("No")));
	if (tagged && p->markdown) {
		p->glue = true;
		put_mark(p, "**:");
		p->glue = false;
	} else if (tagged)
		end_line(p);
}

static void
put_macro(struct page *p, struct str macro, struct str rest)
{
	const struct around *around = find_around(macro);

	if (str_is(macro, "Pp"))
		paragraph(p);
	else if (str_is(macro, "Bl") && p->lists < LISTS)
		open_list(p, rest);
	else if (str_is(macro, "Bd") || str_is(macro, "Dl")) {
		paragraph(p);
		p->literal = str_is(macro, "Bd");
		p->indent += 4;
		if (!p->literal) {
			start_line(p);
			put_escaped(p->out, str_trim(rest));
			p->indent -= 4;
			paragraph(p);
		}
	} else if (str_is(macro, "It") && p->lists > 0)
		put_item(p, rest);
	else if (str_is(macro, "Xr"))
		put_reference(p, rest);
	else if (str_is(macro, "El") && p->lists > 0)
		close_list(p);
	else if (around != NULL && str_is(macro, "Nm") && rest.len == 0)
		put_word(p, STR("greenlight"));
	else if (around != NULL)
		put_words(p, rest, str_is(macro, "Nm") ?
		    find_around(STR("No")) : around);
}

static void
put_literal(struct page *p, struct str line)
{
	if (str_starts(line, STR(".Ed"))) {
		p->literal = false;
		p->indent -= 4;
		p->gap = true;
		return;
	}
	if (line.len > 0)
		start_line(p);
	put_escaped(p->out, line);
	buf_putc(p->out, '\n');
}

static void
put_line(struct page *p, struct str line)
{
	struct str rest = line, word;

	if (p->literal)
		put_literal(p, line);
	else if (str_starts(line, STR(".\\\"")))
		return;
	else if (str_starts(line, STR("."))) {
		rest = str_cut(line, 1, line.len);
		word = str_next(&rest, ' ');
		put_macro(p, word, rest);
	} else
		while (rest.at != NULL) {
			word = str_next(&rest, ' ');
			if (word.len > 0)
				put_word(p, word);
		}
}

static bool
is_heading(struct str line, struct str name)
{
	struct str rest = str_cut(line, 4, line.len);

	return str_starts(line, STR(".Ss ")) &&
	    str_eq(str_next(&rest, ' '), name);
}

bool
manual_section(struct buf *out, struct str page, struct str name,
    enum manual_style style)
{
	struct page p = { .out = out, .markdown = style == MANUAL_MARKDOWN };
	bool inside = false;

	buf_init(&p.word);
	while (page.at != NULL) {
		struct str line = str_next(&page, '\n');

		if (is_heading(line, name)) {
			inside = true;
			if (style == MANUAL_PAGE) {
				put_escaped(out, str_cut(line, 4, line.len));
				buf_puts(out, "\n\n");
				p.indent = 2;
			}
		} else if (inside && (str_starts(line, STR(".Ss ")) ||
		    str_starts(line, STR(".Sh "))))
			break;
		else if (inside)
			put_line(&p, line);
	}
	end_line(&p);
	buf_release(&p.word);
	return inside;
}
