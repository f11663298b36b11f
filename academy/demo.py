"""An invented academy week, already half run: three national teams, ten countable half-days.

Everybody and everything in it is made up. It is recorded through the same verbs as a real week, so
whatever the pages show of it is what they would show of a real one.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final
from uuid import uuid4

from academy import access, actions, assessment, rules
from academy.projections import workshops
from academy.store import Store

PASSPHRASE: Final = "marigold river teal paper lamp"  # noqa: S105 - of a folder that is thrown away

TEAMS: Final = {
    "North": ("KE", "Umoja Collective", "en"),
    "Coast": ("CI", "Réseau Étoile", "fr"),
    "Lake": ("TZ", "Pamoja Group", "en"),
}
ALIASES: Final = {
    "North": ("Blue Heron", "Marigold", "Acacia", "Kestrel", "River Stone", "Juniper"),
    "Coast": ("Étoile", "Baobab", "Corail", "小雨", "Mangrove", "Aïda"),
    "Lake": ("Река", "Tilapia", "Sunbird", "نجمة", "Papyrus", "Msafiri"),
}
LANGUAGES: Final = {"小雨": "zh_Hans", "Река": "ru", "نجمة": "ar"}
FACILITATORS: Final = (("Ibis", "facilitator"), ("Weaver", "co-facilitator"))
HALF_DAYS_RUN: Final = 5

TITLES: Final = (
    "Welcome and group agreement",
    "Why SWIT",
    "What advocacy is",
    "Choosing the issue",
    "Who decides?",
    "Site visit",
    "From work plan to budget",
    "Several donors",
    "Team plans",
    "Presentations",
)


def fill(store: Store, today: date | None = None) -> str:
    """Record the invented week, its third day being today; return the workshop's id."""
    starts = (today or store.now().date()) - timedelta(days=2)
    workshop = actions.plan_workshop(
        store,
        title="Leadership week",
        level="academy",
        country="KE",
        starts=starts.isoformat(),
        ends=(starts + timedelta(days=4)).isoformat(),
        languages=("en", "fr", "zh-Hans"),
        courses=("advocacy", "budgeting", "swit"),
        shape=rules.shape("five"),
    )
    store.set_setting("workshop", workshop)
    sessions = workshops.sessions(store.tables(), workshop)
    for session, title in zip(sessions, TITLES, strict=True):
        actions.revise_session(
            store,
            session["session"],
            title=title,
            day=session["day"],
            half=session["half"],
            countable=True,
        )
    people = actions.register_list(store, workshop=workshop, rows=list(_rows()))
    participants = people[: -len(FACILITATORS)]
    _mark(store, [s["session"] for s in sessions], participants)
    _learn(store, workshop, participants)
    _test(store, workshop, participants)
    for person in participants[:9]:
        actions.meet_requirement(store, workshop=workshop, requirement="posttest", person=person)
    return workshop


def _rows() -> Iterator[dict[str, str]]:
    for team, aliases in ALIASES.items():
        country, organisation, language = TEAMS[team]
        for alias in aliases:
            yield {
                "alias": alias,
                "team": team,
                "country": country,
                "organisation": organisation,
                "language": LANGUAGES.get(alias, language),
                "role": "participant",
            }
    for alias, role in FACILITATORS:
        yield {"alias": alias, "role": role, "language": "en"}


def _mark(store: Store, sessions: list[str], people: list[str]) -> None:
    """Attendance for the half-days that are over, and for some of the one that runs now."""
    exceptions = {(1, 1): "late", (1, 9): "excused", (2, 14): "absent", (3, 5): "left_early"}
    for number, session in enumerate(sessions[:HALF_DAYS_RUN]):
        running = number == HALF_DAYS_RUN - 1
        there = people[: 15 if running else len(people)]
        states = {p: exceptions.get((number, n), "present") for n, p in enumerate(there)}
        actions.mark_attendance(
            store, session=session, states=states, way="code" if running else "grid"
        )
    actions.correct_mark(
        store, session=sessions[2], person=people[14], state="late", reason="Came after the break"
    )


def _learn(store: Store, workshop: str, people: list[str]) -> None:
    """Lessons finished and quizzes answered, more by some than by others."""
    lessons = (
        ("swit", "why-swit"),
        ("advocacy", "what-advocacy-is"),
        ("advocacy", "choosing-the-issue"),
    )
    for number, person in enumerate(people):
        for course, lesson in lessons[: number % 4]:
            actions.finish_lesson(
                store, workshop=workshop, person=person, course=course, lesson=lesson
            )
            actions.answer_quiz(
                store,
                workshop=workshop,
                person=person,
                course=course,
                lesson=lesson,
                attempt=uuid4().hex,
                correct=2 + number % 3,
                of=4,
            )


def _test(store: Store, workshop: str, people: list[str]) -> None:
    """The questions before, answered by everybody on the first day."""
    actions.open_assessment(store, workshop=workshop, what="pre")
    for number, person in enumerate(people):
        actions.take_test(
            store,
            workshop=workshop,
            person=person,
            test="pre",
            form=assessment.form_of("pre", person),
            correct=2 + number % 5,
            of=10,
        )
    actions.close_test(store, workshop=workshop, test="pre")


def give_pin(store: Store, workshop: str, alias: str) -> str:
    """A PIN for one invented participant, so that whoever looks around can sign in on a phone."""
    row = store.tables().row(
        "SELECT person FROM people WHERE workshop = ? AND alias = ?", (workshop, alias)
    )
    return access.new_pin(store, row["person"] if row else "")
