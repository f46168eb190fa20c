"""A rule has a line in rules.def, a use in src, a section in the manual with
the same level, and a folder of tests; and nothing else has."""
import os
import re

from source import bare, both_ways, finish, read, sources

RULE = re.compile(r'^RULE\((\w+),\s*"([a-z0-9-]+)",\s*(\w+),', re.M)
SECTION = re.compile(r"^\.Ss ([a-z0-9-]+) \((\w+)[^)]*\)$", re.M)


def check():
    rules = RULE.findall(read("src/diag/rules.def"))
    names = [name for _, name, _ in rules]
    if len(set(names)) != len(names):
        yield "rules.def has a name twice"

    used = set()
    for path in sources(".c", ".h"):
        used.update(re.findall(r"\bRULE_(\w+)", bare(read(path))))
    for symbol, name, _ in rules:
        if symbol not in used:
            yield "%s: nothing in src/ reports it" % name
        if symbol.lower().replace("_", "-") != name:
            yield "%s: is called %s in rules.def" % (name, symbol)

    manual = read("man/greenlight-rules.7")
    sections = SECTION.findall(manual)
    yield from both_ways(names, [name for name, _ in sections],
                         "rules.def", "the sections of greenlight-rules(7)")
    levels = {name: level.lower() for _, name, level in rules}
    for name, level in sections:
        if levels.get(name, level) != level:
            yield "%s: %s in greenlight-rules(7), %s in rules.def" % (
                name, level, levels[name])
    yield from both_ways(names, os.listdir("tests/rules"),
                         "rules.def", "tests/rules")
    for name in os.listdir("tests/rules"):
        for file in ("bad.yaml", "good.yaml"):
            if not os.path.isfile("tests/rules/%s/%s" % (name, file)):
                yield "%s: no %s in tests/rules" % (name, file)


finish(check())
