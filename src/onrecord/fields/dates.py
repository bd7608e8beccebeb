"""When the article was published, and when it was changed: as the page states it.

A time keeps the page's own offset and is never shifted, since the day as written is the right day: turning it into UTC
first is wrong on one page in a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from onrecord._core import find_dates
from onrecord.fields.choose import Candidate, Choice, Rule, candidates, choose
from onrecord.fields.offered import Offered

if TYPE_CHECKING:
    from onrecord._core import DateParts

_ELSEWHERE = {"comment", "related", "footer", "navigation", "teaser", "promo", "ad", "aside", "legal"}
_MODIFIED_WORDS = re.compile(
    r"updated|modified|last change|revised|aktualisiert|geändert|zuletzt|letzte änderung|mis à jour|modifié|actualizad|modificad|atualizad"
    r"|aggiornat|bijgewerkt|gewijzigd|oppdatert|opdateret|uppdaterad|päivitetty|обновлен|оновлен|zaktualizowan|aktualizac|güncelle|frissít|actualitz|更新|업데이트|수정",
    re.IGNORECASE,
)
_IN_URL = re.compile(r"[/_.-]((?:19[9]|20[0-4])\d)[/_.-](0?[1-9]|1[0-2])[/_.-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$|\b)")
_IN_URL_JOINED = re.compile(r"(?<!\d)((?:199|20[0-4])\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_IN_URL_YEAR_MONTH_NAME = re.compile(
    r"/((?:19[9]|20[0-4])\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(0?[1-9]|[12]\d|3[01])(?=/)", re.IGNORECASE
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PUBLISHED_METAS = ("article:published_time", "og:article:published_time", "article:published", "og:published_time", "bt:pubdate")
_OTHER_METAS = (
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "datepublished",
    "date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "publication-date", "article_date_original",
    "cxenseparse:recs:publishtime", "date.release", "published_time", "published-date", "published_at", "originalpublicationdate", "displaydate", "created", "ptime",
    "article.published", "article.created", "pdate", "publishtime", "citation_publication_date", "cxense-publish-time", "datecreated", "last-published", "shareaholic:article_published_time", "rnews:datepublished", "weibo: article:create_at", "time",
)
_MODIFIED_METAS = ("article:modified_time", "og:updated_time", "dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "datemodified", "revised", "modified", "last_updated", "updated_time")


def _when(parts: DateParts) -> datetime | None:
    """The core's date as a datetime, midnight where no time is stated; None where the calendar has no such day."""
    year, month, day, hour, minute, second, offset, _ = parts
    zone = None
    if offset is not None and hour is not None:
        zone = UTC if offset == 0 else timezone(timedelta(minutes=offset))
    try:
        return datetime(year, month, day, hour or 0, minute or 0, min(second or 0, 59), tzinfo=zone)
    except ValueError:
        return None


def _stated(text: str) -> Iterator[datetime]:
    """The first date in a machine-readable value; numbers of seconds since 1970 among them."""
    stripped = text.strip()
    if stripped.isdigit() and len(stripped) in (10, 13):
        yield datetime.fromtimestamp(int(stripped[:10]), tz=UTC)
        return
    for parts in find_dates(stripped)[:1]:
        if (when := _when(parts)) is not None:
            yield when


def _thing_dates(page: Offered, key: str, *, own: bool) -> Iterator[tuple[datetime, str]]:
    for thing in page.things:
        if key in thing.values and (thing is page.article) == own:
            for when in _stated(thing.values[key][0]):
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
    yield from ((when, where) for value, where in page.meta(*_PUBLISHED_METAS) for when in _stated(value))


def meta_other(page: Offered) -> Iterator[tuple[datetime, str]]:
    """Metas of analytics, dublin core, and of the big content systems."""
    yield from ((when, where) for value, where in page.meta(*_OTHER_METAS) for when in _stated(value))


def in_url(page: Offered) -> Iterator[tuple[datetime, str]]:
    """yyyy/mm/dd in the address."""
    for name, url in (("url", page.url), ("link canonical", page.link("canonical")), *((w, u) for u, w in page.meta("og:url"))):
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


def _spots(page: Offered, cue: str, *, modified: bool) -> Iterator[tuple[datetime, str, set[str], int]]:
    for parts, kind, text, where, roles, at in page.offers["dates"]:
        if kind != cue:
            continue
        spoken = set(roles.split())
        says_modified = bool(_MODIFIED_WORDS.search(text)) and not _says_published(text)
        is_modified = says_modified or ("modified" in spoken and "published" not in spoken)
        if is_modified == modified and (when := _when(parts)) is not None:
            yield when, where, spoken, at


def _says_published(text: str) -> bool:
    return bool(re.search(r"publi|posted|erstellt|veröffentlicht|created|erschienen|опублик|gepubliceerd", text, re.IGNORECASE))


def time_near(page: Offered) -> Iterator[tuple[datetime, str]]:
    """<time> near the headline, the first one."""
    for when, where, roles, at in _spots(page, "time", modified=False):
        if -30 <= at <= 2 and not _ELSEWHERE & roles:
            yield when, where
            return


def time_published(page: Offered) -> Iterator[tuple[datetime, str]]:
    """<time> whose class or property says published."""
    for when, where, roles, _ in _spots(page, "time", modified=False):
        if "published" in roles and not _ELSEWHERE & roles:
            yield when, where
            return


