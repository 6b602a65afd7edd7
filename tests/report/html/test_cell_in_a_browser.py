"""The cell page, as people open it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from lived import lived, long_letter
from made_runs import cell, run, scenario

from tellonce.model.cell import CellVerdict, Look
from tellonce.model.history import History
from tellonce.model.masks import MaskSettings
from tellonce.model.verdict import Verdict
from tellonce.report.html import Beside
from tellonce.report.html.anchors import cell_route, scenario_key, scenario_route
from tellonce.story.masks import Masks

if TYPE_CHECKING:
    from conftest import ReportPage

pytestmark = pytest.mark.browser
_Made = tuple[History, tuple[CellVerdict, ...], dict[str, str]]


@pytest.fixture
def made(tmp_path: Path) -> _Made:
    return lived(tmp_path)


@pytest.fixture
def at(report_page: ReportPage, made: _Made) -> Callable[..., Any]:
    """Opens the page of a touchpoint's cell."""
    history, cells, routes = made
    return lambda touchpoint, **more: report_page(history, cells, routes[touchpoint], **more)


@pytest.mark.parametrize(
    "way",
    [
        {"width": 360},
        {"width": 360, "scheme": "dark"},
        {"width": 1440},
        {"width": 1440, "scheme": "dark"},
        {"width": 1280, "forced_colors": "active"},
    ],
    ids=lambda way: "-".join(str(value) for value in way.values()),
)
def test_every_cell_is_accessible_fits_and_asks_for_nothing(
    report_page: ReportPage, made: _Made, way: dict[str, Any]
) -> None:
    history, cells, routes = made
    shown = report_page(history, cells, **way)
    found, wrong = {}, []
    for touchpoint, route in routes.items():
        shown.go(route)
        shown.page.wait_for_selector(".cell-page h1")
        shown.page.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
        wider = shown.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += shown.wrong
        bad = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(shown.page).response["violations"]]
        found[touchpoint] = (wider, bad)
        shown.wrong.clear()  # axe asks the frame that may not answer
    assert found == dict.fromkeys(routes, (0, []))
    assert wrong == []


def test_it_says_what_was_promised_what_was_seen_and_by_which_probe_in_which_lane(at: Callable[..., Any]) -> None:
    page = at("card_letter").page
    assert page.locator("#app h1").inner_text() == "Maria's new card goes to her old home."
    assert page.locator(".verdict-said b").inner_text() == "still old"
    assert page.locator(".head .glance dd").all_inner_texts() == [
        "card letter moment of truth",
        "within 1 day",
        "never, as far as was looked: 2.3 days",
        "Card Operations",
    ]
    assert "frontstage lane, by the http probe" in page.locator(".small-print").inner_text()
    assert page.title() == "Maria's new card goes to her old home. · Tellonce"


def test_a_look_behind_the_line_of_visibility_says_what_it_does_not_prove(at: Callable[..., Any]) -> None:
    said = at("card_file").page.locator(".small-print").inner_text()
    assert "this never proves what the envelope shows" in said


def test_each_look_is_drawn_and_stands_in_the_table(at: Callable[..., Any]) -> None:
    page = at("card_letter").page
    named = page.locator(".timeline svg[role=img]").get_attribute("aria-label")
    rows = [row.split("\t") for row in page.locator(".look-table tbody tr").all_inner_texts()]
    assert named is not None
    assert named.startswith("3 looks between the change and 2.3 days; the promise ended at 1 day.")
    assert named.endswith("Her clock was advanced 1 time.")
    assert page.locator(".timeline svg[role=img] .sight").count() == len(rows) == 3
    assert [row[2].split("\n")[-1].strip() for row in rows] == ["old", "could not be read", "old"]
    assert rows[2][1].strip() == "6 May 2026, 17:04"


def test_on_a_phone_no_word_of_when_and_what_was_seen_is_broken(report_page: ReportPage) -> None:
    said = "Maria Weber / Hauptstrasse 12, Whg 46 / 10115 Berlin / GERMANY: the old value, as it was before she moved"
    looks = tuple(Look(start_s=at, end_s=at + 1, sight=sight, said=said) for at, sight in ((11, "0"), (800_000, "O")))
    cells = [cell("card_letter", Verdict.STALE, looks=looks)]
    page = report_page(run(scenario(cells)), cells, cell_route(cells[0], 1), width=360).page
    broken = """cells => cells.flatMap(cell => {
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), found = [], word = document.createRange();
      while (texts.nextNode())
        for (const one of texts.currentNode.data.matchAll(/\\S+/g)) {
          word.setStart(texts.currentNode, one.index);
          word.setEnd(texts.currentNode, one.index + one[0].length);
          if (new Set([...word.getClientRects()].map(line => line.top)).size > 1) found.push(one[0]);
        }
      return found;
    })"""
    seen = page.locator(".look-table td:not(:last-child)")
    seen.first.wait_for()
    assert seen.evaluate_all(broken) == []


