"""The headline, as readers see it, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from onrecord.fields.choose import Choice, Rule, candidates, choose
from onrecord.fields.offered import Offered
from onrecord.fields.words import Folded, normalized, overlap, unescaped, words_of
from onrecord.values import Evidence

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


def open_graph(page: Offered) -> Iterator[tuple[str, str]]:
    """og:title and its like, written for sharing: complete, but often with the site's name."""
    yield from page.meta("og:title")


def other_metas(page: Offered) -> Iterator[tuple[str, str]]:
    """Metas of analytics and of other networks."""
    yield from page.meta(
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


def title(page: Offered, *, site_names: frozenset[str]) -> Choice[str]:
    """The headline of a page. `site_names` are the normalized names of the site, to be cut off."""
    folded = Folded()
    found = islice(candidates(RULES, page), _MOST)
    raw = [c.saying(" ".join(_plain(c.value[:_LONGEST]).split())) for c in found]
    visible = {folded[c.value] for c in raw if c.rule in _VISIBLE}
    cut = [c if c.rule in _VISIBLE else c.saying(_cut(c.value, visible, site_names, folded)) for c in raw]
    named = [c for c in cut if c.value and folded[c.value] not in site_names] or [c for c in cut if c.value]
    choice = choose("title", named, key=folded.__getitem__, show=str)
    return Choice(value=_as_seen(choice), evidence=choice.evidence)


def _as_seen(choice: Choice[str]) -> str | None:
    """The winner in the form of the heading that readers see, where one agrees; metas lose the typography."""
    if choice.value is None:
        return None
    order = {rule.name: n for n, rule in enumerate(RULES)}
    agreeing: list[Evidence] = [e for e in choice.evidence if e.chosen]
    best = min(agreeing, key=lambda e: order.get(e.rule, 99), default=None)
    return str(best.value) if best else choice.value


def _cut(text: str, visible: set[str], site_names: frozenset[str], folded: Folded) -> str:
    """Cut the site's name off a title, unless the page shows it so."""
    return text if folded[text] in visible else without_site(text, visible, site_names)


def without_site(text: str, visible: set[str], site_names: frozenset[str]) -> str:
    """A title without the parts that name the site or its sections.

    The part that a heading of the page repeats is the headline; else parts that are the site's name go, from the end
    and from the beginning; else, where a strong separator stands, the longest part stays.
    """
    prefix, colon, rest = text.partition(": ")
    if colon and _is_site(prefix, site_names):
        text = rest
    borders = [(m.start(), m.end(), m.group().strip()) for m in _PARTS.finditer(text)][-_MOST_PARTS:]
    for start, end, _ in reversed(borders):
        for part in (text[:start], text[end:]):
            if normalized(part) in visible:
                return part.strip()
    while borders:
        start, end, sign = borders[-1]
        tail = text[end:]
        names_site = _is_site(tail, site_names)
        if not names_site and not (sign in ("|", "｜", "»") and len(tail) < start):
            break
        text, borders = text[:start], borders[:-1]
    if borders and _is_site(text[: borders[0][0]], site_names):
        text = text[borders[0][1] :]
    return text.strip()


def _is_site(part: str, site_names: frozenset[str]) -> bool:
    name = normalized(part)
    squeezed = name.replace(" ", "")
    if not squeezed:
        return True
    return any(
        squeezed == site.replace(" ", "") or (len(site) > 3 and overlap(words_of(name), words_of(site)) >= 0.66)
        for site in site_names
    )


def _plain(text: str) -> str:
    """Descriptions are written by machines that escape once too often, and may carry markup."""
    text = unescaped(text)
    return _TAG.sub("", text) if "<" in text else text
