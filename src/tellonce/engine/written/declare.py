"""Declares what `steps/*.yaml` say, exactly as the decorators do for Python; a flow's place is its line in the file."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar

from tellonce.engine.flows import Act, Draft, Enrolled, current_deeds, declare_choice, enrolment, flow, viewer
from tellonce.engine.written.acts import Acting
from tellonce.engine.written.check import check_written
from tellonce.engine.written.enrolling import enrol
from tellonce.engine.written.learning import learned
from tellonce.engine.written.meaning import Meaning
from tellonce.engine.written.signs import answered, shown_now
from tellonce.engine.written.templates import fill, names_in
from tellonce.engine.written.words import parameters_of
from tellonce.model.errors import UsageProblem
from tellonce.model.facts import Components
from tellonce.model.written_steps import WrittenAct, WrittenEnrolment, WrittenFlow, WrittenSteps
from tellonce.project.yaml_file import YamlFile, read_yaml

__all__ = ["declare_written"]

KeyPath = tuple[str | int, ...]
_Function = TypeVar("_Function", bound=Callable[..., Any])


def declare_written(path: Path, *, root: Path) -> None:
    """Declare everything in one file. Raises UsageProblem with each mistake at its line and column."""
    file = read_yaml(path, root=root)
    steps = file.fit(WrittenSteps)
    problems = check_written(steps, file, current_deeds(), root=root)
    if problems:
        raise UsageProblem(problems)
    told = _Told(path, root, file)
    for name, choice in steps.choices.items():
        declare_choice(name, choice.words, of=choice.of, place=file.place(("choices", name)))
    for role, written in steps.enrolments.items():
        enrolment(role)(told.enrolment(role, written))
    for name, acts in steps.viewers.items():
        viewer(name)(told.viewer(name, acts))
    for index, one in enumerate(steps.flows):
        flow(
            one.sentence,
            changes=one.changes,
            learns=tuple(one.learn),
            new=_new_of(one),
            channel=one.channel,
            by=one.by,
            served_by=one.served_by,
            contact=one.contact,
            answers=one.answers,
            also=one.also,
        )(told.flow(index, one))


class _Told:
    """Makes the functions of one file."""

    def __init__(self, path: Path, root: Path, file: YamlFile) -> None:
        self._path, self._root, self._file = path, root, file

    def flow(self, index: int, written: WrittenFlow) -> Callable[[Act], Awaitable[None]]:
        root, file, here = self._root, self._file, ("flows", index)
        last = _last_deed(written.acts)

        async def act_it_out(act: Act) -> None:
            customer = act.customer
            meaning = Meaning(
                addresses=act.addresses,
                values=customer.values,
                news=act.news,
                service_id=customer.service_id,
                secrets=customer.secrets,
            )
            before = None
            with Acting(act.page, meaning, root=root) as acting:
                for nth, one in enumerate(written.acts):
                    if nth == last:
                        before = await shown_now(act.page, written.answer)
                    await acting.do(one, file.place((*here, "acts", nth)))
            if before is not None:
                await answered(act.page, written.answer, before)
            for fact, readings in written.learn.items():
                act.learn(fact, await learned(act.page, fact, readings, file.place((*here, "learn", fact))))

        return self._at(act_it_out, (*here, "sentence"), written.about or written.sentence)

    def viewer(self, name: str, acts: tuple[WrittenAct, ...]) -> Callable[..., Awaitable[None]]:
        root, file, here = self._root, self._file, ("viewers", name)

        async def sign_in(page: Any, customer: Any, addresses: Any) -> None:
            meaning = Meaning(
                addresses=addresses,
                values=customer.values,
                service_id=customer.service_id,
                secrets=customer.secrets,
            )
            with Acting(page, meaning, root=root) as acting:
                for nth, one in enumerate(acts):
                    await acting.do(one, file.place((*here, nth)))

        return self._at(sign_in, here, f"How {name} signs in.")

    def enrolment(self, role: str, written: WrittenEnrolment) -> Callable[..., Awaitable[Enrolled]]:
        place = self._file.place(("enrolments", role))

        async def enrol_her(draft: Draft, addresses: Any) -> Enrolled:
            return await enrol(written, draft, addresses, place)

        return self._at(enrol_her, ("enrolments", role), f"How a {role} comes to exist.")

    def _at(self, function: _Function, path: KeyPath, about: str) -> _Function:
        """The function as if it stood in the file: whatever names the place of a function names this line."""
        code = function.__code__
        line = self._file.place(path).line or 1
        name = re.sub(r"\W+", "_", re.sub(r"\{\w*\}", "", about)).strip("_") or "flow"
        there = FunctionType(
            code.replace(co_filename=str(self._path), co_firstlineno=line, co_name=name, co_qualname=name),
            function.__globals__,
            name,
            function.__defaults__,
            function.__closure__,
        )
        there.__doc__ = about
        return there  # type: ignore[return-value]  # it is called as the function is


def _last_deed(acts: tuple[WrittenAct, ...]) -> int:
    """The act that the company answers: the last one that is more than waiting."""
    return max((nth for nth, act in enumerate(acts) if act.verb != "wait_for"), default=0)


def _new_of(written: WrittenFlow) -> Callable[..., Components] | None:
    """What makes the new value from the sentence's words after {customer}."""
    made = written.new
    if made is None:
        return None
    names = parameters_of(written.sentence)

    def new(*words: Any) -> Components:
        said = dict(zip(names, words, strict=True))

        def meaning(name: str) -> str:
            word, _, component = name.partition(".")
            return str(said[word][component] if component else said[word])

        if isinstance(made, str):
            whole: Components = said[next(names_in(made))]
            return dict(whole)
        return {component: fill(text, meaning) for component, text in made.items()}

    return new
