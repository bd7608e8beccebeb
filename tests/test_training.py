"""The words that training takes for the gold's, the models that it writes, and the folds that it holds back."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import heldout
from offers import Page, Value
from onrecord import _core

ROOT = Path(__file__).parents[1]
GOLDEN = [ROOT / "tests" / "pages" / name / "page.html" for name in ("greek-utf16", "live-blog", "table-of-results")]
SECONDS = 5.0


def load(name: str) -> ModuleType:
    """A module of training/body, which is on nobody's path."""
    sys.path.append(str(ROOT / "training" / "body"))
    try:
        return import_module(name)
    finally:
        sys.path.pop()


alignment = load("alignment")
matched: Callable[[list[str], list[str]], list[bool]] = alignment.matched


@pytest.fixture
def model() -> ModuleType:
    for needed in ("lightgbm", "lxml", "scipy", "sklearn"):
        pytest.importorskip(needed)
    return load("model")


# --- alignment ----------------------------------------------------------------------------------------------------

STORY = alignment.words(
    "It rained all day in the north, and the rivers rose as they had done in the spring of the year before."
)
texts = st.lists(st.sampled_from("abcdef"), max_size=40)


def test_words_are_lower_case_letters_and_digits() -> None:
    assert alignment.words("It’s 3.5 Mm, ÉTÉ.") == ["it", "s", "3", "5", "mm", "été"]


def test_what_is_the_same_matches_as_a_whole() -> None:
    assert matched(STORY, STORY) == [True] * len(STORY)


def test_what_the_gold_leaves_out_does_not_match() -> None:
    menu, related = alignment.words("Home, sport, weather"), alignment.words("Read more about rain")
    page = [*menu, *STORY[:10], *related, *STORY[10:], *menu]
    assert matched(page, STORY) == [False] * 3 + [True] * 10 + [False] * 4 + [True] * (len(STORY) - 10) + [False] * 3


def test_what_the_page_leaves_out_is_passed_over() -> None:
    assert matched([*STORY[:6], *STORY[9:]], STORY) == [True] * (len(STORY) - 3)


def test_where_there_is_nothing_nothing_matches() -> None:
    assert matched([], STORY) == []
    assert matched(STORY, []) == [False] * len(STORY)
    assert matched(["sun"], STORY) == [False]


@pytest.mark.parametrize("length", [len(STORY), 3000])
def test_of_a_page_that_says_all_twice_each_word_matches_once(length: int) -> None:
    gold = STORY if length == len(STORY) else [f"word{n}" for n in range(length)]
    page = [*gold, *gold]
    found = matched(page, gold)
    assert [word for word, hit in zip(page, found, strict=True) if hit] == gold


@given(texts, texts)
def test_what_matches_stands_in_the_gold_in_the_same_order(page: list[str], gold: list[str]) -> None:
    rest: Iterator[str] = iter(gold)
    found = matched(page, gold)
    assert len(found) == len(page)
    assert all(word in rest for word, hit in zip(page, found, strict=True) if hit)


def test_alignment_is_linear() -> None:
    random = Random(0)
    gold = [f"w{int(random.paretovariate(0.6)) % 20_000}" for _ in range(50_000)]
    page = [word for at, word in enumerate(gold) for word in ([word, "advertisement"] if at % 400 == 0 else [word])]
    for text in (page, ["the"] * 50_000, [*gold, *gold]):
        began = time.process_time()
        found = matched(text, gold)
        assert time.process_time() - began < SECONDS
        assert sum(found) >= (49_900 if text[0] == gold[0] else 0)


# --- models -------------------------------------------------------------------------------------------------------


