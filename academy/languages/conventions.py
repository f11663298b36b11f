"""How a language writes dates and numbers, which way it runs, what countries are called in it.

Babel's home for this. A language may be one that only a course is in, of which Babel knows nothing.
"""

import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal, cast

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from academy.languages.locales import NAMES, SOURCE
from academy.text import places
from academy.times import zones

# The source text is British, and most readers of English here write the day before the month.
_FORMATS = {"en": "en_GB", "pt": "pt_PT"}

# Portugal's short day is "segunda, 4/10", behind which a page can't write the year.
_SHORT = {"pt": "EEE, d MMM"}


_GROUPED = 1000
"""The first number in which somebody groups digits."""
_RIGHT_TO_LEFT = {"ar"}
"""Of the languages that pages come in."""

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


def format_share(share: float, locale: str) -> str:
    """Write how much of a whole it is: "12%"."""
    return format_percent(share, locale=_conventions(locale))


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


def own_name(language: str) -> str:
    """What a language is called by its own readers; by others where nobody has told."""
    known = language.replace("-", "_")
    if known in NAMES:
        return NAMES[known]
    name = _conventions(known).get_display_name() if knows(known) else None
    name = name or language_name(known, SOURCE)
    return name[:1].upper() + name[1:]


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
