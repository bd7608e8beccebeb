"""The pages of events in a browser: from an event to its words and back, on a phone, for those who do not see, harm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import happened
from onrecord.web.app import app
from served import running

PAGES = (
    "/events",
    "/events?q=struck",
    "/events?q=nothing",
    *(f"/articles/{record.id}" for record in (happened.TALKS, happened.DOUBTFUL, happened.HARMFUL)),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on this machine."""
    with running(app(happened.kept(tmp_path_factory.mktemp("browser") / "news.db"))) as address:
        yield address


@pytest.mark.parametrize("script", [True, False])
def test_a_way_from_a_search_to_the_words_and_back(browser: Any, site: str, script: bool) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=script)
    page = context.new_page()
    page.goto("/events")
    page.get_by_label("Search the articles that tell it").fill("threatened")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("complementary").get_by_role("link", name="threaten").click()
    assert page.get_by_role("heading", name="1 event").count() == 1
    page.locator(".mentions a").click()
    place = page.url.rpartition("#")[2]
    assert page.locator(f"#{place} + .trigger").inner_text() == "threatened"
    assert page.locator(f"#{place} + .trigger").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.get_by_label("Event 2: threaten").click()
    assert page.locator(".happening:target").inner_text().startswith("no date")
    page.locator(".happening:target").get_by_role("link", name="“threatened” in the text").click()
    assert page.url.endswith(f"#{place}")
    context.close()


def test_what_did_not_happen_is_drawn_in_another_way(browser: Any, site: str) -> None:
    page = browser.new_page(base_url=site)
    page.goto(f"/articles/{happened.DOUBTFUL.id}")
    looks = {
        status: page.locator(f".words .trigger.{status}").first.evaluate(
            "e => { const s = getComputedStyle(e); return s.borderBottomStyle + ' ' + s.textDecorationLine; }"
        )
        for status in (*happened.STATUSES, "happened")
    }
    assert len(set(looks.values())) == 5, looks
    page.close()


def test_an_arrow_leads_to_what_it_counts(browser: Any, site: str) -> None:
    page = browser.new_page(base_url=site)
    page.goto("/events?q=actor%3ABAAGOV")
    arrow = page.locator(".network a", has=page.locator("path.edge")).first
    words = arrow.locator("title").text_content()
    arrow.dispatch_event("click")
    page.wait_for_url("**recipient**")
    assert f": {page.locator('.happening').count()}, " in words
    page.close()


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_wider_than_a_phone(browser: Any, site: str, address: str) -> None:
    page = browser.new_page(base_url=site, viewport={"width": 360, "height": 740})
    page.goto(address)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


@pytest.mark.parametrize("address", ["/events", "/events?q=struck", f"/articles/{happened.HARMFUL.id}"])
def test_harm_is_not_done(browser: Any, site: str, address: str) -> None:
    page = browser.new_page(base_url=site, bypass_csp=True)  # it must not need what else would hold it back
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    for element in page.locator("main a, main .trigger").all()[:60]:
        element.dispatch_event("mouseover")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.harmed") is None
    assert all(url.startswith(site) for url in asked)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_those_who_do_not_see_it_can_read_it(browser: Any, site: str, address: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_core_python.sync_playwright", reason="axe-core tells whether pages are accessible")
    page = browser.new_page(base_url=site, color_scheme=scheme, bypass_csp=True)
    page.goto(address)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    # in the dark nothing is different but the colours
    only = {"runOnly": ["color-contrast"]} if scheme == "dark" else None
    worst = [
        (broken["id"], broken["nodes"][0]["html"][:200], broken["nodes"][0].get("failureSummary"))
        for broken in axe.Axe().run(page, options=only)["violations"]
        if broken["impact"] in ("serious", "critical")
    ]
    assert worst == []
    page.close()
