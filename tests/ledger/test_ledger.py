"""The ledger: what goes in comes out, once; what is wrong with it is said, and costs nobody a run."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_bench import LETTERS, SERVICE, address, began, entry, runs, state
from sqlalchemy import NullPool, create_engine, event, make_url, select, text

from servers import POSTGRESQL, drop_database, insist_on_postgresql, new_database_prefix
from tellonce.ledger import database as database_module
from tellonce.ledger.address import Address, LedgerTrouble, address_of
from tellonce.ledger.database import Database
from tellonce.ledger.enter import enter, seconds_of
from tellonce.ledger.quantiles import nearest_rank
from tellonce.ledger.read_back import cells_of, previous_run, read_trends, run_called, services
from tellonce.ledger.records import CellState, JourneyRecord, LostRecord, ScenarioRecord
from tellonce.ledger.tables import CELLS, META, METADATA, RUNS, from_number, to_number
from tellonce.model.verdict import Verdict
from tellonce.story.words import Group


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty ledger, in a file and on a server."""
    if request.param == "sqlite":
        with Database(address(tmp_path)) as opened:
            yield opened
        return
    insist_on_postgresql()
    url = new_database_prefix()
    engine = create_engine(make_url(POSTGRESQL).set(database="postgres"), poolclass=NullPool)
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{make_url(url).database}"'))
    found = address_of(tmp_path, {"TELLONCE_LEDGER": url})
    assert found is not None
    with Database(found) as opened:
        yield opened
    drop_database(url)


