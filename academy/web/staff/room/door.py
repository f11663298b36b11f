"""The wall: two QR codes to join by, and the code that says who is in the room."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy.languages.i18n import gettext as _
from academy.printing import qr
from academy.projections import Row, attendance, people, workshops
from academy.rules import COUNTED
from academy.web.shared.app import house
from academy.web.staff import common, forms

bp = Blueprint("door", __name__)

MOST_BEADS = 200
"""More are no string that anybody could count."""


@bp.get("/door")
def index() -> str:
    """The wall by which people join, or the question whether to open the door."""
    workshop, tables = common.need_workshop(), common.tables()
    at_hand = forms.session_at_hand(tables, workshop["workshop"])
    subject, address = forms.door_subject(workshop["workshop"]), forms.phones_open()
    network, password = _wifi()
    if not forms.codes().is_open(subject) or address is None:
        return render_template(
            "room/door_closed.html", at_hand=at_hand, address=address, network=network
        )
    taking = at_hand is not None and forms.codes().is_open(at_hand["session"])
    # While attendance is taken the wall shows the session's own code: it opens the door as well.
    if at_hand is not None and taking:
        subject = at_hand["session"]
    shown = forms.codes().shown(subject)
    return render_template(
        "room/door_open.html",
        at_hand=at_hand,
        network=network,
        password=password,
        wifi_qr=forms.drawn(qr.wifi(network, password), _("Wi-Fi")) if network else None,
        address=address.removeprefix("http://"),
        scan=f"{address}/join/{shown.secret}",
        address_qr=forms.drawn(f"{address}/join/{shown.secret}", _("Address")),
        code=shown.digits,
        stopped=forms.codes().typing_stopped(subject),
        taking=taking,
        waiting=len(house().newcomers.waiting(workshop["workshop"])),
        most_beads=MOST_BEADS,
        count=_here(at_hand) if at_hand and taking else _joined(workshop["workshop"]),
    )


@bp.post("/door/open")
def open_door() -> Response:
    """Let people join, and if so asked take attendance while they do."""
    workshop = common.need_workshop()["workshop"]
    forms.codes().open(forms.door_subject(workshop), anew=True)
    if request.form.get("session"):
        _take(_session(request.form["session"]))
    return redirect(url_for(".index"), 303)


@bp.post("/door/close")
def close_door() -> Response:
    """Let nobody join any more. Attendance that is being taken goes on."""
    forms.codes().close(forms.door_subject(common.need_workshop()["workshop"]))
    return redirect(url_for("today.index"), 303)


@bp.get("/code/<session>")
def code(session: str) -> str:
    """The wall with a session's code: who is in the room scans it or types six digits."""
    row, tables, address = _session(session), common.tables(), forms.phones_open()
    if not forms.codes().is_open(session) or address is None:
        return render_template("room/door_not_taking.html", row=row, address=address)
    shown = forms.codes().shown(session)
    here, expected, _open = forms.here_now(tables, row)
    return render_template(
        "room/door_code.html",
        row=row,
        code=shown.digits,
        stopped=forms.codes().typing_stopped(session),
        address=address.removeprefix("http://"),
        scan=f"{address}/here/{shown.secret}",
        address_qr=forms.drawn(f"{address}/here/{shown.secret}", _("Address")),
        here_now=here,
        expected=expected,
        everybody=_beads(row),
    )


@bp.post("/code/<session>/open")
def open_code(session: str) -> Response:
    """Start taking attendance by code."""
    _take(_session(session))
    return redirect(url_for(".code", session=session), 303)


@bp.post("/code/<session>/close")
def close_code(session: str) -> Response:
    """Stop taking it; whoever isn't recorded is marked by hand."""
    forms.codes().close(session)
    return redirect(url_for("attendance.take", session=session), 303)


def _session(session: str) -> Row:
    return forms.need_session(common.tables(), session)


def _take(row: Row) -> None:
    """Show this session's code, and no other's of the workshop: one morning at a time."""
    for other in workshops.sessions(common.tables(), row["workshop"]):
        if other["session"] != row["session"]:
            forms.codes().close(other["session"])
    forms.codes().open(row["session"])


def _here(row: Row) -> int:
    return forms.here_now(common.tables(), row)[0]


def _joined(workshop: str) -> int:
    return len(people.people(common.tables(), workshop))


def _beads(row: Row) -> list[str | None]:
    """One bead per participant, those who are here first: the wall names nobody."""
    states = attendance.session_states(common.tables(), row["session"])
    expected = forms.participants(common.tables(), row["workshop"])
    if len(expected) > MOST_BEADS:
        return []
    here = sum(states.get(person["person"]) in COUNTED for person in expected)
    return ["present"] * here + [None] * (len(expected) - here)


def _wifi() -> tuple[str, str]:
    store = common.store()
    return str(store.setting("wifi_name") or ""), str(store.setting("wifi_password") or "")
