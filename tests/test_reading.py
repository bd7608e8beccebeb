"""read(): statements, speakers and entities of texts written for the project; any text gives a Reading."""

from __future__ import annotations

import itertools
import json
import pickle
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import Article, Reading, Record, Span, extract, read
from onrecord.errors import FormatError, ModelError
from onrecord.formats.json import read_json, write_json
from onrecord.formats.jsonl import read_jsonl, write_jsonl
from onrecord.reading import graphemes, model
from onrecord.reading.antecedents import Scene
from onrecord.reading.names import KINDS, names_in
from onrecord.reading.people import entities
from onrecord.reading.quotes import quotes
from onrecord.reading.speakers import speakers
from onrecord.reading.statements import kind_of
from onrecord.reading.words import lines
from onrecord.values import Block
from strategies import texts


def said(text: str, **about: str) -> list[tuple[str | None, str, str, list[str]]]:
    """Who (by name), cue, kind and words of each statement of an English text."""
    return [
        (
            statement.speaker.name if statement.speaker else None,
            statement.cue.of(text),
            statement.kind,
            [span.of(text) for span in statement.content],
        )
        for statement in read(Article(text=text, language="en")).statements
    ]


def speaker_of(text: str, source: str) -> tuple[str | None, bool, str | None, str | None]:
    """Name, anonymity, role and affiliation of the speaker of the statement with this source."""
    for statement in read(Article(text=text, language="en")).statements:
        if statement.source is not None and statement.source.of(text) == source:
            speaker = statement.speaker
            assert speaker is not None
            about = (None if span is None else span.of(text) for span in (speaker.role, speaker.affiliation))
            return speaker.name, speaker.anonymous, *about  # type: ignore[return-value]
    raise AssertionError(f"no statement of {source!r} in {[s.source for s in read(Article(text=text)).statements]}")


# --- statements ---------------------------------------------------------------------------------------------------


def test_a_quote_cut_by_its_cue_is_one_statement() -> None:
    text = "“The bridge is closed,” said Mayor Jane Doe. “It will stay closed until the river falls.”"
    assert said(text) == [
        ("Jane Doe", "said", "direct", ["“The bridge is closed,”", "“It will stay closed until the river falls.”"])
    ]


def test_a_quote_of_two_paragraphs_is_one_statement() -> None:
    text = "“The bridge is closed,” said Mayor Jane Doe. “It rained all week.\n\n“It will rain again,” she added."
    parts = said(text)
    assert [who for who, *_ in parts] == ["Jane Doe"] * len(parts)
    whole = "The mayor of Oldtown said: “The bridge is closed.\n\n“The road beside it is closed too.”"
    [(_, _, kind, words)] = said(whole)
    assert kind == "direct"
    assert words == ["“The bridge is closed.", "“The road beside it is closed too.”"]


def test_kinds_are_told_by_the_marks() -> None:
    text = (
        "The council said the bridge would stay closed.\n\n"
        "Jane Doe, the mayor, called the decision “hard but right.”\n\n"
        "“We had no choice,” she told reporters."
    )
    assert [kind for _, _, kind, _ in said(text)] == ["indirect", "mixed", "direct"]


def test_straight_marks_are_read_as_curly_ones() -> None:
    text = '"The bridge is closed," said Mayor Jane Doe.'
    assert said(text) == [("Jane Doe", "said", "direct", ['"The bridge is closed,"'])]


def test_according_to_is_a_cue() -> None:
    [(who, cue, kind, _)] = said("The river rose by a metre within an hour, according to the Valley Water Board.")
    assert (cue, kind) == ("according to", "indirect")
    assert who is not None
    assert "Valley Water Board" in who


# --- speakers -----------------------------------------------------------------------------------------------------

LONG = (
    "Norwegian Foreign Minister Kari Nordmann arrived in Oslo on Monday.\n\n"
    "“We are ready to talk,” Nordmann said after the meeting with Secretary of State John Roe.\n\n"
    "She urged all parties to come back to the table.\n\n"
    "The minister told reporters that a date would be named soon.\n\n"
    "“Nothing is ruled out,” said a statement issued by Nordmann’s office.\n\n"
    "A State Department official said that talks could begin in June.\n\n"
    "Roe said he was hopeful."
)


