"""From the kind of a probe to the probe itself."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any, cast

from tellonce.model.base import Frozen
from tellonce.model.errors import Problem, UsageProblem
from tellonce.probes.protocol import Place, Probe, ProbeFactory, Sources

__all__ = ["GROUP", "known_kinds", "make_probe", "settings_model"]

GROUP = "tellonce.probes"

# First, so that a source tree that is not installed has them too; loaded late, because PDF and SQL libraries are slow.
_BUILT_IN: Mapping[str, str] = {
    "page": "tellonce.probes.page:PageProbe",
    "http": "tellonce.probes.http:HttpProbe",
    "sql": "tellonce.probes.sql:SqlProbe",
    "mailbox": "tellonce.probes.mailbox:MailboxProbe",
    "documents": "tellonce.probes.documents:DocumentsProbe",
    "files": "tellonce.probes.files:FilesProbe",
    "webhook": "tellonce.probes.webhook:WebhookProbe",
}


def known_kinds() -> tuple[str, ...]:
    """The kinds that a blueprint may name: the built-in ones, then those of installed packages."""
    return tuple(dict.fromkeys((*_BUILT_IN, *sorted(_installed()))))


def settings_model(kind: str) -> type[Frozen] | None:
    """The settings of a kind, for checks and documentation; None when an installed probe does not say.

    Raises UsageProblem for an unknown kind.
    """
    return cast("type[Frozen] | None", getattr(_factory(kind), "Settings", None))


def make_probe(place: Place, settings: Mapping[str, Any], sources: Sources) -> Probe:
    """The probe that `settings["kind"]` names; the other settings are the probe's own. Nothing is opened yet.

    Raises UsageProblem for an unknown kind, or an unknown, missing or ill-typed setting.
    """
    kind = settings.get("kind")
    if not isinstance(kind, str):
        raise UsageProblem(Problem(what=f"the probe of {place.key} has no kind", valid=known_kinds()))
    return _factory(kind, of=f" of {place.key}")(
        place, {name: value for name, value in settings.items() if name != "kind"}, sources
    )


def _installed() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def _factory(kind: str, *, of: str = "") -> ProbeFactory:
    if kind in _BUILT_IN:
        module, _, name = _BUILT_IN[kind].partition(":")
        return cast("ProbeFactory", getattr(import_module(module), name))
    installed = _installed()
    if kind not in installed:
        raise UsageProblem(
            Problem(what=f"the probe{of} is of the unknown kind '{kind}'", bad=kind, valid=known_kinds())
        )
    return cast("ProbeFactory", installed[kind].load())
