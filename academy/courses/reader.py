"""Reads packs from disk: `load` for the program, `read_course` for whoever wants every problem."""

import hashlib
import stat
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from academy.courses import facts as facts_
from academy.courses import inside, structure
from academy.courses.markdown import Place, plain_inline
from academy.courses.model import Course, Lesson, Library, Option, Question, Quiz, Section
from academy.courses.pack import FACTS_FILE, WELCOME_FILE, Desk, Pack, read_pack
from academy.courses.problems import Problem, Report, refuse
from academy.errors import AcademyError


def load(folder: Path, *, base: str = "/courses", leave_out_broken: bool = False) -> Library:
    """Read every pack in `folder`: each subfolder with a course.yaml is one.

    `base` is the address below which pages are served (`/courses/<course>/<lesson>`). Raises
    AcademyError `course_invalid` at the first author's error; with `leave_out_broken`, the pack it
    is in is left out instead and the error kept in `Library.broken`.
    """
    return read_all(Desk(folder, refuse, base), pack_ids(folder), leave_out_broken=leave_out_broken)


def read_all(desk: Desk, ids: Iterable[str], *, leave_out_broken: bool) -> Library:
    """Read the packs with these ids from a desk, as `load` does."""
    courses, broken = [], []
    for id in ids:
        try:
            courses.append(read_course(desk, id))
        except AcademyError as error:
            if not leave_out_broken:
                raise
            broken.append(error)
    found = tuple(course for course in courses if course is not None)
    shown = {key: one for course in found for key, one in desk.pictures(course.id).items()}
    return Library(found, desk.digest.hexdigest(), tuple(broken), shown)


def pack_ids(folder: Path) -> list[str]:
    """Return the ids of the packs, sorted; a link is none.

    Raises AcademyError `courses_missing`.
    """
    if not folder.is_dir():
        raise AcademyError("courses_missing", folder=str(folder))
    return sorted(path.name for path in folder.iterdir() if _is_pack(path))


def _is_pack(path: Path) -> bool:
    try:
        return (
            inside.is_fit(path.name)
            and not inside.is_link(path)
            and stat.S_ISREG((path / FACTS_FILE).lstat().st_mode)
        )
    except OSError:
        return False


def source_hash(part: Section | Quiz) -> str:
    """Return 12 hex digits that change when the part's words do, but not when lines are wrapped.

    SHA-256 of heading and Markdown, Unicode NFC, every run of white space as one space.
    """
    words = " ".join(f"{part.title}\n{part.source}".split())
    return hashlib.sha256(unicodedata.normalize("NFC", words).encode()).hexdigest()[:12]


def parts(lesson: Lesson) -> dict[str, Section | Quiz]:
    """Return what is translated and hashed by itself: lead, sections and quiz by id."""
    found: dict[str, Section | Quiz] = {section.id: section for section in lesson.sections}
    if lesson.lead is not None:
        found[structure.LEAD] = lesson.lead
    if lesson.quiz is not None:
        found[structure.QUIZ] = lesson.quiz
    return found


def read_course(desk: Desk, id: str) -> Course | None:
    """Read one pack in its original language; the others are its `versions`.

    Problems go to `desk.report`. None if nothing can be made of the pack.
    """
    pack = read_pack(desk, id)
    if pack is None:
        return None
    versions: dict[str, Course] = {}
    shared = MappingProxyType(versions)
    first = _read_version(desk, pack, pack.original, None, shared)
    if first is None:
        file = f"{id}/{pack.original}/{WELCOME_FILE}"
        desk.report(Problem(file, 1, "This file is missing; the original language needs it."))
        return None
    versions[pack.original] = first
    for language in pack.languages:
        if language != pack.original:
            version = _read_version(desk, pack, language, first, shared)
            if version is not None:
                versions[language] = version
    return first


