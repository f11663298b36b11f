"""The steps to a certificate: requirements met, the certificate issued, its code revoked."""

from collections.abc import Callable, Iterable

from academy import events, rules
from academy.actions.common import in_parts, minute, need_person, need_workshop
from academy.errors import AcademyError
from academy.projections import Tables
from academy.projections.certificates import standing
from academy.store import Store


def meet_requirement(
    store: Store, *, workshop: str, requirement: str, person: str = "", team: str = ""
) -> None:
    """Record that a person, or a team as a whole, met a requirement. Twice is once.

    The team plan belongs to the team: who was absent that half-day has met it too.
    """
    at = minute(store)
    rules.one_of("requirement", requirement, rules.REQUIREMENTS)
    by_team = requirement in rules.TEAM_REQUIREMENTS
    if by_team != bool(team) or by_team == bool(person):
        raise AcademyError("requirement_of_whom", requirement=requirement)

    def decide(tables: Tables) -> list[events.Event]:
        need_workshop(tables, workshop)
        if person:
            need_person(tables, person, workshop)
        if tables.value(
            "SELECT 1 FROM met_requirements"
            " WHERE workshop = ? AND requirement = ? AND person = ? AND team = ?",
            (workshop, requirement, person, team),
        ):
            return []
        return [
            events.RequirementMet(
                workshop=workshop, requirement=requirement, person=person, team=team, at=at
            )
        ]

    store.record(decide)


def withdraw_requirement(
    store: Store, *, workshop: str, requirement: str, person: str = "", team: str = ""
) -> None:
    """Take back what `meet_requirement` recorded."""
    at = minute(store)

    def decide(tables: Tables) -> list[events.Event]:
        standing_rows = tables.rows(
            "SELECT lower(hex(entry)) AS entry FROM met_requirements"
            " WHERE workshop = ? AND requirement = ? AND person = ? AND team = ?",
            (workshop, requirement, person, team),
        )
        return [
            events.RequirementWithdrawn(workshop=workshop, replaces=replaced, at=at)
            for replaced in in_parts([row["entry"] for row in standing_rows])
        ]

    store.record(decide)


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
            codes[person] = tables.value(
                "SELECT certificate FROM told_certificates WHERE workshop = ? AND person = ?"
                " AND type = ? AND title = ? AND NOT revoked ORDER BY stamp",
                (workshop, person, earned, title),
            )
            if not codes[person]:
                codes[person] = new_code()
                recorded.append(
                    events.CertificateIssued(
                        certificate=codes[person],
                        workshop=workshop,
                        person=person,
                        type=earned,
                        title=title,
                        month=row["ends"][:7],
                        at=at,
                    )
                )
        return recorded

    store.record(decide)
    return codes


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
