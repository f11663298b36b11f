"""The main pages, as the demo serves them, each with its styles in it: one file for one page."""

import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.machines import free_port
from tests.patience import PATIENCE
from tests.visitor import Visitor

LANGUAGES = ("en", "zh_Hans", "ar")
STATIC = Path(__file__).parents[2] / "academy" / "web" / "shared" / "static"
LESSON = "/courses/swit/why-swit/"
READER = {
    "front": "/", "sign-in": "/sign-in", "join": "/join", "courses": "/courses/",
    "course": "/courses/swit/", "lesson": LESSON, "search": "/search?q=condom",
    "glossary": "/courses/glossary/",
}  # fmt: skip
PERSON = {"home": "/", "here": "/here", "me": "/me", "check": "/check", "forget": "/me/forget"}
STAFF = {
    "today": "/", "people": "/people", "attendance": "/attendance", "settings": "/settings",
    "certificates": "/certificates", "add-person": "/people/new", "staff-courses": "/courses",
}  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """One page: its name, its language, and the file that holds all of it."""

    name: str
    language: str
    staff: bool
    file: Path


class Reader(Visitor):
    """Gets pages as they are sent, to be opened by a browser."""

    def _open(self, asked: urllib.request.Request) -> str:
        with self._browser.open(asked, timeout=PATIENCE) as answer:
            self.at, self.status = answer.url.removeprefix(self.address), answer.status
            return str(answer.read().decode())


@dataclass(frozen=True)
class Demo:
    staff: str
    lan: str
    entry: str
    pin: str


@contextmanager
def demo() -> Iterator[Demo]:
    """The demo, running."""
    port, staff_port = free_port(), free_port()
    command = [sys.executable, "-u", "-m", "academy", "demo", "--port", str(port),
               "--staff-port", str(staff_port)]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        try:
            pin = entry = ""
            for line in program.stdout or ():
                pin = pin or next(iter(re.findall(r"PIN (\d{6})", line)), "")
                if found := re.search(r"http://127\S+(/enter/\S+)", line):
                    entry = found[1]
                    break
            time.sleep(1)
            yield Demo(f"http://127.0.0.1:{staff_port}", f"http://127.0.0.1:{port}", entry, pin)
        finally:
            program.terminate()
            program.communicate()  # it says that it ends, and must be heard


def collect(folder: Path, languages: tuple[str, ...] = LANGUAGES) -> list[Seen]:
    """Every main page in each language."""
    seen: list[Seen] = []
    with demo() as running:
        desk, phone = Reader(running.staff), Reader(running.lan)
        desk.get(running.entry)
        session = re.findall(r'href="/attendance/([^"/]+)"', desk.get("/attendance"))[0]
        staff = STAFF | {"take": f"/attendance/{session}"}
        phone.post("/sign-in", alias="Blue Heron", pin=running.pin)
        assert "/sign-in" not in phone.at, "the demo did not let Blue Heron in"
        for language in languages:
            passer = Reader(running.lan)
            for who in (passer, phone, desk):
                who.get(f"/language/{language}?back=/")
            found = [
                (name, who.get(path), who)
                for who, pages in ((passer, READER), (phone, PERSON), (desk, staff))
                for name, path in pages.items()
            ]
            found.append(("checked", _answered(passer), passer))
            found.append(("wall", desk.post(f"/code/{session}/open", page="/people/new"), desk))
            for name, page, who in found:
                file = folder / f"{name}.{language}.html"
                file.write_text(_whole(page, who), "utf-8")
                seen.append(Seen(name, language, who is desk, file))
    return seen


def _answered(who: Reader) -> str:
    """The lesson with its quiz sent, the first answer ticked throughout."""
    fields = re.findall(r'<input type="(?:radio|hidden)" name="([^"]+)" value="([^"]*)"',
                        who.get(LESSON))  # fmt: skip
    sent = urllib.parse.urlencode(dict(reversed(fields))).encode()
    headers = {"Origin": who.address}  # who keeps no cookie is known by where the form stood
    return who._open(urllib.request.Request(f"{who.address}{LESSON}quiz", sent, headers))


def _whole(page: str, who: Reader) -> str:
    """The page with its styles in it and without scripts: what they do is another matter."""
    page = re.sub(
        r'<link rel="stylesheet" href="([^"]+)">',
        lambda found: f"<style>{who.get(found[1])}</style>", page,
    )  # fmt: skip
    return re.sub(r"<script[^>]*></script>", "", page)
