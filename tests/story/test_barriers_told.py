"""Barriers in words."""

from __future__ import annotations

from tellonce.model.barrier import Barrier, BarrierJudgement, Found
from tellonce.story.barriers import barrier_block, blind_block


def found(rule: str, *, url: str = "http://bank/form", title: str = "Moving", count: int = 1) -> Found:
    barrier = Barrier(rule=rule, impact="serious", says=f"{rule} is wrong", selectors=("#a", "#b"), count=count)
    return Found(barrier=barrier, during="she moves", url=url, title=title)


def test_a_page_is_named_once_for_all_its_barriers() -> None:
    judgement = BarrierJudgement(
        seen=2, stopping=(found("label"), found("name", count=5), found("role", url="http://bank/done", title=""))
    )

    assert (
        barrier_block("Hanna could not use a page by ear", judgement)
        == """\
Hanna could not use a page by ear
  page      Moving (http://bank/form)
  barrier   label is wrong (label, serious): #a, #b
  barrier   name is wrong (name, serious): #a, #b and 3 more
  page      http://bank/done
  barrier   role is wrong (role, serious): #a, #b"""
    )


def test_of_many_barriers_the_first_are_told_and_the_others_counted() -> None:
    judgement = BarrierJudgement(seen=1, stopping=tuple(found(f"r{n}") for n in range(8)), told=(found("x"),))

    lines = barrier_block("Out", judgement).splitlines()

    assert len(lines) == 9
    assert lines[-2:] == ["  …         3 more", "  besides   1 lesser barrier, told in the report"]


def test_what_could_not_be_looked_at_is_told_with_its_reason() -> None:
    assert blind_block("Nobody can tell", BarrierJudgement(blind=("/form: gone",))) == (
        "Nobody can tell\n  because   /form: gone"
    )
