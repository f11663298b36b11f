import io
import re
from html import unescape

import pytest

from academy import access, actions
from academy.errors import AcademyError
from academy.web.participant import create_app as create_participant_app
from sync import harmless

LIST = (
    "Alias;Pays;Équipe;Langue;Téléphone\n"
    "Nova;Kenya;North;Français;0700\n"
    "north 1;KE;North;;1\n"
    "Nova;KE;North;;2\n"
    "Luz;Atlantis;Coast;;3\n"
    "Sol;maroc;Coast;العربية;4\n"
)


def kept(page):
    """What the page sends when it is confirmed."""
    return {
        "list": page.split('<textarea name="list" hidden>')[1].split("</textarea>")[0],
        "add": re.search(r'name="add" value="(\d+)"', page).group(1),
    }


def test_everybody_stands_under_their_team(desk):
    page = desk.get("/people")
    assert page.index("Coast") < page.index("Coast 1") < page.index("Lake") < page.index("Lake 1")
    assert page.index("Trainers and organisers") < page.index("Ibis")


def test_an_empty_room_says_what_to_do(planned_desk):
    assert "Nobody is registered yet" in planned_desk.get("/people")


def test_without_a_workshop_there_is_nowhere_to_register(empty_desk):
    assert empty_desk.client.get("/people").status_code == 404


def test_one_person_is_added(desk):
    desk.done("/people/new", alias=" River  Stone ", role="participant", team="North")
    assert "River Stone" in [row["alias"] for row in desk.people]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"alias": ""}, 400),
        ({"alias": "x" * 41}, 400),
        ({"alias": "NORTH  1"}, 409),
        ({"alias": "Nova", "role": "king"}, 400),
        ({"alias": "Nova", "country": "Kenya"}, 400),
        ({"alias": "Nova", "language": "x" * 21}, 400),
        ({"alias": "No\u202eva"}, 400),
    ],
)
def test_a_person_who_can_t_be_added_is_said_why(desk, form, status):
    before = desk.count
    page = desk.refused("/people/new", status, **{"role": "participant", "team": "Kept", **form})
    assert 'value="Kept"' in page
    assert desk.count == before


def test_a_person_is_changed_and_stays_the_same_person(desk):
    person = desk.everybody[0]
    assert 'value="North 1"' in desk.get(f"/people/{person}")
    desk.done(f"/people/{person}", alias="Kestrel", role="co-facilitator", country="TZ")
    (row,) = [row for row in desk.people if row["person"] == person]
    assert (row["alias"], row["role"], row["country"]) == ("Kestrel", "co-facilitator", "TZ")
    desk.refused(f"/people/{person}", 409, alias="north 2", role="participant")


def test_people_nobody_knows_are_not_found(desk):
    for path in ("", "/erase"):
        assert desk.client.get(f"/people/{'0' * 32}{path}").status_code == 404
    for path in ("", "/erase", "/pin"):
        assert desk.post(f"/people/{'0' * 32}{path}", alias="x").status_code == 404
    assert desk.store.tables().value("SELECT count(*) FROM erased") == 0


def test_a_new_pin_is_shown_once_and_works(desk):
    person = desk.everybody[0]
    page = desk.done(f"/people/{person}/pin")
    pin = re.search(r"<bdi>(\d{3} \d{3})</bdi>", page).group(1)
    assert pin not in desk.get(f"/people/{person}")
    assert access.check_pin(desk.store, desk.house.guesses, person, pin) == person


def test_a_new_pin_ends_the_person_s_sessions_and_their_waiting(desk):
    person = desk.everybody[0]
    phones = create_participant_app(desk.house)
    phone = phones.test_client()
    with phone.session_transaction() as session:
        session["person"] = person
    for _ in range(5):
        desk.house.guesses.wrong(person)
    desk.post(f"/people/{person}/pin")
    with phone.session_transaction() as session:
        assert "person" not in session
    desk.house.guesses.allow(person)


def test_erasing_explains_itself_first_and_then_leaves_nothing(desk):
    person = desk.everybody[0]
    actions.mark_attendance(desk.store, session=desk.first, states={person: "late"}, way="grid")
    page = desk.get(f"/people/{person}/erase")
    assert "can't be undone" in page
    assert person in {row["person"] for row in desk.people}
    page = desk.done(f"/people/{person}/erase")
    assert "North 1" not in page
    assert desk.states(desk.first) == {}


# Lists


def test_a_list_is_looked_at_before_anybody_is_added(desk):
    before = desk.count
    answer = desk.post("/people/list", list=LIST)
    assert answer.status_code == 200
    page = desk_page(answer)
    assert "not used: <bdi>Téléphone</bdi>" in page
    assert "0700" not in page
    assert "1 is registered already" in page
    assert "“Nova” already" in page
    assert "“Atlantis” is not a country code" in page
    assert "Add 2 people" in page
    assert "Morocco" in page
    assert desk.count == before

    page = desk.done("/people/list", **kept(page))
    assert "2 people are added." in page
    added = {row["alias"]: row for row in desk.people}
    assert (added["Nova"]["country"], added["Nova"]["language"]) == ("KE", "fr")
    assert (added["Sol"]["country"], added["Sol"]["language"]) == ("MA", "ar")
    assert len(desk.people) == 15


def desk_page(answer):
    return unescape(answer.text)


def test_a_file_is_read_like_pasted_text(desk):
    data = {"file": (io.BytesIO(LIST.encode("utf-16")), "people.csv")}
    answer = desk.client.post("/people/list", data=data, content_type="multipart/form-data")
    assert "Add 2 people" in answer.text


def test_the_same_list_twice_adds_nobody_twice(desk):
    form = kept(desk_page(desk.post("/people/list", list=LIST)))
    desk.done("/people/list", **form)
    page = desk_page(desk.post("/people/list", **form))
    assert "look again" in page
    assert "4 are registered already" in page
    assert len(desk.people) == 15


def test_a_list_that_changed_since_it_was_looked_at_is_shown_again(desk):
    form = kept(desk_page(desk.post("/people/list", list=LIST)))
    actions.register_person(desk.store, workshop=desk.workshop, alias="Sol")
    assert "look again" in desk_page(desk.post("/people/list", **form))
    assert "Nova" not in [row["alias"] for row in desk.people]


def test_a_list_never_removes_anybody(desk):
    form = kept(desk_page(desk.post("/people/list", list="alias\nNova\n")))
    desk.done("/people/list", **form)
    assert len(desk.people) == 14


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nobody on this list"),
        ("country;team\nKE;North\n", "No column is called “alias”"),
        ("alias\n" + "x\n" * 600, "at most 500 people"),
        ("alias\n\0", "can't be read"),
    ],
)
def test_a_list_that_can_t_be_used_is_kept_on_the_page(desk, text, said):
    page = desk.refused("/people/list", 400, list=text)
    assert said in page
    assert harmless.shown(text.strip()[:8]) in page


def test_a_file_that_is_too_large_gets_a_sentence(desk):
    body, kind = b"x" * 2**21, "multipart/form-data; boundary=x"
    answer = desk.client.post("/people/list", data=body, content_type=kind)
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_list_is_registered_whole_or_not_at_all(desk):
    rows = [{"alias": "Nova"}, {"alias": "x" * 41}]
    assert list(actions.refusals(desk.store, workshop=desk.workshop, rows=rows)) == [2]
    with pytest.raises(AcademyError) as refused:
        actions.register_list(desk.store, workshop=desk.workshop, rows=rows)
    assert refused.value.details["row"] == 2
    assert len(desk.people) == 13
