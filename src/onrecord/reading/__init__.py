"""read(): what an article reports.

text --words--> pieces --model--> scores of each word --tagging--> spans --linking--> attributions
                                       \\--> names --people--> entities --speakers--> who said it
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.values import Article, Reading

if TYPE_CHECKING:  # what reads brings numpy and tables along, which whoever only extracts should not wait for
    from onrecord.reading.actors.own import OwnActors


def read(article: Article, *, actors: OwnActors | None = None) -> Reading:
    """Who said what in an article, and who did what to whom.

    These are its statements, each with its speaker, the events that it tells of, and the entities that it mentions.
    All spans are ranges of code points of `article.text`. Tables and code are not read. Where no model knows the
    language, the Reading is empty and its `unread` says so. The models are loaded on the first call and kept. `actors`
    are your own, as `read_actors` gives them; for parties to events they count more than what ships.

    Method: a tagger of sources, cues and contents over MiniLM (Wang and others, 2020), trained on PolNeAR (Newell and
    others, 2018); decoded by Viterbi; linked by learned scores of pairs; speakers by rules of salience.

    Raises ModelError where the model is not installed or damaged, TypeError for what is no Article.

    >>> from onrecord import Article, read
    >>> article = Article(text="“It rained all day,” said Jane Doe, a forecaster in Aberdeen. She expects more rain.")
    >>> [(s.source.of(article.text), s.speaker.name, s.kind) for s in read(article).statements]
    [('Jane Doe, a forecaster in Aberdeen', 'Jane Doe', 'direct'), ('She', 'Jane Doe', 'indirect')]
    """
    if not isinstance(article, Article):
        given = type(article).__name__
        raise TypeError(f"read takes an Article, not {given}: read(extract(html)), or read(Article(text=...))")
    from onrecord.reading import reader

    return reader.read(article, actors=actors)


def read_actors(path: str | os.PathLike[str]) -> OwnActors:
    """Your own actors from a CSV file with the columns name, country and sector, and, if wanted, aliases and role.

    Raises FormatError, with the line, where the file cannot be read or does not say what it should.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     written = Path(folder, "actors.csv").write_text("name,country,sector,aliases\\nAcme Watch,DEU,NGO,Acme\\n")
    ...     read_actors(Path(folder, "actors.csv")).by_name["acme"].country
    'DEU'
    """
    from onrecord.reading.actors import own

    return own.load(Path(path))
