"""Lines of cells parted by tabs, as event data come: one line a row whatever its texts hold, in UTF-8.

The texts come from strangers: tabs and line breaks in them become spaces, and what a spreadsheet would take for a
formula gets an apostrophe, as in the table that `csv` writes. A cell with a quotation mark is quoted as there, or
readers would go on to the next mark. A number stays as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from onrecord.formats.csv import cell


def line(cells: Sequence[str | float | None]) -> bytes:
    """A row with the line break at its end; what is None is an empty cell."""
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerow(map(_written, cells))
    return written.getvalue().encode()


def _written(value: str | float | None) -> str:
    if isinstance(value, str):
        return cell(" ".join(value.split()))
    return "" if value is None else str(value)
