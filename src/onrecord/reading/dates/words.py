"""The words of a text by what they say of time.

Each word is an Item with a sign of one letter; a sentence is then a short text of signs, and the grammar of dates is
regular expressions over it (rules.py). What says nothing of time is `x`, or `X` if it is what numbers count (people,
votes, per cent), or `.` if it is no word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from onrecord.reading.dates.calendar import HOLIDAYS, SEASONAL, Days, Partial, Unit, shifted
from onrecord.reading.quotes import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """So many units later, or earlier, than the day that was named before: that day, the unit around it,
    or the first such weekday after it."""

    steps: tuple[tuple[int, Unit], ...] = ()
    whole: Unit = "day"
    weekday: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """From one day or period to another."""

    first: Partial | Days
    last: Partial | Days


Value = Partial | Days | Shift | Between


class Item(NamedTuple):
    """A word, or words that mean a time together.

    `number` is what a number says, the place of a month or weekday, the distance of "last" or "next", 1 for a unit in
    the plural; `name` the unit, part or holiday; `value` what is known of the days; `rule` what found them.
    """

    sign: str
    start: int
    end: int
    number: int = 0
    name: str = ""
    value: Value | None = None
    rule: str = ""


_UNITS: dict[str, Unit] = {
    "day": "day", "week": "week", "weekend": "weekend", "fortnight": "fortnight", "month": "month",
    "quarter": "quarter", "year": "year", "decade": "decade", "century": "century", "centuries": "century",
    "business day": "business day", "working day": "business day", "work day": "business day",
    "working week": "working week", "work week": "working week", "workweek": "working week",
}  # fmt: skip
_UNITS |= {f"{word}s": unit for word, unit in _UNITS.items() if word != "centuries"}
_MONTHS = "january february march april may june july august september october november december".split()
_SHORT_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_SHORT_WEEKDAYS = {
    "Mon": 0, "Tue": 1, "Wed": 2, "Thu": 3, "Fri": 4, "Sat": 5, "Sun": 6,
}  # fmt: skip
_ALWAYS_WEEKDAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
"""Short weekdays that are no other word, with a capital or not."""
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_DECADES = "noughties tens twenties thirties forties fifties sixties seventies eighties nineties".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_VAGUE = {"couple": 2, "few": 3, "several": 3, "some": 3}
_DISTANCES = {
    "last": -1, "previous": -1, "past": -1, "preceding": -1, "this": 0, "current": 0, "same": 0, "next": 1, "coming": 1,
    "upcoming": 1, "following": 1,
}  # fmt: skip
_PARTS = {
    "early": "early", "mid": "mid", "late": "late", "start": "start", "beginning": "start", "middle": "middle",
    "end": "end",
}  # fmt: skip
_DAYS_FROM_NOW = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_SEASONS = {
    "spring": 0, "summer": 1, "autumn": 2, "fall": 2, "winter": 3, "springtime": 0, "summertime": 1, "wintertime": 3,
}  # fmt: skip
_COUNTED = """
    people men women children homes houses jobs troops soldiers police officers workers employees students pupils
    patients cases deaths votes seats points dollars pounds euros yen miles kilometres kilometers km metres meters feet
    acres tonnes tons degrees hours hour minutes minute seconds times time million billion trillion percent per
    passengers migrants refugees protesters demonstrators residents families members copies shares fans supporters
    guests voters calories words pages dead others protestors civilians fighters rebels
