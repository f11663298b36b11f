"""A catalogue as the program speaks from it: read, made sound and compiled in memory.

Babel's home where it reads `.po` files while the program runs.
"""

import logging
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser
from babel.support import Translations

from academy.wording import PLURALS, Plural, wrong

_log = logging.getLogger(__name__)


class _Parser(PoFileParser):
    """Babel's, which else prints what it can't read and takes what is left."""

    def _invalid_pofile(self, line: str, lineno: int, msg: str) -> None:
        if line:  # not where a sentence only has too many or too few forms
            raise PoFileError(msg, self.catalog, line, lineno)


def compiled(path: Path, locale: str) -> Translations:
    """Read a catalogue; what isn't sound in it is left out, so that English stands in.

    Raises whatever a damaged file leads to.
    """
    catalogue = Catalog(locale=locale)
    _Parser(catalogue).parse(BytesIO(path.read_bytes().removeprefix(b"\xef\xbb\xbf")))
    _count_soundly(catalogue, locale, path)
    for message in list(catalogue):
        english = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        said = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if message.id and any(form and next(wrong(english, form), None) for form in said):
            _log.error("%s, line %s: English stands in.", path, message.lineno)
            catalogue.delete(message.id, message.context)
    written = BytesIO()
    write_mo(written, catalogue)
    written.seek(0)
    return Translations(written)


def _count_soundly(catalogue: Catalog, locale: str, path: Path) -> None:
    """Follow the file's own way to count, as the translator's tool does, if there is one."""
    try:
        Plural(catalogue.plural_forms)
    except ValueError:
        _log.error("%s has no way to count: gettext's stands in.", path)
        catalogue.mime_headers = [("Plural-Forms", PLURALS[locale])]
