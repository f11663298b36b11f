"""What both doors share while the program runs: the courses, the store once it is unlocked, the
codes on the projector. Made once at the start; several threads use it.
"""

import contextlib
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from academy.config import Config
from academy.courses import Library, locale_of
from academy.courses.languages import MADE_FROM, pack_language
from academy.courses.own import Own
from academy.courses.remembered import FILE, Remembered
from academy.courses.terms import STANDS_IN
from academy.data import data_folder
from academy.door.access import Guesses, Screen
from academy.door.codes import OpenCodes
from academy.door.pace import Pace
from academy.door.waiting import Hands, Newcomers, WaysIn
from academy.errors import AcademyError
from academy.folder import Found, open_at_start
from academy.languages.locales import NAMES, Reading, of_this_computer, reading
from academy.languages.own_sentences import OwnSentences
from academy.printing import brought
from academy.times.clock import Clock
from academy.web.shared.packs import Packs
from academy.web.shared.words import beside

if TYPE_CHECKING:
    from academy.courses import Inserts, Week
    from academy.papers import Papers
    from academy.search import Index
    from academy.store import Store
    from academy.takehome import Shelf
    from academy.takehome.shelf import Wanted
    from academy.takehome.things import Home, Speak
    from academy.worksheets import Shelf as Worksheets
    from academy.worksheets import Worksheet

INSERTS = "inserts"
"""The folder of inserts beside the store, where no other is named."""


