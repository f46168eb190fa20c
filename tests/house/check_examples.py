"""What README.md and greenlight(1) show is so.

In a ```console block of the README, lines after "$ " are run and must print
what follows them; a line "..." stands for any lines. Elsewhere, commands,
options, targets of make and files of samples/ must exist.
"""
import os
import re
import shutil
import subprocess
import tempfile

from source import finish, greenlight, read

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
OPTION = re.compile(r"(?<![\w-])--?[A-Za-z][a-z-]*")
LEFT_ALONE = ("make", "git", "cd", "sudo")


def steps(block):
    """The commands of a console block, each with what follows it."""
    parts = re.split(r"^\$ ", block, flags=re.M)[1:]
    return [part.partition("\n")[::2] for part in parts]


def expected(text):
    """A pattern for what a command prints."""
    lines = [r"(?:.*\n)*?" if line == "..." else re.escape(line) + "\n"
             for line in text.splitlines()]
    return re.compile("".join(lines) + r"\Z")


def shown(blocks):
    """Runs the console blocks in a copy of what they may touch."""
    program = os.environ["GREENLIGHT"]
    with tempfile.TemporaryDirectory() as folder:
        for name in ("samples", "templates", "schemas"):
            shutil.copytree(name, os.path.join(folder, name))
        os.symlink(program, os.path.join(folder, "greenlight"))
        path = folder + os.pathsep + os.environ["PATH"]
        for command, text in (step for block in blocks
                              for step in steps(block)):
            if command.split()[0] in LEFT_ALONE:
                continue
            done = subprocess.run(
                command, shell=True, cwd=folder, env={"PATH": path},
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, encoding="utf-8")
            if not expected(text).match(done.stdout):
                yield "$ %s\nREADME.md has:\n%sit prints:\n%s" % (
                    command, text, done.stdout)


def calls(line):
    """The words after "greenlight" of each call in a line of shell."""
    for call in re.split(r"[|;]|&&", line.split(" #")[0]):
        words = call.split()
        if words and words[0] in ("greenlight", "./greenlight"):
            yield words[1:]


def exists(line, commands, targets):
    for words in calls(line):
        if not words or words[0] not in commands:
            yield "no such command: " + line
            continue
        known = OPTION.findall(greenlight("help", words[0]))
        for word in words:
            if OPTION.fullmatch(word) and word not in known:
                yield "no such option %s: %s" % (word, line)
    words = line.split(" #")[0].split()
    if words[:1] == ["make"]:
        for word in words[1:]:
            if word not in targets and "=" not in word and word[0] != "-":
                yield "no such target: " + line
    for word in words:
        if word.startswith("samples/") and not os.path.exists(word):
            yield "no such file: " + line


def check():
    readme = read("README.md")
    blocks = BLOCK.findall(readme)
    commands = re.findall(r"^ {2,}([a-z][a-z-]*)\b", greenlight("help"), re.M)
    targets = re.findall(r"^([a-z-]+):", read("Makefile"), re.M)
    lines = [line.lstrip("$ ") for kind, block in blocks
             if kind in ("sh", "bash", "console")
             for line in block.splitlines()
             if kind != "console" or line.startswith("$ ")]
    lines += re.findall(r"`((?:\./)?greenlight [a-z][^`]*|make [a-z][^`]*)`",
                        readme)
    lines += re.findall(r"^\.Dl \$ (.*)$", read("man/greenlight.1"), re.M)
    for line in lines:
        yield from exists(line, commands, targets)
    yield from shown(block for kind, block in blocks if kind == "console")


finish(check())
