"""An entry: its exact bytes, its id, the salted commitment to its body, and the checks on them.

Header, body and salt are stored, hashed and sent as the same bytes; nothing is serialised again to
be verified. The package docstring shows a worked example.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import NamedTuple

from sync import keys
from sync.errors import ChainError, TrustError

GENESIS = "0" * 64
MAX_NUMBER = 2**53 - 1
MAX_BODY = 65_535
MAX_STEP = 1_000_000
SALT = 16
ERASED = "subject.erased"

_HEADER = re.compile(
    r'\["entry/1","([0-9a-f]{64})",([1-9][0-9]{0,15}),([1-9][0-9]{0,15}),'
    r'"([a-z0-9_.-]{1,64})","([0-9a-f]{64})","([0-9a-f]{64})"\]',
)
_KIND = re.compile(r"[a-z0-9_.-]{1,64}")
_HEX64 = re.compile(r"[0-9a-f]{64}")
_SUBJECT = re.compile(r"[0-9a-f]{32}")
_ERASURE = re.compile(r'\{"subject":"([0-9a-f]{32})"\}')
_HEX_RUN = re.compile(r"[0-9a-f]{32,}")
# "\u0061" for "a" would hide an id from erasure; only what JSON must escape may be escaped.
_HIDING = re.compile(r"(?<!\\)(?:\\\\)*\\u00(?:[2-6][0-9a-fA-F]|7[0-9a-eA-E])")
_scan = json.JSONDecoder().raw_decode  # refuses space before the object
_LOG_ORDER = itemgetter(4, 2, 3, 0)


# What an entry says: salt, body and no text; or, when they are withheld, the commitment alone.
Content = tuple[bytes | None, str | None, str]


class Head(NamedTuple):
    """A device's newest entry: its number in the chain and its id."""

    seq: int
    id: str


class Entry(NamedTuple):
    """One verified entry; `salt` and `body` are None when the body is withheld or erased."""

    id: str
    header: str
    device: str
    seq: int
    clock: int
    kind: str
    commitment: str
    prev: str
    salt: bytes | None
    body: str | None


class Have(NamedTuple):
    """What a device holds: the tips of every chain, and the entries whose bodies it lacks.

    A device has one tip, or one for each branch when it has forked. `lacks` holds inclusive ranges.
    """

    tips: Mapping[str, tuple[Head, ...]]
    lacks: Mapping[str, list[tuple[int, int]]]

    @classmethod
    def of(cls, heads: Mapping[str, Head]) -> Have:
        """Return what the holder of `heads` is known to have."""
        return cls({device: (head,) for device, head in heads.items()}, {})

    @property
    def heads(self) -> dict[str, Head]:
        """The longest branch of every device."""
        return {device: tips[0] for device, tips in self.tips.items()}


def make(device: str, seq: int, clock: int, kind: str, prev: str, body: str) -> Entry:
    """Return a new entry with a fresh salt; raises ChainError when a part may not be in a log."""
    check_body(body)
    salt = secrets.token_bytes(SALT)
    return parse(header(device, seq, clock, kind, commit(salt, body), prev))._replace(
        salt=salt,
        body=body,
    )


def header(device: str, seq: int, clock: int, kind: str, commitment: str, prev: str) -> str:
    """Return the one line whose SHA-256 is the entry's id."""
    return f'["entry/1","{device}",{seq},{clock},"{kind}","{commitment}","{prev}"]'


def parse(line: str) -> Entry:
    """Read a header line into an entry without its body; raises ChainError("header_malformed")."""
    match = _HEADER.fullmatch(line)
    if match is None:
        raise ChainError("header_malformed")
    device, seq, clock, kind, commitment, prev = match.groups()
    place, time = int(seq), int(clock)
    if place > MAX_NUMBER or time > MAX_NUMBER or (place == 1) != (prev == GENESIS):
        raise ChainError("header_malformed", device=device, seq=place)
    id = hashlib.sha256(line.encode("ascii")).hexdigest()
    return Entry(id, line, device, place, time, kind, commitment, prev, None, None)


def commit(salt: bytes, body: str) -> str:
    """Return the commitment that stands in the header for this salt and body."""
    return hashlib.sha256(b"academy-body/1" + salt + body.encode()).hexdigest()


