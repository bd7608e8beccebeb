"""Who speaks: rules for speakers, cues and marks, on sentences written for the project."""

from __future__ import annotations

import pytest

from onrecord import Article, Reading, Span, Statement, read
from onrecord.values import Block


def reading_of(text: str, *authors: str) -> Reading:
    """The reading of an English text."""
    return read(Article(text=text, language="en", authors=authors))


def of_source(text: str, source: str, *authors: str) -> Statement:
    """The statement with these words for its source."""
    found = [one for one in reading_of(text, *authors).statements if one.source and one.source.of(text) == source]
    assert found, f"no statement of {source!r}"
    return found[-1]


def speaker(text: str, source: str, *authors: str) -> tuple[str | None, bool]:
    """Name and anonymity of the speaker of that statement."""
    found = of_source(text, source, *authors).speaker
    assert found is not None
    return found.name, found.anonymous


def about(text: str, name: str) -> tuple[str | None, str | None]:
    """Role and affiliation of an entity."""
    [entity] = [one for one in reading_of(text).entities if one.name == name]
    return tuple(None if span is None else span.of(text) for span in (entity.role, entity.affiliation))  # type: ignore[return-value]


# --- roles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Mayor Anna Roe opened the bridge on Monday. The judge said the case would go on.", "The judge"),
        ("Sgt. Tom Hale arrested a man in Oldtown. The suspect said he had done nothing wrong.", "The suspect"),
        ("Anna Roe, the architect, opened the bridge. “It is safe,” the engineer said.", "the engineer"),
    ],
)
def test_a_role_is_not_that_of_somebody_with_another_role(text: str, source: str) -> None:
    assert speaker(text, source) == (None, True)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Mayor Anna Roe opened the bridge on Monday. The mayor said it was safe.", "The mayor"),
        ("Mayor Anna Roe opened the bridge on Monday. The candidate said it was safe.", "The candidate"),
        ("Anna Roe opened the bridge on Monday. The architect said it was safe.", "The architect"),
    ],
)
def test_a_role_is_that_of_whom_it_may_be_said(text: str, source: str) -> None:
    assert speaker(text, source) == ("Anna Roe", False)


@pytest.mark.parametrize(
    ("text", "name", "role", "affiliation"),
    [
        ("The FBI director, James Cole, said that no charges would follow.", "James Cole", "director", "FBI"),
        ("The mayor of Newtown, Carla Ruiz, said that the bridge was safe.", "Carla Ruiz", "mayor", "Newtown"),
        ("The bank’s chief economist, Tom Hale, said rates would rise.", "Tom Hale", "chief economist", None),
        ("Tom Hale, chairman of the Farmers’ Union, said so.", "Tom Hale", "chairman", "Farmers’ Union"),
        ("“It is dear,” said Jane Doe, head of the Farmers' Union.", "Jane Doe", "head", "Farmers' Union"),
        ("Jane Doe, the mayor’s spokeswoman, said it was safe.", "Jane Doe", "spokeswoman", None),
    ],
)
def test_what_a_person_is_stands_before_or_after_the_name(
    text: str, name: str, role: str, affiliation: str | None
) -> None:
    assert about(text, name) == (role, affiliation)


def test_a_participle_after_a_name_is_no_apposition() -> None:
    text = "The novelist Jane Doe, citing two experts, said that the bridge was safe."
    assert about(text, "Jane Doe") == ("novelist", None)


# --- who is named but does not speak ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        (
            "Angela Roe met her party. The chancellor, who has led Germany since 2005, said that she would run again.",
            "The chancellor, who has led Germany since 2005,",
            "Angela Roe",
        ),
        ("The man who shot John Lane said he was sorry.", "The man who shot John Lane", None),
        ("A man accused of killing John Lane said he was sorry.", "A man accused of killing John Lane", None),
        ("The ruling Labour Party said it would win.", "The ruling Labour Party", "Labour Party"),
        (
            "Jane Doe, who has worked for Acme since 2005, said that the plant would close.",
            "Jane Doe, who has worked for Acme since 2005,",
            "Jane Doe",
        ),
    ],
)
def test_a_relative_clause_names_no_speaker(text: str, source: str, name: str | None) -> None:
    assert speaker(text, source)[0] == name


# --- interviews ---------------------------------------------------------------------------------------------------

INTERVIEW = (
    "The novelist Jane Doe lives by the river.\n\n"
    "Q: Why did you come here?\n\n"
    "A: I said then that I did not regret anything.\n\n"
    "I told my mother that I would stay."
)


def test_in_an_interview_i_is_not_the_author() -> None:
    for statement in reading_of(INTERVIEW, "Max Writer").statements:
        assert statement.speaker is None or statement.speaker.name != "Max Writer"
    for text in (
        "Jane Doe: It was cold. I told the council that the bridge was not safe.\n\nTom Hale: It was not so cold.",
        "Jane Doe: It is cold.\n\nThen I said to the mayor that I would stay.\n\nTom Hale: So it is.",
    ):
        assert speaker(text, "I", "Max Writer") == ("Jane Doe", False)


