"""A browser, and passphrases that cost nothing."""

from tests.academy.conftest import cheap_passphrases  # noqa: F401 - a fixture
from tests.journeys.conftest import browser  # noqa: F401 - a fixture
