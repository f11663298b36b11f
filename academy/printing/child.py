"""The child of `press`: a document, its sizes and the folder of fonts that were brought as JSON on
its input, a PDF on its output.

It steps back behind whatever else this machine does, and takes no more memory than it is given.
"""

import json
import os
import sys
from pathlib import Path
from typing import Final

from academy.errors import AcademyError

MEMORY: Final = 2**30
"""Bytes of address space; our longest booklet has 85 MB in memory."""
FAILED: Final = 3


def hold_back() -> None:
    """Take from this process what printing does not need, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(10)
    limits = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CORE: 0}
    for what, most in limits.items():
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # macOS refuses to limit what it does not count
            continue


def main() -> int:
    """Print, and say by the exit code whether it came to anything."""
    out, sys.stdout = sys.stdout.buffer, sys.stderr  # a library may have something to say
    hold_back()
    from academy.printing import brought, pdf

    asked = json.loads(sys.stdin.buffer.read())
    brought.use(Path(asked["fonts"]) if asked["fonts"] else None)
    try:
        made = pdf.render(asked["html"], asked["sizes"])
    except (AcademyError, MemoryError):
        return FAILED
    out.write(made)
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
