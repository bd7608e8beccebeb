"""`onrecord read`: pages in, records out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import click
import msgspec
from rich.console import RenderableType

from onrecord.cli import explanation, reported, terminal
from onrecord.cli.actors import by_actors, note_unmet, watched
from onrecord.formats import FORMATS
from onrecord.formats.json import write_json
from onrecord.formats.jsonl import write_jsonl
from onrecord.pipeline import run
from onrecord.sources import Fetcher, pages
from onrecord.values import Article, Failure, Page, Record

if TYPE_CHECKING:
    from onrecord.reading.actors.own import Own

_FIELDS = tuple(field.name for field in fields(Article))
_NARROWED: dict[str, Callable[..., str]] = {"json": write_json, "jsonl": write_jsonl}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a record is printed: the options of the command, and what of its reading stands below for people to read."""

    form: str
    explain: bool = False
    names: tuple[str, ...] | None = None
    below: tuple[reported.Part, ...] = ()


def _known_fields(_ctx: click.Context, _param: click.Parameter, given: str | None) -> tuple[str, ...] | None:
    if given is None:
        return None
    names = tuple(dict.fromkeys(name.strip() for name in given.split(",") if name.strip()))
    unknown = [name for name in names if name not in _FIELDS]
    if unknown or not names:
        read = {"reading", "statements", "events"} & set(unknown)
        hint = "; --statements and --events read what is reported" if read else ""
        known = ", ".join(_FIELDS)
        raise click.BadParameter(f"{', '.join(unknown) or 'nothing'} is no field{hint}; there are {known}")
    return names


@click.command(short_help="Read pages and print their records.")
@click.argument("places", metavar="PAGE...", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="clipping", show_default=True)
@click.option("--explain", is_flag=True, help="Print every piece of evidence for every field, and why the winner won.")
@click.option("--fields", "names", metavar="NAME,...", callback=_known_fields, help="These fields alone.")
@click.option("--statements", is_flag=True, help="Also read who said what; English alone so far.")
@click.option("--events", is_flag=True, help="Also read who did what to whom; English alone so far.")
@click.option("--timeline", is_flag=True, help="Draw these events in the order of time too.")
@by_actors
@click.option("--allow-private", is_flag=True, help="Also fetch from addresses of private networks.")
def read(places: tuple[str, ...], form: str, explain: bool, names: tuple[str, ...] | None, **other: Any) -> int:
    """Read pages and print their records.

    PAGE is a URL, a saved HTML file, a clipping, a WARC file (.warc, .warc.gz), a folder of saved pages, or - for
    standard input.

    \b
    clipping   URL, authors, time, headline and standfirst on a line each, then the body;
               several are parted by a line with a form feed
    json       one indented object a record, one after another; the evidence is in it
    jsonl      one object a line: the form for many pages
    markdown   CommonMark, tables as on GitHub

    --statements prints who said what after the clipping or the Markdown, --events who did what to whom, for people to
    read, each with the probability that it was read rightly; json and jsonl carry the whole "reading" with either, and
    they alone are read back with it.
    --explain stands in place of the clipping or the Markdown, where it does not go with --statements; with --fields a
    clipping becomes lines "name: value".

    \b
    Examples:
      onrecord read https://example.org/news/rain.html
      onrecord read rain.html --explain
      onrecord read rain.html --fields title,authors,published
      onrecord read rain.html --statements
      onrecord read talks.html --events --timeline --actors mine.csv
      onrecord read crawl.warc.gz --format jsonl > records.jsonl
      curl -s https://example.org/news/rain.html | onrecord read -

    A page that cannot be read is named on stderr; the others are printed, and the exit code is 1.
    """
    wanted = tuple(part for part in reported.PARTS if other[part])
    manner = Manner(form=form, explain=explain, names=names, below=wanted)
    _refuse(manner, by_actors=other["actors"] is not None)
    failed = False
    printed = 0
    met: list[set[Own]] = []
    with terminal.course(len(places), wanted=_is_long(places)) as course:
        found = _all_pages(places, course=course, allow_private=other["allow_private"])
        results = run(found, statements=bool(wanted), actors=other["actors"])
        for result in watched(results, other["actors"], met):
            if isinstance(result, Failure):
                failed = True
                terminal.note(_named(result.url or course.where, result.message))
                continue
            # A clipping does not say of what kind of page it is: what is no article should not look like one.
            left_out = result.article.kind == "index page" and not (explain or names or form in _NARROWED)
            _note_on_kind(result.article, where=result.article.url or course.where, left_out=left_out)
            if left_out:
                continue
            print_record(result, manner, first=printed == 0)
            printed += 1
    note_unmet(other["actors"], set().union(*met), records=len(met))
    return int(failed)


