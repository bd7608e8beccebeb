"""Who speaks: the source of each statement, resolved to a person or body that the text names.

One rule decides, the first that can: a pronoun that points back to somebody named; a name at the head of the source; an
office or campaign of a named one; a role or a kind of body that points back; else people are not named, or nobody
speaks (a poll, a report).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from onrecord.reading.antecedents import (
    FAR,
    POSSESSIVE,
    PREPOSITION,
    Course,
    Label,
    Scene,
    antecedent,
    may_be,
    remember,
    with_role,
)
from onrecord.reading.heads import AFTER_HEAD, WORD, head_of, is_negated, without_clause, words_of_role
from onrecord.reading.labels import is_letter
from onrecord.reading.lexicon import (
    BODIES,
    CROWDS,
    DOCUMENTS,
    FIRST_PERSON,
    GENDERED,
    GROUPS,
    OFFICES,
    RELATIVE,
    ROLES,
    Gender,
    is_body,
    is_person,
    looks_like_people,
)
from onrecord.reading.names import Named, plain
from onrecord.reading.people import Known
from onrecord.reading.quotes import Range
from onrecord.values import Mention, MentionForm, Span, Speaker

PRONOUNS: dict[str, Gender] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
_ALL = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_PLURAL = frozenset("they them their".split())
_THING = frozenset("it its".split())
_OPEN = frozenset("a an another few many most one other others several some three two".split())
_SMALL = _OPEN | frozenset("the this that these new recent latest his her its their my our".split())
_UNNAMED_FIRST = CROWDS | {"those", "one"}
_APPOSED = re.compile(r"(?:['’]s [\w ]{1,30})?(?:\s?\([^()]{1,40}\))?(?:,[^.;\n]{0,100})?[,\s—–-]*(?:and\s)?")
_OBJECT = re.compile(r"\b(?!(?i:the|an?|its|his|her|their|our)\s)\w+\s[a-z]+ing\s(?:the\s)?$")
""" "A man accused of killing John Lennon"; but "the ruling Labour Party"."""
_JOINED = re.compile(r",?\sand\s(?:[A-Z][a-z]+\.\s)?")
_BY = re.compile(r"\b(?:by|from|of)\s+(?:the\s+|an?\s+)?(?:[A-Z][\w.'’-]*\s+){0,6}$")
_OFFICE = re.compile(r"(?:['’]s?)?\s+(?:[\w’'.-]+\s+){0,2}?([\w-]+)\b")
_EXPLETIVE = re.compile(r"\s(?:is|was|may|might|would|will|could|seems?|seemed|appears?|turns?|takes?|took)\b")
_AROUND = 200
"""So many characters around a name are looked at."""
_FAR_BACK = 1000
"""So many characters back two persons may stand whom "the senators" are."""


def speakers(scene: Scene) -> tuple[list[Speaker | None], list[Mention]]:
    """The speaker of each source, None where there is no source, and the mentions of entities in order of place."""
    sources = {span: None for span in scene.sources if span is not None}
    source_starts = {start for start, _ in sources}
    course = Course.of(scene)
    found: dict[Range, Speaker] = {}
    for place, name in _events(scene, sources):
        if name is not None:
            remember(course, place, scene.owners[name], form="name")
        elif place in sources:
            found[place] = speaker = _resolved(course, place)
            course.spoken.append((place[0], speaker))
        elif not course.in_quote(place[0]) and place[0] not in source_starts:
            entity = antecedent(course, place[0], PRONOUNS[scene.text[slice(*place)].lower()])
            if entity is not None:
                remember(course, place, entity, form="pronoun")
    mentions = sorted(course.mentions, key=lambda mention: (mention.span.start, mention.span.end))
    return [None if span is None else found[span] for span in scene.sources], mentions


def _events(scene: Scene, sources: dict[Range, None]) -> Iterator[tuple[Range, int | None]]:
    """Names (with their numbers), sources and pronouns in order; a source comes after the names in it."""
    events: list[tuple[int, int, Range, int | None]] = [
        (name.start, 0, (name.start, name.end), at) for at, name in enumerate(scene.names)
    ]
    events += [(end, 2, (start, end), None) for start, end in sources]
    for paragraph in scene.paragraphs:
        spans = (match.span() for match in _ALL.finditer(scene.text, *paragraph))
        events += [(span[0], 1, span, None) for span in spans if span not in sources]
    for _, _, place, name in sorted(events, key=lambda event: event[:2]):
        yield place, name


def _resolved(course: Course, source: Range) -> Speaker:
    """The speaker of a source, by the first rule that gives one."""
    words = [word.lower() for word in WORD.findall(course.scene.text, *source)]
    if not words:
        return Speaker(name=None, rule="none")
    if len(words) == 1 and (single := _pronoun(course, source, words[0])) is not None:
        return single
    if is_negated(words):
        return Speaker(name=None, rule="none")
    source, words = without_clause(course.scene.text, source, words)
    for rule in (_by_name, _by_office, _by_group, _by_role, _by_capitals):
        speaker = rule(course, source, words)
        if speaker is not None:
            return speaker
    return _unnamed(course, source, words)


def _pointing(course: Course, source: Range, entity: int, *, rule: str) -> Speaker:
    """The speaker that words which are no name point to."""
    form: MentionForm = "role" if rule == "role" else "pronoun"
    remember(course, source, entity, form=form)
    return _speaker(course, entity, rule=rule)


def _speaker(course: Course, entity: int, *, rule: str, where: Range | None = None) -> Speaker:
    known = course.scene.known[entity]
    return Speaker(
        name=name_of(course.scene.text, known),
        entity=entity,
        role=_span(known.role),
        affiliation=_span(known.affiliation),
        rule=rule,
        where=_span(where or (known.fullest.start, known.fullest.end)),
    )


def name_of(text: str, known: Known) -> str:
    """An entity's name in its fullest form, on one line."""
    return " ".join(text[known.fullest.start : known.fullest.end].split())


