"""A drawing with places for words: what of an SVG is taken over into a page, and nothing else.

A figure is put into the page itself, so the drawing is not copied but read and written anew from
the few elements, attributes and classes listed here. Colours come from classes alone: the page
gives them light or dark, paper gives them ink.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal, NoReturn
from xml.parsers import expat

from academy.courses.drawings import SVG

WIDTH: Final = 328
"""A drawing is as wide as the column of a 360 px phone, so that 12 is 12 px there."""
TALLEST: Final = 640
MOST: Final = 300
MOST_SLOTS: Final = 60

FILLS: Final = {
    "card": "#ffffff",
    "soft": "#e2efec",
    "brand": "#0e5a5a",
    "sun": "#e2a11b",
    "sunsoft": "#fbf0d6",
}
STROKES: Final = {"edge": "#0e5a5a", "rule": "#566166", "sunny": "#e2a11b", "rim": "#ffffff"}
STYLES: Final = {
    "dash": 'stroke-dasharray="5 4"',
    "dots": 'stroke-dasharray="0.1 4.5"',
    "fine": 'stroke-width="1"',
    "thick": 'stroke-width="3"',
}
SIZES: Final = {"small": 12.0, "big": 17.0}
USUAL: Final = 13.0
INKS: Final = {"on": "#ffffff", "quiet": "#566166"}
TEXT_CLASSES: Final = {*SIZES, *INKS, "strong"}

_NUMBER: Final = r"-?(?:\d{1,4}(?:\.\d{1,3})?|\.\d{1,3})"
_VALUES: Final = {
    "number": re.compile(_NUMBER),
    "path": re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9.,\- ]{1,2000}"),
    "points": re.compile(r"[0-9.,\- ]{1,2000}"),
    "transform": re.compile(rf"(?:rotate|translate|scale)\({_NUMBER}(?:[ ,]+{_NUMBER}){{0,2}}\)"),
    "anchor": re.compile("start|middle|end"),
}
_SHAPES: Final = {
    "path": {"d": "path"},
    "rect": dict.fromkeys(("x", "y", "width", "height", "rx"), "number"),
    "circle": dict.fromkeys(("cx", "cy", "r"), "number"),
    "ellipse": dict.fromkeys(("cx", "cy", "rx", "ry"), "number"),
    "line": dict.fromkeys(("x1", "y1", "x2", "y2"), "number"),
    "polyline": {"points": "points"},
    "polygon": {"points": "points"},
}
_TEXT: Final = {
    **dict.fromkeys(("x", "y", "data-width", "data-height"), "number"),
    "text-anchor": "anchor",
}
_SIDES: Final[dict[str, Literal["start", "middle", "end"]]] = {
    "start": "start",
    "middle": "middle",
    "end": "end",
}
_BEFORE: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""How much of a place lies to the left of its `x`."""
_KEY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SIGN: Final = re.compile(r"[0-9A-Z×÷=+−%.→ ?!–]{1,8}")
_BOX: Final = re.compile(rf"0 0 {WIDTH} (\d{{2,3}})")


class FlawError(Exception):
    """Something in a drawing is not taken. Its text is a sentence for the author."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.line = line


@dataclass(frozen=True)
class Slot:
    """A place for words (`width` > 0), or a sign that is the same in every language."""

    key: str
    """The key of the words, or the sign itself."""
    line: int
    x: float
    y: float
    """The middle of the box's height; `x` is its start, middle or end, as `anchor` says."""
    width: float
    height: float
    anchor: Literal["start", "middle", "end"]
    classes: frozenset[str]

    @property
    def is_sign(self) -> bool:
        """Whether this is a sign such as `×`, and no words are needed."""
        return self.width == 0


