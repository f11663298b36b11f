"""Names are those that Babel gives, and nothing of a language stays in memory for them."""

import subprocess
import sys

import pytest
from babel import Locale

from academy.text import unicode

KINDS = ("territories", "languages")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant", "pt_PT", "nb", "ht", "sw"])
def test_names_are_those_of_babel(language, kind):
    known = getattr(Locale.parse(language), kind)
    found = unicode.names(language, kind)
    assert {code: found.get(code) for code in known} == {code: known[code] for code in known}


@pytest.mark.parametrize("language", ["", "root", "xx", "../../secret", "zz_Latn_ZZ"])
def test_a_language_without_data_has_no_names(language):
    assert unicode.names(language, "languages") == {}


def test_who_looks_up_a_country_and_a_language_keeps_none_of_babels_data():
    """In a program of its own, for Babel has read much for other tests by now."""
    script = (
        "from academy.text import places, tongues\n"
        "from babel import localedata\n"
        "assert places.country('nowhere') is None and tongues.locale('nothing') is None\n"
        "assert not localedata._cache, sorted(localedata._cache)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
