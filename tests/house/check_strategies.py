"""A strategy has all its files, a row in the README, a section of
greenlight-strategies(7) and a sample; `greenlight templates` writes it out."""
import filecmp
import glob
import os
import re
import tempfile

from source import both_ways, finish, greenlight, read

FILES = ("strategy", "blue-live", "green-preview", "cutover", "rollback",
         "plan")
SUMMARY = re.compile(r"^summary: (.*)$", re.M)
ROW = re.compile(r"^\| `([a-z-]+)` \| (.*?) *\|$", re.M)


def written(folder):
    """What `greenlight templates` writes is what is in templates/."""
    greenlight("templates", folder)
    there, here = ({os.path.relpath(path, top) for path in
                    glob.glob(top + "/*/*")} for top in (folder, "templates"))
    yield from both_ways(here, there, "templates/", "greenlight templates")
    for path in here & there:
        if not filecmp.cmp(os.path.join("templates", path),
                           os.path.join(folder, path), shallow=False):
            yield "%s: greenlight templates writes another one" % path


def check():
    names = sorted(os.listdir("templates"))
    rows = dict(ROW.findall(read("README.md")))
    sections = re.findall(r"^\.Ss ([a-z-]+)$",
                          read("man/greenlight-strategies.7"), re.M)
    specs = [read(path) for path in glob.glob("samples/*/release.yaml")]
    used = {found[1] if found else "ingress" for found in
            (re.search(r"^  strategy: (\S+)", spec, re.M) for spec in specs)}
    for name in names:
        for file in FILES:
            if not os.path.exists("templates/%s/%s.yaml" % (name, file)):
                yield "%s: no %s.yaml" % (name, file)
        summary = SUMMARY.search(read("templates/%s/strategy.yaml" % name))
        if not summary or summary[1] != rows.get(name, summary[1]):
            yield "%s: the README says something else than strategy.yaml" % name
    yield from both_ways(names, rows, "templates/", "the README")
    yield from both_ways(names, sections, "templates/",
                         "greenlight-strategies(7)")
    yield from both_ways(names, used, "templates/", "samples/")
    with tempfile.TemporaryDirectory() as folder:
        yield from written(os.path.join(folder, "made"))


finish(check())
