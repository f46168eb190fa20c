/*
 * What nginx answers before it knows a server: ngx_http_parse_request_line(),
 * then ngx_http_process_host() and ngx_http_process_request_header().
 */
#include "nginx/request.h"

/* large_client_header_buffers 4 8k */
enum { LINE_BYTES = 8192 };

/* Keeps what went wrong first. */
static void
refuse(struct reading *reading, unsigned status, const char *why)
{
	if (reading->status != 0)
		return;
	reading->status = status;
	reading->why = why;
}

static bool
is_method(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((s.at[i] < 'A' || s.at[i] > 'Z') && s.at[i] != '_' &&
		    s.at[i] != '-')
			return false;
	return s.len > 0;
}

/*
 * Reads "HTTP/1.1". Returns the offset of the byte that makes the answer
 * `*status`, the length when there should be more, or STR_NONE.
 */
static size_t
scan_version(struct str s, unsigned *status, unsigned *minor)
{
	static const struct str start = { "HTTP/", 5 };
	size_t at = 0, first;

	*status = 400;
	*minor = 0;
	while (at < start.len && at < s.len && s.at[at] == start.at[at])
		at++;
	if (at < start.len || at == s.len || s.at[at] < '1' || s.at[at] > '9')
		return at;
	*status = 505;
	if (s.at[at] != '1')
		return at;
	at++;
	if (at < s.len && str_is_digit(s.at[at]))
		return at;
	*status = 400;
	if (at == s.len || s.at[at] != '.')
		return at;
	for (first = ++at; at < s.len && str_is_digit(s.at[at]); at++) {
		if (*minor > 99)
			return at;
		*minor = *minor * 10 + (unsigned)(s.at[at] - '0');
	}
	if (at == first)
		return at;
	while (at < s.len && s.at[at] == ' ')
		at++;
	return at == s.len ? STR_NONE : at;
}

/* Later than HTTP/1.0. */
static bool
read_version(const struct request *request, struct reading *reading)
{
	unsigned status, minor;

	if (request->version.len == 0) {
		if (!str_is(request->method, "GET"))
			refuse(reading, 400, "HTTP/0.9 has no method but "
			    "GET");
		return false;
	}
	if (scan_version(request->version, &status, &minor) != STR_NONE)
		refuse(reading, status, status == 505 ?
		    "the version is not HTTP/1" :
		    "the version is none of HTTP");
	return minor > 0;
}

struct str
request_trim(struct str s)
{
	while (s.len > 0 && s.at[0] == ' ')
		s = str_cut(s, 1, s.len);
	while (s.len > 0 && s.at[s.len - 1] == ' ')
		s.len--;
	return s;
}

/* nginx comes upon something else that is wrong in the first LINE_BYTES. */
static bool
fails_early(const struct request *request)
{
	size_t before = request->method.len + 1, bad, room;
	unsigned status, minor;
	struct str seen;
	struct uri uri;

	if (before >= LINE_BYTES)
		return false;
	/* What ends too soon fails at the byte after it. */
	room = LINE_BYTES - before;
	seen = request_trim(str_cut(request->target, 0, room));
	bad = uri_split(seen, &uri);
	if (bad < seen.len || (bad == seen.len && room > request->target.len))
		return true;
	before += request->target.len + 1;
	if (before >= LINE_BYTES)
		return false;
	room = LINE_BYTES - before;
	seen = str_cut(request->version, 0, room);
	bad = scan_version(seen, &status, &minor);
	return bad < seen.len ||
	    (bad == seen.len && room > request->version.len);
}

static void
check_length(const struct request *request, struct reading *reading)
{
	size_t len = request->method.len + 1 + request->target.len + 1 +
	    request->version.len + 2;

	/* Without a version there is no space before it. */
	if (len - (request->version.len == 0) > LINE_BYTES &&
	    !fails_early(request))
		refuse(reading, 414, "the request line is longer than 8192 "
		    "bytes");
}

static bool
is_host(struct str name)
{
	return str_eq_nocase(name, STR("host"));
}

static void
check_headers(const struct request *request, struct reading *reading)
{
	size_t hosts = request->host.at != NULL, longest = 0;

	if (hosts > 0)
		longest = request->host.len + strlen("Host");
	for (size_t i = 0; i < request->nheaders; i++) {
		const struct header *h = &request->headers[i];

		if (h->name.len + h->value.len > longest)
			longest = h->name.len + h->value.len;
		hosts += is_host(h->name);
	}
	/* with ": " and CRLF */
	if (longest + 4 > LINE_BYTES)
		refuse(reading, 400, "a header is longer than 8192 bytes");
	if (hosts > 1)
		refuse(reading, 400, "it has two Host headers");
}

static void
read_hosts(struct arena *arena, const struct request *request,
    bool needs_host, struct reading *reading)
{
	struct str host;
	const char *why;

	if (reading->uri.host.at != NULL) {
		why = uri_host(arena, reading->uri.host, &reading->host);
		if (why != NULL)
			refuse(reading, 400, why);
	}
	/* The headers of HTTP/0.9 are not read. */
	if (request->version.len == 0)
		return;
	if (request->host.at == NULL) {
		if (needs_host)
			refuse(reading, 400, "it has no Host header");
		return;
	}
	why = uri_host(arena, request->host, &host);
	if (why != NULL)
		refuse(reading, 400, why);
	else if (reading->uri.host.at == NULL)
		reading->host = host;
}

void
request_read(struct arena *arena, const struct request *request, bool merge,
    struct reading *reading)
{
	struct str target = request_trim(request->target);
	bool well_formed, newer;
	const char *why;

	*reading = (struct reading){ .status = 0 };
	if (!is_method(request->method))
		refuse(reading, 400, "the method is not made of capital "
		    "letters");
	check_length(request, reading);
	/* The whole line comes before what the path means. */
	well_formed = uri_split(target, &reading->uri) == STR_NONE;
	why = uri_read(arena, target, merge, &reading->uri);
	if (!well_formed)
		refuse(reading, 400, why);
	/* The end of a host must be followed by something. */
	if (request->version.len == 0 && target.len > 0 &&
	    reading->uri.host.at != NULL && reading->uri.raw.len == 1 &&
	    target.at[target.len - 1] != '/')
		refuse(reading, 400, "HTTP/0.9 has no URL without a path");
	newer = read_version(request, reading);
	if (why != NULL)
		refuse(reading, 400, why);
	if (request->version.len > 0)
		check_headers(request, reading);
	read_hosts(arena, request, newer, reading);
	if (str_is(request->method, "CONNECT") ||
	    str_is(request->method, "TRACE"))
		refuse(reading, 405, "nginx takes no request of this method");
}

/* nginx: ngx_http_parse_header_line() */
static bool
is_read(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') &&
		    (c < '0' || c > '9') && c != '-')
			return false;
	}
	return true;
}

const struct str *
request_header(const struct request *request, struct str name)
{
	if (is_host(name))
		return request->host.at == NULL ? NULL : &request->host;
	for (size_t i = 0; i < request->nheaders; i++)
		if (str_eq_nocase(request->headers[i].name, name) &&
		    is_read(name))
			return &request->headers[i].value;
	return NULL;
}
