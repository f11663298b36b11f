"""What both doors share while the program runs: the courses, the store once it is unlocked, the
codes on the projector. Made once at the start; several threads use it.
"""

import contextlib
import secrets
import threading
from collections.abc import Callable

from academy.access import Guesses, Screen
from academy.clock import Clock
from academy.codes import OpenCodes
from academy.config import Config
from academy.courses import Library, load, load_inserts, load_week
from academy.courses.own import Own, week_with_own
from academy.data import data_folder
from academy.errors import AcademyError
from academy.folder import Found, open_at_start
from academy.own_sentences import OwnSentences
from academy.pace import Pace
from academy.search import Index
from academy.store import Store, opening
from academy.takehome import Shelf
from academy.waiting import Hands, Newcomers, WaysIn
from academy.web.shared.packs import Packs
from academy.web.shared.words import beside
from academy.worksheets import Shelf as Worksheets
from academy.worksheets import Worksheet, load_from
from academy.worksheets import load as load_worksheets

INSERTS = "inserts"
"""The folder of inserts beside the store, where no other is named."""


class House:
    """One running copy. `store` is None while it is locked; the courses are always there."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.folder: Found = open_at_start(config.folder)
        """How the folder was found: whether other accounts could, or still can, read it."""
        self.packs = Packs(
            load(config.courses, leave_out_broken=True), Own(config.courses, config.own_courses)
        )
        self.sentences = OwnSentences(config.own_sentences, data_folder("translations"))
        self._week = load_week(config.courses, leave_out_broken=True)
        self._make_of(self.packs.library())
        self.index = Index(config.folder / "search")
        self.codes = OpenCodes()
        self.guesses = Guesses()
        self.screen = Screen()
        self.ways_in = WaysIn()
        self.hands = Hands()
        self.newcomers = Newcomers()
        self.secret = secrets.token_bytes(32)
        self.entry_token: str | None = None  # the demo's one-time way in, without a passphrase
        self.store: Store | None = None
        self.kept: dict[tuple[str, ...], str] = {}
        """Parts of public pages, rendered once for all who read them."""
        self.blank: dict[tuple[str, ...], tuple[bytes, list[tuple[str, str]]]] = {}
        """Blank worksheets to print and to fill in, with their headers: the same for all."""
        self.papers = Pace(10, 300, slots=2**10)
        """Papers and files for one person: each takes a second."""
        self._worksheets: Worksheets | None = None
        self.packs.on_change(self._read_anew)
        self.sentences.on_change(lambda: self._read_anew(self.library))
        self._lock = threading.Lock()
        self._on_lock: list[Callable[[], None]] = []
        self._on_seal: list[Callable[[], None]] = []
        self._on_sign_out: list[Callable[..., None]] = []

    @property
    def worksheets(self) -> Worksheets:
        """The worksheets of the courses; read when they are first asked for."""
        if self._worksheets is None:
            came = load_worksheets(self.config.courses, leave_out_broken=True)
            self._worksheets = {**self._own_worksheets(), **came, **self._adapted_worksheets()}
        return self._worksheets

    def _own_worksheets(self) -> Worksheets:
        """Those of the network's own courses that can be read."""
        folder, library = self.packs.folder, self.library
        found = load_worksheets(folder, leave_out_broken=True) if folder.is_dir() else {}
        return {key: one for key, one in found.items() if library.course(key[0])}

    def _adapted_worksheets(self) -> Worksheets:
        """Those of which the network says something in its own words."""
        found: dict[tuple[str, str], Worksheet] = {}
        for course in self.packs.adapted():
            found |= load_from(self.packs.home_of(course), course)
        return found

    @property
    def library(self) -> Library:
        """The courses as they are now: the network's own may change while the house stands."""
        return self.packs.library()

    @library.setter
    def library(self, library: Library) -> None:
        self.packs.replace(library)

    def _read_anew(self, library: Library) -> None:
        """Forget what was made of the courses as they were; find words in the new ones."""
        self.kept.clear()
        self.blank.clear()
        self._worksheets = None
        self._make_of(library)
        if self.index.ready:
            threading.Thread(target=self._refresh, args=(library,), daemon=True).start()

    def _make_of(self, library: Library) -> None:
        """What stands beside the courses, and what can be taken home of them."""
        self.inserts = load_inserts(self.config.inserts or self.config.folder / INSERTS, library)
        self.week, self.week_broken = week_with_own(self._week, self.packs.own)
        self.take_home = Shelf(library, beside, self.packs.home_of)

    def _refresh(self, library: Library) -> None:
        with contextlib.suppress(AcademyError):  # the old index answers on
            self.index.refresh(library)

    @property
    def is_set_up(self) -> bool:
        """Whether this folder has a store at all."""
        return self.store is not None or opening.exists(self.config.folder)

    def set_up(self, passphrase: str) -> Store:
        """Make the store under a first passphrase. Raises AcademyError as opening.create does."""
        with self._lock:
            self.store = opening.create(self.config.folder, passphrase, self.config.log_url)
            self._remember_role(self.store)
            return self.store

    def unlock(self, passphrase: str) -> Store:
        """Open the store, or prove the passphrase when it is open already.

        Raises AcademyError: "passphrase_wrong", "store_unreadable" …
        """
        with self._lock:
            if self.store is None:
                self.store = opening.unlock(self.config.folder, passphrase, self.config.log_url)
                self._remember_role(self.store)
            elif not self.store.opens_with(passphrase):
                raise AcademyError("passphrase_wrong")
            return self.store

    def _remember_role(self, store: Store) -> None:
        """Note that this is the central copy, for the commands that find the folder later."""
        if self.config.central and not store.setting("central"):
            store.set_setting("central", value=True)

    @property
    def clock(self) -> Clock:
        """What time it is; before the store is open, what it will go on with."""
        return Clock(self.config.folder) if self.store is None else self.store.clock

    def need_store(self) -> Store:
        """The open store. Raises AcademyError("store_locked")."""
        if self.store is None:
            raise AcademyError("store_locked")
        return self.store

    def on_lock(self, forget: Callable[[], None]) -> None:
        """Have `forget` called when the store is locked: sessions end there."""
        self._on_lock.append(forget)

    def on_seal(self, end: Callable[[], None]) -> None:
        """Have `end` called when the house is sealed: the process that knew the key must end."""
        self._on_seal.append(end)

    def seal(self) -> None:
        """Drop the key, and have this process end: its memory is full of what was read."""
        for end in self._on_seal:
            end()
        self.lock()

    def on_sign_out(self, forget: Callable[..., None]) -> None:
        """Have `forget` called with people's ids when those people's sessions must end."""
        self._on_sign_out.append(forget)

    def sign_out(self, *people: str) -> None:
        """End people's sessions at every door: a new PIN was given, or they are known no more."""
        self.guesses.forget(*people)
        for person in people:
            self.ways_in.close(person)
        for forget in self._on_sign_out:
            forget(*people)

    def lock(self) -> None:
        """Drop the key. The courses stay readable."""
        with self._lock:
            store, self.store = self.store, None
            # Who waits, asks or was helped is nobody's business while the laptop is sealed.
            self.ways_in, self.hands, self.newcomers = WaysIn(), Hands(), Newcomers()
            self.guesses.forget(*self.guesses.told())
        for forget in self._on_lock:
            forget()
        if store is not None:
            store.close()
