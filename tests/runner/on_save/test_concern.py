"""What a save concerns: exactly the scenarios whose verdict it may change, and those that nobody can tell of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from small_bank import make_small_bank
from tellonce.engine.flows import begin_deeds
from tellonce.model.errors import UsageProblem
from tellonce.runner.on_save.attached import attached_files
from tellonce.runner.on_save.concern import Concern, concerned
from tellonce.runner.on_save.state import State, read_state
from tellonce.runner.on_save.wanted import make_wanted

FLOWS = """
from tellonce import Act, Draft, Enrolled, enrolment, flow, viewer
from steps.office import WINDOW


@enrolment("customer")
async def open_account(draft: Draft, addresses: dict) -> Enrolled:
    return Enrolled(service_id="4711")


@viewer("agent")
async def sign_in(page, customer, addresses):
    await page.goto(WINDOW)


def form(name):
    return name


@flow("{customer} moves", changes="postal_address")
async def moves(act: Act) -> None:
    form("address")


@flow("{customer} gets another mailbox", changes="email")
async def changes_mailbox(act: Act) -> None:
    form("email")


@flow("{customer} moves and says so at the window", changes="postal_address")
async def moves_at_the_window(act: Act) -> None:
    print(WINDOW)
"""

OFFICE = """
WINDOW = "ground floor"
"""

WRITTEN = """
flows:
  - sentence: "{customer} writes a letter"
    changes: postal_address
    acts:
      - press: Send
  - sentence: "{customer} writes a mail"
    changes: email
    acts:
      - press: Send
"""

JOURNEY = """
Feature: Maria and Jan

  Scenario: Maria moves
    Given Maria is a customer
    When she moves
    Then every touchpoint shows her new postal address within its promise

  Scenario: Maria moves, at the window
    Given Maria is a customer
    When she moves and says so at the window
    Then every touchpoint shows her new postal address within its promise

  Scenario: Jan has a new mailbox
    Given Jan is a customer
    When he gets another mailbox
    Then every touchpoint shows his new e-mail address within its promise
"""

MOVES, WINDOW, MAILBOX = "Maria moves", "Maria moves, at the window", "Jan has a new mailbox"
ALL = [MOVES, WINDOW, MAILBOX]


class Files:
    """A small bank with three scenarios, read before and after a change."""

    def __init__(self, root: Path) -> None:
        self.root = make_small_bank(root)
        self.write("steps/bank.py", FLOWS)
        self.write("steps/office.py", OFFICE)
        self.write("journeys/two.feature", JOURNEY)
        self.state = self.read()

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(dedent(text).lstrip("\n"), encoding="utf-8")

    def read(self, before: State | None = None) -> State:
        wanted = make_wanted(self.root, (), tags=None, persona=None, here=self.root)
        return read_state(self.root, wanted, lambda _project, _sentences: None, before)

    def change(self, name: str, old: str, new: str) -> tuple[list[str], tuple[str, ...]]:
        """Names of the scenarios that it concerns, and the reasons."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        before, self.state = self.state, self.read(self.state)
        concern: Concern = concerned(before, self.state)
        return [self.state.scenarios[known].name for known in concern.scenarios], concern.reasons


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Files]:
    yield Files(tmp_path)
    begin_deeds(lambda _flow: None)


BLUEPRINT = "fixtures/blueprint.yaml"


@pytest.mark.parametrize(
    ("edit", "names", "reason"),
    [
        (
            (BLUEPRINT, "called: the card letter", "called: the letter with the card"),
            [MOVES, WINDOW],
            "touchpoint card-letter is changed: 2 scenarios watch it",
        ),
        (
            (BLUEPRINT, "promise: {within: 10 s}", "promise: {within: 11 s}"),
            ALL,
            "touchpoint profile is changed: 3 scenarios watch it",
        ),
        (
            (BLUEPRINT, "hops:", "# Who tells whom.\nhops:"),
            [],
            "fixtures/blueprint.yaml: nothing that runs has changed",
        ),
        (
            (BLUEPRINT, "service: Small Bank", "service: Smaller Bank"),
            [],
            "fixtures/blueprint.yaml: nothing that runs has changed",
        ),
        (
            (BLUEPRINT, "from: master\n    to: cards", "from: cards\n    to: master"),
            ALL,
            "the blueprint's hops: every scenario",
        ),
        ((BLUEPRINT, "http://127.0.0.1:9", "http://127.0.0.1:10"), ALL, "the blueprint's addresses: every scenario"),
        (
            ("fixtures/personas/jan.yaml", "Europe/Warsaw", "Europe/Berlin"),
            [MAILBOX],
            "Jan is somebody else now: 1 scenario",
        ),
        (("steps/bank.py", 'form("email")', 'form("mail")'), [MAILBOX], "steps/bank.py: 1 scenario"),
        (
            ("steps/bank.py", "    return name", "    return name.upper()"),
            [MOVES, MAILBOX],
            "steps/bank.py: 2 scenarios",
        ),
        (("steps/bank.py", 'service_id="4711"', 'service_id="4712"'), ALL, "steps/bank.py: 3 scenarios"),
        (("steps/office.py", "ground", "first"), [WINDOW], "steps/office.py: 1 scenario"),
        (("steps/office.py", "WINDOW", "# moved\nWINDOW"), [], "steps/office.py: nothing that runs has changed"),
        (
            ("steps/office.py", "WINDOW", "UNUSED = 1\nWINDOW"),
            [],
            "steps/office.py: no scenario says anything of what changed",
        ),
        (("steps/office.py", "WINDOW", 'print("hello")\nWINDOW'), ALL, "steps/office.py: may concern every scenario"),
        (
            ("journeys/two.feature", "Scenario: Maria moves\n", "@slow\n  Scenario: Maria moves\n"),
            [MOVES],
            "journeys/two.feature: 1 of 3 scenarios",
        ),
        (
            ("journeys/two.feature", "Feature: Maria and Jan", "Feature: Maria, and Jan"),
            ALL,
            "journeys/two.feature: 3 scenarios",
        ),
        (
            ("journeys/two.feature", "Feature: Maria and Jan", "Feature: Maria and Jan\n  They moved."),
            [],
            "journeys/two.feature: nothing that runs has changed",
        ),
    ],
)
def test_a_save_concerns(files: Files, edit: tuple[str, str, str], names: list[str], reason: str) -> None:
    assert files.change(*edit) == (names, (reason,))


