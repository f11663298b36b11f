"""An invented academy week, already half run: three national teams, ten countable half-days.

Everybody and everything in it is made up. It is recorded through the same verbs as a real week, so
whatever the pages show of it is what they would show of a real one.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final
from uuid import uuid4

from academy import actions, rules, worksheets
from academy.data import data_folder
from academy.door import access
from academy.projections import workshops
from academy.rules import assessment
from academy.store import Store
from academy.worksheets import Worksheet

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

BUDGET: Final = (
    ("", "organisation local report_in report_rate", "Umoja Collective | KES | USD | 103.50"),
    ("donors", "name currency rate transfer overhead without",
     "Red Fund | USD | 103.50 | 101.20 | 10 |",
     "Bridge | EUR | 117.30 | 120.10 | 7 | 4"),
    ("lines", "description category unit_cost quantity frequency share.1 share.2",
     "Coordinator | people | 60,000 | 1 | 12 | 60 | 40",
     "Outreach workers | people | 8,500 | 6 | 12 | 50 | 50",
     "Office rent | office | 25,000 | 1 | 12 | 33.33 | 66.67",
     "Workshop, full board | services | 4,250 | 20 | 5 | 100 |",
     "Printing | materials | 312.50 | 40 | 1 | 50 | 50"),
)  # fmt: skip
PLAN: Final = (
    ("", "team country period issue", "North | Kenya | 2027 | Condoms are taken as evidence"),
    ("asks", "problem evidence ask primary",
     "Officers take condoms in two wards | 40 short interviews | An order by 30 June | Commander"),
    ("actors", "name influence support relation move",
     "County commander | 5 | -1 | Legal officer | persuade",
     "County health office | 4 | 2 | Nurses’ union | mobilise",
     "Ward officers | 3 | -2 | Peer educators | inform",
     "Local radio | 2 | 1 | Coordinator | inform"),
    ("activities", "activity role start end cost indicator status",
     "Meet the health office | Coordinator | 2027-02-02 | 2027-02-27 | 12,000 | A date | doing",
     "Training day | Legal officer | 2027-04-12 | 2027-04-12 | 38,500 | 20 came | planned"),
    ("risks", "risk affected likelihood harm mitigation",
     "A name is heard in a meeting | Members | 2 | 5 | Roles only, two speakers",
     "The date is moved | Team | 4 | 2 | A second date is agreed",
     "Photos at the training day | Peer educators | 3 | 5 | Phones stay outside"),
)  # fmt: skip
"""A team's sheets as it would type them: of each table the columns and the rows, parted by “|”."""


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
    shelf = worksheets.load(data_folder("courses"))
    _fill_in(store, workshop, shelf["budgeting", "budget"], BUDGET)
    _fill_in(store, workshop, shelf["advocacy", "plan"], PLAN)
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


def _fill_in(
    store: Store, workshop: str, sheet: Worksheet, parts: tuple[tuple[str, ...], ...]
) -> None:
    """A sheet of the first team, as far as people get in a morning; not handed in yet."""
    id = actions.begin_sheet(store, sheet, workshop=workshop, team=next(iter(TEAMS)))
    texts = {}
    for part, columns, *rows in parts:
        table = sheet.table(part)
        for number, row in enumerate(rows, 1):
            if table is not None and number > table.start:
                actions.add_sheet_row(store, table, id)
            for column, text in zip(columns.split(), row.split("|"), strict=True):
                texts[f"{part}.{number}.{column}" if part else column] = text.strip()
    actions.save_sheet(store, sheet, id, texts, seen=1, language="en")


def give_pin(store: Store, workshop: str, alias: str) -> str:
    """A PIN for one invented participant, so that whoever looks around can sign in on a phone."""
    row = store.tables().row(
        "SELECT person FROM people WHERE workshop = ? AND alias = ?", (workshop, alias)
    )
    return access.new_pin(store, row["person"] if row else "")
