"""How commands name an archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

DEFAULT = "news.db"
MINUS = {"ignore_unknown_options": True}
"""For commands that take a query, which may begin with a minus."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def in_archive(command: _Command) -> _Command:
    """The option that says which archive is meant."""
    return click.option(
        "--in",
        "archive",
        metavar="FILE",
        default=DEFAULT,
        envvar="ONRECORD_ARCHIVE",
        show_default=True,
        help="The archive; ONRECORD_ARCHIVE names another one too.",
    )(command)
