"""The seam: what the Rust core gives to Python. Only builtins cross it."""

from typing import TypeAlias, TypedDict

__version__: str

DateParts: TypeAlias = tuple[int, int, int, int | None, int | None, int | None, int | None, bool]
"""year, month, day, hour, minute, second, offset from UTC in minutes; whether day and month could be swapped."""

Spot: TypeAlias = tuple[str, str, str | None, str, str, int]
"""cue, text, link, place (a path of elements), roles of the elements around it (words parted by spaces), and how many
blocks it stands from the first block of the body (negative: before it)."""

DateSpot: TypeAlias = tuple[DateParts, str, str, str, int]
"""date, cue ("time", "state", "text", "prose"), place, roles (and what the words before it say: "published",
"modified"), blocks from the first block of the body."""

Thing: TypeAlias = tuple[str, list[str], str, int | None, dict[str, list[str]]]
"""A thing of schema.org: place, types, the property under which it stands, the index of the thing it stands in, and
the values of each of its properties."""

BodyBlock: TypeAlias = tuple[str, int, str, int, list[tuple[int, int, str]]]
"""kind, heading level, text, how many blocks of the page went into it; its links: the code points of the text from and
to which each stands, and the address as it stands in the page."""

Picture: TypeAlias = tuple[str, str | None, str | None, int]
"""address as it stands in the page, caption, credit, how many blocks of the body's page stand before it."""

class Offers(TypedDict):
    """Everything that a page offers."""

    language: str | None
    detected: tuple[str, float] | None
    """The language of the body by its letters (ISO 639-3), and how sure that is; None of a text too short to tell."""
    title: str | None
    """The text of <title>."""
    metas: dict[str, list[str]]
    """The contents, by name or property (lower case), of the metas that are asked about."""
    links: list[tuple[str, str, str]]
    """rel, href, hreflang of link elements."""
    things: list[Thing]
    headings: list[Spot]
    bylines: list[Spot]
    dates: list[DateSpot]
    standfirst: str | None
    body: list[BodyBlock]
    pictures: list[Picture]
    counts: tuple[int, int, int, int, int]
    """words in sight, words of the body, its paragraphs, linked headings, live blocks."""
    left_out: list[tuple[str, int]]
    """How many blocks of each class were left out, the most frequent class first."""
    kind: tuple[str, float]
    """"article", "index page", "forum", "product" or "other", and how probable that is."""

class Study(TypedDict):
    """What training sees of a page: the same numbers that the forests are given in use (little-endian, 32 bits)."""

    texts: list[str]
    blocks: bytes
    """The features of all blocks, a row a block."""
    page: bytes
    """The features of the page."""
    probability: bytes
    """What the model thinks of each block."""
    words: list[list[int]]
    names: list[list[int]]
    """The hashes of the words of each block, and of the names of the elements around it."""
    signatures: list[int]
    standfirst: list[bool]
    """Whether each block stands where a standfirst does."""

def read(
    html: bytes,
    charset: str | None = None,
    memory: tuple[list[tuple[int, int, float]], list[int]] | None = None,
    model: bytes | None = None,
) -> Offers:
    """Read a page. `charset` is what the transport says of the encoding; `memory` is what other pages of the site have
    shown: by signature the number of pages and the sum of their mean probabilities, and the hashes of texts that recur;
    `model` stands for the one that ships.

    Raises ValueError(kind, message), kind being "empty", "not html" or "too large".
    """

def study(html: bytes, charset: str | None = None, model: bytes | None = None) -> Study:
    """Describe a page for training. Raises as `read`."""

def remember(
    html: bytes, charset: str | None = None, model: bytes | None = None
) -> list[tuple[int, int, int, float, bool]]:
    """What the blocks of a page turned out to be: signature, hash of the text, words, probability, whether it was kept.

    Raises as `read`.
    """

def feature_names() -> tuple[list[str], list[str]]:
    """The names of the features of a block and of those of a page, in their order."""

def find_dates(text: str) -> list[DateParts]:
    """The dates written in a text, in some eighty languages and the machine forms; 03/04/2021 is read day first."""
