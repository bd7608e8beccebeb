"""What places the article: site, address, language, section, tags, description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from onrecord.fields.choose import NOTHING, Choice, Rule, candidates, choose
from onrecord.fields.offered import Offered, absolute, parts_of
from onrecord.fields.words import unescaped
from onrecord.values import Evidence

if TYPE_CHECKING:
    from onrecord._core import Offers

V = TypeVar("V", str, tuple[str, ...])

_CODES = """
    afr:af aka:ak amh:am ara:ar aze:az bel:be ben:bn bul:bg cat:ca ces:cs cmn:zh cym:cy dan:da deu:de ell:el eng:en
    epo:eo est:et fin:fi fra:fr guj:gu heb:he hin:hi hrv:hr hun:hu hye:hy ind:id ita:it jav:jv jpn:ja kan:kn kat:ka
    khm:km kor:ko lat:la lav:lv lit:lt mal:ml mar:mr mkd:mk mya:my nep:ne nld:nl nob:no ori:or pan:pa pes:fa pol:pl
    por:pt ron:ro rus:ru sin:si slk:sk slv:sl sna:sn spa:es srp:sr swe:sv tam:ta tel:te tgl:tl tha:th tuk:tk tur:tr
    ukr:uk urd:ur uzb:uz vie:vi yid:yi zul:zu
    """
_TWO_LETTERS = {pair[:3]: pair[4:] for pair in _CODES.split()}
"""ISO 639-3 to 639-1, for the languages that the detector knows."""

_TOLD = frozenset(_TWO_LETTERS.values())
_ALIKE = {
    tag: group
    for group in map(frozenset, (("no", "nb", "nn", "da"), ("hr", "sr", "bs", "sh"), ("id", "ms", "jv"), ("cs", "sk")))
    for tag in group
}
"""Languages that a detector takes for each other in short texts."""

_MOST_NAMES = 20
_LONGEST_SECTION = 80
_SITES = frozenset({"WebSite", "NewsMediaOrganization"})
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
        "home",
        "homepage",
        "startseite",
        "accueil",
        "inicio",
        "sign in",
        "log in",
        "subscribe",
        "premium",
        "tags",
    }
)
_COMMA = re.compile(r"[,;、，]")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?=$|[-_])")


def _alone(field: str, value: V, **evidence: Any) -> Choice[V]:
    """A value that one piece of evidence decides."""
    return Choice(value, (Evidence(field=field, value=value, chosen=True, **evidence),))


def _article_value(page: Offered, *keys: str) -> list[tuple[str, str]]:
    article = page.article
    if article is None:
        return []
    return [(value.strip(), f"{article.where}.{key}") for key in keys for value in article.values.get(key, ())]


def _site_meta(page: Offered) -> list[tuple[str, str]]:
    return page.meta("og:site_name")


def _application(page: Offered) -> list[tuple[str, str]]:
    return page.meta("application-name", "apple-mobile-web-app-title", "dc.publisher", "cre", "publisher", "copyright")


def _publisher(page: Offered) -> Iterator[tuple[str, str]]:
    if page.article is not None:
        for thing in page.children(page.article, "publisher"):
            if name := thing.first("name"):
                yield name.strip(), f"{thing.where}.name"


def _website(page: Offered) -> Iterator[tuple[str, str]]:
    for thing in page.things:
        if not _SITES.isdisjoint(thing.types) and (name := thing.first("name")):
            yield name.strip(), f"{thing.where}.name"


SITE: tuple[Rule[str], ...] = (
    Rule(name="og:site_name", score=0.9, find=_site_meta, why="written to name the site"),
    Rule(name="publisher", score=0.8, find=_publisher, why="the article's publisher"),
    Rule(name="website", score=0.7, find=_website, why="the site's description of itself"),
    Rule(name="meta", score=0.5, find=_application, why="the name of the site's application"),
)


def site(page: Offered) -> Choice[str]:
    """The site's name as it writes it."""
    short = [c for c in candidates(SITE, page) if 0 < len(c.value) <= 80 and "://" not in c.value]
    return choose("site", short, key=page.folded.__getitem__, show=str)


