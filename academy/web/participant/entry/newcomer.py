"""The place in which somebody waits to be let in, as their phone knows it."""

from flask import Response, after_this_request, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from academy import actions
from academy.door.waiting import WAIT_LASTS, Newcomer
from academy.errors import AcademyError
from academy.projections import workshops
from academy.web.participant.common import store, tables
from academy.web.participant.entry.admission import DOOR, Admission
from academy.web.shared.app import house

COOKIE = "w"


def of_this_phone() -> Newcomer | None:
    """Who waits on this phone, or was let in and isn't registered yet."""
    return house().newcomers.find(request.cookies.get(COOKIE, ""))


def wait(values: dict[str, str], workshop: str, held: Admission | None) -> BaseResponse:
    """Let somebody wait whom the desk could register as they are.

    Whether the alias is taken is told to who has scanned the room's code, and to others only once
    they are let in: else anybody on the Wi-Fi could ask here who is registered.

    Raises AcademyError: "room_full", and what a registration is refused with.
    """
    for refused in actions.refusals(store(), workshop=workshop, rows=[values]).values():
        if held is not None or refused.code != "alias_taken":
            raise refused
    token = house().newcomers.wait(request.cookies.get(COOKIE, ""), workshop, values, held)

    @after_this_request
    def tell(response: Response) -> Response:
        response.set_cookie(
            COOKIE, token, max_age=WAIT_LASTS, httponly=True, samesite="Strict", path="/"
        )
        return response

    return redirect(url_for("join.wait"), 303)


def done() -> None:
    """Nobody waits on this phone any more."""
    token = request.cookies.get(COOKIE)
    if token is None:
        return
    house().newcomers.done(token)

    @after_this_request
    def tell(response: Response) -> Response:
        response.delete_cookie(COOKIE, path="/")
        return response


def only_workshop() -> str:
    """The workshop whose codes are shown. Raises AcademyError("typing_stopped") if several are."""
    found = {
        row["workshop"]
        for subject in house().codes.subjects()
        if (
            row := workshops.workshop(tables(), subject.removeprefix(DOOR))
            if subject.startswith(DOOR)
            else workshops.session(tables(), subject)
        )
    }
    if len(found) != 1:
        raise AcademyError("typing_stopped")
    return str(found.pop())
