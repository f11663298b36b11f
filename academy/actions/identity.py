"""Who is whom: two ids one person, two spellings one organisation, and taking it back.

Only links are recorded; no row is rewritten, so every merge can be undone.
"""

from academy import events, rules
from academy.actions.common import fresh, minute
from academy.errors import AcademyError
from academy.projections import Tables
from academy.store import Store


def link_people(store: Store, a: str, b: str) -> str:
    """Say that two ids are one person; return the link's id, by which `unlink` undoes it.

    Raises AcademyError: "link_itself", "person_unknown", "kept_apart" where somebody said no.
    """
    link, at = fresh(), minute(store)
    one, other = _pair(a, b)

    def decide(tables: Tables) -> list[events.Event]:
        for person in (one, other):
            if not tables.value("SELECT 1 FROM people WHERE person = ?", (person,)):
                raise AcademyError("person_unknown")
        if tables.value("SELECT 1 FROM distinct_people WHERE a = ? AND b = ?", (one, other)):
            raise AcademyError("kept_apart")
        return [events.PersonLinked(link=link, a=one, b=other, at=at)]

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
    """Say that two spellings are one organisation; return the link's id."""
    link, at = fresh(), minute(store)
    one, other = _pair(rules.organisation(a), rules.organisation(b))
    store.record(lambda _t: [events.OrganisationLinked(link=link, a=one, b=other, at=at)])
    return link


def unlink(store: Store, link: str) -> None:
    """Undo a link of people or of organisations. Raises AcademyError("link_unknown")."""
    at = minute(store)

    def decide(tables: Tables) -> list[events.Event]:
        if tables.value("SELECT 1 FROM unlinked WHERE link = ?", (link,)):
            return []
        if tables.value("SELECT 1 FROM links WHERE link = ?", (link,)):
            return [events.PersonUnlinked(link=link, at=at)]
        if tables.value("SELECT 1 FROM organisation_links WHERE link = ?", (link,)):
            return [events.OrganisationUnlinked(link=link, at=at)]
        raise AcademyError("link_unknown")

    store.record(decide)


def _pair(a: str, b: str) -> tuple[str, str]:
    if a == b or not a or not b:
        raise AcademyError("link_itself")
    return min(a, b), max(a, b)
