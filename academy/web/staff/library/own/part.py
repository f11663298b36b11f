"""One part of a lesson: what the original said and says, and one's own beside it to change."""

from collections.abc import Callable, Mapping
from typing import Final

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from academy.courses.own import Work, keeping, leaving, missed
from academy.courses.own.comparing import Piece as Change
from academy.courses.own.comparing import changes
from academy.courses.own.composing import Layered
from academy.courses.own.pieces import Piece
from academy.courses.own.words import Words
from academy.courses.questions import Question
from academy.courses.structure import LEAD, QUIZ
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.web.shared import sentences
from academy.web.shared.app import house
from academy.web.staff.library.own.blueprint import at_work, bp, page

DECIDED: Final[Mapping[str, Callable[[Work, str, str, str], None]]] = {
    "keep": keeping.keep,
    "take": keeping.take,
    "out": lambda work, _language, lesson, part: leaving.take_out(work, lesson, part),
    "back": lambda work, _language, lesson, part: leaving.put_back(work, lesson, part),
}


@bp.get("/<course>/<language>/<lesson>/<part>/")
def part(course: str, language: str, lesson: str, part: str) -> str:
    """A part, with what it was made from."""
    at_hand = at_work(course)
    piece = at_hand.piece(language, lesson, part)
    return _page(at_hand, language, lesson, piece, piece.here or Words("", ""))


@bp.post("/<course>/<language>/<lesson>/<part>/")
def change(course: str, language: str, lesson: str, part: str) -> Response | str | tuple[str, int]:
    """Save one's own words, look at them first, keep them, or take the original's."""
    at_hand, form = at_work(course), request.form
    said = Words(form.get("title", ""), form.get("text", ""))
    do = form.get("do", "")
    try:
        if do == "preview":
            seen = keeping.preview(at_hand, language, lesson, part, said)
            piece = at_hand.piece(language, lesson, part)
            html = at_hand.html(said, language, seen)
            return _page(at_hand, language, lesson, piece, said, preview=html)
        if do in DECIDED:
            DECIDED[do](at_hand, language, lesson, part)
        else:
            was = form.get("was", "")
            keeping.save(at_hand, language, lesson, part, said, was=was)
    except AcademyError as refused:
        piece = at_hand.piece(language, lesson, part)
        shown = _page(at_hand, language, lesson, piece, said, refused=refused)
        return shown, sentences.status(refused)
    house().packs.look_again()
    flash(_("Saved."))
    if do == "out":  # what asks about it, and what leads to it, is told where it is
        return redirect(request.path, 303)
    where = url_for(".lesson", course=course, language=language, lesson=lesson, _anchor=part)
    return redirect(where, 303)


def _page(
    at_hand: Work, language: str, lesson: str, piece: Piece, said: Words,
    *, refused: AcademyError | None = None, preview: str | None = None,
) -> str:  # fmt: skip
    ids = [one.id for one in at_hand.pieces(language, lesson)]
    place = at_hand.place(lesson)
    section = place.kind == "lesson" and piece.id not in {LEAD, QUIZ}
    following = ids[ids.index(piece.id) + 1 :] if piece.id in ids else []
    return page(
        "part", refused, work=at_hand, language=language, place=place,
        may_leave=section and not at_hand.whole and not piece.removed,
        missed=_missed(at_hand, lesson),
        piece=piece, typed=said, preview=preview, was=request.form.get("was") or (
            piece.here.hash if piece.here else ""
        ),
        below=_compared(piece.below_then, piece.below) if piece.moved else None,
        source=_compared(piece.source_then, piece.source) if piece.stale else None,
        following=following[0] if following else None,
    )  # fmt: skip


def _missed(at_hand: Work, lesson: str) -> list[tuple[str, list[Question], list[str]]]:
    """What misses the sections of a lesson that are left out: questions, and pages with links."""
    desk = at_hand.seen
    if at_hand.overlay is None or not isinstance(desk, Layered):
        return []
    return [
        (part, missed.questions(desk, at_hand.course, lesson, part),
         missed.links(at_hand.course, lesson, part))
        for part in at_hand.overlay.removed_of(lesson)
    ]  # fmt: skip


def _compared(then: Words | None, now: Words | None) -> list[Change] | None:
    """What changed between two states of a part; None where one can't be had."""
    if then is None or now is None:
        return None
    return changes(_whole(then), _whole(now))


def _whole(words: Words) -> str:
    return f"{words.title}\n\n{words.text}" if words.title else words.text
