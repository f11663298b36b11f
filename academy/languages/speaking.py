"""A catalogue as the program speaks from it: read, a network's own sentences laid over it, made
sound and compiled in memory.

Babel's home where it reads `.po` files while the program runs.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser
from babel.support import Translations

from academy.languages import proofreading
from academy.languages.proofreading import Entry, Key
from academy.languages.wording import PLURALS, Plural, wrong
from academy.text import han

_log = logging.getLogger(__name__)

LARGEST: Final = 4 * 2**20
"""Bytes of a file of a network's own sentences. All of ours in one language have 0.3 MB."""


class _Parser(PoFileParser):
    """Babel's, which else prints what it can't read and takes what is left."""

    def _invalid_pofile(self, line: str, lineno: int, msg: str) -> None:
        if line:  # not where a sentence only has too many or too few forms
            raise PoFileError(msg, self.catalog, line, lineno)


def compiled(
    path: Path | None, locale: str, own: Path, template: Path, *, made_from: str = ""
) -> Translations:
    """Read a catalogue, with a network's `own` sentences over it, each where it can be said for
    its English as `template` has it now; what isn't sound is left out, so that English stands in.

    A language that only a network has needs no `path`. One that is `made_from` another says what
    that one says, a network's sentences too, in characters of its own. Raises whatever a damaged
    file leads to; a damaged `own` is logged and left out.
    """
    catalogue = Catalog(locale=locale)
    if path is None:
        catalogue.mime_headers = [("Plural-Forms", plurals(locale))]
    else:
        _Parser(catalogue).parse(BytesIO(path.read_bytes().removeprefix(b"\xef\xbb\xbf")))
        _count_soundly(catalogue, locale, path)
        _leave_out_unsound(catalogue, path)
    if made_from not in ("", locale):
        source = own.with_name(f"{made_from}.po")
        _lay_over(catalogue, own_entries(source, made_from, template))
        _convert(catalogue)
    _lay_over(catalogue, own_entries(own, locale, template))
    written = BytesIO()
    write_mo(written, catalogue)
    written.seek(0)
    return Translations(written)


def _lay_over(catalogue: Catalog, entries: Iterable[Entry]) -> None:
    for entry in entries:
        english = entry.english[0]
        catalogue.delete(english, entry.context)
        catalogue.add(
            tuple(entry.english) if len(entry.english) > 1 else english,
            tuple(said for _, said in sorted(entry.said.items())) if entry.english[1:]
            else entry.said[0],
            context=entry.context,
        )  # fmt: skip


def _convert(catalogue: Catalog) -> None:
    """Say everything in Traditional characters. What is filled in later stays as it is written."""
    for message in catalogue:
        said = message.string or ""
        message.string = (
            han.traditional(said) if isinstance(said, str) else tuple(map(han.traditional, said))
        )


def own_entries(own: Path, locale: str, template: Path) -> list[Entry]:
    """A network's own sentences that can be said now, from its file; none if there is none."""
    try:
        content = own.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        _log.error("%s can't be read (%s): it is left out.", own, type(error).__name__)
        return []
    if len(content) > LARGEST:
        _log.error("%s is too large: it is left out.", own)
        return []
    try:
        found = proofreading.entries(content, locale, plurals(locale))
    except proofreading.PoFileError as error:
        _log.error("%s, line %s: this file is left out.", own, error.fault[0])
        return []
    wanted, count = said_now(template), Plural(plurals(locale))
    return [
        one
        for one in found
        if next(proofreading.judged(one, wanted.get(one.key), count), None) is None
    ]


@cache
def said_now(template: Path) -> Mapping[Key, Sequence[str]]:
    """The English of every sentence that pages and papers say, one form or two. It comes with the
    program and does not change while that runs.
    """
    content = template.read_bytes()
    return {
        one.key: tuple(one.english)
        for one in proofreading.read(content)
        if one.english and one.english[0]
    }


@cache
def plurals(locale: str) -> str:
    """How a language counts, as a catalogue's header says it; Babel's word where we have none."""
    return PLURALS.get(locale) or str(Catalog(locale=locale).plural_forms)


def _leave_out_unsound(catalogue: Catalog, path: Path) -> None:
    for message in list(catalogue):
        english = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        said = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if message.id and any(form and next(wrong(english, form), None) for form in said):
            _log.error("%s, line %s: English stands in.", path, message.lineno)
            catalogue.delete(message.id, message.context)


def _count_soundly(catalogue: Catalog, locale: str, path: Path) -> None:
    """Follow the file's own way to count, as the translator's tool does, if there is one."""
    try:
        Plural(catalogue.plural_forms)
    except ValueError:
        _log.error("%s has no way to count: gettext's stands in.", path)
        catalogue.mime_headers = [("Plural-Forms", plurals(locale))]
