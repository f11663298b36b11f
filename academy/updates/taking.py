"""A newer program: shown first, put beside the one that runs, used after trying, taken back."""

import hashlib
import os
import secrets
import shutil
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from errno import ENOSPC
from pathlib import Path
from typing import Final

from academy.errors import AcademyError
from academy.updates import carried, names
from academy.updates.carried import Head
from academy.updates.places import Places
from sync import files

ONE_AT_A_TIME: Final = threading.RLock()
_MARGIN: Final = 50 * 2**20


@dataclass(frozen=True)
class Offer:
    """What a program is, and what would change."""

    head: Head
    added: int
    changed: int
    gone: int
    courses: tuple[str, ...]
    """The folders of courses in which something changes."""
    libraries: bool
    """Whether it needs other libraries than are here."""
    wheels: int
    """How many of them it brings."""
    one_way: bool
    """Whether it writes what is kept in a form that the one before can't read."""
    here: bool
    """It was brought already."""


def look(places: Places, path: Path) -> Offer:
    """What a file is and what it would change; nothing is taken.

    Raises AcademyError: as `carried.head`, "program_older", and as `Places.need`.
    """
    with carried.opened(path) as data:
        return _offer(places, carried.head(data))


def take(places: Places, path: Path, digest: str) -> Offer:
    """Put a program that was looked at beside the one that runs. It is neither used nor tried.

    Raises AcademyError as `look`, and "changed_since", "disk_full", "program_unwritable".
    """
    with ONE_AT_A_TIME, carried.opened(path) as data:
        head = carried.head(data)
        if head.digest != digest:
            raise AcademyError("changed_since")
        offer = _offer(places, head)
        if offer.here:
            return offer
        state = places.state()
        places.tidy(state.use, state.former, state.ready)
        _put(places, head, data)
        places.tidy(state.use, state.former, head.name)
        places.note(replace(state, ready=head.name, tried=False))
        return offer


def ready(places: Places) -> Head:
    """The program that was brought. Raises AcademyError("program_none_ready")."""
    name = places.state().ready
    found = places.head(name) if name else None
    if found is None:
        raise AcademyError("program_none_ready")
    return found


def use(places: Places) -> Head:
    """Use what was brought and tried from the next start on; the one before stays.

    Raises AcademyError: "program_none_ready", "program_not_tried", "program_damaged" where it is no
    longer what was signed, and as `Places.need`.
    """
    with ONE_AT_A_TIME:
        head, state = ready(places), places.state()
        if not state.tried:
            raise AcademyError("program_not_tried")
        places.need()
        verify(places.folder / head.name, head)
        former = state.former if state.use == head.name else state.use
        newest = max((carried.number(one[0]), *one) for one in (
            (state.version, state.released), (head.version, head.released)))  # fmt: skip
        places.note(
            replace(state, use=head.name, former=former, ready=None, tried=False,
                    version=newest[1], released=newest[2])
        )  # fmt: skip
        return head


def take_back(places: Places, *, force: bool = False) -> str:
    """Use the program before this one from the next start on; its version.

    Raises AcademyError: "program_none_to_take_back", and "program_one_way" where that one can't
    read what this one has written, unless `force`.
    """
    with ONE_AT_A_TIME:
        state = places.state()
        if state.use is None:
            raise AcademyError("program_none_to_take_back")
        version = places.version(state.former)
        ran = places.running == state.use
        if ran and not force and places.form(state.former) < places.form(state.use):
            raise AcademyError("program_one_way", version=version)
        places.note(replace(state, use=state.former, former=None, ready=state.use, tried=True))
        return version


def verify(folder: Path, head: Head) -> None:
    """See that a program on the disk is what was signed. Raises AcademyError("program_damaged")."""
    for name, one in head.files.items():
        try:
            data = files.read(folder / name, carried.ONE_FILE)
        except OSError as error:
            raise AcademyError("program_damaged") from error
        if hashlib.sha256(data).hexdigest() != one.sha256:
            raise AcademyError("program_damaged")


def _offer(places: Places, head: Head) -> Offer:
    state = places.state()
    here = state.ready == head.name and places.head(head.name) is not None
    newest = (carried.number(state.version), state.released)
    newer = carried.number(head.version) > newest[0] and head.released > newest[1]
    if not newer and not here:
        raise AcademyError("program_older", version=head.version, here=state.version)
    places.need()
    now = _hashes(places)
    coming = {
        name: one.sha256 for name, one in head.files.items() if not name.startswith(names.WHEELS)
    }
    differ = {name for name in now.keys() | coming.keys() if now.get(name) != coming.get(name)}
    steps = (name.split("/") for name in differ)
    libraries = now.get("requirements.lock") != coming["requirements.lock"]
    if libraries and not places.has_start:
        raise AcademyError("program_libraries")
    return Offer(
        head=head,
        added=len(coming.keys() - now.keys()),
        changed=len(differ & now.keys() & coming.keys()),
        gone=len(now.keys() - coming.keys()),
        courses=tuple(sorted({step[1] for step in steps if step[0] == "courses" and step[2:]})),
        libraries=libraries,
        wheels=len(head.files) - len(coming),
        one_way=head.form > places.form(places.running),
        here=here,
    )


def _hashes(places: Places) -> Mapping[str, str]:
    """The SHA-256 of every file of the program that runs."""
    from academy.updates.releasing import collect

    return {name: hashlib.sha256(data).hexdigest() for name, data in collect(places.here)}


def _put(places: Places, head: Head, data: object) -> None:
    """Unpack beside, make durable, then give it its name."""
    stage = places.folder / f".coming-{secrets.token_hex(8)}"
    try:
        places.folder.mkdir(exist_ok=True)
        if shutil.disk_usage(places.folder).free < head.size + _MARGIN:
            raise AcademyError("disk_full")

        def put(name: str, content: bytes) -> None:
            path = stage / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(content)
                if not hasattr(os, "sync"):
                    file.flush()
                    os.fsync(file.fileno())

        carried.unpack(data, head, put)  # type: ignore[arg-type]
        if hasattr(os, "sync"):
            os.sync()
        files.write(places.folder / f"{head.name}.signed", head.signed)
        target = places.folder / head.name
        shutil.rmtree(target, ignore_errors=True)
        stage.replace(target)
    except OSError as error:
        full = error.errno == ENOSPC
        code = "disk_full" if full else "program_unwritable"
        raise AcademyError(code, folder=str(places.base)) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(stage)
