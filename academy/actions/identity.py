"""Who is whom: two ids one person, two plans one workshop, two spellings one organisation; and
taking each of it back.

Only links and vetoes are recorded; no row is rewritten, so every decision can be undone.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

from academy import events, rules
from academy.actions import reviewing
from academy.actions.common import fresh, in_parts, minute
from academy.errors import AcademyError
from academy.projections import Tables, people, workshops
from academy.store import Store

_TAKEN_BACK = (
    ("links", events.PersonUnlinked),
    ("workshop_links", events.WorkshopUnlinked),
    ("organisation_links", events.OrganisationUnlinked),
)


def link_people(store: Store, a: str, b: str) -> str:
    """Say that two ids are one person; return the link's id, by which `unlink` undoes it.

    A pair that is linked already keeps the link it has. Raises as `decide_people` does.
    """
    return decide_people(store, one=[[a, b]])[0]


def decide_people(
    store: Store, *, one: Sequence[Sequence[str]] = (), apart: Sequence[Sequence[str]] = ()
) -> list[str]:
    """Say of several groups of ids that each is one person, or that no two in it are; of all
    groups or of none.

    Returns the links' ids; `rejoinable` takes back what was said apart, `undo_review` all of it as
    long as this copy remembers it. Raises AcademyError:
    "link_itself", "person_unknown", "too_many_at_once", "kept_apart" where somebody said of two
    of those that are one, or of two that are one with them, that they are not.
    """
    for ids in (*one, *apart):
        _not_too_many(ids)
    at = minute(store)
    pairs = [_pair(ids[0] if ids else "", other) for ids in one for other in ids[1:] or [""]]
    parted = [pair for ids in apart for pair in _every_pair(ids)]
    links: list[str] = []

    def decide(tables: Tables) -> list[events.Event]:
        for person in {person for ids in one for person in ids}:
            if not people.is_registered(tables, person):
                raise AcademyError("person_unknown")
        if people.would_be_apart(tables, pairs):
            raise AcademyError("kept_apart")
        known = [_live(tables, "live_links", *pair) for pair in pairs]
        links[:] = [found[0] if found else fresh() for found in known]
        linked = [
            events.PersonLinked(link=link, a=a, b=b, at=at)
            for link, (a, b), found in zip(links, pairs, known, strict=True)
            if not found
        ]
        return [*linked, *_vetoed(tables, parted, at)]

    reviewing.note(store, store.record(decide), groups=len(one) + len(apart), at=at)
    return links


def keep_apart(store: Store, *ids: str) -> None:
    """Say that ids are as many people: no two of them are proposed, or counted, as one.

    `rejoinable` takes it back.
    """
    decide_people(store, apart=[ids])


def _every_pair(ids: Sequence[str]) -> list[tuple[str, str]]:
    return [_pair(a, b) for a, b in combinations(dict.fromkeys(ids), 2)] or [_pair("", "")]


def _vetoed(tables: Tables, pairs: Iterable[tuple[str, str]], at: str) -> list[events.Event]:
    return [events.PersonDistinct(a=a, b=b, at=at) for a, b in pairs if not _vetoes(tables, a, b)]


def rejoinable(store: Store, pairs: Iterable[tuple[str, str]]) -> None:
    """Take back that pairs were said to be two people: what links there are hold again."""
    take_back(store, apart=pairs)


def take_back(
    store: Store, *, links: Iterable[str] = (), apart: Iterable[tuple[str, str]] = ()
) -> None:
    """Take back links, and that pairs were said to be two people; all or none.

    Raises AcademyError: "link_unknown", "link_itself".
    """
    undoing, ordered, at = list(links), [_pair(a, b) for a, b in apart], minute(store)

    def decide(tables: Tables) -> list[events.Event]:
        undone = {event.link: event for link in undoing for event in _undone(tables, link, at)}
        return [
            *undone.values(),
            *(
                events.DistinctWithdrawn(a=a, b=b, replaces=replaced, at=at)
                for a, b in ordered
                for replaced in in_parts(_vetoes(tables, a, b))
            ),
        ]

    store.record(decide)


def link_workshops(store: Store, a: str, b: str) -> str:
    """Say that two plans are one workshop; return the link's id, by which `unlink` undoes it.

    The laptops that take part in either may read what is in both from then on. Raises
    AcademyError: "link_itself", "workshop_unknown".
    """
    link, at = fresh(), minute(store)
    one, other = _pair(a, b)

    def decide(tables: Tables) -> list[events.Event]:
        nonlocal link
        for workshop in (one, other):
            if workshops.workshop(tables, workshop) is None:
                raise AcademyError("workshop_unknown")
        known = _live(tables, "live_workshop_links", one, other)
        link = known[0] if known else link
        return [] if known else [events.WorkshopLinked(link=link, a=one, b=other, at=at)]

    store.record(decide)
    return link


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


def unlink(store: Store, *links: str) -> None:
    """Undo links of people, workshops or organisations, and what two laptops said alike of a pair.

    All or none. Raises AcademyError("link_unknown").
    """
    take_back(store, links=links)


def undo_review(store: Store, key: str) -> None:
    """Take back all that still holds of the last review (`reviewing.last_review`).

    Raises AcademyError("changed_since") where it isn't the last any more.
    """
    review = reviewing.last_review(store)
    if review is None or review.key != key:
        raise AcademyError("changed_since")
    take_back(store, links=review.links, apart=review.apart)


def _undone(
    tables: Tables, link: str, at: str
) -> list[events.PersonUnlinked | events.WorkshopUnlinked | events.OrganisationUnlinked]:
    if tables.value("SELECT 1 FROM unlinked WHERE link = ?", (link,)):
        return []
    for table, taken_back in _TAKEN_BACK:
        pair = tables.row(f"SELECT a, b FROM {table} WHERE link = ?", (link,))  # noqa: S608 - a constant
        if pair is not None:
            same = _live(tables, f"live_{table}", pair["a"], pair["b"])
            return [taken_back(link=one, at=at) for one in same]
    raise AcademyError("link_unknown")


def _live(tables: Tables, links: str, a: str, b: str) -> list[str]:
    """The links that hold between two, the same one first whenever asked."""
    sql = f"SELECT link FROM {links} WHERE a = ? AND b = ? ORDER BY link"  # noqa: S608 - a constant
    return [row["link"] for row in tables.rows(sql, (a, b))]


def _vetoes(tables: Tables, a: str, b: str) -> list[str]:
    """The entries by which two are kept apart."""
    sql = "SELECT lower(hex(entry)) AS entry FROM live_distinct WHERE a = ? AND b = ?"
    return [row["entry"] for row in tables.rows(sql, (a, b))]


def _pair(a: str, b: str) -> tuple[str, str]:
    if a == b or not a or not b:
        raise AcademyError("link_itself")
    return min(a, b), max(a, b)


def _not_too_many(ids: Sequence[str]) -> None:
    if len(ids) > rules.MOST_DECIDED:
        raise AcademyError("too_many_at_once", most=rules.MOST_DECIDED)
