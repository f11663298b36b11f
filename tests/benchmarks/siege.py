"""Two hundred phones at once, alone and while somebody holds the door: pages per second and p99.

The attacker is a process of its own: half-open requests, from one loopback address and from many,
opened again as soon as they are closed; then answers that are never read. Beside it the trainer's
own door is asked for a page again and again.
"""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from academy.config import Config
from academy.data import data_folder
from academy.web import serve
from tests.academy.web import siege

PORT, STAFF_PORT = 8740, 8741
PHONES, PAGES = 200, 20
LESSON = "/courses/advocacy/what-advocacy-is/"
ATTACKS = (
    ("nobody else", 0, "", 0),
    ("450 half-open, one address", 450, "half a head", 1),
    ("450 half-open, 200 addresses", 450, "half a head", 200),
    ("2,000 half-open, one address", 2000, "half a head", 1),
    ("2,000 half-open, 200 addresses", 2000, "half a head", 200),
    ("2,000 half a body, 200 addresses", 2000, "half a body", 200),
    ("2,000 never reading, 200 addresses", 2000, "answers never read", 200),
)


def main() -> None:
    siege.allow_files(8000)
    with TemporaryDirectory() as folder:
        config = Config(Path(folder), data_folder("courses"), lan_port=PORT, staff_port=STAFF_PORT)
        running = serve.start(config)
        running.warming.join()
        told(0, "", 0)  # the courses are drawn once
        for name, count, kind, addresses in ATTACKS:
            figures = told(count, kind, addresses)
            print(
                f"{name:38}{figures['per_second']:7.0f} pages/s  p99 {figures['p99']:5.2f} s"
                f"  not served {figures['wrong']:3.0f} of {PHONES} phones;"
                f"  trainer's door at worst {figures['staff']:.2f} s"
            )
        running.close()


def told(count: int, kind: str, addresses: int) -> dict[str, float]:
    """The figures of one run, phones and attacker each in a process of its own."""
    attacker = apart("attack", count, kind, addresses) if count else None
    if attacker is not None and attacker.stdout is not None:
        attacker.stdout.readline()
    done, worst = threading.Event(), [0.0]
    trainer = threading.Thread(target=look, args=(done, worst))
    trainer.start()
    phones = apart("phones", count, kind, addresses)
    answer, _ = phones.communicate(timeout=300)
    done.set()
    trainer.join()
    if attacker is not None:
        attacker.terminate()
        attacker.communicate(timeout=10)
    return {**json.loads(answer), "staff": worst[0]}


def look(done: threading.Event, worst: list[float]) -> None:
    """Ask the trainer's door for its first page, again and again."""
    while not done.wait(0.2):
        worst[0] = max(worst[0], *siege.phone(STAFF_PORT, 1, "/setup"))


def apart(what: str, *words: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.benchmarks.siege", what, *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def attack(count: str, kind: str, addresses: str) -> None:
    with siege.attack(PORT, int(count), siege.KINDS[kind], int(addresses)):
        print("held", flush=True)
        threading.Event().wait(300)


def phones() -> None:
    started = time.perf_counter()
    took, wrong = siege.room(PHONES, lambda: siege.phone(PORT, PAGES, LESSON))
    ended = time.perf_counter() - started
    took.sort()
    p99 = took[len(took) * 99 // 100] if took else 0
    print(json.dumps({"per_second": len(took) / ended, "p99": p99, "wrong": len(wrong)}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["attack"]:
        attack(*sys.argv[2:])
    elif sys.argv[1:2] == ["phones"]:
        phones()
    else:
        main()
