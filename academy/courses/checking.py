"""Finds everything an author or translator should look at, before learners do.

What stops a pack from loading is found by the reader itself. Here is what only shows when texts are
held side by side: translations against originals, and files against what course.yaml lists. What is
inside the Markdown is in `prose`, questions that give themselves away are in `giveaways`.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from academy.courses import asterisks, boxes, glossary, guides, inside, provenance, times, week
from academy.courses.figures.checking import check_figures
from academy.courses.figures.reading import FIGURES_FILE
from academy.courses.giveaways import giveaways
from academy.courses.guides import Guide
from academy.courses.model import Course, Lesson, Section
from academy.courses.pack import FACTS_FILE, WELCOME_FILE, Desk
from academy.courses.problems import Problem, Severity
from academy.courses.prose import Shelf, check_guide, check_prose
from academy.courses.questions import Question
from academy.courses.reader import pack_ids, parts, read_course
from academy.courses.spacing import loose
from academy.courses.strays import strays
from academy.courses.vocabulary import avoided, written_in
from academy.errors import AcademyError

_OTHER_FOLDERS = {"media", "worksheets"}
_BESIDE = {glossary.FOLDER, "papers"}
"""What lies beside the packs and is none: the words, and the papers (`academy.papers`)."""


def check(folder: Path, only: Collection[str] = ()) -> list[Problem]:
    """Return all problems of all packs in `folder`, or of those packs in `only`, by file and line.

    Raises AcademyError `courses_missing` if there is no such folder, `course_unknown` if no such
    pack.
    """
    if unknown := set(only).difference(pack_ids(folder)):
        raise AcademyError("course_unknown", course=min(unknown))
    problems: list[Problem] = []
    desk = Desk(folder, problems.append)
    glossaries = glossary.read_all(desk)
    beside = Desk(folder, lambda _problem: None)  # what links may lead to, and no more
    found = [read_course(desk if not only or id in only else beside, id) for id in pack_ids(folder)]
    every = [course for course in found if course is not None]
    shelf = Shelf(folder, {course.id: course for course in every})
    courses = [course for course in every if not only or course.id in only]
    problems += _folders_without_facts(folder)
    for id in only or pack_ids(folder):
        problems += strays(folder, id)
    for course in courses:
        problems += _files_not_listed(folder, course)
        problems += check_figures(desk, course)
        for version in course.versions.values():
            problems += check_prose(version, shelf)
            problems += _reading_times(version)
            problems += giveaways(version)
            if version is not course:
                problems += _against_original(course, version)
        read: list[Guide] = []
        problems += guides.check(desk, course, read)
        for one in read:
            problems += check_guide(one, shelf)
    spoken = {language for course in every for language in course.versions}
    problems += glossary.check(glossaries, spoken)
    problems += avoided(desk.folder, courses, glossaries)
    problems += loose(desk.folder, courses)
    problems += _sheets(desk, courses)
    problems += provenance.check(folder, courses)
    if week.is_there(folder) and not only:
        problems += [*strays(folder, week.FOLDER), *week.problems(folder, shelf.courses)]
        problems += provenance.bare(folder, week.FOLDER)
    return sorted(set(problems))


def check_course(course: Course, shelf: Shelf) -> Iterator[Problem]:
    """Return what `check` finds inside one course: its texts, and languages against each other."""
    for version in course.versions.values():
        yield from check_prose(version, shelf)
        if version is not course:
            yield from _against_original(course, version)


def _folders_without_facts(folder: Path) -> Iterator[Problem]:
    for path in sorted(folder.iterdir()):
        if inside.is_link(path):
            yield Problem(path.name, 1, "This is a link; packs lie here themselves.")
        elif inside.is_fit(path.name) and (path / FACTS_FILE).is_symlink():
            yield Problem(f"{path.name}/{FACTS_FILE}", 1, "This is a link; a pack has none.")
        elif path.name == week.FOLDER and week.is_there(folder):
            continue
        elif (
            path.is_dir()
            and path.name[0] not in "._"
            and path.name not in _BESIDE
            and not (path / FACTS_FILE).exists()
        ):
            problem = f"The folder “{path.name}” has no course.yaml and is not read."
            yield Problem(f"{path.name}/{FACTS_FILE}", 1, problem, "warning")


def _files_not_listed(folder: Path, course: Course) -> Iterator[Problem]:
    pages = {WELCOME_FILE, FIGURES_FILE, *(Path(lesson.file).name for lesson in course.lessons)}
    for path in sorted((folder / course.id).iterdir()):
        if inside.is_link(path) or not path.is_dir() or path.name in _OTHER_FOLDERS:
            continue
        if path.name not in course.languages and any(path.glob("*.md")):
            problem = f"The language “{path.name}” is not listed in course.yaml."
            yield Problem(f"{course.id}/{FACTS_FILE}", 1, problem, "warning")
            continue
        for page in sorted(path.glob("*.md")):
            if page.name not in pages:
                problem = "No lesson of course.yaml has this number and name; it is not read."
                yield Problem(f"{course.id}/{path.name}/{page.name}", 1, problem, "warning")


def _sheets(desk: Desk, courses: list[Course]) -> Iterator[Problem]:
    """Name asterisks in worksheets and the evaluation, whose words are no Markdown."""
    for _, file in written_in(desk.folder, courses):
        if file.endswith(".yaml"):
            lines = (Desk(desk.folder, lambda _: None).text(file) or "").split("\n")
            for at, line in enumerate(lines, 1):
                yield from asterisks.told_of_words(file, at, line)


def _reading_times(version: Course) -> Iterator[Problem]:
    for lesson in version.lessons:
        if lesson.language == version.language:
            found = times.far_off(lesson.minutes.reading, lesson.text, lesson.language)
            if found is not None:
                problem = f"Reading this takes about {found} min, not {lesson.minutes.reading}."
                yield Problem(lesson.file, lesson.minutes.line, problem, "warning")


def _against_original(original: Course, version: Course) -> Iterator[Problem]:
    if len(original.objectives) != len(version.objectives):
        file = f"{version.id}/{version.language}/{WELCOME_FILE}"
        problem = f"The original has {len(original.objectives)} objectives, not "
        yield Problem(file, 1, f"{problem}{len(version.objectives)}.", "warning")
    for lesson in version.lessons:
        source = original.lesson(lesson.slug)
        if source is not None and lesson.language == version.language:
            yield from _LessonPair(source, lesson).problems()


class _LessonPair:
    """A lesson and its translation."""

    def __init__(self, source: Lesson, lesson: Lesson) -> None:
        self.source = source
        self.lesson = lesson

    def problems(self) -> Iterator[Problem]:
        yield from self._minutes()
        yield from self._sections()
        yield from self._quiz()
        yield from self._sources()

    def _say(self, line: int, problem: str, severity: Severity = "error") -> Problem:
        return Problem(self.lesson.file, line, problem, severity)

    def _minutes(self) -> Iterator[Problem]:
        """Doing the tasks takes as long in every language; only reading doesn't."""
        for name in ("alone", "together"):
            here, there = (getattr(one.minutes, name) for one in (self.lesson, self.source))
            if here != there:
                problem = f"“{name}” in “minutes” is {here} here and {there} in the original."
                yield self._say(self.lesson.minutes.line, problem)

    def _sections(self) -> Iterator[Problem]:
        here = {section.id: section.line for section in self.lesson.sections}
        there = [section.id for section in self.source.sections]
        yield from self._ids("section", here, there)
        for section in self.lesson.sections:
            yield from self._boxes(section)
        if (self.lesson.lead is None) != (self.source.lead is None):
            which = "The original has" if self.lesson.lead is None else "Only this language has"
            yield self._say(1, f"{which} a text before the first section.", "warning")

    def _boxes(self, here: Section) -> Iterator[Problem]:
        there = self.source.section(here.id)
        shown, wanted = (", ".join(boxes.paths(one.source)) if one else "" for one in (here, there))
        if there is not None and shown != wanted:
            problem = f"The boxes of “{here.id}” are {shown or 'none'} here and "
            yield self._say(here.line, f"{problem}{wanted or 'none'} in the original.")

    def _ids(self, what: str, here: dict[str, int], there: list[str]) -> Iterator[Problem]:
        for id in there:
            if id not in here:
                yield self._say(1, f"The {what} “{id}” of the original is missing.")
        for id, line in here.items():
            if id not in there:
                yield self._say(line, f"The original has no {what} “{id}”.")
        if set(here) == set(there):
            for (id, line), other in zip(here.items(), dict.fromkeys(there), strict=True):
                if id != other:
                    yield self._say(line, f"The original has the {what} “{other}” here.")
                    return

    def _quiz(self) -> Iterator[Problem]:
        here, there = self.lesson.quiz, self.source.quiz
        if here is None or there is None:
            if there is not None:
                yield self._say(1, "The quiz of the original is missing.")
            elif here is not None:
                yield self._say(here.line, "The original has no quiz.")
            return
        originals = {question.id: question for question in there.questions}
        lines = {question.id: question.line for question in here.questions}
        yield from self._ids("question", lines, list(originals))
        for question in here.questions:
            if question.id in originals:
                yield from self._question(question, originals[question.id])

    def _question(self, here: Question, there: Question) -> Iterator[Problem]:
        problem = here.differs(there)
        if problem:
            yield self._say(here.line, f"The question “{here.id}” {problem}.")
        if (here.case and here.case.id) != (there.case and there.case.id):
            yield self._say(here.line, f"In the original “{here.id}” belongs to another case.")

    def _sources(self) -> Iterator[Problem]:
        """Warn of parts that are stale, that nobody stamped, or that are stamped in vain."""
        here, there = parts(self.lesson), parts(self.source)
        unstamped = [id for id in here if id in there and id not in self.lesson.sources]
        for id, part in here.items():
            if part.stale:
                problem = f"The original of “{id}” has changed since it was translated."
                yield self._say(max(part.line, 1), problem, "warning")
        if unstamped:
            command = f"academy courses stamp {self.lesson.course} {self.lesson.language}"
            problem = f"Not stamped: {', '.join(unstamped)}. Run “{command}” when they agree."
            yield self._say(1, problem, "warning")
        for id in self.lesson.sources:
            if id not in there:
                yield self._say(1, f"“sources” names “{id}”, which nothing has.", "warning")
