"""Whether an event happened: sentences of another hand than the rules (status_held.txt), and those that the rules were
made by (status.txt)."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from onrecord.reading import model
from onrecord.reading.events import branch
from onrecord.reading.events.status import status_of
from onrecord.reading.events.trees import grown

SENTENCES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "status.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def found(sentence: str) -> str:
    """The status of the word in brackets."""
    start = sentence.index("[")
    text = re.sub(r"[\[\]]", "", sentence)
    loaded, looking = model.shipped(), branch.shipped()
    words = loaded.words(text, [(0, len(text))])
    trees = grown(words, loaded.see(words, looking).events, looking.trees)
    lower = [text[a:b].lower() for a, b in zip(words.starts, words.ends, strict=True)]
    return status_of(lower, trees, int(words.starts.searchsorted(start)))


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, str]]:
    return [(gold, found(sentence)) for gold, sentence in SENTENCES]


def test_the_status_of_most_sentences_is_right(pairs: list[tuple[str, str]]) -> None:
    assert len(pairs) == 120
    assert set(Counter(gold for gold, _ in pairs).values()) == {24}
    assert sum(gold == said for gold, said in pairs) / len(pairs) >= 0.85


def test_what_did_not_happen_is_hardly_ever_said_to_have_happened(pairs: list[tuple[str, str]]) -> None:
    doubtful = [said for gold, said in pairs if gold in {"asked", "denied", "hypothetical"}]
    assert doubtful.count("happened") / len(doubtful) <= 0.05
