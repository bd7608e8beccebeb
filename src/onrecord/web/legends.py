"""What the codes of events mean, in words: types and sectors of PLOVER, countries, whether something happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from onrecord.reading.actors.countries import names
from onrecord.values import EventStatus, EventType

TYPES: Mapping[EventType, str] = MappingProxyType(
    {
        "AGREE": "agrees to something, or says that it will do it: a meeting to come, a settlement",
        "CONSULT": "meets, visits, calls, negotiates, mediates",
        "SUPPORT": "praises, defends, recognizes, apologizes, signs",
        "CONCEDE": "gives way: eases what was restricted, allows, declares a ceasefire",
        "COOPERATE": "works together: trades, holds exercises, extradites, shares intelligence",
        "AID": "helps: with money, arms, relief, peacekeepers, asylum",
        "RETREAT": "draws back: withdraws, releases, returns, resigns, disarms",
        "REQUEST": "asks, urges, demands, invites",
        "ACCUSE": "criticizes, blames, sues, convicts, investigates",
        "REJECT": "refuses, vetoes, defies",
        "THREATEN": "threatens, warns, sets an ultimatum",
        "PROTEST": "demonstrates, strikes, blocks roads, riots",
        "SANCTION": "cuts ties: lays an embargo, expels, suspends, walks out",
        "MOBILIZE": "readies or shows force: deploys troops, tests weapons",
        "COERCE": "forces without battle: arrests, bans, seizes, deports, cracks down, hacks",
        "ASSAULT": "uses violence: shoots, bombs, beats, abducts, occupies",
    }
)
SECTORS: Mapping[str, str] = MappingProxyType(
    {
        "BUS": "business",
        "COP": "police",
        "CRM": "criminals",
        "CVL": "civilians",
        "EDU": "education",
        "ELI": "elites, as those who were in office",
        "GOV": "government",
        "HLH": "health",
        "IGO": "international organization",
        "JRN": "journalists",
        "JUD": "judges, courts, prosecutors",
        "LAB": "labour",
        "LEG": "legislature",
        "MIL": "military",
        "NGO": "non-governmental organization",
        "OPP": "opposition",
        "PTY": "political party",
        "REB": "rebels",
        "REF": "refugees, migrants",
        "REL": "religion",
        "SPY": "intelligence services",
        "UAF": "armed forces of no known side",
    }
)
STATUSES: Mapping[EventStatus, str] = MappingProxyType(
    {
        "happened": "the text says it as done or under way",
        "planned": "it is to come",
        "asked": "somebody wants it done",
        "hypothetical": "it is thought of: if, might, could",
        "denied": "it did not happen, or somebody says so",
    }
)
_LONG = 3  # letters of the code of a country


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """Codes that stand on a page, each with its meaning."""

    countries: tuple[tuple[str, str], ...]
    sectors: tuple[tuple[str, str], ...]


def meant(code: str | None) -> str | None:
    """What a country, a sector or both in one mean, in words; None for what is no such code.

    >>> meant("RUSGOV"), meant("RUS"), meant("GOV"), meant("RUSSIA"), meant("")
    ('Russia, government', 'Russia', 'government', None, None)
    """
    words = [names().get(part) or SECTORS.get(part) for part in _parts(code or "")]
    return ", ".join(filter(None, words)) if words and all(words) else None


def legend(codes: Iterable[str | None]) -> Legend:
    """The countries and sectors of these codes, in the order of the alphabet; what is no code is passed over."""
    found = {part for code in codes if code and meant(code) for part in _parts(code)}
    return Legend(
        countries=tuple((code, names()[code]) for code in sorted(found & names().keys())),
        sectors=tuple((code, SECTORS[code]) for code in sorted(found & SECTORS.keys())),
    )


def _parts(code: str) -> tuple[str, ...]:
    return tuple(filter(None, (code[:_LONG], code[_LONG:])))
