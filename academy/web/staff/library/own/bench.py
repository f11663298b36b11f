"""A course, a language, a lesson on the bench: what is there, and what there is to do."""

from collections import Counter
from itertools import count

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from academy.courses import pack_language
from academy.courses.own import Work, keeping
from academy.courses.own.manual import slug_of
from academy.courses.own.words import Words, all_of, value
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.text import tongues
from academy.web.shared import sentences
from academy.web.shared.app import house
from academy.web.staff.library.own.blueprint import at_work, bp, page
from academy.web.staff.library.own.named import meaning

Answer = Response | tuple[str, int]


@bp.get("/<course>/")
def course(course: str) -> str:
    """The languages of a course, each with how far it is."""
    return _course_page(at_work(course))


@bp.post("/<course>/")
def begin(course: str) -> Answer:
    """Go to a language that somebody wrote, there already or new."""
    at_hand = at_work(course)
    try:
        language = read_language(request.form.get("language", ""))
    except AcademyError as refused:
        return _course_page(at_hand, refused), sentences.status(refused)
    return redirect(url_for(".language", course=course, language=language), 303)


@bp.get("/<course>/<language>/")
def language(course: str, language: str) -> str:
    """The lessons of a course in one language, and how the course is called in it."""
    return language_page(at_work(course), known(language))


@bp.post("/<course>/<language>/")
def welcome(course: str, language: str) -> Answer:
    """Save title, summary, objectives, words of welcome, names of activities; begins a language."""
    at_hand, form = at_work(course), request.form
    try:
        keeping.save_welcome(
            at_hand, known(language), form.get("title", ""), form.get("summary", ""),
            form.get("objectives", "").splitlines(), form.get("text", ""),
            {one.id: form[name] for one in at_hand.course.activities
             if (name := f"activity-{one.id}") in form},
        )  # fmt: skip
    except AcademyError as refused:
        return language_page(at_hand, known(language), refused), sentences.status(refused)
    house().packs.look_again()
    flash(_("Saved."))
    return redirect(url_for(".language", course=course, language=language), 303)


@bp.get("/<course>/<language>/<lesson>/")
def lesson(course: str, language: str, lesson: str) -> str:
    """A lesson, original and one's own side by side, part by part."""
    return _lesson_page(at_work(course), known(language), lesson)


@bp.post("/<course>/<language>/<lesson>/")
def title(course: str, language: str, lesson: str) -> Answer:
    """Save how a lesson is called and what it is about; of the words, go to a new one."""
    at_hand, form = at_work(course), request.form
    if at_hand.place(lesson).kind == "glossary":
        word = _id_of_word(at_hand, language, form.get("title", ""))
        where = url_for(".part", course=course, language=language, lesson=lesson, part=word)
        return redirect(where, 303)
    try:
        keeping.save_title(
            at_hand, known(language), lesson, form.get("title", ""), form.get("summary", "")
        )
    except AcademyError as refused:
        return _lesson_page(at_hand, language, lesson, refused), sentences.status(refused)
    house().packs.look_again()
    flash(_("Saved."))
    return redirect(url_for(".lesson", course=course, language=language, lesson=lesson), 303)


def read_language(written: str) -> str:
    """A language as packs write it, by whatever name. Raises AcademyError("choice_unknown")."""
    language = pack_language(tongues.locale(written) or "")
    if not keeping.LANGUAGE.fullmatch(language):
        raise AcademyError("choice_unknown", field="language", value=written)
    return language


def known(language: str) -> str:
    """A language as packs write it, from an address. Raises AcademyError("not_found")."""
    if not keeping.LANGUAGE.fullmatch(language):
        raise AcademyError("not_found")
    return language


def _course_page(at_hand: Work, refused: AcademyError | None = None) -> str:
    rows = [(language, _counted(at_hand, language)) for language in at_hand.course.languages]
    return page("course", refused, work=at_hand, rows=rows, typed=request.form)


def _counted(at_hand: Work, language: str) -> list[tuple[str, int]]:
    """How many parts of all lessons are in which state."""
    found = Counter(
        one.state
        for lesson in at_hand.course.lessons
        for one in at_hand.pieces(language, lesson.slug)
    )
    return sorted(found.items(), key=lambda pair: -pair[1])


def _id_of_word(at_hand: Work, language: str, title: str) -> str:
    """A word as an id; one in letters that no id has gets a number that no other has."""
    known = {one.id for one in at_hand.pieces(language, "all.glossary")}
    free = (f"word-{number}" for number in count(1))
    return slug_of(title, "") or next(one for one in free if one not in known)


def _states(at_hand: Work, language: str, place: str) -> list[tuple[str, int]]:
    """How many parts of a place are in which state."""
    return sorted(Counter(one.state for one in at_hand.pieces(language, place)).items())


def language_page(at_hand: Work, language: str, refused: AcademyError | None = None) -> str:
    """The lessons of a course in one language, with a refusal or without."""
    version = at_hand.course.versions.get(language)
    source = at_hand.course.versions[at_hand.course.original]
    words = all_of(at_hand.welcome(language)) if version else {}
    first = all_of(at_hand.welcome(source.language))
    typed = request.form if refused and "title" in request.form else {
        "title": version.title if version else "",
        "summary": version.summary if version else "",
        "objectives": "\n".join(version.objectives) if version else "",
        "text": words["lead"].text if "lead" in words else "",
        **{f"activity-{id}": one for id, one in at_hand.titles(language).items()},
    }  # fmt: skip
    rows = []
    for one in source.lessons if version else ():
        own = version.lesson(one.slug) if version else None
        draft = own is None or own.language != language
        states = _states(at_hand, language, one.slug)
        rows.append((one, own if not draft else None, states))
    beside = [(one, _states(at_hand, language, one)) for one in at_hand.beside
              if version and at_hand.is_open(language, one)]  # fmt: skip
    return page(
        "language", refused, work=at_hand, language=language, source=source, rows=rows,
        beside=beside, version=version, typed=typed,
        first=first["lead"].text if "lead" in first else "",
    )  # fmt: skip


def _lesson_page(
    at_hand: Work, language: str, slug: str, refused: AcademyError | None = None
) -> str:
    at_hand.need(language)
    place = at_hand.place(slug)

    def html(said: Words, spoken: str) -> str:
        return at_hand.html(meaning(said) if place.kind == "glossary" else said, spoken)

    shown = at_hand.shown(language, slug)
    typed = request.form if refused else {
        "title": value(shown, "title"), "summary": value(shown, "summary"),
    }  # fmt: skip
    return page(
        "lesson", refused, work=at_hand, language=language, place=place, typed=typed,
        source=at_hand.lesson(slug) if place.kind == "lesson" else None,
        pieces=at_hand.pieces(language, slug), draft=at_hand.draft(language, slug) is not None,
        html=html, guide=f"guide.{slug}" if f"guide.{slug}" in at_hand.beside else None,
    )  # fmt: skip
