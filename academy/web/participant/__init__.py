"""What phones on the Wi-Fi see: reading, joining, being here, one's own page. No administration.

One room per part, each with its blueprint `bp`; `common` and `admission` hold what they share.
Every page works without JavaScript and asks nobody else for anything.
"""

from flask import Flask, request, session

from academy.web.participant import common
from academy.web.participant.entry import join, way_in
from academy.web.participant.reading import (
    check,
    courses,
    glossary,
    papers,
    search,
    take_home,
    worksheets,
)
from academy.web.participant.week import assessments, home, me, presence, sheets
from academy.web.shared import ready
from academy.web.shared.app import make_app
from academy.web.shared.house import House

LARGEST_FORM = 64 * 2**10
"""Bytes: what phones send are short forms, and all of a room may send at once."""
ROOMS = (
    home, join, way_in, presence, glossary, courses, take_home, papers, worksheets, sheets, search,
    assessments, me, check,
)  # fmt: skip

KEEPS_THE_PIN = {None, "join.card", "language", "languages", "static"}
"""Pages after which a new PIN may still be shown: its own, reloaded or in another language."""

READY = {
    "home.index", "courses.index", "courses.course", "courses.lesson", "glossary.index", "me.index",
}  # fmt: skip
"""Pages that may be kept as they were sent (`academy.web.shared.ready`). They look at no cookie but
those of the session and the language, and for whoever has no session at no row of the store."""


def create_app(house: House) -> Flask:
    """The participants' app."""
    app = make_app("participant", house, cookie="p", scripts=False, loopback=False, kept=True)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM
    app.config["STRANGERS_FORMS"] = {"courses.quiz"}
    for room in ROOMS:
        app.register_blueprint(room.bp)
    app.context_processor(common.context)

    @app.before_request
    def show_the_pin_once() -> None:
        if request.endpoint not in KEEPS_THE_PIN and "pin" in session:
            session.pop("pin")

    app.extensions["ready_pages"] = ready.install(app, house, READY, common.concerned)
    return app
