"""Catalogues while someone translates: collect sentences, update files, say what is missing.

`translations/messages.pot` lists every sentence of the pages and papers; each locale's
`messages.po` holds what it becomes. Both are written sorted, one sentence per line, without dates
or line numbers, so that a change to them shows words and nothing else. What a sentence can't say of
itself stands above it, from `translations/notes.toml` (`noting`) or from a comment in the code that
begins with "Translators:".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from academy.errors import AcademyError
from academy.languages import noting, proofreading
from academy.languages.i18n import LOCALES, SOURCE
from academy.languages.speaking import plurals

Avoided = Callable[[str, Sequence[str]], Iterable[object]]
"""From a text and the words that it has to quote to what is better said otherwise."""

_METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**/templates/**", "jinja2")]
_OPTIONS = {place: {"silent": "false", "trimmed": "true"} for place, _how in _METHODS[1:]}
_KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_pgettext": ((1, "c"), 2)}
_KEPT_HEADERS = ("Language:", "Plural-Forms", "MIME", "Content")
_FIRST_HEADERS = ('"Project-Id-Version: Academy\\n"', '"Report-Msgid-Bugs-To: \\n"')
"""Which translators' tools ask for. What they add themselves says who translated when, and goes."""


def extract(package: Path, notes: noting.Notes = noting.NONE) -> Catalog:
    """Collect every sentence that the modules and templates below `package` can say."""
    catalogue = Catalog(charset="utf-8")
    found = extract_from_dir(
        package,
        _METHODS,
        _OPTIONS,
        keywords=_KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for name, _line, message, comments, context in found:
        place = (package / name).relative_to(package.parent).as_posix()
        catalogue.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    for one in catalogue:
        if one.id:
            one.auto_comments += notes.of(_forms(one.id)[0], one.context)
    return catalogue


def read(path: Path, locale: str | None = None) -> Catalog:
    """Read a catalogue from its file."""
    with path.open("rb") as source:
        return read_po(source, locale=locale)


def sheet(rows: Iterable[tuple[str, str, str, str]], locale: str) -> bytes:
    """A PO file of what stands elsewhere than on pages: context, source, what it becomes, a note.

    In the order given, so that a translator reads it as readers will. What has a note is marked as
    a guess, as translators' tools mark whatever should be looked at again.
    """
    catalogue = Catalog(charset="utf-8", fuzzy=False, header_comment="")
    catalogue.mime_headers = [("Language", locale)]
    for context, source, said, note in rows:
        flags, comments = (["fuzzy"], [note]) if note and said else ([], [])
        added = catalogue.add(source, said, context=context, auto_comments=comments, flags=flags)
        added.flags.discard("python-format")  # "33 % of them" is no format, whatever it looks like
    written = BytesIO()
    write_po(written, catalogue, width=0, include_lineno=False, omit_header=False)
    return _without_whom_and_when(written).encode("utf-8")


def read_sheet(content: bytes) -> list[tuple[str, str, str]]:
    """Context, source and what it becomes, from a PO file; "" for what is marked as a guess.

    Raises AcademyError `catalogue_damaged`, with the line.
    """
    for line, fault in proofreading.damage(content):
        raise AcademyError("catalogue_damaged", place=f"{line}", fault=fault)
    try:
        found = read_po(BytesIO(content), abort_invalid=True)
    except Exception as error:  # whatever it is, it is no catalogue
        raise AcademyError("catalogue_damaged", place="1", fault=type(error).__name__) from error
    return [
        (one.context or "", _forms(one.id)[0], "" if one.fuzzy else _forms(one.string or "")[0])
        for one in found
        if one.id
    ]


class Listed(NamedTuple):
    """A sentence of the pages and papers as a translator is told of it."""

    context: str | None
    english: tuple[str, ...]
    """One form or two."""
    places: tuple[str, ...]
    """The modules and templates that say it."""
    comments: tuple[str, ...]
    said: tuple[str, ...] = ()
    """What it becomes; nothing while nobody has."""
    guess: bool = False


def listed(file: Path) -> list[Listed]:
    """The sentences of a file as `update` writes it, in its order."""
    return [
        Listed(
            one.context, _forms(one.id), tuple(place for place, _ in one.locations),
            tuple(one.auto_comments), tuple(filter(None, _forms(one.string or ""))), one.fuzzy,
        )
        for one in read(file)
        if one.id
    ]  # fmt: skip


def po(sentences: Iterable[Listed], locale: str) -> bytes:
    """A PO file of sentences, for a translator's own tool, or to be kept."""
    catalogue = _empty(locale)
    catalogue.fuzzy = False
    for one in sentences:
        many = len(one.english) > 1
        catalogue.add(
            one.english if many else one.english[0],
            one.said if many else "".join(one.said),
            [(place, 0) for place in one.places], ["fuzzy"] if one.guess and one.said else [],
            one.comments, context=one.context,
        )  # fmt: skip
    return as_text(catalogue).encode()


def as_text(catalogue: Catalog) -> str:
    """Write a catalogue the one way it is written here."""
    written = BytesIO()
    write_po(
        written,
        catalogue,
        width=0,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
        omit_header=False,
    )
    return _without_whom_and_when(written)


def _without_whom_and_when(written: BytesIO) -> str:
    """A file with a header that says only what is needed to read it."""
    lines = written.getvalue().decode("utf-8").splitlines()
    first = lines.index('msgid ""')
    header_ends = lines.index("", first)
    header = [
        line
        for line in lines[first:header_ends]
        if not line.startswith('"') or line[1:].startswith(_KEPT_HEADERS)
    ]
    header[2:2] = _FIRST_HEADERS
    return "\n".join([*header, *lines[header_ends:]]).rstrip("\n") + "\n"


def _empty(locale: str) -> Catalog:
    catalogue = Catalog(locale=locale)
    catalogue.mime_headers = [("Plural-Forms", plurals(locale))]
    return catalogue


def update(package: Path, translations: Path) -> None:
    """Bring `messages.pot` and each locale's file up to the sentences that are said now.

    A sentence that changed is a new one: it starts empty rather than with a guess. Raises
    AcademyError `catalogue_damaged`, with the file and its line, before anything is written.
    """
    _refuse_damaged(translations)
    template = extract(package, noting.read(translations))
    translations.mkdir(exist_ok=True)
    (translations / "messages.pot").write_text(as_text(template), encoding="utf-8")
    for locale in LOCALES:
        if locale == SOURCE:
            continue
        path = _file(translations, locale)
        known = read(path, locale) if path.exists() else _empty(locale)
        known.fuzzy = False
        known.update(template, no_fuzzy_matching=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(known), encoding="utf-8")


def _refuse_damaged(translations: Path) -> None:
    """Raise where a file can't be read as a whole: what is left of it would be written back."""
    for locale in LOCALES:
        path = _file(translations, locale)
        for line, fault in proofreading.damage(_content(path) or b""):
            raise AcademyError("catalogue_damaged", place=f"{_place(path)}:{line}", fault=fault)


def faults(
    package: Path, translations: Path, avoided: Mapping[str, Avoided] = MappingProxyType({})
) -> Iterator[str]:
    """Name, one line each, everything between the catalogues and a complete translation.

    Each begins with the file and its line, as compilers do. `avoided` tells for a locale which
    words of a text are better not used; the English of the pages is asked about too.
    """
    notes = noting.read(translations)
    template = extract(package, notes)
    told = translations / "messages.pot"
    if _content(told) != as_text(template).encode("utf-8"):
        yield f"{_place(told)}: older than the sentences: run `academy translations update`"
    said = [(_forms(one.id)[0], one.context, one.auto_comments) for one in template if one.id]
    yield from notes.faults(said)
    yield from _avoided(told, avoided.get(SOURCE), english=True)
    wanted = {
        (message.context, _forms(message.id)[0]): _forms(message.id)
        for message in template
        if message.id
    }
    for locale in LOCALES:
        if locale == SOURCE:
            continue
        path = _file(translations, locale)
        content = _content(path)
        if content is None:
            yield f"{_place(path)}: can't be read"
            continue
        found = proofreading.faults(content, locale, wanted)
        for line, fault in found:
            yield f"{_place(path)}:{line}: {fault}"
        yield from _avoided(path, avoided.get(locale), english=False)
        if not found:
            yield from _refused(path, locale)


def _avoided(path: Path, avoided: Avoided | None, *, english: bool) -> Iterator[str]:
    """Name the words of a file that are better not used, with what to say instead."""
    if avoided is not None:
        for line, text, quotes in proofreading.texts(_content(path) or b"", english=english):
            for word in avoided(text, quotes):
                yield f"{_place(path)}:{line}: {word}"


def _refused(path: Path, locale: str) -> Iterator[str]:
    """Say so if the program couldn't speak from a file that looks right."""
    try:
        read(path, locale)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the fault
        yield f"{_place(path)}:1: can't be read, perhaps for its header: {error}"


def _file(translations: Path, locale: str) -> Path:
    return translations / locale / "LC_MESSAGES" / "messages.po"


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _place(path: Path) -> str:
    """Return a file as seen from above the translations."""
    above = next(one for one in path.parents if one.name == "translations").parent
    return path.relative_to(above).as_posix()


def _forms(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Return a sentence's forms: one for most sentences."""
    return (text,) if isinstance(text, str) else tuple(text)
