"""The grammar of dates: a table of rules in four levels, and what each of them makes of the words it matches.

A pattern is a regular expression over signs, one letter for each word (words.py):

    m month  w weekday  u unit  W weekend  Q quarter  s season  H holiday  h holiday with much else  y four digits
    n number  c number as a word  o ordinal  O ordinal as a word  v few  T tens  a a, an  K thousand
    r last, this, next  e early, late  R rest  F half  g ago  l later  C earlier  B before  A after  S starting
    i in  k on, by, since  > to  f from  b between  p of  t the  & and  E every  z today  Z now  N morning
    I weekdays  d the year to date  = that  U as  < ending  ! not  1 fiscal, calendar  2 less than
    5 part  6 whole  0 oh  9 back
    D a day  M a month  Y a year  P days  L days from the day named before: what rules make
"""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.reading.dates.compounds import (
    first_units,
    from_to,
    half,
    holiday,
    holiday_weekend,
    nth_part,
    nth_unit,
    nth_weekday_beside,
    part,
    quarter,
    quarters,
    rest_of,
    season_of,
    week_of_day,
    weekday_beside,
    year_end,
)
from onrecord.reading.dates.lengths import (
    after_some_time,
    ago,
    ago_on,
    beside_a_day,
    counted,
    from_a_day,
    in_some_time,
    later,
    less_ago,
    so_long_from,
    units_beside_a_day,
    up_to,
    weekend_beside_a_day,
    within,
    within_of_a_day,
)
from onrecord.reading.dates.meanings import (
    Ground,
    Items,
    Meaning,
    between_days,
    calendar_day,
    cardinal,
    centuries,
    century,
    clear_month,
    clear_numbers,
    day_after_year,
    day_of_month,
    day_with_weekday,
    days_in_numbers,
    days_of_month,
    each_day_of_month,
    month_after_year,
    month_of_short_year,
    month_of_years_ago,
    near_calendar_day,
    numbered_year,
    numeric_day,
    recent_year,
    said_month,
    said_weekday,
    said_year,
    spoken_decade,
    spoken_year,
    total,
    weekday_alone,
    weekday_the_number,
    years_beside,
)
from onrecord.reading.dates.nearby import (
    day_part,
    days_of_this_month,
    near_day,
    near_month,
    near_weekday,
    numbered_day,
    numbered_week,
    part_of_period,
    period,
    period_after_next,
    period_before_or_after,
    period_up_to_now,
    rest,
    that_period,
    this_day_in_year,
    week_after_weekday,
    weekday_after,
    weekday_after_next,
    weekday_counted,
    weekday_of_week,
    weekday_some_weeks_away,
    weekdays_of_week,
    weekend,
)
from onrecord.reading.dates.words import Item, signs


class Rule(NamedTuple):
    """What matches `pattern` becomes an item of that sign, with what `meaning` gives."""

    name: str
    sign: str
    pattern: str
    meaning: Meaning


_NO_BEGINNING = "xX.,()'&!<UkgE"
"""Signs that no rule begins with."""


class Level:
    """Rules that are tried at each place, the first that matches and means something; then after what it matched."""

    def __init__(self, *rules: Rule) -> None:
        self._rules = [(rule, re.compile(rule.pattern)) for rule in rules]
        any_rule = "|".join(f"(?P<r{at}>{rule.pattern})" for at, rule in enumerate(rules))
        self._any = re.compile(f"(?![{_NO_BEGINNING}])(?:{any_rule})")

    def reduced(self, items: list[Item], ground: Ground) -> list[Item]:
        """The items, with one in the place of those that a rule matched."""
        text, found, done, at = signs(items), list[Item](), 0, 0
        while match := self._any.search(text, at):
            start = match.start()
            item = self._first(text, items, int((match.lastgroup or "r0")[1:]), start, ground)
            if item is None:
                at = start + 1
                continue
            made, at = item
            found += [*items[done:start], made]
            done = at
        return [*found, *items[done:]]

    def _first(self, text: str, items: list[Item], rule_at: int, start: int, ground: Ground) -> tuple[Item, int] | None:
        for rule, pattern in self._rules[rule_at:]:
            match = pattern.match(text, start)
            made = match and _made(rule, items[start : match.end()], ground)
            if match and made:
                return made, match.end()
        return None


