"""When the article was published, and when it was changed: as the page states it.

A time keeps the page's own offset and is never shifted, since the day as written is the right day: turning it into UTC
first is wrong on one page in a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from msgspec import structs

from onrecord.fields.choose import Candidate, Choice, Rule, candidates, learned
from onrecord.fields.days import Days, by_day, marks_of, parted, suspicion
from onrecord.fields.offered import DateSpot, Offered
from onrecord.fields.ranking import Ranker

_ELSEWHERE = frozenset(
    {"comment", "related", "footer", "navigation", "teaser", "promo", "ad", "aside", "legal", "header"}
)
_ELSEWHERE_BEHIND = _ELSEWHERE - {"footer"}
_NOT_AT_ALL = frozenset({"comment", "related"})
_DATED = frozenset({"date", "byline", "meta"})
_IN_URL = re.compile(r"[/_.-]((?:19[9]|20[0-4])\d)[/_.-](0?[1-9]|1[0-2])[/_.-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$|\b)")
_IN_URL_JOINED = re.compile(r"(?<!\d)((?:199|20[0-4])\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_IN_URL_YEAR_MONTH_NAME = re.compile(
    r"/((?:19[9]|20[0-4])\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(0?[1-9]|[12]\d|3[01])(?=/)",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PUBLISHED_METAS = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "bt:pubdate",
)
_OTHER_METAS = (
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publication-date",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "date.release",
    "published_time",
    "published-date",
    "published_at",
    "originalpublicationdate",
    "displaydate",
    "created",
    "ptime",
    "article.published",
    "article.created",
    "pdate",
    "publishtime",
    "citation_publication_date",
    "cxense-publish-time",
    "datecreated",
    "last-published",
    "shareaholic:article_published_time",
    "rnews:datepublished",
    "weibo: article:create_at",
    "time",
)
_MODIFIED_METAS = (
    "article:modified_time",
    "og:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "datemodified",
    "revised",
    "modified",
    "last_updated",
    "updated_time",
)


def _thing_dates(page: Offered, key: str, *, own: bool) -> Iterator[tuple[datetime, str]]:
    article = page.article
    for thing in (article,) if own else page.things:
        if (
            thing
            and key in thing.values
            and (own or thing is not article)
            and (when := page.stated[thing.values[key][0]])
        ):
            yield when, f"{thing.where}.{key}"


def _meta_dates(page: Offered, keys: tuple[str, ...]) -> Iterator[tuple[datetime, str]]:
    for value, where in page.meta(*keys):
        if when := page.stated[value]:
            yield when, where


def article_published(page: Offered) -> Iterator[tuple[datetime, str]]:
    """datePublished of the article that the page describes."""
    return _thing_dates(page, "datePublished", own=True)


def thing_published(page: Offered) -> Iterator[tuple[datetime, str]]:
    """datePublished of whatever else the page describes: its WebPage, as a rule."""
    return islice(_thing_dates(page, "datePublished", own=False), 1)


def thing_created(page: Offered) -> Iterator[tuple[datetime, str]]:
    """dateCreated and uploadDate: near, but not the same."""
    for key in ("dateCreated", "uploadDate"):
        yield from islice(_thing_dates(page, key, own=True), 1)
        yield from islice(_thing_dates(page, key, own=False), 1)


def meta_published(page: Offered) -> Iterator[tuple[datetime, str]]:
    """article:published_time."""
    return _meta_dates(page, _PUBLISHED_METAS)


def meta_other(page: Offered) -> Iterator[tuple[datetime, str]]:
    """Metas of analytics, dublin core, and of the big content systems."""
    return _meta_dates(page, _OTHER_METAS)


def in_url(page: Offered) -> Iterator[tuple[datetime, str]]:
    """yyyy/mm/dd in the address."""
    seen: set[str] = set()
    for name, url in (
        ("url", page.url),
        ("link canonical", page.link("canonical")),
        *((w, u) for u, w in page.meta("og:url")),
    ):
        if not url or url in seen:
            continue
        if when := _day_in(url):
            yield when, name
            return
        seen.add(url)


def _day_in(url: str) -> datetime | None:
    if match := _IN_URL.search(url) or _IN_URL_JOINED.search(url):
        year, month, day = (int(g) for g in match.groups())
    elif match := _IN_URL_YEAR_MONTH_NAME.search(url):
        year, month, day = int(match[1]), _MONTHS.index(match[2].lower()) + 1, int(match[3])
    else:
        return None
    try:
        return datetime(year, month, day)
    except ValueError:
        return None


def _spots(page: Offered, cue: str, *, modified: bool = False) -> list[DateSpot]:
    return [spot for spot in page.dates.get(cue, ()) if spot.modified == modified]


def _first(spots: list[DateSpot]) -> list[tuple[datetime, str]]:
    return [(spot.when, spot.where) for spot in spots[:1]]


def time_near(page: Offered) -> list[tuple[datetime, str]]:
    """<time> near the headline, the first one."""
    return _first([s for s in _spots(page, "time") if -30 <= s.at <= 2 and _ELSEWHERE.isdisjoint(s.roles)])


def time_published(page: Offered) -> list[tuple[datetime, str]]:
    """<time> whose class, property or text says published."""
    return _first([s for s in _spots(page, "time") if "published" in s.roles and _ELSEWHERE.isdisjoint(s.roles)])


def time_anywhere(page: Offered) -> list[tuple[datetime, str]]:
    """<time> anywhere else."""
    return _first([s for s in _spots(page, "time") if _NOT_AT_ALL.isdisjoint(s.roles)])


def state(page: Offered) -> list[tuple[datetime, str]]:
    """A date in the data that the page's own script reads."""
    return _first(_spots(page, "state"))


