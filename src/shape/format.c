/*
 * Each format twice: as a function and as an expression for JSON Schema.
 * The unit test holds the two together. The rules are those of Kubernetes
 * (apimachinery, util/validation), the lengths included.
 */
#include "shape/format.h"

#define LABEL		"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
#define SUBDOMAIN	LABEL "(?:\\." LABEL ")*"
#define NAME		"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
#define LABEL_I		"[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?"
#define OCTET_LAX	"0*(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[0-9]{1,2})"
#define IPV4_LAX	"(?:" OCTET_LAX "\\.){3}" OCTET_LAX
#define OCTET		"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
#define IPV4		"(?:" OCTET "\\.){3}" OCTET
#define H16		"[0-9A-Fa-f]{1,4}"
#define LS32		"(?:" H16 ":" H16 "|" IPV4 ")"
/* RFC 3986, IPv6address */
#define IPV6		"(?:(?:" H16 ":){6}" LS32 \
	"|::(?:" H16 ":){5}" LS32 \
	"|(?:" H16 ")?::(?:" H16 ":){4}" LS32 \
	"|(?:(?:" H16 ":){0,1}" H16 ")?::(?:" H16 ":){3}" LS32 \
	"|(?:(?:" H16 ":){0,2}" H16 ")?::(?:" H16 ":){2}" LS32 \
	"|(?:(?:" H16 ":){0,3}" H16 ")?::" H16 ":" LS32 \
	"|(?:(?:" H16 ":){0,4}" H16 ")?::" LS32 \
	"|(?:(?:" H16 ":){0,5}" H16 ")?::" H16 \
	"|(?:(?:" H16 ":){0,6}" H16 ")?::)"

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Kinds of characters, to be added up. */
enum letters {
	DIGIT = 1, LOWER = 2, UPPER = 4, DASH = 8, DOT = 16, SCORE = 32,
	LOWER_ALNUM = DIGIT | LOWER, ALNUM = DIGIT | LOWER | UPPER
};

static inline unsigned
kind_of(char c)
{
	return is_lower(c) ? LOWER : str_is_digit(c) ? DIGIT :
	    c == '-' ? DASH : c == '.' ? DOT : c == '_' ? SCORE :
	    c >= 'A' && c <= 'Z' ? UPPER : 0;
}

/* Of those characters, and of `ends` at both ends. */
static bool
is_name(struct str s, unsigned ends, unsigned middle)
{
	if (s.len == 0 || !(kind_of(s.at[0]) & ends) ||
	    !(kind_of(s.at[s.len - 1]) & ends))
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!(kind_of(s.at[i]) & (ends | middle)))
			return false;
	return true;
}

static bool
is_dns_label(struct str s)
{
	return s.len <= 63 && is_name(s, LOWER_ALNUM, DASH);
}

static bool
is_service_name(struct str s)
{
	return is_dns_label(s) && is_lower(s.at[0]);
}

static bool
is_domain(struct str s, unsigned ends)
{
	struct str rest = s;

	if (s.len == 0 || s.len > 253)
		return false;
	while (rest.at != NULL)
		if (!is_name(str_next(&rest, '.'), ends, DASH))
			return false;
	return true;
}

static bool
is_dns_subdomain(struct str s)
{
	return is_domain(s, LOWER_ALNUM);
}

/* Go's net.ParseIP of old, which the API server keeps: leading zeros pass. */
static bool
is_ipv4_lax(struct str s)
{
	struct str rest = s;
	unsigned parts = 0;
	unsigned long value;

	while (rest.at != NULL && ++parts <= 4)
		if (!str_to_uint(str_next(&rest, '.'), 255, &value))
			return false;
	return parts == 4;
}

static bool
is_ingress_host(struct str s)
{
	if (str_starts(s, STR("*.")))
		return s.len <= 253 &&
		    is_dns_subdomain(str_cut(s, 2, s.len));
	return is_dns_subdomain(s) && !is_ipv4_lax(s);
}

static bool
is_key(struct str s, unsigned ends)
{
	size_t slash = str_find_byte(s, '/', 0);
	struct str name = s;

	if (slash != STR_NONE) {
		name = str_cut(s, slash + 1, s.len);
		if (!is_domain(str_cut(s, 0, slash), ends))
			return false;
	}
	return name.len <= 63 && is_name(name, ALNUM, DASH | SCORE | DOT);
}

static bool
is_label_key(struct str s)
{
	return is_key(s, LOWER_ALNUM);
}

static bool
is_annotation_key(struct str s)
{
	return is_key(s, ALNUM);
}

static bool
is_label_value(struct str s)
{
	return s.len == 0 || (s.len <= 63 &&
	    is_name(s, ALNUM, DASH | SCORE | DOT));
}

