r"""A letter: a few words and some bytes from one device to another, signed inside, sealed outside.

    sealed to the recipient ( line ‖ "\n" ‖ signature (64 bytes) ‖ data ‖ zeros )

    line    ["letter/1", sender, recipient, to what, said, length of data, SHA-256 of data]

`to what` is 32 random characters that a question chooses and its answer repeats: an answer to
another question, or to another device, is none. Whom to answer, the reader of a letter decides.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

from sync import keys, strict
from sync.errors import ExchangeError, TrustError
from sync.keys import DeviceKey

MOST_DATA = 256 << 10
MOST_LINE = 4 << 10
_BLOCK = 4 << 10  # what goes is as long as the next whole block, so its length tells little
_SIGNATURE = 64
_VERSION = "letter/1"
MOST_SEALED = MOST_DATA + MOST_LINE + 2 * _BLOCK
_PARTS = 20


class Letter(NamedTuple):
    """What came, by whom; `said` is JSON and not understood yet."""

    sender: str
    matter: str
    said: Any
    data: bytes


def write(
    key: DeviceKey, to: str, role: str, matter: str, said: object, data: bytes = b""
) -> bytes:
    """Return a sealed letter; raises ExchangeError("too_large"), TrustError("key_malformed")."""
    digest = hashlib.sha256(data).hexdigest()
    line = json.dumps([_VERSION, key.device, to, matter, said, len(data), digest]).encode()
    if len(data) > MOST_DATA or len(line) > MOST_LINE:
        raise ExchangeError("too_large")
    plain = b"".join([line, b"\n", key.sign(role, line), data])
    return keys.seal(to, plain + bytes(-len(plain) % _BLOCK))


def read(key: DeviceKey, sealed: bytes, role: str) -> Letter:
    """Open a letter to `key`'s device. Raises ExchangeError: "too_large", "damaged"."""
    if len(sealed) > MOST_SEALED:
        raise ExchangeError("too_large")
    try:
        plain = key.unseal(sealed)
        end = plain.index(b"\n", 0, MOST_LINE + 1)
        version, sender, to, matter, said, length, digest = strict.read(
            plain[:end], most=MOST_LINE, parts=_PARTS, depth=4
        )
        start = end + 1 + _SIGNATURE
        keys.verify(sender, role, plain[:end], plain[end + 1 : start])
        data = plain[start : start + length]
        whole = len(data) == length and hashlib.sha256(data).hexdigest() == digest
    except (TrustError, ValueError, TypeError) as error:
        raise ExchangeError("damaged") from error
    if version != _VERSION or to != key.device or not isinstance(matter, str) or not whole:
        raise ExchangeError("damaged")
    return Letter(sender, matter, said, data)
