/*
 * format: texts with a grammar of their own, as Kubernetes defines them.
 */
#ifndef SHAPE_FORMAT_H
#define SHAPE_FORMAT_H

#include "base/str.h"

struct format {
	const char *what;	/* "a DNS label (…)": what a value must be */
	const char *pattern;	/* the same as an ECMA regular expression */
	bool (*valid)(struct str);
};

/* lower-case letters, digits, '-'; 1 to 63; begins and ends alphanumeric */
extern const struct format format_dns_label;
/* as a DNS label, but begins with a letter: names of Services */
extern const struct format format_service_name;
/*
 * DNS labels joined by '.'; at most 253: names of most objects. The API
 * server does not bound the single labels.
 */
extern const struct format format_dns_subdomain;
/* a DNS subdomain that is no IPv4 address, or "*." before a subdomain */
extern const struct format format_ingress_host;
/* [prefix/]name: keys of labels; the prefix is a DNS subdomain */
extern const struct format format_label_key;
/* the same with a prefix in any case: keys of annotations */
extern const struct format format_annotation_key;
/* empty, or at most 63 of [A-Za-z0-9_.-] between alphanumerics */
extern const struct format format_label_value;
/* 1 to 15 of a-z 0-9 '-', at least one letter, no '--': port names */
extern const struct format format_port_name;
/* an IPv4 or IPv6 address, or a network with /length */
extern const struct format format_cidr;

#endif
