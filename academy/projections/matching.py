"""The sessions of a workshop that was planned twice, put together."""

from collections.abc import Sequence

from academy import rules
from academy.projections.tables import Row


def matched(planned: Sequence[Row]) -> list[Row]:
    """The sessions of several plans of one workshop, matched: by half-day, there by what they
    are called, else in their order.

    Each has its plan's (workshop, session) in `twins`, and those of the plan that holds come first.
    A matched session is the first one, with the twins of all.
    """
    found: dict[tuple[str, str], list[Row]] = {}
    plans = dict.fromkeys(row["workshop"] for row in planned)
    for plan in plans:
        apart: dict[tuple[str, str], list[Row]] = {}
        for row in planned:
            if row["workshop"] == plan:
                apart.setdefault((row["day"], row["half"]), []).append(row)
        for half_day, rows in apart.items():
            found[half_day] = _joined(found.get(half_day, []), rows)
    return [row for rows in found.values() for row in rows]


def _joined(known: Sequence[Row], more: Sequence[Row]) -> list[Row]:
    """The sessions of one half-day, and those of a further plan for it."""
    with_it: dict[int, Row] = {}
    left = list(more)
    for alike in (True, False):
        for place, one in enumerate(known):
            match = next(
                (r for r in left if not alike or _called(r) == _called(one)), None,
            ) if place not in with_it else None  # fmt: skip
            if match is not None:
                with_it[place] = match
                left.remove(match)
    return [
        {**one, "twins": (*one["twins"], *with_it[place]["twins"])} if place in with_it else one
        for place, one in enumerate(known)
    ] + left


def _called(row: Row) -> tuple[str, list[str]]:
    """A title as two are compared, and what is taught, from which a title may come."""
    return rules.organisation(row["title"]), row["teaches"]
