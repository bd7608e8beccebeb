"""Sentences made from the verb patterns of CAMEO (petrarch2's dictionary, MIT): each says which kind of event it is.

A pattern such as "- * (OF {RIGHTS ABUSES}) [1122]  # ACCUSE" becomes "the rebels accused Kenya of rights abuses". The
sentences are stiff, but they name thousands of ways in which something is said to happen, where marked news has few.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^---\s+(\S+)\s+\[([\d:-]+)\]", re.MULTILINE)
_PATTERN = re.compile(r"^-\s+(.*?)\s*\[([\d:-]+)\](?:\s*#\s*([A-Z_]+))?")
_PLACES = re.compile(r"[(){}]")
_NAMED = re.compile(r"[A-Z][A-Z'-]{2,}")
_LITTLE = frozenset(
    "the and for with from that this into against over under about after before between among not but all its his her "
    "their who which than upon towards toward out off".split()
)
_SOURCES = """
Kenya|China|France|Iran|Brazil|Ukraine|Pakistan|the United States|Russia|Israel|Turkey|Japan|Nigeria|Mexico|Egypt|India
|Germany|Britain|Syria|North Korea|South Korea|Venezuela|Serbia|Sudan|Poland|Jordan|the government|the president|
the prime minister|the foreign minister|the interior ministry|the Taliban|Hamas|the European Union|the United Nations|
NATO|rebels|police|the army|soldiers|security forces|opposition leaders|the opposition|protesters|lawmakers|a court|
prosecutors|Human Rights Watch|the Kremlin|the White House|Moscow|Beijing|Tehran|Washington|militants|separatists|
students|workers|the union|villagers|activists|journalists|Kurdish fighters|Iraqi forces|Turkish officials|
the central bank|Amnesty International|the Red Cross|President Maria Okoro|Mr. Haddad|Jane Novak|General Petrov
"""
NAMES = tuple(name.strip() for name in _SOURCES.replace("\n", "").split("|"))
_PRONOUNS = ("he", "she", "they", "we")
_SHARE = 0.12
"""So many of the sentences have a pronoun in the place of the actor."""
_BEFORE = ("", "", "", "On Monday, ", "Last week ", "In a statement, ", "Earlier in the day, ", "In March 2009, ")
_AFTER = (
    "",
    "",
    "",
    " on Tuesday",
    ", officials said",
    ", state media reported",
    " last month",
    ", according to a report",
)
_AGAINST = ("PROTEST", "SANCTION", "ACCUSE", "COERCE", "ASSAULT", "THREATEN")
_ON = {"AID": "to", "SUPPORT": "for", "REQUEST": "from", "REJECT": "from", **dict.fromkeys(_AGAINST, "against")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A made sentence: its text, where trigger, actor and recipient stand (None: none is named), and its kind."""

    text: str
    trigger: tuple[int, int]
    actor: tuple[int, int]
    recipient: tuple[int, int] | None
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A pattern of the dictionary: a verb and its past, what stands left and right of it, and the code of CAMEO."""

    verb: str
    did: str
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    code: str


def roots(path: Path) -> dict[str, str]:
    """The PLOVER type of each CAMEO code (CAMEO2PLOVER); appeals are requests, as PLOVER has it since 2022."""
    found = {"02": "REQUEST", "01": "none"}
    for line in path.read_text("utf-8").splitlines():
        match = re.match(r"(\d+):\s*([A-Z]+)", line)
        if match:
            found[match[1]] = match[2]
    return found


def root_of(code: str, known: dict[str, str]) -> str | None:
    """The type of a code, or of the longest part of it that has one; None where it has none."""
    code = code.partition(":")[0]
    if code == "---":
        return None
    return next((known[code[:size]] for size in range(len(code), 1, -1) if code[:size] in known), None)


def made(folder: Path, *, seed: int, copies: int = 2) -> list[Made]:
    """Sentences of all patterns of a folder's dictionary that can be put into words."""
    known = roots(folder / "CAMEO2PLOVER-2021.txt")
    lines = (folder / "CAMEO.2.0.txt").read_text("utf-8", "replace")
    synonyms = _synonyms(lines)
    chance = random.Random(seed)
    found = []
    for pattern in _patterns(lines):
        kind = root_of(pattern.code, known)
        for _ in range(copies if kind else 0):
            sentence = _sentence(pattern, str(kind), synonyms, chance)
            if sentence:
                found.append(sentence)
    return found


def lexicon(folder: Path) -> dict[str, tuple[Counter[str], Counter[str]]]:
    """How often each word, in lower case, is the verb of a pattern of each kind, and how often it stands beside one. Of
    a set of synonyms each counts."""
    known = roots(folder / "CAMEO2PLOVER-2021.txt")
    lines = (folder / "CAMEO.2.0.txt").read_text("utf-8", "replace")
    synonyms = _synonyms(lines)
    found: dict[str, tuple[Counter[str], Counter[str]]] = defaultdict(lambda: (Counter(), Counter()))
    for pattern in _patterns(lines):
        kind = root_of(pattern.code, known)
        if kind is None:
            continue
        tokens = [_PLACES.sub("", token) for token in (*pattern.left, *pattern.right)]
        beside = {word for token in tokens for word in synonyms.get(token.strip("_"), [token.strip("_")])}
        for number, words in enumerate(({pattern.verb}, beside)):
            for word in words:
                if _NAMED.fullmatch(word) and word.lower() not in _LITTLE:
                    found[word.lower()][number][kind] += 1
    return dict(found)


