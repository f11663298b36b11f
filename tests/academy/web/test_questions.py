"""No page's question reads a whole table: what a page costs must not grow with what others did.

Every page is opened at the desk, at the central copy and on a phone, with each connection traced;
whatever was asked is explained by SQLite itself. A question that does read a whole table is named
here, with why it may.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from academy import actions
from academy.door import access
from academy.store import database
from academy.web.participant import create_app as create_participant_app
from tests.academy.web.test_hostile_bodies import pages

ROOT = Path(__file__).resolve().parents[3]

DECIDED = "a row for each decision of an organiser"
LISTED = "the page lists them all"
OPEN = "what waits for somebody to decide, and nothing that was decided"
MAY = {
    "academy.persons.decided.how_many": DECIDED,
    "academy.persons.decided.joined": DECIDED,
    "academy.persons.decided.workshop_links": DECIDED,
    "academy.persons.proposals.kept_apart": DECIDED,
    "academy.projections.people.organisation_links": DECIDED,
    "academy.projections.people.organisations": DECIDED,
    "academy.persons.finding._told": "what somebody looks for may be any organisation or team",
    "academy.persons.finding.find": "what somebody looks for may stand in any registration",
    "academy.persons.proposals._latest": "the last so many, from the end, and no more",
    "academy.persons.proposals.waiting": OPEN,
    "academy.projections.attendance._disagreements": OPEN,
    "academy.projections.attendance._linked_among": OPEN + "; and a row for each decision",
    "academy.projections.namesakes.best": OPEN,
    "academy.projections.namesakes.several": "numbers alone, in the order of their index",
    "academy.projections.namesakes.shared": OPEN,
    "academy.projections.same._groups": DECIDED,
    "academy.projections.unknown.by_device": "what a newer version wrote, until this one is it",
    "academy.projections.workshops._joined": DECIDED,
    "academy.projections.workshops.all_workshops": "plans that may be one are looked for among all",
    "academy.projections.workshops.count": "how many there are",
    "academy.projections.workshops.last": "the last so many, by when they start",
    "sync.aside.groups": "what nobody has decided about yet",
    "sync.log.tips": "a row for each device",
    "sync.peers.all": "a row for each device",
    "sync.peers.expected": "at most twenty",
}
"""Question → why it may read a whole table."""

Question = tuple[str, str]


@contextmanager
def traced(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[Question]]:
    """Gather what is asked through connections made from now on: who asked, and the statement."""
    asked: set[Question] = set()
    real = database.connect

    def connect(*args: Any, **options: Any) -> Any:
        connection = real(*args, **options)
        connection.set_trace_callback(lambda sql: asked.add((_asker(), sql)))
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(database, "connect", connect)
        yield asked


def _asker() -> str:
    """The innermost function of ours on the way to the statement, but for what every one uses."""
    used_by_all = {"tables", "database", "readers"}
    frame: Any = sys._getframe(1)
    while frame is not None:
        file = Path(frame.f_code.co_filename)
        inside = file.relative_to(ROOT).with_suffix("") if ROOT in file.parents else None
        if inside and inside.parts[0] != "tests" and inside.name not in used_by_all:
            return f"{'.'.join(inside.parts)}.{frame.f_code.co_name}"
        frame = frame.f_back
    return ""


def scanned(connection: Any, sql: str) -> list[str]:
    """The tables that a statement reads from end to end, by the name they have in it."""
    if not sql.startswith(("SELECT", "WITH")):
        return []
    steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    made = {step.split()[1] for step in steps if step.startswith(("CO-ROUTINE", "MATERIALIZE"))}
    return [
        name for step in steps
        if (step.startswith("SCAN ") or " AUTOMATIC " in step) and "VIRTUAL TABLE" not in step
        and (name := step.split()[1]) not in {*made, "CONSTANT", "sqlite_master"}
        and not name.startswith("(")
    ]  # fmt: skip


def open_pages(client: FlaskClient, app: Flask, ids: dict[str, list[str]]) -> int:
    """Open every page but those that show courses alone; return how many were shown."""
    shown = 0
    for path in pages(app, ids):
        if not path.startswith(("/courses/", "/sentences", "/static")):
            answer = client.get(path)
            assert answer.status_code < 500, path
            shown += answer.status_code == 200
            answer.close()
    return shown


def open_every_page(desk: Any, ids: dict[str, list[str]]) -> None:
    assert open_pages(desk.client, desk.app, ids) > 15
    assert desk.post("/same/find", find="Coast 1").status_code == 200
    desk.get("/report?from=2017-01-01&to=2099-12-31")


def open_a_phone(desk: Any) -> None:
    app = create_participant_app(desk.house)
    app.config["WTF_CSRF_ENABLED"] = False
    phone = app.test_client()
    person, pin = desk.people[0], access.new_pin(desk.store, desk.people[0]["person"])
    answer = phone.post("/sign-in", data={"alias": person["alias"], "pin": pin})
    assert answer.status_code == 303
    assert open_pages(phone, app, {"kind": ["xlsx"]}) > 5


@pytest.fixture
def asked(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> dict[str, set[tuple[str, ...]]]:
    """What was asked, by who asked, of whatever was read from end to end."""
    with traced(monkeypatch) as asked:
        desk = request.getfixturevalue("desk")
        office = request.getfixturevalue("new_desk")("central", central=True)
        office.house.set_up(office.passphrase)
        office.sign_in()
        states = dict.fromkeys(desk.everybody, "present")
        actions.mark_attendance(desk.store, session=desk.first, states=states, way="grid")
        desk.house.codes.open(desk.first)
        with desk.store.reading() as (log, _peers):
            entries = [entry for _, entry in log.arrivals()]
        office.store.writing(lambda log, _peers: log.merge(entries))
        ids = {
            "workshop": [desk.workshop], "session": [desk.first], "person": desk.everybody[:2],
            "code": ["fr"], "id": ["plan"], "kind": ["xlsx"],
        }  # fmt: skip
        asked.clear()
        for one in (desk, office):
            open_every_page(one, ids)
        open_a_phone(desk)
        assert len(asked) > 100
    connection = desk.store.tables().connection
    found: dict[str, set[tuple[str, ...]]] = {}
    for asker, sql in sorted(asked):
        if names := scanned(connection, sql):
            found.setdefault(asker, set()).add((*names, sql))
    return found


def test_no_question_of_a_page_reads_a_whole_table_but_those_that_say_why(asked: Any):
    assert {asker: sql for asker, sql in asked.items() if asker not in MAY} == {}
    assert MAY.keys() - asked.keys() == set(), "what no longer does needs no excuse"
    read = {name for told in asked.values() for names in told for name in names[:-1]}
    assert read.isdisjoint(
        {"r", "mark_rows", "e", "log_entries", "b", "log_bodies", "lessons", "tries", "scores",
         "certificates", "c", "person_versions", "session_versions", "sessions", "tallies"}
    )  # fmt: skip
    of_people = {
        "academy.persons.finding._told", "academy.persons.finding.find",
        "academy.persons.proposals._latest", "academy.projections.namesakes.several",
    }  # fmt: skip
    assert {one for one, told in asked.items() for names in told if "people" in names[:-1]} <= (
        of_people
    )


def test_a_question_that_reads_a_whole_table_is_seen(desk: Any):
    connection = desk.store.tables().connection
    for sql, names in (
        ("SELECT * FROM people", ["people"]),
        ("SELECT count(*) FROM marks m WHERE m.state = 'late'", ["r"]),
        ("SELECT * FROM marks WHERE person = '1'", []),
        ("SELECT * FROM current_marks WHERE state = 'late'", ["r"]),
        ("SELECT value FROM json_each('[1]')", []),
    ):
        assert scanned(connection, sql) == names, sql
