"""Reads what systems exported about a change. What is there is there: nothing waits for spans, and none is no news."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

from tellonce.engine.stage import Stage
from tellonce.model.events import Event, SpansSeen
from tellonce.model.span import Span
from tellonce.probes.otlp import OtlpSpan
from tellonce.probes.span_files import read_spans
from tellonce.story.visible import one_line

__all__ = ["SpanReader", "entries"]

_ONCE_MORE_S = 0.3
"""How long to wait, once, for the spans of a change that is broken."""
_EXPORTED_WITHIN_S = 6.0
"""Exporters send in batches, by default every 5 s: what is not there after that was never begun."""
_MOST = 200
_LONGEST = 200


@dataclass(slots=True, kw_only=True)
class _Told:
    """One change, and what of its trace is on record already."""

    trace: str
    at_s: float
    recorded: set[str] = field(default_factory=set)
    all_in: bool = False
    waited: bool = False


class SpanReader:
    """For one scenario. record: writes an event down. Never raises: a trace is a hint, and may be missing."""

    def __init__(self, stage: Stage, scenario: str, record: Callable[[Event], object]) -> None:
        self._stage, self._scenario, self._record = stage, scenario, record
        self._told: dict[str, _Told] = {}

    def told(self, change: str, trace: str) -> None:
        """The company has just answered."""
        self._told[change] = _Told(trace=trace, at_s=monotonic())

    async def read(self, change: str, *, broken: bool) -> None:
        """Record what came of the change's trace since the last time. broken: one more short look is worth it."""
        told, folder = self._told.get(change), self._stage.traces
        if told is None or folder is None or told.all_in:
            return
        if broken and not told.waited and monotonic() < told.at_s + _EXPORTED_WITHIN_S:
            told.waited = True
            await asyncio.sleep(_ONCE_MORE_S)
        all_in = monotonic() >= told.at_s + _EXPORTED_WITHIN_S
        try:
            found = entries(await asyncio.to_thread(read_spans, folder, told.trace))
        except OSError:
            return  # a folder that cannot be read holds no hint
        fresh = [span for span in found if span.span not in told.recorded]
        if not fresh and not (broken and all_in and told.recorded):
            return
        room = _MOST - len(told.recorded)
        told.recorded |= {span.span for span in fresh}
        told.all_in = all_in
        self._record(
            SpansSeen(
                scenario=self._scenario,
                change=change,
                spans=tuple(self._kept(span) for span in fresh[: max(0, room)]),
                left_out=max(0, len(fresh) - max(0, room)),
                all_in=all_in,
            )
        )

    def _kept(self, span: OtlpSpan) -> Span:
        # Cut after blotting out: half a secret is not recognised any more.
        redact = self._stage.secrets.redact
        service, name, message = (one_line(redact(text), _LONGEST) for text in (span.service, span.name, span.message))
        return Span(
            span=span.span,
            parent=span.parent,
            service=service,
            system=self._stage.blueprint.system_traced_as(span.service),
            name=name,
            status=span.status,
            message=message,
        )


def entries(spans: Sequence[OtlpSpan]) -> list[OtlpSpan]:
    """The spans by which the trace entered a system; one that failed without a word borrows it from within.

    A span whose parent is not there may be one inside, exported before the one around it: it enters only if it says so.
    """
    service_of = {span.span: span.service for span in spans}
    said: dict[str, str] = {}
    for span in spans:
        if span.status == "error" and span.message:
            said.setdefault(span.service, span.message)
    found = []
    for span in spans:
        above = service_of.get(span.parent)
        if above == span.service or (above is None and not span.enters):
            continue
        borrows = span.status == "error" and not span.message and span.service in said
        found.append(replace(span, message=said[span.service]) if borrows else span)
    return found
