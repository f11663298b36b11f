"""How bodies lie in the tables: ids in half their digits, the commonest words in a byte each.

What is stored is not what is hashed and sent, so it must come back as it was, byte for byte: `pack`
and `unpack` are each other's inverse for whatever may be a body. A body holds no control
characters, so these can stand for something here:

    packed = number of ids (1 byte) ‖ the ids, 16 bytes each ‖ the text as UTF-8

in which the byte 1 is the next id in its quotes, and each byte above it one of `WORDS`. Ids are
only whole runs of 32 digits in quotes; so what mentions an id holds either its bytes or its digits.
"""

from __future__ import annotations

import re
from typing import Final, TypeVar

from sync.errors import ChainError

K = TypeVar("K")
V = TypeVar("V")

WORDS: Final = (
    '{"workshop":', ',"session":', ',"person":', ',"state":"', '","way":"', '","at":"2',
    '"present"', "T0", '","', '":"', '":[', '"],"',
)  # fmt: skip
"""By their place, from the byte 2 on, leaving out tab and line ends. Stored: none may ever change,
and a new one only follows the last."""

_CODES: Final = [code for code in range(2, 32) if code not in {9, 10, 13}]
_SHORT: Final = [(word, chr(code)) for word, code in zip(WORDS, _CODES, strict=False)]
_SPLIT: Final = re.compile(r'"([0-9a-f]{32})"').split
_MOST: Final = 255


_REMEMBERED: Final = 256
"""Texts; a laptop's day of marks is written in a few dozen."""


class Packing:
    """Packs and unpacks many bodies.

    Most of them say the same but for their ids, so what was written last is remembered. It may be
    about somebody: let go of this with the work it was made for.
    """

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._short: dict[str, bytes] = {}
        self._long: dict[bytes, list[str]] = {}

    def pack(self, body: str) -> bytes:
        """Return a body as it lies in the tables."""
        parts = _SPLIT(body, _MOST)
        text = "\1".join(parts[::2])
        short = self._short.get(text)
        if short is None:
            short = _with_room(self._short)[text] = _shorten(text)
        return b"%c%b%b" % (len(parts) // 2, bytes.fromhex("".join(parts[1::2])), short)

    def unpack(self, packed: bytes) -> str:
        """Return the body that was packed; raises ChainError("body_malformed") where it was
        damaged.
        """
        try:
            start = 1 + 16 * packed[0]
            text = packed[start:]
            long = self._long.get(text)
            if long is None:
                long = _with_room(self._long)[text] = _lengthen(text)
            whole = [""] * (2 * len(long) - 1)
            whole[::2] = long
            whole[1::2] = packed[1:start].hex("|", 16).split("|") if start > 1 else ()
        except (TypeError, ValueError, IndexError) as error:
            raise ChainError("body_malformed") from error
        return "".join(whole)


def pack(body: str) -> bytes:
    """Return one body as it lies in the tables."""
    return Packing().pack(body)


def unpack(packed: bytes) -> str:
    """Return one body that was packed, as `Packing.unpack`."""
    return Packing().unpack(packed)


def _shorten(text: str) -> bytes:
    for word, short in _SHORT:
        text = text.replace(word, short)
    return text.encode()


def _lengthen(text: bytes) -> list[str]:
    """What stands before, between and after the ids."""
    long = text.decode()
    for word, short in _SHORT:
        long = long.replace(short, word)
    return long.replace("\1", '"\1"').split("\1")


def _with_room(remembered: dict[K, V]) -> dict[K, V]:
    if len(remembered) >= _REMEMBERED:
        remembered.clear()
    return remembered
