"""Looks for timelines and evidence for verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from tellonce.judge.case import Sighting
from tellonce.model.cell import Look
from tellonce.model.observation import Evidence

__all__ = ["evidence_of", "timeline"]


def timeline(sightings: Sequence[Sighting]) -> tuple[Look, ...]:
    """The looks in order; a run of identical ones is told by its first and last, with the evidence of any."""
    runs: list[list[Sighting]] = []
    for sighting in sightings:
        if runs and _alike(runs[-1][-1], sighting):
            runs[-1].append(sighting)
        else:
            runs.append([sighting])
    looks: list[Look] = []
    for run in runs:
        shown = next((s.evidence for s in run if s.evidence), ())
        looks.append(_look(run[0], shown))
        if len(run) > 1:
            looks.append(_look(run[-1], run[-1].evidence if run[-1].evidence != shown else ()))
    return tuple(looks)


def evidence_of(decisive: Sequence[Sighting], sightings: Sequence[Sighting]) -> tuple[Evidence, ...]:
    """What there is to show for the decisive looks; a look filed without evidence borrows from its like."""
    found: dict[str, Evidence] = {}
    for look in decisive:
        like = [s for s in sightings if s.evidence and _alike(s, look)]
        shown = look.evidence or (like[-1].evidence if like else ())
        found.update({piece.model_dump_json(): piece for piece in shown})
    return tuple(found.values())


def _look(sighting: Sighting, evidence: tuple[Evidence, ...]) -> Look:
    said = " — ".join(part for part in (sighting.spelled, sighting.reason) if part)
    return Look(
        start_s=sighting.start_s,
        end_s=sighting.end_s,
        sight=sighting.sight.value,
        said=said,
        item=sighting.item,
        evidence=evidence,
    )


def _alike(one: Sighting, other: Sighting) -> bool:
    return (one.sight, one.item, one.spelled, one.reason) == (other.sight, other.item, other.spelled, other.reason)
