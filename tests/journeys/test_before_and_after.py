"""Seven phones take the tests, six and six hand evaluations in on two laptops; the centre adds up.

Through the pages of both doors: what a trainer and an organiser see, and what nobody can.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from academy import actions, rules
from academy.config import Config
from academy.data import data_folder
from academy.door import access
from academy.projections import assessments, people
from academy.rules import assessment
from academy.store import Store
from academy.web import participant, staff
from academy.web.shared.house import House
from sync import central, replica
from tests.academy.web.visitor import Visitor
from tests.meeting import meet

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

ALIASES = ["Heron", "Acacia", "Kestrel", "Étoile", "小雨", "Baobab", "نجمة",
           "Juniper", "Corail", "Papyrus", "Sunbird", "Река"]  # fmt: skip
TAUGHT = {
    "2017-04-24": ("advocacy/what-advocacy-is", "advocacy/choosing-the-issue", "advocacy/evidence",
                   "advocacy/who-decides", "swit/why-swit"),
    "2017-04-25": ("budgeting/from-work-plan-to-budget", "budgeting/several-donors",
                   "budgeting/exchange-rates", "swit/community-empowerment",
                   "swit/community-led-services"),
}  # fmt: skip
"""Ten lessons, and eleven questions about them."""
RIGHT = {"pre": (2, 3, 3, 4, 5, 5, 6), "post": (6, 6, 7, 9, 5, 8, 10)}


@dataclass(eq=False)
class Laptop:
    """One copy, its desk, and phones that are signed in at it."""

    house: House
    desk: FlaskClient
    phones: dict[str, FlaskClient] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return self.house.need_store()

    def press(self, path: str, **form: str) -> str:
        return unescape(self.desk.post(path, data=form, follow_redirects=True).text)

    def page(self, path: str) -> str:
        return unescape(self.desk.get(path).text)


@pytest.fixture
def new_laptop(tmp_path: Path) -> Iterator[Callable[..., Laptop]]:
    made: list[House] = []

    def make(name: str, *, central: bool = False) -> Laptop:
        house = House(Config(tmp_path / name, data_folder("courses"), central=central))
        made.append(house)
        house.set_up("river lamp stone cloud seven")
        desk = staff.create_app(house)
        desk.config["WTF_CSRF_ENABLED"] = False
        desk.test_client_class = Visitor
        client = desk.test_client()
        with client.session_transaction() as session:
            session["staff"] = True
        return Laptop(house, client)

    yield make
    for house in made:
        house.lock()


@pytest.fixture
def room(new_laptop: Callable[..., Laptop]) -> tuple[Laptop, Laptop, Laptop, str]:
    """A workshop of twelve on two laptops: seven phones at the first, six at the second."""
    first, second = new_laptop("first"), new_laptop("second")
    centre = new_laptop("centre", central=True)
    for laptop in (first, second):
        meet(laptop.store, centre.store)
    workshop = actions.plan_workshop(
        first.store, title="Week", level="regional", country="KE", starts="2017-04-24",
        ends="2017-04-28", shape=rules.shape("five"),
    )  # fmt: skip
    for day, lessons in TAUGHT.items():
        actions.add_session(
            first.store, workshop=workshop, title="", day=day, half="eve", countable=False,
            teaches=lessons,
        )  # fmt: skip
    actions.register_list(first.store, workshop=workshop, rows=[{"alias": a} for a in ALIASES])
    exchange(first, centre)
    actions.assign_device(centre.store, workshop, second.store.key.device)
    exchange(second, centre)
    for laptop, some in ((first, ALIASES[:7]), (second, ALIASES[6:])):
        app = participant.create_app(laptop.house)
        app.config["WTF_CSRF_ENABLED"] = False
        app.test_client_class = Visitor
        for alias in some:
            row = people.by_alias(laptop.store.tables(), workshop, alias)
            assert row is not None
            phone = laptop.phones[alias] = app.test_client()
            pin = access.new_pin(laptop.store, row["person"])
            phone.post("/sign-in", data={"alias": alias, "pin": pin})
    return first, second, centre, workshop


def exchange(laptop: Laptop, centre: Laptop) -> None:
    for _ in range(2):
        with laptop.store.reading() as (_log, peers):
            peer = peers.get(centre.store.key.device)
        assert peer is not None
        data = replica.give(laptop.store, centre.store.key.device, peer.have).data
        replica.take(laptop.store, central.receive(centre.store, data))


def answer(laptop: Laptop, workshop: str, alias: str, test: str, right: int) -> str:
    """Answer so many questions rightly, as the page itself asks them, and the others wrongly."""
    phone = laptop.phones[alias]
    page = phone.get(f"/questions/{test}").text
    assert laptop.house.week is not None
    forms = laptop.house.week.in_language("en").forms
    shown = next(f for f, quiz in forms.items() if quiz.questions[0].options[0].html in page)
    sent = {}
    asked = actions.asked(laptop.store, workshop, laptop.house.week.about)
    for number, question in enumerate(forms[shown].only(asked).questions):
        at = next(n for n, option in enumerate(question.options) if option.right)
        sent[question.id] = str(at if number < right else (at + 1) % len(question.options))
    assert phone.post(f"/questions/{test}", data=sent).status_code in {200, 303}
    return shown


def test_seven_phones_before_and_after(room: tuple[Laptop, Laptop, Laptop, str]):
    first, _second, centre, workshop = room
    forms: dict[str, list[str]] = {}
    for test in assessment.TESTS:
        first.press("/assessments/open", what=test)
        for alias, right in zip(first.phones, RIGHT[test], strict=True):
            forms.setdefault(alias, []).append(answer(first, workshop, alias, test, right))
        assert "7 of 12 answered" in re.sub("<[^>]*>", "", first.page("/assessments"))
        first.press("/assessments/close", what=test)
    assert all(sorted(taken) == ["a", "b"] for taken in forms.values())
    assert {taken[0] for taken in forms.values()} == {"a", "b"}
    page = first.page("/assessments")
    assert 'aria-label="7 people. Before: 36.1 % on average. After: 66.4 %. More right' in page
    assert '<dd dir="ltr">+30.3</dd>' in page
    mine = first.phones["小雨"].get("/me").text
    assert re.findall(r"<b>(\d+ of 11)</b>", mine) == ["5 of 11", "5 of 11"]
    assert "missing" in first.page("/certificates")
    assert first.page("/certificates").count('aria-label="Post-test of') == 12
    assert (
        len(re.findall(r'aria-label="Post-test of [^"]*: done"', first.page("/certificates"))) == 7
    )
    exchange(first, centre)
    told = assessments.gain(centre.store.tables(), workshop)
    assert told == assessments.gain(first.store.tables(), workshop)
    assert told is not None
    assert told.improved == 6


def test_evaluations_of_two_laptops_are_closed_and_merged_and_tell_of_nobody(
    room: tuple[Laptop, Laptop, Laptop, str],
):
    first, second, centre, workshop = room
    names = {first: list(first.phones)[:6], second: list(second.phones)}
    for laptop, some in names.items():
        laptop.press("/assessments/open", what="evaluation")
        for number, alias in enumerate(some):
            sent = {"safety": str(number % 5), "pace": "4", "useful": f"Word {alias[::-1]}"}
            assert laptop.phones[alias].post("/evaluation", data=sent).status_code == 303
            assert "Handed in" in laptop.phones[alias].get("/evaluation").text
        assert "Word" not in laptop.page("/assessments")
        assert "6 people were counted" in laptop.press("/assessments/close", what="evaluation")
    for _ in range(2):
        for laptop in (first, second):
            exchange(laptop, centre)
    told = assessments.evaluation(centre.store.tables(), workshop)
    assert (told.people, told.counts["pace"]) == (12, [0, 0, 0, 0, 12])
    assert told.counts["safety"] == [4, 2, 2, 2, 2]
    assert len(told.remarks["useful"]) == 12
    office = centre.page("/assessments")
    assert "12 people" in office
    assert office.count("<li><bdi>Word ") == 12
    page = first.page("/assessments")
    assert "12 people" in page
    assert page.count('<svg class="bars"') == 2
    done = re.findall(r'aria-label="Evaluation of [^"]*: done"', first.page("/certificates"))
    assert len(done) == 12
    the_log_ties_nothing(centre, workshop, first, second)


def the_log_ties_nothing(centre: Laptop, workshop: str, *laptops: Laptop) -> None:
    """The attack: everything that central holds, in order, with every id that is known."""
    with centre.store.reading() as (log, _peers):
        entries = [entry for _place, entry in log.arrivals()]
    everybody = [row["person"] for row in people.people(centre.store.tables(), workshop)]
    for laptop in laptops:
        own = [e for e in entries if e.device == laptop.store.key.device]
        at = next(n for n, entry in enumerate(own) if entry.kind == "evaluation.closed")
        ticks = own[at + 1 :]
        assert [entry.kind for entry in ticks] == ["evaluation.handed_in"] * 6
        assert [e.body for e in ticks] == sorted(e.body or "" for e in ticks)
        assert not any(person in (own[at].body or "") for person in everybody)
        assert all('"at"' not in (entry.body or "") for entry in ticks)
    said = [e for e in entries if "Word" in (e.body or "")]
    assert len(said) == 2
