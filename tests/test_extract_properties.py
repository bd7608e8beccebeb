"""What holds of every Article, whatever the page: properties over arbitrary bytes, text, and soups of HTML."""

from __future__ import annotations

import json
import pickle
import re
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import onrecord
from onrecord import Article
from onrecord.errors import PageError
from onrecord.values import ArticleKind, BlockKind

URL = "https://www.example.org/news/rain-in-the-north"
PROSE = (
    "The office said on Monday that it had rained for a whole day in the north of the country.",
    "“More will come,” a spokeswoman said, and the rivers were rising in the villages on the border.",
    "Nobody was hurt, according to the police, but the road along the coast had to be closed to all traffic.",
    "天気予報によると、北部では一日中雨が降り続き、川の水位が上がっているという。",
)

GOLDEN = sorted((Path(__file__).parent / "pages").glob("*/page.html"))

# --- strategies ---------------------------------------------------------------------------------------------------

CLASSES = (
    "byline date standfirst headline article-body comment related caption credit nav share author live-post kicker "
    "breadcrumb sr-only teaser ad x"
)
TAGS = (
    "html head body title article main section div p h1 h2 h3 h6 ul ol li dl dt dd table caption thead tbody tr td th "
    "blockquote pre code figure figcaption img picture a span b i em strong font time br hr wbr nav aside header "
    "footer form button select option input label details summary video script style noscript template textarea svg "
    "iframe custom-tag small sup q cite"
)
METAS = (
    "og:title description author article:author article:published_time og:site_name og:locale og:url article:tag "
    "keywords article:section twitter:label1 twitter:data1 date article:modified_time"
)
KEYS = (
    "@type @id @graph headline name author publisher datePublished dateModified articleBody description keywords "
    "articleSection inLanguage url image mainEntityOfPage liveBlogUpdate x"
)
TYPES = "NewsArticle https://schema.org/Article Person Organization LiveBlogPosting WebSite BreadcrumbList"
DATES = "2018-05-31T14:03:00+02:00 31.05.18 03/04/2021 2018年5月31日 1527768180 2024-02-30 20180531 ²²²²²²²²²²"
WORDS = [
    *("Rain", "fell", "in the north", "By Jane Doe", "Von Anna Berg", "Updated", "Published", "Read more", "Related"),
    *("|", "–", " ", "  ", "\n", "\t", "\u00a0", "&nbsp;", "&amp;", "&#7;", "&#x1F327;", "&bogus;", "&", "<", ">", '"'),
    *(
        "雨が降る",
        "मौसम",
        "e\u0301",
        "\u202e",
        "\u200b",
        "\u00ad",
        "\x00",
        "\x07",
        "\x85",
        "\u2028",
        "👩‍👩‍👧",
        "İ",
        "©",
    ),
    *("文/王芳", "x" * 300, "기자", "1.", "2:", "May", "'", "2:03"),
]
ADDRESSES = "/ /a.jpg https://example.org/author/jane http://[ // javascript:x https://example.org/2018/05/31/b#c"

words = st.sampled_from([*WORDS, *PROSE])
dateless = st.lists(words, max_size=6).map(" ".join)
phrases = st.lists(words | st.sampled_from(DATES.split()) | st.text(max_size=6), max_size=6).map(" ".join)
quoted = phrases.map(lambda text: text.replace('"', "&quot;"))


def attributes(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The attributes of a tag, some of them broken."""
    one = st.one_of(
        st.sampled_from(CLASSES.split()).map(' class="{}"'.format),
        values.map(' title="{}"'.format),
        values.map(' content="{}"'.format),
        values.map(' datetime="{}"'.format),
        st.sampled_from(ADDRESSES.split()).flatmap(
            lambda address: st.sampled_from([f" href={address}", f' src="{address}"', f" rel=author href='{address}'"])
        ),
        st.sampled_from(["name", "author", "headline", "datePublished", "articleBody"]).map(' itemprop="{}"'.format),
        st.sampled_from([" hidden", " itemscope itemtype=https://schema.org/NewsArticle", ' style="display: none"']),
        st.sampled_from([" lang=de", ' lang="xx-"', ' a="', " b='", " =", " /", " c=d=e"]),
    )
    return st.lists(one, max_size=3).map("".join)


def tags(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Opening and closing tags in no order."""
    names = st.sampled_from(TAGS.split())
    return st.one_of(
        st.tuples(names, attributes(values)).map("<{0[0]}{0[1]}>".format),
        names.map("</{}>".format),
        st.sampled_from(
            ["<!-- ", " -->", "<!doctype html>", "<![CDATA[", "]]>", "<?xml?>", "<", "</", "<p", "<a href='x"]
        ),
    )


things = st.recursive(
    phrases | st.sampled_from(TYPES.split()) | st.none() | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=6),
    max_leaves=12,
)


