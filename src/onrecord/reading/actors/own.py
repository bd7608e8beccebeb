"""A user's own actors: a CSV file of names with their countries and sectors, which counts more than any table here.

name,country,sector,aliases,role
Acme Watch,DEU,NGO,Acme|AW e.V.,
Jane Roe,USA,,,mayor
"""

from __future__ import annotations

import csv
import functools
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import msgspec

from onrecord.errors import FormatError
from onrecord.reading.actors.countries import codes
from onrecord.reading.actors.sectors import SECTORS, noun
from onrecord.reading.actors.tables import fold
from onrecord.values import OWN_ACTORS

COLUMNS = ("name", "country", "sector", "aliases", "role")
_NEEDED = COLUMNS[:3]
_LONGEST = 200
_MARKS = {",": "commas", ";": "semicolons", "\t": "tabs"}  # spreadsheets write the second where a comma is in numbers


class Own(NamedTuple):
    """What a user says of an actor; the sector may be that of the role."""

    name: str
    country: str | None
    sector: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnActors:
    """A user's own actors, by their folded names and aliases.

    `digest` depends on what is said of them alone: neither on the order of the lines nor on where the file lies.
    """

    digest: str
    by_name: Mapping[str, Own] = field(compare=False, repr=False)

    def met_in(self, text: str) -> set[Own]:
        """Those whom a text names."""
        from onrecord.reading.actors.terms import own_in  # which stands on this module

        return own_in(text, self.by_name)

    @property
    def name_and_version(self) -> str:
        """What a reading made with them names beside its models."""
        return f"{OWN_ACTORS}{self.digest}"

    def __reduce__(self) -> tuple[object, tuple[str, bytes]]:
        """They go to other processes with every part of a collection, and are unpacked there once."""
        return _unpacked, (self.digest, _packed(self.by_name))


def _packed(by_name: Mapping[str, Own]) -> bytes:
    return msgspec.json.encode(by_name, order="sorted")


@functools.lru_cache(maxsize=1)
def _unpacked(digest: str, packed: bytes) -> OwnActors:
    return OwnActors(digest=digest, by_name=msgspec.json.decode(packed, type=dict[str, Own]))


def load(path: Path) -> OwnActors:
    """The actors of a file.

    Raises FormatError, with the line, where the file cannot be read or does not say what it should.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise FormatError(f"cannot be read ({error.strerror}); give the path of a CSV file", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise FormatError(f"is not UTF-8 (byte {error.start}); save it as UTF-8", where=str(path)) from error
    by_name = parse(text, where=str(path))
    digest = hashlib.blake2b(_packed(by_name), digest_size=8).hexdigest()
    return OwnActors(digest=digest, by_name=by_name)


def parse(text: str, *, where: str) -> Mapping[str, Own]:
    """The actors of the text of such a file, by their folded names and aliases. Raises as `load` does.

    >>> parse("name,country,sector,aliases\\nAcme Watch,DEU,NGO,Acme|AW e.V.\\n", where="own.csv")["acme"]
    Own(name='Acme Watch', country='DEU', sector='NGO')
    """
    found: dict[str, Own] = {}
    for line, row in _rows(text, where):
        actor = _actor(row, f"{where}, line {line}")
        for name in (actor.name, *(row.get("aliases") or "").split("|")):
            key = fold(name)
            known = found.setdefault(key, actor) if key else actor
            if known[1:] != actor[1:]:
                message = f"{name.strip()!r} stands there a second time, as another actor; keep one of the lines"
                raise FormatError(message, where=f"{where}, line {line}")
    return found


def _rows(text: str, where: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows by their columns, each with the number of its line."""
    mark = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=mark)
    columns: list[str] = []
    try:
        for cells in reader:
            if not columns:
                columns = _columns(cells, f"{where}, line {reader.line_num}")
            elif any(cell.strip() for cell in cells):
                if len(cells) > len(columns):
                    what = f"{_MARKS[mark]} into quotes, or leave out what is too much"
                    message = f"{len(cells)} values for {len(columns)} columns; put values with {what}"
                    raise FormatError(message, where=f"{where}, line {reader.line_num}")
                yield reader.line_num, dict(zip(columns, (cell.strip() for cell in cells), strict=False))
    except csv.Error as error:
        raise FormatError(f"is no CSV: {error}", where=f"{where}, line {reader.line_num}") from error
    if not columns:
        raise FormatError(f"is empty; its first line should be {','.join(_NEEDED)}", where=where)


def _separator(text: str) -> str:
    """What parts the columns: of the marks that may, the one that the first line has; where it has several, a comma."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    found = [mark for mark in _MARKS if mark in first]
    return found[0] if len(found) == 1 else ","


def _columns(cells: list[str], where: str) -> list[str]:
    found = [cell.strip().lower() for cell in cells]
    unknown = [name for name in found if name not in COLUMNS]
    missing = [name for name in _NEEDED if name not in found]
    if missing or unknown or len(set(found)) < len(found):
        wrong = f"no column {missing[0]}" if missing else f"column {(unknown or found)[0]!r} is unknown or there twice"
        allowed = f"the columns are {', '.join(_NEEDED)} and, if wanted, {' and '.join(COLUMNS[3:])}"
        raise FormatError(f"{wrong}; {allowed}, all parted by commas, by semicolons or by tabs", where=where)
    return found


def _actor(row: dict[str, str], where: str) -> Own:
    name, country, sector = (row.get(column, "") for column in _NEEDED)
    if not fold(name) or len(name) > _LONGEST:
        raise FormatError(f"a name of 1 to {_LONGEST} characters is needed, with a letter in it", where=where)
    if country.upper() not in codes() | {""}:
        message = f"country {country!r} is none; allowed are the ISO 3166 codes of three letters (DEU, USA), or nothing"
        raise FormatError(message, where=where)
    if sector.upper() not in SECTORS | {""}:
        message = f"sector {sector!r} is none; allowed are {', '.join(sorted(SECTORS))}, or nothing"
        raise FormatError(message, where=where)
    by_role = noun(fold(row.get("role", "")))
    found = sector.upper() or (by_role.sector if by_role else None)
    if not country and not found:
        raise FormatError("neither a country nor a sector, nor a role that has one; give one of them", where=where)
    return Own(name, country.upper() or None, found or None)
