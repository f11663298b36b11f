"""Both doors in one process: waitress, the terminal's few words, a clean end.

Two servers with their own threads share one house. Nothing here knows what a page shows.
"""

import contextlib
import gc
import logging
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from errno import EACCES, EADDRINUSE, EADDRNOTAVAIL, EPERM
from socket import socket
from typing import IO, Any, ClassVar, Final

from academy import manuals
from academy.config import Config
from academy.door import network
from academy.errors import AcademyError
from academy.folder import OURS, hold, keep_to_ourselves, need_for_us, tell
from academy.languages import i18n
from academy.printing import qr
from academy.search import child
from academy.web import afresh, memory
from academy.web.listening import Door, Limits
from academy.web.shared import security
from academy.web.shared.house import House

log = logging.getLogger("academy")

LAN = Limits(threads=32, places=1000, body=64 * 2**10)
"""Two hundred phones open a few connections each, and send short forms. A commit takes in as many
of these as wait for one, and can't take more than there are threads: with 32 there are a third of
the commits that 12 need, for the same work of the processor. Pages are made one at a time all the
same (`shared.turns`); whoever waits for the disk takes no turn."""
SYNC = Limits(threads=12, places=100, body=2**20)
"""Laptops, which send parts of a MiB."""
STAFF = Limits(
    threads=4, places=100, body=2**20,
    large=("/courses/own/manual", manuals.LARGEST + security.LARGEST_REQUEST),
)  # fmt: skip
"""One browser, which sends lists, and now and then a manual with its pictures."""
FIRST_ANSWER: Final = 1.0
"""Seconds for which what can wait lets a first page be made alone."""
LAST_ANSWERS: Final = 2.0
"""Seconds for the answers that are being given when the house is sealed. Only an overloaded machine
needs them, or somebody who sends or fetches too slowly, and is cut off then."""


class _App:
    """An app that is made when somebody knocks, so that one door needn't wait for the other."""

    _one_at_a_time: ClassVar = threading.Lock()

    def __init__(self, make: Callable[[], Callable[..., Any]]) -> None:
        self._make = make
        self._made: Callable[..., Any] | None = None
        self.answered = threading.Event()

    def made(self) -> Callable[..., Any]:
        """The app itself."""
        if self._made is None:
            with self._one_at_a_time:
                self._made = self._made or self._make()
        return self._made

    def __call__(self, *asked: Any) -> Any:  # noqa: ANN401 - WSGI's own
        answer = self.made()(*asked)
        self.answered.set()
        return answer


@dataclass(frozen=True)
class Running:
    """Both doors, open. `lan_url` is what phones open, None while there is no network."""

    house: House
    lan_url: str | None
    staff_url: str
    doors: tuple[Door, ...]
    warming: threading.Thread
    sealed: threading.Event = field(default_factory=threading.Event)

    def wait(self) -> None:
        """Return when the house was sealed, or a door has closed by itself; otherwise never."""
        spare = memory.Spare()
        while all(door.thread.is_alive() for door in self.doors) and not self.sealed.wait(0.5):
            spare.look()

    def rest(self) -> None:
        """Begin nothing new, and have `wait` return."""
        for door in self.doors:
            door.rest()
        self.sealed.set()

    def hand_over(self) -> list[list[int]]:
        """Each door's sockets for the process that comes next, once all was answered or soon."""
        child.stop()
        soon = time.monotonic() + LAST_ANSWERS
        return [door.leave(soon) for door in self.doors]

    def close(self, patience: float = 30) -> None:
        """Close both doors, then the store; what is being done has `patience` seconds to end."""
        for door in self.doors:
            door.close(min(patience, 5))
        child.stop()
        self.warming.join(patience)
        self.house.lock()
        self.house.find_no_more()
        if not self.warming.is_alive():
            child.begin()  # nothing of this house builds any more; another in this process may


def start(config: Config, left: Sequence[Sequence[socket]] = ((), ())) -> Running:
    """Open both doors and return. `left`: their sockets, where another process has left them.

    Raises AcademyError: "port_taken", "port_forbidden" …, and "postgres_missing" or
    "log_unreachable" for a log on a server.
    """
    memory.share()
    if config.log_url is not None:
        from academy.store import opening

        opening.check_log(config.log_url)
    house = House(config)
    if config.demo:
        from academy.demo import PASSPHRASE

        house.unlock(PASSPHRASE)
        house.entry_token = secrets.token_urlsafe(16)
    # A full room queues for a moment; the trainer's terminal is not the place to hear of it.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    doors: list[Door] = []
    apps = (_App(lambda: _lan_app(house)), _App(lambda: _staff_app(house)))
    try:
        lan = SYNC if config.central else LAN
        for app, host, port, limits, sockets in (
            (apps[0], config.lan_host, config.lan_port, lan, left[0]),
            (apps[1], config.staff_host, config.staff_port, STAFF, left[1]),
        ):
            doors.append(_open(app, host, port, limits, sockets))
    except BaseException:
        for door in doors:
            door.close()
        house.lock()
        raise
    house.expect_paper = _warm_press
    child.begin()
    warming = threading.Thread(target=_warm, args=(house, apps), name="warm", daemon=True)
    warming.start()
    staff_url = network.base_url(config.staff_host, doors[1].port)
    return Running(house, _lan_url(config, doors[0].port), staff_url, tuple(doors), warming)


