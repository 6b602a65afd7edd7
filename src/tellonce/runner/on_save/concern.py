"""What a save concerns: from two states of the files to the scenarios that may end otherwise now, and why. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tellonce.model.blueprint import Blueprint
from tellonce.runner.on_save.definitions import changed_definitions
from tellonce.runner.on_save.state import Reading, State

__all__ = ["Concern", "concerned"]

_DECIDES_NOTHING = frozenset({"service", "about", "contacts"})
"""Parts of the blueprint on which no verdict stands. Touchpoints concern their watchers; the rest, everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """scenarios: ids, those that were edited first.  reasons: a sentence each.  gone: ids that no file has now."""

    scenarios: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def concerned(old: State, new: State) -> Concern:
    """Everything of `new` whose verdict from the time of `old` says nothing any more."""
    found: dict[str, None] = {}
    reasons: list[str] = []
    for ids, reason in _all(old, new):
        found |= dict.fromkeys(ids)
        reasons.append(reason)
    gone = tuple(known for known in old.scenarios if known not in new.scenarios)
    return Concern(scenarios=tuple(found), reasons=tuple(dict.fromkeys(reasons)), gone=gone)


def _all(old: State, new: State) -> Iterator[tuple[list[str], str]]:
    yield from _features(old, new)
    for part in (_plans, _personas, _steps, _blueprint, _whole_files):
        yield from part(old, new)


def _features(old: State, new: State) -> Iterator[tuple[list[str], str]]:
    for journey in {**old.features, **new.features}:
        before, now = _of(old, journey), _of(new, journey)
        if not now:
            yield [], f"{journey} is gone: {_count(len(before))} fewer"
            continue
        changed = [known for known, one in now.items() if known not in before or before[known].text != one.text]
        if changed and len(changed) == len(now):
            yield changed, f"{journey}: {'new, ' if not before else ''}{_count(len(changed))}"
        elif changed:
            yield changed, f"{journey}: {len(changed)} of {_count(len(now))}"
        elif set(before) != set(now):
            yield [], f"{journey}: {_count(len(set(before) - set(now)))} fewer"
        elif old.stamps.get(journey) != new.stamps.get(journey):
            yield [], f"{journey}: nothing that runs has changed"


def _plans(old: State, new: State) -> Iterator[tuple[list[str], str]]:
    for name in _moved(old, new, ".plan.yaml"):
        journey = name.removesuffix(".plan.yaml") + ".feature"
        if journey in new.features:
            yield list(_of(new, journey)), f"{name}: the plan of {journey}"


def _personas(old: State, new: State) -> Iterator[tuple[list[str], str]]:
    if old.declared is None or new.declared is None:
        return
    before, now = old.declared.personas, new.declared.personas
    for name, persona in now.items():
        if name in before and before[name] != persona:
            ids = _which(new, lambda one, name=name: name in one.personas)  # type: ignore[misc]
            yield ids, f"{name} is somebody else now: {_count(len(ids))}"


def _steps(old: State, new: State) -> Iterator[tuple[list[str], str]]:
    moved = _moved(old, new, "", under="steps/")
    moved += [name for name in _moved(old, new, "") if name in old.attached | new.attached and name not in moved]
    if not moved:
        return
    shown = ", ".join(moved)
    touched = changed_definitions(old.steps, new.steps)
    if touched is None:
        yield list(new.scenarios), f"{shown}: may concern every scenario"
        return
    if not touched:
        yield [], f"{shown}: nothing that runs has changed"
        return
    roles = {
        role for role, one in new.deeds.enrolments.items() if _is_touched(new, one.place.file, one.place.line, touched)
    }
    viewers = {name for name, function in new.deeds.viewers.items() if _viewer_touched(new, function, touched)}
    ids = _which(new, lambda one: _stands_on(one, new, touched, roles, viewers))
    yield ids, f"{shown}: {_count(len(ids))}" if ids else f"{shown}: no scenario says anything of what changed"


