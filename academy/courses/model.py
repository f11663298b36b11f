"""What a course pack holds once it is read: courses, lessons, sections, quizzes.

Everything here is frozen and may be shared between threads. HTML and plain text are made from
Markdown when first asked for, then kept. All HTML is safe to put on a page as it is.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby

from academy.courses import citations, markdown, times, traditional
from academy.courses.citations import Citation
from academy.courses.figures import Figure
from academy.courses.languages import MADE_FROM, TRADITIONAL, pack_language
from academy.courses.lineage import Lineage, Origin
from academy.courses.pictures import Picture
from academy.courses.questions import Case, MarkedQuestion, Question, Sent
from academy.courses.reviews import Review
from academy.courses.terms import STANDS_IN, Glossary, Term
from academy.courses.times import Minutes


@dataclass(frozen=True)
class Section:
    """A part of a lesson under its own heading, or the text that leads into the lesson."""

    id: str
    """The same in every language; the anchor of the section on its page. The lead's is `lead`."""
    title: str
    """Plain text, empty for the lead."""
    language: str
    stale: bool
    """The original has changed since this translation was made from it."""
    place: markdown.Place = field(repr=False)
    source: str = field(repr=False)
    """The Markdown below the heading."""
    line: int = field(repr=False)
    """Where the section starts in its file, counted from 1."""
    as_of: str | None = None
    """Up to when its advice was checked, `YYYY` or `YYYY-MM`, where the course's date isn't it."""
    numbers: Mapping[str, int] = field(default_factory=dict, repr=False, hash=False)
    """The numbers of the works that the lesson rests on, by id."""

    @cached_property
    def html(self) -> str:
        """The body, without its heading; headings in it start at `<h3>`."""
        return markdown.blocks(citations.linked(self.source, self.numbers), self.place)

    @cached_property
    def text(self) -> str:
        """What a reader sees, as plain text for searching; one line for each block."""
        return markdown.plain(self.source, self.place)


@dataclass(frozen=True)
class Marked:
    """A quiz after marking."""

    questions: tuple[MarkedQuestion, ...]
    correct: int
    of: int

    @property
    def parts(self) -> tuple[tuple[Case | None, tuple[MarkedQuestion, ...]], ...]:
        """The questions as they stand together: those of a case with it, the others with None."""
        return tuple((case, tuple(some)) for case, some in groupby(self.questions, _case_of))

    @property
    def percent(self) -> int:
        """Rounded down, so that no page shows 70 % for what is not yet 70 %."""
        return self.correct * 100 // self.of if self.of else 0

    def passes(self, pass_percent: int) -> bool:
        """Whether at least `pass_percent` % are right, in whole numbers."""
        return self.of > 0 and self.correct * 100 >= pass_percent * self.of


@dataclass(frozen=True)
class Quiz:
    """The questions at the end of a lesson."""

    title: str
    questions: tuple[Question, ...]
    language: str
    stale: bool
    place: markdown.Place = field(repr=False)
    lead: str = field(repr=False)
    source: str = field(repr=False)
    line: int = field(repr=False)

    @cached_property
    def lead_html(self) -> str:
        """What stands before the first question; mostly empty."""
        return markdown.blocks(self.lead, self.place) if self.lead else ""

    def only(self, ids: Collection[str]) -> "Quiz":
        """The same without the questions that are not among `ids`."""
        return replace(self, questions=tuple(one for one in self.questions if one.id in ids))

    def read(self, sent: Sent, language: str) -> dict[str, str]:
        """What a phone sent, as `mark` takes it: question id → a short text. Nothing else of it.

        `sent` gives all values under a name, such as a form's `getlist`.
        """
        found = {one.id: one.read(sent, language) for one in self.questions}
        return {id: kept for id, kept in found.items() if kept}

    def mark(self, answers: Mapping[str, str]) -> Marked:
        """Mark `answers`: question id → what its `read` made of what was sent.

        Unknown questions are ignored; what is missing or makes no sense counts as unanswered, and
        unanswered is not right.
        """
        marked = tuple(one.mark(answers.get(one.id, "")) for one in self.questions)
        return Marked(marked, sum(one.right for one in marked), len(marked))


