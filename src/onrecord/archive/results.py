"""What an archive answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.reading.verifying import Defect
from onrecord.values import EventStatus, EventType, Span, StatementKind


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
    language: str | None
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
    language: str | None
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
class Party:
    """Somebody who did something or had it done to: the name, the words of the text, and codes where they are known."""

    name: str | None
    words: str
    role: str | None
    country: str | None
    sector: str | None

    @property
    def code(self) -> str:
        """Country and sector as event data write them, "RUSGOV"; empty where neither is known."""
        return (self.country or "") + (self.sector or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """What one article says of a happening: the record, the word for it with its place in the text, and when it was.

    `day` and `until` are the days that this article gives it, `inferred` where it does so by another event.
    `claimed_by` is whoever says so in the article, None where the article itself does.
    """

    id: str
    title: str | None
    url: str | None
    site: str | None
    published: str | None
    trigger: str
    start: int
    end: int
    day: str | None
    until: str | None
    inferred: bool
    status: EventStatus
    claimed_by: str | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened, or was to: who did what to whom, by all the articles that tell it, earliest first.

    `statuses` counts what they say of it, ("happened", 3) before ("planned", 1). Where they differ on days, mode or
    code it is what most say; `mentions` has what each does. `inferred`: none of those who give it this day does so in
    words for it; `score` is that of its surest mention.
    """

    type: EventType
    mode: str | None
    code: str | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    day: str | None
    until: str | None
    inferred: bool
    place: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    score: float
    statuses: tuple[tuple[EventStatus, int], ...]
    mentions: tuple[EventMention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happenings:
    """Some of what happened, newest first, and how much there is in all."""

    happenings: tuple[Happening, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Who did something to whom, by code, or by name where there is none: how often, and of which types most."""

    who: str
    whom: str
    total: int
    types: tuple[tuple[EventType, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronicle:
    """What the newest articles tell: some of it in `happenings`, newest first, and all `total` of it counted.

    `articles` of the `found` ones were looked through; `since` is when the oldest of them was published, None where
    all were. `facets` count by type, status, actor and recipient: who has both a country and a sector under the country
    too. `days` are ("2018-05-31", "CONSULT", 3), by the first day of each; `undated` have none. `pairs` are the most
    frequent.
    """

    happenings: tuple[Happening, ...]
    total: int
    articles: int
    found: int
    since: str | None
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    days: tuple[tuple[str, EventType, int], ...]
    undated: int
    pairs: tuple[Pair, ...]


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
    """What somebody is on record as saying: `total` statements in so many `articles`, which tell so many `stories`
    (copies of one count once), so many in each of the `months`, the `topics` that the speaker uses more than others do,
    who else speaks in the same articles, and some of the `statements`.
    """

    speaker: str
    total: int
    articles: int
    stories: int
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A record's reading beside its text: how many spans it has, and what is shown otherwise than the text has it."""

    id: str
    spans: int
    defects: tuple[Defect, ...] = ()
