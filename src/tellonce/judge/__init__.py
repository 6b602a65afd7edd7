"""From a history to verdicts. Pure: no input, no output."""

from tellonce.judge.case import Case, CellJudgement, Sighting
from tellonce.judge.classify import Judged, classify
from tellonce.judge.decide import judge_cell
from tellonce.judge.index import HistoryIndex, index_history
from tellonce.judge.judge import judge, judge_index, judge_stream
from tellonce.judge.live import LiveCell, Others
from tellonce.judge.never import NeverJudgement, judge_leftovers, judge_never
from tellonce.judge.summary import worst_of

__all__ = [
    "Case",
    "CellJudgement",
    "HistoryIndex",
    "Judged",
    "LiveCell",
    "NeverJudgement",
    "Others",
    "Sighting",
    "classify",
    "index_history",
    "judge",
    "judge_cell",
    "judge_index",
    "judge_leftovers",
    "judge_never",
    "judge_stream",
    "worst_of",
]
