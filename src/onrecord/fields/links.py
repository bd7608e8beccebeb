"""Where the page leads: from its text, to the pages of its authors, and to itself in other languages."""

from __future__ import annotations

from itertools import chain

from onrecord.fields.body import Text
from onrecord.fields.offered import Offered, absolute, parts_of
from onrecord.fields.site import untracked
from onrecord.values import Link, Span


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
    offered = [(spot.text, spot.href) for spot in chain.from_iterable(page.bylines.values())]
    if page.article is not None:
        children = page.children(page.article, "author")
        offered += [(child.first("name") or "", child.first("url")) for child in children]
    wanted = [page.folded[name] for name in authors]
    known: dict[str, str] = {}
    for text, href in offered:
        if href and "/" in href and (name := page.folded[text]) in wanted and name not in known:
            url = absolute(page.url, href)
            if url is not None and _is_of(name, url):
                known[name] = untracked(url)
    return tuple([known.get(name) for name in wanted])


def _is_of(name: str, url: str) -> bool:
    """Whether an address can be the page of one author, and not the site's front or its list of authors: it goes two
    steps deep, or has a part of the name."""
    path = parts_of(url).path.strip("/").lower()
    return "/" in path or any(len(part) > 2 and part in path for part in name.split())


def alternates(page: Offered) -> tuple[tuple[str, str], ...]:
    """The same page in other languages, as its head links them: the language as the page names it, and the address;
    each pair once."""
    found = [
        (hreflang, url)
        for rel, href, hreflang in page.offers["links"]
        if rel == "alternate" and hreflang and (url := absolute(page.url, href)) and url != page.url
    ]
    return tuple(dict.fromkeys(found))
