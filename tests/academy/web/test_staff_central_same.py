"""Same person, same organisation, and marks of two laptops that disagree."""

import re
import sys
from sqlite3 import connect
from uuid import uuid4

import pytest

from academy import actions, events, persons, rules
from academy.errors import AcademyError
from academy.projections import attendance, people, workshops
from sync.keys import DeviceKey
from sync.log import Log
from tests.academy.trusting import exchange
from tests.meeting import meet


def hidden(page, name):
    return re.findall(rf'name="{name}" value="([^"]*)"', page)


def ticked(page, name):
    return re.findall(rf'type="checkbox" name="{name}" value="([^"]*)" checked', page)


def sections(page):
    """Each proposal on the page by its first alias."""
    found = page.split('id="proposed"')[1].split("</form>")[0].split("<section")[1:]
    return {re.search(r"<h2><bdi>([^<]*)", one)[1]: one for one in found}


def chosen(page):
    """What is filled in for each proposal."""
    pattern = r'type="radio" name="same_[0-9a-f]+" value="([^"]*)" checked'
    return {alias: re.search(pattern, one)[1] for alias, one in sections(page).items()}


def key_of(page, alias):
    return re.search(r'name="(same_[0-9a-f]+)"', sections(page)[alias])[1]


def as_filled(page):
    """The form as a browser would send it."""
    form: dict[str, object] = {key_of(page, alias): how for alias, how in chosen(page).items()}
    for name, value in re.findall(r'name="(seen_[0-9a-f]+)" value="([^"]*)" checked', page):
        form.setdefault(name, []).append(value)
    return form


def groups(desk):
    """The aliases of each proposal, the likeliest first."""
    return [[row["alias"] for row in g.members] for g in persons.proposals(desk.store.tables())]


# People


