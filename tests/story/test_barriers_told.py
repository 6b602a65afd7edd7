"""Barriers in words."""

from __future__ import annotations

from importlib import resources

from tellonce.model.barrier import Barrier, BarrierJudgement, Found
from tellonce.story.barriers import barrier_block, blind_block, found_line
from tellonce.story.plain_barriers import PLAIN


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
  barrier   a field has no name: a screen reader cannot say what to fill in there; axe: label is wrong (label, \
serious): #a, #b
  barrier   name is wrong (name, serious): #a, #b and 3 more
  page      http://bank/done
  barrier   role is wrong (role, serious): #a, #b"""
    )


def test_what_a_rule_means_comes_first_and_the_words_of_axe_after_it() -> None:
    assert found_line(found("button-name")) == (
        "a button has no name: a screen reader says only 'button', and not what it does; "
        "axe: button-name is wrong (button-name, serious): #a, #b"
    )
    assert found_line(found("aria-valid-attr")).startswith("what the page tells screen readers of one of its parts")
    assert found_line(found("landmark-unique")).startswith("parts of the page are not marked as what they are")
    assert found_line(found("out-of-reach")) == "out-of-reach is wrong (out-of-reach, serious): #a, #b"


def test_every_rule_that_is_told_plainly_is_one_of_axe() -> None:
    axe = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

    assert [rule for rule in PLAIN if f'id:"{rule}"' not in axe] == []


def test_of_many_barriers_the_first_are_told_and_the_others_counted() -> None:
    judgement = BarrierJudgement(seen=1, stopping=tuple(found(f"r{n}") for n in range(8)), told=(found("x"),))

    lines = barrier_block("Out", judgement).splitlines()

    assert len(lines) == 9
    assert lines[-2:] == ["  …         3 more", "  besides   1 lesser barrier, told in the report"]


def test_what_could_not_be_looked_at_is_told_with_its_reason() -> None:
    assert blind_block("Nobody can tell", BarrierJudgement(blind=("/form: gone",))) == (
        "Nobody can tell\n  because   /form: gone"
    )
