"""What is checked before anything starts: probes, addresses, and what was asked of the run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from small_bank import BLUEPRINT, JAN, MARIA, make_small_bank
from tellonce.engine import make_engine
from tellonce.engine.flows import begin_deeds
from tellonce.engine.protocol import RunOptions
from tellonce.model.errors import UsageProblem

PROBES = "  valid         page, http, sql, mailbox, documents, files, webhook"
HTTP = "  valid         url, method, headers, read, absent_status, within"
MASTER = "master: {called: customer master}"
SQL = "{kind: sql, url: 'sqlite:///a', query: select 1, read: {%s: {}}}"
MISTAKES = {
    "an unknown kind of probe": (
        ("kind: http", "kind: htpp"),
        "27:7: touchpoints.profile.probe: the probe of profile is of the unknown kind 'htpp'\n"
        f"  did you mean  http\n{PROBES}",
    ),
    "an unknown setting": (
        ('url: "{web}/me"', 'url: "{web}/me"\n      hedaers: {}'),
        "29:7: touchpoints.profile.probe: the http probe of profile has no setting 'hedaers'\n"
        f"  did you mean  headers\n{HTTP}",
    ),
    "a missing setting": (
        ('      url: "{web}/me"\n', ""),
        f"27:7: touchpoints.profile.probe: the http probe of profile needs the setting 'url'\n{HTTP}",
    ),
    "a probe that reads what the touchpoint does not show": (
        ('folder: "{data}/letters"', 'folder: "{data}/letters"\n      read: {postal: page}'),
        "41:7: touchpoints.card-letter.probe: the documents probe of card-letter reads 'postal', "
        "which is no fact of it\n  did you mean  postal_address\n  valid         postal_address",
    ),
    "an unknown address": (
        ('url: "{web}/me"', 'url: "{wbe}/me"'),
        "28:7: touchpoints.profile.probe.url: '{wbe}/me' uses an unknown address 'wbe'\n"
        "  did you mean  web\n  valid         root, python, web, data",
    ),
    "an unknown address of a service": (
        ("service: Small Bank\n", "service: Small Bank\nstart: [{name: a, command: b, ready: '{wbe}/up'}]\n"),
        "2:31: start.0.ready: '{wbe}/up' uses an unknown address 'wbe'\n"
        "  did you mean  web\n  valid         root, python, web, data",
    ),
    "a bad look into a system": (
        (MASTER, MASTER.replace("}", ", observe: {kind: sqll}}")),
        "9:47: systems.master.observe: the probe of master is of the unknown kind 'sqll'\n"
        f"  did you mean  sql\n{PROBES}",
    ),
    "a look into a system whose read is no mapping": (
        (MASTER, MASTER.replace("}", ", observe: {kind: sql, url: 'sqlite://', query: SELECT 1, read: 5}}")),
        "9:47: systems.master.observe: the sql probe of master: 'read' is 5: must be a mapping of keys to values",
    ),
    "a bad look among several into a system": (
        (
            MASTER,
            MASTER.replace("}", f", observe: [{SQL % 'email'}, {SQL.replace('sql,', 'sqll,') % 'postal_address'}]}}"),
        ),
        "9:117: systems.master.observe.1: the probe of master is of the unknown kind 'sqll'\n"
        f"  did you mean  sql\n{PROBES}",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_probe_is_told_with_its_line_before_anything_starts(name: str, tmp_path: Path) -> None:
    (right, wrong), said = MISTAKES[name]
    assert right in BLUEPRINT
    begin_deeds(lambda _flow: None)
    make_small_bank(tmp_path, blueprint=BLUEPRINT.replace(right, wrong, 1))

    with pytest.raises(UsageProblem) as problem:
        make_engine(tmp_path, RunOptions(run="r1", folder=tmp_path), "main")

    assert str(problem.value) == f"fixtures/blueprint.yaml:{said}"
    assert sorted(os.listdir(tmp_path)) == ["fixtures", "journeys", "steps", "tellonce.toml"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"touchpoint": "proflie"},
            "unknown touchpoint 'proflie'\n  did you mean  profile\n  valid         profile, card-letter",
        ),
        ({"persona": "maria"}, "unknown persona 'maria'\n  did you mean  Maria\n  valid         Jan, Maria"),
    ],
)
def test_an_unknown_choice_of_a_run_is_told_with_the_known_ones(
    asked: dict[str, str], said: str, tmp_path: Path
) -> None:
    make_small_bank(tmp_path, personas={"maria": MARIA, "jan": JAN})

    with pytest.raises(UsageProblem) as problem:
        make_engine(tmp_path, RunOptions(run="r1", folder=tmp_path, **asked), "main")

    assert str(problem.value) == said
