"""A laptop in a room: courses, an open store, a workshop that runs today, phones on the Wi-Fi."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from academy import actions, rules
from academy.config import Config
from academy.courses import load
from academy.data import data_folder
from academy.door import access
from academy.projections import Row, people, workshops
from academy.search import Index
from academy.web.participant import create_app
from academy.web.shared.house import House
from tests.academy.web.visitor import Visitor

PASSPHRASE = "river lamp stone cloud seven"


@cache
def _made_once() -> TemporaryDirectory[str]:
    """The index of our courses; to build it takes some seconds, for each test that searches."""
    made = TemporaryDirectory(prefix="index-", ignore_cleanup_errors=True)
    index = Index(Path(made.name) / "search")
    index.refresh(load(data_folder("courses")))
    index.close()
    return made


def search_in(house: House) -> None:
    """Have the courses of a house searched, as when its index is ready."""
    shutil.copytree(Path(_made_once().name) / "search", house.config.folder / "search")
    house.index.refresh(house.library)


@pytest.fixture
def locked_house(tmp_path: Path) -> Iterator[House]:
    """A laptop whose store nobody has unlocked."""
    house = House(Config(tmp_path / "laptop", data_folder("courses")))
    yield house
    if house.store is not None:
        house.lock()


@pytest.fixture
def house(locked_house: House) -> House:
    locked_house.set_up(PASSPHRASE)
    return locked_house


@dataclass
class Room:
    """A workshop of five days in the middle of its week, and what a test does with it."""

    house: House
    workshop: str
    week: list[Row]

    @property
    def door(self) -> str:
        return f"door:{self.workshop}"

    def open(self, subject: str) -> str:
        """Show a code and return what its QR code holds."""
        self.house.codes.open(subject)
        return self.house.codes.shown(subject).secret

    def digits(self, subject: str) -> str:
        """Show a code and return its digits."""
        self.house.codes.open(subject)
        return self.house.codes.shown(subject).digits

    def register(self, alias: str) -> tuple[str, str]:
        """Register somebody at the trainer's desk: id and PIN."""
        store = self.house.need_store()
        person = actions.register_person(store, workshop=self.workshop, alias=alias)
        return person, access.new_pin(store, person)

    def state(self, person: str, session: str) -> Any:
        return self.house.need_store().tables().value(
            "SELECT state FROM current_marks WHERE person = ? AND session = ?", (person, session)
        )  # fmt: skip

    def person(self, alias: str) -> str:
        row = people.by_alias(self.house.need_store().tables(), self.workshop, alias)
        assert row is not None
        return str(row["person"])


@pytest.fixture
def room(house: House) -> Room:
    store = house.need_store()
    starts = date.fromisoformat(store.now().astimezone().date().isoformat()) - timedelta(days=1)
    workshop = actions.plan_workshop(
        store, title="Leadership week", level="regional", country="KE", starts=starts.isoformat(),
        ends=(starts + timedelta(days=4)).isoformat(), courses=("advocacy",),
        shape=rules.shape("five"),
    )  # fmt: skip
    return Room(house, workshop, workshops.week(store.tables(), workshop))


@pytest.fixture
def app(house: House) -> Flask:
    return _app(house)


def _app(house: House) -> Flask:
    made = create_app(house)
    made.config["WTF_CSRF_ENABLED"] = False
    made.test_client_class = Visitor
    return made


@pytest.fixture
def app_for() -> Callable[[House], Flask]:
    return _app


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def heron(room: Room, phone: FlaskClient) -> tuple[str, str]:
    """Blue Heron, registered and signed in on the phone: id and PIN."""
    person, pin = room.register("Blue Heron")
    answer = phone.post("/sign-in", data={"alias": "Blue Heron", "pin": pin})
    assert answer.status_code == 303
    return person, pin


@pytest.fixture
def token_of() -> Callable[[FlaskClient, str], str]:
    """Read the hidden field of a page's form."""

    def read(phone: FlaskClient, path: str) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', phone.get(path).text)
        assert found is not None
        return found[1]

    return read
