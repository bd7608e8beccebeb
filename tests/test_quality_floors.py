"""The scores on the gold pages hold their floors; skipped where the gold pages are not."""

from __future__ import annotations

import pytest

from floors import compared
from gold import Gold, NoGoldError, located
from quality import SCORED, exceptions, measured, other_types, read_baseline, scored, table


@pytest.fixture(scope="module")
def gold() -> Gold:
    try:
        return located()
    except NoGoldError as error:
        pytest.skip(str(error))


def test_floors_hold_and_no_page_ends_in_an_exception(gold: Gold) -> None:
    scores = scored(gold, types=SCORED)
    _, failed = exceptions(scores)
    assert failed == 0
    comparisons = compared(read_baseline(), measured(gold, scores))
    assert not [line for line in comparisons if line.verdict == "missed"], table(comparisons)


def test_no_page_of_any_other_kind_ends_in_an_exception(gold: Gold) -> None:
    _, failed = exceptions(scored(gold, types=other_types(gold)))
    assert failed == 0
