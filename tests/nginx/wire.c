/*
 * Requests are pipelined over a few connections. nginx closes a connection
 * after what it takes for a bad request; what is not answered then is sent
 * again on the next one.
 */
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/die.h"

enum { LINKS = 8, BATCH = 32, PATIENCE = 100000 /* ms: PCRE may take some */ };

/* Short enough for the names of sockets in it. */
static char folder[80];
static pid_t nginx = -1;

const char *
wire_folder(void)
{
	const char *base = getenv("TMPDIR");

	if (folder[0] == 0) {
		snprintf(folder, sizeof(folder), "%s/nginx-XXXXXX",
		    base != NULL && strlen(base) < 50 ? base : "/tmp");
		if (mkdtemp(folder) == NULL)
			die("make %s:", folder);
	}
	return folder;
}

static const char *
in_folder(const char *name)
{
	static char path[100];

	snprintf(path, sizeof(path), "%s/%.15s", wire_folder(), name);
	return path;
}

struct str
wire_backend_address(struct arena *arena)
{
	return arena_printf(arena, "unix:%s/backend", wire_folder());
}

struct str
wire_listen_address(struct arena *arena)
{
	return arena_printf(arena, "unix:%s/front", wire_folder());
}

static int
open_socket(const char *name, struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (fd < 0)
		die("socket:");
	memset(address, 0, sizeof(*address));
	address->sun_family = AF_UNIX;
	snprintf(address->sun_path, sizeof(address->sun_path), "%s",
	    in_folder(name));
	return fd;
}

