"""Commands of authors and translators: course packs, catalogues."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

import academy
from academy.cli.saying import hand_over, say, table
from academy.data import data_folder
from academy.errors import AcademyError
from sync import files

if TYPE_CHECKING:
    from types import ModuleType

    from academy.courses import Library, Problem, Status
    from academy.takehome import Shelf
    from academy.takehome.things import Speak

_SIGNS = {"whole": "●", "draft": "◐", "stale": "▬", "missing": "○"}
"""A lesson's state, as the pages draw it."""

_packs = click.option(
    "--courses",
    "packs",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: data_folder("courses"),
    help="The folder of course packs (else the one that came with this).",
)


_paper = click.option(
    "--paper", is_flag=True, help="Also lay out the handouts: a second or so each; needs Pango."
)


@click.group()
def courses() -> None:
    """Look after the course packs."""


@courses.command()
@click.argument("only", metavar="[COURSE]...", nargs=-1)
@_packs
@click.option(
    "--inserts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="ACADEMY_INSERTS",
    help="Also a network's own folder of what holds in its country (ACADEMY_INSERTS).",
)
@_paper
def check(packs: Path, only: tuple[str, ...], inserts: Path | None, *, paper: bool) -> None:
    """Read every pack, or each COURSE alone, and say what is wrong, missing or out of step between
    languages. The questions of a week are read with every pack only.

    Questions that give their right option away are named too, each with its line. Worksheets are
    read as well, and the papers to adapt, which COURSE may name as “papers”. With --paper, handouts
    that take more than one sheet are named, with how many, and papers that take more than two.

    Warnings are told, errors also make the exit code 1.
    """
    from academy import papers
    from academy.courses import check as check_packs
    from academy.courses import check_inserts, load
    from academy.worksheets import check as check_worksheets

    of_courses = [one for one in only if one != papers.FOLDER]
    problems: list[Problem] = []
    if of_courses or not only:
        problems += [*check_packs(packs, of_courses), *check_worksheets(packs, of_courses)]
    if not only or papers.FOLDER in only:
        problems += papers.check(packs)
    if inserts is not None:
        problems += check_inserts(inserts, load(packs, leave_out_broken=True))
    if paper and (of_courses or not only):
        problems += _on_paper().too_long(load(packs, leave_out_broken=True), _words_beside())
    if paper and (not only or papers.FOLDER in only):
        _on_paper()
        problems += papers.too_long(papers.load(packs, leave_out_broken=True), _words_beside())
    for problem in problems:
        say(str(problem))
    _stop_if(sum(problem.severity == "error" for problem in problems))


@courses.command()
@click.option("--json", "as_data", is_flag=True, help="Everything, as data.")
@_packs
@_paper
def status(packs: Path, *, as_data: bool, paper: bool) -> None:
    """Say how far each course is in each language; with --paper, the sheets of its handouts."""
    from academy import papers
    from academy.courses import load
    from academy.courses import status as states
    from academy.languages.i18n import LOCALES

    library = load(packs, leave_out_broken=True)
    found = states(library, LOCALES)
    found += papers.status(papers.load(packs, leave_out_broken=True), LOCALES)
    sheets = _sheets(library) if paper else {}
    if as_data:
        every = [one.as_json() | _sheets_of(one, sheets, paper=paper) for one in found]
        text = json.dumps(every, ensure_ascii=False, indent=1)
        hand_over(f"{text}\n".encode())
        return
    counts = ["edited", "words", "figures", "questions", "minutes"]
    columns = ["course", "language", "lessons", "state", *counts]
    rows = [
        [
            one.course, one.language, "".join(_SIGNS[state] for state in one.lessons), one.state,
            *(str(getattr(one, count)) for count in counts),
        ]
        for one in found
    ]  # fmt: skip
    if paper:
        columns.append("sheets")
        for row, one in zip(rows, found, strict=True):
            row.append(" ".join(map(str, sheets.get((one.course, one.language), {}).values())))
    table([columns, *rows], words=4)
    say("● read by somebody from the community  ◐ draft  ▬ older than its original  ○ missing")


@courses.command()
@click.argument("course")
@click.argument("language")
@click.option("--lesson", help="Only this one, by its slug; or an activity's guide, by its id.")
@_packs
def stamp(course: str, language: str, lesson: str | None, packs: Path) -> None:
    """Record that COURSE in LANGUAGE now says what the original says; COURSE may be “papers”."""
    from academy import papers
    from academy.courses import stamp as stamp_lessons
    from academy.worksheets import stamp as stamp_worksheets

    if course == papers.FOLDER:
        for changed in papers.stamp(packs, language, lesson):
            say(changed)
        return
    for changed in stamp_lessons(packs, course, language, lesson):
        say(changed)
    for changed in [] if lesson else stamp_worksheets(packs, course, language):
        say(changed)


