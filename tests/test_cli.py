"""The command line, run as its users run it: in a pipe, on a terminal, interrupted, and with pages that attack it."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord import __version__
from onrecord.cli import main
from onrecord.formats import FORMATS
from onrecord.reading import model
from onrecord.values import Article, Record

CLIPPING = (
    "https://example.org/rain\n['Ann Example']\n2018-05-31 14:03:00\nRain\nA wet day.\n"
    "It rained.\n\nAll day — and all night."
)
HOSTILE = CLIPPING.replace("Rain", "Ra\x1b[31min\x1b]0;owned\x07\x9b2J\u202egnp").replace("wet", "w\x08et\r!")
PAGE = """<!doctype html><html lang="en"><head><title>Rain over the valley | The Post</title>
<meta property="og:title" content="Rain over the valley"><meta name="author" content="Ann Example"></head>
<body><main><article><h1>Rain over the valley</h1><p class="byline">By Ann Example</p>
<p>It rained in the valley from the early morning until late at night, the weather office said on Thursday.</p>
<p>The river rose by a metre within six hours, and the old bridge was closed to all traffic, officials said.</p>
<p>“We have not seen this much rain in thirty years,” said the mayor, who thanked the volunteers for their help.</p>
</article></main></body></html>"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a clipping and a page."""
    (tmp_path / "clipping.txt").write_text(CLIPPING, encoding="utf8")
    (tmp_path / "page.html").write_text(PAGE, encoding="utf8")
    return tmp_path


def _run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["read", *map(str, arguments)], input=stdin, prog_name="onrecord")


def _command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "onrecord", *map(str, arguments)]


