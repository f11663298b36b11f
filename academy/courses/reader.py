"""Reads packs from disk: `load` for the program, `read_course` for whoever wants every problem."""

import hashlib
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from academy.courses import citations, dates, glossary, inside, reviews, structure, times
from academy.courses import facts as facts_
from academy.courses.asked import Maker
from academy.courses.citations import Citation
from academy.courses.facts import Facts
from academy.courses.figures import Figure
from academy.courses.figures.reading import FIGURES_FILE, read_figures
from academy.courses.later import HeldDesk, Later
from academy.courses.markdown import Place, inline, plain_inline
from academy.courses.model import Activity, Course, Lesson, Library, Quiz, Section
from academy.courses.pack import FACTS_FILE, WELCOME_FILE, Desk, Pack, read_pack
from academy.courses.problems import Problem, Report, Severity, refuse
from academy.courses.terms import QUOTES
from academy.errors import AcademyError

_Read = TypeVar("_Read")


def load(
    folder: Path,
    *,
    base: str = "/courses",
    leave_out_broken: bool = False,
    translations_later: bool = False,
) -> Library:
    """Read every pack in `folder`: each subfolder with a course.yaml is one.

    `base` is the address below which pages are served (`/courses/<course>/<lesson>`). Raises
    AcademyError `course_invalid` at the first author's error; with `leave_out_broken`, the pack it
    is in is left out instead and the error kept in `Library.broken`. With `translations_later`,
    a course in another language than its original is read when it is asked for; in the place of
    one that turns out to be broken stands the original.
    """
    desk = (HeldDesk if translations_later else Desk)(folder, refuse, base)
    return _load(desk, leave_out_broken=leave_out_broken)


def load_held(folder: Path) -> tuple[Library, HeldDesk]:
    """Read them as a start does: broken ones left out, translations later; with what was read."""
    desk = HeldDesk(folder, refuse)
    return _load(desk, leave_out_broken=True), desk


def _load(desk: Desk, *, leave_out_broken: bool) -> Library:
    folder = desk.folder
    found = read_all(desk, pack_ids(folder), leave_out_broken=leave_out_broken)
    broken: list[AcademyError] | None = [] if leave_out_broken else None
    words = _sound(glossary.languages(folder), lambda one: glossary.read(desk, one), broken)
    return replace(
        found,
        fingerprint=desk.digest.hexdigest(),
        broken=(*found.broken, *(broken or ())),
        glossaries={one.language: one for one in words},
    )


def read_all(desk: Desk, ids: Iterable[str], *, leave_out_broken: bool) -> Library:
    """Read the packs with these ids from a desk, as `load` does."""
    broken: list[AcademyError] | None = [] if leave_out_broken else None
    found = _sound(ids, lambda id: read_course(desk, id), broken)
    shown = {key: one for course in found for key, one in desk.pictures(course.id).items()}
    return Library(found, desk.digest.hexdigest(), tuple(broken or ()), shown)


def _sound(
    names: Iterable[str], read: Callable[[str], _Read | None], broken: list[AcademyError] | None
) -> tuple[_Read, ...]:
    """Read each; one that is broken is left out and its error kept, where there is a list."""
    found = []
    for name in names:
        try:
            found.append(read(name))
        except AcademyError as error:
            if broken is None:
                raise
            broken.append(error)
    return tuple(one for one in found if one is not None)


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


def source_hash(part: Section | Quiz | Figure) -> str:
    """Return 12 hex digits that change when the part's words do, but not when lines are wrapped.

    SHA-256 of heading and Markdown, Unicode NFC, every run of white space as one space.
    """
    return structure.hashed(part.title, part.source)


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
    first = _read_later(desk, pack) if isinstance(desk, HeldDesk) else _read_now(desk, pack)
    if first is None:
        file = f"{id}/{pack.original}/{WELCOME_FILE}"
        desk.report(Problem(file, 1, "This file is missing; the original language needs it."))
    return first


def _read_now(desk: Desk, pack: Pack) -> Course | None:
    """The course in its original language, and in every other that is there."""
    versions: dict[str, Course] = {}
    shared = MappingProxyType(versions)
    first = _read_version(desk, pack, pack.original, None, shared)
    if first is None:
        return None
    versions[pack.original] = first
    for language in pack.languages:
        if language != pack.original:
            version = _read_version(desk, pack, language, first, shared)
            if version is not None:
                versions[language] = version
    return first


