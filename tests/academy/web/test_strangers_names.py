"""What strangers call themselves reaches no terminal and no page; what others wrote is harmless."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask, render_template_string
from markupsafe import Markup

from academy import exchanging
from academy.cli import main
from academy.cli.group import _sentence
from academy.errors import AcademyError
from academy.exchanging import names, places
from academy.web.shared.app import make_app
from academy.web.shared.outcomes import told
from sync import bundle, cards, keys
from sync.entries import Have
from sync.errors import SyncError
from sync.exchange import Outcome
from sync.keys import DeviceKey
from sync.peers import Peer
from sync.replica import take
from tests.academy.conftest import PASSPHRASE

RIGHT = "iceberg paddle mean weaver quay donate"
NAMES = {
    "overwrites the line": f"X\x1b[2K\r  {RIGHT}\x1b[8m",
    "overwrites the line above": f"X\x1b[1A\x1b[1G  {RIGHT}\n",
    "one sign for a command": f"X\x9b2K\r  {RIGHT}",
    "backspaces": "\b" * 90 + RIGHT,
    "turns the line round": f"\u202e{RIGHT[::-1]}",
    "closes the quote": f"”\u2069 has these six words:\n  {RIGHT}\nOffice",
    "new lines": f"Office\n\n  {RIGHT}\n",
    "a page": f"</p><ol class=six><li>{RIGHT}</ol>",
    "only the words": RIGHT,
}


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def as_written(monkeypatch):
    """Let a stranger write what our own code would not."""
    monkeypatch.setattr("sync.harmless.line", lambda text, most=100: str(text)[:most])


def a_card(stick, name, role="central"):
    """A card with this very name, rightly signed by a stranger."""
    key = DeviceKey.generate()
    signature = key.sign("card/1", cards._said(key.device, name, role)).hex()
    card = {"card": 1, "device": key.device, "name": name, "role": role, "signature": signature}
    (stick / "0123456789abcdef.card").write_text(json.dumps(card), "utf-8")
    return key


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_the_command_says_a_strangers_words_and_nothing_else_of_it(name, store, stick):
    key = a_card(stick, name)
    ran = CliRunner().invoke(
        main,
        ["--folder", str(store.folder), "sync", str(stick)],
        env={"ACADEMY_PASSPHRASE": PASSPHRASE},
        input="n\n",
    )
    assert ran.stdout.split("\n")[:2] == [
        "This central copy has these six words:",
        f"  {' '.join(keys.words(key.device))}",
    ]
    assert RIGHT not in ran.output
    assert all(sign.isprintable() for sign in ran.output.replace("\n", ""))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_no_page_of_a_laptop_says_what_a_stranger_calls_itself(name, new_desk, stick):
    desk = new_desk()
    desk.house.set_up(PASSPHRASE)
    desk.sign_in()
    key = a_card(stick, name)
    answer = desk.client.post("/sync", data={"place": str(stick)}, follow_redirects=True)
    assert answer.status_code == 200
    assert f"<li>{keys.words(key.device)[0]}</li>" in answer.text
    assert RIGHT not in answer.text
    assert "Office" not in answer.text


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_no_page_of_the_central_copy_says_what_a_stranger_calls_itself(name, new_desk):
    """Nor does a field offer it: what an organiser calls a laptop is theirs to say."""
    office = new_desk("central", central=True)
    office.house.set_up(PASSPHRASE)
    office.sign_in()
    stranger = DeviceKey.generate()
    data = bundle.pack(stranger, office.store.key.device, Have({}, {}), name=name)
    with pytest.raises(SyncError, match="device_waiting"):
        take(office.store, data)
    page = office.get("/devices")
    assert f"<li>{keys.words(stranger.device)[0]}</li>" in page
    assert RIGHT not in page
    assert "Office" not in page
    assert office.get("/sync")


def test_a_device_has_a_name_once_it_is_trusted():
    device = DeviceKey(bytes(32)).device
    words = " ".join(keys.words(device)[:2])
    assert names.name_of(Peer(device, "North", state="waiting")) == words
    assert names.name_of(Peer(device, "North", state="trusted")) == "North"
    assert names.name_of(Peer(device, "North", state="revoked")) == "North"
    assert names.name_of(Peer(device, "\u202e\x1b[2KN\rorth", state="trusted")) == "N orth"
    assert names.name_of(Peer(device, "\u202e", state="trusted")) == words


def test_a_card_and_a_bundle_come_with_a_harmless_name(store, stick, monkeypatch):
    a_card(stick, NAMES["overwrites the line"])
    (outcome,) = exchanging.exchange(store, str(stick))
    assert outcome.card.name == f"X {RIGHT}"
    stranger = DeviceKey.generate()
    with monkeypatch.context() as patch:
        as_written(patch)
        data = bundle.pack(stranger, store.key.device, Have({}, {}), name="a\x1b[2K\rb")
    assert bundle.look(store.key, data).name == "a b"


@pytest.mark.parametrize("code", ["damaged", "device_waiting", "ok", "no_such_code"])
def test_an_outcome_is_told_harmlessly(code):
    device = DeviceKey(bytes(32)).device
    bad = "\x1b[2K\r\u202e\ud800x\n"
    outcome = Outcome(code, bad, device, came=1, sent=1, forks=frozenset({device}), receipt=True)
    for _kind, sentence in told(outcome, {device: bad}):
        sentence.encode()
        assert sentence.isprintable()
    assert all(sentence for _kind, sentence in told(outcome, {}))


@pytest.mark.parametrize("kind", [AcademyError, SyncError])
@pytest.mark.parametrize("code", ["port_taken", "no_such_code", "\x1b[2K"])
def test_an_errors_details_reach_the_terminal_harmlessly(kind, code):
    said = _sentence(kind(code, port="\x1b[2K\r8000\n\u202e", file="\ud800"))
    said.encode()
    assert said.isprintable()


def test_a_sticks_name_is_only_offered_when_it_is_shown_as_it_is(tmp_path, monkeypatch):
    for name in ("USB DISK", "x\u202ey", "a\nb", "\x1b[2K", "caf\u0065\u0301", "clé"):
        (tmp_path / "me" / name).mkdir(parents=True)
    (tmp_path / "me" / "half\udc80").mkdir()
    monkeypatch.setattr(places.os.path, "ismount", lambda _: True)
    found = places._offered
    assert {path.name for path in (tmp_path / "me").iterdir() if found(path)} == {"USB DISK", "clé"}


@pytest.fixture
def app(new_desk) -> Flask:
    house = new_desk().house
    return make_app("staff", house, cookie="c", scripts=False, loopback=True, kept=False)


@pytest.mark.parametrize("wrap", [str, Markup])
def test_no_page_holds_a_control_an_override_or_half_a_pair(wrap, app):
    bad = wrap("a\x00\x1b[2K\u202eb\ud800\u2028c\x9bd\n\t\u2068e\u2069\u200d")
    with app.test_request_context("/"):
        shown = render_template_string(
            "<p>{{ bad }}</p>{{ '<' }}{{ 5 }}{{ nothing }}", bad=bad, nothing=""
        )
    assert shown == "<p>a[2Kbcd\n\t\u2068e\u2069\u200d</p>&lt;5"
    shown.encode()


def test_a_report_goes_to_a_terminal_line_by_line(monkeypatch, capsys):
    from academy.cli import saying

    monkeypatch.setattr(saying.sys.stdout, "isatty", lambda: True, raising=False)
    saying.hand_over(b'{\n  "a\x1b[2K": 1\n}\n')
    assert capsys.readouterr().out == '{\n  "a": 1\n}\n\n'


def test_only_one_place_writes_to_a_terminal():
    """What else may: the greeting, which is ours; the children, which write into a pipe; and who
    only empties the line before a process ends."""
    root = Path(exchanging.__file__).parent.parent
    writers = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        for sign in ("click.echo(", "click.secho(", "sys.stdout.", " print(", "sys.stderr.")
        if sign in path.read_text("utf-8")
    }
    assert writers == {"cli/saying.py", "web/serve.py", "sheets/child.py", "printing/child.py",
                       "manuals/child.py", "web/afresh.py", "search/child.py", "printing/tables.py",
                       "cli/trial.py", "passphrases/child.py"}  # fmt: skip
