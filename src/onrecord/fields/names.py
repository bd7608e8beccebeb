"""A byline to clean names: "By Jane Doe, Staff Writer and John Roe" is ("Jane Doe", "John Roe")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Names = tuple[str, ...]

_LONGEST = 400  # a longer text is no byline
_VERBS = (
    "written|posted|published|reported|story|report|words|text|reporting|reviewed|edited|analysis|opinion|review|von|artikel"
    "|ein artikel|eine analyse|ein kommentar|kommentar|un article|article|propos recueillis|publié|écrit|rédigé|escrito"
    "|publicado|scritto|pubblicato|eingestellt|veröffentlicht|geschrieben|verfasst|erstellt|gepostet|beitrag"
)
_LABELS = (
    "by|von|vom|par|por|di|da|door|av|af|oleh|yazan|text|texte|texto|testo|tekst|words|author|authors|autor|autora|autores|autoren"
    r"|auteur|autore|penulis|reporter|writer|redaktion|γράφει(?:\s+[ηο])?|γράφουν(?:\s+οι)?|από|του|автор|авторы|текст|автори"
)
_BY = re.compile(
    rf"^\W*(?:(?:{_VERBS})\s+(?:by|von|vom|par|por|da|di)|{_LABELS})\b\s*[:：]?\s+"
    r"|^(?-i:[Bb]y|BY)(?-i:(?=[A-Z][a-z]))"
    r"|^\s*(?:文|作者|撰文|记者|記者|責任編輯|责编|責編|编辑|編輯)\s*[/／:：|]\s*",
    re.IGNORECASE,
)
# Words behind which no name follows: dates and times begin with them.
_STOPS = frozenset(
    """
    updated published posted aktualisiert stand publié actualizado publicado aggiornato monday tuesday wednesday
    thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi
    jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo
    """.split()
)
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
_GLUED = re.compile(
    r"(?<=[a-z])(?=(?:Published|Updated|Posted|January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b)"
)
_DATED = re.compile(
    "Published|Updated|Posted|January|February|March|April|May|June|July|August|September|October|November|December"
)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_FOR = re.compile(r"\bfor\s+(?:the\s+)?[A-Z][\w. ]+$")
_AND = "and|und|y|e|et|og|och|en|ve|dan|with|mit|avec|con|via|и|та|και|as told to"
_SPLIT = re.compile(rf"\s*[,;|•·●▪◦∙\n/、，／]\s*|(?<=[a-z]{{3}})\.\s+(?=[A-Z])|\s+[-–—]\s+|\s+(?:{_AND})\s+|\s*&\s*")
_DASH = re.compile(r"\s[-–—]\s")
_BETWEEN_CJK = re.compile(r"(?<=[\u3400-\u9fff\uac00-\ud7a3])\s+(?=[\u3400-\u9fff\uac00-\ud7a3]{2,4}(?:\s|$))")
_TITLE = re.compile(r"^(?:mr|mrs|ms|herr|frau|m\.|mme)\.?\s+(?=\w)", re.IGNORECASE)
_REPORTER = re.compile(r"\s*(?:기자|記者|记者)(?:\s.*)?$")
# Words that no name of a person has.
_ROLES = frozenset(
    """
    staff writer writers reporter reporters correspondent correspondents editor editors editorial columnist
    contributor contributors contributing journalist producer photographer photo photos bureau chief senior
    deputy managing associate assistant director founder ceo professor lecturer fellow analyst critic host
    anchor intern freelance freelancer redakteur redakteurin redaktion reporterin korrespondent korrespondentin
    chefredakteur chefredakteurin autorin volontär volontärin ressortleiter ressortleiterin leiter leiterin
    redacción redaccion periodista corresponsal redactor redactora editora journaliste correspondant
    correspondante rédaction rédacteur rédactrice giornalista redazione redação repórter jornalista redaktor
    dziennikarz redacteur verslaggever journalista redaksjonen редакция корреспондент журналист minute minutes
    min read hour hours ago updated published follow view profile more share comment comments email mail bio
    about by post posts article articles all news today twitter facebook instagram linkedin getty images
    subscribe login written guest author authors team desk special exclusive advertisement admin administrator
    webmaster user anonymous unknown null none
    """.split()
)
# Words that say that an agency, a desk or a site signs.
_DESKS = frozenset(
    """
    staff team desk agency agencies news press redaktion redacción rédaction redazione redação редакция
    editorial bureau wire service online newsroom reuters ap afp dpa tass efe ansa xinhua magazine media times
    post today network board editors reporters agence agencia agentur sid apa sda ritzau ntb tt pti ians ani
    bloomberg
    """.split()
)
# Words that begin phrases, not names.
_NO_FIRST = frozenset(
    """
    the a an in on at of to for from with and or by how my our your this that these following more der die das
    den ein eine le la les un une el los las il lo kommentar analyse written posted published last no what why
    when who
    """.split()
)
_NO_DESK_FIRST = _NO_FIRST - {"the"}
_NO_PERSON = _ROLES | _DESKS
# Words with which something else begins behind a name: a role, the name of an agency, a place.
_ENDS = frozenset(
    """
    the staff reporter reporters writer correspondent columnist journalist producer photographer contributor senior
    deputy managing contributing freelance redakteur redakteurin reporterin korrespondent korrespondentin chefredakteur
    chefredakteurin autorin volontär volontärin periodista corresponsal redactor redactora editora journaliste
    correspondant correspondante giornalista repórter jornalista dziennikarz verslaggever journalista корреспондент
    журналист am on at in für for from under published updated posted vor contributions follow profile bio more
    """.split()
)
_WORD = re.compile(r"[^\W\d_]+")
_NO_NAME = re.compile(r"[@/\d:!?]|\.\s")
_PARTICLES = frozenset(
    """
    de da di do dos das del della der den des du la le van von zu zum zur ter ten te el al bin ibn ben abu af av y e
    i ap mac mc st o
    """.split()
)
_CJK_NAME = re.compile(r"^[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7a3·・\s]{2,14}$")
_GENERATIONAL = re.compile(
    r"^(?:jr|sr|ii|iii|iv|phd|ph\.d|md|m\.d|esq|dds|rn|mba|dr|prof|cfp|cpa|msc|bsc|ma|ba|rd|rdn|dpt|lcsw|mph|cfa)\.?$",
    re.IGNORECASE,
)
# Two or three capitalized words, and the words with which one of them means more than itself.
_PLAIN = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?: [A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+){1,2}\Z")
_NOT_PLAIN = (
    _NO_PERSON | _NO_FIRST | _STOPS | frozenset(f"{_VERBS}|{_LABELS}|mr|mrs|ms|mme|herr|frau".replace("|", " ").split())
)


class Signature(NamedTuple):
    """What signs a byline: a person, a desk or agency, or a word or two that may be either."""

    name: str
    kind: Literal["person", "desk", "word"]


class Signed(dict[str, tuple[Signature, ...]]):
    """Who signs in bylines, each read once: the same one stands in many places of a page. In Japanese a space stands
    inside of names."""

    def __init__(self, *, japanese: bool = False) -> None:
        self._japanese = japanese

    def __missing__(self, text: str) -> tuple[Signature, ...]:
        self[text] = tuple(dict.fromkeys(signatures(text, japanese=self._japanese)))
        return self[text]


def signatures(text: str, *, japanese: bool = False) -> Iterator[Signature]:
    """Who signs a byline: its people and desks; where there are none, the first word or two that can sign at all."""
    if _is_plain(name := text.removeprefix("By ")):
        yield Signature(name, "person")
        return
    rest: list[str] = []
    named = False
    for part in pieces(text, japanese=japanese):
        if person := _person(part):
            named = True
            yield Signature(person, "person")
        elif is_desk(part):
            named = True
            yield Signature(part, "desk")
        else:
            rest.append(part)
    if not named:
        yield from [Signature(part, "word") for part in rest[:1] if is_signature(part)]


def _person(part: str) -> str | None:
    """The name of a person in a part of a byline, without what stands behind it: a role, a desk, an agency."""
    if _is_plain(part) or is_person(part := _tidy(part)):
        return part
    words = part.split()
    if not 3 <= len(words) <= 12 or words[0].isupper():
        return None
    end = next((n for n, word in enumerate(words) if n > 1 and word.strip(".,;:|()").lower() in _ENDS), len(words))
    if len(words[-1]) > 2 and words[-1].isupper():
        end = min(end, next(n for n, word in enumerate(words) if word.isupper() and len(word) > 2))  # "Doe USA TODAY"
    name = " ".join(words[:end])
    return name if 2 <= end < len(words) and is_person(name) else None


def split_names(text: str) -> Iterator[str]:
    """The names of people in a byline, cleaned; desks and agencies are not among them (see `is_desk`).

    >>> list(split_names("By Jane Doe, Staff Writer and John Roe"))
    ['Jane Doe', 'John Roe']
    >>> list(split_names("Von Anna Berg, Max Muster und Lea Lang, Berlin"))
    ['Anna Berg', 'Max Muster', 'Lea Lang']
    >>> list(split_names("Byron Hale")), list(split_names("ByJane Doe"))
    (['Byron Hale'], ['Jane Doe'])
    """
    yield from [name for name, kind in signatures(text) if kind == "person"]


def _is_plain(text: str) -> bool:
    """Whether a text is a name without anything to be cleaned, as most bylines are: read so, it costs little."""
    return len(text) <= 48 and _PLAIN.match(text) is not None and _NOT_PLAIN.isdisjoint(text.lower().split(" "))


def pieces(text: str, *, japanese: bool = False) -> Iterator[str]:
    """The parts of a byline between its commas, conjunctions and line breaks, without noise; generational suffixes and
    degrees stay with nobody."""
    for raw in text[:_LONGEST].replace("\u00a0", " ").split("\n"):
        line = _without_noise(_without_label(raw))
        if not line.isascii():
            line = _REPORTER.sub("", line)
            line = line if japanese else _BETWEEN_CJK.sub("、", line)
        for part in _SPLIT.split(_before_dash(line)):
            part = _without_label(part).strip(" \t.:*'\"“”„-–—>«»()【】")
            if part and not _GENERATIONAL.match(part):
                yield " ".join(part.split())


def _without_label(text: str) -> str:
    """A text without the "By" or "Author:" that it begins with."""
    label = _BY.match(text)
    return text[label.end() :] if label else text


def _without_noise(line: str) -> str:
    """A line up to its first date, time or label, without addresses, handles and brackets."""
    if _DATED.search(line):
        line = _GLUED.sub(" ", line)
    if "(" in line or "[" in line:
        line = _BRACKETS.sub(" ", line)
    kept: list[str] = []
    word = ""
    for word in line.split():
        bare = word.strip(".,;|").lower()
        if bare in _STOPS or _has_digit(word):
            if kept:
                break
            continue
        if ":" in word or "：" in word:
            if kept:
                break
        elif "@" not in word and not bare.startswith(("http", "www.")):
            kept.append(word)
    if kept and _has_digit(word) and kept[-1].strip(".,").lower()[:3] in _MONTHS:
        kept.pop()  # the month of a date
    line = " ".join(kept)
    return _FOR.sub("", line) if " for " in line else line


def _before_dash(line: str) -> str:
    """Behind a dash stands the town or the role, unless what stands before it is no name."""
    first, *rest = _DASH.split(line, maxsplit=1)
    return first if rest and is_person(first.strip()) else line


def _tidy(name: str) -> str:
    name = _TITLE.sub("", name)
    if name.isupper() and name.isascii() and " " in name and len(name) > 6:
        name = " ".join(w.capitalize() if len(w) > 2 or w.lower() in _PARTICLES else w for w in name.split())
    return name


def is_person(name: str) -> bool:
    """Whether a text can be the name of one person: two to five capitalized words, none of them a role."""
    if len(name) > 48 or len(name) < 2 or _has_digit(name):
        return False
    if not _NO_PERSON.isdisjoint(_WORD.findall(name.lower())):
        return False
    if _CJK_NAME.match(name):
        return True
    words = name.split()
    if not 2 <= len(words) <= 5 or not all(map(_is_part, words)):
        return False
    return sum(w[0].isalpha() for w in words) >= 2 and words[0].lower() not in _NO_FIRST


def _has_digit(text: str) -> bool:
    return not text.replace(" ", "").isalpha() and any(c.isdigit() for c in text)


def _is_part(word: str) -> bool:
    """Whether a word can be part of a name: a capital, a particle, or a script without capitals."""
    first = word[0]
    return first.isupper() or not first.isalpha() or word.lower() in _PARTICLES or first.lower() == first.upper()


def is_desk(name: str) -> bool:
    """Whether a text can be the name of an agency, a desk or a site that signs in place of a person."""
    if name.split(" ", 1)[0].lower() in _NO_DESK_FIRST:
        return False
    return (
        1 < len(name) <= 60
        and not _DESKS.isdisjoint(_WORD.findall(name.lower()))
        and not any(c in name for c in "@/\n")
    )


def is_signature(name: str) -> bool:
    """Whether a text can sign at all: one to five words without an address, a number or a sentence in it; several words
    begin with a capital."""
    if " " in name and name[0].islower():
        return False
    return (
        1 < len(name) <= 40
        and len(name.split()) <= 5
        and not _NO_NAME.search(name)
        and name.lower() not in {"admin", "by", "author"}
    )