def _read_later(desk: HeldDesk, pack: Pack) -> Course | None:
    """The course in its original language; its translations are read when they are asked for."""
    versions: Later[Course] = Later(partial(read_translation, desk, pack.id))
    first = _read_version(desk, pack, pack.original, None, versions)
    if first is not None:
        names = (WELCOME_FILE, FIGURES_FILE, *map(pack.file_of, range(1, len(pack.slugs) + 1)))
        for language in first.languages[1:]:
            desk.take_up(f"{pack.id}/{language}/{name}" for name in names)
        versions.begin(pack.original, first, first.languages[1:])
    return first


def read_translation(desk: HeldDesk, id: str, language: str, original: Course) -> Course | None:
    """A course in another language, from what this desk had in its hand before."""
    quiet = replace(desk, digest=hashlib.sha256())
    pack = read_pack(quiet, id)
    return _read_version(quiet, pack, language, original, original.versions) if pack else None


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
    facts.know_only(["title", "summary", "objectives", "reviewed", "activities", QUOTES])
    figures = read_figures(desk, pack.id, language, original.figures if original else None)
    place = Place(pack.id, language, desk.base, figures.shown)
    lessons = [
        _read_lesson(desk, pack, number, place, original)
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
        place=place,
        body="\n".join(body).rstrip(),
        body_line=body_line,
        activities=tuple(_activities(pack, language, facts, original)),
        versions=versions,
        figures=figures.own,
    )


def _activities(
    pack: Pack, language: str, facts: Facts, original: Course | None
) -> Iterator[Activity]:
    """The activities with their titles; one without a title has the original's."""
    titles = facts.mapping("activities")
    for id, minutes in pack.activities.items():
        source = original.activity(id) if original else None
        title = titles.get(id, "").strip()
        if not title:
            severity: Severity = "warning" if source else "error"
            facts.complain("activities", f"The activity “{id}” has no title here.", severity)
        spoken = source if source and not title else None
        by_hand = id in pack.by_hand
        yield spoken or Activity(pack.id, id, title, language, minutes, by_hand)
    for id in titles:
        if id not in pack.activities:
            facts.complain("activities", f"course.yaml has no activity “{id}”.", "warning")


def _read_lesson(
    desk: Desk, pack: Pack, number: int, place: Place, original: Course | None
) -> Lesson | None:
    slug, language = pack.slugs[number - 1], place.language
    file = f"{pack.id}/{language}/{pack.file_of(number)}"
    text = desk.text(file)
    source = original.lesson(slug) if original else None
    if text is None:
        if original is None:
            desk.report(Problem(file, 1, "This lesson is listed in course.yaml but missing."))
        else:
            desk.report(Problem(file, 1, "This lesson isn't translated yet.", "warning"))
        return source
    facts, body, first_line = facts_.split(text, file, desk.report)
    facts.know_only(["title", "summary", "minutes", *reviews.KEYS, "as_of", "sources", QUOTES])
    made_from = facts.mapping("sources")
    lead, *rest = structure.sections(body, first_line, file, desk.report)
    numbers = citations.numbered(part.source for part in (lead, *rest))
    reader = _LessonReader(
        desk.report,
        file,
        place,
        made_from,
        parts(source) if source else {},
        dates.read(facts, source),
        numbers,
    )
    return Lesson(
        course=pack.id,
        slug=slug,
        number=number,
        title=facts.text("title"),
        summary=facts.text("summary"),
        minutes=times.read(facts),
        language=language,
        reviewed=reviews.read(facts),
        edited=reviews.edited(facts),
        lead=reader.section(lead) if lead.source.strip() else None,
        sections=tuple(reader.section(part) for part in rest if part.id != structure.QUIZ),
        quiz=next((reader.quiz(part) for part in rest if part.id == structure.QUIZ), None),
        file=file,
        sources=MappingProxyType(made_from),
        citations=_citations((lead, *rest), numbers, place),
    )


def _citations(
    parts: Iterable[structure.Part], numbers: Mapping[str, int], place: Place
) -> tuple[Citation, ...]:
    said = {id: text for part in parts for _, id, text in citations.works(part.source)}
    return tuple(Citation(id, number, inline(said[id], place)) for id, number in numbers.items())


@dataclass(frozen=True)
class _LessonReader:
    """Turns the parts of one file into what pages get."""

    report: Report
    file: str
    place: Place
    made_from: Mapping[str, str]
    originals: Mapping[str, Section | Quiz]
    dates: Mapping[str, str]
    numbers: Mapping[str, int]

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
            as_of=self.dates.get(part.id),
            numbers=self.numbers,
        )

    def quiz(self, part: structure.Part) -> Quiz:
        lead, found = structure.questions(part, self.file, self.report)
        return Quiz(
            title=plain_inline(part.title),
            questions=Maker(self.place, self.file, self.report).questions(found),
            language=self.place.language,
            stale=self.stale(part.id),
            place=self.place,
            lead=lead,
            source=part.source,
            line=part.line,
        )