def test_looks_at_nearly_the_same_time_do_not_hide_each_other(at: Callable[..., Any]) -> None:
    page = at("card_letter", width=360).page
    places = page.eval_on_selector_all(
        ".timeline svg[role=img] .sight", "all => all.map(one => one.getAttribute('transform'))"
    )
    assert len(places) == len(set(places))


def test_what_was_lost_is_said_in_words(at: Callable[..., Any]) -> None:
    page = at("card_file").page
    assert page.locator(".lost-parts li").all_inner_texts() == [
        "The old street was kept: “Hauptstrasse” instead of “Rosenweg”.",
        "The old postcode was kept: “10115” instead of “80331”.",
        "The old town was kept: “Berlin” instead of “Munich”.",
    ]
    assert page.locator(".parts tbody tr.new th").all_inner_texts() == ["house number"]


def test_the_old_address_is_marked_on_the_letter_and_said_beside_it(at: Callable[..., Any]) -> None:
    page = at("card_letter").page
    page.locator(".letter-page .place.old").first.wait_for()
    assert page.locator(".page-marks li").all_inner_texts() == [
        "Old value in the address window: Hauptstrasse 12",
        "Old value in the address window: 10115 Berlin",
    ]
    inside = page.evaluate("""() => {
        const picture = document.querySelector('.letter-page img').getBoundingClientRect()
        return [...document.querySelectorAll('.letter-page .place')].every(place => {
            const box = place.getBoundingClientRect()
            return box.left >= picture.left && box.right <= picture.right && box.top >= picture.top && box.height > 8
        })
    }""")
    assert inside


@pytest.fixture
def letter_page(report_page: ReportPage, tmp_path: Path) -> Callable[..., Any]:
    """Opens the page of a cell whose evidence is a letter of these pages."""

    def opened(*texts: str, verdict: Verdict = Verdict.STALE, way: dict[str, Any] | None = None, **more: Any) -> Any:
        found = cell("card_letter", verdict, evidence=long_letter(tmp_path, *texts, **more))
        return report_page(run(scenario([found])), [found], "#/cell/1dd1a44b31/1/address/card_letter", **(way or {}))

    return opened


def test_of_a_letter_the_page_on_which_the_value_stands_is_shown_and_the_others_unfold(
    letter_page: Callable[..., Any],
) -> None:
    shown = letter_page("Dear Maria,", "we write to Hauptstrasse 12 still", of=9, left_out="small print")
    page = shown.page
    page.locator(".letter-page .place.old").wait_for()
    assert page.locator(".evidence .exhibit > figcaption .place-said").first.inner_text() == "page 2 of 9"
    assert page.locator(".page-marks li").all_inner_texts() == ["Old value on the page: Hauptstrasse 12"]
    mark, picture = (page.locator(f".letter-page {one}").first.bounding_box() for one in (".place", "img"))
    assert mark["width"] < picture["width"] / 4  # the words, not the line
    assert page.locator(".other-pages .exhibit").first.is_hidden()
    page.get_by_text("The 8 other pages of this letter").click()
    others = page.locator(".other-pages .exhibit > figcaption .place-said").all_inner_texts()
    assert others == ["page 1 of 9", "7 more of 9 pages: they were kept as text, not as pictures"]
    assert page.locator(".other-pages").get_by_text("small print").is_visible()
    page.locator(".other-pages .enlarge").press("Enter")
    page.locator("dialog[open]").wait_for()
    assert page.locator("dialog[open] .bar b").inner_text() == "letter 000124.pdf, page 1 of 9"
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    assert page.locator(".other-pages .exhibit").first.is_visible()
    assert shown.wrong == []


def test_a_link_to_another_page_of_a_letter_opens_it(letter_page: Callable[..., Any]) -> None:
    shown = letter_page("Dear Maria,", "we write to Hauptstrasse 12 still")
    picture = shown.page.evaluate("document.querySelector('.other-pages a').getAttribute('href')")
    shown.go(f"#/cell/1dd1a44b31/1/address/card_letter?open={Path(picture).stem}")
    shown.page.locator("dialog[open] img").wait_for()
    assert shown.page.locator("dialog[open]").get_attribute("aria-label") == "letter 000124.pdf, page 1 of 2"