def _span(place: Range | None) -> Span | None:
    return None if place is None else Span(start=place[0], end=place[1])


# --- pronouns -----------------------------------------------------------------------------------------------------


def _pronoun(course: Course, source: Range, word: str) -> Speaker | None:
    """The speaker of a source of one word, if that is a pronoun."""
    if word in PRONOUNS:
        entity = antecedent(course, source[0], PRONOUNS[word])
        return (
            Speaker(name=None, rule="pronoun") if entity is None else _pointing(course, source, entity, rule="pronoun")
        )
    if word in RELATIVE:
        return _relative(course, source)
    if word in _PLURAL:
        return _last(course, source, plural=True)
    if word in _THING:
        if _EXPLETIVE.match(course.scene.text, source[1]):
            return Speaker(name=None, rule="none")
        return _last(course, source, plural=False)
    if word in FIRST_PERSON:
        return _first_person(course, source)
    return None


def _relative(course: Course, source: Range) -> Speaker:
    """ "Ms. Roe, who said": the name right before, an apposition or a comma between them."""
    text = course.scene.text
    at = next(course.before(source[0]), None)
    if at is not None:
        name = course.scene.names[at]
        if source[0] - name.end <= _AROUND and _APPOSED.fullmatch(text, name.end, source[0]):
            return _pointing(course, source, course.scene.owners[at], rule="relative")
    before = [word.lower() for word in WORD.findall(text[max(0, source[0] - 80) : source[0]])[-6:]]
    return Speaker(name=None, anonymous=any(is_person(word) or word in CROWDS for word in before), rule="relative")


def _last(course: Course, source: Range, *, plural: bool) -> Speaker:
    """ "They", "it": the last body or group that spoke, or that was named in this sentence or the one before."""
    sentence = course.sentence(source[0])
    for place, speaker in reversed(course.spoken[-4:]):
        person = speaker.entity is not None and course.scene.known[speaker.entity].kind == "person"
        body = speaker.name is not None and not person and (plural or speaker.entity is not None)
        if sentence - course.sentence(place) <= 3 and (body or (plural and speaker.anonymous)):
            return _repeated(course, source, speaker, rule="pronoun")
    wanted = {"organization", "group"} if plural else {"organization"}
    for at in course.before(source[0]):
        name = course.scene.names[at]
        if sentence - course.sentence(name.start) > 1:
            break
        if name.kind in wanted:
            return _pointing(course, source, course.scene.owners[at], rule="pronoun")
    return Speaker(name=None, rule="pronoun")


def _repeated(course: Course, source: Range, speaker: Speaker, *, rule: str) -> Speaker:
    """Somebody who spoke before speaks again."""
    if speaker.entity is not None and speaker.rule != "office":
        return _pointing(course, source, speaker.entity, rule=rule)
    return msgspec.structs.replace(speaker, rule=rule)


def _first_person(course: Course, source: Range) -> Speaker:
    """ "I": who wrote the article, where that is one person and it stands neither in a quote nor in an interview."""
    if course.in_quote(source[0]):
        return Speaker(name=None, rule="pronoun")
    label = course.label(source[0])
    if label is not None and (labelled := _labelled(course, source, label)) is not None:
        return labelled
    authors = course.scene.authors
    return Speaker(name=authors[0] if len(authors) == 1 else None, rule="author")


