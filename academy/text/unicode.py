"""What Unicode's data (Babel) calls countries and languages, read from its files one by one.

Babel keeps all it knows of a language that it was asked about, half a megabyte each. Whoever goes
through three hundred of them for their names would leave a laptop 140 MB poorer.
"""

import pickle
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal


def names(locale: str, kind: Literal["territories", "languages"]) -> dict[str, str]:
    """The names by code, in one language or what is nearest to it; none where there is no data."""
    found: dict[str, str] = {}
    for one in _family(locale):
        for code, name in _read(one).get(kind, {}).items():
            found.setdefault(code, name)
    return found


def _family(locale: str) -> Iterator[str]:
    """A language, and those that know what it doesn't: Norwegian behind Bokmål."""
    from babel.core import get_global

    while locale not in {"", "root"}:
        yield locale
        locale = get_global("parent_exceptions").get(locale) or locale.rpartition("_")[0]


def _read(locale: str) -> Mapping[str, Mapping[str, str]]:
    from babel import localedata

    path = Path(localedata.resolve_locale_filename(locale))
    if not path.is_file():
        return {}
    found: Mapping[str, Mapping[str, str]] = pickle.loads(path.read_bytes())  # noqa: S301 - a file of Babel's own
    return found
