"""A good start of a touchpoint: a block for the blueprint, put behind the last one, and nothing else touched."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tellonce.authoring.trying_out import file_name
from tellonce.model.blueprint import CHANNELS
from tellonce.model.errors import Place, Problem, UsageProblem
from tellonce.model.facts import FactKind
from tellonce.project import Project
from tellonce.project.yaml_tree import NotYaml, parse

__all__ = ["BLUEPRINT", "NewTouchpoint", "new_touchpoint"]

BLUEPRINT = "fixtures/blueprint.yaml"
_SENT = ("mail", "sms", "post", "card", "invoice")
_GOES_TO = {"mail": FactKind.EMAIL, "sms": FactKind.PHONE, "post": FactKind.POSTAL_ADDRESS}
_SECTION = re.compile(r"^touchpoints:[ \t]*(#.*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTouchpoint:
    """What it is to be. called: with or without its article.  probe: settings in YAML, "" for a likely beginning."""

    called: str
    channel: str
    owner: str
    facts: tuple[str, ...]
    kind: str = ""
    fed_by: str = ""
    stage: str = ""
    within: str = "1 day"
    window: str = ""
    probe: str = ""


def new_touchpoint(asked: NewTouchpoint, project: Project, text: str) -> tuple[str, str]:
    """Its key, and the blueprint's new text. text: as the file is now. Raises UsageProblem for unknown words."""
    blueprint = project.blueprint
    called = " ".join(asked.called.split())
    bare = re.sub(r"^(the|a|an|her|his|their) ", "", called)
    key = file_name(bare)
    problems = [
        *_unknown("channel", [asked.channel], CHANNELS),
        *_unknown("fact", asked.facts, tuple(blueprint.facts)),
        *_unknown("kind", [asked.kind] if asked.kind else [], ("state", "emission")),
        *_unknown("system", [asked.fed_by] if asked.fed_by else [], tuple(blueprint.systems)),
    ]
    if key in blueprint.touchpoints:
        problems.append(Problem(what=f"there is a touchpoint '{key}' already", hint="call the new one differently"))
    if not asked.facts:
        problems.append(Problem(what="it uses no fact: nothing could be checked there", valid=tuple(blueprint.facts)))
    if problems:
        raise UsageProblem(problems)
    kind = asked.kind or ("emission" if asked.channel in _SENT else "state")
    last = list(blueprint.touchpoints.values())[-1:]
    roles = tuple(dict.fromkeys(persona.role for persona in project.personas.values()))
    goes_to = _destination(asked.channel, project) if kind == "emission" else ""
    lines = [
        f"  {key}:",
        f"    called: {_quoted(called if bare != called else f'the {called}')}",
        f"    channel: {asked.channel}",
        f"    owner: {_quoted(asked.owner)}",
        "    lane: frontstage",
        f"    stage: {_quoted(asked.stage or (last[0].stage if last else 'Telling us'))}",
        f"    kind: {kind}",
        *([f"    serves: [{', '.join(roles)}]"] if "customer" not in roles else []),
        f"    facts: [{', '.join(asked.facts)}]",
        *([f"    destination: {goes_to}"] if goes_to else []),
        f"    fed_by: {asked.fed_by or next(iter(blueprint.systems))}",
        f"    promise: {{within: {asked.within}{f', window: {asked.window}' if asked.window else ''}}}",
        "    probe:",
        *(f"      {line}" for line in _probe(asked, key, kind, project)),
    ]
    return key, _put_in(text, lines)


def _unknown(word: str, said: Sequence[str], valid: tuple[str, ...]) -> list[Problem]:
    return [Problem(what=f"unknown {word} '{one}'", bad=one, valid=valid) for one in said if one not in valid]


def _destination(channel: str, project: Project) -> str:
    kind = _GOES_TO.get(channel)
    return next((key for key, fact in project.blueprint.facts.items() if fact.kind is kind), "")


def _probe(asked: NewTouchpoint, key: str, kind: str, project: Project) -> list[str]:
    """Settings as asked, or the likeliest beginning for its channel."""
    if asked.probe:
        written = asked.probe.strip()
        try:
            given = parse(written if written.startswith("{") else f"{{{written}}}")
        except NotYaml as error:
            hint = """write it as --probe 'kind: page, url: "{web}/details"'"""
            what = f"the probe '{asked.probe}' cannot be read: {error.what}"
            raise UsageProblem(Problem(what=what, hint=hint)) from None
        settings = given.plain if given is not None else {}
        return [f"{name}: {json.dumps(value, ensure_ascii=False, default=str)}" for name, value in settings.items()]
    addresses = project.blueprint.addresses
    web = next((name for name, text in addresses.items() if text.startswith("http")), "")
    if kind == "state":
        return ["kind: page", f'url: "{{{web}}}/"' if web else 'url: "http://127.0.0.1/"']
    if asked.channel == "mail":
        folders = [one.probe.get("folder") for one in project.blueprint.touchpoints.values()]
        kinds = [one.probe.get("kind") for one in project.blueprint.touchpoints.values()]
        known = next((folder for folder, of in zip(folders, kinds, strict=True) if of == "mailbox" and folder), None)
        return ["kind: mailbox", f"folder: {_quoted(str(known or './reports/postbox/mail/new'))}"]
    if asked.channel == "sms":
        return ["kind: webhook", 'folder: "./reports/postbox/webhook"']
    return ["kind: documents", f'folder: "./reports/{key}"']


def _put_in(text: str, lines: Sequence[str]) -> str:
    """The block behind the last touchpoint; every other line stays as it is."""
    written = text.splitlines(keepends=True)
    begin = next((number for number, line in enumerate(written) if _SECTION.match(line.rstrip("\n"))), None)
    if begin is None:
        what = "the touchpoints are not written line by line, so none can be added"
        raise UsageProblem(
            Problem(what=what, place=Place(file=BLUEPRINT), hint="write 'touchpoints:' on a line of its own")
        )
    end = begin + 1
    for number in range(begin + 1, len(written)):
        line = written[number]
        if line[:1] not in (" ", "\t", "#", "\n", "\r"):
            break
        if line[:1] in (" ", "\t") and line.strip():
            end = number + 1
    before = "".join(written[:end])
    gap = "\n" if _are_apart(written[begin + 1 : end]) else ""
    return f"{before}{'' if before.endswith(chr(10)) else chr(10)}{gap}{chr(10).join(lines)}\n{''.join(written[end:])}"


def _are_apart(section: Sequence[str]) -> bool:
    """Whether an empty line stands between the touchpoints."""
    starts = [number for number, line in enumerate(section) if re.match(r"  [^\s#]", line)]
    return any(not section[number - 1].strip() for number in starts[1:])


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z][\w '-]*", text) else json.dumps(text, ensure_ascii=False)
