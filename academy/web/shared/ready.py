"""Pages that are ready: answered before Flask, with the bytes that were sent last time.

Making a page takes some milliseconds; most of the times that somebody asks for one, nothing of it
has changed. Here whole answers are kept, compressed as they were sent, for

- *everybody* who comes without a session: the courses, by path and language;
- *one session*: what its owner sees, and nobody else ever.

Which pages these are is said once, where the door is made (`install`); the others are made anew
each time, and whoever writes a page need not think of this room. An answer is kept if it is a whole
page (200, asked without a query) that set no cookie and left the session as it was: so none that
told something once, and no form whose token is a stranger's.

It is sent again only while everything it was made of is the same (`Basis`): courses, sentences and
what stands beside them (`House.edition`), the store, what the session holds, the hour on the wall,
the codes on it, and by number the changes that concern its owner or the workshop
(`academy.store.concerns`). All this is looked at before a page is made. What changes while it is
made makes it old at once.

Nothing of a person outlives the session, or the store's being open (`House.on_lock`), and nothing
is on the disk.
"""

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from flask import Flask, Response, g, request

from academy.languages import i18n
from academy.web.shared import security
from academy.web.shared.house import House
from academy.web.shared.sessions import ServerSessions
from academy.web.shared.turns import Turns

if TYPE_CHECKING:
    from academy.store.concerns import Ids

OF_EVERYBODY: Final = 8 * 2**20
OF_ONE: Final = 8 * 2**20
"""Bytes of the pages of everybody, and of all who have a session. The oldest go first."""
EACH: Final = 600
"""Bytes that a page takes beside its body."""
READ: Final = "/courses/"
"""What everybody reads: a browser may keep that, and asks each time whether it is still right."""
MADE_OF: Final = "academy.ready"
"""Under this an answer's request says whom the page concerns."""
PLAIN: Final = re.compile(r"[!#-\[\]-~ ]*", re.ASCII)
"""Cookies without quotes and escapes, in which this room finds the same as Flask does."""

Environ = dict[str, Any]
Start = Callable[..., Any]


class Asked(NamedTuple):
    """Which answer is asked for. `mark` is the session's; "" for everybody."""

    mark: str
    path: str
    reading: i18n.Reading
    packed: bool


class Basis(NamedTuple):
    """What a page is made of, beside the rows that concern somebody."""

    edition: object
    library: object
    store: object
    session: object = None
    hour: object = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """A page: how it is sent, of what it was made, and since when whose rows must be the same."""

    basis: Basis
    count: int
    concerns: "Ids"
    headers: list[tuple[str, str]]
    body: bytes
    etag: str = ""


class _Shelf:
    """The newest of so many bytes of pages."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._lock = threading.Lock()
        self._pages: OrderedDict[Asked, Ready] = OrderedDict()

    def find(self, asked: Asked) -> Ready | None:
        with self._lock:
            page = self._pages.get(asked)
            if page is not None:
                self._pages.move_to_end(asked)
        return page

    def keep(self, asked: Asked, page: Ready, *, unless: Callable[[], bool]) -> None:
        """Put a page there, if it isn't too late when its turn has come."""
        with self._lock:
            if unless():
                return
            self._drop(asked)
            self._pages[asked] = page
            self._size += len(page.body) + EACH
            while self._size > self._most:
                self._drop(next(iter(self._pages)))

    def drop(self, asked: Asked) -> None:
        with self._lock:
            self._drop(asked)

    def let_go(self, mark: str) -> None:
        """Drop the pages of a session that has ended."""
        with self._lock:
            for asked in [one for one in self._pages if one.mark == mark]:
                self._drop(asked)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._size = 0

    def _drop(self, asked: Asked) -> None:
        gone = self._pages.pop(asked, None)
        if gone is not None:
            self._size -= len(gone.body) + EACH

    def __len__(self) -> int:
        return len(self._pages)


