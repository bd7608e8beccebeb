"""What reading costs: `make bench` runs it after the costs of extraction.

One thread, on the gold articles of ../shared/statements/dev.jsonl: CPU time of each article, words a second, and the
time for one of 700 words by the median time a word; the time to load the model, and the memory that it holds.

exit codes: 0 all bars hold, 1 a bar is missed, 2 there are no gold articles.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time

import msgspec

import gold
from onrecord import Article, read

ARTICLE_MS, LOAD_S, WORDS = 220.0, 1.0, 700
_LOAD = (
    "import time; from onrecord import Article, read; start = time.perf_counter(); "
    "read(Article(text='It rained, she said.', language='en')); print(time.perf_counter() - start)"
)


class Line(msgspec.Struct, frozen=True):
    """What is needed of a line of the gold file."""

    text: str


def loading() -> float:
    """Seconds from the first call of read() to its answer, imports of the runtime included, in a new process."""
    runs = [subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True) for _ in range(3)]
    return min(float(run.stdout) for run in runs)


def timed(texts: list[str]) -> list[tuple[int, float]]:
    """The words of each text, and the milliseconds of CPU that it took."""
    found = []
    for text in texts:
        start = time.process_time()
        read(Article(text=text, language="en"))
        found.append((len(text.split()), 1000 * (time.process_time() - start)))
    return found


def resident() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Measure, print, and say whether the bars hold."""
    path = gold.asked_for().root / "statements" / "dev.jsonl"
    texts = [msgspec.json.decode(line, type=Line).text for line in path.read_bytes().splitlines()]
    load, before = loading(), resident()
    read(Article(text=texts[0], language="en"))
    loaded = resident()
    times = timed(texts)
    words, total = sum(count for count, _ in times), sum(cost for _, cost in times)
    long = WORDS * statistics.median(cost / count for count, cost in times)
    print(f"\nreading: {len(texts)} articles, {words} words, one thread")
    print(f"  an article of {WORDS} words {long:8.1f} ms   (asked: {ARTICLE_MS:.0f})")
    print(
        f"  throughput             {1000 * words / total:8.0f} words a second, {1000 * len(texts) / total:.1f} articles"
    )
    print(f"  first reading          {load:8.2f} s    (asked: {LOAD_S:.0f}, with the model's loading)")
    print(f"  memory                 {before:8.0f} MB before, {loaded:.0f} with the model, {resident():.0f} at the end")
    return int(long > ARTICLE_MS or load > LOAD_S)


if __name__ == "__main__":
    sys.exit(main())
