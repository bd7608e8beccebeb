"""Hypothesis strategies: articles of every shape, articles that a clipping can hold, and text that attacks Markdown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import get_args

from hypothesis import strategies as st

from onrecord.values import Article, ArticleKind, Block, BlockKind, Evidence, Image, Span

# Any text but half surrogate pairs: control characters, emoji and right-to-left letters included.
texts = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\n\r\t\x0b\x1b\x85\u2028\u202eשלוم👩‍👩‍👧")),
    max_size=30,
)

# What CommonMark and GitHub's dialect give a meaning; `lines` puts it between ordinary letters.
_MARKS = (
    "# - + * 1. 2) > === --- | a|b |-|-| :-: ``` ~~~ ~~a~~ `a` *a* **a** _a_ __a__ \\ &amp; &#35; <b> </p> <!-- "
    "<http://b.c> [a](http://b.c) ![](javascript:alert(1)) [x]:y"
)
HOSTILE = tuple(_MARKS.split())
_VISIBLE = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
lines = st.lists(st.sampled_from((*HOSTILE, " ")) | st.text(_VISIBLE, max_size=4), min_size=1, max_size=6).map("".join)
visible_lines = lines.filter(str.strip)

minutes = st.integers(-14 * 60, 14 * 60).map(lambda offset: timezone(timedelta(minutes=offset)))
times = st.datetimes(timezones=st.none() | minutes)

images = st.builds(
    Image,
    url=texts | visible_lines,
    caption=st.none() | texts | visible_lines,
    credit=st.none() | texts,
    position=st.none() | st.integers(0, 200),
)
pieces_of_evidence = st.builds(
    Evidence,
    field=st.sampled_from(Article.__slots__),
    value=texts | st.lists(texts, max_size=3).map(tuple),
    rule=texts,
    where=texts,
    score=st.floats(0, 1),
    chosen=st.booleans(),
    note=texts,
)


def body(parts: list[tuple[BlockKind, int, str]]) -> Article:
    """An article that consists of these blocks: kind, level, text."""
    blocks = []
    start = 0
    for kind, level, text in parts:
        blocks.append(Block(span=Span(start=start, end=start + len(text)), kind=kind, level=level))
        start += len(text) + len("\n\n")
    return Article(text="\n\n".join(text for _, _, text in parts), blocks=tuple(blocks))


bodies = st.lists(
    st.tuples(
        st.sampled_from(get_args(BlockKind)),
        st.integers(0, 6),
        st.lists(visible_lines, min_size=1, max_size=3).map("\n".join),
    ),
    max_size=6,
).map(body)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Every field filled with anything that its type allows."""
    optional = st.none() | texts
    names = st.lists(texts, max_size=3).map(tuple)
    return replace(
        draw(bodies | texts.map(lambda text: Article(text=text))),
        url=draw(optional),
        canonical_url=draw(optional),
        site=draw(optional),
        title=draw(optional),
        standfirst=draw(optional),
        authors=draw(names),
        published=draw(st.none() | times),
        modified=draw(st.none() | times),
        language=draw(optional),
        section=draw(optional),
        tags=draw(names),
        description=draw(optional),
        images=draw(st.lists(images, max_size=3).map(tuple)),
        kind=draw(st.sampled_from(get_args(ArticleKind))),
        evidence=draw(st.lists(pieces_of_evidence, max_size=3).map(tuple)),
    )


_ONE_LINE = texts.map(lambda text: " ".join(text.splitlines())).filter(str.strip)
_SECONDS = st.datetimes().map(lambda time: time.replace(microsecond=0))
_PARAGRAPH = (
    st.lists(texts.map(lambda text: text.replace("\n", "").replace("\r", "")).filter(str.strip), min_size=1, max_size=3)
    .map("\n".join)
    .map(str.lstrip)
)


@st.composite
def clipping_articles(draw: st.DrawFn) -> Article:
    """What a clipping can hold to the letter, with the evidence that reading it gives."""
    paragraphs = draw(st.lists(_PARAGRAPH, max_size=4))
    article = replace(
        body([("paragraph", 0, text) for text in paragraphs]),
        url=draw(st.none() | _ONE_LINE.map("https://example.org/".__add__)),
        authors=draw(st.lists(texts, max_size=3).map(tuple)),
        published=draw(st.none() | _SECONDS),
        title=draw(st.none() | _ONE_LINE),
        standfirst=draw(st.none() | _ONE_LINE),
    )
    text = article.text
    values: list[tuple[str, str, str | tuple[str, ...] | None]] = [
        ("url", "line 1", article.url),
        ("authors", "line 2", article.authors),
        ("published", "line 3", None if article.published is None else datetime.isoformat(article.published)),
        ("title", "line 4", article.title),
        ("standfirst", "line 5", article.standfirst),
        ("text", "line 6", text if len(text) <= 80 else f"{text[:80].rstrip()} …"),
    ]
    note = "a clipping states its fields line by line"
    return replace(
        article,
        evidence=tuple(
            Evidence(field=field, value=value, rule="clipping", where=where, score=1.0, chosen=True, note=note)
            for field, where, value in values
            if value
        ),
    )