def test_a_garbled_value_is_marked_in_a_way_of_its_own(letter_page: Callable[..., Any]) -> None:
    shown = letter_page("ROSENWEG 7b, 80331 Mun", verdict=Verdict.GARBLED)
    page = shown.page
    page.locator(".letter-page .place.garbled").first.wait_for()
    assert page.locator(".page-marks li").all_inner_texts() == [
        "Garbled value in the address window: ROSENWEG",
        "New value in the address window: 7b, 80331",
        "Garbled value in the address window: Mun",
    ]
    shape = "one => { const own = getComputedStyle(one); return [own.borderRadius, own.backgroundImage] }"
    garbled, new = (page.locator(f".place.{one}").first.evaluate(shape) for one in ("garbled", "new"))
    assert garbled != new
    page.get_by_text("The text of the page").click()
    marked = page.locator(".text mark.garbled")
    assert (marked.all_inner_texts(), marked.first.get_attribute("title")) == (["ROSENWEG", "Mun"], "Garbled value")
    assert shown.wrong == []


@pytest.mark.parametrize(
    "way",
    [{"width": 360}, {"width": 1440, "scheme": "dark"}, {"width": 1280, "forced_colors": "active"}],
    ids=lambda way: "-".join(str(value) for value in way.values()),
)
def test_a_long_letter_is_accessible_and_fits(letter_page: Callable[..., Any], way: dict[str, Any]) -> None:
    pages = ("Dear Maria,", "ROSENWEG 7b, 80331 Mun")
    page = letter_page(*pages, verdict=Verdict.GARBLED, of=4, left_out="small print", way=way).page
    page.locator(".place.garbled").first.wait_for()
    page.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(page).response["violations"]] == []


def test_a_picture_opens_larger_by_keyboard_and_its_address_is_kept(at: Callable[..., Any]) -> None:
    shown = at("card_letter")
    page = shown.page
    page.locator(".letter-page .enlarge").press("Enter")
    page.locator("dialog[open]").wait_for()
    assert re.search(r"[?&]open=[0-9a-f]{24}$", page.url)
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    page.wait_for_url(lambda url: "open=" not in url)  # the dialog closes first, and then says so
    assert page.evaluate("document.activeElement.className") == "enlarge"


def test_a_link_to_an_open_picture_opens_it(report_page: ReportPage, made: _Made) -> None:
    history, cells, routes = made
    [letter] = next(one for one in cells if one.touchpoint == "card_letter").evidence
    page = report_page(history, cells, f"{routes['card_letter']}?open={Path(letter.path).stem}").page
    page.locator("dialog[open] img").wait_for()
    assert page.locator("dialog[open]").count() == 1


def test_a_mail_is_shown_with_its_head_its_text_and_its_html_in_a_frame_that_may_do_nothing(
    at: Callable[..., Any],
) -> None:
    shown = at("mail")
    page = shown.page
    assert page.locator(".letterhead dd").all_inner_texts()[:3] == [
        "Northbank <news@northbank.example>",
        "maria@neu.example",
        "Ihre neue Adresse",
    ]
    assert page.locator(".letterhead mark.new").all_inner_texts() == ["Rosenweg", "7b", "80331", "Munich"]
    page.get_by_text("As sent, made safe").click()
    frame = page.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == "We write to Rosenweg 7b, 80331 Munich"
    assert page.locator("iframe").get_attribute("sandbox") == ""
    assert frame.locator("body").evaluate("body => getComputedStyle(body).fontSize") == "15px"
    assert shown.wrong == []


def test_a_line_of_a_file_and_an_answer_are_tables(at: Callable[..., Any]) -> None:
    shown = at("card_file")
    assert shown.page.locator(".numbered .number").inner_text().strip().endswith("2")
    assert shown.page.locator(".rows mark.old").all_inner_texts() == ["Hauptstrasse", "10115"]


def test_json_is_a_table(at: Callable[..., Any]) -> None:
    rows = at("agent").page.locator(".rows tbody tr").all_inner_texts()
    assert rows[0].split("\t") == ["customer › address › street", "Rosenweg"]


def test_one_goes_from_break_to_break(at: Callable[..., Any]) -> None:
    page = at("mail").page
    page.get_by_role("link", name="Next break").click()
    page.get_by_role("heading", level=1, name="Maria's new card goes to her old home.").wait_for()
    assert page.locator(".breaks-nav .note").inner_text() == "Break 2 of 3"
    page.get_by_role("link", name="Previous break").click()
    page.get_by_role("heading", level=1, name=re.compile("confirmation mail")).wait_for()


def test_who_knew_when_links_to_the_others(at: Callable[..., Any]) -> None:
    page = at("card_letter").page
    assert page.locator(".knew li").count() == 7
    page.locator(".knew").get_by_role("link", name="agent desktop").click()
    page.get_by_role("heading", level=1, name=re.compile("agent desktop")).wait_for()


