"""Reads what real customers answered (NPS, CES, CSAT), and contacts with their times, for the ledger."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tellonce.authoring.features import feature_paths
from tellonce.authoring.gherkin import read_feature
from tellonce.contacts.csv_rows import csv_rows, header_of
from tellonce.contacts.days import EARLIEST, LATEST, moment_reader
from tellonce.contacts.exports import each_once, open_source
from tellonce.contacts.json_rows import json_rows
from tellonce.contacts.rows import Row, Source
from tellonce.contacts.words import Words
from tellonce.ledger.answers import METHODS, AnswerRecord, QuestionKind
from tellonce.model.blueprint import Blueprint
from tellonce.model.contact_account import UnreadRow
from tellonce.model.contacts import ContactColumns, Contacts
from tellonce.model.errors import Place, Problem, UsageProblem
from tellonce.story.visible import one_line

__all__ = ["COLUMNS", "AnswersRead", "read_answer_files"]

COLUMNS = ("at", "date", "question", "score", "touchpoint", "journey", "customer", "id", "created", "resolved")
"""What columns or keys may be called; other ones are left alone. Case does not matter in CSV."""
SCALES: Mapping[QuestionKind, tuple[int, int]] = {"nps": (0, 10), "ces": (1, 7), "csat": (1, 5)}
_MOST_UNREAD = 1_000
_HINT = f"columns are called {', '.join(COLUMNS)}; 'question' is nps, ces or csat"
_NO_REGISTER = Contacts(columns=ContactColumns(time="at", about="touchpoint"))


@dataclass(slots=True, kw_only=True)
class _Answer(Row):
    at: str = ""
    date: str = ""
    question: str = ""
    score: str = ""
    touchpoint: str = ""
    journey: str = ""
    id: str = ""
    created: str = ""
    resolved: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    declared: dict[str, str] = field(default_factory=lambda: {name: name for name in COLUMNS})


@dataclass(slots=True, kw_only=True)
class AnswersRead:
    """What came of some files. answers: each once.  unread: why -> how many rows; unread_rows: the first 1,000."""

    answers: list[AnswerRecord] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    unread_rows: list[UnreadRow] = field(default_factory=list)


def read_answer_files(files: Sequence[str], blueprint: Blueprint, journeys: Path, root: Path) -> AnswersRead:
    """Read CSV or JSON files; "-" is standard input. Every row is an answer, or is told with its place.

    journeys: the folder of features.  Raises UsageProblem for files that cannot be read at all, before any row is.
    The same row in another file, or in another import, is the same answer, unless it stands twice in one file.
    """
    reader = _Reader(blueprint, _Journeys(journeys, root))
    found = AnswersRead()
    known: dict[str, AnswerRecord] = {}
    names, problems = each_once(files, "answers")
    with ExitStack() as stack:
        opened: list[tuple[Source, Iterator[Row]]] = []
        for name in names:
            try:
                source = open_source(
                    name,
                    _Columns(),
                    stack,
                    things="answers",
                    hint=_HINT,
                    export="a file of answers",
                    row=_Answer,
                )
                opened.append((source, _rows(source)))
            except UsageProblem as wrong:
                problems += wrong.problems
        if problems:
            raise UsageProblem(problems)
        for source, rows in opened:
            times: Counter[str] = Counter()
            here: dict[str, AnswerRecord] = {}
            for row in rows:
                try:
                    answer = reader.read(row, times)
                    if here.setdefault(answer.id, answer) != answer:
                        raise ValueError("its id came before in this file, and said something else")
                except ValueError as why:
                    _tell(found, source.shown, row, str(why))
            known |= here
    found.answers = list(known.values())
    return found


def _rows(source: Source) -> Iterator[Row]:
    if not source.first:
        return iter(())
    if source.first.lstrip().startswith(("[", "{")):
        return json_rows(source, "answers")
    _, header = header_of(_lowered(source))
    there = {name.casefold(): name for name in header}
    found = {meaning: there[meaning] for meaning in COLUMNS if meaning in there}
    if not ({"score", "question"} <= found.keys() or "created" in found):
        what = "the first line names neither 'question' and 'score' nor 'created'"
        raise UsageProblem(Problem(what=what, place=Place(file=source.shown, line=source.line), hint=_HINT))
    source.columns = _Columns(declared=found)
    return csv_rows(source)


def _lowered(source: Source) -> Source:
    """Its header in small letters has the same separators, and names that are known."""
    return Source(
        shown=source.shown,
        text=source.text,
        columns=_Columns(declared={n: n for n in (*COLUMNS, *_as_written(source.first))}),
        first=source.first,
        line=source.line,
    )


def _as_written(line: str) -> list[str]:
    """Words of the header that are columns but for their case."""
    words = "".join(sign if sign.isalnum() else " " for sign in line).split()
    return [word for word in words if word.casefold() in COLUMNS]


def _tell(found: AnswersRead, file: str, row: Row, why: str) -> None:
    found.unread[why] += 1
    if len(found.unread_rows) < _MOST_UNREAD:
        lines = f"{row.line}" if row.end <= row.line else f"{row.line}-{row.end}"
        found.unread_rows.append(UnreadRow(place=f"{file}:{lines}", why=why))


class _Reader:
    """Makes an answer of a row. What it says of a bad one repeats nothing that may be a customer's name."""

    def __init__(self, blueprint: Blueprint, journeys: _Journeys) -> None:
        self._service = blueprint.service
        section = blueprint.contacts or _NO_REGISTER
        self._words = Words(blueprint, section)
        self._zone = ZoneInfo(section.time_zone) if section.time_zone else UTC
        self._moment_of = moment_reader(section.time_format)
        self._journeys = journeys

    def read(self, row: Row, times: Counter[str]) -> AnswerRecord:
        """times: content -> how often it came in this file. Raises ValueError with why it cannot be understood."""
        if row.wrong:
            raise ValueError(row.wrong)
        assert isinstance(row, _Answer)  # noqa: S101 - as the source was opened
        kind = _question(row)
        touchpoint, journey = self._touchpoint(row.touchpoint), self._journeys.path(row.journey)
        score = created_s = resolved_s = None
        if kind == "contact":
            moment = self._time(row.created or row.at or row.date, "created")
            created_s = moment.timestamp()
            resolved_s = self._time(row.resolved, "resolved").timestamp() if row.resolved else None
            if resolved_s is not None and resolved_s < created_s:
                raise ValueError("it was resolved before it was created")
        else:
            moment = self._time(row.at or row.date, "at")
            score = _score(row.score, kind)
        customer = _digest(self._service, row.customer) if row.customer else ""
        content = [kind, moment.isoformat(), score, touchpoint, journey, customer, created_s]
        if row.id:
            content = [kind, "id", row.id]
        elif not (customer and kind == "contact"):
            # A contact that is resolved by now is still the same contact where it says whose it was.
            content.append(resolved_s)
        name = _digest(*map(str, content))
        times[name] += 1
        nth = 1 if row.id else times[name]
        return AnswerRecord(
            id=name if nth == 1 else f"{name}-{nth}",
            question=kind,
            method=METHODS[kind],
            day=moment.date().isoformat(),
            score=score,
            touchpoint=touchpoint,
            journey=journey,
            customer=customer,
            created_s=created_s,
            resolved_s=resolved_s,
        )

    def _time(self, text: str, column: str) -> datetime:
        """On the register's calendar. ISO 8601 is read whatever the register writes."""
        if not text:
            raise ValueError("it has no time" if column == "at" else f"it has no time in '{column}'")
        moment = _tried(datetime.fromisoformat, text) or _tried(self._moment_of, text)
        if moment is None:
            raise ValueError(f"its time in '{column}' cannot be read: write 2026-05-04 or 2026-05-04T09:30+02:00")
        moment = moment.replace(tzinfo=self._zone) if moment.tzinfo is None else moment.astimezone(self._zone)
        if not date.fromisoformat(EARLIEST) <= moment.date() <= date.fromisoformat(LATEST):
            raise ValueError(f"its time in '{column}' is beyond the years of a register")
        return moment

    def _touchpoint(self, word: str) -> str:
        if not word:
            return ""
        key = self._words.about(word).key
        if not key:
            near = self._words.nearest_touchpoint(word)
            meant = f": did you mean '{near}'?" if near else ""
            raise ValueError(f"its touchpoint is none of the blueprint's{meant}")
        return key


