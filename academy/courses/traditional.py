"""Chinese in Traditional characters, made from what is written in Simplified ones.

No pack needs files for it: a course, the words of a worksheet, a glossary is made over when the
first reader asks for it, and kept beside the one it was made from. What it says of itself stays as
it was: which original it was translated from, that nobody has read it. Ids and names of files have
no Chinese in them and stay, too, as does what is in another language.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from academy.courses.languages import SIMPLIFIED, TRADITIONAL
from academy.text import han

if TYPE_CHECKING:
    from academy.courses.model import Course
    from academy.courses.terms import Glossary

_T = TypeVar("_T")

_KEPT: Final = frozenset({"versions", "lineage", "adapted_from", "languages", "original"})
"""What a text holds that is no text: its other languages, and what people are called."""


def made(thing: _T) -> _T:
    """A text in Simplified characters with all it holds, in Traditional ones.

    What is in another language comes back as it is.
    """
    return cast("_T", _Maker().made(thing))


def told(table: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """What a table of words has for a language, else for English."""
    if language == TRADITIONAL and language not in table:
        return made(table[SIMPLIFIED])
    return table.get(language) or table["en"]


def course(versions: Mapping[str, "Course"]) -> "Course | None":
    """A course in Traditional characters; lessons that somebody wrote in them stay as they are."""
    own, other = versions.get(TRADITIONAL), versions.get(SIMPLIFIED)
    if own is None or other is None:
        return own or (made(other) if other else None)
    over = made(other)
    lessons = [(not one.is_in(TRADITIONAL) and over.lesson(one.slug)) or one for one in own.lessons]
    titles = [
        (one.language != TRADITIONAL and over.activity(one.id)) or one for one in own.activities
    ]
    return replace(own, lessons=tuple(lessons), activities=tuple(titles))


def glossary(known: Mapping[str, "Glossary"]) -> "Glossary | None":
    """The words of the courses in Traditional characters; what somebody wrote in them counts."""
    own, other = known.get(TRADITIONAL), known.get(SIMPLIFIED)
    if own is None or other is None:
        return own or (made(other) if other else None)
    over = made(other)
    terms = {one.id: one for one in (*over.terms, *own.terms)}
    return replace(over, title=own.title or over.title, terms=tuple(terms.values()))


class _Maker:
    """One making-over. What is held in many places, such as pictures, is made over once."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[Any, Any]] = {}

    def made(self, thing: Any) -> Any:  # noqa: ANN401 - whatever a text is made of
        if isinstance(thing, str):
            return TRADITIONAL if thing == SIMPLIFIED else type(thing)(han.traditional(thing))
        if id(thing) not in self._seen:
            self._seen[id(thing)] = thing, self._anew(thing)  # held, so that its id stays its own
        return self._seen[id(thing)][1]

    def _anew(self, thing: Any) -> Any:  # noqa: ANN401 - the same
        if isinstance(thing, tuple):
            ones = tuple(map(self.made, thing))
            return thing if all(a is b for a, b in zip(ones, thing, strict=True)) else ones
        if isinstance(thing, Mapping):
            return MappingProxyType({key: self.made(one) for key, one in thing.items()})
        if not is_dataclass(thing) or isinstance(thing, type):
            return thing
        if getattr(thing, "language", SIMPLIFIED) != SIMPLIFIED:
            return thing
        held = {one.name: getattr(thing, one.name) for one in fields(thing) if one.init}
        said = {name: self.made(one) for name, one in held.items() if name not in _KEPT}
        if "converted" in held:
            said["converted"] = True
        changed = {name: one for name, one in said.items() if one is not held[name]}
        return replace(thing, **changed) if changed else thing
