/*
 * What is said about faulty specs, and how firmly.
 */
#include "faults.h"

static void
test_findings(void **state)
{
	struct release *release;
	struct reading r;

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		reading_begin(&r, str_from(faults[i].text));
		release = reading_load(&r);
		assert_text(reading_findings(&r), faults[i].found);
		/* the YAML reader reports, and goes on */
		if (strstr(faults[i].found, "yaml-") == NULL &&
		    r.stream.documents.n == 1)
			assert_int_equal(release == NULL,
			    *faults[i].found != '\0');
		reading_end(&r);
	}
}

/* The places and words around a finding. */
static void
test_notes(void **state)
{
	static const struct {
		const char *text, *where, *note, *note_where, *fix;
	} cases[] = {
		{ HEAD "  hosts: [a.b, c.d, a.b]\n" BLUE,
		    "a.b", "first listed here", "a.b",
		    "remove one of the two" },
		{ HEAD HOSTS BLUE "  tls: [{hosts: [shop.exmaple.com]}]\n",
		    "shop.exmaple.com", NULL, NULL, "shop.example.com" },
		{ HEAD HOSTS BLUE "  tls: [{hosts: [other.org]}]\n",
		    "other.org", NULL, NULL,
		    "list it under spec.hosts, or remove it here" },
		{ HEAD HOSTS BLUE "  routes: [{path: /a//b}]\n",
		    "//", NULL, NULL, NULL },
		{ HEAD HOSTS BLUE "  routes: [{path: '/a/../b'}]\n",
		    "/..", NULL, NULL, NULL },
		{ HEAD HOSTS BLUE "  routes: [{path: a}]\n",
		    "a", NULL, NULL, "path: /a" },
		{ HEAD HOSTS BLUE "  green: {service: {name: shop-v1, "
		    "port: 80}}\n",
		    "name", "blue is here", "name", NULL },
		{ HEAD HOSTS BLUE GREEN "  preview: {path: /Green}\n"
		    "  routes: [{path: /green/x}]\n",
		    "/Green", "the live route", "/green/x",
		    "choose a preview path under which no route lies" },
		{ HEAD HOSTS BLUE GREEN "  preview: {host: shop.example.com}\n",
		    "shop.example.com", "the live host", "shop.example.com",
		    NULL },
		{ HEAD HOSTS "  blue: {version: v1}\n",
		    "version", NULL, NULL,
		    "service: {name: SERVICE, port: PORT}" },
		{ HEAD HOSTS, "spec", NULL, NULL,
		    "blue: {service: {name: SERVICE, port: PORT}}" },
		{ HEAD BLUE, "blue", NULL, NULL, "hosts: [shop.example.com]" },
		{ HEAD HOSTS BLUE "  phase: cutover\n", "cutover", NULL, NULL,
		    "green: {service: {name: SERVICE, port: PORT}}" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *note = cases[i].note;
		const char *fix = cases[i].fix;
		const struct diag *d;
		struct reading r;

		reading_begin(&r, str_from(cases[i].text));
		assert_null(reading_load(&r));
		diags_finish(&r.diags);
		assert_int_equal(r.diags.list.n, 1);
		d = r.diags.list.at[0];
		assert_text(source_text(&r.sources, d->where),
		    cases[i].where);
		assert_true((d->notes.n > 0) == (note != NULL));
		if (note != NULL) {
			assert_text(d->notes.at[0].text, note);
			assert_text(source_text(&r.sources,
			    d->notes.at[0].where),
			    cases[i].note_where);
		}
		assert_int_equal(d->fixes.n, fix != NULL);
		if (fix != NULL)
			assert_text(d->fixes.at[0].say, fix);
		reading_end(&r);
	}
}

/* A rule that is no error by configuration keeps nothing from loading. */
static void
test_levels(void **state)
{
	static const char text[] = HEAD HOSTS BLUE
	    "  green: {service: {name: shop-v1, port: 80}}\n";
	static const struct {
		enum level level;
		bool loads;
	} levels[] = {
		{ LEVEL_ERROR, false }, { LEVEL_WARNING, true },
		{ LEVEL_NOTE, true }, { LEVEL_OFF, true },
	};
	struct reading r;

	(void)state;
	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
		reading_begin(&r, str_from(text));
		r.diags.level[RULE_RELEASE_SAME_BACKEND] = levels[i].level;
		assert_int_equal(reading_load(&r) != NULL, levels[i].loads);
		reading_end(&r);
	}
}

/* More values than any release holds, without looking at them. */
static void
test_limit(void **state)
{
	struct reading r;
	struct buf text;

	(void)state;
	buf_init(&text);
	buf_puts(&text, HEAD BLUE "  hosts:\n");
	for (int i = 0; i < 270000; i++)
		buf_puts(&text, "  - a\n");
	reading_begin(&r, buf_str(&text));
	assert_null(reading_load(&r));
	assert_text(reading_findings(&r), "1:1 yaml-limit this release holds "
	    "more than 262144 values and is not read\n");
	reading_end(&r);
	buf_release(&text);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_findings),
		cmocka_unit_test(test_notes),
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
