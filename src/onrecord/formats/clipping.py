"""The clipping: a page as a text file that a person can read, write and diff.

    https://example.org/rain            the URL
    ['Ann Example']                     the authors, as a Python list
    2018-05-31 14:03:00                 when it was published, as the page states it
    Rain over the valley                the headline
    It rained for a day.                the standfirst
    The first paragraph ...             the body, paragraphs parted by a blank line

A field of which the page says nothing is a line with a single space. The text does not end in a newline, so that
reading and writing give the same bytes. Several clippings in one file are parted by a line with a form feed alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from onrecord.errors import FormatError
from onrecord.values import Article, Block, Evidence, Record, Span

BETWEEN = "\n\f\n"
"""What parts two clippings in one text."""

_NEXT = " \n[]\n \n \n "  # the least clipping

STATEMENTS = "Statements: "
EVENTS = "Events: "
"""What `onrecord read` prints after a clipping with --statements or --events begins so; it is no clipping."""

_LINES = ("url", "authors", "published", "title", "standfirst")  # the field on line 1, 2, ...
_NEWLINE = re.compile(r"\r\n?|\n")
_PARAGRAPH = re.compile(r"\S.*(?:\n.*\S.*)*")  # a run of lines that are not blank
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")

# An address or nothing, then a line that opens a list (and, where there is no address, also closes it).
_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[A-Za-z][A-Za-z0-9+.\-]{0,20}://[^\r\n]{1,8000}+(?:\r\n?|\n)\["
    rb"|[ \t]*(?:\r\n?|\n)\[[^\r\n]*\][ \t]*(?:\r\n?|\n|$))"
)

# The list is checked against this before it is evaluated: flat, strings alone, known escapes alone. So no nesting can
# exhaust the stack, and no odd escape can raise a warning. Python 2 wrote u'...'.
_ESCAPE = r"""\\(?:[\\'"abfnrtv]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})"""
_STRING = rf"""u?(?:'(?:[^'\\]|{_ESCAPE})*+'|"(?:[^"\\]|{_ESCAPE})*+")"""
_LIST = re.compile(rf"\[ *+(?:{_STRING} *+(?:, *+{_STRING} *+)*+,? *+)?\]")
_LONGEST_LIST = 100_000  # characters
_OPENING = 80  # how much of the text its evidence repeats


def looks_like(page: bytes) -> bool:
    """Whether the bytes begin as a clipping does: an address (or a blank line), then a Python list."""
    return _HEAD.match(page) is not None


def read_clippings(text: str) -> list[Record]:
    """The records of one text that holds one clipping, or several parted by a line with a form feed alone."""
    return [Record.of(read_clipping(clipping)) for clipping in _clippings(_NEWLINE.sub("\n", text))]


def write(records: Iterable[Record], file: BinaryIO) -> int:
    """Write the clippings, parted as `read_clippings` expects it; gives their number.

    Raises FormatError where a clipping would not be read back by itself: its address is none, its text holds what
    parts two clippings, or one of its texts half a surrogate pair.
    """
    count = 0
    for record in records:
        clipping = _readable(record)
        file.write(BETWEEN.encode() * (count > 0) + clipping)
        count += 1
    return count


def _readable(record: Record) -> bytes:
    """The clipping of a record, of which it is certain that it can be read among others."""
    clipping = record.article.as_clipping()
    where = f"clipping of record {record.id!r}"
    if list(_clippings(f"{_NEXT}{BETWEEN}{clipping}{BETWEEN}{_NEXT}")) != [_NEXT, clipping, _NEXT]:
        raise FormatError("it could not be told apart from the ones before and after it; write jsonl", where=where)
    try:
        read_clipping(clipping)
        return clipping.encode()
    except FormatError as error:
        raise FormatError(f"it could not be read again ({error}); write jsonl", where=where) from error
    except UnicodeEncodeError as error:
        raise FormatError(f"{error}; decode the page's bytes with errors='replace'", where=where) from error


def _clippings(text: str) -> Iterator[str]:
    """Each clipping of a text; a form feed that no clipping follows belongs to what stands before it."""
    clipping: list[str] = []
    for part in text.split(BETWEEN):
        if clipping and looks_like(part[:100_000].encode("utf8", "replace")):
            yield BETWEEN.join(clipping)
            clipping = []
        clipping.append(part)
    yield BETWEEN.join(clipping)


def read_clipping(text: str) -> Article:
    r"""The Article that a clipping holds, with the line of each field as its evidence.

    >>> article = read_clipping("https://example.org/a\n['Ann']\n2018-05-31 00:00:00\nRain\n \nIt rained.\n\nAll day.")
    >>> article.title, article.authors, len(article.blocks)
    ('Rain', ('Ann',), 2)

    A byte order mark, Windows newlines and blank lines around the body are tolerated. Raises FormatError, with the
    line's number, where the authors are no list of strings, the time is no time, there are fewer than five lines, or
    statements follow, which would be read as the body.
    """
    text = _NEWLINE.sub("\n", text.lstrip("\ufeff"))
    _refuse_a_reading(text)
    lines = text.split("\n", 5)
    if len(lines) < len(_LINES):
        raise FormatError(
            f"a clipping has five lines and a body ({', '.join(_LINES)}), this one ends here; "
            "write a single space on the line of a field that is not known",
            where=f"clipping, line {len(lines)}",
        )
    body = lines[5].strip("\n") if len(lines) > len(_LINES) else ""
    blocks = tuple(
        Block(span=Span(start=found.start(), end=found.end()), kind="paragraph") for found in _PARAGRAPH.finditer(body)
    )
    url, title, standfirst = (line if line.strip() else None for line in (lines[0], lines[3], lines[4]))
    article = Article(
        url=url,
        authors=_authors(lines[1]),
        published=_published(lines[2]),
        title=title,
        standfirst=standfirst,
        text=body,
        blocks=blocks,
    )
    return _with_evidence(article)


def _refuse_a_reading(text: str) -> None:
    for what, option, opening in (("statements", "--statements", STATEMENTS), ("events", "--events", EVENTS)):
        before, found, _ = text.partition(f"{BETWEEN}{opening}")
        if found:
            raise FormatError(
                f"after the clipping stand {what}, as `onrecord read {option}` prints them for people to read; "
                "write records that are to be read back with --format json or jsonl",
                where=f"clipping, line {before.count(chr(10)) + 3}",
            )


def _authors(line: str) -> tuple[str, ...]:
    where = "clipping, line 2"
    if len(line) > _LONGEST_LIST:
        raise FormatError(f"the authors take {len(line):,} characters; {_LONGEST_LIST:,} are the most", where=where)
    if not line.strip():
        return ()
    try:
        if not _LIST.fullmatch(line.strip()):
            raise ValueError(line)
        names = tuple(ast.literal_eval(line.strip()))
        "".join(names).encode()  # half a surrogate pair is no text, and no other format could hold it
    except (ValueError, SyntaxError, MemoryError, RecursionError) as error:
        raise FormatError(
            f"the authors are no Python list of strings: {line[:60]!r}; write ['Ann Example', 'Bo Example'], or []",
            where=where,
        ) from error
    return names


def _published(line: str) -> datetime | None:
    if not line.strip():
        return None
    try:
        if not _TIME.fullmatch(line.strip()):
            raise ValueError(line)
        return datetime.fromisoformat(line.strip())
    except ValueError as error:
        raise FormatError(
            f"no time: {line[:60]!r}; write YYYY-MM-DD HH:MM:SS, or a single space", where="clipping, line 3"
        ) from error


def _with_evidence(article: Article) -> Article:
    """The same article, each of its fields with the line that it stands on."""
    text = article.text
    found: list[tuple[str, str | tuple[str, ...] | None]] = [
        ("url", article.url),
        ("authors", article.authors),
        ("published", article.published.isoformat() if article.published else None),
        ("title", article.title),
        ("standfirst", article.standfirst),
        ("text", text if len(text) <= _OPENING else f"{text[:_OPENING].rstrip()} …"),
    ]
    evidence = tuple(
        Evidence(
            field=field,
            value=value,
            rule="clipping",
            where=f"line {number}",
            score=1.0,
            chosen=True,
            note="a clipping states its fields line by line",
        )
        for number, (field, value) in enumerate(found, start=1)
        if value
    )
    return replace(article, evidence=evidence)
