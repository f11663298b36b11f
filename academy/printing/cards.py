"""Access cards: an alias, a PIN and the way in, to cut out and hand over.

A card is a key. It is printed once, when the PIN is made; the PIN can't be printed again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from academy import qr
from academy.printing import document
from academy.printing.words import ENGLISH, Words

PER_SHEET = 10


@dataclass(frozen=True)
class AccessCard:
    """One person's way in, in that person's language."""

    alias: str
    pin: str
    words: Words = ENGLISH


def html(
    cards: Sequence[AccessCard],
    *,
    address: str,
    words: Words = ENGLISH,
    nonce: str | None = None,
) -> str:
    """Lay out cards for cutting, ten to a sheet; `address` is what a phone opens."""
    label = words.gettext("The address, to scan")
    code = Markup(qr.svg(address, label=label))  # noqa: S704 - our own drawing
    sheets = [
        document.part(
            "cards.html", words, cards=cards[at : at + PER_SHEET], address=address, qr=code
        )
        for at in range(0, len(cards), PER_SHEET)
    ]
    return document.whole(sheets, words=words, title=words.gettext("Access cards"), nonce=nonce)
