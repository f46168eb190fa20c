/*
 * Workers take one part after the other: a file, or of a large one so many
 * bytes, which depends on nothing but the text. Each worker has arenas of its
 * own, and each part its own list of objects and findings. When all is read,
 * the lists are put together in the order of the files.
 */
#include "cli/gather.h"

#include <pthread.h>

#include "base/crew.h"
#include "base/limits.h"
#include "k8s/manifest.h"
#include "k8s/placeholder.h"
#include "lint/silence.h"

enum { PART_BYTES = 1 << 20 };

struct part {
	struct span span;
	VEC(struct object *) objects;
	size_t nobjects;		/* of every kind */
	struct diags diags;
};

/* A file and its parts, once it has been read. */
struct batch {
	struct part *parts;
	size_t n, taken;
	const char *wrong;		/* it could not be read */
	struct batch *next;		/* of those with parts to take */
};

struct queue {
	struct input *in;
	const struct gather *wanted;
	struct batch *batches;		/* of the files [from, to) */
	size_t from, to;

	pthread_mutex_t lock;		/* over what follows */
	pthread_cond_t news;
	size_t next;			/* the first file not yet taken */
	unsigned loading;		/* files being read */
	struct batch *open;		/* read, with parts left */
};

struct worker {
	struct queue *queue;
	/* These live as long as the cluster. */
	struct arena *kept, *texts;
	struct arena *trees;		/* but what is rewound */
};

/* Parts begin where a document does. */
static void
divide(struct worker *w, struct batch *batch, uint32_t file,
    struct str text)
{
	size_t room = text.len / PART_BYTES + 1, from = 0, to;
	size_t step = text.len > PART_BYTES && stream_can_cut(text) ?
	    PART_BYTES : text.len;

	batch->parts = arena_array(w->kept, struct part, room);
	do {
		to = text.len - from > step ?
		    stream_cut(text, from + step) : text.len;
		batch->parts[batch->n++].span = (struct span){ file,
			(uint32_t)from, (uint32_t)to };
		from = to;
	} while (from < text.len);
}

static void
load(struct worker *w, size_t i)
{
	struct queue *q = w->queue;
	struct batch *batch = &q->batches[i - q->from];

	batch->wrong = input_load(q->in, i, w->texts);
	if (batch->wrong == NULL)
		divide(w, batch, q->in->files.at[i],
		    source_get(q->in->sources, q->in->files.at[i])->text);
}

/* True when the tree has to stay. */
static bool
read_document(struct worker *w, struct part *part, struct lint *lint,
    const struct document *document)
{
	const struct gather *wanted = w->queue->wanted;
	struct origin origin = { wanted->cluster->default_ns, document->span,
		wanted->linted, !placeholder_possible(source_text(
		lint->sources, document->span)) };
	struct manifest found = { .n = 0 };
	bool stays;

	manifest_read(w->trees, &part->diags, &origin, document->root,
	    &found);
	for (size_t i = 0; wanted->check != NULL && i < found.objects.n; i++)
		wanted->check(lint, found.objects.at[i]);
	if (wanted->look != NULL)
		wanted->look(wanted->with, lint, document);
	part->nobjects += found.n;
	stays = !manifest_keep(w->kept, source_get(lint->sources,
	    part->span.file)->text, document, &found);
	for (size_t i = 0; i < found.objects.n; i++)
		*vec_add(w->kept, &part->objects) = found.objects.at[i];
	return stays;
}

static void
read_part(struct worker *w, struct part *part)
{
	struct input *in = w->queue->in;
	struct lint lint = { .arena = w->kept, .diags = &part->diags,
		.sources = in->sources };
	struct arena_mark mark = arena_mark(w->trees);
	struct stream_reader *reader;
	struct document document;

	diags_init_like(&part->diags, w->kept, in->diags);
	if (w->queue->wanted->linted)
		silence_comments(&part->diags, in->sources, part->span);
	reader = stream_open_part(w->kept, &part->diags, in->sources,
	    part->span);
	while (stream_next(reader, w->trees, &document)) {
		if (!read_document(w, part, &lint, &document))
			arena_rewind(w->trees, mark);
		mark = arena_mark(w->trees);
	}
}