def _labelled(course: Course, source: Range, label: Label) -> Speaker | None:
    """ "I" in a paragraph that opens with "Jane Doe:" or "A:", or goes on after it: whom the label names, never the
    author. What another label opens ("Update:"), or the only one of a text, ends with its paragraph."""
    if source[0] >= label.paragraph_end and len(course.labels) < 2:
        return None
    inside = [at for at in course.inside((label.start, label.end)) if course.scene.names[at].kind == "person"]
    if inside:
        return _pointing(course, source, course.scene.owners[inside[0]], rule="pronoun")
    if source[0] < label.paragraph_end or is_letter(course.scene.text, label.start, label.end):
        return Speaker(name=None, rule="pronoun")
    return None


# --- names --------------------------------------------------------------------------------------------------------


def _by_name(course: Course, source: Range, words: Sequence[str]) -> Speaker | None:
    """A name that is the head of the source or stands in apposition to it; persons before bodies."""
    inside = list(course.inside(source))
    document = next((word for word in words if word not in _SMALL), "") in DOCUMENTS
    for person in (True, False):
        for at in inside:
            name = course.scene.names[at]
            if (name.kind == "person") == person and _is_head(course, source, name, document=document):
                rule = "document" if document else "name"
                return _speaker(course, course.scene.owners[at], rule=rule, where=(name.start, name.end))
    return None


def _is_head(course: Course, source: Range, name: Named, *, document: bool) -> bool:
    text = course.scene.text
    before = text[max(source[0], name.start - _AROUND) : name.start]
    after = text[name.end : min(source[1], name.end + _AROUND)]
    possessive = POSSESSIVE.match(after)
    if possessive and WORD.search(after, possessive.end()):
        return False
    if _OBJECT.search(before) or (PREPOSITION.search(before) and not (document and _BY.search(before))):
        return False
    if re.match(r"[\s-]", after):
        for word in (plain(word) for word in WORD.findall(after.partition(",")[0])[:3]):
            if word in AFTER_HEAD or word in {"and", "or"}:
                break
            if is_person(word) or word in DOCUMENTS or word in CROWDS:
                return False
            if word in BODIES or word in OFFICES:
                return name.kind != "person"
    nearest = WORD.findall(before.lower())[-1:]
    return not (name.kind == "group" and nearest and nearest[0] in _OPEN)


def _by_office(course: Course, source: Range, _words: Sequence[str]) -> Speaker | None:
    """ "Lavrov's office", "the Trump campaign": the body by these words, the entity whose it is."""
    text = course.scene.text
    for at in course.inside(source):
        name = course.scene.names[at]
        before = text[max(source[0], name.start - _AROUND) : name.start]
        after = _OFFICE.match(text, name.end, min(source[1], name.end + _AROUND))
        if not after or plain(after[1]) not in OFFICES or is_person(plain(after[1])):
            continue
        if PREPOSITION.search(before) and not _BY.search(before):
            continue
        where = (name.start, after.end(1))
        words = " ".join(text[slice(*where)].split())
        return Speaker(name=words, entity=course.scene.owners[at], rule="office", where=_span(where))
    return None


def _by_group(course: Course, source: Range, words: Sequence[str]) -> Speaker | None:
    """ "Republicans", "the Democrats": a group that has a name is not anonymous; "many Republicans" are."""
    group = re.compile(r"(?:[Tt]he\s+)?([A-Z][a-z]+)[\s,]*").fullmatch(course.scene.text, *source)
    if group is None or words[-1] not in GROUPS:
        return None
    return Speaker(name=group[1], rule="name", where=_span(group.span(1)))


def _by_capitals(course: Course, source: Range, _words: Sequence[str]) -> Speaker | None:
    """ "The Post", "Gazette: Why?": capitals throughout, or a label, where the model saw no name."""
    label = course.label(source[0])
    if label is not None and source[0] == label.start and course.scene.text[label.end] == ":":
        where, last = (label.start, label.end), plain(_words[-1])
        if not (is_person(last) or last in DOCUMENTS or last in BODIES):
            return Speaker(name=" ".join(course.scene.text[slice(*where)].split()), rule="name", where=_span(where))
    words = list(
        re.finditer(r"\S+", course.scene.text[source[0] : min(source[1], source[0] + _AROUND)].partition(",")[0])
    )
    if not 2 <= len(words) <= 6 or words[0][0].lower() != "the":
        return None
    if not all(word[0][0].isupper() for word in words[1:]) or is_person(plain(words[-1][0])):
        return None
    start, end = source[0] + words[1].start(), source[0] + words[-1].end()
    end -= len(words[-1][0]) - len(words[-1][0].removesuffix("’s").removesuffix("'s"))
    return Speaker(name=" ".join(course.scene.text[start:end].split()), rule="name", where=_span((start, end)))


