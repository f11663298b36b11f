"""Exchanging entries: a laptop with its central copy, the central copy with a stick.

What stands here as arrived was signed for by the central copy; nothing else gets a ✓.
"""

from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import actions, exchanging
from academy.courses.own.passing import Passing
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.projections import workshops
from academy.web.shared import outcomes, sentences
from academy.web.shared.app import house
from academy.web.staff import common, forms
from academy.web.staff.keeping.devices import TO_JOIN
from sync import keys
from sync.exchange import Outcome

bp = Blueprint("exchange", __name__)

ASKING = {"ok", "confirm_central", "device_waiting", "gap", "passed", "passed_in_part"}
"""The codes with which the page goes on; the others refuse, and keep what was typed."""


SHOWN: Final = 10
"""Of the laptops to be let in from a stick; whoever has very many on one finds theirs by words."""


@bp.get("/sync")
def index() -> str:
    """How this copy stands, and the ways to exchange."""
    return _page()


@bp.post("/sync")
def now() -> Response | tuple[str, int]:
    """Exchange with an address, or look into a folder first and say what lies there."""
    return _go(request.form.get("place", ""))


@bp.post("/sync/take")
def take() -> Response | tuple[str, int]:
    """Take in a stick that was looked at, and leave the answer on it."""
    place, mark = request.form.get("place", ""), request.form.get("mark", "")
    try:
        came = exchanging.take_in_stick(
            common.store(), place, mark, role=_role(), passing=_passing()
        )
    except AcademyError as refused:
        if refused.code == "changed_since":
            return _look(place, refused) or _page(refused), sentences.status(refused)
        return _page(refused), sentences.status(refused)
    _tell(came)
    return redirect(url_for(".index"), 303)


@bp.post("/sync/accept")
def accept() -> Response | tuple[str, int]:
    """Let in a laptop whose card or bundle lies on a stick, and look at the stick again.

    A workshop that is chosen with it goes onto the stick at once, its plan and its people.
    """
    if not house().config.central:
        abort(404)
    refusal, device = None, request.form.get("device", "")
    try:
        if request.form.get("words") != " ".join(keys.words(device)):
            raise AcademyError("words_wrong")  # noqa: TRY301
        exchanging.accept(common.store(), device, request.form.get("name", ""))
        if workshop := request.form.get("workshop", ""):
            actions.assign_device(common.store(), workshop, device)
    except AcademyError as refused:
        refusal = refused
    return _go(request.form.get("place", ""), refusal)


@bp.post("/sync/join")
def join() -> Response | tuple[str, int]:
    """Join a central copy whose six words were compared, then exchange with it at once."""
    device = request.form.get("device", "")
    try:
        if request.form.get("same") != "yes":
            exchanging.leave(common.store(), device)
            raise AcademyError("words_wrong")  # noqa: TRY301
        peer = exchanging.join(common.store(), device, request.form.get("words", ""))
    except AcademyError as refused:
        return _page(refused), sentences.status(refused)
    flash(_("This laptop has joined “%(name)s”.", name=exchanging.name_of(peer)))
    place = request.form.get("place", "") or peer.address
    return _go(place, joining=True) if place else redirect(url_for(".index"), 303)


@bp.post("/sync/leave")
def leave() -> Response | tuple[str, int]:
    """Forget the central copy this laptop has joined."""
    try:
        exchanging.leave(common.store(), request.form.get("device", ""))
    except AcademyError as refused:
        return _page(refused), sentences.status(refused)
    flash(_("This laptop has left. Nothing on it was changed."))
    return redirect(url_for(".index"), 303)


@bp.post("/sync/name")
def name() -> Response | tuple[str, int]:
    """Choose what this device calls itself."""
    try:
        exchanging.call_yourself(common.store(), request.form.get("name", ""))
    except AcademyError as refused:
        return _page(refused), sentences.status(refused)
    flash(_("Saved."))
    return redirect(url_for(".index"), 303)