@pytest.fixture
def twice(planned_desk):
    """Blue Heron of KE in two workshops, and another Heron who is somebody else."""
    desk = planned_desk
    second = actions.plan_workshop(
        desk.store, title="Coast days", level="national", country="CI", starts="2017-05-01",
        ends="2017-05-01", shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    desk.herons = [
        actions.register_person(
            desk.store, workshop=workshop, alias="Blue Heron", country="KE", organisation=ring,
            team=team,
        )
        for workshop, ring, team in (
            (desk.workshop, "Ring A", "North"),
            (second, "Ring of A", "Coast"),
        )
    ]  # fmt: skip
    actions.register_person(desk.store, workshop=second, alias="Heron", country="UG")
    return desk


def test_a_group_says_what_is_known_of_each(twice):
    page = twice.get("/same")
    assert len(ticked(page, "seen_[0-9a-f]+")) == 2
    for fact in ("Ring A", "Ring of A", "North", "Coast", "Leadership week", "Coast days",
                 "this laptop", "the same alias"):  # fmt: skip
        assert fact in page


def test_one_person_is_linked_and_can_be_undone(twice):
    page = twice.done(
        "/same/people", seen_found=ticked(twice.get("/same"), "seen_[0-9a-f]+"), same_found="one"
    )
    assert "counted as one person now" in page
    assert "No two registrations look alike" in page
    page = twice.done("/same/undo", link=re.findall(r'name="link" value="([^"]*)"', page)[0])
    assert "Undone" in page
    assert len(groups(twice)) == 1


def test_people_kept_apart_are_proposed_again_once_that_is_taken_back(twice):
    page = twice.done(
        "/same/people", seen_found=ticked(twice.get("/same"), "seen_[0-9a-f]+"), same_found="apart"
    )
    assert "counted apart" in page
    assert groups(twice) == []
    with pytest.raises(AcademyError, match="kept_apart"):
        actions.link_people(twice.store, *twice.herons)
    (pair,) = re.findall(r'name="apart" value="([^"]*)"', page)
    page = twice.done("/same/apart", apart=pair)
    assert "may be one person again" in page
    assert groups(twice) == [["Blue Heron"] * 2]
    twice.refused("/same/apart", 404, apart=pair)
    page = twice.done("/same/people", seen_found=ticked(page, "seen_[0-9a-f]+"), same_found="one")
    assert persons.joined(twice.store.tables())


def test_twelve_of_one_name_are_decided_with_one_press_and_undone_with_one(twice):
    for number in range(12):
        workshop = actions.plan_workshop(
            twice.store, title=f"Day {number}", level="national", country="TH",
            starts="2023-05-01", ends="2023-05-01", shape=rules.shape("own", 1, 1),
        )  # fmt: skip
        actions.register_person(twice.store, workshop=workshop, alias="Queen", country="TH")
    assert [len(group) for group in groups(twice)] == [2, 12]
    queens = ticked(twice.get("/same"), "seen_[0-9a-f]+")[2:]
    page = twice.done("/same/people", seen_found=queens, same_found="apart")
    apart = re.findall(r'name="apart" value="([^"]*)"', page)
    assert len(apart) == 66
    assert len(groups(twice)) == 1
    page = twice.done("/same/apart", apart=apart)
    page = twice.done(
        "/same/people", seen_found=ticked(page, "seen_[0-9a-f]+")[2:], same_found="one"
    )
    assert len(persons.joined(twice.store.tables())) == 11
    links = re.findall(r'name="link" value="([^"]*)"', page)
    twice.done("/same/undo", link=links)
    assert [len(group) for group in groups(twice)] == [2, 12]


def test_many_proposals_are_decided_with_one_press(twice):
    """Each as was chosen for it, and what was left for later stays."""
    third = actions.plan_workshop(
        twice.store, title="Third", level="national", country="KE", starts="2017-06-01",
        ends="2017-06-01", shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    for workshop, star in ((twice.workshop, "Étoile"), (third, "Etoile")):
        for alias, country in (("Nova", "KE"), (star, "CI"), ("Ibis", "UG")):
            actions.register_person(twice.store, workshop=workshop, alias=alias, country=country)
    page = twice.get("/same?sure=1")
    filled = chosen(page)
    assert "" in {filled.pop("Étoile", None), filled.pop("Etoile", None)}
    assert filled == {"Blue Heron": "one", "Ibis": "one", "Nova": "one"}
    assert set(chosen(twice.get("/same")).values()) == {""}
    form = as_filled(page)
    form[key_of(page, "Ibis")] = "apart"
    before = twice.count
    page = twice.done("/same/people", **form)
    assert "3 decisions are recorded" in page
    assert twice.count == before + 3
    assert len(persons.joined(twice.store.tables())) == 2
    assert len(persons.apart(twice.store.tables())) == 1
    assert [sorted(one) for one in groups(twice)] == [["Etoile", "Étoile"]]


def test_forty_doubles_among_three_laptops_are_one_review(new_desk, new_store):
    """Three rooms with a list each: whoever is on two of them is decided with two presses."""
    office = new_desk("central", central=True)
    office.house.set_up(office.passphrase)
    office.sign_in()
    laptops = [new_store(name) for name in ("one", "two", "three")]
    for number, laptop in enumerate(laptops):
        meet(laptop, office.store)
        week = actions.plan_workshop(
            laptop, title=f"Room {number}", level="national", country="KE",
            starts="2017-04-24", ends="2017-04-24", shape=rules.shape("own", 1, 1),
        )  # fmt: skip
        # Each of the forty is on the lists of two laptops; one more a laptop is on that list alone.
        both = [{"alias": f"Heron {n}", "country": "KE"} for n in range(40) if n % 3 != number]
        alone = {"alias": f"Only {number}", "country": "KE"}
        actions.register_list(laptop, workshop=week, rows=[*both, alone])
        exchange(laptop, office.store)
    assert len(groups(office)) == 40
    page = office.get("/same?sure=1")  # one press: what nothing speaks against is filled in
    assert set(chosen(page).values()) == {"one"}
    page = office.done("/same/people", **as_filled(page))  # and one more: it is recorded
    assert "40 decisions are recorded" in page
    assert len(persons.joined(office.store.tables())) == 40
    assert groups(office) == []
    office.done("/same/undo-all", review=hidden(page, "review")[0])
    assert persons.joined(office.store.tables()) == []
    assert len(groups(office)) == 40
    assert office.store.folds_to_the_same()


def test_a_whole_review_is_undone_with_one_press_and_the_one_before_it_stays(twice):
    before = persons.joined(twice.store.tables())
    form = as_filled(twice.get("/same?sure=1"))
    twice.done("/same/people", **form)
    first = persons.joined(twice.store.tables())
    third = actions.plan_workshop(
        twice.store, title="Third", level="national", country="KE", starts="2017-06-01",
        ends="2017-06-01", shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    for workshop in (twice.workshop, third):
        for alias in ("Nova", "Ibis", "Coral"):
            actions.register_person(twice.store, workshop=workshop, alias=alias, country="UG")
    page = twice.get("/same?sure=1")
    form = as_filled(page)
    form[key_of(page, "Ibis")] = "apart"
    page = twice.done("/same/people", **form)
    assert "3 decisions, recorded together" in page
    assert len(persons.joined(twice.store.tables())) == len(first) + 2
    page = twice.done("/same/undo-all", review=hidden(page, "review")[0])
    assert persons.joined(twice.store.tables()) == first
    assert persons.apart(twice.store.tables()) == []
    assert len(groups(twice)) == 3
    # What was undone is offered no more; the review before it is, and holds until it is.
    page = twice.done("/same/undo-all", review=hidden(page, "review")[0])
    assert persons.joined(twice.store.tables()) == before
    assert 'name="review"' not in page


def test_of_a_review_only_what_still_holds_is_undone(twice):
    page = twice.done("/same/people", **as_filled(twice.get("/same?sure=1")))
    review = hidden(page, "review")[0]
    link = persons.joined(twice.store.tables())[0]["link"]
    page = twice.done("/same/undo", link=link)
    assert 'name="review"' not in page
    before = twice.count
    twice.refused("/same/undo-all", 409, review=review)
    twice.refused("/same/undo-all", 409, review="nonsense")
    assert twice.count == before


def test_who_was_erased_meanwhile_stays_erased_when_the_review_is_undone(twice):
    page = twice.done("/same/people", **as_filled(twice.get("/same?sure=1")))
    assert 'name="review"' in page
    twice.store.erase(twice.herons[0])
    page = twice.get("/same")
    assert 'name="review"' not in page
    assert persons.joined(twice.store.tables()) == []


def test_of_many_decisions_all_hold_or_none(twice):
    third = actions.plan_workshop(
        twice.store, title="Third", level="national", country="KE", starts="2017-06-01",
        ends="2017-06-01", shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    nova = [
        actions.register_person(twice.store, workshop=workshop, alias="Nova", country="KE")
        for workshop in (twice.workshop, third)
    ]
    form = as_filled(twice.get("/same?sure=1"))
    actions.revise_person(
        twice.store, nova[0], workshop=twice.workshop, alias="Nova", country="KE", team="North"
    )
    before = twice.count
    page = twice.refused("/same/people", 409, **form)
    assert twice.count == before
    # What was chosen for those who are as they were stays chosen, and for nobody else.
    assert chosen(page) == {"Blue Heron": "one", "Nova": ""}
    assert "Choose “One person” or" in twice.refused("/same/people", 400)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Étoile", "Etoile", "accents"),
        ("N'Deye", "N’deye", None),
        ("N'Deye", "Ndeye", "accents"),
        ("Anne-Marie", "Anne Marie", "accents"),
        ("Blue Heron", "B. Heron", "initials"),
        ("Blue Heron", "Heron Blue", "words"),
        ("Marigold", "Marygold", "spelling"),
        ("Marigold", "Marigodl", "spelling"),
        ("Maria", "Мария", "script"),
        ("Nikos", "Νίκος", "script"),
        ("Maryam", "مريم", "script"),
        ("小雨", " 小雨", "alias"),
    ],
)
def test_a_name_written_otherwise_is_proposed_with_its_reason(planned_desk, one, other, reason):
    second = another_workshop(planned_desk)
    for workshop, alias in ((planned_desk.workshop, one), (second, other)):
        actions.register_person(planned_desk.store, workshop=workshop, alias=alias, country="KE")
    (group,) = persons.proposals(planned_desk.store.tables())
    assert group.reasons == (reason or "alias",)
    assert {row["alias"] for row in group.members} == {one, other.strip()}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Queen 1", "Queen 2"), ("Ana", "Ama"), ("Star", "Rose"), ("Blue Heron", "Blue Crane"),
     ("B. Heron", "C. Heron"), ("Мария", "Maurice"), ("小雨", "小雪")],
)  # fmt: skip
def test_names_that_are_two_are_not_proposed(planned_desk, one, other):
    second = another_workshop(planned_desk)
    for workshop, alias in ((planned_desk.workshop, one), (second, other)):
        actions.register_person(planned_desk.store, workshop=workshop, alias=alias, country="KE")
    assert persons.proposals(planned_desk.store.tables()) == []


