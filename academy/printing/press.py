"""Long papers, printed by a child process: a booklet takes seconds, and much memory.

In this process it would make a full room wait, and keep the memory. The child may die of what it
prints, and that is one refusal here. What it writes for its fonts lies in a folder that goes too.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from typing import Final

from academy.errors import AcademyError
from academy.printing import brought

SECONDS: Final = 180
"""A slow laptop needs a tenth of it for our longest booklet."""


def pdf(html: str, sizes: Sequence[float] = ()) -> bytes:
    """What `pdf.render` makes. Raises AcademyError("paper_failed"), also when it takes too long."""
    fonts = brought.folder()
    asked = json.dumps(
        {"html": html, "sizes": list(sizes), "fonts": str(fonts.absolute()) if fonts else ""}
    ).encode()
    with tempfile.TemporaryDirectory(prefix="print-", ignore_cleanup_errors=True) as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-m", "academy.printing.child"],
                input=asked,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_surroundings(folder),
                timeout=SECONDS,
                check=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except (OSError, subprocess.SubprocessError) as failed:
            raise AcademyError("paper_failed") from failed
    return done.stdout


def _surroundings(folder: str) -> dict[str, str]:
    """What the child is told: where libraries and fonts are, and nothing that opens a store."""
    kept = {name: said for name, said in os.environ.items() if not name.startswith("ACADEMY_")}
    found = os.pathsep.join(place for place in sys.path if place)
    return kept | {"PYTHONPATH": found, "TMPDIR": folder, "TEMP": folder, "TMP": folder}
