"""How the language that a visitor reads (`locales`) says sentences; and, by `conventions`, how it
writes dates and numbers.

Flask-Babel's and Babel's home while the program runs (`catalogues` is their home while someone
translates). The catalogues are the `.po` files under `translations/`, English is the source
text itself. A catalogue is read and compiled in memory when its language is first asked for (about
20 ms for 800 sentences), so there is no compiled file that could be stale.

What a network says otherwise lies in a folder of its own (`own_sentences`) and is laid over these,
sentence by sentence.

No slip in a translation breaks a page: a sentence that couldn't be said is said in English, and so
is everything where a catalogue can't be read. The log then names the file.
"""

import logging
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import cast

import flask
import flask_babel
from babel.support import NullTranslations

from academy.data import data_folder
from academy.languages import locales
from academy.languages.conventions import (
    countries,
    country_name,
    direction,
    format_amount,
    format_day,
    format_exact,
    format_month,
    format_number,
    format_share,
    format_size,
    knows,
    language_name,
    own_name,
    script_name,
    town_name,
)
from academy.languages.locales import (
    CONVERTED,
    LOCALES,
    NAMES,
    SOURCE,
    Reading,
    choose,
    of_this_computer,
)
from academy.languages.speaking import compiled

__all__ = [
    "CONVERTED",
    "LOCALES",
    "NAMES",
    "SOURCE",
    "Reading",
    "choose",
    "countries",
    "country_name",
    "current",
    "direction",
    "format_amount",
    "format_day",
    "format_exact",
    "format_month",
    "format_number",
    "format_share",
    "format_size",
    "gettext",
    "gettext_for",
    "half_name",
    "init_app",
    "knows",
    "language_name",
    "languages",
    "lay_over",
    "lazy_gettext",
    "lazy_pgettext",
    "nearest",
    "ngettext",
    "ngettext_for",
    "npgettext",
    "npgettext_for",
    "of_this_computer",
    "own_name",
    "pgettext",
    "pgettext_for",
    "script_name",
    "town_name",
]

_log = logging.getLogger(__name__)

_SELECTOR, _NEAREST = "academy.selector", "academy.nearest"
"""Under these an app keeps whom to ask for them."""


# --- sentences -----------------------------------------------------------------------------------


def gettext_for(locale: str, nearest: str = SOURCE) -> Callable[..., str]:
    """Return `gettext` in one language, for text that isn't the answer to a request (print).

    What that doesn't say, as a language that was only begun, is said in the `nearest`.
    """
    catalogue = _speaking(locale, nearest)

    def gettext(text: str, **values: object) -> str:
        said = catalogue.ugettext(text)
        return said % values if values else said

    return gettext


def ngettext_for(locale: str, nearest: str = SOURCE) -> Callable[..., str]:
    """Return `ngettext` in one language; the number is also the value called `num`."""
    catalogue = _speaking(locale, nearest)

    def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
        return catalogue.ungettext(singular, plural, number) % {"num": number, **values}

    return ngettext


def pgettext_for(locale: str, nearest: str = SOURCE) -> Callable[..., str]:
    """Return `pgettext` in one language: the context tells two meanings of one word apart."""
    catalogue = _speaking(locale, nearest)

    def pgettext(context: str, text: str, **values: object) -> str:
        said: str = catalogue.upgettext(context, text)
        return said % values if values else said

    return pgettext


def npgettext_for(locale: str, nearest: str = SOURCE) -> Callable[..., str]:
    """Return `npgettext` in one language: a context and a number."""
    catalogue = _speaking(locale, nearest)

    def npgettext(context: str, singular: str, plural: str, number: int, **values: object) -> str:
        said: str = catalogue.unpgettext(context, singular, plural, number)
        return said % {"num": number, **values}

    return npgettext


def lay_over(folder: Path | None, begun: Mapping[str, float]) -> None:
    """Say the sentences of a network's own files in `folder` from now on, where they are sound.

    `begun` are the languages that only these speak, each with how much of it is there, 0 to 1.
    """
    locales.OVER.folder, locales.OVER.begun = folder, dict(begun)
    _catalogue.cache_clear()


def _speaking(locale: str, nearest: str) -> NullTranslations:
    """What says a sentence in one language, else in the `nearest`, else in English."""
    return _catalogue(locale) if locale in NAMES else _catalogue(locale, nearest)


