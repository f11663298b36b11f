"""The courses: what there is, a course, a lesson; having read it, checking oneself.

Reading needs neither an account nor an unlocked laptop.
"""

from collections.abc import Mapping
from uuid import uuid4

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from academy import actions, i18n
from academy.courses import Course, Lesson, locale_of
from academy.errors import AcademyError
from academy.projections import learning
from academy.web.participant.common import need_visitor, store, tables, visitor
from academy.web.participant.progress import Done, progress, shelf
from academy.web.shared import worksheet
from academy.web.shared.app import chosen_locale, house

bp = Blueprint("courses", __name__, url_prefix="/courses")

STILL = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@bp.get("/")
def index() -> str:
    """Every course, in the reader's language where it has one."""
    return render_template(
        "participant/courses.html", courses=shelf(house().library, chosen_locale(), _done())
    )


@bp.get("/<course>/", strict_slashes=False)
def course(course: str) -> str:
    """One course: what it is about, its lessons."""
    found = _course(course)
    return render_template(
        "participant/course.html",
        course=found,
        progress=progress(found, _done()),
        checked=_month(found.guidance_as_of),
        text_dir=i18n.direction(locale_of(found.language)),
        worksheets=worksheet.of_course(course),
    )


@bp.get("/<course>/<lesson>/", strict_slashes=False)
def lesson(course: str, lesson: str) -> str:
    """One lesson, with the quiz as it was last answered on this phone.

    The search leads to it in the language in which something was found.
    """
    found, one = _lesson(course, lesson, request.args.get("in"))
    kept = session.get("quiz", {})
    answers = kept.get("answers", {}) if kept.get("of") == [course, lesson] else {}
    return _lesson_page(found, one, answers)


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
    if one.quiz is None:
        raise AcademyError("lesson_unknown")
    answers = _answers(one)
    marked = one.quiz.mark(answers)
    if any(question.chosen is None for question in marked.questions):
        return _lesson_page(found, one, answers), 400
    row = visitor()
    if row is not None:
        actions.answer_quiz(
            store(), workshop=row["workshop"], person=row["person"], course=course, lesson=lesson,
            attempt=_attempt(), correct=marked.correct, of=marked.of,
        )  # fmt: skip
    session["quiz"] = {"of": [course, lesson], "answers": answers}
    return redirect(url_for("courses.lesson", course=course, lesson=lesson, _anchor="quiz"), 303)


def _lesson_page(course: Course, lesson: Lesson, answers: Mapping[str, int]) -> str:
    row = visitor()
    done = _done()
    key = (course.id, lesson.slug)
    marked = lesson.quiz.mark(answers) if lesson.quiz and _was_answered(answers) else None
    unanswered = sum(one.chosen is None for one in marked.questions) if marked else 0
    return render_template(
        "participant/lesson.html",
        course=course,
        lesson=lesson,
        text_dir=i18n.direction(locale_of(lesson.language)),
        asked=course.language != _course(course.id).language,
        beads_here=progress(course, done).at(lesson.number),
        checked=_month(course.guidance_as_of),
        read=key in done,
        best=learning.scores(tables(), row["person"]).get(key) if row and lesson.quiz else None,
        marked=marked if not unanswered else None,
        chosen=answers,
        unanswered=unanswered,
        attempt=uuid4().hex,
        previous=course.lessons[lesson.number - 2] if lesson.number > 1 else None,
        worksheets=bool(worksheet.of_course(course.id)),
        following=course.lessons[lesson.number] if lesson.number < len(course.lessons) else None,
    )


def _was_answered(answers: Mapping[str, int]) -> bool:
    return bool(answers) or request.method == "POST"


def _answers(lesson: Lesson) -> dict[str, int]:
    questions = lesson.quiz.questions if lesson.quiz else ()
    sent = {one.id: request.form.get(one.id, "") for one in questions}
    return {id: int(sign) for id, sign in sent.items() if sign in set("0123456789")}


def _attempt() -> str:
    """The page's own id for this try; a fresh one where the page sent none of ours."""
    sent = request.form.get("attempt", "")
    return sent if len(sent) == 32 and set(sent) <= set("0123456789abcdef") else uuid4().hex  # noqa: PLR2004


def _done() -> Done:
    row = visitor()
    return learning.finished(tables(), row["person"]) if row else ()


def _course(id: str, language: str | None = None) -> Course:
    found = house().library.course(id)
    if found is None:
        raise AcademyError("course_unknown")
    usual = found.in_language(chosen_locale())
    return found.versions.get(language, usual) if language else usual


def _lesson(course: str, slug: str, language: str | None = None) -> tuple[Course, Lesson]:
    found = _course(course, language)
    one = found.lesson(slug)
    if one is None:
        raise AcademyError("lesson_unknown")
    return found, one


def _month(value: str | None) -> str:
    """`2026-11` as the reader writes it."""
    if not value:
        return ""
    year, _, month = value.partition("-")
    return i18n.format_month(int(year), int(month), i18n.current())
