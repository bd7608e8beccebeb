"""What the core found on a page, made easy to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from onrecord._core import find_dates
from onrecord.fields.names import Signed
from onrecord.fields.words import Folded, overlap, words_of

if TYPE_CHECKING:
    from onrecord._core import DateParts, Offers
    from onrecord._core import DateSpot as RawDateSpot
    from onrecord._core import Spot as RawSpot
    from onrecord._core import Thing as RawThing

ARTICLE_TYPES = ("article", "posting", "report", "newsarticle", "advertisercontentarticle", "review")
"""What the name of a schema.org type ends in where the thing is a text that somebody published."""

_NEWS = ("newsarticle", "report", "liveblogposting")
_ABSOLUTE = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?(?:[/?#]|\Z)", re.ASCII)


class Thing(NamedTuple):
    """A thing of schema.org; `values` holds every value of each property, `is_article` says that one of its types is a
    kind of article."""

    number: int
    where: str
    types: list[str]
    role: str
    parent: int | None
    values: dict[str, list[str]]
    is_article: bool

    def first(self, key: str) -> str | None:
        """The first value of a property, or None."""
        values = self.values.get(key)
        return values[0] if values else None


class Spot(NamedTuple):
    """A text on the page: what it is offered as, its link, the roles of the elements around it, and how many blocks it
    stands from the first block of the body (negative: before it)."""

    cue: str
    text: str
    href: str | None
    where: str
    roles: frozenset[str]
    at: int

    @property
    def is_logo(self) -> bool:
        """Whether it is a link to the site's front."""
        if self.href is None or self.href.startswith("#"):
            return False
        _, _, path = self.href.rpartition("://")[2].partition("/") if "://" in self.href else ("", "", self.href[1:])
        return not path.split("?")[0].split("#")[0]


class DateSpot(NamedTuple):
    """A date on the page, as `Spot`; `when` is aware where an offset is stated, midnight where no time is; `modified`
    says that it is marked as the day of a change and not also as that of publication."""

    when: datetime
    where: str
    roles: frozenset[str]
    at: int
    modified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Everything that a page offers, indexed: metas by their key, bylines and dates by their cue. `article` is what
    describes this page's article, if any. `folded`, `signed` and `stated` read a text once, wherever it stands.
    `swaps` has the other reading of each date whose day and month could be swapped, by the date and its place."""

    url: str | None
    offers: Offers
    metas: dict[str, list[str]]
    things: tuple[Thing, ...]
    article: Thing | None
    headings: tuple[Spot, ...]
    bylines: dict[str, list[Spot]]
    dates: dict[str, list[DateSpot]]
    folded: Folded
    signed: Signed
    stated: Stated
    swaps: dict[tuple[datetime, str], datetime]

    @property
    def sort(self) -> str:
        """What the page's description says that it is: "news", another kind of "text", or "undescribed"."""
        if self.article is None:
            return "undescribed"
        return "news" if any(t.lower().endswith(_NEWS) for t in self.article.types) else "text"

    def meta(self, *keys: str) -> list[tuple[str, str]]:
        """The contents of the named metas that are not empty, each with its place."""
        metas = self.metas
        return [(content, f"meta {key}") for key in keys if key in metas for content in metas[key] if content]

    def children(self, parent: Thing, role: str) -> Iterator[Thing]:
        """The things that stand under a property of another; a mere reference is followed to the thing it names."""
        for thing in self.things:
            if thing.parent == parent.number and thing.role == role:
                yield self.resolve(thing)

    def resolve(self, thing: Thing) -> Thing:
        """The thing itself, or the one that it refers to by its @id where it has no name of its own."""
        identity = thing.first("@id")
        if identity is None or "name" in thing.values:
            return thing
        named = (t for t in self.things if t.first("@id") == identity and "name" in t.values)
        return next(named, thing)

    def link(self, relation: str) -> str | None:
        """The address of the first link element of a relation, made absolute."""
        for rel, href, hreflang in self.offers["links"]:
            if rel == relation and not hreflang:
                return absolute(self.url, href)
        return None


def offered(offers: Offers, *, url: str | None) -> Offered:
    """Index what a page offers."""
    things = tuple(_thing(index, raw) for index, raw in enumerate(offers["things"]))
    roles = _Roles()
    swap = _month_first(offers["language"], url)
    swaps: dict[tuple[datetime, str], datetime] = {}
    return Offered(
        url=url,
        offers=offers,
        metas=offers["metas"],
        things=things,
        article=_article(things, offers["title"] or "", url),
        headings=tuple(_spot(raw, roles) for raw in offers["headings"]),
        bylines=_by_cue(offers["bylines"], roles),
        dates=_dates(offers["dates"], roles, swap, swaps),
        folded=Folded(),
        signed=Signed(japanese=(offers["language"] or "")[:2].lower() == "ja"),
        stated=Stated(swap),
        swaps=swaps,
    )


