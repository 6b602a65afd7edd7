"""What probes read from: folders and databases, without any customer."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any

from tellonce.engine.loop import BackgroundLoop
from tellonce.engine.stage import Stage
from tellonce.model.errors import ProbeBlind
from tellonce.model.persona import Customer
from tellonce.probes.protocol import Place, Probe, Target
from tellonce.runner.doctor.finding import Finding, ok, problem, warning

__all__ = ["databases", "folders", "traces"]

_CONNECT_S = 15.0


def folders(stage: Stage) -> Iterator[Finding]:
    """Are the folders there in which probes look, and may they be read? Call it while the services are up."""
    asked: dict[str, list[str]] = {}
    for key, touchpoint in stage.blueprint.touchpoints.items():
        folder = touchpoint.probe.get("folder")
        if isinstance(folder, str) and "{customer." not in folder:
            asked.setdefault(str((stage.root / stage.fill(folder)).resolve()), []).append(key)
    bad = False
    for folder, keys in asked.items():
        who = ", ".join(keys[:3]) + (" …" if len(keys) > 3 else "")
        if not os.path.isdir(folder):
            bad = True
            yield problem(
                "folders",
                f"{folder} does not exist, and {who} looks there",
                "mend the folder in the blueprint, or let the service make it",
            )
        elif not os.access(folder, os.R_OK | os.X_OK):
            bad = True
            yield problem(
                "folders",
                f"{folder} may not be read, and {who} looks there",
                f"chmod a+rx {folder}, or run as its owner",
            )
    if asked and not bad:
        yield ok("folders", f"{len(asked)} folder{'' if len(asked) == 1 else 's'} can be read")


def databases(stage: Stage, loop: BackgroundLoop) -> Iterator[Finding]:
    """Does each sql probe's SELECT run? It is asked for a customer whom nobody has."""
    reasons: dict[str, list[str]] = {}
    asked = 0
    for place, probe in _sql(stage):
        asked += 1
        why = loop.run(_ask(stage, place, probe))
        if why:
            reasons.setdefault(why, []).append(place.key)
    for why, keys in reasons.items():
        shown = ", ".join(dict.fromkeys(keys))
        yield problem(
            "databases",
            f"{shown}: {stage.secrets.redact(why)}",
            "mend the url or the query in the blueprint, or the rights of its user",
        )
    if asked and not reasons:
        yield ok("databases", f"{asked} {'query reads' if asked == 1 else 'queries read'}, and write nothing")


def _sql(stage: Stage) -> Iterator[tuple[Place, Probe]]:
    for key, touchpoint in stage.blueprint.touchpoints.items():
        if _is_sql(touchpoint.probe):
            yield stage.probe_of(key, touchpoint)
    for key, system in stage.blueprint.systems.items():
        for nth, block in enumerate(system.observe):
            if _is_sql(block):
                yield stage.nth_observer_of(key, system, nth)


def _is_sql(block: Mapping[str, Any]) -> bool:
    return block.get("kind") == "sql"


async def _ask(stage: Stage, place: Place, probe: Probe) -> str:
    persona = next(iter(stage.project.personas.values()))
    nobody = Customer(key="doctor", persona=persona, values={}, service_id="nobody")
    try:
        await asyncio.wait_for(probe.look(Target(customer=nobody, place=place), None), _CONNECT_S)
    except TimeoutError:
        return f"no answer within {_CONNECT_S:g} s"
    except ProbeBlind as error:
        return str(error)
    except Exception as error:  # a driver may fail in any way
        return f"{type(error).__name__}: {error}"
    return ""


def traces(stage: Stage) -> Iterator[Finding]:
    """Can spans be read in the encoding that most exporters send?"""
    if not stage.blueprint.traces:
        return
    if find_spec("opentelemetry") is None or find_spec("opentelemetry.proto") is None:
        yield warning(
            "traces",
            "the postbox takes spans in JSON only; most exporters send protobuf, which is refused",
            "pip install 'tellonce[otlp]'",
        )
    else:
        yield ok("traces", "the postbox takes spans in JSON and in protobuf")
