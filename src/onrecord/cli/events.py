"""`onrecord events`: who did what to whom, by what an archive has on it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Sequence

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.archive import Archive, Happening, Party
from onrecord.cli import terminal
from onrecord.cli.places import MINUS, in_archive
from onrecord.formats.csv import write_table

_COLUMNS = ("date", "type", "who", "whom", "place", "status", "mentions")
_MORE = ("until", "mode", "code", "country", "latitude", "longitude", "triggers", "claimed_by", "ids")
_WIDE = 200  # characters of a table that is no terminal's


@click.command(context_settings=MINUS, short_help="Show who did what to whom.")
@click.argument("query", required=False, default="")
@in_archive
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="json is one object a line, with every mention.",
)
def events(query: str, archive: str, limit: int, form: str) -> None:
    """Show what happened, newest first, by the articles that QUERY finds, or by all.

    What several articles tell of the same is one line. Events are there for what was collected with --statements.

    \b
    Examples:
      onrecord events 'event:consult actor:RUS recipient:PRK'
      onrecord events 'sanctions status:planned date:2018-05..'
      onrecord events 'actor:lavrov' --format json > events.jsonl
    """
    with Archive(archive) as opened:
        found = opened.events(query, limit=limit)
        if not found.total:
            terminal.note(_nothing(opened))
            return
    if form == "json":
        for happening in found.happenings:
            terminal.write(msgspec.json.encode(happening) + b"\n")
    elif form == "csv":
        _as_csv(found.happenings)
    else:
        _as_table(found.happenings)
        terminal.note(f"{len(found.happenings):,} of {found.total:,}")


def _as_table(happenings: Iterable[Happening]) -> None:
    table = Table(box=None, pad_edge=False)
    for column in _COLUMNS:
        table.add_column(column, overflow="fold", justify="right" if column == "mentions" else "left")
    for happening in happenings:
        table.add_row(*(Text(terminal.one_line(cell)) for cell in _row(happening)))
    width = None if sys.stdout.isatty() else _WIDE
    Console(highlight=False, markup=False, emoji=False, width=width).print(table)


def _as_csv(happenings: Iterable[Happening]) -> None:
    rows = ((*_row(happening), *_more(happening)) for happening in happenings)
    text = io.BytesIO()
    write_table((*_COLUMNS, *_MORE), rows, text)
    terminal.write(text.getvalue())


def _row(happening: Happening) -> tuple[str, ...]:
    one = len(happening.statuses) == 1
    status = ", ".join(name if one else f"{name} {count}" for name, count in happening.statuses)
    return (
        *(happening.day or "", happening.type),
        *(_names(happening.actors), _names(happening.recipients)),
        *(happening.place or "", status, str(len(happening.mentions))),
    )


def _more(happening: Happening) -> tuple[str | None, ...]:
    mentions = happening.mentions
    return (
        *(happening.until, happening.mode, happening.code, happening.country),
        *(None if value is None else str(value) for value in (happening.latitude, happening.longitude)),
        "; ".join(dict.fromkeys(mention.trigger for mention in mentions)),
        "; ".join(dict.fromkeys(mention.claimed_by for mention in mentions if mention.claimed_by)),
        "; ".join(dict.fromkeys(mention.id for mention in mentions)),
    )


def _names(parties: Sequence[Party]) -> str:
    return ", ".join(f"{party.name or party.words}{f' ({party.code})' if party.code else ''}" for party in parties)


def _nothing(archive: Archive) -> str:
    if not archive.has_events():
        return "the archive has no events; collect with --statements to have who did what to whom"
    return "nothing that happened is on record with that"
