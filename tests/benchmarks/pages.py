"""The trainer's pages with 2,500 people registered, each beside an empty page of the same door."""

import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from academy import actions, rules
from academy.config import Config
from academy.data import data_folder
from academy.projections import workshops
from academy.web.shared.house import House
from academy.web.staff import create_app

PEOPLE, TEAMS, HELD = 2500, 40, 4
TIMES = 5


def main() -> None:
    with TemporaryDirectory() as folder:
        house = House(Config(Path(folder) / "laptop", data_folder("courses")))
        store = house.set_up("river lamp stone cloud seven")
        first = store.now().date() - timedelta(days=1)
        workshop = actions.plan_workshop(
            store, title="Week", level="regional", country="KE", starts=first.isoformat(),
            ends=(first + timedelta(days=4)).isoformat(), shape=rules.shape("five"),
        )  # fmt: skip
        rows = [{"alias": f"x{n:04d}", "team": f"team {n % TEAMS}"} for n in range(PEOPLE)]
        ids = actions.register_list(store, workshop=workshop, rows=rows)
        week = workshops.sessions(store.tables(), workshop)
        for session in week[:HELD]:
            states = dict.fromkeys(ids, "present")
            actions.mark_attendance(store, session=session["session"], states=states, way="grid")
        client = create_app(house).test_client()
        with client.session_transaction() as browser:
            browser["staff"] = True
        bare, _ = took(client, "/workshops/new")
        for name, path in (
            ("Today", "/"), ("People", "/people"), ("Attendance", "/attendance"),
            ("one half-day", f"/attendance/{week[0]['session']}"),
            ("Certificates", "/certificates"),
        ):  # fmt: skip
            best, size = took(client, path)
            print(
                f"{f'{name}, {PEOPLE} people':42}{best:9.3f} s of the processor, {size / 1000:.0f}"
                f" kB  (target 0.3; a form of the same door {bare:.3f})"
            )
        house.lock()


def took(client, path: str) -> tuple[float, int]:
    """The least seconds of the processor that a page takes, and its bytes."""
    found = []
    for _ in range(TIMES):
        started = time.process_time()
        answer = client.get(path)
        found.append(time.process_time() - started)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
    return min(found), len(answer.data)


if __name__ == "__main__":
    main()
