"""The frozen values that travel through onrecord; they hold data, compare, hash and pickle, and do nothing else.

A field that is None says only this: the page does not say. Tuples stand where lists would, so nothing can be
changed after it was made; "changing" a value is `dataclasses.replace`. The small ones, of which a page has a hundred,
are msgspec Structs (`msgspec.structs.replace`), which are made in a tenth of the time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeVar

import msgspec

from onrecord import views
from onrecord.errors import FormatError

BlockKind = Literal["paragraph", "heading", "list", "quote", "table", "code"]
Precision = Literal["day", "minute", "second"]
EntityKind = Literal["person", "organization", "place", "group"]
MentionForm = Literal["name", "pronoun", "role"]
StatementKind = Literal["direct", "mixed", "indirect"]
EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
EventStatus = Literal["happened", "planned", "asked", "hypothetical", "denied"]
ArticleKind = Literal["article", "live blog", "index page", "forum", "product", "other"]

OWN_ACTORS = "own actors "
"""In `Reading.models`, what stands before the digest of a user's own actors, where the reading was made with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a source gives: one page as it came.

    `html` are the bytes as served, decompressed. `fetched` is when it was fetched (aware), `charset` what the
    transport said of the encoding (the HTTP header), which outranks what the page says of itself; `place` is the file
    that it was read from, with the byte where it lies in an archive; the same page is the same page wherever it lies.
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

    def of(self, text: str) -> str:
        """The words themselves, where `text` is the text that the span was made for."""
        return text[self.start : self.end]


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
        return _converted(fields, cls, where="article")


class Entity(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """A person, an organization, a place or a named group of people ("Republicans") that the text speaks of.

    `name` is the fullest form in which the text has it. `role` are the words that say what a person is ("Foreign
    Minister"), `affiliation` those that say of what ("North Korean"); None where the text does not say.
    """

    name: str
    kind: EntityKind
    role: Span | None = None
    affiliation: Span | None = None


class Mention(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """Words that stand for an entity: its name, a pronoun or a role. `entity` is its place in `Reading.entities`."""

    span: Span
    form: MentionForm
    entity: int


class Speaker(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """Who stands behind the source of a statement.

    `name` is the person or body that the text names, None where it names none. `entity` is the place in
    `Reading.entities` of that person or body, or of the one whose office or campaign it is. `role` and `affiliation`
    are the words that say what the speaker is, and of what. `anonymous` says that people speak whom the text does not
    name ("a State Department official", "critics"); a poll or a report is not anonymous, and nobody. `rule` says how
    the speaker was found (docs/record-format.md lists the rules), `where` are the words that name them.
    """

    name: str | None
    entity: int | None = None
    role: Span | None = None
    affiliation: Span | None = None
    anonymous: bool = False
    rule: str
    where: Span | None = None


class Statement(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """One attribution: `source` holds, by `cue`, that `content`.

    All are spans of `Article.text`, the terms those of PolNeAR (Newell and others, 2018): the cue is the whole verb
    group or "according to"; content may be in pieces; the source is None where the text has none ("is expected to").
    `kind` is direct where all of the content stands in quotation marks, mixed where a part does, else indirect.
    `score` is the probability, as the model sees it, that cue, source and content are this.
    """

    content: tuple[Span, ...]
    source: Span | None
    cue: Span
    speaker: Speaker | None
    kind: StatementKind
    score: float


class Actor(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """A party to an event, as the text names it there: `span` are those words.

    `name` is the fullest name that the text has for it, None where it names nobody ("the officials"). `entity` is its
    place in `Reading.entities`. `role` are the words that say what it is. `country` is the ISO 3166 code of three
    letters ("RUS"), `sector` the part that it plays there, in the codes of PLOVER ("GOV", "MIL"); each is None where
    it is not known. `rule` says how they were found (docs/record-format.md lists the rules), "unresolved" where
    neither was; `where` are the words that gave them, None where it was a table of names alone.
    """

    span: Span
    name: str | None = None
    entity: int | None = None
    role: Span | None = None
    country: str | None = None
    sector: str | None = None
    rule: str = "unresolved"
    where: Span | None = None

    @property
    def code(self) -> str:
        """Country and sector as event data write them, "RUSGOV"; empty where neither is known."""
        return (self.country or "") + (self.sector or "")


class Location(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """Where an event took place: the words that say so, and the place that is meant by them.

    `name` is what GeoNames calls it, `country` its ISO 3166 code of three letters, `latitude` and `longitude` are in
    degrees (WGS 84); all are None where no place of that name is known.
    """

    span: Span
    name: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class When(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """When an event took place: the days from `start` to `end`, both of them in it, in ISO 8601 ("2018-05-31").

    `span` are the words that say so. `inferred` says that they do not say it of this event: it is the day of another
    event of the article, or of its lead. `rule` names what resolved the words.
    """

    start: str
    end: str
    span: Span
    inferred: bool = False
    rule: str


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """Who did what to whom, when and where.

    `type` is one of the sixteen of PLOVER (Halterman and others, 2023), `mode` what PLOVER says more of it ("visit"),
    `code` that of CAMEO where it is plain, else None. `trigger` is the word that says that something happens, at its
    first mention; `mentions` are the triggers of all of them, the first included. `status` says whether it happened.
    `claimed_by` is the place in `Reading.statements` of the statement that holds it, None where the article itself
    says it. `score` is how probable its type is, by the surest of its mentions.
    """

    type: EventType
    mode: str | None = None
    code: str | None = None
    trigger: Span
    mentions: tuple[Span, ...]
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    place: Location | None = None
    date: When | None = None
    status: EventStatus = "happened"
    claimed_by: int | None = None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an article reports. `models` names the models that read it, with their versions.

    `unread` says why no model read it, for instance since none knows its language; then the rest is empty.
    """

    models: tuple[str, ...] = ()
    unread: str | None = None
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> Reading:
        """The Reading that `msgspec.to_builtins`, or the JSON of a record, gave.

        Raises FormatError where a key is unknown, or a value is not of its field's kind.
        """
        return _converted(fields, cls, where="reading")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The unit that is stored and exported. `id` depends on URL and text alone: adding twice changes nothing.

    `reading` is None where the article was not read for what it reports.
    """

    id: str
    article: Article
    reading: Reading | None = None

    @classmethod
    def of(cls, article: Article, *, reading: Reading | None = None) -> Record:
        """The record of an article; its id is 16 hex digits of the BLAKE2b hash of URL and text.

        Of a page that has neither, the headline tells it from others.
        """
        key = f"{article.canonical_url or article.url or ''}\0{article.text}"
        if key == "\0":
            key = article.title or ""
        digest = hashlib.blake2b(key.encode("utf8", "surrogatepass"), digest_size=8).hexdigest()
        return cls(id=digest, article=article, reading=reading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A page that did not become a record: at which stage, by which error of the family, and its message.

    `cause` is one of few short phrases ("too slow", "HTTP 404", "not HTML"), the same for all pages that failed alike.
    """

    url: str | None
    stage: Literal["source", "extract"]
    error: str
    message: str
    cause: str = ""


_Value = TypeVar("_Value", Article, Reading)


def _converted(fields: dict[str, Any], kind: type[_Value], *, where: str) -> _Value:
    """A value from its fields as builtins."""
    unknown = sorted(set(fields) - set(kind.__slots__))
    if unknown:
        raise FormatError(
            f"no such field; {kind.__name__} has {', '.join(kind.__slots__)}", where=f"{where}.{unknown[0]}"
        )
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        raise FormatError(f"{error}; `onrecord read --format json` shows the form", where=where) from error
