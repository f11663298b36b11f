"""The kinds themselves, one frozen record each. What they share stands in the package's page."""

from typing import ClassVar

from msgspec import Struct

from academy import rules
from academy.events.types import (
    Alias,
    At,
    Cells,
    Certificate,
    Code,
    Country,
    CountryOrNone,
    Courses,
    Day,
    Device,
    Half,
    Id,
    IdOrNone,
    LanguageOrNone,
    Languages,
    Level,
    Month,
    Organisation,
    Pieces,
    Places,
    Reason,
    Replaced,
    Requirement,
    Role,
    Score,
    Slug,
    State,
    Team,
    Title,
    TitleOrNone,
    Way,
    ZoneOrNone,
)


class Event(Struct, frozen=True, gc=False):
    """Anything that happened. `kind` is the word the log files it under."""

    kind: ClassVar[str] = ""

    def agrees(self) -> bool:
        """Whether the values go together, where each alone is what its type says."""
        return True


class WorkshopPlanned(Event, frozen=True):
    """A workshop, with a neutral title. `level` is regional, national or academy.

    `zone` is that of the place, by its name in the IANA database; "" is each laptop's own.
    """

    kind = "workshop.planned"
    workshop: Id
    title: Title
    level: Level
    country: Country
    starts: Day
    ends: Day
    languages: Languages
    courses: Courses
    at: At
    zone: ZoneOrNone = ""

    def agrees(self) -> bool:
        """Whether it ends no sooner than it starts."""
        return self.starts <= self.ends


class WorkshopRevised(WorkshopPlanned, frozen=True):
    """The same workshop, as it is planned now, in the place of the entries in `replaces`."""

    kind = "workshop.revised"
    replaces: Replaced = ()


class WorkshopAssigned(Event, frozen=True):
    """Another laptop takes part in the workshop, and may read what is recorded in it."""

    kind = "workshop.assigned"
    workshop: Id
    device: Device
    at: At


class SessionPlanned(Event, frozen=True):
    """A half-day (`half`: am, pm or eve). Only a countable one counts towards certificates.

    `teaches` are the lessons and activities it is made of. Without a title, theirs are its title,
    in each reader's language. Entries older than this field teach nothing.
    """

    kind = "session.planned"
    session: Id
    workshop: Id
    title: TitleOrNone
    day: Day
    half: Half
    countable: bool
    at: At
    teaches: Pieces = ()


class SessionRevised(SessionPlanned, frozen=True):
    """The same session, as it is planned now, in the place of the entries in `replaces`."""

    kind = "session.revised"
    replaces: Replaced = ()


class SessionCancelled(Event, frozen=True):
    """The session didn't take place for anybody; it leaves every count."""

    kind = "session.cancelled"
    session: Id
    workshop: Id
    reason: Reason
    at: At


class PersonRegistered(Event, frozen=True):
    """A person takes part in a workshop, under an alias. No legal name exists anywhere."""

    kind = "person.registered"
    person: Id
    workshop: Id
    alias: Alias
    organisation: Organisation
    country: CountryOrNone
    language: LanguageOrNone
    team: Team
    role: Role
    at: At


class PersonRevised(PersonRegistered, frozen=True):
    """The same registration, as it is known now, in the place of the entries in `replaces`."""

    kind = "person.revised"
    replaces: Replaced = ()


class PersonWithdrawn(Event, frozen=True):
    """The registration was a mistake, or nobody's: it leaves every count, marks and all.

    One entry for each person, so that erasing one leaves the others withdrawn. Who was withdrawn
    wrongly registers again.
    """

    kind = "person.withdrawn"
    person: Id
    workshop: Id
    at: At


class AttendanceMarked(Event, frozen=True):
    """A person's state in a session. `way` is how it was taken: code, grid or sheet."""

    kind = "attendance.marked"
    workshop: Id
    session: Id
    person: Id
    state: State
    way: Way
    at: At


class AttendanceCorrected(Event, frozen=True):
    """A state that takes the place of the marks in `replaces`, which stay visible."""

    kind = "attendance.corrected"
    workshop: Id
    session: Id
    person: Id
    state: State
    reason: Reason
    replaces: Replaced
    at: At


class LessonFinished(Event, frozen=True):
    """A person said that a lesson is done."""

    kind = "lesson.finished"
    workshop: Id
    person: Id
    course: Slug
    lesson: Slug
    at: At


class QuizAnswered(Event, frozen=True):
    """One try at a lesson's quiz: how many were right, never which."""

    kind = "quiz.answered"
    workshop: Id
    person: Id
    course: Slug
    lesson: Slug
    attempt: Id
    correct: Score
    of: Score
    at: At

    def agrees(self) -> bool:
        """Whether no more were right than there were."""
        return self.correct <= self.of


class RequirementMet(Event, frozen=True):
    """A requirement of completion is met: by one person, or by a whole team (`team`)."""

    kind = "requirement.met"
    workshop: Id
    requirement: Requirement
    person: IdOrNone
    team: Team
    at: At

    def agrees(self) -> bool:
        """Whether it is of whom its rule says: of a team, or of one person."""
        by_team = self.requirement in rules.TEAM_REQUIREMENTS
        return by_team == bool(self.team) and by_team != bool(self.person)


class RequirementWithdrawn(Event, frozen=True):
    """The entries in `replaces` no longer hold."""

    kind = "requirement.withdrawn"
    workshop: Id
    replaces: Replaced
    at: At


class PlanHandedIn(Event, frozen=True):
    """A team hands in a worksheet: what stands in its cells, and who pressed.

    It names that one person so that forgetting them takes it back; what others typed on a laptop
    stays there, and can be handed in again. `plan` is the same each time: the latest holds.
    """

    kind = "plan.handed_in"
    plan: Id
    workshop: Id
    person: Id
    team: Team
    course: Slug
    worksheet: Slug
    places: Places
    texts: Cells
    at: At

    def agrees(self) -> bool:
        """Whether every text has its place, no two the same, and it is a team's."""
        same = len(self.places) == len(self.texts) == len(set(self.places))
        return same and bool(self.team)


class CertificateIssued(Event, frozen=True):
    """A certificate was printed. The name on it was typed at the press and is kept nowhere."""

    kind = "certificate.issued"
    certificate: Code
    workshop: Id
    person: Id
    type: Certificate
    title: Title
    month: Month
    at: At


class CertificateRevoked(Event, frozen=True):
    """The certificate's code no longer checks as valid."""

    kind = "certificate.revoked"
    certificate: Code
    workshop: Id
    at: At


class SubjectErased(Event, frozen=True):
    """Everything about this id is gone, here and on every copy it reaches.

    The log writes this kind itself (`Log.erase`), because it must drop the bodies in the same
    breath; it stands here so that the projections can read it.
    """

    kind = "subject.erased"
    subject: Id
