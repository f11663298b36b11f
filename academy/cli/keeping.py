"""Commands that keep what a device holds, or let go of it: backup, restore, uninstall."""

from pathlib import Path

import click

from academy.cli.device import passphrase_from, with_passphrase
from academy.cli.saying import say
from academy.folder import OURS, hold, keep_to_ourselves, need_for_us, remove


@click.command()
@click.argument(
    "place", metavar="FOLDER", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@with_passphrase
@click.pass_obj
def backup(folder: Path, place: Path, passphrase_file: Path | None) -> None:
    """Write one sealed file into FOLDER with everything that is kept here.

    It is opened by the same passphrase and by nothing else. Others may go on working meanwhile.
    """
    from academy.store import backups, opening

    keep_to_ourselves()
    passphrase = passphrase_from(passphrase_file)
    store = opening.unlock(folder, passphrase)
    try:
        path = backups.write(store, passphrase, place)
    finally:
        store.close()
    say(f"{path} ({path.stat().st_size} bytes)")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_passphrase
@click.pass_obj
def restore(folder: Path, file: Path, passphrase_file: Path | None) -> None:
    """Make a store of a backup, in a folder where none is. It is another device from then on."""
    from academy.store import backups
    from sync import keys

    keep_to_ourselves()
    store = backups.restore(file, passphrase_from(passphrase_file), folder)
    six = keys.words(store.key.device)
    store.close()
    say("Everything is restored. This is another device now, with these six words:")
    say(" ".join(six), inset=True)
    say("The organiser lets it in by them before it exchanges.")


@click.command()
@click.option("--yes", is_flag=True, help="Don't ask first.")
@click.pass_obj
def uninstall(folder: Path, *, yes: bool) -> None:
    """Delete everything that is kept here: people, marks, keys, a network's own courses.

    Nothing brings it back but a backup; sync first. What others have put into the folder stays.
    At the end it says which folder is left to delete: the program's own.
    """
    from academy.updates.places import Places

    if folder.is_dir():
        need_for_us(folder, OURS)
        if not yes:
            say(f"Everything in {folder} will be deleted. Only a backup brings it back.")
            click.confirm("Delete it?", abort=True)
        hold(folder).close()  # nobody works in it
        left = remove(folder)
        if left:
            say(f"These are not ours and stay in {folder}: {', '.join(left)}")
    else:
        say(f"Nothing is kept in {folder}.")
    say("Now delete the folder with the program; nothing of it lies elsewhere:")
    say(str(Places().base), inset=True)