def _beside(page: Offered) -> list[DateSpot]:
    return [s for s in _spots(page, "text") if -12 <= s.at <= 2 and _ELSEWHERE.isdisjoint(s.roles)]


def visible_near(page: Offered) -> list[tuple[datetime, str]]:
    """A date near the headline in an element that is called date or byline."""
    return _first([s for s in _beside(page) if s.at >= -6 and not _DATED.isdisjoint(s.roles)])


def visible_beside(page: Offered) -> list[tuple[datetime, str]]:
    """A date near the headline in any short text; the one nearest to the body."""
    return _first(_beside(page)[-1:])


def visible_marked(page: Offered) -> list[tuple[datetime, str]]:
    """The only date near the headline, though its class calls it updated: classes lie, words do not."""
    shown = (*page.dates.get("time", ()), *page.dates.get("text", ()))
    near = [s for s in shown if -12 <= s.at <= 2 and _ELSEWHERE.isdisjoint(s.roles)]
    if not all("modified" in s.roles for s in near):
        return []
    return _first([s for s in near if "said" not in s.roles])


def visible_after(page: Offered) -> list[tuple[datetime, str]]:
    """A date right behind the text, in an element that is called date."""
    after = [s for s in _spots(page, "text") if s.at > 2 and "date" in s.roles]
    return _first([s for s in after if _ELSEWHERE_BEHIND.isdisjoint(s.roles)])


def visible_anywhere(page: Offered) -> list[tuple[datetime, str]]:
    """A date in any short text of the page."""
    return _first([s for s in _spots(page, "text") if _NOT_AT_ALL.isdisjoint(s.roles)])


def prose(page: Offered) -> list[tuple[datetime, str]]:
    """A date in the text itself: a last resort."""
    return _first(_spots(page, "prose"))


PUBLISHED: tuple[Rule[datetime], ...] = learned(
    "published",
    Rule(name="json-ld", find=article_published, why="the publisher's own description of the article"),
    Rule(name="article:published_time", find=meta_published, why="written to state it"),
    Rule(name="url", find=in_url, why="the address is made when the article is"),
    Rule(name="meta", find=meta_other, why="written for analytics"),
    Rule(name="time published", find=time_published, why="marked as published"),
    Rule(name="other thing", find=thing_published, why="the description of the page around the article"),
    Rule(name="date near", find=visible_near, why="readers see it in the byline"),
    Rule(name="time near", find=time_near, why="readers see it near the headline"),
    Rule(name="date beside", find=visible_beside, why="readers see it near the headline"),
    Rule(name="date marked", find=visible_marked, why="the only date near the headline"),
    Rule(name="date after", find=visible_after, why="readers see it below the text"),
    Rule(name="state", find=state, why="the data behind the page"),
    Rule(name="created", find=thing_created, why="created is near published"),
    Rule(name="time", find=time_anywhere, why="a machine-readable date somewhere"),
    Rule(name="date", find=visible_anywhere, why="a date in a short text somewhere"),
    Rule(name="prose", find=prose, why="a date in the text itself"),
)


