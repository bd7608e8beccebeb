"""When the article was published, and when it was changed: as the page states it.

A time keeps the page's own offset and is never shifted, since the day as written is the right day: turning it into UTC
first is wrong on one page in a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from onrecord._core import find_dates
from onrecord.fields.choose import Candidate, Choice, Rule, candidates, choose
from onrecord.fields.offered import DateSpot, Offered, moment

_ELSEWHERE = frozenset(
    {"comment", "related", "footer", "navigation", "teaser", "promo", "ad", "aside", "legal", "header"}
)
_NOT_AT_ALL = frozenset({"comment", "related"})
_DATED = frozenset({"date", "byline", "meta"})
_IN_URL = re.compile(r"[/_.-]((?:19[9]|20[0-4])\d)[/_.-](0?[1-9]|1[0-2])[/_.-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$|\b)")
_IN_URL_JOINED = re.compile(r"(?<!\d)((?:199|20[0-4])\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_IN_URL_YEAR_MONTH_NAME = re.compile(
    r"/((?:19[9]|20[0-4])\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(0?[1-9]|[12]\d|3[01])(?=/)",
    re.IGNORECASE,
)
# Seconds or milliseconds since 1970, from 2001 on: ten or thirteen digits.
_SINCE_1970 = re.compile(r"[1-9][0-9]{9}(?:[0-9]{3})?")
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


def _stated(page: Offered, text: str) -> Iterator[datetime]:
    """The first date in a machine-readable value; numbers of seconds since 1970 among them."""
    stripped = text.strip()
    if _SINCE_1970.fullmatch(stripped):
        yield datetime.fromtimestamp(int(stripped[:10]), tz=UTC)
        return
    for parts in find_dates(stripped)[:1]:
        if (when := moment(parts, month_first=page.month_first)) is not None:
            yield when


def _thing_dates(page: Offered, key: str, *, own: bool) -> Iterator[tuple[datetime, str]]:
    for thing in page.things:
        if key in thing.values and (thing is page.article) == own:
            for when in _stated(page, thing.values[key][0]):
                yield when, f"{thing.where}.{key}"


def article_published(page: Offered) -> Iterator[tuple[datetime, str]]:
    """datePublished of the article that the page describes."""
    yield from _thing_dates(page, "datePublished", own=True)


def thing_published(page: Offered) -> Iterator[tuple[datetime, str]]:
    """datePublished of whatever else the page describes: its WebPage, as a rule."""
    yield from list(_thing_dates(page, "datePublished", own=False))[:1]


def thing_created(page: Offered) -> Iterator[tuple[datetime, str]]:
    """dateCreated and uploadDate: near, but not the same."""
    for key in ("dateCreated", "uploadDate"):
        yield from list(_thing_dates(page, key, own=True))[:1]
        yield from list(_thing_dates(page, key, own=False))[:1]


def meta_published(page: Offered) -> Iterator[tuple[datetime, str]]:
    """article:published_time."""
    yield from ((when, where) for value, where in page.meta(*_PUBLISHED_METAS) for when in _stated(page, value))


def meta_other(page: Offered) -> Iterator[tuple[datetime, str]]:
    """Metas of analytics, dublin core, and of the big content systems."""
    yield from ((when, where) for value, where in page.meta(*_OTHER_METAS) for when in _stated(page, value))


def in_url(page: Offered) -> Iterator[tuple[datetime, str]]:
    """yyyy/mm/dd in the address."""
    for name, url in (
        ("url", page.url),
        ("link canonical", page.link("canonical")),
        *((w, u) for u, w in page.meta("og:url")),
    ):
        if not url:
            continue
        match = _IN_URL.search(url) or _IN_URL_JOINED.search(url)
        if match:
            year, month, day = (int(g) for g in match.groups())
        elif match := _IN_URL_YEAR_MONTH_NAME.search(url):
            year, month, day = int(match[1]), _MONTHS.index(match[2].lower()) + 1, int(match[3])
        else:
            continue
        try:
            yield datetime(year, month, day), name
        except ValueError:
            continue
        return


def _spots(page: Offered, cue: str, *, modified: bool = False) -> Iterator[DateSpot]:
    for spot in page.dates:
        if spot.cue == cue and modified == ("modified" in spot.roles and "published" not in spot.roles):
            yield spot


def _first(spots: Iterable[DateSpot]) -> Iterator[tuple[datetime, str]]:
    for spot in spots:
        yield spot.when, spot.where
        return


def time_near(page: Offered) -> Iterator[tuple[datetime, str]]:
    """<time> near the headline, the first one."""
    yield from _first(s for s in _spots(page, "time") if -30 <= s.at <= 2 and not _ELSEWHERE & s.roles)


def time_published(page: Offered) -> Iterator[tuple[datetime, str]]:
    """<time> whose class, property or text says published."""
    yield from _first(s for s in _spots(page, "time") if "published" in s.roles and not _ELSEWHERE & s.roles)


def time_anywhere(page: Offered) -> Iterator[tuple[datetime, str]]:
    """<time> anywhere else."""
    yield from _first(s for s in _spots(page, "time") if not _NOT_AT_ALL & s.roles)


def state(page: Offered) -> Iterator[tuple[datetime, str]]:
    """A date in the data that the page's own script reads."""
    yield from _first(_spots(page, "state"))


