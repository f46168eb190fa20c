/*
 * Phase and promote: the text before and after, byte for byte.
 */
#include "reading.h"

/* Shorter than HEAD: what the edits look at is all below `spec`. */
#define TOP	"apiVersion: greenlight.dev/v1\nkind: Release\n" \
		"metadata: {name: a}\n"
#define OTHER	"---\n" TOP "spec:\n  hosts: [b.b]\n" \
		"  blue: {service: {name: x, port: 1}}\n"

static struct str
set_phase(struct reading *r, enum phase phase)
{
	struct str text;

	return release_set_phase(&r->arena, &r->diags, &r->sources,
	    &r->strategies, r->file, &r->stream, phase, &text) ? text : (struct str){ NULL, 0 };
}

static struct str
promote(struct reading *r)
{
	struct str text;

	return release_promote(&r->arena, &r->diags, &r->sources,
	    &r->strategies, r->file, &r->stream, &text) ? text : (struct str){ NULL, 0 };
}

static void
test_phase(void **state)
{
	static const struct {
		enum phase phase;
		const char *before, *after;
	} cases[] = {
		/* replaced, quoted as it was */
		{ PHASE_CUTOVER,
		    TOP "spec:\n  phase: blue-live   # now\n" HOSTS BLUE GREEN,
		    TOP "spec:\n  phase: cutover   # now\n" HOSTS BLUE GREEN },
		{ PHASE_CUTOVER,
		    TOP "spec:\n  phase: \"rollback\"\n" HOSTS BLUE GREEN,
		    TOP "spec:\n  phase: \"cutover\"\n" HOSTS BLUE GREEN },
		{ PHASE_CUTOVER,
		    TOP "spec:\n  phase: 'rollback'\n" HOSTS BLUE GREEN,
		    TOP "spec:\n  phase: 'cutover'\n" HOSTS BLUE GREEN },
		{ PHASE_CUTOVER,
		    TOP "spec:\n  phase: !!str rollback\n" HOSTS BLUE GREEN,
		    TOP "spec:\n  phase: !!str cutover\n" HOSTS BLUE GREEN },
		{ PHASE_CUTOVER,
		    TOP "spec:\n  phase: >-\n    rollback\n" HOSTS BLUE GREEN,
		    TOP "spec:\n  phase: cutover\n" HOSTS BLUE GREEN },
		{ PHASE_CUTOVER,
		    TOP "spec:\n  phase:\n" HOSTS BLUE GREEN,
		    TOP "spec:\n  phase: cutover\n" HOSTS BLUE GREEN },
		{ PHASE_CUTOVER,
		    TOP "spec:\n  phase: ~\n" HOSTS BLUE GREEN,
		    TOP "spec:\n  phase: cutover\n" HOSTS BLUE GREEN },
		/* nothing to do */
		{ PHASE_CUTOVER,
		    TOP "spec:\n  phase: \"cutover\"\n" HOSTS BLUE GREEN,
		    TOP "spec:\n  phase: \"cutover\"\n" HOSTS BLUE GREEN },
		/* put in: first, or after strategy */
		{ PHASE_ROLLBACK,
		    TOP "spec:   # it\n\n    # hosts\n    hosts: [a.a]\n"
		    "    blue: {service: {name: x, port: 1}}\n",
		    TOP "spec:   # it\n    phase: rollback\n\n    # hosts\n"
		    "    hosts: [a.a]\n"
		    "    blue: {service: {name: x, port: 1}}\n" },
		{ PHASE_ROLLBACK,
		    TOP "spec:\n" HOSTS "  strategy: ingress # s\n" BLUE,
		    TOP "spec:\n" HOSTS "  strategy: ingress # s\n"
		    "  phase: rollback\n" BLUE },
		{ PHASE_ROLLBACK,
		    TOP "spec:\n" HOSTS BLUE "  strategy: ingress",
		    TOP "spec:\n" HOSTS BLUE "  strategy: ingress\n"
		    "  phase: rollback" },
		/* CR LF stays CR LF */
		{ PHASE_ROLLBACK,
		    "apiVersion: greenlight.dev/v1\r\nkind: Release\r\n"
		    "metadata: {name: a}\r\nspec:\r\n  hosts: [a.a]\r\n"
		    "  blue: {service: {name: x, port: 1}}\r\n",
		    "apiVersion: greenlight.dev/v1\r\nkind: Release\r\n"
		    "metadata: {name: a}\r\nspec:\r\n  phase: rollback\r\n"
		    "  hosts: [a.a]\r\n"
		    "  blue: {service: {name: x, port: 1}}\r\n" },
		/* braces */
		{ PHASE_ROLLBACK,
		    TOP "spec: {hosts: [a.a], blue: {service: {name: x, "
		    "port: 1}}}\n",
		    TOP "spec: {phase: rollback, hosts: [a.a], blue: "
		    "{service: {name: x, port: 1}}}\n" },
		{ PHASE_ROLLBACK,
		    "{\"apiVersion\": \"greenlight.dev/v1\",\n"
		    " \"kind\": \"Release\", \"metadata\": {\"name\": \"a\"},\n"
		    " \"spec\": {\n"
		    "   \"hosts\": [\"a.a\"],\n"
		    "   \"blue\": {\"service\": {\"name\": \"x\", "
		    "\"port\": 1}}}}\n",
		    "{\"apiVersion\": \"greenlight.dev/v1\",\n"
		    " \"kind\": \"Release\", \"metadata\": {\"name\": \"a\"},\n"
		    " \"spec\": {\n"
		    "   \"phase\": \"rollback\",\n"
		    "   \"hosts\": [\"a.a\"],\n"
		    "   \"blue\": {\"service\": {\"name\": \"x\", "
		    "\"port\": 1}}}}\n" },
		{ PHASE_ROLLBACK,
		    "{\"apiVersion\": \"greenlight.dev/v1\", \"kind\": "
		    "\"Release\", \"metadata\": {\"name\": \"a\"}, \"spec\": "
		    "{\"phase\": null, \"hosts\": [\"a.a\"], \"blue\": "
		    "{\"service\": {\"name\": \"x\", \"port\": 1}}}}\n",
		    "{\"apiVersion\": \"greenlight.dev/v1\", \"kind\": "
		    "\"Release\", \"metadata\": {\"name\": \"a\"}, \"spec\": "
		    "{\"phase\": \"rollback\", \"hosts\": [\"a.a\"], \"blue\": "
		    "{\"service\": {\"name\": \"x\", \"port\": 1}}}}\n" },
		/* every release of the file */
		{ PHASE_ROLLBACK,
		    "# one\n" TOP "spec:\n" HOSTS BLUE "# two\n" OTHER,
		    "# one\n" TOP "spec:\n  phase: rollback\n" HOSTS BLUE
		    "# two\n"
		    "---\n" TOP "spec:\n  phase: rollback\n  hosts: [b.b]\n"
		    "  blue: {service: {name: x, port: 1}}\n" },
		/* an anchor on the mapping, and an alias for the word */
		{ PHASE_ROLLBACK,
		    TOP "spec: &s\n" HOSTS BLUE,
		    TOP "spec: &s\n  phase: rollback\n" HOSTS BLUE },
		{ PHASE_ROLLBACK,
		    "apiVersion: greenlight.dev/v1\nkind: Release\n"
		    "metadata: {name: &w blue-live}\n"
		    "spec:\n  phase: *w\n" HOSTS BLUE,
		    "apiVersion: greenlight.dev/v1\nkind: Release\n"
		    "metadata: {name: &w blue-live}\n"
		    "spec:\n  phase: rollback\n" HOSTS BLUE },
	};
	struct reading r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text;

		reading_begin(&r, str_from(cases[i].before));
		text = set_phase(&r, cases[i].phase);
		assert_text(reading_findings(&r), "");
		assert_text(text, cases[i].after);
		reading_end(&r);
	}
}

