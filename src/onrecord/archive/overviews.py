"""An archive seen from above: how much of what, by whom, when; and what one person said, and another beside."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from onrecord.archive import answers
from onrecord.archive.query import Query
from onrecord.archive.results import Overview, Speech
from onrecord.archive.shelf import Shelf

_YEAR = 366 * 86_400  # seconds
_NEWEST = 10
_TOPICS = 20
_SAMPLE = 500  # statements that are looked through for what somebody speaks of, and with whom
_LETTERS = 4  # of a word that can say so
_OTHERS = 10

_FROM = "FROM statements s JOIN records r USING (seq) WHERE s.speaker = ? COLLATE NOCASE AND r.latest = 1"


def overview(shelf: Shelf) -> Overview:
    """What is in an archive, for those who have not asked anything yet."""
    everything = Query()
    counts = answers.counts(shelf, everything, ("site", "speaker", "month", "language"))
    newest, total = answers.search(shelf, everything, sort="newest", limit=_NEWEST, offset=0)
    [(said, failures)] = shelf.asked("SELECT (SELECT SUM(said) FROM records), (SELECT COUNT(*) FROM failures)")
    return Overview(
        articles=total, statements=said or 0, failures=failures, facets=counts, days=_days(shelf), newest=newest
    )


def _days(shelf: Shelf) -> tuple[tuple[str, int], ...]:
    """Articles a day in the year before the newest."""
    rows = shelf.asked(
        "SELECT substr(published, 1, 10) AS day, COUNT(*) FROM records WHERE latest = 1 AND published_at > "
        "(SELECT MAX(published_at) FROM records WHERE latest = 1) - ? GROUP BY day ORDER BY day",
        (_YEAR,),
    )
    return tuple((str(day), int(count)) for day, count in rows)


def speech(shelf: Shelf, name: str, *, about: str | None, limit: int, offset: int) -> Speech:
    """What the person or body of exactly this name is on record as saying, newest first; see `Archive.speech`."""
    months = shelf.asked(
        f"SELECT substr(r.published, 1, 7) AS month, COUNT(*) {_FROM} GROUP BY month ORDER BY month", (name,)
    )
    sample = [str(row[0]) for row in shelf.asked(f"SELECT s.content {_FROM} LIMIT {_SAMPLE}", (name,))]
    others = shelf.asked(
        "SELECT o.speaker, COUNT(DISTINCT o.seq) AS together FROM statements o WHERE o.seq IN "
        f"(SELECT s.seq {_FROM} LIMIT {_SAMPLE}) AND o.speaker IS NOT NULL AND o.speaker <> ? COLLATE NOCASE "
        "GROUP BY o.speaker ORDER BY together DESC, o.speaker LIMIT ?",
        (name, name, _OTHERS),
    )
    return Speech(
        speaker=name,
        total=sum(int(count) for _, count in months),
        months=tuple((str(month), int(count)) for month, count in months if month is not None),
        topics=_topics(shelf, sample),
        others=tuple((str(other), int(count)) for other, count in others),
        statements=answers.said_by(shelf, name, about=about, limit=limit, offset=offset),
    )


def _topics(shelf: Shelf, contents: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The words that somebody uses more than the archive does (tf-idf; Spärck Jones 1972), with how often."""
    counts = Counter(word for content in contents for word in set(shelf.index.tokens(content)) if len(word) >= _LETTERS)
    articles = shelf.index.count() + 1
    weights: Mapping[str, float] = {
        word: count * math.log(articles / (1 + shelf.index.frequency(word))) for word, count in counts.most_common(300)
    }
    best = sorted(weights, key=lambda word: (-weights[word], word))[:_TOPICS]
    return tuple((word, counts[word]) for word in best if weights[word] > 0)
