"""What sentences with rules of their own were answered, judged once more from the history alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tellonce.judge.effort import judge_asked
from tellonce.judge.effort_reader import EffortReader
from tellonce.judge.expected import judge_expectation
from tellonce.judge.index import HistoryIndex, Reader
from tellonce.judge.never import judge_leftovers, judge_never
from tellonce.judge.sentence import SentenceJudgement
from tellonce.model.events import (
    EffortAsked,
    Event,
    LeftoversSought,
    NeverAsked,
    OfTouchpoints,
    Question,
    ScenarioFinished,
    SentenceAnswered,
)

__all__ = ["Answered", "AnswersAgain", "answer"]


def answer(index: HistoryIndex, question: OfTouchpoints) -> SentenceJudgement:
    """Judge one question about touchpoints by what the index holds."""
    if isinstance(question, NeverAsked):
        return judge_never(index, question)
    if isinstance(question, LeftoversSought):
        return judge_leftovers(index, question)
    return judge_expectation(index, question)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One question, what was recorded of it, and what judging again says. recorded: "" in histories older than that."""

    question: Question
    recorded: str
    again: SentenceJudgement

    @property
    def differs(self) -> bool:
        """Whether judging again comes to another outcome than was recorded."""
        return bool(self.recorded) and self.recorded != self.again.outcome


@dataclass(slots=True)
class AnswersAgain:
    """Listens to a history and judges each question where it was asked: by what came before it, and nothing else."""

    answered: list[Answered] = field(default_factory=list)
    _reader: Reader = field(default_factory=Reader)
    _effort: EffortReader = field(default_factory=EffortReader)
    _open: dict[tuple[str, str], tuple[Question, SentenceJudgement]] = field(default_factory=dict)

    def listen(self, events: Iterable[Event]) -> Iterator[Event]:
        """The same events; when they are through, `answered` is complete."""
        for event in events:
            self._reader.read(event)
            self._effort.read(event)
            if isinstance(event, Question):
                self._close((event.worker, event.scenario), "")
                self._open[event.worker, event.scenario] = event, self._answer(event)
            elif isinstance(event, SentenceAnswered):
                self._close((event.worker, event.scenario), event.outcome)
            elif isinstance(event, ScenarioFinished):
                self._close((event.worker, event.scenario), "")
                self._reader.let_go(event)
            yield event
        for scenario in list(self._open):
            self._close(scenario, "")

    def _answer(self, question: Question) -> SentenceJudgement:
        if isinstance(question, EffortAsked):
            return judge_asked(self._effort, question)
        return self._reader.so_far(question, answer)

    def _close(self, scenario: tuple[str, str], recorded: str) -> None:
        if scenario in self._open:
            question, again = self._open.pop(scenario)
            self.answered.append(Answered(question=question, recorded=recorded, again=again))
