"""What the pages of a site have in common, as a value that helps to read the next one.

A site shows the same thing in the same form: what blocks of one form (the tags and classes around them) turned out to
be on other pages speaks for or against those of this page, and a text that recurs from page to page is no article.
No labels are needed: the pages are read as they are, and their readings are remembered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from onrecord import _core
from onrecord.errors import FormatError
from onrecord.values import Failure, Page

VERSION = 1
"""Of the form that `to_bytes` writes; signatures of another version mean nothing here."""

RECURS = 3
"""A text on as many pages is the site's, not an article's."""
_TEXT_WORDS = 4  # shorter texts recur by chance
_MOST_PAGES = (1 << 32) - 1  # what the core counts to
_STEPS = 1 << 20  # probabilities in such steps have the same sum in every order


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What blocks of one signature were: on how many pages, how many blocks, how many of them were kept, and the sum
    over the pages of their mean probability of being body."""

    pages: int
    blocks: int
    kept: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMemory:
    """The experience with the pages of one site: `extract(html, memory=...)`.

    `pages` is how many were read; `signatures` and `texts` say, sorted by hash, what was seen. Memories are added
    together with `merged`, and two that were made of the same pages in another order are equal.
    """

    pages: int = 0
    signatures: tuple[tuple[int, Seen], ...] = ()
    texts: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, pages: Iterable[Page | Failure]) -> SiteMemory:
        """The memory of some pages of one site, as a source gives them; what cannot be read as HTML says nothing.

        >>> memory = SiteMemory.of([Page(html=b"<p>It rained all day in the north, the weather office said.</p>")])
        >>> memory.pages
        1
        """
        found = []
        for page in pages:
            if isinstance(page, Failure):
                continue
            with suppress(ValueError):
                found.append(of_blocks(_core.remember(page.html, page.charset)))
        return _sum(found)

    def merged(self, other: SiteMemory) -> SiteMemory:
        """Both experiences together; they should be of different pages, or these count twice."""
        return _sum((self, other))

    def to_bytes(self) -> bytes:
        """The memory as JSON, to be kept in a file."""
        return msgspec.json.encode(_Kept(version=VERSION, memory=self))

    @classmethod
    def from_bytes(cls, data: bytes) -> SiteMemory:
        """The memory that `to_bytes` wrote. Raises FormatError where it is none, or one of another version."""
        try:
            kept = msgspec.json.decode(data, type=_Kept)
        except msgspec.DecodeError as error:
            raise FormatError(f"{error}; SiteMemory.to_bytes() writes the form", where="site memory") from error
        if kept.version != VERSION:
            raise FormatError(
                f"version {kept.version}, and this onrecord reads {VERSION}: make it again from pages of the site",
                where="site memory",
            )
        memory = kept.memory
        hashes = [number for number, _ in (*memory.signatures, *memory.texts)]
        if not all(0 <= number < 1 << 64 for number in hashes) or not all(
            0 < seen.pages < 1 << 32 for _, seen in memory.signatures
        ):
            raise FormatError(
                "a hash or a number of pages is out of range; SiteMemory.to_bytes() writes the form",
                where="site memory",
            )
        return memory

    def told(self) -> tuple[list[tuple[int, int, float]], list[int]]:
        """What the core asks of it: pages and sum of probabilities by signature, and the texts that recur."""
        signatures = [
            (signature, min(seen.pages, _MOST_PAGES), seen.probability) for signature, seen in self.signatures
        ]
        return signatures, [text for text, pages in self.texts if pages >= RECURS]


class _Kept(msgspec.Struct, frozen=True):
    version: int
    memory: SiteMemory


def of_blocks(blocks: list[tuple[int, int, int, float, bool]]) -> SiteMemory:
    """The memory of one page, from what the core tells of its blocks."""
    sums: dict[int, tuple[int, int, float]] = {}
    texts = set()
    for signature, text, words, probability, kept in blocks:
        count, inside, total = sums.get(signature, (0, 0, 0.0))
        sums[signature] = (count + 1, inside + kept, total + probability)
        if words >= _TEXT_WORDS:
            texts.add(text)
    signatures = {
        signature: Seen(pages=1, blocks=count, kept=inside, probability=round(total / count * _STEPS) / _STEPS)
        for signature, (count, inside, total) in sums.items()
    }
    return SiteMemory(
        pages=1,
        signatures=tuple(sorted(signatures.items(), key=lambda item: item[0])),
        texts=tuple((text, 1) for text in sorted(texts)),
    )


def _sum(memories: Iterable[SiteMemory]) -> SiteMemory:
    """All experiences together, in one pass over them."""
    pages = 0
    signatures: dict[int, Seen] = {}
    texts: Counter[int] = Counter()
    for memory in memories:
        pages += memory.pages
        for signature, seen in memory.signatures:
            known = signatures.get(signature)
            signatures[signature] = seen if known is None else _both(known, seen)
        texts.update(dict(memory.texts))
    return SiteMemory(
        pages=pages,
        signatures=tuple(sorted(signatures.items(), key=lambda item: item[0])),
        texts=tuple(sorted(texts.items())),
    )


def _both(one: Seen, other: Seen) -> Seen:
    return Seen(
        pages=one.pages + other.pages,
        blocks=one.blocks + other.blocks,
        kept=one.kept + other.kept,
        probability=one.probability + other.probability,
    )
