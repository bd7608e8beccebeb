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
_MENTION = re.compile(rf"(?<!\w)(?:{_NAME})(?!\w)", re.IGNORECASE)
_ELSEWHERE = frozenset({"related", "comment", "navigation", "teaser", "aside", "promo", "ad"})
_START = 200
_END = 160
# "WASHINGTON (AP) — ", "(Reuters) - ", "MOSCOW, May 31. /TASS/. ", "BERLIN, 3. Mai (dpa) ", "Paris (AFP)."
_DATELINE = re.compile(rf"^(?:[^\n]{{0,80}}?[(/（【]\s?({_NAME})\s?[)/）】]|(新华社|新華社))", re.IGNORECASE)
# "(dpa)", "/dpa", "© AFP", "dpa-infocom", "With files from Reuters", "Source: AP"
_CLOSING = re.compile(
    rf"(?:[(/©–—-]\s?|(?:source|quelle|with files from|fuente|fonte)\s?:?\s)({_NAME})\b[^\n]{{0,40}}\Z", re.IGNORECASE
)


def signed(page: Offered) -> Iterator[tuple[str, str]]:
    """An agency among those that sign."""
    for thing in page.things:
        if thing.role in ("author", "creator", "sourceOrganization") and (name := thing.first("name")):
            yield from _named(name, f"{thing.where}.name")
    for text, where in page.meta("author", "article:author", "dc.creator", "byl", "parsely-author"):
        yield from _named(text, where)
    for spot in chain.from_iterable(page.bylines.values()):
        near = -12 <= spot.at <= 2 and _ELSEWHERE.isdisjoint(spot.roles)
        if near and not (spot.cue == "author-link" and len(spot.text) <= 3):  # the initials of a portrait
            yield from _named(spot.text, spot.where)


def _named(text: str, where: str) -> Iterator[tuple[str, str]]:
    if len(text) <= 200 and _MENTION.search(text):
        for part in re.split(r"[,;/|·•\n]|\s(?:and|with|und|mit|et|avec|y|con|e|by|von)\s", f" {text.strip()}"):
            bare = re.sub(r"^\W*(?:by|von|par|por)\s", "", part.strip().lower()).strip(" .-–—()")
            if bare in _BY_NAME:
                yield _BY_NAME[bare], where


def dateline(page: Offered) -> Iterator[tuple[str, str]]:
    """An agency in brackets or strokes, with which the text begins: "MOSCOW, May 31. /TASS/."."""
    for block in page.offers["body"][:2]:
        if match := _DATELINE.match(block[2][:_START]):
            yield _BY_NAME[(match[1] or match[2]).lower()], "dateline"
            return


def closing(page: Offered) -> Iterator[tuple[str, str]]:
    """An agency with which the text ends: "(dpa)", "With files from Reuters"."""
    for block in page.offers["body"][-1:]:
        if match := _CLOSING.search(block[2][-_END:].rstrip(" .)")):
            yield _BY_NAME[match[1].lower()], "end of the text"


AGENCY: tuple[Rule[str], ...] = (
    Rule(name="signed", score=0.9, find=signed, why="it is named where authors are"),
    Rule(name="dateline", score=0.9, find=dateline, why="agencies begin their copy so"),
    Rule(name="closing", score=0.7, find=closing, why="papers mark agency copy at its end"),
)


def agency(page: Offered) -> Choice[str]:
    """The short name of the agency."""
    return choose("agency", candidates(AGENCY, page), key=str, show=str)
