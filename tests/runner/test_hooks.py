"""Hooks beside behave's own: by tags, with names, in order, and each told by itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from toy_project import ToyProject

from tellonce.model.errors import UsageProblem
from tellonce.runner.hooks import hook

NOTES = """
from pathlib import Path

from tellonce import hook

def note(*words):
    with (Path(__file__).parents[1] / "hooks.txt").open("a", encoding="utf-8") as file:
        file.write(" ".join(words) + "\\n")
"""

ORDER = (
    NOTES
    + """
@hook("before_scenario")
def second(context, scenario):
    note("second")

@hook("before_scenario", tags="@slow")
def slow(context, scenario):
    note("slow")

def before_scenario(context, scenario):
    note("behave's own before")

@hook("after_scenario")
def first_written(context, scenario):
    note("first written")

@hook("after_scenario")
def last_written(context, scenario):
    note("last written")

def after_scenario(context, scenario):
    note("behave's own after")
"""
)


def test_hooks_before_are_called_in_order_and_hooks_after_the_other_way_round(journeys: ToyProject) -> None:
    journeys.write({"fixtures/environment.py": ORDER})
    ran = journeys.pytest("journeys/maria/moving.feature", "-k", "tells")

    assert ran.hooks == ("behave's own before", "second", "last written", "first written", "behave's own after")


def test_a_hook_with_tags_is_called_only_for_scenarios_that_have_them(journeys: ToyProject) -> None:
    journeys.write({"fixtures/environment.py": ORDER})
    ran = journeys.pytest("journeys/maria/moving.feature", "-k", "forgotten")

    assert ran.hooks[:3] == ("behave's own before", "second", "slow")


@pytest.mark.parametrize("way", ["scenario.skip()", "raise ValueError('no')"])
def test_after_a_hook_that_failed_or_skipped_later_ones_are_not_called_but_those_after_are(
    journeys: ToyProject, way: str
) -> None:
    written = f"""
@hook("before_scenario")
def stops(context, scenario):
    {way}

@hook("before_scenario")
def not_called(context, scenario):
    note("called all the same")

@hook("after_scenario")
def fails(context, scenario):
    note("after")
    raise ValueError("no")

@hook("after_scenario")
def cleans_up(context, scenario):
    note("cleans up")
"""
    journeys.write({"fixtures/environment.py": NOTES + written})
    ran = journeys.pytest("journeys/maria/moving.feature", "-k", "tells")

    assert ran.hooks == ("cleans up", "after")
    assert ran.code == 1


def test_a_scenario_whose_hook_after_it_failed_is_written_down_as_no_pass(journeys: ToyProject) -> None:
    written = "def after_scenario(context, scenario):\n    raise ValueError('the printer jams')\n"
    journeys.write({"fixtures/environment.py": written})
    ran = journeys.pytest("journeys/maria/moving.feature", "-k", "tells")

    assert list(ran.settled.values()) == ["failed"]
    assert "because   the hook after_scenario failed: ValueError: the printer jams" in ran.out
    assert ran.code == 1


def test_what_before_all_began_is_cleaned_up_when_it_failed(journeys: ToyProject) -> None:
    written = """
@hook("before_all")
def begins(context):
    context.add_cleanup(note, "cleaned up")
    raise ValueError("the key is missing")

@hook("before_all")
def other(context):
    note("other")

@hook("after_all")
def after(context):
    note("after")
"""
    journeys.write({"fixtures/environment.py": NOTES + written})
    ran = journeys.pytest("journeys/maria/moving.feature")

    assert ran.hooks == ("other", "after", "cleaned up")
    assert ran.code == 1
    assert "The hook before_all failed, so no journey was run." in ran.out


@pytest.mark.parametrize(
    ("kind", "tags", "said"),
    [
        ("before_scenarios", "", 'there is no hook "before_scenarios"'),
        ("before_all", "@slow", "before_all is around the whole run, which has no tags"),
        ("before_scenario", "@slow and", 'the tags "@slow and" cannot be read'),
    ],
)
def test_a_hook_that_could_never_be_called_is_refused(kind: str, tags: str, said: str) -> None:
    with pytest.raises(UsageProblem, match=re.escape(said)):
        hook(kind, tags=tags)


def test_a_mistake_in_a_hook_is_told_with_its_line(journeys: ToyProject) -> None:
    journeys.write({"fixtures/environment.py": 'from tellonce import hook\n\n@hook("before_scenari")\ndef x(): pass\n'})
    ran = journeys.pytest("journeys/maria/moving.feature")

    assert ran.code == 4
    assert 'fixtures/environment.py:3: there is no hook "before_scenari"' in ran.out + ran.err


def test_the_hooks_of_the_docs_are_called(journeys: ToyProject) -> None:
    text = (Path(__file__).parents[2] / "docs/reference/hooks.md").read_text(encoding="utf-8")
    journeys.write({"fixtures/environment.py": text.split("```python\n")[1].split("```")[0]})
    feature = "Feature: Cards\n  @card\n  Scenario: A card\n    Given Maria is a customer\n    Then it holds\n"
    journeys.write({"journeys/joe/cards.feature": feature})
    ran = journeys.pytest("journeys/joe/cards.feature", "journeys/maria/moving.feature", "-k", "card or tells")

    assert [line for line in ran.trace if line.startswith("attached")] == ["attached text/plain printer.txt"]
    assert ran.code == 0


def test_what_a_step_attaches_reaches_the_engine(journeys: ToyProject) -> None:
    steps = """
from behave import then

@then("it is shown")
def shown(context):
    context.attach("text/plain", "hello", file_name="hello.txt")
    context.attach("image/png", b"x")
"""
    feature = "Feature: Showing\n  Scenario: Something is shown\n    Then it is shown\n"
    journeys.write({"steps/showing.py": steps, "journeys/joe/showing.feature": feature})
    ran = journeys.pytest("journeys/joe/showing.feature")

    attached = [line.rstrip() for line in ran.trace if line.startswith("attached")]
    assert attached == ["attached text/plain hello.txt", "attached image/png"]
