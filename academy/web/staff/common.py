"""What the staff rooms share: the open store, the workshop at hand, the menu."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from flask import request, session

from academy import exchanging
from academy.errors import AcademyError
from academy.languages.i18n import lazy_gettext as _
from academy.projections import Row, Tables, workshops
from academy.store import Store
from academy.times import zones
from academy.web.shared import wall
from academy.web.shared.app import house

MENU = (
    ("today.index", _("Today")),
    ("people.index", _("People")),
    ("attendance.index", _("Attendance")),
    ("courses.index", _("Courses")),
    ("assessments.index", _("Tests")),
    ("certificates.index", _("Certificates")),
    ("exchange.index", _("Sync")),
    ("report.index", _("Report")),
    ("settings.index", _("Settings")),
)

CENTRAL_MENU = (
    ("report.index", _("Report")),
    ("devices.index", _("Devices")),
    ("identity.index", _("Same person?")),
    ("conflicts.index", _("To decide")),
    ("workshops.index", _("Workshops")),
    ("assessments.index", _("Tests")),
    ("certificates.check", _("Check a code")),
    ("exchange.index", _("Sync")),
    ("settings.index", _("Settings")),
)


PAGE: Final = 60
"""Rows of a long list on one page: a full room's fits."""


T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """A part of a long list. `number` counts from 1; `before` are the rows of earlier pages; `name`
    is what the address calls the number.
    """

    rows: list[T]
    number: int
    of: int
    before: int
    total: int
    name: str = "page"


def paged(rows: Sequence[T], size: int = PAGE, name: str = "page") -> Page[T]:
    """The page of a list that the address asks for under `name`; the last one beyond the end."""
    return page_of(lambda most, after: list(rows[after : after + most]), len(rows), size, name)


def page_of(
    some: Callable[[int, int], list[T]], total: int, size: int = PAGE, name: str = "page"
) -> Page[T]:
    """As `paged`, of a list of which only that page is asked for: so many rows, after so many."""
    of = max(1, -(-total // size))
    number = min(max(1, request.values.get(name, 1, int)), of)
    before = (number - 1) * size
    return Page(some(size, before), number, of, before, total, name)


def store() -> Store:
    """The open store."""
    return house().need_store()


def tables() -> Tables:
    """This thread's view of the tables."""
    return store().tables()


def current_workshop() -> Row | None:
    """The workshop at hand: the one chosen, else the latest; None before the first is planned."""
    chosen = store().setting("workshop")
    found = workshops.workshop(tables(), chosen) if chosen else None
    return found or workshops.latest(tables())


def need_workshop() -> Row:
    """The workshop at hand. Raises AcademyError("workshop_unknown")."""
    row = current_workshop()
    if row is None:
        raise AcademyError("workshop_unknown")
    return row


def zone(workshop: str) -> str:
    """The zone of the place where a workshop is held, "" where nobody said."""
    row = workshops.workshop(tables(), workshop)
    return str(row["zone"]) if row else zones.OWN


def device_names() -> dict[str, str]:
    """What each known device is called on the pages, by device."""
    own = _("this copy") if house().config.central else _("this laptop")
    return {**exchanging.device_names(store()), store().key.device: str(own)}


def context() -> dict[str, Any]:
    """What every staff page shows: the menu and the workshop at hand."""
    at_home = house().store is not None and "staff" in session
    return {
        "menu": (CENTRAL_MENU if house().config.central else MENU) if at_home else (),
        "workshop": current_workshop() if at_home else None,
        "seen": wall.seen,
        "zone_of": zone,
        "moment": wall.moment,
    }
