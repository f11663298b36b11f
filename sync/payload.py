"""What lies inside a bundle: entries with everything left out that the receiver can derive.

One line of JSON describes the streams; then one line of text for each body (empty when withheld),
two for each late body (its header before it); then salts and commitments as raw bytes. A stream is
a run of one chain, so device, number and `prev` are said once, and a commitment only where its body
is withheld.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sync import entries, strict
from sync.entries import GENESIS, MAX_NUMBER, SALT, Content, Entry, Have, Head
from sync.errors import BundleError, ChainError

MAX_ENTRIES = 50_000
# Ten thousand devices, each with a run, a tip and a receipt, and 50,000 clocks and kinds: 7 MB.
MAX_HEAD = 8 << 20
MAX_PARTS = 500_000
_COMMITMENT = 32


class Contents(NamedTuple):
    """Entries on their way, verified: each is derived to its id and covered by a signed head."""

    have: Have
    receipt: tuple[str, bytes] | None
    entries: list[Entry]
    late: list[Entry]
    signed: list[tuple[str, bytes]]


def encode(contents: Contents) -> bytes:
    """Return the bytes of `contents`; `signed` must cover the end of every run of entries."""
    signatures = dict(contents.signed)
    kinds = sorted({entry.kind for entry in contents.entries})
    index = {kind: number for number, kind in enumerate(kinds)}
    streams, clocks, text, raw, bare = [], [], [], [], []
    for run in runs(contents.entries):
        first, last = run[0], run[-1]
        signature = signatures.get(last.id, b"").hex()
        streams.append([first.device, first.seq, first.prev, len(run), last.id, signature])
        before = 0
        for entry in run:
            clocks.append(entry.clock - before)
            before = entry.clock
            text.append(entry.body or "")
            if entry.salt is None:
                bare.append(bytes.fromhex(entry.commitment))
            else:
                raw.append(entry.salt)
    for entry in contents.late:
        text += [entry.header, entry.body or ""]
        raw.append(entry.salt or b"")
    lines = "".join(line + "\n" for line in text).encode()
    head = {
        "have": have_to_json(contents.have),
        "receipt": contents.receipt and [contents.receipt[0], contents.receipt[1].hex()],
        "kinds": kinds,
        "streams": streams,
        "clocks": clocks,
        "kind": [index[entry.kind] for entry in contents.entries],
        "late": len(contents.late),
        "text": len(lines),
    }
    line = json.dumps(head, separators=(",", ":")).encode()
    return b"".join([line, b"\n", lines, *raw, *bare])


def decode(data: bytes) -> Contents:
    """Read and verify a payload; raises BundleError("damaged") or ChainError.

    Lines are counted before they are split: a few kilobytes may unpack to nothing but their ends.
    """
    try:
        end = data.index(b"\n", 0, MAX_HEAD)
        head = strict.read(data[:end], most=MAX_HEAD, parts=MAX_PARTS)
        total, late = len(head["clocks"]), _number(head["late"])
        start, stop = end + 1, end + 1 + _number(head["text"])
        lines = total + 2 * late
        if total + late > MAX_ENTRIES or data.count(b"\n", start, stop) != lines:
            raise BundleError("damaged")
        text = data[start:stop].split(b"\n")
        if text.pop() != b"":
            raise BundleError("damaged")
        return _derive(head, [line.decode() for line in text], data[stop:])
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise BundleError("damaged") from error


def have_to_json(have: Have) -> dict[str, Any]:
    """Return `have` as JSON can hold it."""
    return {"tips": have.tips, "lacks": have.lacks}


def have_from_json(value: Any) -> Have:  # noqa: ANN401 – it comes from outside
    """Read a `have`; raises ValueError, KeyError or TypeError when it is none."""
    return Have(
        tips_from_json(value["tips"]),
        {_hex(device): _ranges(ranges) for device, ranges in value["lacks"].items()},
    )


def tips_from_json(value: Any) -> dict[str, tuple[Head, ...]]:  # noqa: ANN401 – from outside
    """Read tips; raises ValueError, KeyError or TypeError when they are none."""
    return {
        _hex(device): tuple(Head(_number(seq), _hex(id)) for seq, id in heads)
        for device, heads in value.items()
        if heads
    }


def runs(came: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Split entries where one is not the next in its chain after the one before."""
    run: list[Entry] = []
    for entry in came:
        if run and entry.prev != run[-1].id:
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _derive(head: Mapping[str, Any], lines: list[str], raw: bytes) -> Contents:
    clocks, kinds, late = head["clocks"], head["kinds"], head["late"]
    total = len(clocks)
    if len(head["kind"]) != total or len(kinds) > total:
        raise BundleError("damaged")
    if not all(map(entries.is_kind, kinds)) or not all(
        type(k) is int and k >= 0 for k in head["kind"]
    ):
        raise BundleError("damaged")
    bare = lines[:total].count("")
    salted = total - bare + late
    if len(raw) != salted * SALT + bare * _COMMITMENT:
        raise BundleError("damaged")
    contents = _contents(lines[:total], raw, salted * SALT)
    steps = zip(clocks, [kinds[number] for number in head["kind"]], contents, strict=True)
    found: list[Entry] = []
    signed = []
    for stream in head["streams"]:
        found += _stream(stream, steps)
        signed.append((found[-1].id, bytes.fromhex(stream[5])))
    if len(found) != total:
        raise BundleError("damaged")
    salts = raw[(total - bare) * SALT : salted * SALT]
    return Contents(
        have_from_json(head["have"]),
        None if head["receipt"] is None else _receipt(*head["receipt"]),
        found,
        [
            _late(header, body, salts[n * SALT : (n + 1) * SALT])
            for n, (header, body) in enumerate(
                zip(lines[total::2], lines[total + 1 :: 2], strict=True)
            )
        ],
        signed,
    )