def another_workshop(desk, title="Coast days", country="CI", starts="2017-05-01"):
    return actions.plan_workshop(
        desk.store, title=title, level="national", country=country, starts=starts, ends=starts,
        shape=rules.shape("own", 1, 1),
    )  # fmt: skip


def test_what_speaks_for_it_comes_first_and_what_speaks_against_last(planned_desk):
    second = another_workshop(planned_desk)
    for alias, first_country, second_country, organisation in (
        ("Far", "TZ", "UG", ""), ("Blank", "KE", "", ""), ("Same", "KE", "KE", ""),
        ("Ring", "KE", "KE", "Ring A"),
    ):  # fmt: skip
        for workshop, country in ((planned_desk.workshop, first_country), (second, second_country)):
            actions.register_person(
                planned_desk.store, workshop=workshop, alias=alias, country=country,
                organisation=organisation,
            )  # fmt: skip
    assert [group[0] for group in groups(planned_desk)] == ["Ring", "Same", "Blank", "Far"]
    page = planned_desk.get("/same")
    for reason in ("the same organisation", "a country is not given", "another country"):
        assert reason in page


def test_whom_nobody_proposes_is_found_by_whatever_is_known(planned_desk):
    second = another_workshop(planned_desk)
    store = planned_desk.store
    one = actions.register_person(
        store, workshop=planned_desk.workshop, alias="Étoile", country="CI", team="North"
    )
    other = actions.register_person(
        store, workshop=planned_desk.workshop, alias="Sister", organisation="Réseau du Nord"
    )
    actions.register_person(store, workshop=second, alias="Elsewhere")
    assert groups(planned_desk) == []
    for asked, found in (
        ("etoile", {one}), ("ÉTOI", {one}), ("north", {one}), ("reseau nord", {other}),
        ("leadership", {one, other}), ("leadership sister", {other}), ("CI", {one}),
        ("Côte d'Ivoire", {one}), ("nobody", set()), ("  ", set()),
    ):  # fmt: skip
        assert {row["person"] for row in persons.find(store.tables(), asked)} == found, asked
    page = planned_desk.post("/same/find", find="leadership").text
    seen = list(re.findall(r'name="seen_found" value="([^"]*)"', page))
    assert len(seen) == 2
    planned_desk.done("/same/people", seen_found=seen, same_found="one")
    (row,) = planned_desk.people
    assert row["registrations"] == tuple(sorted((one, other)))


