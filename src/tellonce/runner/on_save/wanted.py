"""Which scenarios `tellonce watch` was asked to see to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cucumber_tag_expressions import TagExpressionError
from cucumber_tag_expressions import parse as parse_tags

from tellonce.authoring.gherkin import FeatureFile, OneScenario
from tellonce.model.errors import Problem, UsageProblem
from tellonce.runner.chosen import personas_of, slug, with_at

__all__ = ["Wanted", "make_wanted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """paths: (folder or feature file, scenario or rule name after "::", "" for all).  tags: None for any."""

    paths: tuple[tuple[Path, str], ...]
    tags: Any = None
    persona: str = ""

    @property
    def folders(self) -> list[Path]:
        """Folders and files in which features are looked for."""
        return list(dict.fromkeys(path for path, _ in self.paths))

    def wants(self, feature: FeatureFile, one: OneScenario) -> bool:
        """Whether this scenario is one of those asked for."""
        return (
            any(self._fits(path, name, feature, one) for path, name in self.paths)
            and (self.tags is None or self.tags.evaluate([f"@{tag}" for tag in one.tags]))
            and (not self.persona or slug(self.persona) in personas_of(feature.journey, one.tags))
        )

    def _fits(self, path: Path, name: str, feature: FeatureFile, one: OneScenario) -> bool:
        if feature.path != path and path not in feature.path.parents:
            return False
        known = one.id.partition("::")[2]
        return not name or known == name or known.startswith(f"{name}::")


def make_wanted(root: Path, paths: Iterable[str], *, tags: str | None, persona: str | None, here: Path) -> Wanted:
    """From flags. here: where relative paths start. Raises UsageProblem for a path that is not there, or bad tags."""
    asked = [argument.partition("::") for argument in paths]
    places = tuple(((here / path).resolve(), name) for path, _, name in asked) or (((root / "journeys").resolve(), ""),)
    missing = [path for path, _, _ in asked if not (here / path).exists()]
    if missing:
        raise UsageProblem(
            Problem(what=f'there is no "{path}"', hint="name a folder or a *.feature file") for path in missing
        )
    try:
        expression = parse_tags(with_at(tags)) if tags else None
    except TagExpressionError as error:
        raise UsageProblem(Problem(what=f'The tags "{tags}" cannot be read: {error}')) from None
    return Wanted(paths=places, tags=expression, persona=persona or "")
