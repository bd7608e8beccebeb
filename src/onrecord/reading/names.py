"""Names: from the spans that the model takes for names to those that the text as a whole agrees on.

The model sees a name at one place; a text has it at many. A name is of one kind throughout: that for which most of its
places, the titles before it and the given name in it speak. And what is a person's name at one place is one where the
model missed it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from onrecord.reading.labels import is_letter
from onrecord.reading.lexicon import ABBREVIATIONS, GIVEN_NAMES, HONORIFICS, ROLES, Gender, is_body, is_person
from onrecord.values import EntityKind

KINDS: dict[str, EntityKind] = {
    "Person": "person",
    "Organization": "organization",
    "Location": "place",
    "Facility": "place",
    "NORP": "group",
}
"""Which names become entities, by the kinds of the model."""

WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*\.?")
_EDGES = "'’,;:“”\" "
_BEFORE = re.compile(r"([^\W_]+\.?)[ \t]$")
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|President|Senator|Governor|Minister|Mayor|Judge|Chancellor)\.?[ \t]"
    r"([A-Z][\w’'-]*(?:[ \t][A-Z][\w’'-]*){0,2})"
)
_PART_OF_NAMES = frozenset({"pope", "king", "queen", "prince", "princess", "imam", "father", "sister", "brother"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_GIVEN, _TITLE, _ELSEWHERE = 0.4, 1.0, 0.5
"""What a given name, a title before the name, and the same surname in a fuller name are worth, in places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name in the text: where it stands, the words of it without titles, and what a title says of man or woman."""

    start: int
    end: int
    kind: EntityKind
    words: tuple[str, ...]
    gender: Gender | None


def plain(word: str) -> str:
    """A word as it is looked up: lower case, without a final stop and the ending of the genitive."""
    return word.lower().rstrip(".").removesuffix("’s").removesuffix("'s")


def core(words: Sequence[str]) -> list[str]:
    """The words of a person's name, lower case, without "Jr." and middle initials."""
    kept = [plain(word) for word in words if plain(word) not in _SUFFIXES] or [plain(word) for word in words]
    last = len(kept) - 1
    return [word for at, word in enumerate(kept) if at in (0, last) or len(word) > 1]


def names_in(
    text: str, spans: Sequence[tuple[int, int, str, float]], paragraphs: Sequence[tuple[int, int]]
) -> list[Named]:
    """The names that become entities, in order.

    `spans` are ranges of the text, in order, with the model's kinds and scores; `paragraphs` those that are read.
    """
    found, scores = [], []
    for start, end, kind, score in spans:
        if kind not in KINDS or _is_role(text[start:end]) or is_letter(text, start, end):
            continue
        for low, high in _each(text, start, end) if kind == "Person" else ((start, end),):
            found.append(_named(text, low, high, KINDS[kind]))
            scores.append(score)
    taken = _Taken([(start, end) for start, end, _, _ in spans])
    for start, end in _titled(text, paragraphs):
        if not taken.any(start, end):
            found.append(_named(text, start, end, "person"))
            scores.append(_TITLE)
    worded = [(name, score) for name, score in zip(found, scores, strict=True) if name.words]
    kinds = _agreed(worded, text)
    agreed = [_as(name, kinds[_key(name)]) for name, _ in worded]
    taken = _Taken([*((start, end) for start, end, _, _ in spans), *((name.start, name.end) for name in agreed)])
    return sorted([*agreed, *_missed(text, agreed, taken, paragraphs)], key=lambda name: name.start)


