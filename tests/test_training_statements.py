"""How gold attributions become the words, tags and links that are learned from."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from tokenizers import Tokenizer

from onrecord.reading import model

FOLDER = Path(__file__).resolve().parent.parent / "training" / "statements"


@pytest.fixture(scope="module")
def corpus() -> ModuleType:
    """The module of training/statements, which is on nobody's path."""
    sys.path.append(str(FOLDER))
    return importlib.import_module("corpus")


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """The tokenizer that ships."""
    return model.shipped().tokenizer


def test_spans_become_tags_of_whole_words(corpus: ModuleType, tokenizer: Tokenizer) -> None:
    text = "“It rained,” Jane Doe said. “It stopped.”"
    statement = {"source": [[13, 21]], "cue": [[22, 26]], "content": [[0, 12], [28, 41]]}
    item = corpus.example({"text": text, "statements": [statement]}, tokenizer)
    shown = [text[start:end] for start, end in zip(item.words.starts, item.words.ends, strict=True)]
    by_tag = {tag: [word for word, own in zip(shown, item.tags, strict=True) if own == tag] for tag in range(7)}
    assert by_tag[1] == ["Jane"]
    assert by_tag[2] == ["Doe"]
    assert by_tag[3] == ["said"]
    assert by_tag[5] == ["“", "“"]
    assert by_tag[0] == ["."]
    [attribution] = item.attributions
    assert len(attribution.content) == 2


def test_a_span_that_another_cuts_in_two_begins_anew(corpus: ModuleType, tokenizer: Tokenizer) -> None:
    text = "it rained she said all day"
    statement = {"source": [[10, 13]], "cue": [[14, 18]], "content": [[0, 26]]}
    item = corpus.example({"text": text, "statements": [statement]}, tokenizer)
    assert item.tags.tolist() == [5, 6, 1, 3, 5, 6]


def test_tokens_of_names_become_running_text(corpus: ModuleType, tokenizer: Tokenizer, tmp_path: Path) -> None:
    rows = "https://example.org\tO\n\nJane\tB-Person\nDoe\tI-Person\n,\tO\nof\tO\nthe\tO\nU.N.\tB-Organization\n\nRain\tO\n.\tO\n"
    (tmp_path / "a.tsv").write_text(rows, "utf-8")
    [item] = corpus.named(tmp_path, tokenizer)
    kinds = {corpus.NAMES[(tag - 1) // 2] for tag in np.unique(item.tags) if tag}
    assert kinds == {"Person", "Organization"}
    assert item.tags[:3].tolist() == [1, 2, 0]
