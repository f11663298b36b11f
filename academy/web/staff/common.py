"""What the staff rooms share: the open store, the workshop at hand, the menu."""

from typing import Any

from flask import session

from academy import exchanging
from academy.errors import AcademyError
from academy.i18n import lazy_gettext as _
from academy.projections import Row, Tables, workshops
from academy.store import Store
from academy.web.shared.app import house

MENU = (
    ("today.index", _("Today")),
    ("people.index", _("People")),
    ("attendance.index", _("Attendance")),
    ("courses.index", _("Courses")),
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
    ("certificates.check", _("Check a code")),
    ("exchange.index", _("Sync")),
    ("settings.index", _("Settings")),
)


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
    if found is None:
        every = workshops.all_workshops(tables())
        found = every[0] if every else None
    return found


def need_workshop() -> Row:
    """The workshop at hand. Raises AcademyError("workshop_unknown")."""
    row = current_workshop()
    if row is None:
        raise AcademyError("workshop_unknown")
    return row


def today() -> str:
    """Today's date as the trainer confirmed it, in the room's own time."""
    return store().now().astimezone().date().isoformat()


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
    }
