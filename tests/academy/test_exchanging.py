"""Laptops and a central copy, over real loopback HTTP and over a folder that plays the stick."""

import base64
import json
import random
import threading
from contextlib import contextmanager
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from click.testing import CliRunner

from academy import actions, exchanging, projections, rules
from academy.cli import main
from academy.config import Config
from academy.courses.own import Own, carried
from academy.courses.own.passing import Passing
from academy.errors import AcademyError
from academy.projections import people, workshops
from academy.web.shared.house import House
from academy.web.shared.outcomes import told
from academy.web.sync import create_app
from sync import cards, keys, parts
from sync.entries import Have
from sync.errors import SyncError
from sync.keys import DeviceKey
from sync.replica import give
from tests.academy.conftest import PASSPHRASE
from tests.academy.courses_own import PACKS
from tests.academy.test_courses_carried import adapt
from tests.fuzzing.mutations import mutated
from tests.meeting import meet


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


@contextmanager
def serving(app):
    server = make_server("127.0.0.1", 0, app, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(autouse=True)
def _direct(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def house(tmp_path):
    (tmp_path / "courses").mkdir()
    made = House(Config(tmp_path / "central", tmp_path / "courses", central=True))
    made.set_up(PASSPHRASE)
    exchanging.call_yourself(made.store, "Office")
    yield made
    made.lock()


@pytest.fixture
def central(house):
    return house.store


@pytest.fixture
def app(house):
    return create_app(house)


@pytest.fixture
def address(app):
    with serving(app) as found:
        yield found


def words_of(store):
    return " ".join(keys.words(store.key.device))


def joined(laptop, central, place, name="North"):
    """A laptop that has joined and was let in."""
    exchanging.exchange(laptop, place)
    exchanging.join(laptop, central.key.device, words_of(central))
    exchanging.exchange(laptop, place)
    exchanging.accept(central, laptop.key.device, name)


def codes(outcomes):
    return [outcome.code for outcome in outcomes]


# Over the network


def test_a_laptop_joins_waits_and_is_let_in(store, workshop, central, address):
    first = exchanging.exchange(store, address)
    assert codes(first) == ["confirm_central"]
    assert first[0].card.words == keys.words(central.key.device)
    exchanging.join(store, central.key.device, words_of(central))
    assert codes(exchanging.exchange(store, address)) == ["device_waiting"]
    waiting = exchanging.known_devices(central)
    assert [(one.peer.state, one.words) for one in waiting] == [
        ("waiting", keys.words(store.key.device))
    ]
    assert workshops.all_workshops(central.tables()) == []
    exchanging.accept(central, store.key.device, "North")
    assert codes(exchanging.exchange(store, address)) == ["ok"]
    assert workshops.workshop(central.tables(), workshop)["title"] == "Leadership week"
    assert exchanging.known_devices(central)[0].entries == exchanging.standing(store).entries


def test_only_a_receipt_makes_it_arrived(store, workshop, central, address):
    before = exchanging.standing(store)
    assert before.central is None
    assert before.not_sent == before.entries == 11
    joined(store, central, address)
    assert exchanging.standing(store).not_sent == 11
    assert exchanging.standing(store).central.receipt_at is None
    exchanging.exchange(store, address)
    after = exchanging.standing(store)
    assert after.not_sent == 0
    assert after.central.receipt_at is not None
    actions.register_person(store, workshop=workshop, alias="Heron")
    assert exchanging.standing(store).not_sent == 1


def test_twice_changes_nothing(store, workshop, central, address):
    joined(store, central, address)
    exchanging.exchange(store, address)
    before = projections.digest(central.tables()), exchanging.standing(store)
    again = exchanging.exchange(store, address)
    assert [(one.code, one.came, one.sent) for one in again] == [("ok", 0, 0)]
    after = projections.digest(central.tables()), exchanging.standing(store)
    assert before[0] == after[0]
    assert (before[1].entries, before[1].not_sent) == (after[1].entries, after[1].not_sent)


def test_a_second_laptop_gets_the_plan_of_the_workshop_it_was_given(
    store, workshop, new_store, central, address
):
    actions.register_person(store, workshop=workshop, alias="Heron")
    joined(store, central, address)
    exchanging.exchange(store, address)
    second = new_store("second")
    joined(second, central, address, "Coast")
    exchanging.exchange(second, address)
    assert workshops.all_workshops(second.tables()) == []
    actions.assign_device(central, workshop, second.key.device)
    exchanging.exchange(second, address)
    assert [row["alias"] for row in people.people(second.tables(), workshop)] == ["Heron"]
    assert len(workshops.sessions(second.tables(), workshop)) == 10


def test_a_workshop_of_another_laptop_stays_unread(store, workshop, new_store, central, address):
    joined(store, central, address)
    exchanging.exchange(store, address)
    second = new_store("second")
    joined(second, central, address, "Coast")
    own = actions.plan_workshop(
        second, title="Coast days", level="national", country="CI", starts="2017-05-01",
        ends="2017-05-01", shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    exchanging.exchange(second, address)
    assert [row["workshop"] for row in workshops.all_workshops(second.tables())] == [own]
    assert len(workshops.all_workshops(central.tables())) == 2


def test_a_revoked_laptop_is_turned_away_and_let_in_again(store, workshop, central, address):
    joined(store, central, address)
    exchanging.revoke(central, store.key.device)
    assert codes(exchanging.exchange(store, address)) == ["device_revoked"]
    assert workshops.all_workshops(central.tables()) == []
    exchanging.accept(central, store.key.device, "North")
    assert codes(exchanging.exchange(store, address)) == ["ok"]


def test_a_large_bundle_goes_in_parts(store, workshop, central, address, monkeypatch):
    monkeypatch.setattr("sync.client.SMALL", 2000)
    joined(store, central, address)
    actions.register_list(
        store, workshop=workshop, rows=[{"alias": f"Person {n}"} for n in range(100)]
    )
    assert codes(exchanging.exchange(store, address)) == ["ok"]
    assert len(people.people(central.tables(), workshop)) == 100
    assert exchanging.standing(store).not_sent == 0


def test_a_large_bundle_sent_before_its_laptop_is_accepted_waits_in_the_outbox(
    store, workshop, central, address, monkeypatch
):
    for module in ("client", "address"):
        monkeypatch.setattr(f"sync.{module}.SMALL", 2000)
    rows = [{"alias": f"Person {n}"} for n in range(100)]
    actions.register_list(store, workshop=workshop, rows=rows)
    exchanging.exchange(store, address)
    exchanging.join(store, central.key.device, words_of(central))
    outbox = store.folder / "outbox"
    for _ in range(2):
        assert codes(exchanging.exchange(store, address)) == ["device_waiting"]
        assert len([path for path in outbox.rglob("*") if path.is_file()]) >= 1
        assert workshops.all_workshops(central.tables()) == []
    exchanging.accept(central, store.key.device, "North")
    assert codes(exchanging.exchange(store, address)) == ["ok"]
    assert len(people.people(central.tables(), workshop)) == 100
    assert [path for path in outbox.rglob("*") if path.is_file()] == []
    assert exchanging.standing(store).not_sent == 0


def test_the_erased_are_erased_everywhere(store, workshop, central, address):
    gone = actions.register_person(store, workshop=workshop, alias="Gone")
    joined(store, central, address)
    exchanging.exchange(store, address)
    actions.erase_person(central, gone)
    outcome = exchanging.exchange(store, address)[0]
    assert outcome.erased == {gone}
    assert people.people(store.tables(), workshop) == []
    assert any("1 person was erased" in sentence for _, sentence in told(outcome, {}))


# By stick


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_a_stick_carries_there_and_back(store, workshop, central, stick):
    exchanging.write_card(central, str(stick), role="central")
    assert codes(exchanging.exchange(store, str(stick))) == ["confirm_central"]
    exchanging.join(store, central.key.device, words_of(central))
    exchanging.exchange(store, str(stick))
    assert exchanging.standing(store).not_sent == 11
    assert "device_waiting" in codes(exchanging.exchange(central, str(stick), role="central"))
    exchanging.accept(central, store.key.device, "North")
    exchanging.exchange(central, str(stick), role="central")
    assert workshops.workshop(central.tables(), workshop) is not None
    assert exchanging.standing(store).not_sent == 11  # the receipt is still on its way
    exchanging.exchange(store, str(stick))
    assert exchanging.standing(store).not_sent == 0


def test_the_same_stick_twice_changes_nothing(store, workshop, central, stick):
    exchanging.write_card(central, str(stick), role="central")
    exchanging.exchange(store, str(stick))
    exchanging.join(store, central.key.device, words_of(central))
    exchanging.exchange(store, str(stick))
    exchanging.exchange(central, str(stick), role="central")
    exchanging.accept(central, store.key.device, "North")
    exchanging.exchange(central, str(stick), role="central")
    digest = projections.digest(central.tables())
    files = sorted(path.name for path in stick.iterdir())
    exchanging.exchange(central, str(stick), role="central")
    assert projections.digest(central.tables()) == digest
    assert sorted(path.name for path in stick.iterdir()) == files


def test_a_damaged_file_is_told_and_the_rest_is_read(store, workshop, central, stick):
    exchanging.write_card(central, str(stick), role="central")
    exchanging.exchange(store, str(stick))
    exchanging.join(store, central.key.device, words_of(central))
    exchanging.exchange(store, str(stick))
    exchanging.exchange(central, str(stick), role="central")
    exchanging.accept(central, store.key.device, "North")
    (stick / "0123456789abcdef").write_bytes(b"half a bundle")
    outcomes = exchanging.exchange(central, str(stick), role="central")
    assert codes(outcomes).count("damaged") == 1
    assert "ok" in codes(outcomes)
    assert workshops.workshop(central.tables(), workshop) is not None


def test_nothing_on_a_stick_tells_a_stranger_anything(store, workshop, central, stick):
    actions.register_person(store, workshop=workshop, alias="Blue Heron")
    exchanging.write_card(central, str(stick), role="central")
    exchanging.exchange(store, str(stick))
    exchanging.join(store, central.key.device, words_of(central))
    exchanging.exchange(store, str(stick))
    for path in stick.iterdir():
        assert set(path.stem) <= set("0123456789abcdef")
        content = path.read_bytes()
        assert b"Heron" not in content
        assert b"Leadership" not in content
        assert b"workshop" not in content


# Refusals


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("", "place_missing"),
        ("   ", "place_missing"),
        ("not an address", "address_wrong"),
        ("ftp://central", "address_wrong"),
        ("http://", "address_wrong"),
        ("http://a b", "address_wrong"),
        ("http://user:secret@host", "address_wrong"),
        ("file:///etc", "address_wrong"),
        ("/no/such/folder", "folder_missing"),
    ],
)
def test_a_place_that_is_none_is_refused(store, place, code):
    with pytest.raises(AcademyError, match=code):
        exchanging.exchange(store, place)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("192.168.1.20:8000", "http://192.168.1.20:8000"),
        ("central.example", "http://central.example"),
        (" https://central.example/academy ", "https://central.example/academy"),
        ("[fe80::1]:8000", "http://[fe80::1]:8000"),
    ],
)
def test_an_address_is_understood_as_people_type_it(typed, meant):
    assert exchanging.address(typed) == meant
    assert not exchanging.is_folder(typed.strip())


