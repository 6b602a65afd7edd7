"""Flows in YAML on pages of a real browser, by somebody who has no pointer: each act, each answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from written_bench import ADDRESSES, MARIA, declare

from tellonce.engine.browser import find_browser
from tellonce.engine.flows import Act, Refused, Unanswered
from tellonce.engine.written.acts import ActFailed

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.browser,
    pytest.mark.skipif(find_browser() is None, reason="no Chromium here: set TELLONCE_BROWSER to one"),
]
KEYBOARD_ONLY = Path(__file__).parents[2] / "src" / "tellonce" / "engine" / "keyboard_only.js"
DONE, NO = "<p role=status>Saved, thank you.</p>", "<p role=alert>That is no telephone number.</p>"
FORM = """<title>Phone</title><form method=post action=/save>
<label>Phone number <input name=number></label><button>Save</button></form>"""
PHONE = """
flows:
  - sentence: "{customer} changes {possessive} phone number"
    changes: phone
    acts:
      - open: "{web}/phone"
      - fill: {Phone number: "{new.number}"}
      - press: Save
"""


class Service:
    """Pages by path; what was sent. silent_ms: how long a page may keep her waiting."""

    def __init__(self, page: Any, root: Path) -> None:
        self.page, self.root = page, root
        self.pages: dict[str, str] = {"/phone": FORM, "/save": DONE}
        self.status: dict[str, int] = {}
        self.sent: list[str] = []

    def in_a_hurry(self) -> None:
        """What is not there is not waited for; pages still may take their time."""
        self.page.set_default_timeout(500)
        self.page.set_default_navigation_timeout(30_000)

    async def answer(self, route: Any) -> None:
        path = route.request.url.removeprefix("http://bank.test").partition("?")[0]
        if route.request.method == "POST" or "?" in route.request.url:
            self.sent.append(route.request.post_data or route.request.url.partition("?")[2])
        body = self.pages.get(path)
        status = 404 if body is None else self.status.get(path, 200)
        await route.fulfill(status=status, body=body or "", headers={"content-type": "text/html; charset=utf-8"})

    async def told(self, text: str, **news: dict[str, str]) -> Act:
        """She does what the (first) flow of the text says."""
        [flow, *_] = declare(self.root, text).flows
        act = Act(
            page=self.page, customer=MARIA, news=news or {"phone": {"number": "+4915112345678"}}, addresses=ADDRESSES
        )
        await flow.function(act)
        return act

    async def acts(self, body: str, acts: str, answer: str = "") -> Act:
        """She does these acts on a page of this body."""
        self.pages["/phone"] = body
        indented = "\n".join(f"      {line}" for line in acts.strip().splitlines())
        said = 'flows:\n  - sentence: "{customer} tells"\n    changes: phone\n    acts:\n'
        return await self.told(f'{said}      - open: "{{web}}/phone"\n{indented}\n{answer}')


@pytest.fixture
async def service(chromium: Any, tmp_path: Path) -> AsyncIterator[Service]:
    page = await chromium.new_page()
    await page.add_init_script(path=KEYBOARD_ONLY)
    made = Service(page, tmp_path)
    await page.route("**/*", made.answer)
    yield made
    await page.close()


async def test_she_opens_fills_in_and_presses_and_the_company_says_that_it_is_done(service: Service) -> None:
    await service.told(PHONE)

    assert service.sent == ["number=%2B4915112345678"]


async def test_a_flow_needs_no_script_of_the_page(chromium: Any, tmp_path: Path) -> None:
    context = await chromium.new_context(java_script_enabled=False)
    service = Service(await context.new_page(), tmp_path)
    await service.page.route("**/*", service.answer)

    await service.told(PHONE)
    service.pages["/save"] = NO
    with pytest.raises(Refused):
        await service.told(PHONE)
    await context.close()

    assert len(service.sent) == 2


async def test_what_the_company_refuses_is_refused_in_its_own_words(service: Service) -> None:
    service.pages["/save"] = NO

    with pytest.raises(Refused, match=r"^That is no telephone number\.$"):
        await service.told(PHONE)


async def test_a_form_that_the_page_does_not_let_her_send_is_refused(service: Service) -> None:
    service.pages["/phone"] = FORM.replace("name=number", "name=number required")

    with pytest.raises(Refused) as refused:
        await service.told(PHONE, phone={"number": ""})

    assert str(refused.value).startswith('the page does not let her send it: "Phone number": ')
    assert service.sent == []


async def test_a_page_that_goes_to_an_empty_field_and_then_says_that_it_is_done_has_accepted(service: Service) -> None:
    script = (
        "event.preventDefault(); this.number.value = ''; this.number.focus();"
        "setTimeout(() => document.querySelector('[role=status]').textContent = 'Saved.', 300)"
    )
    service.pages["/phone"] = f'''<p role=status></p><form onsubmit="{script}">
      <label>Phone number <input name=number required></label><button>Save</button></form>'''

    await service.told(PHONE)


SHORT = "    answer: {within: 300 ms}\n"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<title>Oops</title>", 'the page "Oops" says neither that it is done nor that it is refused'),
        (
            f"<title>Both</title>{DONE}{NO}",
            "the page says both that it is done and that it is refused: "
            '"Saved, thank you." and "That is no telephone number."',
        ),
        (
            "<title>Later</title><p role=status></p>",
            'the page "Later" says neither that it is done nor that it is refused',
        ),
        (
            "<title>Gone</title><p role=status hidden>Saved.</p>",
            'the page "Gone" says neither that it is done nor that it is refused',
        ),
    ],
)
async def test_an_answer_that_says_nothing_plain_is_none(service: Service, page: str, said: str) -> None:
    service.pages["/save"] = page

    with pytest.raises(Unanswered) as unanswered:
        await service.told(PHONE + SHORT)

    assert str(unanswered.value) == said


async def test_a_page_that_answers_500_and_says_nothing_plain_is_told_by_its_status(service: Service) -> None:
    service.pages["/save"], service.status["/save"] = "<title>Oops</title>", 500

    with pytest.raises(Unanswered) as unanswered:
        await service.told(PHONE + SHORT)

    said = 'the page "Oops" was answered 500, and says neither that it is done nor that it is refused'
    assert str(unanswered.value) == said


@pytest.mark.parametrize("status", [404, 422, 500])
async def test_a_page_that_the_service_calls_a_failure_accepts_nothing(service: Service, status: int) -> None:
    service.pages["/save"] = "<p role=status>You are signed in as Maria.</p><h1>We are sorry</h1>"
    service.status["/save"] = status

    with pytest.raises(Unanswered) as unanswered:
        await service.told(PHONE)

    said = f'the page was answered {status}, although it says "You are signed in as Maria."'
    assert str(unanswered.value) == said


async def test_a_refusal_may_be_answered_with_a_status_of_failure(service: Service) -> None:
    service.pages["/save"], service.status["/save"] = NO, 422

    with pytest.raises(Refused, match="That is no telephone number"):
        await service.told(PHONE)


async def test_an_application_that_is_served_for_every_address_may_accept(service: Service) -> None:
    service.status["/phone"] = 404
    script = "document.querySelector('[role=status]').textContent = 'Saved.'"
    await service.acts(f'<p role=status></p><button onclick="{script}">Save</button>', "- press: Save")


async def test_what_stood_there_before_she_pressed_is_no_answer(service: Service) -> None:
    service.pages["/phone"] = "<title>Phone</title><p role=status>Welcome back.</p><button type=button>Save</button>"

    with pytest.raises(Unanswered) as unanswered:
        await service.acts(service.pages["/phone"], "- press: Save", SHORT)

    assert str(unanswered.value) == 'the page "Phone" says only what it said before she pressed: "Welcome back."'


async def test_an_answer_on_the_same_page_counts_when_it_is_new(service: Service) -> None:
    script = "document.querySelector('[role=status]').textContent = 'Saved.'"
    await service.acts(f'<p role=status>Welcome.</p><button onclick="{script}">Save</button>', "- press: Save")


async def test_a_page_for_crashes_means_that_nobody_knows(service: Service) -> None:
    service.pages["/save"] = "<h1>We are sorry</h1>"

    with pytest.raises(Unanswered, match=r'^the page says "We are sorry"$'):
        await service.told(PHONE + "    answer: {unknown: {role: heading, text: We are sorry}}\n")


@pytest.mark.parametrize(
    "sign", ["'Saved, thank you'", "{css: p, text: Saved}", "{role: status, text: Saved}", "{css: '[role=status]'}"]
)
async def test_the_sign_of_an_answer_may_be_told_by_text_selector_or_role(service: Service, sign: str) -> None:
    await service.told(PHONE + f"    answer: {{accepted: {sign}, within: 5 s}}\n")


EVERY_CONTROL = """
<form method=post action=/save enctype=text/plain>
  <label for=c>Country</label><select id=c name=country><option value=DE>Germany<option value=AT>Austria</select>
  <fieldset><legend>Package</legend>
    <label><input type=radio name=package value=basic checked>Basic</label>
    <label><input type=radio name=package value=plus>Plus</label></fieldset>
  <label><input type=checkbox name=news checked>Newsletter</label>
  <label><input type=checkbox name=terms>I agree</label>
  <input name=note aria-label="Anything else">
  <textarea name=more placeholder="More"></textarea>
  <a href="/save?by=link">Send by link</a><input type=submit value=Send>
