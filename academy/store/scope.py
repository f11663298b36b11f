"""Which entries another device may read."""

from sync.entries import Entry


class Scope:
    """What a device may read: entries that name one of its workshops, and those that name none but
    ids of people. Organisations' names are for the central copy alone, and which workshops are one
    for whoever takes part in them: who knows a workshop's id can say that it takes part.

    `scope` tells the sync floor when an answer could have changed (`sync.scope`).
    """

    def __init__(self, own: frozenset[str]) -> None:
        self.scope = own
        self._named = tuple(f'"workshop":"{workshop}"' for workshop in own)
        self._linked = tuple(f'"{side}":"{workshop}"' for workshop in own for side in "ab")

    def __call__(self, entry: Entry) -> bool:
        """Whether it may."""
        body = entry.body or ""
        if '"workshop":"' in body:
            return any(named in body for named in self._named)
        if entry.kind == "workshop.linked":
            return any(linked in body for linked in self._linked)
        return not entry.kind.startswith("organisation.")
