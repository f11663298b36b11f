"""A card: how a device introduces itself, in the open, before anyone trusts it.

It holds a public key, a name its owner chose to show, and a signature over both, which proves only
that the key's owner wrote it. Trust comes from people who compare the six words.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from sync import keys
from sync.errors import ExchangeError, TrustError
from sync.keys import DeviceKey

MAX_CARD = 4_096


class Card(NamedTuple):
    """Who a device says it is."""

    device: str
    name: str
    role: str

    @property
    def words(self) -> list[str]:
        """Six words to compare aloud."""
        return keys.words(self.device)


def write(key: DeviceKey, name: str, role: str) -> str:
    """Return this device's card as one line of JSON."""
    name = name[:100]
    signature = key.sign("card/1", _said(key.device, name, role))
    card = {"card": 1, "device": key.device, "name": name, "role": role}
    return json.dumps({**card, "words": keys.words(key.device), "signature": signature.hex()})


def read(text: bytes | str) -> Card:
    """Read a card; raises ExchangeError: card_malformed, card_invalid."""
    try:
        card = json.loads(text[:MAX_CARD])
        device, name, role = card["device"], card["name"], card["role"]
        signature = bytes.fromhex(card["signature"])
        if card["card"] != 1 or not isinstance(name, str) or role not in ("central", "device"):
            raise ExchangeError("card_malformed")
        keys.verify(device, "card/1", _said(device, name, role), signature)
    except TrustError as error:
        raise ExchangeError("card_invalid") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ExchangeError("card_malformed") from error
    return Card(device, name[:100], role)


def _said(device: str, name: str, role: str) -> bytes:
    return json.dumps([device, name, role]).encode()
