"""An Article as text: the body with or without its parts, CommonMark, and the clipping form.

All three are pure functions Article -> str, and the Article's own methods call them. Scraped text counts as hostile:
in Markdown every character that could open a structure is escaped, so that a page's words stay words, and nothing but
an http(s) address becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from onrecord.values import Article, BlockKind, Image

# --- the body as plain text ---------------------------------------------------------------------------------------


def as_text(
    article: Article, *, standfirst: bool = False, headings: bool = True, tables: bool = True, captions: bool = False
) -> str:
    """The body, blocks parted by a blank line; without options it is `article.text` to the letter.

    A caption stands before the block at its image's position, followed by the credit in brackets; the caption of an
    image without a place in the body comes first, of one behind the last block last.
    """
    parts = [article.standfirst] if standfirst and article.standfirst else []
    if headings and tables and not captions:
        parts.append(article.text)
    else:
        for images, kind, _, text in _in_order(article):
            parts.extend(_caption(image) for image in images if captions and image.caption)
            if (headings or kind != "heading") and (tables or kind != "table"):
                parts.append(text)
    return "\n\n".join(part for part in parts if part)


def _in_order(article: Article) -> Iterator[tuple[list[Image], BlockKind, int, str]]:
    """Each block as (images that stand before it, kind, level, text); an empty one carries the images at the end."""
    waiting = sorted(article.images, key=lambda image: image.position or 0)
    if article.text and not article.blocks:  # an Article made by hand: its text is the one block there is
        yield waiting, "paragraph", 0, article.text
        return
    for block in article.blocks:
        here = [image for image in waiting if (image.position or 0) <= block.span.start]
        waiting = waiting[len(here) :]
        yield here, block.kind, block.level, article.text[block.span.start : block.span.end]
    yield waiting, "paragraph", 0, ""


def _caption(image: Image) -> str:
    return " ".join(part for part in (image.caption, f"({image.credit})" if image.credit else None) if part)


# --- CommonMark ---------------------------------------------------------------------------------------------------

# Inside a line: code, emphasis, links, HTML, strike-through and table cells, and a `&` that would start an entity.
_INLINE = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?[0-9A-Za-z]+;)")
# At the start of a line: headings, bullets, underlines, delimiter rows of tables; and the mark of a numbered item.
_LEADING = re.compile(r"^(?:[#+\-=:]|([0-9]+)(?=[.)]))")
_NEWLINE = re.compile(r"\r\n?|\n")
_WEB = re.compile(r"https?://(?:[^/?#]*@)?([^/?#:@]+)", re.IGNORECASE)


def as_markdown(article: Article) -> str:
    """Headline, standfirst, byline and body as CommonMark with GitHub's tables; it ends in one newline.

    Headings keep their level (2 to 6), code stands in fences, and an image stands with its caption and credit before
    the block at its position. Line breaks inside a paragraph are kept.
    """
    parts = [f"# {_heading(article.title)}"] if article.title and article.title.strip() else []
    parts += [_paragraphs(article.standfirst or ""), _byline(article)]
    for images, kind, level, text in _in_order(article):
        parts.extend(_image(image) for image in images)
        parts.append(f"{'#' * min(max(level, 2), 6)} {_heading(text)}" if kind == "heading" else _BLOCKS[kind](text))
    return "\n\n".join(part for part in parts if part.strip("# ")) + "\n"


def _escaped(text: str) -> str:
    return _INLINE.sub(r"\\\g<0>", text)


def _line(text: str) -> str:
    """One line that stands at the start of a line of Markdown."""
    text = _escaped(text.strip())
    return _LEADING.sub(lambda found: f"{found[0]}\\" if found[1] else f"\\{found[0]}", text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _heading(text: str) -> str:
    # a run of # at the end would close the heading and vanish
    return _escaped(_one_line(text)).replace("#", "\\#")


def _paragraphs(text: str, *, prefix: str = "") -> str:
    """Lines as hard breaks, blank lines as they are."""
    lines = [_line(line) for line in _NEWLINE.split(text.strip())]
    breaks = ["\\" if line and after else "" for line, after in zip(lines, [*lines[1:], ""], strict=True)]
    return "\n".join(f"{prefix}{line}{hard}".rstrip(" ") for line, hard in zip(lines, breaks, strict=True))


def _list(text: str) -> str:
    return "\n".join(f"- {_line(line)}" for line in _NEWLINE.split(text) if line.strip())


def _quote(text: str) -> str:
    return _paragraphs(text, prefix="> ") if text.strip() else ""


_MOST_COLUMNS = 60  # the cells beyond stand in the last column: a wide row must not widen a thousand short ones


def _table(text: str) -> str:
    """The first line is the head, as GitHub's dialect knows no table without one."""
    rows = [[_escaped(cell.strip()) for cell in line.split("\t")] for line in _NEWLINE.split(text) if line.strip()]
    width = min(max((len(row) for row in rows), default=0), _MOST_COLUMNS)
    fitted = [row if len(row) <= width else [*row[: width - 1], " ".join(row[width - 1 :])] for row in rows]
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in fitted]
    return "\n".join([*lines[:1], f"|{' --- |' * width}", *lines[1:]]) if rows else ""


