/*
 * Texts are put together from pieces that mean something to nginx, PCRE or
 * the URI reader, then damaged now and then.
 */
#include "random.h"

uint64_t random_seed;

/* splitmix64 */
static uint64_t
next(void)
{
	uint64_t z = random_seed += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

unsigned
random_below(unsigned n)
{
	return (unsigned)(next() % n);
}

static const char *const segments[] = {
	"a", "b", "ab", "foo", "bar", "Foo", "foobar", "x.y", "v1", "api",
	"a b", "caf\xc3\xa9", "a+b", "a&b", "a=b;c", "A", "x", "y", "0", "12",
	"~u", "-", "_", "a:b", "@", "!", "'", ",",
};
static const char *const odd_segments[] = {
	"(", ")", "*", "\"", "\\", "{", "}", ";", "$", "?", "#", "%", "%20", ".", "..", "^",
	"`", "|", "<", ">", "\x7f", "\xff", "a\tb", "a\nb", "[", "]", "%zz",
};
static const char *const patterns[] = {
	"(.*)", "(.+)", "(/|$)(.*)", "([^/]+)", "/([^/]*)", "[a-z]+", "(a|b)",
	"(?:x)?", "(a)?(b)?", "(foo|bar)?", "\\d+", "\\w*", ".", ".*", "$",
	"|/b", "|(b)", "\\.", "\\/", "a{2}", "b{1,2}", "(?=a)", "(?!b)",
	"\\K", "(?s)", "(?-i)", "(?i)", "\\Qa.b\\E", "[\\w-]+", "[\\w.-]*",
	"(?<x>.*)", "(?<x>[a-z]*)", "(?<X>[a-m])", "(?<y>[a-z]*)",
	"(?<Z>\\d)?", "(?<x>.)(?<X>b)?", "(?<X>a*)(?<x>.?)", "((?s).*)", "(a(b)c)",
	"\\s", "[^a]", "\\x61", "(?>a+)", "a++", "a*?", "(.)\\1", "\\b",
	"()", "(?:)", "{x}", "]", "\\z", "(?m)$", "[[:alpha:]]", "\\h", "\"",
};
static const char *const bad_patterns[] = {
	"(", ")", "[", "**", "\\", "a{2,1}", "(?<uri>a)", "(?<host>a)",
	"[z-a]", "(?<x>a)(?<x>b)", "\\1", "(?z)", "(?<args>b)",
	"(?<http_x_test>c)", "(?<args>.)", "+", "?",
};
static const char *const targets[] = {
	"$1", "$2", "$3", "$9", "/", "new", "/new/", "?", "?x=", "&y=", "=",
	"$10", "$uri", "$args", "$is_args", "$request_uri", "${uri}x", "$URI",
	"$host", "$http_host", "$scheme", "$x", "$x", "$x", "${y}", "$z", "$subdomain",
	"$arg_a", "$arg_B", "$http_x_test", "$cookie_c", "$request_method",
	"$server_name", "$document_uri", "$query_string", "$namespace",
	"$service_name", "${literal_dollar}", "$http_none", "$sent_http_x",
	"$request_body", "%20", "%41", "%zz", "%4", "%3f", "%", "\xc3\xa9",
	"..", "/./", "//", "#f", "\"", "'", "\\", "\\\\", "}", "+", "~", ".",
	"^", "|", "<",
};
static const char *const bad_targets[] = {
	"$", "$$", "$0", "${1}", "$nope", "${uri", "${", "${}", "$-", "$01",
	";", "{", " ", "\\n", "$urix",
};
static const char *const schemes[] = {
	"http://o.example", "https://o.example", "$scheme://o.example",
	"${scheme}://o.example", "HTTP://o.example", "//o.example",
	"https://o.example/", "http://", "$scheme",
};
static const char *const raw_pieces[] = {
	"%20", "%2F", "%2f", "%3F", "%23", "%25", "%2e", "%2E", "%2B", "%41",
	"%61", "%62", "%0A", "%0D", "%C3%A9", "%ff", "%26", "%3B", "%5C",
	"%7E", "%22", "/", "//", "/.", "/./", "/..", "/../", "...", ".", "..",
	"+", ";p=1", "&", "=", "\\", "\"", "|", "{x}", "[x]", "\xc3\xa9",
	"%252F", "a", "b", "foo", "A", "1", "~", "'", "^", "`", "<>", "*",
	"/%2e", "/%2e%2e/", "%2e%2e", ":", "@", "!", "$1", ",",
};
static const char *const bad_pieces[] = {
	"%", "%zz", "%4", "%00", "\x01", "\x7f", "\t", " ", "%g0", "%2",
	"/../../../../../../../..",
};

#define PICK(list) \
	((list)[random_below(sizeof(list) / sizeof(*(list)))])

static struct str
keep(struct arena *arena, struct buf *b)
{
	struct str text = arena_str(arena, buf_str(b));

	buf_release(b);
	return text;
}

static void
add_segments(struct buf *b)
{
	for (unsigned n = random_below(4); n > 0; n--) {
		buf_puts(b, random_percent(95) ? "/" : "");
		buf_puts(b, random_percent(93) ? PICK(segments) :
		    PICK(odd_segments));
	}
	if (b->len == 0 || random_percent(35))
		buf_putc(b, '/');
}

/* Names in Ingresses begin with a slash. */
static struct str
random_name(struct arena *arena)
{
	struct buf b;

	buf_init(&b);
	add_segments(&b);
	if (b.at[0] != '/') {
		buf_reset(&b);
		buf_puts(&b, "/a");
	}
	return keep(arena, &b);
}

static struct str
random_pattern(struct arena *arena, bool faulty)
{
	struct buf b;

	buf_init(&b);
	buf_putc(&b, '/');
	for (unsigned n = random_below(5); n > 0; n--) {
		unsigned which = random_below(100);

		if (faulty && which < 10)
			buf_puts(&b, PICK(bad_patterns));
		else if (which < 60)
			buf_puts(&b, PICK(patterns));
		else if (which < 97 || !faulty)
			buf_puts(&b, PICK(segments));
		else
			buf_puts(&b, PICK(odd_segments));
		if (random_percent(25))
			buf_putc(&b, '/');
	}
	return keep(arena, &b);
}

static void
add_target(struct buf *b, bool faulty)
{
	for (unsigned n = 1 + random_below(5); n > 0; n--) {
		if (faulty && random_percent(8))
			buf_puts(b, PICK(bad_targets));
		else if (random_percent(40))
			buf_printf(b, "$%u", 1 + random_below(3));
		else
			buf_puts(b, PICK(targets));
		if (random_percent(20))
			buf_putc(b, '/');
	}
}

static struct str
random_target(struct arena *arena, bool faulty)
{
	struct buf b;

	buf_init(&b);
	if (random_percent(20))
		buf_puts(&b, PICK(schemes));
	else if (random_percent(85))
		buf_putc(&b, '/');
	add_target(&b, faulty);
	/* A comment would begin, a quote too. */
	if (!faulty && strchr("#\"'}\\", b.at[0]) != NULL)
		b.at[0] = '/';
	if (!faulty && b.at[b.len - 1] == '\\')
		buf_putc(&b, 'b');
	return keep(arena, &b);
}

void
random_settings(struct arena *arena, struct http *http)
{
	static const char *const names[] = { "literal_dollar", "x", "y", "z",
		"subdomain" };
	enum { N = sizeof(names) / sizeof(*names) };
	struct setting *variables = arena_array(arena, struct setting, N);

	for (size_t i = 0; i < N; i++) {
		variables[i].name = str_from(names[i]);
		variables[i].value = i == 0 ? STR("$") : STR("of\\http");
	}
	*vec_add(arena, &http->certificates) = STR("h1-0.test");
	if (random_percent(60))
		*vec_add(arena, &http->certificates) = STR("*.test");
	http->variables = variables;
	http->nvariables = N;
	http->relative_redirects = random_percent(15);
	http->keeps_slashes = random_percent(30);
	http->forwarded_headers = random_percent(20);
	http->https_status = random_percent(20) ? 301 : 0;
	http->https_port = random_percent(10) ? 8443 : 0;
}

static void
random_return(struct arena *arena, struct location *l, bool faulty)
{
	static const unsigned statuses[] = { 300, 301, 301, 301, 302, 302,
		303, 304, 305, 307, 308 };

	if (random_percent(20)) {
		l->status = 503;
		if (random_percent(90))
			l->upstream = NULL;
		return;
	}
	l->status = PICK(statuses);
	l->url = random_target(arena, faulty);
}

static void
random_sets(struct arena *arena, struct location *l, const struct server *s,
    unsigned group)
{
	l->sets = arena_array(arena, struct setting, 4);
	l->sets[0].name = STR("probe");
	l->sets[0].value = arena_printf(arena, "%u.%zu.%zu", group,
	    s->locations.n, s->names.n);
	l->sets[1].name = STR("namespace");
	l->sets[1].value = STR("n\\s");
	l->sets[2].name = STR("service_name");
	l->sets[2].value = random_percent(50) ? STR("svc-$namespace") :
	    STR("$http_host");
	l->sets[3].name = random_percent(70) ? STR("X") : STR("y");
	l->sets[3].value = STR("set$args");
	l->nsets = random_percent(40) ? 4 : 3;
}

static void
random_location(struct arena *arena, struct server *s, unsigned group,
    bool regex, const struct upstream *upstream, bool faulty)
{
	struct location *l = vec_add(arena, &s->locations);

	l->kind = regex || random_percent(3) ? LOCATION_REGEX :
	    random_percent(30) ? LOCATION_EXACT : LOCATION_PREFIX;
	l->text = l->kind == LOCATION_REGEX ? random_pattern(arena, faulty) :
	    random_name(arena);
	l->upstream = upstream;
	random_sets(arena, l, s, group);
	if (random_percent(12))
		random_return(arena, l, faulty);
	if (random_percent(regex ? 60 : 15)) {
		l->rewrite_from = l->kind == LOCATION_REGEX &&
		    random_percent(80) ? l->text :
		    random_pattern(arena, faulty);
		l->rewrite_to = random_target(arena, faulty);
	}
	if (random_percent(15))
		l->https = HTTPS_WITH_CERTIFICATE;
	else if (random_percent(5))
		l->https = HTTPS_ALWAYS;
	l->https_keeps_slash = random_percent(20);
	l->https_adds_port = random_percent(10);
	l->relative_redirects = random_percent(10);
	if (random_percent(2))
		l->app_root = random_percent(90) ? STR("/app") :
		    random_target(arena, faulty);
}

static void
random_locations(struct arena *arena, struct server *s, unsigned group,
    const struct upstream *upstream, bool faulty)
{
	bool regex = random_percent(50);
	unsigned n = 1 + random_below(random_percent(20) ? 20 : 6);

	while (n-- > 0)
		random_location(arena, s, group, regex, upstream, faulty);
	/* As the controller makes of a path of type Prefix. */
	for (unsigned i = random_below(4); i > 0 && !regex; i--) {
		bool slash = random_percent(30);
		struct location *l;
		struct str name = random_name(arena);

		random_location(arena, s, group, false, upstream, faulty);
		random_location(arena, s, group, false, upstream, faulty);
		l = &s->locations.at[s->locations.n - 2];
		l[0].kind = LOCATION_PREFIX;
		l[1].kind = LOCATION_EXACT;
		l[0].text = str_ends(name, STR("/")) ? name :
		    arena_printf(arena, "%.*s/", STR_ARG(name));
		l[1].text = slash ? l[0].text : name;
	}
	if (random_percent(60)) {
		random_location(arena, s, group, regex, upstream, false);
		s->locations.at[s->locations.n - 1].text = STR("/");
	}
	/* Names must differ, or all would be refused. */
	for (size_t i = 0; !faulty && i < s->locations.n; i++)
		for (size_t k = i + 1; k < s->locations.n; k++)
			if (str_eq(s->locations.at[i].text,
			    s->locations.at[k].text) &&
			    s->locations.at[i].kind ==
			    s->locations.at[k].kind &&
			    s->locations.at[k].kind != LOCATION_REGEX)
				s->locations.at[k].text =
				    arena_printf(arena, "/%zu", k);
}

static void
random_names(struct arena *arena, struct server *s, unsigned group,
    unsigned number, bool faulty)
{
	static const char *const forms[] = {
		"*.w%u.test", ".w%u.test", ".d%u.test", "t%u.*", "*.sub.w%u.test",
		"Cap%u.test", "t%u.a.*", "~^r\\d*\\.(x%u)\\.", "dot%u.test.",
		"~^(?<subdomain>[\\w-]+)\\.g%u\\.test$", "~[A-Z]%u$",
		"d%u.test", "w%u.test", "~^(?<x>[a-z])(?<y>.)?%u",
	};
	static const char *const bad_forms[] = {
		"a.*.%u", "foo%u*", "*", "a..b%u", "~(%u", "~", ".", "**.%u",
		"*foo%u", "~(?<uri>%u)",
	};

	*vec_add(arena, &s->names) = arena_printf(arena, "h%u-%u.test", group,
	    number);
	if (random_percent(25))
		s->names.at[0] = arena_printf(arena, "~^(?<subdomain>"
		    "[\\w-]+)\\.h%u-%u\\.test$", group, number);
	while (random_percent(30))
		*vec_add(arena, &s->names) = arena_printf(arena,
		    PICK(forms), group);
	if (faulty && random_percent(20))
		*vec_add(arena, &s->names) = arena_printf(arena,
		    PICK(bad_forms), group);
}

void
random_group(struct arena *arena, struct http *http, unsigned number,
    const struct upstream *upstream, bool faulty)
{
	for (unsigned n = 1 + random_below(3), i = 0; i < n; i++) {
		struct server *s = vec_add(arena, &http->servers);

		random_names(arena, s, number, i, faulty);
		if (random_percent(2))
			s->status = 403;
		else if (random_percent(3))
			s->moved_to = arena_printf(arena, "to%u.test", number);
		random_locations(arena, s, number, upstream, faulty);
	}
}

/* A host that the name may stand for. */
static struct str
random_label(struct arena *arena, struct str name)
{
	static const char *const labels[] = { "a", "b.c", "A-b", "x_1", "",
		"sub", "w" };
	const char *label = PICK(labels);
	size_t stop;

	if (name.at[0] == '*')
		return arena_printf(arena, "%s%.*s", label,
		    STR_ARG(str_cut(name, 1, name.len)));
	if (name.at[0] == '.')
		return arena_printf(arena, "%s%.*s", label, STR_ARG(
		    str_cut(name, random_percent(30), name.len)));
	if (str_ends(name, STR("*")))
		return arena_printf(arena, "%.*s%s", STR_ARG(str_cut(name, 0,
		    name.len - 1)), label);
	if (name.at[0] != '~')
		return name;
	/* What looks like the literal part of an expression. */
	stop = str_find_byte(name, 'h', 0);
	if (stop == STR_NONE)
		stop = str_find_byte(name, 'g', 0);
	if (str_starts(name, STR("~^(?<subdomain>")) && stop != STR_NONE) {
		struct buf b;

		buf_init(&b);
		buf_printf(&b, "%s.", label);
		for (size_t i = stop; i < name.len; i++)
			if (name.at[i] != '\\' && name.at[i] != '$')
				buf_putc(&b, name.at[i]);
		return keep(arena, &b);
	}
	return str_starts(name, STR("~[A-Z]")) ? arena_printf(arena,
	    "zz%.*s", STR_ARG(str_cut(name, 6, name.len - 1))) :
	    arena_printf(arena, "r1.x%u.z", random_below(500));
}

static struct str
random_host(struct arena *arena, const struct server *s)
{
	static const char *const after[] = { ":80", ":", ".", ".:81", "..",
		":abc", ".:8.0", " ", "/x", "\t", "\\", ":1:2", "]", ",b" };
	static const char *const others[] = { "unknown.test", "_", "[::1]:80",
		"::1", "", ":80", ".", "a..b", "127.0.0.1", "a b", "*.test",
		"[a", "[a].:80", ".test", "\xff" };
	struct str name = s->names.at[random_below((unsigned)s->names.n)];
	char *copy;

	if (random_percent(2))
		return arena_printf(arena, "%s", PICK(others));
	name = random_label(arena, name);
	if (random_percent(8)) {
		name = arena_str(arena, name);
		copy = (char *)(uintptr_t)name.at;
		for (size_t i = 0; i < name.len; i++)
			if (copy[i] >= 'a' && copy[i] <= 'z' &&
			    random_percent(50))
				copy[i] = (char)(copy[i] - ('a' - 'A'));
	}
	if (random_percent(6))
		return arena_printf(arena, "%.*s%s", STR_ARG(name),
		    PICK(after));
	return name;
}

/* The text of a pattern as a path: its operators are left out. */
static void
add_like_pattern(struct buf *b, struct str text)
{
	size_t i = 0;

	while (i < text.len) {
		char c = text.at[i++];

		if (c == '(' && i < text.len && text.at[i] == '?')
			while (i < text.len && text.at[i] != '>' &&
			    text.at[i] != ')' && text.at[i] != ':')
				i++;
		else if (c == '\\')
			i++;
		else if (strchr("()[]*+?|^$", c) == NULL)
			buf_putc(b, c);
		else if (random_percent(40))
			buf_puts(b, PICK(segments));
	}
}

static void
add_path(struct buf *b, const struct server *s)
{
	const struct location *l;
	struct str text;

	if (s->locations.n == 0 || random_percent(15)) {
		add_segments(b);
		return;
	}
	l = &s->locations.at[random_below((unsigned)s->locations.n)];
	text = l->kind != LOCATION_REGEX && l->rewrite_from.len > 0 &&
	    random_percent(40) ? l->rewrite_from : l->text;
	if (l->kind == LOCATION_REGEX || text.at == l->rewrite_from.at)
		add_like_pattern(b, text);
	else
		buf_add(b, text);
	if (b->len > 1 && random_percent(15))
		b->len--;
	if (random_percent(30))
		add_segments(b);
}

/* Writes the path as a client may: escaped, or damaged. */
static void
add_written(struct buf *b, struct str path)
{
	bool wild = random_percent(25);

	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.at[i];

		if (wild && random_percent(10))
			buf_puts(b, random_percent(99) ? PICK(raw_pieces) :
			    PICK(bad_pieces));
		if (c <= ' ' || c == '%' || c == 0x7F ||
		    ((c == '?' || c == '#') && random_percent(90)) ||
		    random_percent(wild ? 10 : 1))
			buf_printf(b, random_percent(50) ? "%%%02X" :
			    "%%%02x", c);
		else
			buf_putc(b, (char)c);
	}
	if (random_percent(20))
		buf_puts(b, PICK(raw_pieces));
}

