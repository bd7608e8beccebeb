"""The benches' own rules: when a floor holds, when it may fall, and what the figures are."""

from __future__ import annotations

import gzip
from pathlib import Path

import msgspec
import pytest

from floors import Baseline, Floors, Lowered, LowersError, Measured, compared, raised
from gold import NoGoldError, located
from quality import exceptions, read_baseline, table, write_baseline
from speed import Memory, bars, figures, p99


def baseline(**floors: float) -> Baseline:
    return Baseline(sets={"news": Floors(gold_sha256="one", pages=10, floors=floors)})


def scores(gold: str = "one", /, **measured: float) -> dict[str, Measured]:
    return {"news": Measured(gold_sha256=gold, pages=10, scores=measured)}


def verdicts(floors: Baseline, measured: dict[str, Measured]) -> dict[str, str]:
    return {line.measure: line.verdict for line in compared(floors, measured)}


def test_a_floor_holds_at_its_value_and_is_missed_below() -> None:
    asked = baseline(F1=0.9, title=0.8, date=0.7)
    assert verdicts(asked, scores(F1=0.9, title=0.7999, date=0.95, authors_F1=0.5)) == {
        "F1": "ok",
        "title": "missed",
        "date": "ok",
        "authors_F1": "no floor",
    }


def test_what_has_no_floor_by_design_is_not_listed() -> None:
    assert verdicts(Baseline(), scores(F1=0.9, ms_median=2.0, pages=10.0)) == {"F1": "no floor"}


def test_a_score_or_a_set_that_is_gone_is_missed() -> None:
    assert verdicts(baseline(F1=0.9, title=0.8), scores(F1=0.95)) == {"F1": "ok", "title": "missed"}
    assert verdicts(baseline(F1=0.9), {}) == {"F1": "missed"}


def test_other_data_are_not_compared_and_the_table_says_so() -> None:
    lines = compared(baseline(F1=0.9, title=0.8), scores("two", F1=0.1, title=0.99))
    assert {line.verdict for line in lines} == {"other data"}
    assert "news: gold.jsonl is not the one that the floors were measured on" in table(lines)
    assert "MISSED" not in table(lines)


def test_floors_stand_a_margin_below_and_rise() -> None:
    first = raised(Baseline(), scores(F1=0.95, authors_F1=0.001, ms_median=2.0))
    assert first == baseline(F1=0.947, authors_F1=0.0)
    assert raised(first, scores(F1=0.97, authors_F1=0.5)) == baseline(F1=0.967, authors_F1=0.497)


def test_a_floor_stays_while_the_score_reaches_it() -> None:
    assert raised(baseline(F1=0.947), scores(F1=0.948)) == baseline(F1=0.947)


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_no_floor_falls_without_a_reason(reason: str | None) -> None:
    with pytest.raises(LowersError, match=r"news F1: 0\.9470 -> 0\.8970\n  news title: 0\.8000 -> gone"):
        raised(baseline(F1=0.947, title=0.8), scores(F1=0.9), reason=reason)


def test_the_reason_is_kept_and_only_what_has_to_fall_does() -> None:
    old = baseline(F1=0.947, date=0.9, title=0.8)
    new = raised(old, scores(F1=0.9, date=0.901), reason="captions are no body")
    assert new.sets == baseline(F1=0.897, date=0.9).sets
    assert new.lowered == [
        Lowered(set="news", measure="F1", was=0.947, now=0.897, reason="captions are no body"),
        Lowered(set="news", measure="title", was=0.8, now=None, reason="captions are no body"),
    ]
    assert raised(new, scores(F1=0.96, date=0.96)).lowered == new.lowered


def test_other_data_may_raise_a_floor_but_not_lower_it() -> None:
    assert raised(baseline(F1=0.9), scores("two", F1=0.95)).sets["news"].gold_sha256 == "two"
    with pytest.raises(LowersError):
        raised(baseline(F1=0.9), scores("two", F1=0.901))


def test_a_set_that_was_not_measured_keeps_its_floors() -> None:
    new = raised(baseline(F1=0.9), {"more": Measured(gold_sha256="three", pages=5, scores={"date": 0.803})})
    assert new.sets["news"] == baseline(F1=0.9).sets["news"]
    assert new.sets["more"] == Floors(gold_sha256="three", pages=5, floors={"date": 0.8})


def test_the_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert read_baseline(path) == Baseline()
    written = raised(baseline(F1=0.95), scores(F1=0.9), reason="why")
    write_baseline(written, path)
    assert read_baseline(path) == written
    assert path.read_text("utf-8").endswith("}\n")


def test_exceptions_are_counted_over_all_runs() -> None:
    run = {"a": {"pages": 10, "errors": 0}, "b": {"pages": 5, "errors": 2}, "b, all kinds": {"pages": 6, "errors": 3}}
    assert exceptions(run) == (16, 3)


def test_gold_pages_are_found_or_the_message_says_where_they_were_looked_for(tmp_path: Path) -> None:
    with pytest.raises(NoGoldError, match=r"no gold pages at .*ONRECORD_GOLD"):
        located({"ONRECORD_GOLD": str(tmp_path)})
    pages = tmp_path / "pages" / "news" / "pages"
    pages.mkdir(parents=True)
    (pages / "1.html.gz").write_bytes(gzip.compress(b"<p>Rain"))
    (pages.parent / "gold.jsonl").write_text('{"id": "1", "type": "article", "title": "Rain"}\n')
    (tmp_path / "measure").mkdir()
    (tmp_path / "measure" / "fields.py").touch()
    gold = located({"ONRECORD_GOLD": str(tmp_path)})
    assert gold.sets() == ("news",)
    assert [(row.id, row.url, html) for row, html in gold.html("news")] == [("1", None, b"<p>Rain")]
    assert len(gold.digest("news")) == 64


def test_figures_are_milliseconds_a_page_and_megabytes_a_second() -> None:
    found = figures("pytest", [(0.001, 0.003, 0.001), (0.002, 0.001, 0.004), (0.009, 0.009, 0.009)], size=12_000_000)
    assert (found.pages, found.passes, found.median_ms, found.best_ms, found.p99_ms) == (3, 3, 2.0, 1.0, 9.0)
    assert found.mean_ms == pytest.approx(4.0)
    assert found.mb_per_s == pytest.approx(1000.0)
    assert p99([float(value) for value in range(1000)]) == 990.0


def test_bars_take_the_smaller_ratio_and_the_growth() -> None:
    own = figures("pytest", [(0.001,), (0.001,), (0.004,)], size=1)
    peer = figures("pytest", [(0.02,), (0.02,), (0.02,)], size=1)
    peer = msgspec.structs.replace(peer, system="trafilatura")
    found = {bar.name: bar for bar in bars([own, peer], Memory(extractions=1, before_mb=50.0, after_mb=71.0))}
    assert found["median ms a page"].holds
    assert found["p99 ms a page"].holds
    assert found["times trafilatura"].measured == pytest.approx(10.0)
    assert not found["times trafilatura"].holds
    assert not found["growth of RSS, MB"].holds
    assert "times trafilatura" not in {bar.name for bar in bars([own], Memory(extractions=1, before_mb=1, after_mb=1))}
