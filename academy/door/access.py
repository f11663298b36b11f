"""How a participant proves to be the same person again: an alias and a 6-digit PIN.

Guessing is limited by what was *typed*, never by whether anybody is called so: a budget per alias
for phones nobody knows, with the same answer, the same work and the same wait for aliases that
nobody has. A phone that once proved a PIN holds a long random token and has a budget of its own for
that person; so whoever fills an alias's budget shuts out strange phones under that one alias and
nobody else, the trainer reads of it, and one press lets the person in (`WaysIn`).

Every try is counted before it is looked at, and given back when it was right: forty at once are
worth no more than forty one after the other. Budgets run on the monotonic clock, because a laptop's
wall clock jumps. There is no budget for all together, which one phone could fill for everybody;
what is bounded instead is the *work* that strangers cause at one time.

With six digits, 5 tries at once and at most 60 in eight hours find a PIN with a chance of 6 in
100,000.
"""

import hashlib
import hmac
import math
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from academy.door.pace import Pace
from academy.errors import AcademyError
from academy.projections import Row, Tables
from academy.text import digits, looks

if TYPE_CHECKING:
    from academy.store import Store

SHORT_WINDOW: Final = (5, 5 * 60)
LONG_WINDOW: Final = (30, 8 * 3600)
"""So many tries at once, and so many again in so many seconds: at most 60 in any eight hours."""

LONG_SLOTS: Final = 2**18
"""Four megabytes: enough that the tries two cores can look at, some 120 a second for as long as
somebody likes, leave a name's slots emptier than they fill (30 in 8 hours is 273 a second here)."""

MOST_PLACES: Final = 6
"""In how many workshops of this laptop an alias is looked for."""
LONGEST_ALIAS: Final = 200
"""Characters that are looked at of what was typed."""

AT_ONCE: Final = 2
"""How many PINs of strange phones are worked on at one time, and as many again of known ones."""
CALM: Final = (150, 60)
"""Up to here strange phones queue for that. Beyond it, whoever finds no free place comes again: a
flood must not take all the threads of those who only read."""

PHONES_EACH: Final = 10
"""How many phones a person is known by; the one known for longest goes."""


# PINs


class Pin(NamedTuple):
    """A PIN that is nobody's yet: its digits, and what the store keeps of them for anybody."""

    digits: str
    stretched: bytes


def draw_pin(store: "Store") -> Pin:
    """A fresh PIN. Drawn before the writer's turn: making it hard to guess takes long."""
    drawn = f"{secrets.randbelow(10**6):06d}"
    return Pin(drawn, _stretched(_salt(store), drawn))


def keep_pin(tables: Tables, person: str, pin: Pin) -> None:
    """Inside a change: put a PIN in the place of a person's old one.

    Phones that proved the old one are strange phones again.
    """
    tables.connection.execute(
        "INSERT INTO pins (person, hash) VALUES (?, ?)"
        " ON CONFLICT (person) DO UPDATE SET hash = excluded.hash",
        (person, _kept(pin.stretched, person)),
    )
    tables.connection.execute("DELETE FROM phones WHERE person = ?", (person,))


def give_pins(store: "Store", pins: Mapping[str, Pin], others: Iterable[str] = ()) -> None:
    """Give people the PINs drawn for them, by person, in one step: all of them or none.

    The PINs of `others`, further registrations of the same people, end in the same step.
    """

    def change(tables: Tables) -> None:
        forget_phones(tables, [one for one in others if one not in pins])
        for person, pin in pins.items():
            keep_pin(tables, person, pin)

    store.noting(change, concerns=())


def new_pin(store: "Store", person: str, *others: str) -> str:
    """Give a person a fresh PIN and return it: the only time it is ever seen. `others` as below."""
    pin = draw_pin(store)
    give_pins(store, {person: pin}, others)
    return pin.digits


def note_joined(tables: Tables, person: str, workshop: str, at: str) -> None:
    """Inside a change: remember that somebody came in by this laptop's door, for itself alone."""
    tables.connection.execute(
        "INSERT INTO joins (person, workshop, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (person, workshop, at),
    )


