"""What an author or translator of pictures should look at: words, drawing, places, agreement."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from academy.courses import asterisks, markdown, pictures
from academy.courses.figures import Figure, composing
from academy.courses.figures.canvas import Canvas, FlawError
from academy.courses.figures.reading import FIGURES_FILE, drawing
from academy.courses.inside import UnfitError
from academy.courses.model import Course, Lesson
from academy.courses.pack import Desk
from academy.courses.problems import Problem, Severity
from academy.courses.structure import hashed

if TYPE_CHECKING:
    from markdown_it.token import Token


def check_figures(desk: Desk, original: Course) -> Iterator[Problem]:
    """Check every picture with words of a course, in every language."""
    for name, figure in original.figures.items():
        yield from _drawing(desk, figure, name)
    yield from _wordless(desk, original)
    for version in original.versions.values():
        for figure in version.figures.values():
            if figure.name in original.figures:
                yield from _figure(figure)
        yield from _places(version, original)
        if version is not original:
            yield from _against_original(original, version)


def _drawing(desk: Desk, figure: Figure, name: str) -> Iterator[Problem]:
    file = f"{figure.place.course}/{pictures.FOLDER}/{name}.svg"
    try:
        drawing(desk, figure.place.course, name)
    except FlawError as flaw:
        yield Problem(file, flaw.line, str(flaw))
    except UnfitError as error:
        yield Problem(file, 1, str(error))
    except FileNotFoundError:
        yield _say(figure, f"There is no drawing “{pictures.FOLDER}/{name}.svg” for this.")


def _wordless(desk: Desk, original: Course) -> Iterator[Problem]:
    """Name drawings with places for words that no figures.md gives any."""
    for course, file in desk.pictures(original.id):
        name, _, ending = file.rpartition(".")
        if ending != "svg" or name in original.figures:
            continue
        try:
            keys = drawing(desk, course, name).keys
        except (FlawError, UnfitError, FileNotFoundError):
            continue  # a picture as any other
        if keys:
            where = f"{original.language}/{FIGURES_FILE}"
            problem = f"This has places for words, but {where} gives it neither words nor a title."
            yield Problem(f"{course}/{pictures.FOLDER}/{file}", 1, problem)


def _figure(figure: Figure) -> Iterator[Problem]:
    said = figure.alternative
    if not said:
        yield _say(figure, "Say below the title what the picture says, for who doesn't see it.")
    elif said.casefold().strip(" .") == figure.title.casefold().strip(" ."):
        yield _say(figure, "This says no more than the title; say what the picture says.")
    for key, line in figure.lines.items():
        yield from asterisks.told_of_words(figure.file, line, figure.words[key])
    for one in asterisks.told(figure.file, figure.line, figure.source):
        if one.line not in figure.lines.values():
            yield one
    if figure.canvas is not None:
        yield from _words(figure, figure.canvas)


def _words(figure: Figure, canvas: Canvas) -> Iterator[Problem]:
    for key in canvas.keys:
        if key not in figure.words:
            yield _say(figure, f"The words for “{key}” are missing.")
    for key, line in figure.lines.items():
        if key not in canvas.keys:
            yield Problem(figure.file, line, f"The drawing has no place for “{key}”.")
    for key in composing.misfits(canvas, figure.words):
        problem = (
            f"The words for “{key}” don't fit their place at a size one can read; shorten them."
        )
        yield Problem(figure.file, figure.lines[key], problem)
    for one, other in composing.overlaps(canvas, figure.words):
        lines = [figure.lines[slot.key] for slot in (one, other) if slot.key in figure.lines]
        problem = f"“{one.key}” and “{other.key}” run over each other; shorten the words."
        yield Problem(figure.file, (lines or [figure.line])[0], problem, "warning")


def _against_original(original: Course, version: Course) -> Iterator[Problem]:
    file = f"{version.id}/{version.language}/{FIGURES_FILE}"
    if original.figures and not version.figures:
        yield Problem(file, 1, "The words of the pictures aren't translated yet.", "warning")
        return
    for name in original.figures:
        if name not in version.figures:
            yield Problem(file, 1, f"The picture “{name}” of the original is missing.")
    for name, figure in version.figures.items():
        source = original.figures.get(name)
        if source is None:
            yield _say(figure, f"The original has no picture “{name}”.")
        elif figure.stale:
            yield _say(figure, f"The original of “{name}” has changed since.", "warning")
        elif figure.then != hashed(source.title, source.source):
            command = f"academy courses stamp {version.id} {version.language}"
            yield _say(figure, f"Not stamped. Run “{command}” when they agree.", "warning")


def _places(version: Course, original: Course) -> Iterator[Problem]:
    """Name pictures that stand where they can't be shown, or nowhere, or not as they should."""
    shown: set[str] = set()
    for lesson in version.lessons:
        if lesson.language != version.language:
            continue
        names = dict(_standing(lesson))
        shown |= set(names)
        source = original.lesson(lesson.slug)
        for name, _ in _standing(source) if source and source is not lesson else ():
            if name not in names and name in original.figures:
                problem = f"The original shows the picture “{name}” here."
                yield Problem(lesson.file, 1, problem, "warning")
        yield from _crowded(lesson, original)
    if version is original:
        for name, figure in original.figures.items():
            if name not in shown:
                yield _say(figure, "No lesson shows this picture.", "warning")


def _standing(lesson: Lesson) -> Iterator[tuple[str, int]]:
    """Every picture that is a paragraph of its own, with the line it stands at."""
    for line, group in _pictured(lesson):
        if name := markdown.figure_name(group):
            yield name, line


def _crowded(lesson: Lesson, original: Course) -> Iterator[Problem]:
    """Name pictures with words that stand inside something else."""
    for line, group in _pictured(lesson):
        for token in markdown.walk(group) if not markdown.figure_name(group) else ():
            name = markdown.drawing_name(token)
            if name in original.figures:
                problem = f"The picture “{name}” must stand by itself, between two empty lines."
                yield Problem(lesson.file, line, problem)


def _pictured(lesson: Lesson) -> "Iterator[tuple[int, list[Token]]]":
    """The blocks of every section with a picture, and the line each begins at."""
    for section in (lesson.lead, *lesson.sections):
        if section is not None and "![" in section.source:
            for group in markdown.groups(section.source):
                yield section.line + 1 + (group[0].map or [0])[0], group


def _say(figure: Figure, problem: str, severity: Severity = "error") -> Problem:
    return Problem(figure.file, figure.line, problem, severity)
