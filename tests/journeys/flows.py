"""`python -m tests.journeys.flows`: presses, pages and typed fields of each flow, in Chromium.

A press is a click on a button, a link, a box or a line of a choice; a page is one that the browser
was led to; a field is one that was typed into; a scan is a code on the wall. What is counted begins
at the page where that person stands anyhow: *Today* on a laptop, *Report* at the central copy. The
figures beside them are those of other programs, counted from their documents (none was run).

It ends with 1 where a flow takes more than it is allowed here. Three laptops and a central copy are
started as people start them; it takes a minute, so CI leaves it out.
"""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.journeys.hands import Count, Flow, Hand
from tests.journeys.machines import BROWSER_FLAGS, CHROMIUM, Machine
from tests.journeys.test_whole_workshop import Desk, Phone, plan_a_week, scan

DOUBLES = 40


class House:
    """The machines, started, and whoever sits at them."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.machines: list[Machine] = []

    def desk(self, name: str, *, central: bool = False) -> Desk:
        machine = Machine(self.folder / name, central=central)
        self.machines.append(machine)
        machine.start()
        return Desk(self.browser, machine)

    def stop(self) -> None:
        for machine in self.machines:
            machine.stop()


def hand(desk: Desk, count: Count, at: str = "/") -> Hand:
    """Somebody at a desk, standing at a page that costs nothing."""
    desk.open(at)
    return Hand(desk.page, count)


def bring(desk: Desk, aliases: list[str]) -> None:
    """Register people by a list; not counted."""
    desk.open("/people/list")
    desk.page.locator("textarea").fill("\n".join(["alias;country", *(f"{a};KE" for a in aliases)]))
    desk.press("Look at it")
    desk.page.locator("main button[name=add]").click()


# The flows


def first_start(desk: Desk) -> Flow:
    """From a program that was never started to a planned week."""
    count = Count()
    trainer = hand(desk, count)
    desk.passphrase = desk.page.get_by_label("Passphrase").input_value()
    trainer.press(desk.page.get_by_label("I wrote it on paper"))
    trainer.button("Set up")
    page = trainer.page
    trainer.choose(page.get_by_label("Level"), "regional")
    trainer.choose(page.get_by_label("Host country"), "KE")
    trainer.type(page.get_by_label("First day"), "2017-04-24")
    trainer.press(page.get_by_label("Five days"))
    trainer.button("Plan it")
    return Flow("first start, until a week is planned", count, 6,
                "Kolibri 10 screens before a class exists")  # fmt: skip


def join(house: House, desk: Desk) -> Flow:
    """A participant joins by the code on the wall, and is present."""
    count = Count()
    desk.open("/door")
    desk.press("Open the door")
    phone = Phone(house.browser, desk.machine)
    person = Hand(phone.page, count)
    person.scan(desk.machine.lan + scan(desk.page))
    person.type(phone.page.locator("input[name=alias]"), "Marigold")
    person.press(phone.page.locator("main form button"))
    person.says("Marigold")
    return Flow("a participant joins and is present (on the room's Wi-Fi)", count, 1,
                "best seen 2 scans, 1 word, 1 tap; Kolibri 3 actions and an address")  # fmt: skip


def attendance(desk: Desk) -> Flow:
    """Everybody is present, all but one."""
    count = Count()
    trainer = hand(desk, count)
    trainer.press(trainer.page.locator(".tiles a"))
    absent = trainer.page.locator(".line").nth(3).locator("label").filter(
        has=trainer.page.locator("input[value=absent]")
    )  # fmt: skip
    trainer.press(absent)
    trainer.button("Save, and all others are present")
    return Flow("attendance of a room, one of them absent", count, 3,
                "Ustad 7 + 1, Kolibri about 6 + 1")  # fmt: skip


def by_code(house: House, desk: Desk) -> Flow:
    """A participant who joined before says herself that she is here."""
    phone = Phone(house.browser, desk.machine)
    desk.open("/door")
    phone.open(scan(desk.page))
    phone.page.locator("input[name=alias]").fill("Kestrel")
    phone.page.locator("main form button").first.click()
    desk.open("/attendance")
    session = desk.page.locator("thead a").nth(1).get_attribute("href") or ""
    desk.open(session.replace("/attendance/", "/code/"))
    desk.press("Show the code")
    count = Count()
    person = Hand(phone.page, count)
    person.scan(desk.machine.lan + scan(desk.page))
    if "present" not in phone.text():
        person.press(phone.page.locator("main form button"))
    person.says("present")
    return Flow("a participant says herself that she is here", count, 1,
                "Moodle: sign in first, then scan; Kolibri, Ustad: none")  # fmt: skip


def certificates(desk: Desk) -> Flow:
    """Whoever has earned a certificate gets it printed, all in one document."""
    for number in range(10):
        desk.open("/attendance")
        desk.open(desk.page.locator("thead a").nth(number).get_attribute("href") or "")
        desk.press("Save, and all others are present")
    count = Count()
    trainer = hand(desk, count)
    trainer.menu("Certificates")
    trainer.press(trainer.page.locator(".head a.btn"))
    with trainer.page.expect_popup():
        trainer.button("Print all")
    return Flow("certificates of a room are printed", count, 3,
                "Moodle customcert 2 a learner; Oppia 12 steps for the template")  # fmt: skip


def stick_from_central(centre: Desk, stick: Path) -> Flow:
    """Once, before anybody travels: a stick that laptops join by."""
    count = Count()
    organiser = hand(centre, count, "/report")
    organiser.menu("Sync")
    form = organiser.page.locator("form[action='/sync/card']")
    organiser.type(form.get_by_label("Folder of the stick"), str(stick))
    organiser.button("Write the card")
    return Flow("central writes the stick that laptops join by", count, 2,
                "Kolibri imports the facility on each laptop, 4 steps")  # fmt: skip


def join_by_stick(laptop: Desk, centre: Desk, name: str, stick: Path) -> Flow:
    """A laptop that never met central joins, is let in, its entries arrive and are signed for."""
    count = Count()
    trainer = hand(laptop, count)
    trainer.menu("Sync")
    trainer.type(trainer.page.get_by_label("Folder of the stick"), str(stick))
    trainer.button("Look on the stick")
    trainer.button("They are the same: join")
    trainer.says("The stick is ready")
    take_in(hand(centre, count, "/report"), stick, let_in=name)
    back_home(hand(laptop, count), stick)
    return Flow("a laptop joins by stick, there and back once", count, 9,
                "TrainSMART 4 screens a laptop, no joining; Kolibri a facility imported first"
                )  # fmt: skip


def take_in(organiser: Hand, stick: Path, *, let_in: str = "") -> None:
    """One stick at the central copy: looked at, let in where it must be, taken in, answered."""
    organiser.menu("Sync")
    form = organiser.page.locator("form[action='/sync']")
    organiser.type(form.get_by_label("Folder of the stick"), str(stick))
    organiser.button("Look on the stick")
    if let_in:
        organiser.type(organiser.page.get_by_label("Name of the laptop"), let_in)
        organiser.button("The words are the same: accept")
    organiser.says("People added")
    organiser.button("Take all of it in")
    organiser.says("came from")


def back_home(trainer: Hand, stick: Path) -> None:
    """The stick is back: the receipt is taken in."""
    trainer.menu("Sync")
    trainer.type(trainer.page.get_by_label("Folder of the stick"), str(stick))
    trainer.button("Sync with the stick")
    trainer.says("Everything has arrived")


def three_sticks(laptops: list[Desk], centre: Desk, sticks: list[Path]) -> Flow:
    """Three laptops that central knows come by stick, one after the other."""
    for number, (laptop, stick) in enumerate(zip(laptops, sticks, strict=True)):
        bring(laptop, [f"Late {number}"])
        laptop.open("/sync")
        laptop.page.get_by_label("Folder of the stick").fill(str(stick))
        laptop.press("Sync with the stick")
    count = Count()
    for stick in sticks:
        take_in(hand(centre, count, "/report"), stick)
    return Flow("organiser takes in three laptops, each looked at first", count, 9,
                "TrainSMART 12 screens; Kolibri about 15 clicks, no look; aim 3 a stick"
                )  # fmt: skip


def doubles(centre: Desk) -> Flow:
    """Forty people whom two of three laptops have registered are decided in one review."""
    count = Count()
    organiser = hand(centre, count, "/report")
    organiser.menu("Same person?")
    found = organiser.page.locator("#proposed section").count()
    assert found == DOUBLES, found
    organiser.press(organiser.page.get_by_role("link", name="Fill in “One person”"))
    organiser.button("Save the decisions")
    organiser.says(f"{DOUBLES} decisions are recorded")
    return Flow(f"{DOUBLES} doubles among three laptops, one review", count, 3,
                "Moodle one pair at a time; TrainSMART a text; Kolibri none")  # fmt: skip


def undo(centre: Desk) -> Flow:
    """The whole review is taken back."""
    count = Count()
    organiser = hand(centre, count, "/same")
    organiser.button("Undo all of it")
    organiser.says("Undone, all of it")
    return Flow("the whole review is undone", count, 1, "none can")


# The table


def walk(house: House, told: Callable[[Flow], None]) -> None:
    laptops = [house.desk(name) for name in ("one", "two", "three")]
    centre = house.desk("central", central=True)
    centre.set_up()
    told(first_start(laptops[0]))
    for desk in laptops[1:]:
        desk.set_up()
        plan_a_week(desk)
    for number, desk in enumerate(laptops):  # each double is on the lists of two of the three
        bring(desk, [f"Heron {n}" for n in range(DOUBLES) if n % 3 != number])
    told(join(house, laptops[0]))
    told(by_code(house, laptops[0]))
    told(attendance(laptops[0]))
    told(certificates(laptops[0]))
    sticks = [house.folder / f"stick-{number}" for number in range(len(laptops))]
    sticks[0].mkdir()
    told(stick_from_central(centre, sticks[0]))
    for stick in sticks[1:]:
        shutil.copytree(sticks[0], stick)
    joined = [
        join_by_stick(desk, centre, name, stick)
        for desk, name, stick in zip(laptops, ("North", "Coast", "Lake"), sticks, strict=True)
    ]
    told(joined[0])
    told(three_sticks(laptops, centre, sticks))
    told(doubles(centre))
    told(undo(centre))


def main() -> None:
    flows: list[Flow] = []
    print(f"{'':58} presses pages fields scans  beside")

    def told(flow: Flow) -> None:
        flows.append(flow)
        over = f"  (more than {flow.presses} presses)" if flow.took.presses > flow.presses else ""
        print(f"{flow.name:58} {flow.took}  {flow.beside}{over}", flush=True)

    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = next(path for path in CHROMIUM if Path(path).exists())
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        house = House(browser, Path(folder))
        try:
            walk(house, told)
        finally:
            house.stop()
            browser.close()
    print("A stick that the machine finds by itself is filled in: then its folder isn't typed.")
    sys.exit(any(flow.took.presses > flow.presses for flow in flows))


if __name__ == "__main__":
    main()
