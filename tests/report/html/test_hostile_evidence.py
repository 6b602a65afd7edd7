"""Whatever a service sends or a careless project writes: nothing runs, nothing is requested, nothing breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from made_runs import OLD, blueprint, cell, plan, planned, run, scenario, stale_card
from test_exhibits import png

from tellonce.ledger import RunFolder
from tellonce.model.blueprint import Blueprint
from tellonce.model.cell import CellVerdict, Look
from tellonce.model.events import (
    ChangeAcknowledged,
    ChangeBegan,
    CustomerEmbodied,
    EvidenceKept,
    RunStarted,
    ScenarioFinished,
)
from tellonce.model.history import History
from tellonce.model.observation import Evidence, PageLine
from tellonce.model.verdict import Verdict
from tellonce.probes.protocol import Capture
from tellonce.report.account import take_account
from tellonce.report.html import render
from tellonce.report.html.anchors import cell_route, scenario_route

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from conftest import Opened, ReportPage

pytestmark = pytest.mark.browser

TEXTS = (
    "<script>document.title='taken';alert(1)</script>",
    "</script><script>document.title='taken'</script><!--",
    "<!--<script>",
    "--></style></title></textarea></noscript><script>document.title='taken'</script>",
    "<img src=x onerror=\"document.title='taken'\">",
    "\"' onfocus=document.title='taken' autofocus x=\"",
    "<svg xmlns='http://www.w3.org/2000/svg' onload=document.title='taken'><script>alert(1)</script></svg>",
    "<a href=\"javascript:document.title='taken'\">press</a>",
    "javascript:document.title='taken'",
    "<img src='https://evil.example/p.png'><link rel=stylesheet href='https://evil.example/s.css'>",
    "<style>@import 'https://evil.example/s.css';@font-face{font-family:x;src:url(https://evil.example/f)}*{display:none}</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href='https://evil.example/'><form action='https://evil.example/'><button>press</button></form>",
    "<iframe src='https://evil.example/'></iframe><iframe srcdoc='<script>parent.document.title=1</script>'></iframe>",
    "safe\u202egnp.exe \u2066x\u2069 zero\u200bwidth\ufeff tag\U000e0041",
    "\x1b[2J\x1b]8;;https://evil.example\x07link\x1b]8;;\x07 \x00 nul \x07 bell \x9b1m",
    "{{7*7}} {%raw%} ${7*7} #{7*7} {0.__class__} %s %(x)s {persona} {n}",
    "__proto__ constructor toString hasOwnProperty",
    "MÃ¼nchen \ufffd\ufffd &lt;b&gt; &amp;#60; %3Cscript%3E",
    "data:text/html,<script>alert(1)</script>",
    "x" * 10_000_000,
    "line\n" * 100_000,
    "Z̸" * 20_000,
    "a\"b'c\nd\\e/f?g#h&i.feature",
)
_AS = (("text", "text/html"), ("text", "image/svg+xml"), ("json", "application/json"))
BODIES: tuple[tuple[Any, str, bytes], ...] = (
    *((kind, media, text.encode("utf-8", "replace")) for text in TEXTS[:17] for kind, media in _AS),
    (
        "mail",
        "message/rfc822",
        b"Subject: =?utf-8?b?PHNjcmlwdD4=?=\nFrom: <img src=x onerror=alert(1)>\nContent-Type: text/html\n\n"
        + "\n".join(TEXTS[:14]).encode(),
    ),
    ("mail", "message/rfc822", b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 50_000),
    ("mail", "message/rfc822", b"\xff\xfe\x00\x00" * 10_000),
    ("mail", "message/rfc822", b"Subject: " + b"s" * 5_000_000 + b"\n\nx"),
    ("text", "text/html", b"<div>" * 200_000),
    ("text", "text/html", b"<style>*{position:fixed}</style><div style='position:fixed;inset:0'>over all</div>"),
    ("text", "text/plain", "München".encode("utf-16")),
    ("text", "text/plain", "München".encode("latin-1")),
    ("text", "text/plain", b"\xed\xa0\x80 lone \x80\x81"),
    ("text", "text/plain", b"y" * 10_000_000),
    ("text", "text/plain", b"row\n" * 100_000),
    ("json", "application/json", b"[" * 100_000),
    ("screenshot", "image/png", png(200_000, 200_000)),
    ("screenshot", "image/png", b"<script>alert(1)</script>"),
    ("screenshot", "image/gif", b"GIF89a" + b"\xff" * 100),
    ("screenshot", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("text", "application/xhtml+xml", b"<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>"),
    ("text", 'text/html"><script>alert(1)</script>', b"x"),
)


@dataclass(frozen=True, slots=True)
class Hostile:
    file: Path
    scenarios: tuple[str, ...]
    cells: tuple[str, ...]
    healthy: str


def hostile_blueprint() -> Blueprint:
    """Every text of a blueprint, at once."""
    text = " ".join(TEXTS[:20])
    made = blueprint().model_dump(mode="json", by_alias=True)
    made |= {"service": text, "about": text}
    for fact in made["facts"].values():
        fact["called"] = text
    for system in made["systems"].values():
        system |= {"called": text, "owner": text}
    for spot in made["touchpoints"].values():
        spot |= {"called": text, "owner": text, "stage": text}
    return Blueprint.model_validate(made)


def hostile_cells(folder: Path, number: int, text: str) -> list[CellVerdict]:
    """A scenario's cells, all of whose words are this text."""
    keep = RunFolder(folder).keep
    share = BODIES[number :: len(TEXTS)]
    kept = [
        keep(Capture(kind=kind, caption=text, media_type=media, body=body, place=text)) for kind, media, body in share
    ]
    kept += [
        keep(Capture(kind=kind, caption=text[:5_000], text=text, place=text[:5_000]))
        for kind in ("mail", "file-line", "row", "json", "text", "letter-page")
    ]
    picture = keep(
        Capture(
            kind="letter-page",
            caption=text,
            media_type="image/png",
            body=png(10, 10),
            lines=(
                PageLine(text=f"Hauptstrasse 12 {text[:200]}", box=(0.1, 0.1, 0.5, 0.2)),
                PageLine(text=text, box=(9, 9, -9, 9)),
            ),
        )
    )
    told = {
        "scenario": f"journeys/{text[:100]}.feature: {text[:300]} {number}",
        "scenario_name": text,
        "journey": f"journeys/{text[:100]}.feature",
        "persona": text[:200],
        "customer": f"{text[:200].lower()}-1",
        "fact_called": text,
        "touchpoint_called": text,
        "owner": text,
        "stage": text,
        "old": text,
        "new": text,
        "last_seen": text,
        "reason": text,
        "broke_how": text,
        "broke_between": (text, text),
        "consequence": text,
        "clock": text,
        "looks": (Look(start_s=11.0, end_s=11.1, sight="O", said=text, item=text, evidence=tuple(kept[:3])),),
        "evidence": (*kept, picture),
    }
    return [
        stale_card(id=f"{number:08x}", **told),
        cell("agent", Verdict.PARTIAL, id=f"{number:07x}a", read={**OLD, "flat": text}, **told),
    ]


