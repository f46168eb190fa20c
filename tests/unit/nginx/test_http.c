/* Why nginx does not load a configuration, and the order it tells that in. */
#include "table.h"

/* The patterns are fine in other respects, or are they. */
static void
test_faults(void **state)
{
	static const struct {
		const char *lines[4];
		enum fault_kind kind;
		const char *message;
	} cases[] = {
		{ { "prefix  /foo  a", "prefix  /foo  b" },
		    FAULT_LOCATION_TWICE, "duplicate location \"/foo\"" },
		{ { "exact  /foo  a", "exact  /foo  b" },
		    FAULT_LOCATION_TWICE, "duplicate location \"/foo\"" },
		{ { "regex  /[z-a]  a" }, FAULT_PATTERN, "pcre_compile() "
		    "failed: range out of order in character class in "
		    "\"^/[z-a]\"" },
		{ { "prefix  /  a  from  /(  to  /" }, FAULT_PATTERN,
		    "pcre_compile() failed: missing closing parenthesis in "
		    "\"(?i)/(\"" },
		{ { "regex  /(?<uri>x)  a" }, FAULT_GROUP_NAME,
		    "the duplicate \"uri\" variable" },
		{ { "regex  /(?<Host>x)  a" }, FAULT_GROUP_NAME,
		    "the duplicate \"host\" variable" },
		{ { "prefix  /  a  return  301  /$" }, FAULT_TARGET,
		    "invalid variable name" },
		{ { "prefix  /  a  app-root  /$x/" }, FAULT_VARIABLE,
		    "unknown \"x\" variable" },
		{ { "prefix  /  a  set  b  $c" }, FAULT_VARIABLE,
		    "unknown \"c\" variable" },
		/* in the order of nginx: file, locations, variables, names */
		{ { "prefix  /  a  to  /$nope", "regex  /(  b" },
		    FAULT_PATTERN, "pcre_compile() failed: missing closing "
		    "parenthesis in \"^/(\"" },
		{ { "prefix  /  a  to  /$nope", "prefix  /  b" },
		    FAULT_LOCATION_TWICE, "duplicate location \"/\"" },
		{ { "server  a.*.b", "prefix  /  a  to  /$nope" },
		    FAULT_VARIABLE, "unknown \"nope\" variable" },
		{ { "prefix  /  a  from  /(  to  /{" }, FAULT_TARGET,
		    "the directive is not terminated by \";\"" },
		{ { "prefix  /  a  from  /(  to  /$" }, FAULT_PATTERN,
		    "pcre_compile() failed: missing closing parenthesis in "
		    "\"(?i)/(\"" },
		{ { "server  *a", "regex  /(  b" }, FAULT_NAME,
		    "server name \"*a\" is invalid" },
	};
	struct table t;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct fault *f;

		table_begin(&t, cases[i].lines);
		if (http_finish(&t.arena, &t.http, &t.set))
			fail_msg("%s", cases[i].lines[0]);
		f = &t.http.faults.at[0];
		if (f->kind != cases[i].kind ||
		    !str_is(f->message, cases[i].message))
			fail_msg("%s: %.*s", cases[i].lines[0],
			    STR_ARG(f->message));
		table_end(&t);
	}
}

static void
test_fine(void **state)
{
	static const char *const cases[][4] = {
		{ "prefix  /foo  a", "exact  /foo  b" },
		{ "prefix  /foo  a", "prefix  /FOO  b" },
		{ "regex  /foo  a", "regex  /foo  b" },
		{ "prefix  /foo  a", "server  b", "prefix  /foo  b" },
		/* what anybody defines, anybody may use */
		{ "prefix  /  a  to  /$X", "server  b", "regex  /(?<x>.)  b" },
		{ "prefix  /  a  to  /$x", "server  b", "prefix  /  b  set"
		    "  X  y" },
		{ "prefix  /  a  to  /$sub", "server  ~(?<sub>.)" },
		{ "regex  /(?<args>x)  a" },
		{ "prefix  ((  a" },
		/* $http_hostx is a header */
		{ "prefix  /  a  app-root  x" },
	};
	struct table t;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		table_begin(&t, cases[i]);
		if (!http_finish(&t.arena, &t.http, &t.set))
			fail_msg("%s: %.*s", cases[i][0],
			    STR_ARG(t.http.faults.at[0].message));
		table_end(&t);
	}
}

/* Each of them is told, with its place. */
static void
test_all_told(void **state)
{
	const struct location *l;
	struct table t;

	(void)state;
	table_begin(&t, LINES("prefix  /a  a  to  /$x$y", "prefix  /a  b",
	    "exact  /a  c", "prefix  /a  d"));
	assert_false(http_finish(&t.arena, &t.http, &t.set));
	l = t.http.servers.at[1].locations.at;
	assert_int_equal(t.http.faults.n, 4);
	assert_ptr_equal(t.http.faults.at[0].location, &l[1]);
	assert_ptr_equal(t.http.faults.at[0].other, &l[0]);
	assert_ptr_equal(t.http.faults.at[1].location, &l[3]);
	assert_ptr_equal(t.http.faults.at[1].other, &l[0]);
	assert_int_equal(t.http.faults.at[3].from, 3);
	assert_int_equal(t.http.faults.at[3].to, 5);
	table_end(&t);
}

/* What stands between quotes may have 4093 bytes. */
static void
test_length(void **state)
{
	static char text[5000];
	struct location *l;
	struct table t;

	(void)state;
	for (size_t i = 0; i < 8; i++) {
		bool regex = i >= 4, too_long = i % 2 == 1;
		/* with "^", or with a quote that is escaped */
		size_t len = (i % 4 < 2 ? 4093 - regex : 4092 - regex) +
		    too_long;

		memset(text, 'a', sizeof(text));
		text[0] = '/';
		if (i % 4 >= 2)
			text[1] = '"';
		table_begin(&t, LINES("prefix  /  a"));
		l = &t.http.servers.at[1].locations.at[0];
		l->kind = regex ? LOCATION_REGEX : LOCATION_PREFIX;
		l->text = (struct str){ text, len };
		if (http_finish(&t.arena, &t.http, &t.set) == too_long)
			fail_msg("%zu: %zu bytes", i, len);
		table_end(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_fine),
		cmocka_unit_test(test_all_told),
		cmocka_unit_test(test_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
