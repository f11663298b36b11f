"""Full-text search over the courses, by language. The home of Whoosh and snowballstemmer.

    index = open_index(folder)      # a cache of public text; may be deleted at any time
    index.refresh(library)          # at start, in the background: builds it if need be (or `child`)
    index.query("formations", "fr") # → Results(hits, correction, total)

Nothing about people is ever indexed, and an index is never taken from a bundle: Whoosh's files hold
pickled objects, so they are only as trustworthy as whoever wrote them. One may come with the
program itself (`shipping`).
"""

import logging
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from academy.errors import AcademyError
from academy.late import late

if TYPE_CHECKING:
    from academy.search.index import Hit, Index, Results

__getattr__ = late(__name__, dict.fromkeys(("Hit", "Index", "Results"), "index"))

__all__ = ["Hit", "Index", "Results", "open_index", "why_not"]

# It is from 2016; when it is first compiled, Python has something to say that no trainer can mend.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=r".*\bwhoosh\b")
# Of this one Python doesn't say where it stands.
warnings.filterwarnings("ignore", category=SyntaxWarning, message='"is" with .* literal')


def open_index(folder: Path) -> "Index":
    """The index that lies in a folder, or will.

    Raises AcademyError("search_unavailable") where Whoosh can't be loaded: it is from 2016, and
    some new Python will not have it. Nothing else needs it.
    """
    reason = why_not()
    if reason is not None:
        raise AcademyError("search_unavailable", reason=reason)
    from academy.search.index import Index

    return Index(folder)


def why_not() -> str | None:
    """Why nothing can be searched here, in Python's own words; None where it can."""
    try:
        import academy.search.index  # noqa: F401
    except Exception as broken:  # what is too old for a Python breaks in any way
        logging.getLogger(__name__).debug("no search", exc_info=True)
        return f"{type(broken).__name__}: {broken}"
    return None
