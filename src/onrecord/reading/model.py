"""The model of statements: its files, checked, and what it says of every word of a text."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from onrecord.errors import ModelError
from onrecord.reading.linking import SIZE, Weights
from onrecord.reading.quotes import Range
from onrecord.reading.tagging import Floats, Transitions
from onrecord.reading.words import CLS, SEP, Window, Words, windows, words_of

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

NAME = "statements"
FOLDER = Path(__file__).resolve().parent.parent / "models" / NAME
FILES = ("model.onnx", "tokenizer.json", "heads.json")
OUTPUTS = ("tags", "names", "links")
_AGAIN = "install onrecord again, or make the model again with `make train-statements`"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """What the model says of each word: scores of the tags of roles and of names, and its vectors for links."""

    tags: Floats
    names: Floats
    links: Floats


class About(msgspec.Struct, frozen=True):
    """What meta.json says of a model. `roles` and `names` are the kinds of spans, in the order of their tags."""

    name: str
    version: str
    languages: tuple[str, ...]
    roles: tuple[str, ...]
    names: tuple[str, ...]
    sha256: dict[str, str]

    @property
    def name_and_version(self) -> str:
        """As a Reading names it."""
        return f"{self.name} {self.version}"


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

    def see(self, words: Words) -> Seen:
        """What the model says of every word. Time is linear in words: windows of bounded size go through it."""
        sizes = {"tags": 2 * len(self.about.roles) + 1, "names": 2 * len(self.about.names) + 1, "links": 4 * SIZE}
        found = {name: np.zeros((len(words), sizes[name]), dtype=np.float32) for name in OUTPUTS}
        for window in windows(words):
            given = self.session.run(list(OUTPUTS), _inputs(words, window))
            low, high = np.searchsorted(words.first, [window.own, window.own_end])
            rows = words.first[low:high] - window.start + 1
            for name, scores in zip(OUTPUTS, given, strict=True):
                found[name][low:high] = scores[0][rows]
        return Seen(tags=found["tags"], names=found["names"], links=found["links"])


def _inputs(words: Words, window: Window) -> dict[str, Any]:
    """One window, between the marks that the encoder knows for the beginning and the end."""
    part = slice(window.start, window.end)
    pieces = np.concatenate(([CLS], words.ids[part], [SEP]))
    shapes, quoted = (np.concatenate(([0], given[part], [0])) for given in (words.shapes, words.quoted))
    return {"pieces": pieces[None], "shapes": shapes[None], "quoted": quoted[None]}


def about(folder: Path) -> About:
    """What describes the model in a folder; a small file, which says what languages it reads.

    Raises ModelError where it is missing or damaged.
    """
    path = folder / "meta.json"
    try:
        return msgspec.json.decode(_content(path), type=About)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ModelError(f"{path} is damaged: {error}; {_AGAIN}", name=NAME) from error


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
    files = {name: _content(folder / name) for name in FILES}
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != described.sha256.get(name):
            raise ModelError(f"{folder / name} is damaged: its hash is not the one in meta.json; {_AGAIN}", name=NAME)
    heads = json.loads(files["heads.json"])
    return Model(
        about=described,
        role_transitions=Transitions(**_arrays(heads["role_transitions"])),
        name_transitions=Transitions(**_arrays(heads["name_transitions"])),
        sources=Weights(**_arrays(heads["sources"])),
        contents=Weights(**_arrays(heads["contents"])),
        odds=tuple(heads["odds"]),
        tokenizer=_tokenizer(files["tokenizer.json"]),
        session=_session(files["model.onnx"]),
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}); {_AGAIN}", name=NAME) from error


def _arrays(given: Mapping[str, Any]) -> dict[str, Floats]:
    return {name: np.array(numbers, dtype=np.float32) for name, numbers in given.items()}


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


def _session(content: bytes) -> onnxruntime.InferenceSession:
    """One thread: many articles are read by many processes, and one reads the same on every machine."""
    try:
        import onnxruntime
    except ImportError as error:
        raise ModelError("the package onnxruntime is not installed: pip install onnxruntime", name=NAME) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelError(f"onnxruntime cannot load model.onnx: {error}; {_AGAIN}", name=NAME) from error
