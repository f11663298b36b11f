"""Packs on a stick: one's own onto it; another's from it, shown before it is taken."""

from pathlib import Path
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from academy import exchanging
from academy.courses.own import carried, taking
from academy.errors import AcademyError
from academy.i18n import gettext as _
from academy.web.shared import sentences
from academy.web.shared.app import house
from academy.web.staff import common
from academy.web.staff.own.blueprint import bp, page
from academy.web.staff.own.index import shelf, signer
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
    return page("look", found=found, place=str(place), signer=signer)


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
        return {"file": path.name, "refused": sentences.sentence(refused)}
    return {"file": path.name, "offer": offer}
