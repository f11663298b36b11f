"""Pango asked directly: how wide a line really is, and which characters it has no glyph for.

It is the Pango that draws the PDF, with the same fonts in the same order, so what it says of a
line is what will be on the paper: joined letters, stacked vowels and whatever font of the system
stands in. Nothing is kept of what was measured: it may be a name.
"""

import functools
from typing import Any

from academy.printing import glyphs, pdf
from academy.printing.glyphs import Face
from academy.printing.ruler import Browser, Line, Ruler

_EM = 100  # the size at which lines are measured; without hinting, widths grow in step with it


def ruler(*, browser: bool = False) -> Ruler:
    """What to measure with: Pango for a PDF made here, else what a browser will do."""
    return Browser() if browser or pdf.why_not() is not None else Pango()


class Pango:
    """The ruler of a PDF. Raises AcademyError("pdf_unavailable") where Pango isn't there."""

    certain = True

    def line(self, text: str, face: Face, language: str) -> Line:
        """Measure a text set on one line."""
        return _space(face, language) if text == " " else _line(text, face, language)

    def known(self, text: str) -> bool:  # noqa: ARG002 - every text is measured as it is drawn
        """Whether the fonts that draw this text are known here."""
        return True

    def breaks(self, text: str, language: str) -> set[int]:
        """Where a line may end before a character, by the rules of the text's own script."""
        from weasyprint.text.line_break import get_log_attrs

        attributes = get_log_attrs(text, language)
        return {at for at in range(1, len(text)) if attributes[at].is_line_break}

    def missing(self, text: str, language: str) -> set[str]:
        """The characters of a text that would be drawn as boxes."""
        with pdf.fonts() as config:
            layout, _keep = _layout(config, text, glyphs.TEXT, language)
            return {one for one in _unknown(layout, text.encode()) if glyphs.needs_a_glyph(one)}


def _line(text: str, face: Face, language: str) -> Line:
    with pdf.fonts() as config:
        layout, _keep = _layout(config, text, face, language)
        return _measured(layout)


@functools.cache
def _space(face: Face, language: str) -> Line:
    """What a face reserves of itself, asked of every line; it is nobody's name and may be kept."""
    return _line(" ", face, language)


def _layout(config: Any, text: str, face: Face, language: str) -> tuple[Any, tuple[Any, ...]]:  # noqa: ANN401
    """A laid-out line, and what has to stay alive as long as it does."""
    from weasyprint.text.ffi import TO_UNITS, ffi, gobject, pango

    context = ffi.gc(pango.pango_font_map_create_context(config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)  # noqa: FBT003 - C's own
    tongue = ffi.new("char[]", language.encode())
    pango.pango_context_set_language(context, pango.pango_language_from_string(tongue))
    font = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    pango.pango_font_description_set_family(font, ffi.new("char[]", face.families.encode()))
    pango.pango_font_description_set_weight(font, face.weight)
    pango.pango_font_description_set_absolute_size(font, int(_EM * TO_UNITS))
    layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_font_description(layout, font)
    written = text.encode()
    pango.pango_layout_set_text(layout, ffi.new("char[]", written), len(written))
    return layout, (context, font)


def _measured(layout: Any) -> Line:  # noqa: ANN401
    from weasyprint.text.ffi import FROM_UNITS, ffi, pango

    first = pango.pango_layout_get_line_readonly(layout, 0)
    ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(first, ink, logical)
    scale = FROM_UNITS / _EM
    # Ink may stick out of the line on either side: a tail at the end, a vowel before it.
    left, right = min(ink.x, 0), max(ink.x + ink.width, logical.width)
    return Line(
        width=(right - left) * scale,
        above=-ink.y * scale,
        below=(ink.y + ink.height) * scale,
        ascent=-logical.y * scale,
        descent=(logical.y + logical.height) * scale,
    )


def _unknown(layout: Any, written: bytes) -> set[str]:  # noqa: ANN401
    """The characters for which the layout holds a box.

    A box says which it stands for, but may mean a part: half of a vowel that was taken apart.
    """
    from weasyprint.text.ffi import ffi, pango

    first = pango.pango_layout_get_line_readonly(layout, 0)
    text, found, run = written.decode(), set(), first.runs
    while run != ffi.NULL:
        drawn, offset = run.data.glyphs, run.data.item.offset
        for index in range(drawn.num_glyphs):
            glyph = drawn.glyphs[index].glyph
            if glyph == pango.PANGO_GLYPH_EMPTY or not glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                continue
            meant = chr(glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG)
            if meant not in text:
                meant = written[offset + drawn.log_clusters[index] :].decode()[0]
            found.add(meant)
        run = run.next
    return found
