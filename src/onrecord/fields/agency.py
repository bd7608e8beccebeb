"""The news agency whose copy the article is, where the page says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from onrecord.fields.choose import Choice, Rule, candidates, choose
from onrecord.fields.offered import Offered

NAMES: dict[str, tuple[str, ...]] = {
    "AAP": ("aap", "australian associated press"),
    "AFP": ("afp", "agence france presse", "agence france-presse"),
    "ANI": ("ani", "asian news international"),
    "ANP": ("anp",),
    "ANSA": ("ansa", "agenzia ansa"),
    "AP": ("ap", "associated press", "the associated press"),
    "APA": ("apa", "austria presse agentur"),
    "Anadolu": ("anadolu", "anadolu agency", "anadolu ajansı"),
    "Belga": ("belga",),
    "Bloomberg": ("bloomberg", "bloomberg news"),
    "CP": ("the canadian press", "canadian press", "la presse canadienne"),
    "EFE": ("efe", "agencia efe"),
    "Europa Press": ("europa press",),
    "IANS": ("ians", "indo-asian news service"),
    "Interfax": ("interfax", "интерфакс"),
    "Jiji": ("jiji", "jiji press", "時事通信", "時事通信社", "時事"),
    "KNA": ("kna",),
    "Keystone-SDA": ("sda", "ats", "keystone-sda", "keystone-ats"),
    "Kyodo": ("kyodo", "kyodo news", "共同通信", "共同"),
    "Lusa": ("lusa",),
    "MTI": ("mti",),
    "NTB": ("ntb",),
    "PA": ("pa media", "press association", "pa"),
    "PAP": ("pap",),
    "PTI": ("pti", "press trust of india"),
    "RIA Novosti": ("ria novosti", "риа новости"),
    "Reuters": ("reuters", "thomson reuters"),
    "Ritzau": ("ritzau",),
    "SID": ("sid", "sport-informations-dienst"),
    "STT": ("stt",),
    "TASS": ("tass", "тасс", "itar-tass"),
    "TT": ("tt", "tt nyhetsbyrån"),
    "UPI": ("upi", "united press international"),
    "Ukrinform": ("ukrinform", "укрінформ"),
    "Xinhua": ("xinhua", "新华社", "新華社"),
    "Yonhap": ("yonhap", "연합뉴스"),
    "dpa": ("dpa", "deutsche presse-agentur", "deutsche presse agentur", "dpa-infocom"),
    "epd": ("epd",),
}
"""How agencies are called, in lower case, by the short name that stands in the record."""

_BY_NAME = {name: short for short, names in NAMES.items() for name in names}
_NAME = "|".join(sorted(map(re.escape, _BY_NAME), key=len, reverse=True))
_ELSEWHERE = frozenset({"related", "comment", "navigation", "teaser", "aside", "promo", "ad"})
_START = 200
_END = 160
_MENTION = re.compile(rf"(?<!\w)(?:{_NAME})(?!\w)", re.IGNORECASE)
# "WASHINGTON (AP) — ", "(Reuters) - ", "MOSCOW, May 31. /TASS/. ", "BERLIN, 3. Mai (dpa) "; 新华社 needs no brackets.
_DATELINE = re.compile(rf"^(?:[^\n]{{0,80}}?[(/（【]\s?({_NAME})\s?[)/）】]|(新华社|新華社))", re.IGNORECASE)
# "(dpa)", "/dpa", "© AFP", "© dpa-infocom, dpa:230428-99-481538/3", "With files from Reuters", "Source: AP"
_CLOSING = re.compile(
    rf"(?:(?<!\w)[(/©–—-]\s?|(?:source|quelle|with files from|fuente|fonte)\s?:?\s)({_NAME})"
    r"(?:,?\s?dpa:[\w/-]+)?[\s.)/\]]*\Z",
    re.IGNORECASE,
)
_IN_TEXT = frozenset({"pa", "pap", "sid"})
"""Names that are words, or those of places, too: in the text they tell nothing."""


def _called(text: str) -> str | None:
    """The short name of the agency that a text names; an acronym counts in its own spelling, or in capitals."""
    short = _BY_NAME.get(text.lower())
    acronym = len(text) <= 4 and text.isascii()
    return None if acronym and text not in (short, text.upper()) else short


def signed(page: Offered) -> Iterator[tuple[str, str]]:
    """An agency among those that sign."""
    if page.article is not None:
        for role in ("author", "creator", "sourceOrganization"):
            for child in page.children(page.article, role):
                yield from _named(child.first("name") or "", f"{child.where}.name")
            for value in page.article.values.get(role, ()):
                yield from _named(value, f"{page.article.where}.{role}")
    for text, where in page.meta("author", "article:author", "dc.creator", "byl", "parsely-author"):
        yield from _named(text, where)
    for spot in chain.from_iterable(page.bylines.values()):
        near = -12 <= spot.at <= 2 and _ELSEWHERE.isdisjoint(spot.roles)
        if near and not (spot.cue == "author-link" and len(spot.text) <= 3):  # the initials of a portrait
            yield from _named(spot.text, spot.where)


def _named(text: str, where: str) -> Iterator[tuple[str, str]]:
    if len(text) <= 200 and _MENTION.search(text):
        for part in _SIGNERS.split(f" {text.strip()}"):
            bare = _BY.sub("", part.strip()).strip(" .-–—()")
            if short := _called(bare):
                yield short, where


_SIGNERS = re.compile(r"[,;/|·•\n]|\s(?:and|with|und|mit|et|avec|y|con|e|by|von)\s")
_BY = re.compile(r"^\W*(?:by|von|par|por)\s", re.IGNORECASE)


def dateline(page: Offered) -> Iterator[tuple[str, str]]:
    """An agency in brackets or strokes, with which the text begins: "MOSCOW, May 31. /TASS/."."""
    for block in page.offers["body"][:2]:
        if short := _in_text(_DATELINE.match(block[2][:_START])):
            yield short, "dateline"
            return


def closing(page: Offered) -> Iterator[tuple[str, str]]:
    """An agency with which the text ends: "(dpa)", "With files from Reuters"."""
    for block in page.offers["body"][-1:]:
        if short := _in_text(_CLOSING.search(block[2][-_END:])):
            yield short, "end of the text"


def _in_text(found: re.Match[str] | None) -> str | None:
    name = next((group for group in found.groups() if group), None) if found else None
    return None if name is None or name.lower() in _IN_TEXT else _called(name)


AGENCY: tuple[Rule[str], ...] = (
    Rule(name="signed", score=0.9, find=signed, why="it is named where authors are"),
    Rule(name="dateline", score=0.9, find=dateline, why="agencies begin their copy so"),
    Rule(name="closing", score=0.7, find=closing, why="papers mark agency copy at its end"),
)


def agency(page: Offered) -> Choice[str]:
    """The short name of the agency."""
    return choose("agency", candidates(AGENCY, page), key=str, show=str)
