"""Parties to events: of which country each of them is, and which part it plays there.

What the article itself says counts first: the words of the party ("senior Russian officials"), and what it says of the
person elsewhere ("Foreign Minister Sergey Lavrov" is Lavrov everywhere). Then a user's own file, then the lists and
dictionaries that ship. Rules, one word each (`Actor.rule`):

    role         the article says what the person is, or a noun says it ("police", "the rebels")
    nationality  a nationality ("Hungarian officials")
    country      the name of a country, or of a part of it ("Jordan", "Gaza")
    capital      a seat of government for the government ("Moscow said")
    body         a body that is known by its name ("the White House", "Hamas")
    own file     the user's file has it
    leader       a person whom the dictionary has, on this day
    dictionary   a place or body that the dictionary has
    unresolved   nothing of these; country and sector are not known

The rule is that of the country; where there is none, that of the sector.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile

from onrecord.reading.actors import dictionary
from onrecord.reading.actors.own import Own
from onrecord.reading.actors.tables import fold
from onrecord.reading.actors.terms import Look, Term, TermKind, Word, first_words_of, terms_of
from onrecord.reading.names import Named
from onrecord.reading.people import Known
from onrecord.reading.quotes import Range
from onrecord.values import Actor, Span

_OF = frozenset({"of", "for", "from", "in", "at"})
_AFTER = _OF | frozenset(
    """
    to against on with over by between among about after before during near who whom whose which that including
    """.split()
)
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their"})
_OFFICES = frozenset({"GOV", "LEG", "MIL", "JUD", "ELI", "PTY", "IGO"})
_GENITIVES = ("'s", "’s", "' ", "’ ")
_FIRM = frozenset({"OPP", "REB", "ELI"})
_OVER_BODIES = frozenset({"JRN", "CVL", "JUD", "REF", "REL"})
_RULES: dict[TermKind, str] = {
    "own": "own file",
    "part": "country",
    "name": "dictionary",
    "noun": "role",
    "person": "role",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is known of a party: country and sector, the rule that gave them, and the words that did."""

    country: str | None = None
    sector: str | None = None
    rule: str = "unresolved"
    where: Range | None = None

    def filled(self, other: Finding) -> Finding:
        """This, and the other where this knows nothing."""
        if self.sector in ("IGO", "NGO") and self.country is None:
            return self
        rule, where = (self.rule, self.where) if self.country else (other.rule, other.where)
        if other.country is None and self.sector:
            rule, where = self.rule, self.where
        return Finding(
            country=self.country or other.country, sector=self.sector or other.sector, rule=rule, where=where
        )


@dataclass(slots=True, kw_only=True)
class Cast:
    """An article's text with the names and entities that were read in it, as `people.entities` gives them; its day, and
    a user's own actors (`own.load`). What is found of an entity is kept, so that each is looked up once."""

    text: str
    names: Sequence[Named] = ()
    owners: Sequence[int] = ()
    known: Sequence[Known] = ()
    day: date | None = None
    own: Mapping[str, Own] = field(default_factory=dict)
    found: dict[int, Finding] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.starts = [name.start for name in self.names]

    @property
    def look(self) -> Look:
        """By what words are looked up."""
        return Look(own=self.own, day=self.day)

    def inside(self, where: Range) -> Iterator[int]:
        """The places of the names that lie in a range."""
        for at in range(bisect_left(self.starts, where[0]), bisect_left(self.starts, where[1])):
            if self.names[at].end <= where[1]:
                yield at


