"""The standard formulas, on answers by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellonce.ledger.answers import METHODS, AnswerRecord, QuestionKind
from tellonce.report.satisfaction import Figures, figures_of

DAY_S = 86_400.0


def scored(question: QuestionKind, *scores: int, day: str = "2026-05-04", **more: str) -> list[AnswerRecord]:
    return [
        AnswerRecord(id=f"{day}{question}{n}", question=question, method=METHODS[question], day=day, score=one, **more)
        for n, one in enumerate(scores)
    ]


def contact(created: float, resolved: float | None, customer: str = "maria") -> AnswerRecord:
    """created, resolved: days since 1970."""
    return AnswerRecord(
        id=f"{created}{customer}",
        question="contact",
        method=METHODS["contact"],
        day="2026-05-04",
        customer=customer,
        created_s=created * DAY_S,
        resolved_s=None if resolved is None else resolved * DAY_S,
    )


def test_without_answers_there_is_no_figure() -> None:
    assert figures_of([]) == Figures()
    assert not figures_of([]).exist


@pytest.mark.parametrize(
    ("scores", "nps"),
    [((10, 9), 100), ((0, 6), -100), ((7, 8), 0), ((9, 7, 7, 0), 0), ((9, 9, 8, 3), 25), ((10, 10, 10, 7, 2), 40)],
)
def test_passives_stay_in_the_whole_of_nps(scores: tuple[int, ...], nps: float) -> None:
    figure = figures_of(scored("nps", *scores)).nps

    assert figure is not None
    assert (figure.value, figure.of) == (nps, len(scores))


@pytest.mark.parametrize(
    ("question", "scores", "share"),
    [
        ("ces", (5, 6, 7, 4), 0.75),
        ("ces", (1,), 0.0),
        ("csat", (4, 5, 3, 1), 0.5),
        ("csat", (5,), 1.0),
    ],
)
def test_ces_and_csat_are_shares(question: QuestionKind, scores: tuple[int, ...], share: float) -> None:
    figure = getattr(figures_of(scored(question, *scores)), question)

    assert (figure.value, figure.of, figure.method) == (share, len(scores), METHODS[question])


@given(st.lists(st.integers(min_value=0, max_value=10), min_size=1))
def test_nps_is_between_its_ends_and_its_parts_are_the_whole(scores: list[int]) -> None:
    figure = figures_of(scored("nps", *scores)).nps

    assert figure is not None
    assert -100 <= figure.value <= 100
    assert sum(figure.parts.values()) == figure.of == len(scores)


def test_scores_of_another_method_are_not_added_to_these() -> None:
    other = AnswerRecord(id="x", question="ces", method="CES: the mean", day="2026-05-04", score=1)

    assert figures_of([other]).ces is None


def test_figures_are_sliced_by_month_touchpoint_and_journey() -> None:
    answers = [
        *scored("nps", 9, 9, day="2026-05-04", touchpoint="card"),
        *scored("nps", 0, day="2026-06-01", journey="journeys/a.feature"),
    ]

    figure = figures_of(answers).nps

    assert figure is not None
    assert [(one.key, one.value, one.of) for one in figure.months] == [("2026-05", 100.0, 2), ("2026-06", -100.0, 1)]
    assert [(one.key, one.value) for one in figure.touchpoints] == [("card", 100.0)]
    assert [(one.key, one.value) for one in figure.journeys] == [("journeys/a.feature", -100.0)]


@pytest.mark.parametrize(
    ("contacts", "first", "of", "left_out"),
    [
        ([(0, 1, "a"), (20, 21, "b")], 1.0, 1, {"whose 7 days are not over": 1}),
        ([(0, 1, "a"), (5, None, "a"), (20, None, "b")], 0.0, 1, {"not resolved": 2}),
        ([(0, 1, "a"), (8, None, "a"), (20, None, "b")], 0.0, 1, {"not resolved": 2}),  # on the 7th day
        ([(0, 1, "a"), (8.5, None, "a"), (20, None, "b")], 1.0, 1, {"not resolved": 2}),
        ([(0, 5, "a"), (3, None, "a"), (20, None, "b")], 0.0, 1, {"not resolved": 2}),  # before it was resolved
        ([(0, 1, "a"), (5, 6, "b"), (20, None, "c")], 1.0, 2, {"not resolved": 1}),
        ([(0, 1, ""), (0, 1, "a"), (20, None, "c")], 1.0, 1, {"without a customer": 1, "not resolved": 1}),
        ([(0, 1, "a"), (2, None, "a")], 0.0, 1, {"not resolved": 1}),  # she came again: that is known at once
    ],
)
def test_first_contact_resolution(
    contacts: list[tuple[float, float | None, str]], first: float, of: int, left_out: dict[str, int]
) -> None:
    figure = figures_of([contact(*one) for one in contacts]).first_contact

    assert figure is not None
    assert (figure.value, figure.of, dict(figure.left_out)) == (first, of, left_out)


def test_time_to_resolution_is_from_creation_to_first_resolved() -> None:
    figure = figures_of([*(contact(day, day + day / 10) for day in range(1, 21)), contact(30, None)]).resolution

    assert figure is not None
    assert figure.value == pytest.approx(1.0 * DAY_S)
    assert figure.p95_s == pytest.approx(1.9 * DAY_S)
    assert (figure.of, dict(figure.left_out)) == (20, {"not resolved": 1})
    assert "all hours of all days" in figure.method