def spoilt(event: Any, text: str) -> list[Any]:
    """The event with this text wherever a service or a project may put one."""
    if isinstance(event, CustomerEmbodied):
        return [event.model_copy(update={"role": text, "constraints": {text[:500]: text}, "locale": "xx"})]
    if isinstance(event, ChangeBegan):
        return [event.model_copy(update={"step": text})]
    if isinstance(event, ChangeAcknowledged):
        return [event.model_copy(update={"change": event.change.model_copy(update={"answer": text})})]
    if isinstance(event, ScenarioFinished):
        kept = Evidence(kind="screenshot", caption=text, media_type=text[:100], text=text, place=text)
        return [EvidenceKept(scenario=event.scenario, evidence=kept, at_s=event.at_s), event]
    return [event]


def hostile_run(folder: Path) -> tuple[History, list[CellVerdict], Hostile]:
    parts, every, scenarios = [], [], []
    for number, text in enumerate(TEXTS):
        cells = hostile_cells(folder, number, text)
        events = scenario(
            cells,
            name=f"{text[:300]} {number}",
            journey=f"journeys/{text[:100]}.feature",
            feature=text,
            message=text,
            persona=text[:200],
            steps=((text[:50], text, "passed"), ("Then", text, "failed")),
            at_s=1.0 + number,
        )
        made = [spoiled for event in events for spoiled in spoilt(event, text)]
        short = text[:5_000]
        stage = {"stage": "change", "touchpoints": ("profile",), "feels": "neutral", "does": short, "thinks": short}
        parts.append(planned(made, plan(stage, about=short)))
        every += cells
        scenarios.append(made[0].scenario)
    fine = cell("profile", scenario="journeys/fine.feature: All is well", persona="Maria")
    parts.append(scenario([fine], name="All is well", journey="journeys/fine.feature", at_s=60.0))
    history = run(*parts)
    history = History(
        events=[
            event.model_copy(update={"blueprint": hostile_blueprint()}) if isinstance(event, RunStarted) else event
            for event in history.events
        ]
    )
    told = Hostile(
        file=folder / "index.html",
        scenarios=tuple(scenario_route(one) for one in scenarios),
        cells=tuple(cell_route(one, 1) for one in every),
        healthy=cell_route(fine, 1),
    )
    return history, [*every, fine], told


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    folder = tmp_path_factory.mktemp("hostile")
    history, cells, told = hostile_run(folder)
    account = take_account(history, cells, ["".join(TEXTS[:20])])
    told.file.write_text(render(account, folder), encoding="utf-8")
    return told


