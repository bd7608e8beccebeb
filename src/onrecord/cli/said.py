"""`onrecord said`: what somebody is on record as saying."""

from __future__ import annotations

import click
import msgspec
from rich.console import Console
from rich.text import Text

from onrecord.archive import Archive, Said
from onrecord.cli import terminal
from onrecord.cli.places import MINUS, in_archive


@click.command(context_settings=MINUS, short_help="Show what somebody is on record as saying.")
@click.argument("speaker")
@in_archive
@click.option("--about", metavar="WORDS", help="Only where these words were said; as in a search.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def said(speaker: str, archive: str, about: str | None, limit: int, as_json: bool) -> None:
    """Show what somebody is on record as saying, newest first.

    SPEAKER are words of the name, the role or the affiliation. Statements are there for what was collected with
    --statements.

    \b
    Examples:
      onrecord said Lavrov
      onrecord said Lavrov --about 'sanctions OR embargo'
      onrecord said 'State Department' --json > said.jsonl
    """
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    count = 0
    with Archive(archive) as opened:
        for statement in opened.said(speaker, about=about, limit=limit):
            count += 1
            if as_json:
                terminal.write(msgspec.json.encode(statement) + b"\n")
            else:
                console.print(_shown(statement))
        if not count:
            terminal.note(_nothing(opened, speaker))


def _shown(statement: Said) -> Text:
    who = ", ".join(part for part in (statement.speaker, statement.role, statement.affiliation) if part)
    shown = Text()
    shown.append(
        f"{statement.id}  {(statement.published or 'no date')[:10]}  {terminal.one_line(statement.site or '')}\n",
        style="dim",
    )
    shown.append(f"{terminal.one_line(statement.title or 'without a headline')}\n", style="dim")
    shown.append(terminal.one_line(who), style="bold").append(f" · {terminal.one_line(statement.cue)} · ", style="cyan")
    return shown.append(terminal.one_line(statement.content)).append("\n")


def _nothing(archive: Archive, speaker: str) -> str:
    if not archive.has_statements():
        return "the archive has no statements; collect with --statements to have who said what"
    return f"nobody by the name of {speaker!r} is on record with that"
