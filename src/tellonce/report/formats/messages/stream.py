"""The stream: every envelope of a run, each after all that it refers to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gherkin.stream.id_generator import IdGenerator

from tellonce.model.cell import CellVerdict
from tellonce.model.events import EvidenceKept, HookFinished
from tellonce.model.history import History
from tellonce.report.formats.messages.attempts import Told, tell
from tellonce.report.formats.messages.cases import Case, cases_of
from tellonce.report.formats.messages.known import Known
from tellonce.report.formats.messages.moments import Moments
from tellonce.report.formats.messages.results import of_hook
from tellonce.report.formats.messages.shown import Shown
from tellonce.report.formats.messages.snippets import Snippets
from tellonce.report.formats.messages.sources import Sources
from tellonce.story.masks import Masks

__all__ = ["PROTOCOL", "envelopes", "messages"]

PROTOCOL = "34.2.0"
"""The version of the protocol that the envelopes are written to."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def messages(
    history: History, cells: Sequence[CellVerdict] = (), *, folder: Path | None = None, masks: Masks | None = None
) -> bytes:
    """The whole stream as NDJSON in UTF-8, one envelope a line. Arguments as for `envelopes`."""
    return b"".join(_line(envelope) for envelope in envelopes(history, cells, folder=folder, masks=masks))


def envelopes(
    history: History, cells: Sequence[CellVerdict] = (), *, folder: Path | None = None, masks: Masks | None = None
) -> Iterator[dict[str, Any]]:
    """A run's envelopes, in an order in which a reader can take them in one by one.

    cells: the judge's verdicts.  folder: the run's, for what lies under evidence/; without it evidence is only linked.
    masks: for what lies there; the history and the cells are masked already.
    A history without any event is a run in which nothing ran, and no success.
    Text stays as the service sent it: this is data, and who shows it escapes it.
    """
    ids, told = IdGenerator(), tell(history.events, cells)
    moments = Moments(history.events)
    sources, known, shown = Sources(told, ids), Known(told, ids), Shown(folder, masks)
    run = ids.get_next_id()
    cases = cases_of(told, sources, known, moments, ids)
    around = _Around(told=told, known=known, shown=shown, moments=moments, run=run, ids=ids)
    before = list(around.of("before_all"))  # hooks that were called without being declared become known here
    after = list(around.of("after_all"))
    snippets = Snippets(known.parameters.values())
    yield {"meta": _meta(told, history)}
    yield from sources.envelopes()
    yield from known.envelopes()
    yield {"testRunStarted": {"id": run, "timestamp": moments.stamp(moments.first)}}
    yield from before
    yield from (case.envelope(run) for case in cases)
    begun = sorted((began, number, nth) for nth, case in enumerate(cases) for began, number in case.begun())
    for _, number, nth in begun:
        yield from cases[nth].played(number, shown, snippets)
    yield from after
    finished: dict[str, Any] = {"testRunStartedId": run, "timestamp": moments.stamp(moments.last)}
    finished["success"] = _success(told, cases, around)
    if told.broken:
        finished["message"] = "\n".join(dict.fromkeys(told.broken))
        finished["exception"] = {"type": "Error", "message": finished["message"]}
    yield {"testRunFinished": finished}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """Hooks around the whole run, and what they attached."""

    told: Told
    known: Known
    shown: Shown
    moments: Moments
    run: str
    ids: IdGenerator

    @property
    def failed(self) -> bool:
        """Whether one of them failed."""
        return any(isinstance(event, HookFinished) and event.status == "failed" for event in self.told.around)

    def of(self, kind: str) -> Iterator[dict[str, Any]]:
        """Those of one kind: what was attached before a hook of the same worker ended is that hook's."""
        attached: dict[str, list[EvidenceKept]] = {}
        for event in self.told.around:
            if isinstance(event, EvidenceKept):
                attached.setdefault(event.worker, []).append(event)
                continue
            kept = attached.pop(event.worker, [])
            if event.kind == kind:
                yield from self._hook(event, kept)

    def _hook(self, hook: HookFinished, kept: list[EvidenceKept]) -> Iterator[dict[str, Any]]:
        ended = self.moments.nanos(hook.worker, hook.at_s)
        began = self.moments.nanos(hook.worker, hook.at_s - hook.duration_s)
        called = self.ids.get_next_id()
        started: dict[str, Any] = {"id": called, "testRunStartedId": self.run}
        started["hookId"] = self.known.hook(hook.worker, hook.kind, hook.number)
        yield {"testRunHookStarted": started | {"timestamp": self.moments.stamp(began)}}
        for one in kept:
            at = self.moments.stamp(self.moments.nanos(one.worker, one.at_s))
            where = {"testRunHookStartedId": called, "timestamp": at}
            yield self.shown.envelope(one.evidence, where, file_name=one.file_name)
        finished = {"testRunHookStartedId": called, "result": of_hook(hook)}
        yield {"testRunHookFinished": finished | {"timestamp": self.moments.stamp(ended)}}


def _success(told: Told, cases: Sequence[Case], around: _Around) -> bool:
    last = (case.attempts[-1].finished for case in cases)
    kept = [ended is not None and ended.status in ("passed", "skipped") for ended in last]
    hooks = (event for case in cases for event in case.attempts[-1].happened if isinstance(event, HookFinished))
    failed = around.failed or any(hook.status == "failed" for hook in hooks)
    return bool(kept) and all(kept) and not told.broken and not failed


def _meta(told: Told, history: History) -> dict[str, Any]:
    run = history.run()
    version = {"version": run.version} if run is not None else {}
    where = told.described[0] if told.described else None
    meta: dict[str, Any] = {"protocolVersion": PROTOCOL, "implementation": {"name": "tellonce"} | version}
    meta["runtime"] = _product(where.python if where else "Python")
    meta["os"] = {"name": (where.system if where else "") or "unknown"}
    if where is not None and where.system_version:
        meta["os"]["version"] = where.system_version
    meta["cpu"] = {"name": (where.machine if where else "") or "unknown"}
    return meta


def _product(said: str) -> dict[str, str]:
    name, _, version = said.partition(" ")
    return {"name": name} | ({"version": version} if version else {})


def _line(envelope: dict[str, Any]) -> bytes:
    """One line. Half a character, which no UTF-8 can hold, becomes the sign for one that is not known."""
    text = json.dumps(envelope, ensure_ascii=False, separators=(",", ":"))
    return _SURROGATE.sub("\ufffd", text).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode() + b"\n"
