from __future__ import annotations

import pytest
from playwright.async_api import async_playwright

from tellonce.engine.browser import find_browser
from tellonce.model.errors import ProbeBlind
from tellonce.model.observation import Seen
from tellonce.probes import make_probe

pytestmark = pytest.mark.anyio
CHROMIUM = find_browser()
FLAGS = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run"]
ADDRESS = """
<p data-fact="postal_address"><span data-part="street">Rosenweg</span> <span data-part="house_number"> 7b </span>,
<span data-part="city">München</span> <span data-part="country" data-value="DE">Deutschland</span></p>
"""


@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="module")
async def browser(anyio_backend):
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def show(browser, sources, at):
    """Look at a page that a bank serves, without a bank."""
    page = sources.page = await browser.new_page()
    sources.addresses["web"] = "http://bank.test"
    served = {}

    async def answer(route):
        path = route.request.url.removeprefix("http://bank.test")
        status, body, headers = served.get(path, (404, "<title>Lost</title>", {}))
        await route.fulfill(status=status, body=body, headers={"content-type": "text/html; charset=utf-8"} | headers)

    await page.route("**/*", answer)

    async def look(body, *facts, status=200, headers=None, capture=False, between="", **settings):
        served["/details"] = (status, body, headers or {})
        served["/sign-in"] = (200, "<h1>Welcome</h1><input type=password>", {})
        target = at("state", *(facts or ("postal_address",)))
        probe = make_probe(target.place, {"kind": "page", "url": "{web}/details"} | settings, sources)
        found = await probe.look(target, None)
        if between:
            await make_probe(target.place, {"kind": "page", "url": "{web}/details"}, sources).look(target, None)
        return await probe.capture(target, found.items[0]) if capture else found.items

    yield look
    await page.close()


async def test_parts_and_machine_values_are_read_before_the_text(show):
    (item,) = await show(ADDRESS)
    assert item.seen["postal_address"] == Seen(
        components={"street": "Rosenweg", "house_number": "7b", "city": "München", "country": "DE"}
    )


async def test_several_facts_and_own_selectors_are_read(show):
    (item,) = await show(
        '<p id="home">Rosenweg 7b\n<br>80331</p><input id="mail" value="m@x.example">'
        '<b class="p">Plus</b><i class="f">9,90</i>',
        "postal_address",
        "email",
        "package",
        "phone",
        read={"postal_address": "#home", "email": "#mail", "package": {"name": ".p", "monthly_fee": ".f"}},
    )
    assert item.seen == {
        "postal_address": Seen(text="Rosenweg 7b\n80331"),
        "email": Seen(components={"address": "m@x.example"}),
        "package": Seen(components={"name": "Plus", "monthly_fee": "9,90"}),
    }


async def test_what_nobody_can_see_is_not_read(show):
    hidden = '<p data-fact="email" hidden>old@x.example</p><p data-fact="email">new@x.example</p>'
    (item,) = await show(hidden, "email")
    assert item.seen["email"] == Seen(components={"address": "new@x.example"})


async def test_a_place_that_is_there_and_empty_is_absence(show):
    assert await show('<p data-fact="postal_address"></p>') == ()
    assert await show('<p data-fact="postal_address"><i data-part="street"></i></p>') == ()


async def test_a_page_without_the_place_blinds_and_says_what_it_shows(show):
    with pytest.raises(ProbeBlind) as caught:
        await show("<title>Maintenance</title><h1>Back soon</h1>")
    assert str(caught.value) == 'http://bank.test/details shows no place for postal_address; it shows "Back soon".'


async def test_a_sign_in_page_blinds_and_says_so(show):
    with pytest.raises(ProbeBlind) as caught:
        await show("<h1>Welcome</h1><input type=password>")
    assert str(caught.value) == 'http://bank.test/details asks to sign in ("Welcome" at http://bank.test/details).'


async def test_an_error_page_blinds_even_when_it_shows_the_fact(show):
    with pytest.raises(ProbeBlind) as caught:
        await show(f"<title>Oops</title>{ADDRESS}", status=500)
    assert str(caught.value) == 'http://bank.test/details answered 500 ("Oops").'


async def test_a_page_that_never_gets_ready_blinds(show):
    with pytest.raises(ProbeBlind, match=r"http://bank\.test/details could not be read: .*Timeout 200ms exceeded"):
        await show(ADDRESS, ready="#done", within="200 ms")


async def test_the_evidence_is_a_picture_of_the_very_look(show):
    (capture,) = await show(ADDRESS, capture=True)
    assert (capture.kind, capture.media_type, capture.caption) == ("screenshot", "image/jpeg", "the card letter")
    assert capture.body.startswith(b"\xff\xd8")


async def test_what_is_new_is_pictured_at_once_whoever_looks_next(show, at):
    await show(ADDRESS)
    (capture,) = await show(ADDRESS.replace("7b", "8"), capture=True, between="another look")
    assert (capture.caption, capture.place) == ("the card letter", "http://bank.test/details")
    assert capture.body.startswith(b"\xff\xd8")


async def test_a_picture_taken_after_another_look_says_so(show):
    (capture,) = await show(ADDRESS, capture=True, between="another look")
    assert capture.caption == "the card letter (loaded again after the look)"
