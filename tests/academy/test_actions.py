"""The verbs: what they record, what they refuse, and that twice is once."""

import pytest

from academy import actions, rules
from academy.door import access
from academy.errors import AcademyError
from academy.printing import codes
from academy.projections import attendance, certificates, learning, people, same, workshops
from academy.store import Store


@pytest.fixture
def sessions(store: Store, workshop: str) -> list[str]:
    return [row["session"] for row in workshops.sessions(store.tables(), workshop)]


@pytest.fixture
def heron(store: Store, workshop: str) -> str:
    return actions.register_person(store, workshop=workshop, alias="Blue Heron", team="North")


def count(store: Store) -> int:
    with store.reading() as (log, _peers):
        return log.count()


def test_a_five_day_workshop_has_ten_countable_half_days_in_order(store: Store, workshop: str):
    rows = workshops.sessions(store.tables(), workshop, countable=True)
    assert [(r["day"], r["half"]) for r in rows[:3]] == [
        ("2017-04-24", "am"),
        ("2017-04-24", "pm"),
        ("2017-04-25", "am"),
    ]
    assert len(rows) == 10


@pytest.mark.parametrize(
    ("why", "change", "code"),
    [
        ("no title", {"title": " "}, "field_missing"),
        ("no such level", {"level": "global"}, "choice_unknown"),
        ("a country that is none", {"country": "Atlantis"}, "country_unknown"),
        ("a day that isn't", {"starts": "2017-02-30"}, "date_wrong"),
        ("ends before it starts", {"ends": "2017-04-01"}, "dates_reversed"),
        ("a year long", {"ends": "2018-04-24"}, "dates_too_far"),
        ("a shape longer than the dates", {"ends": "2017-04-25"}, "shape_too_long"),
    ],
)
def test_a_plan_that_is_refused(store: Store, why: str, change: dict[str, str], code: str):
    plan = {
        "title": "Week",
        "level": "regional",
        "country": "KE",
        "starts": "2017-04-24",
        "ends": "2017-04-28",
    }
    with pytest.raises(AcademyError, match=code):
        actions.plan_workshop(store, **(plan | change), shape=rules.shape("five"))
    assert count(store) == 0


def test_a_session_is_changed_added_and_cancelled(store: Store, workshop: str, sessions: list[str]):
    actions.revise_session(
        store, sessions[0], title="Who decides?", day="2017-04-24", half="am", countable=False
    )
    actions.add_session(
        store, workshop=workshop, title="Dinner", day="2017-04-24", half="eve", countable=False
    )
    actions.cancel_session(store, sessions[1], reason="power cut")
    rows = workshops.sessions(store.tables(), workshop)
    assert [r["title"] for r in rows[:2]] == ["Who decides?", "Dinner"]
    assert len(workshops.sessions(store.tables(), workshop, countable=True)) == 8
    with pytest.raises(AcademyError, match="session_cancelled"):
        actions.cancel_session(store, sessions[1], reason="again")


def test_a_list_is_registered_whole_or_not_at_all(store: Store, workshop: str):
    rows = [{"alias": "Heron"}, {"alias": "Egret"}, {"alias": "HERON "}]
    with pytest.raises(AcademyError, match="alias_taken") as refused:
        actions.register_list(store, workshop=workshop, rows=rows)
    assert refused.value.details["row"] == 3
    assert people.people(store.tables(), workshop) == []
    assert len(actions.register_list(store, workshop=workshop, rows=rows[:2])) == 2


def test_marking_twice_is_once_and_another_state_is_a_correction(
    store: Store, sessions: list[str], heron: str
):
    for expected in (1, 0):
        assert expected == actions.mark_attendance(
            store, session=sessions[0], states={heron: "present"}, way="code"
        )
    with pytest.raises(AcademyError, match="mark_stands"):
        actions.mark_attendance(store, session=sessions[0], states={heron: "absent"}, way="grid")
    actions.correct_mark(
        store, session=sessions[0], person=heron, state="late", reason="came at ten"
    )
    trail = attendance.trail(store.tables(), sessions[0], heron)
    assert [(m["state"], m["standing"], m["reason"]) for m in trail] == [
        ("present", 0, ""),
        ("late", 1, "came at ten"),
    ]


