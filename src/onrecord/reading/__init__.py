"""read(): what an article reports.

text --words--> pieces --model--> scores of each word --tagging--> spans --linking--> attributions
                                       \\--> names --people--> entities --speakers--> who said it
"""

from __future__ import annotations

from onrecord.values import Article, Reading


def read(article: Article) -> Reading:
    """Who said what in an article: its statements, each with its speaker, and the entities that it mentions.

    All spans are ranges of code points of `article.text`. Tables and code are not read. Where no model knows the
    language, the Reading is empty and its `unread` says so. The model is loaded on the first call and kept.

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
    from onrecord.reading import reader  # it brings numpy along, which whoever only extracts should not wait for

    return reader.read(article)
