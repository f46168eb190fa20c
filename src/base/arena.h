/*
 * arena: memory that is freed all at once. Everything the program makes
 * lives in an arena passed in by the caller and stays valid until that arena
 * is reset or released; nobody frees single objects. Running out of memory
 * ends the program (base/die.h), so no result needs a test.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/str.h"

struct arena {
	struct arena_block *block;	/* the one being filled, newest first */
	struct arena_block *spare;	/* kept by a rewind for the next one */
	struct arena_defer *defers;	/* run on release, newest first */
	unsigned long blocks;		/* made so far */
};

void arena_init(struct arena *);
/* Runs what was deferred and frees everything; the arena is empty again. */
void arena_release(struct arena *);

/* An arena that is released with the one it is made in. */
struct arena *arena_child(struct arena *);

/*
 * Forgets everything allocated since the mark was taken, whose memory is
 * used again, and runs what was deferred since.
 */
struct arena_mark {
	struct arena_defer *defers;
	struct arena_block *block;
	size_t used;
	unsigned long blocks;
};
struct arena_mark arena_mark(const struct arena *);
void arena_rewind(struct arena *, struct arena_mark);

/* Zeroed memory, aligned to 8 bytes. `size` may be 0. */
void *arena_alloc(struct arena *, size_t size);
#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, n) \
	((type *)arena_alloc_array((arena), (n), sizeof(type)))
void *arena_alloc_array(struct arena *, size_t n, size_t size);

/* Copies; the byte after the copy is NUL. */
struct str arena_str(struct arena *, struct str);
/* One after the other: arena_join(arena, ns, STR("/"), name). */
#define arena_join(arena, ...) \
	arena_join_all((arena), (const struct str[]){ __VA_ARGS__ }, \
	    sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))
struct str arena_join_all(struct arena *, const struct str *, size_t n);
/* Formats; the byte after the text is NUL. */
struct str arena_printf(struct arena *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
struct str arena_vprintf(struct arena *, const char *fmt, va_list);

/* Calls release(object) when the arena is released: for library objects. */
void arena_defer(struct arena *, void (*release)(void *), void *object);

/*
 * A growing array in an arena:
 *	VEC(struct note) notes;
 *	struct note *n = vec_add(arena, &notes);	(zeroed)
 * Pointers into it hold until the next vec_add.
 */
#define VEC(type) struct { type *at; size_t n, room; }
#define vec_add(arena, v) \
	((v)->at = vec_room((arena), (v)->at, (v)->n, &(v)->room, \
	    sizeof(*(v)->at)), &(v)->at[(v)->n++])
void *vec_room(struct arena *, void *at, size_t n, size_t *room, size_t size);

#endif
