"""Names of a package that are loaded when somebody first asks for them.

What the first page doesn't need isn't read before it: a laptop is opened in front of a full room.
Only for what is heavy; everything else is imported at the top, where one sees it.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def late(package: str, places: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a package: names to the modules in it that they are in.

    `inserts:load` is what that module calls `load`.
    """

    def find(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        place, _, called = places[name].partition(":")
        found = getattr(import_module(f"{package}.{place}"), called or name)
        setattr(sys.modules[package], name, found)
        return found

    return find