@courses.command(name="take-home")
@click.argument("course")
@click.option("--language", default="en", show_default=True, help="One that the course has.")
@click.option(
    "--to",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write to. Files of an earlier time are replaced.",
)
@_packs
def take_home(course: str, language: str, target: Path, packs: Path) -> None:
    """Write all that can be taken home of COURSE: papers, a book, a page for a browser.

    The facilitators' booklet (teaching.pdf) is among them. COURSE may be “papers”: each as PDF and
    as DOCX.
    """
    from academy import papers
    from academy.courses import load
    from academy.takehome import Shelf, everything
    from academy.web.shared.words import beside

    if course == papers.FOLDER:
        _write_papers(packs, language, target)
        return
    library = load(packs, leave_out_broken=True)
    found = library.course(course)
    version = found.in_language(language) if found else None
    if version is None or not version.is_in(language):
        code = "course_unknown" if found is None else "translation_missing"
        raise AcademyError(code, course=course, language=language)
    shelf = Shelf(library, beside, packs)
    why_not = _no_paper(shelf, course, version.language)
    every = everything(version, teaching=True)
    wanted = {name: one for name, one in every.items() if not (why_not and one.is_paper)}
    target.mkdir(parents=True, exist_ok=True)
    for number, (name, one) in enumerate(wanted.items(), 1):
        data = shelf.get(one)
        file = f"{name}.{one.ending}"
        files.write(target / file, data)
        say(f"{number}/{len(wanted)} {file} {len(data)}")
    if why_not:
        raise click.ClickException(why_not)


def _write_papers(packs: Path, language: str, target: Path) -> None:
    """Write the papers to adapt that there are in a language."""
    from academy import papers
    from academy.printing import pdf

    library = papers.load(packs)
    own = library.versions.get(language, {}) if library else {}
    if not own:
        raise AcademyError("translation_missing", course=papers.FOLDER, language=language)
    target.mkdir(parents=True, exist_ok=True)
    for paper in own.values():
        for one in papers.everything(paper).values():
            if pdf.available() or not one.is_paper:
                data = papers.make(one, library, _words_beside())
                files.write(target / f"{paper.id}.{one.ending}", data)
                say(f"{paper.id}.{one.ending} {len(data)}")
    if not pdf.available():
        raise click.ClickException("No PDF was made: Pango is missing.")


def _on_paper() -> "ModuleType":
    """What measures paper, where paper can be made."""
    from academy.printing import pdf
    from academy.takehome import measuring

    if not pdf.available():
        raise click.ClickException("Paper can't be measured: Pango is missing.")
    return measuring


def _words_beside() -> "Speak":
    from academy.web.shared.words import beside

    return beside


def _sheets(library: "Library") -> dict[tuple[str, str], dict[str, int]]:
    """The sheets of every lesson, by course and language."""
    measuring, speak = _on_paper(), _words_beside()
    return {
        (course.id, version.language): measuring.sheets(version, library, speak)
        for course in library.courses
        for version in course.versions.values()
    }


def _sheets_of(
    one: "Status", sheets: dict[tuple[str, str], dict[str, int]], *, paper: bool
) -> dict[str, object]:
    return {"sheets": sheets.get((one.course, one.language), {})} if paper else {}


def _no_paper(shelf: "Shelf", course: str, language: str) -> str:
    """Why no paper of this course can be made here, as a sentence, else nothing."""
    if not shelf.can_print():
        return "No paper was made: Pango is missing."
    boxes = shelf.boxes(course, language)
    missing = " ".join(one.characters for one in boxes)
    return f"No paper was made: no font here has {missing}" if boxes else ""


# --- translations --------------------------------------------------------------------------------


@click.group()
def translations() -> None:
    """Look after the sentences of the pages and papers."""


@translations.command()
def update() -> None:
    """Collect the sentences and bring every language's file up to them."""
    from academy.languages import catalogues

    catalogues.update(Path(academy.__file__).parent, data_folder("translations"))


@translations.command(name="check")
@_packs
def check_translations(packs: Path) -> None:
    """Say which sentences are not translated, or not rightly, or with a word to avoid."""
    from academy.courses import load, locale_of
    from academy.languages import catalogues

    glossaries = load(packs, leave_out_broken=True).glossaries.items()
    avoided = {locale_of(language): one.avoided for language, one in glossaries}
    package = Path(academy.__file__).parent
    faults = list(catalogues.faults(package, data_folder("translations"), avoided))
    for fault in faults:
        say(fault)
    _stop_if(len(faults))


def _stop_if(mistakes: int) -> None:
    if mistakes:
        raise click.ClickException(f"{mistakes} to mend.")