</form>"""


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("- choose: {Country: Austria}", "country=AT"),
        ("- choose: {Country: AT}", "country=AT"),
        ("- choose: {Land | Country: Österreich | Austria}", "country=AT"),
        ("- choose: {Package: Plus}", "package=plus"),
        ("- choose: {Package: plus}", "package=plus"),
        ("- tick: Plus", "package=plus"),
        ("- tick: I agree", "terms=on"),
        ("- tick: Newsletter", "news=on"),
        ("- fill: {Anything else: 'no {{braces}}'}", "note=no {braces}"),
        ("- fill: {More: '{customer.email.address}'}", "more=maria@mail.example"),
        ("- fill: {'css=[name=note]': '{customer.service_id}'}", "note=4711"),
        ("- wait for: {css: fieldset}", "package=basic"),
    ],
)
async def test_each_control_takes_what_she_says(service: Service, act: str, sent: str) -> None:
    await service.acts(EVERY_CONTROL, f"{act}\n- press: Send")

    assert sent in service.sent[0].splitlines()


async def test_what_she_unticks_is_not_sent(service: Service) -> None:
    await service.acts(EVERY_CONTROL, "- untick: Newsletter\n- press: Absenden | Send")

    assert "news=" not in service.sent[0]


async def test_she_presses_a_link_as_she_presses_a_button(service: Service) -> None:
    await service.acts(EVERY_CONTROL, "- press: Send by link")

    assert service.sent == ["by=link"]


async def test_she_attaches_a_file_of_the_project(service: Service) -> None:
    (service.root / "lease.txt").write_text("flat 7b", encoding="utf-8")
    script = "document.querySelector('[role=status]').textContent = this.files[0].name"
    form = f'<label>Proof <input type=file onchange="{script}"></label><p role=status></p>'

    await service.acts(form, "- attach: {Proof: lease.txt}", "    answer: {accepted: lease.txt}\n")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (
            "- fill: {Anythin else: x}",
            'the page has no field "Anythin else"; did you mean "Anything else"? '
            'It has "Country", "Basic", "Plus", "Newsletter", "I agree", "Anything else", "more"',
        ),
        (
            "- press: Buy",
            'the page has no button or link "Buy"; it has "Send by link", "Send"',
        ),
        (
            "- choose: {Country: Asutria}",
            '"Country" has no option "Asutria"; did you mean "Austria"? It has "Germany", "Austria"',
        ),
        (
            "- choose: {Packge: Plus}",
            'the page has no list or group "Packge"; did you mean "Package"? It has "Country", "Package"',
        ),
        (
            "- tick: I disagree",
            'the page has no check box or radio button "I disagree"; did you mean "I agree"? '
            'It has "Basic", "Plus", "Newsletter", "I agree"',
        ),
        ("- wait for: Never said", 'the page never showed "Never said"'),
    ],
)
async def test_what_the_page_does_not_have_is_told_with_what_it_has(service: Service, act: str, said: str) -> None:
    service.in_a_hurry()
    with pytest.raises(ActFailed) as failed:
        await service.acts(EVERY_CONTROL, act + "\n- press: Send")

    assert (failed.value.said, str(failed.value.place)) == (said, "steps/own.yaml:6:9")


async def test_of_two_that_are_called_the_same_nobody_knows_which_is_meant(service: Service) -> None:
    with pytest.raises(ActFailed) as failed:
        await service.acts("<button>Save</button><button>Save</button>", "- press: Save")

    assert failed.value.said == 'the page has 2 times a button or link "Save": nobody knows which is meant'


async def test_a_button_that_stays_disabled_cannot_be_pressed(service: Service) -> None:
    service.in_a_hurry()
    with pytest.raises(ActFailed, match='"Save" stays disabled: she cannot press it'):
        await service.acts("<button disabled>Save</button>", "- press: Save")


LEARN = (
    PHONE
    + """    learn:
      delivery_day:
        date: {css: "#day", attribute: data-value, matching: '^(\\d+-\\d+-\\d+)'}