def test_what_came_after_its_promise_and_is_in_time_says_why(report_page: ReportPage) -> None:
    cells = [cell("card_letter", reached_after_s=700_000.0), cell("card_file"), cell("profile", reached_after_s=5.5)]
    page = report_page(run(scenario(cells)), cells, cell_route(cells[1], 1)).page
    notes = page.locator(".knew .note").all_inner_texts()
    assert notes == ["within 5 s", "within 1 day", "within 1 day; nothing was sent sooner"]
    page.goto(f"{page.url.partition('#')[0]}{scenario_route(cells[0].scenario)}")
    page.get_by_text("after 8.1 days; promised within 1 day; nothing was sent sooner").wait_for()
    page.goto(f"{page.url.partition('#')[0]}#/blueprint?fact=address&change={scenario_key(cells[0].scenario)}/1")
    page.locator(".bp-knew td", has_text="within 1 day; nothing was sent sooner").wait_for()


def test_a_command_is_copied_or_at_least_selected(at: Callable[..., Any]) -> None:
    page = at("card_letter").page
    page.get_by_role("button", name=re.compile("Copy The story of this cell")).click()
    said = page.locator(".copy [role=status]").first
    said.filter(has_text=re.compile("^(Copied|Selected: press Ctrl.C or ⌘C)$")).wait_for()
    assert page.evaluate("getSelection().toString()").strip() == "tellonce explain 7f3a0001"
    assert page.locator(".copy code").nth(1).inner_text() == (
        "tellonce run 'journeys/maria/moving-house.feature::Maria moves house'"
    )


@pytest.mark.parametrize("touchpoint", ["invoice", "letter"])
def test_a_cell_that_nobody_looked_at_says_so(touchpoint: str, at: Callable[..., Any]) -> None:
    page = at(touchpoint).page
    assert page.get_by_text("Nobody looked at this touchpoint in this run.").is_visible()
    assert page.get_by_text("No evidence was kept for this cell.").is_visible()


@pytest.mark.parametrize("path", ["x/1/address/profile", "", "1dd1a44b31/9/address/profile", "1dd1a44b31/1/a%2Fb/%00"])
def test_a_link_from_another_run_says_that_nothing_is_here(path: str, report_page: ReportPage, made: _Made) -> None:
    shown = report_page(made[0], made[1], f"#/cell/{path}")
    shown.page.get_by_text("There is nothing here under this link.").wait_for()
    assert shown.page.title() == "Nothing here · Tellonce"
    assert shown.wrong == []


def test_a_link_is_the_same_in_the_next_run(made: _Made) -> None:
    assert made[2]["card_letter"] == "#/cell/1dd1a44b31/1/address/card_letter"


def test_what_was_masked_is_counted(report_page: ReportPage, tmp_path: Path) -> None:
    found = cell("mail", last_seen="to jo@mail.example")
    masks = Masks(MaskSettings(rules=("email",)))
    shown = report_page(run(scenario([found])), [found], "#/cell/1dd1a44b31/1/address/mail", beside=Beside(masks=masks))
    assert "⟦masked: email⟧" in shown.page.locator(".compare").inner_text()
    assert "Masked by the project's rules in" in shown.page.locator(".masked-said").inner_text()
    assert "jo@mail.example" not in shown.file.read_text(encoding="utf-8")


def test_it_prints_whole(at: Callable[..., Any]) -> None:
    page = at("card_letter").page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.locator(".letter-page img").wait_for()
    assert page.locator(".top nav").is_hidden()
    assert page.pdf().startswith(b"%PDF")


def test_the_first_look_that_saw_the_news_stands_out(at: Callable[..., Any]) -> None:
    page = at("profile").page
    assert page.locator(".timeline .first-new").count() == 1
    assert page.locator(".look-table .again").all_inner_texts() == ["first seen new"]


def test_no_word_of_the_page_is_missing(report_page: ReportPage, made: _Made) -> None:
    history, cells, routes = made
    shown = report_page(history, cells)
    for route in routes.values():
        shown.go(route)
        shown.page.wait_for_selector(".cell-page h1")
        words = shown.page.locator("#app").inner_text()
        assert re.findall(r"\b(?:cell|exhibit|component|sight|mail|lane|mask)\.[a-zA-Z_-]{2,}\b", words) == []


def test_what_is_true_beside_the_verdict_is_said_in_words(at: Callable[..., Any]) -> None:
    said = at("profile").page.locator(".small-print").inner_text()
    assert "too late: It knew only after the promise ran out.; the old value still stands beside the new one" in said


def test_each_piece_of_evidence_says_of_which_look_it_is(at: Callable[..., Any]) -> None:
    page = at("card_letter", width=1440).page
    page.get_by_text("Evidence of earlier looks").click()
    assert [said.split("\n")[-1] for said in page.locator(".of-look .note").all_inner_texts()] == [
        "seen 2.3 days after the company was told",
        "seen 0.5 s after the company was told",
    ]
    page.wait_for_url(re.compile(r"\?earlier=1$"))  # the browser tells of it a moment later
