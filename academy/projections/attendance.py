"""Questions about who was there. A row stands for a person, whatever the registrations."""

import json
from collections.abc import Collection, Iterable, Mapping

from academy import rules
from academy.projections import cells, people, same, schema, workshops
from academy.projections.numbers import number
from academy.projections.tables import Row, Tables


def states(tables: Tables, workshop: str) -> dict[tuple[str, str], Row]:
    """What holds for now in a workshop: (person, session) to a row with `state`, `conflict`.

    By the ids that `people` and `week` give, and by those of a session's twins in another plan. A
    pair that isn't there is not recorded, which is not absent.
    """
    parts = same.parts(tables, workshop)
    return _gathered(tables, parts, workshops.twins(tables, parts), same.shown(tables, parts))


def states_of(tables: Tables, workshop: str, persons: list[str]) -> dict[tuple[str, str], Row]:
    """What `states` says, of some people: a page of them, by the ids that `people` gives."""
    parts = same.parts(tables, workshop)
    who, asked = same.shown(tables, parts), set(persons)
    ids = asked | {one for one, shown in who.items() if shown in asked}
    return _gathered(tables, parts, workshops.twins(tables, parts), who, ids)


def of_person(tables: Tables, workshop: str, person: str) -> dict[str, str]:
    """What holds for now for one person in a workshop: session to state."""
    parts, ids = same.parts(tables, workshop), same.ids_of(tables, person)
    twins = workshops.twins(tables, parts)
    found = _gathered(tables, parts, twins, dict.fromkeys(ids, person), ids)
    return {session: row["state"] for (_person, session), row in found.items()}


def _gathered(
    tables: Tables,
    parts: Iterable[str],
    twins: dict[tuple[str, str], str],
    who: dict[str, str],
    ids: Collection[str] | None = None,
) -> dict[tuple[str, str], Row]:
    """The states of all parts of a workshop put together, of everybody or of some `ids`."""
    found: dict[tuple[str, str], Row] = {}
    for part in parts:
        if ids is None:
            held = cells.of_workshop(tables, part)
        else:
            held = cells.of_people(tables, part, ids)
        for row in held:
            session = str(twins.get((part, row["session"]), row["session"]))
            _add(found, (same.stands_for(who, row["person"]), session), row)
    return _under_twins(found, twins)


def _under_twins(
    found: dict[tuple[str, str], Row], twins: dict[tuple[str, str], str]
) -> dict[tuple[str, str], Row]:
    """The states of the week's sessions, under the ids of their twins too."""
    others: dict[str, list[str]] = {}
    for (_workshop, twin), session in twins.items():
        others.setdefault(session, []).append(twin)
    more = {
        (person, twin): row
        for (person, session), row in found.items()
        for twin in others.get(session, ())
    }
    return found | more


def _add(found: dict[tuple[str, str], Row], at: tuple[str, str], row: Row) -> None:
    """One more state of a person in a session: the best holds, and two that differ disagree."""
    one = {**row, "person": at[0], "session": at[1]}
    if (other := found.get(at)) is not None:
        both = (one["state"], other["state"])
        one["state"] = rules.state_of(both)
        one["conflict"] = int(one["conflict"] or other["conflict"] or rules.in_conflict(both))
    found[at] = one


def here(tables: Tables, session: str, workshop: str) -> tuple[int, int, int]:
    """Of a session's participants: how many are here, how many in all, how many not recorded."""
    if same.is_plain(tables, workshop):
        return _counted(tables, session, workshop)
    held = session_states(tables, session)
    expected = [
        row["person"] for row in people.people(tables, workshop) if row["role"] == "participant"
    ]
    present = sum(held.get(one) in rules.COUNTED for one in expected)
    return present, len(expected), sum(one not in held for one in expected)


def _counted(tables: Tables, session: str, workshop: str) -> tuple[int, int, int]:
    """What `here` says where each row is a person, without making a row of each."""
    asked = {"session": session, "workshop": workshop}
    sql = (
        f"SELECT g.state, count(*) AS people FROM ({cells.OF_SESSION}) g CROSS JOIN people p"
        " ON p.person = g.person AND p.workshop = :workshop AND p.role = 'participant'"
        " GROUP BY g.state"
    )
    held = {row["state"]: row["people"] for row in tables.rows(sql, asked)}
    expected = tables.value(
        "SELECT count(*) FROM people WHERE workshop = :workshop AND role = 'participant'", asked
    )
    present = sum(held.get(state, 0) for state in rules.COUNTED)
    return present, expected, expected - sum(held.values())


def session_states(tables: Tables, session: str) -> dict[str, str]:
    """What holds for now in one session: person to state."""
    return {person: row["state"] for person, row in in_session(tables, session).items()}


