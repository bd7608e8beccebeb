"""Everything that onrecord raises.

    OnRecordError
    ├── PageError          the page cannot become a record; the pipeline turns it into a Failure
    │   ├── EmptyPage      no bytes, or white space alone
    │   ├── NotHtml        the bytes are something else: a PDF, a picture, random bytes, plain text
    │   └── TooLarge       more bytes or more elements than the stated bound
    ├── SourceError        the page could not be had; the pipeline turns it into a Failure
    │   ├── FetchFailed    the network, the server, or a file answered with something that is no page
    │   ├── Refused        robots.txt or the guard of private addresses says no
    │   └── BadWarc        a WARC file, or one record of it, cannot be read
    ├── FormatError        a clipping, a JSON object or a JSON line is not in its form
    ├── ArchiveError       an archive cannot be used
    │   ├── NoArchive      there is none, or it has no index
    │   ├── Locked         another process writes to it
    │   ├── Damaged        its file or its index is not what was written
    │   ├── NoRecord       it has no record of that id, or several
    │   ├── NewerFormat    a later version of onrecord made it
    │   └── TooSlow        an answer takes longer than it may
    ├── QueryError         what is to be searched for cannot be meant
    └── ModelError         a model that reads is not installed, or its files are damaged

Every message says what happened, where, and what to do.
"""

from pathlib import Path


class OnRecordError(Exception):
    """The root of the family: catch it to catch all that onrecord raises on purpose."""

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.args, self.__dict__))


class PageError(OnRecordError):
    """A page that cannot become a record. `url` is the page's address, or None where none was given."""

    def __init__(self, message: str, *, url: str | None = None) -> None:
        super().__init__(message if url is None else f"{url}: {message}")
        self.url = url


class EmptyPage(PageError):
    """The page holds no bytes, or white space alone."""


class NotHtml(PageError):
    """The bytes are not HTML: a PDF, a picture, random bytes or plain text."""


class TooLarge(PageError):
    """The page has more bytes or more elements than the stated bound."""


class SourceError(OnRecordError):
    """A page that could not be had. `where` is the URL, the file, or the file and the offset in it.

    `cause` says in a word or two what kind of thing went wrong ("too slow", "HTTP 404"), so that many can be summed up.
    """

    def __init__(self, message: str, *, where: str, cause: str | None = None) -> None:
        super().__init__(f"{where}: {message}")
        self.where = where
        self.cause = cause


class FetchFailed(SourceError):
    """The network, the server or the file system gave no page."""


class Refused(SourceError):
    """Not asked for: robots.txt forbids it, or the address is private."""


class BadWarc(SourceError):
    """A WARC file, or one record of it, cannot be read."""


class FormatError(OnRecordError):
    """A text that is not in the form it should be in. `where` names the form and the line or key."""

    def __init__(self, message: str, *, where: str) -> None:
        super().__init__(f"{where}: {message}")
        self.where = where


class ArchiveError(OnRecordError):
    """An archive that cannot be used. `path` is its file, or the folder of its index."""

    def __init__(self, message: str, *, path: Path) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path


class NoArchive(ArchiveError):
    """There is no archive, or it has no index."""


class Locked(ArchiveError):
    """Another process writes to the archive."""


class Damaged(ArchiveError):
    """The file or the index is not what was written."""


class NoRecord(ArchiveError):
    """The archive has no record whose id is this, or begins so; or it has several."""


class NewerFormat(ArchiveError):
    """A later version of onrecord made the archive."""


class TooSlow(ArchiveError):
    """An answer takes longer than the archive was opened to spend on one."""


class QueryError(OnRecordError):
    """A query that cannot be meant. `position` is where in it, in code points; None where it is another argument."""

    def __init__(self, message: str, *, position: int | None = None) -> None:
        super().__init__(message if position is None else f"query, character {position + 1}: {message}")
        self.position = position


class ModelError(OnRecordError):
    """A model that is not there or cannot be used. `name` is the model's."""

    def __init__(self, message: str, *, name: str) -> None:
        super().__init__(f"model {name}: {message}")
        self.name = name


def _rebuild(kind: type[OnRecordError], args: tuple[object, ...], state: dict[str, object]) -> OnRecordError:
    """Make a raised error again on the other side of a pickle, without prefixing its message twice."""
    error = kind.__new__(kind, *args)
    Exception.__init__(error, *args)
    error.__dict__.update(state)
    return error
