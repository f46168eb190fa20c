/*
 * spec: release specs as structs.
 *
 * The table in spec/schema.c says what a spec looks like. It is read three
 * times: to check the tree with places (shape/shape.h), to fill these
 * structs through libcyaml, and to print the JSON Schema.
 *
 * Every struct begins with the node it was filled from, so that what is made
 * of it keeps its place. A text that was not given is empty, a mapping that
 * was not given is NULL, and a list has n entries. Defaults are filled in.
 */
#ifndef SPEC_SPEC_H
#define SPEC_SPEC_H

#include "base/buf.h"
#include "diag/diag.h"
#include "strategy/strategies.h"
#include "yaml/node.h"
#include "yaml/stream.h"

#define RELEASE_API_VERSION "greenlight.dev/v1"
#define RELEASE_KIND "Release"

/* In the order of spec.phase in the table. */
enum phase { PHASE_BLUE_LIVE, PHASE_GREEN_PREVIEW, PHASE_CUTOVER,
	PHASE_ROLLBACK, PHASE_COUNT };

const char *phase_name(enum phase);
bool phase_parse(struct str word, enum phase *);

/* In the order of spec.routes[].pathType in the table. */
enum route_type { ROUTE_PREFIX, ROUTE_EXACT };

#define RELEASE_LIST(type) struct { type *at; size_t n; }

/* An item of a list of texts. */
struct release_text {
	const struct node *node;
	struct str text;
};

/* An entry of labels, annotations or headers; the node is the value. */
struct release_pair {
	const struct node *node;
	struct str key, value;
};

/* A Service and one of its ports. */
struct release_target {
	const struct node *node;
	struct str name;
	struct str port;	/* as text: decimal, or a port name */
};

struct release_workload {
	const struct node *node;
	struct str image;
	long long replicas;
	long long container_port;	/* given, or that of the service */
	RELEASE_LIST(struct release_pair) labels;
};

/* What spec.blue and spec.green hold. */
struct release_colour {
	const struct node *node;
	struct str version;
	struct release_target *service;
	struct release_workload *workload;
};

/*
 * A route with the services of its own, else those of spec.blue and
 * spec.green. Where the strategy requires services blue is never NULL, and
 * green is NULL for all routes or for none.
 */
struct release_route {
	const struct node *node;
	struct str path;	/* under Prefix "/" or no slash at its end */
	enum route_type type;
	struct release_target *blue, *green;
};

struct release_tls {
	const struct node *node;
	struct str secret;	/* empty: the controller's own certificate */
	RELEASE_LIST(struct release_text) hosts;	/* never empty */
};

/* preview.header; without value and pattern "always" and "never" decide. */
struct release_header {
	const struct node *node;
	struct str name;
	struct str value;	/* at most one of value and pattern */
	struct str pattern;
};

struct release_preview {
	const struct node *node;
	enum preview_kind kind;		/* which of the next five is set */
	struct str path;		/* without trailing slash */
	struct str host;
	struct release_header *header;
	struct str cookie;
	long long weight;
	RELEASE_LIST(struct release_text) allow_from;
	bool forwarded_prefix;
};

/* What must hold of one request; a text that is empty is not compared. */
struct release_expect {
	const struct node *node;
	enum phase phase;
	struct str url, method;
	RELEASE_LIST(struct release_pair) headers;
	struct str service, uri;	/* proxied: to whom, and as what */
	long long status;		/* or answered: 0 is not compared */
	struct str location;
};

/* Only a mapping; the keys are those of the strategy, all of them. */
struct release_settings {
	const struct node *node;
};

struct release_metadata {
	const struct node *node;
	struct str name, ns;
	RELEASE_LIST(struct release_pair) labels;
};

struct release_spec {
	const struct node *node;
	struct str strategy;
	enum phase phase;
	struct str ingress_class;
	RELEASE_LIST(struct release_text) hosts;
	RELEASE_LIST(struct release_tls) tls;
	struct release_colour *blue, *green;	/* may be NULL */
	RELEASE_LIST(struct release_route) routes;
	struct release_preview *preview;	/* NULL: none */
	struct release_settings *settings;	/* never NULL */
	RELEASE_LIST(struct release_pair) annotations;
	RELEASE_LIST(struct release_text) references;
	RELEASE_LIST(struct release_expect) expect;
};

struct release {
	/*
	 * The tree with defaults filled in, fields in the order of the
	 * table: what templates see as `release`. What the user did not
	 * write has the place of the nearest thing that was written.
	 */
	const struct node *root;
	struct release_metadata *metadata;
	struct release_spec *spec;
	const struct node *written;	/* the tree as it was read */
	const struct strategy *strategy;
	bool has_green;		/* there is something to cut over to */
};

/*
 * Reads a document as a release. Everything that is wrong with it is
 * reported at once, with its place (release-invalid, release-same-backend,
 * preview-shadows-live); false then, and *release is NULL. A document of
 * another kind is reported too.
 */
bool spec_load(struct arena *, struct diags *, const struct sources *,
    struct strategies *, const struct document *, struct release **release);

/* Of a sound one: preview-public and preview-subpath. */
void spec_advise(struct diags *, const struct release *);

/* A document meant as a release: of our apiVersion, or none and our kind. */
bool spec_is_release(const struct node *root);

/*
 * Whether the release can be in that phase: cutover needs green,
 * green-preview needs green and, unless the strategy has none, a preview.
 */
bool release_has_phase(const struct release *, enum phase);

/*
 * Edits of a file of releases, which keep every other byte of it. `text` gets
 * the whole new text of source `file`, read as `stream`. False when nothing
 * can be changed; the reason has been reported.
 *
 * release_set_phase sets spec.phase of every release in the file.
 * release_promote exchanges blue and green in every release, in spec and in
 * each route, and sets the phase, where there is one, to blue-live. Twice is
 * the same as never, but for the phase.
 */
bool release_set_phase(struct arena *, struct diags *,
    const struct sources *, struct strategies *, uint32_t file,
    const struct stream *, enum phase, struct str *text);
bool release_promote(struct arena *, struct diags *, const struct sources *,
    struct strategies *, uint32_t file, const struct stream *,
    struct str *text);

/*
 * What a workload is called: as its service; where there is none, release and
 * version joined, in small letters and with '-' for what is neither letter
 * nor digit: "shop-v1-22-0".
 */
struct str release_workload_name(struct arena *, const struct release *,
    const struct release_colour *);

/* The JSON Schema (2020-12) of a release, as `greenlight schema` prints it. */
void schema_print(struct buf *);

#endif
