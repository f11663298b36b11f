"""Commands about the program itself: a newer one from a stick, back, and making one for others."""

from pathlib import Path

import click

from academy.cli.device import opened, passphrase_from, with_passphrase
from academy.cli.saying import say
from academy.folder import keep_to_ourselves

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def program() -> None:
    """Bring a newer program by stick, go back to the one before, or make one for others."""


@program.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--accept", metavar="SIX WORDS", help="The six words of whoever made it.")
@click.option("--yes", is_flag=True, help="Don't ask before it is used.")
@with_passphrase
@click.pass_obj
def take(
    folder: Path, file: Path, accept: str | None, *, yes: bool, passphrase_file: Path | None
) -> None:
    """Show what a signed FILE would change, try it beside this program, and use it from the next
    start on.
    """
    from academy import updates
    from academy.updates import makers
    from academy.updates.places import Places
    from sync import keys

    places = Places()
    offer = updates.look(places, file)
    head = offer.head
    say(f"Version {head.version} of {head.released} UTC, {head.size} bytes.")
    say(f"{offer.added} files more, {offer.changed} changed, {offer.gone} fewer.")
    if offer.courses:
        say(f"Courses that change: {', '.join(offer.courses)}.")
    if offer.libraries:
        say(f"It needs other libraries and brings {offer.wheels} of them.")
    if offer.one_way:
        say("What it records, the version before can’t read. Make a backup first.")
    with opened(folder, passphrase_file) as store:
        if head.key not in makers.known(store) and accept is None:
            say("Nobody here knows the key that signed it.")
            accept = click.prompt("The six words that whoever made it reads out", err=True)
        makers.need(store, head.key, accept or "")
    say(f"Signed by {' '.join(keys.words(head.key))}.")
    updates.take(places, file, head.digest)
    say("It is tried …")
    updates.attempt(places)
    if not yes:
        click.confirm("It works here. Use it from the next start on?", abort=True)
    updates.use(places)
    say("It is used from the next start on. “academy program back” goes back.")


@program.command()
@click.option("--yes", is_flag=True, help="Don't ask first.")
def back(*, yes: bool) -> None:
    """Use the program that was used before, from the next start on."""
    from academy import updates
    from academy.updates.places import Places

    places = Places()
    state = places.state()
    older = state.use is not None and places.form(state.former) < places.form(state.use)
    if older and not yes:
        say("What was recorded since can't be read by the version before; a backup from then can.")
        click.confirm("Go back?", abort=True)
    version = updates.take_back(places, force=True)
    say(f"Version {version} is used from the next start on.")


@program.command()
@click.argument("place", metavar="FOLDER", type=_FOLDER)
@with_passphrase
def key(place: Path, passphrase_file: Path | None) -> None:
    """Make a release key in a FOLDER of its own, sealed by a passphrase of its own.

    Whoever has both can make programs that others take. Keep it away from laptops that travel; read
    out its six words to those who shall know it.
    """
    from academy.updates import releasing
    from sync import keys

    keep_to_ourselves()
    made = releasing.new_key(place, passphrase_from(passphrase_file))
    say(made.device)
    say(" ".join(keys.words(made.device)), inset=True)


@program.command()
@click.argument("stick", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--key", "place", required=True, type=_FOLDER, help="The folder of a release key.")
@click.option("--source", type=_FOLDER, help="The program's folder; this one, unless told.")
@click.option("--wheels", type=_FOLDER, help="Libraries for one kind of machine, as README says.")
@with_passphrase
def pack(
    stick: Path, place: Path, source: Path | None, wheels: Path | None, passphrase_file: Path | None
) -> None:
    """Write a program onto a STICK, signed by a release key. Raise its version and moment first."""
    from academy.data import data_folder
    from academy.updates import releasing
    from sync import keys

    made = releasing.key_in(place, passphrase_from(passphrase_file))
    path = releasing.make(source or data_folder("courses").parent, made, stick, wheels)
    say(f"{path} ({path.stat().st_size} bytes)")
    say(" ".join(keys.words(made.device)), inset=True)
