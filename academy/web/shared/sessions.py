"""Web sessions, kept on the server: the cookie is a random number and nothing else.

Flask's own session cookie is signed but readable by whoever finds the phone. Here the browser
holds 256 random bits, the server their SHA-256. Participants' sessions are also written into the
encrypted store, so that a restart in the middle of the morning signs nobody out.

Whoever only opens a form has no session at all: the form's token has its other half in a cookie of
its own, signed by this process, and the server keeps nothing. So ten thousand visitors without
cookies throw nobody out. What strangers do put into sessions has places of its own.
"""

import hashlib
import json
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from academy.projections import Tables
from academy.web.shared import signed
from academy.web.shared.house import House

LIFETIME: Final = 12 * 3600
"""Seconds: a workshop day. Signing out or a new PIN ends a session before. While the laptop is
sealed there is none; those kept in the store are there again when it is unlocked."""
MOST: Final = 4000
"""Sessions of those who are signed in, in memory; participants' are in the store as well."""
MOST_OTHERS: Final = 1000
"""Sessions of those who aren't: a quiz that somebody answered without an account."""
EACH: Final = 10
"""Sessions of one person. One more ends the oldest."""
NO_PAGE: Final = ()
"""Whom the rows of sessions concern (`academy.store.concerns`)."""
TOKEN: Final = "csrf_token"  # noqa: S105 - its name
FORM: Final = "f"
"""What is added to the session cookie's name for the other half of a form's token."""
REMEMBERED: Final = ("person", "workshop", "csrf_token")
"""What a signed-in participant's session is in the store. The rest lives in memory and is gone with
it: a quiz being answered, a PIN that was just made."""


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """One visitor's session. `renew` gives it a new number when its rights change."""

    def __init__(self, values: dict[str, Any] | None = None, number: str | None = None) -> None:
        def changed(_self: object) -> None:
            self.modified = True

        super().__init__(values or {}, changed)
        self.number = number
        self.new = number is None
        self.modified = False
        self.ended: list[str] = []

    def renew(self) -> None:
        """Go on under a new number, so that one known before signing in is worth nothing after."""
        if self.number:
            self.ended.append(self.number)
        self.number = None
        self.pop("csrf_token", None)
        self.modified = True


