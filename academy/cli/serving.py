"""Commands that open the doors: a laptop's, the demo's, the central copy's."""

import gc
import os
import sys
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from academy.cli.device import own_courses
from academy.cli.saying import say
from academy.config import Config
from academy.data import data_folder
from academy.errors import AcademyError

_PORT = click.IntRange(0, 65535)
_lan_port = click.option(
    "--port", type=_PORT, default=8000, show_default=True, help="What phones open."
)
_staff_port = click.option(
    "--staff-port",
    type=_PORT,
    default=8001,
    show_default=True,
    help="What the trainer opens, here only.",
)
_inserts = click.option(
    "--inserts",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="ACADEMY_INSERTS",
    help="A network's own folder of what holds in its country (ACADEMY_INSERTS; else `inserts`).",
)


@click.command()
@_lan_port
@_staff_port
@_inserts
@own_courses
@click.option("--show", is_flag=True, help="Open the trainer's page in the browser.")
@click.pass_obj
def run(
    folder: Path, port: int, staff_port: int, inserts: Path | None, own: Path | None, *, show: bool
) -> None:
    """Serve participants on the local network and the trainer on this machine."""
    _look_after()
    config = Config(folder, data_folder("courses"), lan_port=port, staff_port=staff_port)
    _end(_serve(replace(config, inserts=inserts, own=own), _show if show else None))


@click.command()
@_lan_port
@_staff_port
def demo(port: int, staff_port: int) -> None:
    """Serve invented people and workshops from a folder that is thrown away at the end."""
    _look_after()
    from academy.demo import PASSPHRASE, fill, give_pin
    from academy.store import opening

    with TemporaryDirectory(prefix="academy-demo-") as folder:
        store = opening.create(Path(folder), PASSPHRASE)
        pin = give_pin(store, fill(store), "Blue Heron")
        store.close()
        say(f"On a phone you can sign in as Blue Heron, with the PIN {pin}.")
        config = Config(
            Path(folder), data_folder("courses"), lan_port=port, staff_port=staff_port, demo=True
        )
        doors = _serve(config)
    _end(doors)


@click.command()
@click.option("--port", type=_PORT, default=8000, show_default=True, help="What laptops sync to.")
@_staff_port
@click.option(
    "--log",
    "log_url",
    help="A PostgreSQL address for the log, remembered in the folder (ACADEMY_LOG).",
)
@click.option("--name", help="What a TLS proxy here calls the organiser's pages: a host name.")
@own_courses
@click.pass_obj
def central(
    folder: Path,
    port: int,
    staff_port: int,
    log_url: str | None,
    name: str | None,
    own: Path | None,
) -> None:
    """Serve the organiser's pages and the address that devices sync to.

    START on a machine that stays on, and open the organiser's pages on that same machine:
    http://127.0.0.1:8001. The first time, write down the five words it offers: they are the only
    key, and nobody can send you new ones. Later, type them after every start; until then laptops
    are told to come back.

    REACH the organiser's pages from elsewhere only through a TLS proxy on this machine that passes
    on its host name (--name organisers.example), or through SSH (ssh -L 8001:127.0.0.1:8001).
    Laptops sync to port 8000; what they send is sealed already, so plain HTTP gives nothing away
    but their address.

    LET LAPTOPS IN on the page “Devices”, by six words that a trainer reads out to you.

    KEEP IT: “academy unit” prints a systemd unit, the file Containerfile makes a container. On
    port 8000, /health answers 200 while laptops are served, else 503 with a word for why. “academy
    backup” writes one sealed file; “academy verify” checks every entry. What is printed while it
    runs names no person.

    GROW: --log keeps the log in PostgreSQL; a log that lay in the folder moves there.
    """
    _look_after()
    doors = _serve(
        Config(
            folder,
            data_folder("courses"),
            lan_port=port,
            staff_port=staff_port,
            central=True,
            staff_name=name,
            log_url=log_url or os.environ.get("ACADEMY_LOG"),
            own=own,
        )
    )
    _end(doors)


def _serve(config: Config, show: Callable[[str], None] | None = None) -> list[list[int]] | None:
    # What a start makes stays: looking for rings in it is a tenth of the time to the first page.
    # `serve` lets the collector look again after that page.
    gc.disable()
    from academy.web.serve import serve

    try:
        return serve(config, show)
    except AcademyError as refused:
        if refused.code == "folder_taken" and refused.details.get("address"):
            _show(str(refused.details["address"]))
        raise


def _show(address: str) -> None:
    """Open a page in the browser, where there is a screen to open it on."""
    screens = os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY")
    if os.name == "nt" or sys.platform == "darwin" or any(screens):
        webbrowser.open(address)


def _look_after() -> None:
    """Where sealing needs a parent, be it, and end as the last child did."""
    from academy.web import afresh

    if afresh.is_parent():
        raise click.exceptions.Exit(afresh.look_after())


def _end(doors: list[list[int]] | None) -> None:
    """Make place for a fresh process after sealing; otherwise just end, and wait for nothing."""
    from academy.web import afresh

    if doors is not None:
        afresh.begin(doors)
    if any(thread.name == "warm" for thread in threading.enumerate()):
        os._exit(0)  # Pango, cut off in the middle of its work, would end with a crash
