"""Commands that keep what a device holds: a backup, and a store made of one."""

from pathlib import Path

import click

from academy.cli.device import passphrase_from, with_passphrase
from academy.cli.saying import say
from academy.folder import keep_to_ourselves


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
    from academy.store import Store, backups

    keep_to_ourselves()
    passphrase = passphrase_from(passphrase_file)
    store = Store.open(folder, passphrase)
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
