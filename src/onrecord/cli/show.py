"""`onrecord show`: one record of an archive."""

from __future__ import annotations

import click

from onrecord.archive import Archive
from onrecord.cli import terminal
from onrecord.cli.places import in_archive
from onrecord.cli.read import Manner, print_record
from onrecord.cli.reported import Part
from onrecord.formats import FORMATS


@click.command(short_help="Show a record of an archive.")
@click.argument("name", metavar="ID")
@in_archive
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="clipping", show_default=True)
@click.option("--explain", is_flag=True, help="Print every piece of evidence for every field, and why the winner won.")
def show(name: str, archive: str, form: str, explain: bool) -> None:
    """Show the record with this ID, as `onrecord read` does, and what the archive knows of it.

    An id may be cut short, to four characters at least.

    \b
    Examples:
      onrecord show 3fa9c1d2
      onrecord show 3fa9c1d2 --explain
    """
    with Archive(archive) as opened:
        record = opened.get(name)
        places, versions, story = opened.places(name), opened.versions(name), opened.story(name)
    parts: tuple[Part, ...] = ("statements", "events") if record.reading and record.reading.events else ("statements",)
    print_record(record, Manner(form=form, explain=explain, below=parts), first=True)
    terminal.note(f"found in {', '.join(places[:3])}{' and elsewhere' if len(places) > 3 else ''}")
    if not any(version.latest and version.id == record.id for version in versions):
        terminal.note("the page has another text now; this is an earlier one")
    if len(versions) > 1:
        terminal.note(f"one of {len(versions)} versions; `onrecord diff {record.id}` shows what changed")
    if len(story.records) > 1:
        terminal.note(f"one of {len(story.records)} articles of a story; `onrecord search story:{story.id}` finds them")
