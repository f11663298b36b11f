"""A visitor who goes on to the page that a form's answer is held on, as a browser does."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HELD = "/seen/"


class Visitor(FlaskClient):
    """A client that sees the answer to a form where it is shown. Other redirects are left to it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        while answer.status_code == 303 and answer.location.startswith(HELD):
            answer = super().open(answer.location, headers=kwargs.get("headers"))
        return answer