static void
test_promote(void **state)
{
	static const struct {
		const char *before, *after;
	} cases[] = {
		/* the values change places, with the comments in them */
		{ TOP "spec:\n" HOSTS
		    "  # what users get\n"
		    "  blue:   # live\n"
		    "    version: v1   # of May\n"
		    "    # reviewed\n"
		    "    service: {name: s1, port: 80} # in use\n"
		    "\n"
		    "  # what they will get\n"
		    "  green:  # next\n"
		    "      version: v2\n"
		    "      service:\n"
		    "          name: s2\n"
		    "          port: 80\n"
		    "  # end\n",
		    TOP "spec:\n" HOSTS
		    "  # what users get\n"
		    "  blue:   # live\n"
		    "      version: v2\n"
		    "      service:\n"
		    "          name: s2\n"
		    "          port: 80\n"
		    "\n"
		    "  # what they will get\n"
		    "  green:  # next\n"
		    "    version: v1   # of May\n"
		    "    # reviewed\n"
		    "    service: {name: s1, port: 80} # in use\n"
		    "  # end\n" },
		/* one line each: a comment is about the colour */
		{ TOP "spec:\n" HOSTS
		    "  green: {service: {name: s2, port: 80}}  # next\n"
		    "  blue: {service: {name: s1, port: 80}}   # live\n",
		    TOP "spec:\n" HOSTS
		    "  green: {service: {name: s1, port: 80}}  # next\n"
		    "  blue: {service: {name: s2, port: 80}}   # live\n" },
		/* one of each, at the end of a file without a line end */
		{ TOP "spec:\n" HOSTS
		    "  blue: {service: {name: s1, port: 80}}  # live\n"
		    "  green:  # next\n"
		    "    service: {name: s2, port: 80}",
		    TOP "spec:\n" HOSTS
		    "  blue:  # next\n"
		    "    service: {name: s2, port: 80}\n"
		    "  green: {service: {name: s1, port: 80}}  # live" },
		/* routes: both, one, none; renamed where there is one */
		{ TOP "spec:\n" HOSTS BLUE GREEN
		    "  routes:\n"
		    "    - path: /\n"
		    "    - blue: {name: a1, port: 1}  # a\n"
		    "      path: /a\n"
		    "      green: {name: a2, port: 1} # b\n"
		    "    - {path: /b, \"green\": {name: b2, port: 1}}\n"
		    "    - path: /c\n"
		    "      blue: # old\n"
		    "        name: c1\n"
		    "        port: 1\n",
		    TOP "spec:\n" HOSTS
		    "  blue: {service: {name: shop-v2, port: 80}}\n"
		    "  green: {service: {name: shop-v1, port: 80}}\n"
		    "  routes:\n"
		    "    - path: /\n"
		    "    - blue: {name: a2, port: 1}  # a\n"
		    "      path: /a\n"
		    "      green: {name: a1, port: 1} # b\n"
		    "    - {path: /b, \"blue\": {name: b2, port: 1}}\n"
		    "    - path: /c\n"
		    "      green: # old\n"
		    "        name: c1\n"
		    "        port: 1\n" },
		/* the phase, where there is one */
		{ TOP "spec:\n  phase: cutover # done\n" HOSTS BLUE GREEN,
		    TOP "spec:\n  phase: blue-live # done\n" HOSTS
		    "  blue: {service: {name: shop-v2, port: 80}}\n"
		    "  green: {service: {name: shop-v1, port: 80}}\n" },
		/* CR LF, blanks before the colon */
		{ "apiVersion: greenlight.dev/v1\r\nkind: Release\r\n"
		    "metadata: {name: a}\r\nspec:\r\n  hosts: [a.a]\r\n"
		    "  blue :\r\n    service: {name: x, port: 1}  \r\n"
		    "  green :\r\n    # new\r\n"
		    "    service: {name: z, port: 1}\r\n",
		    "apiVersion: greenlight.dev/v1\r\nkind: Release\r\n"
		    "metadata: {name: a}\r\nspec:\r\n  hosts: [a.a]\r\n"
		    "  blue :\r\n    # new\r\n"
		    "    service: {name: z, port: 1}\r\n"
		    "  green :\r\n    service: {name: x, port: 1}  \r\n" },
		/* JSON */
		{ "{\"apiVersion\":\"greenlight.dev/v1\",\"kind\":\"Release\","
		    "\"metadata\":{\"name\":\"a\"},\"spec\":{\"hosts\":[\"a.a\"],"
		    "\"blue\":{\"service\":{\"name\":\"x\",\"port\":1}},"
		    "\"green\":{\"service\":{\"name\":\"y\",\"port\":1}}}}",
		    "{\"apiVersion\":\"greenlight.dev/v1\",\"kind\":\"Release\","
		    "\"metadata\":{\"name\":\"a\"},\"spec\":{\"hosts\":[\"a.a\"],"
		    "\"blue\":{\"service\":{\"name\":\"y\",\"port\":1}},"
		    "\"green\":{\"service\":{\"name\":\"x\",\"port\":1}}}}" },
		/* an alias inside both: the anchor is elsewhere */
		{ TOP "spec:\n  hosts: [&h shop]\n"
		    "  blue: {service: {name: *h, port: 1}}\n"
		    "  green: {service: {name: z, port: 1}}\n",
		    TOP "spec:\n  hosts: [&h shop]\n"
		    "  blue: {service: {name: z, port: 1}}\n"
		    "  green: {service: {name: *h, port: 1}}\n" },
		/* a merged route: what it has of another changes with that */
		{ TOP "spec:\n" HOSTS BLUE GREEN
		    "  routes:\n"
		    "    - &r {path: /a, blue: {name: p, port: 1},\n"
		    "       green: {name: q, port: 1}}\n"
		    "    - {<<: *r, path: /b}\n",
		    TOP "spec:\n" HOSTS
		    "  blue: {service: {name: shop-v2, port: 80}}\n"
		    "  green: {service: {name: shop-v1, port: 80}}\n"
		    "  routes:\n"
		    "    - &r {path: /a, blue: {name: q, port: 1},\n"
		    "       green: {name: p, port: 1}}\n"
		    "    - {<<: *r, path: /b}\n" },
	};
	struct reading r, back;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text;

		reading_begin(&r, str_from(cases[i].before));
		text = promote(&r);
		assert_text(reading_findings(&r), "");
		assert_text(text, cases[i].after);
		/* twice is never, but for the phase */
		reading_begin(&back, text);
		if (strstr(cases[i].before, "phase") == NULL)
			assert_text(promote(&back), cases[i].before);
		reading_end(&back);
		reading_end(&r);
	}
}

