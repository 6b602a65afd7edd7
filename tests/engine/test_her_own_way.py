"""A persona's setting changes the run: in a real browser, by steps that do and do not suit her."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from time import monotonic

import pytest
from engine_bench import Bank, events
from pages_bench import browsing_bank, constraint, page, pages_met
from playwright.async_api import ElementHandle, Frame, Keyboard, Locator, Mouse, Page, Touchscreen

from tellonce.engine.acting import _POINTER, NotHerWay
from tellonce.engine.browser import Browsing
from tellonce.engine.loop import BackgroundLoop
from tellonce.engine.outcomes import CannotTell, PromiseBroken
from tellonce.engine.proof import _served
from tellonce.engine.protocol import ScenarioEnd
from tellonce.model.network import NETWORKS
from tellonce.model.persona import Persona
from tellonce.model.setting import Setting

pytestmark = pytest.mark.browser

FORM = '<form action="/done"><label>City <input name="city"></label><button>Save</button></form>'
SOUND = {"/": page(FORM), "/done?city=Berlin": page('<p role="status">Saved.</p>')}
BY_KEYS = """\
await page.goto(web + "/")
await page.locator("[name=city]").fill("Berlin")
await page.locator("button").press("Enter")
await page.locator("[role=status]").wait_for()
"""
KEYBOARD = "{keyboard_only: true}"
EAR = "{screen_reader: true}"
SAID = {"step": "Then ...", "line": 9}


def end(bank: Bank, status: str = "passed") -> ScenarioEnd:
    return bank.engine.finish_scenario(status, "")


def without_address(text: str) -> str:
    return re.sub(r"http://127\.0\.0\.1:\d+", "WEB", text)


# what is asked of the browser -----------------------------------------------------------------------------------------


def test_each_setting_is_applied_because_the_browser_says_so(tmp_path: Path) -> None:
    setting = (
        "{viewport: 1000x800, zoom: 200 %, color_scheme: dark, contrast: less, forced_colors: true, "
        "reduced_motion: true, javascript: false, keyboard_only: true, screen_reader: true, "
        "network: {latency: 50 ms, down: 8 Mbit/s, up: 8 Mbit/s}}"
    )
    with browsing_bank(tmp_path, SOUND, BY_KEYS, setting=setting) as bank:
        bank.she_moves()

        assert events(bank, "customer_embodied")[0]["constraints"] == dict.fromkeys(
            [
                "locale de-DE",
                "time zone Europe/Berlin",
                "colour scheme dark",
                "contrast less",
                "forced colours",
                "reduced motion",
                "viewport 1000 x 800",
                "zoom 200 %",
                "JavaScript off",
                "network 50 ms, 8 Mbit/s down, 8 Mbit/s up",
                "screen reader",
                "keyboard only",
                "patience 30 s",
            ],
            "applied",
        )
        assert end(bank).status == "passed"


def test_at_a_zoom_of_200_percent_half_as_much_of_a_page_is_shown(tmp_path: Path) -> None:
    lines = """\
await page.goto(web + "/")
assert await page.evaluate("[innerWidth, innerHeight, devicePixelRatio]") == [640, 360, 2]
"""
    with browsing_bank(tmp_path, SOUND, lines, setting="{zoom: 200 %}") as bank:
        bank.she_moves()


def test_her_network_slows_every_page_and_every_popup(tmp_path: Path) -> None:
    lines = """\
import time
async def took(going):
    began = time.monotonic()
    await going
    return time.monotonic() - began
await page.goto(web + "/")
async with page.expect_popup() as opened:
    await page.evaluate("open('about:blank')")
