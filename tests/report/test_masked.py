"""What a project's masks make of everything that is written after the judge."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from made_runs import EMAIL, cell, run, scenario
from pypdf import PdfReader
from runs_bench import kept_run
from unpacked import unpacked

from tellonce.engine.browser import find_browser
from tellonce.ledger import RunFolder
from tellonce.ledger.history_file import combine
from tellonce.ledger.verdict_file import write_verdicts
from tellonce.model.barrier import Barrier
from tellonce.model.cell import CellVerdict, Look
from tellonce.model.effort import Deed, FieldFilled, Transfer
from tellonce.model.events import (
    ChangeAcknowledged,
    ClockMoved,
    ConstraintFound,
    CustomerGaveUp,
    EffortMeasured,
    Event,
    EvidenceKept,
    HookFinished,
    KeyboardUsed,
    LeftoversSought,
    PageFitted,
    PageMet,
    SentenceAnswered,
    StepFinished,
)
from tellonce.model.history import History
from tellonce.model.leftover import Leftover, PlaceSought
from tellonce.model.masks import MaskSettings
from tellonce.model.observation import Evidence, PageLine
from tellonce.model.report_format import REPORT_FORMATS
from tellonce.model.verdict import Verdict
from tellonce.probes.protocol import Capture
from tellonce.report.formats import MAKERS
from tellonce.report.masked import mask_run, masks_of
from tellonce.report.read_again import read_source
from tellonce.report.write import write_reports
from tellonce.story.masks import Masks

STRANGER = "jo.stranger@mail.example"
HERS = EMAIL[1]
SETTINGS = '[mask]\nrules = ["email"]\n'


def told(project: Path, settings: str) -> Path:
    """The folder of a run in which a stranger's address was seen beside hers."""
    (project / "tellonce.toml").write_text(settings, encoding="utf-8")
    folder = project / "reports" / "r1"
    folder.mkdir(parents=True)
    said = f"{STRANGER} and {HERS}"
    evidence = (Evidence(kind="row", caption=said, text=f"to: {said}", place=said),)
    found: CellVerdict = cell(
        "mail",
        Verdict.CONTAMINATED,
        fact="email",
        last_seen=said,
        reason=f"it shows {STRANGER}",
        read={"address": STRANGER},
        looks=(Look(start_s=11, end_s=12, sight="F", said=said, item=said, evidence=evidence),),
        evidence=evidence,
    )
    history: History = run(scenario([found]))
    kept_run(folder, history.events)
    write_reports(folder, history, [found], project=project)
    return folder


PLACES = (
    *(
        "step-message",
        "step-trace",
        "scenario",
        "hook",
        "answer",
        "attached",
        "attached-name",
        "url",
        "title",
        "untitled",
    ),
    *(
        "barrier",
        "selector",
        "tree",
        "blind",
        "keyboard",
        "widest",
        "lost",
        "lost-page",
        "lost-saw",
        "constraint",
        "clock",
        "field",
    ),
    *("handed-over", "uncounted", "sentence", "leftover", "sought", "trouble", "problem", "kept-file"),
    *("cell-seen", "cell-reason", "cell-read", "cell-broke", "cell-look", "cell-item", "cell-evidence"),
)
"""Where a service, or a failure that quotes it, may put a stranger's address into a run."""


def stranger_at(place: str) -> str:
    """An address that says where it was planted, and hers, which must stay."""
    return f"saw {place}@stranger.example and {HERS}"


