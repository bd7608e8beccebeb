"""Pages to records: lazily, in order, and past every bad page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from onrecord import pipeline
from onrecord.errors import EmptyPage
from onrecord.values import Article, Failure, Page, Record

CLIPPING = b"https://example.org/rain\n['Ann Example']\n \nRain\n \nIt rained."


@pytest.fixture(autouse=True)
def _plain_extraction(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page is its title: these tests are about the stream alone."""

    def extract(
        html: bytes, *, url: str | None = None, charset: str | None = None, fetched: datetime | None = None
    ) -> Article:
        if not html:
            raise EmptyPage("no bytes; fetch it again", url=url)
        if html == b"defect":
            raise ZeroDivisionError
        return Article(url=url, title=html.decode(charset or "utf8"))

    monkeypatch.setattr(pipeline, "extract", extract)


def test_a_page_becomes_a_record_with_its_url_and_charset() -> None:
    page = Page(url="https://example.org/", html="Überschwemmung".encode("latin-1"), charset="latin-1")
    article = Article(url="https://example.org/", title="Überschwemmung")
    assert list(pipeline.run([page])) == [Record.of(article)]


def test_a_clipping_is_read_as_one() -> None:
    [record] = pipeline.run([Page(html=CLIPPING)])
    assert isinstance(record, Record)
    assert (record.article.url, record.article.authors) == ("https://example.org/rain", ("Ann Example",))


def test_several_clippings_of_a_page_are_several_records() -> None:
    records = list(pipeline.run([Page(html=CLIPPING + b"\n\f\n" + CLIPPING.replace(b"rain", b"snow"))]))
    assert [record.article.url for record in records if isinstance(record, Record)] == [
        "https://example.org/rain",
        "https://example.org/snow",
    ]


def test_bad_pages_are_failures_and_the_others_still_come() -> None:
    fetch_failed = Failure(url="https://example.org/0", stage="source", error="FetchFailed", message="no answer")
    results = list(
        pipeline.run(
            [
                fetch_failed,
                Page(url="https://example.org/1", html=b""),
                Page(html=CLIPPING.replace(b"['Ann Example']", b"[3]")),
                Page(html=CLIPPING + b"\n\xff"),
                Page(html=b"Rain"),
            ]
        )
    )
    assert results[0] is fetch_failed
    assert results[1] == Failure(
        url="https://example.org/1",
        stage="extract",
        error="EmptyPage",
        message="https://example.org/1: no bytes; fetch it again",
        cause="empty page",
    )
    messages = [result.message for result in results if isinstance(result, Failure) and result.error == "FormatError"]
    assert [message.split(":")[0] for message in messages] == ["clipping, line 2", "clipping, line 7"]
    assert isinstance(results[4], Record)


def test_a_defect_rises() -> None:
    with pytest.raises(ZeroDivisionError):
        list(pipeline.run([Page(html=b"defect")]))


def test_pages_are_taken_one_by_one() -> None:
    taken = []

    def pages() -> Iterator[Page]:
        for number in range(3):
            taken.append(number)
            yield Page(html=b"Rain")

    records = pipeline.run(pages())
    assert taken == []
    next(records)
    assert taken == [0]
