"""Where extract() spends its time: the core, the fields, and each field by itself."""

from __future__ import annotations

import cProfile
import gc
import pstats
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

import onrecord
from onrecord import _core, extraction


class Share(msgspec.Struct, frozen=True):
    """A part of the time: milliseconds a page, and its share of the whole."""

    part: str
    ms: float
    share: float


def parts_of_page(pages: Sequence[tuple[str | None, bytes]]) -> list[Share]:
    """The Rust core beside all that Python does with its offers; CPU time, the mean of all pages, warmed up."""
    gc.collect()
    core = whole = 0.0
    for url, html in pages:
        began = time.process_time()
        _core.read(html, None)
        between = time.process_time()
        onrecord.extract(html, url=url)
        core += between - began
        whole += time.process_time() - between
    milliseconds = {"core (Rust) and crossing": core, "fields (Python)": whole - core, "extract()": whole}
    return [Share(part, spent * 1e3 / len(pages), spent / whole) for part, spent in milliseconds.items()]


def parts_of_fields(pages: Sequence[tuple[str | None, bytes]]) -> list[Share]:
    """What extract() calls in Python, heaviest first. The profiler slows calls down: go by the shares."""
    profile = cProfile.Profile(time.process_time)
    with profile:
        for url, html in pages:
            onrecord.extract(html, url=url)
    spent = called_from(pstats.Stats(profile), file=extraction.__file__)
    whole = sum(spent.values())
    ranked = sorted(spent.items(), key=lambda item: -item[1])
    return [
        Share(part, seconds * 1e3 / len(pages), seconds / whole) for part, seconds in ranked if seconds >= whole / 1000
    ]


def called_from(profiled: pstats.Stats, *, file: str) -> dict[str, float]:
    """Seconds by "module.function", for the package's functions that a file calls directly; its own are left out."""
    rows: dict[tuple[str, int, str], Any] = vars(profiled)["stats"]
    package = Path(file).parent
    spent: dict[str, float] = {}
    for (path, _, function), (*_, callers) in rows.items():
        if path == file or not Path(path).is_relative_to(package):
            continue
        seconds = sum(times[3] for (caller, _, _), times in callers.items() if caller == file)
        if seconds:
            part = f"{Path(path).stem}.{function}"
            spent[part] = spent.get(part, 0.0) + seconds
    return spent
