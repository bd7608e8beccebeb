"""The dates of short texts as their tests show them."""

from __future__ import annotations

from datetime import date

from onrecord.reading.dates import Dated, dates_in

PUBLISHED = date(2018, 6, 14)
"""A Thursday."""


def found(text: str, published: date | None = PUBLISHED) -> list[Dated]:
    return dates_in(text, [(0, len(text))], published=published)


def told(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str]]:
    """The words that were found, each with its days: one, or first and last."""
    return [(text[one.start : one.end], days_of(one)) for one in found(text, published)]


def days_of(one: Dated) -> str:
    return f"{one.first}" if one.first == one.last else f"{one.first} {one.last}"
