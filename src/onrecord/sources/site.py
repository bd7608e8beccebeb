"""A whole site: which of its addresses lead to articles, to more links, or nowhere, and what its front page offers.

Addresses are judged by their form alone. That is a guess that costs one request where it is wrong; a page that is no
article is told by its text afterwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, urlsplit

from onrecord.sources.entries import absolute

MAX_LINKS = 5_000

Form = Literal["article", "section", "calendar", "other"]

_FEEDS = {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
# A pattern and not html.parser, which takes quadratic time on pages made to hurt.
_TAG = re.compile(r"<(a|link|base)\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([A-Za-z-]{1,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_FILE = re.compile(r"\.(?!html?$|shtml$|xhtml$|php$|aspx?$|jsp$)[a-z][a-z0-9]{1,4}$")
_ENDING = re.compile(r"\.(?:s?html?|xhtml|php|aspx?|jsp)$")
_DATE = re.compile(r"/(?:19|20)\d\d[/-](?:\d{1,2}|[a-z]{3})(?:[/-]\d{1,2})?(?=/|-|$)|/(?:19|20)\d{6}(?=/|-|$)")
_ID = re.compile(r"\d{5,}")
_CODE = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{9,}")  # letters and digits mixed, as no word is
_ARTICLES = {"article", "articles", "artikel", "articulo", "articles-de-presse", "story", "stories"}
_TIMES = {"date", "day", "month", "year", "cal", "calendar", "from", "to", "start", "end", "page", "offset", "p"}
_CHORES = set(
    """about account advertise advertising app apps archive author authors careers comments contact cookies corrections
    donate events faq feed feeds help impressum jobs kontakt legal login logout membership newsletter newsletters
    password people podcast podcasts preferences press privacy profile register rss search shop signin signup sitemap
    staff subscribe subscription subscriptions tag tags terms topic topics user users video videos weather wp-admin
    wp-content wp-json wp-login""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where a page leads: absolute addresses, each once, in its order."""

    pages: tuple[str, ...]
    feeds: tuple[str, ...]


def is_site(url: str) -> bool:
    """Whether an address stands for a whole site: it has no path and no query."""
    parts = _split(url)
    return parts.path in ("", "/") and not parts.query


def house(url: str) -> str:
    """Whose an address is: its host, with or without www. The port belongs to it."""
    return _split(url).netloc.lower().removeprefix("www.")


def links(html: bytes, *, url: str) -> Links:
    """The links of a page and the feeds that it names; of more than MAX_LINKS the first."""
    base, pages, feeds = url, dict[str, None](), dict[str, None]()
    for found in _TAG.finditer(html.decode("utf-8", "replace")):
        attributes = _attributes(found[2])
        link = absolute(attributes.get("href"), base=base)
        if link is None or len(pages) >= MAX_LINKS:
            continue
        match found[1].lower():
            case "base":
                base = link
            case "a":
                pages[link.partition("#")[0]] = None
            case _ if "alternate" in attributes.get("rel", "").lower().split() and _names_feed(attributes):
                feeds[link] = None
    return Links(pages=tuple(pages), feeds=tuple(feeds)[:20])


def form(url: str) -> Form:
    """What an address leads to, by its form.

    article   a date and words after it; a last part of four words or more, with an id of five digits or more, or a
              file with a number or two words in its name; whatever lies in a folder of articles
    calendar  a date and nothing after it, or a query that turns pages or days: there is always one more of them
    section   one to three short parts
    other     files, searches, logins, tags, and what looks like nothing
    """
    parts = _split(url)
    path = parts.path.lower().rstrip("/")
    names = path.split("/")[1:]
    if _TIMES & {name.lower() for name, _ in parse_qsl(parts.query, max_num_fields=None)[:20]}:
        return "calendar"
    if _FILE.search(path) or any(name in _CHORES for name in names):
        return "other"
    dated = _DATE.search(path)
    if dated is not None and not path[dated.end() :].strip("/-"):
        return "calendar"
    if dated is not None or _has_article_name(names, parts.query):
        return "article"
    return "section" if _is_short(names) and not parts.query else "other"


def _split(url: str) -> SplitResult:
    """The parts of an address; none, where it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _has_article_name(names: list[str], query: str) -> bool:
    last = _ENDING.sub("", names[-1]) if names else ""
    is_file = bool(names) and last != names[-1]
    return (
        last.count("-") >= 3
        or last.count("_") >= 3
        or bool(_ID.search(last) or _ID.search(query) or _CODE.fullmatch(last))
        or (is_file and bool(re.search(r"[-_\d]", last)) and not last.startswith("index"))
        or bool(_ARTICLES & set(names[:-1]))
    )


def _is_short(names: list[str]) -> bool:
    return 1 <= len(names) <= 3 and all(0 < len(name) <= 30 and not name.isdigit() for name in names)


def _attributes(text: str) -> dict[str, str]:
    return {
        name.lower(): (double or single or bare).replace("&amp;", "&")
        for name, double, single, bare in reversed(_ATTRIBUTE.findall(text))
    }


def _names_feed(attributes: dict[str, str]) -> bool:
    """Whether a link names a feed of the site, and not one of its comments."""
    kind = attributes.get("type", "").partition(";")[0].strip().lower()
    return kind in _FEEDS and "comments" not in attributes.get("href", "").lower()
