"""The time of a place: which zones a country has, and what their clocks show.

Zones have the names of the IANA time zone database (`Africa/Nairobi`), which the package `tzdata`
carries along, since Windows has none; which country a zone belongs to is Unicode's data (Babel).
`""` stands for the time of the laptop itself, whatever that is set to.
"""

from datetime import datetime, tzinfo
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel.core import get_global
from babel.dates import get_timezone_location

OWN: Final = ""
"""The laptop's own time."""


@lru_cache(maxsize=600)
def clock_of(zone: str) -> tzinfo | None:
    """What `datetime.astimezone` takes; None, the laptop's own, for "" and a zone not known here.

    A plan may come from a laptop with newer zones than this one.
    """
    try:
        return ZoneInfo(zone) if zone else None
    except (KeyError, OSError, ValueError):  # not known, a folder's name, no name at all
        return None


@cache
def of_country(country: str) -> tuple[str, ...]:
    """The zones of a country (ISO 3166-1 alpha-2), by name."""
    found = get_global("zone_territories").items()
    return tuple(sorted(zone for zone, where in found if where == country and clock_of(zone)))


def likely(country: str, moment: datetime) -> str:
    """The zone of a workshop in a country, as far as it can be told without asking.

    A country's only zone; of several, the first that shows the same as this laptop in January and
    in July; else the laptop's own.
    """
    zones = of_country(country)
    if len(zones) == 1:
        return zones[0]
    own = _shown(_own(), moment)
    return next((zone for zone in zones if _shown(clock_of(zone), moment) == own), OWN)


def place(zone: str, locale: str) -> str:
    """The town a zone is named after, in a language."""
    return str(get_timezone_location(zone, locale=locale, return_city=True))


def _own() -> tzinfo | None:
    return clock_of(OWN)


def _shown(clock: tzinfo | None, moment: datetime) -> list[object]:
    """How far a clock is from UTC in the winter and the summer of a year."""
    return [moment.replace(month=month, day=1).astimezone(clock).utcoffset() for month in (1, 7)]
