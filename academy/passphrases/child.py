"""Counts how many guesses a passphrase stands, in a process of its own that ends with the answer.

zxcvbn's lists of words take 13 MB, and are asked on the day a passphrase is made. A passphrase
comes in through a pipe and goes out through another, in pieces: it stands on no command line, in
no environment and on no disk, and what is left of it in this memory ends with it.

Run by its path, so it imports nothing of ours.
"""

import json
import sys
from typing import Any, Final

Counted = tuple[float, list[dict[str, Any]]]
"""How many guesses, and of which parts."""
_KEPT: Final = ("pattern", "token", "dictionary_name")


def counted(ways: list[str], known: list[str]) -> list[Counted]:
    """What each way to see a passphrase comes to for who tries the `known` ones first."""
    from zxcvbn import zxcvbn

    found: list[Counted] = []
    for seen in ways:
        told: dict[str, Any] = zxcvbn(seen, known) if seen else {"guesses": 1, "sequence": []}
        parts = [
            {name: one[name] for name in _KEPT if name in one} | {"guesses": float(one["guesses"])}
            for one in told["sequence"]
        ]
        found.append((float(told["guesses"]), parts))
    return found


def main() -> None:
    """Count for who asked."""
    sys.stdout.write(json.dumps(counted(*json.loads(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
