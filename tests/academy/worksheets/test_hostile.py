"""Whatever stands in a definition or in its words is told or read; it never breaks the reader."""

import contextlib
import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from academy import worksheets
from academy.data import data_folder
from academy.worksheets import Entered, Worked, blank
from academy.worksheets.language import MistakeError, parse
from tests.academy.worksheets.examples import PACKS

STRANGE: tuple[Any, ...] = (
    None, True, -1, 10**30, 1.5, "", " ", "no", "x" * 500, "1" * 13, [], {}, [[]], [{}], ["a", 1],
    {"a": "b"}, "sum(", "lines.no", "share(1, 2, 3)", "upto(no)", "../../x", "{name}", "\u202e",
    ["x"] * 80, "all(lines.total)", "1 / 0", "nothing", "if(1 = 1, 'a', 2)", "lines", "grand",
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    inside = value if isinstance(value, dict) else {}
    if isinstance(value, list):
        inside = dict(enumerate(value))
    for key, inner in inside.items():
        found += places(inner, (*path, key))
    return found


def changed(value: Any, path: tuple[Any, ...], strange: Any) -> Any:
    told = json.loads(json.dumps(value))
    at = told
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = strange
    return told


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("packs")
    shutil.copytree(PACKS / "sums", made / "sums")
    for one in (made / "sums" / "worksheets").glob("*"):
        one.unlink()
    return made


def tried(pack: Path, definition: Any, words: Any) -> None:
    place = pack / "sums" / "worksheets"
    (place / "budget.yaml").write_text(_text(definition), "utf-8")
    (place / "budget.en.yaml").write_text(_text(words), "utf-8")
    problems = worksheets.check(pack)
    shelf = worksheets.load(pack, leave_out_broken=True)
    if not any(one.severity == "error" for one in problems):
        for one in shelf.values():
            Worked(one, blank(one)).found()
            Worked(one, Entered()).found()


def _text(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10**6)


def test_any_value_in_any_place_is_told_or_read(pack: Path):
    folder = data_folder("courses") / "budgeting" / "worksheets"
    definition = yaml.safe_load((folder / "budget.yaml").read_text("utf-8"))
    words = yaml.safe_load((folder / "budget.en.yaml").read_text("utf-8"))
    dice = random.Random(20171126)
    for _ in range(30):
        strange = dice.choice(STRANGE)
        tried(pack, changed(definition, dice.choice(places(definition)), strange), words)
    for _ in range(5):
        strange = dice.choice(STRANGE)
        tried(pack, definition, changed(words, dice.choice(places(words)), strange))
    for strange in STRANGE:
        for name in ("scale", "for", "is"):
            field = {"id": "x", "kind": "choice", name: strange}
            tried(pack, {**definition, "fields": [field]}, words)
    for odd in (*STRANGE, definition["tables"]):
        tried(pack, odd, words)


def test_any_expression_is_parsed_or_refused():
    dice = random.Random(7)
    parts = ["sum", "(", ")", ",", "+", "-", "*", "/", "=", "<=", "not", "and", "or", "no", "'a'",
             "lines.total", "1", "0.5", "if", "nothing", " ", "é", "'", "."]  # fmt: skip
    for _ in range(2000):
        text = "".join(dice.choice(parts) for _ in range(dice.randint(1, 14)))
        with contextlib.suppress(MistakeError):
            parse(text)
