"""Text, blocks, standfirst, pictures and kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, get_args

from msgspec import structs

from onrecord.fields.choose import Choice
from onrecord.fields.offered import Offered, absolute, parts_of
from onrecord.fields.words import normalized, unescaped
from onrecord.values import ArticleKind, Block, BlockKind, Evidence, Image, Span

if TYPE_CHECKING:
    from onrecord._core import BodyBlock

V = TypeVar("V", bound=str)

_TAG = re.compile(r"<[^<>]{0,500}>")
_LINE = re.compile(r"\n|<br\s{0,9}/?>|</p>|</div>", re.IGNORECASE)
_FRONT = re.compile(r"^/?(?:index\.\w+|home(?:page)?/?|[a-z]{2}/?)?$", re.IGNORECASE)

# The last step of an address that names one story: many words, a long number, or a file of its own.
_STORY = re.compile(r"\w-\w+-\w+-|\d{4,}|\.(?:s?html?|php|aspx?)$", re.IGNORECASE)
_LONGEST_STEP = 300

# An index page has no authors and no pictures of its own: this is not said lightly.
_SURE, _SURE_OF_A_STORY = 0.45, 0.85
_KIND_NAMES: dict[str, ArticleKind] = {kind: kind for kind in get_args(ArticleKind)}
_KINDS: dict[str, BlockKind] = {kind: kind for kind in get_args(BlockKind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The body: its text, its blocks, where each block of the page went (for the places of pictures), and its links:
    the code points from and to which each stands, and the address as it stands in the page."""

    text: str = ""
    blocks: tuple[Block, ...] = ()
    starts: tuple[int, ...] = ()
    words: int = 0
    links: tuple[tuple[int, int, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def choice(self) -> Choice[str]:
        """The text as a field."""
        return Choice(value=self.text, evidence=self.evidence)


def body(page: Offered) -> Text:
    """The body from the blocks of the page, or from JSON-LD's articleBody where the page hardly shows any.

    Pages that a script builds carry the text in their description alone; pages behind a wall carry its beginning.
    """
    shown = page.offers["body"]
    stated, where = _article_body(page)
    shown_words, stated_words = page.offers["counts"][1], len(stated.split()) if stated.isascii() else len(stated) // 4
    if stated_words > 60 and shown_words * 2 < stated_words:
        note = f"the page shows {shown_words} words of {stated_words}"
        return _joined(_paragraphs(stated), words=stated_words, rule="articleBody", where=where, note=note)
    if not shown:
        return Text()
    left_out = ", ".join(f"{count} {name}" for name, count in page.offers["left_out"])
    note = f"{shown_words} of the page's {page.offers['counts'][0]} words; blocks left out: {left_out or 'none'}"
    return _joined(shown, words=shown_words, rule="blocks", where="page", note=note)


def _article_body(page: Offered) -> tuple[str, str]:
    texts = [
        (t.first("articleBody") or "", t.where) for t in page.things if t.is_article and (page.article in (t, None))
    ]
    text, where = max(texts, key=lambda found: len(found[0]), default=("", ""))
    return text, f"{where}.articleBody"


def _paragraphs(text: str) -> list[BodyBlock]:
    """The paragraphs of a text that may carry markup, entities, or line breaks alone."""
    lines = (" ".join(_TAG.sub(" ", line).split()) for line in _LINE.split(unescaped(text)))
    return [("paragraph", 0, line, 1, []) for line in lines if line]


def _joined(blocks: list[BodyBlock], *, words: int, rule: str, where: str, note: str) -> Text:
    parts: list[Block] = []
    starts: list[int] = []
    links: list[tuple[int, int, str]] = []
    at = 0
    for kind, level, text, count, anchors in blocks:
        links.extend([(at + start, at + end, href) for start, end, href in anchors])
        parts.append(Block(span=Span(start=at, end=at + len(text)), kind=_KINDS[kind], level=level))
        starts.extend([at] * count)
        at += len(text) + 2
    text = "\n\n".join(block[2] for block in blocks)
    value = text if len(text) <= 80 else f"{text[:80].rstrip()} …"
    evidence = Evidence(field="text", value=value, rule=rule, where=where, score=0.9, chosen=True, note=note)
    return Text(
        text=text,
        blocks=tuple(parts),
        starts=tuple(starts),
        words=words,
        links=tuple(links),
        evidence=(evidence,),
    )


def standfirst(page: Offered, *, titles: Iterable[str]) -> Choice[str]:
    """The line or two between headline and body, without the headline that it may begin with."""
    text = page.offers["standfirst"] or ""
    for title in titles:
        if len(title) > 15 and text.startswith(title):
            text = text[len(title) :].lstrip(" .:–—-")
        if normalized(text).endswith(normalized(title)):
            return Choice(value=None, evidence=())
    return _seen("standfirst", text, note="stands between headline and body") if text else Choice(None, ())


# What stands in for a picture, or is none of the story's, by the end of its address.
_NO_PICTURE = re.compile(
    r"(?:^|[^a-z])(?:placeholder|spacer|blank|transparent|leer|pixel)(?:[^a-z]|$)|(?:logo|icon)[^/]*\.(?:svg|gif|ico)$",
    re.IGNORECASE,
)
_LONGEST_FILE = 100


def images(page: Offered, *, text: Text) -> Choice[tuple[Image, ...]]:
    """The pictures of the article with caption and credit, at the block that they stand before."""
    found: dict[str, Image] = {}
    for address, caption, credit, before in page.offers["pictures"]:
        url = absolute(page.url, address) or (address if page.url is None else None)
        if url is not None and url not in found and not _NO_PICTURE.search(_file(url)[-_LONGEST_FILE:]):
            position = text.starts[before] if before < len(text.starts) else len(text.text)
            found[url] = Image(url=url, caption=caption, credit=credit, position=position)
    evidence = tuple(
        Evidence(
            field="images",
            value=url,
            rule="picture",
            where="page",
            score=0.8,
            chosen=True,
            note="stands in the article",
        )
        for url in found
    )
    return Choice(value=tuple(found.values()), evidence=evidence)


def lead_image(page: Offered, *, images: tuple[Image, ...]) -> Choice[Image]:
    """The picture that stands for the article: the one that its head or its description states, with the caption and
    credit that it has in the text."""
    for rule, found in (("json-ld", _described_images(page)), ("og:image", page.meta(*_IMAGE_METAS))):
        for address, where in found:
            if not address.startswith("#") and (url := absolute(page.url, address)) and url != page.url:
                image = next((i for i in images if i.url == url or _same_file(i.url, url)), None)
                value = Image(url=url) if image is None else structs.replace(image, url=url)
                note = "stated for the article" if image is None else "stated for the article, and stands in it"
                evidence = Evidence(
                    field="lead_image", value=url, rule=rule, where=where, score=0.9, chosen=True, note=note
                )
                return Choice(value=value, evidence=(evidence,))
    return Choice(value=None, evidence=())


_IMAGE_METAS = ("og:image", "og:image:url", "twitter:image", "twitter:image:src")


def _described_images(page: Offered) -> list[tuple[str, str]]:
    if page.article is None:
        return []
    stated = [(url, f"{page.article.where}.image") for url in page.article.values.get("image", ())]
    for child in page.children(page.article, "image"):
        named = [t for t in page.things if child.values.keys() <= {"@id"} and t.first("@id") == child.first("@id")]
        child = named[-1] if named else child  # described elsewhere
        stated += [(url, child.where) for key in ("url", "contentUrl") for url in child.values.get(key, ())[:1]]
    return stated


def _file(url: str) -> str:
    """The last step of the address of a picture: sizes stand in its query and its folders."""
    return url.split("?")[0].rpartition("/")[2]


def _same_file(one: str, other: str) -> bool:
    """Whether two addresses are of one picture: their files have one name, which is that of a picture."""
    name = _file(one)
    return name == _file(other) and name.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"))


def kind(page: Offered, *, words: int) -> Choice[ArticleKind]:
    """What the page is, by what it says of itself and by what it holds. `words` is the length of its body."""
    value, note = _what(page, words)
    return _seen("kind", value, note=note)


def _seen(field: str, value: V, *, note: str) -> Choice[V]:
    evidence = Evidence(field=field, value=value, rule="blocks", where="page", score=0.8, chosen=True, note=note)
    return Choice(value=value, evidence=(evidence,))


def _what(page: Offered, words: int) -> tuple[ArticleKind, str]:
    found, certainty = page.offers["kind"]
    value = _KIND_NAMES[found]
    _, _, paragraphs, teasers, live = page.offers["counts"]
    if any("LiveBlogPosting" in thing.types for thing in page.things):
        return "live blog", "the page describes itself as LiveBlogPosting"
    if live >= 5:
        return "live blog", f"{live} blocks of live coverage"
    path = parts_of(page.url).path if page.url else None
    if path is not None and _FRONT.match(path) and teasers >= 5 and page.article is None:
        return "index page", f"the site's front, {teasers} linked headings"
    story = path is not None and _STORY.search(path.rstrip("/").rpartition("/")[2][:_LONGEST_STEP])
    sure = certainty >= (_SURE_OF_A_STORY if story else _SURE)
    if value == "index page" and (page.article is not None or not sure):
        # What says that it is an article is one, and what is one as likely.
        value = "article" if words >= 40 else "other"
        return value, f"looks like an index page, certainty {certainty:.2f}, too little for this page"
    if value == "other" and page.article is not None and words >= 10:
        value = "article"
    if value == "article" and words < (40 if page.article is None else 10):
        return "other", f"only {words} words that could be a body"
    return (
        value,
        f"certainty {certainty:.2f}; a body of {words} words, {paragraphs} paragraphs, {teasers} linked headings",
    )
