"""What an archive answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.values import Span, StatementKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of the records that were to be added: each is one of these three."""

    new: int = 0
    versions: int = 0
    known: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(new=self.new + other.new, versions=self.versions + other.versions, known=self.known + other.known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A piece of a text, from the code point `start` on; `marks` are what was looked for, as spans of the piece."""

    text: str
    marks: tuple[Span, ...] = ()
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A record that was found. `published` is as the page states it; `score` is BM25, 0 where it is sorted by time.

    `story` is the id of the first record that tells the same story, `carriers` the number of records that do.
    """

    id: str
    title: str | None
    url: str | None
    site: str | None
    authors: tuple[str, ...]
    published: str | None
    kind: str
    story: str
    carriers: int
    score: float
    snippet: Snippet


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Hits in their order, how many there are in all, and counts by field: {"site": (("bbc.co.uk", 12), ...)}."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something that somebody said: the words of a statement, and the record that has it.

    `start` and `end` are the code points of the text between which source, cue and content stand.
    """

    id: str
    title: str | None
    url: str | None
    site: str | None
    published: str | None
    speaker: str | None
    role: str | None
    affiliation: str | None
    source: str | None
    cue: str
    content: str
    kind: StatementKind
    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What an archive holds. `facets` are the most frequent sites, speakers and languages, and all months; `days`
    counts the articles of the last year with articles, day by day.
    """

    articles: int
    statements: int
    failures: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    days: tuple[tuple[str, int], ...]
    newest: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What somebody is on record as saying: `total` statements, so many in each of the `months`, the `topics` that the
    speaker uses more than others do, who else speaks in the same articles, and some of the `statements`.
    """

    speaker: str
    total: int
    months: tuple[tuple[str, int], ...]
    topics: tuple[tuple[str, int], ...]
    others: tuple[tuple[str, int], ...]
    statements: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A state in which a page was found; `changes` is what differs from the one before, as `versions.changes` gives it.

    Another text has another `id`; with the same one, the headline or another field has changed.
    """

    id: str
    number: int
    title: str | None
    fetched: str | None
    added: str
    latest: bool
    changes: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Records that tell the same in nearly the same words, earliest first; `id` is that of the first that came in."""

    id: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What is on record of a place that was gone through: a file, a part of one, or an address."""

    place: str
    stamp: str
    visited: str
    etag: str | None = None
    last_modified: str | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that is wrong with an archive: where, what, and what to do."""

    where: str
    what: str
    advice: str