@pytest.mark.parametrize(
    ("source", "name", "anonymous"),
    [
        ("Nordmann", "Kari Nordmann", False),
        ("She", "Kari Nordmann", False),
        ("The minister", "Kari Nordmann", False),
        ("a statement issued by Nordmann’s office", "Nordmann’s office", False),
        ("A State Department official", None, True),
        ("Roe", "John Roe", False),
    ],
)
def test_a_source_is_resolved_to_whom_the_text_names(source: str, name: str | None, anonymous: bool) -> None:
    assert speaker_of(LONG, source)[:2] == (name, anonymous)


def test_role_and_affiliation_stand_in_title_and_apposition() -> None:
    assert speaker_of(LONG, "Nordmann")[2:] == ("Foreign Minister", "Norwegian")
    assert speaker_of(LONG, "A State Department official")[2:] == ("official", "State Department")
    text = "“It rained,” said Jane Doe, a spokeswoman for the Valley Water Board."
    assert speaker_of(text, "Jane Doe, a spokeswoman for the Valley Water Board")[2:] == (
        "spokeswoman",
        "Valley Water Board",
    )


def test_every_mention_points_at_an_entity_and_its_own_words() -> None:
    reading = read(Article(text=LONG, language="en"))
    names = {mention.span.of(LONG): reading.entities[mention.entity].name for mention in reading.mentions}
    assert names["Nordmann"] == "Kari Nordmann"
    assert names["She"] == "Kari Nordmann"
    assert all(0 <= mention.entity < len(reading.entities) for mention in reading.mentions)


def test_a_poll_is_nobody_and_not_anonymous() -> None:
    name, anonymous, *_ = speaker_of("The poll found that most voters want a new bridge.", "The poll")
    assert (name, anonymous) == (None, False)


# --- what is read and what is not ---------------------------------------------------------------------------------


def test_another_language_is_said_not_to_be_read() -> None:
    reading = read(Article(text="„Die Brücke ist gesperrt“, sagte Anna Müller, die Bürgermeisterin.", language="de"))
    assert reading == Reading(unread=reading.unread)
    assert reading.unread is not None
    assert "de" in reading.unread


def test_a_language_that_is_not_stated_is_told_by_its_words() -> None:
    german = "Die Brücke ist wegen des Regens gesperrt, sagte die Bürgermeisterin am Montag vor der Presse."
    assert read(Article(text=german)).unread is not None
    assert read(Article(text="The mayor said that the bridge was closed to all traffic on Monday.")).unread is None


def test_tables_and_code_are_not_read() -> None:
    text = "The mayor said it rained.\n\nThe clerk said\tit rained"
    blocks = (
        Block(span=Span(start=0, end=25), kind="paragraph"),
        Block(span=Span(start=27, end=len(text)), kind="table"),
    )
    statements = read(Article(text=text, blocks=blocks, language="en")).statements
    assert [statement.cue.end <= 25 for statement in statements] == [True]


def test_no_text_is_no_reading() -> None:
    assert read(Article()).unread == "there is no text to read"


# --- any text -----------------------------------------------------------------------------------------------------


