"""The model of statements: its files, checked, and what it says of every word of a text."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.errors import ModelError
from onrecord.reading.events.branch import SIZES, Branch
from onrecord.reading.files import MODELS, About, about, arrays, checked, session
from onrecord.reading.linking import SIZE, Weights
from onrecord.reading.quotes import Range
from onrecord.reading.tagging import Floats, Transitions
from onrecord.reading.words import CLS, SEP, Window, Words, windows, words_of

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

NAME = "statements"
FOLDER = MODELS / NAME
FILES = ("model.onnx", "tokenizer.json", "heads.json")
OUTPUTS = ("tags", "names", "links")
SHARED = ("trunk", "top")
"""What the encoder makes of each piece below and above, which the model of events goes on with."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """What the models say of each word: scores of the tags of roles and of names, the vectors for links, and, where a
    model of events looked along, its vectors by their names."""

    tags: Floats
    names: Floats
    links: Floats
    events: dict[str, Floats]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """A model that was loaded; `odds` weigh the parts of a statement's score."""

    about: About
    role_transitions: Transitions
    name_transitions: Transitions
    sources: Weights
    contents: Weights
    odds: tuple[float, ...]
    tokenizer: Tokenizer
    session: onnxruntime.InferenceSession

    def words(self, text: str, paragraphs: Sequence[Range]) -> Words:
        """The words of some paragraphs of a text, as the model takes them."""
        return words_of(text, paragraphs, self.tokenizer)

    def see(self, words: Words, branch: Branch | None = None) -> Seen:
        """What the model says of every word, and the model of events where one is given: the encoder works once for
        both. Time is linear in words: windows of bounded size go through it."""
        sizes = {"tags": 2 * len(self.about.roles) + 1, "names": 2 * len(self.about.names) + 1, "links": 4 * SIZE}
        found = _empty(words, sizes)
        events = _empty(words, SIZES if branch else {})
        for window in windows(words):
            given = self.session.run([*OUTPUTS, *(SHARED if branch else ())], _inputs(words, window))
            own = slice(*np.searchsorted(words.first, [window.own, window.own_end]))
            rows = words.first[own] - window.start + 1
            for name, scores in zip(OUTPUTS, given, strict=False):
                found[name][own] = scores[0][rows]
            for name, vectors in (branch.see(*given[len(OUTPUTS) :]) if branch else {}).items():
                events[name][own] = vectors[rows]
        return Seen(**found, events=events)


def _empty(words: Words, sizes: Mapping[str, int]) -> dict[str, Floats]:
    return {name: np.zeros((len(words), size), dtype=np.float32) for name, size in sizes.items()}


def _inputs(words: Words, window: Window) -> dict[str, Any]:
    """One window, between the marks that the encoder knows for the beginning and the end."""
    part = slice(window.start, window.end)
    pieces = np.concatenate(([CLS], words.ids[part], [SEP]))
    shapes, quoted = (np.concatenate(([0], given[part], [0])) for given in (words.shapes, words.quoted))
    return {"pieces": pieces[None], "shapes": shapes[None], "quoted": quoted[None]}


@functools.cache
def shipped_about() -> About:
    """What describes the model that comes with the package, read once. Raises as `about` does."""
    return about(FOLDER)


@functools.cache
def shipped() -> Model:
    """The model that comes with the package, loaded once. Raises as `load` does."""
    return load(FOLDER)


def load(folder: Path) -> Model:
    """The model in a folder, every file checked by its hash.

    Raises ModelError where a file is missing or damaged, or where what runs it is not installed.
    """
    described = about(folder)
    files = checked(folder, FILES, described.sha256)
    heads = json.loads(files["heads.json"])
    return Model(
        about=described,
        role_transitions=Transitions(**arrays(heads["role_transitions"])),
        name_transitions=Transitions(**arrays(heads["name_transitions"])),
        sources=Weights(**arrays(heads["sources"])),
        contents=Weights(**arrays(heads["contents"])),
        odds=tuple(heads["odds"]),
        tokenizer=_tokenizer(files["tokenizer.json"]),
        session=session(files["model.onnx"], folder.name),
    )


def _tokenizer(content: bytes) -> Tokenizer:
    try:
        import tokenizers
    except ImportError as error:
        raise ModelError("the package tokenizers is not installed: pip install tokenizers", name=NAME) from error
    try:
        found = tokenizers.Tokenizer.from_buffer(content)
    except Exception as error:
        raise ModelError(f"the package tokenizers cannot load tokenizer.json: {error}; update it", name=NAME) from error
    found.no_padding()
    found.no_truncation()
    return found
