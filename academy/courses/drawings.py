"""SVG that only draws: shapes, text, colours; nothing that runs, asks, moves or leads away.

An SVG is a document, and opened by itself a browser treats it as one. So it may have what is listed
here and nothing else; a drawing program's own leavings go when it saves as “plain SVG”.
"""

import re
from typing import Final, NoReturn
from xml.parsers import expat

SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "http://www.w3.org/1999/xlink"
XML: Final = "http://www.w3.org/XML/1998/namespace"
MOST: Final = 20_000
"""Elements; and how often one may be used again, which draws everything in it once more."""
DEEPEST: Final = 50
USES: Final = 200

ELEMENTS: Final = {
    *("svg", "g", "defs", "symbol", "use", "title", "desc", "style", "path", "rect", "circle"),
    *("ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath", "linearGradient"),
    *("radialGradient", "stop", "clipPath", "mask", "pattern", "marker"),
}
ATTRIBUTE: Final = re.compile(r"(?!on)[A-Za-z][A-Za-z0-9-]*", re.IGNORECASE)
NOT_THESE: Final = frozenset({"src", "base", "target", "ping", "formaction"})
# Colours, lengths and places inside the drawing; `url(#id)` is the only address there is.
_INSIDE: Final = re.compile(r"url\(\s*(['\"]?)#[\w.-]+\1\s*\)")
_ACTIVE: Final = re.compile(
    r"url|@|\\|expression|behavior|-moz-binding|script:|data:|<|image-set|src\(", re.IGNORECASE
)


class _Active(Exception):  # noqa: N818 - what the drawing is
    """The drawing has something that does not only draw."""


def is_still(data: bytes) -> bool:
    """Whether this is an SVG that only draws, from its first to its last byte."""
    try:
        _Reader().read(data)
    except (_Active, expat.ExpatError, ValueError, LookupError):
        return False
    return True


class _Reader:
    def __init__(self) -> None:
        self.count = self.uses = 0
        self.open: list[str] = []
        self.style = ""

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse
        parser.ProcessingInstructionHandler = self._refuse
        parser.Parse(data, True)  # noqa: FBT003 - it takes no names

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, element = name.rpartition(" ")
        self.open.append(element)
        self.count += 1
        self.uses += element == "use"
        if space != SVG or element not in ELEMENTS or (self.count == 1) != (element == "svg"):
            raise _Active(element)
        if self.count > MOST or self.uses > USES or len(self.open) > DEEPEST:
            raise _Active("too much")
        for attribute, value in attributes.items():
            _judge(attribute, value)

    def _end(self, _name: str) -> None:
        if self.open.pop() == "style" and _ACTIVE.search(_INSIDE.sub("", self.style)):
            raise _Active("style")

    def _text(self, text: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += text  # whole: it comes in pieces

    def _refuse(self, *_: object) -> NoReturn:
        raise _Active("a declaration")


def _judge(attribute: str, value: str) -> None:
    space, _, name = attribute.rpartition(" ")
    if name.lower() == "href" and space in {"", XLINK}:
        if not re.fullmatch(r"#[\w.-]+", value):
            raise _Active(name)
        return
    if space == XML and name in {"space", "lang"}:
        return
    if space or not ATTRIBUTE.fullmatch(name) or name.lower() in NOT_THESE:
        raise _Active(name)
    if _ACTIVE.search(_INSIDE.sub("", value)):
        raise _Active(name)