def _made(rule: Rule, items: Items, ground: Ground) -> Item | None:
    try:
        meaning = rule.meaning(items, ground)
    except (ValueError, OverflowError):  # outside the calendar, which ends with the year 9999
        return None
    if meaning is None:
        return None
    start, end = items[0].start, items[-1].end
    if isinstance(meaning, int):
        return Item(sign=rule.sign, start=start, end=end, number=meaning)
    return Item(sign=rule.sign, start=start, end=end, value=meaning, rule=rule.name)


_U = "[uWQ]"
_COUNT = "(?:[ta]?vp?|a|[nc])"
_LENGTH = f"(?:a?Fa?-?|{_COUNT}(?:&aF)?){_U}(?:&aF)?"
_LENGTHS = f"{_LENGTH}(?:,?&?{_LENGTH}){{0,2}}"
_IN_YEAR = "(?:,?[pi]?(?:t?u)?y(?![Xu]))?"
_IN_ANY_YEAR = "(?:,?[pi]?(?:(?:t?u)?y(?![Xu])|ru))?"
_IN_SOME_YEAR = "(?:[,pi]?p?y(?![Xu])|p?[rt]u)?"
_DAY = "t?[onO]"
_WHOLE = "(?:M|t?P|t?u?Y|t?[uQ])"

_END = "(?:t?P|(?:t?up?)?Y|t?Z|[DMy])"

