"""`python -m tests.old_browsers [64 72 80] [--keep FOLDER]`: main pages in browsers of old phones.

Fetches the browsers (about 35 MB each, once), renders each page in each of them and in today's
Chromium, and prints what stands worse there: what overlaps, sticks out, touches, is cut off, and
which beads look the same. `--keep` leaves pages and pictures in a folder.
"""

import argparse
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.journeys.machines import CHROMIUM
from tests.old_browsers import beads, boxes, fetching, pages
from tests.old_browsers.devtools import Old
from tests.old_browsers.pages import Seen

OPEN_ALL = (
    "Array.prototype.forEach.call(document.querySelectorAll('details'),"
    " function (one) { one.open = true; })"
)


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m tests.old_browsers")
    given.add_argument("versions", nargs="*", default=list(fetching.pinned()))
    given.add_argument("--keep", type=Path)
    given.add_argument("--only", default="", help="pages whose name begins so")
    given.add_argument("--languages", default=",".join(pages.LANGUAGES))
    asked = given.parse_args()
    with ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        seen = pages.collect(folder, tuple(asked.languages.split(",")))
        seen = [one for one in seen if one.name.startswith(asked.only)]
        said = compare(seen, asked.versions, pictures=folder if asked.keep else None)
    for text, count in said.items():
        print(f"{count:4} × {text}")
    print(f"{sum(said.values())} things worse than today, on {len(seen)} pages")
    sys.exit(bool(said))


def compare(seen: list[Seen], versions: list[str], pictures: Path | None = None) -> Counter[str]:
    """What is worse in old browsers, and how often."""
    said: Counter[str] = Counter()
    with ExitStack() as stack:
        # A browser's last processes may still write while it goes.
        kept = TemporaryDirectory(ignore_cleanup_errors=True)
        temporary = Path(stack.enter_context(kept))

        def start(program: Path) -> Old:
            browser = Old(program, temporary / program.name)
            stack.callback(browser.stop)
            return browser

        today = start(next(Path(path) for path in CHROMIUM if Path(path).exists()))
        olds = {version: start(fetching.browser(version)) for version in versions}
        for one in seen:
            for width in (360, 1366) if one.staff else (360,):
                now = _look(today, one, width)
                for version, old in olds.items():
                    for was, is_now in zip(_look(old, one, width), now, strict=True):
                        for text in set(boxes.worse(was, is_now)):
                            said[f"{version} {width} {one.name} {one.language}: {text}"] += 1
                    if pictures:
                        name = f"{one.name}.{one.language}.{width}.{version}.png"
                        (pictures / name).write_bytes(old.picture(whole=True))
                if pictures:
                    name = f"{one.name}.{one.language}.{width}.now.png"
                    (pictures / name).write_bytes(today.picture(whole=True))
        for version, old in {"today's": today, **olds}.items():
            said.update(f"{version}: {text}" for text in _scripts(old))
            said.update(f"{version}: {text}" for text in beads.alike(old, temporary))
    return said


def _look(browser: Old, one: Seen, width: int) -> list[dict[str, object]]:
    """Its boxes as it opens, and with everything opened that opens."""
    browser.open(one.file, width)
    closed = boxes.measure(browser)
    browser.run(OPEN_ALL)
    return [closed, boxes.measure(browser)]


def _scripts(browser: Old) -> list[str]:
    """Those of our scripts that a browser cannot read."""
    return [
        f"{script.name} is not understood"
        for script in pages.STATIC.glob("*.js")
        if not browser.run(
            "try { new Function(given); return true } catch (e) { return false }",
            script.read_text("utf-8"),
        )
    ]


if __name__ == "__main__":
    main()
