"""extract(): the bytes of a page to its Article. One call into the core, then the fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from msgspec import structs

from onrecord import _core
from onrecord.errors import EmptyPage, NotHtml, PageError, TooLarge
from onrecord.fields import agency, authors, body, dates, days, links, ranking, site
from onrecord.fields import title as headline
from onrecord.fields.choose import Choice
from onrecord.fields.offered import Offered, offered
from onrecord.fields.ranking import Ranker
from onrecord.memory import SiteMemory
from onrecord.values import Article

if TYPE_CHECKING:
    from onrecord._core import Offers

_REFUSALS: dict[str, type[PageError]] = {"empty": EmptyPage, "not html": NotHtml, "too large": TooLarge}


def extract(
    html: bytes | str,
    *,
    url: str | None = None,
    charset: str | None = None,
    fetched: datetime | None = None,
    memory: SiteMemory | None = None,
) -> Article:
    """What a page says of itself.

    `html` is the page as served (bytes, best) or as text; `url` is its address, against which its links are made
    absolute and whose path is evidence for the date; `charset` is what the transport said of the encoding; `fetched`
    is when it was fetched (aware): a later date of publication is suspect; `memory` is what other pages of the site
    have shown. Pure: no network, no clock, the same page and memory always give the same Article. Linear in the
    length of the page, and in the size of the memory.

    Raises EmptyPage, NotHtml or TooLarge, all of them PageError.

    >>> article = extract(b"<h1>Rain</h1><p>It rained all day in the north, the weather office said on Monday.</p>")
    >>> article.title
    'Rain'
    """
    if isinstance(html, str):
        html, charset = html.encode("utf8", "replace"), "utf-8"
    try:
        offers = _core.read(html, charset, memory.told() if memory else None)
    except ValueError as error:
        kind, message = error.args
        raise _REFUSALS[kind](message, url=url) from None
    return article_of(offers, url=url, fetched=fetched)


def article_of(
    offers: Offers,
    *,
    url: str | None,
    fetched: datetime | None = None,
    rankers: Mapping[str, Ranker] | None = None,
) -> Article:
    """The Article of what the core found on a page; `rankers` stand for those that ship."""
    address = site.address(offers, given=url)
    page = offered(offers, url=address.value)
    return _article(page, address=address, fetched=fetched, rankers=rankers or ranking.shipped())


def _article(
    page: Offered, *, address: Choice[str], fetched: datetime | None, rankers: Mapping[str, Ranker]
) -> Article:
    """Every field, judged; an index page shows other pages' authors and pictures, which are not its own."""
    place = site.site(page)
    names = site.site_names(page, site=place)
    text = body.body(page)
    kind = body.kind(page, words=text.words)
    listing = kind.value == "index page"
    title = headline.title(page, site_names=names, ranker=rankers["title"])
    published = dates.published(page, listing=listing, ranker=rankers["published"], fetched=fetched)
    found: dict[str, Choice[Any]] = {
        "url": address,
        "canonical_url": site.canonical_url(page),
        "site": place,
        "title": title,
        "standfirst": body.standfirst(page, titles=headline.stated(title)),
        "authors": authors.authors(page, site_names=names, title=title.value, ranker=rankers["authors"]),
        "published": published,
        "modified": dates.modified(page, published=published.value),
        "language": site.language(page),
        "section": site.section(page, site_names=names),
        "tags": site.tags(page),
        "description": site.description(page),
        "is_free": site.is_free(page),
        "agency": agency.agency(page),
        "images": (pictures := body.images(page, text=text)),
        "lead_image": body.lead_image(page, images=pictures.value or ()),
        "text": text.choice,
        "kind": kind,
    }
    if listing:
        found |= {field: _not_its_own(found[field]) for field in _NOT_OF_A_LISTING}
    signers = found["authors"].value or ()
    return Article(
        **{field: choice.value for field, choice in found.items() if choice.value is not None},
        blocks=text.blocks,
        links=links.links(page, text=text),
        author_links=links.author_links(page, authors=signers),
        published_precision=days.precision(found["published"].value),
        alternates=links.alternates(page),
        evidence=tuple(chain.from_iterable([choice.evidence for choice in found.values()])),
    )


_NOT_OF_A_LISTING = ("standfirst", "authors", "agency", "modified", "images", "lead_image")


def _not_its_own(choice: Choice[Any]) -> Choice[Any]:
    """What an index page shows belongs to the pages that it lists."""
    note = "an index page lists what is other pages' own"
    return Choice(value=None, evidence=tuple(structs.replace(e, chosen=False, note=note) for e in choice.evidence))
