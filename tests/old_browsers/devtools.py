"""A Chromium of any age, spoken to through its port (the DevTools protocol over a WebSocket).

The pipe that tests/journeys/browsers.py uses is younger than the browsers meant here.
"""

import base64
import json
import re
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.patience import PATIENCE

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--remote-debugging-port=0",
]  # fmt: skip


class Old:
    """One browser with one page, told how wide it is."""

    def __init__(self, program: Path, profile: Path) -> None:
        profile.mkdir(parents=True)
        said = profile.with_suffix(".log")
        with said.open("wb") as output:
            self.process = subprocess.Popen(
                [str(program), *FLAGS, f"--user-data-dir={profile}", "about:blank"],
                stdout=output, stderr=output,
            )  # fmt: skip
        self._number, self._rest = 0, b""
        self._line = _connect(_page(said))
        self.ask("Page.enable")

    def ask(self, method: str, **given: Any) -> Any:
        self._number += 1
        asked = {"id": self._number, "method": method, "params": given}
        self._line.sendall(_frame(json.dumps(asked).encode()))
        while True:
            answer = json.loads(self._message())
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise AssertionError(answer["error"])
                return answer["result"]

    def run(self, script: str, given: object = None) -> Any:
        """The value that a script returns; it is given `given`."""
        said = self.ask(
            "Runtime.evaluate", returnByValue=True,
            expression=f"(function (given) {{ {script} }})({json.dumps(given)})",
        )  # fmt: skip
        if "exceptionDetails" in said:
            raise AssertionError(said["exceptionDetails"])
        return said["result"].get("value")

    def open(self, file: Path, width: int, height: int = 740) -> None:
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=width < 700,
        )  # fmt: skip
        self.ask("Page.navigate", url=file.as_uri())
        deadline = time.monotonic() + PATIENCE
        there = "return location.href === given && document.readyState === 'complete'"
        while not self.run(there, file.as_uri()):
            if time.monotonic() > deadline:
                raise AssertionError(f"not in time: {file.name}")
            time.sleep(0.01)

    def picture(self, *, whole: bool = False) -> bytes:
        """What it shows, as PNG; all of a long page if `whole`."""
        if whole:
            size = self.run(
                "var d = document.documentElement; return [window.innerWidth, d.scrollHeight]"
            )
            self.ask(
                "Emulation.setDeviceMetricsOverride",
                width=size[0], height=min(size[1], 4000), deviceScaleFactor=1, mobile=size[0] < 700,
            )  # fmt: skip
        return base64.b64decode(self.ask("Page.captureScreenshot")["data"])

    def stop(self) -> None:
        self._line.close()
        self.process.kill()
        self.process.wait(PATIENCE)

    def _message(self) -> bytes:
        whole, final = b"", False
        while not final:
            first, size = self._read(2)
            final = bool(first & 0x80)
            if size == 126:
                size = int.from_bytes(self._read(2))
            elif size == 127:
                size = int.from_bytes(self._read(8))
            whole += self._read(size)
        return whole

    def _read(self, size: int) -> bytes:
        while len(self._rest) < size:
            more = self._line.recv(2**20)
            if not more:
                raise AssertionError("the browser has ended")
            self._rest += more
        one, self._rest = self._rest[:size], self._rest[size:]
        return one


def _page(said: Path) -> str:
    """The address of the page that a browser has open, once it says where it listens."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := re.search(r"listening on (?:ws://)?([\d.]+:\d+)", said.read_text("utf-8")):
            with urllib.request.urlopen(f"http://{found[1]}/json", timeout=PATIENCE) as answer:
                pages = [one for one in json.loads(answer.read()) if one["type"] == "page"]
            if pages:
                return str(pages[0]["webSocketDebuggerUrl"])
        time.sleep(0.05)
    raise AssertionError(said.read_text("utf-8"))


def _connect(address: str) -> socket.socket:
    host, _, path = address.removeprefix("ws://").partition("/")
    name, _, port = host.rpartition(":")
    line = socket.create_connection((name, int(port)), PATIENCE)
    line.sendall(
        f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {base64.b64encode(bytes(16)).decode()}\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += line.recv(1)
    assert b" 101 " in head.partition(b"\r\n")[0], head
    return line


def _frame(text: bytes) -> bytes:
    """One message. What a browser is sent must be masked; the mask is all zeros."""
    size = len(text)
    if size < 126:
        return bytes([0x81, 0x80 | size]) + bytes(4) + text
    if size < 2**16:
        return bytes([0x81, 0x80 | 126]) + size.to_bytes(2) + bytes(4) + text
    return bytes([0x81, 0x80 | 127]) + size.to_bytes(8) + bytes(4) + text
