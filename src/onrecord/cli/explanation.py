"""Why a record says what it says: every piece of evidence for every field, the winners marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from onrecord.cli.terminal import aligned, one_line
from onrecord.values import Article, Evidence

_WITHOUT_EVIDENCE = ("blocks", "evidence")
_EXPLAINED = tuple(field.name for field in fields(Article) if field.name not in _WITHOUT_EVIDENCE)
_FOLLOWS = {"author_links": "(see authors)", "published_precision": "(see published)", "links": "(see text)"}
"""Fields that have no evidence but that of another."""

_HEADS = ("field", "", "score", "rule", "where", "why", "value")
_LONGEST_VALUE = 300


def as_table(article: Article, *, names: Sequence[str] | None = None) -> Table:
    """The evidence as a table for a terminal."""
    table = Table(
        title=_headline(article), title_justify="left", title_style="bold", header_style="dim", box=SIMPLE_HEAD
    )
    for head in _HEADS:
        table.add_column(head, overflow="fold", no_wrap=head in ("field", "", "score"))
    for row, chosen in _rows(article, names=names):
        table.add_row(*(Text(cell) for cell in row), style=None if chosen else "dim")
    return table


def as_lines(article: Article, *, names: Sequence[str] | None = None) -> str:
    """The evidence as aligned text for a pipe, without tabs; ends in a newline."""
    rows = [_HEADS, *(row for row, _ in _rows(article, names=names))]
    return f"{_headline(article)}\n{aligned(rows)}"


def _headline(article: Article) -> str:
    return one_line(article.url or article.canonical_url or article.title or "a page without an address")


def _rows(article: Article, *, names: Sequence[str] | None) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Cells and whether they belong to a winner; the winner of a field first, then by falling score."""
    for name in _EXPLAINED if names is None else names:
        pieces = sorted(
            (piece for piece in article.evidence if piece.field == name),
            key=lambda piece: (not piece.chosen, -piece.score),
        )
        for position, piece in enumerate(pieces):
            yield _cells(piece, name=name if position == 0 else ""), piece.chosen
        if not pieces:
            said = (
                "(no evidence was kept)" if getattr(article, name) not in (None, (), "") else "(the page does not say)"
            )
            yield (name, "", "", "", "", "", _FOLLOWS.get(name, said)), False


def _cells(piece: Evidence, *, name: str) -> tuple[str, ...]:
    value = one_line(piece.value if isinstance(piece.value, str) else ", ".join(piece.value))
    return (
        name,
        "*" if piece.chosen else "",
        f"{piece.score:.2f}",
        one_line(piece.rule),
        one_line(piece.where),
        one_line(piece.note),
        value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…",
    )
