"""A flow in YAML gives up early on what cannot come any more, and never on what only comes late."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from written_bench import ADDRESSES, MARIA, declare

from tellonce.engine.browser import find_browser
from tellonce.engine.flows import Act
from tellonce.engine.written import missing
from tellonce.engine.written.acts import ActFailed

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.browser,
    pytest.mark.skipif(find_browser() is None, reason="no Chromium here: set TELLONCE_BROWSER to one"),
]
STILL_S, LIMIT_MS, LATE_S = 0.4, 4000, 1.2
"""For the tests a page is still sooner than for customers; what is late comes later than that."""
FIELD = "<label>Phone number <input name=number></label>"
OTHER = "<label>E-mail <input name=mail></label>"
DONE = "<p role=status>Saved.</p>"
FORM = f"<form method=post action=/save>{FIELD}<button>Save</button></form>"
FILL_AND_SAVE = "- fill: {Phone number: '1'}\n- press: Save"


class Service:
    """path -> what it answers, after how many seconds, with which status; None for no answer at all."""

    def __init__(self, page: Any, root: Path) -> None:
        self.page, self.root = page, root
        self.answers: dict[str, tuple[str | None, float, int]] = {"/save": (DONE, 0.0, 200)}
        self.took_s = 0.0

    async def answer(self, route: Any) -> None:
        body, after_s, status = self.answers.get(route.request.url.removeprefix("http://bank.test"), ("", 0.0, 404))
        await asyncio.sleep(after_s)
        if body is None:
            await route.abort("connectionrefused")
            return
        await route.fulfill(status=status, body=body, headers={"content-type": "text/html; charset=utf-8"})

    async def acts(self, body: str, acts: str, *, status: int = 200) -> None:
        """She opens /phone, which is answered with this body, and acts."""
        self.answers["/phone"] = (body, 0.0, status)
        indented = "\n".join(f"      {line}" for line in acts.splitlines())
        said = 'flows:\n  - sentence: "{customer} tells"\n    changes: phone\n    acts:\n'
        [flow] = declare(self.root, f'{said}      - open: "{{web}}/phone"\n{indented}\n').flows
        act = Act(page=self.page, customer=MARIA, news={"phone": {"number": "1"}}, addresses=ADDRESSES)
        began_s = monotonic()
        try:
            await flow.function(act)
        finally:
            self.took_s = monotonic() - began_s


@pytest.fixture
async def service(chromium: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    monkeypatch.setattr(missing, "_AT_ONCE_S", 0.1)
    monkeypatch.setattr(missing, "_STILL_S", STILL_S)
    monkeypatch.setattr(missing, "_STILL_AFTER_PRESSING_S", STILL_S)
    page = await chromium.new_page()
    page.set_default_timeout(LIMIT_MS)
    made = Service(page, tmp_path)
    await page.route("**/*", made.answer)
    yield made
    await page.close()


def late(script: str) -> str:
    """A page with another field, in which a script makes the form."""
    return f"{OTHER}<main></main><script>const form = `{FORM}`, main = document.querySelector('main');{script}</script>"


LATE_MS = int(LATE_S * 1000)


@pytest.mark.parametrize(
    "body",
    [
        late("fetch('/late').then((answer) => answer.text()).then(() => { main.innerHTML = form; })"),
        late(f"setInterval(() => main.append('.'), 100); setTimeout(() => {{ main.innerHTML = form; }}, {LATE_MS})"),
        late(
            "main.innerHTML = '<p aria-busy=true>One moment</p>';"
            f"setTimeout(() => {{ main.innerHTML = form; }}, {LATE_MS})"
        ),
        late(
            f"main.innerHTML = '<progress>Loading</progress>';setTimeout(() => {{ main.innerHTML = form; }}, {LATE_MS})"
        ),
        late(
            "main.animate([{opacity: 0}, {opacity: 1}], {duration: 300, iterations: Infinity});"
            f"setTimeout(() => {{ main.getAnimations()[0].cancel(); main.innerHTML = form; }}, {LATE_MS})"
        ),
        late(
            "const work = `setTimeout(() => postMessage(1), " + str(LATE_MS) + ")`;"
            "new Worker(URL.createObjectURL(new Blob([work]))).onmessage = () => { main.innerHTML = form; };"
        ),
        f"<main></main><script>setTimeout(() => {{ document.querySelector('main').innerHTML = `{FORM}` }}, {LATE_MS})"
        "</script>",
        f"{OTHER}<img src=/late onload=\"document.querySelector('main').innerHTML = `{FORM}`\" "
        f"onerror=\"document.querySelector('main').innerHTML = `{FORM}`\"><main></main>",
    ],
    ids=["fetched", "drawn bit by bit", "busy", "in progress", "moving", "a worker", "nothing else there", "a picture"],
)
async def test_a_form_that_comes_late_is_found(service: Service, body: str) -> None:
    service.answers["/late"] = ("", LATE_S, 200)

    await service.acts(body, FILL_AND_SAVE)

    assert service.took_s >= LATE_S * 0.9


async def test_only_a_bare_timer_of_the_page_cannot_be_seen(service: Service) -> None:
    """Why pages must be still for seconds; and that those above are waited for because of what is seen of them."""
    with pytest.raises(ActFailed, match='no field "Phone number"; it has "E-mail"'):
        await service.acts(late(f"setTimeout(() => {{ main.innerHTML = form; }}, {LATE_MS})"), FILL_AND_SAVE)


async def test_a_page_that_goes_on_to_the_form_by_itself_is_waited_for(service: Service) -> None:
    service.answers["/form"] = (FORM, 0.0, 200)
    page = f"<meta http-equiv=refresh content='1; url=/form'>{OTHER}<p>You will be sent on.</p>"

    await service.acts(page, FILL_AND_SAVE)


async def test_a_wrong_label_is_told_as_soon_as_nothing_is_going_on(service: Service) -> None:
    with pytest.raises(ActFailed) as failed:
        await service.acts(OTHER + FORM, FILL_AND_SAVE.replace("Phone number", "Phon number"))

    said = 'the page has no field "Phon number"; did you mean "Phone number"? It has "E-mail", "Phone number"'
    assert (failed.value.said, str(failed.value.place)) == (said, "steps/own.yaml:6:9")
    assert service.took_s < LIMIT_MS / 1000 / 2


async def test_a_wrong_label_is_told_early_where_scripts_are_off_too(
    chromium: Any, service: Service, tmp_path: Path
) -> None:
    context = await chromium.new_context(java_script_enabled=False)
    page = await context.new_page()
    page.set_default_timeout(LIMIT_MS)
    plain = Service(page, tmp_path)
    await page.route("**/*", plain.answer)

    with pytest.raises(ActFailed, match='did you mean "Phone number"'):
        await plain.acts(FORM, FILL_AND_SAVE.replace("Phone number", "Phon number"))
    await context.close()

    assert plain.took_s < LIMIT_MS / 1000 / 2


async def test_a_wrong_label_after_a_page_that_she_sent_is_told_early(service: Service) -> None:
    service.answers["/save"] = (FORM, 0.0, 200)

    with pytest.raises(ActFailed, match='no field "Mobile"; it has "Phone number"'):
        await service.acts(FORM, f"{FILL_AND_SAVE}\n- fill: {{Mobile: '1'}}\n- press: Save")

    assert service.took_s < LIMIT_MS / 1000 / 2


async def test_what_she_pressed_may_be_long_in_coming_on_the_same_page(service: Service) -> None:
    script = f"setTimeout(() => {{ document.querySelector('main').innerHTML = `{FORM}` }}, {LATE_MS})"
    await service.acts(
        f'{OTHER}<button type=button onclick="{script}">Go on</button><main></main>', "- press: Go on\n" + FILL_AND_SAVE
    )

    assert service.took_s >= LATE_S * 0.9


@pytest.mark.parametrize("other", ["", OTHER])
async def test_a_page_that_answers_500_is_told_early_and_by_its_name(service: Service, other: str) -> None:
    with pytest.raises(ActFailed) as failed:
        await service.acts(f"<h1>We are sorry</h1>{other}", FILL_AND_SAVE, status=500)

    has = '; it has "E-mail"' if other else ""
    assert failed.value.said == f'the page answered 500: it has no field "Phone number"{has}'
    assert service.took_s < LIMIT_MS / 1000 / 2


async def test_what_never_showed_on_a_page_that_answered_503_says_so(service: Service) -> None:
    with pytest.raises(ActFailed) as failed:
        await service.acts("<h1>Back soon</h1>", "- wait for: The form\n- press: Save", status=503)

    assert failed.value.said == 'the page answered 503: it never showed "The form"'
    assert service.took_s < LIMIT_MS / 1000 / 2


async def test_a_page_that_answers_500_and_draws_its_form_late_is_waited_for(service: Service) -> None:
    service.answers["/late"] = ("", LATE_S, 200)
    body = late("fetch('/late').then(() => { main.innerHTML = form; })")

    await service.acts(body, FILL_AND_SAVE, status=500)


async def test_a_page_that_could_not_be_loaded_says_so(service: Service) -> None:
    service.answers["/next"] = (None, 0.0, 0)

    with pytest.raises(ActFailed) as failed:
        await service.acts("<a href=/next>Go on</a>", "- press: Go on\n" + FILL_AND_SAVE)

    assert failed.value.said == ('the page did not load (net::ERR_CONNECTION_REFUSED): it has no field "Phone number"')
    assert service.took_s < LIMIT_MS / 1000 / 2


class Listened:
    """A page that knows who listens to it."""

    def __init__(self) -> None:
        self.listeners: list[tuple[str, Any]] = []

    def on(self, event: str, listener: Any) -> None:
        self.listeners.append((event, listener))

    def remove_listener(self, event: str, listener: Any) -> None:
        self.listeners.remove((event, listener))


async def test_nobody_listens_to_a_page_any_longer_than_she_acts() -> None:
    page = Listened()
    waiting = missing.Missing(page)  # type: ignore[arg-type]  # all that is asked of a page
    waiting.begin()
    assert page.listeners

    waiting.end()
    assert page.listeners == []
