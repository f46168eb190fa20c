#!/usr/bin/env python3
"""Gives nginx the texts of tests/tables/leaks.txt in their places: it comes
upon the directive "leak", which it does not know, exactly where the table
says that the text goes on with it."""
import os
import shutil
import subprocess
import sys
import tempfile

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                     "../tables/leaks.txt")
FRAME = """daemon off; pid %(dir)s/pid; error_log stderr;
events {}
http {
    access_log off;
    server {
        listen unix:%(dir)s/socket;
        set $y 1;
%(line)s
    }
}
"""
SEATS = {
    "word": "index %s;",
    "middle": "location / { return 302 http://h%s; }",
    "double": 'index "%s";',
    "single": "location / { set $x '%s'; }",
    "block": "location %s { return 204; }",
    "double_block": 'location ~* "^%s" { return 204; }',
    "comment": "# %s\n",
}


def leaks(nginx, folder, seat, text):
    """Whether nginx reads the directive."""
    path = os.path.join(folder, "nginx.conf")
    with open(path, "w", encoding="utf-8") as file:
        line = SEATS[seat] % text.replace("~", "\n")
        file.write(FRAME % {"dir": folder, "line": line})
    done = subprocess.run([nginx, "-t", "-q", "-p", folder, "-c", path],
                          capture_output=True, text=True)
    return 'unknown directive "leak"' in done.stderr


def main():
    nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder, \
            open(TABLE, encoding="utf-8") as table:
        for row in table:
            row = row.rstrip("\n")
            if not row or row.startswith("#"):
                continue
            seat, offset, text = row.split(" ", 2)
            if leaks(nginx, folder, seat, text) == (offset != "-"):
                passed += 1
                continue
            failed += 1
            print("FAIL leaks: %s: nginx %s" % (
                row, "does not read it" if offset != "-" else "reads it"))
    print("leaks: %d passed, %d failed" % (passed, failed))
    sys.exit(failed != 0)


main()