def _case_of(marked: MarkedQuestion) -> Case | None:
    return marked.question.case


@dataclass(frozen=True)
class Lesson:
    """One sitting: lead, sections, quiz."""

    course: str
    """The course's id."""
    slug: str
    number: int
    """From 1, in the order of course.yaml."""
    title: str
    summary: str
    minutes: Minutes
    language: str
    """The language this text is in, which is the original's where a translation is missing."""
    reviewed: Review | None
    """A community speaker has read this text, in this role and on this day; None for a draft."""
    lead: Section | None
    sections: tuple[Section, ...]
    quiz: Quiz | None
    file: str = field(repr=False)
    """Path below the courses folder, for people who write lessons."""
    sources: Mapping[str, str] = field(repr=False, hash=False)
    """Which state of the original each part was translated from: part id → `source_hash`."""
    edited: str = ""
    """The day on which an editor read it (`reviews`), or ""."""
    citations: tuple[Citation, ...] = ()
    """The works it rests on, in the order of their numbers."""
    converted: bool = False
    """A program has put it into other characters than it was written in."""

    def is_in(self, locale: str) -> bool:
        """Whether this text is in `locale` (`zh_Hans` and `zh-Hans` are the same)."""
        return self.language == pack_language(locale)

    @property
    def written_in(self) -> str:
        """The language in which somebody wrote it: where it is told what became of a part."""
        return MADE_FROM[self.language] if self.converted else self.language

    @property
    def text(self) -> str:
        """What is to be read, its headings too, as plain text; the questions are not in it."""
        parts = (self.lead, *self.sections)
        return "\n".join(f"{part.title}\n{part.text}" for part in parts if part is not None)

    def section(self, id: str) -> Section | None:
        """Return the section with this id, or None."""
        return next((section for section in self.sections if section.id == id), None)

    @property
    def stale(self) -> bool:
        """Something in this translation is older than its original."""
        parts = (self.lead, self.quiz, *self.sections)
        return any(part.stale for part in parts if part is not None)


@dataclass(frozen=True)
class Activity:
    """What a group does together for an hour or two. How is in its guide, which no phone sees."""

    course: str
    """The course's id."""
    id: str
    title: str
    language: str
    """The language of the title, which is the original's where nobody has translated it."""
    minutes: int
    by_hand: bool = False
    """It has a place of its own in a week, so only somebody puts it there."""


@dataclass(frozen=True)
class Course:
    """A course in one language."""

    id: str
    version: str
    licence: str
    title: str
    summary: str
    objectives: tuple[str, ...]
    """Plain text, one sentence each."""
    lessons: tuple[Lesson, ...]
    """In order; a lesson nobody has translated yet stands here in the original language."""
    language: str
    original: str
    languages: tuple[str, ...]
    """Those this course can be read in, original first, named as packs name them (`zh-Hans`)."""
    pass_percent: int
    guidance_as_of: str | None
    """Month up to which the advice was checked, `YYYY-MM`."""
    adapted_from: tuple[Origin, ...]
    place: markdown.Place = field(repr=False)
    body: str = field(repr=False)
    body_line: int = field(repr=False)
    activities: tuple[Activity, ...]
    """In the order of course.yaml."""
    versions: Mapping[str, "Course"] = field(repr=False, compare=False, hash=False)
    """This course in every language it has."""
    figures: Mapping[str, Figure] = field(default_factory=dict, repr=False, hash=False)
    """Its pictures with words, by name, as far as this language has them; see `figure`."""
    lineage: Lineage | None = field(default=None, repr=False, compare=False)
    """None for a course that is as it was made."""

    @cached_property
    def html(self) -> str:
        """The words of welcome below the summary; may be empty."""
        return markdown.blocks(self.body, self.place) if self.body else ""

    def in_language(self, locale: str) -> "Course":
        """Return this course in `locale`, else in its original language.

        `is_in(locale)` of what comes back says which; a page then says "not yet in your language".
        """
        wanted, first = pack_language(locale), self.versions[self.original]
        found = first.in_traditional if wanted == TRADITIONAL else self.versions.get(wanted)
        return found or first

    def filled_from(self, other: "Course") -> "Course":
        """This course, where lessons and activities that it doesn't have in its own language are
        those of another version.
        """
        return replace(
            self,
            lessons=tuple(
                one if one.is_in(self.language) else other.lesson(one.slug) or one
                for one in self.lessons
            ),
            activities=tuple(
                one if one.language == self.language else other.activity(one.id) or one
                for one in self.activities
            ),
        )

    @cached_property
    def in_traditional(self) -> "Course | None":
        """This course in Traditional characters; None where it isn't there in any Chinese."""
        return traditional.course(self.versions)

    def is_in(self, locale: str) -> bool:
        """Whether this text is in `locale` (`zh_Hans` and `zh-Hans` are the same)."""
        return self.language == pack_language(locale)

    def lesson(self, slug: str) -> Lesson | None:
        """Return the lesson with this slug, or None."""
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)

    def activity(self, id: str) -> Activity | None:
        """Return the activity with this id, or None."""
        return next((one for one in self.activities if one.id == id), None)

    @property
    def minutes(self) -> Minutes:
        """How long all lessons take, each way by itself."""
        return times.sum_of(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True)
