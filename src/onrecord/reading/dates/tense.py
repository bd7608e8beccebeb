"""Whether a clause tells of what has been or of what is to come, by the verbs around a place.

The verb before the place decides, else the first one after it: "leaders will meet on Friday, she said on Tuesday". No
more is looked at than some words of the sentence, so that the time for a place has a bound.
"""

from __future__ import annotations

import re

from onrecord.reading.dates.calendar import Tense

_BEFORE, _AFTER = 160, 120
"""So many characters before and after a place are looked at."""

_PAST = (
    "said told spoke wrote went came took made met won lost began left held had was were did got gave saw found became "
    "ran fell rose sent brought built bought sold paid drew grew threw flew knew thought caught fought sought taught "
    "led fed fled shot struck broke chose drove rode stole swore wore tore beat bit hid slid sat stood understood kept "
    "slept swept felt dealt meant lent spent burnt learnt cut hit hurt shut split quit put stuck hung sang sank shook "
    "forgot froze overthrew withdrew underwent arose awoke"
)
_PLANNED = (
    "plans|plan|planned|planning|agreed|expects?|expected|scheduled|due|set|slated|vows?|vowed|promises|promised|"
    "intends?|hopes?|hoped|wants?|wanted|aims|prepares|preparing|prepared|going|supposed|about|ready|poised|likely|"
    "pledged|needs?|ought|hoping|bound|decided|threatened|has|have|is|are|'s|’s"
)
_STARTING = (
    "opens|begins|starts|resumes|closes|ends|expires|meets|arrives|departs|kicks\\s+off|"
    "takes\\s+(?:place|effect|office)|goes\\s+(?:on|into|to)|comes\\s+into"
)
_VERBS = re.compile(
    r"(?P<perfect>\b(?:(?-i:may)|might|could|would|should|must)\s+(?:not\s+)?have\b|\b(?:has|have|having|hasn['’]t|haven['’]t)\b(?!\s+to\b)|(?<=\w)['’]ve\b)"
    r"|(?P<modal>\b(?:will|shall|won['’]t|can|could|(?-i:may)|might|should|must|would|let['’]s|cannot)\b|(?<=\w)['’](?:ll|d)\b)"
    r"(?:\s+(?:not|also|be|have|been|again|now|then)\b){0,3}(?:\s+\w{1,20})?"
    rf"|(?P<planned>\b(?:{_PLANNED})\s+to\b)(?:\s+(?:be|have)\b)?(?:\s+\w{{1,20}})?"
    r"|(?P<scheduled>\b(?:scheduled|slated|planned|due|set|expected|schedule|tomorrow|upcoming|forthcoming)\b)"
    r"|(?P<going>(?:\b(?:is|are|am)|(?<=\w)['’](?:s|re|m))\s+(?:not\s+|also\s+)?\w{1,18}ing\b)"
    r"|(?P<infinitive>\bto\s+(?:be\s+)?(?-i:[a-z])\w{0,18}\b)"
    rf"|(?P<starting>\b(?:{_STARTING})\b)"
    rf"|(?P<past>\b(?:{'|'.join(_PAST.split())})\b|\b(?!need|speed|indeed|hundred|sacred|naked)[a-z]\w{{1,18}}ed\b)",
    re.IGNORECASE,
)
_TENSES: dict[str, Tense] = {
    "perfect": "past",
    "past": "past",
    **dict.fromkeys(("modal", "planned", "scheduled", "going", "starting"), "future"),
}
_WEAK = ("going", "starting")
"""The present tense tells of what is to come only before its date: "are meeting on Friday"; not "since Friday, the
town is rebuilding"."""
_DEADLINE = re.compile(
    r"\b(?:demand|urg|order|ask|call|warn|requir|instruct|request|insist)(?:s|e|es|ed|ing)?\b[^.;]{3,150}\bby\s+$",
    re.IGNORECASE,
)
"""What is asked for by a day is asked for by one to come."""
_STOP = re.compile(r"[.!?;](?=\s+[\"“‘(]?[A-Z0-9]|\s*$)|\n")
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Sgt|Lt|Col|Rev|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|[A-Z])$")


def tense_at(text: str, place: int) -> Tense | None:
    """The tense of the clause around a place of a text; None where no verb tells.

    >>> tense_at("Leaders will meet on Friday, she said on Tuesday.", 21)
    'future'
    >>> tense_at("Leaders will meet on Friday, she said on Tuesday.", 41)
    'past'
    >>> tense_at("She demanded that they withdraw by Friday.", 35)
    'future'
    """
    start = _sentence_start(text, place)
    if _DEADLINE.search(text, start, place):
        return "future"
    before = _VERBS.finditer(text, start, place)
    after = _VERBS.finditer(text, place, _sentence_end(text, place))
    signs = [match.lastgroup or "" for match in before][::-1]
    signs += [sign for match in after if (sign := match.lastgroup or "") not in _WEAK]
    told = next((_TENSES[sign] for sign in signs if sign in _TENSES), None)
    return told or ("future" if "infinitive" in signs else None)


def _sentence_start(text: str, place: int) -> int:
    low = max(0, place - _BEFORE)
    stops = [match for match in _STOP.finditer(text, low, place) if not _ABBREVIATED.search(text, low, match.start())]
    return stops[-1].end() if stops else low


def _sentence_end(text: str, place: int) -> int:
    high = min(len(text), place + _AFTER)
    for match in _STOP.finditer(text, place, high):
        if not _ABBREVIATED.search(text, max(0, match.start() - 6), match.start()):
            return match.start()
    return high
