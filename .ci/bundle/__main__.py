"""One zip for a laptop without Python: unpack it, double-click, and the academy is there.

    python3 start.py test --version                    once: the tools it needs
    .venv/bin/python .ci/bundle linux-x64              → dist/academy-0.1.0-linux-x64.zip
    .venv/bin/python .ci/bundle windows-x64 --python FILE

In it are Python, the libraries of requirements.lock, the academy with its courses and fonts, Pango,
and one file to start it. For Linux everything comes from Debian and PyPI; for Windows and macOS all
but Python does, which has to be fetched once by hand: without --python it says which file, and by
which SHA-256 it is known. The same files in give the same bytes out.

It lies here and not among the academy's commands, because it needs pip and apt, and a trainer's
laptop has neither.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

try:
    from bundle.build import Making, make
    from bundle.registries import FetchError
    from bundle.systems import SYSTEMS
except ModuleNotFoundError as missing:
    if missing.name != "packaging":
        raise
    sys.exit("This needs the tools of the tests: python3 start.py test --version")


def main(words: list[str]) -> int:
    """Make one zip."""
    parser = argparse.ArgumentParser(
        prog=".ci/bundle", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("system", choices=sorted(SYSTEMS))
    parser.add_argument("--python", type=Path, metavar="FILE", help="an archive with Python")
    parser.add_argument("--sha256", help="of that archive, if it isn't the one we know")
    parser.add_argument("--into", type=Path, default=Path("dist"), metavar="FOLDER")
    asked = parser.parse_args(words)
    # The courses' index goes along.
    command = [sys.executable, "-m", "academy.search.shipping"]
    subprocess.run(command, check=True, cwd=Path(__file__).resolve().parents[2])
    with tempfile.TemporaryDirectory() as work:
        try:
            made = make(
                Making(SYSTEMS[asked.system], Path(work)), asked.python, asked.sha256, asked.into
            )
        except FetchError as refused:
            sys.exit(str(refused))
    print(f"{made} ({made.stat().st_size / 2**20:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
