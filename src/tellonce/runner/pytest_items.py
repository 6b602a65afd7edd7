"""Journeys as pytest sees them: a file, its rules, its scenarios. Setting up a file is entering its feature."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from typing import TYPE_CHECKING, Any

import pytest

from tellonce.authoring.gherkin import FeatureFile, OneScenario
from tellonce.model.errors import TellonceError

if TYPE_CHECKING:
    from tellonce.runner.pytest_session import JourneySession

__all__ = ["JourneyFile", "JourneyRule", "NotKept", "ScenarioItem"]

# Marks that pytest or a common plugin acts on: as tags they would change the verdict, or need arguments.
_NOT_MARKS = frozenset(
    "parametrize usefixtures skipif skip xfail filterwarnings "  # noqa: SIM905 - a list of words reads best as words
    "tryfirst trylast asyncio anyio timeout flaky xdist_group django_db no_cover".split()
)


class NotKept(Exception):
    """A scenario that did not pass; its text is all that a person needs."""


class JourneyFile(pytest.File):
    """One feature file."""

    journeys: JourneySession
    feature: FeatureFile

    @classmethod
    def of(cls, parent: pytest.Collector, journeys: JourneySession, feature: FeatureFile) -> JourneyFile:
        """A node for one parsed feature."""
        node: JourneyFile = cls.from_parent(parent, path=feature.path)
        node.journeys, node.feature = journeys, feature
        return node

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """Scenarios in the order of the file, those of a rule under the rule."""
        rules: dict[str, JourneyRule] = {}
        for one in self.feature.scenarios():
            if one.rule is None:
                yield ScenarioItem.of(self, self.journeys, self.feature, one)
            elif one.rule not in rules:
                rules[one.rule] = JourneyRule.of(self, one.rule)
                yield rules[one.rule]

    def setup(self) -> None:
        """Start the run at the first journey of this process, then enter the feature."""
        _said(self.journeys.begin)
        _said(self.journeys.runner.enter, self.feature.model)

    def teardown(self) -> None:
        """Leave the feature; after_feature runs once even when only a part was selected."""
        if self.journeys.begun:
            _said(self.journeys.runner.leave, self.feature.model)


class JourneyRule(pytest.Collector):
    """One Rule of a feature."""

    parent: JourneyFile

    @classmethod
    def of(cls, parent: JourneyFile, name: str) -> JourneyRule:
        """A node for one rule, by its name."""
        node: JourneyRule = cls.from_parent(parent, name=name)
        return node

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """The scenarios of this rule."""
        for one in self.parent.feature.scenarios():
            if one.rule == self.name:
                yield ScenarioItem.of(self, self.parent.journeys, self.parent.feature, one)

    def _model(self) -> Any:
        return next(
            rule
            for rule in self.parent.feature.model.rules
            if any(
                one.rule == self.name and one.model in rule.walk_scenarios() for one in self.parent.feature.scenarios()
            )
        )

    def setup(self) -> None:
        """Enter the rule."""
        _said(self.parent.journeys.runner.enter, self._model())

    def teardown(self) -> None:
        """Leave the rule."""
        _said(self.parent.journeys.runner.leave, self._model())


class ScenarioItem(pytest.Item):
    """One scenario, or one row of an outline."""

    journeys: JourneySession
    feature: FeatureFile
    scenario: OneScenario
    status: str

    @classmethod
    def of(cls, parent: Any, journeys: JourneySession, feature: FeatureFile, one: OneScenario) -> ScenarioItem:
        """A node for one scenario; its tags become marks that -m knows and words that -k knows."""
        name = one.id.rpartition("::")[2]
        node: ScenarioItem = cls.from_parent(parent, name=name)
        node.journeys, node.feature, node.scenario, node.status = journeys, feature, one, "error"
        for tag in one.tags:
            mark = "".join(letter if letter.isalnum() else "_" for letter in tag)
            if mark.isidentifier() and mark not in _NOT_MARKS and not mark.startswith("_"):
                node.config.addinivalue_line("markers", f"{mark}: a tag of journeys")
                node.add_marker(mark)
            node.extra_keyword_matches.add(str(tag))
        return node

    def runtest(self) -> None:
        """Run it on behave's step engine. Raises NotKept, or Skipped."""
        runner = self.journeys.runner
        outcome = runner.run_scenario(self.scenario.model)
        self.status = outcome.status
        if runner.step_registry.interrupted or self.journeys.stopping:
            raise KeyboardInterrupt
        if runner.aborted:
            self.session.shouldfail = "a step or hook aborted the run"
        if outcome.status == "skipped":
            pytest.skip(outcome.text or "skipped")
        if not outcome.kept:
            raise NotKept(outcome.text)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The engine's words, without a traceback: it would show the runner, not the service."""
        if isinstance(excinfo.value, NotKept):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[PathLike[str] | str, int | None, str]:
        """Where the scenario stands."""
        return self.path, self.scenario.line - 1, self.name


def _said(act: Any, *args: Any) -> None:
    """Problems of hooks and engine are sentences; pytest shows them without a traceback."""
    try:
        act(*args)
    except TellonceError as problem:
        raise pytest.fail.Exception(str(problem), pytrace=False) from None
