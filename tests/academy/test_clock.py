"""The time in the room is what the trainer says, however often the clock changes its mind."""

from datetime import UTC, datetime, timedelta

import pytest

from academy.times.clock import FILE, Clock

BEFORE_TIME = datetime(1970, 1, 1, 21, tzinfo=UTC)
MORNING = datetime(2027, 3, 4, 9, tzinfo=UTC)


class Laptop:
    """A folder, a system clock that anybody may set, and a steady one that nobody can."""

    def __init__(self, folder, system):
        self.folder, self.system, self.steady = folder, system, 1000.0

    def clock(self):
        return Clock(self.folder, system=lambda: self.system, steady=lambda: self.steady)

    def wait(self, **time):
        passed = timedelta(**time)
        self.system += passed
        self.steady += passed.total_seconds()

    def set(self, system):
        self.system = system


@pytest.fixture
def laptop(tmp_path):
    return Laptop(tmp_path, MORNING)


def test_a_right_clock_is_believed_and_nobody_is_asked(laptop):
    assert laptop.clock().propose().now == MORNING
    assert not laptop.clock().propose().doubtful


@pytest.mark.parametrize("system", [BEFORE_TIME, datetime(2136, 2, 7, tzinfo=UTC)])
def test_a_clock_that_can_t_be_right_is_doubted(laptop, system):
    laptop.set(system)
    assert laptop.clock().propose().doubtful


def test_what_is_told_is_the_hour_too_and_goes_on(laptop):
    laptop.set(BEFORE_TIME)
    clock = laptop.clock()
    clock.tell(MORNING)
    assert clock.now() == MORNING
    laptop.wait(minutes=90)
    assert clock.now() == MORNING + timedelta(minutes=90)


def test_a_clock_put_right_in_the_middle_of_a_morning_changes_nothing(laptop):
    laptop.set(BEFORE_TIME)
    clock = laptop.clock()
    clock.tell(MORNING)
    laptop.wait(hours=1)
    laptop.set(MORNING + timedelta(hours=1))
    assert clock.now() == MORNING + timedelta(hours=1)


def test_a_clock_put_right_between_two_runs_is_believed(laptop):
    laptop.set(BEFORE_TIME)
    laptop.clock().tell(MORNING)
    laptop.set(MORNING + timedelta(hours=5))
    proposal = laptop.clock().propose()
    assert (proposal.now, proposal.doubtful) == (MORNING + timedelta(hours=5), False)
    laptop.clock().settle()
    laptop.wait(days=1)
    assert laptop.clock().now() == MORNING + timedelta(days=1, hours=5)


def test_a_clock_that_stays_wrong_goes_on_being_corrected(laptop):
    laptop.set(BEFORE_TIME)
    laptop.clock().tell(MORNING)
    laptop.wait(days=1)
    proposal = laptop.clock().propose()
    assert (proposal.now, proposal.doubtful) == (MORNING + timedelta(days=1), False)


def test_a_clock_that_starts_from_nought_every_time_is_asked_about(laptop):
    laptop.set(BEFORE_TIME)
    laptop.clock().tell(MORNING)
    laptop.wait(hours=3)
    clock = laptop.clock()
    clock.settle()
    laptop.set(BEFORE_TIME)
    proposal = laptop.clock().propose()
    assert proposal.doubtful
    assert proposal.now == MORNING + timedelta(hours=3)


@pytest.mark.parametrize("days", [-2, 60, 57 * 365])
def test_a_jump_in_either_direction_is_asked_about(laptop, days):
    laptop.clock().settle()
    laptop.set(MORNING + timedelta(days=days))
    assert laptop.clock().propose().doubtful


def test_a_wrong_word_is_forgiven_by_the_next_one(laptop):
    laptop.clock().tell(datetime(2084, 5, 4, tzinfo=UTC))
    clock = laptop.clock()
    clock.tell(MORNING)
    laptop.wait(hours=1)
    proposal = laptop.clock().propose()
    assert (proposal.now, proposal.doubtful) == (MORNING + timedelta(hours=1), False)


def test_work_moves_the_last_moment_on_but_not_with_every_mark(laptop):
    clock = laptop.clock()
    clock.settle()
    kept = (laptop.folder / FILE).read_text()
    laptop.wait(minutes=5)
    clock.note()
    assert (laptop.folder / FILE).read_text() == kept
    laptop.wait(hours=2)
    clock.note()
    laptop.set(MORNING + timedelta(minutes=30))
    assert laptop.clock().propose().doubtful


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"last": 7, "off": 0}', '{"last": "2027-03-04T09:00"}',
             '{"last": "2027-03-04T09:00", "off": 1e400}', '{"last": "x", "off": "y"}',
             '{"last": "2027-03-04T09:00", "off": 99999999999999999999}'],
)  # fmt: skip
def test_a_memory_that_can_t_be_read_is_none(laptop, text):
    (laptop.folder / FILE).write_text(text)
    assert (
        laptop.clock().propose()
        == Clock(laptop.folder / "elsewhere", system=lambda: MORNING).propose()
    )


def test_a_folder_that_can_t_be_written_to_stops_nothing(tmp_path):
    clock = Clock(tmp_path / "missing", system=lambda: MORNING)
    clock.tell(MORNING)
    assert clock.now() - MORNING < timedelta(minutes=1)


def test_the_real_clocks_go_forward(tmp_path):
    clock = Clock(tmp_path)
    clock.settle()
    first = clock.now()
    assert clock.now() >= first
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
