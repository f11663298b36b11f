"""QR codes as inline SVG; the only room that knows segno."""

import io

import segno


def svg(text: str, *, label: str, error: str = "m", dark: str = "#1f2a2e") -> str:
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
        dark=dark,
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
