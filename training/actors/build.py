"""From the dictionaries of petrarch2 to the table of actors that ships: `make actors-table`.

Of persons the surname stands first in the key, so that all who bear it stand together; nouns begin with "~", an
office with a surname with "=" ("=president mugabe"). Countries become those of ISO 3166, sectors those of PLOVER.
leaders.toml, made by hand, says who led since, and counts first. Who has held no office since 1990, misspelt entries
with titles in them, and what names neither a country nor a sector are left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "src"))

from onrecord.reading.actors.countries import codes
from onrecord.reading.actors.countries import words as country_words
from onrecord.reading.actors.sectors import noun
from onrecord.reading.actors.sectors import nouns as role_nouns
from onrecord.reading.actors.tables import FILE, MODELS, fold, pack
from onrecord.reading.lexicon import GIVEN_NAMES

NAME, VERSION = "actors", "1"
SOURCES = (
    "Phoenix.Countries.actors.txt",
    "Phoenix.International.actors.txt",
    "Phoenix.MilNonState.actors.txt",
    "Phoenix.agents.txt",
)
LEADERS = Path(__file__).with_name("leaders.toml")
CARD = Path(__file__).with_name("card.md")
MADE = "20140130+"
"""The day on which the dictionaries were made: what went on then is not known to go on after it."""
SINCE = 19900101
"""Who has held no office since is in no news that is read now."""

COUNTRIES = {"TMP": "TLS", "KSV": "XKX", "DDR": "DEU", "KNT": "KNA", "USR": "RUS", "SUN": "RUS", "YUG": "SRB"} | {
    "FRY": "SRB", "SRP": "SRB", "SCG": "SRB", "CSK": "CZE", "ROM": "ROU", "GMY": "DEU", "ZAR": "COD", "GZA": "PSE",
    "FRN": "FRA",
}  # fmt: skip
"""Codes of CAMEO, or misspelt ones, that are none of ISO 3166, or of states that are gone: the successor."""

SECTORS = dict.fromkeys("GOV MIL COP OPP REB JUD LEG SPY BUS CVL NGO IGO EDU LAB REF CRM UAF ELI HLH PTY".split()) | {
    "MED": "JRN", "JRN": "JRN", "MNC": "BUS", "IMG": "UAF", "REL": "REL", "PPL": "CVL", "AGR": "CVL", "RAD": "UAF",
    "MUS": "REL", "MOS": "REL", "CHR": "REL", "JEW": "REL", "HIN": "REL", "BUD": "REL",
    "HRI": "NGO", "DEV": "NGO", "ENV": "NGO",
}  # fmt: skip
"""Codes of CAMEO as sectors of PLOVER; those without a value are the same. Religion is one where nothing else is."""

COMMON = frozenset(
    """
    organization youth zero tigers falcon mavericks boogeymen champagne buffalo insula aleph shahin camo greenhill
    fortis tanzim amit rim zain abdullah hussein hassan fahd stephenson sisi hollande arno athos orange anger
    """.split()
)
"""Names of one word that mean something else as a rule, or several persons."""

_CODE = re.compile(r"\[([^\]\s]+)(?:\s+([<>]?\d{6,8}(?:-\d{6,8})?))?\s*\]")
_LINE = re.compile(r"^(\+?)([^\t\[#]*)(.*)$")
_SETS = {"PERSON": "MAN MEN WOMAN WOMEN PERSON", "MINIST": "MINISTER MINISTERS MINISTRY MINISTRIES"}
_TITLED = re.compile(
    r"\b(?:mr|mrs|ms|dr|president|minister|premier|chancellor|ambassador|secretary|senator|general|king|queen|prince|"
    r"chairman|administration|justice|judge|governor|leader|speaker|spokesman|envoy|congressman|pm|colonel|gen|sen)\b"
)


_LINKS = frozenset("to of for in at from by with and on the".split())
_OFFICE = re.compile(r"(?:president|(?:prime|foreign) minister|premier|chancellor|king|queen|secretary general) \S+")


@dataclass(slots=True)
class Entry:
    """Names that mean the same, and their codes with the days from and to which they hold."""

    names: list[str] = field(default_factory=list)
    codes: list[tuple[str, int, int]] = field(default_factory=list)


def entries(text: str) -> Iterator[Entry]:
    """The entries of a dictionary: a name, its synonyms after "+", codes beside or below."""
    entry = Entry()
    for line in text.splitlines():
        bare = line.partition("#")[0].rstrip()
        found = _LINE.match(bare)
        if not bare or found is None or bare.startswith(("!", "<")):
            continue
        synonym, name, rest = found.groups()
        if name.strip() and not synonym:
            yield entry
            entry = Entry()
        if name.strip():
            entry.names.append(name.replace("_", " ").strip())
        entry.codes += [(code, *_days(days)) for code, days in _CODE.findall(rest)]
    yield entry


def _days(text: str) -> tuple[int, int]:
    """From and to which day, 0 where it is open: "<920101", ">20040309", "86-91"."""
    if text.startswith("<"):
        return 0, _day(text[1:])
    if text.startswith(">"):
        return _day(text[1:]), 0
    first, _, last = text.partition("-")
    return (_day(first), _day(last)) if first else (0, 0)


def _day(digits: str) -> int:
    """Six digits are of the years 1915 to 2014, the year in which the dictionaries were made."""
    if len(digits) >= 8:
        return int(digits[:8])
    return int(("20" if digits[:2] < "15" else "19") + digits[:6]) if len(digits) == 6 else 0


def meaning(code: str) -> tuple[str, str]:
    """Country and sector of a code of CAMEO; empty where it has none.

    >>> meaning("USAGOVMIL"), meaning("NGOUSAHRI"), meaning("IGOUNO"), meaning("INTREB"), meaning("YUGKSV")
    (('USA', 'GOV'), ('USA', 'NGO'), ('', 'IGO'), ('', 'REB'), ('XKX', ''))
    >>> meaning("IMGMUS"), meaning("MUSGOV")
    (('', 'UAF'), ('MUS', 'GOV'))
    """
    parts = re.findall("[A-Z]{3}", code)
    kept = [part for at, part in enumerate(parts) if part != "MUS" or at]  # Mauritius, or Muslims
    places = [COUNTRIES.get(part, part) for part in parts if part != "MUS" or part is parts[0]]
    places = [place for place in places if place in codes()]
    sectors = sorted((SECTORS[part] or part for part in kept if part in SECTORS), key=lambda sector: sector == "REL")
    return (places[-1] if places else ""), (sectors[0] if sectors else "")


def rows(entry: Entry) -> Iterator[str]:
    """The lines of one entry."""
    dated = [(first, last) for _, first, last in entry.codes if first or last]
    if dated and all(0 < last < SINCE for _, last in dated):
        return
    kept = [(*meaning(code), first, last) for code, first, last in entry.codes if not 0 < last < SINCE]
    values = sorted({(place, sector, first, last) for place, sector, first, last in kept if place or sector})
    text = ";".join(_short(value) for value in values)
    is_person = any(sector == "ELI" or (sector and dated) for _, sector, _, _ in values)
    for name in entry.names if text else ():
        key = fold(name.strip("_ ").replace("(", " ").replace(")", " "))
        words = key.split()
        if not 3 <= len(key) <= 60 or len(words) > 6 or (is_person and _is_titled(key)) or _is_plain(words):
            continue
        if len(words) == 1 and (key in GIVEN_NAMES or key in COMMON or noun(key)):
            continue
        if is_person and _TITLED.search(key):
            key = f"={key}"
        elif is_person and len(words) > 1:
            key = f"{words[-1]}, {' '.join(words[:-1])}"
        yield f"{key}\t{text}"


def _is_titled(name: str) -> bool:
    """Whether a person's name has a title in it; but "President Mugabe" is how a text may name him."""
    return _TITLED.search(name) is not None and _OFFICE.fullmatch(name) is None


