"""A network's own sentences: what pages and papers say in its words, or in its own language.

They lie in a folder that no update of the program touches (`translations` beside the data), one PO
file for each language:

    fr.po    French sentences that are said otherwise than those that came with the program
    sw.po    a language that only this network has begun

A sentence is known by its context and its English. When the program says it in other English one
day, the old one is *older*: nothing asks for it, so it is not said, and the bench shows it until
somebody lets it go. Neither is a guess said (what PO calls fuzzy), nor what `proofreading` finds a
fault in: then what came with the program is said, else English. Nothing faulty is saved either.
"""

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Final, Literal

from academy import folder as folders
from academy.errors import AcademyError
from academy.languages import catalogues, i18n, proofreading, speaking
from academy.languages.catalogues import Listed
from academy.languages.proofreading import Entry, Key
from academy.languages.wording import Plural
from academy.text import han

EVERY: Final = 2.0
"""Seconds between two looks into the folder."""
State = Literal["missing", "guess", "own", "came"]
"""Of a sentence: nobody has said it, somebody guessed, this network says it, as it came."""
_ONE_AT_A_TIME: Final = threading.Lock()


@dataclass(frozen=True)
class Sentence:
    """One sentence on the bench."""

    listed: Listed
    came: tuple[str, ...]
    """What it becomes in the program as it came, every form; nothing if it doesn't speak this."""
    own: tuple[str, ...]
    guess: bool

    @cached_property
    def key(self) -> str:
        """What it goes by on a page: short, of its context and its English."""
        return _hashed(self.listed.context or "", self.listed.english[0])

    @property
    def shown(self) -> tuple[str, ...]:
        """What stands there now, to be changed."""
        return self.own or self.came

    @property
    def was(self) -> str:
        """What stood there when a page was made, to be sent back with it."""
        return _hashed(*self.shown, str(self.guess))

    @property
    def state(self) -> State:
        """How it stands."""
        if self.guess:
            return "guess"
        return "own" if self.own else "came" if self.came else "missing"


@dataclass
class Brought:
    """What came of a file that was brought back."""

    saved: int = 0
    guesses: int = 0
    unknown: int = 0
    """So many that the program doesn't say (any more)."""
    refused: list[tuple[int, str]] = field(default_factory=list)
    """Lines with a mistake: these sentences stay as they are."""