static bool
is_port_name(struct str s)
{
	bool letter = false;

	for (size_t i = 0; i < s.len; i++)
		letter = letter || is_lower(s.at[i]);
	return letter && s.len <= 15 && is_name(s, LOWER_ALNUM, DASH) &&
	    str_find(s, STR("--"), 0) == STR_NONE;
}

static bool
is_ipv4(struct str s)
{
	struct str rest = s;

	while (rest.at != NULL) {
		struct str part = str_next(&rest, '.');

		if (part.len > 1 && part.at[0] == '0')
			return false;
	}
	return is_ipv4_lax(s);
}

static bool
is_hex_group(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!str_is_digit(s.at[i]) && (s.at[i] == '\0' ||
		    strchr("abcdefABCDEF", s.at[i]) == NULL))
			return false;
	return s.len >= 1 && s.len <= 4;
}

/*
 * The number of 16-bit groups in "a:b:1.2.3.4", which may end in an IPv4
 * address when it is the tail; 9 when it is not such a list.
 */
static unsigned
count_groups(struct str s, bool tail)
{
	struct str rest = s;
	unsigned n = 0;

	if (s.len == 0)
		return 0;
	while (rest.at != NULL && n <= 8) {
		struct str group = str_next(&rest, ':');

		if (is_hex_group(group))
			n++;
		else if (tail && rest.at == NULL && is_ipv4(group))
			n += 2;
		else
			return 9;
	}
	return n;
}

static bool
is_ipv6(struct str s)
{
	size_t gap = str_find(s, STR("::"), 0);

	if (gap == STR_NONE)
		return count_groups(s, true) == 8;
	return count_groups(str_cut(s, 0, gap), false) +
	    count_groups(str_cut(s, gap + 2, s.len), true) <= 7;
}

static bool
is_cidr(struct str s)
{
	size_t slash = str_find_byte(s, '/', 0);
	struct str length = { NULL, 0 };
	unsigned long bits;
	bool v6;

	if (slash != STR_NONE) {
		length = str_cut(s, slash + 1, s.len);
		s = str_cut(s, 0, slash);
	}
	v6 = is_ipv6(s);
	if (!v6 && !is_ipv4(s))
		return false;
	return slash == STR_NONE ||
	    (str_to_uint(length, v6 ? 128 : 32, &bits) &&
	    (length.len == 1 || length.at[0] != '0'));
}

const struct format format_dns_label = {
	"at most 63 lower-case letters, digits and '-', beginning and ending "
	"with a letter or digit",
	"^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$", is_dns_label,
};
const struct format format_service_name = {
	"at most 63 lower-case letters, digits and '-' (no dots), beginning "
	"with a letter and ending with a letter or digit",
	"^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$", is_service_name,
};
const struct format format_dns_subdomain = {
	"at most 253 lower-case letters, digits, '-' and '.', each part "
	"between dots beginning and ending with a letter or digit",
	"^(?=.{1,253}$)" SUBDOMAIN "$", is_dns_subdomain,
};
const struct format format_ingress_host = {
	"a lower-case DNS name, or \"*.\" before one; without scheme, port "
	"or path, and no IP address",
	"^(?=.{1,253}$)(?!" IPV4_LAX "$)(?:\\*\\.)?" SUBDOMAIN "$",
	is_ingress_host,
};
const struct format format_label_key = {
	"a name of at most 63 letters, digits, '-', '_' and '.', beginning "
	"and ending with a letter or digit, with at most a DNS name and one "
	"'/' before it",
	"^(?:(?=[^/]{1,253}/)" SUBDOMAIN "/)?" NAME "$", is_label_key,
};
const struct format format_annotation_key = {
	"a name of at most 63 letters, digits, '-', '_' and '.', beginning "
	"and ending with a letter or digit, with at most a DNS name and one "
	"'/' before it",
	"^(?:(?=[^/]{1,253}/)" LABEL_I "(?:\\." LABEL_I ")*/)?" NAME "$",
	is_annotation_key,
};
const struct format format_label_value = {
	"empty, or at most 63 letters, digits, '-', '_' and '.', beginning "
	"and ending with a letter or digit",
	"^(?:" NAME ")?$", is_label_value,
};
const struct format format_port_name = {
	"1 to 15 lower-case letters, digits and single '-' inside, with at "
	"least one letter",
	"^(?=.{1,15}$)(?=.*[a-z])(?!.*--)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$",
	is_port_name,
};
const struct format format_cidr = {
	"an IPv4 or IPv6 address, or a network such as 10.0.0.0/8",
	"^(?:" IPV4 "(?:/(?:3[0-2]|[12]?[0-9]))?"
	"|" IPV6 "(?:/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))?)$", is_cidr,
};
