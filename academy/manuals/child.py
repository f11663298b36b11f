"""The child: a manual as a DOCX on its standard input, its words as JSON on its standard output.

Run by its path, so it imports nothing of ours. It first takes from itself what it will not need
(`apart.holding`). mammoth's only home: it makes plain HTML of what Word wrote.

What mammoth is given is not the file that came but a new one, with the few parts that a text is
made of: no macros, no embedded objects, no comments, no names of people or companies, nothing of
who changed what. What was left out is told by a word each.
"""

import base64
import encodings.cp437  # noqa: F401 - names of files in a zip
import html  # noqa: F401 - later nothing can be imported any more
import io
import json
import re
import runpy
import sys
import zipfile
from pathlib import Path
from typing import Any, Final
from xml.dom import expatbuilder  # noqa: F401
from xml.etree import ElementTree as ET
from xml.parsers import expat

import mammoth

HOLDING: Final = Path(__file__).resolve().parents[1] / "apart" / "holding.py"
MEMORY: Final = 768 * 2**20
SECONDS: Final = 20
UNPACKED: Final = 48 * 2**20
XML: Final = 16 * 2**20
RATIO: Final = 150
ANYHOW: Final = 2**20
PARTS: Final = 1_000
ELEMENTS: Final = 300_000
DEEPEST: Final = 100
PICTURES: Final = 12 * 2**20
"""Of a manual: the most bytes once unpacked, of its XML, times its packed size (not asked below
`ANYHOW`), the most files in its zip, elements in its XML and one inside another, bytes of pictures.
"""

_KEPT: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/(?:_rels/)?"
    r"(?:document|styles|numbering|footnotes|endnotes)\d*\.xml(?:\.rels)?"
)
_MEDIA: Final = re.compile(r"word/media/[A-Za-z0-9_.-]{1,80}")
_LEFT_OUT: Final = (
    ("macros", re.compile(r"(?i).*(?:vba|macro).*")),
    ("objects", re.compile(r"(?i)word/(?:embeddings|activeX|charts|diagrams)/.*")),
    ("comments", re.compile(r"(?i)word/comments[^/]*\.xml")),
    ("names", re.compile(r"(?i)docProps/.*|customXml/.*|word/people\.xml")),
)
_PICTURES: Final = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_NAMES: Final = re.compile(
    r"\s*(?:AUTHOR|LASTSAVEDBY|USER\w+|FILENAME|TEMPLATE|DOC\w+|INFO|INCLUDE\w+|LINK|DDE\w*|EMBED"
    r"|IMPORT|DATABASE|TOC|COMMENTS|KEYWORDS|SUBJECT|EDITTIME|REVNUM|SAVEDATE|CREATEDATE|PRINTDATE)"
    r"\b",
    re.IGNORECASE,
)
"""Fields that say who wrote, when and where, or that fetch something from elsewhere."""
_TITLE: Final = re.compile(r"(?i)coreProperties.*:(?:title|subject)\b")
_STYLES: Final = """
p[style-name='Title'] => p.title:fresh
p[style-name='title'] => p.title:fresh
p[style-name^='toc '] => !
p[style-name^='TOC'] => !
p[style-name^='Contents'] => !
u =>
strike => s
"""


class Unfit(Exception):  # noqa: N818 - an answer, not a fault
    """A file that is not read; its text is the code of the refusal."""


def hold_back() -> None:
    """Take from this process what reading a manual does not need, as far as the system can."""
    runpy.run_path(str(HOLDING))["hold_back"](MEMORY, SECONDS)


