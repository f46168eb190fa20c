"""Nothing that is kept names a folder of somebody's machine."""
import os
import re

from source import finish, tracked

MACHINE = re.compile(
    rb"(?<![\w./-])/(?:home|root|Users)/\w|" + re.escape(os.getcwd()).encode())


def check():
    for path in tracked():
        with open(path, "rb") as file:
            for number, line in enumerate(file, 1):
                if MACHINE.search(line):
                    yield "%s:%d: names a path of a machine" % (path, number)


finish(check())
