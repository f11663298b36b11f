"""A browser's profile after a day's work holds nothing that was typed, on laptop, phone or central.

Somebody who takes the laptop has the browser's files too, and those are not encrypted. So a real
Chromium and a real Firefox work through every form of every door, with refusals, Back and Reload,
and then their files are searched.
"""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from academy import actions, rules
from academy.config import Config
from academy.courses.own.passing import Passing
from academy.data import data_folder
from academy.door import access
from academy.errors import AcademyError
from academy.projections import Row, people, workshops
from academy.rules import assessment
from academy.store import Store, backups, opening, sheets
from academy.updates import places
from academy.web import participant, staff
from academy.web.serve import Running, start
from academy.web.staff.keeping import bring
from academy.web.staff.room import room
from sync import cards, keys
from sync.keys import DeviceKey
from tests.academy import updating
from tests.academy.trusting import erase, planned, relay
from tests.journeys import profiles
from tests.journeys.browsers import FIREFOX, Browser, Chromium, Firefox
from tests.journeys.machines import CHROMIUM
from tests.journeys.walking import Door, Walk
from tests.patience import PATIENCE

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

KINDS = {"chromium": (Chromium, CHROMIUM), "firefox": (Firefox, FIREFOX)}
SAME = " river lamp stone cloud seven"
LESSON = "/courses/advocacy/what-advocacy-is"
NUMBER = "/courses/budgeting/exchange-rates"


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    if not any(Path(path).exists() for path in KINDS[request.param][1]):
        pytest.skip(f"needs a browser ({request.param.title()})")
    return str(request.param)


@pytest.fixture
def browse(kind: str, tmp_path: Path) -> Iterator[Callable[[], Browser]]:
    """Starts the browser on the one profile of this test."""
    made: list[Browser] = []

    def make() -> Browser:
        made.append(KINDS[kind][0](tmp_path / "profile"))
        return made[-1]

    yield make
    for one in made:
        one.stop()


# That the search finds what leaks


class _Leaky(BaseHTTPRequestHandler):
    """Pages as they should not be: names in titles, a form without care, answered directly."""

    def do_GET(self) -> None:
        self._say(
            f"<title>{profiles.word(1)}</title><form method=post action=/sent>"
            "<input name=alias><input name=key type=password><textarea name=list></textarea>"
            "<button>go</button></form>"
        )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say(f"<title>{profiles.word(2)}</title>")

    def _say(self, page: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def leaky() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Leaky)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def wait_for(profile: Path, *numbers: int) -> None:
    """Come back as soon as the browser has written these words down."""
    deadline = time.monotonic() + PATIENCE
    missing = {profiles.word(number) for number in numbers}
    before: dict[Path, tuple[int, int]] = {}
    while missing := missing - profiles.search(profile, before=before).keys():
        assert time.monotonic() < deadline, f"not found: {missing}"
        time.sleep(0.5)


@pytest.mark.parametrize("ending", ["close", "kill"])
def test_the_search_finds_what_a_careless_page_leaves(kind, browse, leaky, tmp_path, ending):
    browser, profile = browse(), tmp_path / "profile"
    browser.go(f"{leaky}/left-unsent")
    browser.write("[name=alias]", profiles.word(3))
    browser.write("[name=list]", profiles.word(4))
    if kind == "firefox":  # which keeps it for as long as it stands there
        wait_for(profile, 1, 3, 4)
    browser.go(f"{leaky}/form")
    browser.write("[name=alias]", profiles.word(5))
    browser.write("[name=list]", profiles.word(6))
    browser.moved(lambda: browser.press("button"))
    left = (1, 2, 3, 4, 5, 6) if kind == "chromium" else (1, 2)
    wait_for(profile, *left)
    getattr(browser, ending)()
    assert {profiles.word(number) for number in left} <= profiles.search(profile).keys()


# The walk