def site_names(page: Offered, *, site: Choice[str]) -> frozenset[str]:
    """All that the site may be called in a title, normalized: its names, its host's, and its logo's."""
    names = [str(e.value) for e in site.evidence]
    names += [handle.lstrip("@") for handle, _ in page.meta("twitter:site")]
    names += [spot.text for spot in page.headings if spot.is_logo]
    if host := parts_of(page.url).hostname:
        bare = host.removeprefix("www.")
        names += [bare, bare.split(".")[0], ".".join(bare.split(".")[-2:-1])]
    known = {page.folded[name] for name in names} - {""}
    return frozenset(sorted(known)[:_MOST_NAMES] if len(known) > _MOST_NAMES else known)


def _html_lang(page: Offered) -> Iterator[tuple[str, str]]:
    if page.offers["language"]:
        yield page.offers["language"], "html lang"


def _language_metas(page: Offered) -> list[tuple[str, str]]:
    return page.meta("og:locale", "content-language", "dc.language", "language", "inlanguage")


def _in_language(page: Offered) -> list[tuple[str, str]]:
    return _article_value(page, "inLanguage")


def _detected(page: Offered) -> Iterator[tuple[str, str]]:
    """The language of the text by its letters. What is hardly told from the declared language counts as that, and a
    language that the detector does not know it cannot contradict."""
    if page.offers["detected"] is None:
        return
    code, sure = page.offers["detected"]
    declared = [m.group().lower() for v, _ in (*_html_lang(page), *_in_language(page)) if (m := _LANGUAGE.match(v))]
    short = _TWO_LETTERS.get(code, code)
    for tag in declared[:1]:
        if tag != short and ({tag, short} <= _ALIKE.get(tag, frozenset()) or tag not in _TOLD):
            short = tag
    yield short, f"text ({sure:.2f})"


LANGUAGE: tuple[Rule[str], ...] = (
    Rule(name="text", score=0.99, find=_detected, why="told by the letters of the text, where it is long enough"),
    Rule(name="html lang", score=0.8, find=_html_lang, why="declared for the whole page"),
    Rule(name="json-ld", score=0.75, find=_in_language, why="declared for the article"),
    Rule(name="meta", score=0.6, find=_language_metas, why="declared for sharing; often a default"),
)


def language(page: Offered) -> Choice[str]:
    """The language of the text, and where it is too short to tell, the one that the page declares; a two- or
    three-letter code in lower case."""
    coded = [
        c.saying(match.group().lower())
        for c in candidates(LANGUAGE, page)
        if (match := _LANGUAGE.match(c.value)) is not None
    ]
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
    """The address that the page claims, absolute, without its fragment and what tracks its readers."""
    found = [c.saying(untracked(c.value)) if _EXTRAS.search(c.value) else c for c in candidates(CANONICAL, page)]
    return choose("canonical_url", found, key=str, show=str)


_EXTRAS = re.compile(r"[#?]")
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|_ga|_gl|_hsenc|_hsmi|mkt_tok"
    r"|ncid|cmpid|ocid|at_\w+|xtor|wt_mc|wtmc|s_cid|ito|smid|sref|mbid|ref_src|ref_url)\Z",
    re.IGNORECASE,
)


def untracked(url: str) -> str:
    """An address without its fragment and the parameters that track readers."""
    address, _, query = url.partition("#")[0].partition("?")
    kept = [part for part in query.split("&") if part and not _TRACKING.match(part.partition("=")[0])]
    return f"{address}?{'&'.join(kept)}" if kept else address


def is_free(page: Offered) -> Choice[bool]:
    """Whether the page says that all may read it, or that it is for subscribers; None where it says neither."""
    told = [(value, "json-ld", where) for value, where in _article_value(page, "isAccessibleForFree")]
    told += [(value, "meta", where) for value, where in page.meta("article:content_tier")]
    for value, rule, where in told:
        free = _FREE.get(value.strip().lower().rpartition("/")[2])
        if free is not None:
            note = "stated for the article"
            shown = Evidence(
                field="is_free", value=str(free).lower(), rule=rule, where=where, score=0.9, chosen=True, note=note
            )
            return Choice(free, (shown,))
    return NOTHING


_FREE = {"true": True, "false": False, "1": True, "0": False, "free": True, "metered": False, "locked": False}


def address(offers: Offers, *, given: str | None) -> Choice[str]:
    """The address of the page: the one given, or the one that a saved page claims for itself."""
    if given:
        return _alone("url", given, rule="given", where="caller", score=1.0, note="support 1.00")
    stated = (absolute(None, href) for rel, href, _ in offers["links"] if rel == "canonical")
    if claimed := next((href for href in stated if href), None):
        where = "link canonical"
        return _alone("url", claimed, rule=where, where=where, score=0.95, note="support 0.95")
    return NOTHING


