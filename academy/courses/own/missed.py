"""What misses a section that was left out: questions about it, links to it.

Nobody is to be asked about what she wasn't told. No question says which section it is about, so
that is found by its words: it is about the section that has most of those which no other section of
the lesson has. That is right more often than not, and a person looks; so these are warnings. A link
to what isn't there leads to the top of its lesson, as a link to a heading does that has gone.
"""

import re
from collections.abc import Iterator, Mapping
from posixpath import normpath
from typing import Final

from academy.courses import markdown
from academy.courses.model import Course, Lesson
from academy.courses.own import blocks, words
from academy.courses.own.composing import Layered
from academy.courses.own.home import OWN
from academy.courses.own.places import Place, at
from academy.courses.pack import FACTS_FILE
from academy.courses.problems import Problem, refuse
from academy.courses.questions import Question
from academy.courses.reader import parts, source_hash

ENOUGH: Final = 2
"""Words that a question shares with a section and no other, before it is about it."""
_WORD: Final = re.compile(r"[^\W\d_\u2e80-\u9fff\uf900-\ufaff]{3,}|[\u2e80-\u9fff\uf900-\ufaff]+")


def problems(desk: Layered, course: Course) -> Iterator[Problem]:
    """What whoever leaves sections out should look at."""
    overlay = desk.overlay
    file = f"{OWN}/{overlay.id}/{FACTS_FILE}"
    for (slug, part), then in overlay.removed.items():
        told = [
            *_moved(desk, slug, part, then),
            *(_asked(one, slug, part) for one in questions(desk, course, slug, part)),
            *(
                f"A link in {one} leads to “{slug}#{part}”, which is left out."
                for one in links(course, slug, part)
            ),
        ]
        for problem in told:
            yield Problem(file, overlay.removed_line, problem, "warning")


def questions(desk: Layered, course: Course, slug: str, part: str) -> list[Question]:
    """The questions of a lesson, as it is now, that are about a section which it no longer has."""
    lesson = course.lesson(slug)
    gone = _text(desk, slug, part)
    if lesson is None or lesson.quiz is None or not gone:
        return []
    others = {id: words_of(one.source) for id, one in parts(lesson).items() if id != "quiz"}
    return [one for one in lesson.quiz.questions if _is_about(one, words_of(gone), others)]


def links(course: Course, slug: str, part: str) -> list[str]:
    """The pages with a link to a section that is left out, in the course's first language."""
    found: dict[str, None] = {}
    for lesson in course.lessons:
        for one in parts(lesson).values():
            if any(leads_to(lesson, link) == (slug, part) for link in _links(one.source)):
                found[lesson.file.partition("/")[2]] = None
    return list(found)


def leads_to(lesson: Lesson, target: str) -> tuple[str, str] | None:
    """The lesson and the section that a link on a lesson's page leads to, if it is such a link."""
    path, _, anchor = target.partition("#")
    here = f"{lesson.language}/{path}" if path else lesson.file.partition("/")[2]
    place = at(normpath(here))
    return (place[0].name, anchor) if place and place[0].kind == "lesson" else None


def words_of(text: str) -> set[str]:
    """Words that say what a text is about; of a script without spaces, each two signs."""
    found: set[str] = set()
    for one in _WORD.findall(text.casefold()):
        if "\u2e80" <= one[0] <= "\ufaff":
            found |= {one[at : at + 2] for at in range(len(one) - 1)}
        else:
            found.add(one)
    return found


def _is_about(question: Question, gone: set[str], others: Mapping[str, set[str]]) -> bool:
    said = words_of(_said(question))
    elsewhere = set[str]().union(*others.values())
    mine = len(said & gone - elsewhere)
    for id, there in others.items():
        rest = gone.union(*(one for other, one in others.items() if other != id))
        if len(said & there - rest) >= mine:
            return False
    return mine >= ENOUGH


def _said(question: Question) -> str:
    told = [question.source, question.more, question.case.more if question.case else ""]
    return "\n".join([*told, *(f"{one.source}\n{one.feedback}" for one in question.options)])


def _text(desk: Layered, slug: str, part: str) -> str:
    """What a section that is left out says in the course's first language."""
    first = desk.original.original
    mine = desk.own.text(f"{desk.overlay.id}/{Place('lesson', slug).file(desk.original, first)}")
    lesson = desk.original.lesson(slug)
    there = parts(lesson).get(part) if lesson else None
    own = words.all_of(blocks.read(mine, "", refuse)) if mine else {}
    return own[part].text if part in own else there.source if there else ""


def _moved(desk: Layered, slug: str, part: str, then: str) -> Iterator[str]:
    lesson = desk.original.lesson(slug)
    there = parts(lesson).get(part) if lesson else None
    if then and there is None:
        yield f"“{slug}/{part}” is left out, and the original no longer has it either."
    elif then and there is not None and source_hash(there) != then:
        yield f"“{slug}/{part}” is left out, and its original says something else since then."


def _asked(question: Question, slug: str, part: str) -> str:
    return (
        f"The question “{question.id}” of “{slug}” seems to ask about “{part}”, which is left out: "
        "take it out of the questions too, or say there what it needs."
    )


def _links(source: str) -> Iterator[str]:
    for token in markdown.walk(markdown.parse(source)) if "](" in source else ():
        if token.type == "link_open":
            yield str(token.attrs.get("href", ""))
