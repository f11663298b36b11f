"""Pictures whose words are translated like text: one drawing, words per language.

    courses/<id>/media/problem-tree.svg      the drawing, the same in all languages
    courses/<id>/<language>/figures.md       for every picture: title, what it says, its words
    ![](../media/problem-tree.svg)           where it stands in a lesson: a paragraph of its own

figures.md:

    ---
    sources:                            translations only, written by `stamp`
      problem-tree: "0123456789ab"
    ---

    ## A problem tree {#problem-tree}

    What the picture says, in sentences, for who doesn't see it. Never “a diagram of …”. Its numbers
    are those of the lesson.

    - problem: The clinic closes at three
    - root-1: One shift is paid

The drawing only draws. It is 328 wide, the column of a phone, up to 640 high, and made of `path`,
`rect`, `circle`, `ellipse`, `line`, `polyline`, `polygon`, `text`, `g`. Colours and lines come from
classes: `card`, `soft`, `brand`, `sun`, `sunsoft` fill; `edge`, `rule`, `rim`, `sunny` draw the
line; `fine`, `thick`, `dash`, `dots` say how. Shapes may be turned (`transform`), groups not.

Words stand in a box whose middle is `y`, and whose middle is `x`, or its start or end where
`text-anchor` says so; inside is their key:

    <text class="strong" x="164" y="40" data-width="120" data-height="36">problem</text>

They are set there as large as they fit, at most at 13 (`small` 12, `big` 17); `check` names those
that would have to be smaller than 12, and those that run over others or over a sign.

Words may be `strong`, `small`, `big`, `quiet`, or `on` (on a dark ground). A `text` without a box
is a sign that is the same everywhere: `×`, `1`, `R`. In a language that is written from right to
left the shapes are mirrored, unless the drawing says `data-mirror="no"`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from academy.courses import markdown, traditional
from academy.courses.figures import composing
from academy.courses.figures.canvas import Canvas
from academy.courses.figures.composing import Tongue
from academy.courses.languages import is_rtl

_SAID = {
    "en": ("What this picture says", "The original of this picture has changed since."),
    "fr": ("Ce que dit ce dessin", "L’original de ce dessin a changé depuis."),
    "es": ("Qué dice este dibujo", "El original de este dibujo ha cambiado desde entonces."),
    "ru": ("О чём говорит этот рисунок", "Оригинал этого рисунка с тех пор изменился."),
    "zh-Hans": ("这幅图说的是", "这幅图的原文后来改过。"),
    "ar": ("ماذا تقول هذه الصورة", "تغيّر أصل هذه الصورة منذ ذلك الحين."),
    "pt": ("O que diz este desenho", "O original deste desenho mudou desde então."),
    "sw": ("Mchoro huu unasema nini", "Mchoro wa asili umebadilika tangu wakati huo."),
}
"""A picture speaks the language of its words, as a box in a lesson does."""


@dataclass(frozen=True)
class Figure:
    """One picture in one language."""

    name: str
    title: str
    """Plain text; what stands below it, and what a screen reader calls it."""
    language: str
    stale: bool
    """The words of the original have changed since these were translated from them."""
    words: Mapping[str, str] = field(hash=False)
    place: markdown.Place = field(repr=False)
    said: str = field(repr=False)
    """What the picture says, as Markdown."""
    source: str = field(repr=False)
    """All of it as it stands in figures.md, to be hashed."""
    file: str = field(repr=False)
    line: int = field(repr=False)
    lines: Mapping[str, int] = field(repr=False, hash=False)
    """Where each word stands in the file."""
    then: str | None = field(repr=False)
    """The hash of the original it was translated from, as `stamp` wrote it."""
    canvas: Canvas | None = field(repr=False)
    """None if there is no drawing that can be shown; then what it says is shown."""

    @cached_property
    def alternative(self) -> str:
        """What the picture says, as plain text."""
        return markdown.plain(self.said)

    @property
    def text(self) -> str:
        """Everything a reader can look for: title, words, what the picture says."""
        return "\n".join([self.title, *self.words.values(), self.alternative])

    @property
    def whole(self) -> bool:
        """Whether it says something and every place in the drawing has its words."""
        keys = self.canvas.keys if self.canvas else ()
        return bool(self.said.strip()) and all(self.words.get(key) for key in keys)

    @cached_property
    def svg(self) -> str:
        """A file of its own, drawn in dark ink on white; empty if nothing can be drawn.

        For e-books and for saving. Sets its words in the fonts of `academy.printing` where they
        are, else in any; may be scaled. For PDF there is `laid_out`.
        """
        if self.canvas is None:
            return ""
        words, said = self.words, self.alternative
        return composing.alone(self.canvas, words, self.title, said, self._tongue)

    def laid_out(self, width: float) -> str:
        """The drawing alone, so many mm wide, as HTML for a PDF that WeasyPrint makes.

        It draws the words of an SVG letter by letter, which tears Arabic apart; here they are HTML.
        Has styles of its own, so it is not for our pages. Empty if nothing can be drawn.
        """
        if self.canvas is None:
            return ""
        return composing.laid_out(self.canvas, self.words, self._tongue, width)

    @property
    def _tongue(self) -> Tongue:
        return Tongue(self.language, is_rtl(self.language))

    def html_in(self, language: str) -> str:
        """A `<figure>` for a page in `language`: drawing, title, what it says behind a fold.

        Follows light and dark by the rules `.figure` and `.p-…` of a page's style sheet; without
        them it is drawn in dark ink.
        """
        label, changed = traditional.told(_SAID, self.language)
        said = markdown.blocks(self.said, self.place)
        drawn = ""
        if self.canvas is not None:
            drawn = composing.inline(self.canvas, self.words, self.title, self._tongue)
            drawn = f"<div>{drawn}</div>"
            said = f"<details><summary>{label}</summary>{said}</details>"
        stale = f'<p class="stale">{changed}</p>' if self.stale else ""
        caption = f"<figcaption><b>{escape(self.title)}</b>{stale}{said}</figcaption>"
        return f'<figure class="figure"{self._spoken(language)}>{drawn}{caption}</figure>\n'

    def _spoken(self, language: str) -> str:
        """How a page in another language is told of the words' own: nobody translated them."""
        if self.language == language:
            return ""
        return f' lang="{self.language}" dir="{"rtl" if is_rtl(self.language) else "ltr"}"'
