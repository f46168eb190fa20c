/*
 * Every limit of the program, with its reason. What goes over one gets a
 * diagnostic (yaml-limit or the rule named here), never a kill. The numbers
 * are repeated in greenlight(1), LIMITS; tests/house compares the two.
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

enum {
	/*
	 * Offsets are 32 bits. 20,000 Ingress objects are about 15 MiB; a
	 * larger file is no manifest.
	 */
	LIMIT_FILE_BYTES = 64 << 20,
	/* Nested collections; the deepest Kubernetes schemas stay below 40. */
	LIMIT_YAML_DEPTH = 128,
	/*
	 * Nodes of one document with every alias counted in full, so that a
	 * few lines cannot stand for billions of values.
	 */
	LIMIT_YAML_WEIGHT = 4 << 20,
	/*
	 * Values of one release, aliases in full: a thousand routes with
	 * services of their own are about ten thousand.
	 */
	LIMIT_RELEASE_WEIGHT = 1 << 18,
	/* Bytes of one regular expression; nginx's own line limit is 4096. */
	LIMIT_PATTERN_BYTES = 4096,
	/*
	 * Steps that matching one expression may take: the controller's
	 * nginx gives up after as many, and answers 500.
	 */
	LIMIT_MATCH_STEPS = 10000000,
	/*
	 * Places of one expression that are followed when it is asked
	 * whether it can take long: those of any path are far fewer.
	 */
	LIMIT_WAY_PLACES = 256,
	/*
	 * Steps that may be spent in one run to see whether expressions are
	 * slow: a few seconds. One that is takes LIMIT_MATCH_STEPS of them.
	 */
	LIMIT_SLOW_STEPS = 300000000,
	/*
	 * Steps all documents of one template may take together; the largest
	 * built-in one takes a few thousand.
	 */
	LIMIT_TEMPLATE_STEPS = 1 << 20,
	/* Nodes of a value a template makes, shared ones counted in full. */
	LIMIT_TEMPLATE_NODES = 1 << 20,
	/*
	 * Bytes of all values one template makes, and of its results. No
	 * cluster takes an object of more than 1.5 MiB.
	 */
	LIMIT_TEMPLATE_BYTES = 32 << 20,
	/*
	 * Documents of one file that cannot be read, and duplicate keys of
	 * one document, before the rest is given up: nobody reads more.
	 */
	LIMIT_BROKEN_DOCUMENTS = 100,
	LIMIT_DUPLICATE_KEYS = 100,
	/*
	 * Aliases of one Ingress that are looked at, and clashes of aliases
	 * that are told: each is compared with all hosts.
	 */
	LIMIT_ALIASES = 100,
	/*
	 * Pairs of a selector, labels of a pod, and ports of its containers,
	 * each compared with those of others: with more, none are known.
	 */
	LIMIT_LABELS = 200,
	LIMIT_CONTAINER_PORTS = 200,
	/*
	 * Locations that all canaries of the hosts that have to do with each
	 * other are held against: a canary by path meets one or two.
	 */
	LIMIT_CANARY_STEPS = 4 << 20,
	/*
	 * Ports of a Service that are gone through for each backend, where
	 * more than looking up one is asked.
	 */
	LIMIT_SERVICE_PORTS = 1000,
	/*
	 * Locations that all requests together look at when adopt compares
	 * a spec with the manifests: some seconds.
	 */
	LIMIT_ADOPT_TRIALS = 20000000,
	/*
	 * Requests that are asked for after each step of a plan, so that a
	 * thousand routes take no minutes.
	 */
	LIMIT_PROBES = 5000,
};

#endif
