"""QR codes: a picture for paper, inline SVG for a page; the only room that knows segno."""

import io
from typing import Final

import segno
from markupsafe import Markup

INK: Final = "#1f2a2e"


def picture(text: str, *, label: str, error: str = "m", mask: int | None = None) -> Markup:
    """Draw `text` as an `<img>` of one pixel a module, which paper draws as squares (style.css).

    To WeasyPrint that costs a tenth of the same code as SVG, and the same address is drawn once.
    Of the eight masks the best is looked for, which takes longer than all else: where the text is
    random, each is as good as the others, and one may be given. Otherwise as `svg`.
    """
    made = segno.make(text, error=error, micro=False, mask=mask)
    address = made.png_data_uri(border=0, dark=INK)
    return Markup('<img class="qr" alt="{}" src="{}">').format(label, address)


def svg(text: str, *, label: str, error: str = "m") -> str:
    """Draw `text` as an inline `<svg>` that fills the box it is put in.

    `label` is its sentence for those who don't see it, plain text. `error` is the least share that
    may be damaged: l 7 %, m 15 %, q 25 %, h 30 %; more is used where it costs no bigger code. The
    quiet zone of four modules is left to the page, which is white around it.
    """
    out = io.BytesIO()
    segno.make(text, error=error, micro=False).save(
        out,
        kind="svg",
        border=0,
        dark=INK,
        omitsize=True,
        title=label,
        svgclass="qr",
        lineclass=None,
        xmldecl=False,
        nl=False,
    )
    return out.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)


def text(address: str) -> str:
    """Draw `address` for a terminal, two rows of modules to a line of text."""
    out = io.StringIO()
    segno.make(address, error="l", micro=False).terminal(out, compact=True, border=2)
    return out.getvalue()


def wifi(name: str, password: str = "") -> str:
    """What a phone's camera reads as "join this Wi-Fi"; without a password an open network."""
    kept = "".join(f"\\{sign}" if sign in '\\;,":' else sign for sign in name)
    secret = "".join(f"\\{sign}" if sign in '\\;,":' else sign for sign in password)
    return f"WIFI:T:WPA;S:{kept};P:{secret};;" if password else f"WIFI:T:nopass;S:{kept};;"
