"""What the tests of fetching share: a site that answers as they ask, and one who fetches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onrecord.sources import Fetcher
from web import Site


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """One that may ask this machine, on which all test servers are."""
    with Fetcher(allow_private=True, max_bytes=100_000, timeout=5) as fetcher:
        yield fetcher
