"""`[tool.tellonce]` in pyproject.toml, or tellonce.toml: where things lie."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from tellonce.model.base import Frozen
from tellonce.model.errors import Place, Problem, UsageProblem
from tellonce.model.masks import MaskSettings, OwnPattern
from tellonce.model.mistakes import in_words
from tellonce.model.report_format import REPORT_FORMATS, REPORT_LANGUAGES
from tellonce.project.report_url import ENVIRONMENT, read_report_url

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
    reports: formats that each run leaves beside the report itself.  report_language: of the report's own words.
    report_url: where people open the page of a run, once it is read: an address in which only {run}, the run's name,
    is left to be filled in; empty when nobody says.
    ledger: where runs are kept to be compared, such as "postgresql+psycopg://…"; reports/ledger.sqlite when left out,
    "off" for none.
    check, mask: the tables [tool.tellonce.check] and [tool.tellonce.mask].
    """

    browser: str = ""
    engine: str = "tellonce.engine:make_engine"
    vocabulary: str = "tellonce.vocabulary:load"
    reporters: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    report_language: str = "en"
    report_url: str = ""
    check: CheckSettings = CheckSettings()
    ledger: str = ""
    mask: MaskSettings = MaskSettings()


_TABLES: dict[str, type[Frozen]] = {"check": CheckSettings, "mask": MaskSettings, "patterns": OwnPattern}


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


def read_settings(root: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """The project's settings; the defaults when it has none.

    environment: what TELLONCE_REPORT_URL, and ${NAME} in `report_url`, stand for; the former goes before the settings.
    Raises UsageProblem for an unknown key, bad TOML, and values that will not do.
    """
    settings, place = _written(root)
    said = environment.get(ENVIRONMENT, "").strip()
    if said:
        place = Place(file=ENVIRONMENT)
    url = read_report_url(said or settings.report_url, place, environment)
    return settings.model_copy(update={"report_url": url}) if url != settings.report_url else settings


def _written(root: Path) -> tuple[Settings, Place]:
    """The settings as they are written, and where `report_url` stands."""
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
                    what=f"unknown setting '{key}'"
                    if detail["type"] == "extra_forbidden"
                    else f"{key}: {in_words(detail)} (got '{detail['input']}')",
                    place=Place(file=name, line=_line_of(text, detail["loc"], detail["input"])),
                    bad=key,
                    valid=_valid(detail["loc"]),
                )
                for detail in error.errors(include_url=False)
                for key in [[str(part) for part in detail["loc"] if isinstance(part, str)][-1]]
            ) from None
        _insist_on_known(settings, name, text)
        if data or name == "tellonce.toml":
            return settings, Place(file=name, line=_line_of(text, ("report_url",)))
    return Settings(), Place(file="pyproject.toml")


def _insist_on_known(settings: Settings, name: str, text: str) -> None:
    """Raises UsageProblem for formats and languages that there are not, each with the nearest."""
    said = [("reports", "format of a report", one, tuple(REPORT_FORMATS)) for one in settings.reports]
    said.append(("report_language", "language of a report", settings.report_language, REPORT_LANGUAGES))
    wrong = [(key, what, bad, valid) for key, what, bad, valid in said if bad not in valid]
    if wrong:
        raise UsageProblem(
            Problem(
                what=f"{key}: there is no {what} '{bad}'",
                place=Place(file=name, line=_line_with(text, key, bad)),
                bad=bad,
                valid=valid,
            )
            for key, what, bad, valid in wrong
        )


def _line_with(text: str, key: str, word: str) -> int | None:
    """The line of a word after its key: a list may go over several lines."""
    begins = _line_of(text, (key,))
    lines = text.splitlines()[begins - 1 :] if begins else []
    return next((n for n, line in enumerate(lines, begins or 1) if f'"{word}"' in line or f"'{word}'" in line), begins)


def _valid(where: Sequence[int | str]) -> tuple[str, ...]:
    table: type[Frozen] = Settings
    for part in where[:-1]:
        table = _TABLES.get(str(part), table)
    return tuple(table.model_fields)


def _line_of(text: str, where: Sequence[int | str], got: object = None) -> int | None:
    """The line of a key; inside a list, that of the value which is wrong, where it stands in the file as it is."""
    lines = list(enumerate(text.splitlines(), 1))
    if len(where) > 1 and isinstance(got, str) and got:
        # A basic string of TOML doubles its backslashes, a literal one does not.
        ways = {got, got.replace("\\", "\\\\")}
        found = next(
            (n for n, line in lines if any(f"{quote}{way}{quote}" in line for way in ways for quote in "'\"")), 0
        )
        if found:
            return found
    keys = [part for part in reversed(where) if isinstance(part, str)]
    return next((n for key in keys for n, line in lines if line.lstrip().startswith(key)), None)
