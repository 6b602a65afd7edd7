"""A good start of a persona: valid at once, with a word on each key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from babel.core import get_global

from tellonce.authoring.trying_out import file_name
from tellonce.engine.flows import Deeds
from tellonce.engine.values import MADE_UP
from tellonce.model.errors import Problem, UsageProblem
from tellonce.model.facts import Components, Fact, FactKind
from tellonce.model.persona import Persona
from tellonce.project import Project

__all__ = ["NewPersona", "new_persona"]

_PRONOUNS = {
    "she": "{subject: she, object: her, possessive: her}",
    "he": "{subject: he, object: him, possessive: his}",
    "they": "{subject: they, object: them, possessive: their}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPersona:
    """What she is to be. role, locale, time_zone: "" for those of a persona that there is."""

    name: str
    about: str = ""
    role: str = ""
    locale: str = ""
    time_zone: str = ""
    pronouns: str = "she"


def new_persona(asked: NewPersona, project: Project, deeds: Deeds) -> tuple[str, str]:
    """Path and text of her file. Raises UsageProblem for words that cannot be hers."""
    name = " ".join(asked.name.split())
    if asked.pronouns not in _PRONOUNS:
        what = f"there are no pronouns '{asked.pronouns}' here"
        raise UsageProblem(
            Problem(what=what, bad=asked.pronouns, valid=tuple(_PRONOUNS), hint="write others into the file")
        )
    roles = tuple(dict.fromkeys(role for spot in project.blueprint.touchpoints.values() for role in spot.serves))
    role = asked.role or next(iter(project.personas.values())).role
    if role not in roles:
        what = f"no touchpoint serves the role '{role}'"
        raise UsageProblem(Problem(what=what, bad=role, valid=roles, hint="add it to 'serves' in the blueprint first"))
    alike = [one for one in project.personas.values() if one.role == role]
    like = (alike or list(project.personas.values()))[0]
    locale = asked.locale or like.locale
    zone = asked.time_zone or (_zone_of(locale) if asked.locale else "") or like.time_zone
    lines = [
        f"# A kind of {role}. In each scenario somebody like {name} is made anew, with values that nobody else has.",
        f"name: {_text(name)}",
        f"about: {_text(asked.about or 'Who this is, what happens in this life, and what matters most in it.')}",
        *([f"role: {_text(role)}"] if role != "customer" else []),
        "# Where names and addresses are made up, and how the browser is set.",
        f"locale: {locale}",
        f"language: {locale.partition('_')[0]}",
        f"time_zone: {zone}",
        f"pronouns: {_PRONOUNS[asked.pronouns]}",
        "# The device and the ways of using it: take away the # from what is so.",
        "# setting:",
        "#   device: Pixel 7",
        "#   keyboard_only: true",
        "#   reduced_motion: true",
        "#   color_scheme: dark",
        *_values(role, like, project, deeds),
        *_service(like),
    ]
    return f"fixtures/personas/{file_name(name)}.yaml", "\n".join(lines) + "\n"


def _values(role: str, like: Persona, project: Project, deeds: Deeds) -> Iterator[str]:
    """First values that cannot be made up: as somebody of the same role has them, or the first that can be chosen."""
    enrolment = deeds.enrolments.get(role)
    if enrolment is None or not enrolment.known:
        return
    chosen: dict[str, Components] = {}
    for key, fact in project.blueprint.facts_of(role).items():
        if fact.known_from_start and fact.kind not in (*MADE_UP, FactKind.LANGUAGE):
            chosen[key] = like.values.get(key) or _first_choice(key, fact, deeds)
    if chosen:
        yield "# What cannot be made up: the first values of a life."
        yield "values:"
        yield from (f"  {key}: {_flow(value)}" for key, value in chosen.items())


def _first_choice(key: str, fact: Fact, deeds: Deeds) -> Components:
    for choice in deeds.choices.values():
        if choice.of == key:
            first: Components = next(iter(choice.meaning.values()))
            return first
    if fact.kind is FactKind.CONSENT:
        return {"granted": "yes"}
    if fact.kind is FactKind.DATE:
        return {"date": "2026-05-04"}
    return {name: "1.00" if name in ("amount", "monthly_fee") else "Basic" for name in fact.components}


def _service(like: Persona) -> Iterator[str]:
    if like.service:
        yield f"# What the enrolment in steps/ needs to know; as it is for {like.name}."
        yield f"service: {json.dumps(dict(like.service), ensure_ascii=False)}"


def _flow(value: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {json.dumps(text, ensure_ascii=False)}" for name, text in value.items()) + "}"


def _text(text: str) -> str:
    """Text as YAML writes it; JSON is YAML."""
    plain = text.replace(" ", "").replace(",", "").replace(".", "").isalpha()
    return text if plain and text.casefold() not in ("yes", "no", "true", "false", "null", "on", "off") else _json(text)


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _zone_of(locale: str) -> str:
    """The first time zone of a locale's country, "" when nobody knows one."""
    zones = get_global("territory_zones").get(locale.rpartition("_")[2], ())
    return next(iter(zones), "")
