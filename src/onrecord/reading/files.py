"""The files of a model, checked: what describes it, its contents by their hashes, and a session to run it in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from onrecord.errors import ModelError

if TYPE_CHECKING:
    import onnxruntime

MODELS = Path(__file__).resolve().parent.parent / "models"


class About(msgspec.Struct, frozen=True):
    """What meta.json says of a model: `stands_on` is the hash of the one that it goes on from; `roles` and `names` are
    the kinds of spans, in the order of their tags."""

    name: str
    version: str
    languages: tuple[str, ...]
    sha256: dict[str, str]
    stands_on: str | None = None
    roles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def name_and_version(self) -> str:
        """As a Reading names it."""
        return f"{self.name} {self.version}"


def about(folder: Path) -> About:
    """What describes the model in a folder; a small file, which says what languages it reads.

    Raises ModelError where it is missing or damaged.
    """
    path = folder / "meta.json"
    try:
        return msgspec.json.decode(_content(path), type=About)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ModelError(f"{path} is damaged: {error}; {_again(folder)}", name=folder.name) from error


def checked(folder: Path, names: Sequence[str], hashes: Mapping[str, str]) -> dict[str, bytes]:
    """The contents of some files of a folder. Raises ModelError where one is missing or is not what its hash says."""
    contents = {name: _content(folder / name) for name in names}
    for name, content in contents.items():
        if hashlib.sha256(content).hexdigest() != hashes.get(name):
            raise ModelError(
                f"{folder / name} is damaged: its hash is not the one in meta.json; {_again(folder)}", name=folder.name
            )
    return contents


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"{path} cannot be read ({error.strerror}); {_again(path.parent)}", name=path.parent.name
        ) from error


def _again(folder: Path) -> str:
    return f"install onrecord again, or make the model again with `make train-{folder.name}`"


def arrays(given: Mapping[str, Any]) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
    """Numbers as arrays of 32 bits."""
    return {name: np.array(numbers, dtype=np.float32) for name, numbers in given.items()}


_SLOWER = ["SkipLayerNormFusion"]
"""What onnxruntime joins by a step that takes seven times as long as the two that it replaces."""


def session(content: bytes, name: str) -> onnxruntime.InferenceSession:
    """What runs a network. One thread: many articles are read by many processes, and one reads the same everywhere."""
    try:
        import onnxruntime
    except ImportError as error:
        raise ModelError("the package onnxruntime is not installed: pip install onnxruntime", name=name) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(
            content, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
        )
    except Exception as error:
        again = _again(MODELS / name)
        raise ModelError(f"onnxruntime cannot load model.onnx of {name}: {error}; {again}", name=name) from error