def test_one_person_of_many_registrations_hides_nobody_who_is_looked_for(planned_desk, monkeypatch):
    """They are read some at a time, and a person is one row however often they are registered."""
    monkeypatch.setattr(sys.modules["academy.persons.finding"], "MOST", 1)
    store, rows = planned_desk.store, [{"alias": f"Heron {n}"} for n in "abcdefghk"]
    ids = actions.register_list(store, workshop=planned_desk.workshop, rows=rows)
    for one in ids[1:7]:
        actions.link_people(store, ids[0], one)
    found = persons.find(store.tables(), "heron")
    assert [(row["alias"], row["registered"]) for row in found] == [("Heron a", 7), ("Heron h", 1)]


@pytest.mark.parametrize("some", [[], ["first"]])
def test_one_is_no_pair(twice, some):
    seen = ticked(twice.get("/same"), "seen_[0-9a-f]+")[: len(some)]
    before = twice.count
    assert "Choose two" in twice.refused("/same/people", 400, seen_found=seen, same_found="one")
    assert twice.count == before


def test_a_week_planned_twice_is_proposed_joined_and_parted(planned_desk):
    row = workshops.workshop(planned_desk.store.tables(), planned_desk.workshop)
    again = actions.plan_workshop(
        planned_desk.store, title="leadership WEEK", level="regional", country="KE",
        starts=row["starts"], ends=row["ends"], shape=rules.shape("five"),
    )  # fmt: skip
    another_workshop(planned_desk, title="Leadership week", starts="2018-01-01")
    page = planned_desk.get("/same")
    assert "Planned twice?" in page
    both = ticked(page, "workshop")
    assert set(both) == {planned_desk.workshop, again}
    page = planned_desk.done("/same/workshops", workshop=both)
    assert "one workshop now" in page
    assert "Planned twice?" not in page
    assert len(workshops.all_workshops(planned_desk.store.tables())) == 2
    for path in ("/", "/people", "/attendance", "/certificates", "/workshops", "/door", "/report"):
        planned_desk.get(path)
    page = planned_desk.done("/same/undo", link=re.findall(r'name="link" value="([^"]*)"', page))
    assert "Planned twice?" in page
    planned_desk.refused("/same/workshops", 400, workshop=both[:1])
    planned_desk.refused("/same/workshops", 404, workshop=[both[0], "0" * 32])