def follow(device: str, seq: int, clock: int, kind: str, prev: str, content: Content) -> Entry:
    """Return the entry that stands after `prev`, derived from the parts a bundle carries.

    The caller has checked device, numbers, kind and prev. Raises ChainError as `check` does.
    """
    salt, body, commitment = content
    if body is not None and salt is not None:
        raw = _checked(body)
        if kind == ERASED and not _ERASURE.fullmatch(body):
            raise ChainError("erasure_malformed", device=device, seq=seq)
        commitment = hashlib.sha256(b"academy-body/1" + salt + raw).hexdigest()
    line = f'["entry/1","{device}",{seq},{clock},"{kind}","{commitment}","{prev}"]'
    id = hashlib.sha256(line.encode("ascii")).hexdigest()
    return Entry(id, line, device, seq, clock, kind, commitment, prev, salt, body)


def check(entry: Entry) -> None:
    """Check that every part of `entry` agrees with its header.

    Raises ChainError: header_malformed, id_wrong, body_malformed, commitment_wrong.
    """
    said = parse(entry.header)
    if said.id != entry.id:
        raise ChainError("id_wrong", device=said.device, seq=said.seq)
    if said[2:8] != entry[2:8]:
        raise ChainError("header_wrong", device=said.device, seq=said.seq)
    if entry.body is None and entry.salt is None:
        return
    if entry.body is None or entry.salt is None or len(entry.salt) != SALT:
        raise ChainError("body_malformed", device=entry.device, seq=entry.seq)
    check_body(entry.body)
    if commit(entry.salt, entry.body) != entry.commitment:
        raise ChainError("commitment_wrong", device=entry.device, seq=entry.seq)
    if entry.kind == ERASED and not _ERASURE.fullmatch(entry.body):
        raise ChainError("erasure_malformed", device=entry.device, seq=entry.seq)


def check_body(body: str) -> None:
    """Check that `body` is one line of JSON, an object, short enough; raises ChainError."""
    _checked(body)


def _checked(body: str) -> bytes:
    try:
        whole, end = _scan(body)
        raw = body.encode()
        if "\\u" in body:
            json.dumps(whole, ensure_ascii=False).encode()  # half a surrogate pair fails here
            if _HIDING.search(body):
                raise ChainError("body_malformed")
    except (ValueError, RecursionError) as error:
        raise ChainError("body_malformed") from error
    if type(whole) is not dict or end != len(body) or "\n" in body or "\r" in body:
        raise ChainError("body_malformed")
    if len(raw) > MAX_BODY:
        raise ChainError("body_too_long", size=len(raw))
    return raw


def erasure(subject: str) -> str:
    """Return the body that erases `subject`; raises ChainError("subject_malformed")."""
    if not _SUBJECT.fullmatch(subject):
        raise ChainError("subject_malformed")
    return f'{{"subject":"{subject}"}}'


def erases(entry: Entry) -> str | None:
    """Return the subject that `entry` erases, or None when it is no erasure."""
    if entry.kind != ERASED or entry.body is None:
        return None
    match = _ERASURE.fullmatch(entry.body)
    return match[1] if match else None


def mentioned(body: str) -> set[str]:
    """Return everything in `body` that could be the id of a subject."""
    found: set[str] = set()
    for run in _HEX_RUN.findall(body):
        found.update(run[start : start + 32] for start in range(len(run) - 31))
    return found


def is_id(text: object) -> bool:
    """Say whether `text` is written as an id or a device is."""
    return isinstance(text, str) and _HEX64.fullmatch(text) is not None


def is_kind(text: object) -> bool:
    """Say whether `text` may stand as a kind in a header."""
    return isinstance(text, str) and _KIND.fullmatch(text) is not None


def sign_head(key: keys.DeviceKey, head: Head) -> bytes:
    """Sign that `head` is this device's entry; the chain makes it cover everything before."""
    return key.sign("head/1", _head_bytes(key.device, head))


def check_head(device: str, head: Head, signature: bytes) -> None:
    """Check a signed head; raises ChainError("unsigned")."""
    try:
        keys.verify(device, "head/1", _head_bytes(device, head), signature)
    except TrustError as error:
        raise ChainError("unsigned", device=device, seq=head.seq) from error


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return `entries` in the log's total order: clock, device, number."""
    return sorted(entries, key=_LOG_ORDER)


def _head_bytes(device: str, head: Head) -> bytes:
    return f'["head/1","{device}",{head.seq},"{head.id}"]'.encode()