def visible_near(page: Offered) -> Iterator[tuple[datetime, str]]:
    """A date near the headline in an element that is called date or byline."""
    near = (s for s in _spots(page, "text") if -6 <= s.at <= 2 and not _ELSEWHERE & s.roles)
    yield from _first(s for s in near if _DATED & s.roles)


def visible_beside(page: Offered) -> Iterator[tuple[datetime, str]]:
    """A date near the headline in any short text; the one nearest to the body."""
    near = [s for s in _spots(page, "text") if -12 <= s.at <= 2 and not _ELSEWHERE & s.roles]
    yield from _first(near[-1:])


def visible_marked(page: Offered) -> Iterator[tuple[datetime, str]]:
    """The only date near the headline, though its class calls it updated: classes lie, words do not."""
    near = [s for s in page.dates if s.cue in ("time", "text") and -12 <= s.at <= 2 and not _ELSEWHERE & s.roles]
    if near and all("modified" in s.roles for s in near):
        yield from _first(s for s in near if "said" not in s.roles)


def visible_after(page: Offered) -> Iterator[tuple[datetime, str]]:
    """A date right behind the text, in an element that is called date."""
    after = (s for s in _spots(page, "text") if s.at > 2 and not (_ELSEWHERE - {"footer"}) & s.roles)
    yield from _first(s for s in after if "date" in s.roles)


def visible_anywhere(page: Offered) -> Iterator[tuple[datetime, str]]:
    """A date in any short text of the page."""
    yield from _first(s for s in _spots(page, "text") if not _NOT_AT_ALL & s.roles)


def prose(page: Offered) -> Iterator[tuple[datetime, str]]:
    """A date in the text itself: a last resort."""
    yield from _first(_spots(page, "prose"))


PUBLISHED: tuple[Rule[datetime], ...] = (
    Rule(name="article:published_time", score=0.85, find=meta_published, why="written to state it"),
    Rule(name="url", score=0.88, find=in_url, why="the address is made when the article is"),
    Rule(
        name="json-ld",
        score=0.5,
        find=article_published,
        why="the publisher's own description of the article",
        family="described",
    ),
    Rule(name="meta", score=0.4, find=meta_other, why="written for analytics"),
    Rule(name="time published", score=0.75, find=time_published, why="marked as published", family="seen"),
    Rule(
        name="other thing",
        score=0.4,
        find=thing_published,
        why="the description of the page around the article",
        family="described",
    ),
    Rule(name="date near", score=0.62, find=visible_near, why="readers see it in the byline", family="seen"),
    Rule(name="time near", score=0.6, find=time_near, why="readers see it near the headline", family="seen"),
    Rule(name="date beside", score=0.45, find=visible_beside, why="readers see it near the headline", family="seen"),
    Rule(name="date marked", score=0.35, find=visible_marked, why="the only date near the headline", family="seen"),
    Rule(name="date after", score=0.4, find=visible_after, why="readers see it below the text", family="seen"),
    Rule(name="state", score=0.4, find=state, why="the data behind the page"),
    Rule(name="created", score=0.35, find=thing_created, why="created is near published", family="described"),
    Rule(name="time", score=0.3, find=time_anywhere, why="a machine-readable date somewhere", family="seen"),
    Rule(name="date", score=0.3, find=visible_anywhere, why="a date in a short text somewhere", family="seen"),
    Rule(name="prose", score=0.08, find=prose, why="a date in the text itself"),
)


