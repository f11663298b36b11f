"""Notes for translators: what a sentence can't say of itself.

    # translations/notes.toml
    [values]
    alias = "what a person is called here"

    [sentences]
    "Print" = "A verb, on a button."

A word alone may be a verb or a noun, a button or a heading, and a value in braces may be anything:
so whatever is one word has a note, and each value. Two meanings of one word are two sentences, by
their contexts (`pgettext`), and the context says which is meant.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

FILE: Final = "notes.toml"
_PLACE: Final = f"translations/{FILE}"
_VALUE: Final = re.compile(r"%\((\w+)\)[a-z]")
_NO_WORD: Final = re.compile(rf"{_VALUE.pattern}|<[^>]*>")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Notes:
    """The notes of a file; none where it isn't there, and then none is missed."""

    values: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)
    wanted: bool = False

    def of(self, english: str, context: str | None) -> list[str]:
        """What a translator is told of a sentence, a line each."""
        own = [] if context else [self.sentences.get(english, "")]
        values = (name for name in dict.fromkeys(_VALUE.findall(english)) if name in self.values)
        return [*filter(None, own), *(f"%({name})s: {self.values[name]}" for name in values)]

    def faults(self, said: Iterable[tuple[str, str | None, Sequence[str]]]) -> Iterator[str]:
        """What has no note and needs one, and what no sentence asks for: of English, context and
        comments of every sentence.
        """
        if not self.wanted:
            return
        names, known = set[str](), set[str]()
        for english, context, comments in said:
            names.update(_VALUE.findall(english))
            known.update([english] if context is None else [])
            own = [one for one in comments if not one.startswith("%(")]
            if is_short(english) and not context and not own:
                yield f"{_PLACE}: says nothing of {english!r}"
        yield from (
            f"{_PLACE}: says nothing of %({one})s" for one in sorted(names - {*self.values})
        )
        gone = {f"%({one})s" for one in {*self.values} - names} | ({*self.sentences} - known)
        yield from (f"{_PLACE}: nobody says this any more: {one!r}" for one in sorted(gone))


NONE: Final = Notes()


def is_short(english: str) -> bool:
    """Whether a sentence is one word, or none, beside its values and tags."""
    return len(_WORD.findall(_NO_WORD.sub(" ", english))) <= 1


def read(translations: Path) -> Notes:
    """The notes beside the catalogues. Raises ValueError for a file that is no TOML."""
    try:
        found = tomllib.loads((translations / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return NONE
    return Notes(found.get("values", {}), found.get("sentences", {}), wanted=True)
