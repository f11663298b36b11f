"""Whether two registrations are the same person, and two spellings one organisation.

The program only proposes. A decision records a link or a veto, rewrites nothing, and a link can be
undone at any time.
"""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import actions
from academy.errors import AcademyError
from academy.i18n import NAMES, ngettext
from academy.i18n import gettext as _
from academy.projections import Row, people
from academy.web.shared import sentences
from academy.web.staff import common, forms

bp = Blueprint("identity", __name__)


@bp.get("/same")
def index() -> str:
    """What to decide about people and organisations, and what was decided."""
    return _page()


@bp.post("/same/people")
def decide() -> Response | tuple[str, int]:
    """Record that a proposed pair is one person, or two.

    Only a pair that is still proposed, as it was on the screen, can be decided.
    """

    def change() -> str:
        seen = request.form.get("seen", "")
        a, b = next((pair for pair in _pairs() if _seen(pair) == seen), ({}, {}))
        if not a:
            raise AcademyError("changed_since")
        if request.form.get("same") == "one":
            actions.link_people(common.store(), a["person"], b["person"])
            return _("They are counted as one person now. You can undo it below.")
        actions.keep_apart(common.store(), a["person"], b["person"])
        return _("They stay two people, and won't be proposed again.")

    return _done(change)


@bp.post("/same/organisations")
def link() -> Response | tuple[str, int]:
    """Record that the spellings ticked are one organisation."""

    def change() -> str:
        names = list(dict.fromkeys(request.form.getlist("organisation")))
        known = {row["organisation_key"] for row in people.organisation_names(common.tables())}
        if not set(names) <= known:
            raise AcademyError("changed_since")
        if len(names) < 2:  # noqa: PLR2004 - one is no pair
            raise AcademyError("link_itself")
        actions.join_organisations(common.store(), names)
        return ngettext(
            "%(num)s spelling is counted as one organisation now.",
            "%(num)s spellings are counted as one organisation now.",
            len(names),
        )

    return _done(change)


@bp.post("/same/undo")
def undo() -> Response | tuple[str, int]:
    """Take a link back, of people or of organisations."""

    def change() -> str:
        actions.unlink(common.store(), request.form.get("link", ""))
        return _("Undone. They are counted apart again.")

    return _done(change)


def _done(change: Callable[[], str]) -> Response | tuple[str, int]:
    try:
        flash(change())
    except AcademyError as refused:
        return _page(refused), sentences.status(refused)
    return redirect(url_for(".index"), 303)


def _page(refused: AcademyError | None = None) -> str:
    tables = common.tables()
    return render_template(
        "identity/index.html",
        pairs=[(pair, _seen(pair)) for pair in _pairs()],
        devices={device[:16]: name for device, name in common.device_names().items()},
        links=people.links(tables),
        organisations=people.organisation_names(tables),
        organisation_links=people.organisation_links(tables),
        said_as={**forms.ROLE_NAMES, **NAMES},
        ticked=request.form.getlist("organisation"),
        said=sentences.sentence(refused) if refused else None,
    )


def _pairs() -> list[tuple[Row, Row]]:
    return people.doubles(common.tables())


def _seen(pair: tuple[Row, Row]) -> str:
    """What the form carries of a pair: who, and which version of each registration."""
    return " ".join(f"{row['person']}-{row['stamp']}" for row in pair)
