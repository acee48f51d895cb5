#!/usr/bin/env python3
"""Renders template/files/ with the inputs of a workflow. Needs nothing but Python.

The inputs come as JSON in the variable INPUTS, so that none of them passes through a shell.
template/values.json says what each may be; __name__ in a file or its path is replaced by the value.
"""

import argparse
import json
import os
import pathlib
import re
import sys

# Some readers of YAML take these for something else than text.
SPECIAL = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
HOLE = re.compile(r"__([a-z][a-z0-9]*(?:_[a-z0-9]+)*)__")


def values(asked, given):
    """Every value that the files may name, or a list of what is wrong with the inputs."""
    found, wrong = {}, []
    for name, rule in asked.items():
        value = str(given.get(name) if given.get(name) is not None else "").strip() or rule.get("default", "")
        if "options" in rule:
            if value in rule["options"]:
                found.update(rule["options"][value])
            else:
                wrong.append(f"{name} is none of {', '.join(rule['options'])}")
        elif not re.fullmatch(rule["pattern"], value):
            wrong.append(f"{name} is not {rule['says']}")
        elif value.lower() in SPECIAL:
            wrong.append(f"{name} is {value}, which YAML does not take for text")
        found[name] = value
    return found, wrong


def render(text, found, where, wrong):
    def value(hole):
        if hole.group(1) not in found:
            wrong.append(f"{where}: nothing is known of {hole.group(1)}")
            return ""
        return found[hole.group(1)]

    return HOLE.sub(value, text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--template", default="template", type=pathlib.Path)
    parser.add_argument("--out", default="out", type=pathlib.Path)
    options = parser.parse_args()
    asked = json.loads((options.template / "values.json").read_text(encoding="utf-8"))
    found, wrong = values(asked, json.loads(os.environ.get("INPUTS", "{}")))
    files = options.template / "files"
    made = {}
    if not wrong:
        for path in sorted(path for path in files.rglob("*") if path.is_file()):
            name = str(path.relative_to(files).as_posix())
            made[render(name, found, name, wrong)] = render(path.read_text(encoding="utf-8"), found, name, wrong)
    if wrong:
        sys.exit("\n".join(f"::error::{line}" for line in wrong))
    for name, text in made.items():
        target = options.out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(target)


if __name__ == "__main__":
    main()
