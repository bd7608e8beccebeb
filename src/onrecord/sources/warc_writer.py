"""What was fetched, kept as WARC/1.1 (ISO 28500): a gzip member a record, each written whole.

A process that is killed leaves all records but the last one it was writing. Bodies are as the server sent them, without
the chunks of HTTP/1.1; headers that are no longer true of them have names that begin with X-Archive-Orig-.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO, Self
from uuid import uuid4

from onrecord.errors import FetchFailed
from onrecord.sources.client import Answer
from onrecord.sources.failures import shown

MAX_BYTES = 1_000_000_000  # of one file; then the next one begins

_UNTRUE = {b"transfer-encoding", b"content-length"}


class WarcWriter:
    """Keeps answers in a folder, in files named by the time they were begun. Without a folder it keeps nothing.

    Files are begun when there is something to write, and no file is written over. Raises FetchFailed where the folder
    cannot be written to.
    """

    def __init__(self, folder: Path | None, *, max_bytes: int = MAX_BYTES) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._file: BinaryIO | None = None
        self._size = 0

    def keep(self, answer: Answer) -> None:
        """Write the request and the response of an answer that has a body."""
        if self._folder is None or not answer.body:
            return
        response, request = _urn(), _urn()
        shared = {"WARC-Target-URI": str(answer.url), "WARC-Date": _date(answer.fetched)}
        try:
            self._write(
                {
                    "WARC-Type": "response",
                    "WARC-Record-ID": response,
                    **shared,
                    "WARC-Payload-Digest": _digest(answer.body),
                    "Content-Type": "application/http; msgtype=response",
                },
                _response(answer),
            )
            self._write(
                {
                    "WARC-Type": "request",
                    "WARC-Record-ID": request,
                    **shared,
                    "WARC-Concurrent-To": response,
                    "Content-Type": "application/http; msgtype=request",
                },
                _request(answer),
            )
        except OSError as error:
            message = f"no WARC file can be written: {error.strerror or error}; give another folder, or make room"
            raise FetchFailed(message, where=shown(self._folder), cause="unwritable folder") from error

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        """Make the folder, so that nobody waits for a page to be told that it cannot be kept."""
        if self._folder is not None:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                with TemporaryFile(dir=self._folder):
                    pass
            except OSError as error:
                why = "it is a file" if self._folder.is_file() else error.strerror or str(error)
                message = f"no WARC file can be written there: {why}; give another folder"
                raise FetchFailed(message, where=shown(self._folder), cause="unwritable folder") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write(self, headers: dict[str, str], block: bytes) -> None:
        if self._file is None or self._size >= self._max_bytes:
            self.close()
            self._file, self._size = self._begun(), 0
        record = gzip.compress(_record(headers, block), 6)
        self._size += len(record)
        self._file.write(record)
        self._file.flush()

    def _begun(self) -> BinaryIO:
        """The next file, which begins with a record that says who wrote it."""
        assert self._folder is not None
        self._folder.mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC)
        serial = 0
        while True:
            path = self._folder / f"onrecord-{now:%Y%m%d%H%M%S}-{serial:05}.warc.gz"
            try:
                file = path.open("xb")
                break
            except FileExistsError:
                serial += 1
        headers = {
            "WARC-Type": "warcinfo",
            "WARC-Record-ID": _urn(),
            "WARC-Date": _date(now),
            "WARC-Filename": path.name,
            "Content-Type": "application/warc-fields",
        }
        file.write(gzip.compress(_record(headers, b"software: onrecord\r\nformat: WARC File Format 1.1\r\n"), 6))
        return file


def _record(headers: dict[str, str], block: bytes) -> bytes:
    stated = {**headers, "WARC-Block-Digest": _digest(block), "Content-Length": str(len(block))}
    head = "".join(f"{name}: {value}\r\n" for name, value in stated.items())
    return b"WARC/1.1\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def _response(answer: Answer) -> bytes:
    """The response as HTTP/1.1 would send it in one piece."""
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}".encode()]
    for name, value in answer.headers.raw:
        lines.append((b"X-Archive-Orig-" if name.lower() in _UNTRUE else b"") + name + b": " + value)
    lines.append(f"Content-Length: {len(answer.body)}".encode())
    return b"\r\n".join(lines) + b"\r\n\r\n" + answer.body


def _request(answer: Answer) -> bytes:
    lines = [b"GET " + answer.url.raw_path + b" HTTP/1.1"]
    lines += [name + b": " + value for name, value in answer.asked.raw]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _digest(content: bytes) -> str:
    """As archives write it: SHA-1 in base 32, against damage and not against forgery."""
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def _date(date: datetime) -> str:
    return f"{date.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def _urn() -> str:
    return f"<urn:uuid:{uuid4()}>"
