"""Sealing: nothing that was known is left in memory, and the doors are open again, locked."""

import contextlib
import os
import re
import signal
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from academy import actions
from academy.store import opening, slots
from tests.journeys.machines import Machine
from tests.journeys.memory import family, found_in, is_alive
from tests.patience import PATIENCE, until
from tests.visitor import Visitor

PASSPHRASE = "river lamp stone cloud seven"
SECOND = "table orange window seven cloud"
CANARY = rb"Canary \d{4} of the lake"
ALIASES = [f"Canary {number:04} of the lake" for number in range(1048)]

BY_A_PARENT = [
    "-c",
    "import academy.web.afresh as a; a.IN_PLACE = False; from academy.cli import main; main()",
]
"""As on Windows, where a process can't become another one."""


def filled(folder: Path) -> None:
    """A laptop with a long list of people."""
    store = opening.create(folder, PASSPHRASE)
    today = store.now().date().isoformat()
    workshop = actions.plan_workshop(
        store, title="Week", level="regional", country="KE", starts=today, ends=today,
    )  # fmt: skip
    store.set_setting("workshop", workshop)
    for some in range(0, len(ALIASES), 400):
        rows = [{"alias": alias} for alias in ALIASES[some : some + 400]]
        actions.register_list(store, workshop=workshop, rows=rows)
    store.close()


def unlocked(machine: Machine) -> Visitor:
    """Somebody at the machine's pages who has typed the passphrase and looked at everybody."""
    visitor = Visitor(machine.staff)
    visitor.post("/unlock", passphrase=PASSPHRASE)
    assert ALIASES[1000] in everybody(visitor), visitor.at
    return visitor


def everybody(visitor: Visitor) -> str:
    """All pages of the list."""
    first = visitor.get("/people")
    last = max(int(number) for number in re.findall(r"/people\?page=(\d+)", first))
    return first + "".join(visitor.get(f"/people?page={n}") for n in range(2, last + 1))


@pytest.fixture
def laptop(machine, tmp_path):
    filled(tmp_path / "laptop")
    return machine("laptop")


@pytest.fixture(params=[None, BY_A_PARENT], ids=["in place", "by a parent"])
def any_laptop(machine, tmp_path, request):
    """Both ways of ending and starting again."""
    filled(tmp_path / "laptop")
    return machine("laptop", program=request.param)


def seal(visitor: Visitor) -> str:
    """Press Seal; the page that asks for the passphrase, as soon as it is there."""
    page = visitor.post("/settings/seal", page="/settings")
    while visitor.at != "/unlock":
        time.sleep(0.1)
        with contextlib.suppress(OSError):
            page = visitor.get("/unlock")
    return page


def needles(machine: Machine) -> dict[str, bytes]:
    key = slots.unlock(machine.folder, PASSPHRASE)
    return {
        "the key": key,
        "the key, written out": key.hex().encode(),
        "the passphrase": PASSPHRASE.encode(),
        "the passphrase, sent": PASSPHRASE.replace(" ", "+").encode(),
    }


def pid_of(machine: Machine) -> int:
    assert machine.process is not None
    return machine.process.pid


def test_nothing_is_left_in_the_memory_of_a_sealed_machine(any_laptop):
    laptop = any_laptop
    visitor = unlocked(laptop)
    wanted = needles(laptop)
    before = found_in(family(pid_of(laptop)), wanted, CANARY)
    visitor.post("/unlock", passphrase=PASSPHRASE)
    before |= found_in(family(pid_of(laptop)), wanted)
    # This is how we know that we look in the right place.
    assert {"the key", "the key, written out"} < before
    assert {"the passphrase", "the passphrase, sent"} & before
    assert len(before & set(ALIASES)) > 1000

    visitor.get("/settings")
    started = time.monotonic()
    page = seal(visitor)
    took = time.monotonic() - started
    print(f"sealed and answering again after {took:.2f} s")
    assert visitor.at == "/unlock"
    assert 'name="passphrase"' in page
    assert found_in(family(pid_of(laptop)), wanted, CANARY) == set()
    visitor.get("/unlock")
    urllib.request.urlopen(f"{laptop.lan}/", timeout=PATIENCE).close()
    time.sleep(5)
    assert found_in(family(pid_of(laptop)), wanted, CANARY) == set()

    visitor.post("/unlock", passphrase=PASSPHRASE)
    assert ALIASES[1000] in everybody(visitor)
    assert "the key" in found_in(family(pid_of(laptop)), wanted)


