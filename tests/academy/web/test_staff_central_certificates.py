"""The trainer finishes the week: requirements, certificates, codes, the sheet and the cards."""

import logging
import re

import pytest

from academy import actions
from academy.door import access
from academy.printing import codes, pdf
from academy.projections import certificates, people


def mark_all(desk, half_days=8, state="present"):
    states = dict.fromkeys(desk.everybody, state)
    for session in desk.sessions[:half_days]:
        actions.mark_attendance(desk.store, session=session["session"], states=states, way="grid")
    for session in desk.sessions[half_days:]:
        states = dict.fromkeys(desk.everybody, "absent")
        actions.mark_attendance(desk.store, session=session["session"], states=states, way="grid")


def met(desk):
    return certificates.met_by(desk.store.tables(), desk.workshop)


def standing(desk, person):
    return certificates.standing(desk.store.tables(), desk.workshop, person)


def issued(desk):
    return certificates.issued(desk.store.tables(), desk.workshop)


@pytest.fixture
def week(desk):
    """Everybody came to eight of ten half-days: all earned attendance."""
    mark_all(desk)
    return desk


def test_the_page_says_what_everybody_still_misses(week):
    page = week.get("/certificates")
    assert "8 of 10" in page
    assert "for completion: post-test · evaluation · team plan" in page
    assert "Print 13 certificates" in page  # twelve participants and the facilitator
    assert page.count('aria-label="8 of 10 half-days count"') == 12


def test_what_is_missing_before_the_week_is_over(desk):
    mark = {desk.everybody[0]: "present"}
    actions.mark_attendance(desk.store, session=desk.first, states=mark, way="grid")
    page = desk.get("/certificates")
    assert "missing: 7 more half-days · 9 marks to record" in page


def test_seven_of_ten_is_not_enough(desk):
    mark_all(desk, 7)
    assert "out of reach" in desk.get("/certificates")


def test_without_a_workshop_the_page_says_so(empty_desk):
    assert "There is no workshop yet" in empty_desk.get("/certificates")


def test_ticks_are_recorded_and_taken_back(week):
    heron, ivy = week.everybody[:2]
    week.done("/certificates/steps", posttest=[heron, ivy], evaluation=[heron], plan=["North"])
    assert met(week) == {
        ("posttest", heron, ""), ("posttest", ivy, ""), ("evaluation", heron, ""),
        ("plan", "", "North"),
    }  # fmt: skip
    assert standing(week, heron).earned == "completion"
    was = [f"posttest:{heron}", f"posttest:{ivy}", f"evaluation:{heron}", "plan:North"]
    page = week.done("/certificates/steps", was=was, posttest=[ivy], evaluation=[heron])
    assert "2 changes saved" in page
    assert met(week) == {("posttest", ivy, ""), ("evaluation", heron, "")}


def test_the_team_plan_counts_for_who_was_away(week):
    away = week.everybody[1]
    for requirement in ("posttest", "evaluation"):
        actions.meet_requirement(
            week.store, workshop=week.workshop, requirement=requirement, person=away
        )
    week.done("/certificates/steps", plan=["North"], was=[f"posttest:{away}"], posttest=[away])
    assert standing(week, away).earned == "completion"


def test_one_press_ticks_all(week):
    week.done("/certificates/steps", all="posttest")
    assert met(week) == {("posttest", person, "") for person in week.everybody}
    before = week.count
    was = [f"posttest:{person}" for person in week.everybody]
    week.done("/certificates/steps", all="posttest", was=was, posttest=week.everybody)
    assert week.count == before


def test_an_old_screen_takes_nothing_back_that_it_did_not_show(week):
    heron, ivy = week.everybody[:2]
    actions.meet_requirement(week.store, workshop=week.workshop, requirement="posttest", person=ivy)
    week.done("/certificates/steps", posttest=[heron])  # opened before ivy's was recorded
    assert met(week) == {("posttest", heron, ""), ("posttest", ivy, "")}


def test_a_requirement_of_a_stranger_is_refused(week):
    page = week.refused("/certificates/steps", 404, posttest=["0" * 32])
    assert "isn’t registered" in page
    assert met(week) == set()


# Printing


@pytest.fixture
def pressed(week, monkeypatch):
    """A press that shows what it would print, so that no test waits for fonts."""
    papers = []

    def render(html):
        papers.append(html)
        return b"%PDF-1.7 certificates"

    monkeypatch.setattr(pdf, "available", lambda: True)
    monkeypatch.setattr(pdf, "render", render)
    week.papers = papers
    return week


