"""junit.xml, the whole document."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest
from hostile_bench import founding_account, hostile_account
from made_runs import cell, run, scenario, stale_card

from tellonce.model.events import Event
from tellonce.model.observation import Evidence
from tellonce.model.verdict import Verdict
from tellonce.report.account import Account, take_account
from tellonce.report.formats.junit import junit, xunit

# What junit-10.xsd of Jenkins' xUnit plugin allows, in our words: element -> attributes (those it must have first, how
# many), and the elements that may stand in it. Source: jenkinsci/xunit-plugin, the schema by which it refuses files.
SCHEMA: dict[str, tuple[int, tuple[str, ...], frozenset[str]]] = {
    "testsuites": (0, ("name", "time", "tests", "failures", "errors"), frozenset({"testsuite"})),
    "testsuite": (
        4,
        (
            *("name", "tests", "failures", "errors"),
            *("group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"),
        ),
        frozenset({"testsuite", "properties", "testcase", "system-out", "system-err"}),
    ),
    "testcase": (
        1,
        ("name", "time", "classname", "group"),
        frozenset({"skipped", "error", "failure", "system-out", "system-err"}),
    ),
    **dict.fromkeys(("failure", "error", "skipped"), (0, ("type", "message"), frozenset[str]())),
    "system-out": (0, (), frozenset()),
}

KEPT_AS = f"{'ab' * 12}.png"


def read(document: bytes) -> Element:
    return fromstring(document)  # noqa: S314 - our own document


def test_a_broken_promise_is_a_failure_with_its_block() -> None:
    cells = (cell("profile", id="00000001"), stale_card())
    document = junit(take_account(run(scenario(cells)), cells)).decode()
    assert (
        document
        == """\
<?xml version='1.0' encoding='utf-8'?>
<testsuites name="tellonce" tests="1" failures="1" errors="0" skipped="0" time="3.100">
  <testsuite name="journeys/maria/moving-house.feature" timestamp="2026-11-21T21:45:00+01:00" tests="1" failures="1" \
errors="0" skipped="0" time="3.100">
    <testcase name="Maria moves house" classname="journeys.maria.moving-house" time="3.100" \
file="journeys/maria/moving-house.feature" line="14">
      <properties>
        <property name="persona" value="Maria" />
        <property name="feature" value="Maria moves house and gets her new card" />
        <property name="Maria: device" value="applied" />
        <property name="Maria: reduced_motion" value="could not apply: the browser has no such setting" />
      </properties>
      <failure message="Maria's new card goes to her old home." type="broken">\
Maria's new card goes to her old home.

The card letter still shows the old postal address 1 day after Maria changed it.
  journey   journeys/maria/moving-house.feature:14
  promised  within 1 day (Card Operations)
  expected  Rosenweg 7b, 80331 Munich
  last seen Hauptstrasse 12, 10115 Berlin   (letter 000123.pdf, page 1)
  arrived   profile page 0.2 s
  broke     between customer master (knew at 0.3 s) and card system (never knew)
  replay    tellonce explain 7f3a0001</failure>
      <system-out>00000001  in time after 0.2 s  postal address at the profile page (Digital Banking)
7f3a0001  still old  postal address at the card letter (Card Operations)</system-out>
    </testcase>
  </testsuite>
