"""Papers as files to keep: PDF by the press, DOCX by our own writer."""

from collections.abc import Callable

from academy.errors import AcademyError
from academy.papers.drawing import html
from academy.papers.model import File, Front, Paper, Papers
from academy.papers.record import lineage, record, standing
from academy.printing import paper as printed
from academy.printing.words import Words

Speak = Callable[[str], Words]
"""A language as packs name it → its words."""


def everything(paper: Paper) -> dict[str, File]:
    """What can be had of a paper, by a name for addresses and files."""
    return {kind: File(kind, paper.id, paper.language) for kind in ("text", "print")}


def make(file: File, papers: Papers | None, speak: Speak) -> bytes:
    """Make a file. Raises AcademyError: "paper_unknown", "paper_failed"."""
    paper, front = _find(file, papers)
    words = speak(paper.language)
    if file.kind == "print":
        from academy.printing import press

        return press.pdf(laid_out(paper, front, words), printed.SIZES)
    from academy.papers import docx

    return docx.make(paper, front, record(paper, front, words.month))


def laid_out(
    paper: Paper,
    front: Front,
    words: Words,
    *,
    nonce: str | None = None,
    faces_at: str | None = None,
) -> str:
    """A paper with its record, as a document for the press, or for a browser to print."""
    last = record(paper, front, words.month)
    return printed.html(
        paper.title,
        paper.summary,
        [printed.Part(one.title, html(one.blocks, front.words)) for one in paper.parts],
        printed.Record(last.title, [(one.title, one.rows) for one in last.halves], last.may),
        language=paper.language,
        foot=standing(paper, front),
        about=lineage(paper),
        words=words,
        nonce=nonce,
        faces_at=faces_at,
    )


def _find(file: File, papers: Papers | None) -> tuple[Paper, Front]:
    found = papers.paper(file.paper, file.language) if papers else None
    if papers is None or found is None:
        raise AcademyError("paper_unknown")
    return found, papers.front(found.language)
