"""Sentences that say "no touchpoint still uses": what is declared, and what nobody declared."""

from __future__ import annotations

from typing import Any

import pytest
from judge_histories import NEW, OLD, address_lines, history, letter, look, scenario

from tellonce.judge import judge_leftovers
from tellonce.model.change import Replaced
from tellonce.model.events import LeftoversSought
from tellonce.model.leftover import Leftover, PlaceSought
from tellonce.model.observation import Evidence, Observation

BOTH = f"Dear Maria,\nyou moved from\n{address_lines(OLD)}\nto\n{address_lines(NEW)}"
ARCHIVE = PlaceSought(where="the folder archive", things=12)


def left(**more: Any) -> Leftover:
    given = {
        "where": "archive/reminder-7.pdf",
        "kind": "emission",
        "text": address_lines(OLD),
        "not_before_s": 600.0,
        "seen_s": 900.0,
    }
    return Leftover.model_validate({**given, **more})


def row(**more: Any) -> Leftover:
    return left(where="cards.sqlite, table cards", kind="state", not_before_s=900.5, seen_s=901.0, **more)


def said(*leftovers: Leftover, looks: tuple[Observation, ...] | None = None, **more: Any) -> tuple[str, str]:
    """Searched 900 s after the run began; every promise was over at 70 s, and she told at 10 s."""
    given = {
        "scenario": "moving",
        "customer": "c1",
        "change": "c1-1",
        "fact": "postal_address",
        "touchpoints": ("profile", "card-letter"),
        "from_s": 70.0,
        "looked_s": 900.0,
        "until_s": 902.0,
        "witness": "her clock is ready",
        "places": (ARCHIVE,),
        "leftovers": leftovers,
        "step": "Then no touchpoint still uses her old postal address",
        "line": 20,
    }
    asked = LeftoversSought.model_validate({**given, **more})
    fine = (
        look("profile", 20, seen=NEW),
        letter("card-letter", 21, NEW),
        look("profile", 900, seen=NEW),
        look("card-letter", 900, outcome="absent"),
    )
    cells = [("postal_address", "profile"), ("postal_address", "card-letter")]
    events = scenario(*(fine if looks is None else looks), cells=cells)
    judged = judge_leftovers(history([*events, asked]), asked)
    return judged.outcome, judged.reason


def test_nothing_left_over_is_kept_and_says_how_much_was_searched() -> None:
    kept, reason = said()

    assert kept == "kept"
    assert reason.endswith("closed by her clock is ready; 12 more things in 1 places hold it no longer")


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (row(), "it stands in cards.sqlite, table cards"),
        (left(), "it stands in archive/reminder-7.pdf, which came more than 9.8 minutes after she told"),
        (left(text=address_lines(OLD).upper()), "it stands in archive/reminder-7.pdf"),
    ],
)
def test_an_undeclared_place_with_the_old_value_breaks_it(found: Leftover, told: str) -> None:
    outcome, reason = said(found)

    assert (outcome, reason.startswith(told)) == ("broken", True), reason


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(row(text=BOTH), id="the new value beside it: the old one is quoted"),
        pytest.param(left(not_before_s=60.0), id="perhaps sent while promises still ran"),
        pytest.param(row(text="Hauptstraße 21\n10115 Berlin"), id="another house"),
        pytest.param(row(text="Hauptstraße\nBerlin"), id="a street is nobody's home"),
        pytest.param(row(text="Hauptstraße 12\n99999 Anderswo"), id="another town"),
    ],
)
def test_what_is_no_use_of_the_old_value_is_let_pass(found: Leftover) -> None:
    assert said(found)[0] == "kept"


def test_a_declared_touchpoint_that_uses_it_breaks_it_too() -> None:
    stale = (
        look("profile", 20, seen=NEW),
        letter("card-letter", 21, NEW),
        look("profile", 900, seen=OLD),
        look("card-letter", 900, outcome="absent"),
    )

    assert said(looks=stale) == ("broken", "the old value was used after 13.8 minutes: the profile page")
    outcome, reason = said(row(), looks=stale)
    assert (outcome, len(reason.splitlines())) == ("broken", 2)


