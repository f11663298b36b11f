"""HTML of a few tags as a tree. Nothing here minds what is closed wrongly, or never."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from academy.errors import AcademyError

DEEPEST: Final = 60
_VOID: Final = frozenset({"br", "img", "input", "hr"})


@dataclass(eq=False)
class Node:
    """One element, or a run of text, which has no name."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    children: "list[Node]" = field(default_factory=list)
    table: "Node | None" = None
    """The table that a row stands in."""

    @property
    def is_title(self) -> bool:
        """Whether the author said that this is the title of the whole."""
        return self.name == "p" and self.attributes.get("class") == "title"

    @property
    def note(self) -> str:
        """The id of the note that this is, or ""."""
        id = self.attributes.get("id", "") if self.name == "li" else ""
        return id if id.startswith(("footnote-", "endnote-")) else ""

    @property
    def span(self) -> int:
        """How many columns a cell is wide."""
        said = self.attributes.get("colspan", "1")
        return int(said) if said.isdecimal() and len(said) < 4 else 1  # noqa: PLR2004

    @property
    def words(self) -> str:
        """All text inside."""
        return self.text + "".join(one.words if one.name != "br" else " " for one in self.children)

    def every(self) -> "Iterator[Node]":
        """Whatever lies inside, in order."""
        for one in self.children:
            yield one
            yield from one.every()


def read(html: str) -> Node:
    """The tree. What lies deeper than `DEEPEST` lies beside it instead.

    Raises AcademyError("manual_unreadable").
    """
    builder = _Builder()
    try:
        builder.feed(html)
        builder.close()
    except AssertionError as error:  # the library's own, for sections such as “<![x”
        raise AcademyError("manual_unreadable") from error
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        table = next((one for one in reversed(self._open) if one.name == "table"), None)
        node = Node(tag, {key: value or "" for key, value in attrs}, table=table)
        self._open[-1].children.append(node)
        if tag not in _VOID and len(self._open) < DEEPEST:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        names = [one.name for one in self._open[1:]]
        if tag in names:
            del self._open[len(names) - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(Node("", text=data))
