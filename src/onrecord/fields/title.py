"""The headline, as readers see it, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from onrecord.fields.choose import Candidate, Choice, Rule, candidates, choose, learned, rules_of
from onrecord.fields.offered import Offered
from onrecord.fields.ranking import Ranker
from onrecord.fields.words import normalized, overlap, unescaped

_PARTS = re.compile(
    r"\s+[|\-–—·•»:/<>~›]+\s+|\s*[|｜»ㅣ]\s*|\s+[_]\s+|_(?=[^_]*$)|(?<=[^\x00-\x7f])[-－—](?=[^\x00-\x7f][^-－—]*$)"
)
_TAG = re.compile(r"<[^<>]{0,200}>")
_LONGEST = 500
_MOST_PARTS = 8
_MOST = 24
_VISIBLE = frozenset({"h1", "headline class", "further h1", "h2 before body"})
_HEAD = frozenset({"json-ld", "og:title", "meta", "title"})
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


RULES: tuple[Rule[str], ...] = learned(
    "title",
    Rule(name="h1", find=h1, why="readers see it above the text"),
    Rule(name="json-ld", find=json_ld, why="the publisher's own description of the article"),
    Rule(name="og:title", find=open_graph, why="written for sharing"),
    Rule(name="meta", find=other_metas, why="written for analytics and other networks"),
    Rule(name="title", find=title_element, why="the window's title, its site name cut off"),
    Rule(name="headline class", find=headline_class, why="its class says headline"),
    Rule(name="further h1", find=other_h1, why="the first h1 may be a logo"),
    Rule(name="h2 before body", find=last_heading_before, why="pages without an h1"),
)


Groups: TypeAlias = Mapping[str, Sequence[Candidate[str]]]
"""The candidates of a page by their normalized text."""


class Site(NamedTuple):
    """A name of the site without its spaces, and its words where it is long enough to be known by them."""

    squeezed: str
    words: frozenset[str]


_ORDER = {rule.name: n for n, rule in enumerate(RULES)}


def title(page: Offered, *, site_names: frozenset[str], ranker: Ranker) -> Choice[str]:
    """The headline of a page. `site_names` are the normalized names of the site, to be cut off."""
    said = headlines(page, site_names=site_names)
    choice = choose(
        "title", said, key=page.folded.__getitem__, show=str, weigh=lambda groups: ranker.shares(marked(groups))
    )
    return Choice(_as_seen(choice), choice.evidence)


def stated(title: Choice[str]) -> list[str]:
    """The headline in all forms that the page's head and its first heading give."""
    return [str(piece.value) for piece in title.evidence if piece.rule == "h1" or piece.rule in _HEAD]


def headlines(page: Offered, *, site_names: frozenset[str]) -> list[Candidate[str]]:
    """What may be the headline, the site's name cut off."""
    folded = page.folded
    found = candidates(RULES, page)[:_MOST]
    plain = {text: _plain(text) for text in {c.value for c in found}}
    visible = {folded[plain[c.value]] for c in found if c.rule.name in _VISIBLE}
    sites = [Site(name.replace(" ", ""), frozenset(name.split() if len(name) > 3 else ())) for name in site_names]
    cut = {t: t if folded[t] in visible else without_site(t, visible, sites) for t in set(plain.values())}
    said = [c.saying(plain[c.value] if c.rule.name in _VISIBLE else cut[plain[c.value]]) for c in found]
    return [c for c in said if c.value and folded[c.value] not in site_names] or [c for c in said if c.value]


def marked(groups: Groups) -> list[tuple[tuple[str, ...], list[str]]]:
    """The rules behind each headline and its marks: what it has in common with the others, and how long it is."""
    rules = {text: rules_of(group) for text, group in groups.items()}
    if len(rules) == 1:
        return [(names, []) for names in rules.values()]
    words = {text: frozenset(text.split()) for text in rules}
    seen = any(not _VISIBLE.isdisjoint(names) for names in rules.values())
    heads = [words[text] for text, names in rules.items() if not _HEAD.isdisjoint(names)]
    alike = {text: max([overlap(words[text], head) for head in heads], default=0.0) for text in rules}
    return [(names, list(_marks(text, rules, alike=alike[text], seen=seen))) for text, names in rules.items()]


def _marks(text: str, rules: Mapping[str, tuple[str, ...]], *, alike: float, seen: bool) -> Iterator[str]:
    """The marks of one headline: how `alike` it is to what the head states, and whether any heading is seen."""
    names = rules[text]
    count = text.count(" ") + 1
    yield "a word or two" if count < 3 else "long" if count > 20 else "some words" if count < 6 else "many words"
    if not seen:
        yield from [f"{name}, no heading" for name in names]
    elif _HEAD.isdisjoint(names):
        yield "unlike the head" if alike < 0.3 else "like the head" if alike > 0.6 else "a little like the head"
    for other, its in rules.items():
        if other == text:
            continue
        if other.endswith(text) and other[-len(text) - 1] == " ":
            yield from [f"end of {name}" for name in its]
        elif other.startswith(text) and other[len(text)] == " ":
            yield from [f"beginning of {name}" for name in its]
        elif text.endswith(other) and text[-len(other) - 1] == " ":
            yield from [f"ends as {name}" for name in its]
        elif text.startswith(other) and text[len(other)] == " ":
            yield from [f"begins as {name}" for name in its]


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
        if not names_site and not (sign in ("|", "｜", "»", "ㅣ") and len(tail) < start):
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
