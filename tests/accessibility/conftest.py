"""Passphrases that cost nothing."""

from tests.academy.conftest import cheap_passphrases  # noqa: F401 - a fixture
