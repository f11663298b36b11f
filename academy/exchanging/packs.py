"""Courses that go along with an exchange, both ways.

Nothing that came is read as a course before somebody has looked at it and taken it in.
"""

from pathlib import Path
from typing import Final

from academy.courses.own import carried
from academy.courses.own.passing import Passing
from academy.errors import AcademyError
from academy.exchanging import places
from academy.exchanging.names import trusted_name
from academy.store import Store
from sync import passing as protocol
from sync.client import Address
from sync.errors import SyncError
from sync.exchange import Outcome

PATIENCE: Final = 30
_OLDER: Final = "not_found"
"""What a central copy answers that knows nothing of courses on their way."""


def go_along(store: Store, place: str, done: list[Outcome], shelf: Passing) -> list[Outcome]:
    """What became of the courses, after the entries were exchanged: nothing, or one outcome.

    Its code is "passed", with `came` and `sent`, or "passed_in_part": the next exchange goes on
    where this one stopped.
    """
    before = len(shelf.came())
    try:
        if places.is_folder(place):
            went, all_of_it = _by_folder(store, places.folder(place), shelf), True
        else:
            went, all_of_it = _by_address(store, place, done, shelf)
    except (SyncError, AcademyError, OSError):
        went, all_of_it = 0, False
    came = max(0, len(shelf.came()) - before)
    if not all_of_it:
        return [Outcome("passed_in_part", came=came)]
    return [Outcome("passed", came=came, sent=went)] if came or went else []


def _by_address(store: Store, place: str, done: list[Outcome], shelf: Passing) -> tuple[int, bool]:
    central = next((one.device for one in done if one.code == "ok"), None)
    if central is None:
        return 0, True
    other = Address(places.address(place), PATIENCE)
    try:
        return protocol.pass_on(store, shelf, central, other.letter), True
    except SyncError as error:
        return 0, error.code == _OLDER


def _by_folder(store: Store, folder: Path, shelf: Passing) -> int:
    for path in carried.on_a_stick(folder):
        _take(store, path, shelf)
    with store.reading() as (_log, peers):
        if not peers.all(state="trusted"):
            return 0
    data = [one.read_bytes() for one in shelf.files()]
    lacking = [one for one in data if not (folder / carried.file_name(one)).exists()]
    for one in lacking:
        carried.write(folder, one)
    return len(lacking)


def _take(store: Store, path: Path, shelf: Passing) -> None:
    """Keep a file that a device signed which is trusted here; leave any other where it is."""
    try:
        data = carried.read(path)
        device = carried.unpack(data).device
    except AcademyError:
        return
    if device != store.key.device and trusted_name(store, device) is not None:
        shelf.keep(device, data)
