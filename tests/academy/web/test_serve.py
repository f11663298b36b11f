import gc
import socket
import urllib.error
import urllib.request

import pytest

from academy import demo
from academy.config import Config
from academy.courses import load
from academy.data import data_folder
from academy.errors import AcademyError
from academy.folder import Found
from academy.search import child
from academy.search.building import folder_for
from academy.store import database, opening
from academy.web import afresh, serve
from academy.web.participant import create_app as create_participant_app
from academy.web.shared.house import House
from academy.web.staff import create_app
from academy.web.sync import create_app as create_sync_app
from tests.academy.courses_own import PACKS
from tests.patience import PATIENCE, until


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Opens both doors on ports the system chooses; closed at the end."""
    monkeypatch.setattr("academy.printing.certificate.warm", lambda: None)
    running = []

    def opened(**settings):
        settings = {
            "folder": tmp_path / "laptop",
            "courses": data_folder("courses"),
            "lan_host": "127.0.0.1",
            "lan_port": 0,
            "staff_port": 0,
            **settings,
        }
        running.append(serve.start(Config(**settings)))
        return running[-1]

    yield opened
    for one in running:
        one.close()


def fetch(address):
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return answer.status, dict(answer.headers), answer.read().decode()


def test_both_doors_open_and_tell_nothing_of_what_serves_them(start):
    running = start()
    for address, page in ((running.lan_url, "/"), (running.staff_url, "/setup")):
        status, headers, text = fetch(address + page)
        assert status == 200
        assert "Server" not in headers
        assert "Content-Security-Policy" in headers
        assert "<!doctype html>" in text


def test_the_trainer_s_pages_are_not_on_the_network_s_door(start):
    running = start()
    for path in ("/setup", "/unlock", "/people", "/settings"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            fetch(running.lan_url + path)
        assert refused.value.code == 404
        refused.value.close()


def test_a_port_in_use_is_said_and_nothing_stays_open(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for setting in ("lan_port", "staff_port"):
            with pytest.raises(AcademyError) as refused:
                start(**{setting: port})
            assert (refused.value.code, refused.value.details) == ("port_taken", {"port": port})


def test_an_address_that_isn_t_this_computer_s_is_said(start):
    with pytest.raises(AcademyError) as refused:
        start(staff_host="192.0.2.77")
    assert refused.value.code == "host_unknown"


def test_closing_frees_the_ports_and_lets_the_key_go(start):
    running = start()
    running.house.set_up("river lamp stone cloud seven")
    running.close()
    assert running.house.store is None
    with pytest.raises(urllib.error.URLError):
        fetch(running.staff_url)
    again = start(staff_port=int(running.staff_url.rsplit(":", 1)[1]))
    assert again.house.is_set_up


def test_after_one_house_was_closed_another_in_the_process_may_build(start, tmp_path):
    running = start()
    running.close()
    assert not running.warming.is_alive()
    child.build_apart(PACKS, tmp_path / "own", tmp_path / "search")
    assert folder_for(tmp_path / "search", load(PACKS)).exists()


def test_after_the_first_page_python_looks_for_rings_again(start, monkeypatch):
    monkeypatch.setattr(House, "find_words", lambda *_: None)
    gc.disable()  # as `academy run` does
    try:
        fetch(f"http://127.0.0.1:{start().doors[0].port}/")
        until(gc.isenabled)
    finally:
        gc.enable()


def test_the_demo_is_unlocked_and_entered_by_its_link(start, tmp_path):
    opening.create(tmp_path / "demo", demo.PASSPHRASE).close()
    running = start(folder=tmp_path / "demo", demo=True)
    told = serve.greeting(running)
    (link,) = [line.strip() for line in told.splitlines() if "/enter/" in line]
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(link, timeout=PATIENCE) as answer:
        assert "Plan the first workshop" in answer.read().decode()
    assert running.lan_url in told


def test_the_central_copy_opens_the_address_to_sync_to(start):
    running = start(central=True)
    assert "Devices sync to" in serve.greeting(running)
    with pytest.raises(urllib.error.HTTPError) as refused:
        fetch(f"{running.lan_url}/join")
    assert refused.value.code == 404
    refused.value.close()


def test_the_greeting_speaks_the_terminal_s_language(start, monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    assert "On this computer, open:" in serve.greeting(start())


def test_the_greeting_is_translated(start, monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    told = serve.greeting(start())
    assert "Sur cet ordinateur, ouvrez" in told
    assert "Les téléphones" in told


def test_a_folder_that_others_could_read_is_closed_and_told(start, tmp_path):
    (tmp_path / "laptop").mkdir()
    (tmp_path / "laptop" / "slots.old").write_bytes(b"")
    (tmp_path / "laptop" / "slots.old").chmod(0o644)
    running = start()
    assert "Now only this account can" in serve.greeting(running)
    running.close()
    assert (tmp_path / "laptop" / "slots.old").stat().st_mode & 0o077 == 0
    assert "Other accounts" not in serve.greeting(start())


def test_a_folder_that_others_can_read_is_told_in_the_terminal_and_in_the_pages(
    new_desk, start, monkeypatch
):
    running = start()
    running.house.folder = Found(still_open=1)
    assert "Move it to a disk" in serve.greeting(running)
    desk = new_desk()
    desk.house.set_up(desk.passphrase)
    desk.sign_in()
    assert "Move it to a disk" not in desk.get("/settings")
    desk.house.folder = Found(foreign=1)
    assert "Move it to a disk" in desk.get("/settings")


def test_behind_a_proxy_the_staff_door_has_one_name_more_and_cookies_for_tls_only(tmp_path):
    config = Config(
        tmp_path / "central", data_folder("courses"), central=True, staff_name="desk.example"
    )
    visitor = create_app(House(config)).test_client()
    answer = visitor.get("/setup", headers={"Host": "desk.example"})
    assert answer.status_code == 200
    assert "Secure" in answer.headers["Set-Cookie"]
    assert visitor.get("/setup", headers={"Host": "elsewhere.example"}).status_code == 421
    sent = visitor.post(
        "/setup",
        data={"passphrase": "x"},
        base_url="https://desk.example",
        headers={"Origin": "https://elsewhere.example"},
        follow_redirects=True,
    )
    assert sent.status_code == 400


@pytest.mark.parametrize("door", ["staff", "participant", "sync"])
@pytest.mark.parametrize(("code", "status"), [(11, 503), (13, 507), (5, 503)])
def test_a_read_that_fails_is_told_as_a_write_is(desk, door, code, status):
    """At every door: a damaged page of the store, a full disk, another process in the way."""
    made = {
        "staff": lambda: desk.app, "participant": lambda: create_participant_app(desk.house),
        "sync": lambda: create_sync_app(desk.house),
    }[door]()  # fmt: skip

    @made.get("/try")
    def reading():
        error = database.Error("in words that nobody should go by")
        error.sqlite_errorcode = code
        raise error

    client = desk.client if door == "staff" else made.test_client()
    assert client.get("/try").status_code == status


@pytest.mark.parametrize(("number", "times"), [("1", 1), ("2", 0)])
def test_the_page_is_shown_when_the_doors_are_open_and_not_again_after_sealing(
    tmp_path, monkeypatch, number, times
):
    monkeypatch.setenv(afresh.CHILD, number)
    monkeypatch.setattr(afresh, "end_with_parent", lambda: None)
    monkeypatch.setattr(serve.signal, "signal", lambda *_: None)
    monkeypatch.setattr(serve.Running, "wait", lambda _: None)
    config = Config(
        tmp_path, data_folder("courses"), lan_host="127.0.0.1", lan_port=0, staff_port=0
    )
    shown = []
    assert serve.serve(config, shown.append) is None
    assert [one.startswith("http://127.0.0.1:") for one in shown] == [True] * times
