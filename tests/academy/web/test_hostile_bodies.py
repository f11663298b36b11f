"""Whatever an accepted laptop says is taken, what can't be understood is counted, pages open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from academy import actions, exchanging, projections
from academy.door import access
from academy.projections import attendance, people, unknown, versions, workshops
from academy.store import Store, opening
from academy.web.participant import create_app as create_participant_app
from sync import central, entries, replica
from tests.academy.bodies import Bad, Ids, bad, body_of, good, may_be_said
from tests.meeting import meet


class Group:
    """A laptop in the room, the central copy, and Mango, a laptop that central has accepted."""

    def __init__(self, desk: Any, office: Any, mango: Store) -> None:
        self.desk, self.office, self.mango = desk, office, mango
        for store in (desk.store, mango):
            meet(store, office.store)
        first = desk.sessions[0]
        self.ids = Ids(desk.workshop, first["session"], *desk.everybody[:2])
        self.exchange(desk.store)
        self.exchange(mango)

    def exchange(self, laptop: Store) -> None:
        """What a laptop and central do over the network, and once more for what that brought."""
        for _ in range(2):
            with self.office.store.reading() as (log, _peers):
                have = log.have()
            given = replica.give(laptop, self.office.store.key.device, have)
            replica.take(laptop, central.receive(self.office.store, given.data))

    def say(self, bodies: list[tuple[str, str]]) -> None:
        """Mango records these bodies and brings them to central; the laptop fetches them there."""
        self.mango.writing(lambda log, _peers: [log.append(*one) for one in bodies])
        self.exchange(self.mango)
        actions.assign_device(self.office.store, self.ids.workshop, self.desk.store.key.device)
        self.exchange(self.desk.store)

    def reached(self) -> list[Store]:
        """The stores that Mango's bodies came to."""
        return [self.office.store, self.desk.store]


@pytest.fixture
def group(desk: Any, new_desk: Callable[..., Any], tmp_path: Any) -> Iterator[Group]:
    office = new_desk("central", central=True)
    office.house.set_up(office.passphrase)
    office.sign_in()
    mango = opening.create(tmp_path / "mango", "river lamp stone cloud seven")
    yield Group(desk, office, mango)
    mango.close()


def pages(app: Flask, ids: dict[str, list[str]]) -> Iterator[str]:
    """The address of every page, with every id that is known in every place for one."""
    with app.test_request_context():
        adapter = app.url_map.bind("")
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint != "static":
                names = sorted(rule.arguments)
                for values in product(*(_values(rule, name, ids) for name in names)):
                    yield adapter.build(rule.endpoint, dict(zip(names, values, strict=True)))


def _values(rule: Rule, name: str, ids: dict[str, list[str]]) -> list[str]:
    found = ids.get(name.removesuffix("_id"))
    return found or (["core.css"] if name == "filename" else ["advocacy"])


def open_all(client: FlaskClient, app: Flask, ids: dict[str, list[str]]) -> int:
    """Open every page there is and return how many were shown; none may fail."""
    shown = 0
    for path in pages(app, ids):
        answer = client.get(path)
        assert answer.status_code < 500, (path, answer.status_code)
        shown += answer.status_code == 200
        answer.close()
    return shown


def open_every_door(group: Group) -> None:
    """Every page of central, of the laptop and of a phone in the room, with what is planned."""
    for desk in (group.office, group.desk):
        tables = desk.store.tables()
        ids = {
            "workshop": _some(tables, "workshops", "workshop", group.ids.workshop),
            "session": _some(tables, "sessions", "session", group.ids.session),
            "person": _some(tables, "people", "person", group.ids.person),
            "code": ["fr"],
            "id": [*_some(tables, "plans", "plan", "6" * 32), "plan"],
            "kind": ["xlsx"],
        }
        assert open_all(desk.client, desk.app, ids) > 15
        for session in ids["session"]:
            desk.house.codes.open(session)
    phone_app = create_participant_app(group.desk.house)
    phone_app.config["WTF_CSRF_ENABLED"] = False
    phone = phone_app.test_client()
    pin = access.new_pin(group.desk.store, group.ids.other)
    alias = people.person(group.desk.store.tables(), group.ids.other, group.ids.workshop)["alias"]
    assert phone.post("/sign-in", data={"alias": alias, "pin": pin}).status_code == 303
    assert open_all(phone, phone_app, {"kind": ["xlsx"]}) > 5


def _some(tables: Any, table: str, column: str, honest: str) -> list[str]:
    rows = tables.rows(
        f"SELECT DISTINCT {column} AS id FROM {table} WHERE {column} <> ?", (honest,)
    )
    return [honest, *sorted(row["id"] for row in rows)[:3]]


