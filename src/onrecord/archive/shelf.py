"""What is read from: the database of an archive and its index."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.archive import store
from onrecord.archive.index import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What is read from: the database, where it lies, and what opens its index where that is needed."""

    path: Path
    connection: sqlite3.Connection
    open_index: Callable[[], Index]

    @property
    def index(self) -> Index:
        return self.open_index()

    def asked(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of an answer."""
        return store.asked(self.connection, self.path, sql, values)
