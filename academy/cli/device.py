"""Commands about what a device holds: exchange it, report it, check it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from academy.cli.saying import hand_over, say
from academy.data import data_folder
from academy.folder import keep_to_ourselves

if TYPE_CHECKING:
    from academy.courses.own import Own
    from academy.exchanging import Look
    from academy.store import Store

with_passphrase = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose first line opens the store (else ACADEMY_PASSPHRASE, else it is asked for).",
)

own_courses = click.option(
    "--own",
    "own",
    envvar="ACADEMY_COURSES",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of your own courses (ACADEMY_COURSES; else “courses” in the folder).",
)


@click.command()
@click.argument("place", metavar="ADDRESS_OR_FOLDER")
@click.option("--accept", metavar="SIX WORDS", help="Join if the central copy has these words.")
@click.option("--look", is_flag=True, help="Say what a stick holds, and take nothing in.")
@own_courses
@with_passphrase
@click.pass_obj
def sync(
    folder: Path,
    place: str,
    accept: str | None,
    look: bool,  # noqa: FBT001
    own: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Exchange entries with the central copy, by its address or by a folder on a stick; courses
    that are passed on go along.

    The first time it shows the central copy's six words and asks. The exit code is 0 only when
    nothing was refused and nothing is left to do.
    """
    from academy import exchanging
    from academy.courses.own.passing import Passing
    from academy.web.shared.outcomes import told

    passing = Passing(own_packs(folder, own))
    with opened(folder, passphrase_file) as store:
        if look:
            _say_what_lies_there(exchanging.look(store, place))
            return
        role = _role(store)
        outcomes = exchanging.exchange(store, place, role=role, passing=passing)
        met = [outcome.card for outcome in outcomes if outcome.code == "confirm_central"]
        for card in filter(None, met):
            _compare(card.words, accept)
            exchanging.join(store, card.device, accept or " ".join(card.words))
        if met:
            outcomes = exchanging.exchange(store, place, role=role, passing=passing)
        names = exchanging.device_names(store)
        said = [line for outcome in outcomes for line in told(outcome, names)]
        for _kind, sentence in said:
            say(sentence)
        if role == "device":
            say(f"{exchanging.standing(store).not_sent} entries not yet signed for.")
    if any(kind != "good" for kind, _sentence in said):
        raise click.exceptions.Exit(1)


def _say_what_lies_there(found: "Look") -> None:
    for one in found.seen:
        say(f"{one.name}: {one.entries} entries, {one.marks} marks of attendance; people:")
        people = {"added": one.added, "changed": one.changed, "taken back": one.withdrawn,
                  "erased": one.erased}  # fmt: skip
        say(", ".join(f"{len(who)} {what}" for what, who in people.items()), inset=True)
        for held in one.workshops.values():
            say(f"{held.title} ({held.starts} to {held.ends}): {held.entries}", inset=True)
    for stranger in found.strangers:
        say("Waits to be let in: " + " ".join(stranger.words))
    say(f"{len(found.outcomes)} files need a person or can't be read.")


def _role(store: "Store") -> str:
    """What this device is to others, as `academy central` noted it."""
    return "central" if store.setting("central") else "device"


def _compare(words: list[str], accept: str | None) -> None:
    """Have somebody compare six words, unless they were given.

    Nothing else is said of a copy that nobody trusts yet, least of all what it calls itself.
    """
    say("This central copy has these six words:")
    say(" ".join(words), inset=True)
    if accept is None:
        click.confirm("Does the organiser read out the same, in this order?", abort=True)


@click.command()
@click.option("--from", "starts", metavar="DAY", help="First day, like 2027-01-01.")
@click.option("--to", "ends", metavar="DAY", help="Last day.")
@click.option("--json", "form", flag_value="json", help="Everything, as data.")
@click.option("--csv", "form", flag_value="csv", help="A table, its columns parted by commas.")
@click.option("--xlsx", "form", flag_value="xlsx", help="A workbook for a spreadsheet.")
@with_passphrase
@click.pass_obj
def report(
    folder: Path, starts: str | None, ends: str | None, form: str, passphrase_file: Path | None
) -> None:
    """Print the figures of a period, this year's unless told otherwise."""
    from academy import exchanging
    from academy.web.shared.report_book import book

    with opened(folder, passphrase_file) as store:
        year = store.now().year
        made = exchanging.report(store, starts or f"{year}-01-01", ends or f"{year}-12-31")
    if form in {"json", "csv", "xlsx"}:
        if form == "xlsx":
            hand_over(book(made))
        else:
            hand_over(made.json_bytes() if form == "json" else made.csv_bytes())
        return
    say(f"{made.starts} to {made.ends}, as of {made.as_of} UTC")
    for level in made.as_json()["levels"]:
        say(f"{level.pop('level')}: " + ", ".join(f"{n} {v}" for n, v in level.items()))
    say(f"{len(made.devices)} devices have not reported since the last day.")


@click.command()
@click.argument("place", metavar="FOLDER")
@with_passphrase
@click.pass_obj
def card(folder: Path, place: str, passphrase_file: Path | None) -> None:
    """Write this device's card into a folder, by which others get to know it. It is no secret."""
    from academy import exchanging

    with opened(folder, passphrase_file) as store:
        say(str(exchanging.write_card(store, place, role=_role(store))))
        say(" ".join(exchanging.standing(store).words), inset=True)


@click.command()
@with_passphrase
@click.pass_obj
def verify(folder: Path, passphrase_file: Path | None) -> None:
    """Check all that this device holds: every entry of the log, and the tables folded from it."""
    with opened(folder, passphrase_file) as store:
        with store.reading() as (log, _peers):
            log.verify()
            entries, forked = log.count(), log.forked()
        same = store.folds_to_the_same()
    say(f"{entries} entries, each in its place.")
    for device in sorted(forked):
        say(f"The device {device[:16]} exists twice; both histories are kept.")
    if not same:
        raise click.ClickException(
            "The tables differ from the log. The next start folds them again."
        )
    say("The tables are what the log folds to.")


def own_packs(folder: Path, own: Path | None) -> "Own":
    """The network's own courses, where they lie."""
    from academy.courses.own import Own

    return Own(data_folder("courses"), own or folder / "courses")


@contextmanager
def opened(folder: Path, passphrase_file: Path | None) -> Iterator["Store"]:
    """The store of this folder, opened with a passphrase from wherever there is one."""
    from academy.store import opening

    keep_to_ourselves()
    store = opening.unlock(folder, passphrase_from(passphrase_file))
    try:
        yield store
    finally:
        store.close()


def passphrase_from(file: Path | None) -> str:
    """The passphrase: of a file, of the environment, or as somebody types it."""
    if file is not None:
        return file.read_text("utf-8").partition("\n")[0]
    return os.environ.get("ACADEMY_PASSPHRASE") or _asked()


def _asked() -> str:
    """A passphrase typed without showing it, or piped in."""
    if sys.stdin.isatty():
        return str(click.prompt("Passphrase", hide_input=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")
