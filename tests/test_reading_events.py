"""Events of texts: their spans, their mentions, and texts that end or break where one does not expect it."""

from __future__ import annotations

import time
from datetime import datetime

import numpy as np
import pytest

from onrecord import Article, Reading, read
from onrecord.reading.events import kinds
from onrecord.reading.verifying import defects
from onrecord.values import Record

NEWS = (
    "Kenya’s President Amina Otieno met Chad's foreign minister, Idriss Mahamat, in Nairobi on Tuesday. She urged him "
    "to release two journalists. “We will not attack Chad,” Otieno "
    "said.\n\nPolice arrested 12 protesters in Mombasa, and "
    "rebels denied that they had shelled the town. The United States may impose sanctions on Chad, officials said.\n\n"
    "A second meeting of Otieno and Mahamat is planned for June 12 in Cairo"
)


def read_all(text: str) -> Reading:
    return read(Article(text=text, language="en", published=datetime(2018, 5, 31)))


@pytest.mark.parametrize("size", range(10, len(NEWS), 23))
def test_whatever_a_text_ends_with_its_events_are_whole(size: int) -> None:
    article = Article(text=NEWS[:size], language="en", published=datetime(2018, 5, 31))
    reading = read(article)
    assert not list(defects(Record.of(article, reading=reading)))
    for event in reading.events:
        assert event.mentions[0] == event.trigger
        assert list(event.mentions) == sorted(event.mentions, key=lambda span: span.start)
        assert event.claimed_by is None or event.claimed_by < len(reading.statements)


@pytest.mark.parametrize(
    "text",
    [
        "Troops of Kenya attack",
        "Kenya and Chad negotiate",
        "The minister resigned\nKenya attacks",
        "Soldiers arrested students in foo\u200bKenya",
        "Police in the United Kingdom arrested protesters.",
        "attack",
        "met met met met",
    ],
)
def test_texts_without_a_stop_are_read(text: str) -> None:
    assert read_all(text).unread is None


def test_who_met_whom_when_and_where() -> None:
    events = read_all(NEWS).events
    met = next(event for event in events if event.trigger.of(NEWS) == "met")
    assert (met.type, met.status) == ("CONSULT", "happened")
    assert [actor.name for actor in met.actors] == ["Amina Otieno"]
    assert [actor.country for actor in (*met.actors, *met.recipients)] == ["KEN", "TCD"]
    assert met.date is not None
    assert met.date.start == "2018-05-29"
    assert met.place is not None
    assert met.place.name == "Nairobi"


def test_what_is_denied_or_feared_did_not_happen() -> None:
    events = {event.trigger.of(NEWS): event.status for event in read_all(NEWS).events}
    assert events.get("shelled", "denied") == "denied"
    assert events.get("attack", "denied") == "denied"
    assert events.get("impose", "hypothetical") == "hypothetical"
    assert events.get("sanctions", "hypothetical") == "hypothetical"


def test_no_party_is_taken_from_the_next_line() -> None:
    text = "Kenya attacks Chad\nPresident William Ruto spoke to the parliament of Kenya on Monday."
    names = {actor.span.of(text) for event in read_all(text).events[:1] for actor in event.recipients}
    assert "President William Ruto" not in names


@pytest.mark.parametrize(
    "part",
    ["police arrested protesters in Kenya and ", "On Monday he met Kim, on Tuesday Ri, ", "French German Dutch "],
)
def test_time_is_linear_in_the_length_of_a_sentence(part: str) -> None:
    taken = []
    for count in (150, 600):
        text = part * count
        began = time.process_time()
        read_all(text)
        taken.append(time.process_time() - began)
    assert taken[1] <= taken[0] * 9 + 0.5


def test_the_chances_of_several_words_are_those_of_each_alone() -> None:
    numbers = np.random.default_rng(5)
    vectors = numbers.normal(size=(30, 3 * kinds.HIDDEN)).astype(np.float32)
    nobody, kind, bias, listed, talk = (
        numbers.normal(size=size).astype(np.float32)
        for size in (
            (2, kinds.HIDDEN),
            (len(kinds.KINDS), kinds.HIDDEN),
            len(kinds.KINDS),
            (len(kinds.KINDS), kinds.SAID),
            kinds.SAID,
        )
    )
    weights = kinds.Weights(nobody=nobody, kind=kind / np.float32(10), bias=bias, listed=listed, lexicon={"talk": talk})
    triggers = {4: "talked", 9: "rained", 20: "talks"}
    actors, recipients = [range(3), range(0), range(18, 19)], [range(6, 7), range(10, 14), range(0)]
    together = kinds.chances(vectors, weights, triggers, actors, recipients)
    for (trigger, word), actor, recipient, found in zip(triggers.items(), actors, recipients, together, strict=True):
        alone = kinds.chances(vectors, weights, {trigger: word}, [actor], [recipient])
        assert np.allclose(alone, found, atol=1e-5)
        by = vectors[list(actor)].mean(axis=0)[kinds.HIDDEN : -kinds.HIDDEN] if actor else nobody[0]
        to = vectors[list(recipient)].mean(axis=0)[-kinds.HIDDEN :] if recipient else nobody[1]
        scores = weights.kind @ kinds._gelu(vectors[trigger, : kinds.HIDDEN] + by + to) + bias
        scores = scores + (listed @ talk if word != "rained" else 0)
        assert np.allclose(found, np.exp(scores) / np.exp(scores).sum(), atol=1e-4)
    assert kinds.chances(vectors, weights, {}, [], []).shape == (0, len(kinds.KINDS))