def published(page: Offered, *, listing: bool) -> Choice[datetime]:
    """When the article was published, with the page's offset where it states one.

    A `listing` shows the dates of the stories that it lists: only what its head says of the page itself counts there.
    """
    rules = [rule for rule in PUBLISHED if rule.name in _OF_THE_PAGE] if listing else PUBLISHED
    found = list(candidates(rules, page))
    days = _days_of_change(page, found)
    return _by_day("published", [c for c in found if c.rule not in _BARE or c.value.date() not in days])


_OF_THE_PAGE = frozenset({"article:published_time", "meta", "url"})
_BARE = frozenset({"time near", "time"})


def _days_of_change(page: Offered, found: list[Candidate[datetime]]) -> frozenset[date]:
    """The days on which the article's description says that it was changed, where it says another for publication.

    A bare <time> of such a day tells the change.
    """
    stated = {c.value.date() for c in found if c.family == "described"}
    changed = {when.date() for when, _ in article_modified(page)}
    return frozenset(changed - stated) if stated else frozenset()


def article_modified(page: Offered) -> Iterator[tuple[datetime, str]]:
    """dateModified of the article that the page describes."""
    yield from _thing_dates(page, "dateModified", own=True)


def thing_modified(page: Offered) -> Iterator[tuple[datetime, str]]:
    """dateModified of whatever else the page describes."""
    yield from list(_thing_dates(page, "dateModified", own=False))[:1]


def meta_modified(page: Offered) -> Iterator[tuple[datetime, str]]:
    """article:modified_time and its like."""
    yield from ((when, where) for value, where in page.meta(*_MODIFIED_METAS) for when in _stated(page, value))


def visible_modified(page: Offered) -> Iterator[tuple[datetime, str]]:
    """A date near the headline that says "updated"."""
    spots = (s for cue in ("time", "text") for s in _spots(page, cue, modified=True))
    yield from _first(s for s in spots if -30 <= s.at <= 3 and not _ELSEWHERE & s.roles)


MODIFIED: tuple[Rule[datetime], ...] = (
    Rule(name="json-ld", score=0.85, find=article_modified, why="the publisher's own description of the article"),
    Rule(name="meta", score=0.8, find=meta_modified, why="written to state it"),
    Rule(name="date near", score=0.7, find=visible_modified, why="readers see it near the headline"),
    Rule(name="other thing", score=0.6, find=thing_modified, why="the description of the page around the article"),
)


def modified(page: Offered) -> Choice[datetime]:
    """When the article was last changed."""
    return _by_day("modified", list(candidates(MODIFIED, page)))


def _by_day(field: str, found: list[Candidate[datetime]]) -> Choice[datetime]:
    """The day with the most support, in the most exact form that the page gives it.

    An instant that one place states in UTC and another with the local offset is of the local day in both.
    """
    local = {c.value: c.value.date() for c in found if c.value.utcoffset()}

    def day(when: datetime) -> date:
        return local.get(when, when.date()) if when.tzinfo is not None else when.date()

    return _latest_form(choose(field, found, key=day, show=datetime.isoformat))


def _latest_form(choice: Choice[datetime]) -> Choice[datetime]:
    """Of the forms of the winning day, the most exact one: a time with offset, else a time, else the day."""
    if choice.value is None:
        return choice
    forms = [datetime.fromisoformat(str(e.value)) for e in choice.evidence if e.chosen]
    exact = (
        [f for f in forms if f.utcoffset()]
        or [f for f in forms if f.tzinfo is not None]
        or [f for f in forms if (f.hour, f.minute) != (0, 0)]
        or forms
    )
    return Choice(value=exact[0], evidence=choice.evidence)