popup = await opened.value
await popup.wait_for_timeout(100)
slow = [await took(one.goto(web + "/")) for one in (page, popup)]
assert all(each > 0.3 for each in slow), slow
"""
    setting = "{network: {latency: 400 ms, down: 8 Mbit/s, up: 8 Mbit/s}}"
    with browsing_bank(tmp_path, SOUND, lines, setting=setting) as bank:
        bank.she_moves()


def test_her_network_slows_nobody_who_looks_at_a_page_that_she_has_done_with() -> None:
    setting = Setting(network=NETWORKS["slow 3g"])
    persona = Persona(name="Liam", locale="en_GB", language="en", time_zone="Europe/London", setting=setting)
    browsing, loop = Browsing(preferred="", headed=False), BackgroundLoop()

    async def took_s(page: Page, url: str) -> float:
        began = monotonic()
        await page.goto(url)
        return monotonic() - began

    async def both() -> tuple[float, float]:
        async with _served("<title>Details</title>") as url:
            try:
                page = await browsing.page_in(await browsing.context_for(persona))
                hers_s = await took_s(page, url)
                await browsing.leave_to_probes(page)
                return hers_s, await took_s(page, url)
            finally:
                await browsing.close()

    try:
        hers_s, theirs_s = loop.run(both())
    finally:
        loop.close()

    assert hers_s > 1.7
    assert theirs_s < 1.7


def test_what_the_browser_does_not_do_makes_the_scenario_inconclusive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tellonce.engine.setting.Equipped._equip", _nothing)
    setting = "{contrast: less, network: {latency: 400 ms, down: 8 Mbit/s, up: 8 Mbit/s}}"
    with browsing_bank(tmp_path, SOUND, BY_KEYS, setting=setting) as bank:
        bank.she_moves()

        said = end(bank)

    first, second = said.message.splitlines()
    assert said.status == "inconclusive"
    assert first == ("Maria's contrast less could not apply: less was asked for, and the browser says no-preference")
    assert re.sub(r"\d\.\d\d s$", "N s", second) == (
        "Maria's network 400 ms, 8 Mbit/s down, 8 Mbit/s up could not apply: "
        "a page that takes 0.51 s or more was there after N s"
    )


async def _nothing(_self: object, _page: object) -> None:
    """As a browser would that takes no such order."""


# keyboard only -----------------------------------------------------------------------------------------


def test_who_has_no_pointer_is_refused_one_at_once(tmp_path: Path) -> None:
    lines = 'await page.goto(web + "/")\nawait page.locator("button").click()'
    with browsing_bank(tmp_path, SOUND, lines, setting=KEYBOARD) as bank:
        with pytest.raises(NotHerWay) as refused:
            bank.she_moves()

        assert str(refused.value) == (
            "Maria uses the keyboard only, and the flow tried locator.click\n"
            "  flow      steps/moving.py:4\n"
            '  instead   locator.press("Enter"), locator.press("Space") or locator.fill(...)'
        )
        assert [one["refused"] for one in events(bank, "keyboard_used")] == [["locator.click at steps/moving.py:4"]]
        assert end(bank, "error").status == "error"


def test_no_way_to_a_pointer_is_left_open(tmp_path: Path) -> None:
    lines = """\
await page.goto(web + "/")
button = page.locator("button")
handle = await page.query_selector("button")
box = page.locator("[name=city]")
for tried in (
    lambda: page.click("button"), lambda: page.main_frame.dblclick("button"), lambda: page.hover("button"),
    lambda: page.mouse.move(5, 5), lambda: page.mouse.down(), lambda: page.mouse.wheel(0, 5),
    lambda: page.touchscreen.tap(5, 5), lambda: page.drag_and_drop("button", "button"),
    lambda: button.tap(), lambda: button.drag_to(button), lambda: box.check(), lambda: box.set_checked(True),
    lambda: handle.uncheck(), lambda: button.dispatch_event("click"), lambda: page.dispatch_event("button", "mouseup"),
    lambda: page.dispatch_event("button", type="click"), lambda: page.dispatch_event(type="click", selector="button"),
    lambda: page.evaluate("document.forms[0].requestSubmit()"), lambda: button.evaluate("one => one.click()"),
    lambda: page.eval_on_selector("button", "one => one['click']()"), lambda: page.add_script_tag(content="a.click()"),
    lambda: button.evaluate(expression="one => one.dispatchEvent(new MouseEvent('click'))"),
    lambda: handle.evaluate("(one) => { one?.click?.(); }"),
):
    try:
        await tried()
    except Exception:
        pass