@pytest.mark.parametrize("place", ["/media/stick", "~/stick", "./stick", "E:\\", "E:", "\\\\pc\\s"])
def test_a_folder_is_told_from_an_address(place):
    assert exchanging.is_folder(place)


def test_an_address_where_nobody_answers_is_said(store):
    assert codes(exchanging.exchange(store, "http://127.0.0.1:1")) == ["unreachable"]


def test_the_wrong_words_join_nothing(store, central, address):
    exchanging.exchange(store, address)
    with pytest.raises(AcademyError, match="words_wrong"):
        exchanging.join(store, central.key.device, words_of(store))
    with pytest.raises(AcademyError, match="device_unknown"):
        exchanging.join(store, store.key.device, words_of(store))
    assert exchanging.standing(store).central is None


def test_a_laptop_without_a_name_is_not_let_in(store, central, address):
    exchanging.exchange(store, address)
    exchanging.join(store, central.key.device, words_of(central))
    exchanging.exchange(store, address)
    with pytest.raises(AcademyError, match="field_missing"):
        exchanging.accept(central, store.key.device, " ")
    exchanging.refuse(central, store.key.device)
    assert exchanging.known_devices(central) == []


@pytest.mark.parametrize("verb", [exchanging.refuse, exchanging.revoke])
def test_nobody_can_be_put_out_who_was_never_there(central, verb):
    with pytest.raises(AcademyError, match="device_unknown"):
        verb(central, "0" * 64)


