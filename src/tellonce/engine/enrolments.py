"""How customers of a role come to exist, and which `service` settings their personas may have."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from tellonce.model.errors import Place, Problem, UsageProblem
from tellonce.model.mistakes import in_words
from tellonce.project.yaml_file import YamlFile

__all__ = ["Enrolment", "strict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """One role's. service: what the `service` block of its personas must be; None lets anything pass, unread.

    known: whether the company knows her facts from then on; False for somebody whom it is yet to hear of.
    """

    role: str
    function: Callable[..., Awaitable[Any]]
    service: type[BaseModel] | None
    place: Place
    known: bool = True

    def settings(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """`given` as the model reads it, with its defaults. Raises UsageProblem: a sentence may have spoilt them."""
        if self.service is None:
            return dict(given)
        try:
            return self.service.model_validate(given).model_dump()
        except ValidationError as error:
            raise UsageProblem(
                Problem(
                    what=f"service.{'.'.join(map(str, detail['loc']))}: {in_words(detail)} (got {detail['input']!r})",
                    place=self.place,
                    valid=tuple(self.service.model_fields),
                    hint="a sentence of this scenario changed what the persona file says",
                )
                for detail in error.errors(include_url=False)
            ) from None

    def mistakes(self, file: YamlFile) -> Iterator[Problem]:
        """What is wrong with the `service` block of a persona file; a missing block is an empty one."""
        if self.service is None:
            return
        # Read as a part of the whole file, so that places and keys are told as for every other block.
        whole = create_model("PersonaFile", service=(self.service, ...))
        keys = tuple(self.service.model_fields)
        try:
            replace(file, data={**file.data, "service": file.data.get("service", {})}).fit(whole)
        except UsageProblem as error:
            for problem in error.problems:
                yield replace(problem, valid=keys) if problem.what.endswith(" is missing in service") else problem


def strict(model: type[BaseModel]) -> type[BaseModel]:
    """`model`, refusing keys that it does not know: a misspelt setting must not be a setting left out."""
    return type(model.__name__, (model,), {"model_config": ConfigDict(extra="forbid"), "__module__": model.__module__})
