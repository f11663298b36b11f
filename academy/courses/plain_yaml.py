"""YAML of the few shapes that a pack needs. The home of PyYAML."""

import re
from typing import Any

import yaml

Error = yaml.YAMLError
# Names, tags, or more than one thing opened inside another.
_SUSPICIOUS = re.compile(r"[&*!?]|[\[{]\s*[\[{]|^(?: {8}|\t)", re.MULTILINE)
LARGEST = 32 * 2**10
DEEPEST = 5
# Three times as fast as the pure Python one, but not in every build of PyYAML.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _ShapeError(yaml.YAMLError):
    """YAML of a shape that no pack needs."""

    def __init__(self, problem: str, mark: object = None) -> None:
        super().__init__(problem)
        self.problem, self.problem_mark = problem, mark


def load(text: str) -> Any:  # noqa: ANN401 - whatever stands there
    """What a text says. Raises Error, and what Python has against a day or a number in it."""
    _check_shape(text)
    return yaml.load(text, Loader=LOADER)  # noqa: S506 - it is a safe loader


def _check_shape(text: str) -> None:
    """Refuse what the facts of a pack never need, before anything is built from it.

    A few lines of YAML can name each other until they mean millions. Raises Error.
    """
    if len(text) > LARGEST:
        raise _ShapeError("it is too long")
    if not _SUSPICIOUS.search(text):
        return  # nearly always: a second look at every page would show at the start
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _ShapeError("it has names", event.start_mark)
        if getattr(event, "tag", None):
            raise _ShapeError("it has tags", event.start_mark)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _ShapeError("it is too deep", event.start_mark)
