"""The memory of a site is a value: no order shows in it, its bytes hold it, and it helps to read a page."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Page, extract
from onrecord.errors import FormatError
from onrecord.memory import RECURS, VERSION, Seen, SiteMemory, of_blocks

GOLDEN = sorted(Path(__file__).with_name("pages").glob("*/page.html"))
NOTE = (
    "The weather office of the valley has measured rain and wind since the year of the great flood, and its tables are "
    "open to all who ask."
)
STORIES = {
    "Rain falls on the north": (
        "It rained all day in the north, the weather office said on Monday, and the rivers rose quickly.",
        "Farmers moved their cattle to higher ground before the evening, as they had done in the spring.",
        "The bridge at Alder was closed to lorries until the water had gone down, the council said.",
    ),
    "Bakers strike over flour": (
        "The bakers of the valley stopped work on Tuesday because the price of flour had doubled in a year.",
        "Their union said that no loaf would be sold until the mills agreed to talk about a lower price.",
        "The mills answered that wheat was dear everywhere and that they earned nothing on it themselves.",
    ),
    "School reopens after fire": (
        "The school at Brook opened its doors again on Wednesday, two years after the fire in its library.",
        "Children carried books in a long line from the town hall, where they had been kept since then.",
        "The headmistress thanked the firemen, who had saved the oldest of the books from the flames.",
    ),
    "Ferry returns to the lake": (
        "The old ferry sails again on the lake from Thursday, after its engine was rebuilt in the yard.",
        "It will cross four times a day in summer, and carry bicycles without charge, the owner said.",
        "The last boat of the evening waits for the train from the city, as it did in former years.",
    ),
}


def page(title: str) -> Page:
    """A story with the site's note under it."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in STORIES[title])
    data = '{"@type": "NewsArticle", "datePublished": "2024-05-13"}'
    head = f'<title>{title}</title><script type="application/ld+json">{data}</script>'
    note = f'<div class="story-note"><p>{NOTE}</p></div>'
    return Page(html=f"{head}<article><h1>{title}</h1>{text}{note}</article>".encode())


def merged(memories: list[SiteMemory]) -> SiteMemory:
    total = SiteMemory()
    for memory in memories:
        total = total.merged(memory)
    return total


SITE = [page(title) for title in STORIES]

hashes = st.integers(0, 2**64 - 1) | st.integers(0, 5)
blocks = st.tuples(hashes, hashes, st.integers(0, 9), st.floats(0, 1, width=32), st.booleans())
memories = st.lists(st.lists(blocks, max_size=8).map(of_blocks), max_size=4).map(merged)


def test_the_order_of_the_pages_leaves_no_trace() -> None:
    first, *others = [SiteMemory.of(order) for order in permutations(SITE)]
    assert first.pages == len(SITE)
    assert all(other == first and hash(other) == hash(first) for other in others)


def test_the_order_of_many_pages_leaves_no_trace() -> None:
    pages = [SiteMemory.of([Page(html=file.read_bytes())]) for file in GOLDEN]
    assert merged(pages) == merged(pages[::-1]) == merged(pages[1::2] + pages[::2])


@given(memories, memories, memories)
def test_memories_are_added_in_any_order_and_grouping(a: SiteMemory, b: SiteMemory, c: SiteMemory) -> None:
    assert a.merged(b) == b.merged(a)
    assert a.merged(b).merged(c) == a.merged(b.merged(c))
    assert a.merged(SiteMemory()) == a


@given(memories)
def test_bytes_hold_the_memory(memory: SiteMemory) -> None:
    assert SiteMemory.from_bytes(memory.to_bytes()) == memory


def test_a_page_counts_once_for_each_signature_and_text() -> None:
    memory = of_blocks([(7, 1, 9, 0.5, True), (7, 1, 9, 1.0, False), (8, 2, 3, 0.25, False)])
    assert memory == SiteMemory(
        pages=1,
        signatures=(
            (7, Seen(pages=1, blocks=2, kept=1, probability=0.75)),
            (8, Seen(pages=1, blocks=1, kept=0, probability=0.25)),
        ),
        texts=((1, 1),),
    )


def test_a_text_recurs_from_the_third_page_on() -> None:
    assert RECURS == 3
    assert SiteMemory.of(SITE[:2]).told()[1] == []
    memory = SiteMemory.of(SITE[:3])
    assert memory.told()[1] == [text for text, pages in memory.texts if pages == 3]
    assert len(memory.told()[1]) == 1  # the note
    assert memory.told()[0] == [(signature, seen.pages, seen.probability) for signature, seen in memory.signatures]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\x00",
        b"[]",
        b"{}",
        SiteMemory.of(SITE).to_bytes()[:-1],
        SiteMemory.of(SITE).to_bytes() + b"}",
        b'{"version":1,"memory":{"signatures":[["a",null]]}}',
    ],
)
def test_broken_bytes_are_no_memory(data: bytes) -> None:
    with pytest.raises(FormatError, match=r"^site memory: .*SiteMemory\.to_bytes\(\) writes the form") as caught:
        SiteMemory.from_bytes(data)
    assert caught.value.where == "site memory"


def test_another_version_is_refused() -> None:
    kept = msgspec.json.decode(SiteMemory.of(SITE).to_bytes())
    other = msgspec.json.encode({**kept, "version": VERSION + 1})
    with pytest.raises(FormatError, match=f"version {VERSION + 1}, and this onrecord reads {VERSION}"):
        SiteMemory.from_bytes(other)


@pytest.mark.parametrize(
    ("signature", "pages", "text"), [(-1, 1, 1), (2**64, 1, 1), (1, -1, 1), (1, 2**32, 1), (1, 1, -1), (1, 1, 2**64)]
)
def test_numbers_that_the_core_cannot_take_are_refused(signature: int, pages: int, text: int) -> None:
    seen = {"pages": pages, "blocks": 1, "kept": 0, "probability": 0.5}
    memory = f'{{"pages":9,"signatures":[[{signature},{msgspec.json.encode(seen).decode()}]],"texts":[[{text},9]]}}'
    with pytest.raises(FormatError):
        SiteMemory.from_bytes(f'{{"version":{VERSION},"memory":{memory}}}'.encode())


def test_what_is_not_html_says_nothing() -> None:
    assert SiteMemory.of([Page(html=b""), Page(html=b"%PDF-1.7"), Page(html=b" \n")]) == SiteMemory()
    assert SiteMemory.of([Page(html=b"%PDF-1.7"), *SITE]) == SiteMemory.of(SITE)


def test_a_memory_changes_nothing_by_being_used() -> None:
    memory = SiteMemory.of(SITE[1:])
    kept = memory.to_bytes()
    before = extract(SITE[0].html)
    learned = extract(SITE[0].html, memory=memory)
    assert extract(SITE[0].html) == before
    assert extract(SITE[0].html, memory=memory) == learned
    assert memory.to_bytes() == kept


def test_an_empty_memory_is_none() -> None:
    for file in GOLDEN:
        html = file.read_bytes()
        assert extract(html, memory=SiteMemory()).text == extract(html).text, file


@pytest.mark.parametrize("title", STORIES)
def test_a_note_under_every_story_is_dropped_by_memory_alone(title: str) -> None:
    story = page(title)
    memory = SiteMemory.of(other for other in SITE if other != story)
    plain, learned = extract(story.html), extract(story.html, memory=memory)
    assert plain.text == "\n\n".join((*STORIES[title], NOTE))
    assert learned.text == "\n\n".join(STORIES[title])
    assert learned.title == plain.title == title
