"""`onrecord diff`: what changed in an article."""

from __future__ import annotations

import click
from rich.console import Console
from rich.text import Text

from onrecord.archive import Archive, Version, words
from onrecord.cli import terminal
from onrecord.cli.places import in_archive


@click.command(short_help="Show what changed in an article.")
@click.argument("name", metavar="ID")
@in_archive
def diff(name: str, archive: str) -> None:
    """Show all versions of the page that the record ID is of, and what changed from one to the next.

    \b
    Examples:
      onrecord diff 3fa9c1d2
    """
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    with Archive(archive) as opened:
        versions = opened.versions(name)
    for version in versions:
        console.print(_head(version))
        for change in version.changes:
            console.print(_change(change))
    if len(versions) == 1:
        terminal.note("there is one version of this article, and so nothing has changed")


def _head(version: Version) -> Text:
    when = f"fetched {version.fetched}" if version.fetched else f"added {version.added}"
    latest = ", the latest" if version.latest else ""
    shown = Text(f"version {version.number}{latest}  {version.id}  {when}\n", style="dim")
    return shown.append(terminal.one_line(version.title or "without a headline"), style="bold")


def _change(change: dict[str, object]) -> Text:
    if change["field"] != "text":
        return Text.assemble(
            (f"  {change['field']}: ", "cyan"), *_compared(_plain(change["before"]), _plain(change["after"]))
        )
    removed, added = change["removed"], change["added"]
    assert isinstance(removed, list)
    assert isinstance(added, list)
    if removed and added:
        return Text.assemble(("  text: ", "cyan"), *_compared(" ".join(removed), " ".join(added)))
    whole = [_piece("-", terminal.one_line(text)) for text in removed]
    whole += [_piece("+", terminal.one_line(text)) for text in added]
    return Text("\n").join([Text("  text:", style="cyan"), *(Text("    ").append(piece) for piece in whole)])


def _compared(before: str, after: str) -> list[Text]:
    """Both in one, as people mark a proof: [-gone-] and {+come+}, in colour where there is any."""
    return [_piece(mark, terminal.one_line(text)) for mark, text in words(before, after)]


def _piece(mark: str, text: str) -> Text:
    if mark == "-":
        return Text(f"[-{text}-] ", style="red")
    if mark == "+":
        return Text("{+" + text + "+} ", style="green")
    return Text(f"{text if len(text) < 400 else text[:180] + ' … ' + text[-180:]} ")


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)
