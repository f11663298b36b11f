"""A trainer's desk: the staff app over a laptop with a workshop, twelve people in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from academy import actions, rules
from academy.config import Config
from academy.courses import Library, load
from academy.courses.remembered import Remembered
from academy.data import data_folder
from academy.projections import Row, attendance, people, workshops
from academy.store import Store
from academy.web.shared.house import House
from academy.web.staff import create_app
from tests.academy.web.visitor import Visitor

PASSPHRASE = "river lamp stone cloud seven"
TEAMS = {"North": 4, "Coast": 4, "Lake": 4}


@dataclass
class Desk:
    """The staff app, somebody at its keyboard, and short ways to look behind it."""

    house: House
    app: Flask
    client: FlaskClient
    workshop: str = ""
    passphrase: str = PASSPHRASE
    everybody: list[str] = field(default_factory=list)

    @property
    def store(self) -> Store:
        return self.house.need_store()

    @property
    def sessions(self) -> list[Row]:
        return workshops.sessions(self.store.tables(), self.workshop)

    @property
    def first(self) -> str:
        return str(self.sessions[0]["session"])

    @property
    def people(self) -> list[Row]:
        return people.people(self.store.tables(), self.workshop)

    @property
    def count(self) -> int:
        """How many entries the log holds."""
        with self.store.reading() as (log, _peers):
            return log.count()

    def states(self, session: str) -> dict[str, str]:
        return attendance.session_states(self.store.tables(), session)

    def get(self, path: str, **more: Any) -> str:
        """A page that is there, as a reader sees its characters."""
        answer = self.client.get(path, **more)
        assert answer.status_code == 200, (path, answer.status_code, answer.location)
        return unescape(answer.text)

    def post(self, path: str, **form: Any) -> TestResponse:
        return self.client.post(path, data=form)

    def done(self, path: str, **form: Any) -> str:
        """A form that is taken; the page it leads to."""
        answer = self.post(path, **form)
        assert answer.status_code == 303, (path, answer.status_code, unescape(answer.text))
        return self.get(answer.location)

    def refused(self, path: str, status: int, **form: Any) -> str:
        answer = self.post(path, **form)
        assert answer.status_code == status, (path, answer.status_code, answer.location)
        return unescape(answer.text)

    def sign_in(self) -> None:
        with self.client.session_transaction() as session:
            session["staff"] = True


@pytest.fixture(autouse=True)
def courses_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every house has the same courses; reading them takes longer than most tests."""
    monkeypatch.setattr(Remembered, "library", lambda one, **_how: read_courses(one.courses))


@cache
def read_courses(folder: Path) -> Library:
    return load(folder)


@pytest.fixture
def new_desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes desks over folders that nobody has set up; `settings` go to the Config."""
    made: list[House] = []

    def make(name: str = "laptop", **settings: Any) -> Desk:
        settings.setdefault("address", "http://192.168.1.20:8000")
        house = House(Config(tmp_path / name, data_folder("courses"), **settings))
        made.append(house)
        app = create_app(house)
        app.config.update(WTF_CSRF_ENABLED=False)
        app.test_client_class = Visitor
        return Desk(house, app, app.test_client())

    yield make
    for house in made:
        house.lock()


@pytest.fixture
def fresh_desk(new_desk: Callable[..., Desk]) -> Desk:
    """Nothing set up yet."""
    return new_desk()


@pytest.fixture
def empty_desk(fresh_desk: Desk) -> Desk:
    """Set up and unlocked, nothing planned."""
    fresh_desk.house.set_up(PASSPHRASE)
    fresh_desk.sign_in()
    return fresh_desk


@pytest.fixture
def planned_desk(empty_desk: Desk) -> Desk:
    """A five-day workshop that started yesterday, with nobody in it."""
    first = empty_desk.store.now().astimezone().date() - timedelta(days=1)
    empty_desk.workshop = actions.plan_workshop(
        empty_desk.store,
        title="Leadership week",
        level="regional",
        country="KE",
        starts=first.isoformat(),
        ends=(first + timedelta(days=4)).isoformat(),
        languages=("en", "fr"),
        courses=("advocacy",),
        shape=rules.shape("five"),
    )
    return empty_desk


@pytest.fixture
def desk(planned_desk: Desk) -> Desk:
    """Twelve participants in three teams and a facilitator."""
    rows = [
        {"alias": f"{team} {number}", "team": team, "country": "KE"}
        for team, size in TEAMS.items()
        for number in range(1, size + 1)
    ]
    planned_desk.everybody = actions.register_list(
        planned_desk.store, workshop=planned_desk.workshop, rows=rows
    )
    actions.register_person(
        planned_desk.store, workshop=planned_desk.workshop, alias="Ibis", role="facilitator"
    )
    return planned_desk
