"""Speaking to an address: the protocol's few requests, with limits, every failure a code.

Standard library only. The bytes are sealed and signed, so nothing here depends on TLS to be true.
"""

from __future__ import annotations

import http.client
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from sync import cards, parts, strict
from sync.bundle import MAX_SEALED
from sync.cards import MAX_CARD, Card
from sync.errors import ExchangeError
from sync.keys import DeviceKey
from sync.letters import MOST_SEALED as MOST_SEALED_LETTER
from sync.parts import MAX_PART

SMALL = 1 << 20
_CODE = re.compile(r"[a-z_]{1,40}")
_TRIES = 3
_SLOWEST = 64 << 10  # bytes of an answer that must come within each time-out


class Address:
    """The other side, at an http or https address."""

    def __init__(self, address: str, timeout: float) -> None:
        """Check the address; raises ExchangeError("address_malformed")."""
        try:
            parts = urllib.parse.urlsplit(address)
            valid = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            valid = False
        if not valid:
            raise ExchangeError("address_malformed")
        self._base = address.rstrip("/") + "/sync/1/"
        self._timeout = timeout

    def card(self) -> Card:
        """Fetch the other side's card."""
        return cards.read(self._ask("GET", "card", limit=MAX_CARD))

    def send(self, data: bytes, key: DeviceKey, central: str) -> bytes:
        """Send a bundle of `key`'s device to `central` and return the answering one.

        A large one is announced and goes in parts, resumed if begun. Raises ExchangeError:
        unreachable, timeout, bad_answer, or the code the other side gave.
        """
        if len(data) <= SMALL:
            return self._ask("POST", "bundles", data)
        announcement = parts.announce(key, central, data)
        for last in (False, True):
            try:
                slot = self._send_parts(announcement, key, data)
                return self._ask("POST", f"parts/{slot}")
            except ExchangeError as error:
                # What was there may have been cut short, or gone, between two visits: begin anew.
                if last or error.code not in ("damaged", "part_unknown"):
                    raise
        raise ExchangeError("bad_answer")

    def letter(self, sealed: bytes) -> bytes:
        """Send a sealed letter and return the sealed answer; raises ExchangeError as `send`."""
        return self._ask("POST", "letters", sealed, limit=MOST_SEALED_LETTER)

    def _send_parts(self, announcement: bytes, key: DeviceKey, data: bytes) -> str:
        slot, offset = self._announce(announcement, len(data))
        tries = 0
        while offset < len(data):
            part = parts.sign(key, slot, offset, data[offset : offset + MAX_PART])
            try:
                answer = self._ask("PUT", f"parts/{slot}?offset={offset}", part, limit=MAX_CARD)
                offset = max(offset + 1, _offset_in(_parsed(answer), len(data)))
            except ExchangeError as error:
                tries += 1
                if error.code != "part_out_of_order" or tries >= _TRIES:
                    raise
                slot, offset = self._announce(announcement, len(data))
        return slot

    def _announce(self, announcement: bytes, size: int) -> tuple[str, int]:
        answer = _parsed(self._ask("POST", "parts", announcement, limit=MAX_CARD))
        slot = answer.get("slot") if isinstance(answer, dict) else None
        if not parts.is_slot(slot):
            raise ExchangeError("bad_answer")
        return str(slot), _offset_in(answer, size)

    def _ask(
        self,
        method: str,
        path: str,
        data: bytes | None = None,
        limit: int = MAX_SEALED,
    ) -> bytes:
        request = urllib.request.Request(  # noqa: S310 – the scheme was checked
            self._base + path,
            data=b"" if method == "POST" and data is None else data,
            method=method,
            headers={"Content-Type": "application/octet-stream"},
        )
        try:
            with _opener.open(request, timeout=self._timeout) as answer:
                body = _read(answer, limit, self._timeout)
                status = answer.status
        except urllib.error.HTTPError as error:
            with error:
                raise ExchangeError(_code(_json(error, self._timeout))) from error
        except TimeoutError as error:
            raise ExchangeError("timeout") from error
        except urllib.error.URLError as error:
            late = isinstance(error.reason, TimeoutError)
            raise ExchangeError("timeout" if late else "unreachable") from error
        except http.client.IncompleteRead as error:
            raise ExchangeError("unreachable") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ExchangeError("unreachable") from error
        if status != http.HTTPStatus.OK:
            raise ExchangeError(_code(_parsed(body[:MAX_CARD])))
        if len(body) > limit:
            raise ExchangeError("bad_answer")
        return body


class _Here(urllib.request.HTTPRedirectHandler):
    """Follows nobody: whoever answers could send us to the pages that only this machine sees."""

    def redirect_request(self, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Return None: the answer stands as it is, and is no answer of a central copy."""


_opener = urllib.request.build_opener(_Here)


def _read(answer: Any, limit: int, timeout: float) -> bytes:  # noqa: ANN401
    """Return at most `limit` + 1 bytes; raises TimeoutError when they come too slowly."""
    ends = time.monotonic() + timeout * (1 + limit / _SLOWEST)
    body = bytearray()
    while len(body) <= limit:
        some = answer.read1(min(_SLOWEST, limit + 1 - len(body)))
        if not some:
            break
        body += some
        if time.monotonic() > ends:
            raise TimeoutError
    if len(body) <= limit and getattr(answer, "length", None):
        raise http.client.IncompleteRead(bytes(body[:100]))
    return bytes(body)


def _json(error: urllib.error.HTTPError, timeout: float) -> Any:  # noqa: ANN401
    try:
        return _parsed(_read(error.fp, MAX_CARD, timeout))
    except (OSError, http.client.HTTPException, ValueError, AttributeError):
        return None


def _parsed(body: bytes) -> Any:  # noqa: ANN401
    try:
        return strict.read(body, most=MAX_CARD, parts=20)
    except strict.Malformed:
        return None


def _code(answer: Any) -> str:  # noqa: ANN401
    code = answer.get("code") if isinstance(answer, dict) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else "bad_answer"


def _offset_in(answer: Any, limit: int) -> int:  # noqa: ANN401
    offset = answer.get("offset") if isinstance(answer, dict) else None
    if type(offset) is not int or not 0 <= offset <= limit:
        raise ExchangeError("bad_answer")
    return offset