def _is_plain(words: Sequence[str]) -> bool:
    """Whether a name is a country with a noun: "US president" says nothing that its words do not say."""
    return any(" ".join(words[:at]) in country_words() and noun(" ".join(words[at:])) for at in range(1, len(words)))


def _short(value: tuple[str, str, int, int]) -> str:
    place, sector, first, last = value
    days = f" {first or ''}-{last or MADE}" if first or last else ""
    return f"{place}{'/' if sector else ''}{sector}{days}"


def nouns(text: str) -> Iterator[str]:
    """The lines of the agents: nouns by what they say of a party."""
    for line in text.splitlines():
        found = re.match(r"^([A-Z!][^\[#]*?)\s*\[~([A-Z]+)\]", line)
        if found is None or "=" in found[1]:
            continue
        sector = meaning(found[2])[1]
        for one in _each(found[1]):
            key = fold(one.replace("_", " "))
            words = key.split()
            if sector and key not in role_nouns() and len(words) <= 5 and words[-1] not in _LINKS:
                yield f"~{key}\t{sector}"


def _each(noun: str) -> Iterator[str]:
    """A noun with "!PERSON!" in it stands for five."""
    found = re.search(r"!(\w+)!", noun)
    if found is None:
        yield noun
        return
    for word in _SETS.get(found[1], "").split():
        yield noun.replace(found[0], word)


def leaders(text: str) -> Iterator[str]:
    """The lines of those who lead countries since the dictionaries were made; by office and surname too."""
    for name, terms in tomllib.loads(text).items():
        key = fold(name)
        given, _, surname = key.rpartition(" ")
        held = [term.split() for term in terms.split(";")]
        codes = ";".join(f"{'' if of == 'IGO' else of}/{'IGO' if of == 'IGO' else 'GOV'} {days}" for of, days in held)
        yield f"{surname}, {given}\t{codes}"
        for office in ("president", "prime minister"):
            yield f"={office} {surname}\t{codes}"


def lines(folder: Path) -> Iterator[str]:
    """All lines of the table; of several entries of one key the first counts."""
    seen: set[str] = set()
    texts = [(folder / name).read_text("utf-8", "replace") for name in SOURCES]
    for line in _all(texts):
        key = line.partition("\t")[0]
        if key not in seen:
            seen.add(key)
            yield line


def _all(texts: Iterable[str]) -> Iterator[str]:
    *names, agents = texts
    yield from leaders(LEADERS.read_text("utf-8"))
    for text in names:
        for entry in entries(text):
            yield from rows(entry)
    yield from nouns(agents)


def main() -> None:
    """Write the table, and what describes it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dictionaries", type=Path, required=True, help="folder with the dictionaries of petrarch2")
    folder = parser.parse_args().dictionaries
    found = list(lines(folder))
    content = pack(found)
    target = MODELS / NAME
    target.mkdir(parents=True, exist_ok=True)
    (target / FILE).write_bytes(content)
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in SOURCES}
    about = {"name": NAME, "version": VERSION, "sha256": hashlib.sha256(content).hexdigest(), "rows": len(found)}
    (target / "meta.json").write_text(json.dumps({**about, "sources": digests}, indent=1) + "\n", "utf-8")
    rows = "\n".join(f"| `{name}` | `{digest}` |" for name, digest in digests.items())
    card = CARD.read_text("utf-8").format(**about, bytes=len(content), sources=rows)
    (target / "README.md").write_text(card, "utf-8")
    print(f"{target / FILE}: {len(found):,} lines, {len(content):,} bytes")


if __name__ == "__main__":
    main()