long_texts = st.lists(phrases | st.sampled_from(PROSE), min_size=5, max_size=8).map("\n".join)
described = st.fixed_dictionaries(
    {"@type": st.just("NewsArticle"), "headline": phrases},
    optional={
        "articleBody": long_texts,
        "author": phrases | st.fixed_dictionaries({"@type": st.just("Person"), "name": phrases}),
        "publisher": st.fixed_dictionaries({"name": phrases}),
        **dict.fromkeys(("datePublished", "description", "keywords", "articleSection", "inLanguage", "url"), phrases),
    },
)


@st.composite
def descriptions(draw: st.DrawFn) -> str:
    """JSON-LD, whole or cut off."""
    text = json.dumps(draw(things | described), ensure_ascii=draw(st.booleans()))
    cut = draw(st.none() | st.integers(0, len(text)))
    return f'<script type="application/ld+json">{text[:cut]}</script>'


metas = st.tuples(st.sampled_from(METAS.split()), quoted).map('<meta property="{0[0]}" content="{0[1]}">'.format)
links = st.sampled_from(ADDRESSES.split()).map('<link rel=canonical href="{}">'.format)
paragraphs = st.tuples(
    st.sampled_from(["p", "div", "li", "td", "blockquote", "h2", "pre"]), st.sampled_from(PROSE)
).map("<{0[0]}>{0[1]}</{0[0]}>".format)
teasers = st.just('<h3><a href="/rain">Rain in the north of the country</a></h3>')
listings = st.lists(teasers | paragraphs | words, min_size=8, max_size=30).map("".join)
fragments = st.one_of(phrases, tags(quoted), tags(quoted), paragraphs, paragraphs, metas, links, descriptions())
soups = st.lists(fragments, max_size=40).map("".join)
articles = st.lists(fragments, max_size=25).map(
    lambda parts: (
        f"<html><body><article><h1>Rain in the north</h1>{''.join(parts)}<p>{PROSE[0]}</p></article></body></html>"
    )
)
pages = soups | articles | listings | st.tuples(soups, listings).map("".join)


def attempt(page: str | bytes, *, url: str | None = None, charset: str | None = None) -> Article | PageError:
    """The Article of a page, or why it is none; any other error rises."""
    try:
        return onrecord.extract(page, url=url, charset=charset)
    except PageError as error:
        return error


def extracted(page: str | bytes) -> Article:
    """The Article of a page that is one; others are passed over."""
    found = attempt(page, url=URL)
    assume(isinstance(found, Article))
    assert isinstance(found, Article)
    return found


# --- any input ----------------------------------------------------------------------------------------------------


@given(st.binary(max_size=400), st.none() | st.text(max_size=8) | st.sampled_from(["utf-16", "shift_jis", "latin1"]))
def test_any_bytes(page: bytes, charset: str | None) -> None:
    check(attempt(page, charset=charset), url=None)


@given(st.text(max_size=400), st.none() | st.text(max_size=20))
def test_any_text(page: str, url: str | None) -> None:
    check(attempt(page, url=url), url=url)


@given(st.text(alphabet="<>/!-='\"&;#x&apb \n\x00é", max_size=80))
def test_any_markup(page: str) -> None:
    check(attempt("<p>" + page, url=URL))


@settings(max_examples=400)
@given(pages, st.sampled_from([URL, None, "https://example.org/", "https://example.de/2018/05/31/rain.html"]))
@example('<html><div class="x"><p>' + PROSE[0], None)
@example("<b><div></b>rain</div>fell", URL)
def test_any_soup(page: str, url: str | None) -> None:
    check(attempt(page, url=url), url=url)


@given(pages, st.integers(0, 3000))
def test_any_cut(page: str, cut: int) -> None:
    check(attempt(page.encode("utf-8", "replace")[:cut], url=URL))


