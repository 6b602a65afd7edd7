"""Test cases: one for each scenario that was begun, with its attempts step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gherkin.stream.id_generator import IdGenerator

from tellonce.model.events import EvidenceKept, HookFinished, StepFinished
from tellonce.model.verdict import Outcome
from tellonce.report.formats.messages.attempts import Attempt, Told
from tellonce.report.formats.messages.known import Known
from tellonce.report.formats.messages.moments import Moments
from tellonce.report.formats.messages.results import is_bad, of_hook, of_settling, of_step, plain, settles
from tellonce.report.formats.messages.shown import Shown
from tellonce.report.formats.messages.snippets import Snippets
from tellonce.report.formats.messages.sources import Played, Sources
from tellonce.story.block import block

__all__ = ["Case", "cases_of"]


@dataclass(slots=True, kw_only=True)
class _Step:
    """One test step. place: which step of the pickle; None for a hook, of which hook
    and number say which.  meant: how many sentences say it, if known."""

    id: str
    envelope: dict[str, Any]
    hook: str = ""
    number: int = 0
    place: int | None = None
    meant: int | None = None


@dataclass(slots=True, kw_only=True)
class _Ended:
    """How one test step went in one attempt. shown: what was attached in its course."""

    step: _Step
    result: dict[str, Any]
    at_s: float
    took_s: float = 0.0
    shown: list[EvidenceKept] = field(default_factory=list)


class Case:
    """One scenario: its test steps are the same in each attempt."""

    def __init__(self, attempts: list[Attempt], played: Played, known: Known, moments: Moments, ids: IdGenerator):
        self.attempts, self._played, self._moments, self._ids = attempts, played, moments, ids
        self.id = ids.get_next_id()
        self._started_id = ""
        self._worker = attempts[0].started.worker
        self._steps: list[_Step] = []
        self._hooks("before_scenario", known)
        for place, step in enumerate(played.pickle["steps"]):
            self._steps.append(self._pickled(place, step, known))
        self._hooks("after_scenario", known)
        told = [self._told(attempt) for attempt in attempts]
        self._settling: _Step | None = None
        if any(settles(attempt, [one.result for one in ended]) for attempt, ended in zip(attempts, told, strict=True)):
            self._settling = self._hook_step(known.settling(), "settling")
        self._ended = [self._settled(attempt, ended) for attempt, ended in zip(attempts, told, strict=True)]

    def envelope(self, run: str) -> dict[str, Any]:
        """testCase."""
        steps = [step.envelope for step in self._steps]
        return {
            "testCase": {
                "id": self.id,
                "pickleId": self._played.pickle["id"],
                "testSteps": steps,
                "testRunStartedId": run,
            }
        }

    def begun(self) -> Iterator[tuple[int, int]]:
        """(when it began, its number) of each attempt."""
        for number, attempt in enumerate(self.attempts):
            yield self._moments.nanos(attempt.started.worker, attempt.started.at_s), number

    def played(self, number: int, shown: Shown, snippets: Snippets) -> Iterator[dict[str, Any]]:
        """The envelopes of one attempt."""
        attempt = self.attempts[number]
        yield self._started(attempt, number)
        for one in self._ended[number]:
            yield from self._step(attempt, one, shown, snippets)
        finished = {"testCaseStartedId": self._started_id, "willBeRetried": number + 1 < len(self.attempts)}
        yield {"testCaseFinished": finished | {"timestamp": self._stamp(attempt, attempt.ended_s)}}

    # -- how it is made

    def _pickled(self, place: int, step: dict[str, Any], known: Known) -> _Step:
        made: dict[str, Any] = {"id": self._ids.get_next_id(), "pickleStepId": step["id"]}
        language = self._played.pickle["language"]
        meaning = known.meaning(self._worker, language, step.get("type", ""), step["text"])
        if meaning is not None:
            made["stepDefinitionIds"] = list(meaning[0])
            made["stepMatchArgumentsLists"] = meaning[1]
        meant = len(meaning[0]) if meaning is not None else None
        return _Step(id=made["id"], envelope=made, place=place, meant=meant)

    def _hooks(self, kind: str, known: Known) -> None:
        for called in max((attempt.hooks(kind) for attempt in self.attempts), key=len):
            self._hook_step(known.hook(self._worker, called.kind, called.number), kind, called.number)

    def _hook_step(self, hook: str, kind: str, number: int = 0) -> _Step:
        made = {"id": self._ids.get_next_id(), "hookId": hook}
        self._steps.append(_Step(id=made["id"], envelope=made, hook=kind, number=number))
        return self._steps[-1]

    # -- how it went

    def _told(self, attempt: Attempt) -> list[_Ended]:
        """Each test step of an attempt, Tellonce's own word excepted. Of a run that was cut off, as far as it came."""
        hooks: dict[tuple[str, int], HookFinished] = {
            (one.kind, one.number): one for one in attempt.happened if isinstance(one, HookFinished)
        }
        steps = self._by_place(attempt)
        told: list[_Ended] = []
        at_s = attempt.started.at_s
        for step in self._steps:
            event = hooks.get((step.hook, step.number)) if step.place is None else steps.get(step.place)
            if event is None and attempt.finished is None:
                break
            if event is None:
                result = self._not_reached(step, told)
            else:
                result = of_hook(event) if isinstance(event, HookFinished) else of_step(event)
                if result["status"] == "SKIPPED" and step.place is not None:
                    result = self._not_reached(step, told) if not event.message else result
                at_s = max(at_s, event.at_s)
            took_s = min(event.duration_s, at_s - attempt.started.at_s) if event is not None else 0.0
            told.append(_Ended(step=step, result=result, at_s=at_s, took_s=took_s))
        return self._with_attachments(attempt, told)

    @staticmethod
    def _not_reached(step: _Step, before: list[_Ended]) -> dict[str, Any]:
        """After a step that went wrong, one that could never have gone well is told as such; after a skip it is not."""
        steps = (one.result for one in before if one.step.place is not None)
        first = next((result for result in steps if result["status"] != "PASSED"), None)
        if first is not None and is_bad(first) and step.meant is not None and step.meant != 1:
            return plain("UNDEFINED" if step.meant == 0 else "AMBIGUOUS")
        return plain("SKIPPED")

    def _by_place(self, attempt: Attempt) -> dict[int, StepFinished]:
        """Which step of the pickle each event is of: by its line; where the text was retold, by its order."""
        found: dict[int, StepFinished] = {}
        places: dict[int, list[int]] = {}
        for place, line in enumerate(self._played.lines):
            places.setdefault(line, []).append(place)
        for number, step in enumerate(attempt.steps()):
            if not self._played.lines:
                found[number] = step
            elif places.get(step.line):
                found[places[step.line].pop(0)] = step
        return found

    def _with_attachments(self, attempt: Attempt, told: list[_Ended]) -> list[_Ended]:
        """What was kept before a step ended belongs to it; what came after the last, to the last."""
        waiting: list[EvidenceKept] = []
        owners = self._owners(attempt, told)
        for event in attempt.happened:
            if isinstance(event, EvidenceKept):
                waiting.append(event)
            elif id(event) in owners:
                owners[id(event)].shown.extend(waiting)
                waiting = []
        if waiting and told:
            told[-1].shown.extend(waiting)
        return told

    def _owners(self, attempt: Attempt, told: list[_Ended]) -> dict[int, _Ended]:
        by_place = {one.step.place: one for one in told if one.step.place is not None}
        owners = {id(event): by_place[place] for place, event in self._by_place(attempt).items() if place in by_place}
        called: dict[tuple[str, int], _Ended] = {(one.step.hook, one.step.number): one for one in told if one.step.hook}
        for event in attempt.happened:
            if isinstance(event, HookFinished) and (event.kind, event.number) in called:
                owners[id(event)] = called[event.kind, event.number]
        return owners

    def _settled(self, attempt: Attempt, told: list[_Ended]) -> list[_Ended]:
        if self._settling is None:
            return told
        result = of_settling(attempt, [one.result for one in told])
        return [*told, _Ended(step=self._settling, result=result, at_s=attempt.ended_s)]

    # -- its envelopes

    def _stamp(self, attempt: Attempt, at_s: float) -> dict[str, int]:
        return self._moments.stamp(self._moments.nanos(attempt.started.worker, at_s))

    def _started(self, attempt: Attempt, number: int) -> dict[str, Any]:
        self._started_id = self._ids.get_next_id()
        started: dict[str, Any] = {"id": self._started_id, "testCaseId": self.id, "attempt": number}
        started["timestamp"] = self._stamp(attempt, attempt.started.at_s)
        if attempt.started.worker != "main":
            started["workerId"] = attempt.started.worker
        return {"testCaseStarted": started}

    def _step(self, attempt: Attempt, one: _Ended, shown: Shown, snippets: Snippets) -> Iterator[dict[str, Any]]:
        where = {"testCaseStartedId": self._started_id, "testStepId": one.step.id}
        at = self._stamp(attempt, one.at_s)
        yield {"testStepStarted": where | {"timestamp": self._stamp(attempt, one.at_s - one.took_s)}}
        for kept in one.shown:
            moment = {"timestamp": self._stamp(attempt, kept.at_s)}
            yield shown.envelope(kept.evidence, where | moment, file_name=kept.file_name)
        if one.step is self._settling:
            yield from self._promises(attempt, where | {"timestamp": at}, shown)
        if one.result["status"] == "UNDEFINED":
            yield self._suggestion(one.step, snippets)
        yield {"testStepFinished": where | {"testStepResult": one.result, "timestamp": at}}

    @staticmethod
    def _promises(attempt: Attempt, where: dict[str, Any], shown: Shown) -> Iterator[dict[str, Any]]:
        """What the judge says of each cell that is not kept, and what shows it."""
        there: set[tuple[str, str]] = set()
        for cell in attempt.cells:
            if cell.verdict.outcome is Outcome.PASSING:
                continue
            yield shown.text(block(cell, attempt.cells), where)
            for evidence in cell.evidence:
                if (evidence.path, evidence.text) not in there:
                    there.add((evidence.path, evidence.text))
                    yield shown.envelope(evidence, where, file_name=evidence.caption)

    def _suggestion(self, step: _Step, snippets: Snippets) -> dict[str, Any]:
        pickled = self._played.pickle["steps"][step.place or 0]
        return {
            "suggestion": {
                "id": self._ids.get_next_id(),
                "pickleStepId": pickled["id"],
                "snippets": snippets.of(pickled.get("type", ""), pickled["text"]),
            }
        }


def cases_of(told: Told, sources: Sources, known: Known, moments: Moments, ids: IdGenerator) -> list[Case]:
    """The test cases, in the order in which their scenarios were first begun."""
    attempts: dict[str, list[Attempt]] = {}
    for attempt in told.attempts:
        attempts.setdefault(attempt.known, []).append(attempt)
    cases: list[Case] = []
    for several in attempts.values():
        several.sort(key=lambda attempt: attempt.number)
        played = sources.of(several[0])
        if played is not None:
            cases.append(Case(several, played, known, moments, ids))
    return cases
