"""What real customers answered: every row is read, or is told with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from contacts_bench import make_bank
from hypothesis import given, settings
from hypothesis import strategies as st

from tellonce.contacts.answers import AnswersRead, read_answer_files
from tellonce.ledger.address import Address, address_of
from tellonce.ledger.answers import add_answers, read_answers
from tellonce.ledger.database import Database
from tellonce.model.errors import UsageProblem
from tellonce.project.blueprint_file import load_blueprint

HEADER = "at,question,score,touchpoint,journey,customer,id,created,resolved\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small bank, which knows card letters and a profile page."""
    make_bank(tmp_path)
    return tmp_path


def read(root: Path, *texts: str, ending: str = "csv") -> AnswersRead:
    files = []
    for nth, text in enumerate(texts):
        file = root / f"answers{nth}.{ending}"
        file.write_text(text, encoding="utf-8")
        files.append(str(file))
    blueprint, _ = load_blueprint(root / "fixtures" / "blueprint.yaml", root=root)
    return read_answer_files(files, blueprint, root / "journeys", root)


def told(found: AnswersRead) -> list[str]:
    return [f"{one.place.rpartition('/')[2]}: {one.why}" for one in found.unread_rows]


def test_answers_are_read_with_where_they_belong(root: Path) -> None:
    found = read(
        root,
        "at,question,score,touchpoint,journey\n"
        "2026-05-04,nps,9,card,journeys/moving.feature\n"
        "2026-05-04T09:30+02:00,CES,7,the card letter,maria moves\n"
        "2026-05-05,csat,5.0,,\n",
    )

    assert told(found) == []
    assert [(one.question, one.day, one.score, one.touchpoint, one.journey) for one in found.answers] == [
        ("nps", "2026-05-04", 9, "card-letter", "journeys/moving.feature"),
        ("ces", "2026-05-04", 7, "card-letter", "journeys/moving.feature"),
        ("csat", "2026-05-05", 5, "", ""),
    ]


def test_contacts_are_read_with_their_times_and_without_the_customer(root: Path) -> None:
    found = read(
        root,
        "created,resolved,customer\n2026-05-04T08:00Z,2026-05-04T10:30Z,Maria Weber\n2026-05-05T08:00Z,,Maria Weber\n",
    )

    first, second = found.answers
    assert first.created_s is not None
    assert first.resolved_s == first.created_s + 2.5 * 3600
    assert second.resolved_s is None
    assert first.customer == second.customer != ""
    assert "Maria" not in repr(found.answers)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2026-05-04,nps,11,,,,,,", "its score is no whole number from 0 to 10, which nps takes"),
        ("2026-05-04,nps,-1,,,,,,", "its score is no whole number from 0 to 10, which nps takes"),
        ("2026-05-04,nps,,,,,,,", "its score is no whole number from 0 to 10, which nps takes"),
        ("2026-05-04,ces,0,,,,,,", "its score is no whole number from 1 to 7, which ces takes"),
        ("2026-05-04,ces,3.5,,,,,,", "its score is no whole number from 1 to 7, which ces takes"),
        ("2026-05-04,csat,nan,,,,,,", "its score is no whole number from 1 to 5, which csat takes"),
        ("2026-05-04,csat,inf,,,,,,", "its score is no whole number from 1 to 5, which csat takes"),
        ("2026-05-04,csat,1e999,,,,,,", "its score is no whole number from 1 to 5, which csat takes"),
        ("2026-05-04,mood,5,,,,,,", "its question is none of nps, ces, csat, contact"),
        ("2026-05-04,,5,,,,,,", "it says neither a question nor when a contact was created"),
        (",nps,5,,,,,,", "it has no time"),
        (",contact,,,,,,,", "it has no time in 'created'"),
        ("4 May,nps,5,,,,,,", "its time in 'at' cannot be read: write 2026-05-04 or 2026-05-04T09:30+02:00"),
        ("0001-01-01,nps,5,,,,,,", "its time in 'at' is beyond the years of a register"),
        (",,,,,,,2026-05-04,2026-05-03", "it was resolved before it was created"),
        ("2026-05-04,nps,5,crad-letter,,,,,", "its touchpoint is none of the blueprint's: did you mean 'card-letter'?"),
        (
            "2026-05-04,nps,5,,journeys/no.feature,,,,",
            "its journey is no feature of this project: write its path or its name",
        ),
        ("2026-05-04,nps,5", "it has 3 columns, and the header has 9"),
    ],
)
def test_a_row_that_cannot_be_understood_is_told_with_its_line(root: Path, row: str, why: str) -> None:
    found = read(root, f"{HEADER}2026-05-01,nps,10,,,,,,\n{row}\n")

    assert told(found) == [f"answers0.csv:3: {why}"]
    assert len(found.answers) == 1


def test_the_same_score_of_two_customers_is_two_answers(root: Path) -> None:
    found = read(root, "at,question,score\n2026-05-04,nps,9\n2026-05-04,nps,9\n")

    assert len({one.id for one in found.answers}) == 2


