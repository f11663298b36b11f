"""The languages that pages can be read in, and which of them a visitor reads.

Eight come with the program, Chinese in both its ways to write it: who reads Traditional characters
reads the Simplified sentences in them (`CONVERTED`). A network may have begun others
(`own_sentences`): these are spoken as far as they go, and what is nearest beyond. A course may be
in any language at all: then it is read in that, and its pages speak what is nearest.
"""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

SOURCE = "en"
NAMES = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ru": "Русский",
    "zh_Hans": "简体中文",
    "zh_Hant": "繁體中文",
    "ar": "العربية",
    "pt": "Português",
    "sw": "Kiswahili",
}
"""Each language under the name its own readers know it by."""

CONVERTED = {"zh_Hant": "zh_Hans"}
"""Languages that are made from another one's sentences, and have no catalogue to translate."""

LOCALES = tuple(one for one in NAMES if one not in CONVERTED)
"""Those that somebody translates."""

_TRADITIONAL = {"tw", "hk", "mo"}
"""Where Chinese is written in Traditional characters, if the tag doesn't say how."""

_ANY, _HALF = 1e-9, 0.5

BESIDE = ":"
"""Between a language of no pages and the one that is nearest to it, where a choice is kept."""


@dataclass
class Over:
    """What a network lays over what came with the program, in this process."""

    folder: Path | None = None
    """Where its own sentences lie, one file for each language."""
    begun: Mapping[str, float] = field(default_factory=dict)
    """Languages that only these speak, each with how much of it is there, 0 to 1."""


OVER = Over()


def choose(explicit: str | None, cookie: str | None, accept_language: str | None) -> str:
    """Return the locale to answer in: what was just asked for, else kept, else what is read.

    Each argument may be anything a stranger can send. What names no language of ours is passed
    over, and English is the last resort.
    """
    chosen = (_ours(tag or "") for tag in (explicit, cookie))
    read = (_ours(tag, half=True) for tag in _by_preference(accept_language or ""))
    return next(filter(None, (*chosen, *read)), SOURCE)


class Reading(NamedTuple):
    """In which languages somebody reads here; mostly thrice the same."""

    courses: str
    """What courses are read in, where they have it."""
    pages: str
    """What pages speak."""
    nearest: str
    """What stands in, course by course and sentence by sentence: one that we speak wholly."""

    @property
    def kept(self) -> str:
        """As a phone keeps it."""
        same = self.nearest == self.courses
        return self.courses if same else f"{self.courses}{BESIDE}{self.nearest}"


def reading(kept: str | None, accept_language: str | None, taught: Collection[str]) -> Reading:
    """Return in what somebody reads who keeps this choice, else accepts these languages.

    `taught` are the languages of courses, in which pages needn't speak. What is nearest was kept
    with the choice; else it is the kin of the language, or the next that is accepted.
    """
    wanted, _, beside = (kept or "").partition(BESIDE)
    accepted = _by_preference(accept_language or "")
    for at, tag in enumerate((wanted, *accepted)):
        spoken, own = _ours(tag, half=at > 0), _taught(tag, taught)
        if spoken or own:
            whole = map(_whole, (beside, tag, *accepted))
            nearest = next(filter(None, whole), SOURCE)
            if own:
                return Reading(own, spoken if spoken == own else nearest, nearest)
            return Reading(spoken or SOURCE, spoken or SOURCE, _whole(spoken) or nearest)
    return Reading(SOURCE, SOURCE, SOURCE)


def chosen(wanted: str, now: Reading, taught: Collection[str]) -> Reading:
    """Return what somebody reads in who read so until now and chooses a language."""
    return reading(f"{wanted}{BESIDE}{now.nearest}", None, taught)


def _whole(tag: str | None) -> str | None:
    """What we speak wholly of a tag, or None."""
    found = _ours(tag or "")
    return found if found in NAMES else None


def _taught(tag: str, taught: Collection[str]) -> str | None:
    """The language of courses that a tag means, exactly or without its country."""
    name = tag.strip().replace("-", "_").casefold()
    known = {one.casefold(): one for one in taught}
    return known.get(name) or known.get(name.partition("_")[0])


def of_this_computer() -> str:
    """Return the locale in which its account speaks: who sits before it reads it, and likely the
    room too.
    """
    return choose(os.environ.get("LC_ALL"), os.environ.get("LANG"), None)


def _ours(tag: str, *, half: bool = False) -> str | None:
    """Return the locale that readers of `tag` understand; of Chinese, by script or country.

    `half`: not one of which less than half is there; English would fill its pages unasked.
    """
    language, *more = tag.strip().replace("_", "-").lower().split("-")
    if language == "zh":
        usual = "hant" if _TRADITIONAL.intersection(more) and "hans" not in more else "hans"
        return "zh_Hant" if "hant" in (usual, *more) else "zh_Hans"
    done = 1.0 if language in LOCALES else OVER.begun.get(language, 0.0)
    return language if done >= (_HALF if half else _ANY) else None


def _by_preference(accept_language: str) -> list[str]:
    """Return the language tags of the header, most wanted first; refused ones (`q=0`) left out."""
    wanted: list[tuple[float, str]] = []
    for part in accept_language[:500].split(","):
        tag, _, parameter = part.partition(";")
        name, _, value = parameter.strip().partition("=")
        try:
            quality = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            continue
        if quality > 0:
            wanted.append((quality, tag))
    return [tag for _, tag in sorted(wanted, key=lambda item: -item[0])]
