/*
 * extractor: the state of extract_read(), which is spread over extract.c
 * (routing), extract_redirect.c and extract_auth.c (what keeps requests out).
 */
#ifndef MODEL_EXTRACTOR_H
#define MODEL_EXTRACTOR_H

#include "model/extract.h"

struct extractor {
	struct arena *arena;
	const struct cluster *cluster;
	const struct controller *controller;
	const struct ingress *ingress;
	struct extract *out;
};

/*
 * How a value was read. The text of GIVEN has its lines trimmed. INVALID: it
 * passes the validator but is empty, or no number, and so on. REFUSED: by
 * the validator; the effect of that has been noted.
 */
enum given { GIVEN, GIVEN_NOT, GIVEN_INVALID, GIVEN_REFUSED };

enum given extractor_text(struct extractor *, enum annotation_id,
    struct str *);
enum given extractor_bool(struct extractor *, enum annotation_id, bool *);
enum given extractor_int(struct extractor *, enum annotation_id,
    long long *);
/* Where a bad value only means the default. */
void extractor_flag(struct extractor *, enum annotation_id, bool *flag,
    bool otherwise);

/* The first reason for each counts. */
void extractor_drop(struct extractor *, enum annotation_id, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));
void extractor_deny(struct extractor *, enum annotation_id, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));

/* What cannot be used is passed over, with no more than a line in the log. */
void extractor_ignore(struct extractor *, enum annotation_id,
    struct str why);

void extract_redirect(struct extractor *);
void extract_basic_auth(struct extractor *);
void extract_external_auth(struct extractor *);
void extract_client_certificate(struct extractor *);
void extract_proxy_certificate(struct extractor *);
void extract_access_lists(struct extractor *);
void extract_config_maps(struct extractor *);

#endif