def test_a_correction_wants_a_reason_and_something_to_correct(
    store: Store, sessions: list[str], heron: str
):
    with pytest.raises(AcademyError, match="nothing_to_correct"):
        actions.correct_mark(store, session=sessions[0], person=heron, state="late", reason="x")
    actions.mark_attendance(store, session=sessions[0], states={heron: "present"}, way="grid")
    with pytest.raises(AcademyError, match="field_missing"):
        actions.correct_mark(store, session=sessions[0], person=heron, state="late", reason=" ")


def test_a_session_is_marked_for_all_or_for_nobody(store: Store, sessions: list[str], heron: str):
    with pytest.raises(AcademyError, match="person_unknown"):
        actions.mark_attendance(
            store, session=sessions[0], states={heron: "present", "0" * 32: "present"}, way="grid"
        )
    assert attendance.session_states(store.tables(), sessions[0]) == {}


def test_learning_is_remembered_once_and_the_best_try_counts(
    store: Store, workshop: str, heron: str
):
    where = {"workshop": workshop, "person": heron, "course": "advocacy", "lesson": "who-decides"}
    for attempt, correct in (("a" * 32, 3), ("b" * 32, 1), ("a" * 32, 4)):
        actions.answer_quiz(store, **where, attempt=attempt, correct=correct, of=4)
        actions.finish_lesson(store, **where)
    assert learning.finished(store.tables(), heron) == {("advocacy", "who-decides")}
    assert learning.scores(store.tables(), heron) == {("advocacy", "who-decides"): (3, 4)}
    assert learning.totals(store.tables(), workshop) == {("advocacy", "who-decides"): 1}


def earn(store: Store, workshop: str, sessions: list[str], person: str) -> None:
    for session in sessions[:9]:
        actions.mark_attendance(store, session=session, states={person: "present"}, way="grid")
    actions.mark_attendance(store, session=sessions[9], states={person: "absent"}, way="grid")


def test_checking_a_code_reads_one_person_and_not_the_whole_room(
    store: Store, workshop: str, sessions: list[str], heron: str, monkeypatch: pytest.MonkeyPatch
):
    """Strangers ask, and as often as they like."""
    earn(store, workshop, sessions, heron)
    titles = {heron: "Leadership"}
    (code,) = actions.issue_certificates(
        store, workshop=workshop, people=[heron], titles=titles, new_code=codes.new
    ).values()

    def everybody(*_asked: object) -> None:
        raise AssertionError

    monkeypatch.setattr("academy.projections.people.people", everybody)
    monkeypatch.setattr("academy.projections.attendance.states", everybody)
    assert certificates.check(store.tables(), code)["lost"] is False


def test_a_team_plan_counts_for_who_was_absent_that_half_day(
    store: Store, workshop: str, sessions: list[str], heron: str
):
    earn(store, workshop, sessions, heron)
    assert certificates.standing(store.tables(), workshop, heron).earned == "attendance"
    for requirement in ("posttest", "evaluation"):
        actions.meet_requirement(store, workshop=workshop, requirement=requirement, person=heron)
    actions.meet_requirement(store, workshop=workshop, requirement="plan", team="North")
    assert certificates.standing(store.tables(), workshop, heron).earned == "completion"
    actions.withdraw_requirement(store, workshop=workshop, requirement="plan", team="North")
    assert certificates.standing(store.tables(), workshop, heron).earned == "attendance"


def test_a_certificate_is_issued_once_checked_and_revoked(
    store: Store, workshop: str, sessions: list[str], heron: str
):
    titles = {heron: "Leadership and Health Programme"}
    with pytest.raises(AcademyError, match="certificate_not_earned"):
        actions.issue_certificates(
            store, workshop=workshop, people=[heron], titles=titles, new_code=codes.new
        )
    earn(store, workshop, sessions, heron)
    first, again = (
        actions.issue_certificates(
            store, workshop=workshop, people=[heron], titles=titles, new_code=codes.new
        )
        for _ in range(2)
    )
    assert first == again
    told = certificates.check(store.tables(), first[heron])
    assert told == {
        "type": "attendance",
        "title": titles[heron],
        "month": "2017-04",
        "revoked": 0,
        "lost": False,
    }
    actions.revoke_certificate(store, first[heron])
    assert certificates.check(store.tables(), first[heron])["revoked"] == 1
    reissued = actions.issue_certificates(
        store, workshop=workshop, people=[heron], titles=titles, new_code=codes.new
    )
    assert reissued != first


