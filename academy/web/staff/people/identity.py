"""Whether registrations are one person, plans one workshop, and spellings one organisation.

The program only proposes, and finds whom one looks for. A decision records links or vetoes,
rewrites nothing, and is undone at any time.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import actions, persons
from academy.errors import AcademyError
from academy.languages.i18n import NAMES, lazy_gettext, ngettext
from academy.languages.i18n import gettext as _
from academy.persons.finding import MOST
from academy.projections import Row, Tables, people, workshops
from academy.web.shared import sentences
from academy.web.staff import common, forms

bp = Blueprint("identity", __name__)

REASONS = {
    "alias": lazy_gettext("the same alias"),
    "accents": lazy_gettext("the same alias, apart from accents and signs"),
    "words": lazy_gettext("the same words in another order"),
    "initials": lazy_gettext("a word and its first letter"),
    "script": lazy_gettext("alike in another script"),
    "spelling": lazy_gettext("one letter differs"),
    "organisation": lazy_gettext("the same organisation"),
    "team": lazy_gettext("the same team"),
    "no_country": lazy_gettext("a country is not given"),
    "country": lazy_gettext("another country"),
}

SUREST = frozenset({"alias", "organisation", "team"})
"""Reasons with which “one person” can be filled in: the same alias, and nothing speaks against."""
SHOWN = 50
"""Proposals on the page; those after them follow when these are decided."""
LISTED = 100
"""Decisions, and organisations, on one page of the list."""


@bp.get("/same")
def index() -> str:
    """What to decide, whom one looks for, and what was decided."""
    return _page()


@bp.post("/same/find")
def find() -> str:
    """Whom one looks for. What was typed is in no address, so that no browser remembers it."""
    return _page(asked=request.form.get("find", "").strip()[:200])


@bp.post("/same/people")
def decide() -> Response | tuple[str, int]:
    """Record of each group decided that those ticked are one person, or that no two of them are.

    All groups are recorded or none. Each person must be as on the screen: whoever was changed or
    joined since is looked at again.
    """

    def change() -> str:
        decided = {"one": list(_decided("one")), "apart": list(_decided("apart"))}
        ids = list(chain.from_iterable(decided["one"] + decided["apart"]))
        if not ids:
            raise AcademyError("nothing_decided")
        if len(set(ids)) < len(ids):
            raise AcademyError("changed_since")
        actions.decide_people(common.store(), **decided)
        groups = len(decided["one"]) + len(decided["apart"])
        if groups > 1:
            return ngettext(
                "%(num)s decision is recorded. You can undo it below.",
                "%(num)s decisions are recorded. You can undo each below.",
                groups,
            )
        if decided["one"]:
            return _("They are counted as one person now. You can undo it below.")
        return _("They are counted apart, and won’t be proposed again. You can undo it below.")

    return _done(change)


def _decided(how: str) -> Iterator[list[str]]:
    """The groups of which the form says `how` (`same_…`): the ids of those ticked (`seen_…`)."""
    for field in request.form:
        if field.startswith("same_") and request.form[field] == how:
            seen = list(dict.fromkeys(request.form.getlist(f"seen_{field.removeprefix('same_')}")))
            known = {_seen(row): row["registration"] for row in _on_screen(seen)}
            if not set(seen) <= known.keys():
                raise AcademyError("changed_since")
            if len(seen) < 2:  # noqa: PLR2004 - one is no pair
                raise AcademyError("link_itself")
            yield [known[one] for one in seen]


@bp.post("/same/workshops")
def join_workshops() -> Response | tuple[str, int]:
    """Record that the two plans ticked are one workshop."""

    def change() -> str:
        chosen = list(dict.fromkeys(request.form.getlist("workshop")))
        if len(chosen) != 2:  # noqa: PLR2004 - two at a time, so that each can be undone
            raise AcademyError("link_itself")
        actions.link_workshops(common.store(), *chosen)
        return _("They are counted as one workshop now. You can undo it below.")

    return _done(change)


@bp.post("/same/organisations")
def link() -> Response | tuple[str, int]:
    """Record that the spellings ticked are one organisation."""

    def change() -> str:
        names = list(dict.fromkeys(request.form.getlist("organisation")))
        if not set(names) <= people.organisations_known(common.tables(), names):
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
    """Take links back, of people, workshops or organisations."""

    def change() -> str:
        links = request.form.getlist("link")
        if not links:
            raise AcademyError("nobody_chosen")
        actions.unlink(common.store(), *links)
        return _("Undone. They are counted apart again.")

    return _done(change)


@bp.post("/same/undo-all")
def undo_all() -> Response | tuple[str, int]:
    """Take back what was decided last, all of it that still holds."""

    def change() -> str:
        actions.undo_review(common.store(), request.form.get("review", ""))
        return _("Undone, all of it. What was decided before that stays.")

    return _done(change)


@bp.post("/same/apart")
def undo_apart() -> Response | tuple[str, int]:
    """Take back that pairs are two people."""

    def change() -> str:
        pairs = [tuple(pair.split()) for pair in request.form.getlist("apart")]
        known = {(row["a"], row["b"]) for row in persons.apart(common.tables())}
        if not pairs:
            raise AcademyError("nobody_chosen")
        if not set(pairs) <= known:
            raise AcademyError("link_unknown")
        actions.rejoinable(common.store(), [(a, b) for a, b in pairs])
        return _("Undone. They may be one person again.")

    return _done(change)


def _done(change: Callable[[], str]) -> Response | tuple[str, int]:
    try:
        flash(change())
    except AcademyError as refused:
        return _page(refused), sentences.status(refused)
    return redirect(url_for(".index"), 303)


def _page(refused: AcademyError | None = None, *, asked: str = "") -> str:
    tables = common.tables()
    found = persons.find(tables, asked)
    groups = persons.proposals(tables)
    joined, apart = persons.how_many(tables)
    named = people.how_many_organisations(tables)
    every = workshops.all_workshops(tables)
    return render_template(
        "people/identity.html",
        asked=asked,
        found=found[:MOST],
        too_many=len(found) > MOST,
        found_workshops=[
            workshops.counted(tables, row) for row in persons.find_workshops(every, asked)
        ],
        groups=groups[:SHOWN],
        waiting=max(0, len(groups) - SHOWN, persons.waiting(tables) - SHOWN),
        key_of=_key,
        surest=SUREST,
        sure="sure" in request.args,
        seen=_seen,
        reasons=REASONS,
        devices={device[:16]: name for device, name in common.device_names().items()},
        review=actions.last_review(common.store()),
        links=common.page_of(partial(persons.joined, tables), joined, LISTED, "links"),
        apart=common.page_of(partial(persons.apart, tables), apart, LISTED, "apart"),
        workshops_alike=_alike(tables, every),
        workshop_links=persons.workshop_links(tables),
        organisations=common.page_of(
            partial(people.organisation_names, tables), named, LISTED, "organisations"
        ),
        organisation_links=people.organisation_links(tables),
        said_as={**forms.ROLE_NAMES, **NAMES},
        ticked=request.form.getlist("organisation"),
        typed=request.form,
        said=sentences.sentence(refused) if refused else None,
    )


def _alike(tables: Tables, every: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Pairs of plans, each with how many people are in it."""
    pairs = persons.workshops_alike(every)[:SHOWN]
    return [(workshops.counted(tables, a), workshops.counted(tables, b)) for a, b in pairs]


def _on_screen(seen: list[str]) -> list[Row]:
    """The persons whom a form names, as they are now."""
    ids = dict.fromkeys(one.partition("-")[0] for one in seen)
    return list(chain.from_iterable(persons.known(common.tables(), one) for one in ids))


def _key(members: Sequence[Row]) -> str:
    """What a proposal is called in the form: by whom it shows, so that another is never taken."""
    return hashlib.sha256(" ".join(map(_seen, members)).encode()).hexdigest()[:12]


def _seen(row: Row) -> str:
    """What the form carries of a person: who, and which version of the registration shown."""
    return f"{row['person']}-{row['registration']}-{row['stamp']}"
