"""Makes docs/img/article.png: an article of the demo's archive as `onrecord serve` shows it, in Chromium.

make demo
.venv/bin/python docs/img/screenshot.py
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from threading import Thread

import uvicorn
from playwright.sync_api import sync_playwright

from onrecord import Archive
from onrecord.web.app import app

ROOT = Path(__file__).resolve().parent.parent.parent
ARCHIVE = ROOT / "build" / "demo" / "news.db"
SIZE = {"width": 1200, "height": 800}


def main() -> int:
    """Serve the demo's archive on this machine, look at one article, keep the picture."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None or not ARCHIVE.exists():
        print("this needs Chromium, and the archive that `make demo` makes", file=sys.stderr)
        return 1
    with Archive(ARCHIVE) as archive:
        article = max(archive.records(), key=lambda record: len(record.reading.statements) if record.reading else 0).id
    server = uvicorn.Server(uvicorn.Config(app(ARCHIVE), port=0, log_level="error"))
    running = Thread(target=server.run)
    running.start()
    while not server.started:
        pass
    port = server.servers[0].sockets[0].getsockname()[1]
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = window.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto(f"http://127.0.0.1:{port}/articles/{article}")
        page.screenshot(path=str(ROOT / "docs/img/article.png"))
        window.close()
    server.should_exit = True
    running.join()
    return 0


if __name__ == "__main__":
    sys.exit(main())
