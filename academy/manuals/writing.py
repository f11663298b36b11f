"""The plain HTML that a manual came as → Markdown. No tag, no id, no address but a link's goes on.

Text stays text: what would mean something in Markdown is written so that it doesn't.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from academy.manuals.tree import Node, read
from sync import harmless

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>&~|])")
_AT_THE_START: Final = re.compile(
    r"^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|:{3,}|={2,}|-{2,}|\d{1,9}(?=[.)](?:\s|$)))"
)
_NOT_IN_A_HEADING: Final = re.compile(r"[\\`*<>\[\]{}~|]|__+")
_LINK: Final = re.compile(r"(?i)(?:https?://|mailto:)[^\s<>()\\\"]{1,500}")
_FILE_NAME: Final = re.compile(r"(?i)[\\/]|^[a-z]:|\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf)$")
_NOTE: Final = re.compile(r"#?((?:foot|end)note)-(ref-)?(\d{1,6}|-\d)")
_HEADING: Final = re.compile(r"h([1-6])")
_BLOCKS: Final = frozenset(
    {"p", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
)
_SIGNS: Final = {"strong": "**", "em": "*", "s": "~~"}
WIDEST: Final = 40
LONGEST_ALT: Final = 300


def written(html: str, pictures: Mapping[int, str]) -> str:
    """The Markdown; `pictures` are the names of those that come along, by their number."""
    return harmless.shown(_Writer(read(html), pictures).text())


class _Writer:
    """Writes one manual."""

    def __init__(self, root: Node, pictures: Mapping[int, str]) -> None:
        self._root, self._pictures = root, pictures
        self._notes = {id: one for one in _lists_of_notes(root) for id in [one.note]}
        self._pointed: list[str] = []
        self._told: set[str] = set()

    def text(self) -> str:
        title = next((one for one in self._root.children if one.is_title), None)
        down = 1 if title is not None else 0
        found = [f"# {self._heading(title)}"] if title is not None else []
        for one in self._root.children:
            if one is not title and not (one.name == "ol" and any(li.note for li in one.children)):
                found += self._block(one, down)
                found += self._notes_of_block()
        return "\n\n".join(filter(None, found)) + "\n"

    def _block(self, node: Node, down: int = 0) -> Iterator[str]:
        level = _HEADING.fullmatch(node.name)
        if level:
            title = self._heading(node)
            yield f"{'#' * min(int(level[1]) + down, 6)} {title}" if title else ""
            yield from self._pictures_in(node)
        elif node.name in {"ul", "ol"}:
            yield "\n".join(self._list(node))
        elif node.name == "table":
            yield from self._table(node)
        elif node.name == "blockquote":
            yield _quoted("\n\n".join(text for one in node.children for text in self._block(one)))
        elif node.name == "":
            yield _started(self._inline(node))
        else:
            yield _started("".join(map(self._inline, node.children)).strip())

    def _heading(self, node: Node) -> str:
        return " ".join(_NOT_IN_A_HEADING.sub("", node.words).split())[:200].rstrip("# ")

    def _pictures_in(self, node: Node) -> Iterator[str]:
        yield from (self._picture(one) for one in node.every() if one.name == "img")

    def _list(self, node: Node, depth: int = 0) -> Iterator[str]:
        ordered = node.name == "ol"
        for number, item in enumerate((one for one in node.children if one.name == "li"), 1):
            sign = f"{number}. " if ordered else "- "
            said = [one for one in item.children if one.name not in {"ul", "ol"}]
            words = " ".join("".join(map(self._inline, said)).replace("\\\n", " ").split())
            yield f"{'   ' * depth}{sign}{_started(words)}"
            for one in item.children:
                if one.name in {"ul", "ol"} and depth < 6:  # noqa: PLR2004 - as deep as Word goes
                    yield from self._list(one, depth + 1)

    def _table(self, node: Node) -> Iterator[str]:
        rows = [self._row(one) for one in node.every() if one.name == "tr" and one.table is node]
        width = min(max(map(len, rows), default=0), WIDEST)
        if width == 1 and len(rows) == 1:  # a frame around some words
            cell = next(one for one in node.every() if one.name in {"td", "th"})
            yield _quoted("\n\n".join(text for one in cell.children for text in self._block(one)))
            return
        lines = [[*row[:width], *[""] * (width - len(row))] for row in rows]
        if lines:
            lines.insert(1, ["---"] * width)
            yield "\n".join(f"| {' | '.join(row)} |" for row in lines)

    def _row(self, node: Node) -> list[str]:
        found: list[str] = []
        for cell in node.children:
            if cell.name in {"td", "th"}:
                said = " ".join(
                    "".join(map(self._inline, cell.children)).replace("\\\n", " ").split()
                )
                found += [said, *[""] * (min(cell.span, WIDEST) - 1)]
        return found

    def _inline(self, node: Node) -> str:
        if node.name == "":
            return _SPECIAL.sub(r"\\\1", node.text)
        if node.name == "br":
            return "\\\n"
        if node.name == "img":
            return self._picture(node)
        inside = "".join(map(self._inline, node.children))
        if node.name == "input":
            inside = "☑ " if "checked" in node.attributes else "☐ "
        elif node.name in _SIGNS:
            inside = _marked(inside, _SIGNS[node.name])
        elif node.name == "a":
            return self._link(node, inside)
        return f"{inside} " if node.name in _BLOCKS | {"li", "td", "th"} else inside

    def _link(self, node: Node, inside: str) -> str:
        target = node.attributes.get("href", "")
        note = _NOTE.fullmatch(target)
        if note:
            id = f"{note[1]}-{note[3]}"
            if note[2] or id not in self._notes:
                return ""
            self._pointed.append(id)
            return f"[^{_name(id)}]"
        if _LINK.fullmatch(target) and inside.strip() and "](" not in inside:
            return f"[{inside.strip()}]({target})"
        return inside

    def _picture(self, node: Node) -> str:
        number = node.attributes.get("src", "").removeprefix("picture:")
        name = self._pictures.get(int(number)) if number.isdecimal() and len(number) < 5 else None  # noqa: PLR2004
        if name is None:
            return ""
        said = harmless.line(node.attributes.get("alt", ""), LONGEST_ALT)
        said = "" if _FILE_NAME.search(said) else _SPECIAL.sub(r"\\\1", said)
        return f"![{said}](../media/{name})"

    def _notes_of_block(self) -> Iterator[str]:
        """What the notes say that this block points at, right below it."""
        while self._pointed:
            id = self._pointed.pop(0)
            if id not in self._told:
                self._told.add(id)
                said = "".join(map(self._inline, self._notes[id].children)).replace("\\\n", " ")
                yield f"[^{_name(id)}]: {' '.join(said.split())}"


def _lists_of_notes(root: Node) -> Iterator[Node]:
    for one in root.children:
        yield from (item for item in one.children if one.name == "ol" and item.note)


def _name(note: str) -> str:
    return note.replace("footnote", "note").replace("--", "-")


def _marked(inside: str, sign: str) -> str:
    """Words between signs, where these will be seen as such: right beside letters."""
    first = next((at for at, one in enumerate(inside) if one.isalnum()), None)
    if first is None or "\n" in inside:
        return inside
    last = max(at for at, one in enumerate(inside) if one.isalnum()) + 1
    return f"{inside[:first]}{sign}{inside[first:last]}{sign}{inside[last:]}"


def _started(text: str) -> str:
    """Text whose lines begin as text."""
    return "\n".join(
        _AT_THE_START.sub(lambda found: f"{found[1]}{_escaped(found[2])}", line)
        for line in text.split("\n")
    )


def _escaped(sign: str) -> str:
    return f"{sign}\\" if sign.isdecimal() else f"\\{sign}"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if text.strip() else ""
