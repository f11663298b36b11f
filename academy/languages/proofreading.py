"""Reads a translator's file as it lies there and says what is wrong with it, line by line.

Babel reads what it can and gives no line for the rest, so this looks at the file itself: first
whether it can be read at all, then its header, then each sentence. Whatever it holds, it is told,
never raised.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from academy.languages.wording import PLURALS, Plural, missing, wrong
from sync import harmless

Fault = tuple[int, str]
"""A line, counted from 1, and what is wrong there."""

Key = tuple[str | None, str]
"""What tells a sentence from all others: its context and its English."""

_QUOTES = re.compile(r"#\.?\s*(?:Translators:\s*)?quotes:\s*(.+)")
"""A comment above a sentence that has to quote words which are otherwise better not used."""
_MARKER = re.compile(r"(<{7}|={7}|>{7}|\|{7})(\s|$)")
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d{1,2})\])?)\s*(".*)?')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_MISREAD = ("latin-1", "cp1252", "cp1251", "cp1256", "gb18030")
"""Encodings in which UTF-8 is often opened and saved again."""
_HAN = re.compile("[\u4e00-\u9fff]")
_MOST_BAD_LINES = 5
_LONGEST = 20_000
"""Signs of one text; each line more of a text copies what was there."""
_ROOM = (200, 5)
"""So many signs more, and so many times as long as its English, is what a page has room for."""


@dataclass
class Entry:
    """One sentence of the file and what it becomes."""

    line: int
    context: str | None = None
    english: list[str] = field(default_factory=list)
    said: dict[int, str] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)
    """The line of each form of what is said."""
    fuzzy: bool = False
    quotes: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What tells it from the others."""
        return self.context, self.english[0] if self.english else ""


def faults(content: bytes, locale: str, wanted: Mapping[Key, Sequence[str]]) -> list[Fault]:
    """Return everything between a file and a complete translation of `wanted`, in its order.

    `wanted` are the sentences that are said: their English, one form or two.
    """
    found = damage(content)
    if found:
        return found
    entries, found = _entries(content.decode("utf-8"))
    header = _header(entries)
    found += _of_header(header, content.decode("utf-8").splitlines(), locale, PLURALS[locale])
    plural = _plural(header) or Plural(PLURALS[locale])
    seen: dict[Key, int] = {}
    for entry in entries:
        if entry.key in seen:
            found.append((entry.line, f"twice, first in line {seen[entry.key]}: {_first(entry)}"))
        elif entry is not header:
            found += judged(entry, wanted.get(entry.key), plural)
        seen.setdefault(entry.key, entry.line)
    last = content.count(b"\n") + 1
    found += [(last, f"missing: {key[1]!r}") for key in wanted if key not in seen]
    return sorted(found, key=lambda fault: fault[0])


def entries(content: bytes, locale: str, plurals: str) -> list[Entry]:
    """Return the sentences of a file, its header left out.

    Raises PoFileError where it can't be read, is of another language or counts otherwise.
    """
    found = read(content)
    header = _header(found)
    for fault in _of_header(header, content.decode("utf-8").splitlines(), locale, plurals):
        raise PoFileError(*fault)
    return [one for one in found if one is not header]


def read(content: bytes) -> list[Entry]:
    """Return all that a file has, its header with it. Raises PoFileError where that can't be."""
    for fault in damage(content):
        raise PoFileError(*fault)
    return _entries(content.decode("utf-8"))[0]


