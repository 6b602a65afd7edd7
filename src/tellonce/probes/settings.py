"""From a blueprint's `probe:` block to a probe's settings, with every mistake named at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from tellonce.model.base import Frozen
from tellonce.model.duration import WRITTEN_BY_HAND
from tellonce.model.errors import Problem, UsageProblem
from tellonce.model.facts import Fact
from tellonce.model.mistakes import in_words
from tellonce.probes.protocol import Place

__all__ = ["check_reads", "read_settings", "setting_names"]

S = TypeVar("S", bound=Frozen)


def setting_names(model: type[Frozen]) -> tuple[str, ...]:
    """The settings of a probe as a blueprint writes them."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def read_settings(model: type[S], settings: Mapping[str, Any], *, kind: str, place: Place) -> S:
    """The settings as a value. `kind` may still be among them; it is not the probe's own.

    Raises UsageProblem with one Problem per unknown, missing or ill-typed setting.
    """
    own = {name: value for name, value in settings.items() if name != "kind"}
    try:
        return model.model_validate(own, context=WRITTEN_BY_HAND)
    except ValidationError as error:
        raise UsageProblem(_problems(error, setting_names(model), kind=kind, place=place)) from None


def _problems(error: ValidationError, names: tuple[str, ...], *, kind: str, place: Place) -> list[Problem]:
    probe = f"the {kind} probe of {place.key}"
    problems: dict[str, Problem] = {}
    for detail in error.errors(include_url=False):
        where = ".".join(str(part) for part in detail["loc"])
        first = str(detail["loc"][0]) if detail["loc"] else ""
        if detail["type"] == "extra_forbidden" and len(detail["loc"]) == 1:
            problems[where] = Problem(what=f"{probe} has no setting '{where}'", bad=where, valid=names)
        elif detail["type"] == "missing" and len(detail["loc"]) == 1:
            problems[where] = Problem(what=f"{probe} needs the setting '{where}'", valid=names)
        else:
            # A union reports every arm that did not fit; one sentence per setting is enough.
            said = in_words(detail)
            problems.setdefault(first, Problem(what=f"{probe}: '{where}' is {detail['input']!r}: {said}"))
    return list(problems.values())


def check_reads(
    place: Place,
    facts: Mapping[str, Fact],
    read: Mapping[str, Iterable[str]],
    *,
    kind: str,
    complete: bool = True,
) -> None:
    """Check that `read` (fact -> component names it says how to read; none for plain text) fits the place.

    complete: each fact of a touchpoint must be read or be the destination, else it would be a hole that looks watched.
    Systems behind the scenes are exempt: the blueprint does not say which facts they hold.
    Raises UsageProblem.
    """
    probe = f"the {kind} probe of {place.key}"
    problems: list[Problem] = []
    for fact, components in read.items():
        if fact not in facts or (fact not in place.facts and not place.observer):
            valid = tuple(facts) if place.observer else tuple(place.facts)
            problems.append(Problem(what=f"{probe} reads '{fact}', which is no fact of it", bad=fact, valid=valid))
            continue
        valid = facts[fact].components
        problems.extend(
            Problem(what=f"{probe} reads '{fact}.{component}', which does not exist", bad=component, valid=valid)
            for component in components
            if component not in valid
        )
    if complete and not place.observer:
        problems.extend(
            Problem(
                what=f"{place.key} shows '{fact}', but {probe} does not read it",
                hint=f"say where it is, with read: {{{fact}: ...}}",
            )
            for fact in place.facts
            if fact not in read and fact != place.destination
        )
    if problems:
        raise UsageProblem(problems)
