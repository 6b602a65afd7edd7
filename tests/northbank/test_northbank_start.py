"""Starting the bank: settings, the port, the stores, the end."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from northbank.bank import sweep
from northbank.full_size.database import empty
from northbank.settings import BadSettingError, Settings

SERVE = Path(__file__).parents[2] / "fixtures" / "northbank" / "serve.py"


def run(data: Path, port: int, **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(SERVE)],
        env={**os.environ, "NORTHBANK_DATA": str(data), "NORTHBANK_PORT": str(port), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_it_prints_its_addresses_answers_ready_and_ends_cleanly(tmp_path: Path) -> None:
    port = free_port()
    with run(tmp_path, port, NORTHBANK_FAULTS="double-send") as process:
        assert process.stdout is not None
        printed = [process.stdout.readline() for _ in range(6)]
        # The port listens before the addresses are printed, so this request waits until the bank serves.
        answer = httpx.get(f"http://127.0.0.1:{port}/ready", trust_env=False, timeout=60).json()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    assert f"http://127.0.0.1:{port}/agent/sign-in   (user agent, password desk)" in printed[2]
    assert printed[4:] == ["backing        embedded\n", "faults for all double-send\n"]
    assert answer == {
        "ready": True,
        "service": "northbank",
        "backing": "embedded",
        "faults": ["double-send"],
        "data": str(tmp_path),
    }


def test_a_taken_port_is_one_line_and_leaves_the_other_banks_stores_alone(tmp_path: Path) -> None:
    kept = tmp_path / "stores" / "billing.sqlite"
    kept.parent.mkdir()
    kept.touch()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with run(tmp_path, taken.getsockname()[1]) as process:
            _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert errors.count("\n") == 1
    assert "Address already in use" in errors
    assert kept.exists()


def test_an_unknown_fault_stops_the_start(tmp_path: Path) -> None:
    with run(tmp_path, free_port(), NORTHBANK_FAULTS="card-system-told") as process:
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "Did you mean 'card-system-never-told'?" in errors


@pytest.mark.parametrize(
    "environment",
    [
        {"NORTHBANK_PORT": "http"},
        {"NORTHBANK_SMTP": "localhost"},
        {"NORTHBANK_DELAYS": "fast"},
        {"NORTHBANK_DELAYS": "2-1"},
        {"NORTHBANK_BACKING": "postgresql"},
        {"NORTHBANK_POSTGRESQL": "postgresql://me:Correct-Horse@127.0.0.1/bank"},
        {"NORTHBANK_POSTGRESQL": "postgresql+psycopg://me:Correct-Horse@127.0.0.1/bank?sslmode=require"},
        {"NORTHBANK_POSTGRESQL": "postgresql+psycopg://me:Correct-Horse@127.0.0.1"},
        {"NORTHBANK_RABBITMQ": "http://me:Correct-Horse@127.0.0.1/"},
    ],
)
def test_a_setting_that_makes_no_sense_is_named(environment: dict[str, str]) -> None:
    (name,) = environment
    with pytest.raises(BadSettingError, match=name) as refused:
        Settings.from_environment(environment)
    assert "Correct-Horse" not in str(refused.value)


def test_addresses_of_servers_are_not_shown_with_the_settings() -> None:
    settings = Settings.from_environment(
        {
            "NORTHBANK_POSTGRESQL": "postgresql+psycopg://me:Correct-Horse@127.0.0.1/bank",
            "NORTHBANK_RABBITMQ": "amqp://me:Battery-Staple@127.0.0.1/",
        }
    )
    assert settings.name == "bank-8025"
    assert "Correct-Horse" not in repr(settings)
    assert "Battery-Staple" not in repr(settings)


def test_a_broker_that_does_not_answer_stops_the_start_in_one_line(tmp_path: Path) -> None:
    full = {
        "NORTHBANK_BACKING": "postgresql+rabbitmq",
        "NORTHBANK_RABBITMQ": f"amqp://me:Correct-Horse@127.0.0.1:{free_port()}/",
    }
    with run(tmp_path, free_port(), **full) as process:
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert errors.count("\n") == 1
    assert errors.startswith("northbank: RabbitMQ cannot be used (")
    assert "Correct-Horse" not in errors


def test_a_database_server_that_does_not_answer_is_told_without_its_password() -> None:
    address = f"postgresql+psycopg://me:Correct-Horse@127.0.0.1:{free_port()}/bank"
    with pytest.raises(BadSettingError, match=r"PostgreSQL at 127\.0\.0\.1:[0-9]+ cannot be used") as refused:
        empty(Settings.from_environment({"NORTHBANK_POSTGRESQL": address}))
    assert "Correct-Horse" not in str(refused.value)


def test_a_start_removes_what_the_bank_made_and_nothing_else(tmp_path: Path) -> None:
    for name in ("stores/billing.sqlite", "invoices/a.pdf", "holiday/photo.jpg", "notes.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.touch()
    sweep(Settings(data=tmp_path))
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["holiday/photo.jpg", "notes.txt"]
    # Whoever watches for letters may begin before the first one is printed.
    assert (tmp_path / "letters").is_dir()
