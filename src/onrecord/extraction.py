"""extract(): the bytes of a page to its Article. One call into the core, then the fields."""

from __future__ import annotations

from onrecord import _core
from onrecord.errors import EmptyPage, NotHtml, PageError, TooLarge
from onrecord.fields import authors as authors_
from onrecord.fields import body as body_
from onrecord.fields import dates, site
from onrecord.fields import title as title_
from onrecord.fields.offered import Offered, offered
from onrecord.values import Article

_REFUSALS: dict[str, type[PageError]] = {"empty": EmptyPage, "not html": NotHtml, "too large": TooLarge}


def extract(html: bytes | str, *, url: str | None = None, charset: str | None = None) -> Article:
    """What a page says of itself.

    `html` is the page as served (bytes, best) or as text; `url` is its address, against which its links are made
    absolute and whose path is evidence for the date; `charset` is what the transport said of the encoding. Pure: no
    network, no clock, the same page always gives the same Article. Linear in the length of the page.

    Raises EmptyPage, NotHtml or TooLarge, all of them PageError.

    >>> article = extract(b"<h1>Rain</h1><p>It rained all day in the north, the weather office said on Monday.</p>")
    >>> article.title
    'Rain'
    """
    if isinstance(html, str):
        html, charset = html.encode("utf8", "replace"), "utf-8"
    try:
        offers = _core.read(html, charset)
    except ValueError as error:
        kind, message = error.args
        raise _REFUSALS[kind](message, url=url) from None
    canonical = next((href for rel, href, _ in offers["links"] if rel == "canonical"), None)
    page = offered(offers, url=url or (canonical if canonical and "://" in canonical else None))
    return _article(page, url=url)


def _article(page: Offered, *, url: str | None) -> Article:
    names = site.site_names(page)
    kind, kind_evidence = body_.kind(page)
    title = title_.title(page, site_names=names)
    text = body_.body(page)
    if kind == "other" and text.text and len(text.text.split()) >= 40:
        kind = "article"
    authors = authors_.authors(page, site_names=names)
    standfirst, standfirst_evidence = body_.standfirst(page, title=title.value)
    listing = kind == "index page"
    place, canonical, language = site.site(page), site.canonical_url(page), site.language(page)
    section, description = site.section(page), site.description(page)
    tags, tags_evidence = site.tags(page)
    published, modified = dates.published(page, listing=listing), dates.modified(page)
    choices = (title, authors, published, modified, place, canonical, language, section, description)
    return Article(
        url=url,
        canonical_url=canonical.value.split("#")[0] if canonical.value else None,
        site=place.value,
        title=title.value,
        standfirst=None if listing else standfirst,
        authors=() if listing else authors.value or (),
        published=published.value,
        modified=None if listing else modified.value,
        language=language.value and site.language_code(language.value),
        section=section.value,
        tags=tags,
        description=description.value,
        images=() if listing else body_.images(page, starts=text.starts, end=len(text.text)),
        text="" if listing else text.text,
        blocks=() if listing else text.blocks,
        kind=kind,
        evidence=(
            *(e for choice in choices for e in choice.evidence),
            *standfirst_evidence,
            *tags_evidence,
            *text.evidence,
            kind_evidence,
        ),
    )