class OwnSentences:
    """A folder of one's own sentences. Used from many threads; saved one at a time."""

    def __init__(
        self, folder: Path, shipped: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.folder, self.shipped = folder, shipped
        self._clock = clock
        self._told: Callable[[], None] | None = None
        self._seen = self._stamps()
        self._speak()

    def on_change(self, told: Callable[[], None]) -> None:
        """Have `told` called when something else is said than before."""
        self._told = told

    def look(self) -> None:
        """Speak anew if the folder looks different; costs nothing within a few seconds."""
        if self._clock() - self._looked >= EVERY:
            self.look_again()

    def look_again(self) -> None:
        """Speak anew after a change that was made here."""
        found, self._looked = self._stamps(), self._clock()
        if found != self._seen:
            self._seen = found
            self._speak()
            if self._told:
                self._told()

    # the bench

    @property
    def said(self) -> list[Listed]:
        """Every sentence that pages and papers say, by where they say it."""
        return _listed(self.shipped)

    def begun(self) -> list[str]:
        """The languages that only this network has begun."""
        return [one for one in self.there() if one not in i18n.NAMES]

    def there(self) -> list[str]:
        """The languages in which this network says anything of its own."""
        return [one for one, *_ in self._seen]

    def sentences(self, locale: str) -> list[Sentence]:
        """All of them in a language. Raises AcademyError: "catalogue_damaged", "not_found"."""
        came = self._came(locale)
        own = {one.key: one for one in self._kept(locale)}
        return [
            Sentence(one, came.get(key, ()), _forms(mine), bool(mine and mine.fuzzy))
            for one in self.said
            for key in [(one.context, one.english[0])]
            for mine in [own.get(key)]
        ]

    def older(self, locale: str) -> list[Entry]:
        """One's own sentences whose English the program no longer says."""
        return [one for one in self._kept(locale) if not self._is_now(one)]

    def faults(self, locale: str, sentence: Sentence, said: Sequence[str]) -> dict[int, str]:
        """What is wrong with the forms of a sentence, by form."""
        entry = Entry(0, sentence.listed.context, list(sentence.listed.english))
        entry.said = dict(enumerate(said))
        entry.lines = {at: at for at in entry.said}
        count = Plural(speaking.plurals(locale))
        return dict(proofreading.judged(entry, sentence.listed.english, count))

    def save(
        self, locale: str, typed: Mapping[str, Sequence[str]], was: Mapping[str, str],
        sure: Iterable[str] = (),
    ) -> int:  # fmt: skip
        """Save what was typed, by sentence: all of it or nothing. How many were changed.

        Empty means as it came. `was` is what stood there when the page was opened; a guess that
        wasn't changed stays one, if it isn't among the `sure`. Raises AcademyError:
        "changed_since", "sentences_wrong" with `faults` by sentence and form, and as `sentences`.
        """
        with _ONE_AT_A_TIME:
            there = {one.key: one for one in self.sentences(locale)}
            changes = {
                one: tuple(map(_plain, forms))
                for one, forms in typed.items()
                if one in there and (tuple(map(_plain, forms)) != there[one].shown or (one in sure))
            }
            if any(was.get(one) != there[one].was for one in changes):
                raise AcademyError("changed_since")
            found = {
                one: told
                for one, forms in changes.items()
                if any(forms) and (told := self.faults(locale, there[one], forms))
            }
            if found:
                raise AcademyError("sentences_wrong", count=len(found), faults=found)
            self._write(locale, {there[one]: (said, False) for one, said in changes.items()})
        return len(changes)

    def forget(self, locale: str, context: str | None, english: str) -> None:
        """Let a sentence go that is older. Raises as `sentences`."""
        with _ONE_AT_A_TIME:
            self._keep(locale, [one for one in self._kept(locale) if self._is_now(one)
                                or one.key != (context, english)])  # fmt: skip

    def begin(self, locale: str) -> None:
        """Begin a language. Raises AcademyError("choice_unknown") for one that can't be written."""
        if locale == i18n.SOURCE or not (locale in i18n.NAMES or _can_be_begun(locale)):
            raise AcademyError("choice_unknown", field="language", value=locale)
        if locale not in i18n.NAMES and locale not in self.begun():
            with _ONE_AT_A_TIME:
                self._keep(locale, [])

    def po(self, locale: str) -> bytes:
        """All of a language as a PO file, for translators' own tools. Raises as `sentences`."""
        return catalogues.po(
            (
                one.listed._replace(said=one.shown, guess=one.guess)
                for one in self.sentences(locale)
            ),
            locale,
        )

    def bring(self, locale: str, content: bytes) -> Brought:
        """Take from a PO file whatever is new and sound in it. Raises as `sentences`."""
        entries = _read(content, locale, "")
        result, changes = Brought(), dict[Sentence, tuple[tuple[str, ...], bool]]()
        with _ONE_AT_A_TIME:
            there = {(s.listed.context, s.listed.english[0]): s for s in self.sentences(locale)}
            for entry in entries:
                one, said = there.get(entry.key), _forms(entry)
                if one is None:
                    result.unknown += 1
                elif any(said) and (said != one.shown or one.guess != entry.fuzzy):
                    self._bring_one(locale, one, entry, result, changes)
            self._write(locale, changes)
        return result

    def _bring_one(
        self, locale: str, one: Sentence, entry: Entry, result: Brought,
        changes: dict[Sentence, tuple[tuple[str, ...], bool]],
    ) -> None:  # fmt: skip
        """A guess never takes the place of what somebody said."""
        said = _forms(entry)
        if entry.fuzzy:
            if one.state in ("missing", "guess"):
                changes[one] = said, True
                result.guesses += 1
            return
        count = Plural(speaking.plurals(locale))
        found = list(proofreading.judged(entry, one.listed.english, count))
        result.refused += found
        if not found:
            changes[one] = said, False
            result.saved += 1

    # the files

    def _stamps(self) -> list[tuple[str, int, int]]:
        try:
            paths = sorted(self.folder.glob("*.po"))
            found = [(path.stem, path.stat()) for path in paths if not path.is_symlink()]
        except OSError:
            return []
        can = [one for one in found if one[0] in i18n.NAMES or _can_be_begun(one[0])]
        return [(name, status.st_mtime_ns, status.st_size) for name, status in can]

    def _speak(self) -> None:
        self._looked = self._clock()
        template = self.shipped / "messages.pot"
        begun = {}
        for locale in self.begun():
            found = speaking.own_entries(self._file(locale), locale, template)
            begun[locale] = len(found) / len(speaking.said_now(template))
        i18n.lay_over(self.folder, begun)

    def _file(self, locale: str) -> Path:
        return self.folder / f"{locale}.po"

    def _came(self, locale: str) -> Mapping[Key, tuple[str, ...]]:
        if locale == i18n.SOURCE or locale not in {*i18n.NAMES, *self.begun()}:
            raise AcademyError("not_found")
        return _came(self.shipped, locale) if locale in i18n.NAMES else {}

    def _kept(self, locale: str) -> list[Entry]:
        place = f"{locale}.po:"
        try:
            return _read(self._file(locale).read_bytes(), locale, place)
        except FileNotFoundError:
            return []
        except OSError as error:
            fault = type(error).__name__
            raise AcademyError("catalogue_damaged", place=f"{place}1", fault=fault) from error

    def _is_now(self, entry: Entry) -> bool:
        said = speaking.said_now(self.shipped / "messages.pot")
        return said.get(entry.key) == tuple(entry.english)

    def _write(self, locale: str, changes: Mapping[Sentence, tuple[tuple[str, ...], bool]]) -> None:
        if not changes:
            return
        keys = {(one.listed.context, one.listed.english[0]) for one in changes}
        kept = [one for one in self._kept(locale) if one.key not in keys]
        for one, (said, guess) in changes.items():
            if any(said) and said != one.came:
                kept.append(Entry(0, one.listed.context, list(one.listed.english),
                                  dict(enumerate(said)), fuzzy=guess))  # fmt: skip
        self._keep(locale, kept)

    def _keep(self, locale: str, kept: Iterable[Entry]) -> None:
        folders.make(self.folder)
        rows = (Listed(one.context, tuple(one.english), (), (), _forms(one), one.fuzzy)
                for one in kept)  # fmt: skip
        folders.write(self._file(locale), catalogues.po(rows, locale))


def place(one: Listed) -> tuple[str, str]:
    """Where a sentence stands, said in two words: the door or the room, and the page."""
    first = min(one.places, default="academy/")
    steps = [step for step in first.split("/") if step not in ("academy", "web", "templates")]
    page = steps[min(2, len(steps) - 1)]
    return steps[0].partition(".")[0] if len(steps) > 1 else "", page.partition(".")[0]


@cache
def _listed(shipped: Path) -> list[Listed]:
    found = catalogues.listed(shipped / "messages.pot")
    return sorted(found, key=lambda one: (place(one), one.english))


@cache
def _came(shipped: Path, locale: str) -> Mapping[Key, tuple[str, ...]]:
    """What came with the program does not change while that runs."""
    source = i18n.CONVERTED.get(locale, locale)
    found = catalogues.listed(shipped / source / "LC_MESSAGES" / "messages.po")
    written = han.traditional if source != locale else str
    return {
        (one.context, one.english[0]): tuple(map(written, one.said))
        for one in found
        if not one.guess
    }


def _can_be_begun(locale: str) -> bool:
    return locale.isascii() and locale.isalpha() and locale.islower() and i18n.knows(locale)


def _forms(entry: Entry | None) -> tuple[str, ...]:
    return tuple(said for _, said in sorted(entry.said.items())) if entry else ()


def _plain(typed: str) -> str:
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _hashed(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]


def _read(content: bytes, locale: str, place: str) -> list[Entry]:
    if len(content) > speaking.LARGEST:
        raise AcademyError("too_large")
    try:
        return proofreading.entries(content, locale, speaking.plurals(locale))
    except proofreading.PoFileError as error:
        line, fault = error.fault
        raise AcademyError("catalogue_damaged", place=f"{place}{line}", fault=fault) from error