def in_session(tables: Tables, session: str) -> dict[str, Row]:
    """What holds for now in one session: person to a row with `state`, `conflict`."""
    found: dict[tuple[str, str], Row] = {}
    twins = workshops.twins_of(tables, session)
    who = same.shown(tables, [workshop for workshop, _session in twins])
    for workshop, twin in twins:
        for row in cells.of_session(tables, workshop, twin):
            _add(found, (same.stands_for(who, row["person"]), session), row)
    return {person: row for (person, _session), row in found.items()}


def trail(tables: Tables, session: str, person: str) -> list[Row]:
    """Every mark ever made for a person in a session, first to last; `standing` says which hold."""
    ids = same.ids_of(tables, person)
    found = [
        row
        for workshop, twin in workshops.twins_of(tables, session)
        for row in tables.rows(
            "SELECT m.*, lower(hex(m.entry)) AS entry,"
            f" NOT {schema.REPLACED_MARK} AS standing FROM marks m"
            f" WHERE session = ? AND workshop = ? AND person IN ({', '.join('?' * len(ids))})",
            (twin, workshop, *ids),
        )
    ]
    return sorted(found, key=lambda row: (row["clock"], row["device"], row["entry"]))


def conflicts(tables: Tables, workshop: str | None = None) -> list[Row]:
    """Where marks that nobody replaced disagree, in one workshop or in all: a person decides each.

    Two registrations of one person may disagree as two laptops may.
    """
    if workshop is None:
        among = _linked_among(tables)
        found = [row for one in among for row in _conflicts(tables, one)]
        found += [row for row in _disagreements(tables) if row["workshop"] not in among]
    elif same.is_plain(tables, workshop):
        found = _disagreements(tables, workshop)
    else:
        found = _conflicts(tables, workshop)
    half = rules.HALVES.index
    return sorted(found, key=lambda r: (r["day"], half(r["half"]), r["alias"], r["person"]))


def _linked_among(tables: Tables) -> list[str]:
    """The workshops in which marks of ids that are one may disagree: people or workshops in it were
    found to be one.
    """
    rows = tables.rows(
        "SELECT d.workshop FROM differing d WHERE EXISTS"
        " (SELECT 1 FROM same_people s WHERE s.person = d.person)"
        " UNION SELECT workshop FROM same_workshops"
        " UNION SELECT p.workshop FROM same_people s"
        f" CROSS JOIN people p ON p.number = {number('s.person')}"
        " GROUP BY p.workshop, s.canonical HAVING count(*) > 1"
    )
    found = dict.fromkeys(same.parts(tables, row["workshop"])[0] for row in rows)
    return list(dict.fromkeys(part for one in found for part in same.parts(tables, one)))


def _disagreements(tables: Tables, workshop: str | None = None) -> list[Row]:
    """What `_conflicts` gives where each row is a person, without looking at any other mark."""
    of = "d.workshop = :workshop" if workshop else "TRUE"
    rows = tables.rows(
        "SELECT d.workshop, d.session, d.person, d.state, 1 AS conflict, p.alias, p.team,"
        " s.title AS session_title, s.teaches, s.day, s.half FROM disagreements d"
        " CROSS JOIN people p ON p.person = d.person AND p.workshop = d.workshop"
        " CROSS JOIN planned_sessions s ON s.session = d.session AND s.workshop = d.workshop"
        f" WHERE {of}",
        {"workshop": workshop},
    )
    return [{**row, "teaches": json.loads(row["teaches"])} for row in rows]


def _conflicts(tables: Tables, workshop: str) -> list[Row]:
    parts = same.parts(tables, workshop)
    whole = len(parts) > 1  # then twins of a session may disagree, whoever they are of
    held = (
        states(tables, workshop) if whole
        else states_of(tables, workshop, _may_disagree(tables, workshop))
    )  # fmt: skip
    if not any(row["conflict"] for row in held.values()):
        return []
    return disagreeing(held, people.people(tables, workshop), workshops.week(tables, workshop))


def _may_disagree(tables: Tables, workshop: str) -> list[str]:
    """The only people of a workshop planned once whose marks may disagree: those whose own do, and
    those who may be registered twice.
    """
    who = same.shown(tables, [workshop])
    differ = tables.connection.execute(
        "SELECT DISTINCT person FROM differing WHERE workshop = ?", (workshop,)
    )
    return sorted({same.stands_for(who, one) for (one,) in differ}.union(who.values()))


def disagreeing(
    held: Mapping[tuple[str, str], Row], everybody: Iterable[Row], week: Iterable[Row]
) -> list[Row]:
    """The states of a workshop to decide, each with its person and session: of people who are
    registered, in sessions that were not cancelled.
    """
    planned = {row["session"]: row for row in week}
    who = {row["person"]: row for row in everybody}
    return [
        {**row, "alias": who[person]["alias"], "team": who[person]["team"],
         "session_title": planned[session]["title"], "teaches": planned[session]["teaches"],
         "day": planned[session]["day"],
         "half": planned[session]["half"]}
        for (person, session), row in held.items()
        if row["conflict"] and person in who and session in planned
    ]  # fmt: skip
