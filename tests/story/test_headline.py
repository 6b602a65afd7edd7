"""One sentence for each verdict, in words a product owner uses."""

from __future__ import annotations

import pytest
from made_runs import cell, stale_card

from tellonce.model.cell import CellVerdict, Look
from tellonce.model.verdict import Verdict
from tellonce.story.headline import happens_to_her, headline, watched_for_s

SENTENCES = {
    Verdict.LEAKED: "The card letter gives Maria's postal address to somebody who must not see it.",
    Verdict.WRONG_RECIPIENT: "The card letter for Maria went to somebody who has nothing to do with it.",
    Verdict.CONTAMINATED: "The card letter shows another customer's postal address to Maria.",
    Verdict.REVERTED: "The card letter went back to the old postal address after it had known Maria's new one.",
    Verdict.STALE: "The card letter still shows the old postal address 1 day after Maria changed it.",
    Verdict.LOST: "The card letter never came: none was sent 1 day after Maria changed it.",
    Verdict.PARTIAL: "The card letter mixes the old and the new postal address 1 day after Maria changed it.",
    Verdict.GARBLED: "The card letter shows the new postal address garbled 1 day after Maria changed it.",
    Verdict.FLAPPING: "The card letter shows Maria's old and new postal address by turns.",
    Verdict.DUPLICATED: "The card letter came too often after Maria changed the postal address.",
    Verdict.LATE: "The card letter knew the new postal address only 1.5 days after Maria changed it.",
    Verdict.UNOBSERVED: "Nobody could see whether the card letter knows Maria's new postal address.",
    Verdict.UNDECIDED: "Whether the card letter knew Maria's new postal address in time cannot be told.",
    Verdict.PENDING: "The card letter still has time to learn Maria's new postal address.",
    Verdict.ON_TIME: "The card letter knew the new postal address 14 hours after Maria changed it.",
}


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_its_sentence(verdict: Verdict) -> None:
    assert headline(cell("card_letter", verdict)) == SENTENCES[verdict]


def test_a_page_without_the_fact_shows_none_and_was_not_to_be_sent() -> None:
    assert headline(cell("profile", Verdict.LOST)) == (
        "The profile page shows no postal address at all 6.0 s after Maria changed it."
    )


def test_after_a_refusal_all_is_as_it_should_be() -> None:
    assert (
        headline(cell("profile", reached_after_s=None))
        == "The profile page shows Maria's postal address as it should be."
    )


def test_what_happens_to_her_is_said_as_the_blueprint_says_it() -> None:
    assert happens_to_her(stale_card()) == "Maria's new card goes to her old home."
    assert happens_to_her(stale_card(consequence="")) == SENTENCES[Verdict.STALE]


def looked(*looks: tuple[str, float]) -> CellVerdict:
    return cell(looks=tuple(Look(start_s=end_s - 1, end_s=end_s, sight=sight, said="") for sight, end_s in looks))


@pytest.mark.parametrize(
    ("looks", "seconds"),
    [
        ((), 86400.0),  # nobody looked: the promised time
        ((("E", 500.0),), 86400.0),  # a look that told nothing does not count
        ((("O", 20.0), ("O", 110.0), ("E", 500.0)), 100.0),
        ((("O", 4.0),), 0.0),  # before the change
    ],
)
def test_it_was_watched_until_the_last_look_that_told_anything(
    looks: tuple[tuple[str, float], ...], seconds: float
) -> None:
    assert watched_for_s(looked(*looks)) == seconds
