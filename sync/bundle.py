"""Pack and unpack a bundle: signed inside, sealed outside, the recipient named inside.

    sealed = SealedBox(recipient, manifest line ‖ signature (64) ‖ packed payload ‖ zeros to a Padmé
    size)

Opening goes in two steps, so that nothing of a stranger's payload is ever read: `look` unseals,
checks the signature and names the sender; `Envelope.open` unpacks and verifies everything.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import zlib
from collections.abc import Iterable
from typing import NamedTuple

from sync import entries, keys
from sync.entries import Entry, Have, Head
from sync.errors import BundleError, TrustError
from sync.keys import DeviceKey
from sync.payload import MAX_ENTRIES, Contents, decode, encode, runs, tips_from_json

MAX_SEALED = 64 << 20
MAX_UNPACKED = 256 << 20
MAX_MANIFEST = 4_096
SMALLEST = 1_024
_SIGNATURE = 64


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

    def __init__(self, manifest: dict[str, object], packed: bytes, recipient: str) -> None:
        """Take over a manifest whose signature holds and the packed payload it names."""
        text = {name: manifest[name] for name in ("from", "id", "name")}
        answers, turn, size = manifest["answers"], manifest["turn"], manifest["size"]
        if not all(isinstance(value, str) for value in text.values()):
            raise BundleError("damaged")
        if not isinstance(answers, str | None) or type(turn) is not int or type(size) is not int:
            raise BundleError("damaged")
        self.sender, self.id, self.name = (str(value) for value in text.values())
        self.answers, self.turn, self.more = answers, turn, manifest["more"] is True
        self._size, self._packed, self._recipient = size, packed, recipient

    def open(self) -> Opened:
        """Unpack and verify everything; raises BundleError: damaged, too_large; ChainError."""
        contents = decode(_inflate(self._packed, self._size))
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
    manifest = {
        "bundle": 1,
        "id": id or secrets.token_hex(16),
        "from": key.device,
        "to": recipient,
        "name": name[:100],
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
        manifest = json.loads(inner[:end])
        if manifest["bundle"] != 1:
            raise BundleError("version_unknown", version=str(manifest["bundle"])[:20])
        start = end + 1 + _SIGNATURE
        _check_signature(manifest["from"], inner[:end], inner[end + 1 : start])
        if manifest["to"] != key.device:
            raise BundleError("not_for_me")
        packed = inner[start : start + int(manifest["packed"])]
        if hashlib.sha256(packed).hexdigest() != manifest["sha256"]:
            raise BundleError("damaged")
        return Envelope(manifest, packed, key.device)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
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
        version, device, bundle, tips = json.loads(text)
        if version != "receipt/1" or not entries.is_id(device) or not isinstance(bundle, str):
            raise BundleError("receipt_invalid")
        return Receipt(device, bundle, tips_from_json(tips))
    except (TrustError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BundleError("receipt_invalid") from error


def _own_heads(key: DeviceKey, listed: list[Entry]) -> list[tuple[str, bytes]]:
    ends = [run[-1] for run in runs(listed) if run[-1].device == key.device]
    return [(end.id, entries.sign_head(key, Head(end.seq, end.id))) for end in ends]


def _check_signature(device: object, line: bytes, signature: bytes) -> None:
    try:
        keys.verify(str(device), "bundle/1", line, signature)
    except TrustError as error:
        raise BundleError("signature_invalid") from error


def _inflate(packed: bytes, size: int) -> bytes:
    if not 0 <= size <= MAX_UNPACKED:
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


def _padded(size: int) -> int:
    # Padmé: the length says little of how much is inside, at a cost of at most 12 %.
    size = max(size, SMALLEST)
    exponent = size.bit_length() - 1
    low = (1 << (exponent - exponent.bit_length())) - 1
    return (size + low) & ~low
