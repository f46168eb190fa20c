#include "model/address.h"

static bool
read_number(struct str text, unsigned long max, unsigned char *byte)
{
	unsigned long value;

	if (text.len == 0 || text.len > 3 ||
	    (text.len > 1 && text.at[0] == '0') ||
	    !str_to_uint(text, max, &value))
		return false;
	*byte = (unsigned char)value;
	return true;
}

static bool
read_v4(struct str text, unsigned char *bytes)
{
	for (unsigned i = 0; i < 4; i++) {
		if (text.at == NULL ||
		    !read_number(str_next(&text, '.'), 255, &bytes[i]))
			return false;
	}
	return text.at == NULL;
}

static bool
read_hex(struct str text, unsigned char *bytes)
{
	unsigned value = 0;

	if (text.len == 0 || text.len > 4)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0') :
		    c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 :
		    c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : 16;

		if (digit == 16)
			return false;
		value = value * 16 + digit;
	}
	bytes[0] = (unsigned char)(value >> 8);
	bytes[1] = (unsigned char)value;
	return true;
}

/* Groups between colons; the last may be an IPv4 address. */
static bool
read_groups(struct str text, unsigned char *bytes, unsigned *size)
{
	*size = 0;
	while (text.len > 0) {
		struct str group = str_next(&text, ':');

		if (text.at == NULL && *size <= 12 &&
		    read_v4(group, bytes + *size)) {
			*size += 4;
			return true;
		}
		if (*size > 14 || !read_hex(group, bytes + *size) ||
		    (text.at != NULL && text.len == 0))
			return false;
		*size += 2;
	}
	return true;
}

static bool
read_v6(struct str text, unsigned char *bytes)
{
	size_t gap = str_find(text, STR("::"), 0);
	unsigned char tail[16] = { 0 };
	unsigned before, after = 0;

	memset(bytes, 0, 16);
	if (!read_groups(str_cut(text, 0, gap), bytes, &before))
		return false;
	if (gap == STR_NONE)
		return before == 16;
	if (!read_groups(str_cut(text, gap + 2, text.len), tail, &after) ||
	    before + after > 14)
		return false;
	memcpy(bytes + 16 - after, tail, after);
	return true;
}

bool
address_read(struct str text, struct address *address)
{
	bool v6 = str_find_byte(text, ':', 0) != STR_NONE;

	address->size = v6 ? 16 : 4;
	return v6 ? read_v6(text, address->bytes) :
	    read_v4(text, address->bytes);
}

bool
address_is_range(struct str text)
{
	size_t slash = str_find_byte(text, '/', 0);
	struct address address;
	unsigned char bits;

	if (!address_read(str_cut(text, 0, slash), &address))
		return false;
	return slash == STR_NONE || read_number(str_cut(text, slash + 1,
	    text.len), address.size * 8, &bits);
}

bool
address_is_loopback(const struct address *address)
{
	static const unsigned char v6[16] = { [15] = 1 };
	static const unsigned char mapped[13] = {
		[10] = 0xFF, [11] = 0xFF, [12] = 127
	};

	if (address->size == 4)
		return address->bytes[0] == 127;
	return memcmp(address->bytes, v6, sizeof(v6)) == 0 ||
	    memcmp(address->bytes, mapped, sizeof(mapped)) == 0;
}
