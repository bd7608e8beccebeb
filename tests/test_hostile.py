"""Pages made to hurt: each ends in an Article or in a PageError, in time and memory linear in its length.

The pages are in `hostile_pages.py`, the process that reads them in `hostile_reader.py`. The slope is measured: the page
grows by four until reading it takes long enough to measure, then it grows by four once more, and the time may grow by
eight at the most; quadratic work would grow by sixteen. Pages of one fate are compared: what is taken for text costs
more than what is left out.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest

import onrecord
from hostile_pages import GENERATORS, HEAD, KEYS, PROSE, TAIL, URL
from hostile_reader import MB, MEASURABLE, Reader, Reading

START = 6_000  # bytes of the smallest page whose slope is measured
LARGEST = 6_500_000  # of the largest
STEEPEST = 8.0  # times as long for four times the page: 4 is linear, 16 is quadratic
SECONDS, SECONDS_PER_MB = 0.1, 1.5  # the most that a page may take, on a slow core
MEMORY, MEMORY_PER_BYTE = 200 * MB, 40


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


@pytest.fixture
def fresh_reader() -> Iterator[Reader]:
    """A process whose memory no other page has touched."""
    reader = Reader()
    yield reader
    reader.close()


def too_slow(name: str, reading: Reading) -> str:
    """What is wrong with the time that a page took, or nothing; what else can be wrong fails at once."""
    assert not reading.outcome.startswith("raised"), f"{name!r}, {reading.size:,} bytes: {reading.outcome}"
    bound = SECONDS + SECONDS_PER_MB * reading.size / MB
    return f"{reading.size:,} bytes in {reading.seconds:.2f} s, not in {bound:.2f}" if reading.seconds > bound else ""


# --- slopes -------------------------------------------------------------------------------------------------------


def too_steep(reader: Reader, name: str) -> str:
    """What is wrong with the slope, or nothing. It is measured between pages of one fate: what is taken for text costs
    more than what is left out, and a page of nonsense may be either at any size."""
    smaller: dict[bool, Reading] = {}
    n = START
    while n <= LARGEST:
        reading = reader.read(name, n)
        if wrong := too_slow(name, reading):
            return wrong
        if base := smaller.get(reading.kept):
            steepest = STEEPEST / 4 * reading.size / base.size
            if reading.seconds >= steepest * max(base.seconds, MEASURABLE):
                return f"{base.size:,} bytes in {base.seconds:.3f} s, {reading.size:,} in {reading.seconds:.3f} s"
            if base.seconds >= MEASURABLE:
                break
        smaller[reading.kept] = reading
        n *= 4
    return ""


@pytest.mark.parametrize("name", GENERATORS)
def test_time_is_linear(reader: Reader, name: str) -> None:
    wrong = []
    for _ in range(3):  # other work on the machine may spoil a measurement
        wrong.append(too_steep(reader, name))
        if not wrong[-1]:
            return
    pytest.fail(f"{name!r} is not linear: {'; '.join(wrong)}")


# --- gigantic pages -----------------------------------------------------------------------------------------------

GIGANTIC = {
    "bare div": 50 * MB,
    "noise": 20 * MB,
    "zeros": 64 * MB,
    "zeros in a page": 20 * MB,
    "utf-16 le": 10 * MB,
    "invalid utf-8": 20 * MB,
    **{f"open {tag}": 200_000 * len(f"<{tag}>") for tag in ("div", "span", "a", "b", "table", "li", "font", "p")},
    **{f"closed {tag}": 200_000 * len(f"<{tag}></{tag}>") for tag in ("div", "span", "a", "b", "table", "li", "font")},
    "closed mix": 4 * MB,
    "mixed b div": 4 * MB,
    "attributes": 12 * MB,
    "same attribute": 10 * MB,
    "attribute value": 10 * MB,
    "attribute of many words": 5 * MB,
    "long class on a parent": 5 * MB,
    "unclosed double quotes": 10 * MB,
    "comments without end": 10 * MB,
    "open script": 10 * MB,
    "open raw of all kinds": 10 * MB,
    "ends in a script": 10 * MB,
    "stray end mix": 10 * MB,
    "one text": 20 * MB,
    "one word": 20 * MB,
    "dates": 22 * MB,
    "ampersands": 10 * MB,
    "entities out of range": 10 * MB,
    "line breaks": 4 * MB,
    "headings with text": 32 * MB,
    "images": 20 * MB,
    "links": 28 * MB,
    "table": 10 * MB,
    "times": 54 * MB,
    "by": 18 * MB,
    "scopes closed": 60 * MB,
    "properties": 31 * MB,
    "ld keys": 16 * MB,
    "ld long headline": 20 * MB,
    "ld text": 20 * MB,
    "ld open arrays": 100_000,
    "ld open objects with types": 4 * MB,
    "ld nested arrays": 200_000,
    "ld circles": 10 * MB,
}


@pytest.mark.parametrize("name", GIGANTIC)
def test_gigantic(reader: Reader, name: str) -> None:
    reading = reader.read(name, GIGANTIC[name], runs=1)
    assert reading.size > 0.9 * GIGANTIC[name]
    assert not (wrong := too_slow(name, reading)), f"{name!r}: {wrong}"


# --- memory -------------------------------------------------------------------------------------------------------

HUNGRY = [
    "open div with text",
    "paragraphs",
    "headings with text",
    "spans",
    "known attributes",
    "one text",
    "no spaces",
    "title",
    "meta keywords",
    "long class on a parent",
    "long link around headings",
    "link around headings",
    "figure with a long caption",
    "properties around a text",
    "properties with a long content",
    "author links around a text",
    "ld scalars",
    "ld empty strings",
    "ld values in a row",
    "ld keys",
    "ld things",
    "ld text",
    "ld text of lines",
]


@pytest.mark.parametrize("name", HUNGRY)
def test_memory_is_bounded(fresh_reader: Reader, name: str) -> None:
    fresh_reader.read("paragraphs", 1000, runs=1)  # what is loaded once belongs to no page
    reading = fresh_reader.read(name, 3 * MB, runs=1)
    assert not reading.outcome.startswith("raised"), reading.outcome
    bound = MEMORY + MEMORY_PER_BYTE * reading.size
    assert reading.memory < bound, f"{name!r}: {reading.memory / MB:.0f} MB for a page of {reading.size / MB:.0f} MB"


# --- small pages --------------------------------------------------------------------------------------------------


def outcome(page: bytes | str) -> str:
    """The name of what a page ends in; any error but a PageError rises."""
    try:
        return type(onrecord.extract(page, url=URL)).__name__
    except onrecord.errors.PageError as error:
        return type(error).__name__


@pytest.mark.parametrize("page", [b"", b" ", b"\n\t \r\n", b"\0\0\0", ""])
def test_nothing(page: bytes | str) -> None:
    assert outcome(page) == "EmptyPage"


@pytest.mark.parametrize(
    "page",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n<p>x</p>",
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00C\x00<p>",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR<p>",
        b"GIF89a\x01\x00\x01\x00<p>",
        b"PK\x03\x04\x14\x00\x00\x00<p>",
        b"\x1f\x8b\x08\x00\x00\x00<p>",
        b"\x7fELF\x02\x01\x01<p>",
        b"  \n%PDF-1.4",
        b"It rained all day in the north.",
        "It rained all day in the north.",
        b"1 < 2 and 3 > 2",
        b"<!-- nothing but a comment -->",
        b"\xef\xbb\xbfIt rained.",
        "It rained.".encode("utf-16"),
    ],
)
def test_no_page(page: bytes | str) -> None:
    assert outcome(page) == "NotHtml"


def test_more_bytes_than_the_bound() -> None:
    assert outcome(b"<p>" * (64 * 1024 * 1024 // 3 + 1)) == "TooLarge"


@pytest.mark.parametrize("byte", range(256))
def test_one_byte(byte: int) -> None:
    assert outcome(bytes([byte])) in {"EmptyPage", "NotHtml"}


@pytest.mark.parametrize("seed", range(40))
def test_random_bytes(seed: int) -> None:
    chance = random.Random(seed)
    for size in (2, 3, 17, 300, 5000):
        outcome(chance.randbytes(size))
        outcome(HEAD.encode() + chance.randbytes(size) + TAIL.encode())
        page = bytearray((HEAD + TAIL).encode())
        for _ in range(size // 10):
            page[chance.randrange(len(page))] = chance.randrange(256)
        outcome(bytes(page))


def test_every_beginning_of_a_page() -> None:
    page = (HEAD + "<script>x</script><!-- y --><img src='a' alt=\"b\">&amp;" + TAIL).encode()
    for end in range(len(page)):
        outcome(page[:end])
        outcome(page[end:])


def in_head(markup: str) -> str:
    return HEAD.replace("<title>", markup + "<title>") + TAIL


def described(**fields: object) -> str:
    """A page with these fields in the JSON-LD of its article."""
    thing = {"@type": "NewsArticle", "headline": "Rain in the north", **fields}
    return in_head(f'<script type="application/ld+json">{json.dumps(thing)}</script>')


ADDRESSES = ["http://[", "http://[x]/", "https://[::1", "//[", "http://", "://", "http:///x", "http://a\u2100b.com/"]
ADDRESSES += ["http://\uff1a/", "https://a:b:c/", "https://a:99999999/", "https://\x00/", "https://x y/", "data:,x"]
ADDRESSES += ["javascript:alert(1)", "https://" + "[" * 99]


@pytest.mark.parametrize("address", ADDRESSES, ids=[ascii(address)[:20] for address in ADDRESSES])
@pytest.mark.parametrize("given", [True, False])
def test_broken_addresses(address: str, given: bool) -> None:
    """An address that cannot be parsed is no address, wherever it stands."""
    pages = [
        in_head(f'<link rel=canonical href="{address}">'),
        in_head(f'<meta property="og:url" content="{address}">'),
        in_head(f'<base href="{address}">'),
        HEAD + f'<img src="{address}"><a rel=author href="{address}">Jane Doe</a>' + TAIL,
        described(url=address, mainEntityOfPage={"@id": address}, image=address),
        described(**{"@id": address, "author": {"@type": "Person", "name": "Jane Doe", "@id": address}}),
    ]
    for page in pages:
        assert type(onrecord.extract(page, url=URL if given else None)) is onrecord.Article


@pytest.mark.parametrize("address", ADDRESSES, ids=[ascii(address)[:20] for address in ADDRESSES])
def test_broken_address_of_the_page(address: str) -> None:
    assert onrecord.extract(HEAD + TAIL, url=address).url == address


STRINGS = ["²" * 10, "1" * 10, "0" * 13, "9" * 13, "٣" * 10, "１" * 13, "-1", "NaN", "1e999", "  ", "", "%s%d{}{0}"]
STRINGS += ["&#" + "1" * 5000 + ";", "&#x" + "f" * 5000 + ";", "\x00\x07\x1b\x7f", "\u2028\u2029\x85", "\u202e\u2066"]
STRINGS += ["\ud800", "\ufdfa" * 99, "a\u0301" * 99, "<script>alert(1)</script>", "0000-00-00T00:00:00Z", "9999-99-99"]
STRINGS += ["2024-02-30", "2024-05-02T25:61:61+99:99", "0001-01-01", "2024-05-02T12:00+23:59", "2024-05-02T12:00-24:00"]
PROPERTIES = [*KEYS, "dateModified", "dateCreated", "articleBody", "inLanguage", "@type", "isAccessibleForFree"]
METAS = [
    "og:title",
    "description",
    "author",
    "article:author",
    "article:published_time",
    "date",
    "article:modified_time",
]
METAS += ["og:site_name", "twitter:site", "og:locale", "article:section", "article:tag", "keywords", "twitter:label1"]


@pytest.mark.parametrize("string", STRINGS, ids=[ascii(string)[:20] for string in STRINGS])
def test_strange_strings(string: str) -> None:
    """A value of the wrong kind, in every place from which a field is read."""
    for key in PROPERTIES:
        outcome(described(**{key: string}))
        outcome(described(**{key: [string, {"name": string, "@type": string}]}))
        outcome(described(**{key: f"{PROSE * 9}{string}{PROSE}"}))
    quoted = string.replace('"', "&quot;")
    for name in METAS:
        outcome(in_head(f'<meta property="{name}" content="{quoted}">'))
    outcome(HEAD + f'<p>By {string}</p><time datetime="{quoted}">{string}</time><h2>{string}</h2>' + TAIL)
    outcome(HEAD.replace("Rain in the north", string) + TAIL)
    outcome(HEAD.replace('lang="en"', f'lang="{quoted}"') + TAIL)


CHARSETS = ["", " ", "nonsense", "utf-8\0", "utf-16", "utf-7", "x-user-defined", "replacement", "é", "a" * 9999]


@pytest.mark.parametrize("charset", CHARSETS)
def test_strange_charsets(charset: str) -> None:
    for page in ((HEAD + TAIL).encode(), b"<p>caf\xe9 \x80\x81" + TAIL.encode()):
        try:
            assert onrecord.extract(page, charset=charset).text
        except onrecord.errors.NotHtml:  # what an encoding makes of a page that is not in it
            assert charset in {"utf-16", "replacement"}
