"""The walk through a strategy of one's own in greenlight-template(5) works.

In that section a display after a file name in .Pa is that file, a line .Dl $
is a command, and a display right after a command is what it prints.
"""
import os
import re
import subprocess
import tempfile

from source import finish, read

ESCAPES = {r"\(dq": '"', r"\e": "\\", r"\-": "-", r"\&": ""}


def plain(text):
    return re.sub(r"\\\(dq|\\[e&-]", lambda m: ESCAPES[m.group()], text)


def steps(section):
    """("file", name, text) and ("run", command, text or None)."""
    lines = iter(section.splitlines())
    last = None
    for line in lines:
        if line.startswith((".Pa ", ".Dl $ ")):
            if last and last[0] == "run":
                yield *last, None
            last = (("file", line.split()[1]) if line.startswith(".Pa ")
                    else ("run", plain(line[6:])))
        elif line.startswith(".Bd "):
            text = "".join(plain(body) + "\n" for body in
                           iter(lambda: next(lines), ".Ed"))
            yield *last, text
            last = None
    if last and last[0] == "run":
        yield *last, None


def run(command, folder):
    path = folder + os.pathsep + os.environ["PATH"]
    script = "cd %s && %s && pwd >%s/.cwd" % (
        open(folder + "/.cwd").read().strip(), command, folder)
    done = subprocess.run(["sh", "-c", script], env={"PATH": path},
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, encoding="utf-8")
    return done.returncode, done.stdout


def check():
    manual = read("man/greenlight-template.5")
    section = re.search(r"^\.Ss A strategy of your own\n(.*?)^\.S[hs] ",
                        manual, re.M | re.S)
    done = set()
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.environ["GREENLIGHT"], folder + "/greenlight")
        with open(folder + "/.cwd", "w") as cwd:
            cwd.write(folder)
        for kind, what, text in steps(section[1] if section else ""):
            done.add(kind)
            if kind == "file":
                path = os.path.join(folder, what)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
                continue
            status, out = run(what, folder)
            if status != 0 or out != (text or ""):
                yield "$ %s\nthe manual has:\n%sit prints (status %d):\n%s" % (
                    what, text or "", status, out)
    if done != {"file", "run"}:
        yield "greenlight-template(5) has no walk through a strategy"


finish(check())
