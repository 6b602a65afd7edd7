"""What outlives a run: services and loop stay up for the next engine, and what went away is started anew."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from services_bench import SERVICE, Runs, free_port
from tellonce.engine.warm import Warm


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    (tmp_path / "service.py").write_text(SERVICE, encoding="utf-8")
    made = Runs(tmp_path, free_port())
    yield made
    for services in made.made:
        services.stop()


@pytest.fixture
def warm(tmp_path: Path) -> Iterator[Warm]:
    kept = Warm(tmp_path / "logs")
    yield kept
    kept.close()


def test_the_next_run_gets_the_services_that_are_up(runs: Runs, warm: Warm) -> None:
    first = warm.services(runs.services())
    first.start(warm.logs)
    [running] = first._running
    second = warm.services(runs.services())
    second.start(warm.logs)

    assert second is first
    assert [one.process.pid for one in second._running] == [running.process.pid]
    assert (warm.restarted, second.reused) == ((), ())


def test_a_service_that_went_away_between_two_runs_is_started_anew_and_told(runs: Runs, warm: Warm) -> None:
    services = warm.services(runs.services())
    services.start(warm.logs)
    [running] = services._running
    running.process.send_signal(signal.SIGKILL)
    running.process.wait()

    services.start(warm.logs)

    assert warm.restarted == ("bank (signal SIGKILL)",)
    assert services.dead() == ""


def test_a_blueprint_that_starts_something_else_ends_what_was_up(runs: Runs, warm: Warm) -> None:
    first = warm.services(runs.services())
    first.start(warm.logs)
    [running] = first._running

    second = warm.services(runs.services(environment={"NAME": "another"}))
    second.start(warm.logs)

    assert running.process.poll() is not None
    assert second is not first
    assert second.dead() == ""


def test_stopping_says_whether_anything_was_started_here(runs: Runs, warm: Warm) -> None:
    assert warm.stop_services() is False
    warm.services(runs.services()).start(warm.logs)

    assert warm.stop_services() is True
    assert warm.stop_services() is False


def test_closing_ends_everything_and_may_be_said_twice(runs: Runs, warm: Warm) -> None:
    services = warm.services(runs.services())
    services.start(warm.logs)
    loop = warm.loop

    warm.close()
    warm.close()

    assert loop.loop.is_closed()
    assert services.gone() == ""
    assert services.dead() == f"bank does not answer any more at http://127.0.0.1:{runs.port}/ready"


@pytest.mark.browser
def test_one_browser_serves_one_run_after_the_other_until_it_dies(warm: Warm) -> None:
    browsing = warm.browsing(preferred="", headed=False)
    first = warm.loop.run(browsing.open())
    warm.loop.run(browsing.close())

    assert warm.browsing(preferred="", headed=False) is browsing
    assert warm.loop.run(browsing.open()) is first

    warm.loop.run(first.close())
    assert not browsing.alive
    warm.loop.run(browsing.close())

    assert warm.loop.run(browsing.open()) is not first
