/*
 * The canary texts follow the validators of the controller's canary
 * annotations (internal/ingress/annotations/canary/main.go): a value that
 * fails them is dropped without a word, and the canary then means something
 * else. Where nginx or HTTP allow less than the controller, less is allowed.
 */
#include "shape/format_release.h"

#define ALNUM "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool
is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

/* Not empty and only characters of the set. */
static bool
all_of(struct str s, const char *set)
{
	for (size_t i = 0; i < s.len; i++)
		if (!is_one_of(s.at[i], set))
			return false;
	return s.len > 0;
}

static bool
has_below(struct str s, unsigned char limit)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] < limit || s.at[i] == 0x7f)
			return true;
	return false;
}

static bool
valid_image(struct str s)
{
	return all_of(s, ALNUM "._-/:@") && is_one_of(s.at[0], ALNUM);
}

const struct format format_image = {
	"an image: letters, digits and . _ - / : @, beginning with a letter "
	"or digit, as in registry.example.com/shop:v1.24.0",
	"^[0-9A-Za-z][0-9A-Za-z._/:@-]*$", valid_image
};

/* host[:port] */
static bool
valid_authority(struct str s)
{
	size_t colon = str_find_byte(s, ':', 0);
	struct str host = str_cut(s, 0, colon == STR_NONE ? s.len : colon);
	unsigned long port;

	if (!all_of(host, ALNUM ".-_"))
		return false;
	return colon == STR_NONE || (str_to_uint(str_cut(s, colon + 1, s.len),
	    65535, &port) && port > 0);
}

static bool
valid_http_url(struct str s)
{
	size_t end = 0;

	if (str_starts(s, STR("http://")))
		s = str_cut(s, 7, s.len);
	else if (str_starts(s, STR("https://")))
		s = str_cut(s, 8, s.len);
	else
		return false;
	while (end < s.len && !is_one_of(s.at[end], "/?"))
		end++;
	return valid_authority(str_cut(s, 0, end)) && !has_below(s, 0x21);
}

const struct format format_http_url = {
	"a URL with scheme and host, as in http://shop.example.com/cart, "
	"without blanks",
	"^https?://[0-9A-Za-z._-]+(:[0-9]{1,5})?"
	"([/?][^\\u0000-\\u0020\\u007f]*)?$",
	valid_http_url
};

static bool
valid_request_target(struct str s)
{
	return s.len > 0 && s.at[0] == '/' && !has_below(s, 0x21);
}

const struct format format_request_target = {
	"what the service receives as path and query: it begins with / and "
	"has no blanks",
	"^/[^\\u0000-\\u0020\\u007f]*$", valid_request_target
};

static bool
valid_method(struct str s)
{
	return all_of(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_");
}

const struct format format_method = {
	"a method in capitals, as in GET", "^[A-Z_-]+$", valid_method
};

static bool
valid_header_token(struct str s)
{
	return all_of(s, ALNUM "!#$%&'*+-.^_`|~");
}

const struct format format_header_token = {
	"a header name: letters, digits, - and the like, no blanks or colon",
	"^[0-9A-Za-z!#$%&'*+.^_`|~-]+$", valid_header_token
};

static bool
valid_header_text(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] != '\t' && has_below(str_cut(s, i, i + 1), 0x20))
			return false;
	return true;
}

const struct format format_header_text = {
	"a header value: one line without control characters",
	"^[^\\u0000-\\u0008\\u000a-\\u001f\\u007f]*$", valid_header_text
};

static bool
valid_header_name(struct str s)
{
	return all_of(s, ALNUM "-");
}

const struct format format_header_name = {
	"letters, digits and -, as in X-Preview; nginx drops headers with "
	"other characters in their names",
	"^[0-9A-Za-z-]+$", valid_header_name
};

static bool
valid_canary_value(struct str s)
{
	return all_of(s, ALNUM "/-._~: ") && s.at[0] != ' ' &&
	    s.at[s.len - 1] != ' ';
}

const struct format format_canary_value = {
	"letters, digits and / - . _ ~ : with single blanks at most inside; "
	"the controller drops any other value without a word",
	"^[0-9A-Za-z/._~:-]([0-9A-Za-z/._~: -]*[0-9A-Za-z/._~:-])?$",
	valid_canary_value
};

static bool
valid_canary_pattern(struct str s)
{
	return all_of(s, ALNUM "/-._~:^$[](){}*+?|&=\\");
}

const struct format format_canary_pattern = {
	"a regular expression of letters, digits and "
	"/ - . _ ~ : ^ $ [ ] ( ) { } * + ? | & = \\; the controller drops any "
	"other one without a word",
	"^[0-9A-Za-z/._~:^$\\[\\](){}*+?|&=\\\\-]+$", valid_canary_pattern
};

static bool
valid_cookie_name(struct str s)
{
	return all_of(s, ALNUM "-._~");
}

const struct format format_cookie_name = {
	"a cookie name: letters, digits and - . _ ~",
	"^[0-9A-Za-z._~-]+$", valid_cookie_name
};

static bool
valid_glob(struct str s)
{
	return s.len > 0 && !has_below(s, 0x20);
}

const struct format format_glob = {
	"the path of a file or folder, or a glob, as in k8s/*.yaml",
	"^[^\\u0000-\\u001f\\u007f]+$", valid_glob
};

static bool
valid_text(struct str s)
{
	return str_find_byte(s, '\0', 0) == STR_NONE;
}

const struct format format_text = {
	"a text without NUL characters", "^[^\\u0000]*$", valid_text
};
