"""The fields beside the body, suspect days and languages among them, and the weights that choose."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import onrecord
from onrecord.fields import ranking
from onrecord.fields.agency import NAMES
from onrecord.fields.names import split_names

URL = "https://paper.example/2021/rain"
RAIN = "It rained all day in the north, the weather office said on Monday, and the rivers rose by a hand's breadth."


def page(head: str = "", body: str = f"<p>{RAIN}</p><p>{RAIN}</p>", *, lang: str = "en") -> str:
    """A page with a headline and two paragraphs."""
    return f'<html lang="{lang}"><head>{head}</head><body><article><h1>Rain in the north</h1>{body}</article></body>'


def published(value: str) -> str:
    """A head that states when the article was published."""
    return f'<meta property="article:published_time" content="{value}">'


# --- days ---------------------------------------------------------------------------------------------------------


def test_a_day_behind_the_fetch_is_suspect_and_another_is_taken() -> None:
    html = page(published("2029-01-01T08:00:00+00:00") + '<meta name="date" content="2021-03-04">')
    article = onrecord.extract(html, url=URL, fetched=datetime(2021, 3, 5, tzinfo=UTC))
    assert article.published == datetime(2021, 3, 4)
    assert article.published_precision == "day"
    [note] = [e.note for e in article.evidence if e.field == "published" and str(e.value).startswith("2029")]
    assert note == "suspect: after the page was fetched"


def test_a_suspect_day_is_taken_where_there_is_no_other_and_says_so() -> None:
    article = onrecord.extract(page(published("1979-05-06T07:08:09Z")), url="https://paper.example/rain")
    assert article.published == datetime(1979, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert article.published_precision == "second"
    assert [e.note.startswith("suspect day, but no other") for e in article.evidence if e.field == "published"] == [
        True
    ]


def test_without_a_time_of_fetching_no_day_is_too_late() -> None:
    assert onrecord.extract(page(published("2029-01-01T08:00:00Z"))).published == datetime(2029, 1, 1, 8, tzinfo=UTC)


def test_a_day_and_month_that_could_be_swapped_are_read_as_another_date_asks_for() -> None:
    body = f'<p class="date">3/10/2023</p><p>{RAIN}</p><p>{RAIN}</p>'
    alone = onrecord.extract(page(body=body), url="https://paper.example/rain")
    assert alone.published == datetime(2023, 3, 10)
    beside = onrecord.extract(page(published("2023-10-03T11:00:00Z"), body), url="https://paper.example/rain")
    assert beside.published == datetime(2023, 10, 3, 11, tzinfo=UTC)
    assert {str(e.value)[:10] for e in beside.evidence if e.field == "published"} == {"2023-10-03"}


def test_only_what_can_be_swapped_is_swapped() -> None:
    head = published("2023-03-10") + '<meta name="date" content="2023-10-03">'
    body = f'<p class="byline">By Jane Doe, 03/10/2023</p><p>{RAIN}</p><p>{RAIN} It went on.</p>'
    article = onrecord.extract(page(head, body), url="https://paper.example/rain")
    stated = {str(e.value)[:10] for e in article.evidence if e.rule == "article:published_time"}
    assert stated == {"2023-03-10"}


def test_a_fetch_on_the_last_day_of_the_calendar_is_no_error() -> None:
    fetched = datetime(9999, 12, 31, tzinfo=UTC)
    assert onrecord.extract(page(published("2021-03-04")), fetched=fetched).published == datetime(2021, 3, 4)


# --- address and language -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("https://paper.example/a?utm_source=x&id=7&fbclid=y#top", "https://paper.example/a?id=7"),
        ("https://paper.example/a?utm_medium=mail", "https://paper.example/a"),
        ("https://paper.example/a?id=7&page=2", "https://paper.example/a?id=7&page=2"),
        ("https://paper.example/a#comments", "https://paper.example/a"),
    ],
)
def test_what_tracks_readers_is_no_part_of_the_canonical_address(stated: str, expected: str) -> None:
    article = onrecord.extract(page(f'<link rel="canonical" href="{stated}">'), url=f"{URL}?utm_source=x")
    assert article.canonical_url == expected
    assert article.url == f"{URL}?utm_source=x"


GERMAN = (
    "Am Montag hat es im ganzen Norden geregnet, und die Flüsse sind um eine Handbreit gestiegen. Das Wetteramt sagte, "
    "dass es auch am Dienstag und am Mittwoch noch regnen werde, danach aber sei mit besserem Wetter zu rechnen."
)


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        ("en", GERMAN, "de"),
        ("de-AT", GERMAN, "de"),
        ("fr", "Rain.", "fr"),
        ("is", GERMAN, "is"),
    ],
    ids=["wrongly declared", "with a region", "too short to tell", "unknown to the detector"],
)
def test_the_language_is_that_of_the_text_where_it_can_be_told(declared: str, text: str, expected: str) -> None:
    assert onrecord.extract(page(body=f"<p>{text}</p><p>{text}</p>", lang=declared)).language == expected


# --- agency, free or not ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<p>LONDON (Reuters) - {RAIN}</p><p>{RAIN}</p>", "Reuters"),
        (f"<p>MOSCOW, May 31. /TASS/. {RAIN}</p><p>{RAIN}</p>", "TASS"),
        (f"<p>{RAIN}</p><p>{RAIN} (dpa)</p>", "dpa"),
        (f"<p>{RAIN}</p><p>{RAIN} With files from The Canadian Press</p>", "CP"),
        (f'<p class="byline">By Jane Doe, Associated Press</p><p>{RAIN}</p><p>{RAIN}</p>', "AP"),
        (f"<p>{RAIN}</p><p>{RAIN} The minister (ap) said nothing, and neither did anyone else in the hall.</p>", None),
        (f"<p>{RAIN}</p><p>{RAIN}</p>", None),
        (f"<p>LONDON (AN\u0130) - {RAIN}</p><p>{RAIN} (AN\u017fA)</p>", None),
        (f"<p>PITTSBURGH (PA) has long been dry. {RAIN}</p><p>{RAIN} It was a co-pa arrangement.</p>", None),
        (f"<p>{RAIN}</p><p>{RAIN} © dpa-infocom, dpa:230428-99-481538/3</p>", "dpa"),
    ],
)
def test_the_agency_is_named_where_its_copy_is_marked(body: str, expected: str | None) -> None:
    assert onrecord.extract(page(body=body)).agency == expected


def test_no_name_is_that_of_two_agencies() -> None:
    names = [name for called in NAMES.values() for name in called]
    assert len(names) == len(set(names))
    assert all(name == name.lower() for name in names)


@pytest.mark.parametrize(
    ("stated", "expected"), [("false", False), ('"False"', False), ("true", True), ('"http://schema.org/True"', True)]
)
def test_free_or_not_is_read_in_all_its_spellings(stated: str, expected: bool) -> None:
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "isAccessibleForFree": {stated}}}</script>'
    assert onrecord.extract(page(head)).is_free is expected


def test_a_page_that_does_not_say_is_neither() -> None:
    assert onrecord.extract(page()).is_free is None


# --- links --------------------------------------------------------------------------------------------------------


def test_links_point_at_their_own_characters() -> None:
    items = "".join(
        f'<li>Füße {n} <a href="/{n}"> stand <b>in</b>\n 𝟘{n} </a> &amp; so on, for a while yet</li>' for n in range(4)
    )
    article = onrecord.extract(page(body=f"<p>{RAIN}</p><ul>{items}</ul><p>{RAIN}</p>"), url=URL)
    shown = [(article.text[link.span.start : link.span.end], link.url) for link in article.links]
    assert shown == [(f"stand in 𝟘{n}", f"https://paper.example/{n}") for n in range(4)]


def test_only_addresses_of_the_web_are_links() -> None:
    schemes = ("javascript:alert(1)", "mailto:a@paper.example", "#top", "data:text/html,x", "https://other.example/x")
    links = ", ".join(f'<a href="{href}">told at length {n}</a>' for n, href in enumerate(schemes))
    article = onrecord.extract(page(body=f"<p>{RAIN}</p><p>What became of it is {links}. {RAIN}</p>"), url=URL)
    assert [link.url for link in article.links] == ["https://other.example/x"]


def test_the_same_page_in_several_languages() -> None:
    head = "".join(f'<link rel="alternate" hreflang="{tag}" href="/{tag[:2]}">' for tag in ["en", "x-default"] * 99)
    article = onrecord.extract(page(f'{head}<link rel="canonical" href="{URL}">'), url=URL)
    assert article.alternates == (("en", "https://paper.example/en"), ("x-default", "https://paper.example/x-"))
    assert article.canonical_url == URL


# --- pictures and their like ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kept"),
    [("silicon-valley.jpg", True), ("bank-logo.jpg", True), ("site-logo.svg", False), ("grey-placeholder.png", False)],
)
def test_what_stands_in_for_a_picture_is_none(name: str, kept: bool) -> None:
    figure = f'<figure><img src="https://img.paper.example/{name}" width="800"></figure>'
    article = onrecord.extract(page(body=f"<p>{RAIN}</p>{figure}<p>{RAIN} It went on.</p>"), url=URL)
    assert bool(article.images) is kept


def test_a_standfirst_does_not_repeat_the_headline() -> None:
    dek = "Rain in the north of the country: The rivers rose by a hand's breadth, and more is expected."
    body = f'<h2 class="standfirst">{dek}</h2><p>{RAIN}</p><p>{RAIN} It went on.</p>'
    html = page(body=body).replace("<h1>Rain in the north<", "<h1>Rain in the north of the country<")
    assert (onrecord.extract(html, url=URL).standfirst or "The rivers").startswith("The rivers")


def test_tags_are_words_and_no_ids() -> None:
    words = "Rain, 105726154, contentId: 7, 0a1b2c3d-1111-2222-3333-444455556666, Floods &amp; Rivers"
    assert onrecord.extract(page(f'<meta name="keywords" content="{words}">')).tags == ("Rain", "Floods & Rivers")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/authors/jane-doe?utm_source=x", "https://paper.example/authors/jane-doe"),
        ("/jane", "https://paper.example/jane"),
        ("/authors", None),
        ("/", None),
    ],
)
def test_an_authors_page_is_no_front_and_no_list(href: str, expected: str | None) -> None:
    body = f'<p class="byline">By <a rel="author" href="{href}">Jane Doe</a></p><p>{RAIN}</p><p>{RAIN} It went on.</p>'
    article = onrecord.extract(page(body=body), url=URL)
    assert (article.authors, article.author_links) == (("Jane Doe",), (expected,))


# --- names and weights --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Jane Doe USA TODAY", ["Jane Doe"]),
        ("Jane Doe The Associated Press", ["Jane Doe"]),
        ("Eingestellt von Jana Muster", ["Jana Muster"]),
        ("Evening Editorial Team", []),
    ],
)
def test_what_stands_behind_a_name_is_no_part_of_it(byline: str, expected: list[str]) -> None:
    assert list(split_names(byline)) == expected


def test_a_score_is_the_sum_of_what_is_known() -> None:
    ranker = ranking.Ranker({"h1": 1.0, "json-ld": 0.5, "h1 + json-ld": 0.25, "long": -2.0}, {})
    assert ranker.score(("h1", "json-ld"), ["long", "never seen"]) == pytest.approx(-0.25)
    assert ranker.score(("h1",)) == 1.0


def test_values_share_their_probability_with_the_chance_that_none_is_right() -> None:
    ranker = ranking.Ranker({"h1": 1e9}, {})
    assert ranker.shares([(("title",), []), (("meta",), [])]) == pytest.approx([1 / 3, 1 / 3])
    assert ranker.shares([(("h1",), [])]) == pytest.approx([1.0])
    assert ranking.probability(-1e9) == pytest.approx(0.0)


def test_the_weights_that_ship_know_every_rule() -> None:
    for field, ranker in ranking.shipped().items():
        assert ranker.weights, field
        assert all(0 <= trust <= 1 for trust in ranker.trust.values()), field
