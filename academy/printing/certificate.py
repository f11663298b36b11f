"""Certificates: one landscape page a person, in that person's own language."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from academy import qr
from academy.printing import beads, codes, document
from academy.printing.words import ENGLISH, Words

Kind = Literal["attendance", "completion", "facilitator"]

# Widths in ems up to which a name keeps each size: one line in the first three, then more.
_NAME_SIZES = ((11.5, "name-xl"), (14.5, "name-l"), (19.0, "name-m"), (42.0, "name-s"))


@dataclass(frozen=True)
class CertificatePage:
    """What one certificate says.

    `name` is as the person wants it. `title` and `issuer` are the wording the person chose, neutral
    or not; `issuer` may be empty. `month` is (year, month). `half_days` is how many were attended
    or led, 0 to say nothing of them. `beads` is drawn into the frame as it is given; an empty one
    leaves the frame closed. `code` is 16 characters (`codes.new`).
    """

    name: str
    kind: Kind
    title: str
    month: tuple[int, int]
    half_days: int
    issuer: str
    code: str
    beads: Sequence[beads.State]
    words: Words = ENGLISH


def html(
    pages: Sequence[CertificatePage],
    *,
    stylesheet: str | None = None,
    nonce: str | None = None,
) -> str:
    """Lay out certificates, one page each; the document's own language is the first page's."""
    words = pages[0].words if pages else ENGLISH
    return document.whole(
        [_page(page) for page in pages],
        words=words,
        title=words.gettext("Certificates"),
        stylesheet=stylesheet,
        nonce=nonce,
    )


def _page(page: CertificatePage) -> Markup:
    return document.part(
        "certificate.html",
        page.words,
        page=page,
        name_size=_name_size(page.name),
        month=page.words.month(*page.month),
        code=codes.display(page.code),
        qr=_qr(page),
        string=_string(page),
    )


def _qr(page: CertificatePage) -> Markup:
    # Sixteen characters at level q fill the smallest code there is exactly.
    label = page.words.gettext("The same code, to scan")
    return Markup(qr.svg(page.code, label=label, error="q"))  # noqa: S704


def _string(page: CertificatePage) -> Markup:
    counted = sum(state in {"present", "late"} for state in page.beads)
    label = page.words.ngettext(
        "%(counted)s of %(num)s half-day",
        "%(counted)s of %(num)s half-days",
        len(page.beads),
        counted=counted,
    )
    return beads.string(page.beads, label=label, direction=page.words.direction, height="8mm")


def _name_size(name: str) -> str:
    """Choose the largest size at which the name fits the height that all names share."""
    width = sum(_width(character) for character in name)
    return next((size for widest, size in _NAME_SIZES if width <= widest), "name-xs")


def _width(character: str) -> float:
    """Estimate a character's width in ems; a little too wide rather than too narrow."""
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return 0.7 if character.isupper() else 0.55
