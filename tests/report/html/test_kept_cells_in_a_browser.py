"""What is said of a kept promise: the app finds the words itself, and they must be Python's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from made_runs import cell, run, scenario
from spoken_runs import named

from tellonce.model.history import History
from tellonce.report.html.anchors import cell_route
from tellonce.story.headline import headline
from tellonce.story.names import naming
from tellonce.story.speech import LANGUAGES, speaking

if TYPE_CHECKING:
    from conftest import ReportPage

pytestmark = pytest.mark.browser
_REACHED_S = (0.0, 0.04, 2.25, 59.6, 90.0, 5_400.0, 86_400.0, 200_000.0, 14 * 86_400.0, 2_592_000.0, None)
"""Moments to weeks, and a refused change, which was to reach nobody."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_app_says_of_a_kept_promise_what_python_says(language: str, report_page: ReportPage) -> None:
    named_in_it, _ = named()
    begun = named_in_it.events[0]
    expected, seen = [], []
    for reached_s in _REACHED_S:
        kept = cell("card_letter", reached_after_s=reached_s)
        played = History(events=[begun, *run(scenario([kept])).events[1:]])
        with speaking(language), naming() as names:
            names.learn(played.run().blueprint)  # type: ignore[union-attr]
            expected.append(headline(kept))
        tab = report_page(played, [kept], cell_route(kept, 1), language=language).page
        seen.append(tab.locator(".cell-page h1").inner_text())
    assert seen == expected
