"""`python -m tests.fuzzing [minutes] [target …]`: altered inputs for every parser, until one slips.

A fault is printed as a line for `crashers.py`.
"""

import random
import sys
import time

from tests.fuzzing.mutations import mutated
from tests.fuzzing.targets import Target, all_targets, tried


def main() -> None:
    minutes = float(sys.argv[1]) if sys.argv[1:] else 1.0
    with all_targets() as targets:
        chosen = [one for one in targets if one.name in sys.argv[2:] or not sys.argv[2:]]
        faults = sum(search(one, 60 * minutes / len(chosen)) for one in chosen)
    sys.exit(f"{faults} faults." if faults else 0)


def search(target: Target, seconds: float) -> int:
    """Try for so many seconds; print what slips, each kind and place once."""
    start, count, seen = time.monotonic(), 0, set[str]()
    source = random.Random(time.time_ns())
    grown = list(target.seeds)
    while time.monotonic() - start < seconds:
        data = mutated(source, grown)
        fault = tried(target, data)
        count += 1
        if fault is None:
            if source.random() < 0.002:
                grown = [*target.seeds, *grown[-50:], data]
            continue
        kind = f"{type(fault).__name__}: {str(fault)[:60]}"
        if kind not in seen:
            seen.add(kind)
            print(f"    ({target.name!r}, {data[:2_000]!r}),  # {kind}")
    print(f"{target.name}: {count} inputs, {len(seen)} kinds of fault")
    return len(seen)


if __name__ == "__main__":
    main()
