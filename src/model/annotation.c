#include "model/annotation.h"

static const char *const true_words[] = {
	"1", "t", "T", "TRUE", "true", "True", NULL
};
static const char *const false_words[] = {
	"0", "f", "F", "FALSE", "false", "False", NULL
};

static bool
is_one_of(struct str text, const char *const *words)
{
	while (*words != NULL && !str_is(text, *words))
		words++;
	return *words != NULL;
}

bool
annotation_is_true(const struct node *value)
{
	return is_one_of(node_text(value), true_words);
}

bool
annotation_is_bool(const struct node *value)
{
	return annotation_is_true(value) ||
	    is_one_of(node_text(value), false_words);
}
