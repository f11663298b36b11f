"""A network's folder for the tests: the garden, and overlays written in a few lines."""

import re
from pathlib import Path

from academy import courses
from academy.courses.own import Own, with_own

PACKS = Path(__file__).parent.parent / "packs"
FACTS = 'id: garden-own\nadapts: {id: garden, version: "1.2.0"}\nversion: "1"\nby: The north\n'


MINUTES = re.search(
    r"^minutes: (.*)$", (PACKS / "garden" / "en" / "01-soil.md").read_text("utf-8"), re.MULTILINE
)[1]
"""How long a lesson takes, as lessons say it today."""


def hash_of(lesson, id, language="en"):
    """The `source_hash` of a part of the garden today."""
    version = courses.load(PACKS).course("garden").in_language(language)
    from academy.courses.reader import parts

    return courses.source_hash(parts(version.lesson(lesson))[id])


def write(folder, files):
    """Write files, by their paths below `folder`."""
    for file, text in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def lesson(*sections, **front):
    """A lesson's file of an overlay: `(heading, text)` pairs."""
    head = "".join(f"{key}: {value}\n" for key, value in front.items())
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in sections)
    return f"---\n{head}---\n\n{body}\n"


def shelf(own, packs=PACKS):
    """The library with everything in `own`."""
    return with_own(courses.load(packs), Own(packs, own))