def test_kept_apart_holds_for_whoever_is_one_with_either(twice):
    a, b = twice.herons
    third = actions.plan_workshop(
        twice.store, title="Third", level="national", country="KE", starts="2017-06-01",
        ends="2017-06-01", shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    c = actions.register_person(twice.store, workshop=third, alias="Blue Heron", country="KE")
    actions.keep_apart(twice.store, a, b)
    actions.link_people(twice.store, a, c)
    assert groups(twice) == []


def test_a_stale_screen_decides_nothing(twice):
    seen = ticked(twice.get("/same"), "seen_[0-9a-f]+")
    row = people.person(twice.store.tables(), twice.herons[0], twice.workshop)
    actions.revise_person(
        twice.store, twice.herons[0], workshop=twice.workshop, alias=row["alias"],
        country="KE", organisation="Another",
    )  # fmt: skip
    before = twice.count
    assert "Something changed" in twice.refused(
        "/same/people", 409, seen_found=seen, same_found="one"
    )
    assert "Something changed" in twice.refused(
        "/same/people", 409, seen_found=["", "x"], same_found="one"
    )
    assert twice.count == before


def test_pressed_twice_it_is_decided_once(twice):
    seen = ticked(twice.get("/same"), "seen_[0-9a-f]+")
    twice.done("/same/people", seen_found=seen, same_found="one")
    twice.refused("/same/people", 409, seen_found=seen, same_found="one")
    assert len(persons.joined(twice.store.tables())) == 1
    again = actions.link_people(twice.store, *twice.herons)
    assert [row["link"] for row in persons.joined(twice.store.tables())] == [again]


def test_undoing_takes_back_what_two_laptops_said_alike(twice):
    a, b = sorted(twice.herons)
    for _ in range(2):
        link = events.PersonLinked(link=uuid4().hex, a=a, b=b, at="2017-05-02T10:00")
        twice.store.record(lambda _t, link=link: [link])
    assert len(persons.joined(twice.store.tables())) == 2
    twice.done("/same/undo", link=persons.joined(twice.store.tables())[0]["link"])
    assert persons.joined(twice.store.tables()) == []


def test_undoing_what_is_not_known_is_refused(twice):
    assert "isn’t known here" in twice.refused("/same/undo", 404, link="0" * 32)


# Organisations


def test_spellings_are_joined_and_parted(twice):
    page = twice.get("/same")
    assert "Ring A" in page
    page = twice.done("/same/organisations", organisation=["ring a", "ring of a"])
    assert "2 spellings are counted as one" in page
    assert "counted as “Ring A”" in page
    assert people.organisations(twice.store.tables()) == {"ring a": "ring a", "ring of a": "ring a"}
    twice.done("/same/undo", link=re.findall(r'name="link" value="([^"]*)"', page)[0])
    assert people.organisation_links(twice.store.tables()) == []


def test_joining_twice_is_once(twice):
    for _ in range(2):
        twice.done("/same/organisations", organisation=["ring a", "ring of a"])
    assert len(people.organisation_links(twice.store.tables())) == 1


@pytest.mark.parametrize(
    ("names", "status"), [([], 400), (["ring a"], 400), (["ring a", "unheard of"], 409)]
)
def test_what_makes_no_pair_is_refused(twice, names, status):
    twice.refused("/same/organisations", status, organisation=names)
    assert people.organisation_links(twice.store.tables()) == []


# Marks to decide


def other_laptop_marks(store, workshop, session, person, state):
    """What another laptop recorded, arriving by whatever way."""
    connection = connect(":memory:", isolation_level=None)
    log = Log(connection, DeviceKey.generate())
    entry = log.append(
        *events.write(
            events.AttendanceMarked(
                workshop=workshop, session=session, person=person, state=state, way="sheet",
                at="2017-04-24T10:00",
            )
        )
    )  # fmt: skip
    connection.close()
    store.writing(lambda log, _peers: log.merge([entry]))


@pytest.fixture
def disagreeing(desk):
    desk.person = desk.everybody[0]
    states = {desk.person: "absent"}
    actions.mark_attendance(desk.store, session=desk.first, states=states, way="grid")
    other_laptop_marks(desk.store, desk.workshop, desk.first, desk.person, "present")
    return desk


def form_of(page, **more):
    names = ("session", "person", "seen")
    return {name: hidden(page, name)[0] for name in names} | more


def test_what_disagrees_is_shown_with_its_laptop(disagreeing):
    page = disagreeing.get("/to-decide")
    assert "this laptop" in page
    assert "a laptop not known here" in page
    assert disagreeing.states(disagreeing.first)[disagreeing.person] == "present"


def test_a_decision_replaces_both_and_keeps_them_visible(disagreeing):
    page = disagreeing.get("/to-decide")
    form = form_of(page, state="late", reason="On the paper list")
    page = disagreeing.done("/to-decide", **form)
    assert "There is nothing to decide" in page
    assert disagreeing.states(disagreeing.first)[disagreeing.person] == "late"
    trail = attendance.trail(disagreeing.store.tables(), disagreeing.first, disagreeing.person)
    assert [(row["state"], row["reason"]) for row in trail if row["standing"]] == [
        ("late", "On the paper list")
    ]
    assert len(trail) == 3


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"reason": ""}, 400, "is empty"),
        ({"reason": "x" * 301}, 400, "too long"),
        ({"state": "there"}, 400, "can’t be chosen"),
        ({"state": ""}, 400, "can’t be chosen"),
        ({"seen": "0123"}, 409, "Something changed"),
        ({"person": "0" * 32}, 409, "Something changed"),
    ],
)
def test_a_decision_that_is_none_is_refused(disagreeing, changed, status, said):
    form = form_of(disagreeing.get("/to-decide"), state="present", reason="I saw her")
    before = disagreeing.count
    page = disagreeing.refused("/to-decide", status, **(form | changed))
    assert said in page
    assert disagreeing.count == before
    if status == 400 and len(changed.get("reason", "")) < 300:
        assert "I saw her" in page or "reason" in changed


def test_a_screen_older_than_a_third_mark_decides_nothing(disagreeing):
    form = form_of(disagreeing.get("/to-decide"), state="absent", reason="I was there")
    other_laptop_marks(
        disagreeing.store, disagreeing.workshop, disagreeing.first, disagreeing.person, "late"
    )
    assert "Something changed" in disagreeing.refused("/to-decide", 409, **form)
