"""Zones: every country has its own, and a name that is none is the laptop's own time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from academy.text import places
from academy.times import zones

SUMMER = datetime(2027, 7, 1, 12, tzinfo=UTC)


def test_every_country_has_a_zone_that_is_known():
    # Two are uninhabited; the IANA database gives the third none.
    without = {"BV", "HM", "XK"}
    assert {c for c in places.CODES if not zones.of_country(c)} <= without


@pytest.mark.parametrize(
    "zone", ["", "Mars/Olympus", "Africa", "../../etc/passwd", "/etc", "x" * 400]
)
def test_what_is_no_zone_is_the_laptop_s_own(zone):
    assert zones.clock_of(zone) is None


def test_zones_are_found_where_the_system_has_none(monkeypatch):
    """As on Windows."""
    monkeypatch.setattr("zoneinfo.TZPATH", ())
    assert ZoneInfo.no_cache("Africa/Nairobi").utcoffset(SUMMER).total_seconds() == 3 * 3600


def test_the_likely_zone_is_the_only_one_or_the_one_with_the_laptop_s_hours(monkeypatch):
    assert zones.likely("KE", SUMMER) == "Africa/Nairobi"
    monkeypatch.setattr(zones, "_own", lambda: ZoneInfo("America/Manaus"))
    assert zones.likely("BR", SUMMER) in {"America/Boa_Vista", "America/Manaus"}
    monkeypatch.setattr(zones, "_own", lambda: ZoneInfo("Europe/Paris"))
    assert zones.likely("BR", SUMMER) == zones.OWN


@pytest.mark.parametrize(
    ("locale", "town"),
    [("en", "Nairobi"), ("ar", "نيروبي"), ("zh_Hans", "内罗毕"), ("ru", "Найроби")],
)
def test_a_town_is_named_in_the_reader_s_language(locale, town):
    assert zones.place("Africa/Nairobi", locale) == town
