"""The frozen values that travel through onrecord; they hold data, compare, hash and pickle, and do nothing else.

A field that is None says only this: the page does not say. Tuples stand where lists would, so nothing can be
changed after it was made; "changing" a value is `dataclasses.replace`. The small ones, of which a page has a hundred,
are msgspec Structs (`msgspec.structs.replace`), which are made in a tenth of the time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import msgspec

from onrecord import views
from onrecord.errors import FormatError

BlockKind = Literal["paragraph", "heading", "list", "quote", "table", "code"]
Precision = Literal["day", "minute", "second"]
ArticleKind = Literal["article", "live blog", "index page", "forum", "product", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a source gives: one page as it came.

    `html` are the bytes as served, decompressed. `fetched` is when it was fetched (aware), `charset` what the
    transport said of the encoding (the HTTP header), which outranks what the page says of itself; `place` is the file
    that it was read from, where it has no address; the same page is the same page wherever it lies.
    """

    url: str | None = None
    html: bytes
    fetched: datetime | None = None
    charset: str | None = None
    place: str | None = field(default=None, compare=False)


class Span(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A half-open range of code points of `Article.text`: `text[start:end]`."""

    start: int
    end: int


class Block(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One block of the body: a span of `Article.text` and what it is.

    `level` is the depth of a heading (2 for the first below the headline) and 0 for all else. The items of a list
    and the rows of a table stand on lines of their own inside the span; cells are parted by a tab.
    """

    span: Span
    kind: BlockKind
    level: int = 0


class Image(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A picture of the article. `position` is the offset in `Article.text` of the block that it stands before."""

    url: str
    caption: str | None = None
    credit: str | None = None
    position: int | None = None


class Link(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A link in the text: `span` is what readers click on, `url` is absolute."""

    span: Span
    url: str


class Evidence(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing on the page that speaks for one value of one field.

    `field` is the name of the Article's field, `value` what the rule read (text; a date in ISO form; names as a
    tuple), `rule` the rule's name in its field's table, `where` the place on the page, `score` the weight of this
    evidence alone (0 to 1), `chosen` whether it stands behind the winner, and `note` says why it won or lost.
    """

    field: str
    value: str | tuple[str, ...]
    rule: str
    where: str
    score: float
    chosen: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page says of itself.

    `text` is the body: paragraphs, sub-headings, lists, quotes and tables in reading order, parted by a blank line;
    not the headline (`title`), not the standfirst, no captions, bylines or related links. `blocks` says what each
    part of it is. `published` and `modified` are as the page states them: aware where it states an offset, never
    shifted to another zone, midnight where it states a day alone (`published_precision` "day"). `authors` are clean
    names; `author_links` has the address of each one's page, in their order, None where the page links none. `url` is
    the address given, or the page's own where none was; `canonical_url` is the one that the page claims. `evidence`
    says, for every field, what gave it.
    """

    url: str | None = None
    canonical_url: str | None = None
    site: str | None = None
    title: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    author_links: tuple[str | None, ...] = ()
    published: datetime | None = None
    published_precision: Precision | None = None
    modified: datetime | None = None
    language: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    description: str | None = None
    is_free: bool | None = None
    agency: str | None = None
    lead_image: Image | None = None
    images: tuple[Image, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    text: str = ""
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    kind: ArticleKind = "article"
    evidence: tuple[Evidence, ...] = ()

    def as_text(
        self, *, standfirst: bool = False, headings: bool = True, tables: bool = True, captions: bool = False
    ) -> str:
        """The body with or without some of its parts, blocks parted by a blank line.

        >>> from onrecord import read_clipping
        >>> a = read_clipping("https://example.org/a\\n[]\\n \\nRain\\nIt rained.\\n\\nAll day.")
        >>> a.as_text(standfirst=True)
        'It rained.\\n\\nAll day.'
        """
        return views.as_text(self, standfirst=standfirst, headings=headings, tables=tables, captions=captions)

    def as_markdown(self) -> str:
        """Headline, byline and body as CommonMark, with tables as in GitHub's dialect and images by link."""
        return views.as_markdown(self)

    def as_clipping(self) -> str:
        """The clipping form: URL, authors, publication time, headline, standfirst, body.

        The form holds these six fields and no more; `read_clipping` gives exactly them back. A time is written as
        the page states it, to the second, without its offset.
        """
        return views.as_clipping(self)

    def to_dict(self) -> dict[str, Any]:
        """All fields as builtins that `json.dumps` takes: times in ISO 8601, tuples as lists, values as dicts."""
        fields: dict[str, Any] = msgspec.to_builtins(self)
        return fields

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> Article:
        """The Article that `to_dict` gave.

        Raises FormatError where a key is unknown, or a value is not of its field's kind.
        """
        unknown = sorted(set(fields) - set(cls.__slots__))
        if unknown:
            raise FormatError(
                f"no such field; an Article has {', '.join(cls.__slots__)}", where=f"article.{unknown[0]}"
            )
        try:
            return msgspec.convert(fields, cls)
        except msgspec.ValidationError as error:
            raise FormatError(f"{error}; to_dict() shows the form", where="article") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The unit that is stored and exported. `id` depends on URL and text alone: adding twice changes nothing."""

    id: str
    article: Article

    @classmethod
    def of(cls, article: Article) -> Record:
        """The record of an article; its id is 16 hex digits of the BLAKE2b hash of URL and text."""
        key = f"{article.canonical_url or article.url or ''}\0{article.text}"
        return cls(id=hashlib.blake2b(key.encode("utf8", "surrogatepass"), digest_size=8).hexdigest(), article=article)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A page that did not become a record: at which stage, by which error of the family, and its message."""

    url: str | None
    stage: Literal["source", "extract"]
    error: str
    message: str
