"""What is said to the writer of a journey, in the words of its language: names, and who is there."""

from __future__ import annotations

from collections.abc import Callable

from tellonce.model.blueprint import Blueprint
from tellonce.vocabulary.language import language

__all__ = ["in_language", "introduction"]


def in_language(blueprint: Blueprint, code: str) -> Blueprint:
    """Its facts and touchpoints are called as the language calls them; what has no name there keeps its English one."""
    facts = {
        key: fact.model_copy(update={"called": fact.called_in[code][0]}) if code in fact.called_in else fact
        for key, fact in blueprint.facts.items()
    }
    spots = {
        key: spot.model_copy(update={"called": spot.called_in[code][0]}) if code in spot.called_in else spot
        for key, spot in blueprint.touchpoints.items()
    }
    return blueprint.model_copy(update={"facts": facts, "touchpoints": spots})


def introduction(code: str) -> Callable[[str, str], str]:
    """(name, role) -> the step that says that she has it; the English one where a language has no file."""
    known = language(code)
    if known is None:
        return "Given {} is a {}".format
    roles, example = known[0].roles, known[0].sentences["is_a"].example

    def introduce(name: str, role: str) -> str:
        said = example.replace("Maria", name)
        return said.replace(roles["customer"][0], roles.get(role, (role,))[0])

    return introduce
