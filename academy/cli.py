"""The `academy` command: one small function per word, and everything heavy loaded when it is used.

A refusal is one sentence on the standard error stream and exit code 1; only a fault of ours shows
a traceback.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from academy import __version__
from academy.config import Config
from academy.data import data_folder
from academy.errors import AcademyError
from sync.errors import SyncError

if TYPE_CHECKING:
    from academy.store import Store


class _Group(click.Group):
    """The commands, with our two kinds of error turned into a sentence."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (AcademyError, SyncError) as error:
            raise click.ClickException(_sentence(error)) from error


def _sentence(error: AcademyError | SyncError) -> str:
    from academy.web.shared.sentences import SENTENCES, sentence

    return sentence(error) if error.code in SENTENCES else str(error)


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
@click.option("--port", default=8000, show_default=True, help="What laptops sync to.")
@_staff_port
@click.option(
    "--log",
    "log_url",
    help="A PostgreSQL address for the log, remembered in the folder (ACADEMY_LOG).",
)
@click.option("--name", help="What a TLS proxy here calls the organiser's pages: a host name.")
@click.pass_obj
def central(
    folder: Path, port: int, staff_port: int, log_url: str | None, name: str | None
) -> None:
    """Serve the organiser's pages and the address that devices sync to."""
    _serve(
        Config(
            folder,
            data_folder("courses"),
            lan_port=port,
            staff_port=staff_port,
            central=True,
            staff_name=name,
            log_url=log_url or os.environ.get("ACADEMY_LOG"),
        )
    )


def _serve(config: Config) -> None:
    from academy.web.serve import serve

    serve(config)


# --- what a device holds -------------------------------------------------------------------------

_passphrase = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose first line opens the store (else ACADEMY_PASSPHRASE, else it is asked for).",
)


@main.command()
@click.argument("place", metavar="ADDRESS_OR_FOLDER")
@click.option("--accept", metavar="SIX WORDS", help="Join if the central copy has these words.")
@_passphrase
@click.pass_obj
def sync(folder: Path, place: str, accept: str | None, passphrase_file: Path | None) -> None:
    """Exchange entries with the central copy, by its address or by a folder on a stick.

    The first time it shows the central copy's six words and asks. The exit code is 0 only when
    nothing was refused and nothing is left to do.
    """
    from academy import exchanging
    from academy.web.shared.outcomes import told

    with _open(folder, passphrase_file) as store:
        role = _role(store)
        outcomes = exchanging.exchange(store, place, role=role)
        met = [outcome.card for outcome in outcomes if outcome.code == "confirm_central"]
        for card in filter(None, met):
            _compare(card.name, card.words, accept)
            exchanging.join(store, card.device, accept or " ".join(card.words))
        if met:
            outcomes = exchanging.exchange(store, place, role=role)
        names = exchanging.device_names(store)
        said = [line for outcome in outcomes for line in told(outcome, names)]
        for _kind, sentence in said:
            click.echo(sentence)
        if role == "device":
            click.echo(f"{exchanging.standing(store).not_sent} entries not yet signed for.")
    if any(kind != "good" for kind, _sentence in said):
        raise click.exceptions.Exit(1)


def _role(store: "Store") -> str:
    """What this device is to others, as `academy central` noted it."""
    return "central" if store.setting("central") else "device"


def _compare(name: str, words: list[str], accept: str | None) -> None:
    """Have somebody compare six words, unless they were given."""
    click.echo(f"The central copy{f' “{name}”' if name else ''} has these six words:")
    click.echo(f"  {' '.join(words)}")
    if accept is None:
        click.confirm("Does the organiser read out the same, in this order?", abort=True)


@main.command()
@click.option("--from", "starts", metavar="DAY", help="First day, like 2027-01-01.")
@click.option("--to", "ends", metavar="DAY", help="Last day.")
@click.option("--json", "form", flag_value="json", help="Everything, as data.")
@click.option("--csv", "form", flag_value="csv", help="A table for a spreadsheet.")
@_passphrase
@click.pass_obj
def report(
    folder: Path, starts: str | None, ends: str | None, form: str, passphrase_file: Path | None
) -> None:
    """Print the figures of a period, this year's unless told otherwise."""
    from academy import exchanging

    with _open(folder, passphrase_file) as store:
        year = store.now().year
        made = exchanging.report(store, starts or f"{year}-01-01", ends or f"{year}-12-31")
    if form in {"json", "csv"}:
        body = made.json_bytes() if form == "json" else made.csv_bytes()
        sys.stdout.buffer.write(body)
        return
    click.echo(f"{made.starts} to {made.ends}, as of {made.as_of} UTC")
    for level in made.as_json()["levels"]:
        click.echo(f"{level.pop('level')}: " + ", ".join(f"{n} {v}" for n, v in level.items()))
    click.echo(f"{len(made.devices)} devices have not reported since the last day.")


@main.command()
@click.argument("place", metavar="FOLDER")
@_passphrase
@click.pass_obj
def card(folder: Path, place: str, passphrase_file: Path | None) -> None:
    """Write this device's card into a folder, by which others get to know it. It is no secret."""
    from academy import exchanging

    with _open(folder, passphrase_file) as store:
        click.echo(str(exchanging.write_card(store, place, role=_role(store))))
        click.echo(f"  {' '.join(exchanging.standing(store).words)}")


@main.command()
@_passphrase
@click.pass_obj
def verify(folder: Path, passphrase_file: Path | None) -> None:
    """Check all that this device holds: every entry of the log, and the tables folded from it."""
    with _open(folder, passphrase_file) as store:
        with store.reading() as (log, _peers):
            log.verify()
            entries, forked = log.count(), log.forked()
        same = store.folds_to_the_same()
    click.echo(f"{entries} entries, each in its place.")
    for device in sorted(forked):
        click.echo(f"The device {device[:16]} exists twice; both histories are kept.")
    if not same:
        raise click.ClickException(
            "The tables differ from the log. The next start folds them again."
        )
    click.echo("The tables are what the log folds to.")


@contextmanager
def _open(folder: Path, passphrase_file: Path | None) -> Iterator["Store"]:
    """The store of this folder, opened with a passphrase from wherever there is one."""
    from academy.store import Store

    if passphrase_file is not None:
        passphrase = passphrase_file.read_text("utf-8").partition("\n")[0]
    else:
        passphrase = os.environ.get("ACADEMY_PASSPHRASE") or _asked()
    store = Store.open(folder, passphrase)
    try:
        yield store
    finally:
        store.close()


def _asked() -> str:
    """A passphrase typed without showing it, or piped in."""
    if sys.stdin.isatty():
        return str(click.prompt("Passphrase", hide_input=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


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