/* What cannot be done is said, and then nothing is done. */
static void
test_refused(void **state)
{
	static const struct {
		const char *text, *promote, *cutover;
	} cases[] = {
		{ "# nothing\n",
		    "1:1 release-invalid there is no release in this file\n",
		    "1:1 release-invalid there is no release in this file\n" },
		{ HEAD HOSTS BLUE,
		    "4:1 release-invalid the release \"shop\" has no "
		    "spec.green that could become blue\n",
		    "4:1 release-invalid the release \"shop\" cannot be in "
		    "phase cutover: it has no spec.green\n" },
		/* faults are shown before anything is changed */
		{ HEAD BLUE GREEN,
		    "5:3 release-invalid spec needs the field \"hosts\"\n",
		    "5:3 release-invalid spec needs the field \"hosts\"\n" },
		{ HEAD HOSTS BLUE GREEN "---\nkind: Service\n",
		    "9:7 release-invalid this document is no Release but of "
		    "kind Service: nothing is made of it\n",
		    "9:7 release-invalid this document is no Release but of "
		    "kind Service: nothing is made of it\n" },
		{ HEAD HOSTS BLUE GREEN "---\na: [\n",
		    NULL, NULL },
		/* the anchor would come after its alias */
		{ HEAD HOSTS
		    "  blue: &b\n"
		    "    service: &s {name: x, port: 1}\n"
		    "  green:\n"
		    "    service: {<<: *s, name: z}\n",
		    "6:8 release-invalid the file cannot be changed here and "
		    "is left as it is: the file could not be read any more\n",
		    "" },
		/* the phase of another value */
		{ "apiVersion: greenlight.dev/v1\nkind: Release\n"
		    "metadata: {name: *p}\n"
		    "spec: {}\n",
		    NULL, NULL },
		{ "apiVersion: greenlight.dev/v1\nkind: Release\n"
		    "metadata: &m\n  name: shop\nspec:\n"
		    "  phase: &p rollback\n"
		    "  ingressClassName: *p\n" HOSTS BLUE GREEN,
		    "9:8 release-invalid the file cannot be changed here and "
		    "is left as it is: an anchor, alias or merge key (& * <<) "
		    "makes other values change as well\n",
		    "6:13 release-invalid the file cannot be changed here and "
		    "is left as it is: an anchor, alias or merge key (& * <<) "
		    "makes other values change as well\n" },
		/* keys that are written with `?` */
		{ HEAD HOSTS
		    "  ? blue\n"
		    "  : {service: {name: x, port: 1}}\n"
		    "  ? green # next\n"
		    "  : {service: {name: z, port: 1}}\n",
		    "7:4 release-invalid the file cannot be changed here and "
		    "is left as it is: parts that must change overlap\n",
		    "" },
	};
	struct reading r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *should[2] = { cases[i].promote, cases[i].cutover };

		for (int k = 0; k < 2; k++) {
			struct str text;

			reading_begin(&r, str_from(cases[i].text));
			text = k == 0 ? promote(&r) :
			    set_phase(&r, PHASE_CUTOVER);
			if (should[k] != NULL)
				assert_text(reading_findings(&r), should[k]);
			assert_int_equal(text.at == NULL, should[k] == NULL ||
			    should[k][0] != '\0');
			reading_end(&r);
		}
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_phase),
		cmocka_unit_test(test_promote),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
