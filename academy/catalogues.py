"""Catalogues while someone translates: collect sentences, update files, say what is missing.

`translations/messages.pot` lists every sentence of the pages and papers; each locale's
`messages.po` holds what it becomes. Both are written sorted, one sentence per line, without dates
or line numbers, so that a change to them shows words and nothing else.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from academy.i18n import LOCALES, SOURCE

_METHODS = [("**.py", "python"), ("**/templates/**", "jinja2")]
_OPTIONS = {"**/templates/**": {"silent": "false", "trimmed": "true"}}
_KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
_KEPT_HEADERS = ("Language:", "Plural-Forms", "MIME", "Content")

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_TAG = re.compile(r"</?\w+")


def extract(package: Path) -> Catalog:
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
    return catalogue


def read(path: Path, locale: str | None = None) -> Catalog:
    """Read a catalogue from its file."""
    with path.open("rb") as source:
        return read_po(source, locale=locale)


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
    lines = written.getvalue().decode("utf-8").splitlines()
    first = lines.index('msgid ""')
    header_ends = lines.index("", first)
    header = [
        line
        for line in lines[first:header_ends]
        if not line.startswith('"') or line[1:].startswith(_KEPT_HEADERS)
    ]
    return "\n".join([*header, *lines[header_ends:]]).rstrip("\n") + "\n"


def update(package: Path, translations: Path) -> None:
    """Bring `messages.pot` and each locale's file up to the sentences that are said now.

    A sentence that changed is a new one: it starts empty rather than with a guess.
    """
    template = extract(package)
    translations.mkdir(exist_ok=True)
    (translations / "messages.pot").write_text(as_text(template), encoding="utf-8")
    for locale in LOCALES:
        if locale == SOURCE:
            continue
        path = translations / locale / "LC_MESSAGES" / "messages.po"
        known = read(path, locale) if path.exists() else Catalog(locale=locale)
        known.fuzzy = False
        known.update(template, no_fuzzy_matching=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(known), encoding="utf-8")


def faults(package: Path, translations: Path) -> Iterator[str]:
    """Name, one line each, everything between the catalogues and a complete translation."""
    template = extract(package)
    told = translations / "messages.pot"
    if not told.exists() or told.read_text(encoding="utf-8") != as_text(template):
        yield "messages.pot is older than the sentences: run `academy translations update`"
    for locale in LOCALES:
        if locale == SOURCE:
            continue
        path = translations / locale / "LC_MESSAGES" / "messages.po"
        if not path.exists():
            yield f"{locale}: has no catalogue"
            continue
        catalogue = read(path, locale)
        for message in template:
            if message.id:
                yield from (
                    f"{locale}: {fault}: {_first(message)!r}"
                    for fault in _faults_of(catalogue, message)
                )
        for message in catalogue:
            if message.id and template.get(message.id, message.context) is None:
                yield f"{locale}: nobody says this any more: {_first(message)!r}"


def _faults_of(catalogue: Catalog, wanted: Message) -> Iterator[str]:
    """Name what is wrong with one sentence's translation."""
    message = catalogue.get(wanted.id, wanted.context)
    if message is None:
        yield "missing"
        return
    source, said = _forms(wanted.id), _forms(message.string)
    if not all(said):
        yield "not translated"
        return
    if message.fuzzy:
        yield "marked as a guess (fuzzy)"
    if len(source) > 1 and len(said) != catalogue.num_plurals:
        yield f"has {len(said)} plural forms, not {catalogue.num_plurals}"
    for form in said:
        yield from _faults_of_form(source, form)


def _faults_of_form(source: tuple[str, ...], form: str) -> Iterator[str]:
    """Compare one form with the English, whose last form holds every placeholder."""
    wanted = set(_PLACEHOLDER.findall(source[-1]))
    found = set(_PLACEHOLDER.findall(form))
    missing = wanted - found - ({"num"} if len(source) > 1 else set())
    if missing or found - wanted:
        yield f"placeholders differ in {form!r}"
    if sorted(_TAG.findall(form)) != sorted(_TAG.findall(source[-1])):
        yield f"tags differ in {form!r}"
    if wanted and "%" in _PLACEHOLDER.sub("", form).replace("%%", ""):
        yield f"a bare % in {form!r}"


def _first(message: Message) -> str:
    return _forms(message.id)[0]


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return a sentence's plural forms: one for most sentences, and empty where untold."""
    return (text or "",) if isinstance(text, str) or text is None else tuple(text)
