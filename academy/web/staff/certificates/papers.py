"""The paper beside the certificates: the sign-in sheet for a lost evening, and access cards."""

from flask import Response, render_template, request

from academy import access, i18n
from academy.errors import AcademyError
from academy.printing import cards as card_paper
from academy.printing import sheet as sheet_paper
from academy.projections import Row, people, workshops
from academy.web.shared import drawing, sentences
from academy.web.shared.app import house
from academy.web.staff import common, forms
from academy.web.staff.certificates import paper
from academy.web.staff.certificates.blueprint import bp


@bp.get("/certificates/sheet")
def sheet() -> str | Response | tuple[str, int]:
    """Ask which half-days; with some chosen, answer with the sheet."""
    chosen = request.args.getlist("session")
    if not request.args:
        return _sheet_page()
    try:
        rows = _half_days(chosen)
    except AcademyError as refused:
        return _sheet_page(refused, chosen), sentences.status(refused)
    return _sheet(rows)


@bp.get("/certificates/cards")
def cards() -> str:
    """Ask for whom."""
    return _cards_page()


@bp.post("/certificates/cards")
def print_cards() -> Response | tuple[str, int]:
    """Give new PINs and answer with the cards. It is the only time the PINs are seen."""
    workshop = common.need_workshop()
    everybody = people.people(common.tables(), workshop["workshop"])
    asked = set(request.form.getlist("person"))
    chosen = [one for one in everybody if one["person"] in asked or "everybody" in request.form]
    try:
        address = forms.phones_open()
        if not chosen:
            raise AcademyError("nobody_chosen")  # noqa: TRY301
        if address is None:
            raise AcademyError("no_network")  # noqa: TRY301
    except AcademyError as refused:
        return _cards_page(refused), sentences.status(refused)
    made = [_card(one, workshop) for one in chosen]
    words = paper.words(i18n.current())
    return paper.printed(
        lambda nonce: card_paper.html(made, address=address, words=words, nonce=nonce)
    )


def _card(person: Row, workshop: Row) -> card_paper.AccessCard:
    """A new PIN, and with it the end of the old one and of what was signed in by it."""
    pin = access.new_pin(common.store(), person["person"], *person["registrations"])
    for one in person["registrations"]:
        house().guesses.forget(one)
        house().sign_out(one)
    locale = paper.language_of(person["language"], *workshop["languages"])
    return card_paper.AccessCard(person["alias"], pin, paper.words(locale))


def _half_days(chosen: list[str]) -> list[Row]:
    """The sessions of the sheet. Raises AcademyError: "no_half_day", "too_many_half_days" …"""
    if not chosen:
        raise AcademyError("no_half_day")
    if len(chosen) > sheet_paper.MOST_COLUMNS:
        raise AcademyError("too_many_half_days", most=sheet_paper.MOST_COLUMNS)
    return [forms.need_session(common.tables(), session) for session in chosen]


def _sheet(sessions: list[Row]) -> Response:
    """The sheet, its rows numbered as the page numbers them on which it is typed in."""
    workshop, locale = common.need_workshop(), i18n.current()
    columns = [
        sheet_paper.Column(
            drawing.day(row["day"], locale, short=True), i18n.half_name(row["half"], locale)
        )
        for row in sessions
    ]
    rows = [
        sheet_paper.Row(number, one["alias"], one["team"])
        for number, one in enumerate(people.people(common.tables(), workshop["workshop"]), 1)
    ]
    return paper.printed(
        lambda nonce: sheet_paper.html(
            workshop["title"], columns, rows, words=paper.words(locale), nonce=nonce
        )
    )


def _sheet_page(refused: AcademyError | None = None, chosen: list[str] | None = None) -> str:
    workshop = common.need_workshop()["workshop"]
    return render_template(
        "certificates/sheet.html",
        sessions=workshops.sessions(common.tables(), workshop),
        chosen=chosen or [],
        said=sentences.sentence(refused) if refused else None,
    )


def _cards_page(refused: AcademyError | None = None) -> str:
    workshop = common.need_workshop()["workshop"]
    return render_template(
        "certificates/cards.html",
        people=people.people(common.tables(), workshop),
        chosen=request.form.getlist("person"),
        said=sentences.sentence(refused) if refused else None,
    )
