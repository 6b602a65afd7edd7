"""A fresh customer of each role: can she exist, does her clock move, can everything that concerns her be seen?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.async_api import Error

from tellonce.engine.cast import Part, embody, register
from tellonce.engine.loop import BackgroundLoop
from tellonce.engine.stage import Stage
from tellonce.model.blueprint import Touchpoint
from tellonce.model.errors import ProbeBlind, TellonceError
from tellonce.model.persona import Persona
from tellonce.probes.protocol import Place, Probe, Target
from tellonce.runner.doctor.finding import Finding, ok, problem, unchecked, warning
from tellonce.watch.axis import Axis

__all__ = ["clock", "enrol", "looks", "viewers"]

_LEAP = timedelta(hours=1)
_LONGEST_LOOK_S = 30.0
_SHOWN = 6
_AT_A_TIME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blind:
    """A place that could not be seen. early: it uses nothing that the company knows before she has told something."""

    key: str
    why: str
    early: bool


def enrol(stage: Stage, loop: BackgroundLoop) -> tuple[list[Part], list[Finding]]:
    """One customer of each role for which steps/ have an enrolment, with whom she shares an account."""
    parts: list[Part] = []
    findings: list[Finding] = []
    for persona in _one_of_each_role(stage):
        if persona.role not in stage.deeds.enrolments:
            findings.append(
                unchecked(
                    "enrolment",
                    f"{persona.role}: steps/ say of nobody of this role how she comes to exist",
                    f'nothing, if the company does not know her; else write @enrolment("{persona.role}") in steps/',
                )
            )
            continue
        try:
            part = loop.run(_embodied(stage, persona))
        except TellonceError as error:
            findings.append(
                problem(
                    "enrolment",
                    f"{persona.role}: {stage.secrets.redact(str(error))}",
                    f"mend the enrolment at {stage.deeds.enrolments[persona.role].place}, or the service",
                )
            )
            continue
        parts.append(part)
        assert part.customer is not None  # noqa: S101 - she has just been embodied
        number = f" as {part.customer.service_id}" if part.customer.service_id else ""
        findings.append(ok("enrolment", f"{persona.role}: {persona.name} exists{number}"))
    return parts, findings


def _one_of_each_role(stage: Stage) -> list[Persona]:
    chosen: dict[str, Persona] = {}
    alone_first = sorted(stage.project.personas.values(), key=lambda one: one.shares_account_with is not None)
    for persona in alone_first:
        chosen.setdefault(persona.role, persona)
    return list(chosen.values())


async def _embodied(stage: Stage, persona: Persona) -> Part:
    part = _part(stage, persona)
    if persona.shares_account_with:
        part.partner = _part(stage, stage.project.personas[persona.shares_account_with])
        part.partner.partner = part
        await _embody(stage, part.partner)
    await _embody(stage, part)
    return part


def _part(stage: Stage, persona: Persona) -> Part:
    return register(persona, seed=f"{stage.options.seed}:doctor", axis=Axis(stage.started))


async def _embody(stage: Stage, part: Part) -> None:
    customer = await embody(part, stage.deeds, stage.blueprint, stage.addresses.table, tags=())
    stage.secrets.learn(customer)


def clock(stage: Stage, loop: BackgroundLoop, parts: list[Part]) -> Iterator[Finding]:
    """Does her clock tell the time, go forward, say when it is ready, and leave everybody else's alone?"""
    if stage.blueprint.clock.kind == "none":
        yield ok("clock", "the blueprint has none: scenarios wait in real time, not to the end of long promises")
        return
    known = [part for part in parts if part.customer is not None and part.customer.service_id]
    if not known:
        yield unchecked(
            "clock", "nobody with an account could be enrolled, so no clock can be read", "see the enrolments"
        )
        return
    try:
        yield from loop.run(_clock(stage, known))
    except TellonceError as error:
        yield problem(
            "clock",
            stage.secrets.redact(str(error)),
            "see that the service lets its test clock be read and moved where clock: in the blueprint says",
        )


async def _clock(stage: Stage, known: list[Part]) -> list[Finding]:
    hers = known[0].customer
    assert hers is not None  # noqa: S101 - `known` holds none without
    other = known[1].customer if len(known) > 1 else (await _embodied(stage, known[0].persona)).customer
    assert other is not None  # noqa: S101 - she has just been embodied, or is one of `known`
    before = await stage.clock.ready(hers)
    others_before = await stage.clock.ready(other)
    after = await stage.clock.advance(hers, before.now + _LEAP)
    others_after = await stage.clock.read(other)
    if others_after.now - others_before.now > _LEAP / 2:
        return [
            problem(
                "clock",
                "moving one customer's clock by an hour moves another's too: scenarios would disturb each other",
                "give each customer a clock of her own, or clock: {kind: none} in the blueprint",
            )
        ]
    return [ok("clock", f"hers reads {after.now.isoformat(timespec='minutes')} after an hour's leap; another's stays")]