"""
    with browsing_bank(tmp_path, SOUND, lines, setting=KEYBOARD) as bank:
        with pytest.raises(NotHerWay, match=r"the flow tried page\.click"):
            bank.she_moves()

        [used] = events(bank, "keyboard_used")
        assert [one.split(" at ")[0] for one in used["refused"]] == [
            *(
                "page.click",
                "frame.dblclick",
                "page.hover",
                "mouse.move",
                "mouse.down",
                "mouse.wheel",
                "touchscreen.tap",
            ),
            *("page.drag_and_drop", "locator.tap", "locator.drag_to", "locator.check", "locator.set_checked"),
            *("elementhandle.uncheck", "locator.dispatch_event", "page.dispatch_event"),
            *("page.dispatch_event", "page.dispatch_event"),
            *("page.evaluate", "locator.evaluate", "page.eval_on_selector", "page.add_script_tag", "locator.evaluate"),
            "elementhandle.evaluate",
        ]


def test_a_script_that_presses_in_her_place_is_no_way_of_hers(tmp_path: Path) -> None:
    lines = """\
await page.goto(web + "/")
await page.locator("[name=city]").fill("Berlin")
await page.locator("button").evaluate("button => button.click()")
await page.locator("[role=status]").wait_for()
"""
    with browsing_bank(tmp_path, SOUND, lines, setting=KEYBOARD) as bank:
        with pytest.raises(NotHerWay) as refused:
            bank.she_moves()

        assert str(refused.value) == (
            "Maria uses the keyboard only, and the flow lets a script act: locator.evaluate\n"
            "  flow      steps/moving.py:5\n"
            '  instead   locator.press("Enter"), locator.press("Space") or locator.fill(...)'
        )


def test_a_script_that_only_reads_the_page_is_no_act(tmp_path: Path) -> None:
    reads = """\
assert await page.evaluate("document.title") == "Moving"
assert await page.locator("button").evaluate("one => one.onclick === null && typeof one.click === 'function'")
assert await page.evaluate("document.querySelectorAll('button.submit').length") == 0
"""
    lines = BY_KEYS.replace("await page.locator", reads + "await page.locator", 1)
    with browsing_bank(tmp_path, SOUND, lines, setting=KEYBOARD) as bank:
        bank.she_moves()

        assert end(bank).status == "passed"


def test_every_verb_of_playwright_that_moves_a_pointer_is_known() -> None:
    harmless = {"drop"} | {name for name in dir(Keyboard) if not name.startswith("_")}
    words = ("click", "tap", "hover", "drag", "check", "mouse", "wheel")
    known = {*_POINTER, *harmless}
    found = {
        name
        for thing in (Page, Frame, Locator, ElementHandle)
        for name, verb in vars(thing).items()
        if inspect.iscoroutinefunction(verb) and any(word in name for word in words) and not name.startswith("is_")
    }

    assert found - known == set()
    assert {name for thing in (Mouse, Touchscreen) for name in vars(thing) if not name.startswith("_")} <= known


def test_a_flow_that_goes_on_after_it_was_refused_has_not_done_it_her_way(tmp_path: Path) -> None:
    lines = """\
await page.goto(web + "/")
try:
    await page.locator("button").click()
except Exception:
    await page.locator("button").press("Enter")
"""
    with browsing_bank(tmp_path, SOUND, lines, setting=KEYBOARD) as bank, pytest.raises(NotHerWay):
        bank.she_moves()


def test_somebody_elses_browser_may_be_clicked_in(tmp_path: Path) -> None:
    lines = f"""\
office = await page.context.browser.new_context()
desk = await office.new_page()
await desk.goto(web + "/")
await desk.locator("button").click()
await office.close()
{BY_KEYS}"""
    with browsing_bank(tmp_path, SOUND, lines, setting=KEYBOARD) as bank:
        bank.she_moves()

        assert end(bank).status == "passed"


OUT_OF_REACH = """\
<button id=left tabindex="-1">Save</button> <div id=plain>Save</div> <div inert><button id=inert>Save</button></div>
<button id=off disabled>Save</button> <button id=unseen style="visibility: hidden">Save</button>
"""
WITHIN_REACH = """\
<button id=plain>Save</button> <dialog open><button id=within>Save</button></dialog> <p id=said contenteditable>Yes</p>
<div role=tablist><span role=tab tabindex=0>One</span><button id=roving role=tab tabindex="-1">Two</button></div>
<fieldset><input id=one type=radio name=n checked aria-label=1><input id=two type=radio name=n aria-label=2></fieldset>
"""


def acts_on(*names: str) -> str:
    return "\n".join(
        ['await page.goto(web + "/")', *(f'await page.locator("#{name}").press("Enter")' for name in names)]
    )


def test_what_the_tab_key_cannot_reach_keeps_her_out(tmp_path: Path) -> None:
    lines = acts_on("left", "plain", "inert", "off", "unseen")
    with browsing_bank(tmp_path, {"/": page(OUT_OF_REACH)}, lines, setting=KEYBOARD) as bank:
        bank.she_moves()
        told = """\
