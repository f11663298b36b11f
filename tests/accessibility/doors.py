"""All pages that can be walked to, at the three doors of the invented week: each kind once.

A kind is an endpoint: the page of one person stands for everybody's. What is asked for by its kind
alone is opened with the first values that a link has for it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

from academy import demo
from academy.config import Config
from academy.data import data_folder
from academy.store import opening
from academy.web import participant, staff
from academy.web.serve import Running, start

NAMES = ("phone", "laptop", "central")
ELSEWHERE = re.compile(r"/(sign-out|lock|language|look)\b")
"""What ends the walk, or shows what was seen before."""


@dataclass(frozen=True)
class Door:
    """A running door, by the address to begin at."""

    name: str
    address: str
    kinds: Map
    key: dict[str, str]
    """What is typed in to be let in, by the names of the fields."""

    def kind(self, address: str) -> str | None:
        """The endpoint that would answer, None for what is not of this door."""
        path = urlsplit(address.removeprefix(self.address)).path
        try:
            return str(self.kinds.bind("127.0.0.1").match(path)[0])
        except HTTPException:
            return None


@contextmanager
def doors(folder: Path, *names: str) -> Iterator[list[Door]]:
    """Some of the doors `NAMES`, of running machines with the demo's people, until it ends."""
    wanted = names or NAMES
    running: list[Running] = []
    found: list[Door] = []
    try:
        for central in (False, True):
            if (wanted == ("central",) and not central) or (central and "central" not in wanted):
                continue
            machine, pin = _machine(folder / f"central-{central}", central=central)
            running.append(machine)
            lan, own = (f"http://127.0.0.1:{door.port}" for door in machine.doors)
            desk = staff.create_app(machine.house).url_map
            phones = participant.create_app(machine.house).url_map
            key = {"passphrase": demo.PASSPHRASE}
            if central:
                found.append(Door("central", own, desk, key))
                continue
            found.append(Door("phone", lan, phones, {"alias": "Blue Heron", "pin": pin}))
            found.append(Door("laptop", own, desk, key))
        yield [door for door in found if door.name in wanted]
    finally:
        for machine in running:
            machine.close()


def _machine(folder: Path, *, central: bool) -> tuple[Running, str]:
    """One that is open, and Blue Heron's PIN."""
    store = opening.create(folder, demo.PASSPHRASE)
    pin = demo.give_pin(store, demo.fill(store), "Blue Heron")
    store.close()
    machine = start(
        Config(folder, data_folder("courses"), lan_host="127.0.0.1", lan_port=0, staff_port=0,
               central=central)
    )  # fmt: skip
    machine.house.unlock(demo.PASSPHRASE)
    return machine, pin


def walk(page: Any, door: Door) -> Iterator[tuple[str, str]]:
    """Open one page of each kind in a browser's page; yields the kind and the HTML as it came,
    while the page is in front.
    """
    waiting, seen = [f"{door.address}/"], set[str]()
    while waiting:
        address = waiting.pop(0)
        kind = door.kind(address)
        if kind is None or kind in seen:
            continue
        seen.add(kind)
        try:
            answer = page.goto(address)
        except Exception as error:  # a file comes down: nothing to look at
            if "Download is starting" in str(error):
                continue
            raise
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        yield kind, answer.text()
        links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        waiting += [
            link.partition("#")[0]
            for link in links
            if link.startswith(f"{door.address}/") and not ELSEWHERE.search(link)
        ]


def sign_in(page: Any, door: Door) -> None:
    """As Blue Heron on a phone, as whoever runs it at a desk."""
    page.goto(f"{door.address}/{'sign-in' if door.name == 'phone' else 'unlock'}")
    for name, value in door.key.items():
        page.locator(f"input[name={name}]").fill(value)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda address: "unlock" not in address and "sign-in" not in address)
