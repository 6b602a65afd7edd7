"""What a part of a value tells: a town is thousands', yet it tells where nothing else is shown or may be there."""

from __future__ import annotations

from typing import Any

import pytest
from judge_histories import BLUEPRINT, NEW, OLD, OTHERS, address_lines, history, look, mail, scenario

from tellonce.judge import judge
from tellonce.model.change import Replaced
from tellonce.model.observation import Seen
from tellonce.model.verdict import Verdict

ADDED = {**OLD, "flat": "3"}
ANOTHER_FLAT = {"postal_address": Replaced(old=ADDED, new={**OLD, "flat": "5"})}
NOTHING = dict.fromkeys(NEW, "")


@pytest.mark.parametrize(
    "there",
    [
        {**NOTHING, "city": NEW["city"]},
        {**NOTHING, "city": NEW["city"], "country": "DE"},
        {**NOTHING, "street": NEW["street"][:6]},
    ],
)
def test_a_town_is_something_where_the_company_refused_and_knew_nothing(there: dict[str, str]) -> None:
    told = {"postal_address": Replaced(old=None, new=NEW)}
    (cell,) = judge(history(scenario(look("profile", 100, seen=there), facts=told, outcome="refused")))
    assert cell.verdict is Verdict.GARBLED


def test_a_mail_that_shows_nothing_but_a_garbled_town_is_about_her_address() -> None:
    spot = BLUEPRINT.touchpoints["confirmation"]
    only_town = spot.model_copy(update={"facts": {"postal_address": ("city",), "email": ()}})
    blueprint = BLUEPRINT.model_copy(update={"touchpoints": {"confirmation": only_town}})
    right = mail("confirmation", 12, "m@x.example", seen="Your branch is in München")
    garbled = mail("confirmation", 14, "m@x.example", item="2.eml", seen="Your branch is in MÃ¼nchen")
    sent = scenario(right, garbled, cells=[("postal_address", "confirmation")])
    (cell,) = judge(history(sent, blueprint=blueprint))
    assert cell.verdict is Verdict.GARBLED


@pytest.mark.parametrize(
    ("window", "verdict"),
    [
        ({"components": {**OLD, "flat": ""}}, Verdict.GARBLED),
        ({"text": address_lines(OLD)}, Verdict.GARBLED),
        ({"components": {**OLD, "flat": "7"}}, Verdict.GARBLED),
        ({"components": OTHERS}, Verdict.WRONG_RECIPIENT),
        ({"components": {**OTHERS, "street": ""}}, Verdict.WRONG_RECIPIENT),
    ],
)
def test_a_letter_to_her_house_without_the_flat_is_not_somebody_elses(window: Any, verdict: Verdict) -> None:
    sent = look(
        "card-letter", 80, item="1.pdf", recipient="self", destination=Seen(**window), destination_fact="postal_address"
    )
    (cell,) = judge(history(scenario(sent, facts=ANOTHER_FLAT, cells=[("postal_address", "card-letter")])))
    assert cell.verdict is verdict
