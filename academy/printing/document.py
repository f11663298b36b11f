"""Templates → one HTML document, for the browser's printer and for the PDF alike.

A document carries its style inside (`nonce`, for a page under a strict content policy) or not at
all, for `pdf.render`, which brings its own. No template uses a script or a style attribute.
"""

import functools
from collections.abc import Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup

from academy.printing import brought, fit, glyphs
from academy.printing.words import Words
from sync import harmless

_HERE = Path(__file__).parent
_SHEETS = ("style.css", "lessons.css")


_STRONG = (
    ".kind,.title,.strong,.guide :is(h1,h2,th,strong),"
    ".prose :is(h1,h2,h3,h4,h5,h6,strong,b,th,.asked,.label,summary)"
)


def style() -> str:
    """Return the style sheet of all printed paper."""
    return _families() + _sheets()


@functools.cache
def _sheets() -> str:
    sizes = "".join(f".pt-{n}{{font-size:{n}pt}}" for n in range(fit.SMALLEST, fit.LARGEST + 1))
    sheets = "".join((_HERE / name).read_text(encoding="utf-8") for name in _SHEETS)
    return sheets + sizes


def _families() -> str:
    """The faces as the rulers know them; generic families stand without quotes."""
    used = {"html": glyphs.TEXT, _STRONG: glyphs.STRONG, ".name": glyphs.NAME}
    return "".join(
        f"{where}{{font-weight:{face.weight};font-family:"
        + ",".join(one if one in glyphs.GENERIC else f"'{one}'" for one in face.families.split(","))
        + "}\n"
        for where, face in used.items()
    )


def faces(place: str) -> str:
    """Return the rules that name our fonts and those brought, all of which a browser finds at
    `place`, an address without its slash.
    """
    ours = [(family.name, family.weight, family.file) for family in glyphs.FAMILIES]
    more = [(one.family, glyphs.REGULAR, one.path.name) for one in brought.fonts()]
    return "".join(_face(name, weight, f"{place}/{file}") for name, weight, file in ours + more)


def faces_of_files() -> str:
    """Return the same rules, with each font where it lies on this laptop."""
    ours = [(one.name, one.weight, glyphs.FOLDER / one.file) for one in glyphs.FAMILIES]
    more = [(one.family, glyphs.REGULAR, one.path.absolute()) for one in brought.fonts()]
    return "".join(_face(name, weight, path.as_uri()) for name, weight, path in ours + more)


def _face(name: str, weight: int, address: str) -> str:
    return f"@font-face{{font-family:'{name}';font-weight:{weight};src:url('{address}')}}\n"


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
    about: str = "",
    nonce: str | None = None,
    faces_at: str | None = None,
) -> str:
    """Join filled parts into a document whose own language, title and print hint are `words`'.

    `about` stands in the properties of a PDF. `faces_at` is the address under which a browser finds
    the fonts of this house.
    """
    look = style() if faces_at is None else faces(faces_at) + style()
    inside = Markup(look) if nonce is not None else None  # noqa: S704
    facts = {"parts": parts, "title": title, "about": about, "nonce": nonce}
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