def test_exports_that_overlap_count_once(root: Path) -> None:
    may = "at,question,score\n2026-05-04,nps,9\n2026-05-04,nps,9\n"

    assert len(read(root, may, f"{may}2026-06-04,nps,0\n").answers) == 3


def test_an_id_that_says_two_things_is_told(root: Path) -> None:
    found = read(root, "at,question,score,id\n2026-05-04,nps,9,a1\n2026-05-04,nps,9,a1\n2026-05-04,nps,3,a1\n")

    assert told(found) == ["answers0.csv:4: its id came before in this file, and said something else"]
    assert [one.score for one in found.answers] == [9]


@pytest.mark.parametrize(
    "text",
    [
        '[{"date": "2026-05-04", "question": "nps", "score": 9}]',
        '{"answers": [{"date": "2026-05-04", "question": "nps", "score": 9}]}',
        '{"date": "2026-05-04", "question": "nps", "score": 9}\n',
        '\n\n[\n{"date": "2026-05-04",\n"question": "NPS", "score": "9", "other": [1]}]',
    ],
)
def test_json_is_read_as_a_list_or_a_line_each(root: Path, text: str) -> None:
    found = read(root, text, ending="json")

    assert [(one.question, one.day, one.score) for one in found.answers] == [("nps", "2026-05-04", 9)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "when,who\n",
            "answers0.csv:1: the first line names neither 'question' and 'score' nor 'created'\n"
            "  next          columns are called at, date, question, score, touchpoint, journey, customer, id, created, "
            "resolved; 'question' is nps, ces or csat",
        ),
        ("at,question,score,score\n", "answers0.csv:1: two columns are called 'score'"),
        ('{"rows": []}', "answers0.csv:1: there is no list of answers at 'answers'"),
    ],
)
def test_a_file_that_is_none_of_answers_is_told_at_once(root: Path, text: str, said: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        read(root, text)

    assert said in str(problem.value)


def test_headers_may_be_in_capitals_and_parted_by_semicolons(root: Path) -> None:
    assert len(read(root, "\ufeffDate;Question;Score;Remarks\n2026-05-04;nps;9;thank you\n").answers) == 1


def test_bytes_that_are_no_text_are_told(root: Path) -> None:
    file = root / "bad.csv"
    file.write_bytes(b"at,question,score,touchpoint\n2026-05-04,nps,9,\xff\xfe\n")
    blueprint, _ = load_blueprint(root / "fixtures" / "blueprint.yaml", root=root)

    found = read_answer_files([str(file)], blueprint, root / "journeys", root)

    assert [one.why for one in found.unread_rows] == ["its touchpoint is none of the blueprint's"]


# in the ledger -------------------------------------------------------------------------------------------------------


def address(root: Path) -> Address:
    found = address_of(root, {})
    assert found is not None
    return found


def test_importing_again_adds_nothing_and_a_contact_that_is_resolved_by_now_is_the_same(root: Path) -> None:
    open_still = "created,resolved,customer\n2026-05-04T08:00Z,,maria\n"
    resolved = "created,resolved,customer\n2026-05-04T08:00Z,2026-05-06T08:00Z,maria\n"
    with Database(address(root)) as database:

        def adds(text: str) -> tuple[int, int, int]:
            done = add_answers(database, "Small Bank", read(root, text).answers, file="answers.csv")
            return done.new, done.known, done.changed

        assert adds(open_still) == (1, 0, 0)
        assert adds(open_still) == (0, 1, 0)
        assert adds(resolved) == (0, 0, 1)
        assert adds(resolved) == (0, 1, 0)
        [found] = read_answers(database, "Small Bank")
        assert found.resolved_s is not None
        assert read_answers(database, "Another") == ()


rows = st.lists(
    st.tuples(st.sampled_from(["2026-05-04", "2026-05-05"]), st.integers(min_value=0, max_value=2)), max_size=6
)


@settings(max_examples=25)  # each example writes a database
@given(rows=rows, times=st.integers(min_value=1, max_value=3))
def test_what_is_in_the_ledger_is_what_is_in_the_file_however_often_it_is_imported(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int]], times: int
) -> None:
    root = tmp_path_factory.mktemp("bank")
    make_bank(root)
    text = "at,question,score\n" + "".join(f"{day},nps,{score}\n" for day, score in rows)
    with Database(address(root)) as database:
        for _ in range(times):
            add_answers(database, "Small Bank", read(root, text).answers, file="answers.csv")
        kept = read_answers(database, "Small Bank")

    assert sorted((one.day, one.score) for one in kept) == sorted(rows)


def test_json_and_csv_of_the_same_answers_are_the_same_answers(root: Path) -> None:
    of_csv = read(root, "at,question,score\n2026-05-04,nps,9\n").answers
    of_json = read(root, json.dumps([{"at": "2026-05-04", "question": "nps", "score": 9}]), ending="json").answers

    assert of_csv == of_json