def test_only_a_laptop_that_waits_can_be_refused(store, central, address):
    joined(store, central, address)
    with pytest.raises(AcademyError, match="changed_since"):
        exchanging.refuse(central, store.key.device)


def test_the_report_names_laptops_that_were_not_heard_of(store, workshop, central, address):
    joined(store, central, address)
    silent = exchanging.report(central, "2017-01-01", "2017-12-31").devices
    assert [(row["name"], row["last_exchange"]) for row in silent] == [("North", None)]
    exchanging.exchange(store, address)
    assert exchanging.report(central, "2017-01-01", "2017-12-31").devices == ()


# Courses that go along


@pytest.fixture
def passing(tmp_path):
    """A laptop's own courses, one of which is passed on."""
    own = Own(PACKS, tmp_path / "own")
    adapt(own, "Here we start at the river.")
    return Passing(own)


def test_courses_go_along_over_the_network_to_a_copy_that_trusts_it(
    store, central, house, address, passing
):
    joined(store, central, address)
    passing.begin(store.key, "garden-own")
    came = exchanging.exchange(store, address, passing=passing)
    assert codes(came) == ["ok", "passed"]
    assert told(came[1], {}) == [("good", "1 course went along.")]
    (path,) = Passing(house.packs.own).came()
    assert carried.unpack(path.read_bytes()).device == store.key.device
    assert codes(exchanging.exchange(store, address, passing=passing)) == ["ok"]