class _Roles(dict[str, frozenset[str]]):
    """Sets of roles by their words: the same few stand all over a page."""

    def __missing__(self, words: str) -> frozenset[str]:
        self[words] = frozenset(words.split())
        return self[words]


def _spot(raw: RawSpot, roles: _Roles) -> Spot:
    cue, text, href, where, words, at = raw
    return Spot(cue, text, href, where, roles[words], at)


def _by_cue(spots: list[RawSpot], roles: _Roles) -> dict[str, list[Spot]]:
    found: dict[str, list[Spot]] = {}
    for raw in spots:
        found.setdefault(raw[0], []).append(_spot(raw, roles))
    return found


def _month_first(language: str | None, url: str | None) -> bool:
    """Whether 03/04/2021 is the fourth of March: English pages, unless language or host name another country."""
    tag = (language or "en").lower().replace("_", "-")
    host = parts_of(url).hostname or ""
    country = host.rsplit(".", 1)[-1]
    return tag in ("en", "en-us", "en-ph") and (
        len(country) != 2 or country in ("us", "ph", "io", "co", "tv", "me", "ai")
    )


def _dates(
    spots: list[RawDateSpot], roles: _Roles, month_first: bool, swaps: dict[tuple[datetime, str], datetime]
) -> dict[str, list[DateSpot]]:
    dates: dict[str, list[DateSpot]] = {}
    for parts, cue, where, words, at in spots:
        if when := moment(parts, month_first=month_first):
            if parts[7] and (other := moment(parts, month_first=not month_first)):
                swaps[when, where] = other
            claimed = roles[words]
            modified = "modified" in claimed and "published" not in claimed
            dates.setdefault(cue, []).append(DateSpot(when, where, claimed, at, modified))
    return dates


def moment(parts: DateParts, *, month_first: bool) -> datetime | None:
    """The core's date as a datetime, midnight where no time is stated; None where the calendar has no such day.

    The core reads 03/04/2021 with the day first and says that it could be otherwise.
    """
    year, month, day, hour, minute, second, offset, ambiguous = parts
    if ambiguous and month_first:
        month, day = day, month
    zone = None
    if offset is not None and hour is not None:
        zone = UTC if offset == 0 else timezone(timedelta(minutes=offset))
    try:
        return datetime(year, month, day, hour or 0, minute or 0, min(second or 0, 59), tzinfo=zone)
    except ValueError:
        return None


# Seconds or milliseconds since 1970, from 2001 on: ten or thirteen digits.
_SINCE_1970 = re.compile(r"[1-9][0-9]{9}(?:[0-9]{3})?")


class Stated(dict[str, datetime | None]):
    """The first date in each machine-readable value; numbers of seconds since 1970 among them."""

    def __init__(self, month_first: bool) -> None:
        self._month_first = month_first

    def __missing__(self, text: str) -> datetime | None:
        stripped = text.strip()
        if _SINCE_1970.fullmatch(stripped):
            when: datetime | None = datetime.fromtimestamp(int(stripped[:10]), tz=UTC)
        else:
            found = find_dates(stripped)
            when = moment(found[0], month_first=self._month_first) if found else None
        self[text] = when
        return when


def _thing(index: int, raw: RawThing) -> Thing:
    return Thing(index, *raw, any(t.lower().endswith(ARTICLE_TYPES) for t in raw[1]))


def _article(things: tuple[Thing, ...], title: str, url: str | None) -> Thing | None:
    """The article among the things: the one that has the page's title or address, else the first with a date.

    Pages describe related stories in the same words as their own (a news list in JSON-LD, an infinite scroll).
    """
    candidates = [t for t in things if t.is_article]
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    title_words = words_of(title)
    path = parts_of(url).path.rstrip("/")

    def fit(thing: Thing) -> tuple[float, int, int]:
        headline = thing.first("headline") or thing.first("name") or ""
        same_place = bool(path) and any(
            parts_of(u).path.rstrip("/") == path
            for key in ("url", "mainEntityOfPage", "@id")
            for u in thing.values.get(key, ())
            if u.startswith(("http", "/"))
        )
        agreement = overlap(words_of(headline), title_words) if headline else 0.0
        return (agreement + same_place, len(thing.values), -thing.number)

    return max(candidates, key=fit)


def absolute(base: str | None, href: str) -> str | None:
    """An http(s) address made absolute against the page's; None where it is none."""
    if _ABSOLUTE.match(href):
        return href
    try:
        joined = href if href.startswith(("https://", "http://")) else urljoin(base or "", href.strip())
    except ValueError:
        return None
    parts = parts_of(joined)
    return joined if parts.scheme in ("http", "https") and parts.netloc else None


def parts_of(url: str | None) -> SplitResult:
    """The parts of an address; those of an empty one where it cannot be read as an address."""
    try:
        return urlsplit(url or "")
    except ValueError:
        return urlsplit("")
