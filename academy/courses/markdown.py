"""Markdown → HTML that is safe to show, and → plain text that is good to search.

The home of markdown-it-py and nh3, which are loaded when something is first made of Markdown. Raw
HTML is never passed on: the parser has it switched off, and the sanitiser behind it knows only the
tags below. Nothing here fetches from elsewhere, either: an image must lie in a pack.

Links to other files of a pack are written as paths (`02-who-decides.md#allies`, `../media/map.svg`)
so that they work in any editor, and come out as addresses below `Place.base`:
`/courses/advocacy/who-decides#allies`, `/courses/advocacy/media/map.svg`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import pairwise
from posixpath import normpath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from academy.courses import boxes, citations, sums, traditional
from academy.courses.languages import is_rtl

if TYPE_CHECKING:
    import nh3
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from academy.courses.figures import Figure

_LABELS = {
    "en": (
        *("Try this", "A case", "Note", "What has changed since", "Next week I will …"),
        *("Alone", "Together", "Answer"),
    ),
    "fr": (
        *("À vous d’essayer", "Un cas", "Remarque", "Ce qui a changé depuis"),
        *("La semaine prochaine, je vais…", "En solo", "Ensemble", "Réponse"),
    ),
    "es": (
        *("Pruébalo", "Un caso", "Nota", "Qué ha cambiado desde entonces"),
        *("La semana que viene voy a…", "A solas", "En grupo", "Respuesta"),
    ),
    "ru": (
        *("Попробуйте", "Случай", "Примечание", "Что изменилось с тех пор"),
        *("На следующей неделе я…", "В одиночку", "Вместе", "Ответ"),
    ),
    "zh-Hans": ("试一试", "案例", "说明", "此后的变化", "下周我要……", "独自做", "一起做", "答案"),
    "ar": (
        *("جرّبوا", "حالة", "ملاحظة", "ما تغيّر منذ ذلك الحين", "في الأسبوع القادم سوف…"),
        *("فرديًا", "معًا", "الجواب"),
    ),
    "pt": (
        *("Experimente", "Um caso", "Nota", "O que mudou desde então"),
        *("Na próxima semana, vou…", "Individualmente", "Em grupo", "Resposta"),
    ),
    "sw": (
        *("Jaribu", "Kisa", "Zingatia", "Yaliyobadilika tangu wakati huo"),
        *("Wiki ijayo nita…", "Peke yako", "Pamoja", "Jibu"),
    ),
}
"""What each of `boxes.BOXES` is called where it has no title of its own.

