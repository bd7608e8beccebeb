"""The command that shows an archive, and the server that it runs."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.web.serving import listening

# --- the command ------------------------------------------------------------------------------------------------------


def test_serve_says_what_is_in_its_way(place: Path, tmp_path: Path) -> None:
    missing = CliRunner().invoke(main, ["serve", str(tmp_path / "none.db")])
    assert missing.exit_code == 1
    assert "there is no archive" in missing.stderr
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        used = CliRunner().invoke(main, ["serve", str(place), "--port", str(port)])
    assert used.exit_code == 1
    assert f"port {port} is in use" in used.stderr
    elsewhere = CliRunner().invoke(main, ["serve", str(place), "--host", "no such host"])
    assert elsewhere.exit_code == 1
    assert "is no address of this machine" in elsewhere.stderr


@pytest.mark.parametrize(("host", "noted"), [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)])
def test_serve_prints_its_address_and_warns_of_others(
    place: Path, monkeypatch: pytest.MonkeyPatch, host: str, noted: bool
) -> None:
    served: list[tuple[Path, tuple[str, ...]]] = []

    def run(path: Path, at: socket.socket, *, hosts: tuple[str, ...] = ()) -> None:
        served.append((path, hosts))

    monkeypatch.setattr("onrecord.web.serving.serve", run)
    found = CliRunner().invoke(main, ["serve", str(place), "--host", host, "--port", "0", "--name", "news.example"])
    assert found.exit_code == 0
    assert re.match(rf"http://{re.escape(host)}:\d+/  shows ", found.stdout)
    assert ("everybody" in found.stderr) == noted
    assert served == [(place, ("news.example", host))]


# --- the server run ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_several_processes_answer_at_one_address_and_end_together(place: Path, end: signal.Signals) -> None:
    program = (
        "import sys, pathlib; from onrecord.web.serving import listening, serve\n"
        "if __name__ == '__main__':\n"
        "    at = listening('127.0.0.1', 0); print(at.getsockname()[1], flush=True)\n"
        "    serve(pathlib.Path(sys.argv[1]), at, processes=2)\n"
    )
    script = place.with_name("serve.py")
    script.write_text(program)
    with subprocess.Popen([sys.executable, script, place], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            answers = [client.get("/api/overview") for _ in range(20)]
        assert {answer.status_code for answer in answers} == {200}
        assert "server" not in answers[0].headers
        server.send_signal(end)
        server.wait(20)
    until = time.monotonic() + 20
    while time.monotonic() < until and _answers(port):
        time.sleep(0.05)
    assert not _answers(port)


def _answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def test_small_answers_are_sent_at_once() -> None:
    with listening("127.0.0.1", 0) as at:
        assert at.proto == socket.IPPROTO_TCP  # else asyncio leaves Nagle's algorithm on
        with pytest.raises(OSError, match="in use"):
            listening("127.0.0.1", at.getsockname()[1])