def test_no_course_goes_to_a_copy_that_has_not_let_the_laptop_in(store, house, address, passing):
    passing.begin(store.key, "garden-own")
    assert codes(exchanging.exchange(store, address, passing=passing)) == ["confirm_central"]
    exchanging.join(store, house.store.key.device, words_of(house.store))
    assert codes(exchanging.exchange(store, address, passing=passing)) == ["device_waiting"]
    assert Passing(house.packs.own).came() == []


def test_a_copy_that_knows_nothing_of_courses_costs_nothing(
    store, central, address, passing, monkeypatch
):
    joined(store, central, address)
    passing.begin(store.key, "garden-own")
    old = SyncError("not_found")
    monkeypatch.setattr("sync.client.Address.letter", lambda *_: (_ for _ in ()).throw(old))
    assert codes(exchanging.exchange(store, address, passing=passing)) == ["ok"]
    cut = SyncError("unreachable")
    monkeypatch.setattr("sync.client.Address.letter", lambda *_: (_ for _ in ()).throw(cut))
    came = exchanging.exchange(store, address, passing=passing)
    assert codes(came) == ["ok", "passed_in_part"]
    assert told(came[1], {})[0][0] == "now"


def test_by_stick_only_what_a_trusted_device_signed_comes_along(
    store, central, house, tmp_path, passing
):
    stick, there = tmp_path / "stick", Passing(house.packs.own)
    stick.mkdir()
    passing.begin(store.key, "garden-own")
    exchanging.exchange(store, str(stick), passing=passing)
    assert not list(stick.glob("*.pack"))
    meet(store, central)
    passing.begin(DeviceKey(bytes(range(32))), "garden-own")
    assert "passed" in codes(exchanging.exchange(store, str(stick), passing=passing))
    exchanging.exchange(central, str(stick), role="central", passing=there)
    assert there.came() == []
    passing.begin(store.key, "garden-own")
    assert "passed" in codes(exchanging.exchange(store, str(stick), passing=passing))
    came = exchanging.exchange(central, str(stick), role="central", passing=there)
    assert "passed" in codes(came)
    assert len(there.came()) == 1
    again = exchanging.exchange(central, str(stick), role="central", passing=there)
    assert "passed" not in codes(again)


