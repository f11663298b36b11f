"""Commands about fonts for names: what can be printed here, a pack made, a pack taken in."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import click

from academy import folder as private
from academy.cli.saying import say, table
from sync import files

PACKAGES: Final = (
    (
        "manimgx-fonts==2026.9.26.post1",
        "e5e21178263ddec3eef9414d2b52a1c90ac01062d3e9067460f3359f854c3e17",
    ),
    (
        "pylopdf-fonts-ko==0.1.1",
        "a31ece5cf71d2869f9221f95ab120d341de6028338aa074ad969611e54e40e57",
    ),
)
"""Packages of Noto fonts under the SIL Open Font License, and what their bytes add up to."""
_FETCHING: Final = 1800
_SIGNS: Final = {"yes": "●", "partly": "◐", "no": "○"}


@click.group(invoke_without_command=True)
@click.pass_context
def fonts(context: click.Context) -> None:
    """Say which scripts can be printed here; take in fonts for more."""
    if context.invoked_subcommand is None:
        _say_what_can_be_printed()


def _say_what_can_be_printed() -> None:
    from academy.printing import brought, missing, pango

    told = missing.what_can_be_printed(pango.ruler())
    table([[_SIGNS[one.answer], one.sample.script, one.sample.word] for one in told], words=3)
    say("● can be printed  ◐ in part  ○ as boxes")
    for name in brought.refused():
        say(f"{name}: not used; it is no font (.ttf, .otf), damaged, too large, or one too many.")
    say(f"Fonts that you put there yourself: {len(brought.fonts())}, in {brought.folder()}")


@fonts.command()
@click.argument("pack", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("sources", nargs=-1, type=click.Path(exists=True, path_type=Path))
def make(pack: Path, sources: tuple[Path, ...]) -> None:
    """Make PACK, a file of fonts for a stick, on a machine with internet.

    Without SOURCES it fetches 13 MB of Noto fonts; else it looks for free fonts there: files,
    folders such as /usr/share/fonts, packages (.whl, .zip). One font is taken for each script.
    """
    from academy.printing import fontpack

    with tempfile.TemporaryDirectory(prefix="fonts-") as spare:
        data, found = fontpack.make(sources or _fetched(Path(spare)))
    if not found:
        raise click.ClickException("No free font for one of these scripts is there.")
    files.write(pack, data)
    for one in found:
        say(f"{one.file} {len(one.data)}")
    there = {script for one in found for script in one.scripts}
    if absent := [one.script for one in fontpack.lacking() if one.script not in there]:
        say(f"Without: {' '.join(absent)}")
    say(f"{pack} {len(data)}")


def _fetched(place: Path) -> tuple[Path, ...]:
    listed = place / "packages.txt"
    listed.write_text(
        "".join(f"{name} --hash=sha256:{digest}\n" for name, digest in PACKAGES), "utf-8"
    )
    words = ["download", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:"]
    try:
        subprocess.run(  # noqa: S603 - fixed words
            [sys.executable, "-m", "pip", *words, "--dest", str(place), "-r", str(listed)],
            check=True, timeout=_FETCHING, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        why = "The fonts could not be fetched: it takes pip and the internet. Or name SOURCES."
        raise click.ClickException(why) from error
    return tuple(sorted(place.glob("*.whl")))


@fonts.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def take(folder: Path, file: Path) -> None:
    """Take in FILE, a pack of fonts or a single one, for this device's papers alone."""
    from academy.printing import brought, fontpack

    taken = fontpack.read(file)
    place = private.make(private.make(folder) / brought.FOLDER)
    for name, data in taken.items():
        private.write(place / name, data)
    brought.use(place)
    _say_what_can_be_printed()
    say("Start the program again if it runs.")