</testsuites>
"""
    )


def test_each_way_to_end_has_its_own_element() -> None:
    blind = (cell("mail", Verdict.UNOBSERVED, scenario="journeys/a.feature: blind"),)
    history = run(
        scenario(blind, name="blind", journey="journeys/a.feature"),
        scenario(name="fine", journey="journeys/a.feature"),
        scenario(name="dead", journey="journeys/a.feature", status="error", message="The page did not open"),
        scenario(name="left out", journey="journeys/a.feature", status="skipped", message="needs a phone"),
        scenario(name="killed", journey="journeys/a.feature", finished=False),
        broken="the service died",
    )
    root = read(junit(take_account(history, blind)))
    ended = {
        case.get("name"): [(e.tag, e.get("type")) for e in case if e.tag != "properties"]
        for case in root.iter("testcase")
    }
    assert ended == {
        "blind": [("failure", "inconclusive"), ("system-out", None)],
        "fine": [],
        "dead": [("error", "error")],
        "left out": [("skipped", None)],
        "killed": [("error", "cut-off")],
        "the run went through to its end": [("error", "cut-off")],
    }


def test_characters_that_xml_forbids_do_not_break_the_document() -> None:
    cells = (stale_card(last_seen="\x00\ufffe</failure>&"),)
    root = read(junit(take_account(run(scenario(cells, message="\x1b[31m]]>")), cells)))
    failure = next(root.iter("failure"))
    assert failure.text is not None
    assert "last seen ⟦U+0000⟧\ufffd</failure>&" in failure.text


def breaches(element: Element) -> list[str]:
    """What of the schema it breaks."""
    must, may, inside = SCHEMA[element.tag]
    found = [f"{element.tag} lacks {name}" for name in may[:must] if name not in element.attrib]
    found += [f"{element.tag} may not have {name}" for name in element.attrib if name not in may]
    found += [f"{child.tag} may not stand in {element.tag}" for child in element if child.tag not in inside]
    found += [f"text in {element.tag}" for _ in "x" if inside and (element.text or "").strip()]
    return found + [breach for child in element if child.tag in SCHEMA for breach in breaches(child)]


@pytest.mark.parametrize("account", [founding_account(), hostile_account(), take_account(run(), (), ["cut off"])])
def test_xunit_is_valid_by_the_schema_of_the_plugin_that_insists_on_it(account: Account) -> None:
    assert breaches(read(xunit(account))) == []


def test_xunit_tells_the_same_as_junit_but_for_what_the_schema_does_not_know() -> None:
    ours, theirs = read(junit(founding_account())), read(xunit(founding_account()))

    assert [case.get("name") for case in ours.iter("testcase")] == [
        case.get("name") for case in theirs.iter("testcase")
    ]
    assert [found.text for found in ours.iter("failure")] == [found.text for found in theirs.iter("failure")]
    assert [suite.get("file") for suite in theirs] == [suite.get("name") for suite in ours]


def test_counts_of_the_whole_are_those_of_its_cases() -> None:
    root = read(junit(take_account(run(scenario(), scenario(name="b", status="error"), broken="it died"), ())))

    assert root.get("tests") == str(len([*root.iter("testcase")])) == "3"
    assert root.get("errors") == str(len([*root.iter("error")])) == "2"


def named(*ids: str, name: str = "She moves") -> list[str | None]:
    """Names of cases with these ids, all of one name."""
    events: list[Event] = []
    for one in ids:
        made = scenario(name=name, journey="j.feature")
        key = made[0].scenario  # type: ignore[union-attr]  # every event of a scenario has it
        events += [
            event.model_copy(update={"scenario": one}) for event in made if getattr(event, "scenario", "") == key
        ]
    return [case.get("name") for case in read(junit(take_account(run(events), ()))).iter("testcase")]


def test_no_two_cases_of_a_journey_share_a_name_for_gitlab_drops_the_second() -> None:
    assert named("j.feature::By post::She moves", "j.feature::By mail::She moves") == [
        "By post: She moves",
        "By mail: She moves",
    ]
    assert named("j.feature::She moves") == ["She moves"]


def test_a_second_attempt_has_a_name_of_its_own() -> None:
    assert named("j.feature::She moves", "j.feature::She moves#2") == ["She moves", "She moves (attempt 2)"]


def test_a_second_equal_row_of_examples_is_no_attempt() -> None:
    assert named("j.feature::She moves #2", name="She moves #2") == ["She moves #2"]


def test_evidence_of_what_went_wrong_is_attached_for_gitlab_and_jenkins() -> None:
    shot = Evidence(kind="screenshot", caption="letter", media_type="image/png", path=f"evidence/{KEPT_AS}")
    cells = (cell("profile", evidence=(shot,)), stale_card(evidence=(shot,)))
    account = take_account(run(scenario(cells)), cells)
    [out] = read(junit(replace(account, place="reports/r1"))).iter("system-out")
    [nowhere] = read(junit(account)).iter("system-out")

    assert (out.text or "").splitlines()[-1] == f"[[ATTACHMENT|reports/r1/evidence/{KEPT_AS}]]"
    assert "ATTACHMENT" not in (nowhere.text or "")
    away = junit(replace(account, place="/var/reports/r1"), "services/bank/")
    assert f"[[ATTACHMENT|/var/reports/r1/evidence/{KEPT_AS}]]" in away.decode()
    below = junit(replace(account, place="reports/r1"), "services/bank/")
    assert f"[[ATTACHMENT|services/bank/reports/r1/evidence/{KEPT_AS}]]" in below.decode()


def test_nothing_that_went_well_is_attached() -> None:
    shot = Evidence(kind="screenshot", caption="page", media_type="image/png", path=f"evidence/{KEPT_AS}")
    cells = (cell("profile", evidence=(shot,)),)
    account = replace(take_account(run(scenario(cells)), cells), place="reports/r1")

    assert b"ATTACHMENT" not in junit(account)


@pytest.mark.parametrize("path", ["../../secrets.env", "/etc/passwd", "x]]\n[[ATTACHMENT|/etc/passwd"])
def test_a_path_out_of_the_evidence_is_not_attached(path: str) -> None:
    cells = (stale_card(evidence=(Evidence(kind="text", caption="letter", path=path),)),)
    account = replace(take_account(run(scenario(cells)), cells), place="reports/r1")

    assert b"ATTACHMENT" not in junit(account)
