"""What places the article: site, address, language, section, tags, description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.fields.choose import Candidate, Choice, Rule, candidates, choose
from onrecord.fields.offered import Offered, absolute, parts_of
from onrecord.fields.words import normalized
from onrecord.values import Evidence

if TYPE_CHECKING:
    from onrecord._core import Offers

_MOST_NAMES = 20
_LABELS = frozenset(
    {
        "advertisement",
        "advertising",
        "anzeige",
        "publicidad",
        "publicité",
        "reklama",
        "sponsored",
        "live",
        "menu",
        "search",
    }
)
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?=$|[-_])")


def _article_value(page: Offered, *keys: str) -> Iterator[tuple[str, str]]:
    if page.article is not None:
        for key in keys:
            for value in page.article.values.get(key, ()):
                yield value.strip(), f"{page.article.where}.{key}"


def _site_meta(page: Offered) -> Iterator[tuple[str, str]]:
    yield from page.meta("og:site_name")


def _application(page: Offered) -> Iterator[tuple[str, str]]:
    yield from page.meta(
        "application-name", "apple-mobile-web-app-title", "dc.publisher", "cre", "publisher", "copyright"
    )


def _publisher(page: Offered) -> Iterator[tuple[str, str]]:
    if page.article is not None:
        for thing in page.children(page.article, "publisher"):
            if name := thing.first("name"):
                yield name.strip(), f"{thing.where}.name"


def _website(page: Offered) -> Iterator[tuple[str, str]]:
    for thing in page.things:
        if {"WebSite", "NewsMediaOrganization"} & set(thing.types) and (name := thing.first("name")):
            yield name.strip(), f"{thing.where}.name"


SITE: tuple[Rule[str], ...] = (
    Rule(name="og:site_name", score=0.9, find=_site_meta, why="written to name the site"),
    Rule(name="publisher", score=0.8, find=_publisher, why="the article's publisher"),
    Rule(name="website", score=0.7, find=_website, why="the site's description of itself"),
    Rule(name="meta", score=0.5, find=_application, why="the name of the site's application"),
)


def site(page: Offered) -> Choice[str]:
    """The site's name as it writes it."""
    short = (c for c in candidates(SITE, page) if 0 < len(c.value) <= 80 and "://" not in c.value)
    return choose("site", short, key=normalized, show=str)


def site_names(page: Offered, *, site: Choice[str]) -> frozenset[str]:
    """All that the site may be called in a title, normalized: its names, its host's, and its logo's."""
    names = {normalized(name) for name in {str(e.value) for e in site.evidence}}
    host = parts_of(page.url).hostname
    if host:
        bare = host.removeprefix("www.")
        names |= {normalized(bare), normalized(bare.split(".")[0]), normalized(".".join(bare.split(".")[-2:-1]))}
    for handle, _ in page.meta("twitter:site"):
        names.add(normalized(handle.lstrip("@")))
    names |= {normalized(spot.text) for spot in page.headings if spot.is_logo}
    return frozenset(sorted(n for n in names if n)[:_MOST_NAMES])


def _html_lang(page: Offered) -> Iterator[tuple[str, str]]:
    if page.offers["language"]:
        yield page.offers["language"], "html lang"


def _language_metas(page: Offered) -> Iterator[tuple[str, str]]:
    yield from page.meta("og:locale", "content-language", "dc.language", "language", "inlanguage")


def _in_language(page: Offered) -> Iterator[tuple[str, str]]:
    yield from _article_value(page, "inLanguage")


LANGUAGE: tuple[Rule[str], ...] = (
    Rule(name="html lang", score=0.8, find=_html_lang, why="declared for the whole page"),
    Rule(name="json-ld", score=0.75, find=_in_language, why="declared for the article"),
    Rule(name="meta", score=0.6, find=_language_metas, why="declared for sharing; often a default"),
)


def language(page: Offered) -> Choice[str]:
    """The language that the page declares, as a two- or three-letter code in lower case."""
    coded = (
        c.saying(match.group().lower())
        for c in candidates(LANGUAGE, page)
        if (match := _LANGUAGE.match(c.value)) is not None
    )
    return choose("language", coded, key=str, show=str)


def _canonical_link(page: Offered) -> Iterator[tuple[str, str]]:
    if href := page.link("canonical"):
        yield href, "link canonical"


def _og_url(page: Offered) -> Iterator[tuple[str, str]]:
    for value, where in page.meta("og:url", "twitter:url", "parsely-link"):
        if href := absolute(page.url, value):
            yield href, where


def _ld_url(page: Offered) -> Iterator[tuple[str, str]]:
    for value, where in _article_value(page, "url", "mainEntityOfPage"):
        if href := absolute(page.url, value):
            yield href, where