# The address itself


def test_its_answers_are_bare(app):
    answer = app.test_client().get("/sync/1/card")
    assert answer.status_code == 200
    assert answer.json["role"] == "central"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/", b"", 404, "not_found"),
        ("GET", "/sync/1/bundles", b"", 405, "not_allowed"),
        ("POST", "/sync/1/bundles", b"", 400, "not_for_me"),
        ("POST", "/sync/1/bundles", b"x" * 5000, 400, "not_for_me"),
        ("POST", "/sync/1/bundles", b"x" * (2**20 + 1), 413, "too_large"),
        ("GET", "/sync/1/letters", b"", 405, "not_allowed"),
        ("POST", "/sync/1/letters", b"", 400, "damaged"),
        ("POST", "/sync/1/letters", b"x" * 5000, 400, "damaged"),
        ("POST", "/sync/1/letters", b"x" * (2**19), 413, "too_large"),
        ("GET", "/sync/1/parts", b"", 405, "not_allowed"),
        ("GET", "/sync/1/parts/0123456789abcdef", b"", 405, "not_allowed"),
        ("POST", "/sync/1/parts", b"", 400, "announcement_malformed"),
        ("POST", "/sync/1/parts", b"x" * 1_024, 400, "announcement_malformed"),
        ("POST", "/sync/1/parts", b"x" * 1_025, 413, "too_large"),
        ("PUT", "/sync/1/parts/0123456789abcdef?offset=0", b"x" * 262145, 404, "part_unknown"),
        ("PUT", "/sync/1/parts/%00?offset=0", b"x", 404, "part_unknown"),
        ("PUT", "/sync/1/parts/%ED%A0%80", b"x", 404, "part_unknown"),
        ("POST", "/sync/1/parts/0123456789abcdef", b"", 404, "part_unknown"),
    ],
)
def test_its_refusals_are_codes(app, caplog, method, path, body, status, code):
    answer = app.test_client().open(path, method=method, data=body)
    assert (answer.status_code, answer.json) == (status, {"code": code})


def test_a_locked_central_copy_says_so(house, app):
    house.lock()
    for method, path in (("GET", "/sync/1/card"), ("POST", "/sync/1/bundles")):
        answer = app.test_client().open(path, method=method, data=b"x")
        assert (answer.status_code, answer.json) == (503, {"code": "store_locked"})


def test_a_stranger_waits_and_nothing_of_theirs_is_kept(store, workshop, central, app, caplog):
    exchanging.call_yourself(store, "Heron laptop")
    data = give(store, central.key.device, Have({}, {}), name="Heron laptop").data
    answer = app.test_client().post("/sync/1/bundles", data=data)
    assert (answer.status_code, answer.json) == (202, {"code": "device_waiting"})
    assert workshops.all_workshops(central.tables()) == []
    assert "Heron" not in caplog.text