def _refuse(manner: Manner, *, by_actors: bool) -> None:
    """What does not go together."""
    is_json = manner.form in _NARROWED
    if manner.form == "markdown" and manner.names and not manner.explain:
        raise click.UsageError("--fields goes with the formats clipping, json and jsonl")
    if "timeline" in manner.below and ("events" not in manner.below or is_json):
        raise click.UsageError("--timeline draws what --events finds: it goes with --events, in clipping and markdown")
    if manner.below and manner.explain and not is_json:
        given = " and ".join(f"--{part}" for part in manner.below)
        raise click.UsageError(f"--explain stands in place of the text; in json and jsonl it goes with {given}")
    if by_actors and not manner.below:
        raise click.UsageError("--actors says who the parties to events are: it goes with --events or --statements")


def _is_long(places: Sequence[str]) -> bool:
    """Several places, a folder or a WARC: work of which one wants to see how far it is."""
    return len(places) > 1 or any(place.endswith((".warc", ".warc.gz")) or os.path.isdir(place) for place in places)


def _all_pages(places: Sequence[str], *, course: terminal.Course, allow_private: bool) -> Iterator[Page | Failure]:
    with Fetcher(allow_private=allow_private) as fetcher:
        for place in places:
            course.place(place)
            for page in pages(place, fetcher=fetcher):
                course.page()
                yield page
            course.place_done()


def _named(where: str, message: str) -> str:
    return message if where in message else f"{where}: {message}"


def _note_on_kind(article: Article, *, where: str, left_out: bool) -> None:
    if article.kind == "index page":
        instead = "; it is not printed as an article, --format json gives its record" if left_out else ""
        terminal.note(_named(where, f"this is an index page, which lists other pages{instead}"))
    elif article.kind in ("forum", "product", "other"):
        kind = "" if article.kind == "other" else f": it looks like a {article.kind} page"
        terminal.note(_named(where, f"this does not look like a news article{kind}"))


def print_record(record: Record, manner: Manner, *, first: bool) -> None:
    """To a terminal in colour; to a pipe or a file as UTF-8, whatever the locale, and at once."""
    form, explain, names = manner.form, manner.explain, manner.names
    below = () if form in _NARROWED else manner.below
    if explain and form in ("clipping", "markdown"):
        if sys.stdout.isatty():
            terminal.show(explanation.as_table(record.article, names=names), after_another=False)
            return
        text, between, end = explanation.as_lines(record.article, names=names), "\n", ""
    else:
        text, between, end = _written(record, form=form, explain=explain, names=names)
        if sys.stdout.isatty():
            shown: RenderableType = terminal.coloured(text, form="lines" if names and form == "clipping" else form)
            terminal.show(shown, after_another=not first and form in ("clipping", "markdown"))
            for picture in reported.as_pictures(record, below):
                terminal.show(picture, after_another=True)
            return
        under = reported.as_lines(record, below)
        if under:
            apart = "\n" if names else FORMATS[form].between  # what is no part of a clipping stands outside of it
            end += apart + under
    sys.stdout.buffer.write(f"{'' if first else between}{text}{end}".encode("utf8", "replace"))
    sys.stdout.buffer.flush()


def _written(record: Record, *, form: str, explain: bool, names: tuple[str, ...] | None) -> tuple[str, str, str]:
    """The record in its format, what stands between two, and what after each."""
    chosen = FORMATS[form]
    if names is None:
        return chosen.write(record), chosen.between, chosen.end
    if form == "clipping":
        return _lines(record.article, names=names), "\n", "\n"
    if explain:
        about = tuple(piece for piece in record.article.evidence if piece.field in names)
        record, names = replace(record, article=replace(record.article, evidence=about)), (*names, "evidence")
    return _NARROWED[form](record, fields=names), chosen.between, chosen.end


def _lines(article: Article, *, names: tuple[str, ...]) -> str:
    """A line "name: value" a field; the further lines of a value are indented, so none can pass for a field."""
    return "\n".join(f"{name}: {_value(getattr(article, name))}".rstrip(" ") for name in names)


def _value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple) and all(isinstance(part, str) for part in value):
        value = ", ".join(value)
    if isinstance(value, str):
        first, *others = value.splitlines() or [""]
        return "\n".join([first, *(f"    {line}".rstrip() for line in others)])
    found: Any = msgspec.to_builtins(value)
    return found if isinstance(found, str) else msgspec.json.encode(found).decode()
