"""Worksheets on phones: filled in without a script, by one or a team at once; nothing is lost."""

import gzip
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from academy import actions
from academy.door import access
from academy.projections import plans
from academy.store import sheets
from academy.web.shared.security import SHEET_POLICY
from tests.academy.web.participant.conftest import Room
from tests.academy.web.participant.test_guards import outline
from tests.academy.worksheets import examples

BUDGET = "/courses/budgeting/worksheets/budget"
PLAN = "/courses/advocacy/worksheets/plan"


class Phone:
    """Somebody at a phone, as a browser without script has it: pages, their fields, buttons."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.at = ""
        self.page = ""

    def go(self, path: str) -> str:
        answer = self.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status_code)
        self.at, self.page = answer.request.path, unescape(answer.text)
        return self.page

    def fields(self) -> dict[str, str]:
        """What the form of a page of cells holds, as it would be sent."""
        found = dict(re.findall(r'<input name="([^"]+)" value="([^"]*)"', self.page))
        found |= dict(re.findall(
            r'<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', self.page))  # fmt: skip
        for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', self.page):
            chosen = re.search(r'value="([^"]*)" selected', options)
            found[name] = chosen[1] if chosen else ""
        return found

    def save(self, then: str = "stay", **typed: str) -> str:
        seen = re.search(r'name="seen" value="(\d+)"', self.page)
        assert seen is not None
        form = {**self.fields(), "seen": seen[1], "then": then}
        form |= {name.replace("__", "."): text for name, text in typed.items()}
        return self.post(self.at, form)

    def post(self, path: str, form: dict[str, str]) -> str:
        answer = self.client.post(path, data=form)
        assert answer.status_code == 303, (path, answer.status_code, unescape(answer.text))
        return self.go(answer.location)


@pytest.fixture
def team(room: Room, app: Flask) -> Callable[[str], Phone]:
    """Makes phones of people of the team North, signed in."""

    def make(alias: str, team: str = "North") -> Phone:
        store = room.house.need_store()
        person = actions.register_person(store, workshop=room.workshop, alias=alias, team=team)
        client = app.test_client()
        form = {"alias": alias, "pin": access.new_pin(store, person)}
        assert client.post("/sign-in", data=form).status_code == 303
        return Phone(client)

    return make


def begin(phone: Phone, path: str, **form: str) -> str:
    phone.go(f"{path}/")
    phone.post(f"{path}/begin", form)
    return phone.at


def test_a_course_leads_to_its_worksheets_and_blank_ones_need_no_account(phone: FlaskClient):
    page = unescape(phone.get("/courses/budgeting/").text)
    assert f'href="{BUDGET}/"' in page
    about = unescape(phone.get(f"{BUDGET}/").text)
    assert "There is no field for violations here" in about
    assert "Sign in to fill it in" in about
    assert phone.get(f"{BUDGET}/xlsx").data[:2] == b"PK"
    assert phone.get(f"{BUDGET}/paper").status_code == 200
    assert phone.get("/courses/budgeting/worksheets/nothing/").status_code == 404
    assert phone.get("/courses/swit/worksheets/budget/").status_code == 404
    assert phone.get(f"{BUDGET}/exe").status_code == 404


def test_a_phone_without_script_fills_in_the_budget_and_sees_the_cents(
    team: Callable[..., Phone], room: Room
):
    phone = team("Heron")
    home = begin(phone, BUDGET, team="1")
    phone.go(f"{home}fields/1/")
    phone.save("back", organisation="Umoja Collective", local="KES", report_rate="103.50")
    phone.post(f"{home}donors/more", {})
    texts = examples.budget_entered().texts
    for donor in "123":
        phone.go(f"{home}donors/{donor}/")
        typed = {at: text for at, text in texts.items() if at.startswith(f"donors.{donor}.")}
        phone.save("stay", **typed)
    phone.go(f"{home}lines/1/")
    for line in range(1, 12):
        assert phone.at == f"{home}lines/{line}/"
        typed = {at: text for at, text in texts.items() if at.startswith(f"lines.{line}.")}
        then = "after" if line < 3 else "more" if line < 11 else "stay"
        phone.save(then, **typed)
    assert "1,333.67" not in phone.page
    assert "32,000.00" in phone.page
    page = phone.go(home)
    for cents in ("2,993,589.41", "1,408,667.78", "−31,947.20", "28,923.57"):
        assert cents in page.replace("-31", "−31"), cents
    assert "Nothing. Everything fits together." in page
    assert "1,333.67" in phone.go(f"{home}lines/10/")


def test_what_cannot_be_read_stays_and_says_why_beside_it(team: Callable[..., Phone]):
    phone = team("Heron")
    home = begin(phone, BUDGET)
    phone.go(f"{home}lines/1/")
    page = phone.save("stay", lines__1__quantity="six", lines__1__unit_cost="1.005")
    assert 'name="lines.1.quantity" value="six"' in page
    assert "This isn’t a number." in page
    assert "This has more decimals than fit here." in page
    assert "2 cells can’t be read" in phone.go(home)


def test_a_check_is_said_beside_the_cell_in_the_readers_language(team: Callable[..., Phone]):
    phone = team("Heron")
    home = begin(phone, BUDGET)
    phone.go(f"{home}lines/1/")
    page = phone.save(
        "stay", lines__1__unit_cost="60.000,00", lines__1__quantity="1",
        lines__1__frequency="12", lines__1__share__1="50", lines__1__share__2="40",
    )  # fmt: skip
    assert "Shares come to 90.00 %: 72,000.00 is not funded." in page
    phone.client.set_cookie("language", "fr")
    french = phone.go(f"{home}lines/1/")
    assert re.search(r"Les quotes-parts font 90,00\s%\s: 72\s000,00 n’est pas financé", french)


def test_two_phones_on_one_team_sheet_lose_nothing(team: Callable[..., Phone]):
    heron, ibis = team("Heron"), team("Ibis")
    home = begin(heron, BUDGET, team="1")
    assert begin(ibis, BUDGET, team="1") == home
    heron.go(f"{home}lines/1/")
    ibis.go(f"{home}lines/1/")
    heron.save("stay", lines__1__description="Rent", lines__1__unit_cost="25000")
    page = ibis.save("stay", lines__1__quantity="1", lines__1__unit_cost="24000")
    assert "Both are kept" in page
    assert 'value="Rent"' in page
    assert 'value="1"' in page
    both = re.findall(r'name="keep\.lines\.1\.unit_cost" value="(\d+)"><bdi>(\d+)', page)
    assert [said for _at, said in both] == ["25000", "24000"]
    assert "check this" in heron.go(home)
    page = ibis.save("stay", **{"keep.lines.1.unit_cost": both[1][0]})
    assert "keep.lines" not in page
    assert 'name="lines.1.unit_cost" value="24000"' in page


def test_a_line_that_somebody_is_writing_in_is_not_taken_away(team: Callable[..., Phone]):
    heron, ibis = team("Heron"), team("Ibis")
    home = begin(heron, BUDGET, team="1")
    heron.go(f"{home}lines/2/")
    seen = re.search(r'name="seen" value="(\d+)"', heron.page)
    assert seen is not None
    ibis.go(f"{home}lines/2/")
    ibis.save("stay", lines__2__description="Rent")
    page = heron.post(f"{home}lines/2/less", {"seen": seen[1]})
    assert "so it stays" in page
    assert 'value="Rent"' in page
    assert "Rent" not in heron.post(f"{home}lines/2/less", {"seen": "999"})


def test_who_writes_in_a_line_that_was_taken_away_meanwhile_gets_it_back(
    team: Callable[..., Phone],
):
    heron, ibis = team("Heron"), team("Ibis")
    home = begin(heron, BUDGET, team="1")
    begin(ibis, BUDGET, team="1")
    for line, typed, there in (("2", "Rent", True), ("3", "", False)):
        heron.go(f"{home}lines/{line}/")
        ibis.go(f"{home}lines/{line}/")
        ibis.post(f"{home}lines/{line}/less", {"seen": "999"})
        heron.save("stay", **{f"lines.{line}.description": typed})
        assert (heron.at == f"{home}lines/{line}/") is there
        assert (f"{home}lines/{line}/" in heron.go(home)) is there
    assert heron.client.post(f"{home}lines/77/", data={"seen": "1"}).status_code == 404


def test_a_sheet_is_its_owners_alone(team: Callable[..., Phone], phone: FlaskClient, room: Room):
    heron, coast = team("Heron"), team("Egret", "Coast")
    ours, own = begin(heron, BUDGET, team="1"), begin(heron, BUDGET)
    for path in (ours, own):
        for asked in (path, f"{path}fields/1/", f"{path}xlsx", f"{path}csv"):
            assert coast.client.get(asked).status_code == 404
            assert phone.get(asked).status_code in {401, 403}
        for sent in ("fields/1/", "lines/more", "lines/1/less", "hand-in", "drop"):
            assert coast.client.post(f"{path}{sent}", data={"seen": "1"}).status_code == 404
    mate = team("Ibis")
    assert mate.client.get(ours).status_code == 200
    assert mate.client.get(own).status_code == 404


def test_ones_own_page_lists_what_was_begun(team: Callable[..., Phone]):
    phone, other = team("Heron"), team("Egret", "Coast")
    ours, own = begin(phone, BUDGET, team="1"), begin(phone, PLAN)
    page = phone.go("/me")
    assert f'href="{ours}"' in page
    assert f'href="{own}"' in page
    assert "/sheets/" not in other.go("/me")


def test_every_cell_has_its_label_and_every_page_its_one_heading(team: Callable[..., Phone]):
    phone = team("Heron")
    for path, pages in (
        (BUDGET, ("", "fields/1/", "lines/1/", "donors/1/")),
        (PLAN, ("", "asks/1/", "actors/1/", "follow/1/")),
    ):
        home = begin(phone, path, team="1")
        for page in pages:
            read = outline(phone.client.get(f"{home}{page}").text)
            assert read.bare == [], page
            assert [tag for tag, _found in read.tags].count("h1") == 1
    raw = phone.client.get(f"{home}actors/1/", headers={"Accept-Encoding": "gzip"})
    assert len(raw.data) < 4_000


def test_a_script_runs_where_cells_are_typed_and_on_no_other_page_of_this_door(
    team: Callable[..., Phone], app: Flask
):
    phone = team("Heron")
    home = begin(phone, BUDGET, team="1")
    cells = [f"{home}{page}" for page in ("fields/1/", "lines/1/", "donors/1/")]
    lively, seen = set(), []
    for path in (*cells, home, "/", "/me", f"{BUDGET}/", "/courses/budgeting/", "/nothing"):
        answer = phone.client.get(path)
        policy = answer.headers["Content-Security-Policy"]
        scripts = [one for tag, one in outline(answer.text).tags if tag == "script"]
        if "script-src" in policy or scripts:
            lively.add(path)
            assert policy == SHEET_POLICY
            assert re.fullmatch(r"/static/sheet\.js\?v=\w+", scripts[0]["src"])
            seen += scripts
    assert lively == set(cells)
    assert len(seen) == len(cells)
    # Under that policy nothing else here could be run: what else is given out is no script.
    kinds = {path.suffix for path in Path(str(app.static_folder)).iterdir()}
    assert kinds == {".css", ".js"}
    script = phone.client.get(seen[0]["src"], buffered=True).text
    assert len(gzip.compress(script.encode())) <= 3_000
    # What browsers of 2016 don't know, and what would keep a text on a phone.
    newer = r"=>|`|\.\.\.|\b(let|const|async|await|class|fetch|closest|submitter)\b"
    kept = r"\b(localStorage|sessionStorage|indexedDB|caches|cookie|history)\b"
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", script, flags=re.DOTALL)
    assert re.findall(f"{newer}|{kept}", code) == []


def test_without_pango_the_paper_is_a_page_to_print(
    team: Callable[..., Phone], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("academy.printing.pdf.available", lambda: False)
    phone = team("Heron")
    home = begin(phone, BUDGET, team="1")
    phone.go(f"{home}lines/1/")
    phone.save("stay", lines__1__description="<b>Rent", lines__1__unit_cost="25000")
    for path in (f"{BUDGET}/paper", f"{home}paper"):
        answers = [phone.client.get(path) for _ in range(2)]
        policies = {one.headers["Content-Security-Policy"] for one in answers}
        assert len(policies) == 2
        assert all("nonce-" in policy and "script" not in policy for policy in policies)
        assert "<b>Rent" not in answers[0].text
    assert "&lt;b&gt;Rent" in answers[0].text


ODD = ("/nothing/1/", "/lines/99/", "/lines/x/", "/chapters/1/", "/fields/1/2/", "/lines/1/1/")


@pytest.mark.parametrize("path", ODD)
def test_a_page_that_is_not_there_is_not_found(team: Callable[..., Phone], path: str):
    phone = team("Heron")
    home = begin(phone, BUDGET).rstrip("/")
    assert phone.client.get(f"{home}{path}").status_code == 404


def test_odd_forms_break_nothing(team: Callable[..., Phone], room: Room):
    phone = team("Heron")
    home = begin(phone, BUDGET)
    odd: list[dict[str, Any]] = [
        {}, {"seen": "x"}, {"seen": "9" * 30, "lines.1.quantity": "1"},
        {"seen": "1", "lines.2.quantity": "7", "grand": "1", "lines.1.total": "5"},
        {"seen": "1", "keep.lines.1.quantity": "99999", "keep.x": "y", "then": "elsewhere"},
    ]  # fmt: skip
    for form in odd:
        assert phone.client.post(f"{home}lines/1/", data=form).status_code == 303
    store = room.house.need_store()
    id = home.split("/")[2]
    assert sheets.held(store.tables(), id).first in ({}, {"lines.1.quantity": "1"})
    long = {"seen": "1", "lines.1.description": "x" * 4001}
    assert phone.client.post(f"{home}lines/1/", data=long).status_code == 400


def test_a_statement_is_chosen_chapter_by_chapter(team: Callable[..., Phone]):
    phone = team("Heron")
    home = begin(phone, "/courses/swit/worksheets/assessment", team="1")
    phone.go(f"{home}statements/1/")
    row = phone.fields()
    assert len(row) == 8
    answers = dict(zip([at for at in row if at.endswith("first")], "2312", strict=True))
    page = phone.save("back", **answers)
    assert "66.67" in page
    assert "Green" in page
    assert "<svg" in page


def test_typed_text_is_text(team: Callable[..., Phone]):
    phone = team("Heron")
    home = begin(phone, PLAN)
    phone.go(f"{home}actors/1/")
    typed = "<script>alert(1)</script>"
    phone.save("stay", actors__1__name=typed, actors__1__influence="5", actors__1__support="-1")
    raw = phone.client.get(home).text + phone.client.get(f"{home}actors/1/").text
    assert typed not in raw
    assert raw.count("<script") == 1  # our own
    assert "<svg" in raw
    assert " style=" not in raw


def test_a_team_hands_in_and_the_log_has_it(team: Callable[..., Phone], room: Room):
    phone = team("Heron")
    home = begin(phone, PLAN, team="1")
    assert "Something must be put right first" in phone.page
    phone.go(f"{home}asks/1/")
    phone.save("back", asks__1__ask="Order signed by 30 June", asks__1__primary="Commander")
    page = phone.post(f"{home}hand-in", {})
    assert "Handed in." in page
    (found,) = plans.plans(room.house.need_store().tables(), room.workshop)
    assert found["cells"] == {"asks.1.ask": "Order signed by 30 June",
                              "asks.1.primary": "Commander"}  # fmt: skip


def test_somebody_alone_may_delete_the_sheet(team: Callable[..., Phone]):
    phone = team("Heron")
    home = begin(phone, BUDGET)
    assert "Hand in" not in phone.page
    phone.post(f"{home}drop", {})
    assert phone.client.get(home).status_code == 404
    ours = begin(phone, BUDGET, team="1")
    assert phone.client.post(f"{ours}drop").status_code == 404


def test_files_say_nothing_by_their_names_and_come_at_a_pace(team: Callable[..., Phone]):
    phone = team("Heron")
    home = begin(phone, BUDGET)
    answer = phone.client.get(f"{home}csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=table.csv"
    answers = [phone.client.get(f"{home}csv").status_code for _ in range(12)]
    assert answers[0] == 200
    assert answers[-1] == 429
