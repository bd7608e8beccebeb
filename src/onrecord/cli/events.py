"""`onrecord events`: who did what to whom, by what an archive has on it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable

import click
import msgspec

from onrecord.archive import Archive, Happening
from onrecord.cli import happenings, terminal, timeline
from onrecord.cli.places import MINUS, in_archive
from onrecord.formats.csv import write_table

_FIRST = ("who", "whom", "place", "status", "mentions", "score")
_MORE = ("until", "inferred", "mode", "code", "country", "latitude", "longitude")
_TOLD = ("triggers", "claimed_by", "ids", "urls")
_STACKED = (("date", "place"), ("type", "status", "score"), ("who",), ("whom",), ("words", "mentions", "id"))
_NARROW = 160  # characters of a terminal where columns are put together


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
@click.option("--timeline", "drawn", is_flag=True, help="Also draw the events in the order of time.")
def events(query: str, archive: str, limit: int, form: str, drawn: bool) -> None:
    """Show what happened, newest first, by the articles that QUERY finds, or by all.

    What several articles tell of the same is one line. Events are there for what was collected with --statements.

    \b
    event:consult mode:visit     a type of PLOVER, and what it says more of it
    actor:RUSGOV recipient:PRK   who did it to whom: codes, or words of the name
    status:planned               or happened, asked, hypothetical, denied
    happened:2018-05..2018-06    when it began; either end may be left out
    rain site:bbc.co.uk date:..  and of the articles, all that a search takes

    \b
    Examples:
      onrecord events 'event:consult actor:RUS recipient:PRK happened:2018'
      onrecord events 'sanctions status:planned date:2018-05..'
      onrecord events 'actor:lavrov' --format json > events.jsonl
      onrecord events 'actor:PRK recipient:USA' --limit 200 --timeline
    """
    if drawn and form != "table":
        raise click.UsageError("--timeline is drawn under the table: it goes with --format table alone")
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
        _show([happenings.of_happening(one) for one in found.happenings], drawn=drawn)
        inferred = any(one.inferred for one in found.happenings)
        terminal.note(f"{len(found.happenings):,} of {found.total:,}{happenings.INFERRED if inferred else ''}")


def _show(told: list[happenings.Told], *, drawn: bool) -> None:
    """A table, and the timeline under it."""
    if sys.stdout.isatty():
        stacked = _STACKED if terminal.width() < _NARROW else ()
        terminal.show(happenings.as_table(told, stacked=stacked), after_another=False)
        if drawn:
            terminal.show(timeline.as_picture(told), after_another=True)
    else:
        text = happenings.as_lines(told) + (f"\n{timeline.as_lines(told)}" if drawn else "")
        terminal.write(text.encode("utf8", "replace"))


def _as_csv(found: Iterable[Happening]) -> None:
    text = io.BytesIO()
    write_table(("date", "type", *_FIRST, *_MORE, *_TOLD), map(_row, found), text)
    terminal.write(text.getvalue())


def _row(happening: Happening) -> tuple[str | None, ...]:
    """What the table has, days and mode by themselves, and every word, claimant, record and address once."""
    cells, mentions = happenings.of_happening(happening).cells, happening.mentions
    inferred = None if happening.day is None else "yes" if happening.inferred else "no"
    told = (
        [one.trigger for one in mentions],
        [one.claimed_by for one in mentions],
        [one.id for one in mentions],
        [one.url for one in mentions],
    )
    return (
        *(happening.day, happening.type, *(cells[name] for name in _FIRST)),
        *(happening.until, inferred, happening.mode, happening.code, happening.country),
        *(None if value is None else str(value) for value in (happening.latitude, happening.longitude)),
        *("; ".join(dict.fromkeys(filter(None, values))) for values in told),
    )


def _nothing(archive: Archive) -> str:
    if not archive.has_events():
        return "the archive has no events; collect with --statements to have who did what to whom"
    return "no event on record fits that"
