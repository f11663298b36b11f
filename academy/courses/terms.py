"""Words in a text: where a term first stands, and where a word stands that is better not used.

A word may be written with an ending left open (`проститут*`): any letters may follow. Capitals,
kinds of apostrophe and of hyphen, and where a line was broken make no difference. Where a script
puts no spaces between words, a word is found wherever its characters stand. In Arabic “the”, “and”,
“for”, “with” and “as” are written onto the word that follows: a word is found behind them too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape, unescape
from typing import Final

from academy.courses.markdown import plain

STANDS_IN: Final = "en"
"""The language whose words the others are measured against, and which is read for a missing one."""

QUOTES: Final = "quotes"
"""What stands above a text for the words that it has to quote."""

_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
_FIRST = re.compile("[\u2e80-\u9fff\uf900-\ufaff]|[^\\W\u2e80-\u9fff\uf900-\ufaff]+")
"""A word, or one sign of a script without spaces."""
_ARABIC = re.compile("[\u0621-\u064a]")
_WRITTEN_ON = "[وف]?(?:[بك]?ال|لل|[بكل])?"
"""What Arabic writes onto the beginning of a word; the words behind the first take only “the”."""
_ON = re.compile(_WRITTEN_ON)
_THE = "(?:ال)?"
_APOSTROPHES = "['’ʼ]"
_HYPHENS = "[-‐‑]"
_MARKS = re.compile(r"[*_]|(?<=\])\([^()\s]*\)|\{#[^}\s]*\}")
"""What Markdown has inside and around words: emphasis, where a link leads, a heading's id."""

_TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9]*)(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_UNTOUCHED = frozenset({"a", "code", "pre", "svg", "h2", "h3", "h4", "h5", "h6", "details"})
"""A link can't stand in a link; headings, drawings and code stay as they are. What is closed may
never be opened, so a term isn't explained there."""


@dataclass(frozen=True)
class Term:
    """One word of the glossary in one language."""

    id: str
    """The same in every language, such as `budget-line`."""
    title: str
    language: str
    also: tuple[str, ...]
    """Other forms that are as good: plural, inflected, a second word."""
    avoid: tuple[str, ...]
    """What to say the term instead of."""
    unless: tuple[str, ...]
    """Wordings in which neither the term nor a word to avoid is meant (“full board”)."""
    marked: bool
    """Whether lessons lead to it; an everyday word would be pointed at for nothing."""
    source: str
    """What it means, in Markdown; empty where nobody has written it in this language yet."""
    line: int

    @cached_property
    def text(self) -> str:
        """What it means, as plain text."""
        return plain(self.source)

    @property
    def forms(self) -> tuple[str, ...]:
        """Everything the term is rightly called."""
        return (self.title, *self.also)


@dataclass(frozen=True)
class Avoided:
    """A word in a text that is better not used."""

    line: int
    """Counted from 0, from the beginning of the text."""
    word: str
    """As it stands there."""
    term: Term
    """What to say instead."""

    def __str__(self) -> str:
        """`say “sex worker”, not “prostitute”`."""
        return f"say “{self.term.title}”, not “{self.word}”"


@dataclass(frozen=True)
class Glossary:
    """The terms of all courses in one language, in the order of the file."""

    language: str
    title: str
    lead: str
    terms: tuple[Term, ...]
    file: str

    def term(self, id: str) -> Term | None:
        """Return the term with this id, or None."""
        return self._by_id.get(id)

    @cached_property
    def _by_id(self) -> dict[str, Term]:
        return {term.id: term for term in self.terms}

    @cached_property
    def _spared(self) -> re.Pattern[str] | None:
        return _any_of([phrase for term in self.terms for phrase in term.unless])

    @cached_property
    def _avoided(self) -> list[tuple[Term, list[str], re.Pattern[str]]]:
        """Terms with words better not used: a piece of each word as it would stand there, by which
        most texts are soon done with, and the pattern that decides.
        """
        found = ((term, [*map(_piece, term.avoid)], _any_of(term.avoid)) for term in self.terms)
        return [(term, pieces, pattern) for term, pieces, pattern in found if pattern is not None]

    @cached_property
    def _shown(self) -> dict[str, list[tuple[str, Term | None]]]:
        """All forms of marked terms by their first word, the longest first; None is to be left."""
        forms: list[tuple[str, Term | None]]
        forms = [(form, term) for term in self.terms if term.marked for form in term.forms]
        forms += [(phrase, None) for term in self.terms for phrase in term.unless]
        found: dict[str, list[tuple[str, Term | None]]] = {}
        for form, term in sorted(forms, key=lambda one: -len(one[0])):
            first = _FIRST.search(form)
            if first is not None:
                found.setdefault(first[0].casefold(), []).append((form, term))
        return found

    def avoided(self, text: str, quotes: Iterable[str] = ()) -> Iterator[Avoided]:
        """Yield the words in `text` that are better not used; `quotes` may stand there."""
        text = _MARKS.sub("", text)
        for pattern in (self._spared, _any_of(list(quotes))):
            text = pattern.sub(_emptied, text) if pattern is not None else text
        folded = text.casefold()
        found = [
            Avoided(text.count("\n", 0, match.start()), " ".join(match[0].split()), term)
            for term, pieces, pattern in self._avoided
            if any(piece in folded for piece in pieces)
            for match in pattern.finditer(text)
        ]
        yield from sorted(found, key=lambda one: (one.line, one.word))

    def marked(self, html: str, seen: set[str], address: str) -> str:
        """Lead from where each term first stands in `html` to its place at `address`.

        `seen` holds the ids that were met before, and more afterwards.
        """
        pieces, at, closed = [], 0, 0
        for tag in _TAG.finditer(html):
            words = html[at : tag.start()]
            pieces.append(words if closed else self._led(words, seen, address))
            pieces.append(tag[0])
            at = tag.end()
            if tag[2].lower() in _UNTOUCHED and not tag[0].endswith("/>"):
                closed += -1 if tag[1] else 1
        return "".join([*pieces, html[at:]])

    def _led(self, words: str, seen: set[str], address: str) -> str:
        said, pieces, at = unescape(words), [], 0
        for match, term in self._found(said):
            if term is not None and term.id not in seen:
                seen.add(term.id)
                before, shown = said[at : match.start()], escape(match[0], quote=False)
                pieces.append(escape(before, quote=False))
                pieces.append(f'<a class="term" href="{address}#{term.id}">{shown}</a>')
                at = match.end()
        return "".join([*pieces, escape(said[at:], quote=False)]) if pieces else words

    def _found(self, said: str) -> Iterator[tuple[re.Match[str], Term | None]]:
        """Yield the terms in a text. Words are looked up: to try every form is slow."""
        end = 0
        for word in _FIRST.finditer(said):
            for form, term in self._beginning(word[0]) if word.start() >= end else ():
                match = _pattern(form).match(said, word.start())
                if match is not None:
                    end = match.end()
                    yield match, term
                    break

    def _beginning(self, word: str) -> Iterator[tuple[str, Term | None]]:
        """Yield the forms that may begin with this word."""
        for bare in _bare(word.casefold()):
            yield from self._shown.get(bare, ())


def _bare(word: str) -> list[str]:
    """Return the word, and in Arabic what is left of it behind all that may be written onto it."""
    on = _ON.match(word) if _ARABIC.match(word) else None
    return [word[at:] for at in range(on.end() + 1)] if on else [word]


@lru_cache(maxsize=2_000)
def _pattern(form: str) -> re.Pattern[str]:
    """Made when it is first needed: a lesson needs a tenth of them."""
    return re.compile(written(form), re.IGNORECASE)


def written(word: str) -> str:
    """Return the pattern of a word or wording as people may write it."""
    open_end = word.endswith("*")
    source = re.escape(word.removesuffix("*"))
    source = re.sub(r"(?:\\?\s)+", r"\\s+", source)
    source = re.sub("['’ʼ]", lambda _: _APOSTROPHES, source)
    source = re.sub(r"\\-|[‐‑]", lambda _: _HYPHENS, source)
    if _HAN.search(word):
        return source
    if _ARABIC.match(word):
        source = _WRITTEN_ON + source.replace(r"\s+", rf"\s+{_THE}")
    return rf"(?<!\w){source}" + (r"\w*" if open_end else r"(?!\w)")


def _any_of(words: Sequence[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(written, longest_first)), re.IGNORECASE)


def _piece(word: str) -> str:
    """The longest run of letters in a word or wording: however it is written, that stands there."""
    return max((one[0] for one in _FIRST.finditer(word)), key=len, default="").casefold()


def _emptied(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n") or " "
