"""Leaves a section out of a lesson, in every language, and puts it back. Nothing is thrown away."""

from collections.abc import Mapping

from academy.courses import structure
from academy.courses.own import trying, words
from academy.courses.own.bench import Work
from academy.courses.own.changing import Change
from academy.errors import AcademyError


def take_out(work: Work, slug: str, id: str) -> None:
    """Leave a section out of a lesson, in every language; one's own words for it are kept aside.

    Raises AcademyError: "lesson_unknown", "section_unknown", "section_last", and as `save`.
    """
    with trying.ONE_AT_A_TIME:
        pieces = {one.id: one for one in work.pieces(work.course.original, slug)}
        sections = pieces.keys() - {structure.LEAD, structure.QUIZ}
        if work.whole or work.place(slug).kind != "lesson" or id not in sections:
            raise AcademyError("section_unknown")
        if not any(not pieces[one].removed for one in sections - {id}):
            raise AcademyError("section_last")
        change = Change(work)
        then = change.keep(pieces[id].below, id)
        _write_removed(change, {**_removed(work), f"{slug}/{id}": then})


def put_back(work: Work, slug: str, id: str) -> None:
    """Have a section again that was left out. Raises as `take_out`."""
    with trying.ONE_AT_A_TIME:
        left = _removed(work)
        if left.pop(f"{slug}/{id}", None) is None:
            raise AcademyError("section_unknown")
        _write_removed(Change(work), left)


def keep_out(work: Work, slug: str, id: str) -> None:
    """Note which text it is today that is left out; where there is none any more, nothing is."""
    first = words.all_of(work.below_page(work.course.original, slug)).get(id)
    with trying.ONE_AT_A_TIME:
        change, left = Change(work), _removed(work)
        left.pop(f"{slug}/{id}")
        if first is not None:
            left[f"{slug}/{id}"] = change.keep(first, id)
        _write_removed(change, left)


def _removed(work: Work) -> dict[str, str]:
    found = work.overlay.removed if work.overlay else {}
    return {f"{slug}/{part}": then for (slug, part), then in found.items()}


def _write_removed(change: Change, removed: Mapping[str, str]) -> None:
    change.facts(removed=removed)
    trying.tried(change.work, change.files)
    trying.apply(change.work.own, change.work.folder, change.files)
