#!/usr/bin/env python3
"""Runs the laws of fixes: fixes.py PROGRAM [PATH...]

Over each tests/rules/*/bad.yaml, the inputs of tests/golden/lint and
samples/faulty, or over the PATHs given:

- The edits of one finding, made alone, remove it and leave YAML that can be
  read. Safe ones bring no other finding, but for what the finding had
  hidden: that of an object which could not be checked before.
- What `lint --fix` makes of a file has no safe fix left, and is what
  `lint --fix --diff` and patch(1) make of it.
"""
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

# What is said of an object that is not looked into any further.
HIDING = {"field-type", "field-invalid", "field-unknown", "field-required",
          "path-invalid", "backend-choice", "api-version-removed",
          "release-invalid", "rewrite-no-slash"}


def run(program, words, folder):
    return subprocess.run([program] + words, cwd=folder, capture_output=True,
                          stdin=subprocess.DEVNULL)


class Unusable(Exception):
    """A case that is about a wrong invocation."""


def findings(program, words, folder):
    done = run(program, ["lint", "--format", "json"] + words, folder)
    if done.returncode == 2 and not done.stdout:
        raise Unusable
    if done.returncode not in (0, 1, 2):
        raise ValueError("status %d: %s" % (
            done.returncode, done.stderr.decode("utf-8", "replace")))
    return json.loads(done.stdout)["diagnostics"]


def key(finding):
    """What tells findings apart; places change with the text."""
    what = finding["object"] or {}
    return (finding["rule"], finding["file"], what.get("kind"),
            what.get("namespace"), what.get("name"), finding["message"])


def edited(text, fixes):
    """The bytes of a file after the edits of one finding."""
    mark = text.startswith(b"\xef\xbb\xbf")
    lines = text[3 if mark else 0:].split(b"\n")

    def offset(line, column):
        before = lines[line - 1].decode("utf-8", "surrogateescape")
        return (sum(len(part) + 1 for part in lines[:line - 1]) +
                len(before[:column - 1].encode("utf-8", "surrogateescape")) +
                (3 if mark else 0))

    for fix in sorted(fixes, key=lambda f: (f["startLine"], f["startColumn"]),
                      reverse=True):
        start = offset(fix["startLine"], fix["startColumn"])
        end = offset(fix["endLine"], fix["endColumn"])
        text = text[:start] + fix["text"].encode() + text[end:]
    return text


def one_fix(program, words, folder, before, finding):
    """What is wrong with the fix of one finding, made in the folder."""
    name = finding["fixes"][0]["file"]
    safe = all(fix["safe"] for fix in finding["fixes"])
    path = os.path.join(folder, name)
    old = open(path, "rb").read()
    new = edited(old, finding["fixes"])
    try:
        open(path, "wb").write(new)
        after = findings(program, words, folder)
    finally:
        open(path, "wb").write(old)
    was, now = Counter(map(key, before)), Counter(map(key, after))
    where = "%s:%d: %s: " % (finding["file"], finding["line"],
                             finding["rule"])
    if now[key(finding)] >= was[key(finding)]:
        yield where + "is still there after its fix: %s" % finding["message"]
    for extra in now - was:
        if extra[0].startswith("yaml-"):
            yield where + "its fix breaks the file: %s" % extra[-1]
        elif safe and finding["rule"] not in HIDING:
            yield where + "its fix brings %s: %s" % (extra[0], extra[-1])


def whole(program, words, folder):
    """What is wrong after `lint --fix` of the folder."""
    names = [word for word in words
             if os.path.isfile(os.path.join(folder, word))]
    diff = run(program, ["lint", "--fix", "--diff"] + words, folder)
    with tempfile.TemporaryDirectory() as other:
        copy = os.path.join(other, "copy")
        shutil.copytree(folder, copy, symlinks=True)
        if diff.stdout and shutil.which("patch"):
            done = subprocess.run(["patch", "-p1", "--binary"], cwd=copy,
                                  input=diff.stdout, capture_output=True)
            if done.returncode != 0:
                yield "patch: %s" % done.stdout.decode("utf-8", "replace")
        run(program, ["lint", "--fix"] + words, folder)
        again = run(program, ["lint", "--fix", "--diff"] + words, folder)
        if again.stdout:
            yield "a second --fix would change it once more"
        for name in names if shutil.which("patch") else []:
            if open(os.path.join(folder, name), "rb").read() != \
                    open(os.path.join(copy, name), "rb").read():
                yield "%s: --diff shows something else than --fix does" % name
    for finding in findings(program, words, folder):
        if finding["fixes"] and \
                all(fix["safe"] for fix in finding["fixes"]) and \
                b"left alone" not in diff.stderr:
            yield "%s:%d: %s: a safe fix was not made" % (
                finding["file"], finding["line"], finding["rule"])


def check(job):
    """(number of fixes tried, sentences about what is wrong)"""
    program, source, words = job
    wrong, tried = [], 0
    with tempfile.TemporaryDirectory() as top:
        folder = os.path.join(top, "case")
        if os.path.isdir(source):
            shutil.copytree(source, folder, symlinks=True)
        else:
            os.mkdir(folder)
            shutil.copy(source, folder)
        try:
            before = findings(program, words, folder)
            for finding in before:
                if finding["fixes"]:
                    tried += 1
                    wrong += one_fix(program, words, folder, before, finding)
            wrong += whole(program, words, folder)
        except Unusable:
            pass
        except (OSError, ValueError) as trouble:
            wrong.append(str(trouble))
    return tried, ["%s: %s" % (source, sentence) for sentence in wrong]


def rule_jobs(program):
    for rule in sorted(os.listdir("tests/rules")):
        folder = os.path.join("tests/rules", rule)
        words = []
        if os.path.exists(os.path.join(folder, "cmd")):
            words = shlex.split(open(os.path.join(folder, "cmd")).read())
        if not words or words[0].startswith("-"):
            yield program, folder, words + ["bad.yaml"]


def golden_jobs(program):
    for case in sorted(os.listdir("tests/golden/lint")):
        folder = os.path.join("tests/golden/lint", case)
        for name in sorted(os.listdir(folder)):
            if name.endswith((".yaml", ".json")) and name[0] != "." and \
                    not os.path.islink(os.path.join(folder, name)):
                yield program, folder, [name]


def main():
    program = sys.argv[1]
    os.environ.pop("CLICOLOR_FORCE", None)
    os.environ.pop("GITHUB_ACTIONS", None)
    if sys.argv[2:]:
        jobs = [(program, path, [os.path.basename(path)])
                for path in sys.argv[2:]]
    else:
        os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)),
                              ".."))
        jobs = list(rule_jobs(program)) + list(golden_jobs(program))
        jobs.append((program, "samples/faulty",
                     ["ingress.yaml", "services.yaml"]))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(check, jobs))
    failed = 0
    for _, wrong in results:
        failed += bool(wrong)
        for sentence in wrong:
            print("FAIL fixes: %s" % sentence)
    tried = sum(result[0] for result in results)
    print("%d fixes tried" % tried)
    print("fixes: %d passed, %d failed" % (len(jobs) - failed, failed))
    sys.exit(failed > 0 or tried == 0)


main()
