"""How the language that a visitor reads (`locales`) writes dates, numbers and sentences.

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
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Literal, cast

import flask
import flask_babel
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations
from babel.units import format_unit

from academy.data import data_folder
from academy.languages import locales
from academy.languages.locales import CONVERTED, LOCALES, NAMES, SOURCE, choose, of_this_computer
from academy.languages.speaking import compiled
from academy.text import places
from academy.times import zones

__all__ = [
    "CONVERTED",
    "LOCALES",
    "NAMES",
    "SOURCE",
    "choose",
    "current",
    "direction",
    "format_amount",
    "format_day",
    "format_month",
    "format_number",
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
    "ngettext",
    "ngettext_for",
    "npgettext",
    "npgettext_for",
    "of_this_computer",
    "pgettext",
    "pgettext_for",
    "script_name",
    "town_name",
]

_log = logging.getLogger(__name__)

# The source text is British, and most readers of English here write the day before the month.
_FORMATS = {"en": "en_GB", "pt": "pt_PT"}

# Portugal's short day is "segunda, 4/10", behind which a page can't write the year.
_SHORT = {"pt": "EEE, d MMM"}


_GROUPED = 1000
"""The first number in which somebody groups digits."""
_RIGHT_TO_LEFT = {"ar"}
"""Of the languages that pages come in."""

# --- sentences -----------------------------------------------------------------------------------


def gettext_for(locale: str) -> Callable[..., str]:
    """Return `gettext` in one language, for text that isn't the answer to a request (print)."""
    catalogue = _catalogue(locale)

    def gettext(text: str, **values: object) -> str:
        said = catalogue.ugettext(text)
        return said % values if values else said

    return gettext


def ngettext_for(locale: str) -> Callable[..., str]:
    """Return `ngettext` in one language; the number is also the value called `num`."""
    catalogue = _catalogue(locale)

    def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
        return catalogue.ungettext(singular, plural, number) % {"num": number, **values}

    return ngettext


def pgettext_for(locale: str) -> Callable[..., str]:
    """Return `pgettext` in one language: the context tells two meanings of one word apart."""
    catalogue = _catalogue(locale)

    def pgettext(context: str, text: str, **values: object) -> str:
        said: str = catalogue.upgettext(context, text)
        return said % values if values else said

    return pgettext


def npgettext_for(locale: str) -> Callable[..., str]:
    """Return `npgettext` in one language: a context and a number."""
    catalogue = _catalogue(locale)

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


@lru_cache(maxsize=2 * len(NAMES))
def _catalogue(locale: str) -> NullTranslations:
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


# --- dates, numbers, direction -------------------------------------------------------------------


@lru_cache(maxsize=2 * len(NAMES))
def _conventions(locale: str) -> Locale:
    return Locale.parse(_FORMATS.get(locale, locale))


def knows(locale: str) -> bool:
    """Whether days and numbers can be written in a language, so that pages could speak it."""
    try:
        return bool(_conventions(locale))
    except (UnknownLocaleError, ValueError):
        return False


def direction(locale: str) -> Literal["ltr", "rtl"]:
    """Return which way the language is written, as HTML's `dir` wants it.

    A course may be in a language that Babel has never heard of; those of Latin letters are many.
    """
    if locale in NAMES:  # without asking Babel, which reads a language's whole data for it
        return "rtl" if locale in _RIGHT_TO_LEFT else "ltr"
    if not knows(locale):
        return "ltr"
    return cast("Literal['ltr', 'rtl']", _conventions(locale).text_direction)


@lru_cache(maxsize=500)
def format_month(year: int, month: int | None, locale: str) -> str:
    """Write a month: "October 2027"; or a year where no month is known."""
    if month is None:
        said = format_skeleton("y", date(year, 1, 1), locale=_conventions(locale))
        return f"{said} год" if locale == "ru" else said  # Babel knows how a table says it
    return format_skeleton("yMMMM", date(year, month, 1), locale=_conventions(locale))


@lru_cache(maxsize=2000)
def format_day(day: date, locale: str, *, short: bool = False) -> str:
    """Write a day: "Monday, 4 October 2027", or "Mon 4 Oct" where the year is plain."""
    if short and locale in _SHORT:
        return format_date(day, _SHORT[locale], locale=_conventions(locale))
    if short:
        return format_skeleton("MMMEd", day, locale=_conventions(locale))
    return format_date(day, "full", locale=_conventions(locale))


