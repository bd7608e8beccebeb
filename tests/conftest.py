"""What tests share: a site that answers as they ask, one who fetches, archives with and without records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

import onrecord
from archives import record
from onrecord import Archive
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


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with onrecord.open(tmp_path / "news.db") as opened:
        yield opened


@pytest.fixture
def searchable(archive: Archive) -> Archive:
    archive.add(
        [
            record(authors=("Jane Doe",), site="Example News", published=datetime(2018, 5, 31), language="en-GB"),
            record(
                url="https://zeitung.example/schnee",
                title="Schnee über Köln",
                text="Ελλάδα. Der Fluß führt Hochwasser, sagte die Behörde. Sanktionen drohen.",
                published=datetime(2018, 6, 1, 23, 30),
                language="de",
                section="Wetter",
                tags=("Schnee",),
            ),
            record(url="https://cn.example/1", title="北京下雪", text="北京今天下雪，学校关闭。", language="zh"),
        ]
    )
    archive.commit()
    return archive