class _Taken:
    """Ranges of the text in which names have been found."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        self.ranges = sorted(ranges)
        self.ends = list(accumulate((end for _, end in self.ranges), max))

    def any(self, start: int, end: int) -> bool:
        """Whether a range shares a character with one of them."""
        at = bisect_left(self.ranges, (end, 0)) - 1
        return at >= 0 and self.ends[at] > start


def _named(text: str, start: int, end: int, kind: EntityKind) -> Named:
    """A name without a possessive ending, marks at its edges, and titles at its beginning."""
    bare = text[start:end].rstrip(_EDGES)
    end = start + len(bare.removesuffix("’s").removesuffix("'s").rstrip(_EDGES)) if bare else end
    words = list(WORD.finditer(text, start, end))
    gender = None
    while len(words) > 1 and _is_title(words[0][0]) and not is_body(plain(words[-1][0])):
        gender = gender or HONORIFICS.get(plain(words[0][0]))
        kind = "person" if kind == "organization" else kind
        words = words[1:]
    if words:
        start = words[0].start()
    gender = gender or HONORIFICS.get(plain(_word_before(text, start)))
    return Named(start=start, end=end, kind=kind, words=tuple(word[0] for word in words), gender=gender)


def _each(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """ "Robert and Rebekah Mercer" are two persons."""
    first, joint, _ = text[start:end].partition(" and ")
    if joint and first:
        yield start, start + len(first)
        start += len(first) + len(joint)
    if start < end:
        yield start, end


def _is_role(name: str) -> bool:
    """ "The Florida senator" is no name: its last word is a noun for a person, in lower case."""
    last = (WORD.findall(name) or [""])[-1]
    return last.islower() and is_person(plain(last))


def _is_title(word: str) -> bool:
    """Whether a word before a name is none of it: "Mr.", "Mayor", "Sen."; but a pope has no other name."""
    low = plain(word)
    return low in HONORIFICS or low in ABBREVIATIONS or (low in ROLES and low not in _PART_OF_NAMES)


def _word_before(text: str, place: int) -> str:
    found = _BEFORE.search(text, max(0, place - 20), place)
    return found[1] if found else ""


def _titled(text: str, paragraphs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for paragraph in paragraphs:
        for match in _TITLED.finditer(text, *paragraph):
            yield match.span(1)


def _key(name: Named) -> tuple[str, ...]:
    return tuple(plain(word) for word in name.words)


def _as(name: Named, kind: EntityKind) -> Named:
    return Named(start=name.start, end=name.end, kind=kind, words=name.words, gender=name.gender)


def _agreed(names: Sequence[tuple[Named, float]], text: str) -> dict[tuple[str, ...], EntityKind]:
    """The kind of each name, by its words."""
    votes: dict[tuple[str, ...], dict[EntityKind, float]] = defaultdict(lambda: defaultdict(float))
    surnames: dict[str, float] = defaultdict(float)
    for name, score in names:
        here = votes[_key(name)]
        here[name.kind] += score
        if name.kind == "person" and len(name.words) > 1:
            surnames[core(name.words)[-1]] += score
            if "-" in name.words[1]:  # Ri Yong-ho is Mr. Ri
                surnames[plain(name.words[0])] += score
        if name.gender or _is_title(_word_before(text, name.start)):
            here["person"] += _TITLE * (not is_body(plain(name.words[-1])))
        if 1 < len(name.words) < 4 and plain(name.words[0]) in GIVEN_NAMES:
            here["person"] += _GIVEN
    for key, kinds in votes.items():
        if len(key) == 1 and key[0] in surnames:
            kinds["person"] += min(surnames[key[0]], 2.0) * _ELSEWHERE
    return {key: max(kinds, key=lambda kind: kinds[kind]) for key, kinds in votes.items()}


def _missed(text: str, names: Sequence[Named], taken: _Taken, paragraphs: Sequence[tuple[int, int]]) -> Iterator[Named]:
    """Surnames of persons at places where the model saw nothing."""
    surnames = {name.words[-1] for name in names if name.kind == "person" and len(name.words[-1]) > 2}
    surnames -= {word for word in surnames if not word[0].isupper() or plain(word) in GIVEN_NAMES}
    for paragraph in paragraphs if surnames else ():
        for match in WORD.finditer(text, *paragraph):
            bare = match[0].rstrip(".").removesuffix("’s").removesuffix("'s")
            end = match.start() + len(bare)
            if bare in surnames and not taken.any(match.start(), end):
                title = HONORIFICS.get(plain(_word_before(text, match.start())))
                yield Named(start=match.start(), end=end, kind="person", words=(bare,), gender=title)
