/* realpath() is an X/Open function. */
#define _XOPEN_SOURCE 700

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/die.h"

static const char too_large[] = "Larger than 64 MiB";

/* Reads until the end or past the limit, when the size is not known. */
static const char *
read_some(int fd, size_t limit, struct buf *out)
{
	char chunk[1 << 16];
	ssize_t n;

	for (;;) {
		n = read(fd, chunk, sizeof(chunk));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return strerror(errno);
		if (n == 0)
			return NULL;
		buf_add(out, (struct str){ chunk, (size_t)n });
		if (out->len > limit)
			return too_large;
	}
}

/* Reads a file of a known size straight to where it shall stay. */
static const char *
read_sized(struct arena *arena, int fd, size_t size, struct str *text)
{
	char *at = arena_alloc(arena, size + 1);
	size_t done = 0;

	while (done <= size) {
		ssize_t n = read(fd, at + done, size + 1 - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return strerror(errno);
		if (n == 0) {
			at[done] = '\0';
			*text = (struct str){ at, done };
			return NULL;
		}
		done += (size_t)n;
	}
	return "Grew while it was read";
}

static const char *
read_all(struct arena *arena, int fd, size_t limit, struct str *text)
{
	const char *wrong;
	struct stat st;
	struct buf out;

	if (fstat(fd, &st) != 0)
		return strerror(errno);
	if (S_ISREG(st.st_mode) && st.st_size > 0 &&
	    (unsigned long long)st.st_size <= limit)
		return read_sized(arena, fd, (size_t)st.st_size, text);
	buf_init(&out);
	wrong = read_some(fd, limit, &out);
	if (wrong == NULL)
		*text = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return wrong;
}

static const char *
not_regular(mode_t mode)
{
	return S_ISDIR(mode) ? "Is a directory" :
	    S_ISFIFO(mode) ? "Is a pipe; use - to read one" :
	    "Not a regular file";
}

/* The stat comes first: opening a FIFO would wait for its writer. */
static const char *
open_regular(const char *name, size_t limit, int *fd)
{
	struct stat st;

	if (stat(name, &st) != 0)
		return strerror(errno);
	if (!S_ISREG(st.st_mode))
		return not_regular(st.st_mode);
	if ((unsigned long long)st.st_size > limit)
		return too_large;
	*fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	return *fd < 0 ? strerror(errno) : NULL;
}

const char *
file_read(struct arena *arena, const char *name, size_t limit,
    struct str *text)
{
	const char *wrong = NULL;
	int fd = STDIN_FILENO;

	if (strcmp(name, "-") != 0)
		wrong = open_regular(name, limit, &fd);
	if (wrong != NULL)
		return wrong;
	wrong = read_all(arena, fd, limit, text);
	if (fd != STDIN_FILENO)
		close(fd);
	return wrong;
}

static bool
write_all(int fd, struct str text)
{
	while (text.len > 0) {
		ssize_t n = write(fd, text.at, text.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		text = str_cut(text, (size_t)n, text.len);
	}
	return true;
}

/* "dir/.name.XXXXXX" beside the file; mkstemp fills the X in. */
static struct str
aside_name(struct arena *arena, const char *name)
{
	const char *slash = strrchr(name, '/');
	int dir = slash == NULL ? 0 : (int)(slash - name) + 1;

	return arena_printf(arena, "%.*s.%s.XXXXXX", dir, name, name + dir);
}

/*
 * The owner and the mode of the file that is replaced, else what the umask
 * leaves. Only root can give files away: for others they become their own.
 */
static bool
look_like(int fd, const char *name)
{
	struct stat st, new;
	mode_t mask;

	if (stat(name, &st) == 0) {
		if (fstat(fd, &new) == 0 && (new.st_uid != st.st_uid ||
		    new.st_gid != st.st_gid) &&
		    fchown(fd, st.st_uid, st.st_gid) != 0)
			errno = 0;
		return fchmod(fd, st.st_mode & 07777) == 0;
	}
	mask = umask(0);
	umask(mask);
	return fchmod(fd, 0666 & ~mask) == 0;
}

/* Writes the text aside and syncs it; false with errno set. */
static bool
write_aside(const char *name, struct str text, char *aside)
{
	int fd = mkstemp(aside), saved;
	bool ok;

	if (fd < 0)
		return false;
	ok = write_all(fd, text) && look_like(fd, name) && fsync(fd) == 0;
	saved = errno;
	if (close(fd) != 0 && ok) {
		ok = false;
		saved = errno;
	}
	if (!ok)
		unlink(aside);
	errno = saved;
	return ok;
}

/* The file behind a symbolic link, else the name itself. */
static struct str
resolve(struct arena *arena, const char *name)
{
	char *real = realpath(name, NULL);
	struct str result = arena_str(arena,
	    str_from(real == NULL ? name : real));

	free(real);
	return result;
}

struct str
file_real(struct arena *arena, const char *name)
{
	char *real = realpath(name, NULL);
	struct str copy = STR("");

	if (real != NULL)
		copy = arena_str(arena, str_from(real));
	free(real);
	return copy;
}

/* What keeps the file from being replaced, or NULL. */
static const char *
not_replaceable(struct arena *arena, const char *name, const struct str *old)
{
	const char *wrong;
	struct str text;

	if (old == NULL)
		return NULL;
	if (access(name, W_OK) != 0)
		return strerror(errno);
	wrong = file_read(arena, name, old->len, &text);
	return wrong == NULL && str_eq(text, *old) ? NULL :
	    "Changed by somebody else meanwhile";
}

/* `old`: what the file must still hold then, or NULL. */
static const char *
replace(const char *name, const struct str *old, struct str text)
{
	const char *wrong = NULL;
	struct arena arena;
	struct str target, aside;

	arena_init(&arena);
	target = resolve(&arena, name);
	aside = aside_name(&arena, target.at);
	if (!write_aside(target.at, text, (char *)aside.at))
		wrong = strerror(errno);
	else {
		wrong = not_replaceable(&arena, target.at, old);
		if (wrong == NULL && rename(aside.at, target.at) != 0)
			wrong = strerror(errno);
		if (wrong != NULL)
			unlink(aside.at);
	}
	arena_release(&arena);
	return wrong;
}

const char *
file_replace(const char *name, struct str text)
{
	return replace(name, NULL, text);
}

const char *
file_change(const char *name, struct str old, struct str text)
{
	return replace(name, &old, text);
}

void
file_replace_all(struct arena *arena, const struct file_new *files, size_t n)
{
	struct str *asides = arena_array(arena, struct str, n);
	size_t done = 0;

	while (done < n) {
		asides[done] = aside_name(arena, files[done].name);
		if (!write_aside(files[done].name, files[done].text,
		    (char *)asides[done].at))
			break;
		done++;
	}
	for (size_t i = 0; i < n && done == n; i++)
		if (rename(asides[i].at, files[i].name) != 0) {
			for (; i < n; i++)
				unlink(asides[i].at);
			die("cannot replace a file in the output folder:");
		}
	if (done == n)
		return;
	for (size_t i = 0, saved = (size_t)errno; i < done; i++) {
		unlink(asides[i].at);
		errno = (int)saved;
	}
	die("write %s:", files[done].name);
}

void
file_print(struct str text)
{
	if (text.len > 0 && fwrite(text.at, 1, text.len, stdout) != text.len)
		die("write to standard output:");
}

void
file_print_end(void)
{
	if (fflush(stdout) != 0)
		die("write to standard output:");
}
