"""Phrases that say by themselves of which type an event is, whatever it looks like otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.reading.events.forms import bases
from onrecord.reading.events.trees import Trees
from onrecord.values import EventType

_SANCTIONS = frozenset({"sanctions", "embargo", "embargoes"})
_SENDING_AWAY = frozenset("expel expulsion recall".split())
_BEGIN = frozenset(word[:2] for word in _SENDING_AWAY)
_ENVOYS = frozenset("diplomat ambassador envoy consul attaché attache".split())
_BE = frozenset("is are was were be been being".split())
_ENDS = frozenset(". ; : ? ! that who which".split())
_NEAR = 6
"""So many words behind a verb, or before a passive one, its object is looked for."""


def plain_type(words: Sequence[str], trees: Trees, at: int) -> EventType | None:
    """The type that a word says with its object: to impose sanctions, and to expel diplomats. Words are in lower case.

    Who sends diplomats away breaks off relations (PLOVER, SANCTION), however few they are.
    """
    near = (at, *trees.under(at, "obj", "nsubj:pass"))
    return "SANCTION" if any(words[one] in _SANCTIONS for one in near) or envoy_of(words, at) is not None else None


def senders_away(words: Sequence[str]) -> Iterator[int]:
    """The words of a text that tell of envoys sent away."""
    return (at for at in range(len(words)) if envoy_of(words, at) is not None)


def envoy_of(words: Sequence[str], at: int) -> int | None:
    """The word for whom a word sends away: "expelled two British diplomats", "the ambassador was recalled"."""
    if words[at][:2] not in _BEGIN or _SENDING_AWAY.isdisjoint(bases(words[at])):
        return None
    is_passive = not {*words[max(at - 2, 0) : at]}.isdisjoint(_BE)
    around = (
        range(at - 1, max(at - _NEAR - 1, -1), -1) if is_passive else range(at + 1, min(at + _NEAR + 1, len(words)))
    )
    for one in around:
        if words[one] in _ENDS:
            return None
        if is_envoy(words[one]):
            return one
    return None


def is_envoy(word: str) -> bool:
    """Whether a word is a noun for whom a government sends to another."""
    return not _ENVOYS.isdisjoint(bases(word))
