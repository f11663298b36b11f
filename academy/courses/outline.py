"""The lines on which things stand in YAML that holds more than one thing inside another.

`facts` knows the line of each key at the left edge; this knows it of every key and entry within.
"""

from collections.abc import Iterator

import yaml

from academy.courses import facts, plain_yaml
from academy.courses.facts import Facts
from academy.courses.problems import Report

Path = tuple[str | int, ...]
"""Keys and numbers of entries, from the outside in: `("tables", 0, "columns", 2, "is")`."""


def read(text: str, file: str, report: Report) -> tuple[Facts, dict[Path, int]]:
    """Read YAML as `facts.read` does; return with it the line of everything that is in it."""
    found = facts.read(text, file, report)
    if not found.values:
        return found, {}
    return found, dict(_lines(yaml.compose(text, Loader=plain_yaml.LOADER), ()))


def _lines(node: yaml.Node | None, path: Path) -> Iterator[tuple[Path, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, str(key.value))
            yield inner, key.start_mark.line + 1
            yield from _lines(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield (*path, number), value.start_mark.line + 1
            yield from _lines(value, (*path, number))
