"""The devices this one exchanges with, what each last said it holds, and what was carried to whom.

A peer is first *waiting*; people compare six words; then it is *trusted*, until it is *revoked*.
Like the log, this room never commits: the caller owns the transaction.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sync import keys
from sync.bundle import Receipt
from sync.entries import Have, Head
from sync.errors import ExchangeError
from sync.payload import have_from_json, have_to_json, tips_from_json
from sync.tables import Tables

MAX_WAITING = 100
MAX_EXPECTED = 20

_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS sync_peers (
        device TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, state TEXT NOT NULL,
        address TEXT, have TEXT NOT NULL, receipted TEXT NOT NULL, receipt_at TEXT,
        last_exchange TEXT, sent TEXT, answered TEXT, turn {integer} NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS sync_carried (
        number {integer} PRIMARY KEY, name TEXT NOT NULL, device TEXT NOT NULL,
        bundle TEXT NOT NULL, standing TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS sync_waiting (
        number {integer} PRIMARY KEY, device TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS sync_expected (
        number {integer} PRIMARY KEY, words TEXT NOT NULL, name TEXT NOT NULL)""",
)
_COLUMNS = (
    "device, name, role, state, address, have, receipted, receipt_at, last_exchange, "
    "sent, answered, turn"
)


@dataclass(frozen=True)
class Peer:
    """One device: `seen` is what it last said, signed, that it holds."""

    device: str
    name: str = ""
    role: str = "device"  # or "central"
    state: str = "waiting"  # or "trusted", "revoked"
    address: str | None = None
    have: Have = field(default_factory=lambda: Have({}, {}))
    receipted: dict[str, tuple[Head, ...]] = field(default_factory=dict)
    receipt_at: str | None = None
    last_exchange: str | None = None
    sent: str | None = None  # id of the newest bundle made for it
    answered: str | None = None  # id of the newest bundle taken from it
    turn: int = 0  # how many entries it held when it last spoke: tells an old bundle from a new one

    @property
    def seen(self) -> dict[str, Head]:
        """What it last said, signed, that it holds."""
        return self.have.heads


@dataclass(frozen=True)
class Carried:
    """A bundle this device put on a stick; `standing` is what it was made from."""

    name: str
    device: str
    bundle: str
    standing: str


class Trusted:
    """The devices that are trusted, each looked up when it is first asked for: most of what comes
    asks for one, where there may be thousands.
    """

    def __init__(self, tables: Tables) -> None:
        """Ask these tables, for as long as nobody's standing changes."""
        self._tables = tables
        self._known: dict[object, bool] = {}

    def __contains__(self, device: object) -> bool:
        """Say whether a device is trusted."""
        if device not in self._known:
            sql = "SELECT 1 FROM sync_peers WHERE device = ? AND state = 'trusted'"
            self._known[device] = self._tables.one(sql, device) is not None
        return self._known[device]