def test_a_place_that_could_not_be_searched_is_never_a_pass() -> None:
    blind = PlaceSought(where="the folder scans", blind=("scans/1.png cannot be understood",))

    assert said(places=(ARCHIVE, blind)) == (
        "unobserved",
        "not everything could be searched: scans/1.png cannot be understood",
    )
    assert said(left(), places=(blind,))[0] == "broken"
    assert said(places=()) == ("unobserved", "no probe can list what lies where it looks")


def test_without_a_witness_more_may_be_under_way() -> None:
    assert said(witness="")[0] == "pending"
    assert said(row(), witness="")[0] == "broken"


@pytest.mark.parametrize(
    ("names", "outcome"), [("her", "broken"), ("another", "kept"), ("both", "unobserved"), ("nobody", "unobserved")]
)
def test_a_value_that_somebody_else_has_too_counts_where_it_names_her(names: str, outcome: str) -> None:
    assert said(row(names=names), shared_with=("c2",))[0] == outcome
    assert said(row(names=names))[0] == "broken"


def test_a_look_before_the_search_is_no_proof() -> None:
    early = (look("profile", 20, seen=NEW), letter("card-letter", 21, NEW))

    assert said(looks=early)[0] == "unobserved"


def test_what_was_found_is_evidence() -> None:
    shown = Evidence(kind="row", caption="cards.sqlite, table cards")
    asked = LeftoversSought(
        scenario="moving",
        customer="c1",
        change="c1-1",
        fact="postal_address",
        touchpoints=("profile",),
        from_s=70.0,
        looked_s=900.0,
        until_s=902.0,
        places=(ARCHIVE,),
        leftovers=(row(evidence=(shown,)),),
        step="",
        line=20,
    )

    assert judge_leftovers(history([*scenario(), asked]), asked).evidence == (shown,)
    unknown = asked.model_copy(update={"change": "c9-1"})
    assert judge_leftovers(history([*scenario(), unknown]), unknown).outcome == "unobserved"


def told_of(found: Leftover, old: dict[str, str], new: dict[str, str]) -> tuple[str, str]:
    """What a sweep comes to that finds this where both declared touchpoints know the new home."""
    asked = LeftoversSought(
        scenario="moving",
        customer="c1",
        change="c1-1",
        fact="postal_address",
        touchpoints=("profile",),
        from_s=70.0,
        looked_s=900.0,
        until_s=902.0,
        witness="her clock is ready",
        places=(ARCHIVE,),
        leftovers=(found,),
        step="",
        line=20,
    )
    facts = {"postal_address": Replaced(old=old, new=new)}
    fine = (look("profile", 20, seen=new), look("profile", 900, seen=new))
    judged = judge_leftovers(history([*scenario(*fine, facts=facts), asked]), asked)
    return judged.outcome, judged.reason


def test_a_new_value_that_is_a_part_of_the_old_one_is_not_beside_it() -> None:
    longer = {**OLD, "city": f"{OLD['city']} Mitte"}
    found = row(text=address_lines(longer))

    assert told_of(found, longer, OLD)[0] == "broken"
    assert told_of(row(text=f"{address_lines(longer)}\nis now\n{address_lines(OLD)}"), longer, OLD)[0] == "kept"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(OLD, {**OLD, "flat": "7"}, id="only a flat was added"),
        pytest.param(OLD, {**OLD, "country": "AT"}, id="only the country"),
        pytest.param({**OLD, "street": ""}, NEW, id="no street"),
    ],
)
def test_an_old_value_that_nothing_would_tell_is_never_a_pass(old: dict[str, str], new: dict[str, str]) -> None:
    outcome, reason = told_of(row(text=address_lines(OLD)), old, new)

    assert (outcome, reason) == (
        "unobserved",
        "what changed does not tell the old postal address from the new one, so it cannot be searched for",
    )
