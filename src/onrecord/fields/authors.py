"""The authors: people, or the agency or desk where no person is named.

Agreement is the signal of precision: JSON-LD names an author on most pages whose readers see none, but a name that two
kinds of evidence give is right. Every rule gives the names of one byline; names are then weighed one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

from onrecord.fields.choose import NOTHING, Candidate, Choice, Rule, candidates, learned, rules_of
from onrecord.fields.names import Names
from onrecord.fields.offered import Offered, Spot, Thing
from onrecord.fields.ranking import Ranker, probability
from onrecord.values import Evidence

_ELSEWHERE_NEAR = frozenset({"comment", "related", "navigation", "teaser", "caption", "credit"})
_ELSEWHERE = _ELSEWHERE_NEAR | {"biography", "aside", "promo", "ad", "footer"}
_ELSEWHERE_BESIDE = frozenset({"comment", "navigation", "teaser", "caption"})
_FAR = 25
_SIGNS = frozenset({"by", "author", "von", "autor", "auteur", "par", "por", "escrito", "verfasst", "geschrieben"})
# A name is taken from half of the F1 that can be reached, where F1 is largest; a desk or the site itself, where nobody
# else signs, from less: somebody has to answer for the text.
_LEAST = 0.45
_LEAST_ALONE = 0.25
_MOST_NAMES = 40
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
    return [(spot.text, spot.where, spot.at) for spot in page.bylines.get(cue, ()) if _belongs(spot)]


def _belongs(spot: Spot) -> bool:
    """Whether a byline can be the article's: beside its first words nearly every one is, whatever it is called."""
    if -5 <= spot.at <= 1:
        return _ELSEWHERE_BESIDE.isdisjoint(spot.roles)
    if -12 <= spot.at <= 1:
        return _ELSEWHERE_NEAR.isdisjoint(spot.roles)
    if spot.at > 1 and "meta" in spot.roles:
        return (_ELSEWHERE - {"footer"}).isdisjoint(spot.roles)  # the foot of the article, not of the page
    return _ELSEWHERE.isdisjoint(spot.roles)


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


RULES: tuple[Rule[Names], ...] = learned(
    "authors",
    Rule(name="by-line", find=by_line, why="readers see it: a line that begins with 'By'"),
    Rule(name="twitter label", find=twitter_label, why="'Written by' on the sharing card"),
    Rule(name="article:author", find=meta_article_author, why="written to name the author"),
    Rule(name="json-ld", find=json_ld, why="the publisher's own description; a house name on many pages"),
    Rule(name="meta", find=meta_analytics, why="written for analytics"),
    Rule(name="meta author", find=meta_author, why="the writer on most sites"),
    Rule(name="microdata", find=microdata, why="marked as author in the article's own markup"),
    Rule(name="author link", find=author_link, why="a link to an author's page near the headline"),
    Rule(name="byline element", find=byline_element, why="an element called byline near the headline"),
    Rule(name="json-ld person", find=json_ld_person, why="a person that the page describes"),
    Rule(name="byline after", find=byline_element_after, why="some sites sign below the text"),
    Rule(name="author link after", find=author_link_after, why="some sites sign below the text"),
    Rule(name="by-line after", find=by_line_after, why="some sites sign below the text"),
)


def _types(page: Offered) -> dict[str, str]:
    """What the description of the article says that its authors are, by their normalized names."""
    if page.article is None:
        return {}
    return {
        page.folded[name]: "a person" if "Person" in child.types else "an organization"
        for role in ("author", "creator")
        for child in page.children(page.article, role)
        if child.types and (name := child.first("name"))
    }


Groups: TypeAlias = Mapping[str, Sequence[Candidate[Names]]]
"""The candidates of a page by the normalized name."""

_SEEN = frozenset({"by-line", "author link", "byline element"})
_STATED = frozenset({"twitter label", "article:author", "json-ld", "meta", "meta author"})


def authors(page: Offered, *, site_names: frozenset[str], title: str | None, ranker: Ranker) -> Choice[Names]:
    """Those who sign, in the order of the strongest evidence; each name is judged by itself."""
    groups = named(page)
    if not groups:
        return NOTHING
    told = marked(page, groups, site_names=site_names, title=title)
    support = [probability(ranker.score(rules, marks)) for rules, marks in told]
    kept = _kept(support, [marks[0] for _, marks in told])
    evidence = [
        Evidence(
            field="authors",
            value=value,
            rule=rule.name,
            where=where,
            score=rule.score,
            chosen=n in kept,
            note=f"support {support[n]:.2f}" if n in kept else f"support {support[n]:.3f}: too little",
        )
        for n, group in enumerate(groups.values())
        for value, rule, where in group
    ]
    evidence.sort(key=_CHOSEN, reverse=True)
    names = [max(group, key=_as_written).value[0] for n, group in enumerate(groups.values()) if n in kept]
    return Choice(tuple(names) or None, tuple(evidence))


def _as_written(candidate: Candidate[Names]) -> tuple[bool, float]:
    """The form of a name that is taken: "Jane Doe" rather than the "jane-doe" of an address."""
    return (not candidate.value[0].islower(), candidate.rule.score)


