"""Commands of authors and translators: course packs, catalogues."""

from pathlib import Path

import click

import academy
from academy.cli.saying import say
from academy.data import data_folder

_packs = click.option(
    "--courses",
    "packs",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: data_folder("courses"),
    help="The folder of course packs (else the one that came with this).",
)


@click.group()
def courses() -> None:
    """Look after the course packs."""


@courses.command()
@_packs
def check(packs: Path) -> None:
    """Read every pack and say what is wrong, missing or out of step between languages.

    Worksheets are read too. Warnings are told, errors also make the exit code 1.
    """
    from academy.courses import check as check_packs
    from academy.worksheets import check as check_worksheets

    problems = [*check_packs(packs), *check_worksheets(packs)]
    for problem in problems:
        say(str(problem))
    _stop_if(sum(problem.severity == "error" for problem in problems))


@courses.command()
@click.argument("course")
@click.argument("language")
@click.option("--lesson", help="Only this one, by its slug.")
@_packs
def stamp(course: str, language: str, lesson: str | None, packs: Path) -> None:
    """Record that COURSE in LANGUAGE now says what the original says."""
    from academy.courses import stamp as stamp_lessons
    from academy.worksheets import stamp as stamp_worksheets

    for changed in stamp_lessons(packs, course, language, lesson):
        say(changed)
    for changed in [] if lesson else stamp_worksheets(packs, course, language):
        say(changed)


# --- translations --------------------------------------------------------------------------------


@click.group()
def translations() -> None:
    """Look after the sentences of the pages and papers."""


@translations.command()
def update() -> None:
    """Collect the sentences and bring every language's file up to them."""
    from academy import catalogues

    catalogues.update(Path(academy.__file__).parent, data_folder("translations"))


@translations.command(name="check")
def check_translations() -> None:
    """Say which sentences are not translated, or not rightly."""
    from academy import catalogues

    faults = list(catalogues.faults(Path(academy.__file__).parent, data_folder("translations")))
    for fault in faults:
        say(fault)
    _stop_if(len(faults))


def _stop_if(mistakes: int) -> None:
    if mistakes:
        raise click.ClickException(f"{mistakes} to mend.")