def published(page: Offered, *, listing: bool, ranker: Ranker, fetched: datetime | None = None) -> Choice[datetime]:
    """When the article was published, with the page's offset where it states one.

    A `listing` shows the dates of the stories that it lists: only what its head says of the page itself counts there.
    Days before 1990, and days after the one on which the page was `fetched`, are suspect: taken only where there is no
    other.
    """
    found = stated_dates(page, _OF_THE_PAGE if listing else PUBLISHED)
    sound, suspect = parted(found, fetched)
    choice = by_day("published", sound or found, order=PUBLISHED, weigh=lambda days: ranker.shares(marked(page, days)))
    if sound:
        return Choice(choice.value, (*choice.evidence, *map(suspicion, suspect)))
    told = [structs.replace(e, note=f"suspect day, but no other; {e.note}") for e in choice.evidence]
    return Choice(choice.value, tuple(told))


def marked(page: Offered, days: Days) -> list[tuple[tuple[str, ...], list[str]]]:
    """The rules behind each day that a page states, and its marks."""
    changes = (*article_modified(page), *meta_modified(page), *visible_modified(page))
    return marks_of(days, changed={when.date() for when, _ in changes}, sort=page.sort)


def stated_dates(page: Offered, rules: Sequence[Rule[datetime]] = PUBLISHED) -> list[Candidate[datetime]]:
    """What the rules find. A date whose day and month could be swapped is read as the other dates of the page ask for:
    3/10 beside 2023-10-03 is a day in October."""
    found = candidates(rules, page)
    if not page.swaps:
        return found
    sure = {c.value.date() for c in found if (c.value, c.where) not in page.swaps}

    def other(candidate: Candidate[datetime]) -> datetime | None:
        swapped = page.swaps.get((candidate.value, candidate.where))
        return swapped if swapped and swapped.date() in sure and candidate.value.date() not in sure else None

    return [c.saying(swapped) if (swapped := other(c)) else c for c in found]


_OF_THE_PAGE = [rule for rule in PUBLISHED if rule.name in ("article:published_time", "meta", "url")]


def article_modified(page: Offered) -> Iterator[tuple[datetime, str]]:
    """dateModified of the article that the page describes."""
    return _thing_dates(page, "dateModified", own=True)


def thing_modified(page: Offered) -> Iterator[tuple[datetime, str]]:
    """dateModified of whatever else the page describes."""
    return islice(_thing_dates(page, "dateModified", own=False), 1)


def meta_modified(page: Offered) -> Iterator[tuple[datetime, str]]:
    """article:modified_time and its like."""
    return _meta_dates(page, _MODIFIED_METAS)


def visible_modified(page: Offered) -> list[tuple[datetime, str]]:
    """A date near the headline that says "updated"."""
    spots = _spots(page, "time", modified=True) + _spots(page, "text", modified=True)
    return _first([s for s in spots if -30 <= s.at <= 3 and _ELSEWHERE.isdisjoint(s.roles)])


MODIFIED: tuple[Rule[datetime], ...] = (
    Rule(name="json-ld", score=0.85, find=article_modified, why="the publisher's own description of the article"),
    Rule(name="meta", score=0.8, find=meta_modified, why="written to state it"),
    Rule(name="date near", score=0.7, find=visible_modified, why="readers see it near the headline"),
    Rule(name="other thing", score=0.6, find=thing_modified, why="the description of the page around the article"),
)


def modified(page: Offered, *, published: datetime | None) -> Choice[datetime]:
    """When the article was last changed; not before it was published, where something says so."""
    found = candidates(MODIFIED, page)
    later = [c for c in found if published is None or not _before(c.value, published)]
    return by_day("modified", later or found, order=MODIFIED)


def _before(when: datetime, published: datetime) -> bool:
    """Whether a time lies before another; of times of which one has no offset, the days are compared."""
    if (when.tzinfo is None) != (published.tzinfo is None):
        return when.date() < published.date()
    return when < published