class ServerSessions(SessionInterface):
    """Keeps one door's sessions in memory, and signed-in participants' in the store."""

    def __init__(self, house: House, door: str, *, kept: bool) -> None:
        self._house = house
        self._door = door
        self._kept = kept
        self._lock = threading.Lock()
        self._sessions: OrderedDict[str, tuple[float, dict[str, Any]]] = OrderedDict()
        self._others: OrderedDict[str, tuple[float, dict[str, Any]]] = OrderedDict()
        self.on_end: Callable[[str], None] = lambda _mark: None
        """Called with the mark (`held`) of each session that ends before its time."""
        house.on_lock(self.clear)
        house.on_sign_out(self.end_person)

    def clear(self) -> None:
        """End every session of this door."""
        with self._lock:
            self._sessions.clear()
            self._others.clear()

    @staticmethod
    def mark(number: str) -> str:
        """What a session is known by where its number itself need not be."""
        return _hashed(number)

    def held(self, mark: str) -> dict[str, Any] | None:
        """What the session of this mark holds in memory: another object once it has changed.

        Not to be written to. None also for one that lies in the store alone.
        """
        found = self._sessions.get(mark) or self._others.get(mark)
        return found[1] if found and found[0] > time.time() else None

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """The visitor's session, or a new one that isn't kept until something is put in it."""
        name = self.get_cookie_name(app)
        number = request.cookies.get(name, "")
        values = self._find(_hashed(number)) if number else None
        if values is not None:
            return ServerSession(values, number)
        form = signed.unseal(self._house, name, request.cookies.get(name + FORM, ""))
        return ServerSession({TOKEN: form[0]} if form else None)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep what changed, and tell the browser its number when it has a new one."""
        if not isinstance(session, ServerSession):
            return
        for number in session.ended:
            self._forget(_hashed(number))
        name = self.get_cookie_name(app)
        if not session.keys() - {TOKEN}:
            if session.number:
                self._forget(_hashed(session.number))
                response.delete_cookie(name, path="/")
            if session.modified and TOKEN in session:
                form = signed.seal(self._house, name, [session[TOKEN]])
                self._tell(app, response, name + FORM, form)
            return
        fresh = session.number is None
        if fresh:
            session.number = secrets.token_urlsafe(32)
        if session.modified or fresh:
            self._keep(_hashed(str(session.number)), dict(session))
        if fresh:
            self._tell(app, response, name, str(session.number))

    def _tell(self, app: Flask, response: Response, name: str, value: str) -> None:
        response.set_cookie(
            name,
            value,
            max_age=LIFETIME,
            httponly=True,
            secure=self.get_cookie_secure(app),
            samesite="Strict",
            path="/",
        )

    def end_person(self, *people: str) -> None:
        """End all sessions of these people: a new PIN was given, or they are known no more."""
        gone = set(people)
        with self._lock:
            ended = [k for k, (_, v) in self._sessions.items() if v.get("person") in gone]
            for key in ended:
                del self._sessions[key]
        for key in ended:
            self.on_end(key)
        store = self._house.store
        if store is not None:
            store.noting(
                lambda t: t.connection.execute(
                    "DELETE FROM web_sessions WHERE json_extract(value, '$.person') IN"
                    " (SELECT value FROM json_each(?))",
                    (json.dumps(people),),
                ),
                NO_PAGE,
            )

    def _find(self, key: str) -> dict[str, Any] | None:
        now = time.time()
        with self._lock:
            found = self._sessions.get(key) or self._others.get(key)
        if found is None and self._kept and self._house.store is not None:
            row = self._house.store.tables().row(
                "SELECT expires, value FROM web_sessions WHERE session = ? AND door = ?",
                (key, self._door),
            )
            if row is not None:
                found = row["expires"], json.loads(row["value"])
                with self._lock:
                    self._sessions[key] = found
        return dict(found[1]) if found and found[0] > now else None

    def _keep(self, key: str, values: dict[str, Any]) -> None:
        expires = time.time() + LIFETIME
        with self._lock:
            before = _remembered(self._sessions.get(key, (0.0, {}))[1])
            known = "person" in values or "staff" in values
            kept, most = (self._sessions, MOST) if known else (self._others, MOST_OTHERS)
            self._others.pop(key, None)
            kept[key] = (expires, values)
            kept.move_to_end(key)
            if not before and "person" in values:
                self._end_oldest(values["person"])
            while len(kept) > most:
                kept.popitem(last=False)
        store = self._house.store
        lasting = _remembered(values)
        if self._kept and store is not None and "person" in lasting and lasting != before:

            def write(tables: Tables) -> None:
                tables.connection.execute(
                    "DELETE FROM web_sessions WHERE expires < ?", (int(time.time()),)
                )
                tables.connection.execute(
                    "INSERT OR REPLACE INTO web_sessions (session, door, expires, value)"
                    " VALUES (?, ?, ?, ?)",
                    (key, self._door, int(expires), json.dumps(lasting)),
                )
                tables.connection.execute(
                    "DELETE FROM web_sessions WHERE json_extract(value, '$.person') = ? AND session"
                    " NOT IN (SELECT session FROM web_sessions"
                    "  WHERE json_extract(value, '$.person') = ? ORDER BY rowid DESC LIMIT ?)",
                    (lasting["person"], lasting["person"], EACH),
                )

            store.noting(write, NO_PAGE)

    def _end_oldest(self, person: str) -> None:
        mine = [key for key, (_, v) in self._sessions.items() if v.get("person") == person]
        for key in mine[:-EACH]:
            del self._sessions[key]

    def _forget(self, key: str) -> None:
        with self._lock:
            self._sessions.pop(key, None)
            self._others.pop(key, None)
        self.on_end(key)
        store = self._house.store
        if self._kept and store is not None:
            store.noting(
                lambda t: t.connection.execute(
                    "DELETE FROM web_sessions WHERE session = ?", (key,)
                ),
                NO_PAGE,
            )


def _remembered(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in REMEMBERED if name in values}


def _hashed(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()
