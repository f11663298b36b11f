"""Certificates: the steps to them, one press to print them all, checking a code, and other paper.

blueprint.py  the room's blueprint
steps.py      where everybody stands, requirements met, certificates issued and revoked
press.py      printing certificates with names that are kept nowhere
papers.py     the sign-in sheet and access cards
boxes.py      what would come out as boxes, and which scripts can be printed here
checks.py     whether a code is valid
paper.py      a document as PDF, or as a page for printing where PDF can't be made
"""

from academy.web.staff.results.certificates import boxes, checks, papers, press, steps
from academy.web.staff.results.certificates.blueprint import bp

__all__ = ["boxes", "bp", "checks", "papers", "press", "steps"]
