"""Finds everything an author or translator of papers should look at; how far they are, how long."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from academy.courses import asterisks, inside, provenance, structure
from academy.courses import glossary as glossaries_
from academy.courses.languages import pack_language
from academy.courses.pack import Desk
from academy.courses.problems import Problem
from academy.courses.spacing import loose_in
from academy.courses.states import Status, words_in
from academy.courses.strays import strays
from academy.courses.times import reckoned
from academy.courses.vocabulary import avoided_in, texts
from academy.papers import blocks
from academy.papers.making import Speak, laid_out
from academy.papers.model import FOLDER, Front, Paper, Papers, Part
from academy.papers.reading import FACTS, FRONT, read_all

MOST_SHEETS: Final = 2
"""A paper that takes more is read by nobody. Two hold four pages, the record among them."""


def check(folder: Path) -> list[Problem]:
    """Return all problems of the papers in a folder of courses, by file and line."""
    problems: list[Problem] = []
    if not (folder / FOLDER).is_dir() or inside.is_link(folder / FOLDER):
        return problems
    desk = Desk(folder, problems.append)
    papers = read_all(desk)
    if papers is None:
        problems.append(Problem(FACTS, 1, "This file is missing; it says which papers there are."))
        return problems
    problems += strays(folder, FOLDER)
    problems += _not_listed(folder, papers)
    quiet = Desk(folder, lambda _problem: None)
    glossaries = glossaries_.read_all(quiet)
    for language in papers.languages:
        problems += provenance.bare(folder, f"{FOLDER}/{language}")
        for file in texts(folder, f"{FOLDER}/{language}"):
            text = quiet.text(file) or ""
            problems += loose_in(text, file, language)
            problems += asterisks.told(file, 0, text)
            if language in glossaries:
                problems += avoided_in(text, file, glossaries[language])
        problems += _against_original(papers, language)
    problems += _lessons(folder, papers)
    return sorted(set(problems))


def _not_listed(folder: Path, papers: Papers) -> Iterator[Problem]:
    known = {FRONT, *(f"{id}.md" for id in papers.ids)}
    for path in sorted((folder / FOLDER).iterdir()):
        if not path.is_dir() or inside.is_link(path):
            continue
        if path.name not in papers.languages:
            problem = f"The language “{path.name}” is not listed in papers.yaml."
            yield Problem(FACTS, 1, problem, "warning")
            continue
        for page in sorted(path.glob("*.md")):
            if page.name not in known:
                problem = "No paper of papers.yaml has this name; it is not read."
                yield Problem(f"{FOLDER}/{path.name}/{page.name}", 1, problem, "warning")


def _lessons(folder: Path, papers: Papers) -> Iterator[Problem]:
    for paper in papers.versions[papers.original].values():
        course, _, slug = paper.goes_with.partition("/")
        place = folder / course / papers.original
        if course and not any(place.glob(f"[0-9][0-9]-{slug}.md")):
            yield Problem(paper.file, 1, f"There is no lesson “{paper.goes_with}”.")


def _against_original(papers: Papers, language: str) -> Iterator[Problem]:
    if language == papers.original:
        return
    for id, paper in papers.versions[language].items():
        original = papers.versions[papers.original].get(id)
        if original is not None:
            yield from _pair(original, paper)
    front = papers.fronts.get(language)
    if front is not None:
        yield from _fronts(papers.fronts[papers.original], front)


def _pair(original: Paper, paper: Paper) -> Iterator[Problem]:
    here, there = ([part.id for part in one.parts] for one in (paper, original))
    for id in there:
        if id not in here:
            yield Problem(paper.file, 1, f"The section “{id}” of the original is missing.")
    firsts = {part.id: part for part in original.parts}
    for part in paper.parts:
        if part.id not in firsts:
            problem = f"The original has no section “{part.id}”."
            yield Problem(paper.file, max(part.line, 1), problem)
        else:
            yield from _parts(firsts[part.id], part, paper.file)
    if sorted(here) == sorted(there) and here != there:
        problem = f"The sections stand so in the original: {', '.join(there)}."
        yield Problem(paper.file, 1, problem)
    if not paper.stale and paper.version != original.version:
        problem = f"This is version {paper.version}, and the original {original.version}."
        yield Problem(paper.file, 1, problem, "warning")
    yield from _stamps([part.id for part in paper.parts], paper.sources, there, paper.file)


def _parts(original: Part, part: Part, file: str) -> Iterator[Problem]:
    line = max(part.line, 1)
    if part.stale:
        problem = f"The original of “{part.id}” has changed since it was translated."
        yield Problem(file, line, problem, "warning")
    here, there = (blocks.shape(one.blocks) for one in (part, original))
    if here != there:
        told = f"{'; '.join(here) or 'nothing'} here and {'; '.join(there) or 'nothing'}"
        yield Problem(file, line, f"“{part.id}” is {told} in the original.")
    mine, theirs = (sum(run.blank for run in blocks.runs(one.blocks)) for one in (part, original))
    if mine != theirs:
        problem = f"“{part.id}” has {mine} blanks here and {theirs} in the original."
        yield Problem(file, line, problem)


def _fronts(original: Front, front: Front) -> Iterator[Problem]:
    yield from _parts(original.lead, front.lead, front.file)
    if front.stale_words:
        problem = "The original of “words” has changed since they were translated."
        yield Problem(front.file, 1, problem, "warning")
    both = [structure.LEAD, "words"]
    yield from _stamps(both, front.sources, both, front.file)


def _stamps(
    here: list[str], sources: Iterable[str], there: Iterable[str], file: str
) -> Iterator[Problem]:
    known = set(sources)
    unstamped = [id for id in here if id in there and id not in known]
    language = file.split("/")[1]
    if unstamped:
        command = f"academy courses stamp {FOLDER} {language}"
        problem = f"Not stamped: {', '.join(unstamped)}. Run “{command}” when they agree."
        yield Problem(file, 1, problem, "warning")
    for id in sorted(known.difference(there)):
        yield Problem(file, 1, f"“sources” names “{id}”, which nothing has.", "warning")


def status(papers: Papers | None, locales: Iterable[str] = ()) -> list[Status]:
    """How far the papers are in every language that they or `locales` have, originals first."""
    if papers is None:
        return []
    languages = dict.fromkeys([*papers.languages, *map(pack_language, locales)])
    return [_status(papers, one) for one in languages]


def _status(papers: Papers, language: str) -> Status:
    own = papers.versions.get(language, {})
    first = papers.versions[papers.original]
    told = {
        id: "\n".join(
            f"{part.title}\n{blocks.words(part.blocks)}" for part in one.parts
        )
        for id, one in own.items()
    }  # fmt: skip
    return Status(
        course=FOLDER,
        language=language,
        title=papers.front(language).title,
        original=language == papers.original,
        lessons=tuple(_state(own.get(id), first.get(id)) for id in papers.ids),
        edited=sum(bool(one.edited) for one in own.values()),
        words=sum(map(words_in, told.values())),
        figures=0,
        questions=0,
        minutes=sum(reckoned(text, language) for text in told.values()),
    )


def _state(paper: Paper | None, original: Paper | None) -> str:
    if paper is None:
        return "missing"
    there = {part.id for part in original.parts} if original else set()
    if paper.stale or there - {part.id for part in paper.parts}:
        return "stale"
    return "whole" if paper.reviewed else "draft"


def too_long(papers: Papers | None, speak: Speak) -> list[Problem]:
    """A warning for each paper that takes more than two sheets.

    Raises AcademyError: "pdf_unavailable", "paper_failed".
    """
    from academy.printing import paper as printed
    from academy.printing import pdf

    found = []
    for language, own in papers.versions.items() if papers else ():
        for one in own.values():
            html = laid_out(one, papers.front(language), speak(language)) if papers else ""
            count = pdf.sheets(html, printed.SIZES)
            if count > MOST_SHEETS:
                problem = f"This takes {count} sheets of paper, both sides, not {MOST_SHEETS}."
                found.append(Problem(one.file, 1, problem, "warning"))
    return found
