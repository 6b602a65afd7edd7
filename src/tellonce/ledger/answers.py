"""What real customers answered, and how long their contacts took: imported, kept, read again. Never made up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import select

from tellonce.ledger.database import Database
from tellonce.ledger.tables import ANSWERS

__all__ = ["METHODS", "AnswerRecord", "Imported", "QuestionKind", "add_answers", "read_answers"]

QuestionKind = Literal["nps", "ces", "csat", "contact"]

METHODS: dict[QuestionKind, str] = {
    "nps": "NPS: % of 9 to 10 less % of 0 to 6, on 0 to 10; passives count in the whole",
    "ces": "CES 2.0: share of 5 to 7 on the 7-point agreement scale",
    "csat": "CSAT: share of 4 to 5 on 5 points",
    "contact": "contact: created, and first resolved",
}
"""Kept beside each answer: scores of another method must never be added to these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord:
    """One answer, or one contact. id: by which it is known again.  day: 2026-05-04, of a contact when it was created.

    score: None for a contact.  customer: a digest, "" where none was given.  created_s, resolved_s: seconds since 1970
    on one calendar, of contacts; resolved_s is None as long as it is not resolved.
    """

    id: str
    question: QuestionKind
    method: str
    day: str
    score: int | None = None
    touchpoint: str = ""
    journey: str = ""
    customer: str = ""
    created_s: float | None = None
    resolved_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many were new, known as they are, or known and changed since (a contact that is resolved by now)."""

    new: int
    known: int
    changed: int


def add_answers(
    database: Database, service: str, answers: Sequence[AnswerRecord], *, file: str, now: datetime | None = None
) -> Imported:
    """Add what is not there yet, all of it or nothing. What is there by the same id is replaced where it has changed.

    file: where they come from, as messages name it.  Raises LedgerTrouble.
    """
    at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    new: list[dict[str, Any]] = []
    known = changed = 0
    with database.writing() as connection:
        there = {row.id: row for row in connection.execute(select(ANSWERS).where(ANSWERS.c.service == service))}
        for answer in {answer.id: answer for answer in answers}.values():
            row = {name: getattr(answer, name) for name in AnswerRecord.__slots__}
            before = there.get(answer.id)
            if before is None:
                new.append({"service": service, **row, "file": file, "imported": at})
            elif all(getattr(before, name) == value for name, value in row.items()):
                known += 1
            else:
                here = (ANSWERS.c.service == service) & (ANSWERS.c.id == answer.id)
                connection.execute(ANSWERS.update().where(here).values(**row, file=file, imported=at))
                changed += 1
        if new:
            connection.execute(ANSWERS.insert(), new)
    return Imported(new=len(new), known=known, changed=changed)


def read_answers(database: Database, service: str) -> tuple[AnswerRecord, ...]:
    """All of them, in the order of their days. Raises LedgerTrouble."""
    names = AnswerRecord.__slots__
    with database.reading() as connection:
        rows: Iterable[Any] = connection.execute(
            select(ANSWERS).where(ANSWERS.c.service == service).order_by(ANSWERS.c.day, ANSWERS.c.id)
        )
        return tuple(AnswerRecord(**{name: getattr(row, name) for name in names}) for row in rows)
