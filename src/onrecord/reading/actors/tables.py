"""Tables of names that ship with the package: sorted lines, searched where they lie, never made into objects.

A table is a file of lines "key<TAB>value<TAB>value", sorted by their bytes and compressed. Keys are folded: letters
without marks, lower case, one space between words; so a name is found however it is spelled or hyphenated. A search
finds the part of the file by its first line, and looks through that; only the lines of the key that is asked for are
ever cut into fields.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import zstandard

from onrecord.errors import ModelError
from onrecord.reading.files import MODELS

FILE = "table.tsv.zst"
_PART = 2048
_ROWS = 64
"""So many lines of one key are looked at: the first ones."""
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "’": "'", "ʼ": "'"}
)
_MARKS = re.compile(r"[^\w&+]+|_")
_DOTS = re.compile(r"\b(\w)\.(?=\w\b|\W|$)")
_GENITIVE = re.compile(r"'s?(?=\s|$)")


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What meta.json says of a table."""

    name: str
    version: str
    sha256: str


class Table:
    """The lines of a table, all in one piece, and the first line of every part of it."""

    def __init__(self, content: bytes) -> None:
        self.content = b"\n" + content + (b"" if content.endswith(b"\n") else b"\n")
        self.starts: list[int] = []
        self.firsts: list[bytes] = []
        at = 0
        while 0 <= at < len(self.content) - 1:
            self.starts.append(at)
            self.firsts.append(self.content[at + 1 : self.content.index(b"\n", at + 1)])
            at = self.content.find(b"\n", at + _PART)

    def rows(self, key: str) -> list[list[str]]:
        """The values of each line of a key that `fold` gave, in order.

        >>> Table(b"bern\\tCHE\\nrome\\tITA\\nrome\\tUSA\\n").rows("rome")
        [['ITA'], ['USA']]
        """
        return [values for _, values in self._from(f"{key}\t")] if key else []

    def beginning(self, prefix: str) -> list[tuple[str, list[str]]]:
        """The keys that begin so, with their values, in order; the first ones where there are many."""
        return list(self._from(prefix)) if prefix else []

    def _from(self, prefix: str) -> Iterator[tuple[str, list[str]]]:
        wanted = prefix.encode("utf-8", "replace")
        part = bisect_left(self.firsts, wanted)
        low = self.starts[max(0, part - 1)] if self.starts else 0
        high = self.starts[part] + 1 + len(wanted) if part < len(self.starts) else len(self.content)
        at = self.content.find(b"\n" + wanted, low, high) + 1
        for _ in range(_ROWS if at else 0):
            if not self.content.startswith(wanted, at):
                return
            end = self.content.index(b"\n", at)
            key, *values = self.content[at:end].decode("utf-8").split("\t")
            yield key, values
            at = end + 1


def fold(name: str) -> str:
    """A name as it is looked up.

    >>> fold("Côte d'Ivoire"), fold("U.S."), fold("al-Qaeda"), fold("Kim Jong-un’s")
    ('cote d ivoire', 'us', 'al qaeda', 'kim jong un')
    """
    plain = name.lower()
    if plain.isascii() and plain.isalpha():
        return plain
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain.translate(_STROKES))
        plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    plain = _GENITIVE.sub("", plain)
    if "." in plain:
        plain = _DOTS.sub(r"\1", plain)
    return " ".join(_MARKS.sub(" ", plain).split())


def pack(lines: Iterable[str]) -> bytes:
    """The lines of a table as its file has them."""
    content = "".join(f"{line}\n" for line in sorted(set(lines), key=lambda line: line.encode("utf-8")))
    return zstandard.ZstdCompressor(level=19).compress(content.encode("utf-8"))


def load(name: str, *, models: Path = MODELS) -> Table:
    """The table of this name, checked by its hash.

    Raises ModelError where a file is missing or damaged.
    """
    about, content = (_content(models / name / file, name) for file in ("meta.json", FILE))
    try:
        stated = msgspec.json.decode(about, type=About).sha256
    except msgspec.DecodeError as error:
        raise ModelError(f"{models / name / 'meta.json'} is damaged: {error}; {_again(name)}", name=name) from error
    if hashlib.sha256(content).hexdigest() != stated:
        message = f"{models / name / FILE} is damaged: its hash is not the one in meta.json; {_again(name)}"
        raise ModelError(message, name=name)
    return Table(zstandard.ZstdDecompressor().decompress(content))


def _content(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}); {_again(name)}", name=name) from error


def _again(name: str) -> str:
    return f"install onrecord again, or make the table again with `make {name}-table`"
