#!/usr/bin/env python3
"""How time grows with manifests that have very many of one thing.

growth.py PROGRAM [CASE...]: lints each case at three sizes, the next twice
the one before, and prints size, time of the processor and memory. Four times
the input may take little more than four times as long; a case that takes
more than eight times as long, and more than a second, is named and makes the
exit status 1.
"""
import os
import sys
import tempfile

LEAST = 10000
PREFIX = "nginx.ingress.kubernetes.io/"


def backend(service, port):
    return "{service: {name: %s, port: {number: %d}}}" % (service, port)


def path(text, kind="Prefix", service="web", port=80):
    return "{path: '%s', pathType: %s, backend: %s}" % (
        text, kind, backend(service, port))


def rule(host, *paths):
    return "{host: '%s', http: {paths: [\n%s]}}" % (host, ",\n".join(paths))


def ingress(name, rules, more="", **annotations):
    notes = ", ".join("%s%s: '%s'" % (PREFIX, key.replace("_", "-"), value)
                      for key, value in annotations.items())
    return ("apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
            "metadata: {name: %s, annotations: {%s}}\n"
            "spec: {ingressClassName: nginx%s, rules: [\n%s]}\n"
            % (name, notes, more, ",\n".join(rules)))


def service(name, ports="{port: 80}", selector="{app: web}"):
    return ("apiVersion: v1\nkind: Service\nmetadata: {name: %s}\n"
            "spec: {selector: %s, ports: [\n%s]}\n" % (name, selector, ports))


def workload(name, ports):
    return ("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: %s}\n"
            "spec:\n  selector: {matchLabels: {app: web}}\n  template:\n"
            "    metadata: {labels: {app: web}}\n    spec: {containers: [\n"
            "%s]}\n" % (name, ports))


def one(paths, **annotations):
    return [ingress("a", [rule("h.example.com", *paths)], **annotations)]


