"""The model of events: two layers more on what the model of statements makes of a text, and what its vectors mean."""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.errors import ModelError
from onrecord.reading.events import kinds, trees
from onrecord.reading.files import MODELS, About, about, checked, session
from onrecord.reading.tagging import Floats

if TYPE_CHECKING:
    import onnxruntime

NAME = "events"
FOLDER = MODELS / NAME
FILES = ("model.onnx", "weights.npz")
SIZES = {
    "arcs": 2 * trees.ARC,
    "labels": 2 * trees.LABEL,
    "roles": 2 * trees.ROLE,
    "predicates": 1,
    "kinds": 3 * kinds.HIDDEN,
}
"""What the model gives of each word, and how many numbers of it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Branch:
    """A model of events that was loaded."""

    about: About
    trees: trees.Weights
    kinds: kinds.Weights
    session: onnxruntime.InferenceSession

    def fits(self, statements: About) -> Branch:
        """This model. Raises ModelError where it was trained on another model of statements than this one."""
        if self.about.stands_on != statements.sha256.get("model.onnx"):
            raise ModelError(
                f"it was trained on another model of statements than {statements.name_and_version}; "
                "make it again with `make train-events`",
                name=NAME,
            )
        return self

    def see(self, trunk: Any, top: Any) -> dict[str, Floats]:
        """What it says of each piece of a window, of which the model of statements gave `trunk` and `top`."""
        given = self.session.run(list(SIZES), {"trunk": trunk, "top": top})
        return dict(zip(SIZES, (scores[0] for scores in given), strict=True))


@functools.cache
def shipped() -> Branch:
    """The model that comes with the package, loaded once. Raises as `load` does."""
    return load(FOLDER)


def load(folder: Path) -> Branch:
    """The model in a folder, every file checked by its hash.

    Raises ModelError where a file is missing or damaged, or where what runs it is not installed.
    """
    described = about(folder)
    files = checked(folder, FILES, described.sha256)
    with np.load(io.BytesIO(files["weights.npz"])) as given:
        numbers = {name: given[name].astype(np.float32) for name in given.files}
    try:
        return Branch(
            about=described,
            trees=trees.Weights(**{name: numbers[name] for name in ("arc_bias", "root", "labels", "roles")}),
            kinds=kinds.Weights(
                **{name: numbers[name] for name in ("nobody", "kind", "bias", "listed")},
                lexicon=dict(zip(_words(numbers["words"]), numbers["lexicon"], strict=True)),
            ),
            session=session(files["model.onnx"], folder.name),
        )
    except KeyError as error:
        raise ModelError(f"{folder / 'weights.npz'} lacks {error}; install onrecord again", name=folder.name) from error


def _words(letters: Floats) -> list[str]:
    """Words as their letters' numbers, a line each."""
    return letters.astype(np.uint8).tobytes().decode("ascii").split()
