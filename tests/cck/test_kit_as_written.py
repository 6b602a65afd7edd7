"""What a run writes down of tables, texts, rows of Examples and prose, when samples of the kit are played."""

from __future__ import annotations

from pathlib import Path

from kit_bench import Sample, played

from tellonce.ledger.history_reading import read_history
from tellonce.model.as_written import Below, DescribedPart, ExampleRow
from tellonce.model.events import FeatureDescribed, ScenarioStarted, StepFinished
from tellonce.model.history import History


def lived(sample: str, root: Path) -> History:
    """The history of a run of the sample."""
    played(Sample(sample), root)
    (file,) = root.rglob("history*.ndjson")
    return read_history(file.parent)[0]


def belows(history: History) -> list[Below]:
    steps = (event for event in history.events if isinstance(event, StepFinished))
    return [step.below for step in steps if step.below is not None]


def test_tables_are_written_down_with_the_step(tmp_path: Path) -> None:
    assert belows(lived("data-tables", tmp_path)) == [
        Below(rows=(("a", "b"), ("1", "2"))),
        Below(rows=(("a", "1"), ("b", "2"))),
    ]


def test_texts_are_written_down_with_their_media_type(tmp_path: Path) -> None:
    found = belows(lived("doc-strings", tmp_path))
    assert [below.media_type for below in found] == ["", "", "application/json"]
    assert "Here is some content" in (found[0].text or "")


def test_a_scenario_made_of_a_row_begins_with_it(tmp_path: Path) -> None:
    started = [event for event in lived("examples-tables", tmp_path).events if isinstance(event, ScenarioStarted)]
    assert started[0].example == ExampleRow(
        outline=11, name="These are passing", values={"start": "12", "eat": "5", "left": "7"}
    )
    assert {one.example.name for one in started if one.example} >= {"These are passing", "These are failing"}


def test_the_prose_of_a_feature_is_written_down_once(tmp_path: Path) -> None:
    described = [event for event in lived("rules", tmp_path).events if isinstance(event, FeatureDescribed)]
    assert [one.parts for one in described] == [
        (
            DescribedPart(
                kind="feature",
                line=1,
                description="You can place scenarios inside rules. "
                "This makes it possible to structure Gherkin documents\nin the same way as [example maps](https://cucumber.io/blog/bdd/example-mapping-introduction/).\n\n"
                "You can also use the Examples synonym for Scenario to make them even similar.",
            ),
        )
    ]