A box speaks the language of its lesson, not of the page around it, so these are not in `.po`.
"""
_ELEMENTS = {"alone": ("div", "p"), "together": ("div", "p"), "answer": ("details", "summary")}
"""A box and its label in HTML; the others are an `aside`. Browsers keep `details` closed until it
is opened, without a script; paper and whoever knows no such thing show what is in it."""

_AFTER_BOLD = re.compile("</strong> (?=[\u3400-\u9fff])")
_HEADING_ID = re.compile(r"(?<!\s)\s*\{#([A-Za-z0-9_-]+)\}\s*$")
_LESSON_FILE = re.compile(r"^(?:.*/)?\d\d-([a-z0-9-]+)\.md$")
_SCHEME = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:|//)")
_MARKUP = re.compile(r"[\\`*_\[\]<>&!~]")
_BLANK = re.compile(r"\n[ \t]*\n")
_DRAWING = re.compile(r"\.\./media/([a-z0-9-]+)\.svg")

_INLINE = {"a", "br", "code", "em", "img", "s", "strong"}
_BLOCKS = {"aside", "blockquote", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
_TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
TABLE = "table"
"""The class of what a table stands in: on a narrow phone it is moved there, and not the page."""
_FOLDED = {"details", "div", "summary"}
_HEADINGS = ("h3", "h4", "h5", "h6")
NO_FIGURES: "Mapping[str, Figure]" = MappingProxyType({})


@dataclass(frozen=True)
class Place:
    """Where a piece of Markdown stands, which decides where its links lead and how boxes speak.

    `figures` are the pictures with words that may stand in it, by name.
    """

    course: str
    language: str
    base: str = "/courses"
    figures: "Mapping[str, Figure]" = field(
        default_factory=lambda: NO_FIGURES, compare=False, repr=False
    )


def blocks(source: str, place: Place, draw: "Callable[[Figure], str] | None" = None) -> str:
    """Safe HTML of paragraphs, lists, tables, boxes, figures.

    `draw` says what stands in the place of a figure, for print; a page of ours leaves it out.
    """
    written: list[str] = []
    waiting: list[Token] = []
    for group in groups(source):
        figure = place.figures.get(figure_name(group))
        if figure is None:
            waiting += group
            continue
        # A figure is put together from safe pieces, and the cleaner knows no drawings.
        drawn = draw(figure) if draw else figure.html_in(place.language)
        written += [_rendered(waiting, place), drawn]
        waiting = []
    return "".join([*written, _rendered(waiting, place)])


def figure_name(tokens: "Sequence[Token]") -> str:
    """The name in a paragraph that holds one drawing of the pack and nothing else, or ""."""
    children = tokens[1].children if len(tokens) == 3 else None  # noqa: PLR2004 - open, words, close
    return drawing_name(children[0]) if children and len(children) == 1 else ""


def drawing_name(token: "Token") -> str:
    """The name of the drawing of the pack that an image shows, or ""."""
    found = _DRAWING.fullmatch(str(token.attrs.get("src", ""))) if token.type == "image" else None
    return found[1] if found else ""


def groups(source: str) -> "Iterator[list[Token]]":
    """The blocks of a text, each with everything inside it."""
    group: list[Token] = []
    for token in parse(source):
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def _rendered(tokens: "list[Token]", place: Place) -> str:
    engine = _engine()
    _adapt(tokens, place)
    return _clean(engine.renderer.render(tokens, engine.options, {"place": place}), place)


def inline(source: str, place: Place) -> str:
    """Safe HTML without blocks, to stand in a label or a sentence; blank lines become `<br>`."""
    engine = _engine()
    parts = []
    for part in _BLANK.split(source.strip()):
        tokens = engine.parseInline(part, {})
        _adapt(tokens, place)
        parts.append(engine.renderer.render(tokens, engine.options, {"place": place}))
    return _clean("<br>".join(parts), place)


def _clean(html: str, place: Place) -> str:
    """The page as it is sent: a space that holds in one sign instead of six; and without the space
    that Markdown wants behind bold words that end in a full stop, where Chinese has none.
    """
    clean = _cleaner().clean(html).replace("&nbsp;", "\u00a0")
    return _AFTER_BOLD.sub("</strong>", clean) if place.language.startswith("zh") else clean


def plain(source: str, place: Place | None = None) -> str:
    """Return what a reader sees of `source`, one line for each block, figures of `place` too."""
    lines: list[str] = []
    for group in groups(source):
        figure = place.figures.get(figure_name(group)) if place else None
        lines += [figure.text] if figure else map(_text_of, _without_answers(group))
    return "\n".join(filter(None, lines))


def _without_answers(tokens: "Iterable[Token]") -> "Iterable[Token]":
    """What stays closed until it is opened isn't found, nor shown among what was found."""
    closed = 0
    for token in tokens:
        if token.type == "container_answer_open":
            closed += 1
        if not closed:
            yield token
        if token.type == "container_answer_close":
            closed -= 1


def plain_inline(source: str) -> str:
    """Return what a reader sees of one line, such as a heading."""
    if not _MARKUP.search(source):
        return source.strip()
    return " ".join(_text_of(token) for token in _engine().parseInline(source, {})).strip()


def parse(source: str, *, html: bool = False) -> "list[Token]":
    """Return the tokens; with `html`, raw HTML is recognised, so that it can be reported.

    What the text rests on is left out: it is listed below a lesson (see `citations`).
    """
    source = boxes.levelled(citations.without(source))
    return (_engine_with_html() if html else _engine()).parse(source, {})


def walk(tokens: "Iterable[Token]") -> "Iterable[Token]":
    """All tokens with the ones inside them."""
    for token in tokens:
        yield token
        yield from walk(token.children or ())


def outside(target: str) -> bool:
    """Whether a link leads out of the courses (`https:`, `mailto:`)."""
    return bool(_SCHEME.match(target))


