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
def doors(folder: Path) -> Iterator[list[Door]]:
    """A laptop's two doors and a central copy's desk, with the demo's people, until it ends."""
    running: list[Running] = []
    found: list[Door] = []
    try:
        for name in ("laptop", "central"):
            store = opening.create(folder / name, demo.PASSPHRASE)
            pin = demo.give_pin(store, demo.fill(store), "Blue Heron")
            store.close()
            config = Config(
                folder / name, data_folder("courses"), lan_host="127.0.0.1", lan_port=0,
                staff_port=0, central=name == "central",
            )  # fmt: skip
            one = start(config)
            running.append(one)
            one.house.unlock(demo.PASSPHRASE)
            lan, own = (f"http://127.0.0.1:{door.port}" for door in one.doors)
            if name == "laptop":
                phones = participant.create_app(one.house)
                key = {"alias": "Blue Heron", "pin": pin}
                found.append(Door("phone", lan, phones.url_map, key))
            desk = staff.create_app(one.house)
            found.append(Door(name, own, desk.url_map, {"passphrase": demo.PASSPHRASE}))
        yield found
    finally:
        for one in running:
            one.close()


def walk(page: Any, door: Door, most: int = 200) -> Iterator[str]:
    """Open one page of each kind in a browser's page; yields the kind while it is in front."""
    waiting, seen = [f"{door.address}/"], set[str]()
    while waiting and len(seen) < most:
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
        yield kind
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
