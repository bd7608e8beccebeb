"""Time and memory of onrecord.extract, beside other extractors in one process, on the same pages: `make bench`.

CPU time of this process (not wall time, so that a busy machine says the same), page by page, after a pass to warm up:
for onrecord the median of several passes, for the others of one. "best" takes the fastest pass of each page instead:
what a quiet machine would say. Pages are unpacked and in memory before the clock starts. Memory is measured before any
other extractor is loaded, so that all of it is onrecord's.

exit codes: 0 all bars hold, 1 a bar is missed, 2 there are no gold pages.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import importlib.util
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import msgspec

import onrecord
from costs import Share, parts_of_fields, parts_of_page
from gold import Gold, NoGoldError, located

SETS = ("atf", "fundus")
MEDIAN_MS, P99_MS, GROWTH_MB = 1.0, 5.0, 20.0
TIMES = {"trafilatura": 30.0, "resiliparse": 1.0}
"""How many times as long as onrecord each of the others should take."""

Sample = tuple[str | None, bytes]
"""A page's address and its bytes."""
Extractor = Callable[[bytes, str | None], object]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What one extractor costs; times in milliseconds of CPU a page, MB = 10^6 bytes of HTML."""

    system: str
    version: str
    pages: int
    passes: int
    median_ms: float
    best_ms: float
    mean_ms: float
    p99_ms: float
    mb_per_s: float


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """Resident memory in MB around many extractions."""

    extractions: int
    before_mb: float
    after_mb: float

    @property
    def growth_mb(self) -> float:
        """How much more it is after."""
        return self.after_mb - self.before_mb


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, what was measured, and whether it holds."""

    name: str
    asked: str
    measured: float
    holds: bool


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All that a run found, as --json writes it."""

    python: str
    systems: list[Figures]
    memory: Memory
    page: list[Share]
    fields: list[Share]
    bars: list[Bar]


def samples(gold: Gold) -> list[Sample]:
    """The news pages of the gold sets, unpacked."""
    return [(row.url, html) for name in SETS for row, html in gold.html(name)]


def onrecord_(html: bytes, url: str | None) -> object:
    """The whole Article, all fields with their evidence."""
    return onrecord.extract(html, url=url)


def trafilatura() -> Extractor:
    """Main text and metadata, with the defaults."""
    bare_extraction = importlib.import_module("trafilatura").bare_extraction
    return lambda html, url: bare_extraction(html, url=url, with_metadata=True)


def resiliparse() -> Extractor:
    """Main text and <title>; it has no other fields."""
    parse = importlib.import_module("resiliparse.parse.html").HTMLTree.parse_from_bytes
    plain_text = importlib.import_module("resiliparse.extract.html2text").extract_plain_text

    def extract(html: bytes, _url: str | None) -> object:
        tree = parse(html)
        return plain_text(tree, main_content=True, alt_texts=False), tree.title

    return extract


PEERS: dict[str, Callable[[], Extractor]] = {"trafilatura": trafilatura, "resiliparse": resiliparse}


def timed(extract: Extractor, pages: Sequence[Sample], *, passes: int) -> list[tuple[float, ...]]:
    """CPU seconds of each page in each pass, after one more pass that is not counted."""
    runs = [one_pass(extract, pages) for _ in range(passes + 1)][1:]
    return list(zip(*runs, strict=True))


def one_pass(extract: Extractor, pages: Iterable[Sample]) -> list[float]:
    """CPU seconds of each page."""
    gc.collect()
    seconds = []
    for url, html in pages:
        began = time.process_time()
        extract(html, url)
        seconds.append(time.process_time() - began)
    return seconds


def figures(system: str, times: Sequence[Sequence[float]], *, size: int) -> Figures:
    """The figures of a system from the CPU seconds of each page in each pass and the size of all pages in bytes."""
    seconds = [statistics.median(passes) for passes in times]
    return Figures(
        system=system,
        version=version(system),
        pages=len(seconds),
        passes=len(times[0]),
        median_ms=statistics.median(seconds) * 1e3,
        best_ms=statistics.median(map(min, times)) * 1e3,
        mean_ms=statistics.mean(seconds) * 1e3,
        p99_ms=p99(seconds) * 1e3,
        mb_per_s=size / 1e6 / sum(seconds),
    )


def p99(values: Sequence[float]) -> float:
    """The value that 99 of 100 do not exceed."""
    return sorted(values)[int(len(values) * 0.99)]


def resident_mb() -> float:
    """Resident memory of this process; where the system does not tell, its peak."""
    statm = Path("/proc/self/statm")
    if statm.is_file():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def memory(pages: Sequence[Sample], *, extractions: int) -> Memory:
    """Resident memory before and after many extractions over pages that have all been read before."""
    gc.collect()
    before = resident_mb()
    for url, html in islice(cycle(pages), extractions):
        onrecord.extract(html, url=url)
    gc.collect()
    return Memory(extractions=extractions, before_mb=before, after_mb=resident_mb())


def bars(systems: Sequence[Figures], used: Memory) -> list[Bar]:
    """Each bar, held against what was measured. The ratio is that of the medians or of the means, the smaller one."""
    own = systems[0]
    found = [
        Bar(
            name="median ms a page", asked=f"<= {MEDIAN_MS:g}", measured=own.median_ms, holds=own.median_ms <= MEDIAN_MS
        ),
        Bar(name="p99 ms a page", asked=f"<= {P99_MS:g}", measured=own.p99_ms, holds=own.p99_ms <= P99_MS),
    ]
    for peer in systems[1:]:
        if peer.system in TIMES:
            times, wanted = min(peer.median_ms / own.median_ms, peer.mean_ms / own.mean_ms), TIMES[peer.system]
            name = f"times {peer.system}"
            found.append(Bar(name=name, asked=f">= {wanted:g}", measured=times, holds=times >= wanted))
    growth = used.growth_mb
    found.append(Bar(name="growth of RSS, MB", asked=f"<= {GROWTH_MB:g}", measured=growth, holds=growth <= GROWTH_MB))
    return found


def installed(names: Iterable[str]) -> list[str]:
    """Those of the names that can be imported here."""
    return [name for name in names if importlib.util.find_spec(name) is not None]


def measured(pages: Sequence[Sample], *, passes: int, extractions: int, peers: Sequence[str]) -> Report:
    """The whole run: onrecord alone first, its memory, its parts, and then the others."""
    size = sum(len(html) for _, html in pages)
    said(f"{len(pages)} pages, {size / 1e6:.1f} MB; onrecord, {passes} passes")
    systems = [figures("onrecord", timed(onrecord_, pages, passes=passes), size=size)]
    said(f"{extractions} extractions for the memory")
    used = memory(pages, extractions=extractions)
    said("where the time goes")
    page, fields = parts_of_page(pages), parts_of_fields(pages)
    for name in peers:
        said(f"{name}, 1 pass")
        systems.append(figures(name, timed(PEERS[name](), pages, passes=1), size=size))
    return Report(
        python=platform.python_version(),
        systems=systems,
        memory=used,
        page=page,
        fields=fields,
        bars=bars(systems, used),
    )


def said(what: str) -> None:
    """What is being done, on stderr."""
    print(what, file=sys.stderr, flush=True)


def shown(report: Report) -> str:
    """The report as tables."""
    own = report.systems[0]
    names = ("median ms", "best ms", "mean ms", "p99 ms", "MB/s", "x median", "x mean")
    head = f"{'':22} {'pages':>6} " + " ".join(f"{name:>9}" for name in names)
    lines = [head]
    for one in report.systems:
        ratios = f"{one.median_ms / own.median_ms:>9.1f} {one.mean_ms / own.mean_ms:>9.1f}"
        times = f"{one.median_ms:>9.2f} {one.best_ms:>9.2f} {one.mean_ms:>9.2f} {one.p99_ms:>9.2f} {one.mb_per_s:>9.1f}"
        lines.append(f"{one.system + ' ' + one.version:22} {one.pages:>6} {times} {ratios}")
    lines += ["", "where the time goes: a page, mean", *map(line_of, report.page)]
    lines += ["", "where the fields spend theirs (profiled)", *map(line_of, report.fields)]
    used = report.memory
    verdict = "ok" if used.growth_mb <= GROWTH_MB else "too much"
    lines += [
        "",
        f"memory: RSS {used.before_mb:.1f} MB, after {used.extractions} extractions {used.after_mb:.1f} MB: "
        f"{used.growth_mb:+.1f} MB ({verdict})",
        "",
        f"{'bar':22} {'asked':>10} {'measured':>10}",
    ]
    lines += [
        f"{bar.name:22} {bar.asked:>10} {bar.measured:>10.2f}  {'' if bar.holds else 'MISSED'}" for bar in report.bars
    ]
    return "\n".join(line.rstrip() for line in lines)


def line_of(share: Share) -> str:
    """One part of the time."""
    return f"  {share.part:32} {share.ms:>8.3f} ms {share.share:>7.1%}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and say by the exit code whether the bars hold."""
    parser = argparse.ArgumentParser(description="Time and memory of onrecord, beside other extractors.")
    parser.add_argument("--passes", type=int, default=7, help="passes of onrecord whose median counts (default 7)")
    parser.add_argument("--extractions", type=int, default=10_000, help="for the memory (default 10000)")
    parser.add_argument("--alone", action="store_true", help="leave the other extractors out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    options: Any = parser.parse_args(arguments)
    try:
        pages = samples(located())
    except NoGoldError as error:
        print(error, file=sys.stderr)
        return 2
    peers = [] if options.alone else installed(PEERS)
    report = measured(pages, passes=options.passes, extractions=options.extractions, peers=peers)
    print(shown(report))
    if options.json:
        options.json.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")
    return int(not all(bar.holds for bar in report.bars))


if __name__ == "__main__":
    sys.exit(main())
