"""What is asked of a whole week: the questions before and after it, and the evaluation.

    courses/week/week.yaml              facts, the same in all languages
    courses/week/<language>/form-a.md   the questions of one form, written as a lesson's quiz is
    courses/week/<language>/form-b.md   their twins
    courses/week/<language>/evaluation.yaml

week.yaml:

    id: week
    version: "1.0.0"
    licence: CC-BY-SA-4.0
    original: en
    languages: [en, fr, zh-Hans]
    about: {q-ask: advocacy/what-advocacy-is}     by question: the lesson that it belongs to
    scales: [relevance, pace]                     what the evaluation asks from 1 to 5
    remarks: [useful]                             what it asks in words

evaluation.yaml has a `title`, a `lead`, a `warning` above what is written freely, the `scale` (five
words, from least to most), and in `asked` the words of every scale and remark.

**The two forms.** One half of a class takes A before and B after, the other half B before and A
after; so what is left of a difference between the forms is in both means alike and leaves the gain
alone. A question and its twin have one id: they are about one lesson, of one kind, with as many
options, and ask for the same step with another case or other numbers. `problems` says where that
isn't so as far as a program can see it: other ids or kinds, a question half as long again as its
twin, a right option at the same place, and whatever gives a question away (`giveaways`). It also
names the lessons that no question is about. A language may wait with the questions about lessons
that it doesn't have yet; they are asked in the original's words.

A network translates all of it into a language that it doesn't have (`academy.courses.own`), and
changes nothing else in it: what is asked before and after must be the same for everybody.

This is a bank for all courses. A workshop asks of it what its plan teaches, a dozen at most
(`academy.rules.assessment.asked`).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from academy.courses import asterisks, reviews, structure, traditional
from academy.courses import facts as facts_
from academy.courses.asked import Maker
from academy.courses.languages import SIMPLIFIED, TRADITIONAL, pack_language
from academy.courses.markdown import Place, plain_inline
from academy.courses.model import Course, Quiz
from academy.courses.pack import Desk
from academy.courses.problems import Problem, refuse
from academy.errors import AcademyError
from academy.rules.assessment import FORMS

FOLDER = "week"
FACTS = "week.yaml"
EVALUATION = "evaluation.yaml"
STEPS = 5
"""From how little to how much somebody can say."""
LONGER_BY = 1.5


@dataclass(frozen=True)
class Evaluation:
    """What is asked at the end: `scales` from 1 to 5 and `remarks` in words, by id."""

    title: str
    lead: str
    warning: str
    scale: tuple[str, ...]
    scales: Mapping[str, str]
    remarks: Mapping[str, str]


@dataclass(frozen=True)
class Version:
    """All of it in one language."""

    language: str
    forms: Mapping[str, Quiz]
    evaluation: Evaluation


@dataclass(frozen=True)
class Week:
    """All of it in every language that it has."""

    id: str
    original: str
    about: Mapping[str, str]
    versions: Mapping[str, Version]

    def in_language(self, locale: str) -> Version:
        """It in `locale`, else in its original language."""
        wanted, first = pack_language(locale), self.versions[self.original]
        found = self.versions.get(wanted)
        return found or (self._traditional if wanted == TRADITIONAL else None) or first

    @cached_property
    def _traditional(self) -> Version | None:
        simplified = self.versions.get(SIMPLIFIED)
        return traditional.made(simplified) if simplified is not None else None


def file_of(language: str, form: str) -> str:
    """The file of one form, below the courses folder."""
    return f"{FOLDER}/{language}/form-{form}.md"


def is_there(folder: Path) -> bool:
    """Whether a folder of courses has questions for a week."""
    return (folder / FOLDER / FACTS).is_file()


def load_week(folder: Path, *, leave_out_broken: bool = False) -> Week | None:
    """Read the week's questions; None where a folder of courses has none.

    Raises AcademyError `course_invalid`; with `leave_out_broken` a broken one is none.
    """
    if not is_there(folder):
        return None
    try:
        return _filled(read_week(Desk(folder, refuse)))
    except AcademyError:
        if leave_out_broken:
            return None
        raise


def _filled(week: Week | None) -> Week | None:
    """What a language doesn't ask yet, it asks in the original's words: all are asked the same."""
    if week is None:
        return None
    first = week.versions[week.original].forms

    def filled(form: str, quiz: Quiz) -> Quiz:
        own = {one.id: one for one in quiz.questions}
        questions = tuple(own.get(one.id, one) for one in first[form].questions)
        return replace(quiz, questions=questions)

    return replace(
        week,
        versions={
            language: replace(one, forms={form: filled(form, q) for form, q in one.forms.items()})
            for language, one in week.versions.items()
        },
    )


def read_week(desk: Desk) -> Week | None:
    """Read it with a desk of one's own, which is told of every problem."""
    file = f"{FOLDER}/{FACTS}"
    facts = facts_.read(desk.text(file) or "", file, desk.report)
    facts.know_only(["id", "version", "licence", "original", "languages", "about", "scales",
                     "remarks"])  # fmt: skip
    facts.text("version"), facts.text("licence")
    reader = _Reader(desk, facts.texts("scales"), facts.texts("remarks"))
    versions = {one: reader.version(one) for one in facts.texts("languages")}
    if facts.text("original") not in versions:
        facts.complain("original", "The original language is not among the languages.")
        return None
    return Week(facts.text("id"), facts.text("original"), facts.mapping("about"), versions)


