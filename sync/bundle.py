"""Pack and unpack a bundle: signed inside, sealed outside, the recipient named inside.

    sealed = SealedBox(recipient, manifest line ‖ signature (64) ‖ packed payload ‖ zeros to a Padmé
    size)

Opening goes in two steps, so that nothing of a stranger's payload is ever read: `look` unseals,
checks the signature and names the sender; `Envelope.open` unpacks and verifies everything.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import zlib
from collections.abc import Iterable
from typing import NamedTuple

from sync import entries, harmless, keys, strict
from sync.entries import MAX_NUMBER, Entry, Have, Head
from sync.errors import BundleError, TrustError
from sync.keys import DeviceKey
from sync.payload import (
    MAX_ENTRIES,
    MAX_HEAD,
    MAX_PARTS,
    Contents,
    decode,
    encode,
    runs,
    tips_from_json,
)

# The largest bundle that `parcel` makes holds 32 MiB of entries and a head of at most 8 MiB, and
# what does not shrink grows by less than 1 MiB in packing and as much in padding.
MAX_UNPACKED = 48 << 20
MAX_SEALED = 50 << 20
# A few bytes that claim to be many are not what a log packs to; `pack` then does not pack at all.
MAX_RATIO = 100
MAX_MANIFEST = 4_096
SMALLEST = 1_024
_UNPACKED_ANYHOW = 1 << 20
_SIGNATURE = 64
_PARTS = 40
_ID = re.compile(r"[0-9a-f]{32}")


class Receipt(NamedTuple):
    """A device's signed word that it durably holds these tips, given in answer to one bundle."""

    device: str
    bundle: str
    tips: dict[str, tuple[Head, ...]]


class Opened(NamedTuple):
    """A bundle, verified in full. `late` are bodies for entries the receiver may hold without."""

    sender: str
    id: str
    name: str
    answers: str | None
    turn: int
    more: bool
    have: Have
    receipt: Receipt | None
    entries: list[Entry]
    late: list[Entry]
    signed: list[tuple[str, bytes]]


class Envelope:
    """A bundle for this device whose sender is known and whose payload nobody has looked at."""

    def __init__(self, manifest: dict[str, object], packed: memoryview, recipient: str) -> None:
        """Take over a manifest whose signature holds and the packed payload it names."""
        sender, id, name = manifest["from"], manifest["id"], manifest["name"]
        answers, more = manifest["answers"], manifest["more"]
        if not (isinstance(sender, str) and isinstance(name, str) and isinstance(more, bool)):
            raise BundleError("damaged")
        self.sender, self.name, self.more = sender, harmless.line(name), more
        self.id = _id(id)
        self.answers = None if answers is None else _id(answers)
        self.turn, self._size = _number(manifest["turn"]), _number(manifest["size"])
        self._packed, self._recipient = packed, recipient

    def open(self) -> Opened:
        """Unpack and verify everything, once.

        Raises BundleError: damaged, too_large, receipt_invalid, receipt_not_for_me; ChainError.
        """
        packed, self._packed = self._packed, memoryview(b"")
        contents = decode(_inflate(packed, self._size))
        receipt = None
        if contents.receipt is not None:
            receipt = check_receipt(self.sender, *contents.receipt)
            if receipt.device != self._recipient:
                raise BundleError("receipt_not_for_me")
        return Opened(
            self.sender, self.id, self.name, self.answers, self.turn, self.more,
            contents.have, receipt, contents.entries, contents.late, contents.signed,
        )  # fmt: skip


def pack(
    key: DeviceKey,
    recipient: str,
    have: Have,
    entries_: Iterable[Entry] = (),
    *,
    late: Iterable[Entry] = (),
    signed: Iterable[tuple[str, bytes]] = (),
    receipt: tuple[str, bytes] | None = None,
    answers: str | None = None,
    turn: int = 0,
    more: bool = False,
    name: str = "",
    id: str | None = None,
) -> bytes:
    """Return a sealed bundle for `recipient`.

    Runs of this device's own entries are signed here; for the others `signed` holds their own
    devices' signatures (entry id, signature). Raises BundleError("too_large").
    """
    listed = list(entries_)
    contents = Contents(have, receipt, listed, list(late), [*signed, *_own_heads(key, listed)])
    if len(listed) + len(contents.late) > MAX_ENTRIES:
        raise BundleError("too_large")
    payload = encode(contents)
    packed = zlib.compress(payload, 6)
    if len(payload) > _most_unpacked(len(packed)):
        packed = zlib.compress(payload, 0)
    manifest = {
        "bundle": 1,
        "id": id or secrets.token_hex(16),
        "from": key.device,
        "to": recipient,
        "name": harmless.line(name),
        "answers": answers,
        "turn": turn,
        "more": more,
        "size": len(payload),
        "packed": len(packed),
        "sha256": hashlib.sha256(packed).hexdigest(),
    }
    line = json.dumps(manifest, separators=(",", ":")).encode()
    inner = b"".join([line, b"\n", key.sign("bundle/1", line), packed])
    sealed = keys.seal(recipient, inner.ljust(_padded(len(inner)), b"\0"))
    if len(sealed) > MAX_SEALED or len(payload) > MAX_UNPACKED:
        raise BundleError("too_large")
    return sealed


