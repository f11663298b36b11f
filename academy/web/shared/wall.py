"""The clock on the wall: what time it is in the room, and a recorded moment as its place saw it.

Entries hold UTC. People remember what the clock in the room showed.
"""

from datetime import UTC, datetime

from flask import g

from academy.languages import i18n
from academy.projections import Row, workshops
from academy.times import zones
from academy.web.shared.app import house


def now() -> datetime:
    """The time in the room: that of the place whose workshop is held these days."""
    store = house().need_store()
    if not house().config.central and "placed" not in g:  # central has no room
        g.placed = True  # a page asks for the time more than once
        day = store.clock.local().date()
        zone = workshops.zone_about(store.tables(), day, chosen=store.setting("workshop") or "")
        store.clock.move(zones.clock_of(zone))
    return store.clock.local()


def today() -> str:
    """Today's date in the room, as ISO 8601 has it."""
    return now().date().isoformat()


def seen(at: str, zone: str) -> Row:
    """A recorded moment at a place: `day`, `time`, and the place it is told for."""
    told = datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone(zones.clock_of(zone))
    return {"day": told.date().isoformat(), "time": f"{told:%H:%M}", "place": _place(told, zone)}


def moment(at: str) -> str:
    """A moment of this copy's own dealings: by the clock in the room, at central in UTC."""
    told = datetime.fromisoformat(at).replace(tzinfo=UTC)
    if house().config.central:
        return i18n.gettext("%(moment)s UTC", moment=f"{told:%Y-%m-%d %H:%M}")
    return f"{house().need_store().clock.shown(told):%Y-%m-%d %H:%M}"


def choices(country: str) -> list[tuple[str, str]]:
    """The zones a workshop in a country may have, with what their clocks show now."""
    moment = house().need_store().now()
    names = [(zone, i18n.town_name(zone, i18n.current())) for zone in zones.of_country(country)]
    own = (zones.OWN, i18n.gettext("this laptop’s own"))
    return [
        (zone, f"{name} · {moment.astimezone(zones.clock_of(zone)):%H:%M}")
        for zone, name in (own, *sorted(names, key=lambda one: one[1]))
    ]


def _place(told: datetime, zone: str) -> str:
    known = zone and zones.clock_of(zone)
    return i18n.town_name(zone, i18n.current()) if known else told.strftime("UTC%z")
