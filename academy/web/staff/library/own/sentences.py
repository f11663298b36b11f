"""What pages and papers say, on the bench: English and one language side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy.courses import pack_language
from academy.errors import AcademyError
from academy.languages import i18n, speaking
from academy.languages.i18n import gettext as _
from academy.languages.i18n import lazy_gettext, ngettext
from academy.languages.own_sentences import OwnSentences, Sentence, place
from academy.languages.wording import Plural
from academy.text import tongues
from academy.web.shared import sentences as refusals
from academy.web.shared.app import house
from academy.web.staff import common
from academy.web.staff.library.own.files import sent, to_save

Answer = Response | str | tuple[str, int]

bp = Blueprint("sentences", __name__, url_prefix="/sentences")

ON_A_PAGE: Final = 20
NUMBERS: Final = 6
"""So many of the numbers that a plural form is for are shown."""
DOORS: Final[Mapping[str, object]] = {
    "participant": lazy_gettext("On phones"),
    "staff": lazy_gettext("On the laptop"),
    "shared": lazy_gettext("On both"),
    "printing": lazy_gettext("On paper"),
}
UNSAID: Final = frozenset({"missing", "guess"})


@dataclass(frozen=True)
class Form:
    """One form of a sentence to write: its numbers, what stands there, what is wrong with it."""

    numbers: str
    said: str
    fault: str


@dataclass(frozen=True)
class Asked:
    """Which sentences somebody wants to see."""

    where: str
    words: str
    state: str

    def takes(self, one: Sentence) -> bool:
        """Whether a sentence is among them."""
        said = " ".join((one.listed.context or "", *one.listed.english, *one.shown)).casefold()
        return (
            self.where in ("", "/".join(place(one.listed)))
            and self.words.casefold() in said
            and (not self.state or one.state == self.state
                 or (self.state == "todo" and one.state in UNSAID))
        )  # fmt: skip


@bp.get("/")
def index() -> str:
    """The languages, each with how far it is."""
    return _languages()


@bp.post("/")
def begin() -> Answer:
    """Begin a language, or go to one that is there."""
    try:
        written = request.form.get("language", "")
        locale = tongues.locale(written) or ""
        _own().begin(locale)
    except AcademyError as refused:
        told = AcademyError("choice_unknown", field="language", value=written)
        refused = told if refused.code == "choice_unknown" else refused
        return _languages(refused), refusals.status(refused)
    _own().look_again()
    return redirect(url_for(".listed", locale=locale), 303)


@bp.get("/<locale>/")
def listed(locale: str) -> str:
    """A page of sentences."""
    return _page(locale)


@bp.post("/<locale>/")
def save(locale: str) -> Answer:
    """Save the sentences of a page, all of them or none."""
    form = request.form
    typed = {key: form.getlist(f"said-{key}") for key in form.getlist("key")}
    was = {key: form.get(f"was-{key}", "") for key in typed}
    try:
        count = _own().save(locale, typed, was, form.getlist("sure"))
    except AcademyError as refused:
        return _page(locale, refused, typed), refusals.status(refused)
    return _saved(locale, ngettext("%(num)s sentence saved.", "%(num)s sentences saved.", count))


@bp.post("/<locale>/older")
def forget(locale: str) -> Answer:
    """Let a sentence go whose English is no longer said."""
    form = request.form
    context = form.get("context", "") if "context" in form else None
    _own().forget(locale, context, form.get("english", ""))
    return _saved(locale, _("Saved."))


@bp.get("/<locale>/po")
def po(locale: str) -> Response:
    """A language as a PO file."""
    return to_save(_own().po(locale), "text/x-gettext-translation")


@bp.post("/<locale>/po")
def bring(locale: str) -> Answer:
    """Save what comes back; say what was left as it is, and why."""
    try:
        found = _own().bring(locale, sent())
    except AcademyError as refused:
        return _page(locale, refused), refusals.status(refused)
    _own().look_again()
    told = ngettext("%(num)s sentence saved.", "%(num)s sentences saved.", found.saved)
    return _render("brought", locale, told=told, found=found)


def _own() -> OwnSentences:
    return house().sentences


def _saved(locale: str, said: str) -> Response:
    _own().look_again()
    flash(said)
    address: dict[str, Any] = _address()
    return redirect(url_for(".listed", locale=locale, **address), 303)


def _address() -> dict[str, str]:
    """What of an address leads to the same page of sentences."""
    return {
        name: value for name in ("where", "words", "state", "page")
        if (value := request.args.get(name, "")[:200])
    }  # fmt: skip


def _languages(refused: AcademyError | None = None) -> str:
    rows: list[tuple[object, ...]] = []
    for locale in dict.fromkeys((*i18n.LOCALES, *_own().there())):
        if locale == i18n.SOURCE:
            continue
        try:
            found = _own().sentences(locale)
            todo, own = (sum(one.state in states for one in found) for states in (UNSAID, {"own"}))
            rows.append((locale, len(found), todo, own, len(_own().older(locale)), None))
        except AcademyError as damaged:
            rows.append((locale, 0, 0, 0, 0, refusals.sentence(damaged)))
    return _render("index", rows=rows, refused=refused, typed=request.form)


def _page(
    locale: str, refused: AcademyError | None = None, typed: Mapping[str, list[str]] | None = None
) -> str:
    every = _own().sentences(locale)
    asked = Asked(*(request.args.get(name, "")[:200] for name in ("where", "words", "state")))
    held = typed or {}
    shown = [one for one in every if one.key in held or (not typed and asked.takes(one))]
    page = common.paged(shown, ON_A_PAGE) if not typed else common.paged(shown, len(shown) or 1)
    faults = refused.details.get("faults") if refused else None
    told = faults if isinstance(faults, dict) else {}
    rows = [
        (one, _forms(locale, one, held.get(one.key), told.get(one.key, {})), _avoided(locale, one))
        for one in page.rows
    ]
    return _render(
        "listed", locale, refused=refused, rows=rows, page=page, asked=asked,
        address=_address(), places=_places(every), older=_own().older(locale),
        todo=sum(one.state in UNSAID for one in every), total=len(every),
        was={one.key: request.form.get(f"was-{one.key}", one.was) for one in page.rows},
        sure=request.form.getlist("sure"),
    )  # fmt: skip


def _places(every: list[Sentence]) -> dict[str, dict[str, int]]:
    """How many sentences stand where, by door."""
    found: dict[str, dict[str, int]] = {door: {} for door in DOORS}
    for one in every:
        door, room = place(one.listed)
        rooms = found.setdefault(door if door in DOORS else "", {})
        name = f"{door}/{room}"
        rooms[name] = rooms.get(name, 0) + 1
    return found


def _forms(
    locale: str, one: Sentence, typed: list[str] | None, faults: Mapping[int, str]
) -> list[Form]:
    """Every form that a sentence has in a language."""
    said = typed if typed is not None else list(one.shown)
    if len(one.listed.english) == 1:
        return [Form("", said[0] if said else "", faults.get(0, ""))]
    count = Plural(speaking.plurals(locale))
    return [
        Form(_numbers(count.numbers(at)), said[at] if at < len(said) else "", faults.get(at, ""))
        for at in range(count.forms)
    ]


def _numbers(found: list[int]) -> str:
    shown = [i18n.format_number(one, i18n.current()) for one in found[:NUMBERS]]
    return ", ".join([*shown, *(["…"] if len(found) > NUMBERS else [])])


def _avoided(locale: str, one: Sentence) -> list[str]:
    """Words of a sentence that the glossary says otherwise."""
    glossary = house().library.glossaries.get(pack_language(locale))
    return [str(word) for word in glossary.avoided("\n".join(one.shown))] if glossary else []


def _render(
    template: str, locale: str = "", refused: AcademyError | None = None, **values: object
) -> str:
    return render_template(
        f"library/own/sentences_{template}.html",
        tongue=locale,
        said=refusals.sentence(refused) if refused else None,
        doors=DOORS,
        name_of=lambda code: i18n.language_name(code, i18n.current()),
        dir_of=i18n.direction,
        **values,
    )