def read_own(desk: Desk, week: Week, language: str) -> Version | None:
    """A language that a network translated it into; None while something of it is missing.

    `desk` has a pack of its own before it, and is told of everything that is wrong.
    """
    first = week.versions[week.original].evaluation
    reader = _Reader(desk, tuple(first.scales), tuple(first.remarks), notes=("sources",))
    there = [form for form in FORMS if desk.is_there(file_of(language, form))]
    forms = {form: reader.form(language, form) for form in there}
    for problem in _of_forms(week, language, forms):
        desk.report(problem)
    if not desk.is_there(f"{FOLDER}/{language}/{EVALUATION}"):
        return None
    evaluation = reader.evaluation(language)
    return Version(language, forms, evaluation) if len(forms) == len(FORMS) else None


@dataclass(frozen=True)
class _Reader:
    desk: Desk
    scales: tuple[str, ...]
    remarks: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """What else may stand above a text and is not read here."""

    def version(self, language: str) -> Version:
        forms = {form: self.form(language, form) for form in FORMS}
        return Version(language, forms, self.evaluation(language))

    def _text(self, file: str) -> str:
        text = self.desk.text(file)
        if text is None:
            self.desk.report(Problem(file, 1, "This file is missing."))
        return text or "---\n---\n"

    def form(self, language: str, form: str) -> Quiz:
        """The questions of one form."""
        file, report = file_of(language, form), self.desk.report
        facts, body, first = facts_.split(self._text(file), file, report)
        facts.know_only([*reviews.KEYS, *self.notes])
        reviews.read(facts)
        reviews.edited(facts)
        parts = structure.sections(body, first, file, report)
        quiz = next((part for part in parts if part.id == structure.QUIZ), None)
        if quiz is None:
            report(Problem(file, 1, "The questions stand below a heading with “{#quiz}”."))
            quiz = structure.Part(structure.QUIZ, "", 1)
        lead, found = structure.questions(quiz, file, report)
        place = Place(FOLDER, language, self.desk.base)
        questions = Maker(place, file, report).questions(found)
        return Quiz(
            plain_inline(quiz.title), questions, language, stale=False, place=place, lead=lead,
            source=quiz.source, line=quiz.line,
        )  # fmt: skip

    def evaluation(self, language: str) -> Evaluation:
        """What is asked at the end."""
        file = f"{FOLDER}/{language}/{EVALUATION}"
        facts = facts_.read(self._text(file), file, self.desk.report)
        facts.know_only(["title", "lead", "warning", "scale", "asked", *reviews.KEYS, *self.notes])
        reviews.read(facts)
        reviews.edited(facts)
        asked, scale = facts.mapping("asked"), facts.texts("scale")
        if len(scale) != STEPS:
            facts.complain("scale", f"“scale” must have {STEPS} words.")
        for id in (*self.scales, *self.remarks):
            if not asked.get(id, "").strip():
                facts.complain("asked", f"“asked” has no words for “{id}”.")
        for id in asked.keys() - {*self.scales, *self.remarks}:
            facts.complain("asked", f"{FACTS} has no “{id}”.")
        return Evaluation(
            facts.text("title"), facts.text("lead"), facts.text("warning"), scale,
            {id: asked.get(id, "") for id in self.scales},
            {id: asked.get(id, "") for id in self.remarks},
        )  # fmt: skip


