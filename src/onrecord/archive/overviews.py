"""An archive seen from above: how much of what, by whom, when; and what one person said, and another beside."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import chain

from onrecord.archive import answers, spoken, store
from onrecord.archive.query import Query
from onrecord.archive.results import Overview, Speech
from onrecord.archive.shelf import Shelf

_YEAR = 366 * 86_400  # seconds
_NEWEST = 10
_TOPICS = 20
_SAMPLE = 200  # statements that are looked through for what somebody speaks of, and with whom
_OFTEN = 150  # words in them that may say so
_LETTERS = 4  # of a word that can say so
_FEW = 100  # articles, of which most may well be of one thing
_OTHERS = 10

_FROM = f"FROM statements s WHERE {spoken.BY}"


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
        f"SELECT substr(s.published, 1, 7) AS month, COUNT(*) {_FROM} GROUP BY month ORDER BY month", (name,)
    )
    sample = shelf.asked(f"SELECT s.seq, s.content {_FROM} ORDER BY s.published_at DESC LIMIT {_SAMPLE}", (name,))
    [(articles, stories)] = shelf.asked(
        f"SELECT COUNT(*), COUNT(DISTINCT r.story) FROM (SELECT DISTINCT s.seq {_FROM}) JOIN records r USING (seq)",
        (name,),
    )
    return Speech(
        speaker=name,
        articles=articles,
        stories=stories,
        total=sum(int(count) for _, count in months),
        months=tuple((str(month), int(count)) for month, count in months if month is not None),
        topics=_topics(shelf, [str(content) for _, content in sample]),
        others=_others(shelf, name, {seq for seq, _ in sample}),
        statements=tuple(spoken.said_by(shelf, name, about=about, limit=limit, offset=offset)),
    )


def _topics(shelf: Shelf, contents: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The words that somebody uses more than the archive does (tf-idf; Spärck Jones 1972), with how often.

    One that stands in more of the articles than of the statements, or in most articles, says nothing: would, that.
    """
    index = shelf.index
    said = [set(index.tokens(content)) for content in contents]
    counts = Counter(chain.from_iterable(said))
    often = [(word, count) for word, count in counts.most_common(_OFTEN) if len(word) >= _LETTERS]
    articles = index.count() + 1
    within = {word: index.frequency(word) for word, _ in often}
    weights: Mapping[str, float] = {
        word: count * math.log(articles / (1 + within[word]))
        for word, count in often
        if count * articles > within[word] * len(said) and (articles < _FEW or within[word] * 2 <= articles)
    }
    best = sorted(weights, key=lambda word: (-weights[word], word))[:_TOPICS]
    return tuple((word, counts[word]) for word in best if weights[word] > 0)


def _others(shelf: Shelf, name: str, numbers: Collection[int]) -> tuple[tuple[str, int], ...]:
    """Who else speaks in these records, and in how many of them."""
    rows = shelf.asked(
        f"SELECT speaker, COUNT(DISTINCT seq) AS together FROM statements WHERE seq IN ({store.some(len(numbers))}) "
        "AND speaker <> ? COLLATE NOCASE GROUP BY speaker ORDER BY together DESC, speaker LIMIT ?",
        (*numbers, name, _OTHERS),
    )
    return tuple((str(other), int(count)) for other, count in rows)