def _read_version(
    desk: Desk, pack: Pack, language: str, original: Course | None, versions: Mapping[str, Course]
) -> Course | None:
    file = f"{pack.id}/{language}/{WELCOME_FILE}"
    text = desk.text(file)
    if text is None:
        if original is not None:
            desk.report(Problem(file, 1, "This language has no course.md yet.", "warning"))
        return None
    facts, body, body_line = facts_.split(text, file, desk.report)
    facts.know_only(["title", "summary", "objectives", "reviewed"])
    lessons = [
        _read_lesson(desk, pack, number, language, original)
        for number in range(1, len(pack.slugs) + 1)
    ]
    return Course(
        id=pack.id,
        version=pack.version,
        licence=pack.licence,
        title=facts.text("title"),
        summary=facts.text("summary"),
        objectives=facts.texts("objectives"),
        lessons=tuple(lesson for lesson in lessons if lesson is not None),
        language=language,
        original=pack.original,
        languages=pack.present(desk),
        pass_percent=pack.pass_percent,
        guidance_as_of=pack.guidance_as_of,
        adapted_from=pack.adapted_from,
        place=Place(pack.id, language, desk.base),
        body="\n".join(body).rstrip(),
        body_line=body_line,
        versions=versions,
    )


def _read_lesson(
    desk: Desk, pack: Pack, number: int, language: str, original: Course | None
) -> Lesson | None:
    slug = pack.slugs[number - 1]
    file = f"{pack.id}/{language}/{number:02}-{slug}.md"
    text = desk.text(file)
    source = original.lesson(slug) if original else None
    if text is None:
        if original is None:
            desk.report(Problem(file, 1, "This lesson is listed in course.yaml but missing."))
        else:
            desk.report(Problem(file, 1, "This lesson isn't translated yet.", "warning"))
        return source
    facts, body, first_line = facts_.split(text, file, desk.report)
    facts.know_only(["title", "summary", "minutes", "reviewed", "sources"])
    made_from = facts.mapping("sources")
    place = Place(pack.id, language, desk.base)
    reader = _LessonReader(desk.report, file, place, made_from, parts(source) if source else {})
    lead, *rest = structure.sections(body, first_line, file, desk.report)
    return Lesson(
        course=pack.id,
        slug=slug,
        number=number,
        title=facts.text("title"),
        summary=facts.text("summary"),
        minutes=facts.number("minutes", 1, 600),
        language=language,
        reviewed=facts.truth("reviewed"),
        lead=reader.section(lead) if lead.source.strip() else None,
        sections=tuple(reader.section(part) for part in rest if part.id != structure.QUIZ),
        quiz=next((reader.quiz(part) for part in rest if part.id == structure.QUIZ), None),
        file=file,
        sources=MappingProxyType(made_from),
    )


@dataclass(frozen=True)
class _LessonReader:
    """Turns the parts of one file into what pages get."""

    report: Report
    file: str
    place: Place
    made_from: Mapping[str, str]
    originals: Mapping[str, Section | Quiz]

    def stale(self, id: str) -> bool:
        """Whether the original of this part is known to be another one today."""
        then, now = self.made_from.get(id), self.originals.get(id)
        return then is not None and now is not None and then != source_hash(now)

    def section(self, part: structure.Part) -> Section:
        return Section(
            id=part.id,
            title=plain_inline(part.title),
            language=self.place.language,
            stale=self.stale(part.id),
            place=self.place,
            source=part.source,
            line=part.line,
        )

    def quiz(self, part: structure.Part) -> Quiz:
        lead, found = structure.questions(part, self.file, self.report)
        return Quiz(
            title=plain_inline(part.title),
            questions=tuple(map(self.question, found)),
            language=self.place.language,
            stale=self.stale(part.id),
            place=self.place,
            lead=lead,
            source=part.source,
            line=part.line,
        )

    def question(self, part: structure.QuestionPart) -> Question:
        return Question(
            id=part.id,
            options=tuple(
                Option(
                    right=option.right,
                    place=self.place,
                    source="\n".join(option.text),
                    feedback="\n".join(option.feedback),
                    line=option.line,
                )
                for option in part.options
            ),
            place=self.place,
            source=part.title,
            more="\n".join(part.more).strip(),
            line=part.line,
        )