@pytest.mark.parametrize("path", GOLDEN, ids=[path.parent.name for path in GOLDEN])
def test_golden_pages(path: Path) -> None:
    """Whole, and cut off as a download may be."""
    page = path.read_bytes()
    for end in (len(page), *range(0, len(page), len(page) // 12 + 1)):
        for url in (URL, None):
            check(attempt(page[:end], url=url), url=url)


# --- what holds of an Article -------------------------------------------------------------------------------------


def check(article: Article | PageError, *, url: str | None = URL) -> None:
    """All that holds of what a page ends in."""
    if isinstance(article, PageError):
        assert article.url == url
        return
    assert article.url == url or not url
    check_blocks(article)
    check_text(article.text)
    check_fields(article)
    check_evidence(article)


def check_blocks(article: Article) -> None:
    """The blocks are the text: in order, parted by blank lines, none empty."""
    parts = [article.text[block.span.start : block.span.end] for block in article.blocks]
    assert article.text == "\n\n".join(parts)
    at = 0
    for block, part in zip(article.blocks, parts, strict=True):
        assert block.span.start == at
        assert at < block.span.end <= len(article.text)
        at = block.span.end + len("\n\n")
        assert part.strip()
        assert part == part.strip()
        assert block.kind in get_args(BlockKind)
        assert "\t" not in part or block.kind == "table"
        assert 0 <= block.level <= 6
        assert (block.level > 0) == (block.kind == "heading")


def check_text(text: str) -> None:
    """Single spaces, none at the ends of lines, and no controls but the ends of lines and of cells."""
    assert not re.search(r"  | \n|\n |^\s|\s$|\n{3}| \t|\t ", text)
    assert not controls(text)


def controls(text: str) -> list[str]:
    return [c for c in text if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"]


def check_fields(article: Article) -> None:
    assert article.kind in get_args(ArticleKind)
    for name in ("site", "title", "standfirst", "section", "description", "canonical_url", "language"):
        value = getattr(article, name)
        assert value is None or (value and value == value.strip() and not controls(value)), (name, value)
    assert article.title is None or article.title == " ".join(article.title.split())
    for name in (*article.authors, *article.tags):
        assert name
        assert name == name.strip()
        assert not controls(name)
    assert len(set(article.authors)) == len(article.authors)
    assert len(set(article.tags)) == len(article.tags)
    assert article.language is None or re.fullmatch("[a-z]{2,3}", article.language)
    assert article.canonical_url is None or re.match("https?://[^#]*$", article.canonical_url)
    starts = {block.span.start for block in article.blocks}
    assert all(image.url for image in article.images)
    ends = [0, *(end for link in article.links for end in (link.span.start, link.span.end)), len(article.text)]
    assert ends == sorted(ends)
    assert all(article.text[link.span.start : link.span.end].strip() for link in article.links)
    assert all(link.url.startswith(("http://", "https://")) for link in article.links)
    assert len(article.author_links) == len(article.authors)
    assert (article.published is None) == (article.published_precision is None)
    assert all(image.position in starts | {len(article.text)} for image in article.images)
    if article.kind == "index page":
        assert (article.authors, article.standfirst, article.images) == ((), None, ())


def check_evidence(article: Article) -> None:
    """What is chosen stands behind the value, and nothing is chosen for a field that the page does not state."""
    assert all(0 <= piece.score <= 1 and piece.rule and piece.where for piece in article.evidence)
    assert {piece.field for piece in article.evidence} <= set(Article.__slots__)
    chosen = {name: [e.value for e in article.evidence if e.field == name and e.chosen] for name in Article.__slots__}
    for name in ("site", "title", "standfirst", "section", "description", "canonical_url", "language", "kind"):
        value = getattr(article, name)
        assert (value in chosen[name]) if value is not None else not chosen[name], (name, value, chosen[name])
    for name in ("published", "modified"):
        time: datetime | None = getattr(article, name)
        assert (time.isoformat() in chosen[name]) if time is not None else not chosen[name], (name, time, chosen[name])
    names = [name for value in chosen["authors"] for name in value]
    assert set(article.authors) <= set(names)
    assert bool(article.authors) == bool(names), (article.authors, names)
    assert chosen["tags"] == ([article.tags] if article.tags else [])
    assert len(chosen["text"]) == bool(article.text), chosen["text"]
    assert all(article.text.startswith(str(value).removesuffix(" …")) for value in chosen["text"])


# --- one page, several ways ---------------------------------------------------------------------------------------


@given(pages)
def test_the_same_page_gives_the_same_article(page: str) -> None:
    article = extracted(page)
    assert onrecord.extract(page, url=URL) == article
    assert repr(onrecord.extract(page, url=URL)) == repr(article)


@given(pages)
def test_text_is_its_bytes(page: str) -> None:
    assert extracted(page) == onrecord.extract(page.encode("utf-8", "replace"), url=URL, charset="utf-8")


@given(articles)
def test_utf_16_with_a_mark(page: str) -> None:
    """The encoding of a page is no part of what it says."""
    assume("\x00" not in page)
    assert onrecord.extract(page.encode("utf-16", "replace"), url=URL) == onrecord.extract(page, url=URL)


@given(pages)
def test_as_text_without_options_is_the_text(page: str) -> None:
    article = extracted(page)
    assert article.as_text() == article.text
    for view in (article.as_text(standfirst=True, headings=False, tables=False, captions=True), article.as_markdown()):
        assert isinstance(view, str)


def offsets(article: Article) -> list[object]:
    """What comparing two aware times leaves out."""
    return [time and (time.replace(tzinfo=None), time.utcoffset()) for time in (article.published, article.modified)]


@given(pages)
def test_an_article_survives_its_dict(page: str) -> None:
    article = extracted(page)
    fields = json.loads(json.dumps(article.to_dict()))
    assert Article.from_dict(fields) == article
    assert Article.from_dict(fields).to_dict() == article.to_dict()
    assert offsets(Article.from_dict(fields)) == offsets(article)


@given(pages)
def test_an_article_survives_pickling(page: str) -> None:
    article = extracted(page)
    again = pickle.loads(pickle.dumps(article))
    assert again == article
    assert hash(again) == hash(article)
    assert offsets(again) == offsets(article)


@given(soups, st.none() | st.text(max_size=10))
def test_an_error_survives_pickling(page: str, url: str | None) -> None:
    error = attempt(page, url=url)
    if isinstance(error, PageError):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), again.url) == (type(error), str(error), url)


# --- what is not on the page --------------------------------------------------------------------------------------

undated = st.lists(st.one_of(dateless, tags(dateless.map(lambda t: t.replace('"', ""))), paragraphs), max_size=30)


@given(undated.map("".join))
def test_no_date_without_a_date(page: str) -> None:
    assume(not re.search(r"\d\d", re.sub("&#x?[0-9A-F]+;", "", page)))
    article = extracted("<p>" + page)
    assert article.published is None
    assert article.modified is None


@given(undated.map("".join))
def test_nothing_without_a_source(page: str) -> None:
    """Without metas, links and JSON-LD there are no tags, no description and no canonical address."""
    page = re.sub("<(?:meta|link|script)|itemprop|itemscope", "", page)
    article = extracted("<p>" + page)
    assert (article.tags, article.description, article.canonical_url) == ((), None, None)
    assert article.url == URL


@given(st.lists(st.sampled_from(PROSE), min_size=1, max_size=6))
def test_plain_paragraphs_are_the_text(paragraphs: list[str]) -> None:
    """A page of numbered paragraphs and nothing else: each of them, in order."""
    numbered = [f"{n}: {text}" for n, text in enumerate(paragraphs, start=1)]
    page = "<h1>Rain in the north</h1>" + "".join(f"<p>{text}</p>" for text in numbered)
    article = onrecord.extract(page)
    assert article.text == "\n\n".join(numbered)
    assert article.title == "Rain in the north"


@given(
    articles, st.sampled_from(["<!-- later -->", "<script>var x = '<p>rain</p>'</script>", "<style>p{}</style>", "\n"])
)
def test_what_readers_do_not_see_changes_nothing(page: str, unseen: str) -> None:
    assume(not re.search("<(?:script|style|!--|textarea|title|xmp|svg|noscript|iframe|template)|[\"']", page))
    assert onrecord.extract(page.replace("</body>", unseen + "</body>"), url=URL) == onrecord.extract(page, url=URL)


@pytest.mark.parametrize("page", ["<p>", "<br>", "<p>&nbsp;", "<div><span></span></div>", "<title>Rain</title>"])
def test_pages_without_text(page: str) -> None:
    article = onrecord.extract(page)
    assert (article.text, article.blocks, article.kind) == ("", (), "other")
    check(article, url=None)
