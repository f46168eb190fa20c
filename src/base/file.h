/*
 * file: whole files in, whole files out.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/str.h"

/*
 * Reads a regular file, or standard input for "-", of at most `limit` bytes
 * into the arena. Returns NULL, or what is wrong with it in the words of
 * strerror(3): "No such file or directory", "Is a directory", "Larger than
 * 64 MiB" and so on. Pipes, sockets and devices are refused
 * without being opened for reading, so nothing can block; standard input may
 * be anything.
 */
const char *file_read(struct arena *, const char *name, size_t limit,
    struct str *text);

/* The absolute path without links, dots and such; empty if it is not there. */
struct str file_real(struct arena *, const char *name);

/*
 * Makes the file hold `text`: written aside in the same folder, synced, and
 * renamed over the old one, whose mode and, if that is allowed, owner it
 * keeps. Either the old or the new text is there, whole. A symbolic link
 * stays one: its target is replaced. Returns NULL, or what went wrong, in
 * words; then nothing has changed.
 */
const char *file_replace(const char *name, struct str text);

/*
 * The same, unless the file cannot be written to, or holds something else
 * than `old` by then.
 */
const char *file_change(const char *name, struct str old, struct str text);

/*
 * The same as file_replace for several files of one folder, in steps: every
 * file is written aside first, and only when all of them are on disk are
 * they renamed, in order. Ends the program (status 3) on trouble, with
 * nothing left aside.
 */
struct file_new {
	const char *name;	/* the path it shall have */
	struct str text;
};
void file_replace_all(struct arena *, const struct file_new *, size_t n);

/* Writes all of it to standard output; trouble ends the program. */
void file_print(struct str text);
/* Flushes standard output; a failed write ends the program with status 3. */
void file_print_end(void);

#endif
