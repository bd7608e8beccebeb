"""The news, on record: a news page goes in, its record comes out, each field with the evidence that gave it.

>>> import onrecord
>>> article = onrecord.extract("<h1>Rain in the north</h1><p>By Jane Doe</p><p>It rained all day, the office said.</p>")
>>> article.title, article.authors
('Rain in the north', ('Jane Doe',))
"""

from onrecord import errors, pipeline, sources, values
from onrecord._core import __version__
from onrecord.archive import Archive
from onrecord.archive import open_archive as open
from onrecord.errors import OnRecordError
from onrecord.extraction import extract
from onrecord.formats.clipping import read_clipping
from onrecord.memory import SiteMemory
from onrecord.reading import read, read_actors
from onrecord.values import (
    Article,
    Event,
    Evidence,
    Failure,
    Page,
    Reading,
    Record,
    Span,
    Statement,
)

__all__ = [
    "Archive",
    "Article",
    "Event",
    "Evidence",
    "Failure",
    "OnRecordError",
    "Page",
    "Reading",
    "Record",
    "SiteMemory",
    "Span",
    "Statement",
    "__version__",
    "errors",
    "extract",
    "open",
    "pipeline",
    "read",
    "read_actors",
    "read_clipping",
    "sources",
    "values",
]
