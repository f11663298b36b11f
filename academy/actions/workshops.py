"""Planning: a workshop, its sessions, the laptops that take part in it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from academy import events, rules
from academy.actions.common import fresh, minute, need_session, need_workshop
from academy.errors import AcademyError
from academy.projections import Row, Tables, same, workshops
from academy.projections.versions import standing
from academy.rules import planning
from academy.store import Store
from academy.times import zones


def plan_workshop(
    store: Store,
    *,
    title: str,
    level: str,
    country: str,
    starts: str,
    ends: str,
    languages: Sequence[str] = (),
    courses: Sequence[str] = (),
    zone: str = zones.OWN,
    shape: Sequence[rules.HalfDay] = (),
) -> str:
    """Plan a workshop and its sessions from a shape; return the workshop's id.

    A `zone` that isn't the country's is left out: its times are then each laptop's own.

    Half-days of the shape that fall after `ends` are refused (AcademyError "shape_too_long").
    """
    workshop, at = fresh(), minute(store)
    planned = events.WorkshopPlanned(
        workshop=workshop,
        at=at,
        **_checked(title, level, country, starts, ends, languages, courses, zone),  # type: ignore[arg-type]
    )
    first, last = date.fromisoformat(planned.starts), date.fromisoformat(planned.ends)
    days = [first + timedelta(days=half_day.day) for half_day in shape]
    if days and max(days) > last:
        raise AcademyError("shape_too_long", ends=planned.ends)
    sessions = [
        events.SessionPlanned(
            session=fresh(),
            workshop=workshop,
            title="",
            day=day.isoformat(),
            half=half_day.half,
            countable=half_day.countable,
            at=at,
        )
        for day, half_day in zip(days, shape, strict=True)
    ]
    store.record(lambda _tables: [planned, *sessions])
    return workshop


def revise_workshop(
    store: Store,
    workshop: str,
    *,
    title: str,
    level: str,
    country: str,
    starts: str,
    ends: str,
    languages: Sequence[str] = (),
    courses: Sequence[str] = (),
    zone: str = zones.OWN,
) -> None:
    """Plan the same workshop differently: of two plans that are one, the plan that holds."""
    at = minute(store)
    values = _checked(title, level, country, starts, ends, languages, courses, zone)

    def decide(tables: Tables) -> list[events.Event]:
        need_workshop(tables, workshop)
        held, *_others = same.parts(tables, workshop)
        seen = standing(tables, "workshop", held)
        return [
            events.WorkshopRevised(workshop=held, at=at, replaces=seen, **values)  # type: ignore[arg-type]
        ]

    store.record(decide)


def add_session(
    store: Store,
    *,
    workshop: str,
    title: str,
    day: str,
    half: str,
    countable: bool,
    teaches: Sequence[str] = (),
) -> str:
    """Add a session to a workshop; return its id."""
    session = fresh()
    planned = events.SessionPlanned(
        session=session,
        workshop=workshop,
        title=rules.text("title", title, required=False),
        day=rules.day("day", day),
        half=rules.one_of("half", half, rules.HALVES),
        countable=countable,
        teaches=planning.pieces(teaches),
        at=minute(store),
    )

    def decide(tables: Tables) -> list[events.Event]:
        need_workshop(tables, workshop)
        held = tables.value("SELECT count(*) FROM sessions WHERE workshop = ?", (workshop,))
        if held >= rules.MOST_SESSIONS:
            raise AcademyError("too_many_sessions", most=rules.MOST_SESSIONS)
        return [planned]

    store.record(decide)
    return session


def revise_session(
    store: Store, session: str, *, title: str, day: str, half: str, countable: bool
) -> None:
    """Plan the same session differently."""
    revised = {"title": title, "day": day, "half": half, "countable": countable}
    revise_sessions(store, {session: revised})


def fill_sessions(store: Store, taught: Mapping[str, Sequence[str]]) -> None:
    """Say of which lessons and activities sessions are made, all or none: by id their pieces."""
    at = minute(store)
    told = {session: planning.pieces(pieces) for session, pieces in taught.items()}

    def decide(tables: Tables) -> list[events.Event]:
        return [
            _revised(tables, row, at, **_as_planned(row), teaches=pieces)
            for session, pieces in told.items()
            for twin in _twins(tables, session)
            if (row := need_session(tables, twin))["teaches"] != list(pieces)
        ]

    store.record(decide)


def _as_planned(row: Row) -> dict[str, Any]:
    facts = {name: row[name] for name in ("title", "day", "half")}
    return {**facts, "countable": bool(row["countable"])}


def revise_sessions(store: Store, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Plan several sessions differently, all or none: by id what `revise_session` takes."""
    at = minute(store)

    def decide(tables: Tables) -> list[events.Event]:
        return [
            _revised(tables, need_session(tables, twin), at, **change)
            for session, change in changes.items()
            for twin in _twins(tables, session)
        ]

    store.record(decide)


def _revised(
    tables: Tables,
    row: Row,
    at: str,
    *,
    title: str,
    day: str,
    half: str,
    countable: bool,
    teaches: Sequence[str] | None = None,
) -> events.Event:
    """A session planned differently; without `teaches`, what it is made of stays."""
    return events.SessionRevised(
        session=row["session"],
        workshop=row["workshop"],
        title=rules.text("title", title, required=False),
        day=rules.day("day", day),
        half=rules.one_of("half", half, rules.HALVES),
        countable=countable,
        teaches=planning.pieces(row["teaches"] if teaches is None else teaches),
        replaces=standing(tables, "session", row["session"], row["workshop"]),
        at=at,
    )


def _twins(tables: Tables, session: str) -> list[str]:
    """The session, and those that are one with it in a workshop that was planned twice."""
    need_session(tables, session)
    return [twin for _workshop, twin in workshops.twins_of(tables, session)]


def cancel_session(store: Store, session: str, *, reason: str) -> None:
    """The session isn't held for anybody: it leaves every count. Not undone: add a new one."""
    why, at = rules.text("reason", reason), minute(store)

    def decide(tables: Tables) -> list[events.Event]:
        need_session(tables, session)
        return [
            events.SessionCancelled(session=twin, workshop=workshop, reason=why, at=at)
            for workshop, twin in workshops.twins_of(tables, session)
        ]

    store.record(decide)


def assign_device(store: Store, workshop: str, device: str) -> None:
    """Let another laptop take part in the workshop: from now on it may read what is in it."""
    at = minute(store)

    def decide(tables: Tables) -> list[events.Event]:
        need_workshop(tables, workshop)
        if tables.value(
            "SELECT 1 FROM takes_part WHERE workshop = ? AND device = ?", (workshop, device)
        ):
            return []
        return [events.WorkshopAssigned(workshop=workshop, device=device, at=at)]

    store.record(decide)


def _checked(
    title: str,
    level: str,
    country: str,
    starts: str,
    ends: str,
    languages: Sequence[str],
    courses: Sequence[str],
    zone: str,
) -> dict[str, object]:
    """The values of a workshop, each as it is recorded."""
    host = rules.country(country)
    first, last = rules.day("starts", starts), rules.day("ends", ends)
    rules.period(first, last, longest=rules.LONGEST_WORKSHOP)
    return {
        "title": rules.text("title", title),
        "level": rules.one_of("level", level, rules.LEVELS),
        "country": host,
        "starts": first,
        "ends": last,
        "languages": tuple(map(rules.language, languages)),
        "courses": tuple(rules.slug("course", course) for course in courses),
        "zone": zone if zone in zones.of_country(host) else zones.OWN,
    }
