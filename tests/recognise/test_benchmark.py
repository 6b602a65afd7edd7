"""The benchmark of recognition, on a few values: it counts what it says, and finds nothing false."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))


def test_a_few_values_of_a_few_countries_are_all_recognised_and_nothing_false_is() -> None:
    from benchmarks.recognise import run  # noqa: PLC0415 - the path has to be right before the import

    outcome = run(("DE", "FR", "PL", "US", "JP"), values=1, seed=7)
    assert outcome.false_new == []
    assert outcome.missed == []
    assert {fact for fact, _ in outcome.tallies} == {
        "postal_address",
        "person_name",
        "email",
        "phone",
        "money",
        "date",
        "language",
        "consent",
        "free_text",
    }
    assert all(tally.right and tally.refused for tally in outcome.tallies.values())


def test_at_least_forty_countries_are_measured() -> None:
    from benchmarks.recognise_samples import COUNTRIES, samples_of  # noqa: PLC0415

    assert len(COUNTRIES) >= 40
    for country in COUNTRIES:
        assert any(sample.is_new for sample in samples_of("postal_address", country, values=6, seed=3)), country


def test_a_false_new_is_told_and_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from benchmarks import recognise  # noqa: PLC0415

    from tellonce.model.verdict import Sight  # noqa: PLC0415
    from tellonce.recognise import Recognition  # noqa: PLC0415

    gullible = Recognition(sight=Sight.NEW, reason="everything is new")
    monkeypatch.setattr(recognise, "recognise", lambda *_, **__: gullible)
    monkeypatch.setattr(recognise, "COUNTRIES", {"DE": "de_DE"})
    monkeypatch.setattr(recognise, "measure_speed", lambda **_: None)
    assert recognise.main(["--quick"]) == 1
    assert "taken for new, and wrong" in capsys.readouterr().out


def test_one_pass_finds_every_value_that_was_written(capsys: pytest.CaptureFixture[str]) -> None:
    from benchmarks.recognise_speed import measure_speed  # noqa: PLC0415

    measure_speed(customers=20, seed=3, letters=20)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("20 customers, ")
    assert [line.split()[0] for line in lines[3:]] == ["one", "one", "one", "naive:", "RapidFuzz:"]
    assert lines[3].split()[-1] == lines[4].split()[-1]
