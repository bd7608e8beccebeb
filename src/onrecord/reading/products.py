"""Products of matrices in parts that are small enough for one thread.

For a larger one the library wakes the others, which then wait for more work in a loop, and that costs many times what
the product does.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from onrecord.reading.tagging import Floats

_MOST = 1 << 18
"""So many multiplications are left to one thread."""


def product(left: Floats, right: Floats) -> Floats:
    """left @ right."""
    found = np.empty((len(left), right.shape[1]), dtype=np.float32)
    for part in parts(len(left), right.size):
        found[part] = left[part] @ right
    return found


def parts(rows: int, each: int) -> Iterator[slice]:
    """All rows of a matrix in parts, where `each` takes so many multiplications.

    >>> list(parts(5, 1 << 17))
    [slice(0, 2, None), slice(2, 4, None), slice(4, 6, None)]
    """
    size = max(1, _MOST // max(1, each))
    return (slice(low, low + size) for low in range(0, rows, size))