def parties(cast: Cast, where: Range, *, entity: int | None = None) -> list[Actor]:
    """The parties that some words of the article name, in their order; one at least.

    `entity` is the place in `cast.known` of whom the words mean, where the reader knows it ("he", "the minister").
    Several countries in one phrase are several parties: "Hungarian and Romanian officials".

    >>> text = "Hungarian and Romanian officials met."
    >>> [(actor.span.of(text), actor.code, actor.rule) for actor in parties(Cast(text=text), (0, 32))]
    [('Hungarian', 'HUNGOV', 'nationality'), ('Romanian officials', 'ROUGOV', 'nationality')]
    """
    words = first_words_of(cast.text, where)
    if entity is not None:
        return [_of_entity(cast, where, words, entity)]
    seen = (where[0], words[-1].end) if words else where
    terms = terms_of(cast.text, words, cast.look, list(_persons(cast, seen)))
    pieces = [_piece(cast, part, terms) for part in _split(cast.text, words, terms)]
    telling = [piece for piece in pieces if piece.terms or _is_name(piece)] or pieces[:1]
    if len(telling) < 2:
        return [_actor(cast, where, telling[0] if telling else _Piece(where=where))]
    return _merged([_actor(cast, piece.where, piece) for piece in _shared(cast, telling)])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """One party of a phrase: its words, its terms, and what they say."""

    where: Range
    words: Sequence[Word] = ()
    terms: Sequence[Term] = ()
    finding: Finding = Finding()


def _of_entity(cast: Cast, where: Range, words: Sequence[Word], entity: int) -> Actor:
    """The one party whom the reader knows; its own words count first."""
    terms = terms_of(cast.text, words, cast.look, list(_persons(cast, where)))
    said = _said(words, [term for term in terms if term.kind != "person"])
    return _named(cast, where, said.filled(_entity(cast, entity)), entity)


def _persons(cast: Cast, where: Range) -> Iterator[Term]:
    for at in cast.inside(where):
        name = cast.names[at]
        if name.kind == "person":
            yield Term(start=name.start, end=name.end, kind="person", entity=cast.owners[at])


# --- parting ------------------------------------------------------------------------------------------------------


def _split(text: str, words: Sequence[Word], terms: Sequence[Term]) -> list[list[Word]]:
    """The words of each party: parted at "and" and at the commas of a list, never inside of a name."""
    ends = [term.end for term in terms]
    joints = [at for at, word in enumerate(words) if word.key in ("and", "&") and not _covered(word, terms, ends)]
    parts: list[list[Word]] = [[]]
    for at, word in enumerate(words):
        if at in joints[:12] and parts[-1]:
            parts.append([])
            continue
        comma = at > 0 and at - 1 not in joints and "," in text[words[at - 1].end : word.start]
        if comma and parts[-1] and joints and at <= joints[-1] and not _covered(word, terms, ends):
            parts.append([])
        parts[-1].append(word)
    return _without_appositions([part for part in parts if part])


def _covered(word: Word, terms: Sequence[Term], ends: Sequence[int]) -> bool:
    """Whether a term goes on through a word."""
    at = bisect_left(ends, word.end)
    return at < len(terms) and terms[at].start < word.start


def _without_appositions(parts: Sequence[list[Word]]) -> list[list[Word]]:
    """ "Sergey Lavrov, the foreign minister, and Mike Pompeo": the second of three is no party of its own."""
    found: list[list[Word]] = []
    for at, part in enumerate(parts):
        if found and at < len(parts) - 1 and part[0].key in _DETERMINERS and found[-1][-1].text[:1].isupper():
            found[-1] = [*found[-1], *part]
        else:
            found.append(part)
    return found


def _piece(cast: Cast, words: Sequence[Word], terms: Sequence[Term]) -> _Piece:
    where = words[0].start, words[-1].end
    low = bisect_left([term.start for term in terms], where[0])
    own = [term for term in terms[low:] if term.end <= where[1]]
    return _Piece(where=_trimmed(words), words=words, terms=own, finding=_told(cast, words, own))


def _is_name(piece: _Piece) -> bool:
    """Whether a piece is in capitals, a name that nothing here knows."""
    return all(word.text[:1].isupper() and len(word.key) > 1 for word in piece.words)


