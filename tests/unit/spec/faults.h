/*
 * faults: faulty specs, with everything that is said about each: a finding
 * a line, as line:column, rule and text.
 */
#ifndef TEST_SPEC_FAULTS_H
#define TEST_SPEC_FAULTS_H

#include "reading.h"

static const struct {
	const char *text, *found;
} faults[] = {
	/* what is no release */
	{ "apiVersion: apps/v1\n"
	    "kind: Deployment\n",
	    "2:7 release-invalid this document is no Release but of kind "
	    "Deployment: nothing is made of it\n" },
	{ "hosts: []\n",
	    "1:1 release-invalid this document is no Release: it has no "
	    "kind\n" },
	{ "- 1\n",
	    "1:1 release-invalid this document is no Release: it has no "
	    "kind\n" },
	{ "text\n",
	    "1:1 release-invalid this document is no Release: it has no "
	    "kind\n" },
	{ "kind: Release\n",
	    "1:1 release-invalid the release needs the field "
	    "\"apiVersion\"\n"
	    "1:1 release-invalid the release needs the field "
	    "\"metadata\"\n"
	    "1:1 release-invalid the release needs the field \"spec\"\n" },
	{ "apiVersion: example.com/v1\n"
	    "kind: Release\n",
	    "1:13 release-invalid this document is a Release of another "
	    "tool: nothing is made of it\n" },
	{ "apiVersion: greenlight.dev/v2\n"
	    "kind: release\n"
	    "metadata: {name: a}\n"
	    "spec: {hosts: [a.b], blue: {service: {name: a, port: 1}}}\n",
	    "1:13 release-invalid apiVersion \"greenlight.dev/v2\" is not "
	    "valid: it must be greenlight.dev/v1\n"
	    "2:7 release-invalid kind \"release\" is not valid: it must "
	    "be Release\n" },
	/* fields that do not exist, values of the wrong type */
	{ HEAD HOSTS BLUE
	    "  hots: [x.example.com]\n"
	    "  routes: [{path: /, pathtype: Exact}]\n"
	    "  references: k8s\n",
	    "7:3 release-invalid spec has no field \"hots\"\n"
	    "8:22 release-invalid routes[0] has no field \"pathtype\"\n"
	    "9:15 release-invalid references must be a list, not a "
	    "string\n" },
	{ HEAD HOSTS
	    "  blue: shop-v1\n"
	    "  green: [shop-v2]\n"
	    "  preview: /green\n"
	    "  routes: /\n",
	    "6:9 release-invalid blue must be a mapping, not a string\n"
	    "7:10 release-invalid green must be a mapping, not a list\n"
	    "8:12 release-invalid preview must be a mapping, not a "
	    "string\n"
	    "9:11 release-invalid routes must be a list, not a string\n" },
	{ HEAD HOSTS
	    "  blue: {version: 20, service: {name: 7, port: 0}, workload: "
	    "{image: a b, replicas: many, containerPort: 65536}}\n",
	    "6:19 release-invalid version must be a string, not a number\n"
	    "6:39 release-invalid name must be a string, not a number\n"
	    "6:48 release-invalid port \"0\" is not valid: it must be a "
	    "number from 1 to 65535\n"
	    "6:70 release-invalid image \"a b\" is not valid: it must be "
	    "an image: letters, digits and . _ - / : @, beginning with a "
	    "letter or digit, as in registry.example.com/shop:v1.24.0\n"
	    "6:85 release-invalid replicas must be a whole number, not a "
	    "string\n"
	    "6:106 release-invalid containerPort \"65536\" is not valid: "
	    "it must be a number from 1 to 65535\n" },
	{ HEAD BLUE
	    "  hosts: []\n"
	    "  phase: preview\n"
	    "  strategy: My\n"
	    "  ingressClassName: N_x\n",
	    "6:10 release-invalid hosts must have at least 1 item\n"
	    "7:10 release-invalid phase \"preview\" is not valid: it must "
	    "be blue-live, green-preview, cutover or rollback\n"
	    "8:13 release-invalid strategy \"My\" is not valid: it must "
	    "be at most 63 lower-case letters, digits and '-', beginning "
	    "and ending with a letter or digit\n"
	    "9:21 release-invalid ingressClassName \"N_x\" is not valid: "
	    "it must be at most 253 lower-case letters, digits, '-' and "
	    "'.', each part between dots beginning and ending with a "
	    "letter or digit\n" },
	{ HEAD BLUE
	    "  hosts: [~, shop.example.com, 'https://a.b', a.b.*, \"*\", "
	    "10.0.0.1]\n",
	    "6:11 release-invalid an item of the list is empty: give its "
	    "value or remove it\n"
	    "6:32 release-invalid the host \"https://a.b\" is not valid: "
	    "it must be a lower-case DNS name, or \"*.\" before one; "
	    "without scheme, port or path, and no IP address\n"
	    "6:47 release-invalid the host \"a.b.*\" is not valid: it "
	    "must be a lower-case DNS name, or \"*.\" before one; without "
	    "scheme, port or path, and no IP address\n"
	    "6:54 release-invalid the host \"*\" is not valid: it must be "
	    "a lower-case DNS name, or \"*.\" before one; without scheme, "
	    "port or path, and no IP address\n"
	    "6:59 release-invalid the host \"10.0.0.1\" is not valid: it "
	    "must be a lower-case DNS name, or \"*.\" before one; without "
	    "scheme, port or path, and no IP address\n" },
	{ "apiVersion: greenlight.dev/v1\n"
	    "kind: Release\n"
	    "metadata: {name: shop.web, namespace: a_b, labels: {a b: c, "
	    "d: \"e f\"}}\n"
	    "spec: {hosts: [a.b], blue: {service: {name: a, port: 1}}}\n",
	    "3:18 release-invalid name \"shop.web\" is not valid: it must "
	    "be at most 63 lower-case letters, digits and '-', beginning "
	    "and ending with a letter or digit\n"
	    "3:39 release-invalid namespace \"a_b\" is not valid: it must "
	    "be at most 63 lower-case letters, digits and '-', beginning "
	    "and ending with a letter or digit\n"
	    "3:53 release-invalid key \"a b\" is not valid: it must be a "
	    "name of at most 63 letters, digits, '-', '_' and '.', "
	    "beginning and ending with a letter or digit, with at most a "
	    "DNS name and one '/' before it\n"
	    "3:64 release-invalid d \"e f\" is not valid: it must be "
	    "empty, or at most 63 letters, digits, '-', '_' and '.', "
	    "beginning and ending with a letter or digit\n" },
	/* control characters and NUL anywhere */
	{ HEAD HOSTS BLUE
	    "  annotations: {a: \"b\\0c\", e: \"\\0\"}\n"
	    "  references: [\"a\\0\"]\n"
	    "  routes: [{path: \"/a\\0b\"}, {path: \"/\\x1b\"}]\n"
	    "  expect: [{phase: rollback, url: \"http://a/\\0\", method: "
	    "get, headers: {a b: c, d: \"e\\nf\"}, service: A, uri: x, "
	    "}]\n",
	    "7:20 release-invalid a \"b\" is not valid: it must be a text "
	    "without NUL characters\n"
	    "7:31 release-invalid e \"\" is not valid: it must be a text "
	    "without NUL characters\n"
	    "8:16 release-invalid references \"a\" is not valid: it must "
	    "be the path of a file or folder, or a glob, as in "
	    "k8s/*.yaml\n"
	    "9:19 release-invalid the path \"/a\" holds a control "
	    "character: requests to it could not be checked\n"
	    "9:36 release-invalid the path \"/\" holds a control "
	    "character: requests to it could not be checked\n"
	    "10:35 release-invalid url \"http://a/\" is not valid: it "
	    "must be a URL with scheme and host, as in "
	    "http://shop.example.com/cart, without blanks\n"
	    "10:58 release-invalid method \"get\" is not valid: it must "
	    "be a method in capitals, as in GET\n"
	    "10:73 release-invalid key \"a b\" is not valid: it must be a "
	    "header name: letters, digits, - and the like, no blanks or "
	    "colon\n"
	    "10:84 release-invalid d \"e\n"
	    "f\" is not valid: it must be a header value: one line "
	    "without control characters\n"
	    "10:102 release-invalid service \"A\" is not valid: it must "
	    "be at most 63 lower-case letters, digits and '-' (no dots), "
	    "beginning with a letter and ending with a letter or digit\n"
	    "10:110 release-invalid uri \"x\" is not valid: it must be "
	    "what the service receives as path and query: it begins with "
	    "/ and has no blanks\n" },
	/* hosts and certificates */
	{ HEAD BLUE
	    "  hosts: [a.example.com, b.example.com, a.example.com]\n"
	    "  tls: [{secretName: s, hosts: [a.example.com, "
	    "b.exmaple.com]}, {secretName: t}, {hosts: "
	    "[\"*.example.com\", \"*.x.example.com\"]}]\n",
	    "6:41 release-invalid the host \"a.example.com\" is listed "
	    "twice\n"
	    "7:48 release-invalid the release has no host "
	    "\"b.exmaple.com\": the certificate would never be used for "
	    "it\n"
	    "7:66 release-invalid with several certificates each needs "
	    "the field \"hosts\": it would not be known which one is for "
	    "which host\n"
	    "7:108 release-invalid the release has no host "
	    "\"*.x.example.com\": the certificate would never be used for "
	    "it\n" },
	/* paths */
	{ HEAD HOSTS BLUE
	    "  routes:\n"
	    "  - path: api\n"
	    "  - path: ''\n"
	    "  - path: '/a//b'\n"
	    "  - path: //\n"
	    "  - path: /./a\n"
	    "  - path: /a/..\n"
	    "  - path: \"/a%2fb\"\n"
	    "  - {path: '/a?b#c'}\n"
	    "  - path: /a\n"
	    "  - {path: /a, pathType: Exact}\n"
	    "  - path: /a/\n"
	    "  - {path: /a/, pathType: Exact}\n"
	    "  - {path: /A}\n"
	    "  - {path: /a, pathType: Exact}\n",
	    "8:11 release-invalid the path \"api\" does not begin with "
	    "\"/\", as every request does\n"
	    "9:11 release-invalid the path \"\" does not begin with "
	    "\"/\", as every request does\n"
	    "10:14 release-invalid the path \"/a//b\" holds \"//\": "
	    "doubled slashes are merged before paths are compared, so no "
	    "request would match\n"
	    "11:11 release-invalid the path \"//\" holds \"//\": doubled "
	    "slashes are merged before paths are compared, so no request "
	    "would match\n"
	    "12:11 release-invalid the path \"/./a\" holds a segment of "
	    "dots: these are resolved before paths are compared, so no "
	    "request would match\n"
	    "13:13 release-invalid the path \"/a/..\" holds a segment of "
	    "dots: these are resolved before paths are compared, so no "
	    "request would match\n"
	    "14:14 release-invalid the path \"/a%2fb\" holds \"%\": "
	    "requests are decoded before they are compared, so none would "
	    "match; write the character itself\n"
	    "15:15 release-invalid the path \"/a?b#c\" holds \"?\": it "
	    "would begin the query, which no route looks at\n"
	    "18:11 release-invalid the route \"/a\" (Prefix) is given "
	    "twice: no request would reach the second one\n"
	    "21:12 release-invalid the route \"/a\" (Exact) is given "
	    "twice: no request would reach the second one\n" },
	/* who serves a route */
	{ HEAD HOSTS,
	    "4:1 release-invalid the route \"/\" has no blue service, and "
	    "there is no spec.blue to take it from: while blue is live "
	    "nobody would answer it\n" },
	{ HEAD HOSTS GREEN
	    "  blue: {version: v1}\n",
	    "7:10 release-invalid blue has no service: while blue is live "
	    "nobody would answer \"/\"\n" },
	{ HEAD HOSTS BLUE
	    "  routes: [{path: /}, {path: /api, green: {name: api-v2, "
	    "port: 80}}, {path: /x}]\n",
	    "7:19 release-invalid the route \"/\" has no green service, "
	    "and there is no spec.green to take it from: after the "
	    "cutover nobody would answer it\n"
	    "7:77 release-invalid the route \"/x\" has no green service, "
	    "and there is no spec.green to take it from: after the "
	    "cutover nobody would answer it\n" },
	{ HEAD HOSTS
	    "  routes: [{path: /, blue: {name: a, port: 1}}, {path: "
	    "/api}]\n",
	    "6:56 release-invalid the route \"/api\" has no blue service, "
	    "and there is no spec.blue to take it from: while blue is "
	    "live nobody would answer it\n" },
	{ HEAD HOSTS BLUE
	    "  green: {version: v2}\n"
	    "  routes: [{path: /}, {path: /x}]\n",
	    "7:11 release-invalid green has no service: after the cutover "
	    "nobody would answer \"/\"\n" },
	/* the same backend */
	{ HEAD HOSTS BLUE
	    "  green: {service: {name: shop-v1, port: 0x50}}\n"
	    "  routes: [{path: /}, {path: /a}, {path: /b, green: {name: "
	    "b, port: 80}}, {path: /c, blue: {name: c, port: x}, green: "
	    "{name: c, port: x}}, {path: /d, blue: {name: d, port: b-c}, "
	    "green: {name: d-b, port: c}}]\n",
	    "7:21 release-same-backend blue and green of the route \"/\" "
	    "are the same Service \"shop-v1\" and port 80: the cutover "
	    "would change nothing for its requests\n"
	    "8:120 release-same-backend blue and green of the route "
	    "\"/c\" are the same Service \"c\" and port x: the cutover "
	    "would change nothing for its requests\n"
	    "8:187 release-same-backend the controller takes port b-c of "
	    "\"d\" and port c of \"d-b\" for the same backend, because "
	    "their names joined by \"-\" are equal: the requests of the "
	    "route \"/d\" would go to either\n" },
	/* workloads */
	{ HEAD HOSTS
	    "  blue: {workload: {}}\n"
	    "  green: {version: v1, service: {name: s, port: http}, "
	    "workload: {image: i}}\n",
	    "6:10 release-invalid a workload needs blue.version: the "
	    "Service selects its pods by it\n"
	    "6:10 release-invalid blue has no service: while blue is live "
	    "nobody would answer \"/\"\n"
	    "6:20 release-invalid workload needs the field \"image\"\n"
	    "7:56 release-invalid the workload needs the field "
	    "\"containerPort\": the port \"http\" of its Service is a "
	    "name and does not tell the number\n" },
	{ HEAD HOSTS
	    "  blue: {version: v1, service: {name: a, port: 80}, "
	    "workload: {image: i}}\n"
	    "  green: {version: v1, service: {name: b, port: 80}, "
	    "workload: {image: i}}\n",
	    "7:20 release-invalid blue and green both have the version "
	    "\"v1\": the Service of each would select the pods of both, "
	    "and live requests would reach green\n" },
	{ HEAD HOSTS
	    "  blue: {version: v1, service: {name: a, port: 80}, "
	    "workload: {image: i, labels: {version: x}}}\n"
	    "  green: {version: v2, service: {name: b, port: 80}, "
	    "workload: {image: i, labels: {version: x}}}\n",
	    "7:93 release-invalid blue and green both have the version "
	    "\"x\": the Service of each would select the pods of both, "
	    "and live requests would reach green\n" },
	/* phases without what they need */
	{ HEAD HOSTS BLUE
	    "  phase: cutover\n",
	    "7:10 release-invalid the phase cutover sends requests to "
	    "green, but there is no spec.green\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  phase: green-preview\n",
	    "8:10 release-invalid the phase green-preview needs "
	    "spec.preview, which says how green is reached\n" },
	{ HEAD HOSTS BLUE
	    "  expect: [{phase: green-preview, url: \"http://a\", "
	    "service: s}]\n",
	    "7:20 release-invalid the phase green-preview sends requests "
	    "to green, but there is no spec.green\n" },
	{ HEAD HOSTS BLUE
	    "  preview: {path: /green}\n",
	    "7:3 release-invalid there is a preview, but no spec.green to "
	    "show in it\n" },
	/* the preview */
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {}\n",
	    "8:3 release-invalid the preview does not say how green is "
	    "reached\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {allowFrom: [10.0.0.1]}\n",
	    "8:3 release-invalid the preview does not say how green is "
	    "reached\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {path: /green, host: a.b, weight: 1}\n",
	    "8:27 release-invalid the preview has both path and host: "
	    "green is reached in one way only\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {path: /}\n",
	    "8:19 release-invalid a preview under \"/\" would take every "
	    "live request\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {path: green}\n",
	    "8:19 release-invalid the path \"green\" does not begin with "
	    "\"/\", as every request does\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {path: '/green(x)'}\n",
	    "8:26 release-invalid the preview path \"/green(x)\" may hold "
	    "letters, digits and . _ ~ / - only: it becomes part of a "
	    "regular expression and of the header X-Forwarded-Prefix\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {path: \"/gr\xC3\xBC" "n\", allowFrom: [], "
	    "forwardedPrefix: no thanks}\n",
	    "8:23 release-invalid the preview path \"/gr\xC3\xBC" "n\" "
	    "may hold letters, digits and . _ ~ / - only: it becomes part "
	    "of a regular expression and of the header "
	    "X-Forwarded-Prefix\n"
	    "8:39 release-invalid allowFrom must have at least 1 item\n"
	    "8:60 release-invalid forwardedPrefix must be true or false, "
	    "not a string\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {path: /green/../x}\n",
	    "8:25 release-invalid the path \"/green/../x\" holds a "
	    "segment of dots: these are resolved before paths are "
	    "compared, so no request would match\n" },
	/* live routes under the preview path */
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {path: /green}\n"
	    "  routes:\n"
	    "  - path: /\n"
	    "  - path: /greenhouse\n"
	    "  - path: /green\n"
	    "  - path: /GREEN/a\n"
	    "  - {path: /green, pathType: Exact}\n"
	    "  - path: /gree\n",
	    "8:19 preview-shadows-live the preview \"/green\" takes "
	    "requests of the live route \"/GREEN/a\": GET /GREEN/a would "
	    "be both, and nginx gives it to the pattern with the longer "
	    "text\n"
	    "8:19 preview-shadows-live the preview \"/green\" takes "
	    "requests of the live route \"/green\": GET /green would be "
	    "both, and nginx gives it to the pattern with the longer "
	    "text\n" },
	/* preview hosts */
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {host: shop.example.com}\n",
	    "8:19 release-invalid the preview host \"shop.example.com\" "
	    "is a live host: its requests would be both live and preview\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {host: Next.example.com, forwardedPrefix: true}\n",
	    "8:19 release-invalid the host \"Next.example.com\" is not "
	    "valid: it must be a lower-case DNS name, or \"*.\" before "
	    "one; without scheme, port or path, and no IP address\n"
	    "8:37 release-invalid forwardedPrefix does nothing in a "
	    "preview by host: no prefix is cut off there\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {host: next.example.com, allowFrom: "
	    "[10.0.0.0/33]}\n"
	    "  annotations: {nginx.ingress.kubernetes.io/server-alias: "
	    "x.example.com}\n",
	    "8:49 release-invalid the network \"10.0.0.0/33\" is not "
	    "valid: it must be an IPv4 or IPv6 address, or a network such "
	    "as 10.0.0.0/8\n"
	    "9:17 release-invalid server-alias does not go with a preview "
	    "host: both Ingresses would claim the alias, and live "
	    "requests to it could reach green\n" },
	/* canaries */
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {header: X_P, allowFrom: [10.0.0.0/8], "
	    "forwardedPrefix: false}\n",
	    "8:21 release-invalid header \"X_P\" is not valid: it must be "
	    "letters, digits and -, as in X-Preview; nginx drops headers "
	    "with other characters in their names\n"
	    "8:26 release-invalid allowFrom does nothing in a preview by "
	    "header: that is a canary, whose requests follow the rules of "
	    "the live Ingress, so anybody could see green\n"
	    "8:51 release-invalid forwardedPrefix does nothing in a "
	    "preview by header: no prefix is cut off there\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {header: {name: X-P, value: a=b, pattern: 'a "
	    "b'}}\n",
	    "8:40 release-invalid value \"a=b\" is not valid: it must be "
	    "letters, digits and / - . _ ~ : with single blanks at most "
	    "inside; the controller drops any other value without a word\n"
	    "8:45 release-invalid the header has both a value and a "
	    "pattern: the controller reads the value and never looks at "
	    "the pattern\n"
	    "8:54 release-invalid pattern \"a b\" is not valid: it must "
	    "be a regular expression of letters, digits and / - . _ ~ : ^ "
	    "$ [ ] ( ) { } * + ? | & = \\; the controller drops any other "
	    "one without a word\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {header: {value: x, patern: y}}\n",
	    "8:22 release-invalid header needs the field \"name\"\n"
	    "8:32 release-invalid header has no field \"patern\"\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {cookie: a/b}\n",
	    "8:21 release-invalid cookie \"a/b\" is not valid: it must be "
	    "a cookie name: letters, digits and - . _ ~\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {cookie: 'a:b', forwardedPrefix: true}\n",
	    "8:21 release-invalid cookie \"a:b\" is not valid: it must be "
	    "a cookie name: letters, digits and - . _ ~\n"
	    "8:28 release-invalid forwardedPrefix does nothing in a "
	    "preview by cookie: no prefix is cut off there\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {weight: 101}\n",
	    "8:21 release-invalid weight \"101\" is not valid: it must be "
	    "a number from 0 to 100\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {weight: five, allowFrom: ['::1/129']}\n",
	    "8:21 release-invalid weight must be a whole number, not a "
	    "string\n"
	    "8:27 release-invalid allowFrom does nothing in a preview by "
	    "weight: that is a canary, whose requests follow the rules of "
	    "the live Ingress, so anybody could see green\n"
	    "8:39 release-invalid the network \"::1/129\" is not valid: "
	    "it must be an IPv4 or IPv6 address, or a network such as "
	    "10.0.0.0/8\n" },
	{ HEAD HOSTS BLUE GREEN
	    "  preview: {cookie: c}\n"
	    "  routes:\n"
	    "  - path: /\n"
	    "  - {path: /a, green: {name: a, port: 1}}\n"
	    "  - {path: /b, green: {name: a, port: 1}}\n"
	    "  - {path: /c, blue: {name: shop-v1, port: http}, green: "
	    "{name: c, port: 1}}\n"
	    "  - {path: /d, blue: {name: d, port: 1}, green: {name: "
	    "shop-v1, port: 80}}\n",
	    "11:24 release-invalid the routes \"/\" and \"/a\" share the "
	    "blue Service \"shop-v1\", but not the green one: the "
	    "controller keeps one canary per Service, so previewed "
	    "requests to \"/a\" would reach \"shop-v2\" too\n"
	    "14:50 release-invalid \"shop-v1\", green of the route "
	    "\"/d\", is blue of the route \"/b\": the controller makes no "
	    "canary of a live Service, so no request would be previewed\n" },
	/* annotations the release writes itself */
	{ HEAD HOSTS BLUE GREEN
	    "  annotations:\n"
	    "    kubernetes.io/ingress.class: nginx\n"
	    "    nginx.ingress.kubernetes.io/rewrite-target: /$1\n"
	    "    nginx.ingress.kubernetes.io/use-regex: true\n"
	    "    nginx.ingress.kubernetes.io/canary-weight: '10'\n"
	    "    nginx.ingress.kubernetes.io/x-forwarded-prefix: /a\n"
	    "    nginx.ingress.kubernetes.io/proxy-body-size: 8m\n",
	    "9:5 release-invalid the annotation "
	    "\"kubernetes.io/ingress.class\" cannot be given here: "
	    "spec.ingressClassName says which class it is\n"
	    "10:5 release-invalid the annotation "
	    "\"nginx.ingress.kubernetes.io/rewrite-target\" cannot be "
	    "given here: live requests would arrive with another path\n"
	    "11:5 release-invalid the annotation "
	    "\"nginx.ingress.kubernetes.io/use-regex\" cannot be given "
	    "here: the release decides which paths are regular "
	    "expressions\n"
	    "11:44 release-invalid nginx.ingress.kubernetes.io/use-regex "
	    "must be a string, not a boolean\n"
	    "12:5 release-invalid the annotation "
	    "\"nginx.ingress.kubernetes.io/canary-weight\" cannot be "
	    "given here: spec.preview says who is sent to green\n"
	    "13:5 release-invalid the annotation "
	    "\"nginx.ingress.kubernetes.io/x-forwarded-prefix\" cannot be "
	    "given here: spec.preview.forwardedPrefix says whether it is "
	    "sent\n" },
	/* expectations */
	{ HEAD HOSTS BLUE GREEN
	    "  expect:\n"
	    "  - {}\n"
	    "  - {phase: blue-live, url: ftp://a, status: 99}\n"
	    "  - {phase: blue, url: 'http://a:0/', service: s, status: "
	    "200}\n"
	    "  - {phase: cutover, url: 'http://a/b c', uri: /x, location: "
	    "/}\n"
	    "  - {phase: cutover, url: 'http:///x', status: 200, "
	    "location: /}\n"
	    "  - {phase: cutover, url: 'http://a/#x', location: /}\n",
	    "9:5 release-invalid expect[0] needs the field \"phase\"\n"
	    "9:5 release-invalid expect[0] needs the field \"url\"\n"
	    "9:5 release-invalid nothing is expected of this request\n"
	    "10:29 release-invalid url \"ftp://a\" is not valid: it must "
	    "be a URL with scheme and host, as in "
	    "http://shop.example.com/cart, without blanks\n"
	    "10:46 release-invalid status \"99\" is not valid: it must be "
	    "a number from 100 to 599\n"
	    "11:13 release-invalid phase \"blue\" is not valid: it must "
	    "be blue-live, green-preview, cutover or rollback\n"
	    "11:24 release-invalid url \"http://a:0/\" is not valid: it "
	    "must be a URL with scheme and host, as in "
	    "http://shop.example.com/cart, without blanks\n"
	    "11:51 release-invalid a request that is proxied to a service "
	    "cannot be expected to have a status: only the service knows "
	    "it\n"
	    "12:27 release-invalid url \"http://a/b c\" is not valid: it "
	    "must be a URL with scheme and host, as in "
	    "http://shop.example.com/cart, without blanks\n"
	    "12:52 release-invalid a request that is proxied to a service "
	    "cannot be expected to have a location: only the service "
	    "knows it\n"
	    "13:27 release-invalid url \"http:///x\" is not valid: it "
	    "must be a URL with scheme and host, as in "
	    "http://shop.example.com/cart, without blanks\n"
	    "13:53 release-invalid an answer with status 200 has no "
	    "location\n" },
	/* strategies and their settings */
	{ HEAD HOSTS BLUE
	    "  strategy: ingres\n",
	    "7:13 release-invalid there is no strategy \"ingres\"\n" },
	{ HEAD BLUE
	    "  strategy: ../ingress\n",
	    "6:13 release-invalid strategy \"../ingress\" is not valid: it "
	    "must be at most 63 lower-case letters, digits and '-', beginning "
	    "and ending with a letter or digit\n" },
	{ HEAD HOSTS BLUE
	    "  settings: {port: 80}\n",
	    "7:14 release-invalid the strategy \"ingress\" has no setting "
	    "\"port\"\n" },
	{ HEAD HOSTS BLUE
	    "  settings: [80]\n",
	    "7:13 release-invalid settings must be a mapping, not a list\n" },
	{ HEAD
	    "  strategy: service-selector\n"
	    "  settings: {type: 1, portname: http, annotations: {}}\n"
	    "  blue: {workload: {image: i}, service: {name: a, port: 80}}\n"
	    "  hosts: [a.example.com]\n"
	    "  preview: {path: /green}\n",
	    "6:20 release-invalid type must be a string, not a number\n"
	    "6:23 release-invalid the strategy \"service-selector\" has no "
	    "setting \"portname\"\n"
	    "7:10 release-invalid a workload needs blue.version: the "
	    "Service selects its pods by it\n"
	    "7:32 release-invalid the strategy \"service-selector\" makes "
	    "nothing of blue.service\n"
	    "8:3 release-invalid the strategy \"service-selector\" makes "
	    "nothing of spec.hosts\n"
	    "9:3 release-invalid the strategy \"service-selector\" has no "
	    "preview that could be asked for here\n"
	    "9:3 release-invalid there is a preview, but no spec.green to "
	    "show in it\n" },
	/* YAML */
	{ HEAD HOSTS BLUE
	    "  hosts: [other.example.com]\n",
	    "7:3 yaml-duplicate-key the key \"hosts\" is given twice: "
	    "kubectl refuses the file or keeps the second value only, "
	    "other tools keep either\n" },
	{ HEAD BLUE
	    "  hosts:\n"
	    "  \t- a.b\n",
	    "7:3 yaml-syntax not YAML: found character that cannot start "
	    "any token while scanning for the next token; no tool can "
	    "read this document\n" },
	{ HEAD HOSTS BLUE
	    "  expect: *nothing\n",
	    "7:11 yaml-syntax not YAML: an alias (*name) has no anchor "
	    "(&name) before it; no tool can read this document\n" },
	{ HEAD HOSTS BLUE
	    "---\n"
	    "kind: Service\n",
	    "8:7 release-invalid this document is no Release but of kind "
	    "Service: nothing is made of it\n" },
};

#endif