@pytest.mark.parametrize(
    ("sentence", "concerned_too"),
    [
        ("Then every touchpoint shows his new e-mail address within its promise", False),
        ("Then nothing is sent to Jan by post for 6 weeks", True),
        ("Then no card letter is sent to Jan for 6 weeks", True),
        ("Then no touchpoint still uses his old e-mail address", True),
    ],
)
def test_a_touchpoint_concerns_who_looks_at_it_though_no_change_reaches_it(
    files: Files, sentence: str, concerned_too: bool
) -> None:
    shows = "Then every touchpoint shows his new e-mail address within its promise"
    files.change("journeys/two.feature", shows, sentence)
    names, _ = files.change(BLUEPRINT, "{data}/letters", "{data}/post")

    assert (MAILBOX in names) is concerned_too


def test_an_agents_sign_in_concerns_who_is_looked_at_by_agents(files: Files) -> None:
    files.change(
        BLUEPRINT, 'kind: http\n      url: "{web}/me"', 'kind: page\n      viewer: agent\n      url: "{web}/me"'
    )

    found = files.change("steps/bank.py", "page.goto(WINDOW)", 'page.goto(WINDOW + "/agent")')

    assert found == (ALL, ("steps/bank.py: 3 scenarios",))


def test_a_mistake_leaves_the_last_good_state(files: Files) -> None:
    with pytest.raises(UsageProblem) as told:
        files.change("journeys/two.feature", "When she moves\n", "When she mvoes\n")

    assert str(told.value) == (
        'journeys/two.feature:5:5: no sentence says "When she mvoes"\n'
        '  next          did you mean "she moves" (steps/bank.py:19)?'
    )
    assert files.change("journeys/two.feature", "When she mvoes\n", "When she moves\n") == ([], ())


def test_a_flow_that_is_saved_twice_in_a_second_with_the_same_size_is_read_again(files: Files) -> None:
    """Python keeps byte code by a file's second and size; a verdict of the first save would be of an older text."""
    was = "email"
    for text in ("emaik", "emial", "liame"):
        assert files.change("steps/bank.py", f'form("{was}")', f'form("{text}")')[0] == [MAILBOX]
        flow = next(one for one in files.state.deeds.flows if one.function.__name__ == "changes_mailbox")
        assert text in flow.function.__code__.co_consts
        was = text


def test_flows_in_yaml_concern_who_says_them(files: Files) -> None:
    files.write("steps/letters.yaml", WRITTEN)
    files.change("journeys/two.feature", "When he gets another mailbox", "When he writes a mail")

    assert files.change("steps/letters.yaml", "press: Send\n  - sentence", "press: Post\n  - sentence") == (
        [],
        ("steps/letters.yaml: no scenario says anything of what changed",),
    )
    assert files.change(
        "steps/letters.yaml", "email\n    acts:\n      - press: Send", "email\n    acts:\n      - press: Now"
    ) == (
        [MAILBOX],
        ("steps/letters.yaml: 1 scenario",),
    )
    assert files.change("steps/letters.yaml", "flows:", "# By hand.\nflows:") == (
        [],
        ("steps/letters.yaml: nothing that runs has changed",),
    )


def test_a_file_that_a_flow_attaches_concerns_who_says_the_flow(files: Files) -> None:
    files.write("lease.txt", "flat 7a")
    files.write("steps/letters.yaml", WRITTEN.replace("press: Send", "attach: {Proof: lease.txt}\n      - press: Send"))
    files.change("journeys/two.feature", "When he gets another mailbox", "When he writes a mail")

    assert files.change("lease.txt", "7a", "7b") == ([MAILBOX], ("lease.txt: 1 scenario",))


def test_a_file_that_is_attached_by_a_name_in_braces_or_by_a_file_with_mistakes_is_left_to_the_check(
    tmp_path: Path,
) -> None:
    steps = tmp_path / "steps"
    steps.mkdir()
    (steps / "a.yaml").write_text("flows:\n  - acts:\n      - attach: {A: '{customer.id}.pdf', B: b.pdf}\n")
    (steps / "broken.yaml").write_text("attach: [\n")

    assert attached_files(tmp_path) == [tmp_path / "b.pdf"]
