"""`onrecord search`: what an archive has on some words."""

from __future__ import annotations

from collections.abc import Sequence

import click
import msgspec
from rich.console import Console
from rich.text import Text

from onrecord.archive import EVENT_FIELDS, FACETS, SORTS, Archive, Hit, Results, Snippet
from onrecord.cli import terminal
from onrecord.cli.places import MINUS, in_archive


@click.command(context_settings=MINUS, short_help="Search an archive.")
@click.argument("query")
@in_archive
@click.option("--sort", type=click.Choice(list(SORTS)), default="relevance", show_default=True)
@click.option("--limit", type=click.IntRange(1, 1_000), default=10, show_default=True)
@click.option("--offset", type=click.IntRange(0, 100_000), default=0, help="Leave out so many hits first.")
@click.option("--facets", "facets", metavar="NAME,...", default="", help=f"Count by {', '.join(FACETS)}.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: hits, total, facets.")
def search(query: str, archive: str, sort: str, facets: str, as_json: bool, **page: int) -> None:
    """Search an archive and show what was found, the words marked.

    \b
    sanctions "North Korea"      both; what stands in quotation marks as it stands
    sanction*                    words that begin so
    sanctions OR embargo         either
    -football                    not this
    author:doe site:bbc.co.uk    by field: author, site, speaker, section, tag, title, language, kind, story
    date:2018-05..2018-06        published then; either end may be left out
    event:consult actor:RUSGOV   one event of which all of it holds: event, mode, actor, recipient, status,
    happened:2018-05..           and the day on which it began

    \b
    Examples:
      onrecord search 'sanctions "North Korea" date:2018-05..2018-06'
      onrecord search 'speaker:Lavrov' --sort newest --facets site,month
      onrecord search 'budget language:en' --json | jq .total
    """
    names = tuple(name.strip() for name in facets.split(",") if name.strip())
    with Archive(archive) as opened:
        found = opened.search(query, sort=sort, facets=names, **page)
        if ("speaker:" in query.lower() or "speaker" in names) and not opened.has_statements():
            terminal.note("the archive has no statements; collect with --statements to have who said what")
        if _asks_for_events(query, names) and not opened.has_events():
            terminal.note("the archive has no events; collect with --statements to have who did what to whom")
    if as_json:
        terminal.write(msgspec.json.encode(found) + b"\n")
        return
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    for hit in found.hits:
        console.print(_hit(hit))
    console.print(_end(found, first=page["offset"] + 1))


def _asks_for_events(query: str, facets: Sequence[str]) -> bool:
    return any(f"{name}:" in query.lower() or name in facets for name in EVENT_FIELDS)


def _hit(hit: Hit) -> Text:
    shown = Text()
    shown.append(f"{hit.id}  {(hit.published or 'no date')[:10]}  {terminal.one_line(hit.site or '')}\n", style="dim")
    shown.append(f"{terminal.one_line(hit.title or 'without a headline')}\n", style="bold")
    about = [terminal.one_line(", ".join(hit.authors))] if hit.authors else []
    about += [hit.kind] if hit.kind != "article" else []
    about += [f"{hit.carriers} articles tell this story"] if hit.carriers > 1 else []
    if about:
        shown.append(" · ".join(about) + "\n", style="cyan")
    shown.append(marked(hit.snippet))
    if hit.url:
        shown.append(f"\n{terminal.one_line(hit.url)}", style="blue")
    return shown.append("\n")


def marked(snippet: Snippet) -> Text:
    """A snippet on one line, what was looked for in bold."""
    shown = Text()
    at = 0
    for mark in snippet.marks:
        shown.append(_flat(snippet.text[at : mark.start]))
        shown.append(_flat(mark.of(snippet.text)), style="bold yellow")
        at = mark.end
    return shown.append(_flat(snippet.text[at:]))


def _flat(text: str) -> str:
    return terminal.harmless(text).replace("\n", " ").replace("\t", " ")


def _end(found: Results, *, first: int) -> Text:
    shown = Text()
    for name, counts in found.facets.items():
        values = ", ".join(f"{terminal.one_line(value)} {count:,}" for value, count in counts)
        shown.append(f"{name}: ", style="bold").append(f"{values or 'none'}\n")
    last = first + len(found.hits) - 1
    which = f", here {first:,} to {last:,}" if found.hits and found.total > len(found.hits) else ""
    records = "record" if found.total == 1 else "records"
    return shown.append(f"{found.total:,} {records}{which}", style="dim")
