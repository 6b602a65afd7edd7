"""Reads fixtures/personas/*.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from tellonce.model.blueprint import CHANNELS
from tellonce.model.errors import Place, Problem, UsageProblem
from tellonce.model.persona import Persona
from tellonce.project.devices import known_devices
from tellonce.project.languages import LANGUAGES
from tellonce.project.yaml_file import YamlFile, read_yaml

__all__ = ["load_personas"]


def load_personas(folder: Path, *, root: Path) -> tuple[dict[str, Persona], dict[str, YamlFile]]:
    """Persona name -> persona, by file name; and persona name -> her file, for later messages.

    Raises UsageProblem with the mistakes of every file, or when there is none.
    """
    problems: list[Problem] = []
    personas: dict[str, Persona] = {}
    files: dict[str, YamlFile] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            file = read_yaml(path, root=root)
            persona = file.fit(Persona)
        except UsageProblem as error:
            problems += error.problems
            continue
        if persona.name in personas:
            problems.append(
                Problem(
                    what=f"the persona '{persona.name}' exists already, in {files[persona.name].shown}",
                    place=file.place(("name",)),
                )
            )
            continue
        personas[persona.name], files[persona.name] = persona, file
        problems += [*_unusable(persona, file), *_at_odds(persona, file)]
    problems += [*_strangers(personas, files), *_alone(personas, files)]
    if not personas and not problems:
        shown = folder.relative_to(root).as_posix() if folder.is_relative_to(root) else str(folder)
        problems.append(Problem(what="there is no persona here", place=Place(file=shown), hint="write maria.yaml"))
    if problems:
        raise UsageProblem(problems)
    return personas, files


def _unusable(persona: Persona, file: YamlFile) -> list[Problem]:
    from faker.config import AVAILABLE_LOCALES  # noqa: PLC0415 - looks into every locale's files; few verbs read personas

    problems = []
    if persona.locale not in AVAILABLE_LOCALES:
        problems.append(
            Problem(
                what=f"Faker has no locale '{persona.locale}', so no values can be made for {persona.name}",
                place=file.place(("locale",)),
                bad=persona.locale,
                valid=tuple(sorted(AVAILABLE_LOCALES)),
            )
        )
    try:
        ZoneInfo(persona.time_zone)
    except (KeyError, ValueError, OSError):
        problems.append(
            Problem(
                what=f"unknown time zone '{persona.time_zone}'",
                place=file.place(("time_zone",)),
                hint="use a name of the IANA list, such as Europe/Berlin",
            )
        )
    if persona.language not in LANGUAGES:
        problems.append(
            Problem(
                what=f"unknown language '{persona.language}'",
                place=file.place(("language",)),
                bad=persona.language,
                valid=LANGUAGES,
                hint="use a code of ISO 639-1, such as de",
            )
        )
    problems += _unusable_channels(persona, file)
    device = persona.setting.device
    devices = known_devices() if device is not None else ()
    if devices and device not in devices:
        problems.append(
            Problem(
                what=f"unknown device '{device}'",
                place=file.place(("setting", "device")),
                bad=device,
                valid=devices,
                hint="use a device of Playwright, or leave it out for a desktop window",
            )
        )
    return problems


_WORDS = ("preferred", "refused")


def _unusable_channels(persona: Persona, file: YamlFile) -> list[Problem]:
    """Words that mean nothing, channels that there are not, and one that she both prefers and refuses."""
    problems = [
        Problem(
            what=f"{persona.name}'s channels are 'preferred' or 'refused', not '{word}'",
            place=file.place(("channels", word)),
            bad=word,
            valid=_WORDS,
        )
        for word in persona.channels
        if word not in _WORDS
    ]
    problems += [
        Problem(what=f"unknown channel '{channel}'", place=file.place(("channels", word)), bad=channel, valid=CHANNELS)
        for word, channels in persona.channels.items()
        for channel in channels
        if channel not in CHANNELS
    ]
    both = [one for one in persona.channels.get("preferred", ()) if one in persona.channels.get("refused", ())]
    problems += [
        Problem(
            what=f"{persona.name} prefers the channel '{channel}' and refuses it",
            place=file.place(("channels", "refused")),
            hint="take it out of one of the two",
        )
        for channel in both
    ]
    return problems


def _at_odds(persona: Persona, file: YamlFile) -> Iterator[Problem]:
    """Two keys that say the same thing differently."""
    setting = persona.setting
    if setting.device is not None and setting.viewport is not None:
        yield Problem(
            what=f"{persona.name}'s device {setting.device} has a window of its own size",
            place=file.place(("setting", "viewport")),
            hint="leave out viewport, or leave out device for a desktop window of that size",
        )


def _strangers(personas: Mapping[str, Persona], files: Mapping[str, YamlFile]) -> list[Problem]:
    return [
        Problem(
            what=f"{name} shares an account with an unknown persona '{persona.shares_account_with}'",
            place=files[name].place(("shares_account_with",)),
            bad=persona.shares_account_with,
            valid=tuple(personas),
        )
        for name, persona in personas.items()
        if persona.shares_account_with and persona.shares_account_with not in personas
    ]


def _alone(personas: Mapping[str, Persona], files: Mapping[str, YamlFile]) -> list[Problem]:
    return [
        Problem(
            what=f"{name} shares an account with herself",
            place=files[name].place(("shares_account_with",)),
            hint="name another persona",
        )
        for name, persona in personas.items()
        if persona.shares_account_with == name
    ]
