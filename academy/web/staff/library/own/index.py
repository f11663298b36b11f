"""What lies in the network's own folder, what can't be read there, and whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from academy import exchanging
from academy.courses import Course
from academy.courses.own import keeping, taking
from academy.courses.own.passing import Passing
from academy.errors import AcademyError
from academy.languages import i18n
from academy.languages.i18n import gettext as _
from academy.web.shared import sentences
from academy.web.shared.app import house
from academy.web.staff import common
from academy.web.staff.library.own.blueprint import at_work, bp, page
from academy.web.staff.library.own.named import Moved, moved
from sync import keys


@dataclass(frozen=True)
class Shown:
    """A course on this page."""

    course: Course
    pack: str | None
    """The folder of one's own that changes it, or that it is."""
    moved: list[Moved]
    whole: bool
    device: str | None
    """By which device it was signed, if it was taken in."""
    along: bool | None
    """Passed on with each exchange: as it is here, as it was before, or not."""


@bp.get("/")
def index() -> str:
    """Every course, with what is one's own of it."""
    return shelf()


@bp.post("/name")
def name() -> Response | tuple[str, int]:
    """Say whose an adaptation is."""
    try:
        keeping.call(at_work(request.form.get("course", "")), request.form.get("by", ""))
    except AcademyError as refused:
        return shelf(refused), sentences.status(refused)
    house().packs.look_again()
    flash(_("Saved."))
    return redirect(url_for(".index"), 303)


def shelf(refused: AcademyError | None = None) -> str:
    """The page, with a refusal or without."""
    at_hand = house().packs
    library, passing = at_hand.library(), Passing(at_hand.own)
    begun = passing.begun()
    return page(
        "index",
        refused,
        rows=[_shown(course, begun) for course in library.courses],
        came=len(passing.came()),
        broken=[
            one.details
            for one in (*library.broken, *house().week_broken)
            if isinstance(one, AcademyError)
        ],
        folder=str(at_hand.folder),
        sticks=[str(path) for path in exchanging.sticks()],
        signer=signer,
        typed=request.form,
    )


def _shown(course: Course, along: Mapping[str, bool]) -> Shown:
    at_hand, lineage = house().packs, course.lineage
    whole = at_hand.shipped.course(course.id) is None
    pack = lineage.overlay if lineage else course.id if whole else None
    found = taking.taken(at_hand.own, pack) if pack else None
    return Shown(
        course=course.in_language(i18n.current()),
        pack=pack,
        moved=moved(at_work(course.id), course) if lineage else [],
        whole=whole,
        device=found.device if found else None,
        along=along.get(pack) if pack else None,
    )


def signer(device: str) -> dict[str, object]:
    """Who a device is to us: a name where it is known, and its six words."""
    known = exchanging.trusted_name(common.store(), device)
    if device == common.store().key.device:
        known = str(_("this copy") if house().config.central else _("this laptop"))
    return {"name": known, "words": keys.words(device)}
