"""What another device may have this copy forget."""

from typing import Final

UNKNOWN: Final = "unknown"
NO_PERSON: Final = "no_person"
ELSEWHERE: Final = "elsewhere"
MANY: Final = "many"
"""Why an erasure waits. For the first and the third, what comes later may end it."""

MOST_ERASED: Final = 5
"""So many people may one device have erased in a day without an organiser's word. A trainer who is
asked to forget somebody is asked by one or two; a whole room at once is a mistake or an attack, and
what is erased can't be brought back."""


def may_erase(*, known: bool, only_a_person: bool, takes_part: bool) -> str | None:
    """Why an erasure that another device wrote must wait; None where it may be carried out.

    `known`: the id is somebody here. `only_a_person`: it stands for nothing else, as far as this
    copy knows. `takes_part`: the device takes part in a workshop in which that person is named.
    """
    if not only_a_person:
        return NO_PERSON
    if not known:
        return UNKNOWN
    return None if takes_part else ELSEWHERE


def too_many(erased: int) -> bool:
    """Whether so many erasures of one device in a day wait for an organiser."""
    return erased > MOST_ERASED