static struct str
random_raw(struct arena *arena, const struct server *s)
{
	static const char *const queries[] = { "?", "?x", "?a=1&b=2", "?a?b",
		"?%zz", "?a=%20+", "?/", "?x=/", "?b=&a=3", "?#", "?x#f",
		"?&&a=" };
	static const char *const fragments[] = { "#", "#f", "#f?x", "#%41" };
	static const char *const authorities[] = { "http://abs.test",
		"http://abs.test:80", "HTTPS://u@x", "http://a_b", "http:/x",
		"http://[::1]", "x+y://abs.test:", "http://", "*", "foo" };
	struct buf path, b;

	buf_init(&path);
	buf_init(&b);
	if (random_percent(3))
		buf_puts(&b, PICK(authorities));
	if (b.len == 0 || random_percent(70)) {
		add_path(&path, s);
		if (b.len == 0 && random_percent(99))
			buf_putc(&b, '/');
		add_written(&b, str_cut(buf_str(&path),
		    path.len > 0 && path.at[0] == '/' && b.len > 0 &&
		    b.at[b.len - 1] == '/', path.len));
	}
	if (random_percent(35))
		buf_puts(&b, PICK(queries));
	if (random_percent(4))
		buf_puts(&b, PICK(fragments));
	buf_release(&path);
	return keep(arena, &b);
}

