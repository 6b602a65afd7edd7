"""`tellonce contacts`: how it ends, which run it compares with, and what it takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from contacts_bench import HEADER, make_bank, write
from made_runs import cell
from verb_bench import Tellonce

from tellonce.engine.flows import begin_deeds
from tellonce.ledger import RunFolder, write_verdicts
from tellonce.model.verdict import Verdict

WATCHED = "2026-05-04,1,phone,card,moved house,Where?\n"
UNWATCHED = "2026-05-05,1,phone,web site,language,Deutsch\n"


@pytest.fixture
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Three contacts of the small bank, which nothing is compared with; the command is given in its folder."""
    make_bank(tmp_path)
    write(tmp_path, HEADER + WATCHED + UNWATCHED * 2)
    monkeypatch.chdir(tmp_path)
    yield "contacts.csv"
    begin_deeds(lambda _flow: None)


@pytest.fixture
def run(exports: str) -> Path:
    """A run in which the card letter broke."""
    folder = RunFolder(Path.cwd() / "reports" / "tonight").create()
    folder.become_latest()
    broken = cell("letter", Verdict.STALE)
    write_verdicts(folder.path, [broken.model_copy(update={"touchpoint": "card-letter", "fact": "postal_address"})])
    return folder.path


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        ((), 0),
        (("--fail-on-missing", "3"), 0),
        (("--fail-on-missing", "2"), 1),
        (("--fail-on-missing", "2", "--top", "1", "--format", "json"), 1),
        (("--fail-on-missing", "1", "--until", "2026-05-04"), 0),
        (("--since", "2026-06-01"), 5),
        (("--since", "June"), 2),
        (("--format", "xml"), 2),
        (("--top", "0"), 2),
        (("gone.csv",), 2),
    ],
)
def test_it_ends_as_what_it_found(tellonce: Tellonce, exports: str, flags: tuple[str, ...], code: int) -> None:
    assert tellonce("contacts", exports, *flags)[0] == code


def test_it_prints_what_came_of_the_files(tellonce: Tellonce, exports: str) -> None:
    code, out, err = tellonce("contacts", exports)

    assert (code, err) == (0, "")
    assert out.startswith("3 contacts from 1 file, 2026-05-04 to 2026-05-05.\n")
    assert "Compared with no run.\n" in out
    assert "Deutsch" not in out


def test_an_unknown_format_is_told_with_the_known_ones(tellonce: Tellonce, exports: str) -> None:
    assert tellonce("contacts", exports, "--format", "jsn") == (
        2,
        "",
        "there is no format 'jsn'\n  did you mean  json\n  valid         text, json, markdown\n",
    )


@pytest.mark.parametrize("named", [(), ("--run", "latest"), ("--run", "tonight"), ("--run", "reports/tonight")])
def test_it_compares_with_the_latest_run_or_a_named_one(
    tellonce: Tellonce, exports: str, run: Path, named: tuple[str, ...]
) -> None:
    if named[-1:] == ("reports/tonight",):
        (run / "history.ndjson").touch()
    code, out, _ = tellonce("contacts", exports, "--format", "json", *named)
    told = json.loads(out)

    assert (code, told["run"]) == (0, "tonight")
    assert {one["about"]: one["in_run"] for one in told["groups"]} == {
        "the details page": "not watched",
        "the card letter": "broken",
    }


def test_a_latest_run_that_was_killed_is_none_and_a_named_one_is_a_mistake(
    tellonce: Tellonce, exports: str, run: Path
) -> None:
    (run / "verdicts.ndjson").unlink()

    assert "Compared with no run.\n" in tellonce("contacts", exports)[1]
    assert tellonce("contacts", exports, "--run", "tonight") == (
        2,
        "",
        f"{run / 'verdicts.ndjson'} is missing: the run ended before it was written\n"
        "  next          run it again: tellonce run\n",
    )


def test_several_files_are_one_account_and_quotes_come_when_asked_for(tellonce: Tellonce, exports: str) -> None:
    write(Path.cwd(), json.dumps([{"when": "2026-05-09", "about": "card", "why": "moved out"}]), "more.json")

    code, out, _ = tellonce("contacts", exports, "more.json", "--quotes", "1")

    assert (code, out.splitlines()[0]) == (0, "4 contacts from 2 files, 2026-05-04 to 2026-05-09.")
    assert "  said      “Deutsch”\n" in out
    assert "  note      more.json: no row has 'by', which contacts.columns.channel names\n" in out


def test_a_journey_with_a_mistake_is_told_before_any_contact_is_read(tellonce: Tellonce, exports: str) -> None:
    feature = Path("journeys/moving.feature")
    feature.write_text(feature.read_text(encoding="utf-8").replace("she moves", "she moos"), encoding="utf-8")

    code, out, err = tellonce("contacts", exports)

    assert (code, out) == (2, "")
    assert err.startswith("journeys/moving.feature:4:5: ")