@lru_cache(maxsize=8 * len(NAMES))
def _catalogue(locale: str, beyond: str = SOURCE) -> NullTranslations:
    catalogue = _read(locale)
    if beyond != SOURCE and beyond in NAMES:
        catalogue.add_fallback(_catalogue(beyond))
    return catalogue


def _read(locale: str) -> NullTranslations:
    """Read and compile one language's catalogue; English needs none, and stands in for any."""
    if locale == SOURCE:
        return NullTranslations()
    folder = data_folder("translations")
    source = CONVERTED.get(locale, locale)
    path = folder / source / "LC_MESSAGES" / "messages.po" if source in NAMES else None
    own = (locales.OVER.folder or folder) / f"{locale}.po"
    try:
        return compiled(path, locale, own, folder / "messages.pot", made_from=source)
    except Exception as error:  # noqa: BLE001 - a damaged file leads to any exception at all
        _log.error("%s can't be read (%s): English stands in.", path, type(error).__name__)
        return NullTranslations()


# --- Flask ---------------------------------------------------------------------------------------


class _Catalogues(flask_babel.Domain):  # type: ignore[misc]  # Flask-Babel carries no types
    """Our catalogues, where Flask-Babel looks for compiled files."""

    def get_translations(self) -> NullTranslations:
        return _speaking(current(), nearest())


class _Babel(flask_babel.Babel):  # type: ignore[misc]  # the same
    domain_instance = _Catalogues()


def init_app(
    app: flask.Flask, selector: Callable[[], str], nearest: Callable[[], str] = lambda: SOURCE
) -> None:
    """Have `app`'s pages and templates speak the language that `selector` names per request, and
    the `nearest` where that has been begun and no more.
    """
    _Babel(app, default_locale=SOURCE, locale_selector=selector)
    app.extensions.update({_SELECTOR: selector, _NEAREST: nearest})


def current() -> str:
    """Return the locale of the page being made; English outside a request."""
    return _told(_SELECTOR)


def nearest() -> str:
    """Return what the page being made says where its language doesn't; English outside of one."""
    return _told(_NEAREST)


def _told(whom: str) -> str:
    if not flask.has_request_context():
        return SOURCE
    return str(flask.current_app.extensions[whom]())


def gettext(text: str, **values: object) -> str:
    """Say `text` in the language of the page being made, with named values put in."""
    return gettext_for(current(), nearest())(text, **values)


def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
    """Say the form that fits `number` in the language of the page being made."""
    return ngettext_for(current(), nearest())(singular, plural, number, **values)


def pgettext(context: str, text: str, **values: object) -> str:
    """Say `text`, in the meaning that `context` tells, in the language of the page being made."""
    return pgettext_for(current(), nearest())(context, text, **values)


def npgettext(context: str, singular: str, plural: str, number: int, **values: object) -> str:
    """Say the form that fits `number`, in the meaning that `context` tells."""
    return npgettext_for(current(), nearest())(context, singular, plural, number, **values)


class _Later(flask_babel.LazyString):  # type: ignore[misc]  # the same
    """A sentence that is said when it is shown; text on a page, as every other sentence is."""

    def __html__(self) -> str:
        """Flask-Babel's own would be taken for HTML, whatever a translator wrote."""
        return escape(str(self))


def lazy_gettext(text: str) -> str:
    """Return a sentence for a table made at import, which each page then says in its language."""
    return cast("str", _Later(gettext, text))


def lazy_pgettext(context: str, text: str) -> str:
    """Return such a sentence in the meaning that `context` tells."""
    return cast("str", _Later(pgettext, context, text))


def half_name(half: str, locale: str) -> str:
    """Return what a half-day (`am`, `pm`, `eve`) is called."""
    gettext = gettext_for(locale)
    return {"am": gettext("Morning"), "pm": gettext("Afternoon"), "eve": gettext("Evening")}[half]


def languages() -> dict[str, str]:
    """Every language that pages can be read in, with its own name; behind that of one which isn't
    whole yet, how much of it is there.
    """
    begun = {
        locale: f"{own_name(locale)} · {format_share(done, locale)}"
        for locale, done in sorted(locales.OVER.begun.items())
        if locale not in NAMES
    }
    return NAMES | begun
