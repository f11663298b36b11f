"""Full-text search over the courses, by language. The home of Whoosh and snowballstemmer.

    index = Index(folder)           # a cache of public text; may be deleted at any time
    index.refresh(library)          # at start, in the background: builds it if need be (or `child`)
    index.query("formations", "fr") # → Results(hits, correction, total)

Nothing about people is ever indexed, and an index is never taken from a bundle: Whoosh's files hold
pickled objects, so they are only as trustworthy as whoever wrote them.
"""

from typing import TYPE_CHECKING

from academy.late import late

if TYPE_CHECKING:
    from academy.search.index import Hit, Index, Results

__getattr__ = late(__name__, dict.fromkeys(("Hit", "Index", "Results"), "index"))

__all__ = ["Hit", "Index", "Results"]
