"""Commands that open the doors: a laptop's, the demo's, the central copy's."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from academy.cli.saying import say
from academy.config import Config
from academy.data import data_folder

_lan_port = click.option("--port", default=8000, show_default=True, help="What phones open.")
_staff_port = click.option(
    "--staff-port", default=8001, show_default=True, help="What the trainer opens, here only."
)


@click.command()
@_lan_port
@_staff_port
@click.pass_obj
def run(folder: Path, port: int, staff_port: int) -> None:
    """Serve participants on the local network and the trainer on this machine."""
    _serve(Config(folder, data_folder("courses"), lan_port=port, staff_port=staff_port))


@click.command()
@_lan_port
@_staff_port
def demo(port: int, staff_port: int) -> None:
    """Serve invented people and workshops from a folder that is thrown away at the end."""
    from academy.demo import PASSPHRASE, fill, give_pin
    from academy.store import Store

    with TemporaryDirectory(prefix="academy-demo-") as folder:
        store = Store.create(Path(folder), PASSPHRASE)
        pin = give_pin(store, fill(store), "Blue Heron")
        store.close()
        say(f"On a phone you can sign in as Blue Heron, with the PIN {pin}.")
        config = Config(
            Path(folder), data_folder("courses"), lan_port=port, staff_port=staff_port, demo=True
        )
        _serve(config)


@click.command()
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
