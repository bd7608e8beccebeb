"""What the core found on a page, made easy to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import starmap
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from onrecord.fields.words import overlap, words_of

if TYPE_CHECKING:
    from onrecord._core import Offers

ARTICLE_TYPES = ("article", "posting", "report", "newsarticle", "advertisercontentarticle", "review")
"""What the name of a schema.org type ends in where the thing is a text that somebody published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A thing of schema.org; `values` holds every value of each property."""

    index: int
    where: str
    types: tuple[str, ...]
    role: str
    parent: int | None
    values: dict[str, tuple[str, ...]]

    def first(self, key: str) -> str | None:
        """The first value of a property, or None."""
        return next(iter(self.values.get(key, ())), None)

    @property
    def is_article(self) -> bool:
        """Whether one of its types is a kind of article."""
        return any(t.lower().endswith(ARTICLE_TYPES) for t in self.types)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Everything that a page offers, indexed. `article` is the thing that describes this page's article, if any."""

    url: str | None
    offers: Offers
    metas: dict[str, tuple[str, ...]]
    things: tuple[Thing, ...]
    article: Thing | None

    def meta(self, *keys: str) -> Iterator[tuple[str, str]]:
        """The contents of the named metas that are not empty, each with its place."""
        for key in keys:
            for content in self.metas.get(key, ()):
                yield content, f"meta {key}"

    def children(self, parent: Thing, role: str) -> Iterator[Thing]:
        """The things that stand under a property of another; a mere reference is followed to the thing it names."""
        for thing in self.things:
            if thing.parent == parent.index and thing.role == role:
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
    metas: dict[str, list[str]] = {}
    for key, content in offers["metas"]:
        if content:
            metas.setdefault(key, []).append(content)
    things = tuple(starmap(partial(_thing), enumerate(offers["things"])))
    return Offered(
        url=url,
        offers=offers,
        metas={key: tuple(values) for key, values in metas.items()},
        things=things,
        article=_article(things, offers["title"] or "", url),
    )


def _thing(index: int, raw: tuple[str, list[str], str, int | None, list[tuple[str, str]]]) -> Thing:
    where, types, role, parent, properties = raw
    values: dict[str, tuple[str, ...]] = {}
    for key, value in properties:
        values[key] = (*values.get(key, ()), value)
    return Thing(index=index, where=where, types=tuple(types), role=role, parent=parent, values=values)


def _article(things: tuple[Thing, ...], title: str, url: str | None) -> Thing | None:
    """The article among the things: the one that has the page's title or address, else the first with a date.

    Pages describe related stories in the same words as their own (a news list in JSON-LD, an infinite scroll).
    """
    candidates = [t for t in things if t.is_article]
    if not candidates:
        return None
    title_words = words_of(title)
    path = urlsplit(url).path.rstrip("/") if url else ""

    def fit(thing: Thing) -> tuple[float, int, int]:
        headline = thing.first("headline") or thing.first("name") or ""
        same_place = bool(path) and any(
            urlsplit(u).path.rstrip("/") == path
            for key in ("url", "mainEntityOfPage", "@id")
            for u in thing.values.get(key, ())
            if u.startswith(("http", "/")) and u.isprintable() and "[" not in u
        )
        agreement = overlap(words_of(headline), title_words) if headline else 0.0
        return (agreement + same_place, len(thing.values), -thing.index)

    return max(candidates, key=fit)


def absolute(base: str | None, href: str) -> str | None:
    """An http(s) address made absolute against the page's; None where it is none."""
    try:
        joined = urljoin(base or "", href.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme in ("http", "https") and parts.netloc else None
