"""Files that devices pass on beside the log, such as courses: who lacks one gets it in pieces.

    question    ["list"], with a list of what the laptop passes on as data
    answer      ["list"], with a list of what central passes on, and what it wants of the other
    question    ["get", digest, offset]            answer  ["piece", offset], with the bytes
    question    ["put", digest, size, offset], with the bytes
                                                   answer  ["here", how many bytes are here now]

A list is JSON: [[digest, size], …]; a want is [digest, offset]. A digest is the SHA-256 of the
whole file. Both letters are sealed, the laptop asks, and only a device that is trusted is answered.
What is in a file nobody here knows: it is kept aside, for people to look at.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Protocol

from sync import letters, strict
from sync.errors import ExchangeError
from sync.replica import Replica, check_trusted

ASK = "ask/1"
ANSWER = "answer/1"
MOST_FILES = 20
MOST_BYTES = 24 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MATTER = re.compile(r"[0-9a-f]{32}")
_LIST_BYTES = 16 << 10


class Listed(NamedTuple):
    """A file as it is announced."""

    digest: str
    size: int


class Want(NamedTuple):
    """From where a file is lacking."""

    digest: str
    offset: int


class Shelf(Protocol):
    """Whoever keeps the files on one side."""

    def passed(self) -> list[Listed]:
        """Return what is passed on from here."""

    def piece(self, digest: str, offset: int) -> bytes:
        """Return the next bytes of a file that is passed on; raises ExchangeError("not_here")."""

    def wanted(self, sender: str, listed: Iterable[Listed]) -> list[Want]:
        """Return what is lacking of a sender's files; what it no longer passes on may go."""

    def put(self, sender: str, listed: Listed, offset: int, data: bytes) -> int:
        """Keep bytes of a file that is wanted; return how many are here now."""


def answer(replica: Replica, shelf: Shelf, sealed: bytes) -> bytes:
    """Answer a letter. Raises ExchangeError: damaged, too_large, device_unknown, device_waiting,
    device_revoked, not_here, part_out_of_order.
    """
    letter = letters.read(replica.key, sealed, ASK)
    with replica.reading() as (_, peers):
        peer = peers.get(letter.sender)
    if peer is None:
        raise ExchangeError("device_unknown")
    check_trusted(peer)
    if not _MATTER.fullmatch(letter.matter) or not isinstance(letter.said, list):
        raise ExchangeError("damaged")
    said, data = _answered(shelf, letter)
    return letters.write(replica.key, letter.sender, ANSWER, letter.matter, said, data)


def _answered(shelf: Shelf, letter: letters.Letter) -> tuple[list[object], bytes]:
    match letter.said:
        case ["list"]:
            wants = shelf.wanted(letter.sender, _listed(_json(letter.data)))
            told = {"files": shelf.passed()[:MOST_FILES], "wants": wants[:MOST_FILES]}
            return ["list"], json.dumps(told).encode()
        case ["get", str(digest), int(offset)]:
            return ["piece", offset], shelf.piece(digest, offset)
        case ["put", str(digest), int(size), int(offset)]:
            (listed,) = _listed([[digest, size]])
            return ["here", shelf.put(letter.sender, listed, offset, letter.data)], b""
    raise ExchangeError("damaged")


def pass_on(replica: Replica, shelf: Shelf, central: str, post: Callable[[bytes], bytes]) -> int:
    """Have both sides hold what the other passes on, and return how many files went; `post` carries
    a letter and its answer.

    What was cut off goes on where it stopped. Raises ExchangeError with the other side's code.
    """
    line = _Line(replica, central, post)
    files = [list(one) for one in shelf.passed()[:MOST_FILES]]
    _said, data = line.ask(["list"], json.dumps(files).encode())
    told = _json(data)
    if not isinstance(told, dict):
        raise ExchangeError("bad_answer")
    theirs = {one.digest: one for one in _listed(told.get("files"))}
    for want in shelf.wanted(central, theirs.values()):
        _fetch(line, shelf, theirs[want.digest], want.offset)
    ours = {one.digest: one for one in shelf.passed()}
    missed = [(ours[digest], at) for digest, at in _pairs(told.get("wants")) if digest in ours]
    for one, offset in missed:
        _bring(line, shelf, one, offset)
    return len(missed)


class _Line(NamedTuple):
    replica: Replica
    central: str
    post: Callable[[bytes], bytes]

    def ask(self, said: list[object], data: bytes = b"") -> tuple[list[Any], bytes]:
        """Send a question; only central's own answer to this very question is one."""
        key, matter = self.replica.key, secrets.token_hex(16)
        sealed = self.post(letters.write(key, self.central, ASK, matter, said, data))
        came = letters.read(key, sealed, ANSWER)
        if came.sender != self.central or came.matter != matter or not isinstance(came.said, list):
            raise ExchangeError("bad_answer")
        return came.said, came.data


def _fetch(line: _Line, shelf: Shelf, one: Listed, offset: int) -> None:
    while offset < one.size:
        _said, data = line.ask(["get", one.digest, offset])
        if not data:
            raise ExchangeError("bad_answer")
        offset = shelf.put(line.central, one, offset, data)


def _bring(line: _Line, shelf: Shelf, one: Listed, offset: int) -> None:
    while offset < one.size:
        data = shelf.piece(one.digest, offset)
        said, _data = line.ask(["put", *one, offset], data)
        match said:
            case ["here", int(there)] if there > offset:
                offset = there
            case _:
                raise ExchangeError("bad_answer")


def _json(data: bytes) -> Any:  # noqa: ANN401
    try:
        return strict.read(data, most=_LIST_BYTES, parts=8 * MOST_FILES, depth=4)
    except strict.Malformed as error:
        raise ExchangeError("damaged") from error


def _listed(found: object) -> list[Listed]:
    listed = [Listed(digest, size) for digest, size in _pairs(found)]
    if any(not 0 < one.size <= MOST_BYTES for one in listed):
        raise ExchangeError("damaged")
    return listed


def _pairs(found: object) -> list[tuple[str, int]]:
    """A list of digests, each once and with a number. Raises ExchangeError("damaged")."""
    if not isinstance(found, list) or len(found) > MOST_FILES:
        raise ExchangeError("damaged")
    pairs: dict[str, int] = {}
    for one in found:
        match one:
            case [str(digest), int(number)] if _DIGEST.fullmatch(digest) and number >= 0:
                pairs[digest] = number
            case _:
                raise ExchangeError("damaged")
    return list(pairs.items())
