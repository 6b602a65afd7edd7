"""What is wrong with a steps file in YAML, beyond its shape: names that mean nothing, facts that nobody has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tellonce.engine.flows import Deeds
from tellonce.engine.written.meaning import Known
from tellonce.engine.written.templates import names_in, stray_brace
from tellonce.engine.written.words import parameters_of
from tellonce.model.blueprint import Blueprint
from tellonce.model.errors import Place, Problem
from tellonce.model.written_steps import WrittenAct, WrittenEnrolment, WrittenFlow, WrittenSteps
from tellonce.project.yaml_file import YamlFile

__all__ = ["check_written"]

KeyPath = tuple[str | int, ...]
_Text = tuple[KeyPath, str]


def check_written(steps: WrittenSteps, file: YamlFile, deeds: Deeds, *, root: Path) -> list[Problem]:
    """Every mistake, at its line. Nothing is known of the facts of a project whose deeds have no blueprint."""
    return list(_Check(steps, file, deeds, root).problems())


class _Check:
    def __init__(self, steps: WrittenSteps, file: YamlFile, deeds: Deeds, root: Path) -> None:
        self._steps, self._file, self._deeds, self._root = steps, file, deeds, root
        self._blueprint: Blueprint | None = deeds.blueprint
        in_yaml = {secret for one in steps.enrolments.values() for secret in (*one.made_up, *one.secrets)}
        # What an enrolment in Python, or in another file, gives is known only once it has.
        self._secrets = tuple(sorted(in_yaml)) if steps.enrolments and not deeds.enrolments else None

    def problems(self) -> Iterator[Problem]:
        """All of them, in the file's order."""
        if not self._steps.model_fields_set:
            hint = "write flows:, enrolments:, viewers: or choices:"
            yield Problem(what="this file declares nothing", place=self._file.place(()), hint=hint)
        for role, enrolment in self._steps.enrolments.items():
            if role in self._deeds.enrolments:
                what = f"a second enrolment of '{role}'; the first is at {self._deeds.enrolments[role].place}"
                yield Problem(what=what, place=self._file.place(("enrolments", role)), hint="keep one of them")
            yield from self._enrolment(("enrolments", role), enrolment)
        for name, acts in self._steps.viewers.items():
            if name in self._deeds.viewers:
                what = f"it is said twice how '{name}' signs in"
                yield Problem(what=what, place=self._file.place(("viewers", name)), hint="keep one of them")
            yield from self._acts(("viewers", name), acts, ())
        for index, flow in enumerate(self._steps.flows):
            yield from self._flow(("flows", index), flow)

    def _flow(self, here: KeyPath, flow: WrittenFlow) -> Iterator[Problem]:
        if not flow.sentence.startswith("{customer} "):
            what = f"the flow '{flow.sentence}' does not say who acts"
            place = self._file.place((*here, "sentence"))
            yield Problem(what=what, place=place, hint="begin its sentence with {customer}")
        yield from self._facts(here, flow)
        yield from self._new(here, flow)
        yield from self._acts((*here, "acts"), flow.acts, flow.changed)
        if not any(act.verb not in ("open", "wait_for") for act in flow.acts):
            what = f"in the flow '{flow.sentence}' she tells nothing: she only opens pages"
            yield Problem(what=what, place=self._file.place((*here, "acts")), hint="let her press something")
        for fact, components in flow.learn.items():
            for component, reading in components.items():
                place = self._file.place((*here, "learn", fact, component, "matching"))
                yield from _pattern(reading.matching, place)

    def _facts(self, here: KeyPath, flow: WrittenFlow) -> Iterator[Problem]:
        if self._blueprint is None:
            return
        facts = self._blueprint.facts
        if not flow.changed:
            what = f"the flow '{flow.sentence}' changes nothing"
            yield Problem(what=what, place=self._file.place((*here, "changes")), valid=tuple(facts))
        for nth, fact in enumerate(flow.changed):
            if fact not in facts:
                place = self._file.place((*here, "changes", *(() if isinstance(flow.changes, str) else (nth,))))
                yield Problem(what=f"unknown fact '{fact}'", place=place, bad=fact, valid=tuple(facts))
        for fact, readings in flow.learn.items():
            place = self._file.place((*here, "learn", fact))
            if fact not in facts:
                yield Problem(what=f"unknown fact '{fact}'", place=place, bad=fact, valid=tuple(facts))
                continue
            yield from self._components((*here, "learn", fact), fact, readings)

    def _components(self, here: KeyPath, fact: str, given: Iterable[str]) -> Iterator[Problem]:
        """A value is whole: every component of its kind, and no other."""
        if self._blueprint is None or fact not in self._blueprint.facts:
            return
        known, listed = self._blueprint.facts[fact].components, tuple(given)
        wrong = [component for component in listed if component not in known]
        for component in wrong:
            place = self._file.place((*here, component))
            yield Problem(what=f"unknown component '{component}'", place=place, bad=component, valid=known)
        for component in () if wrong else known:
            if component not in listed:
                yield Problem(what=f"'{component}' of {fact} is missing", place=self._file.place(here), valid=known)

    def _new(self, here: KeyPath, flow: WrittenFlow) -> Iterator[Problem]:
        path, parameters = (*here, "new"), parameters_of(flow.sentence)
        if isinstance(flow.new, str):
            names = tuple(names_in(flow.new))
            if len(names) != 1 or flow.new.strip() != f"{{{names[0]}}}" or "." in names[0]:
                what = f"'{flow.new}' is no whole value"
                hint = 'write one word of the sentence, such as "{package}", or a text for each component'
                yield Problem(what=what, place=self._file.place(path), valid=_in_braces(parameters), hint=hint)
            elif names[0] not in parameters:
                yield self._no_word(path, names[0], parameters)
            return
        if flow.new is None:
            return
        if flow.changed:
            yield from self._components(path, flow.changed[0], flow.new)
        for component, text in flow.new.items():
            if stray_brace(text):
                yield self._stray((*path, component), text)
                continue
            for name in names_in(text):
                if name.partition(".")[0] not in parameters:
                    yield self._no_word((*path, component), name, parameters)

    def _no_word(self, path: KeyPath, name: str, parameters: tuple[str, ...]) -> Problem:
        what = f"the sentence has no '{{{name}}}'"
        return Problem(what=what, place=self._file.place(path), bad=name, valid=tuple(filter(None, parameters)))

    def _enrolment(self, here: KeyPath, enrolment: WrittenEnrolment) -> Iterator[Problem]:
        texts: list[_Text] = [((*here, "post"), enrolment.post)]
        sent: Mapping[str, Mapping[str, str] | None] = {
            "headers": enrolment.headers,
            "json": enrolment.json_,
            "form": enrolment.form,
        }
        for block, given in sent.items():
            texts += [((*here, block, name), text) for name, text in (given or {}).items()]
        if self._blueprint is not None:
            known = Known(blueprint=self._blueprint, secrets=enrolment.made_up, service=True, exists=False)
            yield from self._names(texts, known)

    def _acts(self, here: KeyPath, acts: tuple[WrittenAct, ...], changed: tuple[str, ...]) -> Iterator[Problem]:
        texts = [text for nth, act in enumerate(acts) for text in _texts((*here, nth), act)]
        if self._blueprint is not None:
            yield from self._names(texts, Known(blueprint=self._blueprint, changed=changed, secrets=self._secrets))
        for nth, act in enumerate(acts):
            for name, file in (act.attach or {}).items():
                if not any(names_in(file)) and not (self._root / file).is_file():
                    place = self._file.place((*here, nth, "attach", name))
                    yield Problem(what=f"there is no file {file} in this project", place=place)

    def _names(self, texts: Iterable[_Text], known: Known) -> Iterator[Problem]:
        for path, text in texts:
            if stray_brace(text):
                yield self._stray(path, text)
                continue
            for name in names_in(text):
                problem = known.problem(name)
                if problem is not None:
                    yield Problem(what=problem.what, place=self._file.place(path), bad=problem.bad, valid=problem.valid)

    def _stray(self, path: KeyPath, text: str) -> Problem:
        what, hint = f"'{text}' has a brace that belongs to no name", "write {{ and }} for braces themselves"
        return Problem(what=what, place=self._file.place(path), hint=hint)


def _texts(here: KeyPath, act: WrittenAct) -> Iterator[_Text]:
    """Every text of an act that may hold names in braces."""
    verb, said = act.verb, getattr(act, act.verb)
    if isinstance(said, str):
        yield (*here, verb), said
    elif isinstance(said, Mapping):
        yield from (((*here, verb, name), text) for name, text in said.items())


def _pattern(pattern: str, place: Place) -> Iterator[Problem]:
    if not pattern:
        return
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        yield Problem(what=f"'{pattern}' is no pattern: {error}", place=place)
        return
    if groups != 1:
        hint = "put brackets around what she is told, such as 'by (\\d+-\\d+-\\d+)'"
        what = f"'{pattern}' has {groups} groups where one is needed"
        yield Problem(what=what, place=place, hint=hint)


def _in_braces(parameters: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{{{name}}}" for name in parameters if name)
