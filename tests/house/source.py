"""What the checks share: the files of the project, and C without its text."""
import glob
import os
import re
import shutil
import subprocess
import sys

TOKEN = re.compile(r"""
    /\*.*?\*/ | //[^\n]*            # comments
  | "(?:\\.|[^"\\\n])*"             # strings
  | '(?:\\.|[^'\\\n])+'             # characters
""", re.S | re.X)


def read(path):
    """The text of a file; without it the check fails."""
    if not os.path.exists(path):
        sys.exit(path + " is missing")
    with open(path, encoding="utf-8") as file:
        return file.read()


def sources(*suffixes):
    """The files of src/, those with one of the suffixes."""
    return sorted(path for path in glob.glob("src/**", recursive=True)
                  if os.path.isfile(path) and path.endswith(suffixes))


def tracked():
    """The files of the project, without what is built."""
    names = []
    if shutil.which("git"):
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"], capture_output=True)
        names = os.fsdecode(listed.stdout).split("\0")
    if len(names) < 2:
        names = [path[2:] for path in glob.glob("./**", recursive=True)
                 if not path.startswith("./build/")]
    return sorted(name for name in names if os.path.isfile(name))


def bare(text):
    """C with comments, strings and characters blanked, lines kept."""
    def blank(match):
        kept = re.sub(r"[^\n]", " ", match.group())
        return kept if match.group()[0] == "/" else '"%s"' % kept[1:-1]
    return TOKEN.sub(blank, text)


def greenlight(*words):
    """What the program prints; it must end well."""
    done = subprocess.run([os.environ["GREENLIGHT"], *words],
                          stdin=subprocess.DEVNULL, capture_output=True,
                          encoding="utf-8")
    if done.returncode != 0:
        sys.exit("greenlight %s: status %d\n%s"
                 % (" ".join(words), done.returncode, done.stderr))
    return done.stdout


def both_ways(left, right, left_name, right_name):
    """Sentences on what is in one set and not in the other."""
    for item in sorted(set(left) - set(right)):
        yield "%s: in %s, not in %s" % (item, left_name, right_name)
    for item in sorted(set(right) - set(left)):
        yield "%s: in %s, not in %s" % (item, right_name, left_name)


def finish(problems):
    """Prints what is wrong; the status says whether anything was."""
    problems = list(problems)
    for problem in problems:
        print(problem)
    sys.exit(len(problems) > 0)