def read(data: bytes) -> dict[str, object]:
    """The manual: its HTML, its pictures by number, what was left out. Raises Unfit and others."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unfit("manual_locked")
    told: set[str] = set()
    parts = unpacked(data, told)
    main = [name for name in parts if re.fullmatch(r"word/document\d*\.xml", name)]
    if not main:
        raise Unfit("manual_unreadable")
    rebuilt = io.BytesIO()
    with zipfile.ZipFile(rebuilt, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, cleaned(name, content, parts, told))
    pictures: list[str] = []

    @mammoth.images.img_element  # type: ignore[untyped-decorator,unused-ignore]
    def picture(image: Any) -> dict[str, str]:  # noqa: ANN401 - mammoth has no types
        with image.open() as opened:
            content = opened.read(PICTURES + 1)
        fits = content.startswith(tuple(_PICTURES))
        fits = fits and sum(map(len, pictures)) + len(content) * 4 // 3 <= PICTURES
        if not fits:
            told.add("pictures")
        pictures.append(base64.b64encode(content).decode() if fits else "")
        return {"src": f"picture:{len(pictures) - 1}"}

    rebuilt.seek(0)
    made = mammoth.convert_to_html(
        rebuilt, convert_image=picture, style_map=_STYLES, include_embedded_style_map=False,
        external_file_access=False,
    )  # fmt: skip
    if any("external image" in str(one.message) for one in made.messages):
        told.add("elsewhere")
    return {"html": made.value, "pictures": pictures, "told": sorted(told)}


def unpacked(data: bytes, told: set[str]) -> dict[str, bytes]:
    """The parts that a text is made of. What a size claims is believed by nobody."""
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listed = archive.infolist()
        if len(listed) > PARTS or len({one.filename for one in listed}) < len(listed):
            raise Unfit("manual_too_large" if len(listed) > PARTS else "manual_unreadable")
        if sum(one.file_size for one in listed) > UNPACKED:
            raise Unfit("manual_too_large")
        left = UNPACKED
        for one in listed:
            if one.flag_bits & 1:
                raise Unfit("manual_locked")
            told.update(word for word, pattern in _LEFT_OUT if pattern.fullmatch(one.filename))
            if not _KEPT.fullmatch(one.filename) and not _MEDIA.fullmatch(one.filename):
                continue
            if one.file_size > max(ANYHOW, RATIO * one.compress_size):
                raise Unfit("manual_too_large")
            with archive.open(one) as opened:
                content = opened.read(left + 1)
            left -= len(content)
            if left < 0 or len(content) > max(ANYHOW, RATIO * one.compress_size):
                raise Unfit("manual_too_large")
            found[one.filename] = content
    if sum(len(content) for name, content in found.items() if _KEPT.fullmatch(name)) > XML:
        raise Unfit("manual_too_large")
    count(content for name, content in found.items() if _KEPT.fullmatch(name))
    return found


def count(parts: Any) -> None:  # noqa: ANN401
    """Refuse what would fill the memory, before anything is built from it; entities too."""
    seen = depth = 0

    def doctype(*_: object) -> None:
        raise Unfit("manual_unreadable")  # only bombs have entities

    def begin(*_: object) -> None:
        nonlocal seen, depth
        seen, depth = seen + 1, depth + 1
        if seen > ELEMENTS or depth > DEEPEST:
            raise Unfit("manual_too_large")

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    for part in parts:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = doctype
        parser.StartElementHandler, parser.EndElementHandler = begin, end
        depth = 0
        parser.Parse(part, True)  # noqa: FBT003 - it takes no names


# --- what no manual takes along -------------------------------------------------------------------


def cleaned(name: str, content: bytes, parts: dict[str, bytes], told: set[str]) -> bytes:
    """A part without what says who wrote it, without what was hidden or is no text, and without
    what leads to nothing.
    """
    if not re.fullmatch(r"word/(?:document|footnotes|endnotes)\d*\.xml", name):
        return content
    root = ET.fromstring(content)  # noqa: S314 - it was counted before, and has no entities
    _clean(root, told)
    _unlink(root, _targets(name, parts), parts, told)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _targets(name: str, parts: dict[str, bytes]) -> dict[str, str]:
    """Where the relationships of a part lead, by id."""
    found = parts.get(f"word/_rels/{name.rpartition('/')[2]}.rels")
    every = ET.fromstring(found) if found else ()  # noqa: S314 - as above
    return {one.attrib.get("Id", ""): one.attrib.get("Target", "") for one in every}


def _unlink(
    root: ET.Element, targets: dict[str, str], parts: dict[str, bytes], told: set[str]
) -> None:
    """Take out what leads to what isn't there: a picture, a note."""
    notes: dict[str, set[str]] = {"footnote": set(), "endnote": set()}
    for kind, known in notes.items():
        for name, content in parts.items():
            if name.startswith(f"word/{kind}s"):
                known.update(_value(one, "id") for one in ET.fromstring(content))  # noqa: S314
    for parent in list(root.iter()):
        for child in list(parent):
            kind, reference, _ = _kind(child).partition("Reference")
            if reference and kind in notes and _value(child, "id") not in notes[kind]:
                parent.remove(child)
        is_picture = _kind(parent) in {"blip", "imagedata"}
        for key in [one for one in parent.attrib if one.startswith("{") and "elationships}" in one]:
            target = targets.get(parent.attrib[key])
            here = target is not None and f"word/{target}" in parts
            if target is None or (is_picture and not here and "link" not in key):
                told |= {"pictures"} if is_picture else set()
                del parent.attrib[key]


