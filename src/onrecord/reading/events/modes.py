"""What PLOVER says more of an event than its type, its mode, and the code of CAMEO that goes with it (modes.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.reading.events.forms import bases

if TYPE_CHECKING:  # trees bring numpy along, which whoever only asks for the names should not wait for
    from onrecord.reading.events.trees import Trees

_MODES: dict[str, dict[str, dict[str, str]]] = tomllib.loads(Path(__file__).with_name("modes.toml").read_text("utf-8"))
_NEVER = frozenset(_MODES.pop("none")["any"]["words"].split())
_WORDS = {
    kind: [(mode, frozenset(one.get("words", "").split())) for mode, one in modes.items() if mode != "any"]
    for kind, modes in _MODES.items()
}
MODES: tuple[str, ...] = tuple(sorted({mode for modes in _WORDS.values() for mode, _ in modes}))
"""The names of all modes."""
_CLAUSES = frozenset("advcl acl:relcl ccomp parataxis csubj conj".split())
"""What hangs by one of these is another clause, with events of its own."""


def is_never(word: str) -> bool:
    """Whether a word in lower case names no event of any type; a mark never does."""
    return not word[:1].isalnum() or not _NEVER.isdisjoint(bases(word))


def mode_of(kind: str, triggers: Sequence[str], trees: Trees, lower: Sequence[str], first: int) -> str | None:
    """The mode of an event by the words of its mentions, else by those of the clause that hang on the first or hold it;
    None where none is plain."""
    near = [lower[at] for at in trees.children[first] if trees.labels[at] not in _CLAUSES]
    near += [lower[trees.heads[first]]] if trees.labels[first] not in _CLAUSES else []
    for words in (triggers, near):
        for word in words:
            found = next((mode for mode, known in _WORDS.get(kind, ()) if not known.isdisjoint(bases(word))), None)
            if found:
                return found
    return None


def code_of(kind: str, mode: str | None) -> str | None:
    """The code of CAMEO for a type and a mode: the one of the mode, else that of the type."""
    known = _MODES.get(kind, {})
    return known.get(mode or "any", {}).get("code") or known.get("any", {}).get("code")