@dataclass(frozen=True)
class Canvas:
    """A drawing, read: its shapes as safe markup, and the places for words."""

    height: int
    mirrored: bool
    """Whether a language that is written from right to left sees it the other way round."""
    shapes: tuple[str, ...]
    slots: tuple[Slot, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the words it needs, each once, in the drawing's order."""
        return tuple(dict.fromkeys(one.key for one in self.slots if not one.is_sign))


def read(data: bytes) -> Canvas:
    """Read a drawing. Raises FlawError at the first thing that is not taken."""
    reader = _Reader()
    try:
        reader.read(data)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise FlawError("This isn't SVG that can be read.", getattr(error, "lineno", 1)) from error
    return Canvas(reader.height, reader.mirrored, tuple(reader.shapes), tuple(reader.slots))


class _Reader:
    def __init__(self) -> None:
        self.height = 0
        self.mirrored = True
        self.shapes: list[str] = []
        self.slots: list[Slot] = []
        self._open: list[str] = []
        self._count = 0
        self._text: tuple[int, dict[str, str], frozenset[str]] | None = None
        self._words = ""

    def read(self, data: bytes) -> None:
        self._parser = parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._said
        parser.StartDoctypeDeclHandler = self._declared
        parser.ProcessingInstructionHandler = self._declared
        parser.Parse(data, True)  # noqa: FBT003 - it takes no names

    def _refuse(self, problem: str) -> NoReturn:
        raise FlawError(problem, self._parser.CurrentLineNumber)

    def _declared(self, *_: object) -> NoReturn:
        self._refuse("A figure has no declarations and no instructions.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, element = name.rpartition(" ")
        self._count += 1
        if self._count > MOST:
            self._refuse(f"A figure has at most {MOST} elements.")
        if space != SVG or (self._count == 1) != (element == "svg"):
            self._refuse(f"“{element[:40]}” is not taken in a figure.")
        if self._open and self._open[-1] not in {"svg", "g"}:
            self._refuse(f"Nothing may stand inside a “{self._open[-1]}”.")
        self._open.append(element)
        if element == "svg":
            self._root(attributes)
        elif element == "text":
            self._begin_text(attributes)
        elif element in _SHAPES:
            self._shape(element, attributes)
        elif element != "g" or attributes:
            self._refuse(f"“{element[:40]}” is not taken in a figure.")

    def _root(self, attributes: dict[str, str]) -> None:
        found = _BOX.fullmatch(attributes.pop("viewBox", ""))
        self.height = int(found[1]) if found else 0
        if not 0 < self.height <= TALLEST:
            self._refuse(
                f"A figure is as wide as a phone: its viewBox is “0 0 {WIDTH} …”, the height "
                f"from 10 to {TALLEST}."
            )
        self.mirrored = attributes.pop("data-mirror", "yes") != "no"
        if attributes:
            self._refuse(f"“{next(iter(attributes))[:40]}” is not taken in a figure.")

    def _shape(self, element: str, attributes: dict[str, str]) -> None:
        known = {**_SHAPES[element], "transform": "transform"}
        names = attributes.pop("class", "").split()
        self._judge(attributes, known)
        for name in names:
            if name not in FILLS | STROKES | STYLES:
                self._refuse(f"There is no class “{name[:40]}” for a shape.")
        written = [f'{name}="{value}"' for name, value in attributes.items()]
        self.shapes.append(f"<{element} {' '.join([*written, *_painted(names)])}/>")

    def _judge(self, attributes: dict[str, str], known: dict[str, str]) -> None:
        for name, value in attributes.items():
            if name not in known:
                self._refuse(
                    f"“{name.rpartition(' ')[2][:40]}” is not taken in a figure; colours and "
                    "lines come from classes."
                )
            if not _VALUES[known[name]].fullmatch(value):
                self._refuse(f"“{name}” has a value here that is not taken.")

    def _begin_text(self, attributes: dict[str, str]) -> None:
        names = frozenset(attributes.pop("class", "").split())
        self._judge(attributes, _TEXT)
        if unknown := names - TEXT_CLASSES:
            self._refuse(f"There is no class “{min(unknown)[:40]}” for words.")
        if not {"x", "y"} <= attributes.keys():
            self._refuse("Words need “x” and “y”.")
        if len(self.slots) >= MOST_SLOTS:
            self._refuse(f"A figure has at most {MOST_SLOTS} places for words.")
        self._text = (self._parser.CurrentLineNumber, attributes, names)
        self._words = ""

    def _said(self, text: str) -> None:
        if self._text is not None:
            self._words += text
        elif text.strip():
            self._refuse("Text stands in a “text”.")

    def _end(self, _name: str) -> None:
        if self._open.pop() != "text" or self._text is None:
            return
        line, values, names = self._text
        self._text = None
        words = self._words.strip()
        room = [float(values.get(f"data-{side}", 0)) for side in ("width", "height")]
        if not (_KEY if all(room) else _SIGN).fullmatch(words) or any(room) != all(room):
            self._refuse(
                f"“{words[:40]}” is neither the key of words, with “data-width” and "
                "“data-height”, nor a sign such as “×”."
            )
        x, y = float(values["x"]), float(values["y"])
        anchor = _SIDES[values.get("text-anchor", "middle")]
        left, top = x - room[0] * _BEFORE[anchor], y - room[1] / 2
        if min(*room, left, top, WIDTH - left - room[0], self.height - top - room[1]) < 0:
            across = "and “y” are its middle" if anchor == "middle" else f"is its {anchor}"
            self._refuse(f"The place for these words reaches out of the drawing; “x” {across}.")
        self.slots.append(Slot(words, line, x, y, room[0], room[1], anchor, names))


def _painted(names: list[str]) -> list[str]:
    """A shape's paint: the classes for a page, and what they mean where there is no style."""
    found = [f'class="{" ".join(f"p-{name}" for name in names if name not in STYLES)}"']
    found = found if found != ['class=""'] else []
    found += [f'fill="{FILLS[name]}"' for name in names if name in FILLS]
    found += [f'stroke="{STROKES[name]}"' for name in names if name in STROKES]
    return found + [STYLES[name] for name in names if name in STYLES]
