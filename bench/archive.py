"""What an archive costs: records a second into it, milliseconds a search, bytes a record. `make bench-archive`.

The texts are put together from paragraphs of the gold pages, so that words are as frequent as in news; of ten records
one is a copy of another with one paragraph changed. Exit code 1 means that a bar was missed.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

import gold
from onrecord import Archive, Article, Record

SEED = 7
INSERTS = 1_000.0  # records a second
MEDIAN, P95 = 30.0, 150.0  # milliseconds a search
BATCH = 1_000
ROUNDS = 100

Paragraphs = list[str]


class Text(msgspec.Struct, frozen=True):
    """What is read of a line of gold.jsonl."""

    text: str | None = None


def paragraphs(pages: gold.Gold) -> Paragraphs:
    """Paragraphs of the gold texts of at least twelve words."""
    found: dict[str, None] = {}
    for name in pages.sets():
        with (pages.pages / name / "gold.jsonl").open("rb") as lines:
            for line in lines:
                text = msgspec.json.decode(line, type=Text).text or ""
                found.update((part, None) for part in text.split("\n") if 12 <= len(part.split()) <= 120)
    return list(found)


def records(count: int, parts: Paragraphs) -> Iterator[Record]:
    """So many records, the same ones each time."""
    chosen = random.Random(SEED)
    names = [f"{chosen.choice(FIRST)} {chosen.choice(LAST)}" for _ in range(5_000)]
    last: Paragraphs = []
    for number in range(count):
        if number % 10 == 9:
            texts = [*last[:-1], chosen.choice(parts)]
        else:
            texts = chosen.choices(parts, k=chosen.randint(6, 16))
        last = texts
        host = f"news{min(int(chosen.paretovariate(0.6)), 800)}.example"
        yield Record.of(
            Article(
                url=f"https://{host}/{number}",
                site=host,
                title=" ".join(texts[0].split()[:10]),
                authors=(chosen.choice(names),),
                published=datetime(2020, 1, 1) + timedelta(minutes=chosen.randrange(3_000_000)),
                language="en",
                text="\n\n".join(texts),
            )
        )


FIRST = (
    "Ann Ben Cleo Dan Eva Finn Gina Hal Ida Jan Kim Lea Max Nora Otto Pia Quinn Rosa Sam Tom Una Vera Will Zoe".split()
)
LAST = (
    "Adams Brown Clark Davis Evans Foster Green Hill Irwin Jones King Lewis Moore Nash Owens Price Quinn Reed".split()
)


def inserted(archive: Archive, wanted: Iterator[Record], count: int) -> float:
    """Records a second, from the first to the end of the index's last commit; making them is not counted."""
    spent = 0.0
    done = 0
    while batch := [record for record, _ in zip(wanted, range(BATCH), strict=False)]:
        began = time.perf_counter()
        archive.add(batch)
        spent += time.perf_counter() - began
        done += len(batch)
        if sys.stderr.isatty() or done % 100_000 == 0:
            print(f"\r{done:,} of {count:,}, {done / spent:,.0f} a second", end="\n"[: done == count], file=sys.stderr)
    began = time.perf_counter()
    archive.close()
    return count / (spent + time.perf_counter() - began)


def queries(parts: Paragraphs) -> dict[str, list[str]]:
    """Queries of each kind: words that stand in one text of twenty to two, pairs of them, phrases."""
    chosen = random.Random(SEED + 1)
    counted: dict[str, int] = {}
    for part in parts:
        for word in {word.lower() for word in part.split() if word.isalpha() and len(word) > 3}:
            counted[word] = counted.get(word, 0) + 1
    common = sorted(counted, key=lambda word: -counted[word])[:300]
    phrases = []
    for part in chosen.choices(parts, k=ROUNDS):
        words = [word for word in part.split() if word.isalnum()]
        at = chosen.randrange(max(1, len(words) - 2))
        phrases.append(f'"{" ".join(words[at : at + 2])}"')
    return {
        "one common word": chosen.choices(common, k=ROUNDS),
        "two words": [" ".join(chosen.sample(common, 2)) for _ in range(ROUNDS)],
        "a phrase": [phrase for phrase in phrases if len(phrase) > 4],
    }


def searched(archive: Archive, texts: list[str]) -> dict[str, list[float]]:
    """Milliseconds of each search: ten hits with their snippets; with counts by site and month; within a year."""
    ways: dict[str, tuple[str, tuple[str, ...]]] = {
        "ten hits": ("", ()),
        "with facets": ("", ("site", "month")),
        "in a year, with facets": (" date:2022", ("site", "month")),
        "newest first": ("", ()),
    }
    found: dict[str, list[float]] = {}
    for name, (more, facets) in ways.items():
        times = []
        for text in texts:
            began = time.perf_counter()
            archive.search(text + more, sort="newest" if name == "newest first" else "relevance", facets=facets)
            times.append((time.perf_counter() - began) * 1e3)
        found[name] = times
    return found


def size(path: Path) -> int:
    """Bytes of a file, or of all files of a folder."""
    return path.stat().st_size if path.is_file() else sum(part.stat().st_size for part in path.rglob("*"))


def main() -> int:
    parser = argparse.ArgumentParser(description="What an archive costs.")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="make the archive in this folder, and leave it there")
    asked = parser.parse_args()
    parts = paragraphs(gold.asked_for())
    with TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        return measured(folder / "news.db", asked.records, parts)


def measured(path: Path, count: int, parts: Paragraphs) -> int:
    """Make the archive, search in it, print the table; 1 where a bar was missed."""
    missed = False
    if not path.exists():
        rate = inserted(Archive(path), records(count, parts), count)
        missed |= rate < INSERTS
        print(f"inserted {count:,} records: {rate:,.0f} a second (asked: {INSERTS:,.0f})")
    print(
        f"the database {size(path) / 1e9:.2f} GB, the index {size(path.with_name(path.name + '.index')) / 1e9:.2f} GB"
    )
    with Archive(path) as archive:
        for kind, texts in queries(parts).items():
            for way, times in searched(archive, texts).items():
                median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
                missed |= median > MEDIAN or p95 > P95
                print(f"{kind:16} {way:24} p50 {median:7.1f} ms   p95 {p95:7.1f} ms   (asked: {MEDIAN:.0f}, {P95:.0f})")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
