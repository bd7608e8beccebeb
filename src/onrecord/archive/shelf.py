"""What is read from: the database of an archive and its index."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.archive import store
from onrecord.archive.index import Index
from onrecord.errors import TooSlow


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What is read from: the database, where it lies, and what opens its index where that is needed.

    After `until` (as `time.monotonic` counts) nothing is answered any more.
    """

    path: Path
    connection: sqlite3.Connection
    open_index: Callable[[], Index]
    until: float | None = None

    @property
    def index(self) -> Index:
        return self.open_index()

    def asked(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of an answer. Raises TooSlow where the time is over."""
        if self.until is not None and time.monotonic() > self.until:
            raise TooSlow("this takes longer than it may; ask for less, or for rarer words", path=self.path)
        return store.asked(self.connection, self.path, sql, values)
