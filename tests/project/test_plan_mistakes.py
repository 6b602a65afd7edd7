"""Every mistake in a plan is told where it stands, with the blueprint's own words for what would do."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_bank import make_small_bank
from tellonce.model.errors import UsageProblem
from tellonce.model.plan import Feeling, Plan
from tellonce.project import load_project

PLAN = """\
about: Maria moves.
stages:
  - stage: Telling the bank
    does: Types the new address.
    thinks: Once.
    feels: neutral
    touchpoints: [profile]
  - stage: Getting the card
    does: Waits.
    thinks: Not to the old flat.
    feels: uneasy
    moment_of_truth: true
    touchpoints: [card-letter]
"""
STAGES = "  valid         Telling the bank, Getting the card\n"
FEELINGS = "  valid         delighted, content, neutral, uneasy, upset"

MISTAKES = {
    "an unknown stage": (
        ("stage: Getting the card", "stage: Geting the card"),
        "8:5: unknown stage 'Geting the card'\n"
        "  did you mean  Getting the card\n"
        f"{STAGES}"
        "  next          use a stage that a touchpoint of fixtures/blueprint.yaml has",
    ),
    "an unknown touchpoint": (
        ("[card-letter]", "[card-leter]"),
        "13:19: unknown touchpoint 'card-leter'\n  did you mean  card-letter\n  valid         profile, card-letter",
    ),
    "an unknown feeling": (
        ("feels: uneasy", "feels: uneasily"),
        f"11:5: stages.1.feels: 'uneasily' will not do\n  did you mean  uneasy\n{FEELINGS}",
    ),
    "an unknown key": (
        ("thinks: Once.", "think: Once."),
        "3:5: 'thinks' is missing in stages.0\n"
        "journeys/maria/moving.plan.yaml:5:5: unknown key 'think' in stages.0\n"
        "  did you mean  thinks\n"
        "  valid         stage, does, thinks, feels, touchpoints, moment_of_truth",
    ),
    "a stage without a thought": (
        ("thinks: Once.", 'thinks: ""'),
        "5:5: stages.0.thinks: must not be empty",
    ),
    "a stage without a touchpoint": (
        ("[profile]", "[]"),
        "7:5: stages.0.touchpoints: must hold at least 1",
    ),
    "a stage that is planned twice": (
        ("stage: Getting the card", "stage: Telling the bank"),
        "8:5: the stage 'Telling the bank' is planned twice\n"
        "  next          make one of the two, where she is in it first",
    ),
    "a touchpoint that is planned twice": (
        ("[card-letter]", "[card-letter, profile]"),
        "13:32: 'profile' is planned twice; first in the stage 'Telling the bank'\n"
        "  next          name it where she meets it first",
    ),
    "a tolerance without a unit": (
        ("about: Maria moves.", "tolerance: 5"),
        "1:1: tolerance: 5 of what? write '5 s', '5 minutes', '5 days'",
    ),
}


def told(root: Path, plan: str = PLAN, *, name: str = "moving") -> str:
    """All that is said of a project with one journey and this plan; empty when it is sound."""
    make_small_bank(root)
    (root / "journeys/maria").mkdir()
    (root / "journeys/maria/moving.feature").write_text("Feature: Maria moves\n", encoding="utf-8")
    (root / f"journeys/maria/{name}.plan.yaml").write_text(plan, encoding="utf-8")
    try:
        load_project(root)
    except UsageProblem as problem:
        return str(problem)
    return ""


def test_a_plan_is_known_by_its_feature(tmp_path: Path) -> None:
    assert told(tmp_path) == ""
    (known,) = load_project(tmp_path).plans.items()
    assert known[0] == "journeys/maria/moving.feature"
    assert [stage.feels for stage in known[1].stages] == [Feeling.NEUTRAL, Feeling.UNEASY]
    assert (known[1].tolerance, known[1].stage_of("card-letter"), known[1].stage_of("desk")) == (
        60.0,
        "Getting the card",
        "",
    )


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_plan_is_told_where_it_stands(name: str, tmp_path: Path) -> None:
    (right, wrong), said = MISTAKES[name]
    assert told(tmp_path, PLAN.replace(right, wrong)) == f"journeys/maria/moving.plan.yaml:{said}"


def test_a_plan_without_its_feature_is_a_mistake_and_not_silence(tmp_path: Path) -> None:
    assert told(tmp_path, name="movin") == (
        "journeys/maria/movin.plan.yaml:1:1: there is no movin.feature beside this plan\n"
        "  next          did you mean moving.feature? A plan is named as its feature is"
    )


def test_a_plan_is_not_compared_with_a_blueprint_that_has_mistakes(tmp_path: Path) -> None:
    make_small_bank(tmp_path)
    blueprint = tmp_path / "fixtures/blueprint.yaml"
    blueprint.write_text(blueprint.read_text(encoding="utf-8").replace("fed_by: cards", "fed_by: card"))
    (tmp_path / "journeys/moving.feature").write_text("Feature: Maria moves\n", encoding="utf-8")
    (tmp_path / "journeys/moving.plan.yaml").write_text(PLAN.replace("card-letter", "letter"), encoding="utf-8")
    with pytest.raises(UsageProblem) as problem:
        load_project(tmp_path)
    assert [str(one.place) for one in problem.value.problems] == ["fixtures/blueprint.yaml:38:5"]


def test_the_scale_of_feelings_goes_from_the_best_to_the_worst() -> None:
    assert [(feeling.value, feeling.height) for feeling in Feeling] == [
        ("delighted", 5),
        ("content", 4),
        ("neutral", 3),
        ("uneasy", 2),
        ("upset", 1),
    ]


def test_a_plan_that_travelled_in_a_history_reads_the_same(tmp_path: Path) -> None:
    told(tmp_path)
    plan = load_project(tmp_path).plans["journeys/maria/moving.feature"]
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
