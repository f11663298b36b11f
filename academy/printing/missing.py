"""What would come out as boxes, found before anything is printed: whose it is and in which script.

Asked before a code is issued, a PIN replaced or a sheet laid out. And the scripts of the networks'
countries, to say of each whether this laptop can print it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from academy.printing import glyphs
from academy.printing.ruler import Ruler
from academy.printing.samples import SAMPLES, SIGNS, Sample

Kind = Literal["name", "alias", "team", "title", "issuer", "course"]


@dataclass(frozen=True)
class Text:
    """A text that is going to be printed.

    `person` and `whose`, an alias, are "" for what is everybody's.
    """

    kind: Kind
    text: str
    language: str
    person: str = ""
    whose: str = ""


@dataclass(frozen=True)
class Missing:
    """Characters of one script, in one text, that would be boxes."""

    text: Text
    script: str
    characters: str


def find(texts: Iterable[Text], by: Ruler) -> list[Missing]:
    """What can't be printed of these texts, in their order; what is said twice is told once."""
    found: list[Missing] = []
    for text in dict.fromkeys(texts):
        boxes = by.missing(text.text, text.language)
        by_script: dict[str, list[str]] = {}
        for one in dict.fromkeys(text.text):
            if one in boxes:
                by_script.setdefault(_script(one, text.text), []).append(one)
        found += [Missing(text, script, "".join(ones)) for script, ones in by_script.items()]
    return found


def _script(character: str, text: str) -> str:
    """The script of a character; a mark that several scripts share is of its text's."""
    own = glyphs.script(character)
    if own or not glyphs.is_a_mark(character):
        return own or SIGNS
    return next((script for one in text if (script := glyphs.script(one))), SIGNS)


# What to install


def debian_packages(found: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The Debian packages that draw these (script, characters), each once.

    The Noto fonts of Chinese, Japanese and Korean lack the rarest characters of names.
    """
    wanted = []
    for script, characters in found:
        if script in {"Hani", "Hira", "Kana", "Bopo", "Hang"}:
            wanted.append("fonts-noto-cjk")
            if any(ord(one) > _BEYOND for one in characters):
                wanted.append("fonts-hanazono")
        elif script == SIGNS:
            wanted += ["fonts-noto-color-emoji", "fonts-symbola"]
        else:
            wanted.append("fonts-noto-core")
    return tuple(dict.fromkeys(wanted))


_BEYOND: Final = 0xFFFF


# What can be printed


@dataclass(frozen=True)
class Can:
    """Whether a script can be printed here: "yes", "partly" or "no"; and what would help."""

    sample: Sample
    answer: Literal["yes", "partly", "no"]
    packages: tuple[str, ...]


def what_can_be_printed(by: Ruler) -> list[Can]:
    """Each script of the networks' countries, and whether this laptop can print it."""
    told = []
    for sample in SAMPLES:
        asked = set(sample.word + sample.letters)
        boxes = by.missing("".join(sorted(asked)), "en")
        every = {one for one in asked if glyphs.needs_a_glyph(one)} == boxes
        answer: Literal["yes", "partly", "no"] = "no" if every else "partly" if boxes else "yes"
        packages = debian_packages([(sample.script, "".join(boxes))]) if boxes else ()
        told.append(Can(sample, answer, packages))
    return told
