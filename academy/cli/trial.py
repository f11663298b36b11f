"""What a program is asked before it may take the place of the one that runs; see academy.updates.

A newer program brings its own trial: what it needs on a first day, it knows best. It answers with
one line of JSON, or ends with what is wrong.
"""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

import sync
from academy import __released__, __version__
from academy.data import data_folder

if TYPE_CHECKING:
    from academy.web.shared.house import House

LANGUAGES = ("en", "ar", "zh-Hans")


@click.command(hidden=True)
@click.pass_obj
def trial(folder: Path) -> None:
    """Do what a first day asks, with a store that was made for this alone."""
    from academy.config import Config
    from academy.courses import load
    from academy.web.shared.house import House
    from sync import shape

    root = data_folder("courses").parent
    if not Path(sync.__file__).is_relative_to(root):
        raise click.ClickException("Two programs are mixed up here.")
    library = load(data_folder("courses"))
    house = House(Config(folder, data_folder("courses"), lan_host="127.0.0.1"))
    try:
        _write_into(house)
        _look_at(house)
    finally:
        if house.store is not None:
            house.store.close()
    told = {
        "version": __version__, "released": __released__, "form": shape.FORM,
        "courses": len(library.courses),
    }  # fmt: skip
    click.echo(json.dumps(told))


def _write_into(house: "House") -> None:
    """Open what the other program made, and record a workshop in it."""
    from academy import actions, rules

    store = house.unlock(os.environ.get("ACADEMY_PASSPHRASE", ""))
    actions.plan_workshop(
        store, title="Trial", level="national", country="KE", starts="2017-05-01",
        ends="2017-05-01", shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    if not store.folds_to_the_same():
        raise click.ClickException("What was recorded can't be read again.")


def _look_at(house: "House") -> None:
    """The first page of both doors, in scripts of both directions."""
    from academy.web import participant, staff

    for app, path in ((participant.create_app(house), "/"), (staff.create_app(house), "/unlock")):
        for language in LANGUAGES:
            headers = {"Accept-Language": language, "Host": "127.0.0.1"}
            answer = app.test_client().get(path, headers=headers)
            if answer.status_code != 200:  # noqa: PLR2004
                raise click.ClickException(f"{app.name} {path}: {answer.status}")
