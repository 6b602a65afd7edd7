"""The line of a broken promise."""

from __future__ import annotations

from made_runs import cell

from tellonce.model.cell import Look
from tellonce.model.verdict import Verdict
from tellonce.report.account import Break
from tellonce.report.breaks import break_lines

DAY_S = 86400.0


def test_what_came_late_is_told_with_when_it_came_and_not_with_the_last_look() -> None:
    looks = (
        Look(start_s=1.5 * DAY_S, end_s=1.5 * DAY_S, sight="N", said="new"),
        Look(start_s=20 * DAY_S, end_s=20 * DAY_S, sight="N", said="new again"),
    )
    [line] = break_lines([Break(cells=(cell("card_letter", Verdict.LATE, reached_after_s=1.5 * DAY_S, looks=looks),))])

    assert "postal address too late, 1.5 days after Maria told; promised within 1 day" in line


def test_what_is_still_old_is_told_with_the_last_look() -> None:
    looks = (Look(start_s=20 * DAY_S, end_s=20 * DAY_S, sight="O", said="old"),)
    [line] = break_lines([Break(cells=(cell("card_letter", Verdict.STALE, looks=looks),))])

    assert "postal address still old, 20 days after Maria told" in line