def time_anywhere(page: Offered) -> Iterator[tuple[datetime, str]]:
    """<time> anywhere else."""
    for when, where, roles, _ in _spots(page, "time", modified=False):
        if not _ELSEWHERE & roles:
            yield when, where
            return


def visible_near(page: Offered) -> Iterator[tuple[datetime, str]]:
    """A date near the headline in an element that is called date or byline, or alone in a short line."""
    near = [(w, where) for w, where, roles, at in _spots(page, "text", modified=False) if -12 <= at <= 2 and not _ELSEWHERE & roles and ({"date", "byline", "meta"} & roles)]
    yield from near[:1]


def visible_beside(page: Offered) -> Iterator[tuple[datetime, str]]:
    """A date near the headline in any short text."""
    near = [(w, where) for w, where, roles, at in _spots(page, "text", modified=False) if -12 <= at <= 2 and not _ELSEWHERE & roles]
    yield from near[-1:]


def visible_after(page: Offered) -> Iterator[tuple[datetime, str]]:
    """A date right behind the text, in an element that is called date."""
    after = [(w, where) for w, where, roles, at in _spots(page, "text", modified=False) if at > 2 and not (_ELSEWHERE - {"footer"}) & roles and "date" in roles]
    yield from after[:1]


def visible_anywhere(page: Offered) -> Iterator[tuple[datetime, str]]:
    """A date in any short text of the page."""
    found = [(w, where) for w, where, roles, _ in _spots(page, "text", modified=False) if not {"comment", "related"} & roles]
    yield from found[:1]


def prose(page: Offered) -> Iterator[tuple[datetime, str]]:
    """A date in the text itself: a last resort."""
    yield from [(w, where) for w, where, _, _ in _spots(page, "prose", modified=False)][:1]


PUBLISHED: tuple[Rule[datetime], ...] = (
    Rule(name="article:published_time", score=0.9, find=meta_published, why="written to state it"),
    Rule(name="url", score=0.88, find=in_url, why="the address is made when the article is"),
    Rule(name="json-ld", score=0.87, find=article_published, why="the publisher's own description of the article"),
    Rule(name="meta", score=0.8, find=meta_other, why="written for analytics"),
    Rule(name="time published", score=0.75, find=time_published, why="marked as published"),
    Rule(name="other thing", score=0.6, find=thing_published, why="the description of the page around the article"),
    Rule(name="date near", score=0.62, find=visible_near, why="readers see it in the byline"),
    Rule(name="time near", score=0.6, find=time_near, why="readers see it near the headline"),
    Rule(name="date beside", score=0.45, find=visible_beside, why="readers see it near the headline"),
    Rule(name="date after", score=0.3, find=visible_after, why="readers see it below the text"),
    Rule(name="created", score=0.35, find=thing_created, why="created is near published"),
    Rule(name="time", score=0.3, find=time_anywhere, why="a machine-readable date somewhere"),
    Rule(name="date", score=0.2, find=visible_anywhere, why="a date in a short text somewhere"),
    Rule(name="prose", score=0.08, find=prose, why="a date in the text itself"),
)


def published(page: Offered) -> Choice[datetime]:
    """When the article was published, with the page's offset where it states one."""
    return _latest_form(choose("published", candidates(PUBLISHED, page), key=_day, show=datetime.isoformat))


def article_modified(page: Offered) -> Iterator[tuple[datetime, str]]:
    """dateModified of the article that the page describes."""
    yield from _thing_dates(page, "dateModified", own=True)


def thing_modified(page: Offered) -> Iterator[tuple[datetime, str]]:
    """dateModified of whatever else the page describes."""
    yield from list(_thing_dates(page, "dateModified", own=False))[:1]


def meta_modified(page: Offered) -> Iterator[tuple[datetime, str]]:
    """article:modified_time and its like."""
    yield from ((when, where) for value, where in page.meta(*_MODIFIED_METAS) for when in _stated(value))


def visible_modified(page: Offered) -> Iterator[tuple[datetime, str]]:
    """A date near the headline that says "updated"."""
    for cue in ("time", "text"):
        for when, where, roles, at in _spots(page, cue, modified=True):
            if -30 <= at <= 3 and not _ELSEWHERE & roles:
                yield when, where
                return


MODIFIED: tuple[Rule[datetime], ...] = (
    Rule(name="json-ld", score=0.85, find=article_modified, why="the publisher's own description of the article"),
    Rule(name="meta", score=0.8, find=meta_modified, why="written to state it"),
    Rule(name="date near", score=0.7, find=visible_modified, why="readers see it near the headline"),
    Rule(name="other thing", score=0.6, find=thing_modified, why="the description of the page around the article"),
)


def modified(page: Offered) -> Choice[datetime]:
    """When the article was last changed."""
    return _latest_form(choose("modified", candidates(MODIFIED, page), key=_day, show=datetime.isoformat))


def _day(when: datetime) -> tuple[int, int, int]:
    return when.year, when.month, when.day


def _latest_form(choice: Choice[datetime]) -> Choice[datetime]:
    """Of the forms of the winning day, the most exact one: a time with offset, else a time, else the day."""
    if choice.value is None:
        return choice
    forms = [datetime.fromisoformat(str(e.value)) for e in choice.evidence if e.chosen]
    exact = [f for f in forms if f.tzinfo is not None] or [f for f in forms if (f.hour, f.minute) != (0, 0)] or forms
    return Choice(value=exact[0], evidence=choice.evidence)


__all__ = ["MODIFIED", "PUBLISHED", "Candidate", "modified", "published"]