@lru_cache(maxsize=2000)
def format_number(number: float, locale: str) -> str:
    """Write a number with the language's separators: "12,500.5"."""
    if type(number) is int and 0 <= number < _GROUPED and locale in NAMES:
        return str(number)  # as Babel would, which reads a language's whole data for it
    return format_decimal(number, locale=_conventions(locale))


def format_exact(number: Decimal, locale: str) -> str:
    """Write a number that somebody gave, with all its digits."""
    return format_decimal(number, locale=_conventions(locale), decimal_quantization=False)


@lru_cache(maxsize=500)
def format_size(size: int, locale: str) -> str:
    """Write how large a file is, as phones do: "38 kB", "1.2 MB"."""
    unit, value = ("kilobyte", -(-size // 1000)) if size < 10**6 else ("megabyte", size / 10**6)
    spelt = _conventions(locale)
    return str(format_unit(round(value, 1), f"digital-{unit}", "short", locale=spelt))


def format_amount(amount: Decimal, decimals: int, locale: str) -> str:
    """Write an exact number with so many decimals: "12,500.50"."""
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return format_decimal(amount, format=pattern, locale=_conventions(locale))


def half_name(half: str, locale: str) -> str:
    """Return what a half-day (`am`, `pm`, `eve`) is called."""
    gettext = gettext_for(locale)
    return {"am": gettext("Morning"), "pm": gettext("Afternoon"), "eve": gettext("Evening")}[half]


# --- Flask ---------------------------------------------------------------------------------------


class _Catalogues(flask_babel.Domain):  # type: ignore[misc]  # Flask-Babel carries no types
    """Our catalogues, where Flask-Babel looks for compiled files."""

    def get_translations(self) -> NullTranslations:
        return _catalogue(current())


class _Babel(flask_babel.Babel):  # type: ignore[misc]  # the same
    domain_instance = _Catalogues()


def init_app(app: flask.Flask, selector: Callable[[], str]) -> None:
    """Have `app`'s pages and templates speak the language that `selector` names per request."""
    _Babel(app, default_locale=SOURCE, locale_selector=selector)


def current() -> str:
    """Return the locale of the page being made; English outside a request."""
    return str(flask_babel.get_locale() or SOURCE)


def gettext(text: str, **values: object) -> str:
    """Say `text` in the language of the page being made, with named values put in."""
    return gettext_for(current())(text, **values)


def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
    """Say the form that fits `number` in the language of the page being made."""
    return ngettext_for(current())(singular, plural, number, **values)


def pgettext(context: str, text: str, **values: object) -> str:
    """Say `text`, in the meaning that `context` tells, in the language of the page being made."""
    return pgettext_for(current())(context, text, **values)


def npgettext(context: str, singular: str, plural: str, number: int, **values: object) -> str:
    """Say the form that fits `number`, in the meaning that `context` tells."""
    return npgettext_for(current())(context, singular, plural, number, **values)


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


# --- countries and languages by name --------------------------------------------------------------


@lru_cache(maxsize=len(NAMES))
def countries(locale: str) -> tuple[tuple[str, str], ...]:
    """Every country as (ISO code, name in this language), in the order of the names."""
    named = [
        (code, str(name))
        for code, name in _conventions(locale).territories.items()
        if code in places.CODES
    ]
    return tuple(sorted(named, key=lambda pair: _folded(pair[1])))


def country_name(code: str, locale: str) -> str:
    """What a country is called; the code itself where nobody has named it."""
    return str(_conventions(locale).territories.get(code, code))


def languages() -> dict[str, str]:
    """Every language that pages can be read in, with its own name; behind that of one which isn't
    whole yet, how much of it is there.
    """
    begun = {
        locale: f"{_conventions(locale).get_display_name()} · {format_percent(done, locale=locale)}"
        for locale, done in sorted(locales.OVER.begun.items())
        if locale not in NAMES
    }
    return NAMES | begun


def language_name(language: str, locale: str) -> str:
    """What a language (`fr`, `zh_Hans`, `sw`) is called, under its own name where we speak it."""
    known = language.replace("-", "_")
    return NAMES.get(known) or str(_conventions(locale).languages.get(known.split("_")[0], known))


def town_name(zone: str, locale: str) -> str:
    """What the town is called that a time zone (`Africa/Nairobi`) is named after."""
    return zones.place(zone, str(_conventions(locale)))


def script_name(script: str, locale: str) -> str:
    """What a script (`Mymr`, `Cyrl`) is called in a language."""
    return str(_conventions(locale).scripts.get(script, script))


def _folded(name: str) -> str:
    """A name as two are sorted: case and accents aside."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(s for s in plain if not unicodedata.combining(s)).split())
