"""Figures of a run in the text format of OpenMetrics 1.0: for Prometheus, by a push or a textfile collector.

Source: the OpenMetrics specification. All are gauges of one run but the times to reach, which are a histogram; types
that older Prometheus parsers do not know (info, stateset, unknown) are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from math import inf

from tellonce.model.cell import CellVerdict
from tellonce.report.account import Account
from tellonce.story.visible import one_line
from tellonce.story.words import Group, group_of

__all__ = ["BUCKETS_S", "openmetrics"]

_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86400.0
BUCKETS_S = (
    *(1.0, 5.0, 30.0, _MINUTE, 5 * _MINUTE, 30 * _MINUTE, _HOUR, 6 * _HOUR),
    *(_DAY, 2 * _DAY, 5 * _DAY, 7 * _DAY, 14 * _DAY, 31 * _DAY, inf),
)
"""Upper bounds of the times to reach: as long as promises usually are."""
_EFFORT = {
    "contacts": "Contacts with the company",
    "pages": "Pages met",
    "fields": "Fields filled in",
    "interactions": "Fields filled in and things activated",
    "repeated": "Things that she was made to tell again",
    "transfers": "Hand-overs",
    "switches": "Changes of channel",
}
_Labels = Mapping[str, str]


def openmetrics(account: Account) -> bytes:
    """The exposition, ending in `# EOF`. Nothing in it but times bears a unit; no sample has a time stamp."""
    return ("\n".join([*_lines(account), "# EOF"]) + "\n").encode("utf-8", "replace")


def _lines(account: Account) -> Iterator[str]:
    run = account.run
    if run is not None:
        labels = {"run": run.run, "version": run.version, "service": run.blueprint.service}
        began = _seconds(account.began_wall)
        if began is not None:
            yield from _gauge("run_started_timestamp_seconds", "When the run began", [(labels, began)], unit="seconds")
        yield from _gauge("run_duration_seconds", "Of its slowest worker", [(labels, account.took_s)], unit="seconds")
    statuses = ("passed", "failed", "inconclusive", "error", "cut off", "skipped")
    ended = [({"status": status}, account.statuses[status]) for status in statuses]
    yield from _gauge("scenarios", "Scenarios by how they ended", ended)
    yield from _gauge("troubles", "Reasons why the run is not whole", [({}, len(account.troubles))])
    promises: dict[tuple[str, str], list[CellVerdict]] = defaultdict(list)
    for cell in account.cells:
        promises[cell.touchpoint, cell.fact].append(cell)
    yield from _gauge("promises", "Cells by what happened to their promise", _outcomes(promises.values()))
    within = [(_of(cells[0]), max(cell.promised_within_s for cell in cells)) for cells in promises.values()]
    yield from _gauge("promised_seconds", "Within how long it was promised", within, unit="seconds")
    yield from _reached(promises.values())
    yield from _effort(account)


def _outcomes(promises: Iterable[list[CellVerdict]]) -> Iterator[tuple[_Labels, float]]:
    for cells in promises:
        groups = [group_of(cell.verdict) for cell in cells]
        for group in Group:
            yield _of(cells[0]) | {"outcome": group.slug.replace("-", "_")}, groups.count(group)


def _of(cell: CellVerdict) -> dict[str, str]:
    return {
        "touchpoint": cell.touchpoint,
        "fact": cell.fact,
        "owner": cell.owner,
        "lane": cell.lane,
        "channel": cell.channel,
    }


def _reached(promises: Iterable[list[CellVerdict]]) -> Iterator[str]:
    name = "tellonce_time_to_reach_seconds"
    yield from _head(name, "histogram", "From when she told until the touchpoint knew", "seconds")
    for cells in promises:
        times = [cell.reached_after_s for cell in cells if cell.reached_after_s is not None]
        labels = _of(cells[0])
        for bound in BUCKETS_S:
            at_most = sum(1 for time in times if time <= bound)
            yield _sample(f"{name}_bucket", labels | {"le": "+Inf" if bound == inf else f"{bound:.1f}"}, at_most)
        yield _sample(f"{name}_count", labels, len(times))
        yield _sample(f"{name}_sum", labels, sum(times))


def _effort(account: Account) -> Iterator[str]:
    told = [({"journey": one.journey, "persona": one.persona}, one) for one in account.efforts]
    for name, what in _EFFORT.items():
        samples = [(labels, getattr(one.effort, name)) for labels, one in told]
        yield from _gauge(f"effort_{name}", f"{what}, in all scenarios of the journey", samples)
    waited = [(labels, one.effort.waited_s) for labels, one in told]
    yield from _gauge("effort_waited_seconds", "Time in which the company owed an answer", waited, unit="seconds")
    yield from _gauge("customers_lost", "Customers who gave up", [(labels, len(one.lost)) for labels, one in told])


def _gauge(name: str, what: str, samples: Iterable[tuple[_Labels, float]], *, unit: str = "") -> Iterator[str]:
    yield from _head(f"tellonce_{name}", "gauge", what, unit)
    for labels, value in samples:
        yield _sample(f"tellonce_{name}", labels, value)


def _head(name: str, kind: str, what: str, unit: str) -> Iterator[str]:
    yield f"# TYPE {name} {kind}"
    if unit:
        yield f"# UNIT {name} {unit}"
    yield f"# HELP {name} {what}."


def _sample(name: str, labels: _Labels, value: float) -> str:
    said = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return f"{name}{{{said}}} {f'{value:.3f}' if isinstance(value, float) else value}"


def _escaped(text: str) -> str:
    return one_line(text, 400).replace("\\", r"\\").replace('"', r"\"")


def _seconds(wall: str) -> float | None:
    try:
        return datetime.fromisoformat(wall).timestamp()
    except ValueError:
        return None
