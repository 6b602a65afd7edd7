"""index.html as people open it: from disk, on every width, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_runs import founding_story, plan, planned, run, scenario
from test_report_page import HOSTILE, hostile_cell

from tellonce.model.history import History
from tellonce.report.account import take_account
from tellonce.report.html import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@contextmanager
def opened(
    browser: Browser,
    file: Path,
    *,
    width: int = 1440,
    scheme: Literal["light", "dark"] = "light",
    forced: Literal["active", "none"] = "none",
    media: Literal["screen", "print"] = "screen",
) -> Iterator[tuple[Page, list[str]]]:
    """The page, and what went wrong: console messages, script errors, requests for anything but the file itself."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, forced_colors=forced)
    tab = context.new_page()
    tab.emulate_media(media=media)
    wrong: list[str] = []
    tab.on("console", lambda message: wrong.append(message.text))
    tab.on("pageerror", lambda error: wrong.append(str(error)))

    def asked(request: Any) -> None:
        if request.url != file.as_uri() and not request.url.startswith("data:"):
            wrong.append(request.url)

    tab.on("request", asked)
    tab.goto(file.as_uri())
    try:
        yield tab, wrong
    finally:
        context.close()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    told, cells = founding_story(folder)
    history = History(events=planned(told.events, plan()))
    file = folder / "index.html"
    file.write_text(render(take_account(history, cells), folder), encoding="utf-8")
    return file


def unfold(tab: Page) -> None:
    """What is folded away is not laid out, and axe skips it: open everything, then look."""
    tab.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")


@pytest.mark.parametrize(
    "way",
    [
        {"width": 400, "scheme": "light"},
        {"width": 400, "scheme": "dark"},
        {"width": 1440, "scheme": "light"},
        {"width": 1440, "scheme": "dark"},
        {"width": 1280, "forced": "active"},
        {"width": 1280, "forced": "active", "scheme": "dark"},
        {"width": 1000, "media": "print"},
        {"width": 1000, "media": "print", "scheme": "dark"},
    ],
    ids=lambda way: "-".join(str(value) for value in way.values()),
)
def test_the_page_is_accessible_and_asks_for_nothing(browser: Browser, story: Path, way: dict[str, Any]) -> None:
    with opened(browser, story, **way) as (tab, wrong):
        unfold(tab)
        wrong_before_axe = list(wrong)
        found = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(tab).response["violations"]]
    assert (wrong_before_axe, found) == ([], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 400, 768, 1280, 1920, 3840])
def test_the_page_never_scrolls_sideways(
    browser: Browser, story: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    page_is_wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    with opened(browser, story, width=width, scheme=scheme) as (tab, _):
        folded = tab.evaluate(page_is_wider)
        unfold(tab)
        assert (folded, tab.evaluate(page_is_wider)) == (0, 0)


def test_what_is_said_to_screen_readers_only_takes_no_room(browser: Browser, story: Path) -> None:
    outside = """[...document.querySelectorAll('.hidden')].filter(hidden => {
        const [box, around] = [hidden, hidden.parentElement].map(each => each.getBoundingClientRect())
        return around.width && (box.right > around.right + 1 || box.width > 1 || box.height > 1)
    }).map(hidden => hidden.parentElement.outerHTML)"""
    with opened(browser, story, width=1280) as (tab, _):
        unfold(tab)
        assert tab.evaluate(outside) == []


@pytest.mark.parametrize("width", [400, 1280])
def test_the_first_screen_says_what_broke_to_whom_when_where_and_whom_to_call(
    browser: Browser, story: Path, width: int
) -> None:
    with opened(browser, story, width=width) as (tab, _):
        told = tab.locator(".glance dt").all_inner_texts()
        last = tab.locator(".glance > div").last.bounding_box()
    assert told == ["What broke", "For whom", "When", "Where it broke", "Whom to call"]
    assert last is not None
    assert last["y"] + last["height"] <= 900


def test_a_link_in_the_matrix_opens_the_cell_it_leads_to(browser: Browser, story: Path) -> None:
    with opened(browser, story) as (tab, _):
        tab.locator("#matrix td.kept a").first.click()
        assert tab.locator(".cell.kept[open]").count() == 1


def test_all_pictures_are_really_there(browser: Browser, story: Path) -> None:
    with opened(browser, story) as (tab, _):
        widths = tab.evaluate("[...document.images].map(image => image.naturalWidth)")
    assert len(widths) == 2
    assert all(widths)


def test_hostile_evidence_stays_text(browser: Browser, tmp_path: Path) -> None:
    cells = [hostile_cell(text).model_copy(update={"touchpoint": f"t{n}"}) for n, text in enumerate(HOSTILE)]
    made = render(take_account(run(scenario(cells, message="\n".join(HOSTILE))), cells), tmp_path)
    file = tmp_path / "index.html"
    file.write_text(made, encoding="utf-8")
    with opened(browser, file, width=400) as (tab, wrong):
        assert wrong == []
        assert tab.title() != "taken"
        assert tab.locator("script, iframe, img[src='x'], a[href^='javascript']").count() == 0
        assert tab.locator("h1").is_visible()
        assert tab.evaluate("document.documentElement.scrollWidth") <= 400