def test_it_ends_as_before_and_leaves_nobody_behind(any_laptop):
    laptop = any_laptop
    visitor = unlocked(laptop)
    for _ in range(3):
        seal(visitor)
        visitor.post("/unlock", passphrase=PASSPHRASE)
    processes = family(pid_of(laptop))
    started = time.monotonic()
    laptop.stop()
    print(f"ended after {time.monotonic() - started:.2f} s")
    assert laptop.process.returncode == 0
    assert [pid for pid in processes if is_alive(pid)] == []
    laptop.start()  # the ports are free


def test_when_a_parent_is_killed_its_child_ends(machine):
    laptop = machine("laptop", program=BY_A_PARENT)
    (parent, child) = family(pid_of(laptop))
    os.kill(parent, signal.SIGKILL)
    laptop.process.wait(PATIENCE)
    until(lambda: not is_alive(child))


def test_ctrl_c_ends_it_at_once(laptop):
    started = time.monotonic()
    laptop.process.send_signal(signal.SIGINT)
    assert laptop.process.wait(PATIENCE) == 0
    print(f"ended after {time.monotonic() - started:.2f} s")


def test_no_phone_is_refused_while_the_laptop_is_sealed(laptop):
    visitor = unlocked(laptop)
    done, refused, served = threading.Event(), [], []

    def phone() -> None:
        while not done.is_set():
            try:
                with urllib.request.urlopen(f"{laptop.lan}/", timeout=PATIENCE) as answer:
                    served.append(answer.status)
            except urllib.error.URLError as error:
                refused.append(error.reason)
            except OSError as error:
                refused.append(error)

    phones = [threading.Thread(target=phone) for _ in range(8)]
    for one in phones:
        one.start()
    for _ in range(3):
        visitor.post("/settings/seal", page="/settings")
        visitor.post("/unlock", passphrase=PASSPHRASE)
    done.set()
    for one in phones:
        one.join()
    assert refused == []
    assert len(served) > 20


def test_a_second_passphrase_opens_a_sealed_machine_too(laptop):
    visitor = unlocked(laptop)
    visitor.post("/settings/passphrase", page="/settings", name="Second", passphrase=SECOND,
                 paper="1")  # fmt: skip
    visitor.post("/settings/seal", page="/settings")
    visitor.post("/unlock", passphrase=SECOND)
    assert visitor.at == "/"


def test_the_central_copy_is_sealed_as_well(machine):
    centre = machine("central", central=True)
    visitor = Visitor(centre.staff)
    today = re.search(r'value="(20\d\d-\d\d-\d\d)"', visitor.get("/setup"))
    assert today is not None
    visitor.post("/setup", passphrase=PASSPHRASE, paper="1", today=today[1])
    visitor.get("/report")
    wanted = needles(centre)
    assert len(found_in(family(pid_of(centre)), wanted)) >= 3
    visitor.post("/settings/seal", page="/settings")
    assert found_in(family(pid_of(centre)), wanted, CANARY) == set()
    with pytest.raises(urllib.error.HTTPError) as locked:
        urllib.request.urlopen(f"{centre.lan}/sync/1/card", timeout=PATIENCE)
    assert locked.value.code == 503
    locked.value.close()


def test_it_can_be_sealed_from_a_locked_screen_without_the_passphrase(laptop):
    visitor = unlocked(laptop)
    visitor.post("/lock", page="/settings")
    wanted = needles(laptop)
    assert "the key" in found_in(family(pid_of(laptop)), wanted)
    visitor.post("/settings/seal", page="/unlock")
    assert found_in(family(pid_of(laptop)), wanted, CANARY) == set()
    assert "/settings/seal" not in visitor.get("/unlock")  # there is nothing left to seal
