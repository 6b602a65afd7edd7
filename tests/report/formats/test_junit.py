"""junit.xml, the whole document."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

from made_runs import cell, run, scenario, stale_card

from tellonce.model.verdict import Verdict
from tellonce.report.account import take_account
from tellonce.report.formats.junit import junit


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
