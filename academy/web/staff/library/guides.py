"""Guides to lessons and activities: on this screen and on paper, never on a phone."""

from functools import partial

from flask import Blueprint, Response, render_template
from markupsafe import Markup

from academy.courses import Activity, Course, Guide, Lesson, guide, locale_of
from academy.errors import AcademyError
from academy.languages import i18n
from academy.printing import guide as guide_paper
from academy.web.shared.app import as_read, house
from academy.web.staff import forms
from academy.web.staff.results.certificates import paper

bp = Blueprint("guides", __name__)


@bp.get("/guides/<course>/<of>")
def show(course: str, of: str) -> str:
    """How to hold a lesson or an activity, in the trainer's language where it is translated."""
    version, taught, found = _need(course, of)
    return render_template(
        "library/guides_show.html",
        course=version,
        taught=taught,
        minutes=_minutes(taught, i18n.current()),
        guide=found,
        text_dir=i18n.direction(locale_of(found.language)),
    )


@bp.get("/guides/<course>/<of>/paper")
def printed(course: str, of: str) -> Response:
    """The same to print, in one language throughout: the guide's."""
    version, _taught, found = _need(course, of)
    locale = locale_of(found.language)
    version = version.in_language(found.language)
    taught = _taught_by(version, of)
    lay_out = partial(
        guide_paper.html,
        taught.title,
        course=version.title,
        times=_minutes(taught, locale),
        parts=[
            guide_paper.Part(one.title, Markup(one.html))  # noqa: S704 - safe, as all courses' is
            for one in found.sections
        ],
        words=paper.words(locale),
    )
    return paper.printed(lay_out)


def _need(course: str, of: str) -> tuple[Course, Lesson | Activity, Guide]:
    """A course, what is taught in it, and the guide to that.

    Raises AcademyError: "course_unknown", "guide_unknown", "course_invalid".
    """
    found = house().library.course(course)
    if found is None:
        raise AcademyError("course_unknown")
    version = as_read(found.in_language)
    base = f"{forms.participants_door()}/courses"
    written = guide(house().packs.home_of(found.id), version, of, base=base)
    if written is None:
        raise AcademyError("guide_unknown")
    return version, _taught_by(version, of), written


def _taught_by(course: Course, of: str) -> Lesson | Activity:
    taught = course.lesson(of) or course.activity(of)
    if taught is None:
        raise AcademyError("guide_unknown")
    return taught


def _minutes(taught: Lesson | Activity, locale: str) -> str:
    """How long it takes, in words."""
    if isinstance(taught, Activity):
        ngettext = i18n.ngettext_for(locale)
        return ngettext("%(num)s minute", "%(num)s minutes", taught.minutes)
    told = {
        name: i18n.format_number(getattr(taught.minutes, name), locale)
        for name in ("reading", "alone", "together")
    }
    gettext = i18n.gettext_for(locale)
    return gettext(
        "Reading %(reading)s min · tasks %(alone)s min · with a group %(together)s min", **told
    )