def _salt(store: "Store") -> bytes:
    """This device's own salt for PINs.

    One for all, so that a try costs one stretching however many people go by the alias typed: with
    a salt each, the time of an answer would tell their number, and none apart from some. It lies in
    the encrypted store beside the hashes; whoever reads one reads the other.
    """
    from academy.store import slots  # whoever has a PIN has an open store before them

    def change(tables: Tables) -> str:
        tables.connection.execute(
            "INSERT INTO settings (name, value) VALUES ('pin_salt', ?) ON CONFLICT DO NOTHING",
            (f'"{secrets.token_hex(slots.SALT)}"',),
        )
        return str(tables.value("SELECT value FROM settings WHERE name = 'pin_salt'")).strip('"')

    return bytes.fromhex(store.setting("pin_salt") or store.noting(change, concerns=()))


def _stretched(salt: bytes, pin: str) -> bytes:
    """What is made of the digits, in whatever script they were typed."""
    from academy.store import slots

    return slots.stretched(salt, digits.only(pin).encode())


def _kept(stretched: bytes, person: str) -> str:
    """What the store holds of a person's PIN."""
    return hmac.digest(stretched, person.encode(), hashlib.sha256).hex()


# Guessing


class Guesses:
    """Counts tries. One for the whole participants' app; several threads use it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._paces = (Pace(*SHORT_WINDOW, clock), Pace(*LONG_WINDOW, clock, slots=LONG_SLOTS))
        self._calm = Pace(*CALM, clock, slots=1)
        self._strange, self._known = (threading.BoundedSemaphore(AT_ONCE) for _ in range(2))
        self._lock = threading.Lock()
        self._told: dict[str, int] = {}

    def reserve(self, name: str) -> None:
        """Count a try. Raises AcademyError("too_many_guesses", minutes=…) where it must wait."""
        with self._lock:
            for number, pace in enumerate(self._paces):
                if wait := pace.take(name):
                    for taken in self._paces[:number]:
                        taken.give_back(name)
                    raise AcademyError("too_many_guesses", minutes=math.ceil(wait / 60))

    def give_back(self, name: str) -> None:
        """The try was a right one, or was never looked at."""
        with self._lock:
            for pace in self._paces:
                pace.give_back(name)

    @contextmanager
    def at_work(self, *, known: bool) -> Iterator[None]:
        """Wait for a turn at the costly part. Raises AcademyError("store_busy") in a flood."""
        lane = self._known if known else self._strange
        patient = known or not self._calm.take("")
        if not lane.acquire(blocking=patient):
            raise AcademyError("store_busy")
        try:
            yield
        finally:
            lane.release()

    # What the trainer is told

    def wrong(self, person: str) -> None:
        """Somebody with a strange phone typed this person's alias and another PIN."""
        with self._lock:
            self._told[person] = self._told.get(person, 0) + 1

    def told(self) -> dict[str, int]:
        """How often that was so, by person, since each was `forget`ten. Only registered people."""
        with self._lock:
            return dict(self._told)

    def forget(self, *people: str) -> None:
        """The trainer has read it, or helped. No budget changes: that would tell who is here."""
        with self._lock:
            for person in people:
                self._told.pop(person, None)


PAUSE: Final = 1.0
"""Seconds that a wrong passphrase of a strange browser holds up the next strange one."""


class Screen:
    """Tries of the passphrase, where nobody may be locked out: the right one always opens.

    What stands between a guesser and the store is the passphrase itself and a pace: browsers that
    nobody knows go one at a time, a second apart, 86,400 a day in all, and two of them may stand
    there; the others are told to come again. A browser that proved it before goes past them, five
    slips at a time; after those it stands with the strangers.
    """

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._own = Pace(*SHORT_WINDOW)
        self._lane = threading.Lock()
        self._places = threading.BoundedSemaphore(2)
        self._sleep = sleep

    @contextmanager
    def turn(self, browser: str) -> Iterator[None]:
        """Try it inside. `browser` is what a known one is known by, "" for a strange one.

        Raises AcademyError("store_busy") where too many strangers stand already.
        """
        if browser and not self._own.take(browser):
            yield
            self._own.give_back(browser)
            return
        if not self._places.acquire(blocking=False):
            raise AcademyError("store_busy")
        try:
            with self._lane:
                try:
                    yield
                except AcademyError:
                    self._sleep(PAUSE)
                    raise
        finally:
            self._places.release()


