"""A network's own courses: what it adapts and translates, and the packs that travel.

index.py   what is in the folder, and whose it is
stick.py   a pack onto a stick; from a stick: shown, taken, taken back
bench.py   a course, a language, a lesson: what is there, missing, older than its original
part.py    one part, with what it was made from beside it
named.py   how the places of a course are called
files.py   words out and in, for translators' own tools
manuals.py a manual that becomes a course, shown before it is made
sentences.py  what pages and papers say, translated like a course
"""

from academy.web.staff.library.own import bench, files, index, manuals, part, sentences, stick
from academy.web.staff.library.own.blueprint import bp

__all__ = ["bench", "bp", "files", "index", "manuals", "part", "sentences", "stick"]
