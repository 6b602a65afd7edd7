"""Work shared among processes is done once, in order, and never lost."""

from __future__ import annotations

import os
import sys

import pytest

from tellonce.runner.sharing_work import share

HERE = os.getpid()
forks = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")


@pytest.mark.parametrize("processes", [1, 2, 4])
@pytest.mark.parametrize("count", [0, 1, 7])
def test_every_piece_is_done_once_and_in_order(count: int, processes: int) -> None:
    assert share(lambda number: number * number, count, processes=processes) == [number**2 for number in range(count)]


@forks
def test_what_a_copy_that_died_left_undone_is_done_here() -> None:
    def work(number: int) -> int:
        if os.getpid() != HERE:
            os._exit(3)
        return number

    assert share(work, 50, processes=3) == list(range(50))


@forks
def test_a_mistake_in_a_copy_is_told_here() -> None:
    def work(number: int) -> int:
        if number == 7:
            raise ValueError("seven")
        return number

    with pytest.raises(ValueError, match="seven"):
        share(work, 10, processes=2)


@forks
def test_a_result_that_cannot_be_sent_is_made_again_here() -> None:
    made = share(lambda number: lambda: number, 6, processes=2)

    assert [one() for one in made] == list(range(6))