def test_q_and_a_are_nobody_and_make_no_statement() -> None:
    reading = reading_of(INTERVIEW, "Max Writer")
    assert not {one.source.of(INTERVIEW) for one in reading.statements if one.source} & {"Q", "A"}
    assert not {entity.name for entity in reading.entities} & {"Q", "A"}


def test_a_label_speaks() -> None:
    text = (
        "The Gazette spoke to the novelist Jane Doe.\n\nGazette: Why do you write?\n\n"
        "Doe: I think that writing is a way to live. I believe in it.\n\nGAZETTE: Is it hard?"
    )
    assert speaker(text, "Gazette") == ("Gazette", False)
    assert speaker(text, "Doe") == ("Jane Doe", False)


def test_i_outside_of_an_interview_is_the_author() -> None:
    text = "I think that the river will rise again. I asked the mayor about it."
    assert speaker(text, "I", "Max Writer") == ("Max Writer", False)
    after = "Update: The bridge is open.\n\nI think that the river will rise again."
    assert speaker(after, "I", "Max Writer") == ("Max Writer", False)


# --- those without a name, and nobody -----------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["Fans", "The farmers", "Shoppers", "The villagers", "Witnesses", "Locals"])
def test_people_without_a_name_are_anonymous(source: str) -> None:
    assert speaker(f"{source} said that the concert was great.", source) == (None, True)


@pytest.mark.parametrize("source", ["Nobody", "No one", "None of the players", "Not one of them"])
def test_nobody_is_not_anonymous(source: str) -> None:
    assert speaker(f"{source} said that it was easy.", source) == (None, False)


def test_a_group_with_a_name_is_not_anonymous_but_some_of_it_are() -> None:
    text = "Republicans said the bill would fail.\n\nSome Republicans said it was hard."
    assert speaker(text, "Republicans") == ("Republicans", False)
    assert speaker(text, "Some Republicans") == (None, True)


def test_several_whom_the_text_has_named_are_not_anonymous() -> None:
    text = "Mr. Gray and Mr. Lane spoke of hotels. It was what the senators said was a waste of money."
    assert speaker(text, "the senators") == (None, False)


# --- cues ---------------------------------------------------------------------------------------------------------


def test_a_modal_verb_before_a_list_is_no_cue() -> None:
    text = "Under the plan, the council will: close the road, open the bridge and pay the workers."
    assert reading_of(text).statements == ()


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Tom Hale was told that the bridge was closed.", "was told"),
        ("Hale, said to be angry, left.", "said"),
        ("Doe is believed to have left the country.", "is believed"),
        ("Asked whether the bridge was safe, Mayor Jane Doe said she did not know.", "Asked"),
    ],
)
def test_whoever_hears_it_or_is_spoken_of_does_not_say_it(text: str, cue: str) -> None:
    [statement] = [one for one in reading_of(text).statements if one.cue.of(text) == cue]
    assert statement.source is None
    assert statement.speaker is None


@pytest.mark.parametrize("text", ["Tom Hale said to wait.", "“Is it safe?” asked Tom Hale."])
def test_an_active_verb_keeps_its_source(text: str) -> None:
    assert speaker(text, "Tom Hale") == ("Tom Hale", False)


# --- emoji and marks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "“It is great,” said Zoë Ñandú 👩‍🎤 on Monday.",
        "Zoë Ñandú 👩‍🎤 said “it is great! 🎉”",
        "“It is great” 🎉, Zoë Ñandú 🇳🇴 said.",
        "Zoë Ñandú 👍🏽 wrote: “It is great 🎉🎉”.",
    ],
)
def test_emoji_are_part_of_no_name_and_no_edge(text: str) -> None:
    statement = of_source(text, "Zoë Ñandú")
    assert statement.speaker is not None
    assert (statement.speaker.name, statement.kind) == ("Zoë Ñandú", "direct")
    [content] = statement.content
    assert content.of(text)[0] == "“"
    assert content.of(text)[-1] == "”"


@pytest.mark.parametrize("text", ["🎉", "🎉🎉\n\n🇳🇴", "Rain 🎉\n\n🎉\n\nSnow", "1️⃣ said #️⃣"])
def test_a_text_of_emoji_is_read(text: str) -> None:
    reading_of(text)


@pytest.mark.parametrize("mark", ["‘’", "''", "“”"])
def test_a_quote_goes_on_in_the_next_paragraph(mark: str) -> None:
    opening, closing = mark[0], mark[1]
    text = (
        f"Jane Doe said: {opening}The river rose in the night. It was the worst that I have seen.\n\n"
        f"{opening}But we shall build it again.{closing}\n\nShe left."
    )
    statement = of_source(text, "Jane Doe")
    assert statement.kind == "direct"
    assert len(statement.content) == 2


# --- what is read at all ------------------------------------------------------------------------------------------


def test_a_page_with_a_table_alone_says_so() -> None:
    text = "Town\tRain\nOldtown\t3"
    block = Block(span=Span(start=0, end=len(text)), kind="table")
    unread = read(Article(text=text, blocks=(block,), language="en")).unread
    assert unread is not None
    assert "table" in unread


def test_a_text_is_no_article_and_the_error_says_what_to_do() -> None:
    with pytest.raises(TypeError, match=r"Article\(text="):
        read("It rained.")  # type: ignore[arg-type]
