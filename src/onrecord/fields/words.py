"""Texts compared by their words."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

_LONGEST = 1000
_NO_CHARACTER = re.compile(r"&(?:amp;)*#[0-9]{9,};?")
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W_]+")
_ASCII_LETTERS = bytes(ord(chr(code).lower()) if chr(code).isalnum() else 32 for code in range(128)) + bytes(128)


def normalized(text: str) -> str:
    """Lower-cased words parted by single spaces, compatibility forms folded: what is left of a text to compare.

    Only its first thousand characters count: folding is quadratic on runs of combining marks.
    """
    text = text[:_LONGEST]
    if text.isascii():
        return b" ".join(text.encode().translate(_ASCII_LETTERS).split()).decode()
    return " ".join(_LETTERS.findall(unicodedata.normalize("NFKC", text).lower()))


def unescaped(text: str) -> str:
    """A text without character references, also where a machine escaped it twice.

    Numbers that no character has go first: `html.unescape` cannot read them.
    """
    if "&" not in text:
        return text
    text = _NO_CHARACTER.sub("", text)
    return unescape(unescape(text))


class Folded(dict[str, str]):
    """The normalized forms of texts, each made once: the same title stands in many places of a page."""

    def __missing__(self, text: str) -> str:
        self[text] = normalized(text)
        return self[text]


def words_of(text: str) -> frozenset[str]:
    """The set of the words of a text."""
    return frozenset(_WORD.findall(text[:_LONGEST].lower()))


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """F1 of two sets of words, 0 to 1."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
