"""A user's own actors, as commands take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.errors import FormatError
from onrecord.reading import read_actors

if TYPE_CHECKING:
    from onrecord.reading.actors.own import OwnActors


def _read(_ctx: click.Context, _param: click.Parameter, given: str | None) -> OwnActors | None:
    """A file that is not in its form is found before any page is read."""
    if given is None:
        return None
    try:
        return read_actors(given)
    except FormatError as error:
        raise click.BadParameter(str(error)) from error


by_actors = click.option(
    "--actors",
    metavar="FILE",
    callback=_read,
    help="Your own actors, a CSV file: name, country, sector; they count more than those that are known.",
)
