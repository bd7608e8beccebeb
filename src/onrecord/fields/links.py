"""Where the page leads: from its text, to the pages of its authors, and to itself in other languages."""

from __future__ import annotations

from itertools import chain

from onrecord.fields.body import Text
from onrecord.fields.offered import Offered, absolute, parts_of
from onrecord.fields.site import untracked
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

    def know(name: str, href: str | None) -> None:
        if href and "/" in href and (url := absolute(page.url, href)) and _is_of(page.folded[name], url):
            known.setdefault(page.folded[name], untracked(url))

    for spot in chain.from_iterable(page.bylines.values()):
        know(spot.text, spot.href)
    if page.article is not None:
        for child in page.children(page.article, "author"):
            know(child.first("name") or "", child.first("url"))
    return tuple(known.get(page.folded[name]) for name in authors) if known else (None,) * len(authors)


def _is_of(name: str, url: str) -> bool:
    """Whether an address can be the page of one author, and not the site's front or its list of authors: it goes two
    steps deep, or has a part of the name."""
    path = parts_of(url).path.strip("/").lower()
    return "/" in path or any(len(part) > 2 and part in path for part in name.split())


def alternates(page: Offered) -> tuple[tuple[str, str], ...]:
    """The same page in other languages, as its head links them: the language as the page names it, and the address;
    each address once."""
    found = {
        url: (hreflang, url)
        for rel, href, hreflang in page.offers["links"]
        if rel == "alternate" and hreflang and (url := absolute(page.url, href)) and url != page.url
    }
    return tuple(found.values())[:_MOST_ALTERNATES]
