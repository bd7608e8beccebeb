"""The authors: people, or the agency or desk where no person is named.

Agreement is the signal of precision: JSON-LD names an author on most pages whose readers see none, but a name that two
kinds of evidence give is right. Every rule gives the names of one byline; names are then weighed one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from onrecord.fields.choose import NOTHING, TRUST, Candidate, Choice, Rule, candidates, combined
from onrecord.fields.names import Names, is_desk, is_signature, pieces
from onrecord.fields.offered import Offered, Thing
from onrecord.fields.words import Folded
from onrecord.values import Evidence

_ELSEWHERE_NEAR = frozenset({"comment", "related", "navigation", "teaser", "caption", "credit"})
_ELSEWHERE = _ELSEWHERE_NEAR | {"biography", "aside", "promo", "ad", "footer"}
_FAR = 25
_SIGNS = frozenset({"by", "author", "von", "autor", "auteur", "par", "por", "escrito", "verfasst", "geschrieben"})
_LEAST = 0.55
_SIGNATURE = 0.7
_OWN_NAME = 0.9
_SLACK = 2.0
_ROOM = 0.1
_MOST_NAMES = 200
_CHOSEN = attrgetter("chosen")


def _signed(thing: Thing) -> Iterator[str]:
    """The name of a thing that signs; a given and a family name make one."""
    if name := thing.first("name"):
        yield name
    elif (given := thing.first("givenName")) and (family := thing.first("familyName")):
        yield f"{given} {family}"


def _signers(page: Offered, thing: Thing) -> Iterator[tuple[Names, str]]:
    names: list[str] = []
    for role in ("author", "creator"):
        for child in page.children(thing, role):
            names.extend(_signed(child))
        names.extend(v for v in thing.values.get(role, ()) if "://" not in v)
        if names:
            yield tuple(names), f"{thing.where}.{role}"
            return


def json_ld(page: Offered) -> Iterator[tuple[Names, str]]:
    """The author of the article that the page describes."""
    if page.article is not None and not page.article.where.startswith("microdata"):
        yield from _signers(page, page.article)


def microdata(page: Offered) -> Iterator[tuple[Names, str]]:
    """The author in the markup of the article itself."""
    for thing in page.things:
        if thing.where.startswith("microdata") and thing.is_article:
            yield from _signers(page, thing)
            return


def json_ld_person(page: Offered) -> Iterator[tuple[Names, str]]:
    """A Person among the page's things that is nobody's property: plug-ins describe the author so."""
    for thing in page.things:
        if "Person" in thing.types and thing.role in ("", "@graph") and thing.where.startswith("json-ld"):
            yield from (((name,), thing.where) for name in _signed(thing))


def meta_author(page: Offered) -> Sequence[tuple[Names, str]]:
    """meta author: the writer on most sites, the site or its agency on some."""
    return [((value,), where) for value, where in page.meta("author")]


def meta_article_author(page: Offered) -> Iterator[tuple[Names, str]]:
    """article:author, where it is a name and not the address of a profile."""
    found = [
        (v, w) for v, w in page.meta("article:author", "og:article:author", "article:author_name") if "://" not in v
    ]
    if found:
        yield tuple(v for v, _ in found), found[0][1]


def meta_analytics(page: Offered) -> Iterator[tuple[Names, str]]:
    """Metas of analytics, dublin core, and of the big content systems."""
    keys = (
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "dc.contributor",
        "byl",
        "cxenseparse:author",
        "citation_author",
        "authors",
        "creator",
    )
    found = list(page.meta(*keys))
    if found:
        where = found[0][1]
        yield tuple(v for v, w in found if w == where), where


def twitter_label(page: Offered) -> Iterator[tuple[Names, str]]:
    """ "Written by" as sharing cards show it."""
    for n in ("1", "2"):
        label = next((label for label, _ in page.meta(f"twitter:label{n}")), "").lower()
        if label and not _SIGNS.isdisjoint(label.split()):
            yield from (((value,), where) for value, where in page.meta(f"twitter:data{n}"))


def _spots(page: Offered, cue: str) -> list[tuple[str, str, int]]:
    return [
        (spot.text, spot.where, spot.at)
        for spot in page.bylines
        if spot.cue == cue and (_ELSEWHERE_NEAR if -12 <= spot.at <= 1 else _ELSEWHERE).isdisjoint(spot.roles)
    ]


def by_line(page: Offered) -> Sequence[tuple[Names, str]]:
    """A line that begins with "By", near the text."""
    near = [(abs(at), text, where) for text, where, at in _spots(page, "by-line") if -_FAR <= at <= 2]
    return [((text,), where) for _, text, where in sorted(near)[:1]]


def by_line_after(page: Offered) -> Sequence[tuple[Names, str]]:
    """A line that begins with "By" after the text."""
    return [((text,), where) for text, where, at in _spots(page, "by-line") if at > 2][:1]


def author_link(page: Offered) -> Iterator[tuple[Names, str]]:
    """Links to the pages of authors, near the headline."""
    near = [(at, text, where) for text, where, at in _spots(page, "author-link") if -_FAR <= at <= 1]
    if near:
        last = near[-1][0]
        yield tuple(dict.fromkeys([text for at, text, _ in near if at >= last - 3])), near[-1][2]


def author_link_after(page: Offered) -> Sequence[tuple[Names, str]]:
    """A link to an author's page after the text."""
    return [((text,), where) for text, where, at in _spots(page, "author-link") if at > 1][:1]


