"""The family of errors: its tree, its pickles, and what its messages say."""

from __future__ import annotations

import copy
import inspect
import pickle
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import onrecord
from onrecord import Page, errors, pipeline, sources
from onrecord.errors import (
    ArchiveError,
    FormatError,
    ModelError,
    OnRecordError,
    PageError,
    QueryError,
    SourceError,
)
from onrecord.formats.json import read_json

FAMILY = {
    name: kind for name, kind in vars(errors).items() if inspect.isclass(kind) and issubclass(kind, OnRecordError)
}


def made(kind: type[OnRecordError], message: str = "it rains; take an umbrella") -> OnRecordError:
    """An error as onrecord would raise it."""
    if issubclass(kind, PageError):
        return kind(message, url="https://example.org/a")
    if issubclass(kind, SourceError | FormatError):
        return kind(message, where="a.warc, byte 12")
    if issubclass(kind, ModelError):
        return kind(message, name="statements")
    if issubclass(kind, ArchiveError):
        return kind(message, path=Path("news.db"))
    if issubclass(kind, QueryError):
        return kind(message, position=4)
    return kind(message)


def drawn() -> dict[str, str]:
    """Each error of the tree in the module's docstring with the one that it stands under."""
    tree: dict[str, str] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").split("\n"):
        found = re.match(r"^    ([│├└─ ]*)([A-Z]\w+)", line)
        if found:
            depth = len(found[1]) // 4
            above = [*above[:depth], found[2]]
            tree[found[2]] = above[depth - 1] if depth else "Exception"
    return tree


def test_the_tree_is_drawn_as_it_is() -> None:
    assert {name: kind.__mro__[1].__name__ for name, kind in FAMILY.items()} == drawn()
    assert list(FAMILY) == list(drawn())


def test_every_error_says_when_it_is_raised() -> None:
    assert all(inspect.getdoc(kind) for kind in FAMILY.values())
    branches = [line for line in (errors.__doc__ or "").split("\n") if "── " in line]
    assert len(branches) == len(FAMILY) - 1
    assert all(re.search(r"── \w+ {2,}\w+", line) for line in branches)


@pytest.mark.parametrize("kind", FAMILY.values(), ids=list(FAMILY))
@pytest.mark.parametrize("again", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy], ids=["pickle", "copy"])
def test_every_error_travels(kind: type[OnRecordError], again: Callable[[OnRecordError], OnRecordError]) -> None:
    error = made(kind)
    other = again(again(error))
    assert type(other) is kind
    assert str(other) == str(error)
    assert other.args == error.args
    assert vars(other) == vars(error)


def test_an_error_names_its_place_once() -> None:
    assert str(made(errors.NotHtml)) == "https://example.org/a: it rains; take an umbrella"
    assert str(made(errors.BadWarc)) == "a.warc, byte 12: it rains; take an umbrella"
    assert str(made(errors.FormatError)) == "a.warc, byte 12: it rains; take an umbrella"
    assert str(made(errors.Locked)) == "news.db: it rains; take an umbrella"
    assert str(made(errors.QueryError)) == "query, character 5: it rains; take an umbrella"
    assert str(errors.EmptyPage("it is empty")) == "it is empty"
    assert errors.EmptyPage("it is empty").url is None


def raised(act: Callable[[], object]) -> OnRecordError:
    with pytest.raises(OnRecordError) as found:
        act()
    return found.value


REAL: list[tuple[type[OnRecordError], Callable[[], object], str]] = [
    (
        errors.EmptyPage,
        lambda: onrecord.extract(b" \n", url="https://example.org/a"),
        "https://example.org/a: the page is empty; was the download cut off?",
    ),
    (errors.EmptyPage, lambda: onrecord.extract(b""), "the page is empty; was the download cut off?"),
    (
        errors.NotHtml,
        lambda: onrecord.extract(b"%PDF-1.7", url="https://example.org/a"),
        "https://example.org/a: this is a PDF, not HTML; give the page's HTML",
    ),
    (
        errors.NotHtml,
        lambda: onrecord.extract("Dear reader, these are words and nothing else."),
        "this is text without a single tag, not HTML; give the page's HTML",
    ),
    (
        errors.TooLarge,
        lambda: onrecord.extract(b"<p>" + b" " * (64 * 1024 * 1024)),
        "the page has more than 67108864 bytes; no news page does: give the page alone",
    ),
    (
        errors.FetchFailed,
        lambda: sources.fetch("gopher://example.org/"),
        "gopher://example.org/: only http and https can be fetched; give a URL that begins with https://",
    ),
    (
        errors.Refused,
        lambda: sources.fetch("http://127.0.0.1:9/a"),
        "http://127.0.0.1:9/a: 127.0.0.1 is at the private address 127.0.0.1; "
        "allow private addresses (--allow-private, or allow_private=True in Python) if you trust it",
    ),
    (
        errors.FormatError,
        lambda: onrecord.read_clipping("https://example.org/a\n[]\nyesterday\n \n "),
        "clipping, line 3: no time: 'yesterday'; write YYYY-MM-DD HH:MM:SS, or a single space",
    ),
    (
        errors.FormatError,
        lambda: onrecord.read_clipping("https://example.org/a\n[]"),
        "clipping, line 2: a clipping has five lines and a body (url, authors, published, title, standfirst), "
        "this one ends here; write a single space on the line of a field that is not known",
    ),
    (errors.FormatError, lambda: read_json("[]"), "json: no object; a record is {'id': ..., 'article': {...}}"),
]


@pytest.mark.parametrize(
    ("kind", "act", "message"), REAL, ids=[f"{kind.__name__}-{n}" for n, (kind, _, _) in enumerate(REAL)]
)
def test_a_message_says_what_where_and_what_to_do(
    kind: type[OnRecordError], act: Callable[[], object], message: str
) -> None:
    error = raised(act)
    assert type(error) is kind
    assert str(error) == message


def test_an_error_carries_its_place() -> None:
    page = raised(lambda: onrecord.extract(b"", url="https://example.org/a"))
    assert isinstance(page, PageError)
    assert page.url == "https://example.org/a"
    source = raised(lambda: sources.fetch("gopher://example.org/"))
    assert isinstance(source, SourceError)
    assert source.where == "gopher://example.org/"


def test_the_pipeline_says_the_same_as_the_call() -> None:
    [failure] = pipeline.run([Page(html=b"%PDF-1.7", url="https://example.org/a")])
    error = raised(lambda: onrecord.extract(b"%PDF-1.7", url="https://example.org/a"))
    assert isinstance(failure, onrecord.Failure)
    assert (failure.stage, failure.error, failure.message) == ("extract", type(error).__name__, str(error))


def test_a_broken_warc_is_a_failure_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "cut.warc"
    path.write_bytes(b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 100\r\n\r\nHTTP/1.1 200 OK")
    [failure] = sources.pages(str(path))
    assert isinstance(failure, onrecord.Failure)
    assert (failure.stage, failure.error) == ("source", "BadWarc")
    assert failure.message == (
        f"{path}, byte 0: the file ends in the middle of this record; get the file again if you miss it"
    )
