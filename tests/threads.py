#!/usr/bin/env python3
"""What is printed does not depend on the number of processors: threads.py PROGRAM

A set of manifests with findings of many kinds, one file of more than a MB and
many small ones, is linted on one processor and on all, in every format and
with fixes; then requests are routed.
"""
import os
import random
import re
import subprocess
import sys
import tempfile

SEED = 20240229
LARGE, SMALL, IN_SMALL = 3200, 60, 12

ANNOTATIONS = [
    'rewrite-target: /$2', 'rewrite-target: /', 'use-regex: "true"',
    'canary: "true"', 'canary-weight: "10"', 'canary-weight: "x"',
    'server-alias: b.example.com', 'server-alias: "*.example.com"',
    'from-to-www-redirect: "true"', 'app-root: /a', 'nope: x',
    'permanent-redirect: http://b.example.com/', 'auth-url: $x',
    'proxy-body-size: 8m; x', 'backend-protocol: FOO',
    'configuration-snippet: "}"', 'limit-rps: "1"',
]
PATHS = ["/", "/a", "/A", "/a/", "/b.c", "/a(/|$)(.*)", "/(a", "a", "/a b",
         "/a|b", "/ä(.*)", "/x/y", "/*", "/${P}"]
TYPES = ["Prefix", "Prefix", "Exact", "ImplementationSpecific", "Glob"]
NAMES = ["web", "web-v2", "wbe", "api", "docs"]
INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {name}
  namespace: {space}
  annotations:
    made-by: test
{annotations}spec:
  ingressClassName: nginx
  rules:
  - host: {host}
    http:
      paths:
      - path: "{path}"{mark}
        pathType: {kind}
        backend: {{service: {{name: {service}, port: {{number: {port}}}}}}}
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {{name: {service}, namespace: {space}}}
spec:
  selector: {{app: {service}}}
  ports: [{{port: 80, targetPort: 8080}}]
"""
OLD = """\
apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata: {{name: {name}, namespace: {space}}}
spec:
  rules:
  - host: {host}
    http:
      paths: [{{path: /, backend: {{serviceName: web, servicePort: 80}}}}]
"""
OTHERS = [
    "kind: [\n", "a: {{{{ b }}}}\n", SERVICE, SERVICE, OLD,
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n"
    "data: {{a: '{space}'}}\n",
]


def document(chance, number):
    clean = chance.random() < 0.5
    values = {
        "name": "i%d" % (number if chance.random() < 0.95 else number // 7),
        "space": chance.choice(["one", "two", "three"]),
        "host": "h%d.example.com" % chance.randrange(LARGE // 3),
        "path": "/" if clean else chance.choice(PATHS),
        "kind": "Prefix" if clean else chance.choice(TYPES),
        "service": chance.choice(NAMES),
        "port": chance.choice(["80", "80", "8080", "9"]),
        "mark": chance.choice(["", "", "  # greenlight: allow path-glob"]),
        "annotations": "".join(
            "    nginx.ingress.kubernetes.io/%s\n" % a
            for a in chance.sample(ANNOTATIONS, 0 if clean else 2)),
    }
    if chance.random() < 0.1:
        return chance.choice(OTHERS).format(**values)
    return INGRESS.format(**values)


def write_set(folder):
    chance = random.Random(SEED)
    files = {"large.yaml": range(LARGE)}
    for n in range(SMALL):
        files["small/%02d.yaml" % n] = range(IN_SMALL)
    os.mkdir(folder + "/small")
    for name, numbers in files.items():
        with open(folder + "/" + name, "w", encoding="utf-8") as file:
            file.write("---\n".join(document(chance, n) for n in numbers))
    with open(folder + "/.greenlight.yaml", "w", encoding="ascii") as file:
        file.write("controller: {version: 1.9.0}\n")
    with open(folder + "/requests", "w", encoding="ascii") as file:
        for n in range(300):
            file.write('{"url": "http://h%d.example.com/a/b"}\n' % n)
    assert os.path.getsize(folder + "/large.yaml") > 1 << 20


def run(command, folder):
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    return done.returncode, done.stdout, done.stderr


def difference(one, all_):
    if one[0] != all_[0]:
        return "status %d, not %d" % (all_[0], one[0])
    for a, b in zip(one[1:], all_[1:]):
        for x, y in zip(a.splitlines(), b.splitlines()):
            if x != y:
                return "%r, not %r" % (y[:200], x[:200])
        if a != b:
            return "%d bytes, not %d" % (len(b), len(a))
    return None


def formats():
    with open("src/diag/formats.def", encoding="ascii") as file:
        return re.findall(r"^FORMAT\((\w+)\)$", file.read(), re.M)


def commands():
    for name in formats():
        yield ["lint", "--format", name, "."]
    yield ["lint", "--fix", "--diff", "."]
    yield ["lint", "--upgrade-to", "1.15.1", "."]
    yield ["lint", "large.yaml", "-r", "small"]
    yield ["route", "--format", "json", "-f", ".", "--requests", "requests"]


def main():
    program, passed, failed = sys.argv[1], 0, 0
    processors = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        write_set(folder)
        for words in commands():
            os.sched_setaffinity(0, processors[:1])
            one = run([program] + words, folder)
            os.sched_setaffinity(0, processors)
            problem = difference(one, run([program] + words, folder))
            if one[0] > 1 or not one[1]:
                problem = "status %d: %r" % (one[0], one[2][:200])
            if problem is None:
                passed += 1
            else:
                failed += 1
                print("FAIL threads: %s: %s" % (" ".join(words), problem))
    print("threads: %d passed, %d failed" % (passed, failed))
    return failed > 0


sys.exit(main())
