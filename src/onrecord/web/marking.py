"""An article laid out: its blocks in order, each cut into runs of words that a page can mark one after another.

Statements overlap, stand in one another and come in pieces, while elements of HTML can only be nested. So the text is
cut wherever anything begins or ends, and each segment knows all that it is a part of. Spans that point outside of the
text, or backwards, count as far as they lie in it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter
from typing import Literal

from onrecord.values import Article, Block, BlockKind, Reading, Record, Span, Statement
from onrecord.web import addresses, scraped
from onrecord.web.triggers import Reported, Trigger, reported, triggers

Part = Literal["source", "cue", "content"]
COLOURS = 8
_LAYERS = 16  # parts of statements that are marked over one another; else all of n could lie over n places


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What stands in the margin of a statement. `colour` is the speaker's: 1 to COLOURS, 0 where there is none."""

    number: int
    anchor: str
    start: int
    end: int
    name: str | None
    anonymous: bool
    who: str
    about: str
    source: str | None
    cue: str
    content: tuple[str, ...]
    kind: str
    score: float
    colour: int

    @property
    def title(self) -> str:
        """The statement in a line, for those who point at it."""
        return f"{self.number}. {self.who}{f' ({self.about})' if self.about else ''}: {self.cue}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Words that are a part of the same statements throughout; the shortest of these gives `note` and `part`.

    `numbers` are those of all statements that have a part in it, `triggers` the words for events that it belongs to, of
    which some have `begun` and some are `ended` with it.
    """

    text: str
    note: Note | None = None
    part: Part | None = None
    numbers: tuple[int, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    begun: tuple[Trigger, ...] = ()
    ended: tuple[Trigger, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Segments that are one link, or none; `begun` are the statements that begin with it."""

    url: str | None
    begun: tuple[Note, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A block: its rows and their cells (one of each but for lists and tables), and the statements that begin in it."""

    kind: BlockKind
    level: int
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody who speaks in an article, and how often."""

    name: str | None
    who: str
    colour: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """An article as a page shows it."""

    passages: tuple[Passage, ...]
    notes: tuple[Note, ...]
    voices: tuple[Voice, ...]
    events: tuple[Reported, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    start: int
    end: int
    note: Note | None = None
    part: Part | None = None
    url: str | None = None
    trigger: Trigger | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    start: int
    text: str
    marks: tuple[_Mark, ...]


def laid(record: Record) -> Laid:
    """The blocks of an article with what is marked in them."""
    article = record.article
    notes = _notes(record.reading, article.text)
    blocks = [(block, _rows(article.text, block)) for block in _blocks(article)]
    bounds = [place for _, rows in blocks for row in rows for cell in row for place in (cell.start, cell.end)]
    statements = record.reading.statements if record.reading else ()
    events = reported(record)
    cuts = _cuts(article.text, [*_marked(statements, notes), *_linked(article), *_happening(record, events)], bounds)
    return Laid(passages=_passages(blocks, cuts, notes), notes=notes, voices=_voices(notes), events=events)


# --- who says it --------------------------------------------------------------------------------------------------


def _notes(reading: Reading | None, text: str) -> tuple[Note, ...]:
    colours: dict[str, int] = {}
    anchors: set[str] = set()
    found = []
    for number, statement in enumerate(reading.statements if reading else (), 1):
        start, end = addresses.extent(statement)
        anchor = addresses.anchor(start, end)
        if anchor in anchors:
            anchor = f"{anchor}-{number}"
        anchors.add(anchor)
        found.append(_note(statement, text, number=number, anchor=anchor, colours=colours))
    return tuple(found)


def _note(statement: Statement, text: str, *, number: int, anchor: str, colours: dict[str, int]) -> Note:
    speaker = statement.speaker
    name = speaker.name if speaker else None
    source = _line(statement.source, text) or None
    who = name or source or "no source named"
    about = [_line(span, text) for span in ((speaker.role, speaker.affiliation) if speaker else ())]
    about = [part for part in about if part and part.casefold() not in who.casefold()]
    colour = 0
    if name or source:
        colour = colours.setdefault(who.casefold(), len(colours) % COLOURS + 1)
    start, end = addresses.extent(statement)
    return Note(
        number=number,
        anchor=anchor,
        start=start,
        end=end,
        name=name,
        anonymous=speaker is not None and speaker.anonymous,
        who=who,
        about=", ".join(about),
        source=source,
        cue=_line(statement.cue, text),
        content=tuple(_line(span, text) for span in statement.content),
        kind=statement.kind,
        score=statement.score,
        colour=colour,
    )


def _line(span: Span | None, text: str) -> str:
    return " ".join(span.of(text).split()) if span is not None else ""


def _voices(notes: Sequence[Note]) -> tuple[Voice, ...]:
    """Who speaks, most often first; of those who speak as often the ones with a name, and then in order."""
    counts: dict[str, list[Note]] = {}
    for note in notes:
        if note.colour:
            counts.setdefault(note.who.casefold(), []).append(note)
    voices = (
        Voice(name=first.name, who=first.who, colour=first.colour, count=1 + len(others))
        for first, *others in counts.values()
    )
    return tuple(sorted(voices, key=lambda voice: (-voice.count, voice.name is None)))


# --- where it stands ----------------------------------------------------------------------------------------------


def _marked(statements: Sequence[Statement], notes: Sequence[Note]) -> Iterator[_Mark]:
    for statement, note in zip(statements, notes, strict=True):
        for span in statement.content:
            yield _Mark(start=span.start, end=span.end, note=note, part="content")
        yield _Mark(start=statement.cue.start, end=statement.cue.end, note=note, part="cue")
        if statement.source is not None:
            yield _Mark(start=statement.source.start, end=statement.source.end, note=note, part="source")


def _linked(article: Article) -> Iterator[_Mark]:
    for link in article.links:
        if url := scraped.web_address(link.url):
            yield _Mark(start=link.span.start, end=link.span.end, url=url)


def _happening(record: Record, events: Sequence[Reported]) -> Iterator[_Mark]:
    for span, trigger in triggers(record, events):
        yield _Mark(start=span.start, end=span.end, trigger=trigger)


def _cuts(text: str, marks: Iterable[_Mark], bounds: Iterable[int]) -> list[_Cut]:
    """The text cut wherever a mark or a cell begins or ends, in one sweep. Of many marks over one another those that
    began last are kept.
    """
    waiting = sorted((mark for mark in marks if max(mark.start, 0) < min(mark.end, len(text))), key=attrgetter("start"))
    places = {0, len(text), *bounds, *(place for mark in waiting for place in (mark.start, mark.end))}
    inside = sorted(place for place in places if 0 <= place <= len(text))
    active: list[_Mark] = []
    found, at = [], 0
    for start, end in pairwise(inside):
        while at < len(waiting) and waiting[at].start <= start:
            active.append(waiting[at])
            at += 1
        active = [mark for mark in active if mark.end > start][-_LAYERS:]
        found.append(_Cut(start=start, text=text[start:end], marks=tuple(active)))
    return found


# --- the blocks ---------------------------------------------------------------------------------------------------


def _blocks(article: Article) -> Sequence[Block]:
    """The blocks of the body; of an article that was made by hand, its paragraphs."""
    if article.blocks:
        return article.blocks
    made, start = [], 0
    for part in article.text.split("\n\n"):
        if part.strip():
            made.append(Block(span=Span(start=start, end=start + len(part)), kind="paragraph"))
        start += len(part) + 2
    return made


def _rows(text: str, block: Block) -> tuple[tuple[Span, ...], ...]:
    """Where the cells of a block lie: the items of a list and the rows of a table are lines, cells parted by tabs."""
    start, end = max(block.span.start, 0), min(block.span.end, len(text))
    if block.kind not in ("list", "table"):
        return ((Span(start=start, end=max(start, end)),),)
    lines = [line for line in _parted(text, start, end, "\n") if line.of(text).strip()]
    if block.kind == "list":
        return tuple((line,) for line in lines)
    return tuple(tuple(_parted(text, line.start, line.end, "\t")) for line in lines)


def _parted(text: str, start: int, end: int, mark: str) -> Iterator[Span]:
    while (found := text.find(mark, start, end)) >= 0:
        yield Span(start=start, end=found)
        start = found + 1
    yield Span(start=start, end=max(start, end))


def _passages(
    blocks: Sequence[tuple[Block, tuple[tuple[Span, ...], ...]]], cuts: Sequence[_Cut], notes: Sequence[Note]
) -> tuple[Passage, ...]:
    starts = [cut.start for cut in cuts]
    left = sorted(notes, key=attrgetter("start"))
    begins = [note.start for note in left]
    shown: set[int] = set()
    found = []
    noted = 0
    for place, (block, rows) in enumerate(blocks):
        until = len(left) if place == len(blocks) - 1 else bisect_left(begins, block.span.end, noted)
        here, noted = left[noted:until], until
        found.append(
            Passage(
                kind=block.kind,
                level=block.level,
                rows=tuple(
                    tuple(
                        _runs(cuts[bisect_left(starts, cell.start) : bisect_left(starts, cell.end)], shown)
                        for cell in row
                    )
                    for row in rows
                ),
                notes=tuple(here),
            )
        )
    return tuple(found)


def _runs(cuts: Sequence[_Cut], shown: set[int]) -> tuple[Run, ...]:
    """The segments of a cell, those of one link together as far as nothing begins between them.

    `shown` are the statements that have begun before.
    """
    found: list[tuple[str | None, tuple[Note, ...], list[Segment]]] = []
    for cut in cuts:
        begun = {mark.note.number: mark.note for mark in cut.marks if mark.note is not None}
        fresh = tuple(note for number, note in sorted(begun.items()) if number not in shown)
        shown.update(begun)
        url, segment = _url(cut), _segment(cut)
        if found and not fresh and found[-1][0] == url:
            found[-1][2].append(segment)
        else:
            found.append((url, fresh, [segment]))
    return tuple(Run(url=url, begun=begun, segments=tuple(segments)) for url, begun, segments in found)


def _url(cut: _Cut) -> str | None:
    return next((mark.url for mark in cut.marks if mark.url is not None), None)


def _segment(cut: _Cut) -> Segment:
    said = [(mark.note, mark.part) for mark in cut.marks if mark.note is not None]
    found = [(mark, mark.trigger) for mark in cut.marks if mark.trigger is not None]
    end = cut.start + len(cut.text)
    made = Segment(
        text=cut.text,
        triggers=tuple(trigger for _, trigger in found),
        begun=tuple(trigger for mark, trigger in found if max(mark.start, 0) == cut.start),
        ended=tuple(trigger for mark, trigger in found if mark.end <= end),
    )
    if not said:
        return made
    # source and cue are more than content, where a statement says all of these of the same words
    note, part = min(said, key=lambda mark: (mark[0].end - mark[0].start, mark[1] == "content"))
    return replace(made, note=note, part=part, numbers=tuple(sorted({note.number for note, _ in said})))
