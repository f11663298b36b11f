"""What the trainer and the organiser see, on this device only (127.0.0.1).

One room per part of the work, each with its blueprint `bp`; `common` holds what they share.
"""

from flask import Flask, Response, redirect, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from academy.web.shared.app import make_app
from academy.web.shared.house import House
from academy.web.staff import common
from academy.web.staff.entry import setup
from academy.web.staff.keeping import backups, bring, devices, exchange, settings
from academy.web.staff.library import courses, guides, own, papers, take_home
from academy.web.staff.library.own import sentences
from academy.web.staff.people import conflicts, identity, lists, people
from academy.web.staff.results import certificates, report
from academy.web.staff.room import attendance, door, joined, room, today
from academy.web.staff.week import assessment_papers, assessments, halves, sheets, workshops

ROOMS = (
    setup, today, workshops, lists, people, joined, room, door, attendance, courses, own,
    sentences, take_home, papers, guides, sheets, halves, assessments, assessment_papers,
    certificates, exchange, devices, report, identity, conflicts, settings, backups, bring,
)  # fmt: skip

OPEN = {
    "static", "language", "languages", "seen", "setup.create", "setup.unlock", "setup.enter",
    "settings.seal", "backups.begin", "backups.look", "backups.restore",
}  # fmt: skip
"""The endpoints that need no passphrase. What is at /seen was made for whoever asks for it."""


def create_app(house: House) -> Flask:
    """The staff app. Every page but setting up and unlocking asks for the passphrase first."""
    app = make_app("staff", house, cookie="s", scripts=True, loopback=True, kept=False)
    for one in ROOMS:
        app.register_blueprint(one.bp)
    app.context_processor(common.context)

    @app.before_request
    def passphrase_first() -> BaseResponse | Response | None:
        if request.endpoint in OPEN or request.endpoint is None:
            return None
        if not house.is_set_up:
            return redirect(url_for("setup.create"))
        if house.store is None or "staff" not in session:
            # What only takes a form can't be gone back to.
            back = request.full_path.rstrip("?") if request.method == "GET" else "/"
            return redirect(url_for("setup.unlock", back=back))
        return None

    return app