def _section_meta(page: Offered) -> list[tuple[str, str]]:
    return page.meta("article:section", "og:article:section", "parsely-section", "section", "dc.subject")


def _section_ld(page: Offered) -> list[tuple[str, str]]:
    return _article_value(page, "articleSection")


def _crumb(page: Offered) -> Iterator[tuple[str, str]]:
    crumbs = [s for s in page.headings if s.cue == "crumb"]
    yield from [(s.text, s.where) for s in crumbs if not s.is_logo and s.text.casefold() not in _LABELS][-1:]


def _kicker(page: Offered) -> Iterator[tuple[str, str]]:
    yield from (
        (s.text, s.where)
        for s in page.headings
        if s.cue == "kicker" and not s.is_logo and s.text.isprintable() and "," not in s.text
        if s.text.casefold() not in _LABELS and s.text.count(" ") < 4
    )


SECTION: tuple[Rule[str], ...] = (
    Rule(name="article:section", score=0.8, find=_section_meta, why="written to name the section"),
    Rule(name="json-ld", score=0.75, find=_section_ld, why="the article's section in its description"),
    Rule(name="breadcrumb", score=0.6, find=_crumb, why="the last step of the way to the article"),
    Rule(name="kicker", score=0.3, find=_kicker, why="a word or two above the headline; often the story's own topic"),
)


def section(page: Offered, *, site_names: frozenset[str]) -> Choice[str]:
    """The section of the site; the site itself is none, and a sentence is none."""
    stated = [c.saying(c.value.strip(" —–-|>")) for c in candidates(SECTION, page) if len(c.value) <= _LONGEST_SECTION]
    found = [c for c in stated if c.value and page.folded[c.value] not in site_names]
    return choose("section", found, key=page.folded.__getitem__, show=str)


def _tag_metas(page: Offered) -> list[tuple[str, str]]:
    return page.meta("article:tag", "og:article:tag")


def _tags_ld(page: Offered) -> list[tuple[str, str]]:
    return _article_value(page, "keywords")


def _keywords(page: Offered) -> list[tuple[str, str]]:
    return page.meta("news_keywords", "keywords", "parsely-tags", "sailthru.tags")


# What content systems keep among their keywords: numbers, ids, and values with their names.
_NO_TAG = re.compile(r"^\d+$|^[0-9a-f]{8}-[0-9a-f]{4}-|^\w[\w ]*: |.{61}")


def tags(page: Offered) -> Choice[tuple[str, ...]]:
    """Keywords in the order of the page, each once, from the first kind of evidence that has any."""
    for rule, find in (("article:tag", _tag_metas), ("json-ld", _tags_ld), ("meta keywords", _keywords)):
        found = find(page)
        parts = [part.strip() for value, _ in found for part in _COMMA.split(unescaped(value))]
        names = dict.fromkeys([part for part in parts if part and not _NO_TAG.search(part)])
        if names:
            note = "first kind of evidence that has tags"
            return _alone("tags", tuple(names)[:60], rule=rule, where=found[0][1], score=0.8, note=note)
    return NOTHING


def _description_meta(page: Offered) -> list[tuple[str, str]]:
    return page.meta("description")


def _description_social(page: Offered) -> list[tuple[str, str]]:
    return page.meta("og:description", "twitter:description", "dc.description", "sailthru.description")


def _description_ld(page: Offered) -> list[tuple[str, str]]:
    return _article_value(page, "description")


DESCRIPTION: tuple[Rule[str], ...] = (
    Rule(name="meta description", score=0.8, find=_description_meta, why="written for search engines"),
    Rule(name="og:description", score=0.75, find=_description_social, why="written for sharing"),
    Rule(name="json-ld", score=0.7, find=_description_ld, why="the article's description"),
)


def description(page: Offered) -> Choice[str]:
    """The summary that the page's head gives."""
    return choose("description", [c for c in candidates(DESCRIPTION, page) if c.value], key=_beginning, show=str)


def _beginning(text: str) -> str:
    """Enough of a summary to know it by: networks cut it at different lengths."""
    return text[:60].casefold()
