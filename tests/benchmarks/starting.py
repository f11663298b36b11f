"""How long until the first page, and what it costs: start, memory, what is installed, disk.

Seconds are told twice: by the clock, and of the processor's alone, which is what counts on a
machine that others use too. Beside them a bare Flask view on the same server, started the same way.
"""

import os
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory

PORT, STAFF_PORT = 8710, 8711
OURS = ["-m", "academy", "run", "--port", str(PORT), "--staff-port", str(STAFF_PORT)]
BARE = [
    "-c",
    (
        "import flask, waitress\n"
        "app = flask.Flask('bare')\n"
        "app.add_url_rule('/', view_func=lambda: 'Hello')\n"
        f"waitress.serve(app, host='127.0.0.1', port={PORT}, threads=4)"
    ),
]
TIMES = 5


def main() -> None:
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "ACADEMY_FOLDER": folder}
        found: dict[str, list[tuple[float, float, float]]] = {"ours": [], "bare Flask": []}
        for _ in range(TIMES):
            found["ours"].append(once(OURS, environment, settle=1.5))
            found["bare Flask"].append(once(BARE, environment, settle=0))
    for at, what in enumerate(("by the clock", "of the processor")):
        best, bare = (min(one[at] for one in found[name]) for name in found)
        print(
            f"{'start to first page, ' + what:42}{best:9.2f} s   (target 0.4 when nobody else is"
            f" there; bare Flask {bare:.2f}, ratio {best / bare:.1f})"
        )
    idle, bare = (min(one[2] for one in found[name]) for name in found)
    print(f"{'memory, idle':42}{idle:9.0f} MB  (target 70; bare Flask {bare:.0f})")
    print(f"{'installed':42}{installed():9.0f} MB  (target 150)")


def once(
    command: list[str], environment: dict[str, str], *, settle: float
) -> tuple[float, float, float]:
    """Seconds to the first page, by the clock and of the processor; MB after `settle` seconds."""
    process, took = start(command, environment)
    spent = processor(process.pid)
    index = Path(environment.get("ACADEMY_FOLDER", "")) / "search"
    while settle and not any(index.glob("index-*/languages.json")):
        time.sleep(0.2)  # before it is there, nothing of it is open
    time.sleep(settle)
    idle = memory(process.pid)
    process.terminate()
    process.wait()
    return took, spent, idle


def processor(pid: int) -> float:
    """Seconds of the processor that a process and its first child have used (Linux)."""
    return sum(
        sum(map(int, Path(f"/proc/{one}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[11:13]))
        for one in (pid, *children(pid))
    ) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """The processes that a process has begun (Linux)."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]


def start(command: list[str], environment: dict[str, str]) -> tuple[subprocess.Popen[bytes], float]:
    """The program, started, and the seconds until it answered."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while time.perf_counter() - started < 60:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=5).read()
            return process, time.perf_counter() - started
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.01)
    raise SystemExit("it did not start")


def memory(pid: int) -> float:
    """The resident memory in MB of a process, and of what it began (Linux)."""
    return sum(
        int(Path(f"/proc/{one}/status").read_text("utf-8").split("VmRSS:")[1].split()[0]) / 1000
        for one in (pid, *children(pid))
    )


def installed() -> float:
    """MB of the environment's packages, and of ours."""
    folders = [
        Path(sysconfig.get_path("purelib")),
        *(Path(p) for p in ("academy", "sync", "courses")),
    ]
    return (
        sum(
            path.stat().st_size
            for folder in folders
            for path in folder.rglob("*")
            if path.is_file()
        )
        / 1e6
    )


if __name__ == "__main__":
    main()