def sign_in(
    store: "Store", guesses: Guesses, alias: str, pin: str, phone: str = ""
) -> tuple[str, str]:
    """Whose alias and PIN these are: (person, workshop), the latest workshop first.

    `phone` is the token of a phone that proved a PIN before. Raises AcademyError: "pin_wrong" (the
    same, after the same work, for an alias nobody has), "too_many_guesses", "store_busy".
    """
    typed = looks.compared(alias[:LONGEST_ALIAS])
    found = _known_as(store.tables(), typed, phone)
    trusted = [row for row in found if row["trusted"]]
    budget = f"phone:{phone}" if trusted else f"alias:{typed}"
    row = _proved(store, guesses, budget, pin, trusted or found, known=bool(trusted))
    if row is None:
        if not trusted:
            for one in found:
                guesses.wrong(one["person"])
        raise AcademyError("pin_wrong")
    return row["person"], row["workshop"]


def check_pin(store: "Store", guesses: Guesses, person: str, pin: str) -> str:
    """The person, who is signed in, when the PIN is right. Raises as `sign_in` does."""
    kept = store.tables().value("SELECT hash FROM pins WHERE person = ?", (person,))
    whose = [{"person": person, "hash": kept}]
    if _proved(store, guesses, f"person:{person}", pin, whose, known=True) is None:
        raise AcademyError("pin_wrong")
    return person


def _proved(
    store: "Store", guesses: Guesses, budget: str, pin: str, rows: list[Row], *, known: bool
) -> Row | None:
    """The row whose PIN was typed, at one counted try and one stretching for all of them."""
    guesses.reserve(budget)
    try:
        with guesses.at_work(known=known):
            stretched = _stretched(_salt(store), pin)
    except AcademyError:
        guesses.give_back(budget)
        raise
    for row in rows:
        if hmac.compare_digest(_kept(stretched, row["person"]), row["hash"] or ""):
            guesses.give_back(budget)
            return row
    return None


def _known_as(tables: Tables, compared: str, phone: str) -> list[Row]:
    """Who goes by an alias, and whether this phone proved to be theirs: one question for all."""
    return tables.rows(
        "SELECT p.person, p.workshop, k.hash, EXISTS (SELECT 1 FROM phones f"
        "  WHERE f.token = ? AND f.person = p.person) AS trusted"
        " FROM aliases a CROSS JOIN people p ON p.spelt = a.spelt AND p.compared = a.compared"
        " LEFT JOIN pins k ON k.person = p.person LEFT JOIN workshops w ON w.workshop = p.workshop"
        " WHERE a.compared = ? ORDER BY w.starts DESC, w.title, p.person LIMIT ?",
        (_hashed(phone), compared, MOST_PLACES),
    )


# Phones and browsers that proved something before


def remember_phone(store: "Store", phone: str, person: str) -> None:
    """Know a phone by its token again, for this person alone. The store keeps only its hash."""
    token = _hashed(phone)
    if store.tables().value("SELECT 1 FROM phones WHERE token = ? AND person = ?", (token, person)):
        return

    def change(tables: Tables) -> None:
        tables.connection.execute(
            "INSERT INTO phones (token, person) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (token, person),
        )
        tables.connection.execute(
            "DELETE FROM phones WHERE person = ? AND rowid NOT IN (SELECT rowid FROM phones"
            " WHERE person = ? ORDER BY rowid DESC LIMIT ?)",
            (person, person, PHONES_EACH),
        )

    store.noting(change, concerns=())


def is_known(store: "Store", phone: str, person: str) -> bool:
    """Whether this token was remembered for this person."""
    found = store.tables().value(
        "SELECT 1 FROM phones WHERE token = ? AND person = ?", (_hashed(phone), person)
    )
    return found is not None


def forget_phones(tables: Tables, people: list[str]) -> None:
    """Inside a change: PINs and phones of people who are gone, and when they joined."""
    for table in ("pins", "phones", "joins"):
        tables.connection.executemany(
            f"DELETE FROM {table} WHERE person = ?",  # noqa: S608 - a constant
            [(person,) for person in people],
        )


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
