"""The kept JSON Schema is the one the program prints, and the manual has
every field of it and no other; the same for the fields of a configuration.

In greenlight-release(5) a field is an item of a list, ".It Va hosts"; a list
inside the item has the fields below it. A name may also be a whole path.
"""
import json
import re

from source import both_ways, finish, greenlight, read

SCHEMA = "schemas/release.schema.json"
CONFIG = "src/cli/config.c"
FIELD = re.compile(r'\{ \.name = "(\w+)"')
SECTION = re.compile(r"^\.Sh CONFIGURATION\n(.*?)^\.Sh ", re.M | re.S)


def below(schema, root, path):
    """The paths of all fields under a part of the schema."""
    while "$ref" in schema:
        *_, name = schema["$ref"].split("/")
        schema = {**root["$defs"][name],
                  **{k: v for k, v in schema.items() if k != "$ref"}}
    for name, field in schema.get("properties", {}).items():
        inner = "%s.%s" % (path, name) if path else name
        yield inner
        yield from below(field, root, inner)
    if isinstance(schema.get("items"), dict):
        yield from below(schema["items"], root, path)
    for word in ("oneOf", "anyOf", "allOf"):
        for part in schema.get(word, []):
            yield from below(part, root, path)


def told(manual, roots):
    """The paths of all fields in the manual."""
    outer, here = [[""]], [""]
    for line in manual.splitlines():
        macro, *words = line.split() or [""]
        if macro == ".Bl":
            outer.append(here)
        elif macro == ".El":
            here = outer.pop()
        elif macro == ".It" and words[:1] == ["Va"]:
            names = [word.replace("[]", "") for word in words[1:]
                     if word not in (",", "Va")]
            here = [name if name.split(".")[0] in roots or not base
                    else "%s.%s" % (base, name)
                    for base in outer[-1] for name in names]
            yield from here


def check():
    text = greenlight("schema")
    if text != read(SCHEMA):
        yield "greenlight schema does not print " + SCHEMA
    schema = json.loads(text)
    yield from both_ways(
        below(schema, schema, ""),
        told(read("man/greenlight-release.5"), schema["properties"]),
        SCHEMA, "greenlight-release(5)")
    section = SECTION.search(read("man/greenlight.1"))
    yield from both_ways(
        FIELD.findall(read(CONFIG)),
        [path.rpartition(".")[2] for path in told(section.group(1), ())],
        CONFIG, "greenlight(1), CONFIGURATION")


finish(check())