def texts(content: bytes, *, english: bool = False) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield what is said, or its English, each with its line and the words it has to quote.

    Nothing where the file can't be read; `damage` says why.
    """
    for entry in [] if damage(content) else _entries(content.decode("utf-8"))[0]:
        if english:
            yield from ((entry.line, text, entry.quotes) for text in entry.english if text)
        elif entry.key != (None, ""):
            yield from ((entry.lines[at], text, entry.quotes) for at, text in entry.said.items())


def damage(content: bytes) -> list[Fault]:
    """Return why the file can't be read as a whole, if it can't."""
    found = list(_unreadable(content))
    if found:
        return found
    try:
        _entries(content.decode("utf-8"))
    except PoFileError as error:
        return [error.fault]
    return []


class PoFileError(Exception):
    """A line that no catalogue has, or none of this language."""

    def __init__(self, line: int, said: str) -> None:
        super().__init__(said)
        self.fault: Fault = (line, said)


# --- the file ------------------------------------------------------------------------------------


def _unreadable(content: bytes) -> Iterator[Fault]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        yield 1, "not saved as UTF-8 (UTF-16?)"
        return
    bad = 0
    for number, line in enumerate(content.split(b"\n"), 1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            yield number, f"not UTF-8: byte {error.start + 1} of this line can't be read"
            bad += 1
            if bad == _MOST_BAD_LINES:
                return
        else:
            if _MARKER.match(text):
                yield number, f"a merge marker: {text.strip()[:40]!r}"


def _entries(text: str) -> tuple[list[Entry], list[Fault]]:
    """Cut the text into its sentences. Raises PoFileError at a line that can't be one."""
    entries: list[Entry] = []
    found: list[Fault] = [(1, "begins with a byte order mark")] if text[:1] == "\ufeff" else []
    entry: Entry | None = None
    fuzzy, into = False, ""
    quotes: tuple[str, ...] = ()
    lines = map(str.strip, text.removeprefix("\ufeff").split("\n"))
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            into = ""
            fuzzy = (fuzzy or "fuzzy" in line) if line.startswith("#,") else fuzzy and bool(line)
            quotes = _quoted(line) or (quotes if line else ())
            continue
        if line.startswith('"'):
            if entry is None or not into:
                raise PoFileError(number, "text that belongs to no sentence")
            _add(entry, into, _unquoted(line, number), number)
            if _longest(entry) > _LONGEST:
                raise PoFileError(number, f"a text of more than {_LONGEST} signs")
            continue
        keyword = _KEYWORD.fullmatch(line)
        if not keyword or not keyword[3]:
            raise PoFileError(number, f"not a line of a catalogue: {line[:40]!r}")
        starts = keyword[1] == "msgctxt" or (keyword[1] == "msgid" and into != "msgctxt")
        if starts:
            entry = Entry(number, fuzzy=fuzzy, quotes=quotes)
            entries.append(entry)
            fuzzy, quotes = False, ()
        if entry is None:
            raise PoFileError(number, "a translation before any sentence")
        into = keyword[1]
        if into in entry_keywords(entry):
            raise PoFileError(number, f"a second {into} for one sentence")
        _add(entry, into, _unquoted(keyword[3], number), number)
    return entries, found


def _quoted(comment: str) -> tuple[str, ...]:
    found = _QUOTES.fullmatch(comment)
    return tuple(word.strip() for word in found[1].split(",")) if found else ()


def entry_keywords(entry: Entry) -> set[str]:
    """Return what a sentence already has."""
    names = ["msgid", "msgid_plural"][: len(entry.english)]
    forms = [f"msgstr[{one}]" for one in entry.said] + (["msgstr"] if 0 in entry.said else [])
    return {*names, *forms, *(["msgctxt"] if entry.context is not None else [])}


def _add(entry: Entry, into: str, text: str, number: int) -> None:
    if into == "msgctxt":
        entry.context = (entry.context or "") + text
    elif into in ("msgid", "msgid_plural"):
        at = int(into == "msgid_plural")
        if len(entry.english) < at:
            raise PoFileError(number, "a plural before its sentence")
        entry.english[at:] = ["".join([*entry.english[at:], text])]
    else:
        at = int(into[7:-1]) if into.endswith("]") else 0
        entry.lines.setdefault(at, number)
        entry.said[at] = entry.said.get(at, "") + text


def _longest(entry: Entry) -> int:
    return max(map(len, (entry.context or "", *entry.english, *entry.said.values())))


def _unquoted(text: str, number: int) -> str:
    found = _STRING.fullmatch(text)
    if not found:
        raise PoFileError(number, "a quotation mark is missing or one too many")
    return re.sub(r"\\(.)", lambda sign: _ESCAPES.get(sign[1], sign[0]), found[1])


# --- the header ----------------------------------------------------------------------------------


def _plural(header: Entry | None) -> Plural | None:
    forms = _fields(header).get("plural-forms", "")
    try:
        return Plural(forms)
    except ValueError:
        return None


