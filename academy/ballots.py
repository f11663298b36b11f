"""The box into which evaluations are put while a workshop runs, and what it can't keep to itself.

An evaluation is anonymous because there is nothing of a person's to be found afterwards: the log
gets, once the trainer closes, how often each answer was given, and what was written, shuffled, all
in one entry and of five people at least (`actions.evaluating`); and, an entry for each person in
the order of their random ids, that she handed one in. No entry says when, and none is written at
the time.

Until then answers lie in this box: one value in the encrypted store, outside the log, and written
anew as a whole each time. It is a function of *what* was said, not of who said it, when, or after
whom: a person's answers are added to tallies, her texts to lists that are kept in the order of the
alphabet, her id to a list in the order of ids. There is no row, row number, time or order for
anybody, and the answers that one person gave don't lie together. What the page of the file was
before is swept out of the write-ahead log after each (`Store.noting_unseen`; at the next change,
where a reader was in the way or the power failed), and written over in the file itself (SQLite's
`secure_delete`).

**Whoever has the laptop and the passphrase during the week** can see, at one look, who has handed
in so far, the tallies and the texts so far; so, as long as only one person has handed in, what she
answered; and always what the words of a text give away, or that all answered the same. At two
looks, between which one person handed in, the difference is hers: a page of the trainer shows
nothing of the box but how many they are, but whoever can open the file twice, or reads this
process's memory (where a form that was refused stands for ten minutes), or what travels over the
room's Wi-Fi, isn't stopped by it. Flash disks keep old blocks for a while; those are encrypted,
under the same passphrase.

They can't see, at one look, in which order people came or when, who wrote a text, or what anybody
answered beside what all of them did. **Once it is closed** the box is gone, and neither this
laptop nor any copy that the log reaches holds anything by which a person and an answer belong
together.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import reduce
from itertools import zip_longest
from typing import Any, Final

from academy.projections import Tables

_LONG_HEX: Final = re.compile(r"[0-9a-f]{31}(?=[0-9a-f])")


Tallies = Mapping[str, Sequence[int]]
"""By question how often each place on its scale was chosen."""


@dataclass(frozen=True)
class Box:
    """What lies in a workshop's box: how many handed in on phones and who they are, how many papers
    were typed in, the tallies of either by question, the texts by question.

    Whoever types papers in knows what stands on them, so the two are told apart until the end.
    """

    handed: int = 0
    people: tuple[str, ...] = ()
    tallies: Tallies = field(default_factory=dict)
    papers: int = 0
    typed: Tallies = field(default_factory=dict)
    remarks: tuple[tuple[str, str], ...] = ()


def look(tables: Tables, workshop: str) -> Box:
    """What lies in it now; an empty one where nobody has handed in."""
    found = tables.value("SELECT box FROM ballots WHERE workshop = ?", (workshop,))
    return _read(json.loads(found)) if found else Box()


def put(
    tables: Tables,
    workshop: str,
    person: str,
    answers: Mapping[str, tuple[int, int]],
    remarks: Mapping[str, str],
) -> None:
    """Inside a change (`Store.noting_unseen`): add one person's answers, "" for a paper's.

    `answers` give the place of the chosen one on its scale and how many there are, by question.
    """
    tallies = {q: [int(place == at) for place in range(of)] for q, (at, of) in answers.items()}
    said = tuple((question, _without_ids(text)) for question, text in remarks.items())
    one = Box(1, (person,), tallies, remarks=said) if person else (
        Box(papers=1, typed=tallies, remarks=said)
    )  # fmt: skip
    _write(tables, workshop, _together(look(tables, workshop), one))


def look_at_all(tables: Tables, parts: Iterable[str]) -> Box:
    """What lies in the boxes of a workshop that was planned more than once."""
    return reduce(_together, (look(tables, part) for part in parts), Box())


def empty(tables: Tables, parts: Iterable[str]) -> Box:
    """Inside a change: take everything out; return it."""
    whole = look_at_all(tables, parts)
    for part in parts:
        tables.connection.execute("DELETE FROM ballots WHERE workshop = ?", (part,))
    return whole


def added(one: Tallies, other: Tallies) -> dict[str, list[int]]:
    """Two tallies as one."""
    return {
        question: [
            sum(counts)
            for counts in zip_longest(one.get(question, ()), other.get(question, ()), fillvalue=0)
        ]
        for question in {*one, *other}
    }


def _together(one: Box, other: Box) -> Box:
    """Two boxes as one, in which nothing lies in an order of its own."""
    return Box(
        one.handed + other.handed,
        tuple(sorted({*one.people, *other.people})),
        added(one.tallies, other.tallies),
        one.papers + other.papers,
        added(one.typed, other.typed),
        tuple(sorted((*one.remarks, *other.remarks))),
    )


def _write(tables: Tables, workshop: str, box: Box) -> None:
    tables.connection.execute(
        "INSERT INTO ballots (workshop, box) VALUES (?, ?)"
        " ON CONFLICT (workshop) DO UPDATE SET box = excluded.box",
        (workshop, json.dumps(asdict(box), ensure_ascii=False, sort_keys=True)),
    )


def _read(told: Mapping[str, Any]) -> Box:
    remarks = tuple((question, text) for question, text in told["remarks"])
    return Box(**{**told, "people": tuple(told["people"]), "remarks": remarks})


def _without_ids(text: str) -> str:
    """A text in which nothing looks like an id: the log keeps ids in their fields alone."""
    return _LONG_HEX.sub(r"\g<0> ", text)