def planted(folder: Path) -> tuple[History, CellVerdict]:
    """A run, and its one broken cell, with a stranger in each of the places."""
    at = stranger_at
    kept = RunFolder(folder).keep(
        Capture(kind="text", caption="log", media_type="text/plain", text=f"{at('kept-file')}\n{'x ' * 3_000}")
    )
    shown = Evidence(kind="row", caption="a row", text=at("cell-evidence"), place="row 1")
    found: CellVerdict = cell(
        "mail",
        Verdict.CONTAMINATED,
        fact="email",
        last_seen=at("cell-seen"),
        reason=at("cell-reason"),
        read={"address": at("cell-read")},
        broke_between=("customer master", "card system"),
        broke_how=f"customer master (knew at 0.3 s) and card system (rejected: {at('cell-broke')})",
        looks=(Look(start_s=11, end_s=12, sight="F", said=at("cell-look"), item=at("cell-item"), evidence=(shown,)),),
        evidence=(shown, kept),
    )
    who = {"scenario": found.scenario, "customer": found.customer, "at_s": 2.0}
    barrier = Barrier(rule="label", impact="serious", says=at("barrier"), selectors=(at("selector"),))
    seen = Evidence(kind="text", caption="what she saw", text=at("lost-saw"))
    asked = {"scenario": found.scenario, "step": "nothing is left", "line": 19}
    more: list[Event] = [
        PageMet(
            **who,
            during="signing in",
            url=f"http://127.0.0.1/?{at('url')}",
            title=at("title"),
            checked=True,
            barriers=(barrier,),
            tree=Evidence(kind="text", caption="tree", text=at("tree")),
        ),
        PageMet(
            **who, during="signing in", url=f"http://127.0.0.1/{at('untitled')}", checked=True, barriers=(barrier,)
        ),
        PageMet(**who, during="signing in", url="http://127.0.0.1/", blind=at("blind")),
        KeyboardUsed(**who, during="signing in", acts=3, refused=(at("keyboard"),)),
        PageFitted(**who, url="http://127.0.0.1/", width=320, needs=400, widest=at("widest")),
        ConstraintFound(**who, constraint="device", said=f"could not apply: {at('constraint')}"),
        ClockMoved(**who, leap_s=60.0, to="2026-11-22", ready=True, why=at("clock")),
        EffortMeasured(
            **who,
            change=found.change,
            deed=Deed(
                channel="web",
                began_s=10.0,
                ended_s=11.0,
                fields=(FieldFilled(called=at("field"), again="the same words"),),
                transfers=(Transfer(to=at("handed-over"), at_s=10.5),),
                uncounted={"pages": at("uncounted")},
            ),
        ),
        CustomerGaveUp(
            **who,
            change=found.change,
            step="changes",
            line=15,
            facts=("email",),
            after_s=30.0,
            patience_s=30.0,
            doing=at("lost"),
            place=at("lost-page"),
            saw=(seen,),
        ),
        LeftoversSought(
            **asked,
            customer=found.customer,
            change=found.change,
            fact="email",
            touchpoints=("mail",),
            from_s=10.0,
            looked_s=11.0,
            until_s=12.0,
            places=(PlaceSought(where="mails", things=1, blind=(at("sought"),)),),
            leftovers=(Leftover(where="a mail", kind="state", text=at("leftover"), not_before_s=10.0, seen_s=11.0),),
        ),
        SentenceAnswered(**asked, outcome="broken", reason=at("sentence")),
        EvidenceKept(
            scenario=found.scenario,
            evidence=Evidence(kind="text", caption=at("attached-name"), text=at("attached")),
            file_name=at("attached-name"),
        ),
        HookFinished(
            scenario=found.scenario, kind="after_scenario", status="failed", duration_s=0.1, message=at("hook")
        ),
    ]
    other = scenario(name="Jan cannot sign in", status="error", message=at("scenario"), persona="Jan", at_s=6.0)
    began, *events = scenario([found], message=at("scenario"))
    told: list[Event] = [began]
    for event in [*events[:-1], *more, events[-1]]:
        if isinstance(event, ChangeAcknowledged):
            told.append(event.model_copy(update={"change": event.change.model_copy(update={"answer": at("answer")})}))
        elif isinstance(event, StepFinished) and event.status == "failed":
            told.append(event.model_copy(update={"message": at("step-message"), "trace": at("step-trace")}))
        else:
            told.append(event)
    return run(told, other, broken=at("trouble")), found


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that is full of a stranger, written in every format by a project that masks."""
    project = tmp_path_factory.mktemp("masks")
    folder = project / "reports" / "r1"
    folder.mkdir(parents=True)
    history, found = planted(folder)
    kept_run(folder, history.events)
    (project / "tellonce.toml").write_text(SETTINGS, encoding="utf-8")
    formats = [name for name in REPORT_FORMATS if name != "pdf" or find_browser() is not None]
    done = write_reports(folder, history, [found], [stranger_at("problem")], project=project, formats=formats)
    assert done.unwritten == ()
    return folder


def text_of(file: Path) -> str:
    """All that a file says, what is packed in it unpacked."""
    if file.suffix == ".pdf":
        return " ".join(page.extract_text() for page in PdfReader(file).pages)
    text = file.read_text(encoding="utf-8")
    if file.name == "index.html":
        page = unpacked(text)
        return "\n".join([text, *(json.dumps(part, ensure_ascii=False) for part in (page.index, page.more))]) + "".join(
            json.dumps(one, ensure_ascii=False) for one in page.scenarios
        )
    if file.name == "messages.ndjson":
        bodies = [
            base64.b64decode(held["body"]).decode("utf-8", "replace")
            for held in (json.loads(line).get("attachment", {}) for line in text.splitlines())
            if held.get("contentEncoding") == "BASE64"
        ]
        return "\n".join([text, *bodies])
    return text


_SHOWS_NO_VALUES = ("openmetrics", "xes", "cjml")
"""Formats of counts and ways: what was seen is not in them."""


@pytest.mark.parametrize("name", REPORT_FORMATS)
def test_no_format_tells_of_a_stranger_and_hers_stays(name: str, written: Path) -> None:
    file = written / REPORT_FORMATS[name].file
    if name == "pdf" and not file.is_file():
        pytest.skip("no Chromium here: set TELLONCE_BROWSER to one")
    text = text_of(file)
    assert [place for place in PLACES if f"{place}@" in text] == []
    if name not in _SHOWS_NO_VALUES:
        assert HERS in text


@pytest.mark.parametrize("name", [name for name in REPORT_FORMATS if name != "pdf"])
def test_a_rule_that_is_newer_than_the_run_holds_for_what_is_made_of_it_now(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "reports" / "r1"
    folder.mkdir(parents=True)
    history, found = planted(folder)
    kept_run(folder, history.events)
    combine(folder)
    write_verdicts(folder, [found])
    (tmp_path / "tellonce.toml").write_text(SETTINGS, encoding="utf-8")

    made = tmp_path / REPORT_FORMATS[name].file
    made.write_bytes(MAKERS[name](read_source(folder, project=tmp_path)))

    text = text_of(made)
    assert [place for place in PLACES if f"{place}@" in text] == []


def test_what_is_written_beside_the_formats_is_masked_and_the_history_is_not(written: Path) -> None:
    texts = {file.name: file.read_text(encoding="utf-8") for file in written.iterdir() if file.suffix == ".ndjson"}
    history = "".join(texts.pop(name) for name in [*texts] if name.startswith("history"))
    assert {"verdicts.ndjson", "journeys.ndjson", "effort.ndjson"} <= texts.keys()
    assert [(name, place) for name, text in texts.items() for place in PLACES if f"{place}@" in text] == []
    in_cells = {place for place in PLACES if place.startswith("cell-")}
    assert {place for place in PLACES if f"{place}@" in history} == {*PLACES} - in_cells - {"problem", "kept-file"}


def test_without_a_table_nothing_is_masked(tmp_path: Path) -> None:
    folder = told(tmp_path, "")
    assert masks_of(tmp_path) is None
    assert STRANGER in (folder / "verdicts.ndjson").read_text(encoding="utf-8")


@pytest.mark.parametrize("settings", ['[mask]\nrules = ["fone"]\n', "not toml at all"])
def test_settings_that_cannot_be_read_mask_all_they_might(settings: str, tmp_path: Path) -> None:
    folder = told(tmp_path, settings)
    assert STRANGER not in (folder / "verdicts.ndjson").read_text(encoding="utf-8")


def test_where_words_stand_is_forgotten_of_a_line_that_is_masked() -> None:
    lines = tuple(PageLine(text=text, box=(0, 0, 1, 1), words="0-100 200-900") for text in (f"to {STRANGER}", "to Jo"))
    found = cell("letter", evidence=(Evidence(kind="letter-page", caption="letter 1.pdf", lines=lines),))

    _, [masked], _ = mask_run(Masks(MaskSettings(rules=("email",))), run(scenario([found])), [found], ())

    assert [(line.text, line.words) for line in masked.evidence[0].lines] == [
        ("to ⟦masked: email⟧", ""),
        ("to Jo", "0-100 200-900"),
    ]
