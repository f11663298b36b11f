"""How many sheets of paper the handouts of a course take: for whoever writes and translates it.

A lesson that takes one sheet, both sides, is carried home; a second one stays on the chair. Which
lessons do can only be said by laying them out, which takes a moment each and needs Pango. So it is
asked for by itself, and `academy.courses`, which knows no paper, is not asked.
"""

from academy.courses import Course, Library, Problem
from academy.courses.away import drawn
from academy.printing import lessons, pdf
from academy.takehome.things import Speak


def sheets(course: Course, library: Library, speak: Speak) -> dict[str, int]:
    """The sheets that each lesson takes which a course has in this language, by slug.

    Raises AcademyError: "pdf_unavailable", "paper_failed".
    """
    words, pictures = speak(course.language), drawn(library, course.id)
    return {
        lesson.slug: pdf.sheets(
            lessons.handout(course, lesson, words=words, pictures=pictures), lessons.SIZES
        )
        for lesson in course.lessons
        if lesson.language == course.language
    }


def too_long(library: Library, speak: Speak) -> list[Problem]:
    """A warning for each lesson that takes more than one sheet. Raises as `sheets`."""
    found = []
    for course in library.courses:
        for version in course.versions.values():
            for slug, count in sheets(version, library, speak).items():
                lesson = version.lesson(slug)
                if lesson is not None and count > 1:
                    problem = (
                        f"As a handout this takes {count} sheets of paper, both sides, not one."
                    )
                    found.append(Problem(lesson.file, 1, problem, "warning"))
    return found
