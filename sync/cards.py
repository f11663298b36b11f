"""A card: how a device introduces itself, in the open, before anyone trusts it.

It holds a public key, a name its owner chose to show, and a signature over both, which proves only
that the key's owner wrote it. Trust comes from people who compare the six words.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from sync import harmless, keys, strict
from sync.errors import ExchangeError, TrustError
from sync.keys import DeviceKey

MAX_CARD = 4_096
_PARTS = 20


class Card(NamedTuple):
    """Who a device says it is. Its name is harmless to show, and still only what it says."""

    device: str
    name: str
    role: str

    @property
    def words(self) -> list[str]:
        """Six words to compare aloud."""
        return keys.words(self.device)


def write(key: DeviceKey, name: str, role: str) -> str:
    """Return this device's card as one line of JSON."""
    name = harmless.line(name)
    signature = key.sign("card/1", _said(key.device, name, role))
    card = {"card": 1, "device": key.device, "name": name, "role": role}
    return json.dumps({**card, "words": keys.words(key.device), "signature": signature.hex()})


def read(text: bytes | str) -> Card:
    """Read a card; raises ExchangeError: card_malformed, card_invalid."""
    try:
        card = strict.read(text, most=MAX_CARD, parts=_PARTS, depth=2)
        device, name, role = card["device"], card["name"], card["role"]
        signature = bytes.fromhex(card["signature"])
        if type(card["card"]) is not int or card["card"] != 1 or not isinstance(name, str):
            raise ExchangeError("card_malformed")
        if not isinstance(role, str) or role not in ("central", "device"):
            raise ExchangeError("card_malformed")
        keys.verify(device, "card/1", _said(device, name, role), signature)
    except TrustError as error:
        raise ExchangeError("card_invalid") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ExchangeError("card_malformed") from error
    return Card(device, harmless.line(name), role)


def _said(device: str, name: str, role: str) -> bytes:
    return json.dumps([device, name, role]).encode()