def serve(config: Config, show: Callable[[str], None] | None = None) -> list[list[int]] | None:
    """Run until Ctrl-C, or until the house is sealed: then the sockets for `afresh.begin`.

    Says in the terminal what to open, once both doors are open, and calls `show` with the trainer's
    address; not again where the house was sealed, because then somebody has that page before them.
    """
    show = show if afresh.is_first() else None
    keep_to_ourselves()
    afresh.end_with_parent()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    need_for_us(config.folder, OURS)
    with hold(config.folder) as held:
        return _serve(config, held, show or (lambda _: None))


def _serve(config: Config, held: IO[bytes], show: Callable[[str], None]) -> list[list[int]] | None:
    running = start(config, afresh.doors_left())
    tell(held, running.staff_url)
    running.house.on_seal(running.rest)
    try:
        _say(greeting(running))
        show(running.staff_url)
        running.wait()
        if running.sealed.is_set():
            return running.hand_over()
    except KeyboardInterrupt:
        _say("")
    except BaseException:
        running.close(patience=1)
        raise
    # Whoever presses Ctrl-C may be in a hurry; what was saved is on the disk.
    running.close(patience=1)
    return None


def greeting(running: Running) -> str:
    """What the terminal shows: the trainer's address, the phones' address with its QR code."""
    _ = i18n.gettext_for(i18n.of_this_computer())
    config, token = running.house.config, running.house.entry_token
    staff = f"{running.staff_url}/enter/{token}" if token else running.staff_url
    lines = [*_folder_told(running.house, _), "", _("On this computer, open:"), f"  {staff}", ""]
    if config.central:
        lines += [_("Devices sync to:"), f"  {running.lan_url or '—'}", ""]
    elif running.lan_url:
        lines += [_("Phones on the same Wi-Fi open:"), f"  {running.lan_url}", ""]
        lines += [qr.text(running.lan_url).rstrip("\n"), ""]
    else:
        lines += [_("This computer is on no network yet: phones can’t reach it."), ""]
    return "\n".join([*lines, _("Ctrl-C ends it."), ""])


def _folder_told(house: House, _: Callable[[str], str]) -> list[str]:
    """A sentence if other accounts can read the folder, or could until now."""
    if not house.folder.private:
        said = _(
            "Other accounts of this computer can read the data folder, and where it lies that can’t"
            " be changed. Move it to a disk that is yours alone."
        )
    elif house.folder.closed:
        said = _(
            "Other accounts of this computer could read the data folder. Now only this account can."
        )
    else:
        return []
    return ["", said]


def _open(
    app: Callable[..., Any], host: str, port: int, limits: Limits, left: Sequence[socket]
) -> Door:
    """A door, or why it can't be opened, in a sentence of ours."""
    try:
        return Door(app, host, port, limits, left)
    except OSError as error:
        raise _refusal(error, host, port) from error


def _staff_app(house: House) -> Callable[..., Any]:
    from academy.web.staff import create_app

    return create_app(house)


def _lan_app(house: House) -> Callable[..., Any]:
    """What the network sees: the participants' pages, at central the address to sync to."""
    if house.config.central:
        from academy.web.sync import create_app as create_sync_app

        return create_sync_app(house)
    from academy.web.participant import create_app as create_participant_app

    return create_participant_app(house)


def _lan_url(config: Config, port: int) -> str | None:
    if config.address:
        return config.address
    alone = config.lan_host in {"127.0.0.1", "localhost"}
    host = config.lan_host if alone else network.lan_address()
    return network.base_url(host, port) if host else None


def _warm(house: House, apps: Sequence[_App]) -> None:
    """What may take seconds and can wait: the other door, what is kept for the next start, the
    search index.

    Not the press, which takes 70 MB: see `House.expect_paper`.
    """
    try:
        apps[0].made()
        apps[0].answered.wait(FIRST_ANSWER)
    finally:
        gc.enable()
    apps[1].made()
    house.remembered.keep()
    try:
        house.find_words()
        house.find_words()  # the network's own may have changed meanwhile
    except AcademyError as refused:
        if refused.details.get("reason") != "ending":
            log.warning("no search: %s", refused.code)


def _warm_press() -> None:
    from academy.printing import certificate

    certificate.warm_soon()


def _refusal(error: OSError, host: str, port: int) -> Exception:
    """A port that can't be had, as a sentence of ours."""
    if error.errno == EADDRINUSE:
        return AcademyError("port_taken", port=port)
    if error.errno in {EACCES, EPERM}:
        return AcademyError("port_forbidden", port=port)
    if error.errno == EADDRNOTAVAIL:
        return AcademyError("host_unknown", host=host)
    return error


def _say(text: str) -> None:
    """Write to the terminal, whatever letters it knows."""
    with contextlib.suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
