"""From a history to verdicts. Pure: no input, no output."""

from tellonce.judge.answers import Answered, AnswersAgain
from tellonce.judge.case import Case, CellJudgement, Sighting
from tellonce.judge.classify import Judged, classify
from tellonce.judge.decide import judge_cell
from tellonce.judge.expected import judge_expectation
from tellonce.judge.index import HistoryIndex, index_history
from tellonce.judge.judge import judge, judge_index, judge_stream
from tellonce.judge.live import LiveCell, Others
from tellonce.judge.never import judge_leftovers, judge_never
from tellonce.judge.sentence import SentenceJudgement
from tellonce.judge.summary import worst_of

__all__ = [
    "Answered",
    "AnswersAgain",
    "Case",
    "CellJudgement",
    "HistoryIndex",
    "Judged",
    "LiveCell",
    "Others",
    "SentenceJudgement",
    "Sighting",
    "classify",
    "index_history",
    "judge",
    "judge_cell",
    "judge_expectation",
    "judge_index",
    "judge_leftovers",
    "judge_never",
    "judge_stream",
    "worst_of",
]