def _clean(root: ET.Element, told: set[str]) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            kind = _kind(child)
            told |= {"changes"} if kind in {"ins", "del", "moveFrom", "moveTo"} else set()
            word = _why_not(child, kind)
            if word:
                told.add(word)
                parent.remove(child)
            elif kind == "fldSimple":  # mammoth passes it over, its words too
                child.tag = f"{str(child.tag).removesuffix(kind)}smartTag"
    fields = _Fields()
    for run in [one for one in root.iter() if _kind(one) == "r"]:
        for child in list(run):
            if fields.leaves_out(child):
                told.add("names")
                run.remove(child)


class _Fields:
    """Goes through the runs of a text in order, and knows in which fields it is."""

    def __init__(self) -> None:
        self._open: list[str] = []
        """What the fields that are open say, so far as it was said."""
        self._results: list[bool] = []
        """Of each, whether what stands now is its result, and is left out."""

    def leaves_out(self, element: ET.Element) -> bool:
        """Whether an element of a run is the result of a field that nobody is to read."""
        kind, what = _kind(element), _value(element, "fldCharType")
        if kind == "fldChar" and what == "begin":
            self._open.append("")
            self._results.append(False)
        elif kind == "fldChar" and what == "separate" and self._open:
            self._results[-1] = bool(_NAMES.match(self._open[-1]))
        elif kind == "fldChar" and what == "end" and self._open:
            self._open.pop()
            self._results.pop()
        elif kind == "instrText" and self._open:
            self._open[-1] += element.text or ""
        return any(self._results) and kind not in {"fldChar", "rPr"}


def _why_not(element: ET.Element, kind: str) -> str:
    """Why an element is left out, in a word; "" for what stays."""
    if kind == "r" and any(
        _kind(one) == "vanish" and _value(one, "val") not in {"0", "false"}
        for properties in element if _kind(properties) == "rPr" for one in properties
    ):  # fmt: skip
        return "hidden"
    if kind == "sdt" and _is_about_its_author(element):
        return "names"
    if kind == "fldSimple" and _NAMES.match(_value(element, "instr")):
        return "names"
    return "objects" if kind in {"object", "control", "altChunk", "subDoc"} else ""


def _is_about_its_author(element: ET.Element) -> bool:
    """Whether a field of a form holds a name from the file's properties, or a list of contents."""
    for properties in element:
        for one in properties if _kind(properties) == "sdtPr" else ():
            if _kind(one) == "dataBinding" and not _TITLE.search(_value(one, "xpath")):
                return True
            if _kind(one) == "docPartObj":
                galleries = [_value(some, "val") for some in one if _kind(some) == "docPartGallery"]
                if any("Contents" in some for some in galleries):
                    return True
    return False


def _kind(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _value(element: ET.Element, name: str) -> str:
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return next(found, "")


def answer(data: bytes) -> object:
    """The manual, or the code of a refusal."""
    try:
        return read(data)
    except Unfit as unfit:
        return str(unfit)
    except MemoryError:
        return "manual_too_large"
    except BaseException:  # noqa: BLE001 - whatever it was, it is one answer
        return "manual_unreadable"


def main() -> None:
    """Answer to what comes in."""
    hold_back()
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
