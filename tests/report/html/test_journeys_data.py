"""What the app is given to tell journeys, personas and needs by."""

from __future__ import annotations

from pathlib import Path

from journeys_told import CARD, FLAT, MOVING, also_called, lost, of_two_journeys, retold
from made_runs import cell, run, scenario, stale_card
from unpacked import Unpacked, unpacked

from tellonce.model.cell import CellVerdict
from tellonce.model.effort import Deed
from tellonce.model.events import EffortMeasured
from tellonce.model.history import History
from tellonce.model.verdict import Verdict
from tellonce.report.account import take_account
from tellonce.report.html import render


def told(history: History, cells: list[CellVerdict], folder: Path) -> Unpacked:
    return unpacked(render(take_account(history, cells), folder))


def test_a_journey_has_a_key_that_its_path_alone_decides(tmp_path: Path) -> None:
    index = told(*of_two_journeys(), tmp_path).index
    assert [(one["path"], one["key"]) for one in index["journeys"]] == [
        ("journeys/maria/moving-house.feature", MOVING),
        ("journeys/jan/flat.feature", FLAT),
    ]


def test_the_rule_of_a_scenario_is_read_from_its_id(tmp_path: Path) -> None:
    index = told(*of_two_journeys(), tmp_path).index
    assert index["rules"] == ["", "Cards"]
    assert (index["scenarios"]["rule"], index["scenarios"]["id"][0]) == ([1, 0, 0], CARD)


def test_needs_travel_with_the_run(tmp_path: Path) -> None:
    more = told(*of_two_journeys(), tmp_path).more
    assert list(more["needs"]) == ["S1", "S2", "S3"]
    assert more["needs"]["S2"] == {"need": "Told once", "lives": "She tells it once."}


def test_a_run_of_a_project_without_needs_has_none(tmp_path: Path) -> None:
    assert told(*of_two_journeys(needs=False), tmp_path).more["needs"] == {}


def test_personas_are_told_once_each(tmp_path: Path) -> None:
    personas = told(*of_two_journeys(), tmp_path).more["personas"]
    assert [(one["persona"], one["scenarios"]) for one in personas] == [("Maria", 2), ("Jan", 1)]
    assert personas[1]["pronouns"] == {"possessive": "his"}


def test_what_a_scenario_came_to_is_its_worst_break_and_not_its_first(tmp_path: Path) -> None:
    cells = [cell("mail", Verdict.DUPLICATED, fact="email"), stale_card()]
    events, cells = retold(scenario(cells), cells, "journeys/maria/moving-house.feature::Maria moves")
    assert told(run(events), cells, tmp_path).index["scenarios"]["why"] == ["Maria's new card goes to her old home."]


def test_what_hides_in_needs_is_made_visible(tmp_path: Path) -> None:
    history, cells = of_two_journeys()
    begun = history.run()
    assert begun is not None
    begun.needs["S2"] = begun.needs["S2"].model_copy(update={"need": "Told \u202eonce</script>"})
    need = told(history, cells, tmp_path).more["needs"]["S2"]["need"]
    assert "\u202e" not in need
    assert "once</script>" in need


def test_a_deviation_says_its_stage_and_in_which_scenarios_it_was_seen(tmp_path: Path) -> None:
    [plan] = told(*of_two_journeys(), tmp_path).more["plans"]
    [deviation, *_] = plan["deviations"]
    assert (deviation["kind"], deviation["stage"], deviation["scenarios"]) == ("failing", "renewal", [0])


def test_a_customer_who_gave_up_is_told_with_her_journey(tmp_path: Path) -> None:
    [effort] = told(lost(), [], tmp_path).more["efforts"]
    assert [(one["persona"], one["after_s"], one["doing"]) for one in effort["lost"]] == [
        ("Maria", 31.0, "waiting for the page")
    ]


def test_each_act_is_told_as_numbers_with_its_scenario_change_and_stage(tmp_path: Path) -> None:
    page = told(*also_called(), tmp_path)
    [effort] = page.more["efforts"]
    assert effort["stages"] == ["", "change"]
    number = {page.index["scenarios"]["name"][act[0]]: act[1:] for act in effort["acts"]}
    assert number == {
        "Her card comes to her new home": [1, 1, 1, 3, 0, 2, 0.7, 0.0, 0, 0, 0],
        "She is told at once": [1, 0, 1, 0, 0, 0, 4.0, 0.0, 0, 0, 0],
    }
    assert "scenarios" not in effort


def test_switches_and_refused_channels_are_told_of_scenarios_that_have_any(tmp_path: Path) -> None:
    history, cells = also_called()
    told_in = cells[-3].scenario
    deed = Deed(channel="web", began_s=3.0, ended_s=4.0, addresses=())
    events = [
        *history.events[:-1],
        EffortMeasured(scenario=told_in, customer="maria-1", change="c6", at_s=4.0, deed=deed),
        history.events[-1],
    ]
    page = told(History(events=events), cells, tmp_path)
    names = page.index["scenarios"]["name"]
    assert [(names[one[0]], one[1:]) for one in page.more["efforts"][0]["beside"]] == [
        ("She is told at once", [1, 0, 0])
    ]
