"""What became of each customer's constraints, and what was in her way, on the page and in the account."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from made_runs import WALL, run, scenario
from unpacked import unpacked

from tellonce.model.barrier import Barrier
from tellonce.model.events import ConstraintFound, Event, KeyboardUsed, PageMet
from tellonce.report.account import take_account
from tellonce.report.html import render

TAKEN = "<script>document.title='taken'</script>"
WHO = {"wall": WALL, "at_s": 12.0, "customer": "maria-1"}


def lived(*events: Event) -> list[Event]:
    """A sound scenario of Maria's, in which this happened too."""
    *before, finished = scenario()
    return [*before, *(event.model_copy(update={"scenario": finished.scenario}) for event in events), finished]


def customer_on(page: str) -> dict[str, Any]:
    """Maria, as the page carries her."""
    customer: dict[str, Any] = unpacked(page).scenarios[0]["customers"][0]
    return customer


def test_what_became_of_a_constraint_replaces_what_was_said_at_first(tmp_path: Path) -> None:
    found = ConstraintFound(**WHO, scenario="", constraint="device", said="could not apply: a script in her place")
    idle = ConstraintFound(**WHO, scenario="", constraint="screen reader", said="nothing to apply: no page was met")
    other = found.model_copy(update={"customer": "jan-1", "said": "applied"})

    account = take_account(run(lived(found, idle, other)), ())
    page = render(account, tmp_path)

    assert account.scenarios[0].customers[0].constraints == {
        "device": "could not apply: a script in her place",
        "reduced_motion": "could not apply: the browser has no such setting",
        "screen reader": "nothing to apply: no page was met",
    }
    assert customer_on(page)["constraints"] == account.scenarios[0].customers[0].constraints


def test_barriers_are_told_beside_who_met_them_the_worst_first(tmp_path: Path) -> None:
    pale = Barrier(rule="color-contrast", impact="serious", says="Too pale", selectors=("p",))
    nameless = Barrier(rule="label", impact="critical", says=TAKEN, selectors=("#city",))
    met = PageMet(
        **WHO,
        scenario="",
        during="she moves",
        url="http://bank/form",
        title="Moving",
        checked=True,
        barriers=(pale, nameless),
    )
    far = Barrier(rule="out-of-reach", impact="serious", says="what she acts on is inert", selectors=("button",))
    hands = KeyboardUsed(**WHO, scenario="", during="she moves", acts=1, barriers=(far,))

    page = render(take_account(run(lived(met, hands)), ()), tmp_path)

    told = customer_on(page)["barriers"]
    assert told[0].startswith("a field has no name:")
    assert told[0].endswith(f"axe: {TAKEN} (label, critical): #city on Moving")
    assert told[1:] == [
        "text is too pale against what is behind it: with weak eyes or in the sun it cannot be read; "
        "axe: Too pale (color-contrast, serious): p on Moving",
        "what she acts on is inert (out-of-reach, serious): button",
    ]
    assert TAKEN not in page


def test_who_met_nothing_in_her_way_has_no_list_of_it(tmp_path: Path) -> None:
    met = PageMet(**WHO, scenario="", during="she moves", url="http://bank/form", checked=True)

    assert customer_on(render(take_account(run(lived(met)), ()), tmp_path))["barriers"] == []