class Library:
    """All courses, each in its original language until asked for another."""

    courses: tuple[Course, ...]
    fingerprint: str
    """Changes whenever any file of any pack changes."""
    broken: tuple[Exception, ...] = ()
    """Why packs were left out, when the loader was told to leave broken ones out."""
    pictures: Mapping[tuple[str, str], Picture] = field(default_factory=dict)
    """Every picture that may be shown, by course and name."""
    glossaries: Mapping[str, Glossary] = field(default_factory=dict)
    """The words of the courses, by language."""

    def course(self, id: str) -> Course | None:
        """Return the course with this id, or None."""
        return next((course for course in self.courses if course.id == id), None)

    def taught(self, piece: str, locale: str) -> "Lesson | Activity | None":
        """Return a lesson or an activity by its course and id, `advocacy/who-decides`, or None."""
        course, _, id = piece.partition("/")
        found = self.course(course)
        version = found.in_language(locale) if found else None
        return (version.lesson(id) or version.activity(id)) if version else None

    def picture(self, course: str, name: str) -> Picture | None:
        """Return a picture of a course, or None."""
        return self.pictures.get((course, name))

    def figure(self, course: str, name: str, locale: str) -> Figure | None:
        """Return a picture with words, in the original's where `locale` has none, or None.

        `.svg` is a file of its own for print and e-books, `.title` stands below it, `.alternative`
        says what it says.
        """
        found = self.course(course)
        return found.in_language(locale).place.figures.get(name) if found else None

    def glossary(self, locale: str) -> Glossary | None:
        """Return the glossary in `locale`, else in the language that stands in; None without."""
        wanted, stands_in = pack_language(locale), self.glossaries.get(STANDS_IN)
        if wanted == TRADITIONAL:
            return self._traditional or stands_in
        return self.glossaries.get(wanted) or stands_in

    @cached_property
    def _traditional(self) -> Glossary | None:
        return traditional.glossary(self.glossaries)

    def stands_in(self, language: str) -> bool:
        """Whether the glossary in `language` is read by whoever has none in their own."""
        return language == STANDS_IN

    def explained(self, term: Term) -> Term | None:
        """Return the term where its meaning is told: here, else where another language does."""
        standing_in = self.glossaries.get(STANDS_IN)
        return term if term.source else standing_in.term(term.id) if standing_in else None

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Every language some course can be read in, in alphabetical order."""
        return tuple(sorted(_flat(course.languages for course in self.courses)))


def _flat(groups: Iterable[Iterable[str]]) -> set[str]:
    return {one for group in groups for one in group}
