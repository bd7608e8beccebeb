"""An archive for the tests of its pages: articles with statements, versions, copies, and one that means harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import onrecord
from onrecord import Article, Record
from onrecord.values import Block, Evidence, Image, Link, Reading, Span, Speaker, Statement

RIVER = (
    "The river rose by two metres, the weather office said on Thursday. "
    "Mayor Jane Doe asked people to stay at home.\n\n"
    "What comes next\n\n"
    "Schools remain closed\nBuses do not run\n\n"
    "District\tLevel\nOld Town\t4.1\nHarbour\t3.9\n\n"
    "“The dam is safe,” Doe said, adding that John Roe had told her “it will hold”.\n\n"
    "$ gauge --read"
)
KINDS = ("paragraph", "heading", "list", "table", "paragraph", "code")

SCRIPT = "<script>window.harmed = 1</script>"
HANDLER = '"><img src=x onerror="window.harmed = 2">'
DRAWING = "<svg/onload=window.harmed=3>"
TEMPLATE = "{{ 8191 * 7 }}{% raw %}"
TURNED = "abc\u202edcba\u2066"
BROKEN = "nul\x00 bell\x07 escape\x1b[31m"
HARMS = (SCRIPT, HANDLER, DRAWING, TEMPLATE, TURNED, BROKEN)
HARM = " ".join(HARMS)
ADDRESSES = (
    "javascript:window.harmed=4",
    "data:text/html,<script>window.harmed=5</script>",
    " java\nscript:alert(1)",
    "//x.y",
)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def statement(text: str, *content: str, cue: str, source: str | None = None, name: str | None = None) -> Statement:
    """A statement of these words of a text."""
    return Statement(
        content=tuple(span(text, words) for words in content),
        source=span(text, source) if source else None,
        cue=span(text, cue),
        speaker=Speaker(name=name, rule="name", anonymous=name is None) if source else None,
        kind="mixed",
        score=0.87,
    )


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, of the KINDS."""
    parts = text.split("\n\n")
    starts = [sum(len(part) + 2 for part in parts[:place]) for place in range(len(parts))]
    return tuple(
        Block(span=Span(start=start, end=start + len(part)), kind=kind, level=2 if kind == "heading" else 0)  # type: ignore[arg-type]
        for start, part, kind in zip(starts, parts, KINDS, strict=False)
    )


def river(text: str = RIVER, **fields: object) -> Record:
    """An article in which statements stand in one another."""
    made = Article(
        url="https://www.example.org/river",
        site="Valley Post",
        title="River rises over the valley",
        standfirst="Schools are closed",
        authors=("Ann Example",),
        published=datetime(2018, 5, 31, 14, 3, tzinfo=UTC),
        language="en",
        section="Weather",
        tags=("flood",),
        images=(Image(url="https://www.example.org/dam.jpg", caption="The dam", credit="A. Photographer"),),
        text=text,
        blocks=blocks(text),
        links=(Link(span=span(text, "weather office"), url="https://weather.example/office"),),
        evidence=(
            Evidence(field="title", value="River rises", rule="h1", where="h1", score=0.9, chosen=True, note="won"),
            Evidence(field="title", value="Valley Post", rule="title", where="title", score=0.2, note="the site"),
        ),
    )
    reading = Reading(
        models=("test",),
        statements=(
            statement(
                text, "The river rose by", "metres", cue="said on", source="weather office", name="Weather Office"
            ),
            statement(
                text, "The dam is safe", "John Roe had told her “it will hold”", cue="said, adding", source="Doe"
            ),
            statement(text, "it will hold", cue="told", source="John Roe", name="John Roe"),
            statement(text, "to stay at home", cue="asked", source="Mayor Jane Doe", name="Jane Doe"),
        ),
    )
    return Record.of(replace(made, **fields), reading=reading)  # type: ignore[arg-type]


def harmful() -> Record:
    """An article of which every text and address means harm."""
    text = f"{HARM} the river, {SCRIPT} said.\n\n{HANDLER}\n\n{DRAWING}\t{HARM}"
    article = Article(
        url=ADDRESSES[0],
        canonical_url=ADDRESSES[1],
        site=HARM,
        title=HARM,
        standfirst=HARM,
        authors=(HARM, SCRIPT),
        author_links=(ADDRESSES[0], None),
        published=datetime(2018, 6, 1, tzinfo=UTC),
        language='en" onmouseover="window.harmed = 6',
        section=HARM,
        tags=(HARM,),
        description=HARM,
        agency=HARM,
        lead_image=Image(url=ADDRESSES[0], caption=HARM, credit=HARM),
        images=tuple(Image(url=url, caption=HARM, credit=HARM) for url in ADDRESSES),
        alternates=((HARM, ADDRESSES[0]),),
        text=text,
        links=tuple(Link(span=Span(start=number, end=number + 9), url=url) for number, url in enumerate(ADDRESSES)),
        evidence=(Evidence(field=HARM, value=HARM, rule=HARM, where=HARM, score=0.5, note=HARM),),
    )
    start = text.index("the river")
    said = Statement(
        content=(Span(start=0, end=start + 9),),
        source=Span(start=start + 11, end=start + 11 + len(SCRIPT)),
        cue=span(text, "said"),
        speaker=Speaker(name=HARM, rule="name", role=Span(start=0, end=len(SCRIPT))),
        kind="direct",
        score=0.5,
    )
    return Record.of(article, reading=Reading(models=("test",), statements=(said,)))


def kept(path: Path) -> Path:
    """The archive: the river in two versions and with a copy, more of one speaker, and what means harm."""
    with onrecord.open(path) as archive:
        archive.add([river()], place="saved/river.html")
        archive.add([river(RIVER.replace("two metres", "three metres"), title="River rises further")])
        archive.add([river(url="https://mirror.example/river", site="Mirror", published=datetime(2018, 6, 2))])
        archive.add([harmful()])
        archive.add(map(_bridge, range(60)))
    return path


def _bridge(number: int) -> Record:
    text = f"The council met {number} times. Jane Doe said that bridge {number} stays open."
    said = statement(text, f"bridge {number} stays open", cue="said that", source="Jane Doe", name="Jane Doe")
    article = Article(
        url=f"https://www.example.org/{number}",
        title=f"Bridge {number}",
        text=text,
        site="Valley Post",
        language="en",
        published=datetime(2017 + number // 12, 1 + number % 12, 5),
    )
    return Record.of(article, reading=Reading(models=("test",), statements=(said,)))
