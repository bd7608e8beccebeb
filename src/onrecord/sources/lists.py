"""Lists of addresses: text files with a URL a line."""

from __future__ import annotations

import re
from pathlib import Path

MAX_BYTES = 64_000_000

_MARK = b"\xef\xbb\xbf"
_URL = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_LONGEST_LINE = 20_000


def addresses(path: str | Path) -> tuple[str, ...] | None:
    """The addresses that a file lists, in its order, each once; None where it is no list.

    In a list every line is an http or https URL, blank, or a remark that begins with "#", and one is a URL. It is
    UTF-8, with or without a byte order mark, and has MAX_BYTES at most. Reading ends at the first line that belongs
    in no list, so that any file can be asked; pipes are not, as what was read would be lost.

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
                if not _URL.fullmatch(text):
                    return None
                found[text] = None
    return tuple(found) or None


def _text(line: bytes) -> str | None:
    try:
        return line.decode().strip()
    except UnicodeDecodeError:
        return None
