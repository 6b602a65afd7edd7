"""The first page's matrix: which rows and columns it has, and what stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_runs import blueprint, cell, founding_story, run, scenario
from unpacked import first_page

from tellonce.model.blueprint import Blueprint
from tellonce.model.cell import CellVerdict
from tellonce.model.verdict import Verdict
from tellonce.report.account import take_account
from tellonce.report.html import render
from tellonce.report.html.overview_matrix import OverviewMatrix, overview_matrix, why_empty
from tellonce.report.html.tally import Tally


def matrix(*cells: CellVerdict, made: Blueprint | None = None) -> OverviewMatrix:
    """The matrix of one scenario with these cells."""
    tally = Tally()
    for told in take_account(run(scenario(cells)), cells).scenarios:
        tally.note(told)
    return overview_matrix(tally, made or blueprint())


def with_exempt_app() -> Blueprint:
    made = blueprint()
    app = made.touchpoints["app"]
    promise = app.promise.model_copy(update={"exempt": {"email": "it asks at each login"}})
    return made.model_copy(
        update={"touchpoints": {**made.touchpoints, "app": app.model_copy(update={"promise": promise})}}
    )


def test_rows_begin_with_the_worst_and_name_the_persona_and_the_fact() -> None:
    found = matrix(
        cell("profile", fact="email"),
        cell("card_letter", Verdict.STALE),
        cell("letter", Verdict.UNOBSERVED, change="c2"),
    )
    assert [(row.persona, row.fact, row.group.value, row.n, row.of) for row in found.rows] == [
        ("Maria", "postal address", "broken", 1, 2),
        ("Maria", "e-mail address", "kept", 1, 1),
    ]


def test_columns_stand_by_lane_in_the_order_of_the_blueprint() -> None:
    found = matrix(*(cell(key) for key in ("card_file", "agent", "invoice", "letter", "profile")))
    assert [column.key for column in found.columns] == ["profile", "letter", "invoice", "agent", "card_file"]
    assert found.lanes == (("customer", 1), ("frontstage", 2), ("backstage", 1), ("support", 1))


def test_what_is_not_kept_gets_a_column_before_what_is() -> None:
    kept = [cell(key) for key in ("profile", "app", "letter", "invoice", "agent", "card_file", "card_letter")]
    found = matrix(*kept, cell("partner", Verdict.LATE))
    assert "partner" in [column.key for column in found.columns]
    assert (len(found.columns), found.others) == (7, 1)
    assert found.rows[0].elsewhere is not None
    assert (found.rows[0].elsewhere.worst, found.rows[0].elsewhere.of) == (Verdict.ON_TIME, 1)


def test_a_place_tells_the_worst_of_several_cells_and_how_many_are_so() -> None:
    found = matrix(
        cell("profile", change="c1"),
        cell("profile", Verdict.LATE, change="c2"),
        cell("profile", Verdict.LATE, change="c3"),
    )
    place = found.rows[0].places[0]
    assert (place.worst, place.same, place.of, place.longest_s) == (Verdict.LATE, 2, 3, 7.5)
    assert place.route.endswith("/2/address/profile")


def test_a_time_is_told_only_where_even_the_worst_got_the_news() -> None:
    found = matrix(cell("profile"), cell("profile", Verdict.STALE, change="c2"))
    assert found.rows[0].places[0].longest_s is None


@pytest.mark.parametrize(
    ("touchpoint", "fact", "role", "expected"),
    [
        ("letter", "address", "customer", ("hole", "")),
        ("letter", "address", "", ("hole", "")),
        ("letter", "address", "prospect", ("apart", "")),
        ("letter", "email", "customer", ("apart", "")),
        ("app", "email", "customer", ("exempt", "it asks at each login")),
        ("nowhere", "email", "customer", ("apart", "")),
    ],
)
def test_an_empty_place_says_why(touchpoint: str, fact: str, role: str, expected: tuple[str, str]) -> None:
    assert why_empty(with_exempt_app(), touchpoint, fact, role) == expected


def test_without_a_blueprint_no_place_is_a_hole() -> None:
    assert why_empty(None, "letter", "address", "customer") == ("apart", "")


def test_a_hole_is_shown_where_nobody_looked_though_the_fact_is_used() -> None:
    found = matrix(cell("profile", fact="email"), cell("letter"), cell("profile"))
    email = next(row for row in found.rows if row.fact == "e-mail address")
    address = next(row for row in found.rows if row.fact == "postal address")
    assert [place.empty for place in email.places] == [None, "apart"]
    assert [place.empty for place in address.places] == [None, None]
    watched = matrix(cell("profile", fact="email"), cell("profile"), cell("app"))
    email = next(row for row in watched.rows if row.fact == "e-mail address")
    assert [place.empty for place in email.places] == [None, "hole"]


def test_touchpoints_that_no_change_concerns_are_named() -> None:
    assert matrix(cell("profile", fact="email")).never == (
        "confirmation letter",
        "card letter",
        "invoice",
        "card file",
    )


def test_at_most_forty_rows_are_shown_and_the_others_are_counted() -> None:
    cells = [cell("profile", persona=f"P{n:02}", change=f"c{n}") for n in range(44)]
    cells.append(cell("profile", Verdict.STALE, persona="Last", change="c99"))
    found = matrix(*cells)
    assert (len(found.rows), found.more_rows, found.rows[0].persona) == (40, 5, "Last")


def test_a_run_without_changes_has_no_rows() -> None:
    found = matrix()
    assert (found.rows, found.columns, found.more_rows) == ((), (), 0)


def test_the_first_page_says_each_place_in_words_and_links_to_the_whole(tmp_path: Path) -> None:
    history, cells = founding_story()
    page = first_page(render(take_account(history, cells), tmp_path))
    part = page[page.index('<section id="overview-matrix"') :]
    part = part[: part.index("</section>")]
    assert "still old" in part
    assert "2 of 7 broken" in part
    assert 'href="#v-stale"' in part
    assert 'class="more needs-app"><a href="#/matrix">' in part
    assert " style=" not in part


def test_names_of_a_service_stay_text_in_the_first_pages_matrix(tmp_path: Path) -> None:
    bad = "<img src=x onerror=alert(1)>{{7*7}}"
    cells = [cell("profile", touchpoint_called=bad, persona=bad, fact_called=bad, lane=bad)]
    page = first_page(render(take_account(run(scenario(cells)), cells), tmp_path))
    assert "<img" not in page
    assert (
        "49"
        not in page[
            page.index('<section id="overview-matrix"') : page.index(
                "</section>", page.index('<section id="overview-matrix"')
            )
        ]
    )
