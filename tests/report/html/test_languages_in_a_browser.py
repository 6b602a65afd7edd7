"""The founding story's report in each language, as people open it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from spoken_runs import NAMES, named

from tellonce.model.cell import CellVerdict
from tellonce.report.html.anchors import cell_route, scenario_route
from tellonce.story.speech import LANGUAGES, speech_of

if TYPE_CHECKING:
    from conftest import ReportPage

pytestmark = pytest.mark.browser

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def routes(cells: tuple[CellVerdict, ...]) -> list[str]:
    broken = next(cell for cell in cells if cell.touchpoint == "card_letter")
    views = ["#/matrix", "#/blueprint", "#/journeys", "#/scenarios", "#/trends"]
    return [*views, scenario_route(broken.scenario), cell_route(broken, 1)]


def keys_in(text: str) -> list[str]:
    """What looks like a key, and is one: it was shown because its words are missing."""
    words = speech_of("en").words
    stems = {key.rpartition(".")[0] for key in words}
    return [found for found in re.findall(r"\b[a-z_]+(?:\.[\w-]+)+", text) if found in words or found in stems]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_speaks_the_language(report_page: ReportPage, language: str) -> None:
    opened = report_page(*named(), language=language, width=360)
    tab = opened.page

    assert tab.locator("html").get_attribute("lang") == language
    assert tab.evaluate(SIDEWAYS) == 0
    assert keys_in(tab.locator("body").inner_text()) == []
    title = tab.locator("h1").first.inner_text()
    if language in NAMES:
        assert title.casefold().startswith(NAMES[language][2].casefold())
        assert NAMES[language][1] in title
    found = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(tab).response["violations"]]
    assert (found, opened.wrong) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_view_shows_a_key_or_is_too_wide(report_page: ReportPage, language: str) -> None:
    told, cells = named()
    opened = report_page(told, cells, language=language, width=360)
    tab = opened.page
    odd: dict[str, Any] = {}
    for route in routes(cells):
        opened.go(route)
        tab.wait_for_selector("#app h1")
        tab.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
        told_keys = keys_in(tab.locator("body").inner_text())
        wider = tab.evaluate(SIDEWAYS)
        if told_keys or wider:
            odd[route] = (told_keys, wider)
    assert (odd, opened.wrong) == ({}, [])


def test_the_language_is_that_of_screen_readers_too(report_page: ReportPage) -> None:
    opened = report_page(*named(), language="de")

    marked = opened.page.locator("#overview [lang]").all()
    assert {element.get_attribute("lang") for element in marked} == {"en"}
    assert "Maria's new card goes to her old home." in [element.inner_text() for element in marked]
