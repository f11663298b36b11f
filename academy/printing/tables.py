"""Font files as fontTools reads them: its only home, and the child that reads what others made.

Run by its path it is the child of `academy.apart`: a font on its standard input, on its standard
output the same font made anew of the tables that paper needs. So it imports nothing of ours. What
a hinting program, a picture or a script in a font could do is gone with its table.
"""

import contextlib
import importlib
import io
import os
import runpy
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from fontTools import unicodedata as scripts

HOLDING: Final = Path(__file__).resolve().parents[1] / "apart" / "holding.py"
MEMORY: Final = 512 * 2**20
SECONDS: Final = 30
LARGEST: Final = 8 * 2**20
"""The most bytes of a font, packed and unpacked. Hangul, the largest that we make, has 1.4 MB."""
REGULAR: Final = 400
_LICENCE: Final = (13, 14)  # the names under which a font has its licence and its address
_MOST_TOGETHER: Final = 64  # fonts in one file

KEPT: Final = frozenset(
    {"head", "hhea", "maxp", "hmtx", "cmap", "name", "post", "OS/2", "GDEF", "GPOS", "GSUB", "glyf",
     "loca", "CFF "}
)  # fmt: skip
"""The tables that draw letters and join them."""
_NEEDED: Final = frozenset({"head", "hhea", "maxp", "hmtx", "cmap", "name"})
_TABLES: Final = ("_h_e_a_d", "_h_h_e_a", "_m_a_x_p", "_h_m_t_x", "_c_m_a_p", "_n_a_m_e",
                  "_p_o_s_t", "O_S_2f_2", "G_D_E_F_", "G_P_O_S_", "G_S_U_B_", "_g_l_y_f",
                  "_l_o_c_a", "C_F_F_", "_f_v_a_r", "_a_v_a_r", "_g_v_a_r", "_c_v_a_r",
                  "H_V_A_R_", "M_V_A_R_", "S_T_A_T_", "otData", "otConverters", "otTables",
                  "otTraverse")  # fmt: skip
_MODULES: Final = (
    "fontTools.agl", "fontTools.cffLib", "fontTools.misc.psCharStrings", "fontTools.ttLib.woff2",
    "fontTools.varLib.instancer", *(f"fontTools.ttLib.tables.{name}" for name in _TABLES),
)  # fmt: skip
"""All that reading a font needs; the child can open no file once it has begun."""


class Facts(NamedTuple):
    """How a font calls itself and how it looks. A family of all weights has the regular one.

    `packable`: it says that it is under the SIL Open Font License, so that it may be passed on, and
    isn't of the one kind (CFF2) that fontTools doesn't cut well.
    """

    family: str
    weight: int
    slanted: bool
    packable: bool


def script(character: str) -> str:
    """The four letters of a character's script, as Unicode has them."""
    return str(scripts.script(character))


def advances(path: Path) -> dict[int, float]:
    """How far each character of a font moves the next one, in ems."""
    with _opened(path) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {point: widths[glyph][0] / em for point, glyph in font.getBestCmap().items()}


def fonts(path: Path) -> list[Facts]:
    """The fonts of a file, several of a collection; none where it can't be read."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
        several = head[:4] == b"ttcf"
        count = min(int.from_bytes(head[8:12], "big"), _MOST_TOGETHER) if several else 1
        found = []
        for number in range(count):
            with _opened(path, number if several else -1) as font:
                found.append(_facts(font))
    except Exception:  # noqa: BLE001 - a damaged font may fail anywhere in the library
        return []
    return found


def cut(path: Path, number: int, wanted: Callable[[int], bool]) -> bytes:
    """One font of a file, in its regular weight, with the characters that are wanted."""
    from fontTools import subset

    options = subset.Options(
        hinting=False, notdef_outline=True, layout_features=["*"], name_IDs=["*"]
    )
    several = path.suffix.lower() in {".ttc", ".otc"}
    with _opened(path, number if several else -1) as font:
        points = font.getBestCmap()
        chosen = {point for point in points if wanted(point)}
        if len(chosen) < len(points):
            cutter = subset.Subsetter(options)
            cutter.populate(unicodes=chosen)
            cutter.subset(font)
        return _saved(_of_one_weight(font))


def cleaned(data: bytes) -> bytes:
    """A font made anew of the tables that paper needs, all of them read to their end.

    Raises ValueError where it is none, or too large.
    """
    from fontTools.ttLib import TTFont

    if data[:4] == b"wOF2" and int.from_bytes(data[16:20], "big") > LARGEST:
        raise ValueError("too large")
    try:
        with TTFont(io.BytesIO(data), lazy=False) as font:
            _need_letters(font)
            for table in [font[tag] for tag in sorted(KEPT & set(font.keys()))]:
                if hasattr(table, "ensureDecompiled"):
                    table.ensureDecompiled(recurse=True)
            made = _saved(_of_one_weight(font))
    except Exception as error:  # the library raises whatever it falls over
        raise ValueError("no font") from error
    if len(made) > LARGEST:
        raise ValueError("too large")
    return made


def _need_letters(font: Any) -> None:  # noqa: ANN401
    tables = set(font.keys())
    if not tables >= _NEEDED or not tables & {"glyf", "CFF "} or not font.getBestCmap():
        raise ValueError("no letters")


@contextlib.contextmanager
def _opened(path: Path, number: int = -1) -> Iterator[Any]:
    """A font of a file; the library would leave the file open where it finds no font in it."""
    from fontTools.ttLib import TTFont

    with path.open("rb") as file, TTFont(file, fontNumber=number, lazy=True) as font:
        yield font


def _facts(font: Any) -> Facts:  # noqa: ANN401
    axes = {axis.axisTag: axis for axis in font["fvar"].axes} if "fvar" in font else {}
    weight = font["OS/2"].usWeightClass
    if "wght" in axes and axes["wght"].minValue <= REGULAR <= axes["wght"].maxValue:
        weight = REGULAR
    slanted = bool(font["head"].macStyle & 2)
    said = " ".join(font["name"].getDebugName(id) or "" for id in _LICENCE)
    packable = "CFF2" not in font and ("Open Font License" in said or "OFL" in said)
    return Facts(font["name"].getBestFamilyName() or "", weight, slanted, packable)


def _of_one_weight(font: Any) -> Any:  # noqa: ANN401
    if "fvar" not in font:
        return font
    from fontTools.varLib import instancer

    places = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
    return instancer.instantiateVariableFont(font, places | _regular(font), inplace=True)


def _regular(font: Any) -> dict[str, float]:  # noqa: ANN401
    axes = {axis.axisTag: axis for axis in font["fvar"].axes}
    if "wght" not in axes:
        return {}
    return {"wght": min(max(REGULAR, axes["wght"].minValue), axes["wght"].maxValue)}


def _saved(font: Any) -> bytes:  # noqa: ANN401
    for tag in set(font.keys()) - KEPT - {"GlyphOrder"}:
        del font[tag]
    font.flavor = None
    font.recalcTimestamp = False
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


# The child


def main() -> int:
    """Read a font, write it anew."""
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        return 1
    for name in _MODULES:
        importlib.import_module(name)
    runpy.run_path(str(HOLDING))["hold_back"](MEMORY, SECONDS)
    warnings.simplefilter("ignore")
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    try:
        made = cleaned(data)
    except (ValueError, MemoryError):
        return 1
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
