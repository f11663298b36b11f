"""Whether every state of a bead looks different, colours aside: one of each kind, as a picture."""

import io
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageOps

from academy.web.shared.drawing import BEADS
from tests.old_browsers.pages import STATIC

KINDS = sorted(set(BEADS.values()))
PLACES = {
    "bead": '<p><i class="bead {}"></i></p>',
    "string": '<div class="beads"><i class="{}"></i></div>',
    "small string": '<div class="beads small"><i class="{}"></i></div>',
    "legend": '<p class="legend"><i class="bead {}"></i></p>',
    "grid": '<table class="grid"><tr><td class="m"><i class="bead {}"></i></table>',
    "five": '<span class="five"><label><span><i class="bead {}"></i></span></label></span>',
}
SIDE = 64
LEAST = 0.035
"""The part of a bead's square that must differ between any two kinds."""


def page(folder: Path, direction: str = "ltr") -> Path:
    """A page with a bead of every kind in every place."""
    style = "".join((STATIC / name).read_text("utf-8") for name in ("core.css", "staff.css"))
    shown = "".join(place.format(kind) for place in PLACES.values() for kind in KINDS)
    file = folder / f"beads.{direction}.html"
    file.write_text(
        f'<!doctype html><html dir="{direction}"><meta charset="utf-8"><style>{style}'
        f".bead,.beads i{{margin:8px}}</style><body>{shown}", "utf-8",
    )  # fmt: skip
    return file


WHERE = """
return Array.prototype.map.call(document.querySelectorAll("i"), function (one) {
  var r = one.getBoundingClientRect();
  return [r.left, r.top, r.right, r.bottom];
});
"""


def alike(browser: Any, folder: Path) -> Iterator[str]:
    """The kinds of beads that a browser draws alike."""
    for direction in ("ltr", "rtl"):
        browser.open(page(folder, direction), 800, 2400)
        yield from alike_in(browser.picture(), browser.run(WHERE))


def alike_in(picture: bytes, where: list[list[float]]) -> Iterator[str]:
    """The same of a picture on which the beads stand there."""
    whole = Image.open(io.BytesIO(picture)).convert("L")
    cut = [whole.crop(tuple(round(n) for n in box)) for box in where]  # type: ignore[arg-type]
    for place in PLACES:
        mine, cut = cut[: len(KINDS)], cut[len(KINDS) :]
        for (one, first), (other, second) in combinations(zip(KINDS, mine, strict=True), 2):
            if _differ(first, second) < LEAST:
                yield f"a bead that is “{one}” looks like one that is “{other}” ({place})"


def _differ(one: Image.Image, other: Image.Image) -> float:
    """How much of two pictures differs once each is only black and white."""
    first, second = (
        ImageOps.autocontrast(part.resize((SIDE, SIDE))).point(lambda n: 255 if n > 127 else 0)
        for part in (one, other)
    )
    return ImageChops.difference(first, second).histogram()[255] / SIDE**2
