"""Trees and roles: decoded from scores, whatever the scores are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading.events import trees
from onrecord.reading.events.arguments import Grammar, parties_of, phrase
from onrecord.reading.events.forms import bases
from onrecord.reading.events.trees import Role, Trees
from onrecord.reading.products import parts, product


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 24), st.integers(0, 2**32 - 1))
def test_any_scores_make_a_tree_with_one_root(count: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(count, count)).astype(np.float32)
    heads = trees._tree(scores)
    roots = [word for word, head in enumerate(heads) if head == word]
    assert len(roots) == 1
    for word in range(count):
        seen = set()
        while heads[word] != word:
            assert word not in seen, "a circle"
            seen.add(word)
            word = int(heads[word])


def test_a_circle_is_broken_where_that_costs_least() -> None:
    scores = np.full((3, 3), -9, dtype=np.float32)
    scores[0, 0] = 5  # the root
    scores[1, 2], scores[2, 1] = 4, 4  # each the other's head
    scores[1, 0], scores[2, 0] = 1, 3  # the second gives up less
    assert trees._tree(scores).tolist() == [0, 2, 0]


def test_long_sentences_are_read_in_parts() -> None:
    found = list(trees._parts(np.array([0] * 5 + [1] * (2 * trees.LONGEST + 1))))
    assert found[0] == (0, 5)
    assert max(high - low for low, high in found) == trees.LONGEST
    assert found[-1][1] == 5 + 2 * trees.LONGEST + 1


def test_labels_are_the_best_by_the_vectors_of_word_and_head() -> None:
    numbers = np.random.default_rng(3)
    vectors = numbers.normal(size=(200, 2 * trees.LABEL)).astype(np.float32)
    weights = numbers.normal(size=(len(trees.LABELS), trees.LABEL + 1, trees.LABEL + 1)).astype(np.float32)
    heads = numbers.integers(0, 200, size=200)
    found = trees._labels(vectors, heads, weights)
    learned = np.where(vectors > 0, vectors, 0.1 * vectors)
    for word in (0, 61, 62, 199):
        below, above = learned[word, : trees.LABEL], learned[heads[word], trees.LABEL :]
        scores = [float(np.append(below, 1) @ weight @ np.append(above, 1)) for weight in weights]
        scores[trees.LABELS.index("root")] = -np.inf
        assert found[word] == ("root" if heads[word] == word else trees.LABELS[int(np.argmax(scores))])


def test_a_product_in_parts_is_the_product() -> None:
    numbers = np.random.default_rng(4)
    left, right = (numbers.normal(size=size).astype(np.float32) for size in ((301, 128), (128, 90)))
    assert len(list(parts(len(left), right.size))) > 1
    assert np.allclose(product(left, right), left @ right, atol=1e-4)


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("denied", "deny"),
        ("met", "meet"),
        ("visiting", "visit"),
        ("planned", "plan"),
        ("arrives", "arrive"),
        ("urged", "urge"),
    ],
)
def test_a_word_may_be_a_form_of_its_base(word: str, base: str) -> None:
    assert base in bases(word)


def _tree(*rows: tuple[str, int, str], roles: dict[int, tuple[Role, ...]] | None = None) -> Grammar:
    """A grammar of rows (word, head, label); words in capitals are parties."""
    made = Trees(heads=tuple(row[1] for row in rows), labels=tuple(row[2] for row in rows), roles=roles or {})
    return Grammar(
        words=[row[0].lower() for row in rows],
        sentences=[0] * len(rows),
        trees=made,
        is_party=lambda at: rows[at][0][:1].isupper(),
    )


def test_the_subject_does_it_to_the_object() -> None:
    grammar = _tree(("Kenya", 1, "nsubj"), ("attacked", 1, "root"), ("Chad", 1, "obj"))
    assert parties_of(grammar, 1) == ([0], [2])


def test_who_is_behind_by_does_it_and_the_subject_suffers_it() -> None:
    grammar = _tree(
        ("Chad", 2, "nsubj:pass"),
        ("was", 2, "aux:pass"),
        ("attacked", 2, "root"),
        ("by", 4, "case"),
        ("Kenya", 2, "obl:agent"),
    )
    assert parties_of(grammar, 2) == ([4], [0])


def test_all_who_are_joined_do_it() -> None:
    grammar = _tree(("Chad", 3, "nsubj"), ("and", 2, "cc"), ("Kenya", 0, "conj"), ("met", 3, "root"))
    assert parties_of(grammar, 3) == ([0, 2], [])


def test_whose_thing_it_is_is_the_recipient() -> None:
    grammar = _tree(
        ("Kenya", 1, "nsubj"), ("lifted", 1, "root"), ("ban", 1, "obj"), ("on", 4, "case"), ("Chad", 2, "nmod")
    )
    assert parties_of(grammar, 1) == ([0], [4])


def test_whom_a_light_verb_has_as_its_subject_does_what_its_noun_names() -> None:
    grammar = _tree(
        ("Kenya", 1, "nsubj"), ("held", 1, "root"), ("talks", 1, "obj"), ("with", 4, "case"), ("Chad", 1, "obl")
    )
    assert parties_of(grammar, 2) == ([0], [4])


def test_who_is_told_to_do_it_does_it_by_its_role() -> None:
    rows = (("Kenya", 1, "nsubj"), ("asked", 1, "root"), ("Chad", 1, "obj"), ("to", 4, "mark"), ("leave", 1, "xcomp"))
    grammar = _tree(*rows, roles={4: (Role(word=2, kind="ARG0"),)})
    assert parties_of(grammar, 4)[0] == [2]


def test_a_noun_is_itself_without_its_clauses() -> None:
    grammar = _tree(
        ("the", 1, "det"), ("Chancellor", 1, "root"), (",", 4, "punct"), ("who", 4, "nsubj"), ("left", 1, "acl:relcl")
    )
    assert phrase(grammar.trees, 1) == (0, 2)


def test_trees_know_what_is_below_and_above() -> None:
    grammar = _tree(("Kenya", 1, "nsubj"), ("attacked", 1, "root"), ("Chad", 1, "obj"), ("today", 1, "obl:unmarked"))
    assert grammar.trees.children[1] == (0, 2, 3)
    assert list(grammar.trees.above(2)) == [1]
    assert grammar.trees.whole(1) == (0, 4)
    assert list(grammar.trees.under(1, "obj")) == [2]
