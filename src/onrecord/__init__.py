"""The news, on record: a news page goes in, its record comes out, each field with the evidence that gave it.

>>> import onrecord
>>> article = onrecord.extract("<h1>Rain in the north</h1><p>By Jane Doe</p><p>It rained all day, the office said.</p>")
>>> article.title, article.authors
('Rain in the north', ('Jane Doe',))
"""

from onrecord import pipeline, sources
from onrecord._core import __version__
from onrecord.errors import (
    BadWarc,
    EmptyPage,
    FetchFailed,
    FormatError,
    NotHtml,
    OnRecordError,
    PageError,
    Refused,
    SourceError,
    TooLarge,
)
from onrecord.extraction import extract
from onrecord.formats.clipping import read_clipping
from onrecord.memory import SiteMemory
from onrecord.values import Article, Block, Evidence, Failure, Image, Link, Page, Record, Span

__all__ = [
    "Article",
    "BadWarc",
    "Block",
    "EmptyPage",
    "Evidence",
    "Failure",
    "FetchFailed",
    "FormatError",
    "Image",
    "Link",
    "NotHtml",
    "OnRecordError",
    "Page",
    "PageError",
    "Record",
    "Refused",
    "SiteMemory",
    "SourceError",
    "Span",
    "TooLarge",
    "__version__",
    "extract",
    "pipeline",
    "read_clipping",
    "sources",
]
