"""Hundreds of laptops: a page of the list is small, asks little, and each laptop stands on one."""

import re
from itertools import chain

import pytest

from academy.projections import workshops
from academy.web.staff.keeping import devices
from sync.peers import Peer
from tests.academy.trusting import erase, exchange
from tests.academy.web.test_staff_central_held import ghost, mango, office

__all__ = ["ghost", "mango", "office"]

MANY = 300
LARGEST = 250_000
"""Bytes of a page before it is squeezed."""


@pytest.fixture
def region(office):
    """The central copy, and as many laptops as it knows in a whole region."""

    def meet(_log, peers):
        for number in range(MANY):
            peers.put(Peer(f"{number:064x}", f"Laptop {number:04}", state="trusted"))

    office.store.writing(meet)
    return office


def shown(page):
    return re.findall(r"<h2 class=\"grow\"><bdi>(Laptop \d{4})</bdi>", page)


def test_a_page_of_laptops_is_small_and_asks_only_of_those_it_shows(region, monkeypatch):
    asked, real = [], workshops.of_device
    monkeypatch.setattr(
        devices.workshops, "of_device", lambda tables, one: asked.append(one) or real(tables, one)
    )
    page = region.get("/devices")
    assert "1 to 20 of 300" in page
    assert len(page.encode()) < LARGEST
    assert len(asked) == len(shown(page)) == devices.LISTED


def test_every_laptop_stands_on_exactly_one_page_by_its_name(region):
    last = MANY // devices.LISTED
    seen = [shown(region.get(f"/devices?page={number}")) for number in range(1, last + 1)]
    assert [*chain.from_iterable(seen)] == [f"Laptop {number:04}" for number in range(MANY)]


def test_whoever_decides_on_a_later_page_comes_back_to_it(region):
    page = region.get("/devices?page=3")
    device = f"{45:064x}"
    assert "41 to 60 of 300" in page
    again = region.done("/devices/revoke", device=device, page="3")
    assert "Nothing more is taken from it" in again
    assert "41 to 60 of 300" in again
    refused = region.refused("/devices/accept", 400, device=device, name="", page="3")
    assert "41 to 60 of 300" in refused
    assert "Laptop 0045" in shown(refused)
    for strange in ("0", "x", "999"):
        assert shown(region.get(f"/devices?page={strange}"))


def test_a_laptop_of_which_something_is_to_be_decided_comes_first(region, mango):
    erase(mango, *mango.people)
    exchange(mango, region.store)
    first = region.get("/devices")
    assert first.index("<bdi>Mango</bdi>") < first.index("<bdi>Laptop 0000</bdi>")


def test_a_few_laptops_have_no_numbers_under_them(office, mango):
    page = office.get("/devices")
    assert "<bdi>Mango</bdi>" in page
    assert 'class="pages"' not in page
