"""The headline, as readers see it, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.fields.choose import Choice, Rule, candidates, choose
from onrecord.fields.offered import Offered
from onrecord.fields.words import normalized, overlap, unescaped

_PARTS = re.compile(
    r"\s+[|\-–—·•»:/<>~›]+\s+|\s*[|｜»]\s*|\s+[_]\s+|_(?=[^_]*$)|(?<=[^\x00-\x7f])[-－—](?=[^\x00-\x7f][^-－—]*$)"
)
_TAG = re.compile(r"<[^<>]{0,200}>")
_LONGEST = 500
_MOST_PARTS = 8
_MOST = 24
_VISIBLE = frozenset({"h1", "headline class", "further h1", "h2 before body"})
_ELSEWHERE = frozenset(
    {"navigation", "footer", "aside", "related", "comment", "header", "promo", "teaser", "share", "ad"}
)


def _headings(page: Offered, *, near: bool) -> Iterator[tuple[str, str]]:
    seen = 0
    for spot in page.headings:
        if spot.cue == "h1" and spot.at <= 2 and not _ELSEWHERE & spot.roles and not spot.is_logo:
            seen += 1
            if near == (seen == 1):
                yield spot.text, spot.where


def h1(page: Offered) -> Iterator[tuple[str, str]]:
    """The first h1 before the body."""
    return _headings(page, near=True)


def other_h1(page: Offered) -> Iterator[tuple[str, str]]:
    """Further h1: a logo may come first."""
    return _headings(page, near=False)


def headline_class(page: Offered) -> Iterator[tuple[str, str]]:
    """What is called headline by its class, or an h2 with that name: some sites keep h1 for their own."""
    for spot in page.headings:
        if spot.cue != "h1" and spot.at <= 2 and "headline" in spot.roles and not _ELSEWHERE & spot.roles:
            yield spot.text, spot.where


def last_heading_before(page: Offered) -> Iterator[tuple[str, str]]:
    """The h2 that stands right before the body."""
    found = [(s.text, s.where) for s in page.headings if s.cue == "h2" and -6 <= s.at < 0]
    yield from found[-1:]


def open_graph(page: Offered) -> list[tuple[str, str]]:
    """og:title and its like, written for sharing: complete, but often with the site's name."""
    return page.meta("og:title")


def other_metas(page: Offered) -> list[tuple[str, str]]:
    """Metas of analytics and of other networks."""
    return page.meta(
        "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "title", "headline"
    )


def json_ld(page: Offered) -> Iterator[tuple[str, str]]:
    """The headline of the article that the page describes."""
    if page.article is not None:
        text = page.article.first("headline") or page.article.first("name")
        if text:
            yield text, f"{page.article.where}.headline"


def title_element(page: Offered) -> Iterator[tuple[str, str]]:
    """<title>: always there, nearly always with the site's name."""
    if page.offers["title"]:
        yield page.offers["title"], "title"


RULES: tuple[Rule[str], ...] = (
    Rule(name="h1", score=0.82, find=h1, why="readers see it above the text"),
    Rule(name="json-ld", score=0.7, find=json_ld, why="the publisher's own description of the article"),
    Rule(name="og:title", score=0.66, find=open_graph, why="written for sharing"),
    Rule(name="meta", score=0.45, find=other_metas, why="written for analytics and other networks"),
    Rule(name="title", score=0.5, find=title_element, why="the window's title, its site name cut off"),
    Rule(name="headline class", score=0.4, find=headline_class, why="its class says headline"),
    Rule(name="further h1", score=0.3, find=other_h1, why="the first h1 may be a logo"),
    Rule(name="h2 before body", score=0.2, find=last_heading_before, why="pages without an h1"),
)


class Site(NamedTuple):
    """A name of the site without its spaces, and its words where it is long enough to be known by them."""

    squeezed: str
    words: frozenset[str]


_ORDER = {rule.name: n for n, rule in enumerate(RULES)}


def title(page: Offered, *, site_names: frozenset[str]) -> Choice[str]:
    """The headline of a page. `site_names` are the normalized names of the site, to be cut off."""
    folded = page.folded
    found = candidates(RULES, page)[:_MOST]
    plain = {text: _plain(text) for text in {c.value for c in found}}
    visible = {folded[plain[c.value]] for c in found if c.rule.name in _VISIBLE}
    sites = [Site(name.replace(" ", ""), frozenset(name.split() if len(name) > 3 else ())) for name in site_names]
    cut = {t: t if folded[t] in visible else without_site(t, visible, sites) for t in set(plain.values())}
    said = [c.saying(plain[c.value] if c.rule.name in _VISIBLE else cut[plain[c.value]]) for c in found]
    named = [c for c in said if c.value and folded[c.value] not in site_names] or [c for c in said if c.value]
    choice = choose("title", named, key=folded.__getitem__, show=str)
    return Choice(_as_seen(choice), choice.evidence)


def _as_seen(choice: Choice[str]) -> str | None:
    """The winner in the form of the heading that readers see, where one agrees; metas lose the typography."""
    agreeing = [e for e in choice.evidence if e.chosen]
    return str(min(agreeing, key=lambda e: _ORDER[e.rule]).value) if agreeing else None


def without_site(text: str, visible: set[str], sites: list[Site]) -> str:
    """A title without the parts that name the site or its sections.

    The part that a heading of the page repeats is the headline; else parts that are the site's name go, from the end
    and from the beginning; else, where a strong separator stands, the longest part stays.
    """
    prefix, colon, rest = text.partition(": ")
    if colon and _is_site(prefix, sites):
        text = rest
    borders = [(m.start(), m.end(), m.group().strip()) for m in _PARTS.finditer(text)][-_MOST_PARTS:]
    for start, end, _ in reversed(borders):
        for part in (text[:start], text[end:]):
            if normalized(part) in visible:
                return part.strip()
    while borders:
        start, end, sign = borders[-1]
        tail = text[end:]
        names_site = _is_site(tail, sites)
        if not names_site and not (sign in ("|", "｜", "»") and len(tail) < start):
            break
        text, borders = text[:start], borders[:-1]
    if borders and _is_site(text[: borders[0][0]], sites):
        text = text[borders[0][1] :]
    return text.strip()


def _is_site(part: str, sites: list[Site]) -> bool:
    """Whether a part of a title is one of the site's names, or nearly so; what has no letters names nothing else."""
    name = normalized(part)
    if not name:
        return True
    squeezed, words = name.replace(" ", ""), frozenset(name.split())
    return any(squeezed == site.squeezed or overlap(words, site.words) >= 0.66 for site in sites)


def _plain(text: str) -> str:
    """The beginning of a text on one line; machines escape once too often, and leave markup in."""
    text = unescaped(text[:_LONGEST])
    return " ".join((_TAG.sub("", text) if "<" in text else text).split())