_NUMBERS = Level(
    Rule("year", "y", "(?:c(?:T-?c?|K(?:cK)?(?:&?(?:T-?c|T|c))?)|T-?(?:T-?c?|c)|[cT]-?0-?c)(?![XKuWQ])", spoken_year),
    Rule("number", "c", f"(?:[ca]?K(?:&?(?:T-?c|T|c))?|Fa?K)(?={_U})|(?<=u)cK(?:&?(?:T-?c|T|c))?", cardinal),
    Rule("number", "O", "T-?O", total),
    Rule("number", "c", "T-?c?", total),
    Rule(
        "weekday",
        "w",
        "(?<=[rkf>u])j|(?<=kt)j|(?<=[oO])j(?=[pi])|(?<=j[&>-])j|j(?=[,.]?t?[nomO/D]|[&>-]j)",
        weekday_alone,
    ),
)
_NAMES = Level(
    Rule("days of a month", "P", f"[fb]?{_DAY}[>&-]{_DAY}p?m{_IN_YEAR}", days_of_month),
    Rule("days of a month", "P", f"[fb]?p?m{_DAY}[>&-]{_DAY}(?!p?m|[Xu]){_IN_YEAR}", days_of_month),
    Rule("days of a month", "P", f"[fb]?{_DAY}[>&-]{_DAY}p?[rt]u", days_of_this_month),
    Rule("days of a month", "P", f"f{_DAY}>p?m{_DAY}(?![Xu]){_IN_YEAR}", days_of_month),
    Rule("between two days", "P", "(?:bt?o&|ft?o[>-])t?o(?![xXuQWJs]|p?m|p?[rt]u)", between_days),
    Rule("days that follow", "P", f"m{_DAY}(?:,{_DAY}){{0,3}},?&{_DAY}(?![xXuKIwm]|p?m){_IN_YEAR}", each_day_of_month),
    Rule("days that follow", "P", f"{_DAY}(?:,{_DAY}){{0,3}},?&{_DAY}p?m{_IN_YEAR}", each_day_of_month),
    Rule("day", "D", f"r{{0,2}}w[(](?:m-?{_DAY}|{_DAY}p?m){_IN_ANY_YEAR}[)]", calendar_day),
    Rule("day", "D", "(?:t?[on]p?m|m-?t?[on])(?:,?y)?(?:[(]w[)]|,?a?w(?!['N])(?=[,.)xki]|$))", day_with_weekday),
    Rule("day", "D", f"(?:y|ru),?k?(?:m-?{_DAY}|{_DAY}p?m)(?![XuK]|,?p?y)", day_after_year),
    Rule(
        "day",
        "D",
        f"(?:r{{0,2}}w,?)?(?:m,[no],?y|m,t?o(?![xXuQW])|o,m|t?[on]u?p?m|[on]-m(?!-)|(?<=[kf>])Om|t?Ou?pm|tOm|cm){_IN_ANY_YEAR}",
        calendar_day,
    ),
    Rule("day", "D", f"(?:r{{0,2}}w,?)?m-?t?(?:[on](?![XuK])|[Oc](?![xXuQWJ])){_IN_ANY_YEAR}", calendar_day),
    Rule("day in numbers", "D", "(?:r{0,2}w[,(]?)?D|r{0,2}w[,(]?/|(?<=[ikfb>BAS])/", numeric_day),
    Rule("day in relation", "D", "r(?:m-?t?[on](?![XuK]|,?p?y)|/)", near_calendar_day),
    Rule("days in numbers", "P", "f?/[>-]/,?y", days_in_numbers),
    Rule("days in numbers", "D", "/(?=[->][D/])|(?<=[D/][->])/", numeric_day),
    Rule("day in numbers", "D", "/(?=[.,)]|$)", clear_numbers),
    Rule("month with a year", "M", "m(?:,?[pi]?(?:t?u)?|-)y(?![Xu])", said_month),
    Rule("month with a year", "M", "mpn(?![XuK-])", month_of_short_year),
    Rule("month with a year", "M", "(?<=[bf])ym(?=[&>-])", said_month),
    Rule("month with a year", "M", "ym(?!t?[on])|y(?:,|,?i)m(?![nocO(-]|t[on])", month_after_year),
    Rule("month in relation", "M", "mp?[nca]ug|[nca]ugim(?!t?[on])", month_of_years_ago),
    Rule("month in relation", "M", "mp?ru|r{1,2}m(?!t?[on])|ru(?:[',i]|,i)?m(?!t?[on])", near_month),
    Rule("weekdays of a week", "P", "ru,?[fb]?w[>&-]w|[fb]?w[>&-]wp?ru", weekdays_of_week),
    Rule("weekday of a week", "D", "ru(?:'?t?k?|,k)w|w(?:p?|pt)ru|(?:ru,w|w,ru)(?=[.,)ik]|$)", weekday_of_week),
    Rule("weekday some weeks away", "D", "w,?[nca]ug|w,?i[nca]u(?!['p])", weekday_some_weeks_away),
    Rule("weekday counted", "D", "[nca][wI](?:g|fZ)", weekday_counted),
    Rule("week after a weekday", "D", "au(?:kw|z)|(?<![ki])[nc]uz(?![AB])|wu(?![AB])|zu(?![AB])", week_after_weekday),
    Rule("weekday after next", "D", "t?w[AB]t?r(?![uWQmw])", weekday_after_next),
    Rule("weekday with a number", "D", "w,?tc(?=[.,)]|$)", weekday_the_number),
    Rule("weekday with a number", "D", "w,?t?[oO](?![xXuQWs])|wt?n(?=[.,)]|$)", said_weekday),
    Rule("weekday after a day", "L", "t?rw(?!p)", weekday_after),
    Rule("weekday in relation", "D", "r{1,2}w(?!p|i(?:m|r?u))", near_weekday),
    Rule("numbered day", "D", "t?[oO]u?(?:p(?:t?r{1,2}|t)|r)u|ru,?kt?o", numbered_day),
    Rule("day in relation", "D", "t?[on]p?rm", near_month),
    Rule("part of a day", "D", "rN", day_part),
    Rule("this day in a year", "D", "ruiy", this_day_in_year),
    Rule("ago on a day", "D", f"(?<![pF]){_LENGTHS}g(?:k?w|z|ru)", ago_on),
    Rule("less than ago", "P", f"2{_LENGTHS}g", less_ago),
    Rule("ago", "P", f"(?<![pF]){_LENGTHS}(?:g|9(?=[.,)]|$))", ago),
    Rule("day before or after", "L", "tr[uW](?![pUr])", period_before_or_after),
    Rule("that period", "L", "=[uW](?![pABi])", that_period),
    Rule("period up to now", "P", "t?d", period_up_to_now),
    Rule("in some time", "P", f"i{_LENGTHS}['.]X", after_some_time),
    Rule("in some time", "P", f"(?<![OoXu])i{_LENGTHS}(?![p'])", in_some_time),
    Rule("within", "P", f"i2?t?r?{_LENGTHS}(?![pAB])|it?ru(?![pAB])", within),
    Rule("end of a period", "P", "t?u[-']e(?!p)", year_end),
    Rule("counted", "P", f"t?(?:r6?{_LENGTHS}|ru&aF|[nc]r{_U})(?!p|[AB][zwmZD/H])", counted),
    Rule("earlier or later", "P", "[Cl]i?[rt]u", part_of_period),
    Rule("rest", "P", "t?Rp?[rt]?u", rest),
    Rule("quarters", "P", f"[fb]?(?:q[>&-]q|t?[oO](?:-?Q)?[>&-]t?[oO]-?Q){_IN_SOME_YEAR}", quarters),
    Rule(
        "quarter",
        "P",
        f"(?:q,?p?-?y|y-?q|qp?ru|q|y,?t?[oO]-?Q|y'(?:q|[oO]Q)|ru'(?:q|[oO]Q)|t?[oO]-Q,?y|t?[oO]Q{_IN_SOME_YEAR})",
        quarter,
    ),
    Rule("season", "P", "t?s(?:,?p?y(?![Xu])|p?ru|p?P)|ru's|r{1,2}s|(?<=i)t?s|(?<=e)s|(?<=e-)s|ys(?!x)", season_of),
    Rule("weekend of a holiday", "P", "[rt]?[Hh](?:yW|Wy?)", holiday_weekend),
    Rule(
        "holiday",
        "D",
        "(?:(?<![uw])r)?[Hh](?:,?[pi]?y(?![Xu])|p?ru)|ru'[Hh]|(?<![uw])r[Hh]|H|(?<=[ikBAf>])h|(?<=[uw]r)h|(?<=[kBA])th"
        "|(?<=b)h(?=&)|(?<=b.&)h|(?<=it)h(?=[.,)]|$)",
        holiday,
    ),
    Rule("numbered week", "P", "t?V(?:p?y|(?!p))|y,?V", numbered_week),
    Rule("period after next", "P", f"t?{_U}[AB]t?r(?![uWQmw])", period_after_next),
    Rule("period", "P", f"t?r{{1,2}}6?{_U}(?!p[mtryDPYM]|im)", period),
    Rule("weekend", "P", "tW(?!p|[AB](?:[mwHhDn/]|to))|(?<=k)W", weekend),
    Rule("centuries", "P", "[fb]?t?[oO][>&-]t?[oO]u", centuries),
    Rule("century", "P", "t?[oO]u", century),
    Rule("decade", "P", "t?[cT]-?G|tG|(?<=te)G|(?<=te-)G", spoken_decade),
    Rule("near day", "D", "z", near_day),
    Rule("weekday", "D", "(?<![EoO])w(?!(?<=rw)[pi](?:m|y|t?r?u))", said_weekday),
    Rule(
        "day of the month",
        "D",
        "(?<=[kif>BAS])to(?![xXuQWwsmhHpJK'])|(?<=up)to|(?<=[kif>BAS])(?:tO|o)(?=[.,-]|$)|(?<=k)tO(?=[ik])",
        day_of_month,
    ),
    Rule("month", "M", "(?<=[ikfb>pBAeSr&])m|(?<=eU)m|(?<=e-)m|(?<=it)m|m(?=[->]m)|(?<=m-)m", said_month),
    Rule("month", "M", "m", clear_month),
    Rule("year beside a year", "P", "t?[nca]?u[AB]y(?![XuK])", years_beside),
    Rule("year", "Y", "t?un(?![XuK])", numbered_year),
    Rule(
        "year",
        "Y",
        "(?<=[ie])y(?![XuK])|(?<=e[p-])y|(?<=u)y|(?<=up)y|(?<=eU)y(?![XuK])|1u?y(?![XuK])|(?<=!)y(?![XuKnxw])",
        said_year,
    ),
    Rule("year", "Y", "(?<=[kBAf>S])y(?![XuK])|(?<=[xuFUO1wWQ56R]p)y(?![XuK])|(?<=[t'])y(?=[xU])", recent_year),
    Rule("year", "Y", "y(?=,?&y(?![XuK]))|y(?=,y(?:,|&))|(?<=y[,&])y(?![XuK])|(?<=y,&)y(?![XuK])", recent_year),
)
_MADE = Level(
    Rule(
        "part",
        "P",
        f"t?e(?:-|(?:5|u)?p|i)?t?(?:M|P|Y)|t?e(?:5?p|i)t{_U}|(?:t?ep|(?<=[ik])e-){_U}(?!x)|e-u(?=[.,)ik]|$)",
        part,
    ),
    Rule("part", "P", f"t?[oOl]5p{_WHOLE}", nth_part),
    Rule("rest", "P", "t?Rp(?:M|t?P|Y(?!x))|[Cl]i[MY]", rest_of),
    Rule("half of a period", "P", f"t?[oO]Fp{_WHOLE}", half),
    Rule("unit of a period", "P", f"t?[oOr][uWQw][pi]?{_WHOLE}", nth_unit),
    Rule("first or last of a period", "P", f"t?[oOr](?:[nc]|vp?)[uQ][pi]?{_WHOLE}", first_units),
    Rule("so long from a day", "P", f"{_LENGTHS},?S[fk]?D|(?<=k){_LENGTHS},?fD", so_long_from),
    Rule("week of a day", "P", "t?(?:[uW]p|u?[Se]k?)D", week_of_day),
    Rule("weekday beside a day", "D", "tD[ABr]D", weekday_beside),
    Rule("within of a day", "P", f"[i2]t?r?{_LENGTHS}[ABfp][DZ]", within_of_a_day),
    Rule("up to a day", "P", "tr?[nc]?u[><][ki]?[DM]", up_to),
    Rule("weekday beside a day", "D", "t?[oO]wAD|(?:[nc]I|aw)[AB]D", nth_weekday_beside),
    Rule("beside a day", "P", "tW[AB]D", weekend_beside_a_day),
    Rule("beside a day", "P", "t(?:[nc]|vp?)u[AB]D", units_beside_a_day),
    Rule("from a day", "D", f"{_LENGTHS}[ABfr][DZ]", from_a_day),
    Rule("beside a day", "P", "(?<![nc])t?u[ABr]D", beside_a_day),
    Rule("later", "L", f"{_LENGTHS}[lC](?!>)|(?:tu|{_LENGTHS})[AB](?=[.,)]|$)", later),
    Rule("year", "Y", "(?<=Y&)y(?![XuK])", recent_year),
)
_RANGES = Level(
    Rule("from one to another", "P", f"(?:f?{_END}(?:>{{1,2}}|-)|f{_END},>){_END}(?![Xu])", from_to),
    Rule("from one to another", "P", f"b(?:tup?)?{_END}&{_END}(?![Xu])", from_to),
)
LEVELS = (_NUMBERS, _NAMES, _MADE, _RANGES)
