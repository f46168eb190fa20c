"""Commands and options are those of `greenlight help`, in the manual too."""
import re

from source import both_ways, finish, greenlight, read

OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]*|-[A-Za-z])(?![\w-])")
# As in ".It Fl p , Fl Fl phase Ar phase".
FLAG = re.compile(r"\bFl (?:Fl ([a-z-]+)|(\w)\b)")


def section(text, macro, name):
    """The part of a manual under ".Sh name" or ".Ss name"."""
    stop = r"\.S[hs] " if macro == "Ss" else r"\.Sh "
    found = re.search(r"^\.%s %s\n(.*?)(?=^%s|\Z)" % (macro, name, stop), text,
                      re.M | re.S)
    return found[1] if found else ""


def flags(text):
    return {"--" + long if long else "-" + short
            for long, short in FLAG.findall(text)}


def synopsis(manual):
    """The options of each command in the synopsis."""
    parts = section(manual, "Sh", "SYNOPSIS").split(".Nm greenlight\n")[1:]
    return {part.split()[1]: flags(part) for part in parts}


def check():
    manual = read("man/greenlight.1")
    commands = re.findall(r"^ {2,}([a-z][a-z-]*)\b", greenlight("help"), re.M)
    usage = synopsis(manual)
    if not commands:
        yield "greenlight help shows no command"
    yield from both_ways(commands, usage, "greenlight help",
                         "the synopsis of greenlight(1)")
    sections = re.findall(r"^\.Ss ([a-z-]+)$",
                          section(manual, "Sh", "DESCRIPTION"), re.M)
    yield from both_ways(commands, sections, "greenlight help",
                         "the sections of greenlight(1)")
    for command in commands:
        told = section(manual, "Ss", command)
        items = "\n".join(re.findall(r"^\.It (.*)$", told, re.M))
        there = set(OPTION.findall(greenlight("help", command)))
        where = "greenlight help " + command
        yield from both_ways(there, flags(items), where,
                             "the items of greenlight(1)")
        for option in sorted(usage.get(command, set()) - there):
            yield "%s: in the synopsis, not in %s" % (option, where)


finish(check())