"""
_DAY_PARTS = "morning afternoon evening night lunchtime".split()
_SIGNS = {
    **dict.fromkeys(_DAY_PARTS, "N"),
    **dict.fromkeys("in during within throughout".split(), "i"),
    **dict.fromkeys("on since by for over around at".split(), "k"),
    **dict.fromkeys("to until till through thru".split(), ">"),
    **dict.fromkeys("the its my our his her their".split(), "t"),
    **dict.fromkeys("a an".split(), "a"),
    **dict.fromkeys("and or".split(), "&"),
    **dict.fromkeys("each every".split(), "E"),
    **dict.fromkeys("rest remainder".split(), "R"),
    **dict.fromkeys("starting commencing".split(), "S"),
    **dict.fromkeys(_COUNTED.split(), "X"),
    **dict.fromkeys("time times".split(), "X"),
    **{
        "of": "p",
        "from": "f",
        "between": "b",
        "ago": "g",
        "earlier": "C",
        "prior": "C",
        "as": "U",
        "that": "=",
        "later": "l",
        "before": "B",
        "after": "A",
    },
    **{"now": "Z", "present": "Z", "half": "F", "hence": "g", "thousand": "K", "hundred": "K"},
    **dict.fromkeys("ending ended".split(), "<"),
    **dict.fromkeys("not except excluding".split(), "!"),
    **dict.fromkeys("fiscal financial calendar cy fy".split(), "1"),
    **dict.fromkeys("part parts".split(), "5"),
    **dict.fromkeys("whole entire".split(), "6"),
    **dict.fromkeys(("up to", "up until", "up till"), ">"),
    **{"prior to": "B", "oh": "0", "back": "9"},
}
_WORDS: dict[str, tuple[str, int, str]] = {
    **{word: (sign, 0, word) for word, sign in _SIGNS.items()},
    **{word: ("u", int(word.endswith("s")), unit) for word, unit in _UNITS.items()},
    **dict.fromkeys(("weekend", "weekends"), ("W", 0, "weekend")),
    **dict.fromkeys(("quarter", "quarters"), ("Q", 0, "quarter")),
    **{word: ("m", at + 1, word) for names in (_SHORT_MONTHS, _MONTHS) for at, word in enumerate(names)},
    "sept": ("m", 9, "sept"),
    **{word: ("w", at, word) for at, word in enumerate(_WEEKDAYS)},
    **{f"{word}s": ("I", at, word) for at, word in enumerate(_WEEKDAYS)},
    **{word: ("c", at + 1, "") for at, word in enumerate(_ONES)},
    **{word: ("T", 10 * at + 20, "") for at, word in enumerate(_TENS)},
    **{word: ("G", 10 * at, word) for at, word in enumerate(_DECADES)},
    **{word: ("O", at + 1, "") for at, word in enumerate(_ORDINALS)},
    "thirtieth": ("O", 30, ""),
    **dict.fromkeys(("final", "latter"), ("O", -1, "")),
    "dozen": ("K", 12, "dozen"),
    **{word: ("d", 0, unit) for word, unit in (("ytd", "year"), ("mtd", "month"), ("qtd", "quarter"))},
    **{word: ("w", at, word) for word, at in _ALWAYS_WEEKDAYS.items()},
    **{word: ("v", number, word) for word, number in _VAGUE.items()},
    **{word: ("r", number, word) for word, number in _DISTANCES.items()},
    **{word: ("e", 0, part) for word, part in _PARTS.items()},
    **{word: ("z", number, word) for word, number in _DAYS_FROM_NOW.items()},
    **{word: ("s", number, word) for word, number in _SEASONS.items()},
}
_NOTHING_ELSE = frozenset("Mon Tue Thu Fri".split())
"""Short weekdays that are no other word without their capital."""
_CAPITAL_ONLY = frozenset("march may mar sep".split())
""" "They may march": months have to begin with a capital where a word of the same letters is common."""
_LAWS = frozenset("Act Bill Law Treaty Convention Directive Agreement Amendment Regulations Regulation Agenda".split())
""" "The Equality Act of 2010" names no time."""


def _spaced(names: Iterable[str]) -> str:
    """Names as an alternation, in capitals or not, in which a genitive takes any form, or none, and spaces any length
    up to three. Each begins with a set of letters: what begins with no other is passed over at once."""
    longest_first = sorted(names, key=len, reverse=True)
    genitive = re.compile("'s|s'")
    plain = [genitive.sub("(?:['’]?s['’]?)?", re.escape(name)) for name in longest_first]
    for short, written in (
        ("saint\\ ", "s(?:aint|t\\.?)\\ "),
        ("king\\ ", "king(?:,?\\ jr\\.?)?\\ "),
        ("\\ ", "\\s{1,3}"),
    ):
        plain = [name.replace(short, written) for name in plain]
    return "|".join(f"[{name[0].upper()}{name[0]}](?i:{name[1:]})" for name in plain)


_NO_TIMES = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s(?:Times|Mail|Telegraph|Mirror|Express|Herald|Post|Sun|World|People|"
    r"Night\s(?:Live|Football)|Politics|Agreement)\b|Sheffield\sWednesday|Bloody\sSunday|Super\s(?:Mon|Tues|Satur|Sun)day"
    r"|Man\sFriday|Mar-a-Lago|Fahrenheit\s9/11|(?:Mrs?|Ms|Miss|Dr|Sir|Lady|Theresa|James|Brian|Elaine|Jeremy)\.?\s(?:May|March|April|June)\b"
    r"|Agenda\s20\d\d|Vision\s20\d\d|Super\sBowl\sSunday"
    r"|(?:Lunar|Chinese|Jewish|Persian|Islamic|Tibetan|Korean|Vietnamese|Thai|Khmer|Nepali|Hindu)\sNew\sYear"
)
""" "The Sunday Times", "Mrs May": names with the words of dates in them."""
_MONTH_NAMES = f"(?:{'|'.join([*_MONTHS, 'sept', *_SHORT_MONTHS])})"
_TOKEN = re.compile(
    rf"""(?=\S)(?:(?P<none>{_NO_TIMES})
    |(?P<attacks>(?=[9S])(?:9/11\b(?![/-])|\bSept(?:ember|\.)?\s11(?:th)?(?=\s(?:attack|terror|hijack))))
    |(?P<holiday>(?<!\w)(?:{_spaced(HOLIDAYS)})(?!\w))
    |(?P<seasonal>(?<!\w)(?:{_spaced(SEASONAL)})(?!\w))
    |(?=[0-9])(?:(?P<iso>(?<![0-9])(?<![0-9][/.-])[12][0-9]{{3}}(?P<iso_sep>[-/.])[0-9]{{1,2}}(?P=iso_sep)[0-9]{{1,2}}(?![0-9]|[/.-][0-9]))
        |(?P<compact>(?<![\w.,-])(?:19|20)[0-9]{{2}}(?P<gap>\s?)(?:0[1-9]|1[0-2])(?P=gap)(?:0[1-9]|[12][0-9]|3[01])(?!\w|[.,/-][0-9]|\s[0-9]))
        |(?P<slashed>(?<![\w/.])[0-9]{{1,2}}/[0-9]{{1,2}}/(?:[0-9]{{4}}|[0-9]{{2}})(?![\w]|[/.][0-9]))
        |(?P<dotted>(?:(?<![\w/.-])|(?<=[.-][0-9]{{4}}-))[0-9]{{1,2}}(?P<sep>[-.])[0-9]{{1,2}}(?P=sep)
            (?:[0-9]{{4}}|[0-9]{{2}})(?![\w]|[/.][0-9]|-[0-9](?![0-9]?(?P=sep)[0-9]{{1,2}}(?P=sep))))
        |(?P<slash>(?<![\w/.])(?:[0-9]{{1,2}}/[0-9]{{1,2}}(?![\w]|[/.][0-9])
            |(?:(?<=\b[Oo]n\s)|(?<=\b[Bb]y\s)|(?<=\bsince\s)|(?<=\bbefore\s))[0-9]{{1,2}}-(?:1[3-9]|2[0-9]|3[01])(?!\s?[\w-])))
        |(?P<month_year>(?<![\w/.-])(?:[12][0-9]{{3}}(?:[-/]|\s?[-/]\s?(?=[0-9]{{1,2}}\s?(?:[^\w\s]|$)))(?:1[0-2]|0?[1-9])
            |[12][0-9]{{3}}[-–/](?:1[3-9]|[2-9][0-9])|(?:1[0-2]|0?[1-9])\s?[-/]\s?[12][0-9]{{3}})(?![\w]|[/.-][0-9]|[/-]\w)))
    |(?P<spelled>(?=[0-9JFMASONDjfmasond])(?<![\w/.-])(?i:[0-9]{{1,4}}[-/.]{_MONTH_NAMES}[-/.]['’]?[0-9]{{1,4}}
        |{_MONTH_NAMES}[-/][0-9]{{1,2}}[-/]['’]?[0-9]{{2,4}}|[12][0-9]{{3}}[-/.][0-9]{{1,2}}[-/.]{_MONTH_NAMES}|{_MONTH_NAMES}[-/][12][0-9]{{3}}[-/][0-9]{{1,2}})(?!\w))
    |(?P<quarter_year>(?=[QqH0-9])\b(?:[12][0-9]{{3}}[-/]?(?:[Qq][1-4]|H[12])|[1-4][QH]['’]?(?:[12][0-9])?[0-9]{{2}}
        |[QqH][1-4](?:['’][0-9]{{2}}|[-/]?[12][0-9]{{3}}))\b)
    |(?=[wWFfCcLlp])(?:(?P<week>\b(?:week\s[0-9]{{1,2}}|Week\s(?:2[3-9]|[3-5][0-9]))\b(?![.,:/-]?[0-9]))
        |(?P<commencing>\b[Ww]/c\b)
        |(?P<fiscal>\b[FfCc][Yy](?:[12][0-9])?[0-9]{{2}}\b)
        |(?P<less>\b(?:[Ll]ess|[Ff]ewer)\sthan\b)
        |(?P<now>\b(?:present|current)\s(?:day|date|time)\b))
    |(?P<amount>(?=[0-9$£€¥#])(?:[0-9]{{1,2}}:[0-9]{{2}}|[$£€¥#]\s?[0-9][0-9,.]*|[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])(?:\.[0-9]+)?|[0-9]+\.[0-9]+
        |[0-9]+\s?(?:%|(?:a\.?m|p\.?m)\b)))
    |(?P<short_year>(?=['’])(?<!\w)['’][0-9]{{2}}(?![\w'’]))
    |(?P<to_date>(?=[ymYM])\b(?i:year|month)(?:\s|-)to(?:\s|-)date\b)
    |(?P<decade>(?=[0-9'’])(?:\b(?:1[0-9]|20)[0-9]0(?:\s?['’]?)s\b|(?<!\w)['’][2-9]0s\b|(?:(?<=[Tt]he\s)|(?<=[Tt]he\slate\s)|(?<=[Tt]he\searly\s))[2-9]0['’]?s\b))
    |(?P<part>(?=[QqH1-4])\b(?:[Qq][1-4]|H[12]|[1-4]Q|[12]H)\b)
    |(?P<nth>[0-9]{{1,3}}(?:st|nd|rd|th)\b)
    |(?P<number>(?<![\w.])[0-9]{{1,2}}\.(?=(?i:{_MONTH_NAMES})(?![^\W\d])|\s(?i:{_MONTH_NAMES})\.?\s[12][0-9]{{3}}(?![0-9]))
        |[0-9]+(?:(?![^\W\d])|(?=(?i:(?:day|week|month|year)s?|{_MONTH_NAMES})(?![^\W\d]))))
    |(?P<possessive>['’]s\b)
    |(?P<word>(?:calendar\s(?=years?\b))?(?:(?i:(?:business|working|work)\s(?:days?|week)|prior\sto|up\s(?:to|till|until))\b|[^\W\d_]+))
    |(?P<other>\S))""",
    re.VERBOSE,
)
_ABBREVIATIONS = frozenset([*_SHORT_MONTHS, "sept", *_ALWAYS_WEEKDAYS, *map(str.lower, _SHORT_WEEKDAYS)]) - {"may"}


def telling(text: str, start: int, end: int) -> Iterator[Range]:
    """The stretches of a paragraph, whole sentences together, that have what no date is without: a digit, a month, a
    unit or another word that names a time. More than half of the sentences of the news have none."""
    begin = at = start
    for stop in (*(match.end() for match in _SENTENCE_END.finditer(text, start, end)), end):
        if not _tells(text[at:stop]):
            if begin < at:
                yield begin, at
            begin = stop
        at = stop
    if begin < end:
        yield begin, end


_SENTENCE_END = re.compile(r"(?<=[a-z]{3}[.!?])[\"”’)]*\s+")
""" "St. Patrick's Day" and "the U.S." do not end a sentence."""


def _tells(sentence: str) -> bool:
    return _DIGIT.search(sentence) is not None or not _TELLING.isdisjoint(_LETTERS.findall(sentence))


_DIGIT = re.compile("[0-9]")
_LETTERS = re.compile(r"[^\W\d_]+")


def items_of(text: str, start: int, end: int, *, day_first: bool) -> list[Item]:
    """The words of a stretch of text, in one pass. `day_first` says how "12/06/2018" is read."""
    found: list[Item] = []
    at = start
    for match in _TOKEN.finditer(text, start, end):
        if match.start() < at:
            continue
        item = _item(match, day_first)
        at = item.end
        after = text[at : min(at + 2, end)] if item.sign in "mjw" else ""
        if after.startswith(".") and _ends_in_dot(match[0], after[1:]):
            at += 1
            item = item._replace(end=at)
        found.append(item)
    return found


def _ends_in_dot(word: str, after: str) -> bool:
    """ "Sept. 16", "September.16"."""
    return after.isdigit() or word.lower() in _ABBREVIATIONS


def _item(match: re.Match[str], day_first: bool) -> Item:
    kind, (start, end), text = match.lastgroup or "", match.span(), match[0]
    value: Value | None = None
    if kind == "word":
        sign, number, name = _word(text)
        return Item(sign=sign, start=start, end=end, number=number, name=name)
    if kind in ("holiday", "seasonal"):
        name = _holiday_name(text, HOLIDAYS if kind == "holiday" else SEASONAL)
        sign = "." if not name else "H" if kind == "holiday" else "h"
        return Item(sign=sign, start=start, end=end, name=name)
    if kind in _NUMERIC:
        value = _numeric(kind, text, day_first)
        sign = "." if value is None else "P" if isinstance(value, Days) else _NUMERIC[kind]
        return Item(sign=sign, start=start, end=end, name=text, value=value, rule="numeric")
    if kind in ("nth", "number"):
        digits = text[:-2] if kind == "nth" else text.rstrip(".")
        sign, number = _number(digits)
        return Item(sign="o" if kind == "nth" else sign, start=start, end=end, number=number)
    sign, number, name = _shortened(kind, text)
    return Item(sign=sign, start=start, end=end, number=number, name=name)


def _shortened(kind: str, text: str) -> tuple[str, int, str]:
    """What is written in a short form, or is said by several words, or is no word."""
    if kind == "part":
        return "q", int(text.strip("QqH")), "half" if "H" in text else "quarter"
    if kind == "short_year":
        return "y", _whole_year(int(text[1:])), ""
    if kind == "to_date":
        return "d", 0, text[:-8].lower()
    if kind == "week":
        return "V", int(text[5:]), ""
    sign, name = _SAID.get(kind) or (_MARKS.get(text, "."), "")
    return sign, 0, name


_NUMERIC = {
    "attacks": "D",
    "iso": "D",
    "spelled": "D",
    "slashed": "D",
    "dotted": "D",
    "slash": "/",
    "compact": "D",
    "quarter_year": "P",
    "month_year": "M",
    "decade": "P",
    "fiscal": "Y",
}
_SAID = {"possessive": ("'", ""), "commencing": ("S", "week"), "less": ("2", ""), "now": ("Z", "")}
_MARKS = {",": ",", **dict.fromkeys("-–—~/", "-"), "(": "(", ")": ")", "&": "&"}


def _number(digits: str) -> tuple[str, int]:
    """One to three digits are a number, four may be a year."""
    if len(digits) <= 3:
        return "n", int(digits)
    return ("y", int(digits)) if len(digits) == 4 and "1000" <= digits <= "2199" else (".", 0)


@lru_cache(maxsize=4096)
def _word(word: str) -> tuple[str, int, str]:
    if word in _SHORT_WEEKDAYS:
        return "j", _SHORT_WEEKDAYS[word], word
    if word.capitalize() in _NOTHING_ELSE:
        return "j", _SHORT_WEEKDAYS[word.capitalize()], word
    if word in _LAWS:
        return "J", 0, word
    lower = " ".join(word.lower().removeprefix("calendar").split())
    if lower in _CAPITAL_ONLY and not word[0].isupper():
        return "x", 0, ""
    return _WORDS.get(lower, ("x", 0, ""))


def _names_a_time(word: str) -> bool:
    """Whether a date may have no other word than this that tells of it; of the ordinals those from "thirteenth" on."""
    sign, number, _ = _word(word)
    return sign in _NAMES_OF_TIMES or (sign == "O" and number > 12)


_NAMES_OF_TIMES = frozenset("mwjIuWQsTKGzNZd0")
_TELLING = frozenset(
    form
    for name in (*_WORDS, *_SHORT_WEEKDAYS, *HOLIDAYS, *SEASONAL)
    for word in _LETTERS.findall(name)[-1:]
    for form in (word.lower(), word.capitalize(), word.upper())
    if name in HOLIDAYS or name in SEASONAL or _names_a_time(form)
)


def _holiday_name(text: str, names: Collection[str]) -> str:
    """The name of a holiday as the calendar has it, empty where it has none."""
    if text.lower() in names:
        return text.lower()
    plain = _plain(text)
    return next((name for name in names if _plain(name) == plain), "")


def _plain(text: str) -> str:
    """A name without its genitive and dots, however it is written: "New Year Eve", "President's Day", "St. David's"."""
    words = " ".join(text.lower().split())
    return " ".join(re.sub("['’.]|,?\\sjr\\b|s\\b", "", re.sub(r"\bsaint\b", "st", words)).split())


def _numeric(kind: str, text: str, day_first: bool) -> Partial | Days | None:
    if kind == "attacks":
        return Partial(year=2001, month=9, day=11)
    if kind == "decade":
        return _decade(text)
    if kind == "fiscal":
        return Partial(year=_whole_year(int(text[2:])))
    if kind == "compact":
        digits = re.sub(r"\s", "", text)
        return Partial(year=int(digits[:4]), month=int(digits[4:6]), day=int(digits[6:]))
    if kind == "quarter_year":
        return _quarter_of_year(text)
    parts = re.split("\\s?[-–/.]\\s?", text)
    if kind == "spelled":
        return _spelled(parts)
    numbers = [int(part) for part in parts]
    if kind == "month_year":
        return _month_year(numbers)
    year: int | None = None
    if kind == "iso":
        year, month, day = numbers
    else:
        month, day = _month_and_day(numbers[0], numbers[1], day_first or "." in text)
        year = None if kind == "slash" else _whole_year(numbers[2])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Partial(year=year, month=month, day=day)


def _spelled(parts: list[str]) -> Partial | None:
    """ "22/Jan/2019", "2019-Aug-1", "Sep-23-2020", "25-Jan-16"."""
    month = next(_WORDS[part.lower()][1] for part in parts if part.isalpha())
    numbers = [int(part.lstrip("'’")) for part in parts if not part.isalpha()]
    day, year = sorted(numbers) if max(numbers) > 99 else (numbers[0], _whole_year(numbers[1]))
    return Partial(year=year, month=month, day=day) if 1 <= day <= 31 and 1000 <= year <= 2199 else None


def _quarter_of_year(text: str) -> Days | None:
    """ "1Q16", "2016Q1", "Q1'16", "2H2017"."""
    if text[1] in "QH":
        number, year = text[0], text[2:]
    elif text[-2] in "QqH":
        number, year = text[-1], text[:-2]
    else:
        number, year = text[1], text[2:]
    months = 6 if "H" in text else 3
    if int(number) > 12 // months:
        return None
    first = date(_whole_year(int(re.sub("[^0-9]", "", year))), 1 + months * (int(number) - 1), 1)
    return Days(first, shifted(first, months, "month") - timedelta(days=1))


def _month_year(numbers: list[int]) -> Partial | Days | None:
    """ "11/2016", "2016-11"; but "2009/10" is a season of two years, and "2014-18" are years."""
    first, second = numbers
    if first < 1000:
        return Partial(year=second, month=first)
    if second <= first % 100 and second <= 12:
        return Partial(year=first, month=second)
    longer = second - first % 100
    if longer != 1 and (second <= 12 or not 0 < longer <= 15):  # "2008-12" may be a month
        return None
    return Days(date(first, 1, 1), date(first + longer, 12, 31))


def _month_and_day(first: int, second: int, day_first: bool) -> tuple[int, int]:
    if first > 12 or second > 12:
        return (second, first) if first > 12 else (first, second)
    return (second, first) if day_first else (first, second)


def _whole_year(number: int) -> int:
    """ "15" is 2015, "71" is 1971."""
    return number if number > 99 else number + (2000 if number < 40 else 1900)


def _decade(text: str) -> Days:
    digits = re.sub("[^0-9]", "", text)
    year = int(digits) if len(digits) == 4 else 1900 + int(digits)
    is_century = year % 100 == 0 and year < 2000  # "the 1800s"
    return Days(date(year, 1, 1), date(year + (99 if is_century else 9), 12, 31))


_FULL_MONTHS = "|".join(name.capitalize() for name in _MONTHS)
_UNAMBIGUOUS = re.compile(
    r"(?<![\w/.-])([0-9]{1,2})/([0-9]{1,2})/[0-9]{2,4}\b"
    rf"|(?P<day_month>\b[0-9]{{1,2}}(?:st|nd|rd|th)?\s(?:{_FULL_MONTHS})\b)"
    rf"|(?P<month_day>\b(?:{_FULL_MONTHS})\s[0-9]{{1,2}}\b)"
)


_IN_NUMBERS = re.compile("[0-9][-/.][0-9]")


def is_day_first(text: str) -> bool:
    """Whether a text writes the day before the month, as its other dates show; else the month is first."""
    if not _IN_NUMBERS.search(text):
        return False
    votes = 0
    for match in _UNAMBIGUOUS.finditer(text):
        if match.lastgroup:
            votes += 1 if match.lastgroup == "day_month" else -1
        elif int(match[1]) > 12 or int(match[2]) > 12:
            votes += 5 if int(match[1]) > 12 else -5
    return votes > 0


def signs(items: list[Item]) -> str:
    """The signs of some items, as the text that the grammar reads."""
    return "".join(item.sign for item in items)


def words(items: list[Item], sign: str) -> Iterator[Item]:
    """The items with one of some signs."""
    return (item for item in items if item.sign in sign)
