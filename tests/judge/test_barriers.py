"""What kept her from the pages she met, from histories written by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tellonce.judge.barriers import judge_fit, judge_hands, judge_languages, judge_reading
from tellonce.model.barrier import Barrier, BarrierJudgement, Impact
from tellonce.model.events import Event, KeyboardUsed, PageFitted, PageMet
from tellonce.model.verdict import Outcome

FAILING, PASSING, INCONCLUSIVE = Outcome.FAILING, Outcome.PASSING, Outcome.INCONCLUSIVE


def barrier(rule: str = "label", impact: Impact = "critical") -> Barrier:
    return Barrier(rule=rule, impact=impact, says=f"{rule} is wrong", selectors=("#city",))


def met(
    *barriers: Barrier,
    url: str = "/form",
    title: str = "Moving",
    lang: str = "de",
    checked: bool = True,
    blind: str = "",
    customer: str = "hanna-1",
    languages: tuple[str, ...] = ("de",),
) -> PageMet:
    return PageMet(
        scenario="s",
        customer=customer,
        during="she moves",
        url=url,
        title=title,
        lang=lang,
        languages=languages,
        checked=checked,
        blind=blind,
        barriers=barriers,
    )


def used(*barriers: Barrier, acts: int = 2, refused: tuple[str, ...] = ()) -> KeyboardUsed:
    return KeyboardUsed(
        scenario="s", customer="hanna-1", during="she moves", acts=acts, refused=refused, barriers=barriers
    )


def fitted(needs: int | None, *, width: int = 320, blind: str = "") -> PageFitted:
    return PageFitted(
        scenario="s", customer="hanna-1", url="/form", width=width, needs=needs, widest="table", blind=blind
    )


READING: dict[str, tuple[Sequence[Event], Outcome, int, int]] = {
    "nothing met": ([], INCONCLUSIVE, 0, 0),
    "met by somebody else": ([met(customer="jan-1")], INCONCLUSIVE, 0, 0),
    "sound": ([met()], PASSING, 0, 0),
    "a critical barrier": ([met(barrier())], FAILING, 1, 0),
    "a serious barrier": ([met(barrier(impact="serious"))], FAILING, 1, 0),
    "a moderate one": ([met(barrier(impact="moderate"))], PASSING, 0, 1),
    "a minor one": ([met(barrier(impact="minor"))], PASSING, 0, 1),
    "one for the eye": ([met(barrier("color-contrast", "serious"))], PASSING, 0, 1),
    "the same twice on one page": ([met(barrier()), met(barrier())], FAILING, 1, 0),
    "the same on two pages": ([met(barrier()), met(barrier(), url="/other")], FAILING, 2, 0),
    "a page that could not be checked": ([met(), met(checked=False, blind="axe is ill")], INCONCLUSIVE, 0, 0),
    "a page that nobody listened to": ([met(checked=False)], INCONCLUSIVE, 0, 0),
    "a barrier beside a blind page": ([met(barrier()), met(checked=False, blind="axe is ill")], FAILING, 1, 0),
}


@pytest.mark.parametrize("name", READING)
def test_a_serious_barrier_for_the_ear_keeps_her_out(name: str) -> None:
    events, outcome, stopping, told = READING[name]

    said = judge_reading(events, "hanna-1")

    assert (said.outcome, len(said.stopping), len(said.told)) == (outcome, stopping, told)


def test_the_worst_barrier_is_told_first() -> None:
    said = judge_reading([met(barrier("b", "serious")), met(barrier("a", "critical"))], "hanna-1")

    assert [found.barrier.rule for found in said.stopping] == ["a", "b"]


def test_what_is_blind_is_named_once() -> None:
    page = met(checked=False, blind="axe is ill")

    assert judge_reading([page, page], "hanna-1").blind == ("/form: axe is ill",)


HANDS: dict[str, tuple[Sequence[Event], Outcome, list[str]]] = {
    "nothing done": ([], INCONCLUSIVE, []),
    "all within reach": ([used()], PASSING, []),
    "out of reach": ([used(barrier("out-of-reach", "serious"))], FAILING, ["out-of-reach is wrong"]),
    "a focus that nobody sees": ([used(barrier("focus-not-seen", "moderate"))], PASSING, []),
    "a pointer was needed": (
        [used(acts=0, refused=("locator.click at steps/a.py:3",))],
        FAILING,
        ["the only way that was tried needs a pointer: locator.click at steps/a.py:3"],
    ),
}


@pytest.mark.parametrize("name", HANDS)
def test_what_is_out_of_reach_keeps_her_out(name: str) -> None:
    events, outcome, says = HANDS[name]

    said = judge_hands(events, "hanna-1")

    assert (said.outcome, [found.barrier.says for found in said.stopping]) == (outcome, says)


LANGUAGES: dict[str, tuple[Sequence[Event], Outcome]] = {
    "no page": ([], INCONCLUSIVE),
    "hers": ([met()], PASSING),
    "hers, of a country": ([met(lang="de-AT")], PASSING),
    "hers, in capitals": ([met(lang="DE_de")], PASSING),
    "another": ([met(), met(lang="en")], FAILING),
    "none said": ([met(lang="")], FAILING),
    "either, while she changes it": ([met(lang="en", languages=("de", "en"))], PASSING),
    "one that begins like hers": ([met(lang="deu")], FAILING),
    "not readable": ([met(checked=False, blind="the page was gone", lang="")], INCONCLUSIVE),
    "not listened to, yet read": ([met(checked=False)], PASSING),
}


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_page_in_another_language_is_not_hers(name: str) -> None:
    events, outcome = LANGUAGES[name]

    assert judge_languages(events, "hanna-1").outcome is outcome


FITS: dict[str, tuple[Sequence[Event], Outcome]] = {
    "no page": ([], INCONCLUSIVE),
    "as wide as the screen": ([fitted(320)], PASSING),
    "a pixel wider": ([fitted(321)], FAILING),
    "asked of another width": ([fitted(320, width=640)], INCONCLUSIVE),
    "one that could not be shown": ([fitted(320), fitted(None, blind="gone")], INCONCLUSIVE),
    "beside one that could not be read": ([met(title="", lang="", blind="gone"), fitted(320)], INCONCLUSIVE),
    "beside one of somebody else's": ([met(title="", lang="", blind="gone", customer="jan-1"), fitted(320)], PASSING),
    "one to which nobody could listen": ([met(checked=False, blind="axe is ill"), fitted(320)], PASSING),
    "too wide, beside one that could not be shown": ([fitted(400), fitted(None, blind="gone")], FAILING),
}


@pytest.mark.parametrize("name", FITS)
def test_a_page_fits_when_nothing_sticks_out(name: str) -> None:
    events, outcome = FITS[name]

    assert judge_fit(events, "hanna-1", 320).outcome is outcome


def test_nothing_seen_is_never_a_pass() -> None:
    assert BarrierJudgement().outcome is INCONCLUSIVE
