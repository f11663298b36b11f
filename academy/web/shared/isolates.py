"""Text that keeps its own direction, in pages: elements in place of Unicode's isolates.

Sentences carry U+2068 … U+2069 around names. Chromium before 77, on phones of 2016, draws what
stands between them backwards in a page that is read from right to left; `<bdi>` says the same to
every browser. In attributes, titles and lists to choose from no element can stand: there the signs
stay.
"""

import re

from flask import Flask, Response

_START, _END = "\u2068", "\u2069"
_PARTS = re.compile(
    r"<(title|option|textarea|style|script)\b.*?</\1>|<[^>]*>"
    rf"|{_START}(?P<kept>[^<{_START}{_END}]*){_END}",
    re.DOTALL,
)


def in_elements(page: str) -> str:
    """The page with each isolated text in an element of its own."""
    return _PARTS.sub(
        lambda found: found[0] if found["kept"] is None else f"<bdi>{found['kept']}</bdi>", page
    )


def install(app: Flask) -> None:
    """For every page of this app; after whatever holds or compresses pages was installed."""

    @app.after_request
    def isolate(answer: Response) -> Response:
        if answer.mimetype == "text/html" and not answer.direct_passthrough:
            page = answer.get_data(as_text=True)
            if _START in page:
                answer.set_data(in_elements(page))
        return answer
