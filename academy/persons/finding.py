"""Finding somebody among all who are registered, by whatever is known of them.

Letters are made plain where there are few: of the organisations, teams and workshops there are, and
of each alias when it is folded. Then the database goes through the registrations by itself.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

from academy.persons.proposals import ALL_THEIRS
from academy.projections import Row, Tables, people
from academy.text import places, plain

MOST: Final = 60
"""As many as are shown, and as one press decides about."""

Word = tuple[str, str]
"""A word in plain letters, and the code of the country it names, if it names one."""

Told = Sequence[tuple[str, Sequence[str]]]

_FOUND: Final = """SELECT p.*, coalesce(s.canonical, p.person) AS canonical, w.title, w.starts
    FROM (SELECT * FROM people WHERE {} ORDER BY compared, person, workshop LIMIT :most) p
    LEFT JOIN same_people s ON s.person = p.person LEFT JOIN workshops w USING (workshop)
    ORDER BY p.compared, p.person, p.workshop"""
# The alias in plain letters, as it is folded. The script that stands before it is in capitals.
_ALIAS: Final = "instr(spelt, :{}) > 0"
_TOLD: Final = {
    "organisation_key": "SELECT DISTINCT organisation_key AS value, organisation_key FROM people",
    "team": "SELECT DISTINCT team AS value, team FROM people",
    "workshop": "SELECT workshop AS value, title, starts FROM workshops",
}
"""What else a registration is found by: each value there is, and what is read of it."""


def find(tables: Tables, text: str) -> list[Row]:
    """The persons of whom every word of `text` is found: in an alias, organisation, team, country
    or workshop of any of their registrations. One more than `MOST` where there are more.

    As rows of `proposals`: a person by the first registration that was found.
    """
    words = _words(text)
    if not words:
        return []
    condition, asked = _condition(tables, words)
    most = MOST
    while True:  # several registrations may be of one person
        most *= 4
        rows = tables.rows(_FOUND.format(condition), {**asked, "most": most})
        found = {row["canonical"]: row for row in reversed(rows)}
        if len(found) > MOST or len(rows) < most:
            break
    first = [row for row in rows if found[row["canonical"]] is row][: MOST + 1]
    times = _times(tables, [row["canonical"] for row in first])
    return [{**_person(row), "registered": times[row["canonical"]]} for row in first]


def _condition(tables: Tables, words: list[Word]) -> tuple[str, dict[str, str]]:
    """SQL: whether a registration is found by every word; and what it asks with."""
    told = {column: _told(tables, sql) for column, sql in _TOLD.items()}
    asked: dict[str, str] = {}

    def given(value: str) -> str:
        return asked.setdefault(value, f"a{len(asked)}")

    conditions = [" OR ".join(_by(word, told, given)) or "FALSE" for word in words]
    return f"({') AND ('.join(conditions)})", {name: value for value, name in asked.items()}


def _told(tables: Tables, sql: str) -> Told:
    """The values that a column has, each with what it is found by in plain letters."""
    found = tables.connection.execute(sql).fetchall()
    return [(value, [_letters(one) for one in said if one]) for value, *said in found]


def _by(word: Word, told: Mapping[str, Told], given: Callable[[str], str]) -> Iterator[str]:
    """SQL: the ways in which a registration is found by one word."""
    letters, country = _letters(word[0]), word[1]
    if country:
        yield f"country = :{given(country)}"
    if not letters:
        return
    yield _ALIAS.format(given(letters))
    for column, values in told.items():
        some = [value for value, said in values if any(letters in one for one in said)]
        if some:
            yield f"{column} IN (SELECT value FROM json_each(:{given(json.dumps(some))}))"


def _letters(text: str) -> str:
    return plain.plain(text).replace(" ", "")


def _times(tables: Tables, persons: Collection[str]) -> Counter[str]:
    """How often each of these persons is registered."""
    sql = f"SELECT s.canonical FROM {ALL_THEIRS}"
    asked = {"among": json.dumps(list(persons))}
    return Counter(one for (one,) in tables.connection.execute(sql, asked))


def known(tables: Tables, person: str) -> list[Row]:
    """The registrations of whoever this canonical id stands for, as `find` gives them; none where
    it stands for nobody, or not for itself any more.
    """
    rows = people.registrations_of(tables, person)
    return [_person(row) for row in rows if row["canonical"] == person]


def _person(row: Row) -> Row:
    return {**row, "registration": row["person"], "person": row["canonical"], "registered": 1}


def find_workshops(rows: Sequence[Row], text: str) -> list[Row]:
    """Of all workshops, those of which every word is found: in the title, country or dates."""
    words = _words(text)
    return [row for row in rows if _has(row, words)][:MOST] if words else []


def _words(text: str) -> list[Word]:
    """The words of what was typed; the whole is one where it names a country."""
    if not text.strip():
        return []  # what countries are called is looked up for whoever looks for somebody
    whole = places.country(text) or ""
    if whole:
        return [(plain.plain(text), whole)]
    return [(plain.plain(word), places.country(word) or "") for word in text.split()]


def _has(row: Row, words: list[Word]) -> bool:
    told, dates = _letters(row["title"]), _letters(f"{row['starts']} {row['ends']}")
    return all(
        (code and code == row["country"])
        or (word and (word.replace(" ", "") in told or word in dates))
        for word, code in words
    )
