"""`[tool.tellonce]` in pyproject.toml, or tellonce.toml: where things lie."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import ValidationError

from tellonce.model.base import Frozen
from tellonce.model.errors import Place, Problem, UsageProblem
from tellonce.model.mistakes import in_words

__all__ = ["CheckSettings", "Settings", "find_root", "read_settings"]


class CheckSettings(Frozen):
    """What `tellonce check` tells beyond what a run refuses.

    select, ignore: rules, by id, by the beginning of ids (TO3), or by name; all and none when left out.
    strict: warnings fail too.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False


class Settings(Frozen):
    """browser: a Chromium to use instead of looking for one.

    engine, vocabulary: "module:function" in place of Tellonce's own.  reporters: more report writers, likewise.
    check: the table [tool.tellonce.check].
    """

    browser: str = ""
    engine: str = "tellonce.engine:make_engine"
    vocabulary: str = "tellonce.vocabulary:load"
    reporters: tuple[str, ...] = ()
    check: CheckSettings = CheckSettings()


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` that is a Tellonce project.

    A project has tellonce.toml, a pyproject.toml with [tool.tellonce], or journeys/ beside fixtures/blueprint.yaml.
    Raises UsageProblem when there is none.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "tellonce.toml").is_file() or (folder / "fixtures" / "blueprint.yaml").is_file():
            return folder
        if (folder / "pyproject.toml").is_file() and "[tool.tellonce]" in (folder / "pyproject.toml").read_text(
            encoding="utf-8", errors="replace"
        ):
            return folder
    raise UsageProblem(
        Problem(
            what=f"no Tellonce project at or above {start.resolve()}",
            hint="go to a folder with journeys/ and fixtures/blueprint.yaml, or begin one: tellonce init",
        )
    )


def read_settings(root: Path) -> Settings:
    """The project's settings; the defaults when it has none. Raises UsageProblem for an unknown key or bad TOML."""
    for name, table in (("tellonce.toml", ()), ("pyproject.toml", ("tool", "tellonce"))):
        path = root / name
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise UsageProblem(Problem(what=f"this is not TOML: {error}", place=Place(file=name))) from None
        for key in table:
            data = data.get(key, {})
        try:
            settings = Settings.model_validate(data)
        except ValidationError as error:
            raise UsageProblem(
                Problem(
                    what=f"unknown setting '{detail['loc'][-1]}'"
                    if detail["type"] == "extra_forbidden"
                    else f"{detail['loc'][-1]}: {in_words(detail)} (got '{detail['input']}')",
                    place=Place(file=name, line=_line_of(text, str(detail["loc"][-1]))),
                    bad=str(detail["loc"][-1]),
                    valid=tuple((CheckSettings if detail["loc"][0] == "check" else Settings).model_fields),
                )
                for detail in error.errors(include_url=False)
            ) from None
        if data or name == "tellonce.toml":
            return settings
    return Settings()


def _line_of(text: str, key: str) -> int | None:
    return next((n for n, line in enumerate(text.splitlines(), 1) if line.lstrip().startswith(key)), None)