def placed(client, central, key, data):
    """Announce a bundle; the path its parts go to."""
    sealed = parts.announce(key, central.key.device, data)
    answer = client.post("/sync/1/parts", data=sealed)
    assert answer.status_code == 200, answer.json
    return f"/sync/1/parts/{answer.json['slot']}", answer.json["offset"]


def test_parts_are_announced_and_resumed_where_they_ended(app, store, central):
    data, client = b"sealed bytes", app.test_client()
    sealed = parts.announce(store.key, central.key.device, data)
    answer = client.post("/sync/1/parts", data=sealed)
    assert (answer.status_code, answer.json) == (202, {"code": "device_waiting"})
    exchanging.accept(central, store.key.device, "North")
    path, offset = placed(client, central, store.key, data)
    assert offset == 0
    slot = path.rpartition("/")[2]
    part = parts.sign(store.key, slot, 0, data[:5])
    assert client.put(f"{path}?offset=0", data=part).json == {"offset": 5}
    assert placed(client, central, store.key, data) == (path, 5)
    for offset in ("", "-1", "x", "9" * 12, "0"):
        answer = client.put(f"{path}?offset={offset}", data=part)
        assert (answer.status_code, answer.json) == (409, {"code": "part_out_of_order"})
    large = parts.sign(store.key, slot, 5, b"x" * 262145)
    assert client.put(f"{path}?offset=5", data=large).status_code == 413
    part = parts.sign(store.key, slot, 5, data[5:])
    assert client.put(f"{path}?offset=5", data=part).json == {"offset": 12}
    assert client.post(path).json == {"code": "not_for_me"}
    assert client.post(path).json == {"code": "part_unknown"}


def test_many_megabytes_go_through_in_parts(store, workshop, central, address):
    """Forty went through as well, in two bundles; ten are as many parts as a suite has time for."""
    exchanging.exchange(store, address)
    exchanging.join(store, central.key.device, words_of(central))
    assert not exchanging.let_in(central, words_of(store), "North")
    note = {"workshop": workshop}
    source = random.Random(1)

    def change(log, _peers):
        for number in range(160):
            text = base64.b85encode(source.randbytes(48_000)).decode()
            log.append("note.kept", json.dumps(note | {"n": number, "text": text}))

    store.writing(change)
    (outcome,) = exchanging.exchange(store, address)
    assert outcome.code == "ok"
    assert outcome.sent > 160
    assert exchanging.standing(store).not_sent == 0
    spool = central.folder / "spool"
    assert list(spool.iterdir()) == []


def test_whatever_comes_is_answered_by_a_code(app, store, central):
    """Altered requests of every kind, of strangers and of a trusted laptop: no fault of ours."""
    client, source = app.test_client(), random.Random(18)
    exchanging.let_in(central, words_of(store), "North")
    given = give(store, central.key.device, Have({}, {})).data
    client.post("/sync/1/bundles", data=given)
    inner = central.key.unseal(given)
    line = inner[: inner.index(b"\n")]
    announcement = parts.announce(store.key, central.key.device, given)
    path, _ = placed(client, central, store.key, given)
    part = parts.sign(store.key, path.rpartition("/")[2], 0, given)

    def signed(key):
        said = mutated(source, [line]).replace(store.key.device.encode(), key.device.encode())
        rest = inner[len(line) + 65 :]
        return keys.seal(central.key.device, said + b"\n" + key.sign("bundle/1", said) + rest)

    for number in range(120):
        stranger = DeviceKey.generate()
        for method, where, body in (
            ("POST", "/sync/1/bundles", signed(store.key)),
            ("POST", "/sync/1/bundles", signed(stranger)),
            ("POST", "/sync/1/bundles", mutated(source, [given])),
            ("POST", "/sync/1/parts", mutated(source, [announcement])),
            ("PUT", f"{path}?offset={source.choice(['0', '1', '', 'x'])}", mutated(source, [part])),
            ("POST", f"/sync/1/parts/{source.randbytes(number % 20).hex()}", b""),
        ):
            answer = client.open(where, method=method, data=body)
            assert answer.status_code < 500, (method, where, body, answer.json)
            assert answer.json is None or answer.json.get("code") != "internal"