def test_training_and_the_core_weigh_words_alike(model: ModuleType) -> None:
    np = pytest.importorskip("numpy")
    random = np.random.RandomState(0)
    lexicons = [
        model.Lexicon(random.randint(-127, 128, size=1 << bits).astype("i4"), scale, bias)
        for bits, scale, bias in ((12, 0.03, -0.4), (10, 0.02, 0.3))
    ]
    written = model.written(lexicons, (None, (0, 0.0)), (None, None), (0.5,))
    for file in GOLDEN:
        study = _core.study(file.read_bytes(), None, written)
        rows = np.frombuffer(study["blocks"], dtype="<f4").reshape(len(study["texts"]), -1)
        assert rows.shape[1] == len(model.BLOCK_FEATURES)
        for lexicon, hashes, at in zip(
            lexicons, (study["words"], study["names"]), (model.SAID, model.NAMED), strict=True
        ):
            expected = lexicon.score([np.array(block, dtype="i8") for block in hashes])
            assert np.ptp(expected) > 0.1
            np.testing.assert_allclose(rows[:, at], expected, rtol=1e-4, atol=1e-5)


def test_training_and_the_core_read_a_forest_alike(model: ModuleType) -> None:
    np, lightgbm = pytest.importorskip("numpy"), pytest.importorskip("lightgbm")
    lexicons = [model.Lexicon(np.ones(1, dtype="i4"), 0.1, 0.0)] * 2
    bare = model.written(lexicons, (None, (0, 0.0)), (None, None), (0.5,))
    rows = []
    for file in GOLDEN:
        study = _core.study(file.read_bytes(), None, bare)
        rows.append(np.frombuffer(study["blocks"], dtype="<f4").reshape(len(study["texts"]), -1))
    x = np.concatenate(rows)
    y = x[:, model.BLOCK_FEATURES.index("letters a word")] > 5
    told = {"objective": "cross_entropy", "use_missing": False, "num_threads": 1, "verbose": -1, "min_data_in_leaf": 5}
    forest = lightgbm.train(told, lightgbm.Dataset(x, y.astype(float)), 20)
    written = model.written(lexicons, (forest, (0, 0.0)), (None, None), (0.5,))
    for file, own in zip(GOLDEN, rows, strict=True):
        found = np.frombuffer(_core.study(file.read_bytes(), None, written)["probability"], dtype="<f4")
        expected = 1 / (1 + np.exp(-forest.predict(own, raw_score=True)))
        assert np.ptp(expected) > 0.5
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


# --- folds --------------------------------------------------------------------------------------------------------


def row(url: str | None, name: str = "7") -> heldout.Row:
    return {"url": url, "set": "news", "id": name}


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.example.org/rain", "example.org"),
        ("http://NEWS.sport.Example.org:8080/", "example.org"),
        ("https://www.example.co.uk/a", "example.co.uk"),
        ("https://co.uk/", "co.uk"),
        (None, "7.news"),
    ],
)
def test_a_site_is_its_registered_domain(url: str | None, site: str) -> None:
    assert heldout.site(row(url)) == site


def test_the_pages_of_a_site_are_in_one_fold() -> None:
    pages = ["https://example.org/", "http://www.example.org/a?b", "https://m.EXAMPLE.org/2024/rain"]
    assert len({heldout.fold(row(url, str(name))) for name, url in enumerate(pages)}) == 1
    many = [heldout.fold(row(f"https://site{n}.org/")) for n in range(500)]
    assert all(many.count(fold) > 60 for fold in range(heldout.FOLDS))


def test_folds_stay_what_the_models_were_trained_with() -> None:
    assert heldout.fold(row("https://www.bbc.co.uk/news/1")) == 2
    assert heldout.fold(row("https://www.spiegel.de/a")) == 4


# --- the rankers of the fields ------------------------------------------------------------------------------------


def test_a_ranker_learns_which_rule_is_right() -> None:
    for needed in ("numpy", "scipy"):
        pytest.importorskip(needed)
    sys.path.append(str(ROOT / "training" / "fields"))
    try:
        train = import_module("train")
    finally:
        sys.path.pop()
    values = [Value(["sound"], ("sound",), right=True), Value(["loud"], ("loud",), right=False)]
    pages = [Page("news", n % 2, {"title": values, "authors": values}) for n in range(40)]
    for field in ("title", "authors"):
        weights = train.weights(field, pages)
        assert weights["sound"] > 0.5 > -0.5 > weights["loud"]
        assert train.trust(field, pages) == {"sound": 1.0, "loud": 0.0}
    shuffled = Random(3).sample(pages, len(pages))
    assert train.weights("title", shuffled) == pytest.approx(train.weights("title", pages), abs=0.002)
