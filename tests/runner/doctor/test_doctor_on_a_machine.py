"""`tellonce doctor` on the machine and the files: each check with a world in order, and one that is not."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from small_bank import BLUEPRINT, make_small_bank
from tellonce.engine.loop import BackgroundLoop
from tellonce.project import load_project
from tellonce.runner.doctor import Finding, as_json, as_text, exit_code, files, machine
from tellonce.runner.doctor.browser import browser
from tellonce.runner.doctor.finding import closing, ok, problem, unchecked, warning

FOUND = [
    ok("python", "Python 3.11.7"),
    warning("disk", "100 MB are free", "make room"),
    problem("project", "2 mistakes:\na.yaml:1\nb.yaml:2", "mend them"),
    unchecked("mail", "not looked at", "start the postbox"),
]


def test_findings_are_lines_with_what_to_do_below() -> None:
    assert "\n".join(map(as_text, FOUND)) == (
        "  ✓ python      Python 3.11.7\n"
        "  ! disk        100 MB are free\n"
        "                next  make room\n"
        "  ✗ project     2 mistakes:\n"
        "                a.yaml:1\n"
        "                b.yaml:2\n"
        "                next  mend them\n"
        "  - mail        not looked at\n"
        "                next  start the postbox"
    )
    assert closing(FOUND) == "1 problem, 1 warning, 1 in order, 1 not checked."


def test_findings_are_one_json_document_for_machines() -> None:
    assert json.loads(as_json(FOUND[1:2])) == {
        "ok": True,
        "findings": [{"check": "disk", "level": "warning", "said": "100 MB are free", "next": "make room"}],
    }
    assert json.loads(as_json(FOUND))["ok"] is False


@pytest.mark.parametrize(("found", "code"), [(FOUND, 1), (FOUND[:2], 0), (FOUND[3:], 0), ([], 0)])
def test_only_a_problem_is_exit_1(found: list[Finding], code: int) -> None:
    assert exit_code(found) == code


def test_an_old_python_is_a_problem() -> None:
    assert list(machine.python((3, 10, 4))) == [
        problem("python", "this is Python 3.10.4; Tellonce needs 3.11 or newer", "install a newer Python")
    ]
    assert [one.level for one in machine.python()] == ["ok"]


def test_packages_are_missing_or_too_old_or_belong_to_extras() -> None:
    def installed(name: str) -> str:
        if name == "typer":
            raise PackageNotFoundError(name)
        return "1.0"

    [found] = machine.packages(
        installed, lambda: ["typer>=0.16", "rich>=14", "httpx>=0.28", "pymysql; extra == 'mariadb'"]
    )

    assert (found.level, found.said) == ("problem", "typer is missing; rich is 1.0, and >=14 is needed")
    assert found.next.endswith("-m pip install --upgrade tellonce")
    assert [one.level for one in machine.packages()] == ["ok"]


def test_a_terminal_that_cannot_print_names_is_a_warning() -> None:
    assert list(machine.terminal("ascii", locale="C")) == [
        warning(
            "terminal",
            "the terminal takes ascii (LANG is C): signs and names cannot be printed",
            "export PYTHONUTF8=1, or set LANG to a UTF-8 locale such as C.UTF-8",
        )
    ]
    assert list(machine.terminal("utf-8")) == [ok("terminal", "prints utf-8")]


def test_time_zones_that_nobody_knows_are_a_problem() -> None:
    assert list(machine.time_zones(["Europe/Berlin", "Europe/Brelin", "Europe/Berlin"])) == [
        problem("time zones", "this machine knows no time zone Europe/Brelin", "pip install --upgrade tzdata")
    ]
    assert list(machine.time_zones(["Europe/Berlin"])) == [ok("time zones", "all 1 that the project uses are known")]


@pytest.mark.parametrize(
    ("free", "level", "said"),
    [
        (10 * 2**20, "problem", "10 MB are free for reports: a run's evidence would not fit"),
        (100 * 2**20, "warning", "100 MB are free for reports; a run of many scenarios takes about 100 MB"),
        (50 * 2**30, "ok", "50 GB are free for reports"),
    ],
)
def test_little_room_is_told(tmp_path: Path, free: int, level: str, said: str) -> None:
    [found] = machine.disk(tmp_path / "reports", lambda _: free)

    assert (found.level, found.said) == (level, said)
    assert bool(found.next) is (level != "ok")


def test_few_watches_are_a_warning_and_none_are_no_word(tmp_path: Path) -> None:
    (tmp_path / "limit").write_text("100\n", encoding="ascii")

    assert list(machine.file_watches(tmp_path / "limit")) == [
        warning(
            "watching",
            "only 100 folders may be watched at once: `tellonce watch` may not start",
            "sudo sysctl fs.inotify.max_user_watches=65536",
        )
    ]
    assert list(machine.file_watches(tmp_path / "nowhere")) == []


def test_settings_are_shown_and_secrets_are_not(tmp_path: Path) -> None:
    blueprint = BLUEPRINT.replace(
        "  data: ./data",
        "  data: ${BANK_DATA:-./data}\n  key: ${BANK_API_KEY:-none}\n"
        "  stores: ${BANK_STORES:-sqlite:///x}\n  lab: ${BANK_LAB}",
    )
    root = make_small_bank(tmp_path, blueprint=blueprint)
    values = {"BANK_API_KEY": "hunter2", "BANK_STORES": "postgresql://bank:hunter2@db.example:5432/bank"}

    assert list(files.environment(root, values)) == [
        problem(
            "settings",
            "BANK_LAB is not set, and the files give no default",
            "export BANK_LAB=..., or write ${BANK_LAB:-a default}",
        ),
        ok(
            "settings",
            "BANK_DATA=./data (default)\n"
            "BANK_API_KEY=(not shown)\n"
            "BANK_STORES=postgresql://bank:(not shown)@db.example:5432/bank",
        ),
    ]


def test_fixed_ports_are_where_two_runs_would_meet(tmp_path: Path) -> None:
    start = "start:\n  - {name: bank, command: x, ready: '{web}/ready'}\nfacts:"
    root = make_small_bank(tmp_path, blueprint=BLUEPRINT.replace("facts:", start, 1).replace(":9\n", ":8025\n", 1))

    assert list(files.ports_of_two_runs(load_project(root), root)) == [
        warning(
            "two runs",
            "two runs at once on this machine would meet at the same ports: web (http://127.0.0.1:8025)",
            "let the environment choose: web: http://127.0.0.1:${BANK_PORT:-8025}",
        )
    ]


def test_reports_that_cannot_be_written_are_a_problem(tmp_path: Path) -> None:
    root = make_small_bank(tmp_path)
    project = load_project(root)
    assert list(files.reports_folder(project)) == [ok("reports", f"{root}/reports can be written to")]
    assert list((root / "reports").iterdir()) == []
    (root / "reports").rmdir()
    (root / "reports").write_text("a file in its place", encoding="utf-8")

    [found] = files.reports_folder(project)

    assert (found.level, found.next) == (
        "problem",
        f"give yourself the right: chmod u+rwx {root}/reports, or run as its owner",
    )
    assert found.said.startswith(f"nothing can be written to {root}/reports: ")


def test_letters_are_those_that_pages_may_show(tmp_path: Path) -> None:
    root = make_small_bank(tmp_path)
    (root / "journeys" / "one.feature").write_text("Feature: Małgorzata Żak zieht um", encoding="utf-8")

    assert files.letters(root) == "łŻ"


def test_a_browser_that_is_not_there_is_a_problem() -> None:
    loop = BackgroundLoop()
    try:
        found = list(browser("no-such-browser", headed=False, loop=loop))
    finally:
        loop.close()

    assert found == [
        problem(
            "browser",
            "the browser 'no-such-browser' cannot be started: there is no such program",
            "mend 'browser' in the settings or TELLONCE_BROWSER, or leave both out",
        )
    ]


@pytest.mark.browser
def test_a_browser_starts_opens_a_page_and_tells_which_letters_no_font_has() -> None:
    loop = BackgroundLoop()
    try:
        found = list(browser("", headed=False, loop=loop, letters="é\u0378"))
    finally:
        loop.close()

    assert [(one.check, one.level) for one in found] == [("browser", "ok"), ("fonts", "warning")]
    assert found[1].said == (
        "no font here has \u0378, which the project's files use: pictures of pages show boxes there"
    )