/* A file in one part. Its text goes when nothing was found in it. */
static void
read_file(struct worker *w, struct batch *batch, struct arena_mark before)
{
	struct part *part = &batch->parts[0];

	read_part(w, part);
	if (part->objects.n > 0 || part->diags.list.n > 0 ||
	    part->diags.allows.n > 0)
		return;
	input_drop(w->queue->in, part->span.file);
	arena_rewind(w->texts, before);
}

/* The next part of a file that is open, or NULL. */
static struct part *
take_part(struct queue *q)
{
	struct batch *batch = q->open;
	struct part *part;

	if (batch == NULL)
		return NULL;
	part = &batch->parts[batch->taken++];
	if (batch->taken == batch->n)
		q->open = batch->next;
	return part;
}

/* Reads the next file; the lock is held before and after. */
static void
take_file(struct worker *w)
{
	struct queue *q = w->queue;
	struct arena_mark before = arena_mark(w->texts);
	size_t i = q->next++;
	struct batch *batch = &q->batches[i - q->from];

	q->loading++;
	pthread_mutex_unlock(&q->lock);
	load(w, i);
	if (batch->n == 1)
		read_file(w, batch, before);
	pthread_mutex_lock(&q->lock);
	q->loading--;
	if (batch->n > 1) {
		batch->next = q->open;
		q->open = batch;
	}
	pthread_cond_broadcast(&q->news);
}

static void *
work(void *worker)
{
	struct worker *w = worker;
	struct queue *q = w->queue;
	struct part *part;

	pthread_mutex_lock(&q->lock);
	for (;;) {
		if ((part = take_part(q)) != NULL) {
			pthread_mutex_unlock(&q->lock);
			read_part(w, part);
			pthread_mutex_lock(&q->lock);
		} else if (q->next < q->to)
			take_file(w);
		else if (q->loading > 0)
			pthread_cond_wait(&q->news, &q->lock);
		else
			break;
	}
	pthread_mutex_unlock(&q->lock);
	return NULL;
}

/* What is said once per file is said by its first part. */
static bool
is_said(const struct diags *all, const struct diag *d)
{
	return d->rule == RULE_YAML_TEMPLATE &&
	    diag_has(all, d->rule, d->where.file);
}

static void
take_in(const struct queue *q, const struct part *part)
{
	struct diags *all = q->in->diags;
	struct cluster *cluster = q->wanted->cluster;

	for (size_t i = 0; i < part->diags.list.n; i++)
		if (part->span.start == 0 ||
		    !is_said(all, part->diags.list.at[i]))
			*vec_add(all->arena, &all->list) =
			    part->diags.list.at[i];
	for (size_t i = 0; i < part->diags.allows.n; i++)
		*vec_add(all->arena, &all->allows) = part->diags.allows.at[i];
	for (size_t i = 0; i < part->objects.n; i++)
		cluster_take(cluster, part->objects.at[i]);
	cluster->nobjects += part->nobjects;
}

/* Little is read sooner than a thread has begun. */
static unsigned
count_workers(const struct queue *q)
{
	size_t bytes = 0;

	for (size_t i = q->from; i < q->to && bytes < PART_BYTES; i++)
		bytes += q->in->sizes.at[i];
	return bytes < PART_BYTES ? 1 : crew_size();
}

static void
run_workers(struct queue *q)
{
	struct arena *arena = q->wanted->cluster->arena;
	unsigned n = count_workers(q);
	struct worker *workers = arena_array(arena, struct worker, n);

	for (unsigned i = 0; i < n; i++)
		workers[i] = (struct worker){ .queue = q,
			.kept = arena_child(arena),
			.texts = arena_child(arena),
			.trees = arena_child(arena) };
	crew_run(work, workers, sizeof(*workers), n);
}

void
gather_objects(struct input *in, size_t from, size_t to,
    const struct gather *wanted)
{
	struct queue q = { .in = in, .wanted = wanted, .from = from,
		.to = to, .next = from };

	q.batches = arena_array(in->arena, struct batch, to - from);
	pthread_mutex_init(&q.lock, NULL);
	pthread_cond_init(&q.news, NULL);
	run_workers(&q);
	pthread_cond_destroy(&q.news);
	pthread_mutex_destroy(&q.lock);
	for (size_t i = 0; i < to - from; i++) {
		const struct batch *batch = &q.batches[i];

		if (batch->wrong != NULL)
			input_complain(in, from + i, batch->wrong);
		for (size_t k = 0; k < batch->n; k++)
			take_in(&q, &batch->parts[k]);
	}
}
