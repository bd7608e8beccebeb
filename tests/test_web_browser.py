"""The pages in a browser: ways through them, without JavaScript, on a phone, by those who do not see them, and harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import shown
from onrecord.web.app import app
from served import running

RIVER, HARMFUL = shown.river().id, shown.harmful().id
PAGES = (
    "/",
    "/search?q=river",
    "/search?q=bridge",
    "/search?q=%22open",
    f"/articles/{RIVER}",
    f"/articles/{RIVER}/evidence",
    f"/articles/{HARMFUL}",
    f"/articles/{HARMFUL}/evidence",
    "/speakers",
    "/speakers/Jane%20Doe",
    "/speakers?name=o",
    "/speakers?name=nobody",
    "/failures",
    f"/articles/{RIVER}/versions",
    "/compare",
    "/compare?a=Jane+Doe&b=John+Roe",
    "/none",
    "/docs",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on this machine."""
    with running(app(shown.kept(tmp_path_factory.mktemp("browser") / "news.db"))) as address:
        yield address


@pytest.fixture
def opened(browser: Any, site: str) -> Iterator[Any]:
    """A page of a reader with JavaScript, on which nothing may go wrong."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.set_default_timeout(10_000)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert not troubles


def test_a_way_from_a_search_to_a_speaker_and_back(opened: Any) -> None:
    opened.goto("/")
    opened.get_by_label("Search all articles").fill("river")
    opened.get_by_role("button", name="Search").click()
    assert opened.locator("mark").count() > 0
    opened.get_by_role("complementary").get_by_role("link", name="May 2018").click()
    assert "date%3A2018-05" in opened.url
    opened.get_by_role("link", name="River rises further").click()
    assert opened.locator(".said.content").count() >= 3
    assert opened.locator(".said.cue").count() >= 3
    opened.locator(".note").get_by_role("link", name="Jane Doe").click()
    assert opened.get_by_role("heading", level=1).inner_text() == "Jane Doe"
    export = opened.get_by_role("link", name="CSV table").get_attribute("href")
    assert export == "/export/speech.csv?name=Jane+Doe"
    opened.go_back()
    opened.go_back()
    assert opened.get_by_role("heading", name="2 articles").or_(opened.get_by_role("heading", name="1 article")).count()
    opened.get_by_role("complementary").get_by_role("link", name="Without May 2018").click()
    assert opened.url.endswith("/search?q=river")


def test_an_export_is_saved(opened: Any) -> None:
    opened.goto("/speakers/John%20Roe")
    with opened.expect_download() as saved:
        opened.get_by_role("link", name="CSV table").click()
    assert "it will hold" in Path(saved.value.path()).read_text("utf8")


def test_whoever_points_at_a_statement_sees_all_of_it(opened: Any) -> None:
    opened.goto(f"/articles/{RIVER}")
    opened.locator(".said.content", has_text="The river rose by").hover()
    assert opened.locator(".said.lit").count() == 4
    assert opened.locator(".note.lit").count() == 1
    opened.locator(".ref", has_text="4").focus()
    assert opened.locator(".note.lit").inner_text().startswith("4")
    opened.locator(".ref", has_text="4").press("Enter")
    assert opened.url.endswith("#n4")


def test_a_choice_of_order_is_followed_at_once(opened: Any) -> None:
    opened.goto("/search?q=bridge")
    opened.get_by_label("in the order").select_option("oldest")
    opened.wait_for_url("**sort=oldest")
    assert opened.locator(".hit h3").first.inner_text() == "Bridge 0"


def test_the_keyboard_leads_to_the_content_and_to_the_search(opened: Any) -> None:
    opened.goto(f"/articles/{RIVER}")
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.textContent") == "Skip to the content"
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.activeElement.id") == "main"
    opened.keyboard.press("/")
    assert opened.evaluate("document.activeElement.name") == "q"


def test_everything_works_without_a_script(browser: Any, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Search all articles").fill("river")
    page.get_by_role("button", name="Search").click()
    page.get_by_label("in the order").select_option("oldest")
    page.get_by_role("button", name="Search").click()
    assert page.url.endswith("/search?q=river&sort=oldest")
    page.get_by_role("link", name="River rises further").click()
    page.locator(".ref").first.click()
    assert page.locator(".note:target").count() == 1
    page.locator(".note:target summary").click()
    assert page.locator(".note:target dl").is_visible()
    page.get_by_role("link", name="The evidence for each field").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Evidence for each field"
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_wider_than_a_phone(browser: Any, site: str, address: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_what_narrows_a_search_is_beside_it_or_closed_above_it(browser: Any, site: str) -> None:
    for width, script, closed in ((1200, True, False), (1200, False, False), (400, True, True), (400, False, True)):
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": 800}, java_script_enabled=script
        )
        page = context.new_page()
        page.goto("/search?q=river")
        link = page.get_by_role("link", name="example.org")
        assert link.is_visible() is not closed
        group, hits = page.locator(".narrowing").bounding_box(), page.locator(".hits").bounding_box()
        assert (group["y"] + group["height"] <= hits["y"]) is closed
        if closed:
            page.locator(".narrowing > summary").click()
            assert link.is_visible()
        context.close()


def test_evidence_on_a_phone_is_read_from_above(browser: Any, site: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"/articles/{RIVER}/evidence")
    lefts = page.evaluate(
        "[...document.querySelectorAll('.evidence tbody tr:first-child td')].map((td) => td.getBoundingClientRect())"
    )
    assert len({round(box["left"]) for box in lefts}) == 1
    assert all(box["right"] <= 360 for box in lefts)
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.evidence td:nth-child(3)'), '::before').content")
        == '"Rule: "'
    )
    context.close()


def test_statements_are_marked_where_a_reader_has_colours_of_his_own(browser: Any, site: str) -> None:
    context = browser.new_context(base_url=site, forced_colors="active")
    page = context.new_page()
    page.goto(f"/articles/{RIVER}")
    style = page.evaluate("getComputedStyle(document.querySelector('.body .said.content')).outlineStyle")
    assert style == "dotted"
    context.close()


@pytest.mark.parametrize("medium", ["screen", "print"])
@pytest.mark.parametrize("width", [360, 600, 900, 1100, 1400])
def test_every_fact_stands_under_its_own_name(browser: Any, site: str, width: int, medium: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": width, "height": 740})
    page = context.new_page()
    page.emulate_media(media=medium)
    page.goto(f"/articles/{RIVER}")
    boxes = page.evaluate(
        """[...document.querySelectorAll(".facts dt")].map((dt) => {
            const [name, value] = [dt.getBoundingClientRect(), dt.nextElementSibling.getBoundingClientRect()];
            return [value.left - name.left, value.top - name.bottom];
        })"""
    )
    assert len(boxes) >= 7
    assert all(abs(aside) < 1 and abs(below) < 2 for aside, below in boxes), boxes
    context.close()


@pytest.mark.parametrize(
    "address", [f"/articles/{HARMFUL}", f"/articles/{HARMFUL}/evidence", "/search?q=harmed", "/speakers"]
)
def test_harm_is_not_done(browser: Any, site: str, address: str) -> None:
    context = browser.new_context(base_url=site, bypass_csp=True)  # it must not need what else would hold it back
    page = context.new_page()
    dialogs: list[str] = []
    asked: list[str] = []

    def told(dialog: Any) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", told)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    for element in page.locator("main a, main .said").all()[:40]:
        element.dispatch_event("mouseover")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.harmed") is None
    assert not dialogs
    assert all(url.startswith(site) for url in asked)
    assert shown.DRAWING in page.content().replace("&lt;", "<").replace("&gt;", ">") or address == "/speakers"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_those_who_do_not_see_it_can_read_it(browser: Any, site: str, address: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_core_python.sync_playwright", reason="axe-core tells whether pages are accessible")
    context = browser.new_context(base_url=site, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    # in the dark nothing is different but the colours
    only = {"runOnly": ["color-contrast"]} if scheme == "dark" else None
    found = axe.Axe().run(page, options=only)
    worst = [
        (broken["id"], broken["nodes"][0]["html"][:200], broken["nodes"][0].get("failureSummary"))
        for broken in found["violations"]
        if broken["impact"] in ("serious", "critical")
    ]
    assert worst == []
    context.close()
