"""The paper beside the certificates: the sign-in sheet for a lost evening, and access cards."""

from collections.abc import Sequence
from functools import partial

from flask import Response, render_template, request

from academy.door import access
from academy.errors import AcademyError
from academy.languages import i18n
from academy.printing import cards as card_paper
from academy.printing import sheet as sheet_paper
from academy.printing.missing import Missing, Text
from academy.projections import Row, people, workshops
from academy.web.shared import drawing, sentences
from academy.web.shared.app import house
from academy.web.staff import common, forms
from academy.web.staff.results.certificates import boxes, paper
from academy.web.staff.results.certificates.blueprint import bp


@bp.get("/certificates/sheet")
def sheet() -> str | Response | tuple[str, int]:
    """Ask which half-days; with some chosen, answer with the sheet."""
    chosen = request.args.getlist("session")
    if not request.args:
        return _sheet_page()
    try:
        return _sheet(_half_days(chosen), chosen)
    except AcademyError as refused:
        return _sheet_page(refused, chosen), sentences.status(refused)


@bp.get("/certificates/cards")
def cards() -> str:
    """Ask for whom."""
    return _cards_page()


@bp.post("/certificates/cards")
def print_cards() -> Response | tuple[str, int]:
    """Answer with the cards and give the PINs on them: the only time these are seen.

    Where an alias has characters that no font here can show, the first press only says so: a card
    that nobody can read would have ended a PIN that works.
    """
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
    boxed = boxes.found(_aliases(chosen, workshop))
    if boxed and "leave_out" in request.form:
        chosen = [one for one in chosen if one["person"] not in boxes.whose(boxed)]
        boxed = []
    if boxed and "anyway" not in request.form:
        return _cards_page(boxed=boxed, chosen=[one["person"] for one in chosen]), 409
    try:
        if not chosen:
            raise AcademyError("nobody_chosen")  # noqa: TRY301
        return _cards(chosen, workshop, address)
    except AcademyError as refused:
        return _cards_page(refused), sentences.status(refused)


def _cards(chosen: list[Row], workshop: Row, address: str) -> Response:
    """The cards, and only when they are made the PINs on them replace the old ones, all at once."""
    pins = {one["person"]: access.draw_pin(common.store()) for one in chosen}
    cards = [
        card_paper.AccessCard(
            one["alias"], pins[one["person"]].digits, paper.words(_language(one, workshop))
        )
        for one in chosen
    ]
    lay_out = partial(card_paper.html, cards, address=address, words=paper.words(i18n.current()))
    answer = paper.printed(lay_out)
    registrations = [id for one in chosen for id in one["registrations"]]
    access.give_pins(common.store(), pins, registrations)
    house().sign_out(*registrations)
    return answer


def _language(person: Row, workshop: Row) -> str:
    return paper.language_of(person["language"], *workshop["languages"])


def _aliases(chosen: list[Row], workshop: Row) -> list[Text]:
    """All that the cards say besides our own words."""
    return [
        Text("alias", one["alias"], _language(one, workshop), one["person"], one["alias"])
        for one in chosen
    ]


def _half_days(chosen: list[str]) -> list[Row]:
    """The sessions of the sheet. Raises AcademyError: "no_half_day", "too_many_half_days" …"""
    if not chosen:
        raise AcademyError("no_half_day")
    if len(chosen) > sheet_paper.MOST_COLUMNS:
        raise AcademyError("too_many_half_days", most=sheet_paper.MOST_COLUMNS)
    return [forms.need_session(common.tables(), session) for session in chosen]


def _sheet(sessions: list[Row], chosen: list[str]) -> Response | tuple[str, int]:
    """The sheet, its rows numbered as the page numbers them on which it is typed in.

    An alias that would be boxes can be left blank on its line, to be written by hand.
    """
    workshop, locale = common.need_workshop(), i18n.current()
    everybody = people.people(common.tables(), workshop["workshop"])
    library = house().library
    titles = [drawing.session_title(row, library, locale) for row in sessions]
    boxed = boxes.found(_said(workshop, titles, everybody, locale))
    if boxed and not {"anyway", "blank"} & set(request.args):
        return _sheet_page(chosen=chosen, boxed=boxed), 409
    left_blank = {one.text.text for one in boxed} if "blank" in request.args else set()

    def shown(text: str) -> str:
        return "" if text in left_blank else text

    columns = [
        sheet_paper.Column(
            drawing.day(row["day"], locale, short=True),
            i18n.half_name(row["half"], locale),
            shown(title),
        )
        for row, title in zip(sessions, titles, strict=True)
    ]
    rows = [
        sheet_paper.Row(number, shown(one["alias"]), shown(one["team"]))
        for number, one in enumerate(everybody, 1)
    ]
    words = paper.words(locale)
    return paper.printed(
        partial(sheet_paper.html, shown(workshop["title"]), columns, rows, words=words)
    )


def _said(workshop: Row, titles: list[str], everybody: list[Row], locale: str) -> list[Text]:
    """All that the sheet says besides our own words."""
    said = [Text("title", title, locale) for title in (workshop["title"], *titles)]
    for one in everybody:
        said.append(Text("alias", one["alias"], locale, one["person"], one["alias"]))
        said.append(Text("team", one["team"], locale))
    return said


def _sheet_page(
    refused: AcademyError | None = None,
    chosen: list[str] | None = None,
    boxed: Sequence[Missing] = (),
) -> str:
    workshop = common.need_workshop()["workshop"]
    return render_template(
        "results/certificates/sheet.html",
        sessions=workshops.sessions(common.tables(), workshop),
        chosen=chosen or [],
        boxed=boxed,
        said=sentences.sentence(refused) if refused else None,
    )


def _cards_page(
    refused: AcademyError | None = None,
    boxed: Sequence[Missing] = (),
    chosen: list[str] | None = None,
) -> str:
    workshop = common.need_workshop()["workshop"]
    return render_template(
        "results/certificates/cards.html",
        people=people.people(common.tables(), workshop),
        chosen=chosen if chosen is not None else request.form.getlist("person"),
        boxed=boxed,
        said=sentences.sentence(refused) if refused else None,
    )
