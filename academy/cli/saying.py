"""What the command says: the only way from here to a terminal, and it is harmless.

Names, paths and errors come from outside, and a terminal does what it is told. One call is one
line; nothing in it moves the cursor, turns the line round, or is there without being seen.
"""

import sys
from collections.abc import Sequence

import click

from sync import harmless


def say(text: str, *, inset: bool = False) -> None:
    """Write one line."""
    click.echo(("  " if inset else "") + harmless.line(text, harmless.MAX_LINE))


def table(rows: Sequence[Sequence[str]], *, words: int) -> None:
    """Write rows under each other: the first `words` columns to the left, numbers to the right."""
    cells = [[harmless.line(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        sized = enumerate(zip(row, widths, strict=True))
        padded = [c.ljust(width) if at < words else c.rjust(width) for at, (c, width) in sized]
        click.echo("  ".join(padded).rstrip())


def hand_over(data: bytes) -> None:
    """Write data as it is into a file or a pipe, and line by line to a terminal."""
    if not sys.stdout.isatty():
        sys.stdout.buffer.write(data)
        return
    for line in data.decode("utf-8", "replace").split("\n"):
        inset = len(line) - len(line.lstrip(" "))
        click.echo(" " * inset + harmless.line(line, harmless.MAX_LINE))
