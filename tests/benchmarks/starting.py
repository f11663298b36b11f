"""How long until the first page, and what it costs: start, memory, what is installed, disk."""

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


def main() -> None:
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "ACADEMY_FOLDER": folder}
        for name in ("first start", "later start"):
            process, took = start(environment)
            idle = memory(process.pid)
            process.terminate()
            process.wait()
            print(
                f"{name:42}{took:9.2f} s   to the first page (target 0.5; bare Python {bare():.2f})"
            )
        print(f"{'memory, idle':42}{idle:9.0f} MB  (target 90; bare Python {bare_memory():.0f})")
    print(f"{'installed':42}{installed():9.0f} MB  (target 180)")


def start(environment: dict[str, str]) -> tuple[subprocess.Popen[bytes], float]:
    """The program, started, and the seconds until it answered."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "academy",
            "run",
            "--port",
            str(PORT),
            "--staff-port",
            str(STAFF_PORT),
        ],
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
    """A process's resident memory in MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1000


def bare() -> float:
    """Seconds for the bare interpreter to start and stop."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", ""], check=True)
    return time.perf_counter() - started


def bare_memory() -> float:
    """The bare interpreter's resident memory in MB."""
    code = "print(open('/proc/self/status').read().split('VmRSS:')[1].split()[0])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return int(told.stdout) / 1000


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
