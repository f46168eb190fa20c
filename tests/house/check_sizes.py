"""Functions up to 80 lines, with their type on a line of its own; files of
src/ up to 600 lines, lines up to 80 columns."""
import re

from source import bare, finish, read, sources

FUNCTION = re.compile(r"^(\w+)\([^;{}]*\)\n\{\n.*?^\}$", re.M | re.S)

TYPED = re.compile(r"^\w[^\n;={}()]*[ *](\w+)\([^;{}]*\)\n?\s*\{", re.M)


def check():
    for path in sources(".c", ".h", ".def", ".sh"):
        text = read(path)
        lines = text.split("\n")
        if len(lines) - 1 > 600:
            yield "%s: %d lines" % (path, len(lines) - 1)
        if not text.endswith("\n") or text.endswith("\n\n"):
            yield "%s: does not end in one line end" % path
        for number, line in enumerate(lines, 1):
            if len(line.expandtabs(8)) > 80:
                yield "%s:%d: over 80 columns" % (path, number)
            if line != line.rstrip():
                yield "%s:%d: blanks at the end" % (path, number)
        for match in FUNCTION.finditer(bare(text)):
            length = match.group().count("\n") + 1
            if length > 80:
                yield "%s: %s() has %d lines" % (path, match[1], length)
        for match in TYPED.finditer(bare(text)):
            yield "%s: %s() has its type on the same line" % (path, match[1])


finish(check())
