"""Being here: the code on the projector, one big button, and the bead that comes of it."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from academy.errors import AcademyError
from academy.projections import Row, attendance, workshops
from academy.web.participant.common import open_session, store, tables, visitor
from academy.web.participant.entry import admission
from academy.web.participant.entry.join import join_page
from academy.web.participant.week.week import week
from academy.web.shared import sentences
from academy.web.shared.app import house

bp = Blueprint("presence", __name__)

Page = tuple[str, int]


@bp.get("/here")
def form() -> Page | Response:
    """A field for the six digits; only the button where a code was scanned a moment ago."""
    store()
    if visitor() is None:
        return redirect(url_for("join.form"), 303)
    return _page()


@bp.get("/here/<secret>")
def scanned(secret: str) -> Page | Response:
    """The button, opened by the QR code on the projector. Who isn't signed in does that first."""
    store()
    try:
        admission.scan(secret)
    except AcademyError as refused:
        return _page(refused) if visitor() else join_page(refused)
    return _page() if visitor() else join_page()


@bp.post("/here")
def mark() -> Page | Response:
    """Mark present. Who can't type any more is put before the trainer."""
    store()
    row = visitor()
    try:
        typed = request.form.get("code", "").strip()
        held = admission.type_in(typed) if typed else admission.current()
        if row is None:
            return redirect(url_for("join.form"), 303)
        if held is None:
            raise AcademyError("code_wrong")  # noqa: TRY301
        admission.be_there(row["person"], held)
    except AcademyError as refused:
        if row and refused.code in {"typing_stopped", "too_many_guesses"}:
            _raise_hand(row)
        return _page(refused) if row else join_page(refused)
    return redirect(url_for("presence.done"), 303)


@bp.get("/here/done")
def done() -> str | Response:
    """“You are marked present”, with the bead and the week it belongs to."""
    row = visitor()
    if row is None or "here" not in session:
        return redirect("/", 303)
    states = attendance.of_person(tables(), row["workshop"], row["person"])
    return render_template(
        "reading/marked.html",
        session_here=workshops.session(tables(), session["here"]),
        state=states.get(session["here"]),
        week=week(row),
    )


def _raise_hand(row: Row) -> None:
    """Tell the trainer who wants to be marked present."""
    at = open_session(row["workshop"])
    if at is not None:
        house().hands.up(at["session"], row["person"])


def _page(refused: AcademyError | None = None) -> Page:
    held = admission.current()
    page = render_template(
        "week/here.html",
        said=sentences.sentence(refused) if refused else "",
        elsewhere=refused is not None and refused.code == "person_unknown",
        open=admission.session_of(held) if held else None,
        typed=request.form.get("code", ""),
    )
    return page, sentences.status(refused) if refused else 200
