"""A feature with all that Gherkin has, as a run of it is told: prose, a rule, backgrounds, Examples, tables, texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from made_runs import WALL, run

from tellonce.authoring.as_written import below_step, described_parts, description_of, example_of
from tellonce.authoring.gherkin import FeatureFile, read_text
from tellonce.model.events import Event, FeatureDescribed, ScenarioFinished, ScenarioStarted, StepFinished
from tellonce.model.history import History

__all__ = ["JOURNEY", "PLAIN", "ROW", "WRITTEN", "as_played", "as_run", "everywhere"]

JOURNEY = "journeys/maria/moving-house.feature"
PLAIN = f"{JOURNEY}::Maria moves house"
ROW = f"{JOURNEY}::Cards follow her::Her gold card comes"
WRITTEN = '''\
Feature: Maria moves house
  She tells the bank once, in self-service, and expects that everybody who writes to her knows it from then on.
  That is all that she asks.

  As a customer who moves
  I want to say so once

  Background: a customer of many years
    She has a card, and post on its way.
    Given Maria is signed in
      | card | sent on    |
      | gold | 2026-05-04 |

  Scenario: Maria moves house
    She is told at once what happens next.
    When she changes her postal address to
      | street       | Rosenweg |
      | house number | 7b       |
      | postcode     | 80331    |
      | city         | Munich   |
    And the partner is told
      """json
      {
        "address": "Rosenweg 7b, 80331 Munich"
      }
      """
    Then she reads
      """
      Dear Maria,

        your new address is known.
      """

  Rule: Cards follow her
    Whatever the card, it comes to the door behind which she lives.

    Background:
      Given a card is about to be renewed

    Scenario Outline: Her <card> card comes
      When the <card> card is sent
        | card   | within   |
        | <card> | <within> |
      Then it comes to her new home

      Examples: cards that are renewed
        | card   | within | sent by | to the branch | with a letter | insured up to | price |
        | gold   | 1 day  | courier | no            | yes           | 500           | 0.00  |
        | silver | 3 days | post    | no            | yes           | 100           | 0.00  |
'''


def everywhere(said: str) -> str:
    """A feature in which this stands in ten places beside the words of steps: wherever something can stand."""
    return f'''\
Feature: F
  {said}

  Background: {said}
    {said}
    Given a
      | {said} | b |

  Rule: R
    {said}

    Scenario Outline: S
      {said}
      Given b
        """
        {said}
        """

      Examples: {said}
        | {said} | b |
        | {said} | 1 |
'''


def as_played(text: str = WRITTEN, journey: str = JOURNEY) -> list[Event]:
    """All its scenarios, each of whose steps passed."""
    feature = read_text(text, Path("/project") / journey, Path("/project"))
    assert isinstance(feature, FeatureFile)
    parts = described_parts(feature)
    events: list[Event] = [FeatureDescribed(journey=journey, parts=parts, wall=WALL)] if parts else []
    for one in feature.scenarios():
        example = example_of(one.model)
        described = one.model if example is None else one.model.parent
        events.append(
            ScenarioStarted(
                scenario=one.id,
                wall=WALL,
                journey=journey,
                line=one.line,
                feature=feature.model.name,
                name=one.name,
                description=description_of(described, feature.lines),
                example=example,
            )
        )
        events += [
            StepFinished(
                scenario=one.id,
                wall=WALL,
                keyword=step.keyword,
                text=step.name,
                line=step.line,
                status="passed",
                duration_s=0.4,
                below=below_step(step, feature.lines),
            )
            for step in one.model.all_steps
        ]
        events.append(ScenarioFinished(scenario=one.id, wall=WALL, status="passed"))
    return events


def as_run(events: Sequence[Event] | None = None) -> History:
    """A run of nothing else."""
    return run(as_played() if events is None else events)
