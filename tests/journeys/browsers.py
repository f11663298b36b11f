"""Browsers as people have them: the program itself on a profile of its own, closed or killed.

Playwright starts its browsers with settings that are nobody's. So Chromium is spoken to through its
own pipe (the DevTools protocol) and Firefox through its own port (Marionette), in the few words
that a walk through forms needs.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.journeys.machines import CHROMIUM
from tests.patience import PATIENCE

FIREFOX = ("/usr/bin/firefox-esr", "/usr/bin/firefox")
FLUSHED = 5.0
"""Seconds after which Chromium and Firefox (told to hurry) have written what they know."""


class Browser(ABC):
    """One running browser with one page in front."""

    process: subprocess.Popen[bytes]
    pages = 0

    @abstractmethod
    def run(self, script: str, given: object = None) -> Any:
        """The value that a script returns in the page in front; it is given `given`."""

    @abstractmethod
    def go(self, address: str) -> None:
        """Open an address."""

    @abstractmethod
    def write(self, selector: str, text: str) -> None:
        """Put the cursor into a field and write, in place of what stands there."""

    @abstractmethod
    def upload(self, selector: str, path: Path) -> None:
        """Choose a file in a field for files."""

    @abstractmethod
    def press(self, selector: str) -> None:
        """Press a button as a person does, so that new tabs are let open."""

    @abstractmethod
    def tabs(self) -> list[str]:
        """The tabs that are open, by the browser's own names."""

    @abstractmethod
    def turn_to(self, tab: str) -> None:
        """Have another tab in front."""

    @abstractmethod
    def leave(self) -> None:
        """Ask the browser to end, as its menu does."""

    @abstractmethod
    def hang_up(self) -> None:
        """Let go of the line to it."""

    def close(self) -> None:
        """End it properly."""
        time.sleep(FLUSHED)
        self.leave()
        self.process.wait(PATIENCE)

    def kill(self) -> None:
        """Take its power away."""
        time.sleep(FLUSHED)
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)

    def stop(self) -> None:
        """Leave nothing running and nothing open, also after a test that failed."""
        self.hang_up()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)

    def moved(self, step: Any) -> None:
        """Do something that leads to another page, and wait until it is there.

        Each page is given a number on leaving it: one that comes back out of memory has an old one.
        """
        self.pages += 1
        left = str(self.pages)
        # While a page is being put together, there may be no element of it yet.
        self.until(
            "const page = document.documentElement; if (page) page.dataset.left = given;"
            " return Boolean(page)", left,
        )  # fmt: skip
        with suppress(PageGoneError):  # it went away before it could answer
            step()
        self.until(
            "const page = document.documentElement; return page"
            " && page.dataset.left !== given && document.readyState === 'complete'", left,
        )  # fmt: skip

    def until(self, script: str, given: object = None) -> None:
        """Wait until a script says so."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if self.run(script, given):
                    return
            except PageGoneError:
                pass
            time.sleep(0.02)
        raise AssertionError(f"not in time: {script}")

    def back(self) -> None:
        self.moved(lambda: self.run("history.back()"))

    def forward(self) -> None:
        self.moved(lambda: self.run("history.forward()"))

    def reload(self) -> None:
        self.moved(lambda: self.run("location.reload()"))


class PageGoneError(Exception):
    """The page went away while it was asked."""


_ON_3_AND_4 = """
import fcntl, os, sys
read, write = (fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3])
os.dup2(read, 3)
os.dup2(write, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Chromium's own pipe has these two numbers."""


class Chromium(Browser):
    """Chromium without a window, which writes the same profile as with one."""

    def __init__(self, profile: Path) -> None:
        program = next(path for path in CHROMIUM if Path(path).exists())
        read, self._to = os.pipe()
        self._from, write = os.pipe()
        self.process = subprocess.Popen(
            [sys.executable, "-c", _ON_3_AND_4, str(read), str(write), program, "--headless=new",
             "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe",
             f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(read, write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(read)
        os.close(write)
        self._number, self._rest = 0, b""
        self._sessions: dict[str, str] = {}
        deadline = time.monotonic() + PATIENCE
        while not self.tabs() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.turn_to(self.tabs()[0])

    def _ask(self, method: str, session: str | None = None, **given: Any) -> Any:
        self._number += 1
        asked = {"id": self._number, "method": method, "params": given}
        asked |= {"sessionId": session} if session else {}
        os.write(self._to, json.dumps(asked).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise PageGoneError(answer["error"]["message"])
                return answer["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._from, 2**20)
            if not more:
                raise PageGoneError("the browser has ended")
            self._rest += more
        one, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(one)
        return found

    def run(self, script: str, given: object = None) -> Any:
        said = self._ask(
            "Runtime.evaluate", self._in_front, returnByValue=True, userGesture=True,
            expression=f"((given) => {{ {script} }})({json.dumps(given)})",
        )  # fmt: skip
        if "exceptionDetails" in said:
            raise AssertionError(said["exceptionDetails"])
        return said["result"].get("value")

    def go(self, address: str) -> None:
        self.moved(lambda: self._ask("Page.navigate", self._in_front, url=address))

    def write(self, selector: str, text: str) -> None:
        self.run("const f = document.querySelector(given); f.focus(); f.select()", selector)
        self._ask("Input.insertText", self._in_front, text=text)

    def upload(self, selector: str, path: Path) -> None:
        root = self._ask("DOM.getDocument", self._in_front)["root"]["nodeId"]
        node = self._ask("DOM.querySelector", self._in_front, nodeId=root, selector=selector)
        self._ask("DOM.setFileInputFiles", self._in_front, files=[str(path)], nodeId=node["nodeId"])

    def press(self, selector: str) -> None:
        self.run("document.querySelector(given).click()", selector)

    def tabs(self) -> list[str]:
        found = self._ask("Target.getTargets")["targetInfos"]
        return [one["targetId"] for one in found if one["type"] == "page"]

    def turn_to(self, tab: str) -> None:
        if tab not in self._sessions:
            said = self._ask("Target.attachToTarget", targetId=tab, flatten=True)
            self._sessions[tab] = said["sessionId"]
        self._in_front = self._sessions[tab]

    def leave(self) -> None:
        self._ask("Browser.close")

    def hang_up(self) -> None:
        os.close(self._to)
        os.close(self._from)


HURRY = """
user_pref("browser.sessionstore.interval", 500);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.normandy.enabled", false);
user_pref("marionette.port", 0);
user_pref("remote.prefs.recommended", false);
"""
"""Firefox as it is installed, but that it asks nothing, writes its session at once and can be
spoken to. Without the last line it would take settings made for tests, and forget sessions."""


GONE = {"javascript error", "unknown error", "no such window", "stale element reference"}
"""What Firefox calls it when a page goes away while it is asked."""


class Firefox(Browser):
    """Firefox without a window."""

    def __init__(self, profile: Path) -> None:
        profile.mkdir(parents=True, exist_ok=True)
        (profile / "user.js").write_text(HURRY, encoding="utf-8")
        said = profile / "MarionetteActivePort"
        said.unlink(missing_ok=True)  # of one that was killed
        program = next(path for path in FIREFOX if Path(path).exists())
        self.process = subprocess.Popen(
            [program, "--headless", "--no-remote", "--marionette", "--profile", str(profile)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while not (said.exists() and said.read_text().strip()) and time.monotonic() < deadline:
            time.sleep(0.05)
        self._socket = socket.create_connection(("127.0.0.1", int(said.read_text())), PATIENCE)
        self._number, self._rest = 0, b""
        self._next()
        self._ask("WebDriver:NewSession", capabilities={})

    def _ask(self, command: str, **given: Any) -> Any:
        self._number += 1
        asked = json.dumps([0, self._number, command, given]).encode()
        self._socket.sendall(f"{len(asked)}:".encode() + asked)
        _kind, _number, error, result = self._next()
        if error:
            said = f"{error['error']}: {error['message']}"
            raise PageGoneError(said) if error["error"] in GONE else AssertionError(said)
        return result["value"] if isinstance(result, dict) and "value" in result else result

    def _next(self) -> Any:
        while b":" not in self._rest:
            self._rest += self._socket.recv(2**16)
        size, _, self._rest = self._rest.partition(b":")
        while len(self._rest) < int(size):
            self._rest += self._socket.recv(2**16)
        one, self._rest = self._rest[: int(size)], self._rest[int(size) :]
        return json.loads(one)

    def _field(self, selector: str) -> str:
        found = self._ask("WebDriver:FindElement", using="css selector", value=selector)
        return str(next(iter(found.values())))

    def run(self, script: str, given: object = None) -> Any:
        body = f"const given = arguments[0]; {script}"
        return self._ask("WebDriver:ExecuteScript", script=body, args=[given], sandbox="default")

    def go(self, address: str) -> None:
        self.moved(lambda: self._ask("WebDriver:Navigate", url=address))

    def write(self, selector: str, text: str) -> None:
        field = self._field(selector)
        self._ask("WebDriver:ElementClear", id=field)
        if text:
            self._ask("WebDriver:ElementSendKeys", id=field, text=text)

    def upload(self, selector: str, path: Path) -> None:
        # Its pages can't read this machine's files, and no dialogue can be used from here.
        self.run(
            "const drop = new DataTransfer();"
            "drop.items.add(new File([given.text], given.name));"
            "document.querySelector(given.selector).files = drop.files",
            {"selector": selector, "name": path.name, "text": path.read_text("utf-8")},
        )

    def press(self, selector: str) -> None:
        self._ask("WebDriver:ElementClick", id=self._field(selector))

    def tabs(self) -> list[str]:
        found: list[str] = self._ask("WebDriver:GetWindowHandles")
        return found

    def turn_to(self, tab: str) -> None:
        self._ask("WebDriver:SwitchToWindow", handle=tab)

    def leave(self) -> None:
        self._ask("Marionette:Quit", flags=["eAttemptQuit"])

    def hang_up(self) -> None:
        self._socket.close()
