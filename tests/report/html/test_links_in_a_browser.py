"""Links that leave the run's folder, opened as people open them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from made_runs import cell, run, scenario, stale_card

from tellonce.ledger import HistoryWriter
from tellonce.ledger.history_file import combine
from tellonce.report.account import take_account
from tellonce.report.links import links_of
from tellonce.report.page_again import write_page_again
from tellonce.report.write import write_reports

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tellonce.model.cell import CellVerdict

pytestmark = pytest.mark.browser


def stories() -> list[CellVerdict]:
    """Two changes of one scenario, its second attempt, and a place whose key an address would read."""
    again = {"scenario": "journeys/maria/moving-house.feature: Maria moves house#2"}
    odd = cell("letter", change="m-1-2").model_copy(update={"touchpoint": "card/letter?#%2F ü&(x)"})
    return [stale_card(change="m-1-1"), cell("profile", change="m-1-2"), odd, cell("app", **again, change="m-2-1")]


@pytest.mark.parametrize("page", ["as the run left it", "written again"])
def test_each_link_shows_its_cell_and_of_two_scenarios_under_one_id_the_one_that_has_cells(
    browser: Browser, tmp_path: Path, page: str
) -> None:
    every = stories()
    told = scenario(every[:2])
    history = run(told, scenario(every[3:], name="Maria moves house#2"), scenario())
    with HistoryWriter(tmp_path, "main") as writer:
        for event in history.events:
            writer.append(event)
    combine(tmp_path)
    write_reports(tmp_path, history, every, project=tmp_path)
    if page == "written again":
        assert write_page_again(tmp_path, tmp_path / "index.html", project=tmp_path)
    links = links_of(take_account(history, every))

    for one in every:
        tab = browser.new_page()
        wrong: list[str] = []
        tab.on("console", lambda message, wrong=wrong: wrong.append(message.text))
        tab.goto((tmp_path / "index.html").as_uri() + links.cell(one).removeprefix("index.html"))
        shown = tab.locator(".cell-page")
        shown.wait_for()
        assert (f"tellonce explain {one.id}" in shown.inner_text(), wrong) == (True, [])
        tab.close()
