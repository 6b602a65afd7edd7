"""Every cell of a history, judged. Pure: judging again yields the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tellonce.judge.change_judge import ChangeJudge, cell_id
from tellonce.judge.index import HistoryIndex, Reader, ScenarioRecord, index_history
from tellonce.model.cell import CellVerdict
from tellonce.model.events import Event, ScenarioFinished
from tellonce.model.history import History

__all__ = ["judge", "judge_index", "judge_stream"]

_Judged = tuple[tuple[str, int, str, str], list[CellVerdict]]


def judge(history: History) -> tuple[CellVerdict, ...]:
    """One verdict for every cell of every change that began, ordered by journey, scenario, change and cell.

    An empty history has none. Raises TellonceError when a cell names what the history's own blueprint lacks.
    """
    return judge_index(index_history(history))


def judge_index(index: HistoryIndex) -> tuple[CellVerdict, ...]:
    """The same for a history already indexed."""
    return _in_order(_of_scenario(index, record) for record in index.scenarios.values())


def judge_stream(events: Iterable[Event]) -> tuple[CellVerdict, ...]:
    """The same for events as they come: each scenario is judged and let go when it ends, so that a long history need
    never be in memory.

    A worker's run must have started before its scenarios, and nothing of a scenario may follow its end.
    """
    reader = Reader(keep_reads=False)

    def ended() -> Iterator[_Judged]:
        for event in events:
            reader.read(event)
            if isinstance(event, ScenarioFinished) and (record := reader.let_go(event)) is not None:
                yield _of_scenario(reader.index, record)
        yield from (_of_scenario(reader.index, record) for record in reader.done().scenarios.values())

    return _in_order(ended())


def _of_scenario(index: HistoryIndex, record: ScenarioRecord) -> _Judged:
    started = record.started
    order = (started.journey if started else "", started.line if started else 0, record.scenario, record.worker)
    changes = [ChangeJudge(index=index, record=record, change=change) for change in record.changes.values()]
    return order, [cell for change in changes for cell in change.cells()]


def _in_order(scenarios: Iterable[_Judged]) -> tuple[CellVerdict, ...]:
    cells: list[CellVerdict] = []
    taken: set[str] = set()
    for _, found in sorted(scenarios, key=lambda judged: judged[0]):
        for cell in found:
            unique = cell
            if cell.id in taken:
                longer = cell_id(cell.scenario, cell.change, cell.fact, cell.touchpoint, digits=16)
                unique = cell.model_copy(update={"id": longer})
            taken.add(unique.id)
            cells.append(unique)
    return tuple(cells)
