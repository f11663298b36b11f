"""The steps to a certificate: requirements met, the certificate issued, its code revoked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from academy import events, rules
from academy.actions.common import in_parts, minute, need_person, need_workshop, place
from academy.errors import AcademyError
from academy.projections import Tables, same
from academy.projections.certificates import of_person, standing
from academy.store import Store


@dataclass(frozen=True)
class Step:
    """A requirement of a person or, where it is the team's, of a team."""

    requirement: str
    person: str = ""
    team: str = ""


def meet_requirement(
    store: Store, *, workshop: str, requirement: str, person: str = "", team: str = ""
) -> None:
    """Record that a person, or a team as a whole, met a requirement. Twice is once.

    The team plan belongs to the team: who was absent that half-day has met it too.
    """
    settle_requirements(store, workshop=workshop, met=[Step(requirement, person, team)])


def withdraw_requirement(
    store: Store, *, workshop: str, requirement: str, person: str = "", team: str = ""
) -> None:
    """Take back what `meet_requirement` recorded."""
    settle_requirements(store, workshop=workshop, withdrawn=[Step(requirement, person, team)])


def settle_requirements(
    store: Store, *, workshop: str, met: Iterable[Step] = (), withdrawn: Iterable[Step] = ()
) -> None:
    """Record what was met and take back what wasn't, all or nothing."""
    at = minute(store)

    def decide(tables: Tables) -> list[events.Event]:
        need_workshop(tables, workshop)
        return [
            *(event for step in met for event in newly_met(tables, workshop, step, at)),
            *(event for step in withdrawn for event in _withdrawn(tables, workshop, step, at)),
        ]

    store.record(decide)


def newly_met(tables: Tables, workshop: str, step: Step, at: str) -> list[events.Event]:
    """What records that a requirement is met; nothing where that is known already."""
    rules.one_of("requirement", step.requirement, rules.REQUIREMENTS)
    by_team = step.requirement in rules.TEAM_REQUIREMENTS
    if by_team != bool(step.team) or by_team == bool(step.person):
        raise AcademyError("requirement_of_whom", requirement=step.requirement)
    own, there = "", workshop
    if step.person:
        own, there = place(need_person(tables, step.person, workshop), workshop)
    if _standing(tables, workshop, step):
        return []
    return [
        events.RequirementMet(
            workshop=there, requirement=step.requirement, person=own, team=step.team, at=at
        )
    ]


def _withdrawn(tables: Tables, workshop: str, step: Step, at: str) -> list[events.Event]:
    return [
        events.RequirementWithdrawn(workshop=part, replaces=replaced, at=at)
        for part, entries in _standing(tables, workshop, step).items()
        for replaced in in_parts(entries)
    ]


def _standing(tables: Tables, workshop: str, step: Step) -> dict[str, list[str]]:
    """The entries by which this is met, by the workshop that each names."""
    found: dict[str, list[str]] = {}
    ids = same.ids_of(tables, step.person) if step.person else [""]
    for part in same.parts(tables, workshop):
        for row in tables.rows(
            "SELECT lower(hex(entry)) AS entry, person FROM met_requirements"
            " WHERE workshop = ? AND requirement = ? AND team = ?",
            (part, step.requirement, step.team),
        ):
            if row["person"] in ids:
                found.setdefault(part, []).append(row["entry"])
    return found


def issue_certificates(
    store: Store,
    *,
    workshop: str,
    people: Iterable[str],
    titles: dict[str, str],
    new_code: Callable[[], str],
) -> dict[str, str]:
    """Issue what each person has earned; return person id to certificate code.

    `titles` maps a person's id to the title on their certificate. A certificate of the same type
    and title that stands is the same certificate, printed again. Raises
    AcademyError("certificate_not_earned", alias=…) before anything is issued.
    """
    at = minute(store)
    codes: dict[str, str] = {}

    def decide(tables: Tables) -> list[events.Event]:
        row = need_workshop(tables, workshop)
        recorded: list[events.Event] = []
        for person in people:
            known = need_person(tables, person, workshop)
            earned = standing(tables, workshop, person).earned
            if earned is None:
                raise AcademyError("certificate_not_earned", alias=known["alias"])
            title = rules.text("title", titles.get(person) or row["title"])
            codes[person] = _printed(tables, workshop, person, earned, title)
            if not codes[person]:
                codes[person] = new_code()
                own, there = place(known, workshop)
                recorded.append(
                    events.CertificateIssued(
                        certificate=codes[person],
                        workshop=there,
                        person=own,
                        type=earned,
                        title=title,
                        month=row["ends"][:7],
                        at=at,
                    )
                )
        return recorded

    store.record(decide)
    return codes


def _printed(tables: Tables, workshop: str, person: str, earned: str, title: str) -> str:
    """The code of the certificate that a person has already, of this type and title; else ""."""
    return next(
        (
            str(row["certificate"])
            for row in of_person(tables, workshop, person)
            if (row["type"], row["title"]) == (earned, title)
        ),
        "",
    )


def revoke_certificate(store: Store, certificate: str) -> None:
    """Make a code check as not valid from now on. Raises AcademyError("certificate_unknown")."""
    at = minute(store)

    def decide(tables: Tables) -> list[events.Event]:
        rows = tables.rows(
            "SELECT workshop, min(revoked) AS revoked FROM told_certificates"
            " WHERE certificate = ? GROUP BY workshop",
            (certificate,),
        )
        if not rows:
            raise AcademyError("certificate_unknown")
        return [
            events.CertificateRevoked(certificate=certificate, workshop=row["workshop"], at=at)
            for row in rows
            if not row["revoked"]
        ]

    store.record(decide)
