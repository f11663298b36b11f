"""The `academy` command: one small function per word, and everything heavy loaded when it is used.

A refusal is one sentence on the standard error stream and exit code 1; only a fault of ours shows
a traceback.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from academy import __version__
from academy.config import Config
from academy.data import data_folder
from academy.errors import AcademyError
from sync.errors import SyncError


class _Group(click.Group):
    """The commands, with our two kinds of error turned into a sentence."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (AcademyError, SyncError) as error:
            raise click.ClickException(_sentence(error)) from error


def _sentence(error: AcademyError | SyncError) -> str:
    return str(error)


def _default_folder() -> Path:
    """Return where this device keeps its things unless told otherwise."""
    return Path(os.environ.get("ACADEMY_FOLDER") or Path.home() / ".academy")


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="academy", message="%(prog)s %(version)s")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=_default_folder,
    help="Where this device keeps its things (ACADEMY_FOLDER; else .academy at home).",
)
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """Courses and workshops that work without the internet."""
    context.obj = folder


_lan_port = click.option("--port", default=8000, show_default=True, help="What phones open.")
_staff_port = click.option(
    "--staff-port", default=8001, show_default=True, help="What the trainer opens, here only."
)


@main.command()
@_lan_port
@_staff_port
@click.pass_obj
def run(folder: Path, port: int, staff_port: int) -> None:
    """Serve participants on the local network and the trainer on this machine."""
    _serve(Config(folder, data_folder("courses"), lan_port=port, staff_port=staff_port))


@main.command()
@_lan_port
@_staff_port
def demo(port: int, staff_port: int) -> None:
    """Serve invented people and workshops from a folder that is thrown away at the end."""
    from academy.demo import PASSPHRASE, fill
    from academy.store import Store

    with TemporaryDirectory(prefix="academy-demo-") as folder:
        fill(Store.create(Path(folder), PASSPHRASE))
        config = Config(
            Path(folder), data_folder("courses"), lan_port=port, staff_port=staff_port, demo=True
        )
        _serve(config)


@main.command()
@_staff_port
@click.option("--log", "log_url", help="A PostgreSQL address for the log (ACADEMY_LOG).")
@click.pass_obj
def central(folder: Path, staff_port: int, log_url: str | None) -> None:
    """Serve the organiser's pages and the address that devices sync to."""
    _serve(
        Config(
            folder,
            data_folder("courses"),
            staff_port=staff_port,
            central=True,
            log_url=log_url or os.environ.get("ACADEMY_LOG"),
        )
    )


def _serve(config: Config) -> None:
    from academy.web.serve import serve

    serve(config)


# --- courses -------------------------------------------------------------------------------------

_packs = click.option(
    "--courses",
    "packs",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: data_folder("courses"),
    help="The folder of course packs (else the one that came with this).",
)


@main.group()
def courses() -> None:
    """Look after the course packs."""


@courses.command()
@_packs
def check(packs: Path) -> None:
    """Read every pack and say what is wrong, missing or out of step between languages.

    Warnings are told, errors also make the exit code 1.
    """
    from academy.courses import check as check_packs

    problems = check_packs(packs)
    for problem in problems:
        click.echo(str(problem))
    _stop_if(sum(problem.severity == "error" for problem in problems))


@courses.command()
@click.argument("course")
@click.argument("language")
@click.option("--lesson", help="Only this one, by its slug.")
@_packs
def stamp(course: str, language: str, lesson: str | None, packs: Path) -> None:
    """Record that COURSE in LANGUAGE now says what the original says."""
    from academy.courses import stamp as stamp_lessons

    for changed in stamp_lessons(packs, course, language, lesson):
        click.echo(changed)


# --- translations --------------------------------------------------------------------------------


@main.group()
def translations() -> None:
    """Look after the sentences of the pages and papers."""


@translations.command()
def update() -> None:
    """Collect the sentences and bring every language's file up to them."""
    from academy import catalogues

    catalogues.update(Path(__file__).parent, data_folder("translations"))


@translations.command(name="check")
def check_translations() -> None:
    """Say which sentences are not translated, or not rightly."""
    from academy import catalogues

    faults = list(catalogues.faults(Path(__file__).parent, data_folder("translations")))
    for fault in faults:
        click.echo(fault)
    _stop_if(len(faults))


def _stop_if(mistakes: int) -> None:
    if mistakes:
        raise click.ClickException(f"{mistakes} to mend.")