def viewers(stage: Stage, loop: BackgroundLoop, parts: list[Part]) -> Iterator[Finding]:
    """Can everybody sign in who looks at pages?"""
    part = next((one for one in parts if one.customer is not None and one.customer.service_id), None)
    if part is None or part.customer is None:
        if stage.deeds.viewers:
            yield unchecked(
                "viewers", "nobody with an account could be enrolled, so nobody signs in", "see the enrolments"
            )
        return
    fine: list[str] = []
    for name in stage.deeds.viewers:
        try:
            loop.run(asyncio.wait_for(stage.page_for(name, part.customer), _LONGEST_LOOK_S))
        except (TellonceError, Error, TimeoutError) as error:
            said = stage.secrets.redact(_first_line(error))
            yield problem("viewers", f"the {name} cannot sign in: {said}", f'mend @viewer("{name}") in steps/')
        except Exception as error:  # a function of steps/ may fail in any way
            said = stage.secrets.redact(f"{type(error).__name__}: {_first_line(error)}")
            yield problem("viewers", f"the {name} cannot sign in: {said}", f'mend @viewer("{name}") in steps/')
        else:
            fine.append(name)
    if fine:
        yield ok("viewers", f"{', '.join(fine)} can sign in")


def looks(stage: Stage, loop: BackgroundLoop, parts: list[Part]) -> Iterator[Finding]:
    """Each probe of each touchpoint that serves her, and of each system, looks once for a fresh customer."""
    for part in parts:
        role, name = part.persona.role, part.persona.name
        spots = {key: spot for key, spot in stage.blueprint.touchpoints.items() if role in spot.serves}
        blind, seen = loop.run(_look_everywhere(stage, part, spots))
        yield from _told(stage, blind)
        early = [one for one in blind if one.early]
        if early:
            shown = ", ".join(one.key for one in early[:_SHOWN]) + (" …" if len(early) > _SHOWN else "")
            yield unchecked(
                "looks",
                f"{role}: {_places(len(early), 'shows', 'show')} nothing before she has told something: {shown}",
                "run a journey that reaches them",
            )
        if seen:
            yield ok("looks", f"{role}: {_places(seen, 'can', 'can')} be looked at for {name}")


async def _look_everywhere(stage: Stage, part: Part, spots: dict[str, Touchpoint]) -> tuple[list[_Blind], int]:
    places = [(*stage.probe_of(key, spot), _is_early(stage, part, spot)) for key, spot in spots.items()]
    if part.customer is not None and part.customer.service_id:
        places += [
            (*stage.nth_observer_of(key, system, nth), False)
            for key, system in stage.blueprint.systems.items()
            for nth in range(len(system.observe))
        ]
    turns = asyncio.Semaphore(_AT_A_TIME)

    async def one(place: Place, probe: Probe, early: bool) -> _Blind | None:
        async with turns:
            why = await _look(part, place, probe)
        return _Blind(key=place.key, why=stage.secrets.redact(why), early=early) if why else None

    found = await asyncio.gather(*(one(*place) for place in places))
    blind = [one for one in found if one is not None]
    return blind, len(places) - len(blind)


def _is_early(stage: Stage, part: Part, spot: Touchpoint) -> bool:
    """What nobody has told yet need not have a place to be shown at."""
    if not stage.deeds.enrolments[part.persona.role].known:
        return True
    return not any(stage.blueprint.facts[fact].known_from_start for fact in spot.fact_keys)


async def _look(part: Part, place: Place, probe: Probe) -> str:
    """Why the place cannot be seen; empty when it can."""
    assert part.customer is not None  # noqa: S101 - only those who exist are looked at
    target = Target(
        customer=part.customer, place=place, known={fact: tuple(values) for fact, values in part.known.items()}
    )

    async def arm_and_look() -> Any:
        return await probe.look(target, await probe.arm(target))

    try:
        await asyncio.wait_for(arm_and_look(), _LONGEST_LOOK_S)
    except TimeoutError:
        return f"no answer within {_LONGEST_LOOK_S:g} s"
    except ProbeBlind as error:
        return str(error)
    except Exception as error:  # an adapter may crash in any way
        return f"{type(error).__name__}: {_first_line(error)}"
    return ""


def _told(stage: Stage, blind: list[_Blind]) -> Iterator[Finding]:
    """One finding for each reason: a service that is down would be told for each of its pages."""
    by_reason: dict[str, list[str]] = {}
    for one in blind:
        if not one.early:
            by_reason.setdefault(one.why, []).append(one.key)
    for why, keys in by_reason.items():
        shown = ", ".join(keys[:_SHOWN]) + (f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else "")
        yield problem("looks", f"{shown} cannot be seen: {why}", f"mend {_where(stage, keys[0])}, or what it looks at")


def _where(stage: Stage, key: str) -> str:
    path = ("touchpoints", key, "probe") if key in stage.blueprint.touchpoints else ("systems", key, "observe")
    return f"the probe at {stage.project.blueprint_file.place(path)}"


def _places(number: int, one: str, many: str) -> str:
    return f"{number} place {one}" if number == 1 else f"{number} places {many}"


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def needs_leave(reason: str) -> Finding:
    """Nobody is enrolled unasked in a service that was not started from here."""
    return warning(
        "enrolment",
        f"{reason}: no customer was made there unasked, so clock, viewers and probes are not looked at",
        "ask again with --enrol, if test customers may be made there",
    )
