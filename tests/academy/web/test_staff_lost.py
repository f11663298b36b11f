"""A printed certificate that is not earned any more is shown as such; nothing unknown ever is."""

import pytest

from academy import actions, exchanging
from academy.printing import codes
from academy.projections import certificates, workshops
from tests.academy.web.test_staff_central_certificates import mark_all

REASON = "On another list"


@pytest.fixture
def printed(desk):
    """Eight of ten half-days, and the first participant's certificate printed."""
    mark_all(desk)
    desk.heron = desk.everybody[0]
    desk.code = actions.issue_certificates(
        desk.store, workshop=desk.workshop, people=[desk.heron], titles={}, new_code=codes.new
    )[desk.heron]
    return desk


def correct(desk, state="absent"):
    actions.correct_mark(
        desk.store, session=desk.first, person=desk.heron, state=state, reason=REASON
    )


def lost(desk):
    return certificates.lost(desk.store.tables(), desk.workshop)


def checked(desk):
    answer = desk.client.post("/check", data={"code": desk.code}, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def given(desk):
    ends = workshops.workshop(desk.store.tables(), desk.workshop)["ends"]
    made = exchanging.report(desk.store, ends, ends)
    return made.levels[0].certificates, made.lost


def test_one_mark_corrected_and_the_page_says_so(printed):
    assert "not earned any more" not in printed.get("/certificates")
    assert "<h2>Valid</h2>" in checked(printed)
    assert given(printed) == (1, 0)
    correct(printed)
    page = printed.get("/certificates")
    assert "1 printed certificate that is not earned any more" in page
    assert "too few half-days count now" in page
    assert "Revoke it; or, if the record is wrong, correct that." in page
    assert given(printed) == (0, 1)  # by the rule: eight of ten, and it is seven


def test_a_checker_is_sent_to_the_issuer_and_told_nothing_wrong(printed):
    correct(printed)
    page = checked(printed)
    assert "<h2>Ask who issued it</h2>" in page
    assert "Valid" not in page
    assert "Revoked" not in page
    assert "North 1" not in page


def test_corrected_back_it_is_valid_again(printed):
    correct(printed)
    correct(printed, "late")
    assert lost(printed) == {}
    assert "<h2>Valid</h2>" in checked(printed)


def test_revoked_it_is_revoked_and_nothing_else(printed):
    correct(printed)
    printed.done("/certificates/revoke", certificate=printed.code)
    assert lost(printed) == {}
    assert "<h2>Revoked</h2>" in checked(printed)
    assert given(printed) == (0, 0)


def test_a_requirement_taken_back_loses_completion(printed):
    for requirement in ("posttest", "evaluation"):
        actions.meet_requirement(
            printed.store, workshop=printed.workshop, requirement=requirement, person=printed.heron
        )
    actions.meet_requirement(
        printed.store, workshop=printed.workshop, requirement="plan", team="North"
    )
    made = actions.issue_certificates(
        printed.store, workshop=printed.workshop, people=[printed.heron], titles={},
        new_code=codes.new,
    )  # fmt: skip
    assert lost(printed) == {}
    actions.withdraw_requirement(
        printed.store, workshop=printed.workshop, requirement="plan", team="North"
    )
    # The one of attendance, printed before, is earned as it was.
    assert lost(printed) == {made[printed.heron]: "withdrawn"}
    assert "a requirement was taken back" in printed.get("/certificates")
    actions.meet_requirement(
        printed.store, workshop=printed.workshop, requirement="plan", team="North"
    )
    assert lost(printed) == {}


def entries(store, device=None):
    with store.reading() as (log, _peers):
        return [one for _, one in log.arrivals() if device in {None, one.device}]


def merge(desk, found):
    desk.store.writing(lambda log, _peers: log.merge(found))


@pytest.fixture
def another(new_desk, desk):
    """Makes further laptops that hold what they are given."""

    def make(name, found):
        other = new_desk(name)
        other.house.set_up(desk.passphrase)
        other.sign_in()
        merge(other, found)
        other.workshop, other.everybody = desk.workshop, desk.everybody
        other.heron = desk.everybody[0]
        return other

    return make


def test_a_laptop_that_never_got_the_marks_calls_nothing_wrong(desk, another):
    marker = another("marker", entries(desk.store))
    mark_all(marker)
    merge(desk, entries(marker.store))
    desk.heron = desk.everybody[0]
    desk.code = actions.issue_certificates(
        desk.store, workshop=desk.workshop, people=[desk.heron], titles={}, new_code=codes.new
    )[desk.heron]
    third = another("third", entries(desk.store, desk.store.key.device))
    third.code = desk.code
    found = certificates.standings(third.store.tables(), desk.workshop)[desk.heron]
    assert (found.earned, found.counted) == (None, 0)
    assert lost(third) == {}
    assert "<h2>Valid</h2>" in checked(third)
    correct(desk)
    merge(third, entries(desk.store))
    assert lost(third) == {desk.code: "sessions"}


def test_a_half_day_whose_marks_are_elsewhere_takes_nothing_away(printed):
    day = workshops.workshop(printed.store.tables(), printed.workshop)["starts"]
    actions.add_session(
        printed.store, workshop=printed.workshop, day=day, half="eve", title="", countable=True
    )
    found = certificates.standings(printed.store.tables(), printed.workshop)[printed.heron]
    assert found.earned is None
    assert lost(printed) == {}


def test_the_report_says_how_many_it_does_not_count(printed):
    correct(printed)
    ends = workshops.workshop(printed.store.tables(), printed.workshop)["ends"]
    page = printed.get(f"/report?from={ends}&to={ends}")
    assert "1 printed certificate that is not earned any more" in page
