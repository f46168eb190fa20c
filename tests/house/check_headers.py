"""A header says first what it is, and is guarded by its name."""
import os
import re

from source import finish, read, sources


def check():
    for path in sources(".h"):
        text = read(path)
        folder, noun = path[len("src/"):-len(".h")].split("/")
        guard = "%s_%s_H" % (folder.upper(), noun.upper())
        if not re.match(r"/\*\n \* \S", text):
            yield "%s: does not begin with a comment on what it is" % path
        if not re.search(r"\*/\n#ifndef %s\n#define %s\n.*\n#endif\n\Z"
                         % (guard, guard), text, re.S):
            yield "%s: is not guarded by %s" % (path, guard)
    nouns = {}
    for path in sources(".h"):
        noun = os.path.basename(path)
        if noun in nouns:
            yield "%s: %s has that name too" % (path, nouns[noun])
        nouns[noun] = path


finish(check())
