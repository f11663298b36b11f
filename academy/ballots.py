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
before is swept out of the write-ahead log after each (`Store.noting_unseen`), and written over in
the file itself (SQLite's `secure_delete`).

**Whoever has the laptop and the passphrase during the week** can see, at one look, who has handed
in so far, the tallies and the texts so far; so, as long as only one person has handed in, what she
answered; and always what the words of a text give away, or that all answered the same. At two
looks, between which one person handed in, the difference is hers: a page of the trainer shows
nothing of the box but how many they are, but whoever can open the file twice, or reads this
process's memory, or what travels over the room's Wi-Fi, isn't stopped by it. Flash disks keep old
blocks for a while; those are encrypted, under the same passphrase.

They can't see, at one look, in which order people came or when, who wrote a text, or what anybody
answered beside what all of them did. **Once it is closed** the box is gone, and neither this
laptop nor any copy that the log reaches holds anything by which a person and an answer belong
together.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final

from academy.projections import Tables

_LONG_HEX: Final = re.compile(r"[0-9a-f]{31}(?=[0-9a-f])")


@dataclass(frozen=True)
class Box:
    """What lies in a workshop's box: how many handed in, whoever of them is known to have, the
    tallies by question, the texts by question.
    """

    handed: int = 0
    people: tuple[str, ...] = ()
    tallies: Mapping[str, Sequence[int]] = field(default_factory=dict)
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
    box = look(tables, workshop)
    tallies = {question: list(each) for question, each in box.tallies.items()}
    for question, (at, of) in answers.items():
        each = tallies.setdefault(question, [])
        each += [0] * (of - len(each))
        each[at] += 1
    said = [(question, _without_ids(text)) for question, text in remarks.items()]
    people = {*box.people, person} - {""}
    _write(tables, workshop, Box(box.handed + 1, tuple(people), tallies, (*box.remarks, *said)))


def look_at_all(tables: Tables, parts: Iterable[str]) -> Box:
    """What lies in the boxes of a workshop that was planned more than once."""
    whole = Box()
    for box in (look(tables, part) for part in parts):
        tallies = {question: list(each) for question, each in whole.tallies.items()}
        for question, each in box.tallies.items():
            tallies[question] = [*map(sum, zip_longest(each, tallies.get(question, []),
                                                       fillvalue=0))]  # fmt: skip
        people = tuple(dict.fromkeys((*whole.people, *box.people)))
        remarks = (*whole.remarks, *box.remarks)
        whole = Box(whole.handed + box.handed, people, tallies, remarks)
    return whole


def empty(tables: Tables, parts: Iterable[str]) -> Box:
    """Inside a change: take everything out; return it."""
    whole = look_at_all(tables, parts)
    for part in parts:
        tables.connection.execute("DELETE FROM ballots WHERE workshop = ?", (part,))
    return whole


def _write(tables: Tables, workshop: str, box: Box) -> None:
    told = {
        "handed": box.handed,
        "people": sorted(box.people),
        "tallies": box.tallies,
        "remarks": sorted(box.remarks),
    }
    tables.connection.execute(
        "INSERT INTO ballots (workshop, box) VALUES (?, ?)"
        " ON CONFLICT (workshop) DO UPDATE SET box = excluded.box",
        (workshop, json.dumps(told, ensure_ascii=False, sort_keys=True)),
    )


def _read(told: Mapping[str, Any]) -> Box:
    remarks = tuple((question, text) for question, text in told["remarks"])
    return Box(told["handed"], tuple(told["people"]), told["tallies"], remarks)


def _without_ids(text: str) -> str:
    """A text in which nothing looks like an id: the log keeps ids in their fields alone."""
    return _LONG_HEX.sub(r"\g<0> ", text)
