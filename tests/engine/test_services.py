"""Services: started when they are not up, re-used when they are, stopped when they were started here."""

from __future__ import annotations

import re
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_bench import open_bank

from services_bench import SERVICE, Runs, free_port
from tellonce.engine.services import Addresses, Services, _refuses
from tellonce.model.blueprint import Blueprint
from tellonce.model.errors import UsageProblem


@pytest.fixture
def port() -> int:
    """A port that nobody uses."""
    return free_port()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "service.py").write_text(SERVICE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def runs(root: Path, port: int) -> Iterator[Runs]:
    made = Runs(root, port)
    yield made
    for services in made.made:
        services.stop()


def said_by(services: Services, logs: Path) -> str:
    with pytest.raises(UsageProblem) as problem:
        services.start(logs)
    return str(problem.value)


def test_a_service_is_started_until_it_is_ready_and_stopped_at_the_end(runs: Runs, tmp_path: Path) -> None:
    services = runs.services(environment={"NAME": "{data}"}, expect={"name": "{data}"})
    services.start(tmp_path / "logs")

    assert services.reused == ()
    assert services.dead() == ""
    assert (tmp_path / "logs/bank.log").read_text(encoding="utf-8") == "listening\n"

    services.stop()
    services.stop()
    assert services.dead() == f"bank does not answer any more at http://127.0.0.1:{runs.port}/ready"


def test_a_service_that_is_up_is_used_again_and_not_stopped_by_who_did_not_start_it(runs: Runs, tmp_path: Path) -> None:
    first, second = runs.services(), runs.services()
    first.start(tmp_path)
    second.start(tmp_path)
    second.stop()

    assert second.reused == ("bank",)
    assert first.dead() == ""


def test_another_instance_at_the_address_is_not_taken_for_ours(runs: Runs, tmp_path: Path) -> None:
    runs.services().start(tmp_path)

    assert said_by(runs.services(expect={"name": "{data}"}), tmp_path) == (
        f"fixtures/blueprint.yaml: something else answers at http://127.0.0.1:{runs.port}/ready: "
        f"name is 'nobody', expected '{runs.root / 'data'}'\n"
        "  next          stop it, or give bank another port"
    )


def test_what_a_blueprint_says_of_a_service_is_told_with_its_line(tmp_path: Path, runs: Runs) -> None:
    runs.services().start(tmp_path)
    start = (
        f"start: [{{name: bank, command: x, ready: 'http://127.0.0.1:{runs.port}/ready', "
        "expect: {name: somebody}}]\nfacts:"
    )

    with (
        pytest.raises(UsageProblem) as problem,
        open_bank(tmp_path, change=lambda text: text.replace("facts:", start, 1)),
    ):
        pass

    assert re.match(r"fixtures/blueprint\.yaml:\d+:\d+: something else answers at http:", str(problem.value))


def test_a_service_that_ends_at_once_is_told_with_its_last_words(runs: Runs, tmp_path: Path) -> None:
    (runs.root / "service.py").write_text("print('no such table: customers')\nraise SystemExit(3)\n", encoding="utf-8")

    assert said_by(runs.services(), tmp_path) == (
        "fixtures/blueprint.yaml: bank ended at once with exit code 3\n"
        "    no such table: customers\n"
        f"  next          run its command by hand: {sys.executable} service.py {runs.port}"
    )


def test_a_service_that_is_silent_is_told_to_be(runs: Runs, tmp_path: Path) -> None:
    (runs.root / "service.py").write_text("raise SystemExit(1)\n", encoding="utf-8")

    assert "bank ended at once with exit code 1\n    (it printed nothing)\n" in said_by(runs.services(), tmp_path)


def test_a_service_that_never_gets_ready_is_given_up_and_stopped(runs: Runs, tmp_path: Path) -> None:
    (runs.root / "service.py").write_text("import signal\nsignal.pause()\n", encoding="utf-8")
    services = runs.services(ready_within="100 ms")

    assert said_by(services, tmp_path).startswith(
        "fixtures/blueprint.yaml: bank was not ready within 0.1 s\n    (it printed nothing)\n"
    )
    services.stop()


def test_a_program_that_does_not_exist_is_told_so(runs: Runs, tmp_path: Path) -> None:
    assert said_by(runs.services(command="no-such-bank --serve"), tmp_path) == (
        "fixtures/blueprint.yaml: bank cannot be started: [Errno 2] No such file or directory: 'no-such-bank'\n"
        "    (it printed nothing)\n"
        "  next          run its command by hand: no-such-bank --serve"
    )


def test_a_service_that_dies_is_told_with_the_signal_and_its_last_words(runs: Runs, tmp_path: Path) -> None:
    services = runs.services()
    services.start(tmp_path)
    [running] = services._running
    running.process.send_signal(signal.SIGKILL)
    running.process.wait()

    assert services.gone() == services.dead() == "bank died in the middle of the run (signal SIGKILL)"


def test_what_a_service_said_on_stderr_before_it_died_is_its_reason_and_what_it_printed_before_is_not(
    runs: Runs, tmp_path: Path
) -> None:
    wordy = SERVICE.replace("serve_forever()", "handle_request()") + (
        "sys.stderr.write('no such table: customers\\n')\nraise SystemExit(3)\n"
    )
    (runs.root / "service.py").write_text(wordy, encoding="utf-8")
    services = runs.services()
    services.start(tmp_path)
    [running] = services._running
    running.process.wait()

    assert services.gone() == "bank died in the middle of the run (exit code 3)\n    no such table: customers"


def test_a_service_of_somebody_else_is_gone_when_its_address_refuses(runs: Runs, tmp_path: Path) -> None:
    first, second = runs.services(), runs.services()
    first.start(tmp_path)
    second.start(tmp_path)
    assert second.gone() == ""

    first.stop()

    assert second.gone() == f"bank does not answer any more at http://127.0.0.1:{runs.port}/ready"


@pytest.mark.parametrize(
    ("ready", "port"),
    [("http://bank.example/ready", 80), ("https://bank.example/ready", 443), ("https://b:8443/", 8443)],
)
def test_an_address_without_a_port_is_asked_where_its_scheme_listens(
    ready: str, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def refused(address: tuple[str, int], timeout: float) -> None:
        asked.append(address[1])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refused)

    assert _refuses(ready)
    assert asked == [port]


def test_relative_folders_are_made_absolute_and_urls_stay(root: Path) -> None:
    blueprint = Blueprint.model_validate(
        {
            "service": "Bank",
            "addresses": {"web": "http://127.0.0.1:1/a", "smtp": "127.0.0.1:25", "data": "./data", "post": "out/post"},
            "facts": {},
            "systems": {},
            "hops": [],
            "touchpoints": {},
        }
    )
    table = Addresses(blueprint, root).table

    assert (table["web"], table["smtp"]) == ("http://127.0.0.1:1/a", "127.0.0.1:25")
    assert (table["data"], table["post"]) == (str(root / "data"), str(root / "out/post"))
    assert (table["root"], table["python"]) == (str(root), sys.executable)


def test_an_address_is_filled_in_where_it_is_used_and_uses_those_above_it(root: Path) -> None:
    blueprint = Blueprint.model_validate(
        {
            "service": "Bank",
            "addresses": {"data": "./data", "stores": "sqlite:///{data}/*.sqlite", "web": "http://127.0.0.1:1"},
            "facts": {},
            "systems": {},
            "hops": [],
            "touchpoints": {},
        }
    )
    addresses = Addresses(blueprint, root)

    assert addresses.fill("{stores:billing}") == f"sqlite:///{root}/data/billing.sqlite"
    assert addresses.fill("{stores}") == f"sqlite:///{root}/data/*.sqlite"
    with pytest.raises(UsageProblem, match=r"'\{web:billing\}' has braces that name no address"):
        addresses.fill("{web:billing}")


def test_an_unknown_address_is_told_with_the_known_ones(runs: Runs, tmp_path: Path) -> None:
    assert said_by(runs.services(ready="{wbe}/ready"), tmp_path) == (
        "'{wbe}/ready' uses an unknown address 'wbe'\n  did you mean  web\n  valid         root, python, web, data"
    )


@pytest.mark.parametrize("text", ["{}", "{0}", "{web.port}", "{web", "a } b"])
def test_braces_that_name_no_address_are_a_mistake_and_no_crash(text: str, runs: Runs, tmp_path: Path) -> None:
    assert said_by(runs.services(ready=text), tmp_path) in (
        f"'{text}' has braces that name no address\n  next          write {{{{ and }}}} for braces themselves",
        f"'{text}' uses an unknown address '0'\n  valid         root, python, web, data",
    )
