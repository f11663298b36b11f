"""Stores to test with: real, encrypted, in a temporary folder, with a cheap passphrase."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from academy import actions, passphrases, rules
from academy.door import access
from academy.store import Store, opening, slots
from tests.postgres import fresh

PASSPHRASE = "river lamp stone cloud seven"


_judged_once = cache(passphrases.judge)


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id at its least, and a passphrase judged once and by no child: their cost is not what
    these tests are about.
    """
    monkeypatch.setattr(passphrases, "_counted", passphrases.counted_here)
    monkeypatch.setattr(passphrases, "judge", _judged_once)
    monkeypatch.setattr(slots, "cost", lambda: (1, 8192))
    monkeypatch.setattr(slots, "PIN_OPS", 1)
    monkeypatch.setattr(slots, "PIN_MEMORY", 8192)
    monkeypatch.setattr(access, "PAUSE", 0)


@pytest.fixture
def new_store(tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    """Makes further stores, one folder each, closed at the end."""
    made: list[Store] = []

    def make(name: str) -> Store:
        made.append(opening.create(tmp_path / name, PASSPHRASE))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture
def store(new_store: Callable[[str], Store]) -> Store:
    return new_store("laptop")


@pytest.fixture
def workshop(store: Store) -> str:
    """A five-day workshop with ten countable half-days."""
    return actions.plan_workshop(
        store,
        title="Leadership week",
        level="regional",
        country="KE",
        starts="2017-04-24",
        ends="2017-04-28",
        languages=("en", "fr"),
        courses=("advocacy",),
        shape=rules.shape("five"),
    )


@pytest.fixture(params=["sqlite", "postgres"])
def centre(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """A central copy, with its log in its own file or on a server."""
    url = None
    if request.param == "postgres":
        url = fresh(request.getfixturevalue("postgres_dsn"))
        from academy.store import shared

        monkeypatch.setattr(shared, "LOOK_EVERY", 0.0)
    made = opening.create(tmp_path / "central", PASSPHRASE, url)
    yield made
    made.close()
