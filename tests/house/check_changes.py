"""The manual has every change of model/change.def, with its releases and words."""
import re

from source import both_ways, finish, read

CHANGE = re.compile(r'^CHANGE\((\w+), SINCE\(([\d, ]+)\),\s*'
                    r'((?:"[^"]*"\s*)+)\)', re.M)
# A comment with the name, then the item: the releases, and what is new.
ITEM = re.compile(r'^\.\\" CHANGE_(\w+)\n\.It (.*)\n((?:[^.].*\n)+)', re.M)


def releases(since):
    texts = ["1.%d.%d" % divmod(int(one), 100) for one in since.split(",")]
    return " and ".join(filter(None, [", ".join(texts[:-1]), texts[-1]]))


def check():
    changes = {name: (releases(since), "".join(re.findall('"(.*?)"', about)))
               for name, since, about in CHANGE.findall(
                   read("src/model/change.def"))}
    items = {name: (since, " ".join(about.split()).rstrip("."))
             for name, since, about in ITEM.findall(read("man/greenlight.1"))}
    yield from both_ways(changes, items, "model/change.def",
                         "RELEASES OF THE CONTROLLER of greenlight(1)")
    for name in changes.keys() & items.keys():
        if changes[name] != items[name]:
            yield "CHANGE_%s: greenlight(1) says %r, change.def %r" % (
                name, items[name], changes[name])


finish(check())
