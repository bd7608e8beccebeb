"""What pages come wrapped in."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest

from onrecord.sources.content import PIECE, Unreadable, content_coding, decoded, gathered, media_type


@pytest.mark.parametrize(
    ("header", "kind", "charset"),
    [
        (None, "", None),
        ("", "", None),
        ("text/html", "text/html", None),
        (" Text/HTML ; Charset = UTF-8", "text/html", "UTF-8"),
        ("text/html; a=b; charset='koi8-r'", "text/html", "koi8-r"),
        ('text/html;charset="Shift_JIS";x', "text/html", "Shift_JIS"),
        ("text/html; charset=", "text/html", None),
    ],
)
def test_media_type(header: str | None, kind: str, charset: str | None) -> None:
    assert media_type(header) == (kind, charset)


@pytest.mark.parametrize(
    ("header", "coding"),
    [(None, "identity"), ("", "identity"), ("none", "identity"), ("GZIP", "gzip"), ("identity, x-gzip", "gzip")],
)
def test_content_coding(header: str | None, coding: str) -> None:
    assert content_coding(header) == coding


def deflated(content: bytes) -> bytes:
    """Without zlib's header and checksum, as some servers send it."""
    return zlib.compress(content)[2:-4]


WRAPPED: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", deflated),
]


@pytest.mark.parametrize("size", [1, 2, 1000])
@pytest.mark.parametrize(("coding", "wrap"), [*WRAPPED, ("identity", bytes)])
def test_chunks_of_any_size(coding: str, wrap: Callable[[bytes], bytes], size: int) -> None:
    content = bytes(range(256)) * 20
    sent = wrap(content)
    chunks = (sent[at : at + size] for at in range(0, len(sent), size))
    assert b"".join(decoded(chunks, coding=coding)) == content


@pytest.mark.parametrize(("coding", "wrap"), WRAPPED)
def test_a_bomb_comes_in_small_pieces(coding: str, wrap: Callable[[bytes], bytes]) -> None:
    sizes = [len(piece) for piece in decoded([wrap(b" " * 20_000_000)], coding=coding)]
    assert sum(sizes) == 20_000_000
    assert max(sizes) <= PIECE


def test_gathered_stops_at_the_bound() -> None:
    endless = iter(lambda: b" " * 10, b"")
    with pytest.raises(Unreadable, match="more than 100 bytes"):
        gathered(endless, max_bytes=100)
