"""`make demo`: read pages of the project's own writing as a user would, then all of them against the clock.

The pages are those that the tests read, under tests/pages: each models one trap that news pages set.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from rich.cells import set_cell_size
from rich.console import Console

import onrecord

ROOT = Path(__file__).resolve().parent.parent
PAGES = Path("tests") / "pages"
ARCHIVE = "build/demo/news.db"
COMMANDS = (
    (
        "A saved page goes in, its record comes out: here as a clipping.",
        ["read", "{}/several-authors-english/page.html"],
    ),
    (
        "Why these authors and this time: every piece of evidence that the page offers, the winners marked.",
        ["read", "{}/jsonld-author-is-organisation/page.html", "--explain", "--fields", "authors,published"],
    ),
    (
        "A German page that states neither authors nor date for machines: some fields, as JSON.",
        ["read", "{}/von-a-b-und-c/page.html", "--format", "json", "--fields", "title,authors,published,language"],
    ),
    (
        "All bundled pages into an archive, with who said what.",
        ["collect", "{}", "--into", ARCHIVE, "--statements"],
    ),
    (
        "What it has on some words.",
        ["search", "river OR council", "--in", ARCHIVE, "--limit", "2", "--facets", "language"],
    ),
    ("What mayors are on record as saying.", ["said", "mayor", "--in", ARCHIVE, "--limit", "2"]),
)
WIDTHS = (32, 20, 10)


def main() -> None:
    """Some commands as typed, each echoed before its output, and a timed run over all pages."""
    console = Console(highlight=False, soft_wrap=True)
    shutil.rmtree(ROOT / "build" / "demo", ignore_errors=True)
    (ROOT / "build" / "demo").mkdir(parents=True)
    for about, arguments in COMMANDS:
        show(console, about, [argument.format(PAGES.as_posix()) for argument in arguments])
    console.print("\n[dim]# onrecord.extract() on every bundled page, in this one process[/]")
    milliseconds = list(timed_pages(console))
    total = sum(milliseconds)
    console.print(
        f"\n[bold]{len(milliseconds)} pages in {total:.0f} ms: {total / len(milliseconds):.2f} ms a page.[/]"
        "  [dim]Next: .venv/bin/onrecord read URL-OR-FILE[/]"
    )
    browse(console)


def show(console: Console, about: str, arguments: list[str]) -> None:
    """Echo a command line and run it on this very terminal or pipe."""
    console.print(f"\n[dim]# {about}[/]\n[bold green]$[/] [bold]onrecord {' '.join(arguments)}[/]")
    sys.stdout.flush()
    program = Path(sysconfig.get_path("scripts")) / "onrecord"
    subprocess.run([program, *arguments], cwd=ROOT, check=True)


def browse(console: Console) -> None:
    """Serve the archive and say where; on a terminal until Ctrl-C, else until one page was had."""
    arguments = ["serve", ARCHIVE, "--port", "0"]
    console.print(f"\n[dim]# The archive in a browser.[/]\n[bold green]$[/] [bold]onrecord {' '.join(arguments)}[/]")
    sys.stdout.flush()
    program = Path(sysconfig.get_path("scripts")) / "onrecord"
    with subprocess.Popen([program, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            console.print(line.rstrip(), markup=False)
            if sys.stdout.isatty():
                server.wait()
            else:
                with urllib.request.urlopen(line.split()[0], timeout=30) as front:
                    console.print(f"[dim]its front page: {front.status}, {len(front.read()):,} bytes[/]")
        except KeyboardInterrupt:
            pass
        finally:
            server.terminate()


def timed_pages(console: Console) -> Iterator[float]:
    """One line a page as soon as it is read; gives the milliseconds that extract() took."""
    console.print(f"[dim]{row('page', 'first author', 'published', 'characters', 'ms')}[/]")
    folders = sorted((ROOT / PAGES).iterdir())
    onrecord.extract((folders[0] / "page.html").read_bytes())  # the first call ever loads what all later ones use
    for folder in folders:
        served = json.loads((folder / "page.json").read_text("utf-8"))
        html = (folder / "page.html").read_bytes()
        began = time.perf_counter()
        article = onrecord.extract(html, url=served["url"], charset=served.get("charset"))
        elapsed = (time.perf_counter() - began) * 1e3
        author = article.authors[0] if article.authors else "-"
        published = f"{article.published:%Y-%m-%d}" if article.published else "-"
        console.print(row(folder.name, author, published, f"{len(article.text):,}", f"{elapsed:.2f}"), markup=False)
        yield elapsed


def row(page: str, author: str, published: str, characters: str, elapsed: str) -> str:
    """A line of the table, in columns also where an author's name is written in wide characters."""
    left = " ".join(set_cell_size(cell, width) for cell, width in zip((page, author, published), WIDTHS, strict=True))
    return f"{left}{characters:>11}{elapsed:>8}"


if __name__ == "__main__":
    main()