@dataclass
class Place:
    """One running copy and its doors."""

    running: Running
    staff: Door
    lan: Door
    passphrase: str = ""

    @property
    def store(self) -> Store:
        return self.running.house.need_store()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Callable[..., Place]]:
    made: list[Running] = []

    def make(name: str, walk: Walk, *, central: bool = False) -> Place:
        config = Config(
            tmp_path / name, data_folder("courses"), lan_host="127.0.0.1", lan_port=0,
            staff_port=0, central=central, address=None if central else "http://192.168.1.20:8000",
        )  # fmt: skip
        running = start(config)
        made.append(running)
        # Two names for this machine: under one, cookies of both copies would have one jar.
        host = "localhost" if central else "127.0.0.1"
        lan, desk = (f"http://{host}:{door.port}" for door in running.doors)
        return Place(
            running,
            Door(f"{name} staff", desk, staff.create_app(running.house), walk),
            Door(f"{name} lan", lan, participant.create_app(running.house), walk),
        )

    yield make
    for one in made:
        one.close()


def one(name: str, value: str) -> dict[str, Any]:
    """A field whose name is an id."""
    return {name: value}


def begin_with_a_backup(here: Place, tmp_path: Path) -> None:
    """Somebody brings a backup whose passphrase they don't know."""
    desk, stick = here.staff, tmp_path / "stick-of-backups"
    stick.mkdir()
    opening.create(tmp_path / "old", SAME).close()
    old = opening.unlock(tmp_path / "old", SAME)
    backups.write(old, SAME, stick)
    old.close()
    desk.refused("/restore", "/restore/look")
    desk.send("/restore", "/restore/look", place=str(stick), look_again=False)
    desk.press(desk.fill_here("/restore"), "/restore")
    assert desk.refusal()


def back_up(here: Place, tmp_path: Path) -> None:
    """A backup, with the passphrase of whoever makes it."""
    stick = str(tmp_path / "stick-of-backups")
    here.staff.refused("/backup", "/backup", place=stick)
    here.staff.send("/backup", "/backup", place=stick, passphrase=here.passphrase)


def set_up(here: Place) -> None:
    """The passphrase: offered, refused, taken; lost at the lock and found again."""
    desk, walk = here.staff, here.staff.walk
    desk.open("/setup")
    offered = walk.browser.run("return document.querySelector('[name=passphrase]').value")
    walk.written[str(offered)] = "the passphrase that was offered"
    desk.refused("/setup", "/setup", paper=False)
    desk.refused("/setup", "/setup", paper=True)
    secret = walk.word("the passphrase") + SAME
    desk.send("/setup", "/setup", paper=True, passphrase=secret, look_again=False)
    desk.send("/settings", "/lock", look_again=False)
    desk.refused("/unlock?back=/people", "/unlock")
    desk.send("/unlock?back=/settings", "/unlock", passphrase=secret, look_again=False)
    desk.refused("/day?back=/settings", "/day", today="")
    desk.send("/day?back=/settings", "/day")
    desk.refused("/settings", "/settings/passphrase", paper=False)
    second = walk.word("another passphrase") + SAME
    desk.send("/settings", "/settings/passphrase", paper=True, passphrase=second)
    desk.send("/settings", "/settings/seal", look_again=False)
    desk.send("/unlock", "/unlock", passphrase=second, look_again=False)
    here.passphrase = second