def _stands_on(
    one: Reading, state: State, touched: frozenset[tuple[str, str]], roles: set[str], viewers: set[str]
) -> bool:
    if any(state.steps.name_at(file, line) in touched for file, line in one.said):
        return True
    declared = state.declared
    if declared is None:
        return bool(roles or viewers)
    if any(declared.personas[name].role in roles for name in one.personas) or (roles and not one.personas):
        return True
    if "customer" in viewers:
        return True
    blueprint = declared.blueprint
    looks = [blueprint.touchpoints[key].probe for key in one.touchpoints]
    looks += [block for system in blueprint.systems.values() for block in system.observe]
    return bool(viewers) and (one.unclear or any(look.get("viewer") in viewers for look in looks))


def _is_touched(state: State, file: str, line: int | None, touched: frozenset[tuple[str, str]]) -> bool:
    return state.steps.name_at(file, line or 0) in touched


def _viewer_touched(state: State, function: Callable[..., object], touched: frozenset[tuple[str, str]]) -> bool:
    code = function.__code__
    root = f"{state.project.root.as_posix()}/"
    return _is_touched(state, code.co_filename.removeprefix(root), code.co_firstlineno, touched)


def _blueprint(old: State, new: State) -> Iterator[tuple[list[str], str]]:
    if old.declared is None or new.declared is None or old.declared.blueprint == new.declared.blueprint:
        if _moved(old, new, "blueprint.yaml", under="fixtures/"):
            yield [], "fixtures/blueprint.yaml: nothing that runs has changed"
        return
    before, now = old.declared.blueprint, new.declared.blueprint
    stands_on = [name for name in Blueprint.model_fields if name not in _DECIDES_NOTHING and name != "touchpoints"]
    parts = [name for name in stands_on if getattr(before, name) != getattr(now, name)]
    if parts:
        yield list(new.scenarios), f"the blueprint's {' and '.join(parts)}: every scenario"
        return
    touchpoints = _changed_touchpoints(before, now)
    if not touchpoints:
        yield [], "fixtures/blueprint.yaml: nothing that runs has changed"
    for key in touchpoints:
        called = {spot.called for spot in (before.touchpoints.get(key), now.touchpoints.get(key)) if spot is not None}
        was = {known for known, one in old.scenarios.items() if key in one.touchpoints}
        ids = _which(
            new,
            lambda one, key=key, called=called, was=was: (  # type: ignore[misc]
                one.unclear or key in one.touchpoints or one.id in was or any(name in one.text for name in called)
            ),
        )
        how = "new" if key not in before.touchpoints else "gone" if key not in now.touchpoints else "changed"
        watching = "watches" if len(ids) == 1 else "watch"
        yield ids, f"touchpoint {key} is {how}: {_count(len(ids))} {watching} it"


def _changed_touchpoints(before: Blueprint, now: Blueprint) -> list[str]:
    keys = {**before.touchpoints, **now.touchpoints}
    return [key for key in keys if before.touchpoints.get(key) != now.touchpoints.get(key)]


def _whole_files(old: State, new: State) -> Iterator[tuple[list[str], str]]:
    """Files of which nobody can tell whom they concern."""
    for name in _moved(old, new, "environment.py", under="fixtures/"):
        yield list(new.scenarios), f"{name}: every scenario"
    if old.project != new.project or (
        old.declared is not None and new.declared is not None and old.declared.settings != new.declared.settings
    ):
        yield list(new.scenarios), "the settings: every scenario"
    if new.declared is None or old.declared is None:
        for name in (
            *_moved(old, new, "blueprint.yaml", under="fixtures/"),
            *_moved(old, new, "", under="fixtures/personas/"),
        ):
            yield list(new.scenarios), f"{name}: every scenario"


def _moved(old: State, new: State, ending: str, *, under: str = "") -> list[str]:
    names = {**old.stamps, **new.stamps}
    return [
        name
        for name in names
        if name.endswith(ending) and name.startswith(under) and old.stamps.get(name) != new.stamps.get(name)
    ]


def _of(state: State, journey: str) -> Mapping[str, Reading]:
    return {known: one for known, one in state.scenarios.items() if one.journey == journey}


def _which(state: State, fits: Callable[[Reading], bool]) -> list[str]:
    return [known for known, one in state.scenarios.items() if fits(one)]


def _count(number: int) -> str:
    return f"{number} scenario" if number == 1 else f"{number} scenarios"
