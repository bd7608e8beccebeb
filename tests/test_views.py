"""The views of an Article: plain text, CommonMark, and what each of them leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import get_args

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from onrecord.values import Article, BlockKind, Image
from strategies import HOSTILE, articles, bodies, body, images, lines, texts

GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])

STORY = replace(
    body(
        [
            ("paragraph", 0, "It rained."),
            ("heading", 3, "The river"),
            ("list", 0, "rose\nfell"),
            ("quote", 0, "I am wet."),
            ("table", 0, "Day\tmm\nMonday\t12"),
            ("code", 0, "x = 1"),
        ]
    ),
    url="https://example.org/rain",
    site="The Valley Post",
    title="Rain",
    standfirst="A wet day.",
    authors=("Ann Example", "Bo Example"),
    published=datetime(2018, 5, 31, 14, 3, tzinfo=timezone(timedelta(hours=2))),
    images=(
        Image(url="https://example.org/b.jpg", caption="The bridge", credit="Bo", position=12),
        Image(url="https://example.org/a.jpg", caption="The valley"),
    ),
)


@given(articles())
def test_text_without_options_is_the_text(article: Article) -> None:
    assert article.as_text() == article.text


@given(bodies)
def test_captions_of_no_images_change_nothing(article: Article) -> None:
    assert article.as_text(captions=True) == article.text


def test_text_with_every_part() -> None:
    assert STORY.as_text(standfirst=True, captions=True).split("\n\n") == [
        "A wet day.",
        "The valley",
        "It rained.",
        "The bridge (Bo)",
        "The river",
        "rose\nfell",
        "I am wet.",
        "Day\tmm\nMonday\t12",
        "x = 1",
    ]


def test_text_without_headings_and_tables() -> None:
    assert STORY.as_text(headings=False, tables=False).split("\n\n") == [
        "It rained.",
        "rose\nfell",
        "I am wet.",
        "x = 1",
    ]


def test_a_caption_stays_where_its_block_is_left_out() -> None:
    assert STORY.as_text(headings=False, captions=True).split("\n\n")[2] == "The bridge (Bo)"


def test_a_text_without_blocks_is_not_lost() -> None:
    assert Article(text="It rained.").as_text(headings=False) == "It rained."
    assert Article(text="It rained.").as_markdown() == "It rained.\n"


def test_markdown_of_a_story() -> None:
    assert STORY.as_markdown() == (
        "# Rain\n\nA wet day.\n\n"
        "Ann Example, Bo Example · 2018-05-31 14:03+02:00 · [The Valley Post](https://example.org/rain)\n\n"
        "![The valley](https://example.org/a.jpg)\\\n*The valley*\n\n"
        "It rained.\n\n"
        "![The bridge](https://example.org/b.jpg)\\\n*The bridge (Bo)*\n\n"
        "### The river\n\n- rose\n- fell\n\n> I am wet.\n\n"
        "| Day | mm |\n| --- | --- |\n| Monday | 12 |\n\n```\nx = 1\n```\n"
    )


def test_markdown_of_a_day_without_a_time() -> None:
    assert Article(published=datetime(2018, 5, 31)).as_markdown() == "2018-05-31\n"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a b(c)", "https://example.org/a%20b%28c%29"),
        ('http://example.org/">', "http://example.org/%22%3E"),
        ("HTTPS://example.org/?a=1&copy;", "HTTPS://example.org/?a=1\\&copy;"),
        ("https://[::1/a", "https://[::1/a"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("https:///nowhere", None),
        ("", None),
    ],
)
def test_only_web_addresses_become_links(url: str, link: str | None) -> None:
    written = Article(url=url, site="Site").as_markdown()
    assert written == (f"[Site]({link})\n" if link else "Site\n")


# --- text stays text ----------------------------------------------------------------------------------------------

_LEAVES = {"heading_open": "heading", "list_item_open": "list", "blockquote_open": "quote", "table_open": "table"}


def _rendered(markdown: str) -> tuple[list[tuple[str, str]], list[Token]]:
    """What a reader of the Markdown sees: texts with the structure that each stands in, and all inline tokens."""
    seen: list[tuple[str, str]] = []
    inline: list[Token] = []
    inside = "paragraph"
    for token in GITHUB.parse(markdown):
        if token.type in ("fence", "code_block"):
            seen.append(("code", _squeezed(token.content)))
        elif token.type == "inline":
            inline += token.children or []
            text = "".join(" " if child.type.endswith("break") else child.content for child in token.children or [])
            seen.append((inside, _squeezed(text)))
        elif token.type not in ("inline", "paragraph_open", "paragraph_close"):
            inside = _LEAVES.get(token.type, inside if token.nesting == 1 or inside == "table" else "paragraph")
            inside = "paragraph" if token.type == "table_close" else inside
    return [leaf for leaf in seen if leaf[1]], inline


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _expected(article: Article) -> list[tuple[str, str]]:
    leaves = []
    for block in article.blocks:
        text = article.text[block.span.start : block.span.end]
        whole = [text]
        if block.kind == "list":
            whole = text.split("\n")
        elif block.kind == "table":
            whole = [cell for row in text.split("\n") for cell in row.split("\t")]
        leaves += [(str(block.kind), _squeezed(part)) for part in whole]
    return [leaf for leaf in leaves if leaf[1]]


@pytest.mark.parametrize("kind", get_args(BlockKind))
def test_each_mark_of_markdown_stays_text(kind: BlockKind) -> None:
    parts = [(kind, 2, text) for mark in HOSTILE for text in (mark, f"{mark} {mark}", f"word\n{mark}", f"a{mark}b")]
    # a paragraph between two blocks, as two lists in a row are one to a reader of Markdown
    article = body([part for text in parts for part in (text, ("paragraph", 0, "between"))])
    assert _rendered(article.as_markdown())[0] == _expected(article)


@given(bodies)
def test_text_never_becomes_structure(article: Article) -> None:
    seen, inline = _rendered(article.as_markdown())
    assert seen == _expected(article)
    assert {token.type for token in inline} <= {"text", "text_special", "hardbreak"}


@given(lines, lines)
def test_headline_and_standfirst_stay_text(title: str, standfirst: str) -> None:
    seen, _ = _rendered(Article(title=title, standfirst=standfirst).as_markdown())
    expected = [("heading", _squeezed(title)), ("paragraph", _squeezed(standfirst))]
    assert seen == [leaf for leaf in expected if leaf[1]]


@given(lines, lines)
def test_byline_stays_one_line_of_text(author: str, site: str) -> None:
    seen, inline = _rendered(Article(authors=(author,), site=site, url="https://example.org/").as_markdown())
    shown = " · ".join(part for part in (_squeezed(author), _squeezed(site) or "example.org") if part)
    assert seen == [("paragraph", shown)]
    assert [token.attrs["href"] for token in inline if token.type == "link_open"] == ["https://example.org/"]


@given(images)
def test_pictures_come_from_the_web_alone(image: Image) -> None:
    _, inline = _rendered(Article(images=(image,)).as_markdown())
    sources = [str(token.attrs["src"]).lower() for token in inline if token.type == "image"]
    assert all(source.startswith(("http://", "https://")) for source in sources)
    assert not any(token.type in ("link_open", "html_inline", "code_inline") for token in inline)


@given(texts)
def test_code_stays_inside_its_fence(code: str) -> None:
    tokens = GITHUB.parse(body([("code", 0, code)]).as_markdown())
    assert [token.type for token in tokens] == (["fence"] if code.strip() else [])