def dump(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Everything that it holds, but when it was entered."""
    with database.reading() as connection:
        return {
            name: sorted(
                tuple(value for key, value in row._mapping.items() if key != "entered")
                for row in connection.execute(select(table))
            )
            for name, table in METADATA.tables.items()
        }


# what goes in comes out ----------------------------------------------------------------------------------------------


def test_the_cells_of_a_run_come_back_as_they_were(database: Database) -> None:
    cells = [
        state("card", Verdict.STALE),
        state("profile", Verdict.ON_TIME, reached_after_s=0.25, promised_within_s=float("inf")),
        state("invoice", Verdict.PENDING, nth=2),
    ]

    enter(database, entry("r1", 0, cells))

    assert sorted(cells_of(database, SERVICE, "r1"), key=lambda one: one.key) == sorted(cells, key=lambda one: one.key)
    assert cells_of(database, SERVICE, "r2") == ()
    assert services(database) == (SERVICE,)


def test_a_run_comes_back_as_it_was(database: Database) -> None:
    made = entry("r1", 3, [state()], scope="part", only=("-k moving", "--persona maria"), seed="42", lost=1)

    enter(database, made)

    assert run_called(database, SERVICE, "r1") == made.run
    assert run_called(database, SERVICE, "r2") is None
    assert run_called(database, "Southbank", "r1") is None


def test_a_run_that_is_entered_again_is_replaced(database: Database) -> None:
    enter(database, entry("r1", 0, [state("card"), state("profile")]))
    enter(database, entry("r2", 1, [state("card")]))
    enter(database, entry("r1", 0, [state("card", Verdict.LOST)]))

    assert [one.verdict for one in cells_of(database, SERVICE, "r1")] == [Verdict.LOST]
    assert [one.verdict for one in cells_of(database, SERVICE, "r2")] == [Verdict.ON_TIME]
    assert [run.name for run in read_trends(database, SERVICE, runs=9).runs] == ["r1", "r2"]


def test_runs_of_two_services_may_bear_one_name(database: Database) -> None:
    enter(database, entry("r1", 0, [state("card")]))
    enter(database, entry("r1", 0, [state("card", Verdict.STALE)], service="Southbank"))

    assert [one.verdict for one in cells_of(database, SERVICE, "r1")] == [Verdict.ON_TIME]
    assert [one.verdict for one in cells_of(database, "Southbank", "r1")] == [Verdict.STALE]
    assert services(database) == (SERVICE, "Southbank")


def test_effort_and_lost_customers_come_back(database: Database) -> None:
    journey = JourneyRecord(
        run="r1",
        journey="journeys/maria/moves.feature",
        feature="Maria moves",
        persona="Maria",
        scenarios=2,
        contacts=1,
        switches=0,
        repeated=3,
        transfers=1,
        pages=7,
        fields=9,
        interactions=12,
        waited_s=1.5,
        longest_wait_s=0.75,
        lost=1,
    )
    lost = LostRecord(
        run="r1",
        journey=journey.journey,
        scenario_name="Maria moves house",
        persona="Maria",
        wanted="postal address",
        after_s=31.0,
        patience_s=30.0,
        doing="waited for the page",
    )
    enter(database, entry("r1", 0, [state()], journeys=(journey,), lost_ones=(lost,)))

    found = read_trends(database, SERVICE, runs=9)

    assert found.journeys == (journey,)
    assert found.lost == (lost,)


def test_a_scenario_that_was_tried_again_is_known(database: Database) -> None:
    twice = ScenarioRecord(
        id="s", name="S", journey="j", feature="J", status="failed", last="passed", attempts=2, took_s=1.0
    )
    enter(database, entry("r1", 0, [state()], scenarios=[twice]))

    [found] = read_trends(database, SERVICE, runs=9).retried

    assert (found.run, found.scenario, found.attempts, found.status, found.last) == ("r1", "s", 2, "failed", "passed")


def test_promises_are_added_up_by_fact_and_by_touchpoint(database: Database) -> None:
    cells = [
        state("card", Verdict.ON_TIME, reached_after_s=float(n), fact=fact, nth=n)
        for n in range(1, 21)
        for fact in ("address", "email")
    ]
    enter(database, entry("r1", 0, [*cells, state("card", Verdict.LATE, reached_after_s=99.0, nth=77)]))

    found = {one.fact: one for one in read_trends(database, SERVICE, runs=9).promises}

    assert set(found) == {"", "address", "email"}
    assert (found["email"].kept, found["email"].broken, found["email"].median_s, found["email"].p95_s) == (
        20,
        0,
        10.0,
        19.0,
    )
    assert (found["address"].kept, found["address"].broken, found["address"].p95_s) == (20, 1, 20.0)
    assert (found[""].kept, found[""].broken) == (40, 1)


# which run was before ------------------------------------------------------------------------------------------------


def test_the_run_before_is_the_newest_whole_one_of_the_service(database: Database) -> None:
    enter(database, entry("r1", 0, [state()]))
    enter(database, entry("r2", 1, [state()], scope="part"))
    enter(database, entry("watch-1", 2, [state()], scope="watch"))
    enter(database, entry("other", 3, [state()], service="Southbank"))
    enter(database, entry("r4", 4, [state()]))
    at_s = seconds_of(began(4))
    assert at_s is not None

    before = previous_run(database, SERVICE, before_s=at_s)

    assert before is not None
    assert before.name == "r1"
    assert previous_run(database, SERVICE, before_s=at_s, but="r1") is None


def test_only_whole_runs_make_trends_and_only_the_last_of_them(database: Database) -> None:
    for day in range(5):
        enter(database, entry(f"r{day}", day, [state()], scope="part" if day == 4 else "whole"))

    found = read_trends(database, SERVICE, runs=2)

    assert [run.name for run in found.runs] == ["r2", "r3"]
    assert {one.run for one in found.promises} == {"r2", "r3"}


def test_an_empty_ledger_gives_empty_trends(database: Database) -> None:
    enter(database, entry("r1", 0, [state()], service="Southbank"))

    found = read_trends(database, SERVICE, runs=30)

    assert (found.runs, found.promises, found.flips, found.since) == ((), (), (), {})


@pytest.mark.parametrize(
    ("row", "since"),
    [
        ("kkk", None),
        ("b", "r1"),
        ("kbb", "r2"),
        ("bkb", "r3"),
        ("bbk", None),
        ("kb?", "r2"),  # nobody looked: that mends nothing
        ("kb.b", "r2"),
        ("bw", "r1"),
        ("k?b", "r3"),
        ("???", None),
    ],
)
def test_a_promise_is_broken_since_the_first_run_of_the_streak(tmp_path: Path, row: str, since: str | None) -> None:
    with runs(tmp_path, {"card": row, "profile": "k" * len(row)}) as database:
        found = read_trends(database, SERVICE, runs=1).since.get(("card", "address"))

    assert (found.run if found else None) == since


def test_cells_that_were_kept_and_broken_are_told_with_their_runs(tmp_path: Path) -> None:
    with runs(tmp_path, {"card": "kbk", "profile": "kkk", "invoice": "b?b"}) as database:
        [found] = read_trends(database, SERVICE, runs=30).flips

    assert found.state.touchpoint == "card"
    assert dict(found.groups) == {"r1": Group.KEPT, "r2": Group.BROKEN, "r3": Group.KEPT}


# once, whoever comes ------------------------------------------------------------------------------------------------


@settings(max_examples=30)  # each example writes a database
@given(table=st.lists(st.text(alphabet="kbw?.", min_size=2, max_size=2), min_size=1, max_size=5), again=st.data())
def test_entering_runs_again_in_any_order_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, table: list[str], again: st.DataObject
) -> None:
    made = [
        entry(
            f"r{day}",
            day,
            [state(p, LETTERS[one]) for p, one in zip(("card", "profile"), row, strict=True) if one != "."],
        )
        for day, row in enumerate(table)
    ]
    with Database(address(tmp_path_factory.mktemp("ledger"))) as database:
        for one in made:
            enter(database, one)
        before = dump(database)
        for one in again.draw(st.lists(st.sampled_from(made), max_size=4)):
            enter(database, one)

        assert dump(database) == before


def test_runs_that_end_at_once_are_all_entered(database: Database) -> None:
    failed: list[BaseException] = []

    def ends(nth: int) -> None:
        try:
            with Database(database.address) as own:
                enter(own, entry(f"r{nth}", nth, [state("card", nth=n) for n in range(50)]))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=ends, args=(nth,)) for nth in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert len(read_trends(database, SERVICE, runs=30).runs) == 6
    assert {len(cells_of(database, SERVICE, f"r{nth}")) for nth in range(6)} == {50}


def test_a_run_goes_in_whole_or_not_at_all(database: Database) -> None:
    enter(database, entry("r1", 0, [state("card")]))
    twice = entry("r1", 0, [state("card", Verdict.LOST), state("card", Verdict.LATE)])  # one key twice: it cannot be

    with pytest.raises(LedgerTrouble):
        enter(database, twice)

    assert [one.verdict for one in cells_of(database, SERVICE, "r1")] == [Verdict.ON_TIME]


def test_words_change_and_keys_stay(database: Database) -> None:
    enter(database, entry("r1", 0, [state("card")]))
    enter(database, entry("r2", 1, [replace(state("card"), owner="Cards", touchpoint_called="the new card's letter")]))

    [found] = cells_of(database, SERVICE, "r1")

    assert (found.owner, found.touchpoint_called) == ("Cards", "the new card's letter")


# what may be wrong with it -------------------------------------------------------------------------------------------


def damaged(file: Path) -> None:
    file.write_bytes(b"no database at all, " * 100)


def newer(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE tellonce_meta SET value = '99' WHERE name = 'version'")


def another_thing(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (
            damaged,
            "the ledger at ledger.sqlite is damaged: file is not a database; "
            "move the file away, and the next run begins another",
        ),
        (
            newer,
            "the ledger at ledger.sqlite is of version 99, and this Tellonce knows 1: a newer Tellonce wrote it",
        ),
        (another_thing, "the ledger at ledger.sqlite cannot be used: unable to open database file"),
    ],
)
def test_a_ledger_that_cannot_be_used_says_why(tmp_path: Path, harm: Callable[[Path], None], said: str) -> None:
    with Database(address(tmp_path)) as database:
        enter(database, entry())
    harm(tmp_path / "ledger.sqlite")

    for use in (lambda one: enter(one, entry()), lambda one: read_trends(one, SERVICE, runs=1)):
        with Database(address(tmp_path)) as again, pytest.raises(LedgerTrouble) as trouble:
            use(again)
        assert str(trouble.value) == said


def test_a_ledger_that_another_process_holds_is_waited_for_and_then_told(tmp_path: Path) -> None:
    with Database(address(tmp_path)) as database:
        enter(database, entry())
    holder = sqlite3.connect(tmp_path / "ledger.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with Database(address(tmp_path), wait_s=0.05) as late, pytest.raises(LedgerTrouble) as trouble:
        enter(late, entry("r2", 1))
    holder.execute("ROLLBACK")
    holder.close()

    assert str(trouble.value) == (
        "the ledger at ledger.sqlite cannot be used: another process has held it for more than 0.05 s"
    )


def test_there_may_be_no_ledger_yet(tmp_path: Path) -> None:
    with Database(address(tmp_path)) as database, pytest.raises(LedgerTrouble) as trouble:
        read_trends(database, SERVICE, runs=1)

    assert str(trouble.value) == "there is no ledger yet at ledger.sqlite"
    assert list(tmp_path.iterdir()) == []


def test_reading_does_not_write(tmp_path: Path) -> None:
    with runs(tmp_path, {"card": "kb"}) as database:
        pass
    file = tmp_path / "ledger.sqlite"
    before = file.read_bytes()
    file.chmod(0o444)

    with Database(database.address) as again:
        assert len(cells_of(again, SERVICE, "r1")) == 1

    assert file.read_bytes() == before


def test_an_older_ledger_is_taken_forward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with runs(tmp_path, {"card": "kb"}):
        pass
    taken: list[int] = []
    monkeypatch.setattr(database_module, "VERSION", 3)
    steps = {version: lambda _connection, version=version: taken.append(version) for version in (1, 2)}
    monkeypatch.setattr(database_module, "MIGRATIONS", steps)

    with Database(address(tmp_path)) as database:
        assert len(read_trends(database, SERVICE, runs=9).runs) == 2
        with database.reading() as connection:
            version = connection.execute(select(META.c.value).where(META.c.name == "version")).scalar()

    assert (taken, version) == ([1, 2], "3")


# where it lies -------------------------------------------------------------------------------------------------------


def test_without_a_word_it_lies_beside_the_runs(tmp_path: Path) -> None:
    found = address_of(tmp_path, {})

    assert found is not None
    assert (found.shown, found.file) == ("reports/ledger.sqlite", tmp_path / "reports" / "ledger.sqlite")


def test_the_environment_goes_before_the_settings(tmp_path: Path) -> None:
    (tmp_path / "tellonce.toml").write_text('ledger = "sqlite:///mine.sqlite"\n', encoding="utf-8")

    assert shown(tmp_path, "") == "mine.sqlite"
    assert shown(tmp_path, "sqlite:///other.sqlite") == "other.sqlite"
    assert shown(tmp_path, "off") is None


def test_a_project_can_switch_it_off(tmp_path: Path) -> None:
    (tmp_path / "tellonce.toml").write_text('ledger = "off"\n', encoding="utf-8")

    assert shown(tmp_path, "") is None


def test_credentials_are_never_shown(tmp_path: Path) -> None:
    found = address_of(tmp_path, {"TELLONCE_LEDGER": "postgresql+psycopg://maria:geheim@db.example:5433/quality"})

    assert found is not None
    assert found.shown == "postgresql at db.example:5433/quality"
    assert "geheim" not in repr(found)


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        (
            "geheim@somewhere",
            "the ledger's address cannot be read: "
            "write it as sqlite:///reports/ledger.sqlite or postgresql+psycopg://host/database",
        ),
        (
            "sqlite://",
            "the ledger's address names no file: "
            "write it as sqlite:///reports/ledger.sqlite or postgresql+psycopg://host/database",
        ),
        ("mysql://maria:geheim@db/quality", "the ledger cannot be kept in 'mysql', only in sqlite or postgresql"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_what_it_says(tmp_path: Path, said: str, trouble: str) -> None:
    with pytest.raises(LedgerTrouble) as told:
        address_of(tmp_path, {"TELLONCE_LEDGER": said})

    assert str(told.value) == trouble


def test_a_server_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    found = address_of(tmp_path, {"TELLONCE_LEDGER": "postgresql+psycopg://maria:geheim@127.0.0.1:1/quality"})
    assert isinstance(found, Address)

    with Database(found, wait_s=2) as database, pytest.raises(LedgerTrouble) as trouble:
        enter(database, entry())

    said = str(trouble.value)
    assert said.startswith("the ledger at postgresql at 127.0.0.1:1/quality cannot be used: ")
    assert "geheim" not in said


def shown(root: Path, environment: str) -> str | None:
    found = address_of(root, {"TELLONCE_LEDGER": environment})
    return found.shown if found else None


# small things --------------------------------------------------------------------------------------------------------


@given(st.integers(min_value=0, max_value=2**64 - 1))
def test_a_key_survives_the_way_through_a_number(number: int) -> None:
    key = f"{number:016x}"

    assert from_number(to_number(key)) == key
    assert -(2**63) <= to_number(key) < 2**63


@pytest.mark.parametrize(
    ("measured", "share", "found"),
    [
        ([], 0.5, None),
        ([3.0], 0.5, 3.0),
        ([3.0], 0.95, 3.0),
        ([2.0, 1.0], 0.5, 1.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        ([float(n) for n in range(1, 21)], 0.95, 19.0),
        ([float(n) for n in range(1, 22)], 0.95, 20.0),
        ([float(n) for n in range(1, 101)], 0.95, 95.0),
    ],
)
def test_a_quantile_is_a_time_that_was_measured(measured: list[float], share: float, found: float | None) -> None:
    assert nearest_rank(measured, share) == found


def test_sixty_thousand_cells_are_entered_in_one_transaction_with_few_statements(tmp_path: Path) -> None:
    """Speed itself is not tested here: a busy machine would decide. It hangs on the number of statements."""
    cells: list[CellState] = [state("card", nth=n) for n in range(2_000)]
    with Database(address(tmp_path)) as database:
        enter(database, entry("r0", 0, cells[:1]))
        statements: list[str] = []
        assert database._engine is not None
        event.listen(database._engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
        enter(database, entry("r1", 1, cells))
        with database.reading() as connection:
            assert len(connection.execute(select(CELLS.c.cell)).all()) == 2_001
            assert len(connection.execute(select(RUNS.c.id)).all()) == 2

    assert len(statements) < 40


def test_cells_that_nobody_needs_are_left_out(database: Database) -> None:
    enter(database, entry("r1", 0, [state("card", Verdict.STALE), state("profile"), state("invoice")]))

    found = cells_of(database, SERVICE, "r1", leave_out=lambda key, verdict, reached_s, within_s: reached_s == 50.0)

    assert found == (state("card", Verdict.STALE),)
