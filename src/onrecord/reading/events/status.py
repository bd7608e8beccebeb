"""Whether something happened, as its sentence says: read off the tree, from the word that names it up to the root.

Its own clause comes first ("did not meet", "will meet", "if they meet"), then what governs it, step by step ("urged
him to visit", "plans to visit", "the possibility of a visit"). A step further up counts where it takes more away: who
denies having agreed to meet has not met; who is urged to agree to meet is asked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from onrecord.reading.events.forms import bases
from onrecord.reading.events.trees import Trees
from onrecord.values import EventStatus

_LISTS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(Path(__file__).with_name("status.toml").read_text("utf-8")).items()
}
_ORDER: tuple[EventStatus, ...] = ("happened", "planned", "asked", "hypothetical", "denied")
_CLAUSES = frozenset("xcomp ccomp advcl acl csubj acl:relcl".split())
_STEPS = 12
"""So many words up the tree are looked at."""


def status_of(words: list[str], trees: Trees, trigger: int) -> EventStatus:
    """The status of what a word names. `words` are those of the text, in lower case."""
    found = _own(words, trees, trigger)
    at = trigger
    for _ in range(_STEPS):
        above = trees.heads[at]
        if above == at or _is_apart(words, trees, at, above):
            return _in_question(words, trees, at, found)
        found = _joined(found, _step(words, trees, at, above))
        at = above
    return found


def _is_apart(words: list[str], trees: Trees, at: int, above: int) -> bool:
    """Whether nothing that governs a clause says anything of it: a relative clause, "after he left", whatever the tree
    calls it; nor does a clause that begins behind it."""
    if trees.labels[at] in {"acl:relcl", "appos"} or _opener(words, trees, at) is not None:
        return True
    opener = _opener(words, trees, above)
    return opener is not None and at < opener and trees.labels[at] in _CLAUSES


def _opener(words: list[str], trees: Trees, at: int) -> int | None:
    """The word before a clause with a subject that makes it one by itself: "after" of "after Chad left", "who". Right
    before the subject it counts wherever the tree hangs it: "a day after Chad left"."""
    for subject in trees.under(at, "nsubj", "nsubj:pass"):
        if words[subject] in _LISTS["relative"]:
            return subject
        for child in (*trees.under(at, "mark", "advmod", "case"), *trees.under(subject, "case", "mark")):
            if child < subject and words[child] in _LISTS["apart"]:
                return child
        if words[_before(trees, subject)] in _LISTS["apart"]:
            return _before(trees, subject)
    return None


def _joined(below: EventStatus, above: EventStatus) -> EventStatus:
    """What two steps say together: the more doubtful of both."""
    return max(below, above, key=_ORDER.index)


def _own(words: list[str], trees: Trees, at: int) -> EventStatus:
    """What a word's own clause says, or what stands right by a noun."""
    found: EventStatus = "happened"
    if _is_denied(words, trees, at):
        return "denied"
    for child in trees.children[at]:
        label = trees.labels[child]
        if label in {"aux", "aux:pass", "cop"}:
            found = _joined(found, _modal(words, trees, child))
        elif label in {"amod", "compound"}:
            found = _joined(found, _by_list(words[child], "beside_"))
        elif label == "nmod:poss" and any(words[c] in _LISTS["next"] for c in (child, *trees.children[child])):
            found = _joined(found, "planned")
        elif label == "advmod" and words[child] in _LISTS["perhaps"]:
            found = _joined(found, "hypothetical")
        elif label == "mark":
            found = _joined(found, _mark(words, child))
        elif label in {"nsubj", "nsubj:pass"} and child < at and words[_before(trees, child)] in _LISTS["conditions"]:
            found = _joined(found, "hypothetical")
    if trees.labels[at] == "conj" and not any(True for _ in trees.under(at, "nsubj", "nsubj:pass", "aux", "mark")):
        found = _joined(found, _own(words, trees, trees.heads[at])) if trees.heads[at] < at else found
    return found


def _before(trees: Trees, subject: int) -> int:
    """The word right before a subject, where a conjunction stands that the tree may hang elsewhere."""
    return max(trees.whole(subject)[0] - 1, 0)


def _is_denied(words: list[str], trees: Trees, at: int) -> bool:
    """Whether a word, its subject or its preposition negates: "did not", "nobody was", "neither side", "without"."""
    for child in trees.children[at]:
        label = trees.labels[child]
        if label in {"advmod", "det", "aux", "cc"} and words[child] in _LISTS["negations"]:
            if words[child + 1 : child + 2] == ["only"]:
                continue
            return True
        if label == "case" and words[child] in _LISTS["without"]:
            return True
        if label in {"nsubj", "nsubj:pass"} and _LISTS["negations"] & {
            words[child],
            *(words[c] for c in _small(trees, child)),
        }:
            return True
        if label == "advmod" and words[child : child + 2] == ["yet", "to"]:
            return True
    return False


def _small(trees: Trees, at: int) -> Iterator[int]:
    return trees.under(at, "det", "cc", "cc:preconj", "advmod")


def _modal(words: list[str], trees: Trees, at: int) -> EventStatus:
    """What an auxiliary says; "is to" is planned, and so is what a verb says that was taken for one."""
    if words[at] in _LISTS["future"]:
        return "planned"
    if words[at] in _LISTS["inverted"] and _opens(trees, at):
        return "hypothetical"
    if words[at] in _LISTS["would"] and _is_reported(words, trees, trees.heads[at]):
        return "planned"
    if words[at] in _LISTS["be"]:
        return "planned" if words[at + 1 : at + 2] == ["to"] and trees.heads[at + 1] == trees.heads[at] else "happened"
    given = _by_list(words[at], "over_")
    if given != "happened":
        return given
    if words[at] in _LISTS["demanding"]:
        return "asked"
    return "hypothetical" if words[at] in _LISTS["may"] else "happened"


