#include "jsone/number.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

enum {
	DIGITS_MAX = 17,	/* enough for any double */
	EXACT_MAX = 21,		/* longer integers get an exponent */
	ZEROS_MAX = 6,		/* so do smaller fractions */
	/* digits, point, "e-308", sign and NUL */
	TEXT_MAX = DIGITS_MAX + 8,
};

/* A positive number is 0.DIGITS times ten to the power of `point`. */
struct decimal {
	char digits[TEXT_MAX];
	int n;
	int point;
};

/* The fewest digits that are still the same number. */
static void
decimal_make(struct decimal *dec, double number)
{
	char text[TEXT_MAX];
	int precision = 0;

	do {
		snprintf(text, sizeof(text), "%.*e", precision, number);
	} while (strtod(text, NULL) != number && ++precision < DIGITS_MAX);
	dec->n = 0;
	for (const char *c = text; *c != 'e'; c++)
		if (*c != '.')
			dec->digits[dec->n++] = *c;
	dec->point = (int)strtol(strchr(text, 'e') + 1, NULL, 10) + 1;
}

static void
add_digits(struct buf *out, const struct decimal *dec, int from, int to)
{
	for (int i = from; i < to; i++)
		buf_putc(out, i < dec->n ? dec->digits[i] : '0');
}

/* ECMA-262, Number::toString, whose n is `point` and whose k is `n`. */
static void
add_decimal(struct buf *out, const struct decimal *dec)
{
	int whole = 1;

	if (dec->point > 0 && dec->point <= EXACT_MAX) {
		whole = dec->point;
	} else if (dec->point <= 0 && dec->point > -ZEROS_MAX) {
		buf_puts(out, "0.");
		buf_fill(out, '0', (size_t)-dec->point);
		add_digits(out, dec, 0, dec->n);
		return;
	}
	add_digits(out, dec, 0, whole);
	if (dec->n > whole) {
		buf_putc(out, '.');
		add_digits(out, dec, whole, dec->n);
	}
	if (whole != dec->point)
		buf_printf(out, "e%+d", dec->point - 1);
}

struct str
number_text(struct arena *arena, double number)
{
	struct decimal dec;
	struct str text;
	struct buf out;

	assert(isfinite(number));
	if (fabs(number) < 1e15 && number == floor(number))
		return arena_printf(arena, "%.0f", number == 0 ? 0 : number);
	decimal_make(&dec, fabs(number));
	buf_init(&out);
	if (number < 0)
		buf_putc(&out, '-');
	add_decimal(&out, &dec);
	text = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return text;
}

static size_t
skip_digits(struct str s, size_t i)
{
	while (i < s.len && s.at[i] >= '0' && s.at[i] <= '9')
		i++;
	return i;
}

static size_t
skip_sign(struct str s, size_t i)
{
	return i + (i < s.len && (s.at[i] == '+' || s.at[i] == '-'));
}

static bool
is_number(struct str s)
{
	size_t from = skip_sign(s, 0), i = skip_digits(s, from);
	size_t digits = i - from;

	if (i < s.len && s.at[i] == '.') {
		from = i + 1;
		i = skip_digits(s, from);
		digits += i - from;
	}
	if (digits == 0)
		return false;
	if (i < s.len && (s.at[i] == 'e' || s.at[i] == 'E')) {
		from = skip_sign(s, i + 1);
		i = skip_digits(s, from);
		if (i == from)
			return false;
	}
	return i == s.len;
}

bool
number_parse(struct arena *arena, struct str s, double *number)
{
	if (!is_number(s))
		return false;
	/* The copy ends in NUL, as strtod() wants it. */
	*number = strtod(arena_str(arena, s).at, NULL);
	return true;
}
