"""The manual names every limit of base/limits.h, with its number."""
import re

from source import bare, both_ways, finish, read

LIMIT = re.compile(r"\b(LIMIT_\w+) = ([0-9 <*+()]+),")
# A comment with the name, then the item that tells the number.
ITEM = re.compile(r'^\.\\" (LIMIT_\w+)\n\.It\n(.*?)(?=^\.\\"|^\.El)',
                  re.M | re.S)


def words(name, number):
    """The number as the manual writes it."""
    if name.endswith("_BYTES") and number % (1 << 20) == 0:
        return "%d MiB" % (number >> 20)
    return "{:,}".format(number)


def check():
    limits = {name: eval(text)
              for name, text in LIMIT.findall(bare(read("src/base/limits.h")))}
    if not limits:
        yield "base/limits.h has no limit"
    items = dict(ITEM.findall(read("man/greenlight.1")))
    yield from both_ways(limits, items, "base/limits.h",
                         "LIMITS of greenlight(1)")
    for name in limits.keys() & items.keys():
        number = words(name, limits[name])
        if not re.search(r"(?<![\d,])%s(?![\d,])" % number, items[name]):
            yield "%s: greenlight(1) does not say %s" % (name, number)


finish(check())