def test_one_person_under_two_ids_is_linked_and_the_link_undone(
    store: Store, workshop: str, heron: str
):
    other = actions.register_person(store, workshop=workshop, alias="Heron B.")
    link = actions.link_people(store, other, heron)
    assert same.ids_of(store.tables(), heron) == sorted((heron, other))
    actions.unlink(store, link)
    assert same.ids_of(store.tables(), heron) == [heron]
    actions.keep_apart(store, heron, other)
    with pytest.raises(AcademyError, match="kept_apart"):
        actions.link_people(store, heron, other)


def test_who_asks_is_forgotten_and_the_rest_of_the_log_still_verifies(
    store: Store, workshop: str, sessions: list[str], heron: str
):
    earn(store, workshop, sessions, heron)
    other = actions.register_person(store, workshop=workshop, alias="Egret")
    actions.erase_person(store, heron)
    assert [p["person"] for p in people.people(store.tables(), workshop)] == [other]
    assert attendance.states(store.tables(), workshop) == {}
    with store.reading() as (log, _peers):
        log.verify()


# --- several steps are one ----------------------------------------------------------------------


def test_marks_and_their_corrections_are_recorded_together_or_not_at_all(
    store: Store, workshop: str, sessions: list[str], heron: str
):
    kite = actions.register_person(store, workshop=workshop, alias="Kite")
    actions.mark_attendance(store, session=sessions[0], states={heron: "absent"}, way="grid")
    before = count(store)
    refused = [
        ({kite: "present"}, {heron: "late", "f" * 32: "late"}, "Came later", "person_unknown"),
        ({kite: "present"}, {heron: "late"}, " ", "field_missing"),
        ({kite: "present"}, {heron: "dancing"}, "Came later", "choice_unknown"),
        ({}, {heron: "late", kite: "late"}, "Came later", "nothing_to_correct"),
        ({heron: "present"}, {heron: "late"}, "Came later", "mark_stands"),
    ]
    for fresh, changed, reason, code in refused:
        with pytest.raises(AcademyError, match=code):
            actions.take_attendance(
                store, session=sessions[0], fresh=fresh, changed=changed, way="grid", reason=reason
            )
    assert count(store) == before
    new = actions.take_attendance(
        store, session=sessions[0], fresh={kite: "present"}, changed={heron: "late"}, way="grid",
        reason="Came later",
    )  # fmt: skip
    assert new == 1
    assert count(store) == before + 2
    states = attendance.session_states(store.tables(), sessions[0])
    assert (states[kite], states[heron]) == ("present", "late")


def test_several_sessions_are_revised_together_or_not_at_all(
    store: Store, workshop: str, sessions: list[str]
):
    change = {"title": "Money", "day": "2017-04-24", "half": "am", "countable": True}
    before = count(store)
    for wrong in ({sessions[1]: change | {"half": "noon"}}, {"f" * 32: change}):
        with pytest.raises(AcademyError):
            actions.revise_sessions(store, {sessions[0]: change, **wrong})
    assert count(store) == before
    actions.revise_sessions(store, dict.fromkeys(sessions[:2], change))
    rows = workshops.sessions(store.tables(), workshop)
    assert sum(row["title"] == "Money" for row in rows) == 2


def test_requirements_are_settled_together_or_not_at_all(store: Store, workshop: str, heron: str):
    actions.meet_requirement(store, workshop=workshop, requirement="posttest", person=heron)
    before = count(store)
    for wrong in (
        actions.Step("posttest", person="f" * 32),
        actions.Step("plan", person=heron),
        actions.Step("dance", person=heron),
    ):
        with pytest.raises(AcademyError):
            actions.settle_requirements(
                store,
                workshop=workshop,
                met=[actions.Step("evaluation", person=heron), wrong],
                withdrawn=[actions.Step("posttest", person=heron)],
            )
    assert count(store) == before
    actions.settle_requirements(
        store,
        workshop=workshop,
        met=[actions.Step("evaluation", person=heron), actions.Step("plan", team="North")],
        withdrawn=[actions.Step("posttest", person=heron), actions.Step("posttest", person=heron)],
    )
    missing = dict(certificates.standing(store.tables(), workshop, heron).missing)
    assert "posttest" in missing
    assert not {"evaluation", "plan"} & set(missing)


