"""An error of a source as a value, so that the pages after it still come."""

from __future__ import annotations

import os
from pathlib import Path

from onrecord.errors import SourceError
from onrecord.values import Failure


def failure(error: SourceError, *, url: str | None = None) -> Failure:
    """The Failure that stands for `error`; its `url` is the page's where that is known, else the error's place."""
    return Failure(
        url=url or error.where,
        stage="source",
        error=type(error).__name__,
        message=str(error),
        cause=error.cause or "",
    )


def shown(path: Path) -> str:
    """The path as text that can be printed and sent: bytes that are not UTF-8 are replaced."""
    return os.fsencode(path).decode("utf-8", "replace")