static void
random_headers(struct arena *arena, struct request *request)
{
	static const struct { const char *name, *value; } headers[] = {
		{ "X-Test", "t1" }, { "x-test", " a b " },
		{ "Cookie", "b=1; c=val; d=2" }, { "cookie", "c = x;" },
		{ "Cookie", "cc=1, c=2;c=3" }, { "Cookie", "c; c=3; c=4" },
		{ "X_Test", "no" },
		{ "X-Forwarded-Proto", "https" },
		{ "X-Forwarded-Proto", "http" },
		{ "X-Forwarded-Host", "f.test:80, g.test" },
		{ "X-Forwarded-Port", "8443" }, { "Content-Type", "a/b" },
	};
	struct header *all = arena_array(arena, struct header, 3);

	request->headers = all;
	while (request->nheaders < 2 && random_percent(25)) {
		unsigned i = random_below(sizeof(headers) /
		    sizeof(*headers));

		/* nginx 1.22 does not join equal ones. */
		if (request->nheaders > 0 && str_eq_nocase(all[0].name,
		    str_from(headers[i].name)))
			break;
		all[request->nheaders].name = str_from(headers[i].name);
		all[request->nheaders++].value = str_from(headers[i].value);
	}
	if (request->host.at != NULL && random_below(1000) == 0) {
		all[request->nheaders].name = STR("host");
		all[request->nheaders++].value = STR("twice.test");
	}
}

