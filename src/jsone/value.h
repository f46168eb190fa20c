/*
 * value: what expressions work on. A value is a node; a function, which is
 * no JSON, is a scalar node that only value_is_function knows. Whatever
 * makes a node takes its size from the budget and gives NULL when that is
 * gone (reported); the place of a node made is given first.
 */
#ifndef JSONE_VALUE_H
#define JSONE_VALUE_H

#include "jsone/jsone.h"

/* Sets of types, for what an operator or function takes. */
enum value_type {
	VALUE_STR = 1, VALUE_NUMBER = 2, VALUE_INTEGER = 4, VALUE_BOOL = 8,
	VALUE_NULL = 16, VALUE_LIST = 32, VALUE_MAP = 64, VALUE_FUNCTION = 128,
	VALUE_ANY = 255
};

/* One of the bits; an integer also has VALUE_NUMBER. */
unsigned value_type(const struct node *);
/* "a string", "a function" and so on; "nothing" for NULL. */
const char *value_type_name(const struct node *);
/* The same, but "the number 2.5" for a number. */
struct str value_name(struct arena *, const struct node *);
/* "a string or a number" for a set. */
struct str value_set_name(struct arena *, unsigned set);

bool value_is_truthy(const struct node *);
/* False for anything but a finite number. */
bool value_number(const struct node *, double *);
/* As JSON writes it; "" for null. Only for a string, number, boolean, null. */
struct str value_text(struct arena *, const struct node *);

/*
 * Deep equality: numbers by value, mappings whatever their order. False when
 * the budget is gone.
 */
bool value_equal(struct jsone *, const struct node *a, const struct node *b,
    bool *equal);
/* The value as JSON text with sorted keys; false when the budget is gone. */
bool value_json(struct jsone *, const struct node *, struct str *json);
/* The first function in a value, or NULL. */
const struct node *value_find_function(const struct node *);
/* Bytes of all text in a value, shared parts counted in full. */
size_t value_bytes(const struct node *);

/* The place for what is made from two values: of the one from the context. */
struct span value_origin(const struct jsone *, const struct node *a,
    const struct node *b);

const struct node *value_make_str(struct jsone *, struct span, struct str);
const struct node *value_make_bool(struct jsone *, struct span, bool);
const struct node *value_make_null(struct jsone *, struct span);
/* Only for a finite number. */
const struct node *value_make_number(struct jsone *, struct span, double);
const struct node *value_make_list(struct jsone *, struct span,
    const struct node *const *items, size_t n);
/*
 * Keys must be unique unless `merge` is given. Then of equal keys the first
 * has the place, and the value is the last, or what `merge` makes of two.
 */
typedef const struct node *value_merge(struct jsone *,
    const struct node *earlier, const struct node *later);
const struct node *value_make_map(struct jsone *, struct span,
    struct entry *, size_t n, value_merge *merge);
/* For value_make_map: the later value. */
value_merge value_merge_later;
/* Lists joined, mappings merged into each other, else the later value. */
value_merge value_merge_deep;

/* The function of a name with the place it was named at. */
const struct node *value_make_function(struct jsone *, struct span,
    const char *name);
bool value_is_function(const struct node *);

#endif
