"""`tellonce doctor` on a bank that runs: what is in order, and one thing broken after the other."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from real_bank_bench import World, listener

from tellonce.runner.doctor import Asked, exit_code


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_bank_in_order_has_no_problem_and_nothing_is_left_running(world: World) -> None:
    found = world.examined()

    told = [(one.check, one.level, re.sub(r"\d+\.\d s", "0.0 s", world.plain(one.said))) for one in found]
    assert [one for one in told if one[0] in ("project", "journeys", "reports", "two runs")] == [
        ("project", "ok", "Small Bank: 2 touchpoints, 2 personas"),
        ("journeys", "ok", "1 scenario in 1 journey"),
        ("reports", "ok", "ROOT/reports can be written to"),
        ("two runs", "ok", "two runs at once can have ports of their own, by the settings above"),
    ]
    assert told[[one[0] for one in told].index("addresses") :] == [
        ("addresses", "ok", "127.0.0.1 can be found"),
        ("services", "ok", "postbox comes up in 0.0 s (20 s allowed)"),
        ("services", "ok", "bank comes up in 0.0 s (20 s allowed)"),
        ("mail", "ok", "a mail to 127.0.0.1:SMTP lies in the mailbox after 0.0 s, and was taken away again"),
        ("folders", "ok", "1 folder can be read"),
        ("enrolment", "ok", "customer: Jan exists as 4711"),
        ("clock", "ok", "hers reads 2026-05-04T10:00+00:00 after an hour's leap; another's stays"),
        ("looks", "ok", "customer: 2 places can be looked at for Jan"),
    ]
    assert exit_code(found) == 0
    assert not list((world.root / "post" / "mail" / "new").iterdir())
    assert not list((world.root / "reports").iterdir())
    with listener(world.web), listener(world.smtp), listener(world.http):
        pass  # every port is free again


@pytest.mark.parametrize("answer", [b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n", b"220 ready\r\n"])
def test_a_taken_port_is_told_with_who_has_it(world: World, answer: bytes) -> None:
    with listener(world.web, answer):
        found = world.said("services")

    said = found[1][1]
    who = f"process {os.getpid()}, "
    assert said.startswith(f"bank: port WEB is taken by something else ({who}")
    # Whoever hangs up in between may be noticed while reading, or while making sense of it.
    unread = ("RemoteProtocolError", "ReadError")
    told = ("answers 503",) if b"503" in answer else tuple(f"gives no HTTP answer ({why})" for why in unread)
    assert said.endswith(tuple(f"http://127.0.0.1:WEB/ready {one}" for one in told))
    assert found[1][2] == "stop it, or give the service another port by the settings above"


def test_after_a_service_that_does_not_come_up_the_rest_is_said_to_be_unchecked(world: World) -> None:
    world.change("fixtures/blueprint.yaml", "-m tellonce.probes.postbox", "-m tellonce.probes.postbag")

    told = [
        (one.level, one.check, world.plain(one.said).splitlines()[0], one.next)
        for one in world.examined()
        if one.level != "ok"
    ]

    assert [one[:3] for one in told] == [
        ("problem", "services", "postbox: postbox ended at once with exit code 1"),
        ("unchecked", "services", "bank: not tried after the one before it"),
        ("unchecked", "the rest", "mail, clock and probes are not looked at: not every service is up"),
    ]
    assert told[0][3].startswith("run its command by hand: ")


@pytest.mark.parametrize(
    ("edit", "check", "said", "do"),
    [
        (
            ("bank.py", "clocks[number] = to", "[clocks.update({each: to}) for each in clocks]"),
            "clock",
            "moving one customer's clock by an hour moves another's too: scenarios would disturb each other",
            "give each customer a clock of her own, or clock: {kind: none} in the blueprint",
        ),
        (
            ("bank.py", '"now": clocks[rest[0]]', '"time": clocks[rest[0]]'),
            "clock",
            "Jan's clock does not tell the time: "
            '{"time": "2026-05-04T09:00:00+00:00", "status": "ready"}',
            "see that the service lets its test clock be read and moved where clock: in the blueprint says",
        ),
        (
            ("bank.py", '{"number": number}', '{"no": number}'),
            "enrolment",
            "customer: Jan could not become a customer: KeyError: 'number'",
            "mend the enrolment at steps/bank.py:7, or the service",
        ),
        (
            ("fixtures/blueprint.yaml", "/me/{customer", "/her/{customer"),
            "looks",
            "profile cannot be seen: GET http://127.0.0.1:WEB/her/4711 answered 404.",
            "mend the probe at fixtures/blueprint.yaml:40:5, or what it looks at",
        ),
        (
            ("fixtures/blueprint.yaml", '"{data}/letters"', '"{data}/lettres"'),
            "folders",
            "ROOT/data/lettres does not exist, and card-letter looks there",
            "mend the folder in the blueprint, or let the service make it",
        ),
    ],
)  # fmt: skip
def test_what_is_broken_is_told_with_what_to_do(
    world: World, edit: tuple[str, str, str], check: str, said: str, do: str
) -> None:
    world.change(*edit)

    assert world.said(check)[0] == ("problem", said, do)


def test_mistakes_in_the_files_are_counted(world: World) -> None:
    world.change("fixtures/blueprint.yaml", "fed_by: master", "fed_by: mastre")

    assert world.said("project") == [
        (
            "problem",
            "1 mistake in the project's files:\nfixtures/blueprint.yaml:38:5: unknown system 'mastre'",
            "mend them; tellonce run tells each whole, and starts nothing before they are mended",
        )
    ]


def test_a_journey_with_mistakes_is_counted_and_the_service_is_looked_at_all_the_same(world: World) -> None:
    world.change("journeys/moving.feature", "she moves", "she mvoes")
    found = world.examined()

    assert [(one.check, one.said) for one in found if one.level == "problem"] == [
        ("journeys", "1 mistake in the project's files:\n"
         'journeys/moving.feature:5:5: no sentence says "When she mvoes"'),
    ]  # fmt: skip
    assert ("looks", "ok") in {(one.check, one.level) for one in found}


def test_with_mistakes_in_the_project_nothing_is_started(world: World) -> None:
    world.change("fixtures/personas/maria.yaml", "language: de", "langauge: de")

    told = [(one.check, one.level) for one in world.examined() if one.level in ("problem", "unchecked")]

    assert told == [("project", "problem"), ("the rest", "unchecked")]
    assert not (world.root / "post").exists()


def test_quick_makes_no_customer_and_says_so(world: World) -> None:
    assert world.said("enrolment", Asked(quick=True)) == [
        ("unchecked", "clock, viewers and probes are not looked at with --quick", "leave out --quick")
    ]


def test_in_a_service_that_is_not_started_from_here_nobody_is_enrolled_unasked(world: World) -> None:
    text = (world.root / "fixtures/blueprint.yaml").read_text(encoding="utf-8")
    begin, end = text.index("start:"), text.index("clock:")
    world.write("fixtures/blueprint.yaml", text[:begin] + text[end:])
    (world.root / "data" / "letters").mkdir(parents=True)

    assert world.said("services") == [
        (
            "unchecked",
            "the blueprint starts none: the service under test must be up by itself",
            "say how it starts under start: in the blueprint, so that every run has it",
        )
    ]
    assert world.said("enrolment") == [
        (
            "warning",
            "the service is not started from here: no customer was made there unasked, "
            "so clock, viewers and probes are not looked at",
            "ask again with --enrol, if test customers may be made there",
        )
    ]
    level, said, _ = world.said("enrolment", Asked(enrol=True))[0]
    assert (level, said) == (
        "problem",
        "customer: Jan could not become a customer: ConnectError: All connection attempts failed",
    )


def test_a_project_whose_probe_has_a_wrong_setting_is_told_before_anything_starts(world: World) -> None:
    world.change("fixtures/blueprint.yaml", "kind: documents", "kind: documents\n      colour: red")

    assert world.said("probes") == [
        (
            "problem",
            "fixtures/blueprint.yaml:56:7: touchpoints.card-letter.probe: the documents probe of card-letter has no "
            "setting 'colour'",
            "mend it; tellonce run tells each mistake whole",
        )
    ]
    assert world.said("services") == []
    assert world.said("the rest") == [
        (
            "unchecked",
            "services, mail, clock and probes are not looked at: the project's files have mistakes",
            "mend them, then ask again",
        )
    ]


def test_mail_that_arrives_where_no_probe_looks_is_a_problem(world: World) -> None:
    world.change(
        "fixtures/blueprint.yaml",
        'kind: documents\n      folder: "{data}/letters"',
        "kind: mailbox\n      folder: ./mail",
    )
    world.change(
        "fixtures/blueprint.yaml",
        "    facts: [postal_address]\n    destination: postal_address\n",
        "    facts: [postal_address]\n",
    )

    assert world.said("mail") == [
        (
            "problem",
            "mail arrives in ROOT/post/mail/new; card-letter looks elsewhere",
            "write folder: ROOT/post/mail/new in their probes",
        )
    ]


def test_a_postbox_that_takes_no_mail_is_a_problem(world: World) -> None:
    world.change("fixtures/blueprint.yaml", "--smtp {smtp}", "--smtp 127.0.0.1:0")
    text = (world.root / "fixtures/blueprint.yaml").read_text(encoding="utf-8")

    assert "--smtp 127.0.0.1:0" in text
    level, said, do = world.said("mail")[0]
    assert (level, do) == ("problem", "look at what it says, in its log above")
    assert said.startswith("the postbox at 127.0.0.1:0 takes no mail: ")


def test_databases_are_read_without_a_customer(world: World) -> None:
    world.change(
        "fixtures/blueprint.yaml",
        "  cards: {called: card system}",
        "  cards: {called: card system, observe: {kind: sql, url: 'sqlite:///{data}/cards.sqlite', query: select 1}}",
    )

    assert world.said("databases") == [
        (
            "problem",
            "cards: The database ROOT/data/cards.sqlite does not exist.",
            "mend the url or the query in the blueprint, or the rights of its user",
        )
    ]


def test_a_viewer_who_cannot_sign_in_is_told_without_the_password(world: World) -> None:
    """Whatever steps/ raise; the customer's secret must not be told."""
    with (world.root / "steps/bank.py").open("a", encoding="utf-8") as steps:
        steps.write(
            '\n\nfrom tellonce import viewer\n\n\n@viewer("agent")\nasync def sign_in(page, customer, addresses):\n'
            "    raise LookupError(f\"no field for {customer.secrets['password']}\")\n"
        )

    assert world.said("viewers") == [
        (
            "problem",
            "the agent cannot sign in: LookupError: no field for [secret]",
            'mend @viewer("agent") in steps/',
        )
    ]
