"""Where the page leads: from its text, to the pages of its authors, and to itself in other languages."""

from __future__ import annotations

from itertools import chain

from onrecord.fields.body import Text
from onrecord.fields.offered import Offered, absolute
from onrecord.values import Link, Span

_MOST_ALTERNATES = 100


def links(page: Offered, *, text: Text) -> tuple[Link, ...]:
    """The links in the text, in its order; each says which of its characters are the link."""
    return tuple(
        Link(span=Span(start=start, end=end), url=url)
        for start, end, href in text.links
        if (url := absolute(page.url, href))
    )


def author_links(page: Offered, *, authors: tuple[str, ...]) -> tuple[str | None, ...]:
    """The address of each author's page: as the byline links it, else as the article's description states it."""
    if not authors:
        return ()
    known: dict[str, str] = {}
    for spot in chain.from_iterable(page.bylines.values()):
        if spot.href and (url := absolute(page.url, spot.href)):
            known.setdefault(page.folded[spot.text], url)
    if page.article is not None:
        for child in page.children(page.article, "author"):
            name, href = child.first("name"), child.first("url")
            if name and href and (url := absolute(page.url, href)):
                known.setdefault(page.folded[name], url)
    return tuple(known.get(page.folded[name]) for name in authors) if known else (None,) * len(authors)


def alternates(page: Offered) -> tuple[tuple[str, str], ...]:
    """The same page in other languages, as its head links them: the language as the page names it, and the address;
    each address once."""
    found = {
        url: (hreflang, url)
        for rel, href, hreflang in page.offers["links"]
        if rel == "alternate" and hreflang and (url := absolute(page.url, href)) and url != page.url
    }
    return tuple(found.values())[:_MOST_ALTERNATES]
