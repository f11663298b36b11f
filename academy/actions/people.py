"""People coming in, under an alias, and being forgotten when they ask."""

from collections import Counter
from collections.abc import Iterable, Mapping

from academy import events, rules
from academy.actions.common import fresh, minute, need_person, need_workshop
from academy.door import access
from academy.errors import AcademyError
from academy.projections import Row, Tables, same
from academy.projections.versions import standing
from academy.rules import assessment
from academy.store import Store, sheets
from academy.text import looks


def register_person(
    store: Store,
    *,
    workshop: str,
    alias: str,
    organisation: str = "",
    country: str = "",
    language: str = "",
    team: str = "",
    role: str = "participant",
) -> str:
    """Register a person under an alias nobody else in the workshop has; return the person's id.

    Raises AcademyError: "alias_taken", "field_missing", "field_too_long", "country_unknown" …
    """
    row = {
        "alias": alias,
        "organisation": organisation,
        "country": country,
        "language": language,
        "team": team,
        "role": role,
    }
    try:
        return register_list(store, workshop=workshop, rows=[row])[0]
    except AcademyError as refused:
        refused.details.pop("row", None)  # one person is no list
        raise


def register_list(store: Store, *, workshop: str, rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Register everybody on a list, or nobody; return their ids in the list's order.

    Each row maps alias, organisation, country, language, team, role to text. A refusal names the
    row it is about: `details["row"]`, counted from 1.
    """
    at = minute(store)

    def decide(tables: Tables) -> list[events.PersonRegistered]:
        return _registered(tables, workshop, rows, at)

    entries = store.record(decide)
    return [events.read(e.kind, e.body or "").person for e in entries]  # type: ignore[union-attr]


def join_workshop(store: Store, *, workshop: str, **row: str) -> tuple[str, str]:
    """Register who comes in by the door as `register_person` does and give a PIN: both or neither.

    Returns the person's id and the PIN, which is seen this once.
    """
    at, pin, person = minute(store), access.draw_pin(store), ""
    came = store.now().strftime("%Y-%m-%dT%H:%M:%S")

    def decide(tables: Tables) -> list[events.PersonRegistered]:
        nonlocal person
        try:
            (one,) = _registered(tables, workshop, [row], at)
        except AcademyError as refused:
            refused.details.pop("row", None)
            raise
        person = one.person
        access.keep_pin(tables, person, pin)
        access.note_joined(tables, person, workshop, came)
        return [one]

    store.record(decide)
    return person, pin.digits


def _registered(
    tables: Tables, workshop: str, rows: Iterable[Mapping[str, str]], at: str
) -> list[events.PersonRegistered]:
    taken, split = _taken(tables, workshop), _Split(tables, workshop)
    recorded = []
    for number, row in enumerate(rows, 1):
        try:
            values = _passed(row, taken)
        except AcademyError as refused:
            raise AcademyError(refused.code, row=number, **refused.details) from refused
        person = split.draw() if values["role"] == "participant" else fresh()
        recorded.append(events.PersonRegistered(person=person, workshop=workshop, at=at, **values))
    return recorded


class _Split:
    """Draws ids so that participants are split evenly over the forms of the questions before.

    The form follows from the id (`assessment.first_form`); of two forms that are even, chance says
    which comes next, so that an id still tells nothing of when it was made.
    """

    def __init__(self, tables: Tables, workshop: str) -> None:
        sql = "SELECT person FROM people WHERE workshop = ? AND role = 'participant'"
        self._held = Counter(
            assessment.first_form(row["person"])
            for part in same.parts(tables, workshop)
            for row in tables.rows(sql, (part,))
        )

    def draw(self) -> str:
        """A fresh id, of the form that fewer people have."""
        fewest = min(self._held[form] for form in assessment.FORMS)
        wanted = [form for form in assessment.FORMS if self._held[form] == fewest]
        person = fresh()
        while assessment.first_form(person) not in wanted:
            person = fresh()
        self._held[assessment.first_form(person)] += 1
        return person


def refusals(
    store: Store, *, workshop: str, rows: Iterable[Mapping[str, str]]
) -> dict[int, AcademyError]:
    """What `register_list` would refuse of a list, by row counted from 1. Records nothing.

    Rows that are refused aside, the list would be registered as a whole.
    """
    taken = _taken(store.tables(), workshop)
    found = {}
    for number, row in enumerate(rows, 1):
        try:
            _passed(row, taken)
        except AcademyError as refused:
            found[number] = refused
    return found


def revise_person(
    store: Store,
    person: str,
    *,
    workshop: str,
    alias: str,
    organisation: str = "",
    country: str = "",
    language: str = "",
    team: str = "",
    role: str = "participant",
) -> None:
    """Change what is known of a person in a workshop; the id stays.

    It takes the place of every version that stands, as the other revisions do. Of a person with
    several registrations in the workshop all are changed, and each of the others keeps its alias.
    """
    values = _checked(
        {
            "alias": alias,
            "organisation": organisation,
            "country": country,
            "language": language,
            "team": team,
            "role": role,
        }
    )
    at = minute(store)

    def decide(tables: Tables) -> list[events.Event]:
        known = need_person(tables, person, workshop)
        _passed(values, _taken(tables, workshop, beside=person))
        return [
            _revised(tables, place, at, {**values, "alias": alias} if alias else values)
            for place, alias in _aliases(tables, known)
        ]

    asked = "SELECT DISTINCT team FROM people WHERE person = ? AND workshop = ?"
    teams = [row["team"] for row in store.tables().rows(asked, (person, workshop))]
    store.record(decide)

    def follow(tables: Tables) -> None:
        for old in teams:
            sheets.follow(tables, workshop, old, values["team"])

    store.noting(follow)


def _aliases(tables: Tables, known: Row) -> list[tuple[tuple[str, str], str]]:
    """A person's registrations in a workshop, with the alias each keeps; the first keeps none."""
    first, *others = known["places"]
    sql = "SELECT alias FROM people WHERE person = ? AND workshop = ?"
    return [(first, ""), *((place, str(tables.value(sql, place))) for place in others)]


def _revised(
    tables: Tables, place: tuple[str, str], at: str, values: dict[str, str]
) -> events.PersonRevised:
    person, workshop = place
    seen = standing(tables, "person", person, workshop)
    return events.PersonRevised(person=person, workshop=workshop, at=at, replaces=seen, **values)


def erase_person(store: Store, person: str, *others: str) -> None:
    """Forget a person: every body that names the id is dropped here, and wherever this log goes.

    The id is kept, with nothing beside it, so that an old stick never brings the person back.
    `others` are further ids of theirs, as whoever asks for it has seen them: what can't be undone
    doesn't follow a link by itself. Raises AcademyError("person_unknown"), also for the id of a
    workshop or of anything else.
    """
    store.erase(person, *others)


def withdraw_people(store: Store, *, workshop: str, people: Iterable[str]) -> list[str]:
    """Take registrations of participants back, all or none; return whose. Nobody is left signed in.

    They leave every list and count, with their marks, on every copy this log reaches. Whoever has a
    certificate that stands stays: it was given to somebody.
    """
    asked, at = list(people), minute(store)

    def decide(tables: Tables) -> list[events.Event]:
        return [
            events.PersonWithdrawn(person=person, workshop=workshop, at=at)
            for person in asked
            if _may_be_withdrawn(tables, person, workshop)
        ]

    entries = store.record(decide)
    gone = [events.read(e.kind, e.body or "").person for e in entries]  # type: ignore[union-attr]
    store.noting(lambda tables: access.forget_phones(tables, gone))
    return gone


def _may_be_withdrawn(tables: Tables, person: str, workshop: str) -> bool:
    return bool(
        tables.value(
            "SELECT 1 FROM people p WHERE p.person = ? AND p.workshop = ?"
            " AND p.role = 'participant' AND NOT EXISTS (SELECT 1 FROM certificates c"
            "  WHERE c.person = p.person AND c.workshop = p.workshop AND NOT EXISTS"
            "  (SELECT 1 FROM revoked r WHERE r.certificate = c.certificate))",
            (person, workshop),
        )
    )


def _taken(tables: Tables, workshop: str, *, beside: str = "") -> set[str]:
    """The aliases of a workshop, as two are compared and as they look; one person's own aside."""
    need_workshop(tables, workshop)
    own = same.ids_of(tables, beside)
    rows = [
        row
        for part in same.parts(tables, workshop)
        for row in tables.rows("SELECT alias, person FROM people WHERE workshop = ?", (part,))
    ]
    return {form for row in rows if row["person"] not in own for form in _forms(row["alias"])}


def _forms(alias: str) -> set[str]:
    """What another alias may equal in neither way: a look-up, or a look."""
    return {looks.compared(alias), f"drawn as {looks.skeleton(alias)}"}


def _passed(row: Mapping[str, str], taken: set[str]) -> dict[str, str]:
    """A row's values where nobody has its alias; from then on, it has."""
    values = _checked(row)
    forms = _forms(values["alias"])
    if forms & taken:
        raise AcademyError("alias_taken", alias=values["alias"])
    taken |= forms
    return values


def _checked(row: Mapping[str, str]) -> dict[str, str]:
    """A registration's values, each as it is recorded."""
    return {
        "alias": rules.text("alias", row.get("alias", "")),
        "organisation": rules.text("organisation", row.get("organisation", ""), required=False),
        "country": rules.country(row.get("country", ""), required=False),
        "language": rules.language(row.get("language", "")),
        "team": rules.text("team", row.get("team", ""), required=False),
        "role": rules.one_of("role", row.get("role") or "participant", rules.ROLES),
    }
