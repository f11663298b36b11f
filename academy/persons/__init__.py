"""Who is who: which registrations may be one person, which plans one workshop, what was decided.

The program only proposes; people who know them decide, and every decision can be taken back.
`plain` writes two names so that they can be compared, `alike` says how near two registrations are
and why, `proposals` looks through all of them, `twice` counts them for a report, `finding`
searches, `decided` lists the decisions.

What follows from the decisions is folded (`projections.same`): every question there already speaks
of persons, so nothing has to pass through here to count right.
"""

from academy.persons.decided import apart, how_many, joined, workshop_links
from academy.persons.finding import find, find_workshops, known
from academy.persons.proposals import Group, proposals, waiting, workshops_alike
from academy.persons.twice import doubles

__all__ = [
    "Group",
    "apart",
    "doubles",
    "find",
    "find_workshops",
    "how_many",
    "joined",
    "known",
    "proposals",
    "waiting",
    "workshop_links",
    "workshops_alike",
]
