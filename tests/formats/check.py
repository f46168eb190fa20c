#!/usr/bin/env python3
"""Reads what lint prints for programs as they do: check.py PROGRAM [CASES]

Every format must be valid, say the same as the others, and point at what is
there: of the manifests of tests/rules and samples, and of manifests with any
bytes in names, paths, values, comments and names of files. Those are made
from the seed FUZZ_SEED, or from one that is printed.
"""
import glob
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from urllib.parse import unquote_to_bytes

try:
    import jsonschema
except ImportError:
    # The distribution's packages belong to the distribution's interpreter.
    if os.path.realpath(sys.executable) == os.path.realpath("/usr/bin/python3"):
        raise
    os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv)

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
CASES = 60

# actions/runner: ActionCommand.TryParseV2() and its table of escapes
COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:\r\n]*,)*"
                     r"title=[a-z0-9-]+)::([^\r\n]+)")
ESCAPE = re.compile(r"%(?!25|0D|0A)")
PROPERTY_ESCAPE = re.compile(r"%(?!25|0D|0A|3A|2C)")
LINK = re.compile(r"(?<!\\)\[((?:\\.|[^\[\]\\])*)\]\((\d+)\)")
LEVELS = {"error": ("error", "major", "error"),
          "warning": ("warning", "minor", "warning"),
          "note": ("notice", "info", "note")}