def test_whatever_stands_in_whatever_field_every_page_opens(group: Group):
    tried: list[Bad] = [one for one in bad(group.ids) if may_be_said(one.kind, one.body)]
    heron = "a1" * 16
    behind = {**good(group.ids)["person.registered"], "person": heron, "alias": "Last Heron"}
    said = [(one.kind, one.body) for one in tried]
    group.say([*said, ("person.registered", body_of(behind))])
    expected = sum(not one.understood for one in tried)
    assert expected > 3_500
    assert unknown.by_device(group.office.store.tables()) == {group.mango.key.device: expected}
    # What names no workshop the laptop may read but organisations' names; what names none of its
    # workshops as it is written it may not.
    assert unknown.by_device(group.desk.store.tables())[group.mango.key.device] > 2_000
    for store in group.reached():
        assert people.by_alias(store.tables(), group.ids.workshop, "Last Heron")["person"] == heron
        assert store.folds_to_the_same()
    open_every_door(group)
    name = exchanging.device_names(group.office.store)[group.mango.key.device]
    assert f"{expected} entries of “{name}”" in group.office.get("/devices").replace(",", "")
    assert "are not understood here" in group.desk.get("/sync")


ELSEWHERE = "b2" * 16


def hostile(ids: Ids) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Bodies of which each is as declared, and that together mean harm."""
    told = good(ids)
    elsewhere = ELSEWHERE
    nobody = "c3" * 16
    mark = told["attendance.marked"]
    person = told["person.registered"]
    link = told["person.linked"]
    ring = [f"{n:032x}" for n in range(1, 500)]
    return {
        "a mark in a session of another workshop": [
            ("attendance.marked", {**mark, "workshop": elsewhere})
        ],
        "a mark of nobody": [("attendance.marked", {**mark, "person": nobody})],
        "a mark in no session": [("attendance.marked", {**mark, "session": nobody})],
        "two workshops with one session": [
            ("workshop.planned", {**told["workshop.planned"], "workshop": elsewhere}),
            ("session.planned", {**told["session.planned"], "workshop": elsewhere}),
            ("session.revised", {**told["session.revised"], "workshop": elsewhere}),
        ],
        "a session of no workshop": [
            ("session.planned", {**told["session.planned"], "session": nobody, "workshop": nobody})
        ],
        "a session outside its workshop": [
            ("session.planned", {**told["session.planned"], "session": id * 32, "day": day})
            for id, day in (("e", "2000-01-01"), ("f", "2099-12-31"))
        ],
        "the workshop moved to another century": [
            ("workshop.revised", {**told["workshop.revised"], "starts": "2000-01-01",
                                  "ends": "2099-12-31", "languages": ["xx", "zz_Abcd"],
                                  "courses": ["nowhere"], "country": "ZZ"})
        ],
        "one person in two workshops": [
            ("person.registered", {**person, "workshop": elsewhere}),
            ("person.registered", {**person, "workshop": elsewhere, "role": "organiser"}),
        ],
        "everybody with one alias": [
            ("person.registered", {**person, "person": f"{n:032x}", "role": "participant",
                                   "country": "QQ", "language": "tlh", "team": "North"})
            for n in range(300)
        ],
        "a certificate of nobody": [
            ("certificate.issued", {**told["certificate.issued"], "person": nobody}),
            ("certificate.issued", {**told["certificate.issued"], "workshop": nobody}),
            ("certificate.issued", told["certificate.issued"]),
        ],
        "a plan of a team that isn't": [
            ("requirement.met", {**told["requirement.met"], "team": "X"})
        ],
        "a requirement met by nobody": [
            ("requirement.met", {**told["requirement.met"], "requirement": "posttest", "team": "",
                                 "person": nobody})
        ],
        "a circle of links": [
            ("person.linked", {**link, "link": f"{n:032x}", "a": min(a, b), "b": max(a, b)})
            for n, (a, b) in enumerate(zip(ring, [*ring[1:], ring[0]], strict=True))
        ],
        "a link used twice": [
            ("person.linked", link), ("person.linked", {**link, "a": "0" * 32}),
            ("organisation.linked", {**told["organisation.linked"], "link": link["link"]}),
        ],
        "everybody kept apart from everybody": [
            ("person.distinct", {**told["person.distinct"], "a": a, "b": b})
            for a, b in product(ring[:12], ring[:12]) if a < b
        ],
        "a correction of somebody else's mark, of itself and of nothing": [
            ("attendance.corrected", {**told["attendance.corrected"], "replaces": ["0" * 64] * 500})
        ],
        "no question in a quiz": [("quiz.answered", {**told["quiz.answered"], "of": 0})],
        "the session cancelled elsewhere": [
            ("session.cancelled", {**told["session.cancelled"], "workshop": elsewhere})
        ],
        "a laptop that takes part everywhere": [
            ("workshop.assigned", {**told["workshop.assigned"], "workshop": nobody})
        ],
    }  # fmt: skip


def test_what_is_well_said_and_meant_badly_breaks_no_page(group: Group):
    bodies = [
        (kind, body_of(values)) for said in hostile(group.ids).values() for kind, values in said
    ]
    to_the_laptop = {"workshop": ELSEWHERE, "device": group.desk.store.key.device}
    assigned = {**good()["workshop.assigned"], **to_the_laptop}
    group.say([*bodies, ("workshop.assigned", body_of(assigned))])
    for store in group.reached():
        assert workshops.workshop(store.tables(), ELSEWHERE)
        assert unknown.by_device(store.tables()) == {}
        assert store.folds_to_the_same()
    open_every_door(group)


LAST_CLOCKS = entries.MAX_NUMBER - 1_000
SOMEWHAT_AHEAD = 1_000


def ahead(group: Group, clock: int, kind: str, values: dict[str, Any]) -> None:
    """Mango says something, and that it is later than it is."""

    def change(log: Any, _peers: Any) -> None:
        head = log.heads()[group.mango.key.device]
        place, late = head.seq + 1, clock + head.seq
        log.merge([entries.make(log.key.device, place, late, kind, head.id, body_of(values))])

    group.mango.writing(change)


def test_a_session_stays_in_its_workshop_whoever_else_claims_it(group: Group):
    session, person = group.ids.session, group.ids.person
    said = hostile(group.ids)
    bodies = [
        *said["two workshops with one session"],
        *said["the session cancelled elsewhere"],
        *said["a mark in a session of another workshop"],
    ]
    group.say([("workshop.assigned", body_of(good(group.ids)["workshop.assigned"]))])
    to_the_laptop = {"workshop": ELSEWHERE, "device": group.desk.store.key.device}
    bodies.append(("workshop.assigned", {**good()["workshop.assigned"], **to_the_laptop}))
    for kind, values in bodies:
        ahead(group, SOMEWHAT_AHEAD, kind, values)
    group.exchange(group.mango)
    group.exchange(group.desk.store)
    actions.mark_attendance(group.desk.store, session=session, states={person: "late"}, way="grid")
    group.exchange(group.desk.store)
    here = group.desk.store.tables()
    assert workshops.workshop(here, ELSEWHERE)
    assert workshops.session(here, session)["workshop"] == group.ids.workshop
    assert attendance.session_states(here, session) == {person: "late"}
    assert [m["state"] for m in attendance.trail(here, session, person)] == ["late"]
    for store in group.reached():
        held = attendance.states(store.tables(), group.ids.workshop)
        assert held[person, session]["state"] == "late"
        assert not attendance.conflicts(store.tables())


def test_a_store_that_did_not_understand_does_so_once_it_can(
    group: Group, monkeypatch: pytest.MonkeyPatch
):
    group.say([("workshop.assigned", body_of(good(group.ids)["workshop.assigned"]))])
    with monkeypatch.context() as patched:
        patched.setattr("academy.events._decode", {})
        patched.setattr("academy.events._as_written", {})
        store = group.office.store
        with store.reading() as (log, _peers):
            told = [entry for _, entry in log.arrivals()]
        store.noting(lambda tables: projections.rebuild(tables, told, {}))
        assert sum(unknown.by_device(store.tables()).values()) == len(told)
    assert not store.folds_to_the_same()
    store.noting(lambda tables: projections.rebuild(tables, told, {}))
    assert unknown.by_device(store.tables()) == {}
    assert store.folds_to_the_same()


def test_a_poisoned_clock_wins_nothing_and_is_shown(group: Group):
    told, ids = good(group.ids), group.ids
    group.say([("workshop.assigned", body_of(told["workshop.assigned"]))])
    for kind in ("workshop.revised", "session.revised", "person.revised"):
        changed = {"title": "Poison"} if "title" in told[kind] else {"alias": "Poison"}
        ahead(group, LAST_CLOCKS, kind, {**told[kind], **changed})
    group.exchange(group.mango)
    group.exchange(group.desk.store)
    for store in group.reached():
        assert store.folds_to_the_same()
        tables = store.tables()
        assert workshops.workshop(tables, ids.workshop)["title"] == "Leadership week"
        assert workshops.session(tables, ids.session)["title"] == ""
        assert people.person(tables, ids.person, ids.workshop)["alias"] != "Poison"
    assert "exists twice" in group.office.get("/devices")
    # Whoever revises after it is heard, on every copy, as often as they like.
    for title in ("One", "Two", "Three"):
        group.desk.done(
            f"/workshops/{ids.workshop}/edit", title=title, level="regional", country="KE",
            starts="2024-02-29", ends="2024-03-04",
        )  # fmt: skip
        group.exchange(group.desk.store)
        for store in group.reached():
            assert workshops.workshop(store.tables(), ids.workshop)["title"] == title
    with group.office.store.reading() as (log, _peers):
        assert log.suspects().keys() == {group.mango.key.device}


def test_a_plan_that_two_laptops_revised_at_once_is_settled_by_revising_it_again(group: Group):
    told, ids = good(group.ids), group.ids
    group.say([("workshop.revised", body_of({**told["workshop.revised"], "title": "Mango's"}))])
    form = {
        "level": "regional", "country": "KE", "starts": "2024-02-29", "ends": "2024-03-04"
    }  # fmt: skip
    group.desk.done(f"/workshops/{ids.workshop}/edit", title="Mine", **form)
    group.exchange(group.desk.store)
    for store in group.reached():
        assert workshops.workshop(store.tables(), ids.workshop)["title"] == "Mine"
        assert len(versions.standing(store.tables(), "workshop", ids.workshop)) == 1