def _contents(bodies: list[str], raw: bytes, bare: int) -> Iterator[Content]:
    salt = 0
    for body in bodies:
        if body:
            yield raw[salt : salt + SALT], body, ""
            salt += SALT
        else:
            yield None, None, raw[bare : bare + _COMMITMENT].hex()
            bare += _COMMITMENT


def _stream(stream: Any, steps: Iterator[tuple[int, str, Content]]) -> list[Entry]:  # noqa: ANN401
    device, seq, prev, count, end, signature = stream
    clock, found = 0, []
    seq = _number(seq)
    if _number(count) < 1 or seq + count - 1 > MAX_NUMBER or (seq == 1) != (prev == GENESIS):
        raise BundleError("damaged")
    _hex(device), _hex(prev)
    for step, kind, content in islice(steps, count):
        clock += step
        if type(step) is not int or step < 1 or clock > MAX_NUMBER:
            raise ChainError("clock_backwards", device=device, seq=seq)
        entry = entries.follow(device, seq, clock, kind, prev, content)
        found.append(entry)
        seq, prev = seq + 1, entry.id
    if len(found) != count or prev != end:
        raise ChainError("head_wrong", device=device, seq=seq)
    entries.check_head(device, Head(seq - 1, prev), bytes.fromhex(signature))
    return found


def _late(header: str, body: str, salt: bytes) -> Entry:
    entry = entries.parse(header)._replace(salt=salt, body=body)
    entries.check(entry)
    return entry


def _ranges(value: Any) -> list[tuple[int, int]]:  # noqa: ANN401 – from outside
    found: list[tuple[int, int]] = []
    end = 0
    for low, high in value:
        # In order and apart, or a short list could ask for the same long chain again and again.
        if not end < _number(low) <= _number(high):
            raise ValueError(value)
        end = high
        found.append((low, high))
    return found


def _receipt(text: str, signature: str) -> tuple[str, bytes]:
    return str(text), bytes.fromhex(signature)


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= MAX_NUMBER:
        raise ValueError(value)
    return value


def _hex(value: object) -> str:
    if not isinstance(value, str) or not entries.is_id(value):
        raise ValueError(value)
    return value
