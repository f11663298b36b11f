"""The kinds themselves, one frozen dataclass each. What they share stands in the package's page."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Event:
    """Anything that happened. `kind` is the word the log files it under."""

    kind: ClassVar[str] = ""


@dataclass(frozen=True)
class WorkshopPlanned(Event):
    """A workshop, with a neutral title. `level` is regional, national or academy."""

    kind = "workshop.planned"
    workshop: str
    title: str
    level: str
    country: str
    starts: str
    ends: str
    languages: tuple[str, ...]
    courses: tuple[str, ...]
    at: str


@dataclass(frozen=True)
class WorkshopRevised(WorkshopPlanned):
    """The same workshop, as it is planned now."""

    kind = "workshop.revised"


@dataclass(frozen=True)
class WorkshopAssigned(Event):
    """Another laptop takes part in the workshop, and may read what is recorded in it."""

    kind = "workshop.assigned"
    workshop: str
    device: str
    at: str


@dataclass(frozen=True)
class SessionPlanned(Event):
    """A half-day (`half`: am, pm or eve). Only a countable one counts towards certificates."""

    kind = "session.planned"
    session: str
    workshop: str
    title: str
    day: str
    half: str
    countable: bool
    at: str


@dataclass(frozen=True)
class SessionRevised(SessionPlanned):
    """The same session, as it is planned now."""

    kind = "session.revised"


@dataclass(frozen=True)
class SessionCancelled(Event):
    """The session didn't take place for anybody; it leaves every count."""

    kind = "session.cancelled"
    session: str
    workshop: str
    reason: str
    at: str


@dataclass(frozen=True)
class PersonRegistered(Event):
    """A person takes part in a workshop, under an alias. No legal name exists anywhere."""

    kind = "person.registered"
    person: str
    workshop: str
    alias: str
    organisation: str
    country: str
    language: str
    team: str
    role: str
    at: str


@dataclass(frozen=True)
class PersonRevised(PersonRegistered):
    """The same registration, as it is known now."""

    kind = "person.revised"


@dataclass(frozen=True)
class PersonWithdrawn(Event):
    """The registration was a mistake, or nobody's: it leaves every count, marks and all.

    One entry for each person, so that erasing one leaves the others withdrawn. Who was withdrawn
    wrongly registers again.
    """

    kind = "person.withdrawn"
    person: str
    workshop: str
    at: str


@dataclass(frozen=True)
class AttendanceMarked(Event):
    """A person's state in a session. `way` is how it was taken: code, grid or sheet."""

    kind = "attendance.marked"
    workshop: str
    session: str
    person: str
    state: str
    way: str
    at: str


@dataclass(frozen=True)
class AttendanceCorrected(Event):
    """A state that takes the place of the marks in `replaces`, which stay visible."""

    kind = "attendance.corrected"
    workshop: str
    session: str
    person: str
    state: str
    reason: str
    replaces: tuple[str, ...]
    at: str


@dataclass(frozen=True)
class LessonFinished(Event):
    """A person said that a lesson is done."""

    kind = "lesson.finished"
    workshop: str
    person: str
    course: str
    lesson: str
    at: str


@dataclass(frozen=True)
class QuizAnswered(Event):
    """One try at a lesson's quiz: how many were right, never which."""

    kind = "quiz.answered"
    workshop: str
    person: str
    course: str
    lesson: str
    attempt: str
    correct: int
    of: int
    at: str


@dataclass(frozen=True)
class RequirementMet(Event):
    """A requirement of completion is met: by one person, or by a whole team (`team`)."""

    kind = "requirement.met"
    workshop: str
    requirement: str
    person: str
    team: str
    at: str


@dataclass(frozen=True)
class RequirementWithdrawn(Event):
    """The entries in `replaces` no longer hold."""

    kind = "requirement.withdrawn"
    workshop: str
    replaces: tuple[str, ...]
    at: str


@dataclass(frozen=True)
class CertificateIssued(Event):
    """A certificate was printed. The name on it was typed at the press and is kept nowhere."""

    kind = "certificate.issued"
    certificate: str
    workshop: str
    person: str
    type: str
    title: str
    month: str
    at: str


@dataclass(frozen=True)
class CertificateRevoked(Event):
    """The certificate's code no longer checks as valid."""

    kind = "certificate.revoked"
    certificate: str
    workshop: str
    at: str


@dataclass(frozen=True)
class PersonLinked(Event):
    """Two ids are one person. `link` names this decision, so that it can be undone."""

    kind = "person.linked"
    link: str
    a: str
    b: str
    at: str


@dataclass(frozen=True)
class PersonUnlinked(Event):
    """The decision `link` no longer holds."""

    kind = "person.unlinked"
    link: str
    at: str


@dataclass(frozen=True)
class PersonDistinct(Event):
    """Two ids are two people, whatever else is linked: a veto."""

    kind = "person.distinct"
    a: str
    b: str
    at: str


@dataclass(frozen=True)
class OrganisationLinked(Event):
    """Two spellings are one organisation. `a` and `b` are the names as they are compared."""

    kind = "organisation.linked"
    link: str
    a: str
    b: str
    at: str


@dataclass(frozen=True)
class OrganisationUnlinked(Event):
    """The decision `link` no longer holds."""

    kind = "organisation.unlinked"
    link: str
    at: str


@dataclass(frozen=True)
class SubjectErased(Event):
    """Everything about this id is gone, here and on every copy it reaches.

    The log writes this kind itself (`Log.erase`), because it must drop the bodies in the same
    breath; it stands here so that the projections can read it.
    """

    kind = "subject.erased"
    subject: str