void
random_request(struct arena *arena, const struct server *s,
    struct request *request)
{
	static const char *const methods[] = { "POST", "OPTIONS", "FOO",
		"get", "TRACE", "CONNECT", "P-_T", "GET1", "DELETE" };
	static const char *const versions[] = { "HTTP/1.0", "HTTP/1.2",
		"HTTP/2.0", "HTTP/0.9", "http/1.1", "HTTP/1.", "HTTP/1.100",
		"HTTP/1.1000", "HTTP/1.1 ", "HTTP/10.1", "HTTP/1", "HTTP/x",
		"HTTP/1.1x", "" };
	size_t room;

	*request = (struct request){ .method = STR("GET"),
		.version = STR("HTTP/1.1") };
	request->host = random_host(arena, s);
	request->target = random_raw(arena, s);
	if (random_below(300) == 0)
		request->host = (struct str){ NULL, 0 };
	random_headers(arena, request);
	if (random_percent(4))
		request->method = str_from(PICK(methods));
	if (random_percent(1))
		request->version = str_from(PICK(versions));
	if (random_below(400) == 0) {
		/* around the longest line */
		room = 8192 - 17 + random_below(5) + random_below(2) * 60;
		request->target = arena_printf(arena, "%.*s%0*d",
		    STR_ARG(request->target), (int)(room -
		    request->target.len % room), 0);
	}
}
