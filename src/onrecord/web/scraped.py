"""Scraped text and addresses as a page may show them: words stay words, an address leads to the web or nowhere, and of
a file on this machine the name is told and not the folder.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from onrecord.values import Failure

# Control characters (all but tab and newline), and marks that override or isolate the direction of text: a page
# isolates by its elements, and a stray mark could end that.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_HALF = re.compile("[\ud800-\udfff]")
_WEB = re.compile(r"https?://[^\s/?#\\]", re.IGNORECASE)
_FOLDER = re.compile(
    r"(?:^|(?<=: ))(?:[A-Za-z]:)?[/\\][^:\n]*[/\\]"
)  # where messages name a place: first, or after ": "
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def harmless(value: object) -> object:
    """A text without control characters and halves of surrogate pairs; everything else as it is."""
    if type(value) is not str:  # a Markup is a str too, and was made of harmless parts
        return value
    return _HALF.sub("\ufffd", _CONTROL.sub("", value))


def web_address(url: str | None) -> str | None:
    """An address that may be a link: http and https alone. None for any other: javascript:, data:, a path."""
    if url is None or not _WEB.match(url.strip()):
        return None
    return re.sub(r"\s", "%20", str(harmless(url.strip())))


def host(url: str | None) -> str:
    """The host of an address, to be shown; empty where it has none."""
    try:
        found = urlsplit(web_address(url) or "").hostname or ""
    except ValueError:
        return ""
    return found.removeprefix("www.")


def place(found: str) -> str:
    """Where a record was found, without what is nobody else's business: of a file its name and not its folder."""
    return found if web_address(found) else re.split(r"[/\\]", found.rstrip("/\\"))[-1]


def without_folders(message: str) -> str:
    """A message that may name files of this machine, with their names alone."""
    return _FOLDER.sub("", message)


def failure(failed: Failure) -> Failure:
    """What could not become a record, without the folders of this machine."""
    message = without_folders(failed.message)
    return replace(failed, url=failed.url and without_folders(failed.url), message=message)


def language(tag: str | None) -> str | None:
    """A language as HTML takes it; None for what cannot be one."""
    return tag if tag and _LANGUAGE.fullmatch(tag) else None
