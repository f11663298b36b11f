"""Access cards: an alias, a PIN and the way in, to cut out and hand over.

A card is a key. It is printed once, when the PIN is made; the PIN can't be printed again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from academy.printing import document, fit, pango, qr
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
    faces_at: str | None = None,
) -> str:
    """Lay out cards for cutting, ten to a sheet; `address` is what a phone opens.

    With a `nonce` it is a page that a browser prints, with the fonts at the address `faces_at`.
    """
    by = pango.ruler(browser=nonce is not None)
    laid = [(card, fit.fit(card.alias, fit.CARD_ALIAS, by, card.words.language)) for card in cards]
    label = words.gettext("The address, to scan")
    code = qr.picture(address, label=label)
    sheets = [
        document.part(
            "cards.html", words, cards=laid[at : at + PER_SHEET], address=address, qr=code
        )
        for at in range(0, len(laid), PER_SHEET)
    ]
    title = words.gettext("Access cards")
    return document.whole(sheets, words=words, title=title, nonce=nonce, faces_at=faces_at)
