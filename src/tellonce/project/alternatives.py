"""Addresses that depend on a setting: of several, the one that the setting names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tellonce.model.blueprint import Alternatives
from tellonce.model.errors import Problem, UsageProblem
from tellonce.project.yaml_file import YamlFile

__all__ = ["with_chosen_addresses"]


def with_chosen_addresses(file: YamlFile) -> YamlFile:
    """The file with a text for each address. Raises UsageProblem with every alternative that cannot be chosen."""
    addresses = file.data.get("addresses")
    if not isinstance(addresses, Mapping):
        return file
    chosen: dict[str, object] = {}
    problems: list[Problem] = []
    for name, said in addresses.items():
        try:
            chosen[name] = _chosen(file, name) if isinstance(said, Mapping) else said
        except UsageProblem as error:
            problems += error.problems
    if problems:
        raise UsageProblem(problems)
    return replace(file, data=file.data | {"addresses": chosen})


def _chosen(file: YamlFile, name: str) -> str:
    alternatives = file.part(("addresses", name)).fit(Alternatives)
    if alternatives.by in alternatives.among:
        return alternatives.among[alternatives.by]
    raise UsageProblem(
        Problem(
            what=f"the address {name} has no alternative '{alternatives.by}'",
            place=file.place(("addresses", name, "by")),
            bad=alternatives.by,
            valid=tuple(alternatives.among),
        )
    )