def address(target: str, place: Place) -> str:
    """Where a link written in a pack leads on a page."""
    if outside(target) or target.startswith(("#", "/")):
        return target
    path, hash_, anchor = target.partition("#")
    # Packs lie side by side: <course>/<language>/<file>.
    parts = normpath(f"{place.course}/{place.language}/{path}").split("/")
    lesson = _LESSON_FILE.match(path)
    inside = [lesson[1]] if lesson else [*parts[1:-1], parts[-1]]
    return "/".join([place.base, parts[0], *inside]) + hash_ + anchor


@lru_cache(maxsize=1)
def _engine() -> "MarkdownIt":
    return _build(html=False)


@lru_cache(maxsize=1)
def _engine_with_html() -> "MarkdownIt":
    return _build(html=True)


def _build(*, html: bool) -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.container import container_plugin

    engine = MarkdownIt("commonmark", {"html": html}).enable(["table", "strikethrough"])
    for name in boxes.BOXES:
        engine.use(container_plugin, name=name, render=_box)
    engine.add_render_rule("table_open", lambda *_: f'<div class="{TABLE}" tabindex="0"><table>\n')
    engine.add_render_rule("table_close", lambda *_: "</table></div>\n")
    # The parser compiles its rules at first use, and a second thread would meet them half done.
    engine.render("- *warm*\n\n| a |\n|---|\n| b |\n")
    return engine


def _box(_self: object, tokens: "Sequence[Token]", at: int, _options: object, env: Any) -> str:  # noqa: ANN401
    """Open or close a box; markdown-it calls this with whatever `env` it was given."""
    token = tokens[at]
    name, _, title = token.info.strip().partition(" ")
    outer, inner = _ELEMENTS.get(token.type.split("_")[1], ("aside", "p"))
    if token.nesting < 0:
        return f"</{outer}>\n"
    labels = traditional.told(_LABELS, env["place"].language)
    label = escape(title.strip() or labels[boxes.BOXES.index(name)])
    head = f"<{inner}>" if inner == "summary" else f'<{inner} class="label">'
    return f'<{outer} class="{name}">{head}{label}</{inner}>\n'


def _adapt(tokens: "list[Token]", place: Place) -> None:
    """Turn what authors write into what pages need: addresses, anchors, classes for style."""
    for opening, content in pairwise(tokens):
        if opening.type == "heading_open":
            _anchor(opening, content)
    rtl = is_rtl(place.language)
    for token in walk(tokens):
        if token.type == "text":
            apart = sums.apart(token.content) if rtl else token.content
            token.content = sums.together(apart)
        elif token.type == "link_open":
            token.attrs["href"] = address(str(token.attrs.get("href", "")), place)
        elif token.type == "image":
            token.attrs["src"] = address(str(token.attrs.get("src", "")), place)
        elif token.tag in ("td", "th") and "style" in token.attrs:
            # Inline style is refused by the pages' content policy.
            token.attrs["class"] = str(token.attrs.pop("style")).removeprefix("text-align:")


def _anchor(opening: "Token", content: "Token") -> None:
    found = _HEADING_ID.search(content.content)
    if found and content.children and content.children[-1].type == "text":
        opening.attrSet("id", found[1])
        content.children[-1].content = _HEADING_ID.sub("", content.children[-1].content)


@lru_cache(maxsize=1)
def _cleaner() -> "nh3.Cleaner":
    import nh3

    return nh3.Cleaner(
        tags=_INLINE | _BLOCKS | _TABLES | _FOLDED,
        attributes={
            "a": {"href", "title"},
            "div": {"tabindex"},
            "img": {"src", "alt", "title"},
            "ol": {"start"},
            **{heading: {"id"} for heading in _HEADINGS},
        },
        allowed_classes={
            "aside": set(boxes.OUTER),
            "details": {"answer"},
            "div": {*boxes.VARIANTS, TABLE},
            "p": {"label"},
            "td": {"left", "center", "right"},
            "th": {"left", "center", "right"},
        },
        set_tag_attribute_values={"img": {"loading": "lazy"}},
        url_schemes={"http", "https", "mailto"},
        attribute_filter=_own_images_only,
    )


def _own_images_only(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src" and (outside(value) or not value.startswith("/")):
        return None
    return value


def _text_of(token: "Token") -> str:
    if token.type in ("fence", "code_block"):
        return token.content.strip()
    if token.type != "inline":
        return ""
    words = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            words.append(" ")
        else:  # an image's content is its description, all other markup has none
            words.append(child.content)
    return _HEADING_ID.sub("", "".join(words)).strip()
