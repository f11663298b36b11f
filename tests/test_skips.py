"""In CI a test that needs a tool may not be skipped; tests/conftest.py sees to it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")

NEEDY = {
    "test_call.py": "def test(): pytest.skip('needs a browser')",
    "test_module.py": "pytest.skip('needs Pango', allow_module_level=True)",
    "test_mark.py": "@pytest.mark.skipif(True, reason='needs Pango')\ndef test(): pass",
    "test_fixture.py": "@pytest.fixture\ndef tool(): pytest.skip('needs x')\ndef test(tool): pass",
}


@pytest.fixture
def summary(tmp_path):
    """Run the needy tests and one other skip; return pytest's closing line."""
    for name, source in {**NEEDY, "test_other.py": "def test(): pytest.skip('Mac only')"}.items():
        (tmp_path / name).write_text(f"import pytest\n{source}\n", encoding="utf-8")
    (tmp_path / "conftest.py").write_bytes(CONFTEST.read_bytes())

    def run(ci):
        command = [sys.executable, "-m", "pytest", "-q", "--continue-on-collection-errors"]
        done = subprocess.run(
            [*command, "-p", "no:cacheprovider", "--rootdir", str(tmp_path)],
            cwd=tmp_path,
            env={**os.environ, "CI": ci},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip().splitlines()[-1].partition(" in ")[0]

    return run


def test_what_needs_a_tool_is_skipped_at_home_and_fails_in_ci(summary):
    assert summary(ci="") == "5 skipped"
    # One at the call, two at the set-up (an "error" in pytest's words), one at the collection.
    assert summary(ci="true") == "1 failed, 1 skipped, 3 errors"
