"""`python -m tests.benchmarks [name …]`: every figure of the design's table, beside its reference.

Machines are noisy: read the ratio to the reference of the same run, not the seconds. Each benchmark
is also a command of its own, `python -m tests.benchmarks.merging`.
"""

import importlib
import sys

ALL = (
    "starting", "first_visit", "serving", "room", "siege", "writing", "merging", "region", "desk",
    "pages", "search", "certificates",
)  # fmt: skip


def main() -> None:
    for name in sys.argv[1:] or ALL:
        print(f"\n== {name}")
        arguments, sys.argv = sys.argv, sys.argv[:1]
        importlib.import_module(f"tests.benchmarks.{name}").main()
        sys.argv = arguments


if __name__ == "__main__":
    main()
