"""How long until the first page, and what it costs: start, memory, what is installed, disk.

Seconds are told twice: by the clock, and of the processor's alone, which is what counts on a
machine that others use too. Beside them a bare Flask view on the same server, started the same way.
Medians of several starts; the first, on which nothing is remembered of the courses, by itself.

Where we stop. A start costs two and a half bare Flask views (0.36 s beside 0.14 on a machine full
of others; it was 0.67). Flask and waitress are two fifths of it. A quarter is our own modules, most
of them the pages that a phone can ask for: a door that knew its addresses without them would need a
second list of all pages. Then come the courses: the size and times of every file of theirs and of
the program (10 ms), which is what makes it safe to remember them, and taking in what is remembered
(20). The first start of all reads them (0.1 s more), and compiles the templates. Of what importing
takes, a quarter is Python writing the methods of 87 data classes, 76 of them ours (60 to 80 ms on a
machine full of others), and an eighth 216 regular expressions, of which 87 are ours.

Idle memory is Python and Flask (32 MB), both doors and what they stand on (15), the store's library
(5), the search's and its open index (5), the courses in their original language (4), and threads
and what was made and dropped on the way: to give back what is free of that makes 0.3. Of lessons
the source is there once; HTML, other languages and catalogues come when somebody reads them. What
is left of ours would be a page that somebody waits for.
"""

import os
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median
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
        # Without it each start would compile all of our modules, which nobody's laptop does.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        found: dict[str, list[tuple[float, float, float]]] = {"ours": [], "bare Flask": []}
        for _ in range(TIMES):
            found["ours"].append(once(OURS, environment, Path(folder) / "search"))
            found["bare Flask"].append(once(BARE, environment))
    first, ours = found["ours"][0], found["ours"][1:]
    for at, what in enumerate(("by the clock", "of the processor")):
        usual, bare = (median(one[at] for one in some) for some in (ours, found["bare Flask"]))
        print(
            f"{'start to first page, ' + what:42}{usual:9.2f} s   (target 0.4 when nobody else is"
            f" there; bare Flask {bare:.2f}, ratio {usual / bare:.1f}; the first {first[at]:.2f})"
        )
    idle, bare = (median(one[2] for one in some) for some in (ours, found["bare Flask"]))
    print(f"{'memory, idle':42}{idle:9.0f} MB  (target 70; bare Flask {bare:.0f})")
    print(f"{'installed':42}{installed():9.0f} MB  (target 150)")


def once(
    command: list[str], environment: dict[str, str], index: Path | None = None
) -> tuple[float, float, float]:
    """Seconds to the first page, by the clock and of the processor; MB once nothing is done."""
    process, took = start(command, environment)
    spent = processor(process.pid)
    while index and not any(index.glob("index-*/languages.json")):
        time.sleep(0.2)  # before it is there, nothing of it is open
    before = -1.0
    while children(process.pid) or processor(process.pid) > before + 0.01:
        before = processor(process.pid)
        time.sleep(2)
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
