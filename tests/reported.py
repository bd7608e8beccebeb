"""Records whose readings have events, made by hand, for the tests of what becomes of events."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from onrecord import Article, Record
from onrecord.values import Actor, Entity, Event, Location, Mention, Reading, Span, Speaker, Statement, When

TALKS = (
    "Ivan Petrov, the foreign minister of Borduria, met officials of Syldavia in Klow on Thursday. "
    "Borduria threatened Syldavia with sanctions, the Klow Gazette said. "
    "The two countries will meet again in June."
)


def span(text: str, words: str, *, after: str = "") -> Span:
    """Where these words stand in a text, the first time behind others."""
    start = text.index(words, text.index(after) if after else 0)
    return Span(start=start, end=start + len(words))


def party(text: str, words: str, *, code: str = "", name: str | None = None, after: str = "") -> Actor:
    """A party by its words; `code` is the country, and what follows it the sector."""
    return Actor(
        span=span(text, words, after=after),
        name=name,
        country=code[:3] or None,
        sector=code[3:] or None,
        rule="name" if code else "unresolved",
    )


def event(text: str, trigger: str, **fields: Any) -> Event:
    """An event by its trigger."""
    there = span(text, trigger)
    made: dict[str, Any] = {"type": "CONSULT", "trigger": there, "mentions": (there,), "score": 0.8}
    return Event(**made | fields)


def when(text: str, words: str, start: str, end: str | None = None) -> When:
    """When something was, by the words that say so."""
    return When(start=start, end=end or start, span=span(text, words), rule="weekday")


def talks() -> Reading:
    """A reading of TALKS: a meeting, a threat that a newspaper claims, and a meeting that is planned."""
    klow = Location(span=span(TALKS, "Klow"), name="Klow", country="SYL", latitude=-45.5, longitude=20.25)
    minister = Actor(
        span=span(TALKS, "Ivan Petrov, the foreign minister of Borduria,"),
        name="Ivan Petrov",
        entity=0,
        role=span(TALKS, "foreign minister"),
        country="BRD",
        sector="GOV",
        rule="role",
        where=span(TALKS, "foreign minister of Borduria"),
    )
    names = ("Ivan Petrov", "Borduria", "Syldavia", "Klow Gazette")
    return Reading(
        models=("test 1",),
        entities=tuple(Entity(name=name, kind="person" if name == names[0] else "organization") for name in names),
        mentions=tuple(Mention(span=span(TALKS, name), form="name", entity=at) for at, name in enumerate(names)),
        statements=(
            Statement(
                content=(span(TALKS, "Borduria threatened Syldavia with sanctions"),),
                source=span(TALKS, "the Klow Gazette"),
                cue=span(TALKS, "said"),
                speaker=Speaker(name="Klow Gazette", entity=3, rule="name", where=span(TALKS, "Klow Gazette")),
                kind="indirect",
                score=0.9,
            ),
        ),
        events=(
            event(
                TALKS,
                "met",
                mode="visit",
                code="042",
                actors=(minister,),
                recipients=(party(TALKS, "officials of Syldavia", code="SYLGOV"),),
                place=klow,
                date=when(TALKS, "on Thursday", "2018-05-31"),
            ),
            event(
                TALKS,
                "threatened",
                type="THREATEN",
                code="132",
                actors=(party(TALKS, "Borduria", code="BRD", name="Borduria", after=". "),),
                recipients=(party(TALKS, "Syldavia", code="SYL", name="Syldavia", after="threatened"),),
                claimed_by=0,
            ),
            event(
                TALKS,
                "meet again",
                code="040",
                actors=(party(TALKS, "The two countries"),),
                date=when(TALKS, "in June", "2018-06-01", "2018-06-30"),
                status="planned",
            ),
        ),
    )


def record(text: str = TALKS, reading: Reading | None = None, **fields: Any) -> Record:
    """A record with a reading: that of TALKS, where no other is given."""
    made = {"url": "https://gazette.example/talks", "title": "Talks in Klow", "site": "Klow Gazette"} | fields
    article = Article(text=text, **{"published": datetime(2018, 6, 1, 9), **made})
    return Record.of(article, reading=talks() if reading is None else reading)


def met(who: str, whom: str, *, day: str | None, number: int = 0, **fields: Any) -> Record:
    """An article of its own in which one met another: "A (BRDGOV)" has a code, "A" a name, "the men" neither."""
    text = f"{who} met {whom} on some day, it is said in article {number}. " + " ".join(
        f"Word{number}x{at}" for at in range(40)
    )
    place = fields.pop("place", None)
    parties = [
        party(text, words, code=words.partition("(")[2].rstrip(")"), name=words if words[0].isupper() else None)
        for words in (who, whom)
    ]
    url = fields.pop("url", f"https://site{number}.example/{number}")
    published = fields.pop("published", datetime(2018, 6, 1, 9))
    made = event(
        text,
        "met",
        actors=(parties[0],),
        recipients=(parties[1],),
        date=None if day is None else when(text, "on some day", *day.split("/")),
        place=None if place is None else Location(span=span(text, "some day"), name=place, country="SYL"),
        **fields,
    )
    return record(text, Reading(models=("test 1",), events=(made,)), url=url, published=published)