class _Journeys:
    """Features by path and by name; files are read when the first answer names a journey."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder, self._root = folder, root
        self._known: dict[str, str] | None = None

    def path(self, said: str) -> str:
        if not said:
            return ""
        if self._known is None:
            self._known = dict(self._read())
        found = self._known.get(_folded(said))
        if found is None:
            raise ValueError("its journey is no feature of this project: write its path or its name")
        return found

    def _read(self) -> Iterator[tuple[str, str]]:
        for path in feature_paths([self._folder]):
            shown = path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else path.as_posix()
            feature = read_feature(path, self._root)
            if not isinstance(feature, Problem):
                yield _folded(str(feature.model.name)), shown
            yield _folded(shown), shown


def _question(row: _Answer) -> QuestionKind:
    said = row.question.strip().casefold()
    if not said and (row.score or not row.created):
        raise ValueError("it says neither a question nor when a contact was created")
    for kind in METHODS:
        if kind == (said or "contact"):
            return kind
    raise ValueError(f"its question is none of {', '.join(METHODS)}")


def _score(text: str, question: QuestionKind) -> int:
    least, most = SCALES[question]
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not number.is_integer() or not least <= number <= most:
        raise ValueError(f"its score is no whole number from {least} to {most}, which {question} takes")
    return int(number)


def _tried(read: Callable[[str], datetime], text: str) -> datetime | None:
    try:
        return read(text)
    except (ValueError, OverflowError):
        return None


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()[:20]


def _folded(text: str) -> str:
    return one_line(text).casefold()
