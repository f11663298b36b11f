"""Questions about certificates: where everybody stands, and whether a code is valid."""

from collections.abc import Mapping, Sequence

from academy import rules
from academy.projections import assessments, attendance, people, same, workshops
from academy.projections.tables import Row, Tables
from academy.projections.versions import doubtful


def standings(
    tables: Tables, workshop: str, some: Sequence[Row] | None = None
) -> dict[str, rules.Standing]:
    """Where everybody in a workshop stands, or `some` of its people: person id to Standing."""
    held = _countable(tables, workshop)
    if some is None:
        some = people.people(tables, workshop)
        states = attendance.states(tables, workshop)
    else:
        states = attendance.states_of(tables, workshop, [row["person"] for row in some])
    return standings_of(tables, workshop, some, held, states)


def standings_of(
    tables: Tables,
    workshop: str,
    everybody: Sequence[Row],
    held: Sequence[str],
    states: Mapping[tuple[str, str], Row],
) -> dict[str, rules.Standing]:
    """What `standings` says, for whoever has people, countable sessions and states at hand."""
    met = met_by(tables, workshop)
    return {
        row["person"]: _standing(
            row,
            [
                states[key]["state"] if (key := (row["person"], session)) in states else None
                for session in held
            ],
            met,
        )
        for row in everybody
    }


def standing(tables: Tables, workshop: str, person: str) -> rules.Standing:
    """Where one person stands. Raises KeyError for somebody who isn't registered."""
    row = people.person(tables, person, workshop)
    if row is None:
        raise KeyError(person)
    mine = attendance.of_person(tables, workshop, row["person"])
    states = [mine.get(session) for session in _countable(tables, workshop)]
    return standing_with(tables, row, states)


def standing_with(tables: Tables, person: Row, states: Sequence[str | None]) -> rules.Standing:
    """Where one person stands, for a page that has their registration and week at hand.

    `states` are those of the countable sessions, None where nothing is recorded.
    """
    return _standing(person, states, met_by(tables, person["workshop"]))


def _countable(tables: Tables, workshop: str) -> list[str]:
    """The sessions that count towards a certificate."""
    return [row["session"] for row in workshops.week(tables, workshop) if row["countable"]]


def _standing(
    row: Row, states: Sequence[str | None], met: set[tuple[str, str, str]]
) -> rules.Standing:
    return rules.standing(
        rules.Record(role=row["role"], states=tuple(states), met=_met_by(row, met))
    )


def met_by(tables: Tables, workshop: str) -> set[tuple[str, str, str]]:
    """The requirements that are met, as (requirement, person or "", team or "").

    By what happened, or because a trainer ticked them. Persons by the id that `people` gives.
    """
    parts = same.parts(tables, workshop)
    who = same.shown(tables, parts)
    ticked = _requirements(tables, parts, who, "met_requirements")
    return ticked | assessments.happened_in(tables, parts, who)


def _requirements(
    tables: Tables, parts: Sequence[str], who: dict[str, str], table: str
) -> set[tuple[str, str, str]]:
    return {
        (row["requirement"], same.stands_for(who, row["person"]), row["team"])
        for part in parts
        for row in tables.rows(f"SELECT * FROM {table} WHERE workshop = ?", (part,))
    }


def _met_by(row: Row, met: set[tuple[str, str, str]]) -> frozenset[str]:
    """The requirements met by one person: their own, and those of the team they are in."""
    return frozenset(
        requirement
        for requirement, person, team in met
        if person == row["person"] or (team and team in row["teams"])
    )


def issued(tables: Tables, workshop: str) -> list[Row]:
    """The certificates of a workshop, with whether each was `revoked` and the `alias` on it.

    "" for somebody whose registration has not arrived here. `person` is as `people` gives it.
    """
    parts = same.parts(tables, workshop)
    who = same.shown(tables, parts)
    rows = tables.rows(
        "SELECT c.*, coalesce(p.alias, '') AS alias, coalesce(p.language, '') AS language"
        " FROM told_certificates c LEFT JOIN people p"
        " ON p.person = c.person AND p.workshop = c.workshop"
        f" WHERE c.workshop IN (SELECT id FROM ({same.PARTS}))"
        " ORDER BY p.compared, c.type, c.stamp",
        {"workshop": workshop},
    )
    return [{**row, "person": same.stands_for(who, row["person"])} for row in rows]


def lost(tables: Tables, workshop: str) -> dict[str, str]:
    """The printed certificates that are certainly not earned any more: code to why (`rules.lost`).

    Of somebody who isn't registered on this copy nothing is certain.
    """
    valid = [row for row in issued(tables, workshop) if not row["revoked"]]
    holders = {row["person"] for row in valid}
    known = [row for row in people.people(tables, workshop) if row["person"] in holders]
    return lost_of(tables, workshop, valid, known, standings(tables, workshop, known))


def lost_of(
    tables: Tables,
    workshop: str,
    valid: Sequence[Row],
    everybody: Sequence[Row],
    found: Mapping[str, rules.Standing],
) -> dict[str, str]:
    """What `lost` says of the certificates in `valid`, for whoever has people and standings."""
    if not valid:
        return {}
    withdrawn, known = _withdrawn(tables, workshop), {row["person"]: row for row in everybody}
    whys = {
        row["certificate"]: rules.lost(
            row["type"], person["role"], found[row["person"]], _met_by(person, withdrawn)
        )
        for row in valid
        if (person := known.get(row["person"]))
    }
    return {certificate: why for certificate, why in whys.items() if why}


def _withdrawn(tables: Tables, workshop: str) -> set[tuple[str, str, str]]:
    """The requirements that were met once and aren't now, as `met_by` has them."""
    parts = same.parts(tables, workshop)
    every = _requirements(tables, parts, same.shown(tables, parts), "requirements")
    return every - met_by(tables, workshop)


def of_person(tables: Tables, workshop: str, person: str) -> list[Row]:
    """A person's own certificates of a workshop that were not revoked: code, type, title, month."""
    return tables.rows(
        "SELECT certificate, type, title, month FROM told_certificates"
        f" WHERE person IN (SELECT id FROM ({same.IDS}))"
        f" AND workshop IN (SELECT id FROM ({same.PARTS}))"
        " AND NOT revoked ORDER BY type, title, stamp",
        {"person": person, "workshop": workshop},
    )


def check(tables: Tables, code: str) -> Row | None:
    """What may be said of a code: type, title, month, `revoked`, `lost`. Never whose it is.

    `lost`: by what this copy knows, the record has changed since and doesn't bear it out any more.
    None where this copy has never heard of it, which is not the same as not valid elsewhere. Where
    several claim a code, it is the first's; a device whose clock isn't believed comes last.
    """
    row = tables.row(
        "SELECT certificate, type, title, month, workshop, person, revoked"
        f" FROM told_certificates c WHERE certificate = ? ORDER BY {doubtful('c')}, stamp, entry",
        (code,),
    )
    if row is None:
        return None
    told = {name: row[name] for name in ("type", "title", "month", "revoked")}
    return {**told, "lost": bool(_lost_one(tables, row))}


def _lost_one(tables: Tables, row: Row) -> dict[str, str]:
    """As `lost`, of one certificate and one person: strangers ask this, as often as they like."""
    workshop = row["workshop"]
    person = people.person(tables, row["person"], workshop)
    if person is None or row["revoked"]:
        return {}
    valid = [{**row, "person": person["person"]}]
    return lost_of(tables, workshop, valid, [person], standings(tables, workshop, [person]))