Maria could not do it with the keyboard alone
  during    Maria moves
  barrier   what she acts on is left out of the tab order (tabindex="-1") (out-of-reach, serious): button#left
  barrier   what she acts on cannot be focused (out-of-reach, serious): div#plain
  barrier   what she acts on is inert (out-of-reach, serious): button#inert
  barrier   what she acts on is disabled (out-of-reach, serious): button#off
  barrier   what she acts on is not shown (out-of-reach, serious): button#unseen"""

        with pytest.raises(PromiseBroken) as broken:
            bank.engine.run(bank.engine.scene.expect_by_keyboard("she", **SAID))

        assert str(broken.value) == told
        assert end(bank) == ScenarioEnd(status="failed", message=told)


def test_what_lies_behind_an_open_dialog_cannot_be_reached(tmp_path: Path) -> None:
    modal = (
        "<button id=b>Save</button><dialog>Wait</dialog><script>document.querySelector('dialog').showModal()</script>"
    )
    with browsing_bank(tmp_path, {"/": page(modal)}, acts_on("b"), setting=KEYBOARD) as bank:
        bank.she_moves()

        [used] = events(bank, "keyboard_used")
        assert [one["says"] for one in used["barriers"]] == ["what she acts on lies behind an open dialog"]


def test_what_the_keyboard_reaches_is_no_barrier(tmp_path: Path) -> None:
    lines = acts_on("plain", "within", "said", "roving", "one", "two")
    with browsing_bank(tmp_path, {"/": page(WITHIN_REACH)}, lines, setting=KEYBOARD) as bank:
        bank.she_moves()
        bank.engine.run(bank.engine.scene.expect_by_keyboard("she", **SAID))

        assert events(bank, "keyboard_used")[0]["barriers"] == []
        assert end(bank).status == "passed"


def test_a_focus_that_nobody_sees_is_told_and_keeps_nobody_out(tmp_path: Path) -> None:
    bare = page(FORM, head="<style>button:focus { outline: none }</style>")
    with browsing_bank(tmp_path, {**SOUND, "/": bare}, BY_KEYS, setting=KEYBOARD) as bank:
        bank.she_moves()

        used = events(bank, "keyboard_used")
        assert [(one["rule"], one["selectors"]) for one in used[0]["barriers"]] == [
            ("focus-not-seen", ['button "Save"'])
        ]
        assert used[0]["acts"] == 2
        assert end(bank).status == "passed"


# scripts off -----------------------------------------------------------------------------------------


def test_a_flow_that_runs_a_script_where_hers_are_off_says_nothing_of_her(tmp_path: Path) -> None:
    lines = 'await page.goto(web + "/")\nawait page.evaluate("document.forms[0].submit()")'
    with browsing_bank(tmp_path, SOUND, lines, setting="{javascript: false}") as bank:
        with pytest.raises(CannotTell) as off:
            bank.she_moves()

        assert str(off.value) == (
            "Maria has JavaScript off, and the flow tried page.evaluate\n"
            "  flow      steps/moving.py:4\n"
            "  instead   locators, which need no script of the page: "
            "locator.wait_for(), locator.count(), page.wait_for_url()"
        )
        assert constraint(bank, "JavaScript off") == (
            "could not apply: steps/ run a script in her place: page.evaluate at steps/moving.py:4"
        )
        assert end(bank, "failed").status == "inconclusive"


