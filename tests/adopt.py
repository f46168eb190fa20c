#!/usr/bin/env python3
"""Adopts what is rendered: adopt.py PROGRAM

What every phase of every sample renders, adopted together with the manifests
beside the release and rendered again, must be the same objects, or the same
Ingresses. Where that phase is not all there is to see of a release - the live
paths are written so that they mean the same without a preview, too - they are
compared by what becomes of requests. Where there are no Ingresses, nothing
may be adopted at all.
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

PHASES = ("blue-live", "green-preview", "cutover", "rollback")


def run(program, *words, **options):
    return subprocess.run([program, *words], stdin=subprocess.DEVNULL,
                          capture_output=True, encoding="utf-8", **options)


def rendered(program, *words):
    """The objects that are rendered; some systems take several texts."""
    done = run(program, "render", "--format", "json", *words)
    if done.returncode:
        raise ValueError(done.stderr)
    items, rest = [], done.stdout.strip()
    while rest:
        value, end = json.JSONDecoder().raw_decode(rest)
        items += value["items"] if value["kind"] == "List" else [value]
        rest = rest[end:].strip("- \n")
    return items


def of_kind(objects, *kinds):
    return [o for o in objects if o["kind"] in kinds]


def requests(ingresses):
    """Requests around the literal parts of all paths."""
    hosts, words = set(), {"", "green", "x", "api", "a/b"}
    for o in ingresses:
        for rule in o["spec"]["rules"]:
            hosts.add(rule["host"])
            for path in rule["http"]["paths"]:
                words.add("/".join(re.findall(r"[a-z]{2,}", path["path"])))
    paths = {"/" + a + end for a in words for end in ("", "/", "/x", "x")}
    paths |= {"/%s/%s" % (a, b) for a in words for b in words if a and b}
    paths |= {p.upper() for p in paths}
    return ["%s://%s%s" % (scheme, host, path) for host in sorted(hosts)
            for path in sorted(paths) for scheme in ("http", "https")]


def answers(program, folder, ingresses, urls):
    """What becomes of the requests, as far as names do not matter."""
    file = os.path.join(folder, "ingresses.json")
    with open(file, "w", encoding="utf-8") as out:
        json.dump({"apiVersion": "v1", "kind": "List", "items": ingresses},
                  out)
    with open(os.path.join(folder, "urls"), "w", encoding="utf-8") as out:
        out.writelines(json.dumps({"url": u}) + "\n" for u in urls)
    done = run(program, "route", "--assume-services", "-f", file,
               "--requests", os.path.join(folder, "urls"))
    for line in done.stdout.splitlines():
        answer = json.loads(line)
        yield [answer[key] for key in ("outcome", "status", "location", "uri",
                                       "backends", "server")]


def wrong(program, sample, phase, folder):
    """What is wrong with one phase of a sample, or None."""
    golden = "%s/golden/%s.yaml" % (sample, phase)
    beside = [path for path in glob.glob(sample + "/*/")
              if not path.endswith("/golden/")]
    done = run(program, "adopt", golden, *beside)
    before = rendered(program, "-p", phase, sample + "/release.yaml")
    ingresses = of_kind(before, "Ingress")
    if not ingresses and done.returncode == 1 and not done.stdout:
        return None
    findings = [line for line in done.stderr.splitlines()
                if "[adopt-" in line and "is not looked into" not in line]
    if findings or done.returncode != bool(done.stderr):
        return "status %d\n%s" % (done.returncode, done.stderr)
    spec = os.path.join(folder, "release.yaml")
    text = re.sub(r"\b(samples/)", os.getcwd() + r"/\1", done.stdout)
    with open(spec, "w", encoding="utf-8") as out:
        out.write(text)
    after = rendered(program, spec)
    if before == after:
        return None
    if not ingresses:
        return "other objects are rendered"
    before, after = ingresses, of_kind(after, "Ingress")
    if before == after:
        return None
    urls = requests(before + after)
    for url, a, b in zip(urls, answers(program, folder, before, urls),
                         answers(program, folder, after, urls)):
        if a != b:
            return "%s: %s, adopted %s" % (url, a, b)
    return None


def main():
    program, passed, failed = sys.argv[1], 0, 0
    os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    for sample in sorted(glob.glob("samples/*")):
        for phase in PHASES:
            if not os.path.exists("%s/golden/%s.yaml" % (sample, phase)):
                continue
            with tempfile.TemporaryDirectory() as folder:
                why = wrong(program, sample, phase, folder)
            if why is None:
                passed += 1
            else:
                failed += 1
                print("FAIL %s %s: %s" % (sample, phase, why))
    print("adopt: %d passed, %d failed" % (passed, failed))
    return failed > 0 or passed == 0


sys.exit(main())