@bp.post("/sync/card")
def card() -> Response | tuple[str, int]:
    """Write this device's card onto a stick."""
    try:
        path = exchanging.write_card(common.store(), request.form.get("place", ""), role=_role())
    except AcademyError as refused:
        return _page(refused), sentences.status(refused)
    flash(_("The card is on the stick, as “%(file)s”.", file=path.name))
    return redirect(url_for(".index"), 303)


def _go(
    place: str, refused: AcademyError | None = None, *, joining: bool = False
) -> Response | tuple[str, int]:
    """Look into a folder where there is something to see; else exchange, and say what came."""
    stick = exchanging.is_folder(place.strip())
    try:
        looked = _look(place, refused) if stick else None
        if looked is not None:
            return looked, sentences.status(refused) if refused else 200
        if refused is not None:
            raise refused
        came = exchanging.exchange(common.store(), place, role=_role(), passing=_passing())
        for outcome in came:
            # A file is named among the others, however few they are.
            if outcome.code not in ASKING and len(came) == 1 and not outcomes.file_of(outcome):
                raise AcademyError(outcome.code, **outcome.details)  # noqa: TRY301
    except AcademyError as error:
        return _page(error), sentences.status(error)
    if joining and stick and all(one.code == "ok" for one in came):
        flash(_("The stick is ready: carry it to the central copy and back, then sync with it."))
    _tell(came)
    if stick and any(one.code == "confirm_central" for one in came):
        return _page(stick=place), 200
    return redirect(url_for(".index"), 303)


def _look(place: str, refused: AcademyError | None = None) -> str | None:
    """The page of what lies on a stick; None where nobody waits on it and no entry is new.

    A receipt alone changes nothing that anybody recorded: it needs no look.
    """
    found = exchanging.look(common.store(), place)
    strangers = found.strangers if house().config.central else []
    if not strangers and not any(one.entries for one in found.seen):
        return None
    names = common.device_names()
    asked = {one.device for one in strangers}
    told = [one for one in found.outcomes if one.device not in asked]
    told += [one for seen in found.seen for one in seen.told]
    return render_template(
        "keeping/exchange_look.html",
        found=found,
        strangers=strangers[:SHOWN],
        more=len(strangers[SHOWN:]),
        every=workshops.last(common.tables(), TO_JOIN) if strangers else (),
        told=[said for one in told for said in outcomes.told(one, names)],
        place=place,
        typed=request.form,
        said=sentences.sentence(refused) if refused else None,
    )


def _passing() -> Passing:
    return Passing(house().packs.own)


def _tell(came: list[Outcome]) -> None:
    names = common.device_names()
    moved = {one.device for one in came if one.came or one.late or one.sent or one.receipt}
    for outcome in came:
        if outcome.code == "confirm_central":
            continue  # its six words stand on the page
        if outcome == Outcome(source=outcome.source, device=outcome.device) and (
            outcome.device in moved
        ):
            continue  # an answer without anything in it, beside what came
        for kind, sentence in outcomes.told(outcome, names):
            flash(sentence, kind)
    if not came:
        flash(_("Nothing on this stick was new, and nothing new had to go onto it."))


def _role() -> str:
    return "central" if house().config.central else "device"


def _page(refused: AcademyError | None = None, *, stick: str = "") -> str:
    at_central = house().config.central
    typed = request.form.get("place", "")
    return render_template(
        "keeping/exchange_central.html" if at_central else "keeping/exchange_laptop.html",
        here_is=exchanging.standing(common.store()),
        name=exchanging.own_name(common.store()),
        called=exchanging.name_of,
        not_understood=exchanging.not_understood(common.store()),
        six=keys.words,
        undecided=exchanging.not_counted(common.store()) if at_central else 0,
        sticks=[str(path) for path in exchanging.sticks()],
        address=forms.phones_open() if at_central else None,
        waiting=sum(known.peer.state == "waiting" for known in
                    exchanging.known_devices(common.store())),
        came=len(_passing().came()),
        typed_folder=typed if exchanging.is_folder(typed.strip()) else "",
        typed_address="" if exchanging.is_folder(typed.strip()) else typed,
        stick=stick,
        said=sentences.sentence(refused) if refused else None,
    )  # fmt: skip
