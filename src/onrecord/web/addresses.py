"""The addresses of the pages, and queries that are changed by a link."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from urllib.parse import quote, urlencode

from onrecord.archive import EventMention, Said
from onrecord.archive.query import QUOTES, WHOLE_FIELDS, Clause, Days, Records, Term, parse
from onrecord.errors import QueryError
from onrecord.values import Span, Statement


def search(query: str = "", *, sort: str = "", skip: int = 0, more: str = "") -> str:
    """The page that shows what a query finds, with more of the values of one field."""
    return _with("/search", q=query, sort=sort, skip=skip or "", more=more)


def failures(*, skip: int = 0) -> str:
    """The page that shows what could not be read."""
    return _with("/failures", skip=skip or "")


def article(name: str, anchor: str = "") -> str:
    """The page of a record, at a place in it."""
    return f"/articles/{_part(name)}{'#' if anchor else ''}{anchor}"


def versions(name: str, *, skip: int = 0) -> str:
    """The page that shows the versions of a record's page, and what changed."""
    return _with(f"/articles/{_part(name)}/versions", skip=skip or "")


def evidence(name: str) -> str:
    """The page that shows why each field of a record is what it is."""
    return f"/articles/{_part(name)}/evidence"


def speaker(name: str, *, about: str = "", skip: int = 0) -> str:
    """The page of a speaker. A name of dots alone would be taken for a way up, and is asked for in another way."""
    if not name.strip(".") or "/" in name:
        return _with("/speakers", name=name, about=about, skip=skip or "")
    return _with(f"/speakers/{_part(name)}", about=about, skip=skip or "")


def compare(a: str = "", b: str = "", about: str = "") -> str:
    """The page that shows two speakers side by side."""
    return _with("/compare", a=a, b=b, about=about)


def speech_export(name: str, about: str, form: str) -> str:
    """A file of all that the speaker of exactly this name is on record as saying."""
    return _with(f"/export/speech.{form}", name=name, about=about)


def said_export(words: str, form: str) -> str:
    """A file of what all said whose name, role or affiliation has these words."""
    return _with(f"/export/said.{form}", speaker=words)


def articles_export(query: str, form: str) -> str:
    """A file of the records that a query finds."""
    return _with(f"/export/articles.{form}", q=query)


def events(query: str = "", *, day: str = "", skip: int = 0) -> str:
    """The page of what happened, by the articles that a query finds; with a day, month or year, what began then."""
    return _with("/events", q=query, day=day, skip=skip or "")


def of_party(name: str) -> str:
    """What somebody did, or had done to."""
    return events(f"{clause('actor', name)} OR {clause('recipient', name)}")


def events_export(query: str, form: str) -> str:
    """A file of the events of all articles that a query finds."""
    return _with(f"/export/events.{form}.tsv", q=query)


def trigger(there: Span) -> str:
    """What a trigger is called in the page of its article."""
    return f"e{there.start}-{there.end}"


def of_mention(mention: EventMention) -> str:
    """The place in the page of an article where something happens."""
    return article(mention.id, trigger(Span(start=mention.start, end=mention.end)))


def anchor(start: int, end: int) -> str:
    """What a statement is called in the page of its article, by the characters between which it stands."""
    return f"s{start}-{end}"


def of_said(said: Said) -> str:
    """The place in the page of an article where something is said."""
    return article(said.id, anchor(said.start, said.end))


def extent(statement: Statement) -> tuple[int, int]:
    """The characters between which source, cue and content stand."""
    spans = [*statement.content, statement.cue, *([statement.source] if statement.source else [])]
    return min(span.start for span in spans), max(span.end for span in spans)


def narrowed(query: str, field: str, value: str) -> str:
    """The query, with what it finds narrowed to a value of a field: to as many as a count of the field says."""
    return f"{query} {_exactly(field, value)}".strip()


def widened(query: str, field: str, value: str) -> str | None:
    """The query without that; None where it does not ask for it, or not as something that has to hold by itself."""
    for wanted in (_exactly(field, value), clause(field, value)):
        before, found, after = f" {query} ".partition(f" {wanted} ")
        rest = f"{before} {after}".strip()
        if found and _clauses(rest) + _clauses(wanted) == _clauses(query):
            return rest
    return None


def _clauses(query: str) -> Counter[Clause]:
    """What has to hold, wherever it was written; nothing of a query that cannot be meant."""
    try:
        found = parse(query).clauses
    except QueryError:
        return Counter()
    return Counter(replace(clause, terms=tuple(map(_anywhere, clause.terms))) for clause in found)


def _anywhere(term: Term | Days | Records) -> Term | Days | Records:
    return replace(term, position=0) if isinstance(term, Term) else term


def _exactly(field: str, value: str) -> str:
    """What a query says of a field whose whole value is this; of one that cannot be written so, its words."""
    if field in WHOLE_FIELDS and not set(value) & QUOTES and value.strip() and not value.endswith("*"):
        return f'{field}:="{value}"'
    return clause(field, value)


def clause(field: str, value: str) -> str:
    """What a query says of a field: `site:"bbc.co.uk"`; a month is a date."""
    if field == "month":
        return f"date:{value}"
    return f'{field}:"{"".join(" " if character in QUOTES else character for character in value)}"'


def _part(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _with(path: str, **asked: object) -> str:
    given = {name: value for name, value in asked.items() if value != ""}
    return f"{path}?{urlencode(given, errors='replace')}" if given else path
