"""What is tried in there, by the Python of the zip itself and nothing else; see trial.py."""

import os
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

sys.path.insert(0, "/")
from visitor import Visitor  # type: ignore[import-not-found]

FOLDER, NEWER = map(Path, sys.argv[1:3])


def main() -> None:
    """Each in its turn; an assert that fails ends it."""
    assert not list(Path("/usr/bin").glob("python*")), "the system isn't bare"
    told = subprocess.run(
        [str(FOLDER / "academy"), "doctor"], capture_output=True, text=True, check=False
    ).stdout
    print(told)
    pdf = "✓ PDF: " in told
    with Started("demo") as address:
        someone = Visitor(address.partition("/enter")[0])
        page = someone.get(address.removeprefix(someone.address))
        assert someone.status == 200, page
        assert "<html" in page
        certificate(someone, pdf=pdf)
        phone = Visitor("http://127.0.0.1:8000")
        assert "<html" in phone.get("/")
        assert phone.status == 200
    with Started("run") as address:
        set_up(Visitor(address))
    kept = Path.home() / ".academy"
    assert (kept / "store.db").is_file()
    assert not kept.is_relative_to(FOLDER)
    with Started("run", NEWER) as address:
        again = Visitor(address)
        again.get("/")
        assert again.at.startswith("/unlock"), again.at
    print("A page answered, a certificate was made" + (" as PDF," if pdf else " to print,"))
    print("and another copy of the folder found what the first has kept.")


def set_up(trainer: Visitor) -> None:
    """Make a store, as on the first page of all."""
    today = re.search(r'type="date" value="([^"]+)"|value="(20[^"]+)"', trainer.get("/setup"))
    assert today is not None
    said = {"passphrase": "river lamp stone cloud seven", "paper": "1"}
    trainer.post("/setup", **said, today=today[1] or today[2])
    assert trainer.status == 200, trainer.at


class Started:
    """The academy, started as a trainer does; in `with`, where its pages are."""

    def __init__(self, word: str, folder: Path = FOLDER) -> None:
        self.words = [str(folder / "academy"), word]

    def __enter__(self) -> str:
        self.child = subprocess.Popen(self.words, stdout=subprocess.PIPE, text=True)
        for line in self.child.stdout or ():
            found = re.search(r"http://127\.0\.0\.1:8001\S*", line)
            if found:
                return found[0]
        raise AssertionError("it said no address")

    def __exit__(self, *_: object) -> None:
        self.child.terminate()
        self.child.wait(30)
        if self.child.stdout is not None:
            self.child.stdout.close()
        time.sleep(0.2)


def certificate(someone: Visitor, *, pdf: bool) -> None:
    """Print one of those that are earned by now: as a PDF, or without Pango as a page to print."""
    at = "/certificates/print"
    token = someone.token(at)
    first = re.findall(r'name="person"[^>]* value="([^"]+)"', someone.get(at))[0]
    form = {"csrf_token": token, "person": first, f"name-{first}": "Ada Vale", "anyway": "1"}
    asked = urllib.request.Request(someone.address + at, urllib.parse.urlencode(form).encode())
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(someone.jar))
    with opener.open(asked, timeout=120) as answer:
        made = answer.read()
    if pdf:
        assert made.startswith(b"%PDF-"), made[:200]
        Path("/certificate.pdf").write_bytes(made)
    else:
        assert b"Ada Vale" in made


if __name__ == "__main__":
    os.chdir("/")
    main()
