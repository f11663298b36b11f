"""The courses: what there is, a course, a lesson; having read it, checking oneself.

Reading needs neither an account nor an unlocked laptop.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import actions
from academy.courses import Course, Lesson, Section
from academy.errors import AcademyError
from academy.projections import learning, workshops
from academy.web.participant.common import need_visitor, store, tables, visitor
from academy.web.participant.reading import quizzes
from academy.web.participant.reading.progress import Done, progress, shelf
from academy.web.shared import drawing, worksheet
from academy.web.shared.app import as_read, chosen_locale, direction, house, version

if TYPE_CHECKING:
    from academy.courses import Insert

bp = Blueprint("courses", __name__, url_prefix="/courses")

STILL = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@bp.get("/")
def index() -> str:
    """Every course, in the reader's language where it has one."""
    library = house().library
    papers = house().model_papers
    return render_template(
        "reading/courses.html",
        courses=shelf(library, version, _done()),
        glossary=as_read(library.glossary),
        papers=as_read(papers.front) if papers else None,
    )


@bp.get("/<course>/", strict_slashes=False)
def course(course: str) -> str:
    """One course: what it is about, its lessons."""
    found = _course(course)
    return render_template(
        "reading/course.html",
        course=found,
        progress=progress(found, _done()),
        checked=drawing.month(found.guidance_as_of),
        text_dir=direction(found.language),
        worksheets=worksheet.of_course(course),
    )


@bp.get("/<course>/<lesson>/", strict_slashes=False)
def lesson(course: str, lesson: str) -> str:
    """One lesson, with the quiz as it was last answered on this phone.

    The search leads to it in the language in which something was found.
    """
    found, one = _lesson(course, lesson, request.args.get("in"))
    return _lesson_page(found, one, quizzes.latest(one))


@bp.get("/<course>/media/<name>")
def media(course: str, name: str) -> Response:
    """A picture of a course, as it was when the courses were read; nothing else of a pack."""
    picture = house().library.picture(course, name)
    data = picture.read() if picture else None
    if picture is None or data is None:
        abort(404)
    answer = Response(data, mimetype=picture.type)
    # Opened by itself, an SVG is a page of ours: one that may do nothing at all.
    answer.headers["Content-Security-Policy"] = STILL
    answer.headers["Cache-Control"] = "no-cache"
    answer.set_etag(picture.digest[:16], weak=True)
    return answer.make_conditional(request)


@bp.post("/<course>/<lesson>/finish")
def finish(course: str, lesson: str) -> Response:
    """Remember that the lesson was read."""
    _lesson(course, lesson)
    row = need_visitor()
    actions.finish_lesson(
        store(), workshop=row["workshop"], person=row["person"], course=course, lesson=lesson
    )
    return redirect(url_for("courses.lesson", course=course, lesson=lesson, _anchor="end"), 303)


@bp.post("/<course>/<lesson>/quiz")
def quiz(course: str, lesson: str) -> Response | tuple[str, int]:
    """Mark the answers, once all are there, and remember the try of whoever is signed in.

    Nobody else's answers are kept anywhere but in this phone's session.
    """
    found, one = _lesson(course, lesson)
    made = quizzes.sent(one)
    if made is None:
        raise AcademyError("lesson_unknown")
    if made.state != "done":
        return _lesson_page(found, one, made), 400
    row = visitor()
    if row is not None:
        actions.answer_quiz(
            store(), workshop=row["workshop"], person=row["person"], course=course, lesson=lesson,
            attempt=made.attempt, correct=made.marked.correct, of=made.marked.of,
        )  # fmt: skip
    quizzes.keep(one, made)
    return redirect(url_for("courses.lesson", course=course, lesson=lesson, _anchor="quiz"), 303)


def _lesson_page(course: Course, lesson: Lesson, made: quizzes.Try | None) -> str:
    row = visitor()
    done = _done()
    countries = _countries(lesson)
    key = (course.id, lesson.slug)
    return render_template(
        "reading/lesson.html",
        course=course,
        lesson=lesson,
        parts=lambda: _parts(lesson),
        seen_from="".join(sorted(countries)),
        inserts=lambda section: _inserts(lesson, section, countries),
        text_dir=direction(lesson.language),
        asked=course.language != _course(course.id).language,
        beads_here=progress(course, done).at(lesson.number),
        checked=drawing.month(course.guidance_as_of),
        month=drawing.month,
        read_in=drawing.month(lesson.reviewed.on) if lesson.reviewed else "",
        read=key in done,
        best=learning.scores(tables(), row["person"]).get(key) if row and made else None,
        made=made,
        previous=course.lessons[lesson.number - 2] if lesson.number > 1 else None,
        worksheets=bool(worksheet.of_course(course.id)),
        following=course.lessons[lesson.number] if lesson.number < len(course.lessons) else None,
    )


def _parts(lesson: Lesson) -> Iterator[tuple[Section, str]]:
    """Lead and sections with their HTML, where each term leads to what it means when it is new."""
    glossary = house().library.glossary(lesson.language)
    glossary = glossary if glossary and glossary.language == lesson.language else None
    seen: set[str] = set()
    for part in (lesson.lead, *lesson.sections):
        if part is not None:
            html = part.html
            yield part, glossary.marked(html, seen, "/courses/glossary/") if glossary else html


def _countries(lesson: Lesson) -> set[str]:
    """The countries of which this reader is told in a lesson.

    In a workshop, her own if she has named it and something is known of it, else the workshop's.
    Outside, all there are: what a network adds is as public as the course, every box names its
    country, and a phone that nobody has signed in on would otherwise be told of none.
    """
    known = house().inserts.countries(lesson.course, lesson.slug)
    row = visitor()
    if row is None or not known:
        return known
    held_in = workshops.workshop(tables(), row["workshop"])
    wanted = (row["country"], held_in["country"] if held_in else "")
    return {next((one for one in wanted if one in known), "")} - {""}


def _inserts(lesson: Lesson, section: str, countries: set[str]) -> "list[Insert]":
    asked = (lesson.course, lesson.slug, section)
    return house().inserts.shown(*asked, chosen_locale(), countries)


def _done() -> Done:
    row = visitor()
    return learning.finished(tables(), row["person"]) if row else ()


def _course(id: str, language: str | None = None) -> Course:
    found = house().library.course(id)
    if found is None:
        raise AcademyError("course_unknown")
    usual = version(found)
    asked = found.in_language(language) if language else usual
    return asked if language and asked.is_in(language) else usual


def _lesson(course: str, slug: str, language: str | None = None) -> tuple[Course, Lesson]:
    found = _course(course, language)
    one = found.lesson(slug)
    if one is None:
        raise AcademyError("lesson_unknown")
    return found, one