def test_spellings_are_joined_together_or_not_at_all(store: Store, workshop: str):
    before = count(store)
    for names in (["Umoja", "Umoja Group", "umoja"], ["Umoja", "Umoja Group", " "]):
        with pytest.raises(AcademyError, match="link_itself"):
            actions.join_organisations(store, names)
    assert count(store) == before
    links = actions.join_organisations(store, ["Umoja", "Umoja Group", "Umoja G."])
    assert len(set(links)) == 2
    assert actions.join_organisations(store, ["Umoja", "Umoja Group", "Umoja G."]) == links


def test_a_person_joins_with_a_pin_or_not_at_all(store: Store, workshop: str, monkeypatch):
    person, pin = actions.join_workshop(store, workshop=workshop, alias="Heron")
    assert access.check_pin(store, access.Guesses(), person, pin) == person
    with pytest.raises(AcademyError, match="alias_taken") as caught:
        actions.join_workshop(store, workshop=workshop, alias="heron")
    assert "row" not in caught.value.details

    def refuse(*_):
        raise AcademyError("disk_full")

    monkeypatch.setattr(access, "keep_pin", refuse)
    before = count(store)
    with pytest.raises(AcademyError, match="disk_full"):
        actions.join_workshop(store, workshop=workshop, alias="Kite")
    assert count(store) == before
    assert people.by_alias(store.tables(), workshop, "Kite") is None


def test_several_settings_are_kept_together_or_not_at_all(store: Store):
    with pytest.raises(TypeError):
        store.set_settings({"wifi_name": "Room", "wifi_password": object()})
    assert store.setting("wifi_name") is None


# What a half-day is made of


def test_a_session_remembers_what_is_taught_in_it(store: Store, workshop: str, sessions: list[str]):
    first, second, *_ = sessions
    pieces = ["advocacy/who-decides", "advocacy/three-rooms-one-ask"]
    actions.fill_sessions(store, {first: pieces, second: ["swit/why-swit"]})
    week = workshops.week(store.tables(), workshop)
    assert [row["teaches"] for row in week[:3]] == [pieces, ["swit/why-swit"], []]
    actions.revise_session(
        store, first, title="By hand", day="2017-04-28", half="pm", countable=False
    )
    row = workshops.session(store.tables(), first)
    assert (row["title"], row["teaches"]) == ("By hand", pieces)
    actions.fill_sessions(store, {first: []})
    row = workshops.session(store.tables(), first)
    assert (row["title"], row["day"], row["teaches"]) == ("By hand", "2017-04-28", [])


def test_filling_a_session_as_it_is_records_nothing(
    store: Store, workshop: str, sessions: list[str]
):
    actions.fill_sessions(store, {sessions[0]: ["swit/why-swit"]})
    before = count(store)
    actions.fill_sessions(store, {sessions[0]: ["swit/why-swit", "swit/why-swit"]})
    actions.fill_sessions(store, {})
    assert count(store) == before


def test_all_sessions_are_filled_or_none(store: Store, workshop: str, sessions: list[str]):
    before = count(store)
    with pytest.raises(AcademyError, match="session_unknown"):
        actions.fill_sessions(store, {sessions[0]: ["a/b"], "0" * 32: ["a/b"]})
    with pytest.raises(AcademyError, match="too_many_pieces"):
        actions.fill_sessions(store, {sessions[0]: [f"a/{n}" for n in range(7)]})
    assert count(store) == before


def test_a_session_is_added_with_what_is_taught(store: Store, workshop: str):
    added = actions.add_session(
        store, workshop=workshop, title="", day="2017-04-28", half="eve", countable=False,
        teaches=["swit/six-petals"],
    )  # fmt: skip
    assert workshops.session(store.tables(), added)["teaches"] == ["swit/six-petals"]
