"""The pictures on paper: codes that scan, whichever way they were drawn, and strings of beads."""

import base64
import io
import re
import struct
import zlib

import pytest
from PIL import Image

from academy.printing import beads, cards, certificate, codes, pdf, qr
from tests.academy.test_printing import needs_pango, page, unpacked

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
SIDE = 21
"""The modules along a side of the smallest code, which holds a certificate's."""
MASKS = (
    lambda i, j: (i + j) % 2, lambda i, _: i % 2, lambda _, j: j % 3, lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2, lambda i, j: i * j % 2 + i * j % 3,
    lambda i, j: (i * j % 2 + i * j % 3) % 2, lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
)  # fmt: skip


def scanned(rows: list[list[bool]]) -> str:
    """What a phone reads of the smallest code at level q, without mending anything.

    By the standard itself (ISO 18004), so that it does not share a mistake with what drew it.
    """
    said = int("".join("01"[dark] for dark in rows[8][:5]), 2) ^ 0b10101
    assert said >> 3 == 0b11, "level q"
    masked = MASKS[said & 0b111]
    bits = "".join("01"[rows[i][j] ^ (not masked(i, j))] for i, j in walk() if not reserved(i, j))
    assert bits[:4] == "0010", "letters and digits"
    count, at, text = int(bits[4:13], 2), 13, ""
    for _ in range(count // 2):
        pair, at = int(bits[at : at + 11], 2), at + 11
        text += ALPHANUMERIC[pair // 45] + ALPHANUMERIC[pair % 45]
    return text


def walk() -> list[tuple[int, int]]:
    """Up and down in columns of two, from the right, past the column of the timing."""
    rights = [20, 18, 16, 14, 12, 10, 8, 5, 3, 1]
    up, down = range(SIDE - 1, -1, -1), range(SIDE)
    return [
        (i, j)
        for turn, right in enumerate(rights)
        for i in (down if turn % 2 else up)
        for j in (right, right - 1)
    ]


def reserved(i: int, j: int) -> bool:
    corner = (i < 9 and j < 9) or (i < 9 and j > 12) or (i > 12 and j < 9)
    return corner or 6 in (i, j)


def pictures(made: bytes) -> list[tuple[bytes, list[list[bool]]]]:
    """What a PDF says of each picture in it, and which of its pixels are dark."""
    found = re.findall(
        rb"<<(/Type /XObject/Subtype /Image.*?)>>\nstream\n(.*?)\nendstream", made, flags=re.DOTALL
    )
    return [(said, dark(said, stream)) for said, stream in found]


def dark(said: bytes, stream: bytes) -> list[list[bool]]:
    wide, high = (int(re.search(rb"/%s (\d+)" % one, said)[1]) for one in (b"Width", b"Height"))
    head = struct.pack("!IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", stream) + chunk(b"IEND", b"")
    grey = Image.open(io.BytesIO(png)).convert("L").tobytes()
    return [[shade < 128 for shade in grey[row : row + wide]] for row in range(0, len(grey), wide)]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))


def drawn(made: str) -> list[str]:
    """The strings of beads in a document, as the drawings that they are."""
    found = re.findall(r'<img class="beads"[^>]*src="data:image/svg\+xml;base64,([^"]+)"', made)
    return [base64.b64decode(one).decode() for one in found]


@needs_pango
def test_every_code_on_paper_scans_and_no_pixel_is_smoothed():
    asked = [codes.new() for _ in range(24)]
    made = pdf.render(certificate.html([page(code=code) for code in asked]))
    found = pictures(made)
    assert sorted(scanned(rows) for _, rows in found) == sorted(asked)
    assert all(b"/Interpolate false" in said for said, _ in found)
    assert unpacked(made).count(b"/Alt") == 2 * len(asked)


def test_a_code_is_as_large_whichever_mask_it_has():
    for mask in (None, *range(8)):
        made = qr.picture("7K2M9QXZ4B8TWRN6", label="x", error="q", mask=mask)
        png = base64.b64decode(re.search(r"base64,([^\"]+)", made)[1])
        assert Image.open(io.BytesIO(png)).size == (SIDE, SIDE)


@needs_pango
def test_the_address_of_all_cards_is_one_picture():
    made = cards.html([cards.AccessCard("Heron", "384921")] * 12, address="http://192.168.1.20")
    assert made.count('class="qr"') == 12
    assert len(pictures(pdf.render(made))) == 1


def test_what_a_picture_says_is_never_markup():
    for made in (
        qr.picture("x", label='"><script>'),
        beads.string(["present"], label='"><script>', direction="ltr"),
    ):
        assert "<script" not in made
        assert 'alt="&#34;&gt;&lt;script&gt;"' in made


def test_a_page_for_printing_finds_its_pictures_within_itself():
    made = certificate.html([page()], nonce="once")
    assert len(drawn(made)) == 1
    assert set(re.findall(r'src="([^:"]+:)', made)) == {"data:"}


def test_beads_run_as_the_language_is_read_and_differ_in_shape():
    week: list[beads.State] = ["late", "excused", "absent"]
    left, right = (
        drawn(beads.string(week, label="Week", direction=way))[0] for way in ("ltr", "rtl")
    )
    assert "M12 12m0 -7a7 7 0 0 1" in left  # late is the first and lacks its first half
    assert "M60 12m0 -7a7 7 0 0 0" in right  # the first is on the right and mirrored
    shapes = {str(beads.one(state)) for state in ("present", "late", "left_early", *week[1:])}
    assert len(shapes) == 5


@pytest.mark.parametrize(
    "week",
    [
        ["present"],
        ["present"] * 33,
        ["not_recorded", "present", "absent", "not_recorded", "late", "late", "not_recorded"],
        ["absent", "present", "present", "excused"],
        ["not_recorded"] * 2,
    ],
)
def test_every_bead_has_its_disc_and_every_hollow_one_its_hole(week: list[beads.State]):
    """A run of beads is a line of dots: none may be lost at its end, or drift from its place."""
    drawing = drawn(beads.string(week, label="Week", direction="ltr"))[0]
    recorded = [12 + 24 * n for n, state in enumerate(week) if state != "not_recorded"]
    hollow = [at for at in recorded if week[at // 24] != "present"]
    assert dots(drawing, 16) == recorded
    assert dots(drawing, 12) == hollow


def dots(drawing: str, wide: int) -> list[float]:
    found = re.search(rf'<path d="([^"]+)"[^>]*dasharray="(\S+) (\S+)"[^>]*width="{wide}"', drawing)
    if not found:
        return []
    step = float(found[2]) + float(found[3])
    lines = re.findall(r"M(\d+) 12h(\d+)", found[1])
    return [
        at for start, long in lines for at in range(int(start), int(start) + int(long), int(step))
    ]