def spans_of(value: object) -> Iterator[Span]:
    """Every span in a reading."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from spans_of(part)
    else:
        for name in getattr(value, "__struct_fields__", ()) or getattr(value, "__slots__", ()):
            yield from spans_of(getattr(value, name))


def check(text: str) -> Reading:
    """Read a text as English; every span lies inside and splits no grapheme cluster."""
    reading = read(Article(text=text, language="en"))
    edges = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    for span in spans_of(reading):
        assert 0 <= span.start < span.end <= len(text)
        assert span.start in edges
        assert span.end in edges
    for statement in reading.statements:
        assert 0 <= statement.score <= 1
        assert statement.content
    return reading


_WORDS = (
    "“ ” \" ' ‘ ’ said She Jane Doe e\u0301 👩‍👩‍👧 🇳🇴 שלום قال الوزير 首相 . , — : \n \n\n according to the "
    "minister’s U.S. \u0301 \ud800"
)
words = st.sampled_from(_WORDS.split(" "))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts | st.lists(words, max_size=60).map(" ".join) | st.lists(words, max_size=40).map("".join))
def test_any_text_gives_a_reading(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rain",
        "said",
        "“”",
        "“" * 500,
        '"' * 501,
        "“It rained.” " * 60,
        "قال الوزير إن الجسر مغلق. " * 40,
        "👩‍👩‍👧 said “👍🏽👍🏽” to 🇳🇴🇳🇴. " * 30,
        "é́́ said Jane Doe. " * 30,
        "x" * 100_000,
        "\u200b\u200d\ufeff said \u202e“it”",
    ],
    ids=lambda text: text[:12],
)
def test_strange_texts(text: str) -> None:
    check(text)


_JOINING = "a # \r \n \r\n \u0301 \u200d \ufe0f 👩 🇳 🏽 \u0600 \u0903 각 \u1100 \u1161 क ् ष ’ \u070f"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_JOINING.split(" ")), max_size=9).map("".join))
def test_clusters_are_those_of_the_whole_text(text: str) -> None:
    whole = [found.span() for found in regex.finditer(r"\X", text) if len(found[0]) > 1]
    assert graphemes.clusters(text) == ([] if text.isascii() else whole)


def test_a_long_text_is_read_to_its_end() -> None:
    one = "“It rained all day,” Jane Doe, who lives in Oldtown, said on Monday. He told her that they said so. "
    for text in (one * 1000, f"{one}\n\n" * 1000):
        assert len(check(text).statements) > 1000


HOSTILE = {
    "one name": "Jane Doe said. ",
    "one surname": "Q{0} Smith, Smith said. ",
    "no stops": "they said Acme and Jane Doe ",
    "possessives": "a's a's (Jane) ",
    "capitals": "The AAAA!AAAA ",
    "marks": "Jane“”“”'’'’ ",
    "titles": "Mr. Mr. Sen. Jane ",
    "one word": "Jane",
    "pronouns": "he she ",
}


def rules_alone(text: str) -> float:
    """CPU seconds that all but the model takes, where every word in capitals is a name and every pronoun a source."""
    paragraphs = lines(text, [(0, len(text))])
    capitals = [match.span() for match in regex.finditer(r"\b[A-Z]\w+(?: [A-Z]\w+)?", text)]
    kinds = itertools.cycle(("Person", "Organization", "Person", "NORP"))
    sources = [match.span() for match in regex.finditer(r"\b(?:[Hh]e|[Ss]he|they|The \S+|Jane Doe|Acme)\b", text)]
    start = time.process_time()
    quoted = quotes(text, paragraphs)
    starts = [quote.start for quote in quoted]
    for span in sources:
        kind_of([span], quoted, starts)
    names = names_in(text, [(*span, kind, 0.9) for span, kind in zip(capitals, kinds, strict=False)], paragraphs)
    known, owners = entities(text, names)
    scene = Scene(
        text=text,
        paragraphs=paragraphs,
        sentences=[match.end() for match in regex.finditer(r"[.!?] ", text)],
        names=names,
        owners=owners,
        known=known,
        quoted=[(quote.start, quote.end) for quote in quoted],
        sources=sources,
        authors=(),
    )
    speakers(scene)
    return time.process_time() - start


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=list(HOSTILE))
def test_the_time_of_the_rules_is_linear_in_the_text(unit: str) -> None:
    def text(count: int) -> str:
        return "".join(unit.format(f"{number:x}") for number in range(count))

    rules_alone(text(100))
    few = min(rules_alone(text(1500)) for _ in range(2))
    assert min(rules_alone(text(6000)) for _ in range(2)) < 9 * few + 0.05


@pytest.mark.parametrize("kind", KINDS)
def test_a_mark_that_is_taken_for_a_name_is_none(kind: str) -> None:
    assert names_in("— said", [(0, 1, kind, 0.9)], [(0, 6)]) == []


def test_a_name_is_of_one_kind_throughout() -> None:
    text = "Sergey Lavrov came. Lavrov spoke. Lavrov left."
    spans = [(0, 13, "Person", 0.9), (20, 26, "Location", 0.6), (34, 40, "Person", 0.5)]
    assert [name.kind for name in names_in(text, spans, [(0, len(text))])] == ["person"] * 3


def test_a_surname_that_was_missed_is_found_but_no_month() -> None:
    text = "Theresa Mays spoke in May. Then Mays left."
    names = names_in(text, [(0, 12, "Person", 0.9), (22, 25, "Date", 0.9)], [(0, len(text))])
    assert [text[name.start : name.end] for name in names] == ["Theresa Mays", "Mays"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In the '90s, she said, “It rained.”", ["“It rained.”"]),
        ("He said ‘It rained “all day”’ and left.", ["‘It rained “all day”’"]),
        ("The workers’ rights, “he said,” are theirs.", ["“he said,”"]),
        ('6\'2" tall, she said "no".', ['"no"']),
    ],
)
def test_quotes_are_paired(text: str, expected: list[str]) -> None:
    assert [text[quote.start : quote.end] for quote in quotes(text, [(0, len(text))])] == expected


# --- records ------------------------------------------------------------------------------------------------------


def test_a_record_with_its_reading_is_read_back() -> None:
    article = Article(text=LONG, language="en")
    record = Record.of(article, reading=read(article))
    assert read_json(write_json(record)) == record
    assert list(read_jsonl(write_jsonl(record))) == [record]
    assert pickle.loads(pickle.dumps(record)) == record
    assert hash(record) == hash(replace(record))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"statments": []}, "no such field"),
        ({"statements": [{"what": 1}]}, "unknown field"),
        ({"entities": [{"name": "Jane", "kind": "robot"}]}, "robot"),
        ({"mentions": [{"span": {"start": 0, "end": 1}, "form": "name", "entity": 3}]}, "number"),
        (
            {"entities": [{"name": "J", "kind": "person", "role": {"start": 0, "end": 10**6}}]},
            "characters 0 to 1000000, but there are",
        ),
        ([], "no object"),
    ],
)
def test_a_reading_that_cannot_be_is_refused(change: object, message: str) -> None:
    record = json.loads(write_json(Record.of(Article(text=LONG))))
    with pytest.raises(FormatError, match=message):
        read_json(json.dumps(record | {"reading": change}))


def test_an_index_page_is_not_read() -> None:
    assert read(Article(text=LONG, language="en", kind="index page")).unread is not None


def test_reading_twice_gives_the_same() -> None:
    article = Article(text=LONG, language="en")
    assert read(article) == read(article)


# --- the model ----------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the model, to be damaged."""
    return Path(shutil.copytree(model.FOLDER, tmp_path / "statements"))