"""
)


async def test_she_learns_what_the_answer_tells_her(service: Service) -> None:
    service.pages["/save"] = f'{DONE}<p id=day data-value="2026-05-08T12">Friday</p>'

    assert (await service.told(LEARN)).learned == {"delivery_day": {"date": "2026-05-08"}}


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("", "she was to be told delivery_day.date, and nothing is shown at #day"),
        (
            '<p id=day data-value="soon">Friday</p>',
            'she was to be told delivery_day.date, and the attribute data-value of #day says "soon"',
        ),
    ],
)
async def test_what_she_was_to_be_told_and_was_not_is_no_answer(service: Service, page: str, said: str) -> None:
    service.in_a_hurry()
    service.pages["/save"] = DONE + page

    with pytest.raises(ActFailed) as failed:
        await service.told(LEARN)

    assert (failed.value.said, str(failed.value.place)) == (said, "steps/own.yaml:10:7")


async def test_a_viewer_signs_in_as_the_file_says(service: Service) -> None:
    service.pages["/in"] = FORM.replace("Phone number", "Password").replace("Save", "Sign in")
    viewers = """
viewers:
  customer:
    - open: "{web}/in"
    - fill: {Password: "{customer.password}"}
    - press: Sign in
    - wait for: {role: status}
"""
    deeds = declare(service.root, viewers)

    await deeds.viewers["customer"](service.page, MARIA, ADDRESSES)

    assert service.sent == ["number=Correct-Horse"]