def byline_element(page: Offered) -> Iterator[tuple[Names, str]]:
    """An element that is called byline or author, near the headline."""
    for text, where, at in _spots(page, "byline"):
        if -_FAR <= at <= 1 and page.signed[text]:
            yield (text,), where
            return


def byline_element_after(page: Offered) -> Iterator[tuple[Names, str]]:
    """The same after the text, where some sites sign."""
    for text, where, at in _spots(page, "byline"):
        if at > 1 and page.signed[text]:
            yield (text,), where
            return


RULES: tuple[Rule[Names], ...] = (
    Rule(name="by-line", score=0.8, find=by_line, why="readers see it: a line that begins with 'By'"),
    Rule(name="twitter label", score=0.8, find=twitter_label, why="'Written by' on the sharing card"),
    Rule(name="article:author", score=0.8, find=meta_article_author, why="written to name the author"),
    Rule(name="json-ld", score=0.78, find=json_ld, why="the publisher's own description; a house name on many pages"),
    Rule(name="meta", score=0.75, find=meta_analytics, why="written for analytics"),
    Rule(name="meta author", score=0.72, find=meta_author, why="the writer on most sites"),
    Rule(name="microdata", score=0.65, find=microdata, why="marked as author in the article's own markup"),
    Rule(name="author link", score=0.7, find=author_link, why="a link to an author's page near the headline"),
    Rule(name="byline element", score=0.6, find=byline_element, why="an element called byline near the headline"),
    Rule(name="json-ld person", score=0.4, find=json_ld_person, why="a person that the page describes"),
    Rule(name="byline after", score=0.35, find=byline_element_after, why="some sites sign below the text"),
    Rule(name="author link after", score=0.35, find=author_link_after, why="some sites sign below the text"),
    Rule(name="by-line after", score=0.4, find=by_line_after, why="some sites sign below the text"),
)


def authors(page: Offered, *, site_names: frozenset[str]) -> Choice[Names]:
    """The authors in the order of the strongest evidence: people; else who signs in their place."""
    found = candidates(RULES, page)
    people = [c for c in _one_by_one(found, page.signed) if page.folded[c.value[0]] not in site_names]
    if people:
        return _weigh(people, page.folded, least=_LEAST)
    signatures = _one_by_one(found, _Signatures())
    foreign = [c for c in signatures if page.folded[c.value[0]] not in site_names]
    return _weigh(foreign or signatures, page.folded, least=_SIGNATURE if foreign else _OWN_NAME)


class _Signatures(dict[str, Names]):
    """Agencies, desks and single names: what is called the author without looking like a person."""

    def __missing__(self, text: str) -> Names:
        parts = tuple(dict.fromkeys(pieces(text)))
        desks = tuple(p for p in parts if is_desk(p))
        self[text] = desks or tuple(p for p in parts[:1] if is_signature(p))
        return self[text]


def _one_by_one(found: list[Candidate[Names]], names: dict[str, Names]) -> list[Candidate[Names]]:
    return [c.saying((name,)) for c in found for text in c.value for name in names[text]]


def _weigh(found: list[Candidate[Names]], folded: Folded, *, least: float) -> Choice[Names]:
    """Keep the names with enough support; those far below the best are mentioned, not signed."""
    groups: dict[str, list[Candidate[Names]]] = {}
    for candidate in found:
        if len(groups) < _MOST_NAMES:
            groups.setdefault(folded[candidate.value[0]], []).append(candidate)
    if not groups:
        return NOTHING
    support = {name: combined(group) for name, group in groups.items()}
    best = max(support.values())
    room = _SLACK * (1 - best) + _ROOM
    kept = [name for name in groups if support[name] >= least and 1 - support[name] <= room]
    evidence = [
        Evidence(
            field="authors",
            value=value,
            rule=rule.name,
            where=where,
            score=rule.score,
            chosen=chosen,
            note=note,
        )
        for key, group in groups.items()
        for chosen in (key in kept,)
        for note in (f"support {support[key]:.2f}" + ("" if chosen else f": too weak beside {best:.2f}"),)
        for value, rule, where in group
    ]
    if len(kept) < len(groups):
        evidence.sort(key=_CHOSEN, reverse=True)
    return Choice(tuple(max(groups[key], key=TRUST).value[0] for key in kept) or None, tuple(evidence))