def test_a_page_that_needs_scripts_does_not_work_without_them(tmp_path: Path) -> None:
    needs = "<p id=wait>One moment</p><script>wait.outerHTML = '<p role=status>Saved.</p>'</script>"
    lines = 'await page.goto(web + "/")\nassert not await page.locator("[role=status]").count()'
    with browsing_bank(tmp_path, {"/": page(needs)}, lines, setting="{javascript: false}") as bank:
        bank.she_moves()

        assert end(bank).status == "passed"


# by ear -----------------------------------------------------------------------------------------

NAMELESS = {**SOUND, "/": page(FORM.replace("<label>City ", "City ").replace("</label>", ""))}


@pytest.mark.parametrize("scripts", ["true", "false"])
def test_a_field_without_a_name_keeps_out_who_listens(tmp_path: Path, scripts: str) -> None:
    setting = f"{{screen_reader: true, javascript: {scripts}}}"
    with browsing_bank(tmp_path, NAMELESS, BY_KEYS, setting=setting) as bank:
        bank.she_moves()
        told = (
            "Maria could not use a page by ear: a screen reader meets a barrier there\n"
            "  page      Moving (WEB/)\n"
            "  barrier   a field has no name: a screen reader cannot say what to fill in there; "
            "axe: Form elements must have labels (label, critical): input"
        )

        with pytest.raises(PromiseBroken) as broken:
            bank.engine.run(bank.engine.scene.expect_readable("she", **SAID))

        assert without_address(str(broken.value)) == told
        assert pages_met(bank) == [("", "Moving", ["label"]), ("done?city=Berlin", "Moving", [])]
        finished = end(bank)
        assert (finished.status, without_address(finished.message)) == ("failed", told)


def test_a_barrier_that_a_step_told_is_not_told_again(tmp_path: Path) -> None:
    with browsing_bank(tmp_path, NAMELESS, BY_KEYS, setting="{screen_reader: true}") as bank:
        bank.she_moves()
        with pytest.raises(PromiseBroken) as broken:
            bank.engine.run(bank.engine.scene.expect_readable("she", **SAID))
        as_a_runner_tells_it = "because   " + str(broken.value).replace("\n", "\n          ")

        assert bank.engine.finish_scenario("failed", as_a_runner_tells_it).message == as_a_runner_tells_it


def test_pages_that_can_be_heard_pass_and_their_tree_is_kept(tmp_path: Path) -> None:
    with browsing_bank(tmp_path, SOUND, BY_KEYS, setting=EAR) as bank:
        bank.she_moves()
        bank.engine.run(bank.engine.scene.expect_readable("she", **SAID))

        trees = [one["tree"]["text"] for one in events(bank, "page_met")]
        assert 'textbox "City"' in trees[0]
        assert "status: Saved." in trees[1]
        assert end(bank).status == "passed"


def test_what_only_the_eye_suffers_from_is_told_and_keeps_no_listener_out(tmp_path: Path) -> None:
    pale = {**SOUND, "/": page(FORM + '<p style="color: #ddd; background: #fff">Read me</p>')}
    with browsing_bank(tmp_path, pale, BY_KEYS, setting=EAR) as bank:
        bank.she_moves()
        bank.engine.run(bank.engine.scene.expect_readable("she", **SAID))

        assert pages_met(bank)[0] == ("", "Moving", ["color-contrast"])
        assert end(bank).status == "passed"


def test_what_a_page_shows_only_after_an_act_is_heard_too(tmp_path: Path) -> None:
    opens = "<button onclick=\"this.insertAdjacentHTML('afterend', '<input name=late>')\">More</button>"
    lines = (
        'await page.goto(web + "/")\nawait page.locator("button").press("Enter")\nawait page.fill("[name=late]", "x")'
    )
    with browsing_bank(tmp_path, {"/": page(opens)}, lines, setting=EAR) as bank:
        bank.she_moves()

        assert pages_met(bank) == [("", "Moving", []), ("", "Moving", ["label"])]


