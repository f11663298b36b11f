"""Templates → one HTML document, for the browser's printer and for the PDF alike.

A document carries its style in one of three ways: linked (`stylesheet`, an address), inside
(`nonce`, for a page under a strict content policy), or not at all, for `pdf.render`, which brings
its own. No template uses a script or a style attribute.
"""

import functools
from collections.abc import Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup

from academy.printing.words import Words
from sync import harmless

_HERE = Path(__file__).parent


@functools.cache
def style() -> str:
    """Return the style sheet of all printed paper, to be served under one address."""
    return (_HERE / "style.css").read_text(encoding="utf-8")


def part(template: str, words: Words, **facts: object) -> Markup:
    """Fill one template in one language; what it is given is escaped."""
    filled = _templates().get_template(template)
    said = {"_": words.gettext, "ngettext": words.ngettext, "words": words}
    return Markup(filled.render(**said, **facts))  # noqa: S704


def whole(
    parts: Sequence[Markup],
    *,
    words: Words,
    title: str,
    stylesheet: str | None = None,
    nonce: str | None = None,
) -> str:
    """Join filled parts into a document whose own language, title and print hint are `words`'."""
    inside = Markup(style()) if nonce is not None else None  # noqa: S704
    facts = {"parts": parts, "title": title, "stylesheet": stylesheet, "nonce": nonce}
    return str(part("document.html", words, style=inside, **facts))


@functools.cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=harmless.shown,
    )
