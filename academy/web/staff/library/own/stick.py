"""Packs on a stick or along with an exchange: one's own go, another's are shown, then taken."""

import hashlib
from pathlib import Path
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from academy import exchanging
from academy.courses.own import carried, taking
from academy.courses.own.passing import Passing
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.web.shared import sentences
from academy.web.shared.app import house
from academy.web.staff import common
from academy.web.staff.library.own.blueprint import bp, page
from academy.web.staff.library.own.index import shelf, signer
from sync.errors import TrustError


@bp.post("/pack")
def pack() -> Response | tuple[str, int]:
    """Write a pack onto a stick, signed by this device."""
    own = house().packs.own
    try:
        place = exchanging.folder(request.form.get("place", ""))
        data = carried.pack(common.store().key, own, request.form.get("pack", ""))
        path = carried.write(place, data)
    except AcademyError as refused:
        return shelf(refused), sentences.status(refused)
    flash(_("It is on the stick, as “%(file)s”.", file=path.name))
    return redirect(url_for(".index"), 303)


@bp.post("/look")
def look() -> str | tuple[str, int]:
    """What lies on a stick: every pack, by whom, and what it would change. Nothing is taken."""
    try:
        place = exchanging.folder(request.form.get("place", ""))
    except AcademyError as refused:
        return shelf(refused), sentences.status(refused)
    found = [_looked_at(path) for path in carried.on_a_stick(place)]
    return page("look", found=found, came=False, signer=signer)


@bp.get("/came")
def came() -> str:
    """What came along with exchanges, shown as from a stick. Nothing is taken."""
    found = [_looked_at(path) for path in Passing(house().packs.own).came()]
    return page("look", found=found, came=True, signer=signer)


@bp.post("/leave")
def leave() -> Response:
    """Leave what came along: it goes, and is not fetched again."""
    Passing(house().packs.own).answer(request.form.get("digest", ""))
    flash(_("It is left out, and will not come again."))
    return redirect(url_for(".index"), 303)


@bp.post("/along")
def along() -> Response | tuple[str, int]:
    """Pass a pack on with each exchange, as it is now; or no more."""
    passing, id = Passing(house().packs.own), request.form.get("pack", "")
    try:
        if request.form.get("do") == "end":
            passing.end(id)
            flash(_("It is passed on no more. Who has it keeps it."))
        else:
            passing.begin(common.store().key, id)
            flash(_("It goes along with each exchange from now on."))
    except AcademyError as refused:
        return shelf(refused), sentences.status(refused)
    return redirect(url_for(".index"), 303)


@bp.post("/take")
def take() -> Response | tuple[str, int]:
    """Take a pack that was looked at; a stranger's only once its six words were compared."""
    form, at_hand = request.form, house().packs
    try:
        folder = exchanging.folder(form.get("place", ""))
        found = carried.unpack(carried.read(folder / Path(form.get("file", "")).name))
        if signer(found.device)["name"] is None and not form.get("same"):
            raise AcademyError("pack_stranger")  # noqa: TRY301
        taking.take(at_hand.own, at_hand.shipped, found, form.get("digest", ""))
        Passing(at_hand.own).answer(found.digest)
    except AcademyError as refused:
        return shelf(refused), sentences.status(refused)
    at_hand.look_again()
    flash(_("It is taken in. It can be taken back here."))
    return redirect(url_for(".index"), 303)


@bp.post("/back")
def back() -> Response | tuple[str, int]:
    """Take a pack back: what was there before is there again."""
    at_hand = house().packs
    try:
        taking.take_back(at_hand.own, request.form.get("pack", ""))
    except AcademyError as refused:
        return shelf(refused), sentences.status(refused)
    at_hand.look_again()
    flash(_("It is taken back."))
    return redirect(url_for(".index"), 303)


def _looked_at(path: Path) -> dict[str, Any]:
    """A file on the stick: what it offers, or why it can't be taken."""
    at_hand = house().packs
    try:
        found = carried.unpack(carried.read(path))
        offer = taking.look(at_hand.own, at_hand.shipped, found)
    except (AcademyError, TrustError) as refused:
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        return {"file": path.name, "digest": digest, "refused": sentences.sentence(refused)}
    return {"file": path.name, "place": str(path.parent), "offer": offer}