CANONICAL: tuple[Rule[str], ...] = (
    Rule(name="link canonical", score=0.95, find=_canonical_link, why="it is there for this"),
    Rule(name="og:url", score=0.7, find=_og_url, why="the address to be shared"),
    Rule(name="json-ld", score=0.6, find=_ld_url, why="the article's address in its description"),
)


def canonical_url(page: Offered) -> Choice[str]:
    """The address that the page claims, absolute, without its fragment."""
    found = (c.saying(c.value.split("#")[0]) for c in candidates(CANONICAL, page))
    return choose("canonical_url", found, key=str, show=str)


def address(offers: Offers, *, given: str | None) -> Choice[str]:
    """The address of the page: the one given, or the one that a saved page claims for itself."""
    stated = (absolute(None, href) for rel, href, _ in offers["links"] if rel == "canonical")
    claimed = next((href for href in stated if href), None)
    if given:
        candidate = Candidate(value=given, rule="given", where="caller", score=1.0)
    elif claimed:
        candidate = Candidate(value=claimed, rule="link canonical", where="link canonical", score=0.95)
    else:
        return Choice(value=None, evidence=())
    return choose("url", [candidate], key=str, show=str)


def _section_meta(page: Offered) -> Iterator[tuple[str, str]]:
    yield from page.meta("article:section", "og:article:section", "parsely-section", "section", "dc.subject")


def _section_ld(page: Offered) -> Iterator[tuple[str, str]]:
    yield from _article_value(page, "articleSection")


def _crumb(page: Offered) -> Iterator[tuple[str, str]]:
    crumbs = [(s.text, s.where) for s in page.headings if s.cue == "crumb" and not s.is_logo]
    yield from crumbs[-1:]


def _kicker(page: Offered) -> Iterator[tuple[str, str]]:
    yield from (
        (s.text, s.where)
        for s in page.headings
        if s.cue == "kicker" and s.text.isprintable() and "," not in s.text and s.text.casefold() not in _LABELS
    )


SECTION: tuple[Rule[str], ...] = (
    Rule(name="article:section", score=0.8, find=_section_meta, why="written to name the section"),
    Rule(name="json-ld", score=0.75, find=_section_ld, why="the article's section in its description"),
    Rule(name="breadcrumb", score=0.6, find=_crumb, why="the last step of the way to the article"),
    Rule(name="kicker", score=0.3, find=_kicker, why="a word or two above the headline; often the story's own topic"),
)


def section(page: Offered) -> Choice[str]:
    """The section of the site."""
    return choose("section", (c for c in candidates(SECTION, page) if c.value), key=normalized, show=str)


def tags(page: Offered) -> Choice[tuple[str, ...]]:
    """Keywords in the order of the page, each once, from the first kind of evidence that has any."""
    kinds = (
        ("article:tag", list(page.meta("article:tag", "og:article:tag"))),
        ("json-ld", list(_article_value(page, "keywords"))),
        ("meta keywords", list(page.meta("news_keywords", "keywords", "parsely-tags", "sailthru.tags"))),
    )
    for rule, found in kinds:
        names = dict.fromkeys(t for value, _ in found for t in (p.strip() for p in re.split(r"[,;、，]", value)) if t)
        if names:
            value = tuple(names)[:60]
            note = "first kind of evidence that has tags"
            where = found[0][1]
            evidence = Evidence(field="tags", value=value, rule=rule, where=where, score=0.8, chosen=True, note=note)
            return Choice(value=value, evidence=(evidence,))
    return Choice(value=None, evidence=())


def _description_meta(page: Offered) -> Iterator[tuple[str, str]]:
    yield from page.meta("description")


def _description_social(page: Offered) -> Iterator[tuple[str, str]]:
    yield from page.meta("og:description", "twitter:description", "dc.description", "sailthru.description")


def _description_ld(page: Offered) -> Iterator[tuple[str, str]]:
    yield from _article_value(page, "description")


DESCRIPTION: tuple[Rule[str], ...] = (
    Rule(name="meta description", score=0.8, find=_description_meta, why="written for search engines"),
    Rule(name="og:description", score=0.75, find=_description_social, why="written for sharing"),
    Rule(name="json-ld", score=0.7, find=_description_ld, why="the article's description"),
)


def description(page: Offered) -> Choice[str]:
    """The summary that the page's head gives."""
    return choose("description", (c for c in candidates(DESCRIPTION, page) if c.value), key=_beginning, show=str)


def _beginning(text: str) -> str:
    """Enough of a summary to know it by: networks cut it at different lengths."""
    return text[:60].casefold()
