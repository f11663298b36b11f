"""What this laptop is told about its room: Wi-Fi, date, passphrases, locking."""

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from academy import __version__, passphrases, rules
from academy.door import network
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.projections import Row
from academy.web import afresh
from academy.web.shared import wall
from academy.web.shared.app import house
from academy.web.staff import common
from academy.web.staff.forms import Answer, again
from sync.keys import words

bp = Blueprint("settings", __name__)

LONGEST_WIFI = (32, 63)
"""Characters of a Wi-Fi's name and of its password, by the standard."""


@bp.get("/settings")
def index() -> str:
    """Everything on one page; each part saves for itself."""
    return render_template("keeping/settings.html", **_shown())


@bp.post("/settings/wifi")
def wifi() -> Response | Answer:
    """Remember the room's Wi-Fi for the code on the wall, and which address phones open."""
    name, password = request.form.get("name", "").strip(), request.form.get("password", "")
    address = request.form.get("address", "")
    try:
        for text, longest in zip((name, password), LONGEST_WIFI, strict=True):
            if len(text) > longest:
                raise AcademyError("field_too_long", field="wifi", longest=longest)  # noqa: TRY301
        if any(not sign.isprintable() for sign in name + password):
            raise AcademyError("field_strange", field="wifi")  # noqa: TRY301
        if address:
            rules.one_of("address", address, network.candidates())
    except AcademyError as refused:
        typed = {"wifi_name": name, "wifi_password": password}
        return again("keeping/settings.html", refused, **_shown() | typed)
    common.store().set_settings(
        {"wifi_name": name, "wifi_password": password, "lan_address": address}
    )
    return _saved()


@bp.post("/settings/passphrase")
def passphrase() -> Response | Answer:
    """One more passphrase that opens this store, for one more organiser."""
    name, typed = request.form.get("name", ""), request.form.get("passphrase", "")
    try:
        if not request.form.get("paper"):
            raise AcademyError("not_on_paper")  # noqa: TRY301
        common.store().add_passphrase(rules.text("alias", name), typed)
    except AcademyError as refused:
        more = {"slot_name": name, "offered": typed}
        return again("keeping/settings.html", refused, **_shown() | more)
    flash(_("“%(name)s” can unlock this laptop now.", name=name.strip()))
    return redirect(url_for(".index"), 303)


@bp.post("/settings/seal")
def seal() -> Response:
    """Drop the key: nobody can join or save until the passphrase is typed again.

    Needs none itself: whoever has to, does it in one press, also at a locked screen.
    """
    session.clear()
    if house().store is not None:
        house().seal()
    if afresh.IN_PLACE:
        return redirect(url_for("setup.unlock"), 303)
    # Nobody listens for a moment: a page that looks again by itself.
    page = make_response(render_template("entry/setup_wait.html"))
    page.headers["Refresh"] = f"3; url={url_for('setup.unlock')}"
    return page


def _saved() -> Response:
    flash(_("Saved."))
    return redirect(url_for(".index"), 303)


def _shown() -> Row:
    store = common.store()
    return {
        "wifi_name": store.setting("wifi_name") or "",
        "wifi_password": store.setting("wifi_password") or "",
        "lan_address": store.setting("lan_address") or "",
        "addresses": [("", _("the likeliest one")), *((a, a) for a in network.candidates())],
        "today": wall.today(),
        "slot_name": "",
        "offered": passphrases.offer(),
        "folder": str(house().config.folder),
        "folder_open": not house().folder.private,
        "version": __version__,
        "device_words": " ".join(words(store.key.device)),
    }