# --- roles, and those without a name ------------------------------------------------------------------------------


def _by_role(course: Course, source: Range, words: Sequence[str]) -> Speaker | None:
    """ "The minister", "the Russian leader", "the committee": whoever was named with this role, or the last of whom it
    can be said; where people with this role spoke without a name, they speak again."""
    head = head_of(words)
    if words[0] not in {"the", "this", "that"} and not (len(words) == 1 and head == "president"):
        return None
    inside = [course.scene.names[at] for at in course.inside(source)]
    if head in BODIES and not inside:
        return _body(course, source, head)
    if head not in ROLES or any(name.kind in {"person", "organization"} for name in inside):
        return _again(course, source, words, head) if is_person(head) and not inside else None
    of_what = {plain(word) for name in inside for word in name.words}
    entity = with_role(course, source[0], head, of_what)
    if entity is None and (again := _again(course, source, words, head)) is not None and again.anonymous:
        return again
    if entity is None:
        entity = antecedent(course, source[0], GENDERED.get(head), within=2)
    bare = len(words) == 2  # "the Vermont senator", "the retired surgeon" say more of somebody who is known already
    if entity is None or (bare and not may_be(course.scene.known[entity], head)):
        return None
    return _pointing(course, source, entity, rule="role")


def _again(course: Course, source: Range, words: Sequence[str], head: str) -> Speaker | None:
    """ "The officials": those who spoke before without a name; or those with that role whom the text has named."""
    for _, speaker in reversed(course.spoken[-6:]):
        role = speaker.role.of(course.scene.text).lower() if speaker.role else ""
        if speaker.anonymous and role.rstrip("s") == head.rstrip("s"):
            return _repeated(course, source, speaker, rule="role")
    if not head.endswith("s") or words[-1] != head:
        return None
    return Speaker(name=None, rule="role") if _are_named(course, source, head.removesuffix("s")) else None


def _are_named(course: Course, source: Range, role: str) -> bool:
    """Whether several with a role are somebody whom the text names: one with that role, or two that the paragraph names
    together ("Mr. Roe and Ms. Doe spoke of what the senators said was a waste")."""
    known, names, owners = course.scene.known, course.scene.names, course.scene.owners
    if any(role in known[seen.entity].roles for seen in course.seen[-FAR:]):
        return True
    for second, first in pairwise(course.before(source[0])):
        since = names[first].end
        if source[0] - since > _FAR_BACK or "\n" in course.scene.text[since : source[0]]:
            return False
        both = [known[owners[at]] for at in (first, second)]
        joined = _JOINED.fullmatch(course.scene.text, names[first].end, names[second].start)
        if joined and all(one.kind == "person" and may_be(one, role) for one in both):
            return True
    return False


def _body(course: Course, source: Range, head: str) -> Speaker:
    """The body last named with this noun, else the last organization of the sentences right before."""
    for _, speaker in reversed(course.spoken[-8:]):
        if speaker.name and speaker.name.lower().endswith(head):
            return _repeated(course, source, speaker, rule="role")
    sentence = course.sentence(source[0])
    for wanted in (head, ""):
        for at in course.before(source[0]):
            name = course.scene.names[at]
            near = bool(wanted) or sentence - course.sentence(name.start) <= 2
            if name.kind == "organization" and near and (not wanted or name.words[-1].lower() == wanted):
                return _pointing(course, source, course.scene.owners[at], rule="role")
    return Speaker(name=None, rule="body")


def _unnamed(course: Course, source: Range, words: Sequence[str]) -> Speaker:
    """People or bodies whom the text does not name, with what it says of them; or a document, a body: nobody."""
    head = head_of(words)
    first = next(course.inside(source), None)
    inside = None if first is None else course.scene.names[first]
    affiliation = None if inside is None else Span(start=inside.start, end=inside.end)
    if head in DOCUMENTS:
        return Speaker(name=None, affiliation=affiliation, rule="document")
    people = is_person(head) or head in CROWDS or looks_like_people(head)
    if people or words[0] in _UNNAMED_FIRST or (inside and words[0] in _OPEN):
        role = _span(words_of_role(course.scene.text, source, head))
        return Speaker(name=None, role=role, affiliation=affiliation, anonymous=True, rule="unnamed")
    several = is_body(head) and head not in BODIES and words[0] not in {"the", "these", "those", "both"}
    rule = "unnamed" if several else "body" if is_body(head) else "none"
    return Speaker(name=None, affiliation=affiliation, anonymous=several, rule=rule)
