"""Who said what, under a record: for people to read."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from onrecord.formats.clipping import STATEMENTS
from onrecord.values import Reading, Span, Speaker, Statement


def as_lines(reading: Reading, text: str) -> str:
    """The statements of a text in its order, a blank line between two.

    Each is a line of who speaks (role and affiliation in brackets), how (the words of the cue), of what kind, the score
    and the rule by which the speaker was found; and an indented line of the words.
    """
    return "\n".join(line for _, line in _lines(reading, text)) + "\n"


def as_text(reading: Reading, text: str) -> Text:
    """The same in colour."""
    shown = Text()
    for style, line in _lines(reading, text):
        shown.append(f"{line}\n", style=style)
    return shown


def _lines(reading: Reading, text: str) -> Iterator[tuple[str, str]]:
    yield "bold", _head(reading)
    for statement in reading.statements:
        yield "", ""
        rule = "" if statement.speaker is None else f" | rule {statement.speaker.rule}"
        how = f"{one_line(statement.cue, text)} | {statement.kind} | {statement.score:.2f}{rule}"
        yield "cyan", f"{who(statement, text)} | {how}"
        yield "", f"    {' … '.join(one_line(span, text) for span in statement.content)}"


def _head(reading: Reading) -> str:
    if reading.unread is not None:
        return f"{STATEMENTS}none read, {reading.unread}"
    return f"{STATEMENTS}{len(reading.statements)}"


def who(statement: Statement, text: str) -> str:
    """ "Jane Doe (forecaster, Weather Office)"; for one who is not named, the words of the source."""
    speaker, source = statement.speaker, statement.source
    if speaker is None or source is None:
        return "no source named"
    words = one_line(source, text)
    if speaker.name is None:
        return f"{words} (not named)" if speaker.anonymous else words
    about = ", ".join(one_line(span, text) for span in _about(speaker))
    return f"{speaker.name} ({about})" if about else speaker.name


def _about(speaker: Speaker) -> list[Span]:
    return [span for span in (speaker.role, speaker.affiliation) if span is not None]


def one_line(span: Span, text: str) -> str:
    """The words of a span, white space collapsed."""
    return " ".join(span.of(text).split())
