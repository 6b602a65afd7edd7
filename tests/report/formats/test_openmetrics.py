"""Figures, read by the parser of Prometheus' own client."""

from __future__ import annotations

from hostile_bench import founding_account, hostile_account
from made_runs import cell, run, scenario
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from prometheus_client.parser import text_string_to_metric_families as read_as_older_text

from tellonce.report.account import Account, take_account
from tellonce.report.formats.openmetrics import BUCKETS_S, openmetrics


def read(account: Account) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    families = text_string_to_metric_families(openmetrics(account).decode())
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def of(account: Account, name: str, **labels: str) -> float:
    """The only sample of a name with these labels among its own."""
    [value] = [value for (one, own), value in read(account).items() if one == name and own >= set(labels.items())]
    return value


def test_promises_are_counted_by_touchpoint_and_outcome() -> None:
    account = founding_account()

    assert of(account, "tellonce_promises", touchpoint="card_letter", outcome="broken") == 1
    assert of(account, "tellonce_promises", touchpoint="card_letter", outcome="kept") == 1
    assert of(account, "tellonce_promises", touchpoint="partner", fact="email", outcome="still_waiting") == 1
    assert of(account, "tellonce_scenarios", status="failed") == 1
    assert of(account, "tellonce_promised_seconds", touchpoint="card_letter") == 86_400


def test_times_to_reach_are_a_histogram_of_those_that_arrived() -> None:
    account = founding_account()
    name = "tellonce_time_to_reach_seconds"
    of_letter = {"touchpoint": "card_letter", "fact": "address"}

    assert of(account, f"{name}_count", **of_letter) == 1
    assert of(account, f"{name}_sum", **of_letter) == 50_000
    buckets = [of(account, f"{name}_bucket", **of_letter, le=_bound(bound)) for bound in BUCKETS_S]
    assert buckets == [0] * 8 + [1] * 7


def test_it_ends_with_its_end_and_bears_its_units() -> None:
    said = openmetrics(founding_account()).decode()

    assert said.endswith("\n# EOF\n")
    assert said.count("# EOF") == 1
    assert "# UNIT tellonce_time_to_reach_seconds seconds\n" in said


def test_labels_may_be_any_text() -> None:
    owner = 'A "quoted" \\ owner\nof two lines'
    cells = (cell("profile", owner=owner),)
    account = take_account(run(scenario(cells)), cells)

    assert of(account, "tellonce_promises", owner='A "quoted" \\ owner of two lines', outcome="kept") == 1
    assert read(hostile_account(times=3))


def test_a_run_without_cells_is_an_exposition_too() -> None:
    assert of(take_account(run(), ()), "tellonce_scenarios", status="passed") == 0


def test_older_parsers_of_prometheus_read_it_as_well() -> None:
    types = {family.type for family in read_as_older_text(openmetrics(founding_account()).decode())}

    assert types == {"gauge", "histogram"}


def _bound(seconds: float) -> str:
    return "+Inf" if seconds == float("inf") else f"{seconds:.1f}"
