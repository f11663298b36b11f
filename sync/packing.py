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
from typing import Final

from sync.errors import ChainError

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


def pack(body: str) -> bytes:
    """Return a body as it lies in the tables."""
    parts = _SPLIT(body, _MOST)
    ids = "".join(parts[1::2])
    text = "\1".join(parts[::2])
    for word, short in _SHORT:
        text = text.replace(word, short)
    return b"%c%b%b" % (len(parts) // 2, bytes.fromhex(ids), text.encode())


def unpack(packed: bytes) -> str:
    """Return the body that was packed; raises ChainError("body_malformed") where it was damaged."""
    try:
        start = 1 + 16 * packed[0]
        ids, text = packed[1:start].hex(), packed[start:].decode()
    except (TypeError, IndexError, UnicodeDecodeError) as error:
        raise ChainError("body_malformed") from error
    for word, short in _SHORT:
        text = text.replace(short, word)
    first, *rest = text.split("\1")
    if not rest:
        return text
    return first + "".join([f'"{ids[n * 32 : n * 32 + 32]}"{part}' for n, part in enumerate(rest)])
