"""cells.csv, as a spreadsheet reads it."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hostile_bench import founding_account, hostile_account
from made_runs import cell, run, scenario

from tellonce.report.account import Account, take_account
from tellonce.report.formats.as_csv import COLUMNS, as_csv


def rows(account: Account) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(as_csv(account).decode("utf-8-sig"), newline="")))


def test_each_cell_is_a_row_under_the_same_head() -> None:
    account = founding_account()
    read = rows(account)

    assert [row["id"] for row in read] == [cell.id for cell in account.cells]
    stale = next(row for row in read if row["id"] == "7f3a0001")
    assert {key: stale[key] for key in ("promise", "verdict", "word", "owner", "expected", "reached after (s)")} == {
        "promise": "broken",
        "verdict": "stale",
        "word": "still old",
        "owner": "Card Operations",
        "expected": "Rosenweg 7b, 80331 Munich",
        "reached after (s)": "",
    }
    assert stale["what she lives through"] == "Maria's new card goes to her old home."


def test_it_begins_with_a_byte_order_mark_and_its_lines_end_as_the_standard_says() -> None:
    body = as_csv(founding_account())

    assert body.startswith(b"\xef\xbb\xbfid,run,journey,")
    assert body.count(b"\r\n") == body.count(b"\n") == 20
    assert len(COLUMNS) == len(set(COLUMNS))


@pytest.mark.parametrize(
    ("seen", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("\t=1", "'=1"),
        ("\r=1", "⟦U+000D⟧=1"),
        ("1 = 1", "1 = 1"),
    ],
)
def test_what_a_spreadsheet_would_calculate_begins_with_an_apostrophe(seen: str, written: str) -> None:
    cells = (cell("profile").model_copy(update={"last_seen": seen}),)
    [row] = rows(take_account(run(scenario(cells)), cells))

    assert row["last seen"] == written


def test_hostile_text_stays_in_its_column() -> None:
    read = rows(hostile_account(times=3))

    assert len(read) == 9
    assert all(None not in row and None not in row.values() for row in read)
