"""The kinds that say who is who: which ids, workshops and names are one, and which are not."""

from academy.events.kinds import Event
from academy.events.types import At, Id, OrganisationKey, Replaced


class PersonLinked(Event, frozen=True):
    """Two ids are one person. `link` names this decision, so that it can be undone."""

    kind = "person.linked"
    link: Id
    a: Id
    b: Id
    at: At

    def agrees(self) -> bool:
        """Whether they are two, the lesser first."""
        return self.a < self.b


class PersonUnlinked(Event, frozen=True):
    """The decision `link` no longer holds."""

    kind = "person.unlinked"
    link: Id
    at: At


class PersonDistinct(Event, frozen=True):
    """Two ids are two people, whatever else is linked: a veto, taken back by its entry's id."""

    kind = "person.distinct"
    a: Id
    b: Id
    at: At

    def agrees(self) -> bool:
        """Whether they are two, the lesser first."""
        return self.a < self.b


class DistinctWithdrawn(Event, frozen=True):
    """The two may be one person after all: the vetoes in `replaces` no longer hold."""

    kind = "distinct.withdrawn"
    a: Id
    b: Id
    replaces: Replaced
    at: At

    def agrees(self) -> bool:
        """Whether they are two, the lesser first."""
        return self.a < self.b


class WorkshopLinked(PersonLinked, frozen=True):
    """One workshop was planned twice: said as of persons. The plan of the least id holds."""

    kind = "workshop.linked"


class WorkshopUnlinked(PersonUnlinked, frozen=True):
    """The decision `link` no longer holds."""

    kind = "workshop.unlinked"


class OrganisationLinked(Event, frozen=True):
    """Two spellings are one organisation. `a` and `b` are the names as they are compared."""

    kind = "organisation.linked"
    link: Id
    a: OrganisationKey
    b: OrganisationKey
    at: At

    def agrees(self) -> bool:
        """Whether they are two, the lesser first."""
        return self.a < self.b


class OrganisationUnlinked(Event, frozen=True):
    """The decision `link` no longer holds."""

    kind = "organisation.unlinked"
    link: Id
    at: At