def look(key: DeviceKey, data: bytes) -> Envelope:
    """Unseal a bundle and check who sent it, reading nothing else.

    Raises BundleError: too_large, not_for_me (or damaged on the way: a seal cannot tell), damaged,
    version_unknown, signature_invalid.
    """
    if len(data) > MAX_SEALED:
        raise BundleError("too_large")
    try:
        inner = key.unseal(data)
    except TrustError as error:
        raise BundleError("not_for_me") from error
    try:
        end = inner.index(b"\n", 0, MAX_MANIFEST)
        manifest = strict.read(inner[:end], most=MAX_MANIFEST, parts=_PARTS, depth=1)
        if type(manifest["bundle"]) is not int or manifest["bundle"] != 1:
            raise BundleError("version_unknown")
        start = end + 1 + _SIGNATURE
        _check_signature(manifest["from"], inner[:end], inner[end + 1 : start])
        if manifest["to"] != key.device:
            raise BundleError("not_for_me")
        packed = memoryview(inner)[start : start + _number(manifest["packed"])]
        if hashlib.sha256(packed).hexdigest() != manifest["sha256"]:
            raise BundleError("damaged")
        return Envelope(manifest, packed, key.device)
    except (ValueError, KeyError, TypeError) as error:
        raise BundleError("damaged") from error


def unpack(key: DeviceKey, data: bytes) -> Opened:
    """Open a bundle in one step, from a sender who needs no asking; raises as `look` and `open`."""
    return look(key, data).open()


def file_name(data: bytes) -> str:
    """Return the 16 hexadecimal characters a bundle travels under; they give away half a file."""
    return hashlib.sha256(b"academy-file/1" + data).hexdigest()[:16]


def make_receipt(key: DeviceKey, device: str, bundle: str, have: Have) -> tuple[str, bytes]:
    """Sign that everything up to the tips of `have` is durable here."""
    text = json.dumps(["receipt/1", device, bundle, have.tips], separators=(",", ":"))
    return text, key.sign("receipt/1", text.encode())


def check_receipt(sender: str, text: str, signature: bytes) -> Receipt:
    """Read a receipt that `sender` signed; raises BundleError("receipt_invalid")."""
    try:
        keys.verify(sender, "receipt/1", text.encode(), signature)
        said = strict.read(text, most=MAX_HEAD, parts=MAX_PARTS)
        version, device, bundle, tips = said
        if version != "receipt/1" or not entries.is_id(device) or not _ID.fullmatch(bundle):
            raise BundleError("receipt_invalid")
        return Receipt(device, bundle, tips_from_json(tips))
    except (TrustError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BundleError("receipt_invalid") from error


def _own_heads(key: DeviceKey, listed: list[Entry]) -> list[tuple[str, bytes]]:
    ends = [run[-1] for run in runs(listed) if run[-1].device == key.device]
    return [(end.id, entries.sign_head(key, Head(end.seq, end.id))) for end in ends]


def _check_signature(device: object, line: bytes, signature: bytes) -> None:
    try:
        keys.verify(str(device), "bundle/1", line, signature)
    except TrustError as error:
        raise BundleError("signature_invalid") from error


def _most_unpacked(packed: int) -> int:
    return min(MAX_UNPACKED, _UNPACKED_ANYHOW + MAX_RATIO * packed)


def _inflate(packed: memoryview, size: int) -> bytes:
    if size > _most_unpacked(len(packed)):
        raise BundleError("too_large")
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(packed, size + 1)
    except zlib.error as error:
        raise BundleError("damaged") from error
    if len(data) > size:
        raise BundleError("too_large")
    if len(data) < size or not unpacker.eof or unpacker.unused_data:
        raise BundleError("damaged")
    return data


def _id(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise BundleError("damaged")
    return value


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= MAX_NUMBER:
        raise BundleError("damaged")
    return value


def _padded(size: int) -> int:
    # Padmé: the length says little of how much is inside, at a cost of at most 12 %.
    size = max(size, SMALLEST)
    exponent = size.bit_length() - 1
    low = (1 << (exponent - exponent.bit_length())) - 1
    return (size + low) & ~low
