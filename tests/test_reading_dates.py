"""The dates of a text: which words name them, and the days that are meant."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dated import PUBLISHED, days_of, found, told
from onrecord.reading.dates import dates_in
from onrecord.reading.dates.calendar import Days, Tense, around, easter, nearest, ordinal, shifted
from onrecord.reading.dates.tense import tense_at

PAST = [
    ("Sales rose the week before Christmas.", "the week before Christmas", "2017-12-18 2017-12-24"),
    ("It was no different a week or a month ago.", "a month ago", "2018-05-01 2018-05-31"),
    ("Exports fell in the first half of 2017.", "the first half of 2017", "2017-01-01 2017-06-30"),
    ("Exports fell the week before last.", "the week before last", "2018-05-28 2018-06-03"),
    ("The storm hit on the weekend of June 2.", "the weekend of June 2", "2018-06-02 2018-06-03"),
    ("He left the Saturday before Christmas.", "the Saturday before Christmas", "2017-12-23"),
    ("Crowds filled the roads over Memorial Day weekend.", "Memorial Day weekend", "2018-05-26 2018-05-28"),
    ("The movement began in the seventies.", "the seventies", "1970-01-01 1979-12-31"),
    ("Police arrested three men on Tuesday.", "Tuesday", "2018-06-12"),
    ("The minister resigned on Thursday.", "Thursday", "2018-06-14"),
    ("The minister resigned Friday, hours after the vote.", "Friday", "2018-06-08"),
    ("Lawmakers approved the bill late Wednesday.", "Wednesday", "2018-06-13"),
    ("Rebels shelled the town yesterday.", "yesterday", "2018-06-13"),
    ("The two leaders met the day before yesterday.", "the day before yesterday", "2018-06-12"),
    ("Clashes broke out last night in the capital.", "last night", "2018-06-13"),
    ("He flew to Geneva this morning.", "this morning", "2018-06-14"),
    ("The strike began last week.", "last week", "2018-06-04 2018-06-10"),
    ("She was sworn in last Monday.", "last Monday", "2018-06-04"),
    ("He died this past Wednesday.", "this past Wednesday", "2018-06-13"),
    ("Turnout fell over the weekend.", "the weekend", "2018-06-09 2018-06-10"),
    ("The envoy left earlier this week.", "earlier this week", "2018-06-11 2018-06-14"),
    ("He was charged earlier this month.", "earlier this month", "2018-06-01 2018-06-14"),
    ("A court had acquitted him two days ago.", "two days ago", "2018-06-12"),
    ("The ship sank a fortnight ago.", "a fortnight ago", "2018-05-31"),
    ("They married three years ago.", "three years ago", "2015-01-01 2015-12-31"),
    ("The plant closed two months ago.", "two months ago", "2018-04-01 2018-04-30"),
    ("He was killed on June 12.", "June 12", "2018-06-12"),
    ("He was killed on 12 June.", "12 June", "2018-06-12"),
    ("He was killed on the 12th of June.", "the 12th of June", "2018-06-12"),
    ("She was born on June 12th, 1978.", "June 12th, 1978", "1978-06-12"),
    ("Troops crossed the border on Dec. 24.", "Dec. 24", "2017-12-24"),
    ("Troops crossed the border on Tuesday, June 5.", "Tuesday, June 5", "2018-06-05"),
    ("The fire started on the 9th, officials said.", "the 9th", "2018-06-09"),
    ("The law passed in May.", "May", "2018-05-01 2018-05-31"),
    ("The law passed last November.", "last November", "2017-11-01 2017-11-30"),
    ("The law passed in May 2017.", "May 2017", "2017-05-01 2017-05-31"),
    ("The treaty was signed in 1998.", "1998", "1998-01-01 1998-12-31"),
    ("The treaty lapsed in late March.", "late March", "2018-03-16 2018-03-31"),
    ("The treaty lapsed in early 2017.", "early 2017", "2017-01-01 2017-06-30"),
    ("He was elected in the first week of June.", "the first week of June", "2018-06-04 2018-06-10"),
    ("The riots spread in the summer of 2011.", "the summer of 2011", "2011-06-01 2011-08-31"),
    ("Output shrank in the first quarter.", "the first quarter", "2018-01-01 2018-03-31"),
    ("Output shrank in the third quarter of 2017.", "the third quarter of 2017", "2017-07-01 2017-09-30"),
    ("The village was flooded in the 1990s.", "1990s", "1990-01-01 1999-12-31"),
    ("The bomb went off on New Year's Day.", "New Year's Day", "2018-01-01"),
    ("He was shot on Good Friday.", "Good Friday", "2018-03-30"),
    ("The twins were born two weeks after Christmas.", "two weeks after Christmas", "2018-01-08"),
    ("The jury deliberated from Monday to Wednesday.", "from Monday to Wednesday", "2018-06-11 2018-06-13"),
    ("The summit took place on June 12-14.", "June 12-14", "2018-06-12 2018-06-14"),
    ("He governed from 2009 to 2013.", "from 2009 to 2013", "2009-01-01 2013-12-31"),
    ("It was launched during his 2008 campaign.", "2008", "2008-01-01 2008-12-31"),
    ("They met in the spring of '87.", "the spring of '87", "1987-03-01 1987-05-31"),
    ("They met on May 3 and 4.", "May 3 and 4", "2018-05-03 2018-05-04"),
    ("They met on the 3rd, 4th and 5th of May.", "the 3rd, 4th and 5th of May", "2018-05-03 2018-05-05"),
    ("They met two Sundays ago.", "two Sundays ago", "2018-06-03"),
    ("Sales fell in the year to date.", "the year to date", "2018-01-01 2018-06-14"),
    ("He wrote to them five working days ago.", "five working days ago", "2018-06-07"),
    ("He ruled from 2009 to the present.", "from 2009 to the present", "2009-01-01 2018-06-14"),
    ("The sale was closed on 4-22.", "4-22", "2018-04-22"),
    ("He was arrested on January 5 last year.", "January 5 last year", "2017-01-05"),
    ("He was arrested on 4 July of last year.", "4 July of last year", "2017-07-04"),
    ("He was arrested a week ago Friday.", "a week ago Friday", "2018-06-01"),
    ("He was arrested a year ago today.", "a year ago today", "2017-06-14"),
    ("He was arrested ten years ago this month.", "ten years ago this month", "2008-06-01 2008-06-30"),
    ("He was arrested two years ago in May.", "two years ago in May", "2016-05-01 2016-05-31"),
    ("He was arrested on this day in 1944.", "this day in 1944", "1944-06-14"),
    ("He was arrested the Friday before last.", "the Friday before last", "2018-06-01"),
    ("He was arrested on the last Friday in May.", "the last Friday in May", "2018-05-25"),
    ("He was arrested in the final week of May.", "the final week of May", "2018-05-28 2018-06-03"),
    ("Sales fell in the three months to March.", "the three months to March", "2018-01-01 2018-03-31"),
    ("Sales fell in the year ended March 31.", "the year ended March 31", "2017-04-01 2018-03-31"),
    ("Sales fell the week ending May 12.", "the week ending May 12", "2018-05-06 2018-05-12"),
    ("Sales fell in fiscal 2017.", "fiscal 2017", "2017-01-01 2017-12-31"),
    ("Sales fell in FY17.", "FY17", "2017-01-01 2017-12-31"),
    ("Sales fell in the 2014-15 season.", "2014-15", "2014-01-01 2015-12-31"),
    ("Sales fell in the winter of 2017-18.", "the winter of 2017-18", "2017-12-01 2018-02-28"),
    ("Sales fell in last year's spring.", "last year's spring", "2017-03-01 2017-05-31"),
    ("Sales fell in early spring.", "early spring", "2018-03-01 2018-04-15"),
    ("Sales fell last year, December aside.", "last year, December", "2017-12-01 2017-12-31"),
    ("It was built in the mid-19th century.", "the mid-19th century", "1833-01-01 1866-12-31"),
    ("It was built in the first half of the 1960s.", "the first half of the 1960s", "1960-01-01 1964-12-31"),
    ("It was built in the 1800s.", "1800s", "1800-01-01 1899-12-31"),
    (
        "It was built in seventeen hundred and eighty-nine.",
        "seventeen hundred and eighty-nine",
        "1789-01-01 1789-12-31",
    ),
    (
        "It was built in one thousand seven hundred and five.",
        "one thousand seven hundred and five",
        "1705-01-01 1705-12-31",
    ),
    ("It was built in twenty-eighteen.", "twenty-eighteen", "2018-01-01 2018-12-31"),
    ("It was built in the year 476.", "the year 476", "0476-01-01 0476-12-31"),
    ("It was built in the April of 87.", "April of 87", "1987-04-01 1987-04-30"),
    ("It opened at 2017-06-12T14:00:00Z.", "2017-06-12", "2017-06-12"),
    ("It ran from the 1960s to the 1980s.", "from the 1960s to the 1980s", "1960-01-01 1989-12-31"),
    ("It ran between the 1960s and the 1980s.", "between the 1960s and the 1980s", "1960-01-01 1989-12-31"),
    ("It closed last year in June.", "last year in June", "2017-06-01 2017-06-30"),
    ("It closed in last year's fourth quarter.", "last year's fourth quarter", "2017-10-01 2017-12-31"),
    ("It closed two years after 2010.", "two years after 2010", "2012-01-01 2012-12-31"),
    ("It closed the year before 2010.", "the year before 2010", "2009-01-01 2009-12-31"),
    ("It closed by mid-year.", "mid-year", "2018-05-01 2018-08-31"),
    ("It opened 4/22.", "4/22", "2018-04-22"),
    ("It opened 25-Jan-16.", "25-Jan-16", "2016-01-25"),
    ("It opened Jan-5-16.", "Jan-5-16", "2016-01-05"),
    ("It opened 5.Jun.2016.", "5.Jun.2016", "2016-06-05"),
    ("In this Dec. 13, 2017, photo it opened.", "Dec. 13, 2017", "2017-12-13"),
    ("It was open Mon-Fri.", "Mon-Fri.", "2018-06-11 2018-06-15"),
    ("It was open New Year Eve.", "New Year Eve", "2017-12-31"),
    ("It was open on Presidents Day.", "Presidents Day", "2018-02-19"),
    ("It was open the first Friday after Christmas.", "the first Friday after Christmas", "2017-12-29"),
    ("It ran from 2009 to the present day.", "from 2009 to the present day", "2009-01-01 2018-06-14"),
    ("It ran between 2015 May and 2018.", "between 2015 May and 2018", "2015-05-01 2018-12-31"),
    ("It ran the last 3weeks.", "the last 3weeks", "2018-05-24 2018-06-14"),
    ("More than 40 people were killed over the past three days.", "the past three days", "2018-06-11 2018-06-14"),
]
FUTURE = [
    ("The hearing will resume a week from Friday.", "a week from Friday", "2018-06-22"),
    ("The hearing will resume a week on Friday.", "a week on Friday", "2018-06-22"),
    ("The hearing will resume Friday week.", "Friday week", "2018-06-22"),
    ("The hearing will resume in two weeks' time.", "in two weeks' time", "2018-06-28"),
    ("The hearing will resume in 10 business days.", "in 10 business days", "2018-06-28"),
    ("The hearing will resume on next week's Tuesday.", "next week's Tuesday", "2018-06-19"),
    (
        "They will meet between Monday and Friday next week.",
        "between Monday and Friday next week",
        "2018-06-18 2018-06-22",
    ),
    ("They will meet from now through Sunday.", "from now through Sunday", "2018-06-14 2018-06-17"),
    ("They will meet next month on the 20th.", "next month on the 20th", "2018-07-20"),
    ("The shops will open on Mothering Sunday.", "Mothering Sunday", "2019-03-31"),
    ("The hearing will resume next Tuesday, June 19.", "next Tuesday, June 19", "2018-06-19"),
    ("The hearing will resume on Friday (June 15) in Bonn.", "Friday (June 15)", "2018-06-15"),
    ("The hearing will resume the week after next.", "the week after next", "2018-06-25 2018-07-01"),
    ("The leaders will meet on Friday.", "Friday", "2018-06-15"),
    ("The court is expected to rule on Thursday.", "Thursday", "2018-06-14"),
    ("Mr Roe plans to travel to Oslo on Monday.", "Monday", "2018-06-18"),
    ("The trial is scheduled for Wednesday.", "Wednesday", "2018-06-20"),
    ("Voters will go to the polls next Monday.", "next Monday", "2018-06-18"),
    ("The ceasefire will begin tomorrow.", "tomorrow", "2018-06-15"),
    ("Parliament will vote the day after tomorrow.", "the day after tomorrow", "2018-06-16"),
    ("The strike will resume in three weeks.", "in three weeks", "2018-07-05"),
    ("The sanctions will end three weeks from now.", "three weeks from now", "2018-07-05"),
    ("The inquiry will report in May.", "May", "2019-05-01 2019-05-31"),
    ("The inquiry will report on 12/09/2018.", "12/09/2018", "2018-12-09"),
    ("The army will withdraw over the weekend.", "the weekend", "2018-06-16 2018-06-17"),
    ("Talks will open later this month.", "later this month", "2018-06-14 2018-06-30"),
    ("Talks will open before the end of the year.", "the end of the year", "2018-09-01 2018-12-31"),
    ("He will step down within ten days.", "within ten days", "2018-06-14 2018-06-24"),
    ("They will leave by year-end.", "year-end", "2018-09-01 2018-12-31"),
    ("They will leave by the year's end.", "the year's end", "2018-09-01 2018-12-31"),
    ("They will leave within ten days of June 20.", "within ten days of June 20", "2018-06-20 2018-06-30"),
    ("They will leave less than a week after June 20.", "less than a week after June 20", "2018-06-20 2018-06-27"),
    ("They will leave the day following Christmas.", "the day following Christmas", "2018-12-26"),
    ("They will leave this Christmas.", "this Christmas", "2018-12-25"),
    ("They will leave next July 4.", "next July 4", "2018-07-04"),
    ("They will leave on Sunday 31!", "Sunday 31", "2019-03-31"),
    ("They will leave between the 10th and the 12th.", "between the 10th and the 12th", "2018-07-10 2018-07-12"),
    ("They will leave from 7/1-7/3, 2019.", "from 7/1-7/3, 2019", "2019-07-01 2019-07-03"),
    ("They will leave w/c June 20.", "w/c June 20", "2018-06-18 2018-06-24"),
    ("They will leave from Week 31 to Week 32.", "from Week 31 to Week 32", "2018-07-30 2018-08-12"),
    ("They will march on Labor Day.", "Labor Day", "2018-09-03"),
    ("The ban will last until Christmas.", "Christmas", "2018-12-25"),
    ("The deal expires the second Monday of next month.", "the second Monday of next month", "2018-07-09"),
    ("The festival will run from Nov. 28 to Jan. 3.", "from Nov. 28 to Jan. 3", "2018-11-28 2019-01-03"),
]
WITHOUT_TENSE = [
    ("Doe to meet Roe on June 20", "June 20", "2018-06-20"),
    ("PARIS, June 13 (Agency)", "June 13", "2018-06-13"),
    ("Dateline: 2018-05-31", "2018-05-31", "2018-05-31"),
    ("Tuesday's vote", "Tuesday", "2018-06-12"),
    ("The Iowa caucuses of Feb. 1", "Feb. 1", "2018-02-01"),
]


@pytest.mark.parametrize(("text", "words", "days"), [*PAST, *FUTURE, *WITHOUT_TENSE])
def test_words_mean_the_days_that_the_press_means(text: str, words: str, days: str) -> None:
    assert told(text) == [(words, days)]


@pytest.mark.parametrize(
    "text",
    [
        "He may resign and they may march.",
        "Thousands March for Peace",
        "Mrs May said the deal was dead.",
        "The Sun reported that the Sunday Times was wrong.",
        "He sat down in the sun.",
        "More than 2,000 people and 2000 soldiers took part.",
        "Shares rose from 1990 points to 2000 points.",
        "The Equality Act of 2010 and the Data Protection Act 2018 apply.",
        "They won 6-4, 12-10 and 3-0.",
        "It cost $2018, or 12.50 a head, at 10:20 p.m.",
        "It is the first time in ten years.",
        "The shop is open 24/7 and closed every Friday.",
        "She came second, and the third man was 27.",
        "They live on the 15th floor.",
        "Sheffield Wednesday drew 1-1.",
        "A spring opened below the fall.",
        "The commission's Vision 2030 fell short.",
        "He left half a century ago, in the same week as she.",
        "He met her on Fridays, as a rule.",
        "In those years he scored on 4-22 shooting.",
        "He got 10/15 of the vote and 3/16 inch.",
        "She taught year 12 and lost five hundred to one.",
        "The number is 2015-32.",
        "They said that day care was dear.",
        "He wore a dozen masks every single day at Lunar New Year.",
        "They start in some weeks and spoke half of the time.",
        "The match ended 20181305.",
        "They are on 15 and spoke by the 27 of them.",
        "The film is called Fahrenheit 9/11 and was shown at Mar-a-Lago.",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met her on Tuesday, last week and today.", []),
        ("He was killed on June 12 and buried in May.", []),
        ("He was killed on June 12, 2018.", [("June 12, 2018", "2018-06-12")]),
        ("The war of 1999-2001 ended on 2001-08-13.", [("1999-2001", "1999-01-01 2001-12-31"), ("2001-08-13",) * 2]),
        ("Two days after Christmas 2016 he fled.", [("Two days after Christmas 2016", "2016-12-27")]),
        ("In two days he will be 40, as in the 1980s.", [("1980s", "1980-01-01 1989-12-31")]),
    ],
)
def test_without_a_day_of_publication_only_dates_with_their_year_count(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert told(text, None) == expected


def test_each_date_has_the_tense_of_its_own_clause() -> None:
    text = "Leaders will meet on Monday, she said on Tuesday; the man arrested on Friday will appear on Wednesday."
    assert [days for _, days in told(text)] == ["2018-06-18", "2018-06-12", "2018-06-08", "2018-06-20"]


def test_the_tense_may_be_given() -> None:
    text = "Police arrested three men on Tuesday."
    tense: Tense = "future"
    [one] = dates_in(text, [(0, len(text))], published=PUBLISHED, tense=lambda place: tense if place == 29 else None)
    assert days_of(one) == "2018-06-19"


def test_much_in_the_past_tense_is_about_what_is_to_come() -> None:
    """A day that was half a year ago and comes again soon is the coming one."""
    assert told("They led before the caucuses of Feb. 1.", date(2018, 1, 15)) == [("Feb. 1", "2018-02-01")]
    assert told("They led before the caucuses of Dec. 1.", date(2018, 1, 15)) == [("Dec. 1", "2017-12-01")]


def test_a_later_day_is_read_against_the_last_one_before_it() -> None:
    text = "He was arrested on June 5.\nTwo days later he died, and he was buried the next day."
    paragraphs = [(0, 26), (27, len(text))]
    dates = dates_in(text, paragraphs, published=PUBLISHED)
    assert [days_of(one) for one in dates] == ["2018-06-05", "2018-06-07", "2018-06-08"]
    assert told("Two days later he died, and he was buried the next day.") == []
    assert told("It began on June 5 and ended the following Monday.")[1] == ("the following Monday", "2018-06-11")


def test_that_year_is_the_last_one_named() -> None:
    text = "In 1976 he trailed, and on June 5 she told how he had won the convention later that year, as in May 2011."
    assert told(text)[2] == ("that year", "2018-01-01 2018-12-31")
    assert told("In 1976 he trailed, but he won that year.")[1] == ("that year", "1976-01-01 1976-12-31")
    assert told("She began in May 2016 and left later that month.")[1] == ("that month", "2016-05-01 2016-05-31")
    assert told("He was there from 1976 to 1980 and won that year.") == [("from 1976 to 1980", "1976-01-01 1980-12-31")]
    assert told("He won that year.") == []


def test_an_alternative_is_no_range() -> None:
    assert told("They will meet next week Mon or Tue.") == [("next week Mon", "2018-06-18"), ("Tue.", "2018-06-19")]
    assert told("They rose from 2010 to 2012, but not 2011.")[1] == ("2011", "2011-01-01 2011-12-31")


def test_a_list_of_years_names_each() -> None:
    years = [days[:4] for _, days in told("He lost in 2007, 2008 and 2015, but 1990 and 2000 people came.")]
    assert years == ["2007", "2008", "2015"]


def test_business_days_pass_over_weekends() -> None:
    friday, sunday = date(2018, 6, 15), date(2018, 6, 17)
    assert [shifted(friday, count, "business day").day for count in (-5, -1, 1, 5)] == [8, 14, 18, 22]
    assert [shifted(sunday, count, "business day").day for count in (-1, 1)] == [15, 18]
    assert ordinal("business day", 1, around(date(2018, 9, 1), "month")) == Days(date(2018, 9, 3), date(2018, 9, 3))


def test_a_text_shows_how_it_writes_dates_in_numbers() -> None:
    assert told("It closed on 12/06/2018.") == [("12/06/2018", "2018-12-06")]
    assert told("It opened on 4 May 2016 and closed on 12/06/2018.")[-1] == ("12/06/2018", "2018-06-12")
    assert told("It opened on 25/12/2016 and closed on 12/06/2018.")[-1] == ("12/06/2018", "2018-06-12")
    assert told("It opened on 31.12.2016.") == [("31.12.2016", "2016-12-31")]


def test_a_weekday_decides_between_years() -> None:
    assert told("It fell on Friday, June 15.") == [("Friday, June 15", "2018-06-15")]


def test_days_that_there_are_not_are_no_dates() -> None:
    assert told("It happened on 31.2.2018, on Feb. 30, 2018 and on June 45.", None) == []


def test_a_date_does_not_go_over_the_end_of_a_paragraph() -> None:
    text = "It began in June\n12 men died."
    dates = dates_in(text, [(0, 16), (17, len(text))], published=PUBLISHED)
    assert [text[one.start : one.end] for one in dates] == ["June"]


def test_sentences_without_a_word_that_tells_of_time_change_nothing() -> None:
    """They are passed over; what stands in the others is read with the words around it."""
    text = "They met. It rained in St. Louis. She left on Sat. June 2. He saw Mrs. May. On St. Patrick's Day it ended."
    assert [words for words, _ in told(text)] == ["Sat. June 2", "St. Patrick's Day"]
    assert told("It fell. He rose. " * 9 + "It began on the thirteenth.") == [("the thirteenth", "2018-06-13")]
    assert told("They left in two weeks. Time flew.") == []


def test_spans_are_code_points() -> None:
    assert [text for text, _ in told("🎤 Zoë sang on Friday — in “May 2016”.")] == ["Friday", "May 2016"]


def test_each_date_says_which_rule_found_it() -> None:
    rules = [one.rule for one in found("He left on Friday; she came on June 12, in the first week of June.")]
    assert rules == ["weekday", "day", "unit of a period"]


@pytest.mark.parametrize(
    ("sentence", "words", "tense"),
    [
        ("The bill will be voted on Friday.", "Friday", "future"),
        ("She said he would leave on Friday.", "Friday", "future"),
        ("She may have left on Friday.", "Friday", "past"),
        ("On Friday, the court will rule.", "Friday", "future"),
        ("On Friday, the court ruled that it will.", "Friday", "past"),
        ("It agreed to meet on Friday.", "Friday", "future"),
        ("It was forced to close on Friday.", "Friday", "past"),
        ("A day of rest: Friday.", "Friday", None),
        ("Numbers rose from 166 in May to 139 in June.", "June", "past"),
        ("They will vote. It rained on Friday.", "Friday", "past"),
    ],
)
def test_the_verb_before_a_date_tells_its_tense(sentence: str, words: str, tense: Tense | None) -> None:
    assert tense_at(sentence, sentence.index(words)) == tense


def test_the_calendar() -> None:
    assert easter(2019) == date(2019, 4, 21)
    assert shifted(date(2016, 2, 29), 1, "year") == date(2017, 2, 28)
    assert around(date(2018, 6, 14), "quarter") == Days(date(2018, 4, 1), date(2018, 6, 30))
    assert ordinal("week", -1, around(date(2018, 7, 1), "month")) == Days(date(2018, 7, 23), date(2018, 7, 29))
    assert nearest([], PUBLISHED, "past") is None


HOSTILE = [
    "1" * 8_000,
    "1,111," * 8_000,
    "twenty-" * 8_000,
    "the first week of " * 1_500,
    "two days after " * 1_500,
    "from Monday to " * 1_500,
    "June 12, " * 3_000,
    "a" * 8_000,
    " " * 8_000,
    "in " * 10_000 + "2018",
    "''''''''’’’’’’’’’s" * 2_000,
    "will " * 40_000 + "Friday",
    "2018-" * 8_000,
    "12/" * 2_000,
    "Mr. " * 6_000 + "Friday. " * 3_000,
    "$" + "1,." * 2_000,
    "new year " * 3_000,
    "Sat. " * 4_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[f"{text[:12]!r}" for text in HOSTILE])
def test_hostile_texts_take_linear_time(text: str) -> None:
    """Four times the text takes some four times as long: a quadratic step would take sixteen times."""
    quarter = text[-(len(text) // 4) :]
    assert _seconds(text) < 10 * _seconds(quarter) + 0.2


def _seconds(text: str) -> float:
    began = time.process_time()
    found(text)
    return time.process_time() - began


WORDS = st.sampled_from(
    """the a last next this week weeks month year Monday Friday June May 12 12th 31 2018 1999 0 999 first second of in
    on from to until and between - , . ago later earlier before after early late end quarter Q3 summer Christmas twenty
    one two few century decades 'n 's today now every past following fortnight thousand nineteen will said 30/6
    2018-06-12 12/06/2018 9/11 week_31 _""".split()
).map(lambda word: word.replace("_", " "))
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=40).map(" ".join), st.lists(WORDS, max_size=12).map("".join))
PLACES = st.lists(st.integers(0, 200), max_size=6)


@settings(max_examples=300, deadline=None)
@given(TEXTS, PLACES, st.one_of(st.none(), st.dates()))
def test_spans_lie_in_their_paragraphs_in_order_and_apart(text: str, places: list[int], published: date | None) -> None:
    cuts = sorted({0, len(text), *(place for place in places if place < len(text))})
    paragraphs = list(pairwise(cuts))
    dates = dates_in(text, paragraphs, published=published)
    at = 0
    for one in dates:
        assert at <= one.start < one.end <= len(text)
        assert any(start <= one.start and one.end <= end for start, end in paragraphs)
        assert one.first <= one.last
        assert text[one.start : one.end].strip() == text[one.start : one.end]
        at = one.end


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was signed on 22/ſep/2019 there.", ["2019-09-22"]),
        ("They rest on Martin Luther King,  Jr. Day 2018.", ["2018-01-15"]),
        ("On Chriſtmas Day 2017 it rained.", ["2017-12-25"]),
        ("In the next 0 days nothing comes.", []),
        ("The first 0 days of June 2018 were dry.", []),
    ],
)
def test_strange_letters_spaces_and_counts_are_no_error(text: str, found: list[str]) -> None:
    dates = dates_in(text, [(0, len(text))], published=date(2018, 6, 14))
    assert [one.first.isoformat() for one in dates] == found
    assert all(one.first <= one.last for one in dates)
