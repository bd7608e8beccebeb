"""Lists of addresses: text files with a URL a line."""

from __future__ import annotations

import re
from pathlib import Path

MAX_BYTES = 64_000_000

_MARK = b"\xef\xbb\xbf"
_URL = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_LONGEST_LINE = 20_000


def addresses(path: str | Path) -> tuple[str, ...] | None:
    """The lines of a list of addresses, in its order, each once; None where the file is no list.

    A list begins with an http or https URL, after blank lines and remarks that begin with "#", and most of its lines
    are URLs. The others are given as they are, so that whoever asks for them can name what is wrong with them. It is
    UTF-8, with or without a byte order mark, and has MAX_BYTES at most. Pipes are not asked, as what was read would be
    lost.

    Raises OSError where the file cannot be read.
    """
    if not Path(path).is_file():
        return None
    found: dict[str, None] = {}
    size = 0
    with open(path, "rb") as file:
        while line := file.readline(_LONGEST_LINE):
            text = _text(line if size else line.removeprefix(_MARK))
            size += len(line)
            if text is None or size > MAX_BYTES:
                return None
            if text and not text.startswith("#"):
                if not _belongs(text, first=not found):
                    return None
                found[text] = None
    urls = sum(_URL.fullmatch(line) is not None for line in found)
    return tuple(found) if 2 * urls > len(found) else None


def _belongs(line: str, *, first: bool) -> bool:
    """Whether a line may stand in a list: a clipping's second line is a Python list, a page has tags."""
    return bool(_URL.fullmatch(line)) if first else not line.startswith("[") and "<" not in line


def _text(line: bytes) -> str | None:
    try:
        return line.decode().strip()
    except UnicodeDecodeError:
        return None
