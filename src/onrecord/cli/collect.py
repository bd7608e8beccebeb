"""`onrecord collect`: places in, an archive that grows."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from onrecord.archive import Archive
from onrecord.cli import gathering
from onrecord.cli.actors import by_actors, note_unmet
from onrecord.cli.places import DEFAULT
from onrecord.collecting import collect as steps


@click.command(short_help="Read pages from anywhere and keep their records.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "--into",
    "archive",
    metavar="FILE",
    default=DEFAULT,
    envvar="ONRECORD_ARCHIVE",
    show_default=True,
    help="The archive; it is made where it is not there.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m", "%Y"]),
    metavar="DATE",
    help="Leave out what was published before this day, month or year.",
)
@click.option("--max", "limit", type=click.IntRange(min=1), help="Stop after so many new records.")
@click.option("--statements", is_flag=True, help="Also read who said what, and who did what to whom; in English.")
@by_actors
@click.option(
    "--warc",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Keep the pages, feeds and sitemaps that are had as WARC files.",
)
@click.option(
    "--delay", type=click.FloatRange(min=0), default=1.0, show_default=True, help="Seconds between requests to a host."
)
@click.option("--allow-private", is_flag=True, help="Also fetch from addresses of private networks.")
def collect(sources: tuple[str, ...], archive: str, since: datetime | None, limit: int | None, **how: Any) -> int:
    """Read pages from anywhere and keep their records in an archive.

    SOURCE is a saved HTML or MHTML file, a folder, a WARC file, a text file with an address a line, or the address of a
    page, a feed (RSS, Atom, JSON), a sitemap, or a whole site (https://example.org): its feeds and sitemaps first, then
    its section pages.

    What is in the archive is not read again: stopped at any moment, by Ctrl-C or worse, the same command goes on where
    it was. A page whose text has changed is kept as a new version. robots.txt is followed.

    \b
    Examples:
      onrecord collect saved-pages/ --into news.db
      onrecord collect CC-NEWS-20180531.warc.gz --into news.db --statements --actors mine.csv
      onrecord collect https://example.org --since 2026-11-01 --max 500 --warc kept/
      onrecord collect https://example.org/feed.xml addresses.txt

    What could not be read is summed up by cause at the end; `onrecord failures` lists all of it.
    """
    if how["actors"] is not None and not how["statements"]:
        raise click.UsageError("--actors says who the parties to events are: it goes with --statements")
    wanted = since.replace(tzinfo=UTC) if since else None
    with Archive(archive) as into, gathering.shown(sources) as course:
        try:
            for step in steps(sources, into=into, since=wanted, limit=limit, **how):
                course.step(step)
        except KeyboardInterrupt:
            course.interrupted = True
    gathering.summary(course, archive=archive)
    note_unmet(how["actors"], course.met, records=course.records)
    return 130 if course.interrupted else int(course.is_all_failed)
