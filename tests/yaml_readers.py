#!/usr/bin/env python3
"""Reads what render writes as others do: yaml_readers.py PROGRAM

Every phase of every sample must give a YAML 1.1 reader (PyYAML), a YAML 1.2
reader (ruamel.yaml) and a JSON reader (of --format json) the same values.
"""
import glob
import json
import os
import subprocess
import sys

try:
    import ruamel.yaml
    import yaml
except ImportError:
    # The distribution's packages belong to the distribution's interpreter.
    if os.path.realpath(sys.executable) == os.path.realpath("/usr/bin/python3"):
        raise
    os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv)


class OldReader(yaml.SafeLoader):
    """YAML 1.1, but a key that is there twice is an error."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, "duplicate key %r" % key, node.start_mark)
        return super().construct_mapping(node, deep)


def new_reader():
    reader = ruamel.yaml.YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    reader.allow_duplicate_keys = False
    return reader


def plain(value):
    """The value as JSON text with its types; nothing JSON does not have."""
    return json.dumps(value, sort_keys=True, allow_nan=False)


def documents(text):
    """The values of a JSON text: one, or several with "---" between them."""
    decoder = json.JSONDecoder()
    text = text.lstrip()
    while text:
        value, end = decoder.raw_decode(text)
        yield value
        text = text[end:].lstrip().removeprefix("---\n")


def objects(values):
    """All objects, those in a List as well."""
    for value in values:
        if isinstance(value, list):
            yield from objects(value)
        elif value.get("kind") == "List":
            yield from objects(value["items"])
        else:
            yield value


def render(program, *words):
    return subprocess.run([program, "render", *words], check=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          encoding="utf-8").stdout


def check(program, phase, sample):
    text = render(program, "-p", phase, sample)
    old = plain(list(yaml.load_all(text, OldReader)))
    new = plain(list(new_reader().load_all(text)))
    if old != new:
        raise ValueError("a YAML 1.1 reader has\n%s\na 1.2 reader has\n%s"
                         % (old, new))
    text = render(program, "-p", phase, "--format", "json", sample)
    other = plain(list(objects(documents(text))))
    if old != other:
        raise ValueError("as YAML it is\n%s\nas JSON it is\n%s" % (old, other))


def main():
    os.chdir(os.path.dirname(os.path.abspath(__file__)) + "/..")
    passed = failed = 0
    for sample in sorted(glob.glob("samples/*/release.yaml")):
        for phase in ("blue-live", "green-preview", "cutover", "rollback"):
            try:
                check(sys.argv[1], phase, sample)
                passed += 1
            except (ValueError, TypeError, subprocess.CalledProcessError,
                    yaml.YAMLError, ruamel.yaml.error.YAMLError) as trouble:
                failed += 1
                print("FAIL %s %s: %s" % (sample, phase, trouble))
    print("yaml: %d passed, %d failed" % (passed, failed))
    sys.exit(failed > 0 or not passed)


main()
