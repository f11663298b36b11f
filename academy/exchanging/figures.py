"""The report of this copy, and whose entries may be missing from it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from weakref import WeakKeyDictionary

from academy import reports
from academy.errors import AcademyError
from academy.exchanging.held import not_counted
from academy.exchanging.names import names_of
from academy.projections import Row, Tables, tallies
from academy.store import Store

_LAST: WeakKeyDictionary[Store, tuple[int, str, str, reports.Report]] = WeakKeyDictionary()
"""The report that was made last, and by which number of changes: who reads the page has it as a
table next. It has no name in it but those of workshops, and goes with the store."""


def report(store: Store, starts: str, ends: str) -> reports.Report:
    """The figures of a period as this copy can give them now, and whose entries may be missing.

    Raises AcademyError as `reports.report` does.
    """
    return replace(
        _counted(store, starts, ends),
        as_of=as_of(store),
        devices=tuple(_silent_since(store, ends.strip())),
        undecided=not_counted(store),
    )


def _counted(store: Store, starts: str, ends: str) -> reports.Report:
    """What the tables say; as it was said last, where nothing has changed since."""
    count = store.concerns.count
    last = _LAST.get(store)
    if last is not None and last[:3] == (count, starts, ends):
        return last[3]
    made = reports.report(store.tables(), starts, ends, as_of="", keep=_keeping(store))
    _LAST[store] = (count, starts, ends, made)
    return made


def _keeping(store: Store) -> reports.Keep:
    """Keep what is counted for the next report, but for what somebody may have changed meanwhile.

    A disk that is full is no reason to give no report.
    """
    count = store.concerns.count

    def keep(told: Mapping[str, str]) -> None:
        nonlocal count

        def change(tables: Tables) -> None:
            if store.concerns.count == count:
                tallies.keep(tables, told, reports.COUNTED_BY)

        with suppress(AcademyError):
            store.noting(change, ())
        count = store.concerns.count

    return keep


def as_of(store: Store) -> str:
    """The minute up to which this copy can speak, in UTC by its own clock."""
    return store.now().strftime("%Y-%m-%dT%H:%M")


def _silent_since(store: Store, day: str) -> list[Row]:
    """The laptops that have not been heard of after a day: what they hold of it isn't here yet."""
    with store.reading() as (_log, peers):
        laptops, names = peers.all(state="trusted", role="device"), names_of(peers.all())
    return [
        {"name": names[peer.device], "last_exchange": peer.last_exchange}
        for peer in laptops
        if (peer.last_exchange or "")[:10] <= day
    ]
