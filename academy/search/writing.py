"""Writes a language's index as Whoosh would, word by word instead of posting by posting.

Whoosh hands every posting through a dozen calls, sorts them all, and packs the smallest block with
zlib: two thirds of what an index costs. Here a word's postings are gathered where they are met, and
written at once. Whoosh is at exactly one version (see `scoring`), and a test compares what it reads
of an index of ours with one of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from operator import sub
from pathlib import Path
from pickle import dumps
from struct import Struct
from zlib import compress

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3Segment, W3TermInfo
from whoosh.index import create_in
from whoosh.system import pack_int, pack_long, pack_uint, pack_ushort
from whoosh.util.numeric import length_to_byte
from whoosh.writing import SegmentWriter

from academy.search.schema import TITLE_WEIGHT, Found, has_phrases, indexed, schema, title
from academy.search.words import TOKEN, terms, token_terms

_BLOCK = 128
"""Postings, as in Whoosh."""
_WORTH_PACKING, _LEVEL = 256, 3
_ABOUT_A_WORD: Struct = W3TermInfo._struct  # noqa: SLF001 - see above
_PROTOCOL = 2
_Posting = tuple[int, int, bytes]
"""A document, how often it has the word, and what Whoosh keeps of that."""
_Postings = dict[str, list[_Posting]]
"""By word."""


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own, but that no file has a name by chance: the same texts make the same bytes."""

    def new_segment(self, _storage: object, name: str) -> W3Segment:
        return W3Segment(W3Codec(), name, segid="only")


class Writer(SegmentWriter):  # type: ignore[misc]
    """Takes documents in; `commit` writes them, `cancel` doesn't."""

    def __init__(self, path: Path, language: str) -> None:
        index = create_in(str(path), schema(language), indexname=language)
        index.storage.file_modified = lambda _name: 0.0  # which Whoosh would write down
        super().__init__(index, codec=_Codec())
        self.language = language
        self.words: Counter[str] = Counter()
        """How often each word is written, Chinese ones aside."""
        self._postings: dict[str, _Postings] = {
            "not_for": defaultdict(list),
            "text": defaultdict(list),
        }
        self._lengths: list[int] = []
        """Of each document, in a byte as Whoosh keeps it."""
        self._at = 0

    def add(self, found: Found, not_for: str) -> None:
        """Take in a document."""
        number, tokens = self.docnum, _tokens(found)
        for (_, word), count in tokens.items():
            if word:
                self.words[word] += count
        for word in not_for.split():
            self._postings["not_for"][word].append((number, 1, pack_uint(1)))
        take = self._with_places if has_phrases(self.language) else self._counted
        length = take(number, found, tokens)
        self._lengths.append(length_to_byte(length))
        self.perdocwriter.start_doc(number)
        self.perdocwriter.add_field("found", self.schema["found"], tuple(found), 0)
        self.perdocwriter.add_field("text", self.schema["text"], None, length)
        self.perdocwriter.finish_doc()
        self.docnum += 1
        self._added = True

    def _counted(self, number: int, _found: Found, tokens: Mapping[tuple[str, str], int]) -> int:
        counts: Counter[str] = Counter()
        for token, count in tokens.items():
            for term in token_terms(token, self.language):
                counts[term] += count
        postings = self._postings["text"]
        for term, count in counts.items():
            postings[term].append((number, count, pack_uint(count)))
        return counts.total()

    def _with_places(
        self, number: int, found: Found, _tokens: Mapping[tuple[str, str], int]
    ) -> int:
        places: dict[str, list[int]] = defaultdict(list)
        length = 0
        for length, term in enumerate(terms(indexed(found), self.language), 1):
            places[term].append(length - 1)
        postings = self._postings["text"]
        for term, found_at in places.items():
            kept = pack_uint(len(found_at)) + dumps(list(_steps(found_at)), _PROTOCOL)
            postings[term].append((number, len(found_at), kept))
        return length

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        # A field without scores has no lengths.
        fields = {"not_for": [0] * self.docnum, "text": self._lengths}
        for field, lengths in fields.items():
            self.fieldwriter.start_field(field, self.schema[field])
            of_a_size = self.schema[field].format.fixed_value_size() is not None
            found = self._postings[field]
            for word in sorted(found):  # by code point, which is the order of UTF-8 too
                self._write(word, found[word], lengths, of_a_size=of_a_size)
            self.fieldwriter.finish_field()
        self.fieldwriter.close()

    def _write(
        self, word: str, postings: list[_Posting], lengths: Sequence[int], *, of_a_size: bool
    ) -> None:
        """Write a word's postings, and where they are."""
        file, index = self.fieldwriter._postfile, self.fieldwriter._tindex  # noqa: SLF001
        blocks = [postings[at : at + _BLOCK] for at in range(0, len(postings), _BLOCK)]
        written = [WHOOSH3_HEADER_MAGIC]
        for block in blocks:
            data = _block(block, lengths, of_a_size=of_a_size)
            written += [pack_int(-len(data) if block is blocks[-1] else len(data)), data]
        data = b"".join(written)
        file.write(data)
        counts = [one[1] for one in postings]
        long = [lengths[one[0]] for one in postings]
        about = _ABOUT_A_WORD.pack(
            0, sum(counts), len(postings), min(long), max(long), max(counts),
            postings[0][0], postings[-1][0],
        )  # fmt: skip
        key = pack_ushort(self.fieldwriter._fieldid) + word.encode()  # noqa: SLF001
        index.add(key, about + pack_long(self._at) + pack_int(len(data)))
        self._at += len(data)


def _tokens(found: Found) -> Counter[tuple[str, str]]:
    """How often each word or run is in what is indexed; a title is looked through once."""
    counts: Counter[tuple[str, str]] = Counter(TOKEN.findall(title(found)))
    for token in counts:
        counts[token] *= TITLE_WEIGHT
    counts.update(TOKEN.findall(found.text))
    return counts


def _block(postings: list[_Posting], lengths: Sequence[int], *, of_a_size: bool) -> bytes:
    """Some postings as Whoosh keeps them: documents, weights, what belongs to its format."""
    numbers, counts, kept = zip(*postings, strict=True)
    values = b"".join(kept) if of_a_size else kept
    data = dumps((_steps(numbers), _weights(counts), values), _PROTOCOL)
    level = _LEVEL if len(data) > _WORTH_PACKING else 0
    long = [lengths[number] for number in numbers]
    about = (len(numbers), numbers[-1], float(max(counts)), level, min(long), max(long))
    return dumps(about, _PROTOCOL) + (compress(data, level) if level else data)


def _weights(counts: Sequence[int]) -> float | tuple[float, ...] | None:
    """None where all are one, one number where they are the same."""
    if min(counts) == max(counts):
        return None if counts[0] == 1 else float(counts[0])
    return tuple(map(float, counts))


def _steps(numbers: Sequence[int]) -> tuple[int, ...]:
    """Each number from the one before it."""
    return tuple(map(sub, numbers, (0, *numbers)))
