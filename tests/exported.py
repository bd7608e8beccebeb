"""Records for the tests of exports, made by hand and at random, and what is written of them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from onrecord.errors import FormatError
from onrecord.formats import EXPORTS
from onrecord.values import (
    Actor,
    Article,
    Block,
    Entity,
    Event,
    Image,
    Location,
    Mention,
    Reading,
    Record,
    Span,
    Speaker,
    Statement,
    When,
)
from strategies import articles, texts, times

TEXT = '"It rained," said Jane Doe, a forecaster. Officials agreed.'


def spanned(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words))


READING = Reading(
    models=("statements 1",),
    entities=(
        Entity(name="Jane Doe", kind="person", role=spanned("a forecaster")),
        Entity(name="Weather Office", kind="organization"),
        Entity(name="Valley", kind="place"),
        Entity(name="Republicans", kind="group"),
        Entity(name="Jane Doe", kind="person"),
    ),
    mentions=(Mention(span=spanned("Jane Doe"), form="name", entity=0),),
    statements=(
        Statement(
            content=(spanned('"It rained,"'), spanned("Officials")),
            source=spanned("Jane Doe, a forecaster"),
            cue=spanned("said"),
            speaker=Speaker(name="Jane Doe", entity=0, rule="name"),
            kind="direct",
            score=0.75,
        ),
        Statement(content=(), source=None, cue=spanned("agreed"), speaker=None, kind="indirect", score=0.5),
    ),
    events=(
        Event(
            type="AGREE",
            code="030",
            trigger=spanned("agreed"),
            mentions=(spanned("agreed"),),
            actors=(
                Actor(span=spanned("Officials"), country="USA", sector="GOV", rule="nationality"),
                Actor(span=spanned("Jane Doe"), name="Jane Doe", entity=0),
            ),
            place=Location(span=spanned("Officials"), name="Valley", latitude=-45.5, longitude=20.25),
            date=When(start="2018-05-01", end="2018-05-31", span=spanned("rained"), rule="month"),
            claimed_by=0,
            score=0.5,
        ),
    ),
)
ARTICLE = Article(
    url="https://valleypost.example/rain?a=1#b",
    canonical_url="https://valleypost.example/rain",
    site="The Valley Post",
    title="Rain over the valley",
    standfirst="It rained for a day.",
    authors=("Ann Example", "Bo Example"),
    published=datetime(2018, 5, 31, 14, 3, tzinfo=timezone(timedelta(hours=2))),
    modified=datetime(2018, 6, 1),
    language="en",
    section="Weather",
    tags=("rain", "valley"),
    description="Much rain.",
    agency="AP",
    images=(Image(url="https://valleypost.example/a.jpg", caption="Rain", credit="Cy"), Image(url="data:image/png,")),
    text=TEXT,
    blocks=(Block(span=Span(start=0, end=len(TEXT)), kind="paragraph"),),
)
RECORD = Record.of(ARTICLE, reading=READING)
BARE = Record.of(Article())

surrogates = st.text(st.sampled_from("a\ud800\udfff\0\n\r\t\"'=,;\u202e"), min_size=1, max_size=6)


@st.composite
def hostile_records(draw: st.DrawFn) -> Record:
    """Records whose texts may also hold half surrogate pairs, and begin like formulas."""
    hostile = (
        st.none() | texts | surrogates | st.sampled_from(["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", '"', "'", "\0"])
    )
    names = ("url", "site", "title", "standfirst", "section", "agency")
    some: dict[str, Any] = {name: draw(hostile) for name in names}
    article = replace(
        draw(articles()),
        **some,
        authors=draw(st.lists(texts | surrogates, max_size=3).map(tuple)),
        tags=draw(st.lists(texts | surrogates, max_size=3).map(tuple)),
        published=draw(st.none() | times),
    )
    return Record.of(article)


def written(name: str, *given: Record) -> bytes:
    file = io.BytesIO()
    assert EXPORTS[name].write(iter(given), file) == len(given)
    assert not file.closed
    return file.getvalue()


def written_or_refused(name: str, *given: Record) -> bytes | None:
    """What was written; None where a record was refused, in words that say what to do."""
    try:
        return written(name, *given)
    except FormatError as error:
        said = str(error)
    assert re.search("decode the page's bytes|write jsonl", said)
    assert said.encode()
    return None