def _on_a_terminal(*arguments: str | Path, **streams: int) -> tuple[str, int]:
    """What a terminal gets on stdout and stderr, or on those that `streams` leaves, and the exit code."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": "200", "TERM": "xterm-256color"}
    where = {"stdin": subprocess.DEVNULL, "stdout": theirs, "stderr": theirs} | streams
    with subprocess.Popen(_command(*arguments), env=environment, **where) as process:  # type: ignore[call-overload]
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65_536)
            except OSError:  # Linux says EIO where the other side has gone
                piece = b""
            if not piece:
                break
            shown += piece
    os.close(ours)
    return shown.decode().replace("\r\n", "\n"), process.returncode


# --- the formats --------------------------------------------------------------------------------------------------


def test_a_clipping_comes_out_as_it_went_in(place: Path) -> None:
    result = _run(place / "clipping.txt")
    assert (result.exit_code, result.stdout_bytes) == (0, CLIPPING.encode())


def test_a_saved_page_becomes_a_clipping(place: Path) -> None:
    result = _run(place / "page.html")
    assert result.exit_code == 0
    lines = result.stdout.split("\n")
    assert lines[1] == "['Ann Example']"
    assert lines[3] == "Rain over the valley"
    assert "the old bridge was closed" in result.stdout


def test_standard_input() -> None:
    assert _run("-", stdin=CLIPPING).stdout == CLIPPING


def test_a_folder_gives_all_its_pages_and_reads_back(place: Path) -> None:
    result = _run(place)
    assert result.stdout.startswith(CLIPPING + "\n\f\n")
    (place / "both.txt").write_bytes(result.stdout_bytes)
    assert _run(place / "both.txt").stdout == result.stdout


def test_jsonl_is_a_record_a_line(place: Path) -> None:
    lines = _run(place, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["article"]["title"] for line in lines] == ["Rain", "Rain over the valley"]


def test_json_is_an_indented_record(place: Path) -> None:
    stdout = _run(place / "clipping.txt", "--format", "json").stdout
    assert stdout.startswith('{\n  "id": ')
    assert stdout.endswith("\n}\n")
    assert [piece["where"] for piece in json.loads(stdout)["article"]["evidence"]][:2] == ["line 1", "line 2"]


def test_markdown(place: Path) -> None:
    stdout = _run(place / "clipping.txt", place / "clipping.txt", "--format", "markdown").stdout
    one, other = stdout.split("\n---\n\n")
    assert one == other
    assert one.startswith("# Rain\n\nA wet day.\n\nAnn Example · 2018-05-31 14:03 · [example.org](https://example.org/")


@pytest.mark.parametrize("form", list(FORMATS))
def test_output_is_utf8_in_every_locale(place: Path, form: str) -> None:
    result = subprocess.run(
        _command("read", place / "clipping.txt", "--format", form),
        env=os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        capture_output=True,
        check=True,
    )
    assert "All day — and all night." in result.stdout.decode("utf8")


# --- what is shown ------------------------------------------------------------------------------------------------


def test_fields_of_a_clipping_are_lines(place: Path) -> None:
    stdout = _run(place / "clipping.txt", "--fields", "title, authors,published,modified,text").stdout
    assert stdout == (
        "title: Rain\nauthors: Ann Example\npublished: 2018-05-31T14:03:00\nmodified:\n"
        "text: It rained.\n\n    All day — and all night.\n"
    )


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_fields_of_json_are_keys(place: Path, form: str) -> None:
    article = json.loads(_run(place / "clipping.txt", "--fields", "authors,title", "--format", form).stdout)["article"]
    assert article == {"authors": ["Ann Example"], "title": "Rain"}


def test_fields_of_json_with_their_evidence(place: Path) -> None:
    stdout = _run(place / "clipping.txt", "--fields", "title", "--format", "jsonl", "--explain").stdout
    article = json.loads(stdout)["article"]
    assert [piece["field"] for piece in article["evidence"]] == ["title"]


def test_an_explanation_lists_the_evidence(place: Path) -> None:
    lines = _run(place / "clipping.txt", "--explain").stdout.splitlines()
    assert lines[0] == "https://example.org/rain"
    assert lines[1].split() == ["field", "score", "rule", "where", "why", "value"]
    [title] = [line for line in lines if line.startswith("title ")]
    assert title.split()[:6] == ["title", "*", "1.00", "clipping", "line", "4"]
    assert title.endswith("  Rain")
    assert title.index("Rain") == lines[1].index("value")
    [section] = [line for line in lines if line.startswith("section ")]
    assert section.endswith("(the page does not say)")
    assert not any("\t" in line for line in lines)


def test_an_explanation_of_a_page_names_winners_and_losers(place: Path) -> None:
    lines = _run(place / "page.html", "--explain", "--fields", "title").stdout.splitlines()[2:]
    assert lines[0].startswith("title")
    assert " * " in lines[0]
    assert lines[0].endswith("Rain over the valley")
    assert len(lines) > 1


def test_statements_stand_under_the_clipping(place: Path) -> None:
    result = _run(place / "page.html", "--statements")
    record, _, said = result.stdout.partition("\n\f\nStatements: ")
    assert record == _run(place / "page.html").stdout
    *_, head, words = said.splitlines()
    assert re.fullmatch(r"the mayor \(not named\) \| said \| direct \| 0\.\d\d \| rule unnamed", head)
    assert words == "    “We have not seen this much rain in thirty years,”"


@pytest.mark.parametrize("form", ["clipping", "json", "jsonl"])
def test_statements_are_never_read_back_as_text(place: Path, form: str) -> None:
    written = _run(place / "page.html", "--statements", "--format", form).stdout
    if form != "clipping":
        assert json.loads(written)["reading"]["statements"]
        return
    (place / "again.txt").write_text(written, "utf-8")
    again = _run(place / "again.txt")
    assert again.exit_code == 1
    assert again.stdout == ""
    assert "--format json" in again.stderr


def test_statements_do_not_go_with_an_explanation(place: Path) -> None:
    result = _run(place / "page.html", "--statements", "--explain")
    assert result.exit_code == 2
    assert "json" in result.stderr


def test_a_reading_is_no_field_but_an_option(place: Path) -> None:
    result = _run(place / "page.html", "--fields", "reading")
    assert result.exit_code == 2
    assert "--statements" in result.stderr


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_carries_the_reading(place: Path, form: str) -> None:
    found = json.loads(_run(place / "page.html", "--format", form, "--statements").stdout)
    assert {one["kind"] for one in found["reading"]["statements"]} == {"direct", "indirect"}
    assert found == json.loads(_run(place / "page.html", "--format", form).stdout) | {"reading": found["reading"]}


def test_a_page_in_another_language_is_said_not_to_be_read(place: Path) -> None:
    german = (
        "<html lang=de><h1>Regen</h1><p>Es regnete den ganzen Tag im Tal, sagte das Wetteramt am Montag der Presse.</p>"
    )
    (place / "de.html").write_text(german, "utf-8")
    assert "Statements: none read, no model reads de" in _run(place / "de.html", "--statements").stdout


def test_without_the_model_pages_are_read_and_statements_are_not(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "shipped", lambda: model.load(place / "statements"))
    assert _run(place / "page.html").exit_code == 0
    result = _run(place / "page.html", "--statements")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "model statements" in result.stderr


def test_a_terminal_gets_statements_without_the_pages_own_colours(tmp_path: Path) -> None:
    text = CLIPPING.replace("It rained.", "“It ra\x1b[31mined,” said Jane Doe.")
    (tmp_path / "hostile.txt").write_text(text, encoding="utf8")
    shown, code = _on_a_terminal("read", tmp_path / "hostile.txt", "--statements")
    assert code == 0
    assert "Jane Doe" in shown
    assert "\x1b[31m" not in shown


def test_pages_without_an_article_are_noted(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    kinds = iter(["index page", "other", "forum", "article"])

    def extract(*_: object, **__: object) -> Article:
        return Article(kind=next(kinds))  # type: ignore[arg-type]

    monkeypatch.setattr("onrecord.pipeline.extract", extract)
    page = str(place / "page.html")
    result = _run(page, page, page, page, "--format", "jsonl")
    assert result.stderr.splitlines() == [
        f"onrecord: {page}: this is an index page, which lists other pages",
        f"onrecord: {page}: this does not look like a news article",
        f"onrecord: {page}: this does not look like a news article: it looks like a forum page",
    ]
    assert len(result.stdout.splitlines()) == 4
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("options", "printed"), [((), False), (("--format", "markdown"), False), (("--explain",), True)]
)
def test_an_index_page_is_not_printed_as_an_article(place: Path, options: tuple[str, ...], printed: bool) -> None:
    front = Path(__file__).parent / "pages" / "section-front" / "page.html"
    result = _run(front, *options)
    assert bool(result.stdout) == printed
    assert "this is an index page" in result.stderr
    assert ("--format json gives its record" in result.stderr) != printed
    assert result.exit_code == 0


# --- terminals ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--explain",),
        ("--fields", "title,standfirst"),
        *(("--format", form) for form in FORMATS),
    ],
)
def test_a_terminal_gets_colours_but_never_the_pages_own(tmp_path: Path, options: tuple[str, ...]) -> None:
    page = tmp_path / "hostile.txt"
    page.write_text(HOSTILE, encoding="utf8", newline="")
    shown, code = _on_a_terminal("read", page, *options)
    assert code == 0
    assert "gnp" in shown
    assert not any(mark in shown for mark in ("\x1b[31m", "\x1b]", "\x07", "\x08", "\x9b", "\u202e", "\r!"))
    if options not in (("--format", "markdown"), ("--fields", "title,standfirst")):
        assert "\x1b[" in shown


def test_a_terminals_clippings_end_in_a_line_and_are_parted_by_a_rule(place: Path) -> None:
    shown, _ = _on_a_terminal("read", place / "clipping.txt", place / "clipping.txt")
    assert "\f" not in shown
    assert "─────" in shown
    assert shown.endswith("all night.\n")


def test_a_pipe_gets_the_page_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "hostile.txt"
    page.write_text(HOSTILE, encoding="utf8", newline="")
    assert "Ra\x1b[31min" in _run(page).stdout


def test_notes_on_stderr_are_harmless(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(CLIPPING.replace("['Ann Example']", "['\x1b[31m\x9b\u202e"), encoding="utf8")
    result = _run(page)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"onrecord: {page}: clipping, line 2: ")
    assert not any(mark in result.stderr for mark in ("\x1b", "\x9b", "\u202e"))


def test_long_work_shows_its_progress_on_stderr_alone(place: Path) -> None:
    with (place / "out").open("wb") as out:
        shown, code = _on_a_terminal("read", place, place / "clipping.txt", "--format", "jsonl", stdout=out.fileno())
    assert code == 0
    assert "3 pages" in shown
    assert len((place / "out").read_bytes().splitlines()) == 3
    assert b"\x1b" not in (place / "out").read_bytes()


# --- failure ------------------------------------------------------------------------------------------------------


def test_a_failed_page_is_named_and_the_others_are_printed(place: Path) -> None:
    (place / "empty.html").write_bytes(b"")
    result = _run(place / "empty.html", place / "nowhere.html", place / "clipping.txt")
    assert result.exit_code == 1
    assert result.stdout == CLIPPING
    empty, nowhere = result.stderr.splitlines()
    assert empty.startswith(f"onrecord: {place / 'empty.html'}: ")
    assert nowhere.startswith(f"onrecord: {place / 'nowhere.html'}: ")


def test_a_failed_page_of_a_folder_is_named(place: Path) -> None:
    (place / "empty.html").write_bytes(b"")
    assert _run(place).stderr.startswith(f"onrecord: {place / 'empty.html'}: ")


@pytest.mark.parametrize("arguments", [[], ["--fields", "headline"], ["--fields", ","], ["--format", "pdf"], ["--no"]])
def test_usage_errors_are_one_line(place: Path, arguments: list[str]) -> None:
    result = _run(*(arguments and [str(place / "clipping.txt"), *arguments]))
    assert (result.exit_code, result.stdout) == (2, "")
    [line] = result.stderr.splitlines()
    assert line.startswith("onrecord: ")
    assert line.endswith("(see onrecord read --help)")


def test_an_unknown_field_is_answered_with_the_names() -> None:
    assert all(
        name in _run("-", "--fields", "headline").stderr for name in ("headline is no field", *Article.__slots__)
    )


def test_private_addresses_are_asked_on_request_alone(place: Path) -> None:
    handler = partial(SimpleHTTPRequestHandler, directory=str(place))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/page.html"
        refused, asked = _run(address), _run(address, "--allow-private")
        server.shutdown()
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"onrecord: {address}: ")
    assert (asked.exit_code, asked.stdout.split("\n")[0]) == (0, address)


def test_markdown_has_no_fields(place: Path) -> None:
    assert _run(place / "clipping.txt", "--format", "markdown", "--fields", "title").exit_code == 2


@pytest.mark.parametrize("name", ["a" * 300, "\0", "", "https://" + "a" * 300])
def test_odd_places_fail_in_one_line(name: str) -> None:
    result = _run(name, "--format", "json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1


def test_without_a_command_there_is_help() -> None:
    result = CliRunner().invoke(main, [])
    assert result.exit_code == 2
    assert "Commands:\n  read" in result.stderr


def test_help_and_version() -> None:
    help_ = CliRunner().invoke(main, ["read", "--help"])
    assert (help_.exit_code, "onrecord read rain.html --explain" in help_.stdout) == (0, True)
    assert all(name in help_.stdout for name in FORMATS)
    assert CliRunner().invoke(main, ["--version"]).stdout == f"onrecord {__version__}\n"
    module = subprocess.run(_command("--version"), capture_output=True, text=True, check=True)
    assert module.stdout == f"onrecord {__version__}\n"


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    article = Article(text="It rained. " * 1000)
    (tmp_path / "many.txt").write_text("\n\f\n".join([Record.of(article).article.as_clipping()] * 200))
    with subprocess.Popen(
        _command("read", tmp_path / "many.txt"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_full_disk_is_one_line(place: Path) -> None:
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            _command("read", place / "clipping.txt"), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert result.returncode == 1
    [line] = result.stderr.splitlines()
    assert line.startswith("onrecord: ")


def test_an_interrupt_ends_it_without_a_traceback(place: Path) -> None:
    # a shell that runs the tests in the background lets them ignore the interrupt, and so would their children
    listening = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    program = listening + "from onrecord.cli import main; sys.argv[0] = 'onrecord'; main()"
    command = [sys.executable, "-c", program, "read", str(place / "clipping.txt"), "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()  # the first place is printed, and the second waits for its page
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert stderr.strip() == b""
    assert process.returncode == 130