class House:
    """One running copy. `store` is None while it is locked; the courses are always there."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.folder: Found = open_at_start(config.folder)
        """How the folder was found: whether other accounts could, or still can, read it."""
        self._making = threading.RLock()
        self._index: Index | None = None
        self._finding = threading.Lock()
        self._inserts: Inserts | None = None
        self._take_home: Shelf | None = None
        self._weeks: tuple[Week | None, list[AcademyError]] | None = None
        self.remembered = Remembered(config.courses, config.folder / FILE)
        self.packs = Packs(
            self.remembered.library(private=self.folder.private),
            Own(config.courses, config.own_courses),
        )
        self.sentences = OwnSentences(config.own_sentences, data_folder("translations"))
        brought.use(config.folder / brought.FOLDER)
        self._model_papers: list[Papers | None] = []
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
        self.edition = object()
        """Another one whenever courses, sentences or what stands beside them have changed."""
        self.blank: dict[tuple[str, ...], tuple[bytes, list[tuple[str, str]]]] = {}
        """Blank worksheets to print and to fill in, with their headers: the same for all."""
        self.papers = Pace(10, 300, slots=2**10)
        """Papers and files for one person: each takes a second."""
        self.expect_paper: Callable[[], None] = lambda: None
        """Called where somebody looks at what can be printed: what a press needs may be loaded."""
        self._worksheets: Worksheets | None = None
        self.packs.on_change(self._read_anew)
        self.sentences.on_change(lambda: self._read_anew(self.library))
        self._lock = threading.Lock()
        self._on_lock: list[Callable[[], None]] = []
        self._on_seal: list[Callable[[], None]] = []
        self._on_sign_out: list[Callable[..., None]] = []

    @property
    def index(self) -> "Index":
        """Where words of the courses are found; loaded, with its library, when first asked for.

        Raises AcademyError("search_unavailable") where that library can't be loaded.
        """
        with self._making:
            if self._index is None:
                from academy.search import open_index

                self._index = open_index(self.config.folder / "search")
            return self._index

    def find_no_more(self) -> None:
        """Let go of the files in which words are found."""
        if self._index is not None:
            self._index.close()

    @property
    def inserts(self) -> "Inserts":
        """What holds in one country, for the courses as they are now."""
        with self._making:
            if self._inserts is None:
                from academy.courses import load_inserts

                folder = self.config.inserts or self.config.folder / INSERTS
                self._inserts = load_inserts(folder, self.library)
            return self._inserts

    @inserts.setter
    def inserts(self, inserts: "Inserts") -> None:
        self._inserts = inserts

    @property
    def week(self) -> "Week | None":
        """What is asked before and after a week, in the network's own languages too."""
        return self._asked[0]

    @property
    def week_broken(self) -> list[AcademyError]:
        """What of the network's own for it is left out, and why."""
        return self._asked[1]

    @property
    def _asked(self) -> "tuple[Week | None, list[AcademyError]]":
        with self._making:
            if self._weeks is None:
                from academy.courses import load_week
                from academy.courses.own import week_with_own

                shipped = load_week(self.config.courses, leave_out_broken=True)
                self._weeks = week_with_own(shipped, self.packs.own)
            return self._weeks

    @property
    def take_home(self) -> "Shelf":
        """What can be taken home of the courses as they are now."""
        with self._making:
            if self._take_home is None:
                from academy.takehome import Shelf

                self._take_home = Shelf(self.library, beside, self.packs.home_of, self._made)
            return self._take_home

    @property
    def model_papers(self) -> "Papers | None":
        """The papers to adapt; read when they are first asked for, and none where one is broken."""
        with self._making:
            if not self._model_papers:
                from academy import papers

                self._model_papers = [papers.load(self.config.courses, leave_out_broken=True)]
            return self._model_papers[0]

    def _made(self, wanted: "Wanted", library: Library, speak: "Speak", home: "Home") -> bytes:
        """Whatever can be taken home: of a course, or a paper to adapt."""
        from academy import papers, takehome

        if isinstance(wanted, takehome.Thing):
            return takehome.make(wanted, library, speak, home)
        assert isinstance(wanted, papers.File)  # noqa: S101 - there is nothing else
        return papers.make(wanted, self.model_papers, speak)

    @property
    def worksheets(self) -> "Worksheets":
        """The worksheets of the courses; read when they are first asked for."""
        if self._worksheets is None:
            from academy.worksheets import load as load_worksheets

            came = load_worksheets(self.config.courses, leave_out_broken=True)
            self._worksheets = {**self._own_worksheets(), **came, **self._adapted_worksheets()}
        return self._worksheets

    def _own_worksheets(self) -> "Worksheets":
        """Those of the network's own courses that can be read."""
        from academy.worksheets import load as load_worksheets

        folder, library = self.packs.folder, self.library
        found = load_worksheets(folder, leave_out_broken=True) if folder.is_dir() else {}
        return {key: one for key, one in found.items() if library.course(key[0])}

    def _adapted_worksheets(self) -> "Worksheets":
        """Those of which the network says something in its own words."""
        from academy.worksheets import load_from

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

    @property
    def taught(self) -> tuple[str, ...]:
        """The languages of courses that no pages come in."""
        found = map(locale_of, self.library.languages)
        return tuple(one for one in found if one not in NAMES)

    def reading(self, kept: str | None, accepted: str | None) -> Reading:
        """In what somebody reads who keeps this choice, else accepts these languages."""
        return reading(kept, accepted, self.taught)

    def _read_anew(self, _library: Library) -> None:
        """Forget what was made of the courses as they were; find words in the new ones."""
        self.kept.clear()
        self.blank.clear()
        self._worksheets = None
        with self._making:
            self._inserts = self._take_home = self._weeks = None
        self.edition = object()  # last: what was made meanwhile may be of both
        if self._index is not None and self._index.ready:
            threading.Thread(target=self._refresh, daemon=True).start()

    def _refresh(self) -> None:
        with contextlib.suppress(AcademyError):  # the old index answers on
            self.find_words()

    def find_words(self) -> None:
        """Have the search answer from the courses; what takes long is done by another process.

        From the courses as they are when those who asked before have what they wanted: whoever
        is the last to have it done is not always the last who asked.

        First in this computer's language, then in the one that stands in for what nobody has
        translated. Raises as `Index.refresh`.
        """
        from academy.search.child import build_apart

        index, places = self.index, (self.config.courses, self.config.own_courses)
        reads = pack_language(of_this_computer())
        first = MADE_FROM.get(reads, reads), STANDS_IN

        def build(folder: Path) -> None:
            build_apart(*places, folder, first, lambda: index.look(library))

        with self._finding:
            library = self.library
            index.refresh(library, build)

    @property
    def is_set_up(self) -> bool:
        """Whether this folder has a store at all."""
        from academy.store import slots

        return self.store is not None or slots.exists(self.config.folder)

    def set_up(self, passphrase: str) -> "Store":
        """Make the store under a first passphrase. Raises AcademyError as opening.create does."""
        from academy.store import opening

        with self._lock:
            self.store = opening.create(self.config.folder, passphrase, self.config.log_url)
            self._remember_role(self.store)
            return self.store

    def unlock(self, passphrase: str) -> "Store":
        """Open the store, or prove the passphrase when it is open already.

        Raises AcademyError: "passphrase_wrong", "store_unreadable" …
        """
        from academy.store import opening

        with self._lock:
            if self.store is None:
                self.store = opening.unlock(self.config.folder, passphrase, self.config.log_url)
                self._remember_role(self.store)
            elif not self.store.opens_with(passphrase):
                raise AcademyError("passphrase_wrong")
            return self.store

    def _remember_role(self, store: "Store") -> None:
        """Note that this is the central copy, for the commands that find the folder later."""
        if self.config.central and not store.setting("central"):
            store.set_setting("central", value=True)

    @property
    def clock(self) -> Clock:
        """What time it is; before the store is open, what it will go on with."""
        return Clock(self.config.folder) if self.store is None else self.store.clock

    def need_store(self) -> "Store":
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
