import re

import pytest

from academy import actions
from academy.door import network


def digits(page):
    return "".join(re.findall(r"<span>(\d)</span>", page))


def test_the_door_is_closed_until_somebody_opens_it(desk):
    page = desk.get("/door")
    assert "for the projector" in page
    assert 'name="session"' in page
    assert not desk.house.codes.is_open(f"door:{desk.workshop}")


def test_the_wall_shows_the_address_the_code_and_how_many_have_joined(desk):
    page = desk.done("/door/open")
    assert digits(page) == desk.house.codes.shown(f"door:{desk.workshop}").digits
    assert "192.168.1.20:8000" in page
    assert "13 people have joined" in page
    assert page.count("<svg") == 1
    assert "North 1" not in page


def test_the_wifi_has_a_code_of_its_own_once_it_is_named(desk):
    desk.post("/settings/wifi", name="Room 5", password="marigold-42")
    page = desk.done("/door/open")
    assert page.count("<svg") == 2
    assert "Room 5" in page
    assert "marigold-42" in page


def test_opening_the_door_takes_attendance_where_that_is_ticked(desk):
    desk.post("/door/open")
    assert not desk.house.codes.is_open(desk.first)
    page = desk.done("/door/open", session=desk.sessions[2]["session"])
    assert desk.house.codes.is_open(desk.sessions[2]["session"])
    assert digits(page)


def test_closing_the_door_leaves_the_attendance_open(desk):
    desk.post("/door/open", session=desk.first)
    assert desk.post("/door/close").location == "/"
    assert not desk.house.codes.is_open(f"door:{desk.workshop}")
    assert desk.house.codes.is_open(desk.first)


def test_the_code_of_a_session_is_shown_only_once_it_is_opened(desk):
    assert "No code is shown" in desk.get(f"/code/{desk.first}")
    page = desk.done(f"/code/{desk.first}/open")
    assert digits(page) == desk.house.codes.shown(desk.first).digits
    assert "0 of 12 are here" in page


def test_the_wall_counts_who_is_here_and_names_nobody(desk):
    states = dict(zip(desk.everybody, ["present", "late", "absent"], strict=False))
    actions.mark_attendance(desk.store, session=desk.first, states=states, way="grid")
    page = desk.done(f"/code/{desk.first}/open")
    assert "2 of 12 are here" in page
    assert page.count('class="bead on"') == 2
    assert page.count('class="bead none"') == 10
    assert "North 1" not in page


def test_one_session_is_taken_at_a_time(desk):
    first, second = (row["session"] for row in desk.sessions[:2])
    desk.post(f"/code/{first}/open")
    desk.post(f"/code/{second}/open")
    assert not desk.house.codes.is_open(first)
    assert desk.house.codes.is_open(second)


def test_stopping_leads_to_marking_the_others(desk):
    desk.post(f"/code/{desk.first}/open")
    assert desk.post(f"/code/{desk.first}/close").location == f"/attendance/{desk.first}"
    assert not desk.house.codes.is_open(desk.first)


def test_sessions_nobody_holds_have_no_code(desk):
    session = desk.first
    actions.cancel_session(desk.store, session, reason="Strike")
    for path, status in ((session, 409), ("0" * 32, 404)):
        assert desk.client.get(f"/code/{path}").status_code == status
        assert desk.post(f"/code/{path}/open").status_code == status
        assert desk.post("/door/open", session=path).status_code == status


@pytest.mark.parametrize("path", ["/door", "/code"])
def test_a_laptop_on_no_network_says_so(new_desk, monkeypatch, path):
    monkeypatch.setattr(network, "candidates", list)
    desk = new_desk(address=None)
    desk.house.set_up(desk.passphrase)
    desk.sign_in()
    day = "2026-11-23"
    desk.workshop = actions.plan_workshop(
        desk.store, title="Week", level="national", country="KE", starts=day, ends=day
    )
    session = actions.add_session(
        desk.store, workshop=desk.workshop, title="", day=day, half="am", countable=True
    )
    desk.post("/door/open", session=session)
    assert "on no network" in desk.get(path if path == "/door" else f"/code/{session}")


def test_the_wall_refreshes_with_the_script_and_without(desk):
    page = desk.done("/door/open")
    assert "live.js" in page
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page
    assert page.count("data-live=") == 3
