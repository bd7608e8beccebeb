"""Whether an event happened: sentences that the rules were made by, and others by another hand (status_held.txt)."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from onrecord.reading import model
from onrecord.reading.events import branch
from onrecord.reading.events.status import status_of
from onrecord.reading.events.trees import grown

HERE = Path(__file__).parent
DOUBTFUL = {"asked", "denied", "hypothetical"}

Pairs = list[tuple[str, str]]


def found(sentence: str) -> str:
    """The status of the word in brackets."""
    start = sentence.index("[")
    text = re.sub(r"[\[\]]", "", sentence)
    loaded, looking = model.shipped(), branch.shipped()
    words = loaded.words(text, [(0, len(text))])
    trees = grown(words, loaded.see(words, looking).events, looking.trees)
    lower = [text[a:b].lower() for a, b in zip(words.starts, words.ends, strict=True)]
    return status_of(lower, trees, int(words.starts.searchsorted(start)))


@pytest.fixture(scope="module", params=["status.txt", "status_held.txt"])
def pairs(request: pytest.FixtureRequest) -> Pairs:
    """The status of each sentence of a file as it is, and as it is read."""
    lines = (HERE / request.param).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(gold, found(sentence)) for gold, sentence in rows]


def test_the_status_of_most_sentences_is_right(pairs: Pairs) -> None:
    counts = Counter(gold for gold, _ in pairs)
    assert len(set(counts.values())) == 1, "as many of each status"
    right = sum(gold == said for gold, said in pairs) / len(pairs)
    print(f"{len(pairs)} sentences, {right:.3f} right")
    assert right >= 0.85


def test_what_did_not_happen_is_hardly_ever_said_to_have_happened(pairs: Pairs) -> None:
    doubtful = [said for gold, said in pairs if gold in DOUBTFUL]
    share = doubtful.count("happened") / len(doubtful)
    print(f"{share:.3f} of {len(doubtful)} asked, denied or hypothetical are said to have happened")
    assert share <= 0.05
