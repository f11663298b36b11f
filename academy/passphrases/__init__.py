"""Whether a passphrase would stand against somebody who has the laptop and years.

Judged by how many guesses it takes whoever begins with what people usually choose (zxcvbn counts
them), against what a guess costs: 64 MiB that go through memory three times, written once and read
twice each (`academy.store.slots.cost`). A graphics card moves about a terabyte a second, so it
makes some 1,750 guesses a second, and a hundred of them need eighteen years for `ENOUGH`. The five
offered words are one of 2**55, 360 times that.

zxcvbn knows English words, and takes any other sign for one of ten. So a passphrase is also judged
by its keys (rows of other keyboards are found there, and Russian passwords), without accents, and
without spaces; and what is in other scripts is counted in words. The least of these counts. It
can't know the sayings of every language, nor tell a long random word from a sentence without
spaces: both are taken for the weaker one where the script isn't Latin.

What counts is a child (`child`): its words would take 13 MB of a process that serves.
"""

import contextlib
import json
import math
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from academy import apart
from academy.errors import AcademyError
from academy.passphrases import child
from academy.passphrases.child import Counted
from sync.keys import random_words

ENOUGH: Final = 10**14
WORDS: Final = 5
JUDGED: Final = 72
"""Characters. Longer ones are judged by their beginning, in less than a second."""

SECONDS: Final = 30
MOST_SAID: Final = 2**20
"""Bytes of the child's answer, which has a few thousand."""
_CHILD: Final = Path(child.__file__)

KNOWN: Final = (
    "academy", "nothing about us without us", "nothing for us without us", "sex work is work",
    "rights not rescue", "sex workers rights are human rights", "only rights can stop the wrongs",
)  # fmt: skip
"""What somebody would try first who knows what this program is for."""

KEYS: Final = (
    ("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,."),
    ("ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظ", "qwertyuiop[]asdfghjkl;'zxcvnm,./"),
    ("azqwm", "qwaz;"),  # the French keyboard
)
"""The keys of other keyboards, and what the same keys are on the one that zxcvbn knows."""

A_WORD: Final = 2048
"""Guesses for a word in a script whose words zxcvbn doesn't know: as for one of those we offer."""
LONGEST_WORD: Final = 10
"""Letters; more are a sentence without spaces, of which each letter says less than another."""
AN_IDEOGRAPH: Final = 30
"""Guesses for a Chinese character in running text: nine make a slogan, ten are five words."""

WHY: Final = {
    "repeat": "passphrase_repeats",
    "sequence": "passphrase_sequence",
    "spatial": "passphrase_keys",
    "date": "passphrase_date",
    "regex": "passphrase_date",
    "passwords": "passphrase_common",
    "user_inputs": "passphrase_common",
    "female_names": "passphrase_names",
    "male_names": "passphrase_names",
}
"""What zxcvbn found, and the refusal that says it. Its surnames are half of the dictionary."""


def offer() -> str:
    """Five random words, as a page offers them: drawn again in the rare case that they are poor."""
    while True:
        words = " ".join(random_words(WORDS))
        with contextlib.suppress(AcademyError):
            judge(words)
            return words


def judge(passphrase: str) -> None:
    """Say no to a passphrase that would soon be guessed, and why.

    Raises AcademyError: "passphrase_short", or the code in `WHY` for what most of it is.
    """
    ways = map(_judged, _counted([*_ways_to_see(passphrase)]))
    guesses, found = min(ways, key=lambda told: told[0])
    if guesses < ENOUGH:
        raise AcademyError(_why(found))


def _ways_to_see(passphrase: str) -> Iterator[str]:
    """The passphrase as it is typed in (capitals make no difference), and as guessers see it."""
    spoken = " ".join(unicodedata.normalize("NFKC", passphrase).casefold().split())[:JUDGED]
    seen = {spoken}
    seen |= {spoken.translate(str.maketrans(theirs, ours)) for theirs, ours in KEYS}
    bare = "".join(s for s in unicodedata.normalize("NFKD", spoken) if not unicodedata.combining(s))
    seen.add(bare[:JUDGED])
    yield from seen | {one.replace(" ", "") for one in seen if one.isascii()}


def _counted(ways: list[str]) -> list[Counted]:
    """What zxcvbn says of each way."""
    asked = json.dumps([ways, _known()]).encode()
    said = apart.ask(_CHILD, asked, [], most=MOST_SAID, seconds=SECONDS)
    return json.loads(said) if said else counted_here(ways)


def counted_here(ways: list[str]) -> list[Counted]:
    """The same, said by this very process: where it can't have a child."""
    return child.counted(ways, _known())


def _known() -> list[str]:
    return [one.replace(" ", "") for one in KNOWN]


def _judged(counted: Counted) -> Counted:
    """How many guesses, and what of; what is in other scripts counted anew."""
    guesses, found = counted
    if any(one["pattern"] == "bruteforce" and not one["token"].isascii() for one in found):
        return math.prod(_guesses(one) for one in found), found
    return guesses, found


def _guesses(found: dict[str, Any]) -> float:
    """How many guesses for one part; zxcvbn's own number where it knows the letters."""
    if found["pattern"] != "bruteforce" or found["token"].isascii():
        return float(found["guesses"])
    kinds = ((kind, len(list(run))) for kind, run in groupby(found["token"], _kind))
    return math.prod(_of_run(kind, length) for kind, length in kinds)


def _kind(sign: str) -> str:
    if "CJK UNIFIED" in unicodedata.name(sign, ""):
        return "ideograph"
    if sign == " ":
        return "space"
    return "letter" if sign.isalpha() or unicodedata.combining(sign) else "other"


def _of_run(kind: str, length: int) -> float:
    if kind == "ideograph":
        return float(AN_IDEOGRAPH**length)
    if kind == "letter":
        return 5.0**length if length > LONGEST_WORD else float(min(20**length, A_WORD))
    return 1.0 if kind == "space" else 10.0**length


def _why(found: list[dict[str, Any]]) -> str:
    """The refusal for what most of it is: short, unless it is one of those that all try first."""
    most: dict[str, int] = {}
    for one in found:
        kind = one.get("dictionary_name") or one["pattern"]
        code = WHY.get(kind, "passphrase_short")
        most[code] = most.get(code, 0) + len(one["token"])
    return max(most, key=lambda code: most[code], default="passphrase_short")
