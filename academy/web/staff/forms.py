"""How the workshop rooms answer a form, and the few facts that several of them show."""

from typing import Any

from flask import render_template, session
from markupsafe import Markup

from academy.door import network
from academy.door.codes import OpenCodes
from academy.errors import AcademyError
from academy.languages.i18n import lazy_gettext as _
from academy.printing import qr
from academy.projections import Row, Tables, attendance, people
from academy.projections import workshops as plans
from academy.web.shared import sentences, wall
from academy.web.shared.app import house
from academy.web.staff import common

ROLE_NAMES = {
    "participant": _("participant"),
    "co-facilitator": _("co-facilitator"),
    "facilitator": _("facilitator"),
    "organiser": _("organiser"),
}

Answer = tuple[str, int]


def again(template: str, refused: AcademyError, **values: Any) -> Answer:  # noqa: ANN401
    """The same form once more, with what was typed and the sentence why it was refused."""
    page = render_template(template, said=sentences.sentence(refused), **values)
    return page, sentences.status(refused)


def session_at_hand(tables: Tables, workshop: str) -> Row | None:
    """The session of this half-day, else the next to come, else the last."""
    now = wall.now()
    return plans.session_now(plans.week(tables, workshop), now.date().isoformat(), now.hour)


def need_session(tables: Tables, session_id: str) -> Row:
    """A session that wasn't cancelled. Raises AcademyError as the verbs do."""
    row = plans.session(tables, session_id)
    if row is None:
        raise AcademyError("session_unknown")
    if row["cancelled"]:
        raise AcademyError("session_cancelled")
    return row


def participants(tables: Tables, workshop: str) -> list[Row]:
    """Those whose attendance is counted."""
    return [p for p in people.people(tables, workshop) if p["role"] == "participant"]


def here_now(tables: Tables, row: Row) -> tuple[int, int, int]:
    """Of a session's participants: how many are here, how many in all, how many not recorded."""
    return attendance.here(tables, row["session"], row["workshop"])


def door_subject(workshop: str) -> str:
    """What the door of a workshop is called among the open codes."""
    return f"door:{workshop}"


def codes() -> OpenCodes:
    """The codes that are shown now."""
    return house().codes


def phones_open() -> str | None:
    """The address that phones open, without a path; None on no network at all."""
    config = house().config
    if config.address:
        return config.address.rstrip("/")
    host = common.store().setting("lan_address") or ""
    found = network.candidates()
    host = host if host in found else found[0] if found else ""
    return network.base_url(host, config.lan_port) if host else None


def participants_door() -> str:
    """Where this very laptop sees what participants see."""
    config = house().config
    return config.address or network.base_url("127.0.0.1", config.lan_port)


def drawn(text: str, label: str) -> Markup:
    """A QR code as SVG: made by our own library, its label escaped there."""
    return Markup(qr.svg(text, label=label, error="m"))  # noqa: S704


def remember(name: str, value: str) -> None:
    """Keep something for the next page only; it lives in this device's memory."""
    session[f"once_{name}"] = value


def remembered(name: str) -> str:
    """What `remember` kept, once; "" when there is nothing."""
    return str(session.pop(f"once_{name}", ""))
