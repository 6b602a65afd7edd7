"""NPS, CES, CSAT, first-contact resolution, time to resolution: by their standard formulas, of imported answers. Pure.

Nobody simulated was ever asked: without an imported answer there is no figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from tellonce.ledger.answers import METHODS, AnswerRecord
from tellonce.ledger.quantiles import QUANTILE_METHOD, nearest_rank

__all__ = ["FURTHER_CONTACT_DAYS", "Figure", "Figures", "Slice", "figures_of"]

FURTHER_CONTACT_DAYS = 7
_MOST_MONTHS = 24
_MOST_SLICES = 100
_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """One month (2026-05), touchpoint or journey. value: see Figure.  of: how many answers, at least one."""

    key: str
    value: float
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. value: NPS from -100 to 100; CES, CSAT and first-contact resolution shares from 0 to 1; times in s.

    of: answers, or contacts, that it is made of.  parts: what they were.  method: how it is computed, in words.
    left_out: what could not count, and why; reason -> how many.  months: the last 24 that have any, oldest first; of
    contacts, the month in which they were created.
    """

    value: float
    of: int
    method: str
    parts: Mapping[str, int]
    left_out: Mapping[str, int] = field(default_factory=dict)
    p95_s: float | None = None
    months: tuple[Slice, ...] = ()
    touchpoints: tuple[Slice, ...] = ()
    journeys: tuple[Slice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """None where the data does not exist.

    resolution: time to resolution; its value is the median, p95_s beside it.
    """

    nps: Figure | None = None
    ces: Figure | None = None
    csat: Figure | None = None
    first_contact: Figure | None = None
    resolution: Figure | None = None

    @property
    def exist(self) -> bool:
        """Whether there is at least one."""
        return any((self.nps, self.ces, self.csat, self.first_contact, self.resolution))


def figures_of(answers: Iterable[AnswerRecord]) -> Figures:
    """All five, of answers whose method is the one named in METHODS; empty for no answers.

    NPS: % of 9-10 less % of 0-6, passives stay in the whole.  CES 2.0: share of 5-7.  CSAT: share of 4-5.
    First-contact resolution: resolved, and no further contact of the same customer until 7 days after / all resolved.
    Counted are contacts that name a customer and whose 7 days are over by the newest contact's time: before that,
    nobody knows.  Time to resolution: creation to first resolved, on a calendar of all hours of all days.
    Source: docs/reference/ledger.md, with the formulas and why they are these.
    """
    by_question: dict[str, list[AnswerRecord]] = defaultdict(list)
    for answer in answers:
        if answer.method == METHODS[answer.question]:
            by_question[answer.question].append(answer)
    contacts = by_question["contact"]
    return Figures(
        nps=_scored(by_question["nps"], _nps, METHODS["nps"], _nps_parts),
        ces=_scored(by_question["ces"], _share_from(5), METHODS["ces"], _parts_from(5, "5 to 7", "1 to 4")),
        csat=_scored(by_question["csat"], _share_from(4), METHODS["csat"], _parts_from(4, "4 to 5", "1 to 3")),
        first_contact=_first_contact(contacts),
        resolution=_resolution(contacts),
    )


_Value = Callable[[Sequence[float]], float]
_Parts = Callable[[Sequence[float]], dict[str, int]]


def _nps(scores: Sequence[float]) -> float:
    promoters, detractors = sum(score >= 9 for score in scores), sum(score <= 6 for score in scores)
    return 100.0 * (promoters - detractors) / len(scores)


def _nps_parts(scores: Sequence[float]) -> dict[str, int]:
    return {
        "promoters": sum(score >= 9 for score in scores),
        "passives": sum(score in (7, 8) for score in scores),
        "detractors": sum(score <= 6 for score in scores),
    }


def _share_from(least: int) -> _Value:
    return lambda scores: sum(score >= least for score in scores) / len(scores)


def _parts_from(least: int, high: str, low: str) -> _Parts:
    return lambda scores: {
        high: sum(score >= least for score in scores),
        low: sum(score < least for score in scores),
    }


def _scored(answers: Sequence[AnswerRecord], value: _Value, method: str, parts: _Parts) -> Figure | None:
    scored = [(answer, float(answer.score)) for answer in answers if answer.score is not None]
    if not scored:
        return None
    return _figure(scored, value, method=method, parts=parts([score for _, score in scored]))


def _figure(
    measured: Sequence[tuple[AnswerRecord, float]],
    value: _Value,
    *,
    method: str,
    parts: Mapping[str, int],
    left_out: Mapping[str, int] = MappingProxyType({}),
    p95_s: float | None = None,
) -> Figure:
    months = _slices(measured, lambda answer: answer.day[:7], value)
    return Figure(
        value=value([one for _, one in measured]),
        of=len(measured),
        method=method,
        parts=parts,
        left_out={why: count for why, count in left_out.items() if count},
        p95_s=p95_s,
        months=tuple(sorted(months, key=lambda one: one.key))[-_MOST_MONTHS:],
        touchpoints=_slices(measured, lambda answer: answer.touchpoint, value)[:_MOST_SLICES],
        journeys=_slices(measured, lambda answer: answer.journey, value)[:_MOST_SLICES],
    )


def _slices(
    measured: Sequence[tuple[AnswerRecord, float]], key: Callable[[AnswerRecord], str], value: _Value
) -> tuple[Slice, ...]:
    """Most answers first; those without a key are in none."""
    groups: dict[str, list[float]] = defaultdict(list)
    for answer, one in measured:
        if key(answer):
            groups[key(answer)].append(one)
    found = [Slice(key=name, value=value(several), of=len(several)) for name, several in groups.items()]
    return tuple(sorted(found, key=lambda one: (-one.of, one.key)))


def _first_contact(contacts: Sequence[AnswerRecord]) -> Figure | None:
    window_s = FURTHER_CONTACT_DAYS * _DAY_S
    moments = [s for one in contacts for s in (one.created_s, one.resolved_s) if s is not None]
    by_customer: dict[str, list[AnswerRecord]] = defaultdict(list)
    for one in contacts:
        if one.customer and one.created_s is not None:
            by_customer[one.customer].append(one)
    measured: list[tuple[AnswerRecord, float]] = []
    left_out = {"not resolved": 0, "without a customer": 0, f"whose {FURTHER_CONTACT_DAYS} days are not over": 0}
    for one in contacts:
        if one.resolved_s is None or one.created_s is None:
            left_out["not resolved"] += 1
        elif not one.customer:
            left_out["without a customer"] += 1
        elif _came_again(one, by_customer[one.customer], one.resolved_s + window_s):
            measured.append((one, 0.0))
        elif max(moments) < one.resolved_s + window_s:
            left_out[f"whose {FURTHER_CONTACT_DAYS} days are not over"] += 1
        else:
            measured.append((one, 1.0))
    if not measured:
        return None
    first = sum(1 for _, one in measured if one)  # 1 for the first contact, 0 for one that was not enough
    return _figure(
        measured,
        _mean,
        method=f"resolved, no further contact of the customer within {FURTHER_CONTACT_DAYS} days / all resolved",
        parts={"at the first contact": first, "contacted again": len(measured) - first},
        left_out=left_out,
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _came_again(one: AnswerRecord, hers: Sequence[AnswerRecord], until_s: float) -> bool:
    assert one.created_s is not None  # noqa: S101 - the caller has looked
    return any(
        other.id != one.id and other.created_s is not None and one.created_s < other.created_s <= until_s
        for other in hers
    )


def _resolution(contacts: Sequence[AnswerRecord]) -> Figure | None:
    measured = [
        (one, one.resolved_s - one.created_s)
        for one in contacts
        if one.resolved_s is not None and one.created_s is not None
    ]
    if not measured:
        return None
    times = [time_s for _, time_s in measured]
    return _figure(
        measured,
        lambda found: nearest_rank(found, 0.5) or 0.0,
        method=f"creation to first resolved, all hours of all days; median and p95 by {QUANTILE_METHOD}",
        parts={"resolved": len(times)},
        left_out={"not resolved": len(contacts) - len(measured)},
        p95_s=nearest_rank(times, 0.95),
    )
