"""What lies behind a persona, and whom she shares an account with: brought about by the enrolment, and reported."""

from __future__ import annotations

from pathlib import Path

from engine_bench import PASSWORD, events, open_bank

from small_bank import BLUEPRINT, JAN, MARIA
from tellonce.engine.flows import Draft, Enrolled
from tellonce.engine.protocol import ScenarioEnd

HISTORY = "history: [She moved twice., earlier addresses: 2, complaints: one]\n"


def ends(root: Path, *lived: str, persona: str = MARIA + HISTORY) -> tuple[ScenarioEnd, dict[str, str], list[Draft]]:
    """How a scenario of hers ends where the enrolment brings this about; what is said of it; what it was given."""
    drafts: list[Draft] = []

    def enrolled(draft: Draft) -> Enrolled:
        drafts.append(draft)
        return Enrolled(service_id="4711", secrets={"password": PASSWORD}, lived=lived)

    personas = {"maria": persona, "jan": JAN}
    soon = BLUEPRINT.replace("within: 1 day", "within: 20 s")
    with open_bank(root, blueprint=soon, personas=personas, enrolled=enrolled) as bank:
        bank.scenario()
        bank.engine.scene.enter("Maria", "customer")
        bank.she_moves()
        end = bank.engine.finish_scenario("passed", "")
        said = next(one["constraints"] for one in events(bank, "customer_embodied") if one["persona"] == "Maria")
    return end, {name: state for name, state in said.items() if name.startswith(("history", "account"))}, drafts


def test_what_the_enrolment_brought_about_is_applied_and_text_is_for_people(tmp_path: Path) -> None:
    end, said, drafts = ends(tmp_path, "earlier addresses", "complaints")

    assert drafts[0].history == {"earlier addresses": 2, "complaints": "one"}
    assert said == {"history: earlier addresses, 2": "applied", "history: complaints, one": "applied"}
    assert end.status == "passed"


def test_what_the_enrolment_did_not_bring_about_could_not_be_applied(tmp_path: Path) -> None:
    end, said, _ = ends(tmp_path, "earlier addresses")

    why = "could not apply: the enrolment of a customer brought none about"
    assert said == {"history: earlier addresses, 2": "applied", "history: complaints, one": why}
    assert end == ScenarioEnd(status="inconclusive", message=f"Maria's history: complaints, one {why}")


def test_a_shared_account_is_reported_like_a_setting(tmp_path: Path) -> None:
    maria = MARIA + "shares_account_with: Jan\n"

    end, said, drafts = ends(tmp_path, persona=maria)

    assert said == {"account shared with Jan": "applied"}
    assert [draft.persona.name for draft in drafts] == ["Jan", "Maria"]
    assert drafts[1].partner is not None
    assert end.status == "passed"
