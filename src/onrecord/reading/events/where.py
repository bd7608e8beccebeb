"""Where an event took place: by the words of place that belong to it in its sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.reading.actors.places import Setting, locate
from onrecord.reading.events.arguments import case_of, phrase
from onrecord.reading.events.forms import bases
from onrecord.reading.events.trees import Trees
from onrecord.reading.names import Named
from onrecord.reading.words import Words
from onrecord.values import Location

_AT = frozenset("in at near outside inside around across off on throughout within".split())
_TOWARDS = frozenset("to into".split())
_MOVES = frozenset("arrive arrival visit travel trip fly go come return".split())


@dataclass(frozen=True, kw_only=True, eq=False)
class Places:
    """The setting of a text, over its words and trees, and its names in order. No part of the name of a body says where
    ("called on the European Union"), and of that of a place all does ("North Korea")."""

    words: Words
    lower: list[str]
    trees: Trees
    setting: Setting
    names: Sequence[Named] = ()

    def of(self, trigger: int) -> Location | None:
        """The place of what a trigger names, None where its clause names none that is known."""
        for word in self._candidates(trigger):
            named = self._name(int(self.words.starts[word]))
            if named is not None and named.kind == "organization":
                continue
            low, high = phrase(self.trees, word)
            first, last = int(self.words.starts[low]), int(self.words.ends[high - 1])
            where = (first, last) if named is None else (min(first, named.start), max(last, named.end))
            found = locate(self.setting, where)
            if found.country is not None:
                return found
        return None

    def _name(self, place: int) -> Named | None:
        """The name that a character lies in."""
        at = bisect_right(self.names, place, key=lambda name: name.start) - 1
        return self.names[at] if at >= 0 and place < self.names[at].end else None

    def _candidates(self, trigger: int) -> Iterator[int]:
        at = trigger
        while True:
            yield from (role.word for role in self.trees.roles.get(at, ()) if role.kind == "ARGM-LOC")
            yield from (child for child in self.trees.under(at, "obl", "nmod") if self._case(child) in _AT)
            if is_move(self.lower[at]):
                yield from (child for child in self.trees.under(at, "obl", "nmod") if self._case(child) in _TOWARDS)
                yield from (child for child in self.trees.under(at, "obj"))
            for one in self.trees.under(at, "obj", "obl", "nmod", "nsubj:pass"):
                yield from (child for child in self.trees.under(one, "nmod") if self._case(child) in _AT)
            if self.trees.labels[at] not in {"obj", "nsubj", "nsubj:pass", "xcomp", "obl", "nmod", "advcl"}:
                return
            at = self.trees.heads[at]

    def _case(self, word: int) -> str:
        return case_of(self.lower, self.trees, word)


def is_move(word: str) -> bool:
    """Whether a word in lower case says that somebody goes somewhere."""
    return not _MOVES.isdisjoint(bases(word))
