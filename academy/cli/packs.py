"""Commands about a network's own courses: what lies there, onto a stick, from a stick, back."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from academy.cli.device import opened, own_courses, own_packs, with_passphrase
from academy.cli.saying import say
from academy.cli.upkeep import courses

if TYPE_CHECKING:
    from academy.courses.own.taking import Offer

__all__ = ["courses"]  # with those below


@courses.command(name="own")
@own_courses
@click.pass_obj
def list_own(folder: Path, own: Path | None) -> None:
    """Say what lies in the folder of your own courses, what moved on, and what is wrong there.

    Warnings are told, errors also make the exit code 1.
    """
    from academy.courses import load
    from academy.courses.own import with_own
    from academy.courses.own.trying import examined
    from academy.errors import AcademyError

    at_hand = own_packs(folder, own)
    came = load(at_hand.courses, leave_out_broken=True)
    library = with_own(came, at_hand)
    for course in library.courses:
        if course.lineage:
            found = course.lineage
            say(f"{found.overlay}: adapts {course.id}, version {found.version}.")
            counts = f"{len(found.parts)} parts, {len(found.removed)} sections left out"
            say(f"{counts}; the original of {found.moved} has moved on.", inset=True)
        elif came.course(course.id) is None:
            say(f"{course.id}: a course of your own, version {course.version}.")
    problems = {str(problem): problem.severity for problem in examined(at_hand, came)}
    for error in library.broken:
        if isinstance(error, AcademyError) and error not in came.broken:
            details = error.details
            problems[f"{details['file']}:{details['line']}: Error: {details['problem']}"] = "error"
    for problem in sorted(problems):
        say(problem)
    errors = sum(severity == "error" for severity in problems.values())
    if errors:
        raise click.ClickException(f"{errors} to mend.")


@courses.command()
@click.argument("pack")
@click.argument("stick", type=click.Path(exists=True, file_okay=False, path_type=Path))
@own_courses
@with_passphrase
@click.pass_obj
def pack(
    folder: Path, pack: str, stick: Path, own: Path | None, passphrase_file: Path | None
) -> None:
    """Write PACK, a folder of your own courses, onto a stick: one file, signed by this device."""
    from academy.courses.own import carried

    with opened(folder, passphrase_file) as store:
        data = carried.pack(store.key, own_packs(folder, own), pack)
    say(str(carried.write(stick, data)))


@courses.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--accept", metavar="SIX WORDS", help="Take it if its device has these words.")
@own_courses
@with_passphrase
@click.pass_obj
def take(
    folder: Path, file: Path, accept: str | None, own: Path | None, passphrase_file: Path | None
) -> None:
    """Show what a signed file would change, and take it in after asking."""
    from academy import exchanging
    from academy.courses import load
    from academy.courses.own import carried, taking
    from academy.courses.own.passing import Passing
    from academy.errors import AcademyError
    from sync import keys

    at_hand = own_packs(folder, own)
    shipped = load(at_hand.courses, leave_out_broken=True)
    with opened(folder, passphrase_file) as store:
        found = carried.unpack(carried.read(file))
        name = exchanging.trusted_name(store, found.device)
        known = name or ("this device" if found.device == store.key.device else None)
    offer = taking.look(at_hand, shipped, found)
    words = keys.words(found.device)
    for line in _told(offer):
        say(line)
    say(f"Signed by {known or 'a device that is not known here'}:")
    say(" ".join(words), inset=True)
    if accept is not None and accept.casefold().split() != words:
        raise AcademyError("words_wrong")
    if accept is None:
        question = "Take it in?" if known else "Does whoever made it read out the same words?"
        click.confirm(question, abort=True)
    taking.take(at_hand, shipped, found, found.digest)
    Passing(at_hand).answer(found.digest)
    say("It is taken in. “academy courses back” takes it back.")


@courses.command()
@click.argument("pack")
@click.option("--end", is_flag=True, help="Pass it on no more; who has it keeps it.")
@own_courses
@with_passphrase
@click.pass_obj
def along(
    folder: Path, pack: str, *, end: bool, own: Path | None, passphrase_file: Path | None
) -> None:
    """Let PACK, as it is now, go along with each exchange, to devices that trust each other."""
    from academy.courses.own.passing import Passing

    passing = Passing(own_packs(folder, own))
    if end:
        passing.end(pack)
        say("It is passed on no more.")
        return
    with opened(folder, passphrase_file) as store:
        passing.begin(store.key, pack)
    say("It goes along with each exchange from now on.")


@courses.command()
@own_courses
@click.pass_obj
def came(folder: Path, own: Path | None) -> None:
    """List the files that came along with exchanges, for “take” to look at."""
    from academy.courses.own.passing import Passing

    for path in Passing(own_packs(folder, own)).came():
        say(str(path))


@courses.command()
@click.argument("pack")
@own_courses
@click.pass_obj
def back(folder: Path, pack: str, own: Path | None) -> None:
    """Take PACK back: what was there before it was taken in is there again."""
    from academy.courses.own import taking

    taking.take_back(own_packs(folder, own), pack)
    say("It is taken back.")


def _told(offer: "Offer") -> list[str]:
    course = offer.course
    lines = [
        f"{course.title}, version {offer.version}, {course.licence}, {', '.join(course.languages)}",
        f"{offer.size} bytes, {offer.files} files.",
        *(f"Changes {count} parts of {one.language}/{one.slug}." for one, count in offer.parts),
        *(f"Changes {count} parts of {language}/{id}." for language, id, count in offer.beside),
        *(f"Leaves out {slug}#{part}." for slug, part in offer.removed),
    ]
    if offer.here is not None:
        lines.append(f"Version {offer.here} is here: {offer.added} files more, {offer.changed}"
                     f" changed, {offer.gone} fewer.")  # fmt: skip
    if offer.instead:
        lines.append(f"It takes the place of {', '.join(offer.instead)}, which is kept.")
    return lines
