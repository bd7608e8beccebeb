"""An archive for the tests of the pages of events: what several articles tell, many parties, one that means harm."""

from __future__ import annotations

from datetime import datetime
from itertools import permutations
from pathlib import Path

import onrecord
import reported
import shown
from onrecord import Article, Record
from onrecord.values import Actor, Event, Location, Reading, Span, Statement, When

TALKS = reported.record()
STATUSES = ("planned", "asked", "hypothetical", "denied")
CODES = tuple(f"{letter}AAGOV" for letter in "BCDEFG")


def doubtful() -> Record:
    """An article of events that did not happen, or not yet, and of several in one word and one that crosses a link."""
    text = (
        "Borduria will attack Syldavia, generals plan. Syldavia should withdraw, Borduria demanded. "
        "If Borduria paid, they might agree. Borduria never arrested anybody. The marching and shouting went on."
    )
    borduria = reported.party(text, "Borduria", code="BRDMIL", name="Borduria")
    syldavia = reported.party(text, "Syldavia", code="SYL", name="Syldavia")
    kinds = (("ASSAULT", "attack"), ("RETREAT", "withdraw"), ("AGREE", "agree"), ("COERCE", "arrested"))
    events = [
        reported.event(text, trigger, type=kind, status=status, actors=(borduria,), recipients=(syldavia,))
        for (kind, trigger), status in zip(kinds, STATUSES, strict=True)
    ]
    events += [reported.event(text, "marching and shouting", type=kind) for kind in ("PROTEST", "MOBILIZE")]
    links = (onrecord.values.Link(span=reported.span(text, "shouting went on"), url="https://example.org/went"),)
    reading = Reading(models=("test 1",), events=tuple(events))
    return reported.record(text, reading, url="https://gazette.example/doubts", title="Doubts in Klow", links=links)


def harmful() -> Record:
    """An article of which every name and every trigger means harm."""
    text = f"{shown.HARM} {shown.SCRIPT} struck {shown.HANDLER}"
    whole = Span(start=0, end=len(shown.HARM))
    party = Actor(span=whole, name=shown.HARM, role=whole, country=shown.HARM, sector=shown.DRAWING, rule="name")
    other = Actor(span=whole, name=shown.SCRIPT, rule="name")
    trigger = Span(start=0, end=len(text) - 3)
    event = Event(
        type="ASSAULT",
        mode=shown.HARM,
        trigger=trigger,
        mentions=(trigger, whole),
        actors=(party,),
        recipients=(other, party),
        place=Location(span=whole, name=shown.HARM, country=shown.HARM),
        date=When(start="2018-05-31", end="2018-06-02", span=whole, rule="x"),
        claimed_by=0,
        score=0.5,
    )
    said = Statement(content=(whole,), source=trigger, cue=whole, speaker=None, kind="direct", score=0.5)
    article = Article(url="https://x.example/harm", title=shown.HARM, site=shown.HARM, text=text)
    return Record.of(article, reading=Reading(models=("test",), statements=(said,), events=(event,)))


HARMFUL = harmful()
DOUBTFUL = doubtful()


def kept(path: Path) -> Path:
    """The archive."""
    pairs = list(permutations(CODES, 2))
    with onrecord.open(path) as archive:
        archive.add([TALKS, DOUBTFUL, HARMFUL])
        archive.add(
            [reported.met("A (BRDGOV)", "B (SYLGOV)", day=f"2018-05-{day:02}", number=day) for day in (3, 3, 9)]
        )
        archive.add(
            reported.met(
                *(f"{code[0]} ({code})" for code in pair),
                day=f"2018-0{1 + number % 9}-11",
                number=100 + number,
                type=("CONSULT", "ASSAULT", "SANCTION")[number % 3],
                published=datetime(2018, 9, 1 + number % 28),
            )
            for number, pair in enumerate(pairs)
        )
        told = [reported.met("H (HAAGOV)", "I (IAAGOV)", day="2018-10-02", number=200 + number) for number in range(3)]
        archive.add(told)
    return path