@pytest.mark.parametrize("name", [*model.FILES, "meta.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        model.load(folder)


@pytest.mark.parametrize("name", model.FILES)
def test_a_damaged_file_is_named(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ModelError, match=f"{name} is damaged"):
        model.load(folder)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"version": 1}', '{"languages": 5}'])
def test_a_damaged_description_is_named(folder: Path, content: str) -> None:
    (folder / "meta.json").write_text(content, "utf-8")
    with pytest.raises(ModelError, match="damaged"):
        model.load(folder)


def test_a_shortened_model_does_not_load(folder: Path) -> None:
    """With hashes to match: the runtime finds out, and that is a ModelError too."""
    import hashlib

    (folder / "model.onnx").write_bytes((folder / "model.onnx").read_bytes()[:5000])
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    meta["sha256"]["model.onnx"] = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    (folder / "meta.json").write_text(json.dumps(meta), "utf-8")
    with pytest.raises(ModelError, match="onnx"):
        model.load(folder)


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_a_missing_package_is_named(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ModelError, match=f"pip install {package}"):
        model.load(model.FOLDER)


def test_extract_loads_no_model() -> None:
    code = (
        "import sys, onrecord\n"
        "onrecord.extract('<h1>Rain</h1><p>It rained all day in the valley, the office said.</p>')\n"
        "assert not {'onnxruntime', 'tokenizers', 'numpy'} & set(sys.modules), set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_model_is_small() -> None:
    assert sum(path.stat().st_size for path in model.FOLDER.iterdir()) <= 25_000_000


def test_a_page_is_read_to_the_end() -> None:
    html = (
        "<html lang=en><article><h1>Bridge closed</h1><p>The old bridge in Oldtown was closed to all traffic on Monday "
        "after a night of rain.</p><p>“It is not safe,” said Mayor Jane Doe, who inspected the bridge in the "
        "morning.</p></article></html>"
    )
    article = extract(html)
    [statement] = [s for s in read(article).statements if s.kind == "direct"]
    assert statement.content[0].of(article.text) == "“It is not safe,”"
