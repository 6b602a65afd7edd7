"""What scenes share: text that is filled in, browsers and loops."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_bench import Bank, events, open_bank

from small_bank import BLUEPRINT, make_small_bank
from tellonce.engine import make_engine
from tellonce.engine.browser import Browsing, find_browser
from tellonce.engine.cast import embody, first_values, register
from tellonce.engine.enrolments import Enrolment
from tellonce.engine.flows import Deeds, Draft, Enrolled, begin_deeds
from tellonce.engine.loop import BackgroundLoop
from tellonce.engine.protocol import RunOptions
from tellonce.ledger import read_history
from tellonce.model.blueprint import Blueprint
from tellonce.model.errors import Place, ProbeBlind, TellonceError, UsageProblem
from tellonce.model.events import event_adapter
from tellonce.model.persona import Customer, Persona
from tellonce.watch.axis import Axis

PERSONA = Persona(name="Maria", locale="de_DE", language="de", time_zone="Europe/Berlin")


def customer(**secrets: str) -> Customer:
    return Customer(
        key="maria-1",
        persona=PERSONA,
        values={"postal_address": {"street": "Große Straße", "postcode": "10115"}},
        service_id="4711",
        secrets=secrets,
    )


# text that is filled in ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bank]:
    with open_bank(tmp_path_factory.mktemp("bank")) as bank:
        yield bank


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{web}/me", "http://127.0.0.1:9/me"),
        ("{web}/{customer.service_id}", "http://127.0.0.1:9/4711"),
        ("Bearer {customer.api_token}", "Bearer tok-9f8e7d6c"),
        ("{web}?q={customer.postal_address.street}", "http://127.0.0.1:9?q=Gro%C3%9Fe%20Stra%C3%9Fe"),
        ("{{literal}}", "{literal}"),
        ("no name at all", "no name at all"),
    ],
)
def test_addresses_and_what_is_hers_are_filled_in(bank: Bank, text: str, filled: str) -> None:
    assert bank.engine._stage.fill(text, customer(api_token="tok-9f8e7d6c")) == filled


def test_what_her_enrolment_does_not_give_is_told_with_what_it_gives(bank: Bank) -> None:
    with pytest.raises(UsageProblem) as problem:
        bank.engine._stage.fill("Bearer {customer.api_tokn}", customer(api_token="tok-9f8e7d6c"))

    assert str(problem.value) == (
        "'Bearer {customer.api_tokn}' needs {customer.api_tokn}, which her enrolment does not give\n"
        "  did you mean  api_token\n"
        "  valid         service_id, api_token"
    )


def test_a_viewer_that_nobody_declared_is_told_with_how_to(bank: Bank) -> None:
    with pytest.raises(UsageProblem) as problem:
        bank.engine.run(bank.engine._stage.page_for("agent", customer()))

    assert str(problem.value) == (
        "no viewer 'agent' is declared in steps/\n"
        "  valid         visitor\n"
        '  next          write @viewer("agent") async def sign_in(page, customer, addresses)'
    )


def test_nothing_is_recorded_before_the_run_started(bank: Bank) -> None:
    stage = type(bank.engine._stage)(bank.engine.project, Deeds(), bank.engine._stage.options, "other")
    with pytest.raises(TellonceError, match="nothing can be recorded before the run started"):
        stage.record(bank.engine._stage.run_started)  # type: ignore[arg-type]  # it has started


def test_a_history_begins_with_what_was_left_out_and_how_many_were_to_run(tmp_path: Path) -> None:
    begin_deeds(lambda _flow: None)
    make_small_bank(tmp_path)
    options = RunOptions(run="r1", folder=tmp_path / "reports" / "r1", only=("-k moving",))
    engine = make_engine(tmp_path, options, "main")
    engine._stage.open_history("0", chosen=7)
    asyncio.run(engine._stage.close())

    started = read_history(tmp_path / "reports" / "r1")[0].run()

    assert started is not None
    assert (started.only, started.chosen) == (("-k moving",), 7)


def test_a_history_of_an_older_version_does_not_say_what_was_left_out(bank: Bank) -> None:
    started = bank.engine._stage.run_started
    assert started is not None
    older = json.loads(started.model_dump_json(by_alias=True))
    del older["only"], older["chosen"]

    read = event_adapter.validate_python(older)

    assert (read.only, read.chosen) == (None, None)


# looking into systems --------------------------------------------------------------------------------------------

INTO_CARDS = """cards: {called: card system, observe: [
    {kind: sql, url: "sqlite:///cards.sqlite", query: select 1, read: {postal_address: {city: city}}},
    {kind: sql, url: "sqlite:///mails.sqlite", query: select 1, read: {email: {address: mail}}}]}"""


def test_a_system_that_is_looked_into_twice_is_one_place_and_two_sources(tmp_path: Path) -> None:
    def watched(text: str) -> str:
        return text.replace("cards: {called: card system}", INTO_CARDS)

    begin_deeds(lambda _flow: None)
    make_small_bank(tmp_path, blueprint=watched(BLUEPRINT))
    stage = make_engine(tmp_path, RunOptions(run="r1", folder=tmp_path), "main")._stage

    observer = stage.observer_of("cards", stage.blueprint.systems["cards"])
    assert observer is not None
    assert (observer[0].called, set(observer[0].facts)) == ("card system", {"postal_address", "email"})
    listed = [listing.called for listing in stage.listings("customer") if "sqlite" in listing.called]
    assert listed == ["cards.sqlite", "mails.sqlite"]
    assert stage.observer_of("master", stage.blueprint.systems["master"]) is None


def test_only_systems_that_may_hold_what_she_tells_are_looked_into(tmp_path: Path) -> None:
    def watched(text: str) -> str:
        for system, fact in (("master", "email"), ("cards", "postal_address")):
            observe = f"{{kind: http, url: '{{web}}/x', read: {{{fact}: {{}}}}}}"
            text = text.replace(f"{system}: {{called: ", f"{system}: {{observe: {observe}, called: ")
        return text

    with open_bank(tmp_path, change=watched) as bank:
        bank.scenario()
        bank.she_moves()
        looks = [read["observation"] for read in events(bank, "place_read")]

    assert {look["place"] for look in looks if look["observer"]} == {"cards"}


# who is on stage -------------------------------------------------------------------------------------------------

FACTS = Blueprint.model_validate(
    {
        "service": "Bank",
        "facts": {
            "email": {"kind": "email", "called": "e-mail address"},
            "language": {"kind": "language", "called": "language"},
            "package": {"kind": "plan", "called": "account package"},
        },
        "systems": {},
        "hops": [],
        "touchpoints": {},
    }
)


def test_a_first_value_that_cannot_be_made_up_must_stand_in_her_file() -> None:
    with pytest.raises(UsageProblem) as problem:
        first_values(register(PERSONA, seed="s", axis=Axis(0.0)), FACTS)

    assert str(problem.value) == (
        "Maria has no first value for 'account package', which cannot be made up\n"
        "  next          write values: {package: {name: ..., monthly_fee: ...}} into her persona file"
    )


def test_what_her_file_chooses_is_taken_and_the_rest_is_made() -> None:
    chosen = PERSONA.model_copy(update={"values": {"package": {"name": "Basic", "monthly_fee": "4.90"}}})
    values = first_values(register(chosen, seed="s", axis=Axis(0.0)), FACTS)

    assert values["package"] == {"name": "Basic", "monthly_fee": "4.90"}
    assert values["language"] == {"code": "de"}
    assert values["email"]["address"].startswith("maria.")


def test_an_enrolment_that_crashes_is_told_with_who_could_not_become_a_customer() -> None:
    async def crashes(draft: Draft, addresses: Any) -> Enrolled:
        raise ZeroDivisionError("no fee")

    chosen = PERSONA.model_copy(update={"values": {"package": {"name": "Basic", "monthly_fee": "4.90"}}})
    part = register(chosen, seed="s", axis=Axis(0.0))
    enrolment = Enrolment(role="customer", function=crashes, service=None, place=Place(file="steps/bank.py"))

    with pytest.raises(TellonceError) as error:
        asyncio.run(embody(part, Deeds(enrolments={"customer": enrolment}), FACTS, {}))

    assert str(error.value) == "Maria could not become a customer: ZeroDivisionError: no fee"
    assert part.customer is None


def test_somebody_for_whom_only_a_place_is_kept_has_a_number_and_no_values() -> None:
    async def keeps_a_place(draft: Draft, addresses: Any) -> Enrolled:
        assert draft.values == {}
        return Enrolled(service_id="4711", secrets={"chosen_password": "a long one"})

    part = register(PERSONA, seed="s", axis=Axis(0.0))
    enrolment = Enrolment(
        role="customer", function=keeps_a_place, service=None, place=Place(file="steps/bank.py"), known=False
    )
    newcomer = asyncio.run(embody(part, Deeds(enrolments={"customer": enrolment}), FACTS, {}))

    assert (newcomer.service_id, newcomer.values, part.known) == ("4711", {}, {})


def test_somebody_whom_the_company_does_not_know_has_neither_number_nor_values() -> None:
    part = register(PERSONA, seed="s", axis=Axis(0.0))
    prospect = asyncio.run(embody(part, Deeds(), FACTS, {}))

    assert (prospect.service_id, prospect.values, part.known) == ("", {}, {})


# finding a browser -----------------------------------------------------------------------------------------------


@pytest.fixture
def no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing on it yet."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("TELLONCE_BROWSER", raising=False)
    return tmp_path


def program(folder: Path, name: str) -> str:
    path = folder / name
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_without_any_browser_playwright_is_left_to_find_its_own(no_browser: Path) -> None:
    assert find_browser() is None


def test_the_settings_win_over_the_environment_and_that_over_the_path(
    no_browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_path, asked, preferred = (program(no_browser, name) for name in ("chromium", "mine", "theirs"))

    assert find_browser() == on_path
    monkeypatch.setenv("TELLONCE_BROWSER", asked)
    assert find_browser() == asked
    assert find_browser("theirs") == preferred


@pytest.mark.parametrize("where", ["settings", "environment"])
def test_a_browser_that_does_not_exist_is_told_so(
    where: str, no_browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(no_browser, "chromium")
    if where == "environment":
        monkeypatch.setenv("TELLONCE_BROWSER", "chromuim")

    with pytest.raises(UsageProblem) as problem:
        find_browser("chromuim" if where == "settings" else "")

    assert str(problem.value) == (
        "the browser 'chromuim' cannot be started: there is no such program\n"
        "  next          mend 'browser' in the settings or TELLONCE_BROWSER, or leave both out"
    )


def test_a_browser_that_was_never_started_is_not_dead() -> None:
    assert Browsing(preferred="", headed=False).alive


# the loop --------------------------------------------------------------------------------------------------------


@pytest.fixture
def loop() -> Iterator[BackgroundLoop]:
    made = BackgroundLoop()
    yield made
    made.close()


def test_a_coroutine_runs_beside_and_its_result_comes_back(loop: BackgroundLoop) -> None:
    async def work() -> str:
        await asyncio.sleep(0)
        return "done"

    assert loop.run(work()) == "done"


def test_an_error_of_the_coroutine_is_raised_where_it_was_asked_for(loop: BackgroundLoop) -> None:
    async def work() -> None:
        raise ProbeBlind("the mailbox is closed")

    with pytest.raises(ProbeBlind, match="the mailbox is closed"):
        loop.run(work())


def test_closing_cancels_what_is_left_and_may_be_done_twice(loop: BackgroundLoop) -> None:
    ended: list[str] = []

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")

    async def start() -> asyncio.Task[None]:
        task = asyncio.create_task(forever())
        await asyncio.sleep(0)
        return task

    loop.run(start())
    loop.close()
    loop.close()

    assert ended == ["cancelled"]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH of our own, and no display."""
    for name in ("TELLONCE_BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    return tmp_path


def test_a_browser_cannot_be_shown_without_a_display(programs: Path) -> None:
    with pytest.raises(UsageProblem) as problem:
        Browsing(preferred="", headed=True).check()

    assert str(problem.value) == (
        "there is no display to show the browser on\n"
        "  next          leave out --headed, or run where a Chromium has a window, such as under xvfb-run"
    )
    Browsing(preferred="", headed=False).check()


def test_a_browser_without_a_window_cannot_be_shown(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = programs / "chromium-headless-shell"
    shell.write_text("#!/bin/sh\n", encoding="utf-8")
    shell.chmod(0o755)
    monkeypatch.setenv("TELLONCE_BROWSER", str(shell))
    monkeypatch.setenv("DISPLAY", ":0")

    with pytest.raises(UsageProblem) as problem:
        Browsing(preferred="", headed=True).check()

    assert str(problem.value).splitlines()[0] == f"the browser {shell} has no window to show"
