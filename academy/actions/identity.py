"""Who is whom: two ids one person, two spellings one organisation, and taking it back.

Only links are recorded; no row is rewritten, so every merge can be undone.
"""

from collections.abc import Sequence

from academy import events, rules
from academy.actions.common import fresh, minute
from academy.errors import AcademyError
from academy.projections import Tables
from academy.store import Store


def link_people(store: Store, a: str, b: str) -> str:
    """Say that two ids are one person; return the link's id, by which `unlink` undoes it.

    A pair that is linked already keeps the link it has. Raises AcademyError: "link_itself",
    "person_unknown", "kept_apart" where somebody said no.
    """
    link, at = fresh(), minute(store)
    one, other = _pair(a, b)

    def decide(tables: Tables) -> list[events.Event]:
        nonlocal link
        for person in (one, other):
            if not tables.value("SELECT 1 FROM people WHERE person = ?", (person,)):
                raise AcademyError("person_unknown")
        if tables.value("SELECT 1 FROM distinct_people WHERE a = ? AND b = ?", (one, other)):
            raise AcademyError("kept_apart")
        known = _live(tables, "live_links", one, other)
        link = known[0] if known else link
        return [] if known else [events.PersonLinked(link=link, a=one, b=other, at=at)]

    store.record(decide)
    return link


def keep_apart(store: Store, a: str, b: str) -> None:
    """Say that two ids are two people: they are never proposed, nor counted, as one again."""
    one, other = _pair(a, b)
    at = minute(store)

    def decide(tables: Tables) -> list[events.Event]:
        if tables.value("SELECT 1 FROM distinct_people WHERE a = ? AND b = ?", (one, other)):
            return []
        return [events.PersonDistinct(a=one, b=other, at=at)]

    store.record(decide)


def link_organisations(store: Store, a: str, b: str) -> str:
    """Say that two spellings are one organisation; return the link's id, as `link_people` does."""
    return join_organisations(store, [a, b])[0]


def join_organisations(store: Store, names: Sequence[str]) -> list[str]:
    """Say that several spellings are one organisation, all or none; return the links' ids."""
    at = minute(store)
    pairs = [_pair(*map(rules.organisation, (names[0], name))) for name in names[1:]]
    links: list[str] = []

    def decide(tables: Tables) -> list[events.Event]:
        links.clear()
        recorded: list[events.Event] = []
        for one, other in pairs:
            known = _live(tables, "live_organisation_links", one, other)
            links.append(known[0] if known else fresh())
            if not known:
                recorded.append(events.OrganisationLinked(link=links[-1], a=one, b=other, at=at))
        return recorded

    store.record(decide)
    return links


def unlink(store: Store, link: str) -> None:
    """Undo a link of people or of organisations, and what two laptops said alike of that pair.

    Raises AcademyError("link_unknown").
    """
    at = minute(store)

    def decide(tables: Tables) -> list[events.Event]:
        if tables.value("SELECT 1 FROM unlinked WHERE link = ?", (link,)):
            return []
        for links, taken_back in (
            ("links", events.PersonUnlinked),
            ("organisation_links", events.OrganisationUnlinked),
        ):
            pair = tables.row(f"SELECT a, b FROM {links} WHERE link = ?", (link,))  # noqa: S608 - a constant
            if pair is not None:
                same = _live(tables, f"live_{links}", pair["a"], pair["b"])
                return [taken_back(link=one, at=at) for one in same]
        raise AcademyError("link_unknown")

    store.record(decide)


def _live(tables: Tables, links: str, a: str, b: str) -> list[str]:
    """The links that hold between two, the same one first whenever asked."""
    sql = f"SELECT link FROM {links} WHERE a = ? AND b = ? ORDER BY link"  # noqa: S608 - a constant
    return [row["link"] for row in tables.rows(sql, (a, b))]


def _pair(a: str, b: str) -> tuple[str, str]:
    if a == b or not a or not b:
        raise AcademyError("link_itself")
    return min(a, b), max(a, b)