def problems(folder: Path, courses: Mapping[str, Course]) -> list[Problem]:
    """Everything an author should look at in the week's questions, for `checking.check`."""
    found: list[Problem] = []
    week = read_week(Desk(folder, found.append))
    if week is None:
        return found
    first = week.versions[week.original]
    found += _lessons(week, first, courses)
    for version in week.versions.values():
        waiting = _waiting(week, version.language, courses)
        found += _of_forms(week, version.language, version.forms, waiting)
        for form, quiz in version.forms.items():
            asked = {question.id for question in quiz.questions}
            if missing := [id for id in week.about if id in waiting - asked]:
                file = file_of(version.language, form)
                problem = f"Not translated yet, with their lessons: {', '.join(missing)}."
                found.append(Problem(file, quiz.line, problem, "warning"))
    return found


def _waiting(week: Week, language: str, courses: Mapping[str, Course]) -> set[str]:
    """The questions about lessons that a language doesn't have yet."""
    found = set()
    for id, about in week.about.items():
        course, _, slug = about.partition("/")
        lesson = courses[course].in_language(language).lesson(slug) if course in courses else None
        if lesson is None or lesson.language != language:
            found.add(id)
    return found


def _of_forms(
    week: Week, language: str, forms: Mapping[str, Quiz], waiting: Collection[str] = ()
) -> Iterator[Problem]:
    """What is wrong in the forms of one language, as far as they are there; the questions that
    are `waiting` may be missing.
    """
    from academy.courses.giveaways import of_quizzes  # for authors: no page needs it

    files = {form: file_of(language, form) for form in forms}
    if len(forms) == len(FORMS):
        yield from _apart(forms["a"], forms["b"], files["b"], "form A")
        yield from _twins(forms["a"], forms["b"], files["b"])
    yield from of_quizzes([(files[form], forms[form]) for form in forms], f"{FOLDER}/{FACTS}")
    first = week.versions[week.original]
    for form, quiz in forms.items():
        yield from asterisks.told(files[form], quiz.line, quiz.source)
        if language != week.original:
            asked = {question.id for question in quiz.questions}
            original = first.forms[form].only(asked | set(week.about) - set(waiting))
            yield from _apart(original, quiz, files[form], "the original")


def _lessons(week: Week, first: Version, courses: Mapping[str, Course]) -> Iterator[Problem]:
    file = f"{FOLDER}/{FACTS}"
    asked = [question.id for question in first.forms["a"].questions]
    for id in dict.fromkeys([*asked, *week.about]):
        there, _, lesson = week.about.get(id, "").partition("/")
        if id not in asked:
            yield Problem(file, 1, f"“about” names “{id}”, which no form asks.")
        elif there not in courses or courses[there].lesson(lesson) is None:
            yield Problem(file, 1, f"“about” names no lesson for “{id}”.")
    for course in courses.values():
        for one in course.lessons:
            if f"{course.id}/{one.slug}" not in week.about.values():
                problem = f"No question before and after a week is about “{course.id}/{one.slug}”."
                yield Problem(file, 1, problem, "warning")


def _apart(there: Quiz, here: Quiz, file: str, what: str) -> Iterator[Problem]:
    """Where two quizzes that should ask the same differ in what a program can compare."""
    ids = [question.id for question in there.questions]
    if [question.id for question in here.questions] != ids:
        yield Problem(file, here.line, f"The questions are not those of {what}, in its order.")
        return
    for one, other in zip(there.questions, here.questions, strict=True):
        same_place = what != "form A"
        if one.kind != other.kind or len(one.options) != len(other.options):
            yield Problem(file, other.line, f"“{other.id}” is of another shape than in {what}.")
        elif same_place and (problem := other.differs(one)):
            yield Problem(file, other.line, f"The question “{other.id}” {problem}.")


def _twins(a: Quiz, b: Quiz, file: str) -> Iterator[Problem]:
    """Where a question is not as hard to read, or as open, as its twin."""
    from academy.courses.giveaways import width

    for one, twin in zip(a.questions, b.questions, strict=False):
        sizes = sorted(
            width(q.source + q.more) + sum(width(o.text) for o in q.options) for q in (one, twin)
        )
        if sizes[1] > sizes[0] * LONGER_BY:
            problem = f"“{twin.id}” is half as long again in one form as in the other."
            yield Problem(file, twin.line, problem)
        places = [[option.right for option in q.options] for q in (one, twin)]
        if one.kind in {"one", "several"} and places[0] == places[1]:
            problem = f"The right option of “{twin.id}” stands at the same place in both forms."
            yield Problem(file, twin.line, problem)