def _synonyms(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("&"):
            name = line.split()[0].strip("_")
            found[name] = []
        elif line.startswith("+") and name:
            found[name].append(line[1:].split()[0].strip("_"))
        elif line.startswith("---"):
            break
    return {name: words for name, words in found.items() if words}


def _patterns(text: str) -> Iterator[Pattern]:
    """All patterns, those of bare verbs too."""
    pasts: dict[str, str] = {}
    code = "---"
    for line in text.splitlines():
        block = _BLOCK.match(line)
        if block:
            pasts, code = {}, block[2]
        elif line.startswith("- "):
            match = _PATTERN.match(line)
            if match and "*" in match[1]:
                left, _, right = match[1].partition("*")
                of = match[3] if match[3] in pasts else (next(iter(pasts), None))
                if of:
                    yield Pattern(
                        verb=of, did=pasts[of], left=tuple(left.split()), right=tuple(right.split()), code=match[2]
                    )
        elif line and (line[0].isupper() or line.startswith("+")) and not line.startswith("&"):
            bare = line.partition("#")[0]
            head = re.split(r"[\s{\[]", bare.lstrip("+"), maxsplit=1)[0]
            irregular = re.search(r"\{(.*?)\}", bare)
            own = re.search(r"\[([\d:-]+)\]", bare)
            pasts[head] = past(head, irregular[1].replace("+", "").split() if irregular else [])
            meant = own[1] if own else code
            if meant != "---":
                yield Pattern(verb=head, did=pasts[head], code=meant)


def past(verb: str, forms: Sequence[str]) -> str:
    """The past form of a verb, by the dictionary's forms or the rule."""
    verb, given = verb.lower().replace("_", " "), [form.lower().replace("_", " ") for form in forms]
    irregular = [form for form in given if not form.split()[0].endswith(("ing", "s")) or form.split()[0].endswith("ed")]
    if irregular:
        return irregular[0]
    first, _, rest = verb.partition(" ")
    return " ".join(filter(None, (_regular(first), rest)))


def _regular(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + "ed"


def _sentence(pattern: Pattern, kind: str, synonyms: dict[str, list[str]], chance: random.Random) -> Made | None:
    actor, recipient = chance.sample(NAMES, 2)
    if "+" not in pattern.left and chance.random() < _SHARE:
        actor = chance.choice(_PRONOUNS)
    did = pattern.did
    before, after = _words(pattern.left, synonyms, chance), _words(pattern.right, synonyms, chance)
    if "$" in after or "$" in before or "%" in before + after:
        return None
    if "+" in before:  # what was done to it
        parts = [*(recipient if word == "+" else word for word in before), "was", did, *after, "by", actor]
    else:
        placed = "+" in after
        after = [recipient if word == "+" else word for word in after]
        tail = [] if placed or (kind == "PROTEST" and chance.random() < 0.5) else _last(after, recipient, kind, chance)
        parts = [actor, *before, did, *(tail + after if tail and len(tail) == 1 else after + tail)]
    text = chance.choice(_BEFORE) + " ".join(parts) + chance.choice(_AFTER) + "."
    text = text[0].upper() + text[1:]
    return _placed(text, did, actor, recipient, kind)


def _last(after: list[str], recipient: str, kind: str, chance: random.Random) -> list[str]:
    """Where the recipient goes when the pattern does not say: behind the verb, or at the end."""
    if not after or (
        after[0] in {"of", "to", "for", "that", "with", "from"} and after[-1] not in {"to", "with", "from"}
    ):
        return [recipient]
    if after[-1] in {"to", "with", "from", "against", "on", "in", "for"}:
        return [recipient, ""]
    return [_ON.get(kind, "with"), recipient] if chance.random() < 0.8 else [f"{recipient}'s"]


def _placed(text: str, did: str, actor: str, recipient: str, kind: str) -> Made | None:
    low = text.lower()
    trigger = low.find(f" {did} ")
    if trigger < 0:
        return None
    first, second = (_found(name.lower(), low) for name in (actor, recipient))
    if first < 0:
        return None
    return Made(
        text=text,
        trigger=(trigger + 1, trigger + 1 + len(did)),
        actor=(first, first + len(actor)),
        recipient=None if second < 0 else (second, second + len(recipient)),
        kind=kind,
    )


def _found(name: str, text: str) -> int:
    """Where a name stands in a text as whole words, -1 if nowhere."""
    match = re.search(rf"\b{re.escape(name.rstrip('.'))}\b", text)
    return -1 if match is None else match.start()


def _words(tokens: Sequence[str], synonyms: dict[str, list[str]], chance: random.Random) -> list[str]:
    found = []
    for token in tokens:
        bare = _PLACES.sub("", token)
        if bare.startswith("&"):
            some = synonyms.get(bare.strip("_"))
            bare = chance.choice(some) if some else bare[1:]
        bare = bare.strip("_").replace("_", " ").lower()
        if bare:
            found.append(bare)
    return found
