"""A user's own actors, as commands take them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

import click

from onrecord.cli import terminal
from onrecord.errors import FormatError
from onrecord.reading import read_actors
from onrecord.values import Failure, Record

if TYPE_CHECKING:
    from onrecord.reading.actors.own import Own, OwnActors

_NAMED = 5  # of those whom nobody met
_FILE = "onrecord.actors"


def _read(ctx: click.Context, _param: click.Parameter, given: str | None) -> OwnActors | None:
    """A file that is not in its form is found before any page is read."""
    if given is None:
        return None
    ctx.meta[_FILE] = given
    try:
        return read_actors(given)
    except FormatError as error:
        raise click.BadParameter(str(error)) from error


def watched(
    results: Iterable[Record | Failure], actors: OwnActors | None, met: list[set[Own]]
) -> Iterator[Record | Failure]:
    """The same results; which of a user's own actors each record names is put into `met`."""
    for result in results:
        if actors is not None and isinstance(result, Record):
            met.append(actors.met_in(result.article.text))
        yield result


def note_unmet(actors: OwnActors | None, met: Collection[Own], *, records: int) -> None:
    """Say once which of a user's own actors no text named. A single page says so only where it named none of them."""
    if actors is None or not records:
        return
    every = dict.fromkeys(actors.by_name.values())
    unmet = [own.name for own in every if own not in met]
    if unmet and (records > 1 or not met):
        more = f" and {len(unmet) - _NAMED:,} more" if len(unmet) > _NAMED else ""
        counts = f"{len(unmet):,} of {len(every):,} actors of {click.get_current_context().meta[_FILE]}"
        were = "was" if len(unmet) == 1 else "were"
        terminal.note(f"{counts} {were} not met in what was read: {', '.join(unmet[:_NAMED])}{more}")


by_actors = click.option(
    "--actors",
    metavar="FILE",
    callback=_read,
    help="Your own actors, a CSV file: name, country, sector; they count more than those that are known.",
)
