"""What a machine that watches the central copy is told: whether it can take what laptops bring."""

import pytest

from academy.config import Config
from academy.errors import AcademyError
from academy.web.participant import create_app as create_participant_app
from academy.web.shared.house import House
from academy.web.sync import create_app
from tests.academy.conftest import PASSPHRASE
from tests.academy.courses_own import PACKS


@pytest.fixture
def house(tmp_path):
    house = House(Config(tmp_path, PACKS, central=True))
    house.set_up(PASSPHRASE)
    yield house
    house.lock()


def test_an_open_copy_is_well_and_tells_nothing_else(house):
    answer = create_app(house).test_client().get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "ready"})
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_locked_copy_waits_for_its_passphrase(house):
    house.lock()
    answer = create_app(house).test_client().get("/health")
    assert (answer.status_code, answer.json) == (503, {"code": "store_locked"})


def test_a_log_that_cannot_be_reached_is_not_well(house, monkeypatch):
    def gone(*_args):
        raise AcademyError("log_unreachable")

    monkeypatch.setattr(house.store, "reading", gone)
    answer = create_app(house).test_client().get("/health")
    assert (answer.status_code, answer.json) == (503, {"code": "log_unreachable"})


def test_phones_have_no_such_address(house):
    assert create_participant_app(house).test_client().get("/health").status_code == 404