static void
send_all(int fd, struct str text)
{
	while (text.len > 0) {
		ssize_t n = send(fd, text.at, text.len, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		text = str_cut(text, (size_t)n, text.len);
	}
}

/* Appends what there is to read. False at the end. */
static bool
receive(int fd, struct buf *b)
{
	char part[65536];
	ssize_t n = recv(fd, part, sizeof(part), 0);

	if (n > 0)
		buf_add(b, (struct str){ part, (size_t)n });
	return n > 0;
}

/* The version that nginx puts after the target, which may hold spaces. */
static const struct str version = { " HTTP/1.0\r\n", 11 };

static void
serve(int fd, struct buf *in, struct buf *out)
{
	size_t from, to;

	buf_reset(in);
	buf_reset(out);
	while (str_find(buf_str(in), STR("\r\n\r\n"), 0) == STR_NONE)
		if (!receive(fd, in))
			return;
	from = str_find_byte(buf_str(in), ' ', 0) + 1;
	to = str_find(buf_str(in), version, 0);
	if (to == STR_NONE)
		to = from;
	buf_printf(out, "HTTP/1.0 200 OK\r\nContent-Length: %zu\r\n\r\n",
	    to - from);
	buf_add(out, str_cut(buf_str(in), from, to));
	send_all(fd, buf_str(out));
}

static void *
run_backend(void *listener)
{
	int fd = *(int *)listener;
	struct buf in, out;

	buf_init(&in);
	buf_init(&out);
	for (;;) {
		int client = accept(fd, NULL, NULL);

		if (client < 0)
			continue;
		serve(client, &in, &out);
		close(client);
	}
	return NULL;
}

void
wire_start_backend(void)
{
	static int listener;
	struct sockaddr_un address;
	pthread_t thread;

	/* Whatever ends the program, no nginx stays behind. */
	atexit(wire_stop);
	listener = open_socket("backend", &address);
	if (bind(listener, (struct sockaddr *)&address,
	    sizeof(address)) != 0 || listen(listener, 4096) != 0 ||
	    pthread_create(&thread, NULL, run_backend, &listener) != 0)
		die("backend:");
}

static void
write_conf(struct str conf)
{
	FILE *file = fopen(in_folder("nginx.conf"), "w");

	if (file == NULL || fwrite(conf.at, 1, conf.len, file) != conf.len ||
	    fclose(file) != 0)
		die("write %s:", in_folder("nginx.conf"));
}

/* Starts nginx in a child; `test`: only to check the configuration. */
static pid_t
run_nginx(bool test, int said)
{
	char options[300], conf[100];
	pid_t child;

	snprintf(conf, sizeof(conf), "%s", in_folder("nginx.conf"));
	snprintf(options, sizeof(options), "daemon off; master_process off; "
	    "pid %s/pid; error_log %s crit;", folder,
	    test ? "stderr" : "/dev/null");
	child = fork();
	if (child != 0)
		return child;
	dup2(test ? said : open("/dev/null", O_WRONLY), 2);
	if (test)
		execlp("nginx", "nginx", "-t", "-q", "-p", folder, "-c", conf,
		    "-g", options, (char *)NULL);
	else
		execlp("nginx", "nginx", "-p", folder, "-c", conf, "-g",
		    options, (char *)NULL);
	_exit(127);
}

static int
connect_front(void)
{
	struct sockaddr_un address;
	int fd = open_socket("front", &address);

	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	close(fd);
	return -1;
}

void
wire_start(struct str conf)
{
	struct timespec wait = { 0, 10000000 };
	int fd;

	write_conf(conf);
	unlink(in_folder("front"));
	nginx = run_nginx(false, 2);
	for (int i = 0; i < 3000; i++) {
		fd = connect_front();
		if (fd >= 0) {
			close(fd);
			return;
		}
		if (waitpid(nginx, NULL, WNOHANG) == nginx)
			break;
		nanosleep(&wait, NULL);
	}
	die("nginx does not start with %s/nginx.conf", folder);
}

void
wire_stop(void)
{
	if (nginx > 0) {
		kill(nginx, SIGTERM);
		waitpid(nginx, NULL, 0);
	}
	nginx = -1;
}

bool
wire_test(struct arena *arena, struct str conf, struct str *said)
{
	struct buf b;
	int pipes[2], status;
	char part[4096];
	ssize_t n;
	pid_t child;

	write_conf(conf);
	if (pipe(pipes) != 0)
		die("pipe:");
	child = run_nginx(true, pipes[1]);
	close(pipes[1]);
	buf_init(&b);
	while ((n = read(pipes[0], part, sizeof(part))) > 0)
		buf_add(&b, (struct str){ part, (size_t)n });
	close(pipes[0]);
	waitpid(child, &status, 0);
	*said = arena_str(arena, buf_str(&b));
	buf_release(&b);
	return status == 0;
}

void
wire_end(void)
{
	static const char *const files[] = { "front", "backend", "nginx.conf",
		"pid" };

	wire_stop();
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		unlink(in_folder(files[i]));
	rmdir(folder);
}

/* A connection and the requests sent on it that are not answered yet. */
struct link {
	int fd;
	struct exchange *waiting[BATCH];
	size_t nwaiting;
	struct buf in;
	bool closes;		/* nginx has said so, or was told to */
};

static bool
header_value(struct str head, const char *name, struct str *value)
{
	while (head.at != NULL) {
		struct str line = str_next(&head, '\n');
		size_t len = strlen(name);

		if (!str_eq_nocase(str_cut(line, 0, len), str_from(name)))
			continue;
		*value = str_trim(str_cut(line, len, line.len));
		return true;
	}
	return false;
}

/* Length of the answer at the start of the text, or 0 if not all is there. */
static size_t
answer_length(struct str text, size_t *body, bool *closes)
{
	size_t end = str_find(text, STR("\r\n\r\n"), 0);
	unsigned long length = 0;
	struct str head, value;

	if (end == STR_NONE)
		return 0;
	*body = end + 4;
	head = str_cut(text, 0, end);
	if (!str_eq(str_cut(head, 9, 12), STR("304")) &&
	    header_value(head, "Content-Length:", &value))
		str_to_uint(value, 1 << 30, &length);
	*closes = header_value(head, "Connection:", &value) &&
	    str_eq_nocase(value, STR("close"));
	return *body + length <= text.len ? *body + length : 0;
}

static void
fill(struct link *link, struct exchange **next, struct exchange *end)
{
	struct buf out;

	link->fd = connect_front();
	link->closes = false;
	if (link->fd < 0)
		die("connect:");
	while (link->nwaiting < BATCH && *next < end) {
		if (link->nwaiting > 0 && ((*next)->alone ||
		    link->waiting[0]->alone))
			break;
		link->waiting[link->nwaiting++] = (*next)++;
	}
	buf_reset(&link->in);
	buf_init(&out);
	for (size_t i = 0; i < link->nwaiting; i++)
		buf_add(&out, link->waiting[i]->request);
	send_all(link->fd, buf_str(&out));
	buf_release(&out);
}

static void
answered(struct arena *arena, struct link *link, size_t length)
{
	struct exchange *e = link->waiting[0];

	e->answer = arena_str(arena, str_cut(buf_str(&link->in), 0, length));
	memmove(link->waiting, link->waiting + 1,
	    --link->nwaiting * sizeof(*link->waiting));
	link->in.len -= length;
	memmove(link->in.at, link->in.at + length, link->in.len);
}

static void
hang_up(struct link *link)
{
	close(link->fd);
	link->fd = -1;
}

/* What came in, and its end if `ended`. */
static void
take(struct arena *arena, struct link *link, bool ended)
{
	size_t length, body = 0;

	if (link->nwaiting > 0 && link->waiting[0]->alone) {
		if (!ended)
			return;
		answer_length(buf_str(&link->in), &link->waiting[0]->body,
		    &link->closes);
		answered(arena, link, link->in.len);
		hang_up(link);
		return;
	}
	while (link->nwaiting > 0 && !link->closes) {
		length = answer_length(buf_str(&link->in), &body,
		    &link->closes);
		if (length == 0)
			break;
		link->waiting[0]->body = body;
		answered(arena, link, length);
	}
	if (ended && !link->closes && link->nwaiting > 0)
		answered(arena, link, 0);
	if (ended || link->closes || link->nwaiting == 0)
		hang_up(link);
}

void
wire_send(struct arena *arena, struct exchange *all, size_t n)
{
	struct link links[LINKS];
	struct pollfd fds[LINKS];
	struct exchange *next = all, *end = all + n;
	size_t open;

	for (size_t i = 0; i < LINKS; i++) {
		links[i] = (struct link){ .fd = -1 };
		buf_init(&links[i].in);
	}
	do {
		open = 0;
		for (size_t i = 0; i < LINKS; i++) {
			struct link *l = &links[i];

			if (l->fd < 0 && (l->nwaiting > 0 || next < end))
				fill(l, &next, end);
			fds[i] = (struct pollfd){ l->fd, POLLIN, 0 };
			open += l->fd >= 0;
		}
		if (open > 0 && poll(fds, LINKS, PATIENCE) <= 0)
			die("nginx does not answer");
		for (size_t i = 0; i < LINKS; i++)
			if (fds[i].revents != 0)
				take(arena, &links[i],
				    !receive(links[i].fd, &links[i].in));
	} while (open > 0);
	for (size_t i = 0; i < LINKS; i++)
		buf_release(&links[i].in);
}