def test_a_page_that_cannot_be_heard_is_no_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellonce.engine.screen_reader._RUN", "() => { throw new Error('axe is ill') }")
    with browsing_bank(tmp_path, SOUND, BY_KEYS, setting=EAR) as bank:
        bank.she_moves()
        with pytest.raises(CannotTell) as unheard:
            bank.engine.run(bank.engine.scene.expect_readable("she", **SAID))

        assert without_address(str(unheard.value)).splitlines()[:2] == [
            "Nobody can tell whether every page that Maria met can be read",
            "  because   WEB/: Frame.evaluate: Error: axe is ill",
        ]
        assert end(bank).status == "inconclusive"


def test_who_met_no_page_had_no_use_for_her_screen_reader(tmp_path: Path) -> None:
    with browsing_bank(tmp_path, SOUND, "pass", setting="{screen_reader: true, keyboard_only: true}") as bank:
        bank.she_moves()

        said = []
        for ask in (bank.engine.scene.expect_readable, bank.engine.scene.expect_by_keyboard):
            with pytest.raises(CannotTell) as nothing:
                bank.engine.run(ask("she", **SAID))
            said.append(str(nothing.value))
        assert said == [
            "Maria met no page in a browser: nobody can tell whether it can be read",
            "Maria did nothing in a browser, with the keyboard or without",
        ]
        assert end(bank).status == "passed"
        assert constraint(bank, "screen reader") == "nothing to apply: no page was met"
        assert constraint(bank, "keyboard only") == "nothing to apply: nothing was done in a browser"


# the other sentences -----------------------------------------------------------------------------------------


def test_pages_in_her_language_pass(tmp_path: Path) -> None:
    with browsing_bank(tmp_path, SOUND, BY_KEYS) as bank:
        bank.she_moves()
        bank.engine.run(bank.engine.scene.expect_in_her_language("she", **SAID))


@pytest.mark.parametrize(
    ("lang", "wrong"),
    [
        (' lang="en-GB"', "it says that it is in 'en-GB', not in de"),
        ("", "it does not say its language"),
    ],
)
def test_a_page_in_another_language_is_told(tmp_path: Path, lang: str, wrong: str) -> None:
    pages = {**SOUND, "/done?city=Berlin": page("<p role=status>Saved.</p>", lang=lang)}
    with browsing_bank(tmp_path, pages, BY_KEYS) as bank:
        bank.she_moves()
        with pytest.raises(PromiseBroken) as broken:
            bank.engine.run(bank.engine.scene.expect_in_her_language("she", **SAID))

        assert without_address(str(broken.value)) == (
            "Maria met a page that is not in her language\n"
            "  page      Moving (WEB/done?city=Berlin)\n"
            f"  barrier   {wrong} (language-of-page, serious)"
        )


def test_pages_that_fit_a_narrow_screen_pass(tmp_path: Path) -> None:
    with browsing_bank(tmp_path, SOUND, BY_KEYS) as bank:
        bank.she_moves()
        bank.engine.run(bank.engine.scene.expect_fits("she", 320, **SAID))

        assert [one["needs"] for one in events(bank, "page_fitted")] == [320, 320]


def test_a_page_that_must_be_scrolled_sideways_does_not_fit(tmp_path: Path) -> None:
    wide = page(FORM + '<div id=wide style="width: 500px">wide</div>')
    with browsing_bank(tmp_path, {**SOUND, "/": wide}, BY_KEYS) as bank:
        bank.she_moves()
        bank.engine.run(bank.engine.scene.expect_fits("she", 600, **SAID))
        with pytest.raises(PromiseBroken) as broken:
            bank.engine.run(bank.engine.scene.expect_fits("she", 320, **SAID))

        assert without_address(str(broken.value)) == (
            "Maria met a page that does not fit a screen 320 pixels wide\n"
            "  page      WEB/\n"
            "  barrier   it is 508 pixels wide: div#wide sticks out (reflow, serious)"
        )


WIDE_RULE = "document.styleSheets[0].insertRule('#box { width: 500px }')"
ADOPTED = """\
const sheet = new CSSStyleSheet(); sheet.replaceSync("#box { width: 500px }"); document.adoptedStyleSheets = [sheet];
"""
COMPONENT = """\
customElements.define("my-box", class extends HTMLElement {
  constructor() { super().attachShadow({mode: "%s"}).innerHTML = "<div style='width: 500px'>wide</div>%s"; }
});
"""


