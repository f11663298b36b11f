"""What a browser would remember of a page by itself, and is asked not to: for all pages at once.

A form or a file that somebody adds later would forget to ask.
"""

import re
from typing import Final

from flask import Flask, Response
from jinja2.ext import Extension
from werkzeug.http import dump_options_header, parse_options_header

_FORM: Final = re.compile(r"<form\b")
_TEXT: Final = re.compile(r"<textarea\b(?![^>]*\bautocomplete=)")

NEUTRAL: Final = {
    "application/pdf": "print.pdf",
    "text/csv": "table.csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "table.xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "text.docx",
    "application/json": "data.json",
    "application/epub+zip": "book.epub",
    "text/html": "page.html",
    "text/x-gettext-translation": "words.po",
    "application/zip": "words.zip",
}
"""What a file is called in the folder of downloads, where others look, by its kind."""


class DiscreetForms(Extension):
    """Every form of every template: nothing typed is offered again, restored or spell-checked.

    Without `autocomplete="off"` Chromium and Firefox write into their session files what is being
    typed, sent or not. A browser's spelling help may be a server elsewhere.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """A template's text with the two attributes in every form.

        Firefox asks a field of several lines itself, whatever its form says.
        """
        source = _TEXT.sub('<textarea autocomplete="off"', source)
        return _FORM.sub('<form autocomplete="off" spellcheck="false"', source)


def install(app: Flask) -> None:
    """Give every file that is shown or downloaded a name that says nothing."""

    @app.after_request
    def name_neutrally(answer: Response) -> Response:
        said = answer.headers.get("Content-Disposition")
        if said is not None:
            way, _options = parse_options_header(said)
            name = NEUTRAL.get(answer.mimetype or "", "file")
            answer.headers["Content-Disposition"] = dump_options_header(way, {"filename": name})
        return answer
