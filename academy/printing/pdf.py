"""HTML to PDF by WeasyPrint.

WeasyPrint needs Pango, which is a system library and may be missing, and takes half a second to
load. So it is loaded at the first PDF (or by `certificate.warm`), and everything else runs without
it. The same document gives the same bytes on the same machine, and they don't say what made them,
or when.
"""

import atexit
import contextlib
import functools
import gc
import hashlib
import io
import logging
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from academy.errors import AcademyError
from academy.printing import brought, document

if TYPE_CHECKING:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

_Said = tuple[Any, Any, Any, Any]
"""Of one element: how much it weighs, the element, what it says, and from where."""

SHEET: Final = 2
"""The pages of a sheet: it has two sides."""

_PRODUCER: Final = re.compile(rb' pdf:Producer="[^"]*"')

_SWEEP_EVERY: Final = 20_000
"""New objects after which Python looks for what nobody needs any more. A page of paper is thousands
of objects that stay until it is drawn: looking as often as usual takes a sixth of the time, and
finds nothing. Sixty certificates take 40 MB more meanwhile."""

_one_at_a_time = threading.Lock()


class _Press(NamedTuple):
    """What every PDF shares: parsing the style and loading the fonts once makes it fast."""

    fonts: "FontConfiguration"
    style: "weasyprint.CSS"
    nothing: "URLFetcher"


def available() -> bool:
    """Say whether PDFs can be made here. The first call loads the library: up to a second."""
    return why_not() is None


@functools.cache
def why_not() -> str | None:
    """Say why no PDF can be made here: "weasyprint_missing", "pango_missing", or None."""
    try:
        # When a system library is missing, WeasyPrint prints a banner before it raises.
        with contextlib.redirect_stdout(io.StringIO()):
            import weasyprint  # noqa: F401
    except ImportError:
        return "weasyprint_missing"
    except OSError:
        return "pango_missing"
    return None


def render(html: str, sizes: Sequence[float] = ()) -> bytes:
    """Turn a document of this house into a PDF/A-3u with tags, in the language of its `<html>`.

    The document should come without a style of its own (`document.whole` without a `nonce`):
    the house's style and fonts are added here. Nothing is fetched from the network. Of `sizes`, in
    points and rising, it takes the largest that needs no more sheets than the smallest.
    Raises AcademyError: "pdf_unavailable" (reason=why_not()), "paper_failed".
    """
    with _one_at_a_time, _few_sweeps():
        press = _press()
        from weasyprint import HTML

        page = HTML(string=html, url_fetcher=press.nothing)
        try:
            made = _laid_out(page, press, sizes).write_pdf(
                finisher=_say_nothing_of_us,
                pdf_variant="pdf/a-3u",
                pdf_tags=True,
                pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
            )
        except Exception as failed:  # four C libraries and the memory of an old laptop lie below
            raise AcademyError("paper_failed") from failed
    return bytes(made)


def sheets(html: str, sizes: Sequence[float]) -> int:
    """How many sheets, both sides, a document takes at the least: at the smallest of `sizes`.

    Nothing is drawn, so this takes a part of the time. Raises AcademyError as `render`.
    """
    with _one_at_a_time:
        press = _press()
        from weasyprint import HTML

        page = HTML(string=html, url_fetcher=press.nothing)
        try:
            made = _laid_out(page, press, sizes[:1])
        except Exception as failed:  # as in `render`
            raise AcademyError("paper_failed") from failed
    return -(-len(made.pages) // SHEET)


@contextlib.contextmanager
def _few_sweeps() -> Iterator[None]:
    usual = gc.get_threshold()
    gc.set_threshold(max(_SWEEP_EVERY, usual[0]) if usual[0] else 0, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _laid_out(page: "weasyprint.HTML", press: _Press, sizes: Sequence[float]) -> Any:  # noqa: ANN401
    """The pages of a document, in letters as large as its sheets have room for."""
    from weasyprint import CSS

    def at(size: float) -> Any:  # noqa: ANN401
        letters = CSS(string=f"html{{font-size:{size}pt}}")
        return page.render(
            stylesheets=[press.style, letters], font_config=press.fonts,
            pdf_variant="pdf/a-3u", pdf_tags=True,
        )  # fmt: skip

    if not sizes:
        return page.render(
            stylesheets=[press.style], font_config=press.fonts,
            pdf_variant="pdf/a-3u", pdf_tags=True,
        )  # fmt: skip
    best = at(sizes[0])
    most = -(-len(best.pages) // SHEET) * SHEET
    low, high = 1, len(sizes)
    while low < high:
        middle = (low + high) // 2
        tried = at(sizes[middle])
        if len(tried.pages) <= most:
            best, low = tried, middle + 1
        else:
            high = middle
    return best


def _say_nothing_of_us(_document: object, pdf: Any) -> None:  # noqa: ANN401
    """Leave out what made the PDF and in which version, and what we call our fonts."""
    pdf.info.pop("Producer", None)
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])].stream
    stream[:] = [_PRODUCER.sub(b"", part) for part in stream]
    for one in pdf.objects:
        if isinstance(one, dict):
            one.pop("FontFamily", None)
            for key in one.keys() & {"FontName", "BaseFont"}:
                one[key] = one[key].replace(b"Academy", b"Noto")


@contextlib.contextmanager
def fonts() -> Iterator["FontConfiguration"]:
    """The fonts of every PDF, for as long as somebody measures with them.

    Raises AcademyError("pdf_unavailable", reason=why_not()).
    """
    with _one_at_a_time:
        yield _press().fonts


def _said_once(found: Callable[..., Iterator[_Said]]) -> Callable[..., Iterator[_Said]]:
    """What elements say of their own style, where they say the same as one thing.

    WeasyPrint reckons the style of elements alike once, but goes by which thing it is and not by
    what it says, and takes a `lang` for a style of an element's own. So sixty certificates were
    reckoned sixty times.
    """
    if hasattr(found, "once"):
        return found

    def once(*asked: Any, **named: Any) -> Iterator[_Said]:  # noqa: ANN401 - WeasyPrint's own
        known: dict[tuple[str, ...], Any] = {}
        for specificity, element, says, base in found(*asked, **named):
            words = tuple(one.serialize() for one in says)
            yield specificity, element, known.setdefault(words, says), base

    once.once = True  # type: ignore[attr-defined]
    return once


def _press() -> _Press:
    return _press_with(brought.fonts())


@functools.lru_cache(maxsize=1)
def _press_with(_more: tuple[brought.Brought, ...]) -> _Press:
    """The press; another one where other fonts were brought."""
    reason = why_not()
    if reason is not None:
        raise AcademyError("pdf_unavailable", reason=reason)
    from weasyprint import CSS, css
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    css.find_style_attributes = _said_once(css.find_style_attributes)
    # Without the HarfBuzz subsetter, fontTools cuts the fonts and would stamp today into each.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    fonts = FontConfiguration()
    atexit.register(_press_with.cache_clear)  # Pango must still be there when the fonts are let go
    fonts_only = URLFetcher(allowed_protocols={"file"})
    style = CSS(
        string=document.faces_of_files() + document.style(),
        font_config=fonts,
        url_fetcher=fonts_only,
    )
    return _Press(fonts, style, URLFetcher(allowed_protocols={"data"}))