def _code(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}" if text.strip() else ""


_BLOCKS: dict[BlockKind, Callable[[str], str]] = {
    "paragraph": _paragraphs,
    "list": _list,
    "quote": _quote,
    "table": _table,
    "code": _code,
}


def _image(image: Image) -> str:
    """The picture, and under it in italics its caption and credit; without a web address the words alone."""
    address = _address(image.url)
    words = _escaped(_one_line(_caption(image)))
    picture = f"![{_escaped(_one_line(image.caption or ''))}]({address})" if address else ""
    return "\\\n".join(part for part in (picture, f"*{words}*" if words else "") if part)


def _byline(article: Article) -> str:
    """Authors, time and site, parted by middle dots; the site leads to the page."""
    published = article.published
    day_alone = published is not None and published.tzinfo is None and not any(published.timetuple()[3:6])
    time = "" if published is None else str(published.date()) if day_alone else published.isoformat(" ", "minutes")
    address = _address(article.canonical_url or article.url or "")
    host = _WEB.match(address) if address else None
    site = _one_line(article.site or "") or _one_line(host[1] if host else article.url or "")
    parts = [_one_line(", ".join(article.authors)), time, "" if address else site]
    link = f"[{_escaped(site)}]({address})" if address else ""
    return " · ".join(part for part in (_line(" · ".join(part for part in parts if part)), link) if part)


def _address(url: str) -> str | None:
    """A web address that fits between the brackets of a link, or None for any other: javascript:, data:, a path."""
    url = url.strip()
    if not _WEB.match(url):
        return None
    fitting = (c if c.isprintable() and c not in ' ()<>"\\`' else quote(c, safe="", errors="replace") for c in url)
    return re.sub(r"&(?=#?[0-9A-Za-z]+;)", r"\\&", "".join(fitting))


# --- the clipping form --------------------------------------------------------------------------------------------


def as_clipping(article: Article) -> str:
    """Five lines and the body: URL, authors as a list, time, headline, standfirst; paragraphs parted by a blank line.

    What the article does not say is a single space on its line. Line breaks inside the five become spaces, and the
    text does not end in a newline: reading a clipping and writing it again gives the same bytes.
    """
    published = article.published
    head = (
        _field((article.url or "").lstrip("\ufeff")),  # a reader takes it for a byte order mark
        repr(list(article.authors)),
        _field(None if published is None else published.replace(tzinfo=None).isoformat(" ", "seconds")),
        _field(article.title),
        _field(article.standfirst),
    )
    return "\n".join((*head, _NEWLINE.sub("\n", article.text).strip("\n")))


def _field(value: str | None) -> str:
    line = " ".join((value or "").splitlines())
    return line if line.strip() else " "