def plan(here: Place) -> Row:
    """A workshop and its sessions, refused and taken."""
    desk, walk = here.staff, here.staff.walk
    desk.refused("/workshops/new", "/workshops/new", country="KE", ends="2001-01-01")
    desk.send("/workshops/new", "/workshops/new", country="KE", languages=True)
    (found,) = workshops.all_workshops(here.store.tables())
    page = f"/workshops/{found['workshop']}"
    first = workshops.sessions(here.store.tables(), found["workshop"])[0]["session"]
    desk.send(page, f"{page}/fill")
    filled = f"/sessions/{first}/fill"
    desk.send(filled, filled)
    desk.refused(filled, filled, holds="[type=checkbox]", piece=True)
    desk.refused(page, page, **one(f"day_{first}", ""))
    desk.send(page, page)
    desk.refused(page, f"{page}/sessions", day="")
    desk.send(page, f"{page}/sessions")
    last = workshops.sessions(here.store.tables(), found["workshop"])[-1]["session"]
    desk.refused(f"/sessions/{last}/cancel", f"/sessions/{last}/cancel", reason="")
    desk.send(f"/sessions/{last}/cancel", f"/sessions/{last}/cancel")
    desk.refused(f"{page}/edit", f"{page}/edit", ends="2001-01-01")
    desk.send(f"{page}/edit", f"{page}/edit")
    other = actions.plan_workshop(
        here.store, title=walk.word("title"), level="national", country="KE", starts="2017-05-01",
        ends="2017-05-01", shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    desk.send("/workshops", f"/workshops/{other}/choose")
    desk.send("/workshops", f"{page}/choose")
    return found


def register(here: Place, tmp_path: Path) -> list[Row]:
    """People: one by one, from a pasted list, from a file; changed, a new PIN, erased."""
    desk, walk = here.staff, here.staff.walk
    desk.refused("/people/new", "/people/new", alias="")
    desk.send("/people/new", "/people/new")
    look, add = "/people/list/look", "/people/list/add"
    desk.refused("/people/list", "/people/list", list="")
    rows = "\n".join(f"{walk.word('alias')};{walk.word('team')}" for _ in range(5))
    desk.send("/people/list", "/people/list", list=f"alias;team\n{rows}")
    desk.send(look, look, column_1="organisation")
    desk.press(desk.fill_here(add), add, "add=5")
    file = tmp_path / "list.csv"
    file.write_text(f"alias\n{walk.word('alias')}\n", encoding="utf-8")
    desk.send("/people/list", "/people/list", list="", file=file)
    desk.press(desk.fill_here(add), add, "add=1")
    workshop = workshops.all_workshops(here.store.tables())[0]["workshop"]
    found = people.people(here.store.tables(), workshop)
    assert len(found) == 7
    page = f"/people/{found[0]['person']}"
    desk.refused(page, page, alias="")
    desk.send(page, page)
    desk.send(page, f"{page}/pin")
    desk.send(f"{page}/erase", f"{page}/erase")
    return people.people(here.store.tables(), workshop)


def take_attendance(here: Place, workshop: str, everybody: list[Row]) -> str:
    """Marks: recorded, changed with a reason, corrected with another; the wall opened and shut."""
    desk, store = here.staff, here.store
    session = str(workshops.sessions(store.tables(), workshop)[0]["session"])
    who = everybody[0]["person"]
    page, mark = f"/attendance/{session}", f"/attendance/{session}/{who}"
    desk.send(page, page, holds="[name=way]", **one(f"p_{who}", "present"))
    desk.refused(page, page, holds="[name=way]", **one(f"p_{who}", "late"))
    desk.press(desk.fill_here(page, holds="[name=way]"), page)
    desk.refused(mark, mark)
    desk.send(mark, mark, state="absent")
    desk.send(page, f"/code/{session}/open", look_again=False)
    desk.send(f"/code/{session}", f"/code/{session}/close", look_again=False)
    desk.send("/door", "/door/open", session=True, look_again=False)
    desk.send("/door", "/door/close", look_again=False)
    return session


def look_after_the_room(here: Place, workshop: str, session: str, everybody: list[Row]) -> None:
    """Who waits, asks and tries: let in, sent away, marked, left, read; the invented taken back."""
    desk, walk, house = here.staff, here.staff.walk, here.running.house
    for press in ("", "/room/away"):
        house.newcomers.wait("", workshop, {"alias": walk.word("alias")})
        desk.send("/people", "/room/let-in", press)
    house.codes.open(session)
    for one, press in zip(everybody, ("", "/room/not-present"), strict=False):
        house.hands.up(session, one["person"])
        desk.send("/people", "/room/present", press)
    for number in range(1000):
        with suppress(AcademyError):
            house.codes.typed(f"{number:06d}", signed_in=False)
    desk.send("/people", "/room/typing")
    house.codes.close(session)
    who = everybody[0]["person"]
    for answer in ("/room/tries", f"/people/{who}/let-in"):
        for _ in range(room.WORTH_TELLING):
            house.guesses.wrong(who)
        desk.send("/people", answer)
    way = house.ways_in.make(who, workshop)
    here.lan.send(f"/in/{way}", "/in")
    here.lan.send("/me", "/sign-out")
    actions.join_workshop(here.store, workshop=workshop, alias=walk.word("alias"), country="KE")
    desk.open("/people/joined")
    walk.browser.moved(lambda: walk.browser.press(".plainlist a"))
    desk.press(desk.fill_here("/people/joined"), "/people/joined")


def be_a_participant(here: Place, workshop: str) -> None:
    """A phone: joining, being here, reading, answering, signing in and out, being forgotten."""
    phone, walk, codes = here.lan, here.lan.walk, here.running.house.codes
    door = f"door:{workshop}"
    codes.open(door)
    phone.refused("/join", "/join")
    alias = walk.word("alias")
    phone.send("/join", "/join", code=codes.shown(door)[0], alias=alias, country="KE")
    phone.open("/here")
    phone.refused("/here", "/here")
    session = str(workshops.sessions(here.store.tables(), workshop)[1]["session"])
    codes.open(session)
    phone.send("/here", "/here", code=codes.shown(session)[0])
    phone.send(f"{LESSON}/", f"{LESSON}/finish")
    phone.refused(f"{LESSON}/", f"{LESSON}/quiz")
    phone.refused(f"{NUMBER}/", f"{NUMBER}/quiz")
    phone.refused("/check", "/check")
    fill_in_sheets(here, workshop)
    for what in assessment.OPENED:
        actions.open_assessment(here.store, workshop=workshop, what=what)
    phone.refused("/questions/pre", "/questions/pre", look_again=False)
    phone.press(phone.fill_here("/questions/pre"), "/questions/pre")
    phone.send("/evaluation", "/evaluation")
    phone.refused("/me/forget", "/me/forget")
    phone.send("/me", "/sign-out")
    phone.refused("/sign-in", "/sign-in")
    phone.refused("/sign-in", "/sign-in", alias=alias)
    person = people.by_alias(here.store.tables(), workshop, alias)
    assert person is not None
    pin = access.new_pin(here.store, person["person"])
    walk.written[f"{pin[:3]} {pin[3:]}"] = "PIN"
    phone.send("/sign-in", "/sign-in", alias=alias, pin=pin)
    phone.send("/me/forget", "/me/forget", pin=pin)


def fill_in_sheets(here: Place, workshop: str) -> None:
    """A team's sheet: begun, typed in, a line more and less, handed in; one's own, and away."""
    phone, tables = here.lan, here.store.tables()
    about = "/courses/advocacy/worksheets/plan"
    phone.send(f"{about}/", f"{about}/begin", holds="[name=team]")
    home = f"/sheets/{sheets.of_team(tables, workshop)[0]['sheet']}"
    phone.send(f"{home}/fields/1/", f"{home}/fields/1/")
    phone.send(f"{home}/asks/1/", f"{home}/asks/1/")
    phone.fill(f"{home}/fields/1/", f"{home}/fields/1/")  # and left while it saves itself
    phone.send(f"{home}/", f"{home}/actors/more")
    phone.send(f"{home}/actors/1/", f"{home}/actors/1/less")
    phone.send(f"{home}/", f"{home}/hand-in")
    phone.send(f"{about}/", f"{about}/begin", holds="button:not([name])")
    own = tables.value("SELECT sheet FROM sheets WHERE person <> ''")
    phone.send(f"/sheets/{own}/", f"/sheets/{own}/drop")


def type_in_sheets(here: Place, workshop: str) -> None:
    """A team's sheet at the desk: begun, typed in from paper, handed in for somebody of it."""
    desk, tables = here.staff, here.store.tables()
    team = people.teams(tables, workshop)[0]
    desk.refused("/worksheets", "/worksheets/begin")
    desk.send("/worksheets", "/worksheets/begin", team=team, worksheet="advocacy/plan")
    (sheet,) = [
        row["sheet"] for row in sheets.of_team(tables, workshop, team) if row["worksheet"] == "plan"
    ]
    home = f"/worksheets/team/{sheet}"
    desk.send(f"{home}/asks/1/", f"{home}/asks/1/")
    desk.send(f"{home}/", f"{home}/actors/more")
    desk.send(f"{home}/actors/1/", f"{home}/actors/1/less")
    member = people.of_team(tables, workshop, team)[0]["person"]
    desk.send(f"{home}/", f"{home}/hand-in", person=member)


def ask_before_and_after(here: Place, workshop: str) -> None:
    """Tests opened and closed, totals typed in wrongly and rightly, an evaluation from paper."""
    desk = here.staff
    desk.send("/assessments", "/assessments/close")
    desk.send("/assessments", "/assessments/open")
    desk.refused("/assessments/scores", "/assessments/scores")
    totals: dict[str, Any] = {
        f"{test}-{row['person']}": "3"
        for row in people.people(here.store.tables(), workshop)
        for test in assessment.TESTS
    }
    desk.send("/assessments/scores", "/assessments/scores", **totals)
    desk.send("/assessments/evaluation", "/assessments/evaluation")


def print_papers(here: Place, workshop: str) -> None:
    """Certificates with legal names, cards with PINs, a sheet; a code checked and revoked."""
    desk, walk, store = here.staff, here.staff.walk, here.store
    everybody = people.people(store.tables(), workshop)
    held = workshops.sessions(store.tables(), workshop)
    for session in held[1:]:
        states = {one["person"]: "present" for one in everybody}
        actions.mark_attendance(store, session=session["session"], states=states, way="grid")
    desk.send("/certificates", "/certificates/steps")
    first = walk.browser.tabs()[0]
    desk.refused("/certificates/print", "/certificates/print", person=False, look_again=False)
    walk.browser.turn_to(first)
    strange = one(f"name-{everybody[0]['person']}", walk.word("legal name") + "\uf8f0")
    desk.refused("/certificates/print", "/certificates/print", look_again=False, **strange)
    fields = desk.fill_here("/certificates/print", anyway=True)
    desk.press(fields, "/certificates/print")
    walk.browser.turn_to(first)
    desk.send("/certificates/print", "/certificates/print", look_again=False)
    walk.browser.turn_to(first)
    cards = "/certificates/cards"
    desk.refused(cards, cards, holds="[name=person]", look_again=False)
    walk.browser.turn_to(first)
    desk.send(cards, cards, holds="[name=everybody]", look_again=False)
    walk.browser.turn_to(first)
    desk.open(f"/certificates/sheet?print=1&session={held[0]['session']}")
    desk.send("/certificates", "/certificates/revoke")
    desk.refused("/check", "/check")


def exchange(
    laptop: Place, centre: Place, workshop: str, session: str, who: str, tmp_path: Path
) -> None:
    """Six words compared and refused, compared and taken; the laptop named, put out, let in."""
    desk, office, walk = laptop.staff, centre.staff, laptop.staff.walk
    place = centre.lan.base
    net = "[inputmode=url]"
    desk.refused("/sync", "/sync", holds=net)
    desk.refused("/sync", "/sync", holds="[list=sticks]")
    desk.send("/sync", "/sync/name")
    desk.send("/sync", "/sync", holds=net, place=place)
    desk.refused("/sync", "/sync/join", "same=no")
    desk.send("/sync", "/sync", holds=net, place=place)
    desk.send("/sync", "/sync/join", "same=yes", look_again=False)
    office.refused("/sync", "/sync/card")
    office.send("/sync", "/sync/name")
    office.send("/devices", "/devices/refuse")
    desk.send("/sync", "/sync", holds=net, place=place, look_again=False)
    office.refused("/devices", "/devices/accept", name="")
    office.send("/devices", "/devices/accept")
    desk.send("/sync", "/sync", holds=net, place=place, look_again=False)
    for copy, state in ((centre, "present"), (laptop, "absent")):
        actions.mark_attendance(copy.store, session=session, states={who: state}, way="grid")
    other = actions.plan_workshop(
        centre.store, title=walk.word("title"), level="national", country="KE",
        starts="2017-05-01", ends="2017-05-01", shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    office.send("/devices", "/devices/assign", workshop=other)
    desk.send("/sync", "/sync", holds=net, place=place, look_again=False)
    decide_about(laptop, centre, workshop, tmp_path)
    by_stick(laptop, centre, workshop, tmp_path)
    office.send("/devices", "/devices/revoke", holds=f"[value='{laptop.store.key.device}']")
    desk.send("/sync", "/sync/leave")


def decide_about(laptop: Place, centre: Place, workshop: str, tmp_path: Path) -> None:
    """Six words typed and forgotten; a stranger's entries in and out; a room kept, then erased."""
    desk, office, walk = laptop.staff, centre.staff, laptop.staff.walk
    words = " ".join(keys.words(DeviceKey.generate().device))
    office.refused("/devices", "/devices/let-in")
    office.send("/devices", "/devices/let-in", words=words)
    office.send("/devices", "/devices/no-longer-expect")
    with closing(opening.create(tmp_path / "stranger", walk.word("passphrase") + SAME)) as stranger:
        planned(stranger, walk.word("title"), [walk.word("alias")])
        relay(stranger, laptop.store)
    rows = [{"alias": walk.word("alias")} for _ in range(rules.MOST_ERASED + 1)]
    invented = actions.register_list(laptop.store, workshop=workshop, rows=rows)
    for change in (lambda: None, lambda: erase(laptop.store, *invented)):
        change()
        desk.send("/sync", "/sync", holds="[inputmode=url]", place=centre.lan.base,
                  look_again=False)  # fmt: skip
    for press in ("take-in", "leave-out", "keep", "erase"):
        office.send("/devices", f"/devices/{press}")


def by_stick(laptop: Place, centre: Place, workshop: str, tmp_path: Path) -> None:
    """A stick is filled, looked at, taken in; a laptop is let in where its card lies on it."""
    desk, office, walk = laptop.staff, centre.staff, laptop.staff.walk
    stick, key = tmp_path / "stick", DeviceKey.generate()
    stick.mkdir()
    actions.register_person(laptop.store, workshop=workshop, alias=walk.word("alias"))
    (stick / "0123456789abcdef.card").write_text(cards.write(key, walk.word("name"), "device"))
    desk.send("/sync", "/sync", holds="[list=sticks]", place=str(stick))
    office.send("/sync", "/sync", place=str(stick))
    office.press(office.fill_here("/sync/accept", name=""), "/sync/accept")
    assert office.refusal()
    office.press(office.fill_here("/sync/accept"), "/sync/accept")
    office.press(office.fill_here("/sync/take"), "/sync/take")
    assert not office.refusal()
    actions.register_person(centre.store, workshop=workshop, alias=walk.word("alias"))
    office.send("/sync", "/sync", place=str(stick), look_again=False)
    desk.send("/sync", "/sync", holds="[list=sticks]", place=str(stick))
    desk.press(desk.fill_here("/sync/take"), "/sync/take")


def adapt(here: Place, tmp_path: Path) -> None:
    """A course adapted and translated, its words brought as a file; a stick there and back."""
    desk, walk, own = here.staff, here.staff.walk, "/courses/own"
    stick, file = tmp_path / "stick-of-courses", tmp_path / "words.po"
    stick.mkdir()
    course = f"{own}/advocacy/"
    desk.refused(course, course)
    desk.send(course, course, language="Español")
    desk.send(f"{course}es/", f"{course}es/", holds="[name=objectives]")
    lesson = f"{course}es/what-advocacy-is/"
    desk.send(lesson, lesson)
    sheet = f"{course}es/sheet.plan/title/"
    desk.send(sheet, sheet, "do=save")
    part = f"{course}en/what-advocacy-is/lead/"
    desk.refused(part, part, "do=save", text=f"# {walk.word('heading')}")
    desk.press(desk.fill(part, part), part, "do=preview")
    desk.send(part, part, "do=save")
    file.write_text(walk.word("file"), "utf-8")
    desk.refused(f"{course}es/", f"{own}/sent/advocacy/es", file=file)
    manual = tmp_path / "manual.md"
    manual.write_text(f"# {walk.word('manual')}\n\n## A\n\n{walk.word('manual')}\n", "utf-8")
    desk.refused(f"{own}/", f"{own}/manual", file=file)
    desk.send(f"{own}/", f"{own}/manual", file=manual, language="English")
    desk.press(desk.fill_here(f"{own}/made"), f"{own}/made")
    desk.send(f"{own}/", f"{own}/name")
    desk.refused(f"{own}/", f"{own}/pack")
    desk.send(f"{own}/", f"{own}/pack", place=str(stick))
    desk.send(f"{own}/", f"{own}/along", "do=begin")
    shutil.rmtree(here.running.house.packs.folder / "advocacy-own")
    packs = here.running.house.packs
    packs.look_again()
    Passing(packs.own).keep("0" * 64, next(stick.glob("*.pack")).read_bytes())
    desk.send(f"{own}/came", f"{own}/leave")
    desk.refused(f"{own}/", f"{own}/look")
    desk.send(f"{own}/", f"{own}/look", place=str(stick))
    desk.press(desk.fill_here(f"{own}/take"), f"{own}/take")
    desk.send(f"{own}/", f"{own}/back")
    reword(here, tmp_path)


def reword(here: Place, tmp_path: Path) -> None:
    """What pages say, said otherwise, and brought as a file; a language begun, an old one gone."""
    desk, walk, own = here.staff, here.staff.walk, "/sentences"
    file = tmp_path / "sentences.po"
    desk.refused(f"{own}/", f"{own}/")
    desk.send(f"{own}/", f"{own}/", language="Kiswahili")
    desk.send(f"{own}/sw/?words=Check+a+certificate", f"{own}/sw/", holds="[name=key]")
    desk.refused(f"{own}/sw/?words=is+added", f"{own}/sw/", holds="[name=key]")
    file.write_text(walk.word("file"), "utf-8")
    desk.refused(f"{own}/sw/", f"{own}/sw/po", file=file)
    kept = here.running.house.config.own_sentences / "sw.po"
    old = f'\nmsgid "{walk.word("old")}"\nmsgstr "{walk.word("old")}"\n'
    file.write_text(kept.read_text("utf-8") + old, "utf-8")
    desk.send(f"{own}/sw/", f"{own}/sw/po", file=file)
    kept.write_text(file.read_text("utf-8"), "utf-8")
    here.running.house.sentences.look_again()
    desk.send(f"{own}/sw/", f"{own}/sw/older")


def bring_something_new(here: Place, tmp_path: Path) -> None:
    """A newer program: a stranger's, tried, used, taken back; its maker forgotten."""
    desk, base, words = here.staff, tmp_path / "base", " ".join(keys.words(updating.MAKER.device))
    path = updating.small(tmp_path / "stick-of-programs")
    for name, data in updating.SMALL.items():
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "_base", lambda: base)
        desk.refused("/bring", "/bring/look")
        desk.send("/bring", "/bring/look", place=str(path.parent))
        desk.press(desk.fill_here("/bring/take"), "/bring/take")
        assert desk.refusal()
        desk.send("/bring", "/bring/look", place=str(path.parent), look_again=False)
        desk.press(desk.fill_here("/bring/take", words=words), "/bring/take")
        desk.send("/bring", "/bring/try", look_again=False)
        assert bring.TRIAL.thread is not None
        bring.TRIAL.thread.join()
        here_now = places.Places()
        here_now.note(replace(here_now.state(), tried=True))
        desk.send("/bring", "/bring/use")
        desk.send("/bring", "/bring/back")
        desk.send("/bring", "/bring/forget")


def decide(centre: Place, workshop: str) -> None:
    """Who is the same person, which organisation is one, whose mark counts."""
    office, walk, store = centre.staff, centre.staff.walk, centre.store
    alias = walk.word("alias")
    ring = walk.word("organisation")
    for at in workshops.all_workshops(store.tables())[:2]:
        actions.register_person(
            store, workshop=at["workshop"], alias=alias, organisation=ring, country="KE"
        )
        ring = f"{ring} {walk.word('organisation')}"
    office.refused("/same", "/same/people")
    office.send("/same?sure=1", "/same/people")
    office.send("/same", "/same/undo-all")
    office.send("/same?sure=1", "/same/people")
    office.send("/same", "/same/undo", link=True)
    office.send("/same", "/same/find")
    office.send("/same", "/same/find", find=alias)
    office.press(
        office.fill_here("/same/people", "[name=seen_found]", seen_found=True), "/same/people",
        "same_found=apart",
    )  # fmt: skip
    office.send("/same", "/same/apart", apart=True)
    office.send("/same", "/same/find", find="2")  # a day of every workshop
    office.press(office.fill_here("/same/workshops"), "/same/workshops")
    office.refused("/same", "/same/organisations")
    office.send("/same", "/same/organisations", organisation=True)
    office.refused("/to-decide", "/to-decide")
    office.send("/to-decide", "/to-decide", state="late")
    office.refused("/check", "/check")


def work_through(walk: Walk, place: Callable[..., Place], tmp_path: Path) -> Place:
    """Every form of both doors and of the central copy; return the laptop."""
    laptop, centre = place("laptop", walk), place("central", walk, central=True)
    begin_with_a_backup(laptop, tmp_path)
    set_up(laptop)
    back_up(laptop, tmp_path)
    walk.look_later()
    workshop = plan(laptop)["workshop"]
    walk.look_later()
    everybody = register(laptop, tmp_path)
    walk.look_later()
    session = take_attendance(laptop, workshop, everybody)
    laptop.staff.refused("/settings", "/settings/wifi", name=walk.word("wifi") * 6)
    laptop.staff.send("/settings", "/settings/wifi")
    walk.look_later()
    look_after_the_room(laptop, workshop, session, everybody)
    walk.look_later()
    adapt(laptop, tmp_path)
    bring_something_new(laptop, tmp_path)
    walk.look_later()
    be_a_participant(laptop, workshop)
    walk.look_later()
    type_in_sheets(laptop, workshop)
    ask_before_and_after(laptop, workshop)
    walk.look_later()
    print_papers(laptop, workshop)
    walk.look_later()
    set_up(centre)
    walk.look_later()
    exchange(laptop, centre, workshop, session, everybody[1]["person"], tmp_path)
    walk.look_later()
    decide(centre, workshop)
    assert laptop.staff.takes - laptop.staff.sent - centre.staff.sent == set()
    assert laptop.lan.takes - laptop.lan.sent == set()
    return laptop


def go_on(laptop: Place) -> None:
    """The worst of it once more, after the power came back."""
    desk = laptop.staff
    desk.refused("/unlock", "/unlock")
    desk.send("/unlock", "/unlock", passphrase=laptop.passphrase, look_again=False)
    desk.refused("/people/new", "/people/new", alias="")
    desk.fill("/people/list", "/people/list")  # and left unsent
    desk.send("/people/list", "/people/list", list=f"alias\n{desk.walk.word('alias')}")
    desk.send("/certificates/print", "/certificates/print", look_again=False)


def test_nothing_that_was_typed_is_in_the_profile(kind, browse, place, tmp_path):
    profile = tmp_path / "profile"
    walk = Walk(browse(), profile)
    laptop = work_through(walk, place, tmp_path)
    walk.browser.kill()
    walk.look_through()
    walk.browser = browse()
    go_on(laptop)
    walk.browser.close()
    walk.look_through()
    assert walk.left == set()
    assert len(walk.written) > 100
    if kind == "chromium":  # a row for every password it asked about, kept or let go
        assert profiles.rows(profile, "Login Data", "stats") == []
        assert profiles.rows(profile, "Login Data", "logins") == []
