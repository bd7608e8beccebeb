"""`onrecord failures`: what could not become a record."""

from __future__ import annotations

import click
import msgspec

from onrecord.archive import Archive
from onrecord.cli import terminal
from onrecord.cli.places import in_archive


@click.command(short_help="List what could not be read.")
@in_archive
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def failures(archive: str, as_json: bool) -> None:
    """List all that could not become a record, with the cause of each."""
    with Archive(archive) as opened:
        for failure in opened.failures():
            if as_json:
                terminal.write(msgspec.json.encode(failure) + b"\n")
            else:
                click.echo(f"{failure.cause or failure.error}\t{terminal.one_line(failure.message)}")