class ReadyPages:
    """Stands before an app: answers what is ready, has the app make the rest, keeps what it may."""

    def __init__(self, app: Flask, house: House) -> None:
        self._make = app.wsgi_app
        self._house = house
        self._sessions = cast("ServerSessions", app.session_interface)
        self._cookie = str(app.config["SESSION_COOKIE_NAME"])
        self.of_everybody, self.of_one = _Shelf(OF_EVERYBODY), _Shelf(OF_ONE)
        # A class opens a lesson in the same moment: one makes it, and the others wait for that.
        self._one_at_a_time = [threading.Lock() for _ in range(64)]
        self._read: tuple[object, dict[tuple[str, str], i18n.Reading]] = (None, {})
        house.on_lock(self.clear)
        self._sessions.on_end = self.of_one.let_go

    def clear(self) -> None:
        """Forget every page."""
        self.of_everybody.clear()
        self.of_one.clear()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer one request."""
        asked = self._asked(environ)
        basis = self._basis(asked) if asked else None
        if asked is None or basis is None:
            return self._make(environ, start)
        shelf = self.of_one if asked.mark else self.of_everybody
        page = shelf.find(asked)
        if page is not None and self._is_right(page, basis):
            return _send(page, environ, start)
        if asked.mark or not asked.path.startswith(READ):
            return self._made(asked, basis, shelf, environ, start)
        with self._one_at_a_time[hash(asked) % len(self._one_at_a_time)]:
            page = shelf.find(asked)
            if page is not None and self._is_right(page, basis):
                return _send(page, environ, start)
            return self._made(asked, basis, shelf, environ, start)

    def _made(
        self, asked: Asked, basis: Basis, shelf: _Shelf, environ: Environ, start: Start
    ) -> Iterable[bytes]:
        """Have the page made, and keep it if it is one of those that are kept."""
        store = self._house.store
        count = store.concerns.count if store else 0
        told: list[Any] = []

        def hear(*said: Any) -> Callable[[bytes], object]:  # noqa: ANN401 - WSGI's own
            told.extend(said)
            return lambda _part: None

        parts = self._make(environ, hear)
        concerns = environ.get(MADE_OF)
        headers: list[tuple[str, str]] = told[1]
        if concerns is None or any(name == "Set-Cookie" for name, _ in headers):
            start(*told)
            return parts
        body = b"".join(parts)
        page = Ready(basis, count, concerns, headers, body)
        if not asked.mark and asked.path.startswith(READ):
            page = _to_be_kept(page)
        # Looked at again: the session may have been changed by the page, the hour be over.
        if self._basis(asked) == basis:
            shelf.keep(asked, page, unless=lambda: self._house.store is not store)
        else:
            shelf.drop(asked)
        return _send(page, environ, start)

    def _asked(self, environ: Environ) -> Asked | None:
        """What is asked for, if that may be ready."""
        said = environ.get("HTTP_COOKIE", "")
        if (
            environ["REQUEST_METHOD"] != "GET"
            or environ.get("QUERY_STRING")
            or not PLAIN.fullmatch(said)
            or not security.is_ours(environ.get("HTTP_HOST", ""), loopback=False)
        ):
            return None
        cookies = [part.strip().partition("=") for part in said.split(";")]
        numbers = [value for name, _, value in cookies if name == self._cookie]
        chosen = [value for name, _, value in cookies if name == "language"]
        if len(numbers) > 1 or len(chosen) > 1:
            return None
        return Asked(
            self._sessions.mark(numbers[0]) if numbers and numbers[0] else "",
            environ.get("PATH_INFO", ""),
            self._reading("".join(chosen), environ.get("HTTP_ACCEPT_LANGUAGE", "")),
            "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""),
        )

    def _reading(self, chosen: str, accepted: str) -> i18n.Reading:
        edition, read = self._read
        if edition is not self._house.edition or len(read) > 500:  # noqa: PLR2004 - strangers' words
            read = {}
            self._read = self._house.edition, read
        found = read.get((chosen, accepted))
        if found is None:
            found = read[chosen, accepted] = self._house.reading(chosen, accepted)
        return found

    def _basis(self, asked: Asked) -> Basis | None:
        """What a page would be made of now; None where a session isn't known, or only the store
        knows it.
        """
        house = self._house
        house.sentences.look()
        library, store = _Same(house.library), house.store
        if not asked.mark:
            return Basis(house.edition, library, store)
        session = self._sessions.held(asked.mark)
        if session is None or store is None:
            return None
        wall = store.clock.local()
        codes = tuple(house.codes.subjects())
        hour = (wall.date(), wall.hour)
        return Basis(house.edition, library, store, _Same(session), hour, codes)

    def _is_right(self, page: Ready, basis: Basis) -> bool:
        store = self._house.store
        return page.basis == basis and not (
            page.concerns and (store is None or store.concerns.since(page.count, page.concerns))
        )


class _Same:
    """Equal only where it is about the very same object."""

    __slots__ = ("_one",)

    def __init__(self, one: object) -> None:
        self._one = one

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other._one is self._one

    __hash__ = None  # type: ignore[assignment]


def _to_be_kept(page: Ready) -> Ready:
    """A page that a browser may keep as it is, for as long as it is told that it is still right."""
    etag = f'"{hashlib.sha256(page.body).hexdigest()[:20]}"'
    headers = [one for one in page.headers if one[0] not in {"Cache-Control", "Vary"}]
    headers += [
        ("Cache-Control", "private, no-cache"),
        ("ETag", etag),
        ("Vary", "Accept-Encoding, Accept-Language, Cookie"),
    ]
    return Ready(page.basis, page.count, page.concerns, headers, page.body, etag)


def _send(page: Ready, environ: Environ, start: Start) -> Iterable[bytes]:
    if page.etag and page.etag in environ.get("HTTP_IF_NONE_MATCH", "").split(", "):
        left_out = {"Content-Length", "Content-Type", "Content-Encoding"}
        start("304 NOT MODIFIED", [one for one in page.headers if one[0] not in left_out])
        return ()
    start("200 OK", list(page.headers))
    return (page.body,)


def install(
    app: Flask, house: House, pages: Collection[str], concerned: "Callable[[], Ids]"
) -> ReadyPages:
    """Have these pages of an app (by endpoint) kept, and made one at a time. `concerned` says
    whom the one just made is about: () for one that shows the same to everybody who has no session.
    """
    turns = Turns()
    for name in pages:
        app.view_functions[name] = turns.taking(app.view_functions[name])

    @app.after_request
    def tell(answer: Response) -> Response:
        # A form's token is of one session; whoever has none is told none here.
        strangers_form = "csrf_token" in g and not security.is_known()
        if request.endpoint in pages and answer.status_code == 200 and not strangers_form:  # noqa: PLR2004
            request.environ[MADE_OF] = tuple(concerned())
        return answer

    ready = ReadyPages(app, house)
    app.wsgi_app = ready  # type: ignore[method-assign,assignment]
    return ready
