"""A web server on this machine, its answers, and what a Fetcher says of them."""

from __future__ import annotations

import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from onrecord.errors import FetchFailed, Refused
from onrecord.sources import Fetcher

Answer = Callable[[BaseHTTPRequestHandler], None]
HTML = b"<!doctype html><title>Rain</title><p>It rained all day.</p>"


class Site:
    """A web server with the answers that a test gives it; a path without one is not there."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.closing = Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.headers.append({name.lower(): value for name, value in self.headers.items()})
                try:
                    site.answers.get(self.path, reply(b"", 404))(self)
                except ConnectionError:
                    self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                """Say nothing of a reader that hangs up early, as many tests make it do."""

        self.server = Server((host, port), Handler)
        self.port = self.server.server_port
        self.url = f"http://{host}:{self.port}"
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def reply(body: bytes = HTML, status: int = 200, **headers: str) -> Answer:
    """An answer; `content_type="..."` stands for the header Content-Type, which is HTML where none is given."""

    def send(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"content_type": "text/html", **headers}.items():
            if value:
                request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return send


def redirect(target: str, status: int = 302, **headers: str) -> Answer:
    return reply(b"", status, location=target, **headers)


def raw(*parts: bytes) -> Answer:
    """An answer byte by byte, after which the connection is closed."""

    def send(request: BaseHTTPRequestHandler) -> None:
        for part in parts:
            request.wfile.write(part)
        request.close_connection = True

    return send


def drip(site: Site, head: bytes, drop: bytes) -> Answer:
    """An answer that never ends: `head`, and then `drop` again and again."""

    def send(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(head)
        while not site.closing.wait(0.02):
            request.wfile.write(drop)
            request.wfile.flush()

    return send


def failed(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(FetchFailed) as caught:
        fetcher.fetch(url)
    return str(caught.value)


def refused(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(Refused) as caught:
        fetcher.fetch(url)
    return str(caught.value)


# What a page is


def resolver(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[list[str]]]) -> list[str]:
    """Let the system resolve these names: each look-up takes the next list of addresses, the last one stays.

    Gives the names that were looked up, as they are.
    """
    looked_up: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if host not in names:
            return real(host, port, *args, **kwargs)
        looked_up.append(host)
        found = names[host].pop(0) if len(names[host]) > 1 else names[host][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return looked_up
