"""Who does it, and to whom: the words that are the parties of what a word names, off its roles and its tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.reading.events.trees import Trees
from onrecord.reading.lexicon import RELATIVE

Parties = tuple[list[int], list[int]]

_SUBJECTS = ("nsubj", "nsubj:pass", "csubj")
_TO_WHOM = frozenset("with against at to on upon towards toward from over of for into in near between among".split())
_BY_WHOM = frozenset({"by", "between", "of", "from", "among"})
_INSIDE = frozenset(
    "nmod nmod:poss amod compound obl obl:agent nsubj nsubj:pass obj appos acl flat xcomp ccomp iobj advcl".split()
)
_NOT_OF_NAME = frozenset(
    "acl:relcl acl advcl cc conj appos parataxis punct case obl advmod ccomp xcomp cop mark".split()
)
_LIGHT = frozenset("obj nsubj nsubj:pass xcomp nmod obl conj ccomp advcl acl".split())
_MOST = 4
"""So many parties of one kind, and so many words of a noun, are looked at."""
_DEPTH = 3
_FAR = 40
_NEAR = 12
_RIGHT_BEFORE = 4
_BE = frozenset("was were been is are be being am get got gets getting s".split())
_ENDS = frozenset(
    ', . ; : ? ! ( ) — – “ ” " and but or that who which when where while after before because if as'.split()
)
_THEY = frozenset({"it", "they"})
_BESIDE = frozenset({"nmod:poss", "obl", "nmod", "amod", "det"})
_CLAUSES = frozenset("root ccomp xcomp advcl acl acl:relcl parataxis csubj".split())
_AUXILIARY = frozenset("has have had will would may might could also not never again then later".split())
_WHOSE = frozenset("his her its their our my your".split())
_ASIDE = frozenset("in near into over".split())


@dataclass(frozen=True, kw_only=True, eq=False)
class Grammar:
    """A text's words in lower case, the number of each one's sentence, its trees, and which words may be a party."""

    words: list[str]
    sentences: Sequence[int]
    trees: Trees
    is_party: Callable[[int], bool]


def parties_of(grammar: Grammar, trigger: int) -> Parties:
    """The words that head the actors and the recipients of what a word names."""
    passive = _is_passive(grammar, trigger)
    doers = _doers(grammar, trigger)
    before = list(_right_before(grammar, trigger)) if passive or _is_verb(grammar.trees, trigger) else []
    if passive:
        doers = [word for word in doers if word > trigger or _case(grammar, word) == "by"]
    elif _is_verb(grammar.trees, trigger):
        doers = before or [word for word in doers if word < trigger]
    actors = _members(grammar, [_meant(grammar, trigger, word) for word in doers])
    given = [word for word in (*(before if passive else ()), *_others(grammar, trigger)) if word not in actors]
    recipients = [word for word in _members(grammar, given) if grammar.is_party(word)]
    inside = [word for one in given for word in _within(grammar, one)]
    recipients = [word for word in (recipients or _members(grammar, inside)) if word not in actors]
    if not passive:
        near = _members(grammar, list(_after(grammar, trigger, actors, led=bool(recipients))))
        recipients = [*near, *(word for word in recipients if not near or _is_object(grammar, trigger, word))]
    actors = [word for word in actors if grammar.is_party(word)] or [
        word for one in actors for word in _within(grammar, one) if word not in recipients
    ]
    if not actors and not passive:
        actors = list(_before(grammar, trigger, recipients))
    return _unique(actors)[:_MOST], _unique(recipients)[:_MOST]


def phrase(trees: Trees, head: int, trigger: int | None = None) -> tuple[int, int]:
    """The words [first, last + 1) of a noun without its clauses, without what is joined or apposed to it, and without
    the trigger of which it is a party."""
    inside = {head}
    held = [child for child in trees.children[head] if trees.labels[child] not in _NOT_OF_NAME]
    while held:
        at = held.pop()
        if at != trigger:
            inside.add(at)
            held += [child for child in trees.children[at] if trees.labels[child] != "acl:relcl"]
    low = high = head
    while low - 1 in inside:
        low -= 1
    while high + 1 in inside:
        high += 1
    return low, high + 1


def _is_passive(grammar: Grammar, at: int) -> bool:
    """Whether a verb is in the passive: with a form of "be", or a participle behind its noun."""
    trees, words = grammar.trees, grammar.words
    if words[at].endswith("ing"):
        return False
    if any(words[child] in _BE for child in trees.under(at, "aux", "aux:pass")):
        return True
    if trees.heads[at] > at or any(True for _ in trees.under(at, "obj")):
        return False
    return trees.labels[at] == "acl" and words[at].endswith(("ed", "en", "wn"))


def _right_before(grammar: Grammar, trigger: int) -> Iterator[int]:
    """The party that stands right before a verb, but for auxiliaries: its subject, whatever the tree says."""
    at = trigger - 1
    while at > max(trigger - 4, 0) and (grammar.words[at] in _AUXILIARY or grammar.words[at] in _BE):
        at -= 1
    if at >= 0 and grammar.words[at] in RELATIVE:
        at = _antecedent(grammar, at)
    if at < 0 or grammar.sentences[at] != grammar.sentences[trigger] or not grammar.is_party(at):
        return
    heads, labels = grammar.trees.heads, grammar.trees.labels
    while labels[at] == "conj" and heads[at] < at and grammar.is_party(heads[at]):
        at = heads[at]  # the first of those who are joined; the others come with it
    if grammar.words[at] not in _WHOSE and grammar.trees.labels[at] != "nmod:poss" and not _case(grammar, at):
        yield at


def _is_verb(trees: Trees, at: int) -> bool:
    """Whether a word heads a clause."""
    return trees.labels[at] in _CLAUSES or any(True for _ in trees.under(at, "aux", *_SUBJECTS))


def _meant(grammar: Grammar, trigger: int, word: int) -> int:
    """Whom "it" or "they" mean as a subject: the subject of what governs the clause ("Turkey said it would leave")."""
    if grammar.words[word] not in _THEY:
        return word
    for above in grammar.trees.above(trigger):
        found = [one for one in grammar.trees.under(above, *_SUBJECTS) if one < word and grammar.is_party(one)]
        found = [one for one in found if grammar.words[one] not in _THEY]
        if found:
            return found[-1]
    return word


def _is_object(grammar: Grammar, trigger: int, word: int) -> bool:
    """Whether a word is an object by its own label, so that another is one beside it."""
    labels = grammar.trees.labels
    return labels[word] in {"obj", "iobj"} or (labels[word] == "conj" and labels[grammar.trees.heads[word]] == "obj")


def _after(grammar: Grammar, trigger: int, others: Sequence[int], *, led: bool) -> Iterator[int]:
    """The party right behind a trigger: its object where the tree misses it; or else, if none was `led`, the one behind
    the first preposition that says to whom."""
    for at in range(trigger + 1, min(trigger + _NEAR, len(grammar.words))):
        word = grammar.words[at]
        if grammar.sentences[at] != grammar.sentences[trigger]:
            return
        if word in _ENDS or (at in grammar.trees.roles and word.endswith("ed")):
            return
        if word in _TO_WHOM:
            if led or word in _ASIDE:
                return
            led = True
        elif at not in others and grammar.is_party(at) and word not in _WHOSE:
            yield _head(grammar, at)
            return


def _head(grammar: Grammar, at: int) -> int:
    """The head of the noun that begins with a word: "President" of "Russian President Vladimir Putin" is none."""
    above = grammar.trees.heads[at]
    while above > at and grammar.is_party(above) and grammar.trees.labels[at] in {"amod", "compound", "nmod", "det"}:
        at, above = above, grammar.trees.heads[above]
    last = min(at + _MOST, len(grammar.words) - 1)
    while at < last and grammar.sentences[at + 1] == grammar.sentences[at] and grammar.is_party(at + 1):
        if grammar.trees.labels[at + 1] == "conj":
            break
        at += 1
    return at


def _before(grammar: Grammar, trigger: int, others: Sequence[int]) -> Iterator[int]:
    """The party nearest before a trigger in its sentence that no preposition leads and nothing else claims: its subject
    where the tree misses it."""
    root = [trigger, *grammar.trees.above(trigger)][-1]
    low = grammar.trees.whole(root)[0]
    for at in range(trigger - 1, max(low, trigger - _FAR) - 1, -1):
        if (
            grammar.trees.labels[at] not in _BESIDE
            and at not in others
            and grammar.is_party(at)
            and not _case(grammar, at)
        ):
            yield at
            return


def _doers(grammar: Grammar, at: int, *, depth: int = _DEPTH) -> list[int]:
    """Who does what a word names: its first role, its subject or its "by"; else whoever does what governs it."""
    trees = grammar.trees
    found = [role.word for role in trees.roles.get(at, ()) if role.kind == "ARG0"]
    passive = _is_passive(grammar, at)
    found = found or list(trees.under(at, "obl:agent"))
    if not passive:
        found = list(trees.under(at, *_SUBJECTS)) or found
        found = found or [child for child in trees.under(at, "nmod:poss") if not _has_role(trees, at, child, "ARG1")]
        found = found or [
            child for child in trees.under(at, "nmod") if _case(grammar, child) in {"by", "between", "among"}
        ]
    if found:
        return [_antecedent(grammar, word) for word in found]
    above, label = trees.heads[at], trees.labels[at]
    if above == at or depth == 0 or passive:
        return found
    if label == "conj" or (
        label in {"obj", "xcomp", "advcl", "obl"} and not any(True for _ in trees.under(at, *_SUBJECTS))
    ):
        return _doers(grammar, above, depth=depth - 1)
    if label in {"nmod", "acl", "nsubj", "nsubj:pass"} and depth == _DEPTH:
        return _doers(grammar, above, depth=0)
    if label == "acl:relcl":
        return [above]
    return found


def _others(grammar: Grammar, at: int) -> Iterator[int]:
    """What it is done to, in the order of how surely it is that."""
    trees = grammar.trees
    for kind in ("ARG1", "ARG2"):
        for role in trees.roles.get(at, ()):
            if role.kind == kind:
                yield _antecedent(grammar, role.word)
    yield from trees.under(at, "obj", "iobj", "nsubj:pass")
    yield from (child for child in trees.under(at, "obl", "nmod") if _case(grammar, child) in _TO_WHOM)
    yield from (child for child in trees.under(at, "ccomp", "xcomp", "compound", "amod"))
    above, label = trees.heads[at], trees.labels[at]
    if above != at and label in {"obj", "nsubj:pass", "obl"}:  # "held talks with", "imposed sanctions on"
        yield from (
            child for child in trees.under(above, "obl", "iobj") if child != at and _case(grammar, child) in _TO_WHOM
        )
    if label == "conj":
        yield from (
            child for child in trees.under(above, "obj", "nsubj:pass") if child > at or trees.labels[child] != "obj"
        )


def _has_role(trees: Trees, at: int, word: int, kind: str) -> bool:
    return any(role.word == word and role.kind == kind for role in trees.roles.get(at, ()))


def _case(grammar: Grammar, word: int) -> str:
    return case_of(grammar.words, grammar.trees, word)


def case_of(words: Sequence[str], trees: Trees, word: int) -> str:
    """The preposition before a noun, empty where there is none."""
    return next((words[child] for child in trees.under(word, "case")), "")


def _antecedent(grammar: Grammar, word: int) -> int:
    """The noun that a relative pronoun stands for: the head of its clause, else the party right before it."""
    trees = grammar.trees
    for above in (word, *trees.above(word)):
        if trees.labels[above] == "acl:relcl":
            if trees.labels[word] in _SUBJECTS and _is_relative(trees, word, above):
                return trees.heads[above]
            if grammar.words[word] in RELATIVE and trees.heads[above] < word:
                return trees.heads[above]
            break
    if grammar.words[word] in RELATIVE:
        before = range(word - 1, max(word - _RIGHT_BEFORE, -1), -1)
        return next((at for at in before if grammar.is_party(at)), word)
    return word


def _is_relative(trees: Trees, word: int, clause: int) -> bool:
    """Whether a subject is the bare word that opens a relative clause."""
    return (
        trees.heads[word] == clause and not trees.children[word] and word < clause and word - trees.heads[clause] <= 3
    )


def _members(grammar: Grammar, heads: Iterator[int] | Sequence[int]) -> list[int]:
    """The heads, and what is joined to each by "and"."""
    found = []
    for head in heads:
        found += [head, *(child for child in grammar.trees.under(head, "conj") if grammar.is_party(child))]
    return found


def _within(grammar: Grammar, head: int) -> Iterator[int]:
    """The parties named inside of a phrase, the highest first: "the ban on T", "T's decision"."""
    held = [(head, 0)]
    while held:
        at, depth = held.pop(0)
        if depth and grammar.is_party(at) and grammar.words[at] not in _WHOSE:
            yield at
        elif depth < _DEPTH:
            held += [
                (child, depth + 1) for child in grammar.trees.children[at] if grammar.trees.labels[child] in _INSIDE
            ]


def _unique(found: Sequence[int]) -> list[int]:
    return list(dict.fromkeys(found))
