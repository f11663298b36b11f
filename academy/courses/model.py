"""What a course pack holds once it is read: courses, lessons, sections, quizzes.

Everything here is frozen and may be shared between threads. HTML and plain text are made from
Markdown when first asked for, then kept. All HTML is safe to put on a page as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from academy.courses import markdown
from academy.courses.languages import pack_language
from academy.courses.pictures import Picture


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

    @cached_property
    def html(self) -> str:
        """The body, without its heading; headings in it start at `<h3>`."""
        return markdown.blocks(self.source, self.place)

    @cached_property
    def text(self) -> str:
        """What a reader sees, as plain text for searching; one line for each block."""
        return markdown.plain(self.source)


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen."""

    right: bool
    place: markdown.Place = field(repr=False)
    source: str = field(repr=False)
    feedback: str = field(repr=False)
    line: int = field(repr=False)

    @cached_property
    def html(self) -> str:
        """Inline HTML: fits in a label."""
        return markdown.inline(self.source, self.place)

    @cached_property
    def feedback_html(self) -> str:
        """Inline HTML, said after this option was chosen."""
        return markdown.inline(self.feedback, self.place)


@dataclass(frozen=True)
class Question:
    """One question with exactly one right option."""

    id: str
    """The same in every language, such as `q-why-first`."""
    options: tuple[Option, ...]
    place: markdown.Place = field(repr=False)
    source: str = field(repr=False)
    more: str = field(repr=False)
    line: int = field(repr=False)

    @cached_property
    def text_html(self) -> str:
        """The question itself as inline HTML: fits in a legend."""
        return markdown.inline(self.source, self.place)

    @cached_property
    def more_html(self) -> str:
        """What stands between question and options (a table, a case) as blocks; mostly empty."""
        return markdown.blocks(self.more, self.place) if self.more else ""

    @property
    def right(self) -> int:
        """The index of the right option."""
        return next(index for index, option in enumerate(self.options) if option.right)


@dataclass(frozen=True)
class MarkedQuestion:
    """What became of one question."""

    question: Question
    chosen: int | None
    """Index of the chosen option; None if unanswered."""
    right: bool

    @property
    def feedback_html(self) -> str:
        """What the chosen option has to say; empty if unanswered."""
        return "" if self.chosen is None else self.question.options[self.chosen].feedback_html


@dataclass(frozen=True)
class Marked:
    """A quiz after marking."""

    questions: tuple[MarkedQuestion, ...]
    correct: int
    of: int

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

    def mark(self, answers: Mapping[str, int]) -> Marked:
        """Mark `answers`: question id → index of the chosen option.

        Unknown questions are ignored; a missing answer or an index that no option has counts as
        unanswered, and unanswered is not right.
        """
        marked = tuple(_mark(question, answers.get(question.id)) for question in self.questions)
        return Marked(marked, sum(one.right for one in marked), len(marked))


def _mark(question: Question, chosen: int | None) -> MarkedQuestion:
    if chosen is None or not 0 <= chosen < len(question.options):
        return MarkedQuestion(question, None, right=False)
    return MarkedQuestion(question, chosen, right=question.options[chosen].right)


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
    minutes: int
    language: str
    """The language this text is in, which is the original's where a translation is missing."""
    reviewed: bool
    """A community speaker has read this text."""
    lead: Section | None
    sections: tuple[Section, ...]
    quiz: Quiz | None
    file: str = field(repr=False)
    """Path below the courses folder, for people who write lessons."""
    sources: Mapping[str, str] = field(repr=False, hash=False)
    """Which state of the original each part was translated from: part id → `source_hash`."""

    def is_in(self, locale: str) -> bool:
        """Whether this text is in `locale` (`zh_Hans` and `zh-Hans` are the same)."""
        return self.language == pack_language(locale)

    def section(self, id: str) -> Section | None:
        """Return the section with this id, or None."""
        return next((section for section in self.sections if section.id == id), None)

    @property
    def stale(self) -> bool:
        """Something in this translation is older than its original."""
        parts = (self.lead, self.quiz, *self.sections)
        return any(part.stale for part in parts if part is not None)


@dataclass(frozen=True)
class Origin:
    """A work that a course was adapted from."""

    title: str
    by: str | None = None
    licence: str | None = None


@dataclass(frozen=True)
class Lineage:
    """What a network changed in a course, and from which state of it."""

    overlay: str
    """The folder that holds what differs."""
    by: str
    """Who adapted it, as they call themselves; may be empty."""
    version: str
    made_from: str
    """The version of the course that was adapted."""
    parts: Mapping[tuple[str, str, str], bool] = field(repr=False, hash=False)
    """Language, lesson and part id → whether the original has moved on since."""
    differs: bool = True
    """Readers see something else than the original; not so once all of it was taken back."""

    def adapted(self, lesson: Lesson, part: str) -> bool:
        """Whether a part says what the network says, not what the original does."""
        return (lesson.language, lesson.slug, part) in self.parts

    def moved_on(self, lesson: Lesson, part: str) -> bool:
        """Whether the original of an adapted part is another one today."""
        return self.parts.get((lesson.language, lesson.slug, part), False)


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
    versions: Mapping[str, "Course"] = field(repr=False, compare=False, hash=False)
    """This course in every language it has."""
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
        return self.versions.get(pack_language(locale)) or self.versions[self.original]

    def is_in(self, locale: str) -> bool:
        """Whether this text is in `locale` (`zh_Hans` and `zh-Hans` are the same)."""
        return self.language == pack_language(locale)

    def lesson(self, slug: str) -> Lesson | None:
        """Return the lesson with this slug, or None."""
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)

    @property
    def minutes(self) -> int:
        """How long all lessons take together."""
        return sum(lesson.minutes for lesson in self.lessons)


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

    def course(self, id: str) -> Course | None:
        """Return the course with this id, or None."""
        return next((course for course in self.courses if course.id == id), None)

    def picture(self, course: str, name: str) -> Picture | None:
        """Return a picture of a course, or None."""
        return self.pictures.get((course, name))

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language some course can be read in, in alphabetical order."""
        return tuple(sorted(_flat(course.languages for course in self.courses)))


def _flat(groups: Iterable[Iterable[str]]) -> set[str]:
    return {one for group in groups for one in group}
