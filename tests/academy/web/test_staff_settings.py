import pytest

from academy import actions
from academy.door import network
from academy.languages import i18n
from academy.store import opening
from sync import harmless


def test_the_wifi_is_remembered_on_this_laptop_only(empty_desk):
    before = empty_desk.count
    page = empty_desk.done("/settings/wifi", name=" Room 5 ", password=" two words ")
    assert 'value="Room 5"' in page
    assert empty_desk.store.setting("wifi_password") == " two words "
    assert empty_desk.count == before


def test_one_of_several_addresses_is_chosen(new_desk, monkeypatch):
    monkeypatch.setattr(network, "candidates", lambda: ["10.0.0.5", "192.168.1.20"])
    desk = new_desk(address=None)
    desk.house.set_up(desk.passphrase)
    desk.sign_in()
    assert 'value="192.168.1.20"' in desk.get("/settings")
    desk.done("/settings/wifi", name="", address="192.168.1.20")
    assert desk.store.setting("lan_address") == "192.168.1.20"
    assert "can’t be chosen" in desk.refused("/settings/wifi", 400, name="", address="evil")


@pytest.mark.parametrize(
    "form",
    [
        {"name": "x" * 33},
        {"name": "Room", "password": "x" * 64},
        {"name": "Room\x07"},
    ],
)
def test_a_wifi_that_can_t_be_is_refused_and_kept_on_the_page(empty_desk, form):
    page = empty_desk.refused("/settings/wifi", 400, **form)
    assert harmless.shown(form["name"]) in page
    assert empty_desk.store.setting("wifi_name") is None


def test_another_organiser_gets_a_passphrase_of_their_own(empty_desk):
    words = "lemon river table cloud nine"
    empty_desk.done("/settings/passphrase", name="Second", passphrase=words, paper="1")
    empty_desk.post("/settings/seal")
    assert empty_desk.post("/unlock", passphrase=words).status_code == 303


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"name": "Second", "passphrase": "lemon river table cloud"}, 400),
        ({"name": "Second", "passphrase": "short", "paper": "1"}, 400),
        ({"name": "", "passphrase": "lemon river table cloud", "paper": "1"}, 400),
        ({"name": "first", "passphrase": "lemon river table cloud", "paper": "1"}, 409),
    ],
)
def test_a_passphrase_that_can_t_be_added_is_said_why(empty_desk, form, status):
    page = empty_desk.refused("/settings/passphrase", status, **form)
    assert f'value="{form["passphrase"]}"' in page
    assert not empty_desk.store.opens_with(form["passphrase"])


def test_settings_tell_where_the_data_lies_and_which_laptop_this_is(empty_desk):
    page = empty_desk.get("/settings")
    assert str(empty_desk.house.config.folder) in page
    assert "Seal" in page
    assert opening.exists(empty_desk.house.config.folder)


def test_courses_show_languages_and_numbers_of_the_class_never_names(desk):
    for person in desk.everybody[:3]:
        actions.finish_lesson(
            desk.store,
            workshop=desk.workshop,
            person=person,
            course="advocacy",
            lesson="what-advocacy-is",
        )
    page = desk.get("/courses")
    assert "3 of 13" in page
    assert "North 1" not in page
    assert 'href="http://192.168.1.20:8000/courses/advocacy"' in page
    for name in ("English", "Français", "简体中文"):
        assert name in page


def test_courses_are_there_before_any_workshop(empty_desk):
    assert "Advocacy" in empty_desk.get("/courses")


@pytest.mark.parametrize("locale", [*i18n.NAMES][1:])
def test_every_room_speaks_every_language(desk, locale):
    desk.client.set_cookie("language", locale)
    desk.post("/door/open", session=desk.first)
    person = desk.everybody[0]
    for path in (
        "/",
        "/workshops",
        "/workshops/new",
        f"/workshops/{desk.workshop}",
        f"/workshops/{desk.workshop}/edit",
        f"/sessions/{desk.first}/cancel",
        "/people",
        "/people/new",
        "/people/list",
        f"/people/{person}",
        f"/people/{person}/erase",
        "/door",
        f"/code/{desk.first}",
        "/attendance",
        f"/attendance/{desk.first}",
        f"/attendance/{desk.first}/{person}",
        "/courses",
        "/courses/status",
        "/settings",
        "/day",
        "/unlock",
    ):
        assert f'lang="{locale.replace("_", "-")}"' in desk.get(path)
