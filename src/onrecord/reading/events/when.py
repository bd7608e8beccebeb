"""When an event took place: by the words of time that belong to it in its sentence, else inferred from what is near."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from onrecord.reading.dates import Dated
from onrecord.reading.events.trees import Trees
from onrecord.reading.words import Ints, Words
from onrecord.values import Span, When

_CLAUSES = frozenset("acl:relcl acl advcl ccomp xcomp conj parataxis".split())
_LEAD = 3
"""In so many first paragraphs an event without a time of its own is taken to be of the day of the article's lead."""
_MOST, _FEW = 200, 12
"""So many words under a trigger, and so many dates near it, are looked at."""
_FAR = 62
"""Days: of times longer than that no event is said to be inferred."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Times:
    """The dates of a text, in order, over its words and trees; what was `found` for a trigger is kept."""

    words: Words
    trees: Trees
    dates: Sequence[Dated]
    starts: Sequence[int]
    found: dict[int, Dated | None] = field(default_factory=dict)

    @classmethod
    def over(cls, words: Words, trees: Trees, dates: Sequence[Dated]) -> Times:
        """The dates that `dates_in` found."""
        return cls(words=words, trees=trees, dates=dates, starts=[one.start for one in dates])

    def of(self, triggers: Sequence[int]) -> When | None:
        """The time of an event by the triggers of its mentions: the first that says it, else what is inferred."""
        for trigger in triggers:
            found = self.own(trigger)
            if found is not None:
                return _when(found, inferred=False)
        for trigger in triggers:
            found = self._near(trigger)
            if found is not None:
                return _when(found, inferred=True)
        return None

    def own(self, trigger: int) -> Dated | None:
        """The date that belongs to a trigger: under it, else beside it under what governs it, else the only one of its
        sentence."""
        if trigger not in self.found:
            self.found[trigger] = self._own(trigger)
        return self.found[trigger]

    def _own(self, trigger: int) -> Dated | None:
        for at in (trigger, *self._governors(trigger)):
            dates = map(self._at, islice(self._under(at), _MOST))
            found = next((date for date in dates if date is not None), None)
            if found is not None:
                return found
        low, high = self._edges(self.words.sentences, trigger)
        return self.dates[low] if high - low == 1 else None

    def agree(self, one: int, other: int) -> bool:
        """Whether two triggers may be of one event: their dates, where both have one, are the same or next days."""
        first, second = self.own(one), self.own(other)
        if first is None or second is None:
            return True
        return (
            first.first.toordinal() <= second.last.toordinal() + 1
            and second.first.toordinal() <= first.last.toordinal() + 1
        )

    def _governors(self, trigger: int) -> Iterator[int]:
        """The words over a trigger, as long as it is of their clause."""
        at = trigger
        while self.trees.labels[at] in {
            "obj",
            "nmod",
            "obl",
            "nsubj",
            "nsubj:pass",
            "xcomp",
            "compound",
            "advcl",
            "acl",
        }:
            at = self.trees.heads[at]
            yield at

    def _under(self, at: int) -> Iterator[int]:
        """The words of a clause, those that play the role of time first."""
        for role in self.trees.roles.get(at, ()):
            if role.kind == "ARGM-TMP":
                yield from self._branch(role.word, frozenset())
        yield from self._branch(at, _CLAUSES)

    def _branch(self, at: int, without: frozenset[str]) -> Iterator[int]:
        held = [at]
        while held:
            word = held.pop()
            yield word
            held += [child for child in self.trees.children[word] if self.trees.labels[child] not in without]

    def _at(self, word: int) -> Dated | None:
        """The date that a word is part of."""
        at = bisect_right(self.starts, int(self.words.starts[word])) - 1
        return self.dates[at] if at >= 0 and self.words.starts[word] < self.dates[at].end else None

    def _edges(self, numbers: Ints, trigger: int) -> tuple[int, int]:
        """The dates [low, high) of the sentence, or the paragraph, of a trigger."""
        first, last = np.searchsorted(numbers, [numbers[trigger], numbers[trigger] + 1])
        start, end = int(self.words.starts[first]), int(self.words.ends[last - 1])
        return bisect_left(self.starts, start), bisect_left(self.starts, end)

    def _near(self, trigger: int) -> Dated | None:
        """The date last named before in the same paragraph; in the lead, the first of it."""
        low, _ = self._edges(self.words.paragraphs, trigger)
        before = bisect_left(self.starts, int(self.words.starts[trigger]))
        for at in range(before - 1, max(low, before - _FEW) - 1, -1):
            if _is_short(self.dates[at]):
                return self.dates[at]
        if self.words.paragraphs[trigger] >= _LEAD:
            return None
        end = int(self.words.ends[np.searchsorted(self.words.paragraphs, _LEAD) - 1])
        lead = self.dates[: min(_FEW, bisect_left(self.starts, end))]
        return next((one for one in lead if _is_short(one)), None)


def _is_short(found: Dated) -> bool:
    return (found.last - found.first).days <= _FAR


def _when(found: Dated, *, inferred: bool) -> When:
    return When(
        start=found.first.isoformat(),
        end=found.last.isoformat(),
        span=Span(start=found.start, end=found.end),
        inferred=inferred,
        rule=found.rule,
    )
