"""A large bundle on its way in parts: what its sender says before and with each of them, signed.

    announcement = SealedBox(central, line ‖ newline ‖ signature (64)), where line is
                   ["parts/1",central,device,size,sha256]
    part         = signature (64) ‖ bytes; signed is ["part/1",slot,offset,sha256 of the bytes]

The slot is 32 characters of SHA-256("academy-slot/1" ‖ line): the same bundle of the same sender
always lies in the same place, so that it goes on where the line was cut.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import NamedTuple

from sync import entries, keys, strict
from sync.bundle import MAX_SEALED
from sync.errors import ExchangeError, TrustError
from sync.keys import DeviceKey

MAX_PART = 256 << 10
MAX_ANNOUNCEMENT = 1_024
SIGNATURE = 64
_SLOT = re.compile(r"[0-9a-f]{32}")


class Announcement(NamedTuple):
    """Who will send what: signed, so that nothing of a stranger needs to be kept."""

    device: str
    size: int
    sha256: str
    slot: str


def announce(key: DeviceKey, central: str, data: bytes) -> bytes:
    """Return what tells `central`, and nobody else, that these bytes will come from us."""
    said = ["parts/1", central, key.device, len(data), hashlib.sha256(data).hexdigest()]
    line = json.dumps(said, separators=(",", ":")).encode()
    return keys.seal(central, line + b"\n" + key.sign("parts/1", line))


def read(key: DeviceKey, data: bytes) -> Announcement:
    """Read an announcement made for this device.

    Raises ExchangeError: announcement_malformed, too_large.
    """
    try:
        line, _, signature = key.unseal(data[: MAX_ANNOUNCEMENT + 1]).partition(b"\n")
        version, to, device, size, sha256 = strict.read(line, most=MAX_ANNOUNCEMENT, parts=8)
        if version != "parts/1" or to != key.device or type(size) is not int:
            raise ExchangeError("announcement_malformed")
        if not entries.is_id(device) or not entries.is_id(sha256):
            raise ExchangeError("announcement_malformed")
        keys.verify(device, "parts/1", line, signature)
    except (TrustError, ValueError, TypeError) as error:
        raise ExchangeError("announcement_malformed") from error
    if size > MAX_SEALED or size < 1:
        raise ExchangeError("too_large", limit=MAX_SEALED)
    slot = hashlib.sha256(b"academy-slot/1" + line).hexdigest()[:32]
    return Announcement(device, size, sha256, slot)


def sign(key: DeviceKey, slot: str, offset: int, data: bytes) -> bytes:
    """Return a part as it travels: signed, then its bytes."""
    return key.sign("part/1", _said(slot, offset, data)) + data


def check(device: str, slot: str, offset: int, part: bytes) -> bytes:
    """Return the bytes of a part that `device` signed for this very place.

    Raises ExchangeError: part_too_large, part_unsigned (an empty one is signed by nobody).
    """
    signature, data = part[:SIGNATURE], part[SIGNATURE:]
    if len(data) > MAX_PART:
        raise ExchangeError("part_too_large", limit=MAX_PART)
    try:
        keys.verify(device, "part/1", _said(slot, offset, data), signature)
    except TrustError as error:
        raise ExchangeError("part_unsigned") from error
    if not data:
        raise ExchangeError("part_unsigned")
    return data


def is_slot(text: object) -> bool:
    """Say whether `text` is written as a slot is."""
    return isinstance(text, str) and _SLOT.fullmatch(text) is not None


def _said(slot: str, offset: int, data: bytes) -> bytes:
    return f'["part/1","{slot}",{offset},"{hashlib.sha256(data).hexdigest()}"]'.encode()
