#include "diag/fingerprint.h"

#include "base/map.h"

enum { LINE = 1000 };	/* a longer line counts as the bytes of the finding */

/* FNV-1a, 64 bits. */
static uint64_t
add(uint64_t hash, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		hash = (hash ^ (unsigned char)s.at[i]) * 0x100000001B3u;
	return (hash ^ 0xFF) * 0x100000001B3u;	/* so ends a part of it */
}

static struct str
line_of(const struct report *r, struct span where)
{
	struct str line;
	uint32_t start;

	if (where.file == 0)
		return STR("");
	line = source_line(r->sources, where.file,
	    source_position(r->sources, where.file, where.start).line,
	    &start);
	if (line.len > LINE)
		line = str_cut(source_text(r->sources, where), 0, LINE);
	return str_trim(line);
}

static uint64_t
hash(const struct report *r, const struct diag *d,
    enum fingerprint_scope scope, struct arena *arena)
{
	const struct str parts[] = {
		str_from(rule_get(d->rule)->name), d->api_version, d->kind,
		d->ns, d->name, line_of(r, d->where),
	};
	uint64_t h = 0xCBF29CE484222325u;

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		h = add(h, parts[i]);
	return scope == FINGERPRINT_FILE ? h : add(h, report_path(arena,
	    report_extent(r, d->where).file));
}

const struct str *
fingerprints(struct arena *arena, const struct report *r,
    enum fingerprint_scope scope)
{
	size_t n = r->diags->list.n;
	struct str *words = arena_array(arena, struct str, n);
	struct map seen = { NULL };

	for (size_t i = 0; i < n; i++) {
		const struct diag *d = r->diags->list.at[i];
		unsigned long long h = hash(r, d, scope, arena);
		void **slot = map_put(arena, &seen, arena_printf(arena,
		    "%u %llx", scope == FINGERPRINT_FILE ?
		    (unsigned)d->where.file : 0, h));
		unsigned *count = *slot;

		if (count == NULL)
			*slot = count = arena_new(arena, unsigned);
		words[i] = arena_printf(arena, "%016llx:%u", h, ++*count);
	}
	return words;
}
