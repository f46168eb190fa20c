#!/usr/bin/env python3
"""Runs tests/rules: rules.py PROGRAM [RULE...]

Each tests/rules/<rule-id>/ has a bad.yaml, whose faulty lines end in a
comment `#! rule-id [rule-id...]`, and a good.yaml without any finding. Where
a line cannot take a comment, bad.expected has rows `[file:]line:rule-id`
instead of all marks. The file `cmd` may have further words for the command
`lint --format json WORDS bad.yaml`; if its first word is another command,
that one is run instead: `test` in the same way, of others the findings are
read from stderr as text.
"""
import json
import os
import re
import shlex
import subprocess
import sys

MARK = re.compile(rb"#! *([a-z0-9-]+(?: +[a-z0-9-]+)*)[ \t\r]*$")
TEXT = re.compile(r"^(.*?):(\d+):\d+: (?:error|warning|note): .*\[([a-z0-9-]+)\]$")
KEYS = {"rule", "severity", "file", "line", "column", "endLine", "endColumn",
        "message", "object", "path", "notes", "fixes"}


def marked(folder):
    """The (file, line, rule) that the folder says there must be."""
    expected = os.path.join(folder, "bad.expected")
    found = set()
    if os.path.exists(expected):
        for row in open(expected, encoding="utf-8").read().split():
            *name, line, rule = row.rsplit(":", 2)
            found.add((name[0] if name else "bad.yaml", int(line), rule))
        return found
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if not os.path.isfile(path) or name == "good.yaml":
            continue
        for number, line in enumerate(open(path, "rb").read().split(b"\n"), 1):
            mark = MARK.search(line)
            for rule in mark.group(1).decode().split() if mark else []:
                found.add((name, number, rule))
    return found


def one_of_each(pairs):
    keys = dict(pairs)
    if len(keys) != len(pairs):
        raise ValueError("a key is there twice")
    return keys


def read_json(out):
    report = json.loads(out, object_pairs_hook=one_of_each)
    if set(report) != {"version", "diagnostics", "summary"}:
        raise ValueError("keys of the report: %s" % sorted(report))
    for diagnostic in report["diagnostics"]:
        if set(diagnostic) != KEYS:
            raise ValueError("keys of a finding: %s" % sorted(diagnostic))
    return {(d["file"], d["line"], d["rule"]) for d in report["diagnostics"]}


def read_text(err):
    rows = map(TEXT.match, err.splitlines())
    return {(r[1], int(r[2]), r[3]) for r in rows if r}


def findings(program, folder, name):
    """What the program finds in a file, or a sentence on why it cannot."""
    words = []
    if os.path.exists(os.path.join(folder, "cmd")):
        words = shlex.split(open(os.path.join(folder, "cmd")).read())
    if not words or words[0].startswith("-"):
        words.insert(0, "lint")
    lints = words[0] in ("lint", "test")
    words[1:1] = ["--format", "json"] if lints else []
    words.append(name)
    done = subprocess.run([program] + words, cwd=folder,
                          stdin=subprocess.DEVNULL, capture_output=True)
    out = done.stdout.decode("utf-8")
    err = done.stderr.decode("utf-8")
    if done.returncode not in (0, 1) or lints and err:
        raise ValueError("%s: status %d\n%s" % (
            shlex.join(["greenlight"] + words), done.returncode, err))
    return read_json(out) if lints else read_text(err)


def lines(rows):
    return "".join("\n    %s:%d: %s" % row for row in sorted(rows))


def check(program, folder):
    """What is wrong with the rule of this folder, as sentences."""
    rule = os.path.basename(folder)
    expected = marked(folder)
    if not any(row[2] == rule for row in expected):
        yield "bad.yaml has no line that is marked with it"
    try:
        got = findings(program, folder, "bad.yaml")
        if expected - got:
            yield "marked and not found:" + lines(expected - got)
        if got - expected:
            yield "found and not marked:" + lines(got - expected)
        got = findings(program, folder, "good.yaml")
        if got:
            yield "good.yaml is faulted:" + lines(got)
    except (ValueError, OSError) as trouble:
        yield str(trouble)


def main():
    program = sys.argv[1]
    os.environ.pop("CLICOLOR_FORCE", None)
    top = os.path.join(os.path.dirname(os.path.abspath(__file__)), "rules")
    rules = sys.argv[2:] or sorted(os.listdir(top))
    failed = 0
    for rule in rules:
        wrong = list(check(program, os.path.join(top, rule)))
        failed += bool(wrong)
        for sentence in wrong:
            print("FAIL rules/%s: %s" % (rule, sentence))
    print("rules: %d passed, %d failed" % (len(rules) - failed, failed))
    sys.exit(failed > 0 or not rules)


main()