# The command


def academy(store, *arguments, **named):
    environment = {"ACADEMY_PASSPHRASE": PASSPHRASE}
    return CliRunner().invoke(
        main, ["--folder", str(store.folder), *arguments], env=environment, **named
    )


def test_the_command_joins_by_six_words_and_syncs(store, workshop, central, address):
    asked = academy(store, "sync", address, input="n\n")
    assert asked.exit_code == 1
    assert words_of(central) in asked.output
    first = academy(store, "sync", address, "--accept", words_of(central))
    assert first.exit_code == 1
    assert "Compare the six words" in first.output
    exchanging.accept(central, store.key.device, "North")
    second = academy(store, "sync", address)
    assert second.exit_code == 0, second.output
    assert "0 entries not yet signed for" in second.output


def test_the_command_refuses_wrong_words(store, central, address):
    answer = academy(store, "sync", address, "--accept", "six words that are quite wrong")
    assert answer.exit_code == 1
    assert "The six words are different" in answer.output
    assert exchanging.standing(store).central is None


def test_the_command_looks_at_a_stick_and_takes_nothing(store, workshop, central, stick):
    meet(store, central)
    exchanging.exchange(central, str(stick), role="central")
    exchanging.exchange(store, str(stick))
    stranger = DeviceKey.generate()
    (stick / "0123456789abcdef.card").write_text(cards.write(stranger, "Umbrella", "device"))
    files = sorted(path.name for path in stick.iterdir())
    answer = academy(central, "sync", str(stick), "--look")
    assert answer.exit_code == 0, answer.output
    assert "11 entries" in answer.output
    assert "Leadership week (2017-04-24 to 2017-04-28): 11" in answer.output
    assert f"Waits to be let in: {' '.join(keys.words(stranger.device))}" in answer.output
    assert "Umbrella" not in answer.output
    assert workshops.workshop(central.tables(), workshop) is None
    assert sorted(path.name for path in stick.iterdir()) == files
    assert academy(central, "sync", "127.0.0.1:9", "--look").exit_code == 1


def test_the_command_and_the_page_report_the_same(store, workshop, tmp_path):
    named = tmp_path / "passphrase"
    named.write_text(f"{PASSPHRASE}\n", "utf-8")
    answer = academy(
        store, "report", "--from", "2017-01-01", "--to", "2017-12-31", "--json",
        "--passphrase-file", str(named),
    )  # fmt: skip
    assert answer.exit_code == 0
    expected = exchanging.report(store, "2017-01-01", "2017-12-31")
    assert answer.output.splitlines()[4:] == expected.json_bytes().decode().splitlines()[4:]
    table = academy(store, "report", "--csv")
    assert table.stdout_bytes.startswith(b"\xef\xbb\xbfrow,")
    assert "regional: workshops 0" in academy(store, "report").output


def test_the_command_refuses_a_wrong_passphrase(store):
    answer = CliRunner().invoke(
        main, ["--folder", str(store.folder), "report"], input="five other words are wrong\n"
    )
    assert answer.exit_code == 1
    assert "doesn’t open" in answer.output


def test_the_command_writes_a_card(store, tmp_path):
    answer = academy(store, "card", str(tmp_path))
    assert answer.exit_code == 0
    assert words_of(store) in answer.output
    assert len(list(tmp_path.glob("*.card"))) == 1
    assert academy(store, "card", str(tmp_path / "none")).exit_code == 1
