"""Every mistake in a steps file in YAML is told where it stands, before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from written_bench import declare

from tellonce.engine.flows import begin_deeds
from tellonce.engine.written import declare_written
from tellonce.model.errors import UsageProblem

SOUND = """\
flows:
  - sentence: "{customer} orders the {package} package"
    about: She would rather have another one.
    changes: package
    channel: app
    new: "{package}"
    acts:
      - open: "{web}/package"
      - choose: {Package: "{new.name}"}
      - press: Order
    answer: {accepted: "It is yours", within: 10 s}
choices:
  package:
    of: package
    words:
      Plus: {name: Plus, monthly_fee: "9.90"}
enrolments:
  customer:
    post: "{web}/customers"
    json: {mail: "{customer.email.address}", password: "{customer.password}", due: "{service.due}"}
    made up: [password]
    service id: number
viewers:
  customer:
    - open: "{web}/in"
    - fill: {Password: "{customer.password}"}
    - press: Sign in
"""
NEW = "new.name, new.monthly_fee, web, customer.service_id, customer.password"
VALUES = (
    "customer.postal_address.street, customer.postal_address.house_number, customer.postal_address.flat, "
    "customer.postal_address.postcode, customer.postal_address.city, customer.postal_address.country, "
    "customer.email.address, customer.phone.number, customer.package.name, customer.package.monthly_fee, "
    "customer.delivery_day.date"
)


def test_what_a_file_declares_is_declared_as_in_python_with_its_line(tmp_path: Path) -> None:
    deeds = declare(tmp_path, SOUND)

    [flow] = deeds.flows
    assert (flow.sentence, flow.changes, flow.learns, flow.channel) == (
        "{customer} orders the {package} package",
        ("package",),
        (),
        "app",
    )
    assert (str(flow.place), flow.function.__doc__) == ("steps/own.yaml:2", "She would rather have another one.")
    assert flow.new is not None
    assert flow.new(deeds.choices["package"].meaning["Plus"]) == {"name": "Plus", "monthly_fee": "9.90"}
    assert str(deeds.choices["package"].place) == "steps/own.yaml:13:3"
    assert str(deeds.enrolments["customer"].place) == "steps/own.yaml:18"
    assert list(deeds.viewers) == ["customer"]


def test_a_new_value_may_be_written_for_each_component(tmp_path: Path) -> None:
    text = SOUND.replace('new: "{package}"', 'new: {name: "{package.name} for {}", monthly_fee: "0.00"}')
    [flow] = declare(tmp_path, text.replace(" for {}", " XL")).flows

    assert flow.new is not None
    assert flow.new({"name": "Plus", "monthly_fee": "9.90"}) == {"name": "Plus XL", "monthly_fee": "0.00"}


@pytest.mark.parametrize(
    ("instead_of", "written", "said"),
    [
        (
            '"{customer} orders',
            '"she orders',
            "2:5: the flow 'she orders the {package} package' does not say who acts\n"
            "  next          begin its sentence with {customer}",
        ),
        (
            "changes: package",
            "changes: pakage",
            "4:5: unknown fact 'pakage'\n  did you mean  package\n"
            "  valid         postal_address, email, phone, package, delivery_day",
        ),
        (
            "channel: app",
            "channel: ap",
            "5:5: flows.0.channel: 'ap' will not do\n  did you mean  app\n"
            "  valid         web, app, mail, sms, post, card, invoice, agent, partner, phone, chat, shop",
        ),
        (
            'new: "{package}"',
            'new: "{pakage}"',
            "6:5: the sentence has no '{pakage}'\n  did you mean  package\n  valid         package",
        ),
        (
            'new: "{package}"',
            'new: "the {package}"',
            "6:5: 'the {package}' is no whole value\n  valid         {package}\n"
            '  next          write one word of the sentence, such as "{package}", or a text for each component',
        ),
        (
            'new: "{package}"',
            'new: {name: "{package.name}"}',
            "6:5: 'monthly_fee' of package is missing\n  valid         name, monthly_fee",
        ),
        (
            'new: "{package}"',
            'new: {name: "{package.name}", monthly_fee: "1", fee: "2"}',
            "6:53: unknown component 'fee'\n  valid         name, monthly_fee",
        ),
        (
            "press: Order",
            "pres: Order",
            "10:9: unknown key 'pres' in flows.0.acts.2\n  did you mean  press\n"
            "  valid         open, fill, choose, tick, untick, attach, press, wait for",
        ),
        (
            "- press: Order",
            "- press: Order\n        tick: Terms",
            "10:9: flows.0.acts.2: an act has one key, of open, fill, choose, tick, untick, attach, press, wait for; "
            "begin a new act with '-'",
        ),
        ("press: Order", "press:", "10:9: flows.0.acts.2: nothing is said of it"),
        ("press: Order", "press: 5", "10:9: flows.0.acts.2.press: must be text; put it in quotes (got '5')"),
        (
            "{new.name}",
            "{new.nme}",
            f"9:18: nothing is meant by '{{new.nme}}'\n  did you mean  new.name\n  valid         {NEW}, {VALUES}",
        ),
        (
            "{web}/package",
            "{web/package",
            "8:9: '{web/package' has a brace that belongs to no name\n"
            "  next          write {{ and }} for braces themselves",
        ),
        (
            "within: 10 s",
            "within: 10",
            "11:39: flows.0.answer.within: 10 of what? write '10 s', '10 minutes', '10 days'",
        ),
        (
            'accepted: "It is yours"',
            "accepted: {role: status, css: p}",
            "11:14: flows.0.answer.accepted: say 'role' or 'css', not both",
        ),
        ("- press: Order", "- attach: {Proof: gone.pdf}", "10:18: there is no file gone.pdf in this project"),
        (
            "service id: number",
            "service_number: number",
            "18:3: 'service id' is missing in enrolments.customer\n"
            "22:5: unknown key 'service_number' in enrolments.customer\n"
            "  valid         post, headers, json, form, made up, service id, secrets",
        ),
        (
            '"{customer.password}", due',
            '"{customer.pasword}", due',
            "20:46: nothing is meant by '{customer.pasword}'\n  did you mean  customer.password\n"
            f"  valid         web, customer.password, {VALUES}",
        ),
        (
            "    made up: [password]",
            "    form: {a: b}\n    made up: [password]",
            "18:3: enrolments.customer: say 'json' or 'form', not both",
        ),
        ("of: package", "of: pakage", ""),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, instead_of: str, written: str, said: str) -> None:
    assert instead_of in SOUND
    if not said:
        declare(tmp_path, SOUND.replace(instead_of, written, 1))  # whoever listens to choices tells of it
        return

    with pytest.raises(UsageProblem) as problem:
        declare(tmp_path, SOUND.replace(instead_of, written, 1))

    assert str(problem.value) == "\n".join(
        f"steps/own.yaml:{line}" if line[0].isdigit() else line for line in said.split("\n")
    )


def test_a_flow_in_which_she_tells_nothing_is_refused(tmp_path: Path) -> None:
    text = 'flows:\n  - sentence: "{customer} looks"\n    changes: phone\n    acts: [{open: "{web}/"}]\n'

    with pytest.raises(UsageProblem) as problem:
        declare(tmp_path, text)

    assert str(problem.value) == (
        "steps/own.yaml:4:5: in the flow '{customer} looks' she tells nothing: she only opens pages\n"
        "  next          let her press something"
    )


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(", "'(' is no pattern: missing ), unterminated subpattern at position 0"),
        (
            "by .*",
            "'by .*' has 0 groups where one is needed\n"
            "  next          put brackets around what she is told, such as 'by (\\d+-\\d+-\\d+)'",
        ),
    ],
)
def test_a_pattern_takes_out_one_thing(tmp_path: Path, pattern: str, said: str) -> None:
    learn = f"    learn: {{delivery_day: {{date: {{css: p, matching: '{pattern}'}}}}}}\nchoices:"

    with pytest.raises(UsageProblem) as problem:
        declare(tmp_path, SOUND.replace("choices:", learn, 1))

    assert str(problem.value) == f"steps/own.yaml:12:43: {said}"


def test_an_empty_file_declares_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as problem:
        declare(tmp_path, "flows: []\n".replace("flows: []", "{}"))

    assert str(problem.value) == (
        "steps/own.yaml:1:1: this file declares nothing\n"
        "  next          write flows:, enrolments:, viewers: or choices:"
    )


def test_a_second_enrolment_or_viewer_is_told_with_the_first(tmp_path: Path) -> None:
    declare(tmp_path, SOUND)
    begin_deeds(lambda _flow: None, root=tmp_path)
    declare_written(tmp_path / "steps" / "own.yaml", root=tmp_path)
    second = tmp_path / "steps" / "second.yaml"
    second.write_text(SOUND[SOUND.index("enrolments:") :], encoding="utf-8")

    with pytest.raises(UsageProblem) as problem:
        declare_written(second, root=tmp_path)
    begin_deeds(lambda _flow: None)

    assert str(problem.value) == (
        "steps/second.yaml:2:3: a second enrolment of 'customer'; the first is at steps/own.yaml:18\n"
        "  next          keep one of them\n"
        "steps/second.yaml:8:3: it is said twice how 'customer' signs in\n"
        "  next          keep one of them"
    )