def _trimmed(words: Sequence[Word]) -> Range:
    last = words[-1]
    ending = next((len(end) for end in ("'s", "’s") if last.text.endswith(end)), 0)
    return words[0].start, last.end - ending


def _shared(cast: Cast, pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """What stands once for several: the noun of "Hungarian and Romanian officials", the country of "Turkish troops and
    police"."""
    last = pieces[-1].finding
    first = pieces[0].finding
    for piece in pieces:
        finding, terms = piece.finding, piece.terms
        adjective = (
            bool(terms) and terms[-1].kind == "nationality" and not terms[-1].plural and terms[-1].end == piece.where[1]
        )
        if piece is not pieces[-1] and adjective and finding.sector is None and last.country:
            yield replace(piece, finding=replace(finding, sector=last.sector))
        elif piece is not pieces[0] and _is_bare(piece) and first.country and finding.country is None:
            country = Finding(country=first.country, rule=first.rule, where=first.where)
            yield replace(piece, finding=country.filled(finding))
        else:
            yield piece


def _is_bare(piece: _Piece) -> bool:
    """Whether a piece is nothing but nouns, without an article: "and police"."""
    return (
        piece.words[0].key not in _DETERMINERS
        and bool(piece.terms)
        and all(term.kind == "noun" for term in piece.terms)
    )


def _merged(actors: Sequence[Actor]) -> list[Actor]:
    """Parties that differ in nothing that is known are one: "Israeli soldiers and tanks"."""
    found: list[Actor] = []
    for actor in actors:
        same = found and found[-1].entity is None and actor.entity is None and actor.code
        if same and found[-1].code == actor.code and actor.country:
            span = Span(start=found[-1].span.start, end=actor.span.end)
            found[-1] = Actor(
                span=span, country=actor.country, sector=actor.sector, rule=found[-1].rule, where=found[-1].where
            )
        else:
            found.append(actor)
    return found


# --- weighing -----------------------------------------------------------------------------------------------------


def _told(cast: Cast, words: Sequence[Word], terms: Sequence[Term]) -> Finding:
    """What the words of a party say of it, and what is known of whom they name."""
    finding = _said(words, terms)
    persons = [term.entity for term in _head(words, terms)[0] if term.entity is not None]
    for entity in persons[::-1]:
        finding = finding.filled(_entity(cast, entity))
    return finding if finding.country or persons else finding.filled(_leader(cast, words, terms))


def _said(words: Sequence[Word], terms: Sequence[Term]) -> Finding:
    """What the words alone say."""
    head, tail = _head(words, terms)
    sector = _sector(head, tail)
    country = _country(head, tail)
    telling = country or sector
    if telling is None:
        return Finding()
    return Finding(
        country=country.country if country else None,
        sector=sector.sector if sector else None,
        rule=_RULES.get(telling.kind, telling.kind),
        where=telling.range,
    )


def _head(words: Sequence[Word], terms: Sequence[Term]) -> tuple[Sequence[Term], Sequence[Term]]:
    """The terms up to the first "of", "to" or "who", and those between "of" and what follows."""
    ends = [term.end for term in terms]
    links = [word for word in words if word.key in _AFTER and not _covered(word, terms, ends)]
    if links and links[0] is words[0]:
        links = links[1:]
    if not links:
        return terms, ()
    head = [term for term in terms if term.start < links[0].start]
    if links[0].key not in _OF:
        return head, ()
    stop = next((link.start for link in links if link.key not in _OF), words[-1].end)
    return head, [term for term in terms if links[0].start <= term.start < stop]


def _sector(head: Sequence[Term], tail: Sequence[Term]) -> Term | None:
    """The term that says which part a party plays."""
    nouns = [term for term in head if term.kind == "noun" and not term.weak]
    bodies = [term for term in head if term.kind in ("body", "own", "name") and term.sector]
    firm = [term for term in nouns if term.sector in _FIRM]
    if firm:
        return firm[0]
    if bodies and not (nouns and nouns[-1].start > bodies[-1].start and _outweighs(nouns[-1], bodies[-1])):
        return bodies[-1]
    if nouns:
        return nouns[-1]
    return _weak(head, tail)


def _outweighs(noun: Term, body: Term) -> bool:
    """Whether a noun after a body says more than the body: "White House correspondents", "Republican senators"."""
    return noun.sector in _OVER_BODIES or body.sector == "PTY"


def _weak(head: Sequence[Term], tail: Sequence[Term]) -> Term | None:
    """Where no word of the head says it: what follows "of", what a noun such as "officials" says for want of more, and
    a seat of government."""
    weak = [term for term in head if term.kind == "noun"]
    after = [term for term in tail if term.sector and not term.weak]
    if after and (weak or not head):
        return after[0]
    named = [term for term in weak if term.sector]
    if named:
        return named[-1]
    capitals = [term for term in head if term.kind == "capital"]
    if capitals and not weak and capitals[-1] is head[-1]:
        return replace(capitals[-1], sector="GOV")
    speaking = [term for term in weak if term.official]
    return replace(speaking[-1], sector="GOV") if speaking and any(term.country for term in head) else None


def _country(head: Sequence[Term], tail: Sequence[Term]) -> Term | None:
    """The term that says of which country a party is: the first before its noun, else the first after "of"."""
    for term in head:
        if term.country and term.kind != "person":
            return term
        if term.kind == "body" and term.sector == "IGO":
            return None
    return next((term for term in tail if term.country), None)


def _leader(cast: Cast, words: Sequence[Word], terms: Sequence[Term]) -> Finding:
    """A person by name, where nobody said that it is one: up to four words in capitals at the end, after a title."""
    titles = [term for term in terms if term.kind != "name"]
    since = titles[-1].end if titles else words[0].start
    named = list(takewhile(lambda word: word.text[:1].isupper() and word.start >= since, reversed(words)))[::-1]
    if not 1 <= len(named) <= 4 or (len(named) < len(words) and not titles):
        return Finding()
    where = named[0].start, named[-1].end
    if len(named) > 1:
        return _found(dictionary.person([word.text for word in named], cast.day), where)
    if not titles or titles[-1].kind != "noun":
        return Finding()
    office = fold(cast.text[titles[-1].start : titles[-1].end])
    return _found(dictionary.bearer(office, named[0].key, cast.day), where)


def _found(entry: dictionary.Entry | None, where: Range) -> Finding:
    """What the dictionary says of a person."""
    if entry is None:
        return Finding()
    return Finding(country=entry.country, sector=entry.sector, rule="leader", where=where)


# --- entities -----------------------------------------------------------------------------------------------------


def _entity(cast: Cast, place: int) -> Finding:
    """What is known of an entity of the article: what the article says of it, the user's file, the dictionary."""
    if place not in cast.found:
        cast.found[place] = Finding()  # a role may name its own bearer
        known = cast.known[place]
        cast.found[place] = _person(cast, known) if known.kind == "person" else _thing(cast, known)
    return cast.found[place]


def _thing(cast: Cast, known: Known) -> Finding:
    words = first_words_of(cast.text, (known.fullest.start, known.fullest.end))
    return _told(cast, words, terms_of(cast.text, words, cast.look)) if words else Finding()


def _person(cast: Cast, known: Known) -> Finding:
    finding = _told_of(cast, known)
    own = next((cast.own[key] for key in _folded(known) if key in cast.own), None)
    if own is not None:
        where = known.fullest.start, known.fullest.end
        finding = finding.filled(Finding(country=own.country, sector=own.sector, rule="own file", where=where))
    if finding.country is None or finding.sector is None:
        where = known.fullest.start, known.fullest.end
        entry = _found(_entered(known, cast.day), where)
        finding = finding.filled(entry) if _agree(finding.sector, entry.sector) else finding
    return finding


def _told_of(cast: Cast, known: Known) -> Finding:
    """What role and affiliation say: "North Korean", "Foreign Minister"."""
    parts = sorted({part for part in (known.affiliation, known.role) if part is not None and _is_of(cast, known, part)})
    words = [word for part in parts for word in first_words_of(cast.text, part)]
    if not words:
        return Finding()
    others = [one for part in parts for one in _persons(cast, part)]
    found = _told(cast, words, terms_of(cast.text, words, cast.look, others))
    return replace(found, rule="role") if found.rule != "unresolved" else found


def _is_of(cast: Cast, known: Known, part: Range) -> bool:
    """Whether a role is this person's: no other is named from it to the name, but as its owner ("Roe's lawyer Ri")."""
    nearest = min(known.names, key=lambda name: abs(name.start - part[1]), default=known.fullest)
    others = [cast.names[at] for at in cast.inside((part[0], nearest.start))]
    return all(other.kind != "person" or cast.text.startswith(_GENITIVES, other.end) for other in others)


def _agree(said: str | None, entered: str | None) -> bool:
    """Whether one of whom the article says this may be the person whom the dictionary has: a journalist is no minister
    who bears the same name."""
    return said is None or entered is None or said == entered or {said, entered} <= _OFFICES


def _entered(known: Known, day: date | None) -> dictionary.Entry | None:
    """What the dictionary says of a person: by the full name, or by a surname that it has alone."""
    words = known.fullest.words
    return dictionary.person(words, day) if len(words) > 1 else dictionary.named(fold(" ".join(words)), day)


def _folded(known: Known) -> Iterator[str]:
    yield fold(" ".join(known.fullest.words))
    for name in known.names:
        yield fold(" ".join(name.words))


# --- values -------------------------------------------------------------------------------------------------------


def _actor(cast: Cast, where: Range, piece: _Piece) -> Actor:
    """The party of a piece: with the entity that it names, unless it names only whose its noun is."""
    names = [cast.names[at] for at in cast.inside(piece.where)]
    persons = [name for name in names if name.kind == "person"]
    stop = cast.text.find(",", persons[0].end, piece.where[1]) if persons else -1
    before = [at for at in cast.inside(piece.where) if stop < 0 or cast.names[at].start < stop]
    chosen = [at for at in before if not persons or cast.names[at].kind == "person"]
    entity = cast.owners[chosen[-1]] if persons else cast.owners[chosen[0]] if chosen else None
    if entity is not None and _belongs(cast, piece, entity):
        entity = None
    return _named(cast, where, piece.finding, entity)


def _belongs(cast: Cast, piece: _Piece, entity: int) -> bool:
    """Whether what a piece names only says whose its noun is, or where: "Lavrov's office", "a State Department
    official", "police in Minsk"."""
    last = next((term for term in reversed(piece.terms) if term.kind == "noun"), None)
    names = [cast.names[at] for at in cast.inside(piece.where) if cast.owners[at] == entity]
    if last is None or not names:
        return False
    if last.start >= names[-1].end:
        return "," not in cast.text[names[-1].end : last.start]
    behind = [word for word in piece.words[1:] if word.key in _AFTER and word.end < names[0].start]
    noun = next(term for term in piece.terms if term.kind == "noun")
    return bool(behind) and noun.start < behind[0].start and "," not in cast.text[noun.end : names[0].start]


def _named(cast: Cast, where: Range, finding: Finding, entity: int | None) -> Actor:
    known = None if entity is None else cast.known[entity]
    name = None if known is None else cast.text[known.fullest.start : known.fullest.end]
    return Actor(
        span=_span(where),
        name=name,
        entity=entity,
        role=_span(known.role) if known is not None and known.role else None,
        country=finding.country,
        sector=finding.sector,
        rule=finding.rule,
        where=None if finding.where is None else _span(finding.where),
    )


def _span(where: Range) -> Span:
    return Span(start=where[0], end=where[1])
