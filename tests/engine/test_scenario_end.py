"""How a scenario ends: a green list of steps with a broken or unseen cell is not green."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from engine_bench import PASSWORD, Bank, open_bank
from made_runs import cell, stale_card

from tellonce.engine.protocol import ScenarioEnd
from tellonce.engine.scene import Scene
from tellonce.model.cell import CellVerdict
from tellonce.model.masks import MaskSettings
from tellonce.model.verdict import Verdict
from tellonce.story.masks import Masks

FINE = cell("profile", id="11110001")
BROKEN = stale_card(id="7f3a0001")
UNSEEN = cell("mail", Verdict.UNOBSERVED, id="22220001", reason="the mail server refused")
OPEN = cell("invoice", Verdict.PENDING, id="33330001")


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bank]:
    with open_bank(tmp_path_factory.mktemp("bank")) as bank:
        yield bank


def ended(
    bank: Bank,
    status: str,
    *cells: CellVerdict,
    message: str = "",
    died: str = "",
    inapplicable: Sequence[str] = (),
    in_the_way: Sequence[str] = (),
) -> ScenarioEnd:
    """How a scenario with these cells ends whose steps ended with `status`."""
    scene = SimpleNamespace(
        verdicts=lambda: cells,
        inapplicable=lambda: list(inapplicable),
        unexpected_refusals=lambda: [],
        in_the_way=lambda: list(in_the_way),
    )
    bank.engine._broken = died
    try:
        return bank.engine._end(cast(Scene, scene), status, message)
    finally:
        bank.engine._broken = ""


@pytest.mark.parametrize(
    ("steps", "cells", "status"),
    [
        ("passed", (), "passed"),
        ("passed", (FINE,), "passed"),
        ("passed", (FINE, BROKEN), "failed"),
        ("passed", (FINE, UNSEEN), "inconclusive"),
        ("passed", (FINE, OPEN), "inconclusive"),
        ("passed", (UNSEEN, BROKEN), "failed"),
        ("failed", (FINE,), "failed"),
        ("failed", (UNSEEN,), "inconclusive"),
        ("failed", (BROKEN,), "failed"),
        ("error", (FINE,), "error"),
        ("error", (UNSEEN,), "error"),
        ("error", (BROKEN,), "failed"),
        ("skipped", (), "skipped"),
        ("undefined", (), "error"),
    ],
)
def test_the_worst_of_steps_and_cells_decides(
    bank: Bank, steps: str, cells: tuple[CellVerdict, ...], status: str
) -> None:
    assert ended(bank, steps, *cells).status == status


def test_a_message_tells_of_every_broken_cell_once(bank: Bank) -> None:
    told = ended(bank, "failed", BROKEN, FINE, message="The step says: see tellonce explain 7f3a0001")
    silent = ended(bank, "passed", BROKEN, FINE)

    assert told.message == "The step says: see tellonce explain 7f3a0001"
    assert silent.message.splitlines()[0] == (
        "The card letter still shows the old postal address 1 day after Maria changed it."
    )
    assert silent.message.splitlines()[-1] == "  replay    tellonce explain 7f3a0001"


def test_what_could_not_be_seen_is_told_only_when_nothing_is_broken(bank: Bank) -> None:
    assert "confirmation mail" not in ended(bank, "passed", BROKEN, UNSEEN).message.splitlines()[0]
    assert ended(bank, "passed", UNSEEN).message.splitlines()[0] == (
        "Nobody could see whether the confirmation mail knows Maria's new postal address."
    )


def test_after_a_death_everything_is_an_error_with_its_reason(bank: Bank) -> None:
    assert ended(bank, "failed", BROKEN, died="northbank died") == ScenarioEnd(status="error", message="northbank died")
    assert ended(bank, "error", died="northbank died", message="no answer") == ScenarioEnd(
        status="error", message="because   northbank died\nno answer"
    )


def test_a_scenario_that_was_not_lived_as_she_lives_is_inconclusive(bank: Bank) -> None:
    said = "Maria's device Pixel 99 could not apply: Playwright knows no such device"

    assert ended(bank, "passed", FINE, inapplicable=[said]) == ScenarioEnd(status="inconclusive", message=said)


def test_a_constraint_that_could_not_be_applied_reaches_the_end(tmp_path: Path) -> None:
    with open_bank(tmp_path, change=lambda text: text.replace("1 day", "20 s")) as bank:
        bank.browsing.report = {"locale de-DE": "applied", "device Pixel 99": "could not apply: no such device"}
        bank.scenario()
        bank.she_moves()

        end: Any = bank.engine.finish_scenario("passed", "")

    assert end == ScenarioEnd(status="inconclusive", message="Maria's device Pixel 99 could not apply: no such device")


def test_a_skipped_scenario_settles_nothing(bank: Bank) -> None:
    bank.scenario("skipped")

    assert bank.engine.finish_scenario("skipped", "not on a Sunday") == ScenarioEnd(
        status="skipped", message="not on a Sunday"
    )


def test_what_is_printed_as_it_ends_holds_no_secret_and_no_stranger(tmp_path: Path) -> None:
    with open_bank(tmp_path) as bank:
        bank.engine._stage.masks = Masks(MaskSettings(rules=("email",)))
        bank.scenario()
        bank.she_moves()

        end = bank.engine.finish_scenario("error", f"signed in with {PASSWORD}, and met jo@stranger.example")

    assert end.message == "signed in with [secret], and met ⟦masked: email⟧"
