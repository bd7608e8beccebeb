"""`onrecord check` and `onrecord reindex`: whether an archive is whole, and its index made again."""

from __future__ import annotations

import click

from onrecord.archive import Archive, Problem
from onrecord.cli import terminal
from onrecord.cli.places import in_archive


@click.command(short_help="Check that an archive is whole.")
@in_archive
def check(archive: str) -> int:
    """Check an archive: its file, each record, what belongs together, and the index.

    Each problem is a line on stdout; with one or more the exit code is 1.
    """
    problems = checked = 0
    with Archive(archive) as opened, terminal.bar() as progress:
        task = progress.add_task("checking", total=None)
        for found in opened.check():
            if isinstance(found, Problem):
                problems += 1
                click.echo(terminal.one_line(f"{found.where}: {found.what}; {found.advice}"))
            else:
                checked = found
                progress.update(task, description=f"{checked:,} records checked")
        if waiting := opened.waiting():
            terminal.note(f"{waiting:,} records cannot be searched yet; the next `onrecord collect` sees to it")
    if not problems:
        click.echo(f"{archive} is whole: {checked:,} records, all versions counted")
    return int(problems > 0)


@click.command(short_help="Make the index of an archive again.")
@in_archive
def reindex(archive: str) -> None:
    """Make the index of an archive again from the records; nothing that was collected can be lost by it.

    An archive that an earlier version of onrecord made is brought up to date.
    """
    done = 0
    with Archive(archive) as opened, terminal.bar() as progress:
        task = progress.add_task("indexing", total=None)
        for done, total in opened.reindex():
            progress.update(task, completed=done, total=total)
    click.echo(f"{done:,} records can be searched")