CANARY = {"canary": "true", "canary_weight": "10"}
CASES = {
    "paths": lambda n: one([path("/%d" % i) for i in range(n)]),
    "the same path": lambda n: one([path("/a", service="s%d" % i)
                                    for i in range(n)]),
    "paths that are refused": lambda n: one([path("/ %d" % i)
                                             for i in range(n)]),
    "regexes": lambda n: one([path("/%d(/|$)(.*)" % i) for i in range(n)],
                             rewrite_target="/$2"),
    "regexes that do not compile": lambda n: one(
        [path("/%d(" % i) for i in range(n)], use_regex="true"),
    "hosts": lambda n: [ingress("a", [rule("h%d.example.com" % i, path("/"))
                                      for i in range(n)])],
    "Ingresses of a host": lambda n: [
        ingress("a%d" % i, [rule("h.example.com", path("/%d" % i))])
        for i in range(n)],
    "Ingresses of a name": lambda n: [
        ingress("a", [rule("h.example.com", path("/", "Glob"))])
        for i in range(n)],
    "aliases": lambda n: [
        ingress("a%d" % i, [rule("h%d.example.com" % i, path("/"))],
                server_alias="h%d.example.com" % (i + 1)) for i in range(n)],
    "redirects": lambda n: [
        ingress("a%d" % i, [rule("h%d.example.com" % i, path("/"))],
                permanent_redirect="http://h%d.example.com/" % (i + 1))
        for i in range(n)],
    "paths of a canary": lambda n:
        one([path("/%d" % i) for i in range(n)]) +
        [ingress("c", [rule("h.example.com", *[
            path("/%d" % i, service="c%d" % i) for i in range(n)])],
            **CANARY)],
    "canaries of a path": lambda n: one([path("/")]) + [
        ingress("c%d" % i, [rule("h.example.com",
                                 path("/", service="c%d" % i))], **CANARY)
        for i in range(n)],
    "canaries of all paths": lambda n: [ingress("a", [
        "{http: {paths: [%s]}}" % ",\n".join(
            path("/%d" % i, service="s%d" % i) for i in range(n))])] + [
        ingress("c%d" % i, [], ", defaultBackend: " +
                backend("c%d" % i, 80), **CANARY) for i in range(n // 2)],
    "certificates": lambda n: [ingress(
        "a", [rule("h%d.example.com" % i, path("/")) for i in range(n)],
        ", tls: [\n%s]" % ",\n".join("{hosts: [g%d.example.com]}" % i
                                     for i in range(n)))],
    "Services that are missing": lambda n: one([
        path("/%d" % i, service="web-servicx-%d" % i) for i in range(n)]) + [
        service("web-service-%d" % i) for i in range(n)],
    "Services of a name": lambda n: [service("web")] * n + [
        ingress("a%d" % i, [rule("h%d.example.com" % i, path("/"))])
        for i in range(n)],
    "ports": lambda n: [service("web", ",\n".join(
        "{name: p%d, port: %d}" % (i, i) for i in range(n)))] + one([
            path("/%d" % i, port=i) for i in range(n)]),
    "ports that are missing": lambda n: [service("web", ",\n".join(
        "{name: p%d, port: %d}" % (i, i) for i in range(n)))] + one([
            path("/%d" % i, port=n + i) for i in range(n)]),
    "target ports": lambda n: [
        service("s%d" % i, "{port: 80, targetPort: p%d}" % i)
        for i in range(n)] + [workload("w", ",\n".join(
            "{name: c%d, ports: [{containerPort: %d}]}" % (i, i)
            for i in range(n)))],
    "labels": lambda n: [service("web", selector="{%s}" % ", ".join(
        "l%d: v" % i for i in range(n))), workload("w", "").replace(
            "{app: web}}\n    spec", "{%s}}\n    spec" % ", ".join(
                "l%d: v" % i for i in range(n)))],
    "headers of a ConfigMap": lambda n: [
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n" +
        "".join("  X-%d: a\n" % i for i in range(n))] + [
        ingress("a%d" % i, [rule("h%d.example.com" % i, path("/"))],
                custom_headers="default/m") for i in range(n // 4)],
    "fields that are not there": lambda n: [
        one([path("/")])[0] + "".join("x%d: a\n" % i for i in range(n))],
    "findings on a line": lambda n: [one([path("p%d" % i)
                                          for i in range(n)])[0]
                                     .replace(",\n", ", ")],
    "findings in a List": lambda n: [
        "apiVersion: v1\nkind: List\nitems:\n" + "".join(
            "- " + ingress("a%d" % i, [rule("h.example.com", path("p"))])
            .replace("\n", "\n  ").rstrip(" ") for i in range(n))],
    "comments that allow": lambda n: [one([path("/")])[0] + "".join(
        "# greenlight: allow path-glib x\n" for i in range(n))],
    "rules that an annotation allows": lambda n: [
        one([path("/")])[0].replace("annotations: {", "annotations: {"
                                    "greenlight.dev/allow: '%s'" %
                                    ",".join(["path-glib"] * n))],
}


def lint(program, name):
    """Seconds of the processor, MB, and the exit status."""
    child = os.fork()
    if child == 0:
        null = os.open("/dev/null", os.O_WRONLY)
        os.dup2(null, 1)
        os.execv(program, [program, "lint", name])
    _, status, used = os.wait4(child, 0)
    return (used.ru_utime + used.ru_stime, used.ru_maxrss / 1024,
            os.waitstatus_to_exitcode(status))


def grow(program, title, make, folder):
    """Prints the rows of a case; true when it grows as it may."""
    seconds, name = [], folder + "/a.yaml"
    for n in (LEAST, 2 * LEAST, 4 * LEAST):
        with open(name, "w", encoding="ascii") as file:
            file.write("---\n".join(make(n)))
        took, memory, status = lint(program, name)
        seconds.append(took)
        print("%-32s %6d %6.1f MB %7.2f s %6d MB, status %d" % (
            title, n, os.path.getsize(name) / 1e6, took, memory, status))
        if status not in (0, 1):
            return False
    return seconds[2] < 1 or seconds[2] < 8 * seconds[0]


def main():
    program, chosen = sys.argv[1], sys.argv[2:] or list(CASES)
    with tempfile.TemporaryDirectory() as folder:
        bad = [title for title in chosen
               if not grow(program, title, CASES[title], folder)]
    for title in bad:
        print("FAIL growth: %s" % title)
    return bool(bad)


sys.exit(main())