def _opens(trees: Trees, at: int) -> bool:
    """Whether an auxiliary stands before its subject, in a clause that is not the main one: "should it fail, we"."""
    above = trees.heads[at]
    return trees.heads[above] != above and any(at < child for child in trees.under(above, "nsubj", "nsubj:pass"))


def _is_reported(words: list[str], trees: Trees, at: int) -> bool:
    """Whether a clause is what somebody said or decided: "said that it would close" is a plan, not a possibility."""
    above = trees.heads[at]
    return (
        trees.labels[at] in {"ccomp", "parataxis", "root"}
        and not _LISTS["reporting"].isdisjoint(
            set().union(*(bases(words[word]) for word in {above, *trees.under(at, "parataxis", "ccomp")}))
        )
        and not any(words[child] in _LISTS["conditions"] for child in trees.under(at, "advcl"))
    )


def _mark(words: list[str], at: int) -> EventStatus:
    return "hypothetical" if words[at] in _LISTS["conditions"] else "happened"


def _by_list(word: str, before: str) -> EventStatus:
    """The status that a word gives to what it governs, by the lists whose names begin so."""
    for status in reversed(_ORDER[1:]):
        if not _LISTS[before + status].isdisjoint(bases(word)):
            return status
    return "happened"


def _step(words: list[str], trees: Trees, at: int, above: int) -> EventStatus:
    """What the word above says of the one that hangs on it."""
    label = trees.labels[at]
    if label == "conj":
        return "happened"
    if label in {"nsubj", "nsubj:pass"}:
        own = _own(words, trees, above)
        return "hypothetical" if own == "hypothetical" else _by_list(words[above], "of_subject_")
    if label == "advcl" and not _is_argument(trees, at, above):
        return _adverbial(words, trees, at, above)
    if label in {"acl:relcl", "parataxis", "appos", "nmod:poss", "vocative", "obl:unmarked"}:
        return "happened"
    if label in {"obl", "nmod"} and not _governs(words, trees, at):
        return "happened"
    if label not in _CLAUSES and label not in {"obj", "iobj", "nmod", "obl", "obl:agent", "compound", "amod"}:
        return "happened"
    given = _over(words, trees, at, above)
    if label in {"obj", "nmod"} and given == "happened":
        given = _by_list(words[above], "over_nouns_")
    return _turned(given, _own(words, trees, above))


def _over(words: list[str], trees: Trees, at: int, above: int) -> EventStatus:
    """What a governing word says, with its particle ("ruled out"); who wants somebody else to do it asks for it."""
    particle = words[above + 1 : above + 2]
    if particle and any(f"{base}-{particle[0]}" in _LISTS["with_particle_denied"] for base in bases(words[above])):
        return "denied"
    if not _LISTS["wanting"].isdisjoint(bases(words[above])):
        of_others = any(True for _ in trees.under(at, "nsubj", "nsubj:pass")) or any(
            True for _ in trees.under(above, "obj")
        )
        return "asked" if of_others else "planned"
    given = _by_list(words[above], "over_")
    if given == "asked" and not _LISTS["telling"].isdisjoint(bases(words[above])):
        return given if any(words[child] == "to" for child in trees.under(at, "mark")) else "happened"
    return given


def _turned(given: EventStatus, own: EventStatus) -> EventStatus:
    """What a governing word gives, as its own clause has it: who did not plan to go will not."""
    if own == "denied":
        return "happened" if given == "denied" else "denied" if given != "hypothetical" else "hypothetical"
    if given == "asked" and own in {"planned", "happened"}:
        return "asked"
    return _joined(given, own) if given != "happened" or own != "asked" else own


def _adverbial(words: list[str], trees: Trees, at: int, above: int) -> EventStatus:
    """A clause beside another: of purpose ("to meet him") it is planned; "without meeting him" it is denied."""
    marks = [words[child] for child in trees.under(at, "mark", "case")]
    if any(mark in _LISTS["without"] for mark in marks):
        return "denied"
    if "from" in marks:
        return _over(words, trees, at, above)
    if "to" in marks and not any(True for _ in trees.under(at, "nsubj")):
        given = _over(words, trees, at, above)
        return given if given != "happened" else _joined("planned", _own(words, trees, above))
    return "happened"


def _governs(words: list[str], trees: Trees, at: int) -> bool:
    """Whether a noun behind a preposition is what the word before it is about: "possibility of", "calls for"."""
    if _is_argument(trees, at, trees.heads[at]):
        return True
    return any(words[child] in _LISTS["about"] for child in trees.under(at, "case", "mark"))


def _is_argument(trees: Trees, at: int, above: int) -> bool:
    """Whether a word heads what another is about, by the roles of that."""
    return any(role.word == at and role.kind in {"ARG1", "ARG2"} for role in trees.roles.get(above, ()))


def _in_question(words: list[str], trees: Trees, root: int, found: EventStatus) -> EventStatus:
    """What is asked with a question mark is not said to have happened."""
    last = trees.whole(root)[1] - 1
    return _joined(found, "hypothetical") if words[last] == "?" or "?" in _ends(words, trees, root) else found


def _ends(words: list[str], trees: Trees, root: int) -> Iterator[str]:
    return (words[child] for child in trees.under(root, "punct") if child > root)
