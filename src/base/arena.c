/*
 * Blocks grow from 4 KiB to 32 MiB; a request larger than a block gets one of
 * its own, behind the block being filled. Large blocks ask for huge pages:
 * a tree of a large file is touched once, and faulting its pages in one by
 * one took a fifth of the time of linting it.
 */
#define _DEFAULT_SOURCE		/* madvise() */

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/die.h"

enum {
	BLOCK_FIRST = 4 << 10,
	BLOCK_LAST = 32 << 20,
	BLOCK_HUGE = 4 << 20,	/* from here on huge pages are worth it */
	PAGE_HUGE = 2 << 20,
	ALIGN = 8,		/* nothing here is a long double */
};

struct arena_block {
	struct arena_block *next;
	unsigned long number;		/* in order of making */
	size_t used, size;
	_Alignas(ALIGN) char bytes[];
};

struct arena_defer {
	struct arena_defer *next;
	void (*release)(void *);
	void *object;
};

void
arena_init(struct arena *a)
{
	*a = (struct arena){ .block = NULL };
}

static void
run_defers(struct arena *a, const struct arena_defer *end)
{
	for (; a->defers != end; a->defers = a->defers->next)
		a->defers->release(a->defers->object);
}

void
arena_release(struct arena *a)
{
	struct arena_block *block = a->block, *next;

	run_defers(a, NULL);
	for (; block != NULL; block = next) {
		next = block->next;
		free(block);
	}
	free(a->spare);
	arena_init(a);
}

struct arena_mark
arena_mark(const struct arena *a)
{
	return (struct arena_mark){ a->defers, a->block,
		a->block == NULL ? 0 : a->block->used, a->blocks };
}

/* The largest block that is no longer needed is worth keeping. */
static void
put_by(struct arena *a, struct arena_block *block)
{
	if (a->spare == NULL || a->spare->size < block->size) {
		free(a->spare);
		a->spare = block;
	} else
		free(block);
}

void
arena_rewind(struct arena *a, struct arena_mark mark)
{
	struct arena_block **at = &a->block, *block;

	run_defers(a, mark.defers);
	while ((block = *at) != NULL) {
		if (block->number <= mark.blocks) {
			at = &block->next;
			continue;
		}
		*at = block->next;
		put_by(a, block);
	}
	if (mark.block != NULL)
		mark.block->used = mark.used;
}

/* A block of `size` bytes with its header. */
static struct arena_block *
block_new(size_t size)
{
	struct arena_block *block;

	if (size >= BLOCK_HUGE && size % PAGE_HUGE == 0) {
		block = aligned_alloc(PAGE_HUGE, size);
#ifdef MADV_HUGEPAGE
		if (block != NULL)
			madvise(block, size, MADV_HUGEPAGE);
#endif
	} else
		block = malloc(size);
	if (block == NULL)
		die("out of memory");
	*block = (struct arena_block){ .size = size - sizeof(*block) };
	return block;
}

static size_t
next_size(const struct arena *a)
{
	size_t last = a->block == NULL ? 0 :
	    a->block->size + sizeof(*a->block);

	return last == 0 ? BLOCK_FIRST :
	    last < BLOCK_LAST ? last * 2 : BLOCK_LAST;
}

static struct arena_block *
take_block(struct arena *a, size_t size)
{
	struct arena_block *block = a->spare;

	if (block != NULL && block->size + sizeof(*block) >= size) {
		a->spare = NULL;
		block->used = 0;
	} else
		block = block_new(size);
	block->number = ++a->blocks;
	return block;
}

/* The block that has room for `size` bytes; not always the newest. */
static struct arena_block *
block_for(struct arena *a, size_t size)
{
	size_t want = next_size(a);
	struct arena_block *block;

	if (size <= want / 4) {
		block = take_block(a, want);
		block->next = a->block;
		a->block = block;
		return block;
	}
	if (a->block == NULL) {
		a->block = block_new(BLOCK_FIRST);
		a->block->number = ++a->blocks;
	}
	block = take_block(a, size + sizeof(*block));
	block->next = a->block->next;
	a->block->next = block;
	return block;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct arena_block *block = a->block;
	void *at;

	if (size > SIZE_MAX / 2)
		die("out of memory");
	size = (size + ALIGN - 1) & ~((size_t)ALIGN - 1);
	if (block == NULL || block->size - block->used < size)
		block = block_for(a, size);
	at = block->bytes + block->used;
	block->used += size;
	return memset(at, 0, size);
}

void *
arena_alloc_array(struct arena *a, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / 2 / size)
		die("out of memory");
	return arena_alloc(a, n * size);
}

struct str
arena_str(struct arena *a, struct str s)
{
	char *copy = arena_alloc(a, s.len + 1);

	if (s.len > 0)
		memcpy(copy, s.at, s.len);
	return (struct str){ copy, s.len };
}

struct str
arena_join_all(struct arena *a, const struct str *parts, size_t n)
{
	size_t len = 0, at = 0;
	char *text;

	for (size_t i = 0; i < n; i++)
		len += parts[i].len;
	text = arena_alloc(a, len + 1);
	for (size_t i = 0; i < n; at += parts[i++].len)
		if (parts[i].len > 0)
			memcpy(text + at, parts[i].at, parts[i].len);
	return (struct str){ text, len };
}

struct str
arena_vprintf(struct arena *a, const char *fmt, va_list args)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (len < 0)
		die("cannot format a message:");
	text = arena_alloc(a, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, fmt, args);
	return (struct str){ text, (size_t)len };
}

struct str
arena_printf(struct arena *a, const char *fmt, ...)
{
	struct str text;
	va_list args;

	va_start(args, fmt);
	text = arena_vprintf(a, fmt, args);
	va_end(args);
	return text;
}

void
arena_defer(struct arena *a, void (*release)(void *), void *object)
{
	struct arena_defer *d = arena_new(a, struct arena_defer);

	*d = (struct arena_defer){ a->defers, release, object };
	a->defers = d;
}

static void
release_child(void *child)
{
	arena_release(child);
}

struct arena *
arena_child(struct arena *a)
{
	struct arena *child = arena_new(a, struct arena);

	arena_init(child);
	arena_defer(a, release_child, child);
	return child;
}

void *
vec_room(struct arena *a, void *at, size_t n, size_t *room, size_t size)
{
	void *grown;

	if (n < *room)
		return at;
	*room = *room == 0 ? 4 : *room * 2;
	grown = arena_alloc_array(a, *room, size);
	if (n > 0)
		memcpy(grown, at, n * size);
	return grown;
}