def _header(entries: Sequence[Entry]) -> Entry | None:
    return next((one for one in entries if one.key == (None, "")), None)


def _fields(header: Entry | None) -> dict[str, str]:
    lines = header.said.get(0, "").splitlines() if header else []
    return {
        name.strip().lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)
    }


def _of_header(
    header: Entry | None, lines: list[str], locale: str, plurals: str
) -> Iterator[Fault]:
    if header is None:
        yield 1, "no header: begin with an empty msgid"
        return
    fields = _fields(header)

    def where(name: str) -> int:
        of_header = enumerate(lines[header.line - 1 :], header.line)
        return next((at for at, line in of_header if name in line.lower()), header.line)

    charset = re.search(r"charset\s*=\s*([\w.-]+)", fields.get("content-type", ""))
    if not charset or charset[1].lower().replace("-", "") != "utf8":
        yield where("content-type"), "the header's charset is not UTF-8"
    if fields.get("language", locale).replace("-", "_") != locale:
        yield where('"language:'), f"the header's language is not {locale}"
    expected, plural = Plural(plurals), _plural(header)
    if plural is None:
        yield where("plural-forms"), f"no usable Plural-Forms: write {plurals}"
    elif plural.forms != expected.forms:
        yield where("plural-forms"), f"nplurals is {plural.forms}, not {expected.forms}"
    elif (number := plural.differs(expected)) is not None:
        yield (
            where("plural-forms"),
            f"the plural forms are in another order for {number}: write {plurals}",
        )


# --- a sentence ----------------------------------------------------------------------------------


def judged(entry: Entry, wanted: Sequence[str] | None, plural: Plural) -> Iterator[Fault]:
    """Name what keeps a sentence from being said for `wanted`, its English as it is now."""
    first = _first(entry)
    if wanted is None or not entry.english:
        yield entry.line, f"nobody says this any more: {first}"
        return
    if list(wanted) != entry.english:
        yield entry.line, f"its plural is not what is said now: {first}"
    if entry.fuzzy:
        yield entry.line, f"marked as a guess (fuzzy): {first}"
    if not entry.said or not all(entry.said.values()):
        empty = next((at for at, text in entry.said.items() if not text), None)
        yield entry.lines.get(empty or 0, entry.line), f"not translated: {first}"
        return
    forms = plural.forms if len(wanted) > 1 else 1
    if sorted(entry.said) != list(range(forms)):
        yield max(entry.lines.values()), f"has {len(entry.said)} plural forms, not {forms}: {first}"
    for at, said in entry.said.items():
        counts = len(wanted) > 1 and plural.is_for_many(at)
        for fault in _of_form(wanted, said, counts=counts):
            yield entry.lines[at], f"{fault}: {first}"


def _of_form(wanted: Sequence[str], said: str, *, counts: bool) -> Iterator[str]:
    broken = list(wrong(wanted, said))
    yield from broken
    if not broken and missing(wanted, said, counts=counts):
        yield f"placeholders differ in {said!r}"
    if (said[:1].isspace(), said[-1:].isspace()) != (
        wanted[-1][:1].isspace(),
        wanted[-1][-1:].isspace(),
    ):
        yield f"begins or ends with a space that the English hasn't, or the other way, {said!r}"
    if "\ufffd" in said or any("\x7f" <= sign <= "\x9f" for sign in said) or _misread(said):
        yield f"letters were lost to another encoding in {said!r}"
    elif harmless.shown(said) != said:
        yield f"a sign that nobody sees: a control, or a change of direction, {said!r}"
    if len(said) > _ROOM[0] + _ROOM[1] * len(wanted[-1]):
        yield f"longer than any page has room for: {len(said)} signs"


def _misread(said: str) -> bool:
    """Whether `said` is UTF-8 that somebody opened as something else."""
    if said.isascii():
        return False
    for encoding in _MISREAD:
        try:
            meant = said.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if encoding != "gb18030" or _HAN.search(meant):  # some short Chinese words are both
            return True
    return False


def _first(entry: Entry) -> str:
    return repr(entry.english[0] if entry.english else "")
