"""The pages of sentences and of coverage as people open them: from disk, on every width, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from talking_bank import JOURNEY, OWN_WORDS, make_talking_bank
from tellonce.authoring.catalogue import list_sentences
from tellonce.authoring.catalogue.page import catalogue_as_page
from tellonce.authoring.coverage import cover
from tellonce.authoring.coverage.page import coverage_as_page
from tellonce.authoring.coverage.picture import coverage_as_picture
from tellonce.authoring.watching import watched_by
from tellonce.cli.opened import open_at, sound_journeys
from tellonce.engine.flows import begin_deeds
from tellonce.model.catalogue import Catalogue

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages and the picture of the talking bank."""
    folder = tmp_path_factory.mktemp("pages")
    bank = open_at(make_talking_bank(folder / "bank", JOURNEY, OWN_WORDS))
    features = sound_journeys(bank)
    sentences = list_sentences(bank.by_language, bank.deeds.flows, features)
    coverage = cover(bank.project, watched_by(features, bank.sentences), bank.deeds.flows)
    begin_deeds(lambda _flow: None)
    for name, text in {
        "steps.html": catalogue_as_page(Catalogue(service="Talking Bank", sentences=sentences)),
        "coverage.html": coverage_as_page(coverage),
        "coverage.svg": str(coverage_as_picture(coverage, alone=True)),
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def tab(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a browser set up as the test asks; what goes wrong in it fails the test."""
    context = browser.new_context(**getattr(request, "param", {}))
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None)
    yield page
    context.close()
    assert wrong == []


@pytest.mark.parametrize("name", ["steps.html", "coverage.html"])
@pytest.mark.parametrize(
    "tab",
    [
        {"viewport": {"width": 400, "height": 900}, "color_scheme": "light"},
        {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
        {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
    ],
    indirect=True,
    ids=["narrow", "dark", "forced"],
)
def test_a_page_is_accessible_and_asks_for_nothing(tab: Page, written: Path, name: str) -> None:
    tab.goto((written / name).as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")

    found = [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(tab).response["violations"]]
    assert found == []
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_picture_opens_alone(tab: Page, written: Path) -> None:
    tab.goto((written / "coverage.svg").as_uri())

    assert tab.evaluate("document.documentElement.getAttribute('role')") == "img"


def test_the_search_box_finds_words_in_any_order_and_hides_the_rest(tab: Page, written: Path) -> None:
    tab.goto((written / "steps.html").as_uri())
    tab.keyboard.press("Tab")
    while tab.evaluate("document.activeElement.id") != "words":
        tab.keyboard.press("Tab")
    tab.keyboard.type("PHONE she talking")

    shown = tab.locator("article:visible h3").all_inner_texts()
    assert shown == ["{customer} changes {possessive} postal address"]
    assert tab.locator("output").inner_text().startswith("1 of ")
    assert tab.locator("section:visible").count() == 1


@pytest.mark.parametrize("tab", [{"java_script_enabled": False}], indirect=True)
def test_without_javascript_everything_is_there_and_no_dead_box(tab: Page, written: Path) -> None:
    tab.goto((written / "steps.html").as_uri())

    assert tab.locator("form").is_hidden()
    assert tab.get_by_text("the weather is").first.is_visible()
