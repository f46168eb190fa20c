/*
 * What is a placeholder, and what only looks like one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "k8s/placeholder.h"

static const struct {
	const char *text, *found;
} cases[] = {
	{ "${HOST}", "${HOST}" },
	{ "shop.${host}.com", "${host}" },
	{ "${PORT:-80}", "${PORT:-80}" },
	{ "${A-b}", "${A-b}" },
	{ "${a.b}", "${a.b}" },
	{ "$(NAMESPACE)", "$(NAMESPACE)" },
	{ "a.$(minikube ip).xip.io", "$(minikube ip)" },
	{ "$DOMAIN", "$DOMAIN" },
	{ "a.$DOMAIN_2.c", "$DOMAIN_2" },
	{ "web-$ENV-1", "$ENV" },
	{ "<host>", "<host>" },
	{ "x-<your domain>-y", "<your domain>" },
	{ "__HOST__", "__HOST__" },
	{ "__A_B2__.c", "__A_B2__" },
	{ "CHANGEME-web", "CHANGEME" },
	{ "x-REPLACE_ME", "REPLACE_ME" },
	{ "$1 ${B}", "${B}" },
	{ "", NULL }, { "$", NULL }, { "${", NULL }, { "${}", NULL },
	{ "${A", NULL }, { "${A:", NULL }, { "${A:-b", NULL },
	{ "/${1}", NULL },
	{ "$host", NULL }, { "$A", NULL }, { "/$HOST", NULL },
	{ "https://$HOST/", NULL }, { "(a$|$B)", NULL },
	{ "/a(/|$)(.*)", NULL },
	{ "/a$(1)", NULL },
	{ "(?<name>x)", NULL }, { "(?P<name>x)", NULL },
	{ "\\k<name>", NULL }, { "\\g<name>", NULL },
	{ "a < b > c", NULL }, { "<", NULL }, { "<a", NULL }, { "<1>", NULL },
	{ "__", NULL }, { "__A", NULL }, { "__a__", NULL }, { "_A_", NULL },
	{ "changeme", NULL },
};

static void
test_find(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str s = str_from(cases[i].text);
		size_t from = 0, to = 0;
		bool found = placeholder_find(s, &from, &to);

		if (found != (cases[i].found != NULL) || (found &&
		    !str_is(str_cut(s, from, to), cases[i].found)))
			fail_msg("%s: %.*s", cases[i].text,
			    STR_ARG(str_cut(s, from, to)));
	}
}

static void
test_template(void **state)
{
	size_t from, to;

	(void)state;
	assert_true(template_find(STR("a {{ .b }} c"), &from, &to));
	assert_int_equal(from, 2);
	assert_int_equal(to, 10);
	assert_false(template_find(STR("{ {a} }"), &from, &to));
	assert_false(template_find(STR("{\"a\": {\"b\": {}}}"), &from, &to));
	assert_false(template_find(STR("a{{2"), &from, &to));
	assert_false(template_find(STR(""), &from, &to));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_template),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
