"""Everybody in the workshop: adding, changing, a new PIN, erasing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import access, actions, i18n, rules
from academy.errors import AcademyError
from academy.i18n import gettext as _
from academy.projections import Row, people
from academy.web.shared.app import house
from academy.web.staff import common, forms
from academy.web.staff.forms import Answer, again

bp = Blueprint("people", __name__)

FIELDS = ("alias", "organisation", "country", "language", "team", "role")


@bp.get("/people")
def index() -> str:
    """Everybody, by team."""
    workshop = common.need_workshop()["workshop"]
    rows = people.people(common.tables(), workshop)
    groups: dict[str, list[Row]] = {}
    for row in rows:
        group = row["team"] if row["role"] == "participant" else None
        groups.setdefault(_("Trainers and organisers") if group is None else group, []).append(row)
    shared = people.sharing_an_alias(common.tables(), workshop)
    return render_template(
        "people/index.html", groups=groups, count=len(rows), shared=shared, **choices()
    )


@bp.route("/people/new", methods=["GET", "POST"])
def new() -> str | Response | Answer:
    """Add one person."""
    typed = {name: request.form.get(name, "") for name in FIELDS}
    if request.method == "GET":
        typed |= {"role": "participant"}
        return render_template("people/new.html", typed=typed, **choices())
    try:
        actions.register_person(
            common.store(), workshop=common.need_workshop()["workshop"], **typed
        )
    except AcademyError as refused:
        return again("people/new.html", refused, typed=typed, **choices())
    flash(_("“%(alias)s” is added.", alias=typed["alias"]))
    return redirect(url_for(".index"), 303)


@bp.route("/people/<person_id>", methods=["GET", "POST"])
def edit(person_id: str) -> str | Response | Answer:
    """Change what is known of a person; from here also a new PIN, and erasing."""
    row = _need(person_id)
    if request.method == "GET":
        pin = forms.remembered(f"pin_{person_id}")
        return render_template("people/edit.html", row=row, typed=row, pin=pin, **choices())
    typed = {name: request.form.get(name, "") for name in FIELDS}
    try:
        actions.revise_person(common.store(), person_id, workshop=row["workshop"], **typed)
    except AcademyError as refused:
        return again("people/edit.html", refused, row=row, typed=typed, pin="", **choices())
    flash(_("Saved."))
    return redirect(url_for(".index"), 303)


@bp.post("/people/<person_id>/pin")
def pin(person_id: str) -> Response:
    """Give a new PIN, shown once on the next page. The old one, and its sessions, end here."""
    row = _need(person_id)
    given = access.new_pin(common.store(), row["person"], *row["registrations"])
    for one in row["registrations"]:
        house().guesses.forget(one)
        house().sign_out(one)
    forms.remember(f"pin_{person_id}", given)
    return redirect(url_for(".edit", person_id=person_id), 303)


@bp.route("/people/<person_id>/erase", methods=["GET", "POST"])
def erase(person_id: str) -> str | Response:
    """Say what erasing means, then do it."""
    row = _need(person_id)
    known = people.registrations_of(common.tables(), person_id)
    if request.method == "GET":
        return render_template("people/erase.html", row=row, registrations=known)
    shown = set(request.form.getlist("registration"))
    gone = [one["person"] for one in known if one["person"] in shown] or [person_id]
    actions.erase_person(common.store(), *gone)
    for one in gone:
        house().sign_out(one)
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
    codes = dict.fromkeys([*workshop["languages"], *i18n.LOCALES])
    return [(code, i18n.language_name(code, locale)) for code in codes]
