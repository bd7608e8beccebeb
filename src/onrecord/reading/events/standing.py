"""Whom a word of a party stands for: a person with the title before the name, or a place that is none but a place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.reading.actors import countries
from onrecord.reading.actors.places import Setting, locate
from onrecord.reading.actors.tables import fold
from onrecord.reading.names import Named
from onrecord.reading.people import title_of
from onrecord.reading.quotes import Range

_UNNAMED = frozenset(
    """
    he she they him her them it his their its we us our i me my you your who whom whose which that this these those
    """.split()
)
"""Words that say nothing of whom they mean: where the article does not tell, nobody is named."""
_AROUND = 90
"""So many characters before a name its title may begin."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Persons:
    """The names of persons, in order, each with its owner, found by any word of the name or of the title before it."""

    text: str
    names: Sequence[Named]
    owners: Sequence[int]
    starts: Sequence[int]
    found: dict[int, Range] = field(default_factory=dict)

    @classmethod
    def among(cls, text: str, names: Sequence[Named], owners: Sequence[int]) -> Persons:
        """The persons among the names of a text."""
        own = [at for at, name in enumerate(names) if name.kind == "person"]
        some = [names[at] for at in own]
        return cls(text=text, names=some, owners=[owners[at] for at in own], starts=[name.start for name in some])

    def at(self, place: int) -> tuple[Range, int] | None:
        """The title and the name that a character lies in, and the entity; None where it lies in none."""
        last = bisect_right(self.starts, place) - 1
        for at in (last, last + 1):
            if 0 <= at < len(self.names) and self.names[at].start - place <= _AROUND:
                start, end = self._whole(at)
                if start <= place < end:
                    return (start, end), self.owners[at]
        return None

    def behind(self, end: int) -> tuple[Range, int] | None:
        """The name behind a comma at a place, and the entity: "the mayor of Newtown, Carla Ruiz"."""
        at = bisect_left(self.starts, end)
        if at == len(self.names) or self.text[end : self.starts[at]] != ", ":
            return None
        return (self.starts[at], self.names[at].end), self.owners[at]

    def any(self, start: int, end: int) -> bool:
        """Whether a name of one begins between two places."""
        return bisect_left(self.starts, start) < bisect_left(self.starts, end)

    def _whole(self, at: int) -> Range:
        """A name with its title."""
        if at not in self.found:
            name = self.names[at]
            title = title_of(self.text, name)
            self.found[at] = name.start if title is None else title[0], name.end
        return self.found[at]


def is_city(setting: Setting, names: Sequence[Named], starts: Sequence[int], where: Range) -> bool:
    """Whether a word is of the name of a place that is no country, nor a part of one with a name of its own; `names`
    are those of the text."""
    at = bisect_right(starts, where[0]) - 1
    named = names[at] if at >= 0 and where[0] < names[at].end else None
    words = setting.text[slice(*where)] if named is None else " ".join(named.words)
    meant = countries.words().get(fold(words))
    if meant is not None and meant.kind != "capital":
        return False
    return locate(setting, where).name is not None if named is None else named.kind == "place"


def is_unnamed(words: str) -> bool:
    """Whether words are one that says nothing of whom it means: "who", "us"; "WHO" and "US" do."""
    return words.lower() in _UNNAMED and (len(words) < 2 or not words.isupper())
