"""Finding somebody among all who are registered, by whatever is known of them."""

from typing import Final

from academy.projections import Row, Tables, people, workshops
from academy.text import places, plain

MOST: Final = 60
"""As many as are shown, and as one press decides about."""

FOUND_IN: Final = ("alias", "organisation", "team", "title")


def find(tables: Tables, text: str) -> list[Row]:
    """The persons of whom every word of `text` is found: in an alias, organisation, team, country
    or workshop of any of their registrations. One more than `MOST` where there are more.

    As rows of `proposals`: a person by the first registration that was found.
    """
    words = _words(text)
    if not words:
        return []
    found: dict[str, Row] = {}
    for row in tables.rows(
        "SELECT p.*, coalesce(s.canonical, p.person) AS canonical, w.title, w.starts FROM people p"
        " LEFT JOIN same_people s ON s.person = p.person"
        " LEFT JOIN workshops w ON w.workshop = p.workshop ORDER BY p.compared, p.person"
    ):
        if row["canonical"] in found:
            found[row["canonical"]]["registered"] += 1
        elif len(found) <= MOST and _has(row, words):
            found[row["canonical"]] = _person(row)
    return list(found.values())


def known(tables: Tables, person: str) -> list[Row]:
    """The registrations of whoever this canonical id stands for, as `find` gives them; none where
    it stands for nobody, or not for itself any more.
    """
    rows = people.registrations_of(tables, person)
    return [_person(row) for row in rows if row["canonical"] == person]


def _person(row: Row) -> Row:
    return {**row, "registration": row["person"], "person": row["canonical"], "registered": 1}


def find_workshops(tables: Tables, text: str) -> list[Row]:
    """The workshops of which every word is found: in the title, the country or the dates."""
    words = _words(text)
    rows = workshops.all_workshops(tables) if words else []
    return [row for row in rows if _has(row, words)][:MOST]


def _words(text: str) -> list[tuple[str, str]]:
    """Each word in plain letters, with the code of the country it names, if it names one."""
    if not text.strip():
        return []  # what countries are called is looked up for whoever looks for somebody
    whole = places.country(text) or ""
    if whole:
        return [(plain.plain(text), whole)]
    return [(plain.plain(word), places.country(word) or "") for word in text.split()]


def _has(row: Row, words: list[tuple[str, str]]) -> bool:
    told = "".join(plain.plain(str(row.get(name) or "")) for name in FOUND_IN).replace(" ", "")
    dates = f"{row['starts'] or ''} {row.get('ends') or ''}"
    return all(
        (code and code == row["country"])
        or (word and (word.replace(" ", "") in told or word in plain.plain(dates)))
        for word, code in words
    )
