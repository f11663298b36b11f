"""Certificates: one landscape page a person, in that person's own language."""

import contextlib
import functools
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from academy.errors import AcademyError
from academy.printing import beads, codes, document, fit, pango, pdf, qr
from academy.printing.words import ENGLISH, Words

Kind = Literal["attendance", "completion", "facilitator"]


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
    nonce: str | None = None,
    faces_at: str | None = None,
) -> str:
    """Lay out certificates, one page each; the document's own language is the first page's.

    With a `nonce` it is a page that a browser prints, with the fonts at the address `faces_at`.
    """
    words = pages[0].words if pages else ENGLISH
    by = pango.ruler(browser=nonce is not None)

    @functools.cache  # a class has one title and one issuer, and what was measured is gone after
    def fitted(text: str, place: fit.Place, language: str) -> fit.Fitted:
        return fit.fit(text, place, by, language)

    return document.whole(
        [_page(page, fitted) for page in pages],
        words=words,
        title=words.gettext("Certificates"),
        nonce=nonce,
        faces_at=faces_at,
    )


def _page(page: CertificatePage, fitted: Callable[[str, fit.Place, str], fit.Fitted]) -> Markup:
    language = page.words.language
    return document.part(
        "certificate.html",
        page.words,
        page=page,
        name=fitted(page.name, fit.NAME_PLACE, language),
        title=fitted(page.title, fit.TITLE_PLACE, language),
        issuer=fitted(page.issuer, fit.ISSUER_PLACE, language),
        month=page.words.month(*page.month),
        code=codes.display(page.code),
        qr=_qr(page),
        string=_string(page),
    )


def _qr(page: CertificatePage) -> Markup:
    # Sixteen characters at level q fill the smallest code there is exactly; all are random.
    label = page.words.gettext("The same code, to scan")
    return qr.picture(page.code, label=label, error="q", mask=0)


def _string(page: CertificatePage) -> Markup:
    counted = sum(state in {"present", "late"} for state in page.beads)
    label = page.words.ngettext(
        "%(counted)s of %(num)s half-day",
        "%(counted)s of %(num)s half-days",
        len(page.beads),
        counted=counted,
    )
    return beads.string(page.beads, label=label, direction=page.words.direction)


def warm() -> None:
    """Draw one that nobody sees, so that nobody waits for what the first one loads.

    That is WeasyPrint, and each of our fonts with what cuts it. For a background thread.
    """
    said = "A أ 王"
    first = CertificatePage(said, "attendance", said, (2000, 1), 1, said, codes.new(), ["present"])
    with contextlib.suppress(AcademyError):
        pdf.render(html([first]))


@functools.cache
def warm_soon() -> None:
    """Begin to `warm`, once: somebody is looking at what can be printed."""
    # By this name the end of the program knows it: Pango must not be cut off at work.
    threading.Thread(target=warm, name="warm", daemon=True).start()
