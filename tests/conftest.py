"""What tests share: a site that answers as they ask, one who fetches, archives with and without records."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import onrecord
import served
from archives import record
from onrecord import Archive
from onrecord.archive import Batch
from onrecord.sources import Fetcher
from onrecord.values import Failure
from onrecord.web.app import app
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


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of thirty records, one of them in two versions, and a failure."""
    path = tmp_path_factory.mktemp("web") / "news.db"
    with onrecord.open(path) as archive:
        archive.add(map(served.record, range(30)), place="a/folder")
        archive.add([served.record(5, text=f"It was changed. {served.TEXT}")])
        failure = Failure(url="https://gone.example/", stage="source", error="FetchFailed", message="gone")
        archive.put(Batch(failures=(("here", failure),)))
    return path


@pytest.fixture(scope="module")
def client(place: Path) -> Iterator[TestClient]:
    with TestClient(app(place), base_url="http://localhost:8000") as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium of this machine; none is fetched."""
    playwright = pytest.importorskip("playwright.sync_api", reason="pages in a browser need playwright")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next((place for name in names if (place := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"there is no browser here; one of {', '.join(names)} has to be installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
