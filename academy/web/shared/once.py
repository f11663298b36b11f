"""Answers to forms, each on a page of its own: POST → 303 → GET of what is held in memory.

A browser writes the page it shows into its session files, so that it can open it again; and with
the answer to a POST, all that was typed. So no form is ever answered directly, not with the form
once more, not with a PDF, not with an error: the answer is held here under a random token, and the
browser is sent to it. What it then keeps is an address that says nothing.

A held page can be read for ten minutes (reloaded, kept as a file) by the visitor it was made for,
as long as who that is does not change: locking, signing in or out, a new PIN end it. A visitor is
known by a cookie made for this, not by the session: forms posted by strangers make no sessions.
"""

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Flask, Response, make_response, request, session

from academy.errors import AcademyError
from academy.web.shared.house import House
from academy.web.shared.security import SAFE
from academy.web.shared.sessions import ServerSession

AGE: Final = 10 * 60
"""Seconds for which a page can be looked at again."""
KEPT_BACK: Final = frozenset({"set-cookie", "content-length", "location", "connection"})
"""Headers that belong to one answer on the wire and not to the page that is held."""


@dataclass(frozen=True)
class Limits:
    """How much is held at most, of pages and of bytes. The oldest goes first."""

    pages: int
    size: int


# One address is one phone; the organisers' all come through one proxy, if they come through any.
OF_ONE: Final = {"participant": Limits(64, 2 * 2**20), "staff": Limits(400, 64 * 2**20)}
OF_ALL: Final = {"participant": Limits(4000, 32 * 2**20), "staff": Limits(400, 64 * 2**20)}


@dataclass(frozen=True)
class Held:
    """An answer with its status and headers, whom it was made for, and until when it is held."""

    visitor: str
    rights: tuple[object, ...]
    address: str
    until: float
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class HeldPages:
    """The held pages of one door, in this process's memory and nowhere else."""

    def __init__(
        self, of_one: Limits, of_all: Limits, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._of_one, self._of_all, self._clock = of_one, of_all, clock
        self._lock = threading.Lock()
        self._pages: OrderedDict[str, Held] = OrderedDict()
        self._by_address: dict[str, OrderedDict[str, int]] = {}
        self._size = 0
        self._sweeping = False

    def hold(self, page: Held) -> str:
        """Hold a page and return its token. Older ones make room for it."""
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._drop_old()
            self._pages[token] = page
            self._size += len(page.body)
            own = self._by_address.setdefault(page.address, OrderedDict())
            own[token] = len(page.body)
            while _over(len(own), sum(own.values()), self._of_one):
                self._drop(next(iter(own)))
            while _over(len(self._pages), self._size, self._of_all):
                self._drop(next(iter(self._pages)))
        self._sweep_later()
        return token

    def find(self, token: str, visitor: str, rights: tuple[object, ...]) -> Held | None:
        """The page, for the visitor it was made for; None for anybody else, and once it is old."""
        with self._lock:
            self._drop_old()
            page = self._pages.get(token)
        if page is None or (page.visitor, page.rights) != (visitor, rights):
            return None
        return page

    def until(self) -> float:
        """When a page held now is dropped."""
        return self._clock() + AGE

    def forget(self, visitor: str) -> None:
        """Drop all pages of one visitor."""
        with self._lock:
            for token in [t for t, page in self._pages.items() if page.visitor == visitor]:
                self._drop(token)

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._pages.clear()
            self._by_address.clear()
            self._size = 0

    def __len__(self) -> int:
        return len(self._pages)

    def _drop_old(self) -> None:
        now = self._clock()
        while self._pages and next(iter(self._pages.values())).until <= now:
            self._drop(next(iter(self._pages)))

    def _drop(self, token: str) -> None:
        page = self._pages.pop(token)
        self._size -= len(page.body)
        own = self._by_address[page.address]
        del own[token]
        if not own:
            del self._by_address[page.address]

    def _sweep_later(self) -> None:
        """See to it that old pages go even where nobody asks for anything any more."""
        with self._lock:
            if self._sweeping or not self._pages:
                return
            self._sweeping = True
        timer = threading.Timer(AGE + 1, self._sweep)
        timer.daemon = True
        timer.start()

    def _sweep(self) -> None:
        with self._lock:
            self._drop_old()
            self._sweeping = False
        self._sweep_later()


def install(app: Flask, house: House, door: str) -> HeldPages:
    """Have every answer of this app to a form held and shown at /seen/…

    To be called after `security.guard`, so that the page is held before it is compressed.
    """
    pages = HeldPages(OF_ONE[door], OF_ALL[door])
    cookie = f"{app.config['SESSION_COOKIE_NAME']}_seen"
    secure = bool(app.config["SESSION_COOKIE_SECURE"])
    house.on_lock(pages.clear)

    @app.get("/seen/<token>")
    def seen(token: str) -> Response:
        """A held page, as it was answered."""
        page = pages.find(token, _hashed(request.cookies.get(cookie, "")), _rights())
        if page is None:
            raise AcademyError("page_gone")
        return Response(page.body, page.status, list(page.headers))

    @app.after_request
    def hold(answer: Response) -> Response:
        number = request.cookies.get(cookie, "")
        if number and _has_changed():
            pages.forget(_hashed(number))
        redirects = 300 <= answer.status_code < 400 and answer.location  # noqa: PLR2004
        # A page that goes on by itself is the last word of a process that ends (see `afresh`):
        # nobody would be there to show it.
        if request.method in SAFE or redirects or "Refresh" in answer.headers:
            return answer
        fresh = secrets.token_urlsafe(24) if not number else ""
        token = pages.hold(
            Held(
                _hashed(number or fresh), _rights(), request.remote_addr or "", pages.until(),
                answer.status_code,
                tuple((k, v) for k, v in answer.headers if k.lower() not in KEPT_BACK),
                _body(answer),
            )
        )  # fmt: skip
        led = _led_to(f"/seen/{token}", answer)
        if fresh:  # until the browser is closed, and good for nothing else
            led.set_cookie(cookie, fresh, httponly=True, samesite="Strict", secure=secure)
        return led

    return pages


def _led_to(address: str, answer: Response) -> Response:
    """The redirect to a held page, with the cookies that its answer would have set."""
    led = make_response("", 303)
    led.headers["Location"] = address
    for value in answer.headers.getlist("Set-Cookie"):
        led.headers.add("Set-Cookie", value)
    return led


def _body(answer: Response) -> bytes:
    answer.direct_passthrough = False
    return answer.get_data()


def _rights() -> tuple[object, ...]:
    """Who is looking: what was shown to a trainer or to a person isn't shown to who comes after."""
    return session.get("staff"), session.get("person"), session.get("workshop")


def _has_changed() -> bool:
    """Whether this request ended the session it came with: locked, signed in, signed out."""
    return isinstance(session, ServerSession) and bool(
        session.ended or (session.number and not session)
    )


def _over(count: int, size: int, most: Limits) -> bool:
    """Whether there is too much; the newest page alone never is."""
    return count > 1 and (count > most.pages or size > most.size)


def _hashed(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()
