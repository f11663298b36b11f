"""Who from the community has read a text, and when: a role and a day, never a name.

    reviewed: {by: community-trainer, on: 2026-11-30}
    edited: 2026-11-26

`edited` is the day on which somebody who did not write the text last read all of it, with the
sensitivity guide in hand. That is no reading by the community, and the text stays a draft.

A pack is passed from hand to hand, and a name in it would say who belongs to whom. So `by` is one
of a few roles. What looks like a name can't be told from a word for sure; a closed list can.
"""

from dataclasses import dataclass
from typing import Final

from academy.courses import facts as facts_
from academy.courses.facts import Facts

KEY: Final = "reviewed"
EDITED: Final = "edited"
KEYS: Final = (KEY, EDITED)
ROLES: Final = (
    "community-member",
    "community-trainer",
    "community-translator",
    "community-editor",
)
"""All of them are members of the community who speak the language of the text."""
HOW: Final = f"write “{KEY}: {{by: role, on: day}}”; the roles are {', '.join(ROLES)}"


@dataclass(frozen=True)
class Review:
    """A reading by a community speaker."""

    by: str
    """One of `ROLES`."""
    on: str
    """The day, `YYYY-MM-DD`."""


def read(facts: Facts) -> Review | None:
    """Return who has read the text; None for a draft, and where it is said wrongly.

    A bare `true` names nobody, so it is a draft too; `check` asks for the rest.
    """
    value = facts.values.get(KEY)
    if value is None or isinstance(value, bool):
        return None
    # YAML reads the word `on` as true, and a day without quotes as a date.
    said = {("on" if key is True else key): one for key, one in _pairs(value)}
    if set(said) != {"by", "on"}:
        facts.complain(KEY, f"It is not said by whom and when this was read: {HOW}.")
        return None
    if said["by"] not in ROLES:
        facts.complain(KEY, f"“by” is a role and never a name: {HOW}.")
        return None
    day = facts_.day(said["on"])
    if day is None:
        facts.complain(KEY, "“on” must be a day such as 2026-11-30.")
        return None
    return Review(str(said["by"]), day)


def edited(facts: Facts) -> str:
    """Return the day of an editor's reading; "" where there was none, or it is said wrongly."""
    value = facts.values.get(EDITED)
    if value is None:
        return ""
    found = facts_.day(value)
    if found is None:
        facts.complain(EDITED, "“edited” must be a day such as 2026-11-30.")
    return found or ""


def is_bare(facts: Facts) -> bool:
    """Whether it says that somebody has read the text, and not in what role and when."""
    return facts.values.get(KEY) is True


def _pairs(value: object) -> list[tuple[object, object]]:
    return list(value.items()) if isinstance(value, dict) else []