def test_one_press_prints_everybody_ticked(pressed):
    heron, ivy = pressed.everybody[:2]
    form = {f"name-{heron}": "Amina 王小雨", "person": [heron, ivy], "issuer": "Regional Academy"}
    answer = pressed.client.post("/certificates/print", data=form)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == "inline; filename=print.pdf"
    paper = pressed.papers[0]
    assert paper.count("<article") == 2
    assert "Amina 王小雨" in paper
    assert "North 1" not in paper
    assert "North 2" in paper  # who typed no name goes by the alias
    for row in issued(pressed):
        assert codes.display(row["certificate"]) in paper
        assert codes.normalise(row["certificate"]) == row["certificate"]


def test_a_name_is_kept_nowhere(pressed, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    heron = pressed.everybody[0]
    form = {f"name-{heron}": "Zanele Unheard", "person": [heron]}
    assert pressed.client.post("/certificates/print", data=form).status_code == 200
    assert "Zanele" in pressed.papers[0]
    with pressed.store.reading() as (log, _peers):
        assert not [entry for _, entry in log.arrivals() if "Zanele" in (entry.body or "")]
    assert "Zanele" not in caplog.text
    for path in ("/certificates", "/certificates/print"):
        assert "Zanele" not in pressed.get(path)
    assert all(b"Zanele" not in path.read_bytes() for path in pressed.store.folder.glob("*"))


def test_printing_again_with_another_name_keeps_the_code(pressed):
    heron = pressed.everybody[0]
    for name in ("One", "Other"):
        form = {"person": [heron], f"name-{heron}": name}
        pressed.client.post("/certificates/print", data=form)
    assert len(issued(pressed)) == 1
    assert "Other" in pressed.papers[1]
    assert "One" not in re.sub(r"<[^>]+>", "", pressed.papers[1])


@pytest.mark.parametrize("field", ["neutral", "neutral_all"])
def test_a_neutral_title_is_the_persons_choice(pressed, field):
    heron, ivy = pressed.everybody[:2]
    chosen = heron if field == "neutral" else "1"
    pressed.client.post("/certificates/print", data={"person": [heron, ivy], field: chosen})
    titles = {row["person"]: row["title"] for row in issued(pressed)}
    assert titles[heron] == "Leadership and Health Programme"
    assert titles[ivy] == (
        "Leadership week" if field == "neutral" else "Leadership and Health Programme"
    )


def test_nobody_ticked_is_refused(pressed):
    assert "Tick at least one person" in pressed.refused("/certificates/print", 400)


def test_who_has_not_earned_one_gets_none(pressed):
    heron = pressed.everybody[0]
    reason = "On another list"
    actions.correct_mark(
        pressed.store, session=pressed.first, person=heron, state="absent", reason=reason
    )
    page = pressed.refused("/certificates/print", 409, person=pressed.everybody[:2])
    assert "has not earned a certificate yet" in page
    assert issued(pressed) == []


def test_a_name_too_long_is_refused_and_kept_on_the_page(pressed):
    heron = pressed.everybody[0]
    form = {"person": [heron], f"name-{heron}": "N" * 201}
    assert "N" * 201 in pressed.refused("/certificates/print", 400, **form)


def test_without_pango_a_page_for_printing_opens(week, monkeypatch):
    monkeypatch.setattr(pdf, "available", lambda: False)
    assert "a page for printing opens instead" in week.get("/certificates/print")
    heron = week.everybody[0]
    form = {"person": [heron], f"name-{heron}": "Amina"}
    answer = week.client.post("/certificates/print", data=form)
    assert answer.mimetype == "text/html"
    nonce = re.search(r'<style nonce="([^"]+)"', answer.text)[1]
    policy = answer.headers["Content-Security-Policy"]
    assert f"style-src 'nonce-{nonce}'" in policy
    assert "default-src 'none'" in policy
    assert " style=" not in answer.text
    assert "Amina" in answer.text


def test_a_real_pdf_comes_out(week):
    if not pdf.available():
        pytest.skip("needs Pango")
    answer = week.client.post("/certificates/print", data={"person": week.everybody[:1]})
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"


# Codes


def test_a_code_checks_as_valid_then_revoked_and_never_says_whose(pressed):
    pressed.client.post("/certificates/print", data={"person": pressed.everybody[:1]})
    row = issued(pressed)[0]
    shown = codes.display(row["certificate"])
    valid = pressed.client.post("/check", data={"code": shown.lower()}).text
    assert "Valid" in valid
    assert "Leadership week" in valid
    assert row["alias"] not in valid
    page = pressed.done("/certificates/revoke", certificate=row["certificate"])
    assert "Revoked." in page
    revoked = pressed.client.post("/check", data={"code": shown}).text
    assert "<h2>Revoked</h2>" in revoked
    assert row["alias"] not in revoked


def test_a_code_that_is_not_known_here_may_be_known_elsewhere(desk):
    page = desk.client.post("/check", data={"code": codes.new()}).text
    assert "Not known here" in page
    assert "make it false" in page


@pytest.mark.parametrize("typed", ["", "ABCD", "0000-0000-0000-0001", "<script>", "王" * 16])
def test_a_code_with_a_slip_is_refused(desk, typed):
    assert "typing mistake" in desk.refused("/check", 400, code=typed)


def test_a_code_in_an_address_is_not_looked_at(desk):
    assert "Not known" not in desk.get(f"/check?code={codes.new()}")


def test_revoking_what_is_not_known_is_refused(desk):
    assert "doesn’t know that code" in desk.refused("/certificates/revoke", 404, certificate="X")


# The sheet and the cards


def test_the_sheet_carries_aliases_and_the_half_days_chosen(pressed):
    chosen = [row["session"] for row in pressed.sessions[:3]]
    answer = pressed.client.get("/certificates/sheet", query_string={"session": chosen})
    assert answer.mimetype == "application/pdf"
    sheet = pressed.papers[0]
    assert all(row["alias"] in sheet for row in pressed.people)
    assert sheet.count("Morning") == 2


@pytest.mark.parametrize(("count", "said"), [(0, "at least one half-day"), (5, "At most 4")])
def test_a_sheet_has_one_to_four_half_days(desk, count, said):
    chosen = [row["session"] for row in desk.sessions[:count]]
    answer = desk.client.get("/certificates/sheet", query_string={"session": chosen, "print": "1"})
    assert answer.status_code == 400
    assert said in answer.text


def test_a_card_gives_a_new_pin_and_ends_the_old_one(pressed):
    heron, ivy = pressed.everybody[:2]
    old = access.new_pin(pressed.store, heron)
    kept = access.new_pin(pressed.store, ivy)
    ended = []
    pressed.house.on_sign_out(ended.append)
    answer = pressed.client.post("/certificates/cards", data={"person": [heron]})
    assert answer.mimetype == "application/pdf"
    new = re.search(r'<p class="pin"[^>]*>(\d{3}) (\d{3})', pressed.papers[0])
    guesses = access.Guesses()
    assert access.check_pin(pressed.store, guesses, heron, new[1] + new[2]) == heron
    assert access.check_pin(pressed.store, guesses, ivy, kept) == ivy
    assert old == new[1] + new[2] or ended == [heron]


def test_cards_for_everybody(pressed):
    pressed.client.post("/certificates/cards", data={"everybody": "1"})
    assert pressed.papers[0].count('class="pin"') == len(pressed.people) == 13


def test_cards_for_nobody_are_refused(desk):
    assert "Tick at least one person" in desk.refused("/certificates/cards", 400)


def test_the_pages_carry_no_inline_style_or_script(week):
    for path in ("", "/print", "/sheet", "/cards"):
        page = week.get(f"/certificates{path}")
        assert not re.search(r"<script>|\sstyle=|\son\w+=", page)


def test_people_erased_are_on_none_of_the_pages(pressed):
    gone = pressed.everybody[0]
    alias = people.person(pressed.store.tables(), gone, pressed.workshop)["alias"]
    pressed.client.post("/certificates/print", data={"person": [gone]})
    actions.erase_person(pressed.store, gone)
    assert f">{alias}<" not in pressed.get("/certificates")
    assert issued(pressed) == []


def test_half_a_week_under_each_of_two_registrations_is_one_certificate(desk):
    one, other, *_ = desk.everybody
    for number, row in enumerate(desk.sessions):
        who = one if number % 2 else other
        actions.mark_attendance(
            desk.store, session=row["session"], states={who: "present"}, way="grid"
        )
    assert "10 of 10" not in desk.get("/certificates")
    link = actions.link_people(desk.store, one, other)
    for path in (
        "/",
        "/attendance",
        f"/attendance/{desk.first}",
        f"/attendance/{desk.first}/{one}",
    ):
        desk.get(path)
    page = desk.get("/certificates")
    assert page.count(">10 of 10<") == 1
    assert "5 of 10" not in page
    assert "attendance earned" in desk.get("/")
    least = min(one, other)
    answer = desk.post("/certificates/print", person=[least], **{f"name-{least}": "A Name"})
    assert answer.status_code == 200
    assert desk.store.tables().value("SELECT count(*) FROM certificates") == 1
    actions.unlink(desk.store, link)
    assert desk.get("/certificates").count(">5 of 10<") == 2
