"""Everybody in the workshop: adding, changing, a new PIN, erasing."""

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import actions, rules
from academy.door import access
from academy.errors import AcademyError
from academy.languages import i18n
from academy.languages.i18n import gettext as _
from academy.projections import Row, people
from academy.store import local
from academy.web.shared.app import house
from academy.web.staff import common, forms
from academy.web.staff.forms import Answer, again
from academy.web.staff.room import room

bp = Blueprint("people", __name__)

FIELDS = ("alias", "organisation", "country", "language", "team", "role")


@bp.get("/people")
def index() -> str:
    """Everybody, by team."""
    workshop = common.need_workshop()["workshop"]
    rows = people.people(common.tables(), workshop)
    page = common.paged(rows)
    sizes = Counter(map(_group, rows))
    groups: dict[str, list[Row]] = {}
    for row in page.rows:
        groups.setdefault(_group(row), []).append(row)
    return render_template(
        "people/people.html",
        groups=groups,
        sizes=sizes,
        page=page,
        shared=people.sharing_an_alias(common.tables(), workshop),
        joined=len(local.joined(common.tables(), workshop)),
        room=room.told(workshop),
        **choices(),
    )


def _group(row: Row) -> str:
    """The heading under which somebody stands."""
    return str(row["team"]) if row["role"] == "participant" else _("Trainers and organisers")


@bp.route("/people/new", methods=["GET", "POST"])
def new() -> str | Response | Answer:
    """Add one person."""
    typed = {name: request.form.get(name, "") for name in FIELDS}
    if request.method == "GET":
        typed |= {"role": "participant"}
        return render_template("people/people_new.html", typed=typed, **choices())
    try:
        actions.register_person(
            common.store(), workshop=common.need_workshop()["workshop"], **typed
        )
    except AcademyError as refused:
        return again("people/people_new.html", refused, typed=typed, **choices())
    flash(_("“%(alias)s” is added.", alias=typed["alias"]))
    return redirect(url_for(".index"), 303)


@bp.route("/people/<person_id>", methods=["GET", "POST"])
def edit(person_id: str) -> str | Response | Answer:
    """Change what is known of a person; from here also a new PIN, and erasing."""
    row = _need(person_id)
    if request.method == "GET":
        pin = forms.remembered(f"pin_{person_id}")
        return render_template(
            "people/people_edit.html",
            row=row, typed=row, pin=pin, way=_way_in(person_id), **choices(),
        )  # fmt: skip
    typed = {name: request.form.get(name, "") for name in FIELDS}
    try:
        actions.revise_person(common.store(), person_id, workshop=row["workshop"], **typed)
    except AcademyError as refused:
        return again(
            "people/people_edit.html", refused, row=row, typed=typed, pin="", way=None, **choices()
        )
    flash(_("Saved."))
    return redirect(url_for(".index"), 303)


@bp.post("/people/<person_id>/pin")
def pin(person_id: str) -> Response:
    """Give a new PIN, shown once on the next page. The old one, and its sessions, end here."""
    row = _need(person_id)
    given = access.new_pin(common.store(), row["person"], *row["registrations"])
    house().sign_out(*row["registrations"])
    forms.remember(f"pin_{person_id}", given)
    return redirect(url_for(".edit", person_id=person_id), 303)


@bp.post("/people/<person_id>/let-in")
def let_in(person_id: str) -> Response:
    """Make a way in for one person, shown once on the next page: nothing else changes."""
    row = _need(person_id)
    way = house().ways_in.make(person_id, row["workshop"])
    house().guesses.forget(person_id)
    forms.remember(f"way_{person_id}", way)
    return redirect(url_for(".edit", person_id=person_id), 303)


def _way_in(person_id: str) -> Row | None:
    """The way in that was just made, as an address and as a code to scan."""
    way, address = forms.remembered(f"way_{person_id}"), forms.phones_open()
    if not way or address is None:
        return None
    return {
        "address": f"{address.removeprefix('http://')}/in/{way}",
        "qr": forms.drawn(f"{address}/in/{way}", _("Address")),
    }


@bp.route("/people/<person_id>/erase", methods=["GET", "POST"])
def erase(person_id: str) -> str | Response:
    """Say what erasing means, then do it."""
    row = _need(person_id)
    known = people.registrations_of(common.tables(), person_id)
    if request.method == "GET":
        return render_template("people/people_erase.html", row=row, registrations=known)
    shown = set(request.form.getlist("registration"))
    gone = [one["person"] for one in known if one["person"] in shown] or [person_id]
    actions.erase_person(common.store(), *gone)
    house().sign_out(*gone)
    flash(_("Erased. Other copies follow at their next sync."))
    return redirect(url_for(".index"), 303)


def _need(person_id: str) -> Row:
    row = people.person(common.tables(), person_id, common.need_workshop()["workshop"])
    if row is None:
        raise AcademyError("person_unknown")
    return row


def choices() -> Row:
    """What the forms of people offer to choose from, in the language of the page."""
    locale = i18n.current()
    workshop = common.need_workshop()
    return {
        "roles": [(role, str(forms.ROLE_NAMES[role])) for role in rules.ROLES],
        "role_names": forms.ROLE_NAMES,
        "countries": [("", "—"), *i18n.countries(locale)],
        "languages_spoken": [("", "—"), *_languages(workshop, locale)],
        "teams": people.teams(common.tables(), workshop["workshop"]),
        "language_name": lambda code: i18n.language_name(code, locale),
    }


def _languages(workshop: Row, locale: str) -> list[tuple[str, str]]:
    """The workshop's languages first, then those of the pages."""
    codes = dict.fromkeys([*workshop["languages"], *i18n.languages()])
    return [(code, i18n.language_name(code, locale)) for code in codes]