def load(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        schema = json.load(file)
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    return validator(schema)


def one_of_each(pairs):
    keys = dict(pairs)
    if len(keys) != len(pairs):
        raise ValueError("a key is there twice")
    return keys


def need(true, *words):
    if not true:
        raise ValueError(" ".join(map(str, words)))


def read_json(text, schema):
    # strict: no control characters in strings; "utf-8" takes no surrogates
    value = json.loads(text.decode("utf-8"), object_pairs_hook=one_of_each)
    error = jsonschema.exceptions.best_match(schema.iter_errors(value))
    need(error is None, error and "%s: %.300s" % (
        "/".join(map(str, error.absolute_path)), error.message))
    return value


class Findings:
    """What the program prints of some paths, in all its formats."""

    def __init__(self, program, folder, words, stdin=b""):
        self.folder = os.fsencode(folder)
        self.words, self.stdin = words, stdin
        self.program = program
        self.report = read_json(self.run("json"), JSON)
        self.list = self.report["diagnostics"]

    def run(self, form):
        command = [self.program, "lint", "--format", form, "--color",
                   "always", *self.words]
        done = subprocess.run(command, cwd=self.folder, input=self.stdin,
                              capture_output=True, timeout=60)
        need(done.returncode in (0, 1) and not done.stderr, form, "status",
             done.returncode, done.stderr)
        if form == "json":
            self.status = done.returncode
        need(done.returncode == self.status, form, "has another status")
        return done.stdout

    def exists(self, path):
        return os.path.isfile(os.path.join(self.folder, path))

    def lines(self, path):
        with open(os.path.join(self.folder, path), "rb") as file:
            return file.read().count(b"\n") + 1

    def check_sarif(self):
        run = read_json(self.run("sarif"), SARIF)["runs"][0]
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        need(set(rules) == {d["rule"] for d in self.list}, "rules", rules)
        need(len(run["results"]) == len(self.list), "number of results")
        seen = set()
        for result, d in zip(run["results"], self.list):
            place = result["locations"][0]["physicalLocation"]
            self.check_place(place, d)
            need(result["ruleId"] == rules[result["ruleIndex"]] == d["rule"],
                 "rule of a result")
            need(result["level"] == d["severity"], "level of a result")
            links = [int(number) for _, number
                     in LINK.findall(result["message"]["text"])]
            need(links == [r["id"] for r in result["relatedLocations"]],
                 "links", links, "in", result["message"]["text"])
            for related in result["relatedLocations"]:
                self.check_place(related["physicalLocation"], None)
            # edits of one finding belong together
            edits = [edit for fix in result["fixes"]
                     for change in fix["artifactChanges"]
                     for edit in change["replacements"]]
            need(len(edits) == len(d["fixes"]), "number of edits")
            need(len(result["fixes"]) == (len(edits) > 0), "one fix")
            key = (place["artifactLocation"]["uri"],
                   result["partialFingerprints"]["primaryLocationLineHash"])
            need(key not in seen, "fingerprint twice:", key)
            seen.add(key)
        return sorted(word for _, word in seen)

    def check_place(self, place, d):
        uri = place["artifactLocation"]["uri"]
        path = unquote_to_bytes(uri[7:] if uri[:7] == "file://" else uri)
        region = place["region"]
        start = region["startLine"], region["startColumn"]
        end = region["endLine"], region["endColumn"]
        need(start <= end, "a region ends before it begins")
        need(d is None or start + end == (d["line"], d["column"],
             d["endLine"], d["endColumn"]), "another region than in JSON")
        if path != b"<stdin>":
            need(self.exists(path), "no file", uri)
            need(end[0] <= self.lines(path), "no such line in", uri)

    def check_github(self):
        lines = self.run("github").decode("utf-8").split("\n")
        need(lines.pop() == "" and len(lines) == len(self.list),
             "number of commands")
        for line, d in zip(lines, self.list):
            match = COMMAND.fullmatch(line)
            need(match, "no command:", line)
            need(match[1] == LEVELS[d["severity"]][0], "level of a command")
            need(not PROPERTY_ESCAPE.search(match[2]) and
                 not ESCAPE.search(match[3]), "escapes of", line)
            need(not re.search("[\x00-\x1f\x7f-\x9f]", line), "controls in",
                 line)
            given = dict(pair.split("=", 1) for pair in match[2].split(","))
            need(given.pop("title") == d["rule"], "rule of a command")
            file = unquote_to_bytes(given.pop("file", "")).decode("utf-8")
            need(not file or "\ufffd" in file or self.exists(
                file.encode("utf-8")), "no file", file)
            need(not file or int(given["line"]) == d["line"], "line of", line)

    def check_gitlab(self):
        issues = read_json(self.run("gitlab"), GITLAB)
        need(len(issues) == len(self.list), "number of issues")
        need(len({i["fingerprint"] for i in issues}) == len(issues),
             "fingerprint twice")
        for issue, d in zip(issues, self.list):
            need(issue["check_name"] == d["rule"], "rule of an issue")
            need(issue["severity"] == LEVELS[d["severity"]][1], "severity")
            path = issue["location"]["path"]
            need("\ufffd" in path or path == "<stdin>" or self.exists(
                path.encode("utf-8")), "no file", path)
            need(issue["location"]["lines"]["begin"] == d["line"], "line")

    def check_junit(self):
        text = self.run("junit")
        done = subprocess.run(
            ["xmllint", "--nonet", "--noout", "--schema",
             os.path.join(HERE, "junit.xsd"), "-"],
            input=text, capture_output=True)
        need(done.returncode == 0, done.stderr[:2000].decode("utf-8",
                                                             "replace"))
        cases = re.findall(b"<testcase ", text)
        failures = re.findall(b'<failure [^>]*type="([a-z]+)"', text)
        passed = text.count(b"nothing found")
        need(len(cases) - passed == len(self.list), "number of cases")
        need(all(f == b"error" for f in failures), "failures", failures)
        need(len(failures) == self.report["summary"]["errors"], "failures")
        totals = re.findall(b' tests="(\\d+)" failures="(\\d+)"', text)
        totals = [(int(t), int(f)) for t, f in totals]
        need(totals[0] == (len(cases), len(failures)) == tuple(
            map(sum, zip((0, 0), *totals[1:]))), "totals", totals)

    def check(self):
        self.check_github()
        self.check_gitlab()
        self.check_junit()
        return self.check_sarif()


JSON, SARIF, GITLAB, PLAN = map(load, (
    "json.schema.json", "sarif.schema.json", "gitlab.schema.json",
    "plan.schema.json"))


def check_rule(program, scratch, source):
    """The same findings, also by their fingerprints, one line further down."""
    name = os.path.basename(source)
    with open(source, "rb") as file:
        text = file.read()
    before = Findings(program, os.path.dirname(source), [name]).check()
    settings = os.path.join(os.path.dirname(source), ".greenlight.yaml")
    if os.path.exists(settings):
        shutil.copy(settings, scratch)
    moved = os.path.join(scratch, name)
    with open(moved, "wb") as file:
        file.write(b"#\n" + text)
    after = Findings(program, scratch, [name]).check()
    if os.path.exists(settings):
        os.remove(os.path.join(scratch, ".greenlight.yaml"))
    need(before == after, "fingerprints move with the lines")


PIECES = [
    b"\0", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xef\xbf\xbe",
    b"\xef\xbf\xbf", b"\xf4\x90\x80\x80", b"\xe2\x80\xa8", b"\xc2\x85",
    b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\x1b[31m", b"\r", b"\n", b"\r\n",
    b"\t", b"\x7f", b"\xf0\x9f\x98\x80", b"\xe6\x97\xa5", b"]]>", b"<!--",
    b"&amp;", b"\"", b"'", b"\\", b"::error::", b"%0A", b"%", b",", b":",
    b"[x](1)", b"](http://x)", b"{0}", b"{{ .x }}", b"${X}", b"$2", b"(.*)",
    b"/$1", b"[", b"(", b"*", b"a", b"shop", b"\xe6\x97", b"#", b" ",
]
ESCAPES = [
    b"/b(.*)", b"[x](1)", b"{{0}}", b"\\0", b"\\x01", b"\\e", b"\\uFFFE",
    b"\\uFFFF", b"\\uD800", b"\\U0010FFFF", b"\\u2028", b"\\N", b"\\r\\n",
    b"\\x85",
]
MANIFEST = b"""\
# %(comment)s
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: %(name)s
  namespace: %(name)s
  annotations:
    nginx.ingress.kubernetes.io/use-regex: "true"
    nginx.ingress.kubernetes.io/rewrite-target: %(target)s # %(comment)s
    %(key)s: %(value)s
spec:
  ingressClassName: nginx
  tls: [{hosts: [%(host)s], secretName: %(name)s}]
  rules:
  - host: %(host)s
    http:
      paths:
      - path: %(path)s
        pathType: %(type)s
        backend: {service: {name: %(service)s, port: {number: %(port)s}}}
---
apiVersion: v1
kind: Service
metadata: {name: web, labels: {app: %(value)s}}
spec: {selector: {app: %(value)s}, ports: [{port: %(port)s, name: %(name)s}]}
"""
SANE = {
    "comment": [b"greenlight"], "name": [b"shop"], "target": [b"/$2", b"/"],
    "key": [b"nginx.ingress.kubernetes.io/proxy-body-size", b"team"],
    "value": [b"8m"], "host": [b"shop.example.com"], "service": [b"web"],
    "path": [b"/app(/.*)", b"/*", b"/api", b"/a{2}[a-z](1)"],
    "type": [b"ImplementationSpecific", b"Prefix"], "port": [b"80"],
}


class Maker:
    """Manifests and names of files, any bytes in them."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def bytes(self, most):
        r = self.random
        return b"".join(
            r.choice(PIECES) if r.random() < 0.8 else bytes([r.randrange(256)])
            for _ in range(r.randint(1, most)))

    def quoted(self):
        """A text in double quotes, with what only escapes can say."""
        parts = [self.random.choice(ESCAPES)
                 for _ in range(self.random.randint(1, 5))]
        return b'"' + b"".join(parts) + b'"'

    def slot(self, key, tame):
        chance = self.random.random()
        if chance < 0.8:
            return self.random.choice(SANE[key])
        if key != "comment" and (tame or chance < 0.9):
            return self.quoted()
        return self.random.choice([self.bytes(3), b"'%s'" % self.bytes(3)])

    def manifest(self):
        """One that can be read, more often than not."""
        tame = self.random.random() < 0.7
        text = MANIFEST % {key.encode(): self.slot(key, tame) for key in SANE}
        for _ in range(0 if tame else self.random.randint(0, 3)):
            at = self.random.randrange(len(text))
            text = text[:at] + self.bytes(3) + text[at:]
        return text

    def name(self):
        name = self.bytes(6).replace(b"/", b"").replace(b"\0", b"")
        return name.replace(b".", b"") + b".yaml"

    def files(self, folder):
        """Writes some; gives the words for the command line."""
        names = set()
        for _ in range(self.random.randint(1, 3)):
            path = b"".join([self.random.choice([b"", b"", b"d/", b"./"]),
                             self.name()])
            with open(os.path.join(folder, path), "wb") as file:
                file.write(self.manifest())
            names.add(path)
        names = sorted(names)
        return self.random.choice([
            [b"."], [b"--"] + names, [b"./" + name for name in names],
            [os.path.join(folder, name) for name in names]])


def check_bytes(program, scratch, seed, case):
    maker = Maker("%s %d" % (seed, case))
    folder = os.fsencode(os.path.realpath(scratch))
    os.mkdir(os.path.join(folder, b"d"))
    if case % 6 == 0:
        Findings(program, folder, [b"-"], maker.manifest()).check()
    else:
        Findings(program, folder, maker.files(folder)).check()


def check_plans(program, source):
    """Between any two phases: valid, and safe."""
    phases = PLAN.schema["definitions"]["phase"]["enum"]
    for start in phases:
        for end in phases:
            done = subprocess.run(
                [program, "plan", "--format", "json", "--from", start, "--to",
                 end, source], capture_output=True)
            where = "from %s to %s" % (start, end)
            need(done.returncode == 0 and not done.stderr, where, done.stderr)
            plan = read_json(done.stdout, PLAN)
            need((plan["from"], plan["to"]) == (start, end), where, "mixed up")
            numbers = [step["number"] for step in plan["steps"]]
            need(numbers == list(range(1, len(numbers) + 1)), where, numbers)
            need(start != end or not [step for step in plan["steps"]
                                      if step["do"] not in ("run", "look")],
                 where, "there is something to do")


def check_refused():
    """What is wrong must be seen to be wrong."""
    for schema, text in ((JSON, b"{}"), (GITLAB, b"[{}]"), (SARIF, b"{}"),
                         (GITLAB, b'["\x01"]'), (GITLAB, b'["\xff"]')):
        try:
            read_json(text, schema)
        except ValueError:
            continue
        need(False, text, "is taken")


def run(name, check, *words):
    """Whether it holds; prints why not."""
    scratch = tempfile.mkdtemp()
    try:
        check(*(scratch if word is tempfile else word for word in words))
        return True
    except (ValueError, OSError, subprocess.SubprocessError) as trouble:
        print("FAIL %s: %s" % (name, trouble))
        return False
    finally:
        shutil.rmtree(scratch)


def main():
    program = os.path.abspath(sys.argv[1])
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else CASES
    seed = os.environ.get("FUZZ_SEED") or random.SystemRandom().randrange(10**9)
    for name in ("CLICOLOR_FORCE", "NO_COLOR"):
        os.environ.pop(name, None)
    results = Counter([run("refused", check_refused)])
    for source in sorted(glob.glob(TOP + "/tests/rules/*/bad.yaml") +
                         glob.glob(TOP + "/samples/*/*.yaml")):
        results[run(os.path.relpath(source, TOP), check_rule, program,
                    tempfile, source)] += 1
    for source in sorted(glob.glob(TOP + "/samples/*/release.yaml")):
        results[run("plan " + os.path.relpath(source, TOP), check_plans,
                    program, source)] += 1
    for case in range(cases):
        results[run("FUZZ_SEED=%s, case %d" % (seed, case), check_bytes,
                    program, tempfile, seed, case)] += 1
    print("seed of any bytes: %s" % seed)
    print("formats: %d passed, %d failed" % (results[True], results[False]))
    sys.exit(results[False] > 0 or not results[True])


main()