def _kept(support: Sequence[float], kinds: Sequence[str]) -> set[int]:
    """Which names sign; where none is probable enough, the desk or the site that is most likely to."""
    kept = {n for n, likely in enumerate(support) if likely >= _LEAST}
    desks = [(likely, -n) for n, likely in enumerate(support) if kinds[n] in ("desk", "own name")]
    return kept or {-n for likely, n in [max(desks, default=(0.0, 0))] if likely >= _LEAST_ALONE}


def named(page: Offered) -> dict[str, list[Candidate[Names]]]:
    """The names that the rules find on a page, one by one."""
    groups: dict[str, list[Candidate[Names]]] = {}
    for candidate in candidates(RULES, page):
        for text in candidate.value:
            for name, _ in page.signed[text]:
                key = page.folded[name]
                if key in groups or (key and len(groups) < _MOST_NAMES):
                    groups.setdefault(key, []).append(candidate.saying((name,)))
    return _without_tails(groups) if len(groups) > 1 else groups


def _without_tails(groups: dict[str, list[Candidate[Names]]]) -> dict[str, list[Candidate[Names]]]:
    """The names, those that begin with another full name taken for it: "Jane Doe Data" speaks for "Jane Doe"."""
    order = {rule.name: n for n, rule in enumerate(RULES)}
    joined: dict[str, list[Candidate[Names]]] = {}
    for key, group in groups.items():
        name = min((other for other in groups if " " in other and key.startswith(f"{other} ")), key=len, default=key)
        joined.setdefault(name, []).extend(group if name == key else [c.saying(groups[name][0].value) for c in group])
    for group in joined.values():
        group.sort(key=lambda c: order[c.rule.name])
    return joined


def marked(
    page: Offered, groups: Groups, *, site_names: frozenset[str], title: str | None
) -> list[tuple[tuple[str, ...], list[str]]]:
    """The rules behind each name and its marks: what kind of name it is, and how it stands beside the others."""
    kinds = {page.folded[name]: kind for signed in page.signed.values() for name, kind in signed}
    rules = {name: rules_of(group) for name, group in groups.items()}
    company = Company.of(rules, people={n for n in groups if kinds.get(n) == "person" and n not in site_names})
    stated_as = _types(page)
    headline = f" {page.folded[title]} " if title else ""
    told = []
    for name, group in groups.items():
        kind = "own name" if name in site_names else kinds.get(name, "word")
        marks = [
            *_kind_marks(kind, rules[name], page.sort, stated_as.get(name)),
            *company.marks(name, kind, page.sort),
            *_form_marks(name, group, headline),
        ]
        told.append((rules[name], marks))
    return told


def _kind_marks(kind: str, rules: tuple[str, ...], sort: str, stated_as: str | None) -> Iterator[str]:
    """What kind of name it is, for what sort of page, and how many rules give it."""
    agree = f"{min(len(rules), 5)} agree"
    yield from (kind, f"{kind}, {sort}", agree, f"{kind}, {agree}")
    yield from [f"{kind}, {rule}" for rule in rules]
    if stated_as:
        yield from (stated_as, f"{stated_as}, {kind}")


def _form_marks(name: str, group: Sequence[Candidate[Names]], headline: str) -> Iterator[str]:
    """How it is written, and where."""
    text = group[0].value[0]
    if f" {name} " in headline:
        yield "in the headline"
    if all(" > p" in where and "by" not in where for _, _, where in group):
        yield "in a paragraph"
    if text[:1].islower():
        yield "begins small"
    if " " not in text:
        yield "a single word"


@dataclass(frozen=True, slots=True)
class Company:
    """The names of a page beside each other: the rules behind each, and who is a person, is seen, is stated."""

    rules: Mapping[str, tuple[str, ...]]
    people: set[str]
    seen: set[str]
    stated: set[str]

    @classmethod
    def of(cls, rules: Mapping[str, tuple[str, ...]], *, people: set[str]) -> Company:
        """The company of names with the rules that give each."""
        seen = {name for name, its in rules.items() if not _SEEN.isdisjoint(its)}
        stated = {name for name, its in rules.items() if not _STATED.isdisjoint(its)}
        return cls(rules, people, seen, stated)

    def marks(self, name: str, kind: str, sort: str) -> Iterator[str]:
        """How a name stands beside the others. People who sign together are no rivals, and a person has only people."""
        if name in self.seen and name in self.stated:
            yield "seen and stated"
        person = kind == "person"
        others = {o for o in self.rules if o != name and not (person and self.rules[o] == self.rules[name])}
        if not others:
            yield from (f"{kind}, alone", f"{kind}, alone, {sort}")
            return
        yield f"{kind}, beside people" if self.people & others else f"{kind}, beside no people"
        if person:
            others &= self.people
        if name not in self.seen and self.seen & others:
            yield "others are seen"
        if name not in self.stated and self.stated & others:
            yield "others are stated"
        if not (name in self.seen and name in self.stated) and self.seen & self.stated & others:
            yield "others are seen and stated"
        if len(others) > 5:
            yield "one of many"
        padded = f" {name} "
        if any(padded in f" {other} " for other in others):
            yield "part of another"
        if any(f" {other} " in padded for other in others):
            yield "holds another"