class Peers:
    """The devices this one exchanges with, on the same connection as the log."""

    def __init__(
        self,
        connection: Any,  # noqa: ANN401
        tables: type[Tables] = Tables,
        *,
        made: bool = False,
    ) -> None:
        """Open the peers on `connection`, making the tables unless they are known to be `made`."""
        self._tables = tables(connection)
        for statement in () if made else _SCHEMA:
            self._tables.run(statement.format(**self._tables.types))

    def get(self, device: str) -> Peer | None:
        """Return one peer, or None."""
        sql = f"SELECT {_COLUMNS} FROM sync_peers WHERE device = ?"  # noqa: S608 – a constant
        row = self._tables.run(sql, (device,)).fetchone()
        return None if row is None else _peer(row)

    def all(self, *, state: str | None = None, role: str | None = None) -> list[Peer]:
        """Return the peers, or those in one state or role, by name."""
        rows = self._tables.run(f"SELECT {_COLUMNS} FROM sync_peers ORDER BY name, device")  # noqa: S608
        peers = [_peer(row) for row in rows.fetchall()]
        return [p for p in peers if state in (None, p.state) and role in (None, p.role)]

    def trusted(self) -> Trusted:
        """Return who is trusted now, to be asked of some of them."""
        return Trusted(self._tables)

    def put(self, peer: Peer) -> None:
        """Store `peer`, in place of what was known of its device."""
        self._tables.run("DELETE FROM sync_peers WHERE device = ?", (peer.device,))
        self._tables.run(
            f"INSERT INTO sync_peers ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (
                peer.device, peer.name, peer.role, peer.state, peer.address,
                json.dumps(have_to_json(peer.have)), json.dumps(peer.receipted), peer.receipt_at,
                peer.last_exchange, peer.sent, peer.answered, peer.turn,
            ),
        )  # fmt: skip

    def meet(self, device: str, name: str, role: str, address: str | None = None) -> Peer:
        """Return the peer: a stranger as waiting, or as trusted when its words are expected.

        When too many wait, who has waited longest is forgotten, and may ask again.
        """
        known = self.get(device)
        if known is None:
            self.put(Peer(device, name, role, address=address))
            self._let_wait(device)
            return self._expect(device) or self._known(device)
        # Until it is trusted, what it says of itself may still become clearer.
        role = role if known.state == "waiting" and role == "central" else known.role
        said = replace(known, role=role, address=address or known.address)
        if said != known:
            self.put(said)
        return said

    def expect(self, words: list[str], name: str) -> Peer | None:
        """Trust the device with these six words, heard by whoever asks: now, or once it comes.

        Returns it if it waits already. However many strangers come, it needs no place among them.
        """
        said = " ".join(words)
        self.no_longer_expect(words)
        number = self._tables.last("sync_expected", "number") + 1
        self._tables.run("INSERT INTO sync_expected VALUES (?, ?, ?)", (number, said, name))
        self._tables.run("DELETE FROM sync_expected WHERE number <= ?", (number - MAX_EXPECTED,))
        rows = self._tables.run(
            "SELECT device FROM sync_peers WHERE state = 'waiting' AND role = 'device'"
        )
        waiting = (device for (device,) in rows.fetchall())
        found = next((device for device in waiting if keys.words(device) == words), None)
        return None if found is None else self._expect(found)

    def expected(self) -> list[tuple[list[str], str]]:
        """Return whose words were typed in and who has not come yet, with their names."""
        rows = self._tables.run("SELECT words, name FROM sync_expected ORDER BY number")
        return [(words.split(), name) for words, name in rows.fetchall()]

    def no_longer_expect(self, words: list[str]) -> None:
        """Forget words that were typed in."""
        self._tables.run("DELETE FROM sync_expected WHERE words = ?", (" ".join(words),))

    def _expect(self, device: str) -> Peer | None:
        """Trust a device that is expected, under the name it was given; None if it isn't."""
        peer = self._known(device)
        words = keys.words(device)
        rows = self._tables.run(
            "SELECT name FROM sync_expected WHERE words = ?", (" ".join(words),)
        )
        row = rows.fetchone()
        if row is None or peer.role != "device":
            return None
        self.no_longer_expect(words)
        self.put(replace(peer, name=row[0]))
        return self.trust(device)

    def _let_wait(self, device: str) -> None:
        self._tables.run("DELETE FROM sync_waiting WHERE device = ?", (device,))
        number = self._tables.last("sync_waiting", "number") + 1
        self._tables.run("INSERT INTO sync_waiting VALUES (?, ?)", (number, device))
        rows = self._tables.run(
            "SELECT device FROM sync_waiting WHERE number <= ?", (number - MAX_WAITING,)
        )
        for (oldest,) in rows.fetchall():
            peer = self.get(oldest)
            if peer is not None and peer.state == "waiting":
                self.forget(oldest)
        self._tables.run("DELETE FROM sync_waiting WHERE number <= ?", (number - MAX_WAITING,))

    def trust(self, device: str, *, role: str | None = None) -> Peer:
        """Trust a device whose words were compared; raises ExchangeError("device_unknown")."""
        return self._change(device, state="trusted", **({"role": role} if role else {}))

    def revoke(self, device: str) -> Peer:
        """Take nothing more from a device, nor of what it wrote by others.

        Raises ExchangeError("device_unknown").
        """
        return self._change(device, state="revoked")

    def forget(self, device: str) -> None:
        """Drop a device, as when a stranger in waiting is turned away."""
        self._tables.run("DELETE FROM sync_peers WHERE device = ?", (device,))
        self._tables.run("DELETE FROM sync_carried WHERE device = ?", (device,))

    def note_sent(self, device: str, bundle: str) -> None:
        """Remember the newest bundle made for a device, to know its answer as fresh."""
        self._change(device, sent=bundle)

    def note_heard(self, device: str, have: Have, *, bundle: str, turn: int, fresh: bool) -> None:
        """Remember what a device said it holds, unless it said so longer ago than what is known."""
        peer = self._known(device)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        changes: dict[str, Any] = {"last_exchange": now}
        if fresh or turn >= peer.turn:
            changes |= {"have": have, "answered": bundle, "turn": turn}
        self.put(replace(peer, **changes))

    def note_receipt(self, device: str, receipt: Receipt) -> None:
        """Remember what a device has signed that it durably holds."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._change(device, receipted=receipt.tips, receipt_at=now)

    def carry(self, carried: Carried) -> None:
        """Remember a bundle put on a stick."""
        number = self._tables.last("sync_carried", "number") + 1
        values = (number, carried.name, carried.device, carried.bundle, carried.standing)
        self._tables.run("INSERT INTO sync_carried VALUES (?, ?, ?, ?, ?)", values)

    def carried(self, device: str) -> list[Carried]:
        """Return what was put on sticks for a device and not yet receipted, oldest first."""
        rows = self._tables.run(
            """SELECT name, device, bundle, standing FROM sync_carried
            WHERE device = ? ORDER BY number""",
            (device,),
        )
        return [Carried(*row) for row in rows.fetchall()]

    def put_down(self, carried: Carried) -> None:
        """Forget a bundle that was on a stick."""
        self._tables.run("DELETE FROM sync_carried WHERE name = ?", (carried.name,))

    def _known(self, device: str) -> Peer:
        peer = self.get(device)
        if peer is None:
            raise ExchangeError("device_unknown")
        return peer

    def _change(self, device: str, **changes: Any) -> Peer:  # noqa: ANN401
        peer = replace(self._known(device), **changes)
        self.put(peer)
        return peer


def _peer(row: Any) -> Peer:  # noqa: ANN401
    device, name, role, state, address, have, receipted, *rest = row
    tips = tips_from_json(json.loads(receipted))
    return Peer(device, name, role, state, address, have_from_json(json.loads(have)), tips, *rest)