@pytest.fixture
def visit(report_page: ReportPage, hostile: Hostile) -> Callable[..., Opened]:
    """Opens the hostile report."""

    def visit(**more: Any) -> Opened:
        tab = report_page(run(), (), **more)
        tab.page.goto(hostile.file.as_uri())
        tab.page.wait_for_selector("html.has-app")
        tab.wrong.remove(hostile.file.as_uri())
        return tab

    return visit


RAN = """() => ({
    title: document.title.startsWith('taken') || document.title === '1',
    scripts: document.querySelectorAll('script:not([type]), script[type=module]').length,
    handlers: [...document.querySelectorAll('*')].filter(one =>
        [...one.attributes].some(attribute => /^on/i.test(attribute.name))).length,
    addresses: [...document.querySelectorAll('[href], [src], [action]')]
        .map(one => one.getAttribute('href') ?? one.getAttribute('src') ?? one.getAttribute('action'))
        .filter(address => !/^(#|data:image\\/(png|jpeg|webp|gif);base64,|data:,$)/.test(address))
        .filter(address => !/^evidence\\/[0-9a-f]{24}(\\.[a-z]+)+$/.test(address)),
    frames: [...document.querySelectorAll('iframe')].filter(one => one.getAttribute('sandbox') !== '').length,
    forms: document.querySelectorAll('form[action], base, meta[http-equiv=refresh i], object, embed').length,
    heading: [...document.querySelectorAll('h1')].some(one => one.offsetParent !== null),
})"""
FINE = {"title": False, "scripts": 1, "handlers": 0, "addresses": [], "frames": 0, "forms": 0, "heading": True}
IN_FRAME = """document.querySelectorAll(
    'script,style+style,img[src],link,meta[http-equiv],base,form,iframe,object,embed,svg,a[href],[style]'
).length"""


def test_no_cell_runs_or_asks_for_anything(visit: Callable[..., Opened], hostile: Hostile) -> None:
    tab = visit()
    found, frames = {}, 0
    for route in hostile.cells:
        tab.go(route)
        tab.page.wait_for_selector(".cell-page")
        tab.page.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
        state = tab.page.evaluate(RAN)
        inside = [frame.evaluate(IN_FRAME) for frame in tab.page.frames[1:]]
        frames += len(inside)
        if state != FINE or any(inside):
            found[route] = (state, inside)
    assert found == {}
    assert frames > 20
    assert tab.wrong == []


def test_no_other_view_runs_or_asks_for_anything(visit: Callable[..., Opened], hostile: Hostile) -> None:
    views = ["#overview", "#/matrix", "#/blueprint", "#/journeys", "#/scenarios", "#/trends", *hostile.scenarios]
    views += [
        "#/scenarios?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "#/<img src=x onerror=alert(1)>",
        "#/cell/%00/__proto__/x",
    ]
    tab = visit()
    found = {}
    for route in views:
        tab.go(route)
        tab.page.wait_for_timeout(100)
        state = tab.page.evaluate(RAN)
        if state | {"heading": True} != FINE:
            found[route] = state
    assert found == {}
    assert tab.wrong == []


@pytest.mark.parametrize(
    "way", [{"width": 360}, {"width": 1440, "scheme": "dark"}, {"java_script_enabled": False}], ids=str
)
def test_the_first_page_stays_whole(
    browser: Browser, visit: Callable[..., Opened], hostile: Hostile, way: dict[str, Any]
) -> None:
    if "java_script_enabled" in way:
        context = browser.new_context(java_script_enabled=False)
        tab = context.new_page()
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(hostile.file.as_uri())
        assert [url for url in asked if not url.startswith(("data:", hostile.file.as_uri()))] == []
        assert tab.locator("#verdict").is_visible()
        context.close()
        return
    tab = visit(**way)
    assert tab.page.evaluate(RAN) == FINE
    assert tab.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert tab.wrong == []


def test_the_scenario_beside_it_is_as_readable_as_ever(visit: Callable[..., Opened], hostile: Hostile) -> None:
    tab = visit()
    tab.go(hostile.healthy)
    tab.page.locator(".cell-page.kept, .cell-page .head.kept").wait_for()
    assert tab.wrong == []


def test_the_page_stays_small_whatever_it_tells_of(hostile: Hostile) -> None:
    assert hostile.file.stat().st_size < 6_000_000


def test_no_file_beside_the_page_runs_when_it_is_opened(hostile: Hostile) -> None:
    endings = {"".join(file.suffixes) for file in (hostile.file.parent / "evidence").iterdir()}
    assert endings <= {".txt", ".html.txt", ".eml.txt", ".svg.txt", ".json", ".png", ".gif", ".bin"}