@pytest.mark.parametrize(
    ("body", "script"),
    [
        ("<div id=box>wide</div>", WIDE_RULE),
        ("<div id=box>wide</div>", ADOPTED),
        ("<my-box></my-box>", COMPONENT % ("open", "")),
    ],
    ids=["rules that a script inserts", "a sheet that a script adopts", "a web component"],
)
def test_what_scripts_draw_is_shown_again_too(tmp_path: Path, body: str, script: str) -> None:
    drawn = page(f"{FORM}{body}<script>{script}</script>", head="<style></style>")
    with browsing_bank(tmp_path, {**SOUND, "/": drawn}, BY_KEYS) as bank:
        bank.she_moves()
        with pytest.raises(PromiseBroken, match="it is 508 pixels wide"):
            bank.engine.run(bank.engine.scene.expect_fits("she", 320, **SAID))


def test_what_cannot_be_shown_again_as_scripts_drew_it_is_no_pass(tmp_path: Path) -> None:
    drawn = page(f"{FORM}<my-box></my-box><script>{COMPONENT % ('closed', '')}</script>")
    with browsing_bank(tmp_path, {**SOUND, "/": drawn}, BY_KEYS) as bank:
        bank.she_moves()
        with pytest.raises(CannotTell) as unshown:
            bank.engine.run(bank.engine.scene.expect_fits("she", 320, **SAID))

        assert without_address(str(unshown.value)).endswith(
            "WEB/: it could not be shown again as it was: what its web components draw cannot be read"
        )


def test_what_a_second_window_shows_in_the_end_is_met_too(tmp_path: Path) -> None:
    opens = page("<a href='/form' target=_blank>Move</a>")
    lines = """\
await page.goto(web + "/")
async with page.expect_popup() as opened:
    await page.locator("a").press("Enter")
window = await opened.value
await window.locator("[name=city]").fill("Berlin")
await window.locator("button").press("Enter")
await window.locator("[role=status]").wait_for()
"""
    pages = {"/": opens, "/form": page(FORM), "/done?city=Berlin": page("<p role=status>Saved.</p>", lang="")}
    with browsing_bank(tmp_path, pages, lines) as bank:
        bank.she_moves()

        assert [path for path, _, _ in pages_met(bank)] == ["", "form", "done?city=Berlin"]
        with pytest.raises(PromiseBroken, match="it does not say its language"):
            bank.engine.run(bank.engine.scene.expect_in_her_language("she", **SAID))


def test_a_page_that_nobody_could_read_was_not_listened_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellonce.engine.pages_met._STATE", "() => { throw new Error('no state') }")
    with browsing_bank(tmp_path, SOUND, BY_KEYS, setting=EAR) as bank:
        bank.she_moves()

        assert end(bank).status == "inconclusive"
        assert "could not apply: " in constraint(bank, "screen reader")


def test_a_page_without_its_style_sheet_cannot_be_shown_again(tmp_path: Path) -> None:
    styled = page(FORM, head='<link rel="stylesheet" href="/gone.css">')
    with browsing_bank(tmp_path, {**SOUND, "/": styled}, BY_KEYS) as bank:
        bank.she_moves()
        with pytest.raises(CannotTell) as unshown:
            bank.engine.run(bank.engine.scene.expect_fits("she", 320, **SAID))

        assert without_address(str(unshown.value)) == (
            "Nobody can tell whether every page that Maria met fits\n"
            "  because   WEB/: it could not be shown again as it was: WEB/gone.css was not to be had"
        )


def test_nothing_is_said_of_the_hands_of_somebody_who_was_not_watched(tmp_path: Path) -> None:
    with browsing_bank(tmp_path, SOUND, BY_KEYS) as bank:
        bank.she_moves()
        with pytest.raises(CannotTell) as unwatched:
            bank.engine.run(bank.engine.scene.expect_by_keyboard("she", **SAID))
        with pytest.raises(CannotTell) as unheard:
            bank.engine.run(bank.engine.scene.expect_readable("she", **SAID))

    assert [str(unwatched.value), str(unheard.value)] == [
        "Maria's hands were not watched: only personas with 'keyboard_only: true' are",
        "nobody listened to the pages Maria met: only for 'screen_reader: true' somebody does",
    ]
