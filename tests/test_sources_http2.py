"""HTTP/2, against a real server on this machine: it is spoken, and an answer that is cut off harms no other."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived

from onrecord.sources import Fetcher, gather
from onrecord.values import Page
from web import HTML, failed

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")


class Talk(asyncio.Protocol):
    """One connection: every path is the same page, but /large, which has ten million bytes, and robots.txt."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.state = H2Connection(H2Configuration(client_side=False))
        self.state.initiate_connection()
        self.left: dict[int, bytes] = {}
        transport.write(self.state.data_to_send())

    def data_received(self, data: bytes) -> None:
        for event in self.state.receive_data(data):
            if isinstance(event, RequestReceived) and event.stream_id is not None:
                path = dict(event.headers or ())[b":path"]
                there = path != b"/robots.txt"
                self.state.send_headers(event.stream_id, [(":status", "200" if there else "404")])
                self.left[event.stream_id] = b" " * 10_000_000 if path == b"/large" else HTML * there
        for stream in list(self.left):
            self.send(stream)
        self.transport.write(self.state.data_to_send())

    def send(self, stream: int) -> None:
        """As much of an answer as the client has room for."""
        while (left := self.left[stream]) and (room := min(16_384, self.state.local_flow_control_window(stream))):
            self.state.send_data(stream, left[:room])
            self.left[stream] = left[room:]
        if not self.left[stream]:
            self.state.end_stream(stream)
            del self.left[stream]


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the server is."""
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    made = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run([*made.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.set_alpn_protocols(["h2"])
    ports: list[int] = []
    ready, over = Event(), Event()

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(Talk, "127.0.0.1", 0, ssl=context)
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()
        while not over.is_set():
            await asyncio.sleep(0.01)
        server.close()

    thread = Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    ready.wait()
    yield f"https://localhost:{ports[0]}"
    over.set()
    thread.join()


def test_pages_come(address: str) -> None:
    found = list(gather([f"{address}/{n}" for n in range(20)], known=lambda url: None, allow_private=True, delay=0.0))
    assert [isinstance(visit.outcome, Page) for visit in found] == [True] * 20


def test_an_answer_that_is_cut_off_harms_no_other(address: str) -> None:
    with Fetcher(allow_private=True, max_bytes=200_000, timeout=5) as fetcher:
        for _ in range(10):
            assert "more than 200,000 bytes" in failed(fetcher, f"{address}/large")
            assert fetcher.fetch(f"{address}/a").html == HTML
