"""Nobody is sent away from the door they stand at, whatever an address asks for."""

import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from academy.web import staff
from academy.web.participant import create_app as create_participant_app
from academy.web.shared.paths import local_path

STAYS = [
    "/",
    "/people",
    "/people?team=North%20Coast&all=1",
    "/courses/advocacy/what-advocacy-is/#quiz",
    "/search?q=%D0%B2%D0%BE%D0%B4%D0%B0",
    "/unlock?back=/people%3Fall%3D1",
    "/a//b",
    "/a:b@c",
    "/?back=http://here.example/",
    "/%09/evil.example",
    "/%5Cevil.example",
]
LEAVES = {
    "another machine": "//evil.example",
    "the same with more slashes": "////evil.example",
    "another machine by three slashes": "///evil.example",
    "a scheme": "http://evil.example/",
    "a scheme without slashes": "http:evil.example",
    "a script": "javascript:alert(1)",
    "data": "data:text/html,x",
    "no slash in front": "evil.example",
    "nothing": "",
    "only a query": "?x",
    "a tab between the slashes": "/\t/evil.example",
    "a tab before": "\t//evil.example",
    "a line end between the slashes": "/\n/evil.example",
    "a carriage return between the slashes": "/\r/evil.example",
    "a header of one's own": "/x\r\nSet-Cookie: s=1",
    "a line end": "/people\n",
    "a space before": " //evil.example",
    "a space within": "/ /evil.example",
    "a backslash": "/\\evil.example",
    "two backslashes": "\\\\evil.example",
    "a backslash later": "/people\\..\\..//evil.example",
    "a null": "/\0/evil.example",
    "a control of the upper half": "/\x85/evil.example",
    "a delete": "/\x7f/evil.example",
    "a line separator": "/\u2028/evil.example",
    "a space that isn't one": "/\u00a0/evil.example",
    "an invisible sign": "/\u200b/evil.example",
    "text turned round": "/\u202e/evil.example",
    "half a letter": "/\ud800",
    "a machine in brackets": "//[evil.example",
    "a machine that changes by its form": "//evil\u2100.example",
    "without end": "/" + "a" * 5000,
}


@pytest.mark.parametrize("path", STAYS)
def test_a_path_of_this_door_stays_as_it_is(path):
    assert local_path(path) == path


@pytest.mark.parametrize("path", LEAVES.values(), ids=LEAVES)
def test_everything_else_is_the_start(path):
    assert local_path(path) == "/"


def leads_to(answer):
    """Where an answer sends a browser: a path here, and nothing that is read differently."""
    assert answer.status_code in {302, 303}
    assert not any(sign < "!" or sign in "\\\x7f" for sign in answer.location)
    found = urlsplit(answer.location)
    assert (found.scheme, found.netloc) == ("", "")
    return answer.location


ATTACKS = [path for path in LEAVES.values() if "\ud800" not in path]


@pytest.mark.parametrize("raw", [*map(quote, ATTACKS), "%2f%2fevil.example"])
def test_choosing_a_language_leads_back_here_and_nowhere_else(desk, raw):
    phone = create_participant_app(desk.house).test_client()
    for client in (phone, desk.client):
        assert leads_to(client.get(f"/language/fr?back={raw}")) == "/"
    assert desk.client.get(f"/unlock?back={raw}").status_code == 200
    assert 'name="back" value="/"' in desk.client.get(f"/unlock?back={raw}").text
    assert 'name="back" value="/"' in desk.client.get(f"/day?back={raw}").text


@pytest.mark.parametrize(
    ("raw", "location"), [("/%d0%b2%d0%be", "/%D0%B2%D0%BE"), ("/%ed%a0%80", "/%ED%A0%80")]
)
def test_other_letters_and_half_ones_are_sent_as_bytes(desk, raw, location):
    assert leads_to(desk.client.get(f"/language/fr?back={raw}")) == location


@pytest.mark.parametrize("back", ATTACKS)
def test_unlocking_and_setting_the_day_lead_back_here_and_nowhere_else(desk, back):
    sent = {"passphrase": desk.passphrase, "back": back}
    assert leads_to(desk.post("/unlock", **sent)) == "/"
    assert leads_to(desk.post("/day", today="2026-11-22", back=back)) == "/"


@pytest.mark.parametrize("raw", [*map(quote, ATTACKS)])
def test_what_was_asked_for_while_locked_is_gone_back_to_within_this_door(desk, raw):
    stranger = desk.app.test_client()
    asked = leads_to(stranger.get(f"/people?next={raw}"))
    back = parse_qs(urlsplit(asked).query)["back"][0]
    sent = {"passphrase": desk.passphrase, "back": back}
    assert leads_to(stranger.post("/unlock", data=sent)) in {back, "/"}


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example/people", "///people", "//%09/x"]
)
def test_slashes_that_are_too_many_lead_nowhere_else(desk, path):
    answer = desk.client.get(path)
    found = urlsplit(answer.location or "")
    assert found.netloc in {"", "localhost"}
    assert not found.path.startswith("//")


def test_a_language_can_be_chosen_on_every_page_a_form_leads_to(desk):
    """Where only a form leads to a page, the menu of languages leads to the start, not to a 405."""
    page = desk.refused("/people/new", 400, alias="")
    assert "back=/people/new" in page
    desk.app.config["WTF_CSRF_ENABLED"] = True
    page = desk.refused("/certificates/steps", 400)
    assert 'back=/"' in page


LINK = re.compile(r"href=\"{{ url_for\('([a-z_]+\.[a-z_]+)'")


def test_every_link_of_a_template_leads_to_a_page_that_can_be_asked_for(desk):
    """What only takes a form can't be followed."""
    rules = {rule.endpoint: rule.methods for rule in desk.app.url_map.iter_rules()}
    found = [
        (path.name, endpoint)
        for path in sorted(Path(staff.__file__).parent.rglob("*.html"))
        for endpoint in re.findall(
            r"href=\"{{ url_for\('([a-z_]+\.[a-z_]+)'", path.read_text("utf-8")
        )
    ]
    assert len(found) > 50
    assert [one for one in found if "GET" not in rules[one[1]]] == []
