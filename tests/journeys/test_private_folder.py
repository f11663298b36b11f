"""A careless account starts a laptop and a central copy: what they keep is still theirs alone."""

import re
import subprocess
import sys

from tests.academy.test_folder import open_to_others
from tests.journeys.machines import free_port
from tests.patience import PATIENCE, until
from tests.visitor import Visitor

PASSPHRASE = "river lamp stone cloud seven"
PEOPLE = "alias\n" + "\n".join(f"Heron {number}" for number in range(200))


def set_up(visitor: Visitor) -> None:
    page = visitor.get("/setup")
    today = re.search(r'type="date" value="([^"]+)"', page) or re.search(r'value="(20[^"]+)"', page)
    assert today is not None
    visitor.post("/setup", passphrase=PASSPHRASE, paper="1", today=today[1])
    assert visitor.status == 200, visitor.at


def test_nothing_a_running_machine_makes_can_be_read_by_another_account(machine, tmp_path):
    laptop, centre = machine("laptop", umask=0), machine("central", central=True, umask=0)
    for one in (laptop, centre):
        set_up(Visitor(one.staff))
    visitor = Visitor(laptop.staff)
    visitor.post("/unlock", passphrase=PASSPHRASE)
    visitor.post("/settings/passphrase", page="/settings", name="Second", paper="1",
                 passphrase="table orange window seven cloud")  # fmt: skip
    stick = tmp_path / "stick"
    stick.mkdir(mode=0o777)
    laptop.command("card", str(stick), passphrase=PASSPHRASE)
    laptop.command("sync", str(stick), passphrase=PASSPHRASE)
    # The index is built by another process, beside the pages.
    until(lambda: all((one.folder / "search").is_dir() for one in (laptop, centre)))
    for one in (laptop, centre):
        assert {"search", "slots.json", "store.db"} < {path.name for path in one.folder.iterdir()}
        assert open_to_others(one.folder) == []
    # What is carried to another laptop can be read there, whoever its account is.
    assert [path for path in stick.iterdir() if not path.stat().st_mode & 0o004] == []
    assert list(stick.glob("*.card"))


def test_a_second_start_on_the_same_folder_says_who_has_it(machine):
    laptop = machine("laptop")
    other = subprocess.run(
        [sys.executable, "-m", "academy", "--folder", str(laptop.folder), "run",
         "--port", str(free_port()), "--staff-port", str(free_port())],
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert other.returncode == 1
    assert f"runs already (process {laptop.process.pid})" in other.stderr
    laptop.kill()
    laptop.start()  # a pulled plug leaves nothing that keeps the next one out
