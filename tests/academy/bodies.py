"""One good body of every kind, and what a hostile or a newer device could put in its place."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from academy import events
from sync.entries import ERASED, check_body
from sync.errors import ChainError

AT = "2017-04-24T09:00"
DEVICE = "d" * 64
ENTRY = "e" * 64


class Ids(NamedTuple):
    """Whom and what the bodies speak of."""

    workshop: str = "1" * 32
    session: str = "2" * 32
    person: str = "3" * 32
    other: str = "4" * 32


def good(ids: Ids = Ids()) -> dict[str, dict[str, Any]]:  # noqa: B008 - a constant
    """A body of every kind, by kind."""
    workshop = {
        "workshop": ids.workshop, "title": "Week “1”", "level": "national", "country": "KE",
        "starts": "2024-02-29", "ends": "2024-03-04", "languages": ["fr", "zh_Hans"],
        "courses": ["advocacy"], "at": AT, "zone": "America/Argentina/Ushuaia",
    }  # fmt: skip
    session = {
        "session": ids.session, "workshop": ids.workshop, "title": "", "day": "2024-02-29",
        "half": "eve", "countable": True, "at": AT, "teaches": ["advocacy/who-decides"],
    }  # fmt: skip
    person = {
        "person": ids.person, "workshop": ids.workshop, "alias": "Étoile 小雨",
        "organisation": "", "country": "", "language": "", "team": "", "role": "co-facilitator",
        "at": AT,
    }  # fmt: skip
    mark = {
        "workshop": ids.workshop, "session": ids.session, "person": ids.person,
        "state": "left_early",
    }  # fmt: skip
    lesson = {
        "workshop": ids.workshop, "person": ids.person, "course": "advocacy", "lesson": "why-swit"
    }  # fmt: skip
    plan = {
        "plan": "6" * 32, "workshop": ids.workshop, "person": ids.person, "team": "North",
        "course": "advocacy", "worksheet": "plan", "places": ["issue", "asks.1.ask"],
        "texts": ["Étoile 小雨", "x"], "at": AT,
    }  # fmt: skip
    test = {
        "workshop": ids.workshop, "person": ids.person, "test": "pre", "form": "b", "correct": 3,
        "of": 10, "typed": False,
    }  # fmt: skip
    pair = {"link": "5" * 32, "a": min(ids.person, ids.other), "b": max(ids.person, ids.other)}
    code = {"certificate": "0A1B2C3D4E5F6G7H", "workshop": ids.workshop}
    return {
        "workshop.planned": workshop,
        "workshop.revised": {**workshop, "replaces": [ENTRY]},
        "workshop.assigned": {"workshop": ids.workshop, "device": DEVICE, "at": AT},
        "session.planned": session,
        "session.revised": {**session, "teaches": [], "replaces": []},
        "session.cancelled": {
            "session": ids.session, "workshop": ids.workshop, "reason": "power cut", "at": AT
        },
        "person.registered": person,
        "person.revised": {**person, "replaces": [ENTRY, DEVICE]},
        "person.withdrawn": {"person": ids.person, "workshop": ids.workshop, "at": AT},
        "attendance.marked": {**mark, "way": "sheet", "at": AT},
        "attendance.corrected": {**mark, "reason": "came late", "replaces": [ENTRY], "at": AT},
        "lesson.finished": {**lesson, "at": AT},
        "quiz.answered": {**lesson, "attempt": "6" * 32, "correct": 0, "of": 1000, "at": AT},
        "test.taken": {**test, "at": AT},
        "test.corrected": {**test, "at": AT, "replaces": [ENTRY]},
        "pairs.counted": {
            "workshop": ids.workshop, "pairs": [[0, 100], [40, 70], [50, 50], [60, 40], [35, 60]],
            "at": AT,
        },
        "evaluation.handed_in": {"workshop": ids.workshop, "person": ids.person},
        "evaluation.closed": {
            "workshop": ids.workshop, "asked": "week", "handed": 6,
            "counts": [["pace", [0, 1, 2, 3, 0]], ["safety", [5]]],
            "remarks": [["useful", "The map “of power”"], ["useful", "演练"]], "at": AT,
        },
        "requirement.met": {
            "workshop": ids.workshop, "requirement": "plan", "person": "", "team": "North", "at": AT
        },
        "requirement.withdrawn": {"workshop": ids.workshop, "replaces": [ENTRY], "at": AT},
        "plan.handed_in": plan,
        "certificate.issued": {
            **code, "person": ids.person, "type": "attendance", "title": "Week", "month": "2024-02",
            "at": AT,
        },
        "certificate.revoked": {**code, "at": AT},
        "person.linked": {**pair, "at": AT},
        "person.unlinked": {"link": "5" * 32, "at": AT},
        "person.distinct": {"a": pair["a"], "b": pair["b"], "at": AT},
        "distinct.withdrawn": {"a": pair["a"], "b": pair["b"], "replaces": [ENTRY], "at": AT},
        "workshop.linked": {"link": "9" * 32, "a": ids.workshop, "b": "f" * 32, "at": AT},
        "workshop.unlinked": {"link": "9" * 32, "at": AT},
        "organisation.linked": {"link": "7" * 32, "a": "etoile", "b": "étoile 2", "at": AT},
        "organisation.unlinked": {"link": "7" * 32, "at": AT},
        "subject.erased": {"subject": "8" * 32},
    }  # fmt: skip


WRONG = {
    "null": "null",
    "an object": '{"a":1}',
    "a list in a list": "[[]]",
    "a list of numbers": "[1]",
    "a list of nulls": "[null]",
    "a list without end": json.dumps(["ab"] * 9000),
    "yes": "true",
    "a fraction": "1.5",
    "a whole fraction": "1.0",
    "less than none": "-1",
    "more than is counted": "1001",
    "2**53": str(2**53),
    "2**63": str(2**63),
    "10**30": str(10**30),
    "endless digits": "9" * 4000,
    "a word nobody chose": '"perhaps"',
    "two lines": r'"one\ntwo"',
    "an ending line": r'"am\n"',
    "a control sign": r'"a\u001b[2Kb"',
    "a sign of direction": '"a\u202eb"',
    "a hidden sign": '"a\u200bb"',
    "a sign for a tag": '"a\U000e0041b"',
    "half a surrogate": r'"\ud800"',
    "half an id": json.dumps("a" * 31),
    "an id and a half": json.dumps("a" * 48),
    "an id in capitals": json.dumps("A" * 32),
    "an id in other digits": json.dumps("٣" * 32),
    "an id in a text": json.dumps(f"see {'a' * 32}"),
    "a day that isn't": '"2023-02-29"',
    "a minute that isn't": '"2023-02-28T24:00"',
    "the year 9999": '"9999-12-31"',
    "the minute 9999": '"9999-12-31T00:00"',
    "a day in other digits": '"２０２４-02-28"',
    "a day with more": '"2024-02-28Z"',
    "a very long text": json.dumps("ß" * 30_000),
    "a path": '"../../x"',
    "only spaces": '"   "',
    "nothing in quotes": '""',
    "an empty list": "[]",
}
"""Why it is wrong, and the value as JSON text, for whatever field."""

_TEXT = {"a word nobody chose", "half an id", "an id in capitals", "a path", "a day that isn't",
         "an id in other digits", "a minute that isn't", "the year 9999", "the minute 9999",
         "a day in other digits", "a day with more"}  # fmt: skip
_EMPTY = {"nothing in quotes"}
FITS = {
    "title": _TEXT,
    "alias": _TEXT,
    "reason": _TEXT,
    "organisation": _TEXT | _EMPTY,
    "team": _TEXT | _EMPTY,
    "language": _EMPTY,
    "country": _EMPTY,
    "course": {"a word nobody chose", "half an id", "a day that isn't", "the year 9999"},
    "asked": {"a word nobody chose", "half an id", "a day that isn't", "the year 9999"},
    "counts": {"an empty list"},
    "remarks": {"an empty list"},
    "languages": {"an empty list"},
    "courses": {"an empty list"},
    "teaches": {"an empty list"},
    "replaces": {"an empty list"},
    "countable": {"yes"},
    "zone": _EMPTY,
    "typed": {"yes"},
    "certificate": {"an id in capitals", "a day that isn't", "the year 9999", "a day with more"},
}
"""What of the above is no wrong value for a field after all, by field."""
FITS["lesson"] = FITS["worksheet"] = FITS["course"]


def fits(kind: str, field: str, why: str) -> bool:
    """Whether a value from WRONG may stand in a field of a good body all the same."""
    if why in _EMPTY and field in {"title", "team", "country", "person"}:
        return (kind.split(".", maxsplit=1)[0], field) in {
            ("session", "title"), ("person", "team"), ("person", "country"),
            ("requirement", "person"),
        }  # fmt: skip
    if kind == "organisation.linked" and field in {"a", "b"} and why in _TEXT:
        pair = {**good()[kind], field: json.loads(WRONG[why])}
        return bool(pair["a"] < pair["b"])
    return why in FITS.get(field, ())


class Bad(NamedTuple):
    """A body, what was done to it, and whether it is understood all the same."""

    kind: str
    why: str
    body: str
    understood: bool


def bad(ids: Ids = Ids()) -> Iterator[Bad]:  # noqa: B008 - a constant
    """Every kind with every field missing and with every wrong value in every field, and more."""
    for kind, values in good(ids).items():
        for field in values:
            without = {name: value for name, value in values.items() if name != field}
            by_itself = field in {"teaches", "zone"}
            replaces = field == "replaces" and kind.endswith((".revised", "test.corrected"))
            optional = by_itself or replaces
            yield Bad(kind, f"no {field}", body_of(without), optional)
            for why, wrong in WRONG.items():
                body = body_of({**values, field: "@"}).replace('"@"', wrong)
                yield Bad(kind, f"{field}: {why}", body, fits(kind, field, why))
        yield from _whole(kind, body_of(values))
    yield Bad("person.sang", "a kind of the future", '{"song":"la"}', understood=False)


def _whole(kind: str, body: str) -> Iterator[Bad]:
    """What can be done to a body as a whole."""
    yield Bad(kind, "nothing", "{}", understood=False)
    yield Bad(kind, "one field more", f'{body[:-1]},"tune":["la",{{}}]}}', understood=True)
    yield Bad(kind, "one id more", f'{body[:-1]},"tune":"{"9" * 32}"}}', understood=False)
    first = body[1:].split(",", maxsplit=1)[0].rstrip("}")
    # An id may stand once, where it is declared: only a certificate begins with something else.
    code = first.startswith('"certificate"')
    yield Bad(kind, "a field twice", f"{{{first},{body[1:]}", understood=code)
    yield Bad(kind, "a name twice", f'{body[:-1]},"x":1,"x":1e999}}', understood=True)
    deep = "[" * 450 + "]" * 450
    yield Bad(kind, "a deep field", f'{body[:-1]},"x":{deep}}}', understood=False)


def body_of(values: dict[str, Any]) -> str:
    """A body as the log keeps it."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def understood(ids: Ids = Ids()) -> dict[str, events.Event]:  # noqa: B008 - a constant
    """The good bodies as events."""
    return {
        kind: event
        for kind, values in good(ids).items()
        if (event := events.read(kind, body_of(values)))
    }


def may_be_said(kind: str, body: str) -> bool:
    """Whether the log takes the body at all; what it doesn't is refused before any fold."""
    try:
        check_body(body)
    except ChainError:
        return False
    return kind != ERASED
