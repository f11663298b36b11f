"""Real machines to walk with: the program started as a trainer starts it, and a browser at hand."""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Final

from tests.patience import PATIENCE

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
BROWSER_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

PHONE: Any = {"width": 360, "height": 740}
LAPTOP: Any = {"width": 1366, "height": 768}


PORTS: Final = range(10_000, 32_000)
"""Below those that systems lend to whoever connects: one of these, free now, might be anybody's in
a second, when the machine listens at it."""
_given: set[int] = set()


def free_port() -> int:
    """A port where nobody listens, from where nobody connects, and that no other test was given."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    ours = [port for port in PORTS[worker % 16 :: 16] if port not in _given]
    while True:
        port = secrets.choice(ours)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            _given.add(port)
            return port


class Machine:
    """One laptop, or the central copy: a process of its own on a folder of its own."""

    def __init__(
        self,
        folder: Path,
        *,
        central: bool = False,
        umask: int = -1,
        program: list[str] | None = None,
    ) -> None:
        self.folder = folder
        self.central = central
        self.umask = umask
        self.program = program or ["-m", "academy"]
        self.port, self.staff_port = free_port(), free_port()
        self.staff = f"http://127.0.0.1:{self.staff_port}"
        self.lan = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it as the command line does, and wait until its pages answer."""
        role = ["central"] if self.central else ["run"]
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, *self.program, "--folder", str(self.folder), *role,
                 "--port", str(self.port), "--staff-port", str(self.staff_port)],
                stdout=said, stderr=subprocess.STDOUT, umask=self.umask,
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.staff}/", timeout=PATIENCE).read()
            except urllib.error.HTTPError:
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
            else:
                return
        raise AssertionError(self.said())

    def said(self) -> str:
        """What it printed."""
        return (self.folder.parent / f"{self.folder.name}.log").read_text("utf-8", "replace")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE)

    def kill(self) -> None:
        """Pull the plug."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(PATIENCE)

    def command(self, *words: str, passphrase: str) -> subprocess.CompletedProcess[str]:
        """Run `academy …` on this machine's folder."""
        return subprocess.run(
            [sys.executable, "-m", "academy", "--folder", str(self.folder), *words],
            capture_output=True, text=True, check=False, timeout=PATIENCE,
            env={**os.environ, "ACADEMY_PASSPHRASE": passphrase},
        )  # fmt: skip
