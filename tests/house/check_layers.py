"""Every #include of src/ goes down the layers of layers.txt."""
import os
import re

from source import finish, read, sources

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]*)[">]', re.M)


def table():
    layers, libraries, system = {}, {}, set()
    for line in read("tests/house/layers.txt").splitlines():
        kind, *words = line.split("#")[0].split() or [""]
        if kind == "layer":
            layers[words[0]] = set(words[1:])
        elif kind == "library":
            libraries[words[0]] = words[1]
        elif kind == "system":
            system.update(words)
    return layers, libraries, system


def wrong(folder, quote, name, layers, libraries, system):
    """Why a file of the folder may not include it, or None."""
    if quote == '"':
        below = name.split("/")[0]
        if not os.path.exists("src/" + name):
            return "no such file in src/"
        if below != folder and below not in layers[folder]:
            return "not below " + folder
    elif name in libraries:
        if libraries[name] != folder:
            return "only %s/ uses that library" % libraries[name]
    elif name not in system:
        return "not in layers.txt"
    return None


def order(path, includes):
    """The own header comes first, then the system's, then ours."""
    own = path[len("src/"):-2] + ".h"
    names = [name for _, name in includes]
    if path.endswith(".c") and os.path.exists("src/" + own):
        if names[:1] != [own]:
            yield '%s: "%s" is not included first' % (path, own)
        includes = includes[1:]
    quotes = [quote for quote, _ in includes]
    if quotes != sorted(quotes, reverse=True):
        yield "%s: a <header> is included after a \"header\"" % path


def check():
    layers, libraries, system = table()
    for path in sources(".c", ".h", ".def"):
        folder = path.split("/")[1]
        if folder not in layers:
            yield "%s: %s is not in layers.txt" % (path, folder)
            continue
        text = read(path)
        for match in INCLUDE.finditer(text):
            why = wrong(folder, *match.groups(), layers, libraries, system)
            if why:
                yield "%s:%d: includes %s: %s" % (
                    path, text.count("\n", 0, match.start()) + 1,
                    match.group(2), why)
        if not path.endswith(".def"):
            yield from order(path, INCLUDE.findall(text))


finish(check())
