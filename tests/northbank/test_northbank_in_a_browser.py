"""The pages as people use them: by keyboard, on a phone, in the dark, with a screen reader."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from newcomer_bench import A_MONDAY, FATMA
from northbank_bench import MARIA, NEW_HOME

from northbank.__main__ import listen
from northbank.app import build_app
from northbank.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PUBLIC = (
    "/",
    "/sign-in",
    "/enquiry",
    "/enquiry/E-00000000",
    "/products",
    "/products/plus",
    "/products/1",
    "/search",
    "/search?q=insurance",
    "/search?q=hamster",
    "/apply",
    "/apply?package=Plus&dealer=Radio+Molina",
    "/apply?package={product}",
    "/there-is-nothing-here",
)
HERS = (
    "/details",
    *(f"/details/{form}" for form in ("address", "email", "phone", "name", "language", "consent", "cover")),
    "/cards",
    "/package",
    "/package?package={product}",
    "/travel-money",
    "/messages",
    "/history",
    "/orders",
    "/orders/new",
    "/preferences",
    *(f"/help{page}" for page in ("", "/chat", "/complaints", "/complaints/new", "/feedback")),
    "/",
    "/products",
    "/products/plus",
    "/search?q=insurance",
    "/enquiry",
    "/apply",
    "/details/there-is-nothing-here",
    "/there-is-nothing-here",
)
DESK = ("conversations", "conversations/{number}", "worklist", "calls/{number}", "contacts", "figures")
AGENTS = (
    *(f"/agent/{page}" for page in DESK),
    "/agent/enquiries",
    "/agent/applications",
    "/agent/applications/A-00000000/account",
    "/agent/products",
    "/agent/products/plus",
    "/agent/products/1",
    "/agent/customers/{number}",
    "/agent/customers/{number}?package={product}",
    "/agent/products/{product}",
    "/agent/customers/{number}/address",
    "/agent/customers/1",
    "/agent/conversations/1",
    "/agent/cases/1",
    "/agent/calls/1",
)

# path, what is typed (for a choice: nothing chosen), and where the first error leads
REFUSED: tuple[tuple[str, dict[str, str], str], ...] = (
    ("/sign-in", {"customer_no": "1234567890", "password": "wrong"}, "customer_no"),
    ("/agent/sign-in", {"user": "agent", "password": "wrong"}, "user"),
    ("/enquiry", {"given_name": "Amélie"}, "family_name"),
    ("/details/address", {"street": "Rosenweg", "postcode": ""}, "postcode"),
    ("/details/email", {"address": "maria.example.org"}, "address"),
    ("/details/phone", {"number": "call me"}, "number"),
    ("/details/name", {"family_name": ""}, "family_name"),
    ("/details/language", {"code": ""}, "code"),
    ("/details/consent", {"granted": ""}, "granted"),
    ("/details/cover", {"name": ""}, "name"),
    ("/package", {"name": ""}, "name"),
    ("/agent/customers/{number}/address", {"street": "Rosenweg", "postcode": ""}, "postcode"),
    ("/apply", {"given_name": "Amélie"}, "family_name"),
    ("/orders/new", {"item": ""}, "item"),
    ("/preferences", {"text_size": ""}, "text_size"),
    ("/agent/products/plus", {"monthly_fee": "a lot"}, "monthly_fee"),
    ("/agent/calls/{number}", {"about": "", "text": "She asked for a card."}, "about"),
    ("/agent/figures", {"answers": "not a table"}, "answers"),
    ("/help/chat", {"text": ""}, "text"),
    ("/help/complaints/new", {"about": "", "text": "It came late."}, "about"),
    ("/help/feedback", {"score": ""}, "score"),
)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory, font_folder: Path) -> Iterator[str]:
    """Where a bank serves; nobody takes its mails, and its pages do not mind."""
    data = tmp_path_factory.mktemp("northbank")
    (data / "fonts").symlink_to(font_folder, target_is_directory=True)
    app = build_app(Settings(data=data, smtp_port=9, sms_url="http://127.0.0.1:9/", send_tries=1))
    listener = listen(0)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="on", ws="none", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def number(bank: str) -> str:
    """A customer who has told the bank something once, so that no page of hers is empty."""
    account = asked(f"{bank}/lab/customers", "POST", MARIA)
    with_token = {"authorization": f"Bearer {account['api_token']}"}
    asked(f"{bank}/api/v1/me/postal_address", "PUT", NEW_HOME, **with_token)
    asked(f"{bank}/lab/customers/{account['customer_no']}/clock?wait_ready_s=20", "GET", None)
    return str(account["customer_no"])


@pytest.fixture(scope="module")
def known(bank: str, number: str) -> dict[str, str]:
    """What paths name: her number, and that of a product that is in no list unless it is asked for."""
    on_sale = asked(f"{bank}/lab/products", "POST", {"name": "Tide", "monthly_fee": "6.90", "benefit": "For shops."})
    return {"number": number, "product": on_sale["product_no"]}


def asked(url: str, method: str, body: Any, **headers: str) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = Request(url, data, {"content-type": "application/json", **headers}, method=method)  # noqa: S310
    with urlopen(request) as answer:  # noqa: S310 - our own bank
        return json.load(answer)


@contextmanager
def signed_in(browser: Browser, bank: str, number: str, **setting: Any) -> Iterator[Page]:
    """A tab of Maria's in which an agent is signed in at the desk as well."""
    context = browser.new_context(base_url=bank, **setting)
    tab = context.new_page()
    for path, user, password in (
        ("/sign-in", {"customer_no": number}, MARIA["password"]),
        ("/agent/sign-in", {"user": "agent"}, "desk"),
    ):
        sign_in(tab, path, {**user, "password": password})
    try:
        yield tab
    finally:
        context.close()


def sign_in(tab: Page, path: str, fields: dict[str, str]) -> None:
    """Fill in one of the two doors; the password is the last field."""
    tab.goto(path)
    for name, text in fields.items():
        tab.locator(f"[name={name}]").fill(text)
    tab.locator("[name=password]").press("Enter")
    tab.wait_for_url(lambda url: not url.endswith("/sign-in"))


def wrong_with(tab: Page) -> list[str]:
    """What axe finds, and whether the page is wider than the window."""
    wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found = [f"{v['id']}: {v['nodes'][0]['html']}" for v in Axe().run(tab).response["violations"]]
    return [*found, *([f"{wide} px too wide"] if wide > 0 else [])]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_every_page_is_accessible_and_fits(
    browser: Browser, bank: str, known: dict[str, str], width: int, scheme: str
) -> None:
    number = known["number"]
    setting = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    wrong = {}
    with signed_in(browser, bank, number, **setting) as tab:
        for path in (*HERS, *AGENTS):
            tab.goto(path.format(**known))
            wrong[path] = wrong_with(tab)
        tab.goto("/package")
        tab.locator("[name=name][value=Plus]").check()
        tab.locator("main button[type=submit]").press("Enter")
        tab.locator("[name=confirm]").wait_for(state="attached")
        wrong["to confirm a package"] = wrong_with(tab)
        tab.goto("/orders/new")
        tab.locator("main button[type=submit]").press("Enter")
        tab.locator("[data-told=reference]").wait_for()
        wrong["an order is received"] = wrong_with(tab)
        asked(f"{bank}/lab/customers/{number}/clock?wait_ready_s=20", "GET", None)
        tab.goto("/orders")
        wrong["/orders with an order"] = wrong_with(tab)
        tab.locator("[data-order] a").first.press("Enter")
        tab.locator("[name=problem]").wait_for()
        wrong["a claim"] = wrong_with(tab)
        tab.context.clear_cookies()
        for path in (*PUBLIC, "/agent/sign-in"):
            tab.goto(path.format(**known))
            wrong[path] = wrong_with(tab)
    assert {path: found for path, found in wrong.items() if found} == {}


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_help_and_desk_are_accessible_with_something_in_them(
    browser: Browser, bank: str, number: str, width: int, scheme: str
) -> None:
    setting = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    wrong: dict[str, list[str]] = {}

    def send(tab: Page, **fields: str) -> None:
        for name, text in fields.items():
            radio = tab.locator(f"[name={name}][value='{text}']")
            if radio.count():
                radio.press("Space")
            else:
                tab.locator(f"[name={name}]").fill(text)
        with tab.expect_navigation():
            tab.locator("main form button[type=submit]").first.press("Enter")
        wrong[tab.url] = wrong_with(tab)

    with signed_in(browser, bank, number, **setting) as tab:
        for page, fields in (
            ("chat", {"text": "Where is my card?"}),
            ("complaints/new", {"about": "card", "text": "It came broken."}),
            ("complaints/new", {"about": "card", "text": "It came late."}),
        ):
            tab.goto(f"/help/{page}")
            send(tab, **fields)
        send(tab, wish="A new one, please.")
        reference = tab.locator("[data-case]").get_attribute("data-case")
        tab.goto(f"/agent/cases/{reference}")
        wrong["an open case"] = wrong_with(tab)
        send(tab, answer="It was sent to the wrong street; a new one is on its way.")
        tab.goto("/help/feedback")
        send(tab, score="2", ease="3", comment="Nobody called.")
        tab.goto("/help/chat")
        with tab.expect_navigation():
            tab.locator("[name=act][value=person]").press("Enter")
        for path in ("/help/complaints", "/messages", *(f"/agent/{page}" for page in DESK)):
            tab.goto(path.format(number=number))
            wrong[path] = wrong_with(tab)
    assert {path: found for path, found in wrong.items() if found} == {}


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_a_newcomer_gets_from_the_form_to_her_card_by_keyboard(
    browser: Browser, bank: str, width: int, scheme: str
) -> None:
    number = asked(f"{bank}/lab/applicants", "POST", {"clock": A_MONDAY})["customer_no"]
    context = browser.new_context(
        base_url=bank, viewport={"width": width, "height": 900}, color_scheme=scheme, locale="de-AT"
    )
    tab, wrong = context.new_page(), {}
    tab.goto(f"/lab/applicants/{number}/browser")
    tab.goto("/apply?package=Basic")
    assert tab.locator("[name=country]").input_value() == "AT"
    for name in ("given_name", "family_name", "email", "phone", "street", "house_number", "flat", "postcode", "city"):
        tab_to(tab, f"[name={name}]")
        tab.keyboard.type(FATMA[name])
    tab_to(tab, "[name=password]")
    tab.keyboard.type(FATMA["password"])
    wrong["/apply filled in"] = wrong_with(tab)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    wrong["/apply received"] = wrong_with(tab)
    reference = tab.locator("[data-application]").get_attribute("data-application")
    asked(f"{bank}/lab/customers/{number}/clock?wait_ready_s=20", "GET", None)

    sign_in(tab, "/agent/sign-in", {"user": "agent", "password": "desk"})
    tab.goto("/agent/applications")
    wrong["an application"] = wrong_with(tab)
    tab_to(tab, f"[data-application={reference}] button")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert tab.locator("[role=status]").inner_text() == "The account is open."
    wrong["an account"] = wrong_with(tab)
    asked(f"{bank}/lab/customers/{number}/clock?wait_ready_s=20", "GET", None)
    tab.goto("/agent/applications")
    wrong["an application whose account is open"] = wrong_with(tab)

    sign_in(tab, "/sign-in", {"customer_no": number, "password": FATMA["password"]})
    for path in ("/details", "/cards"):
        tab.goto(path)
        wrong[path] = wrong_with(tab)
    assert tab.locator("[data-fact=card_day]").get_attribute("data-value") == "2027-03-08"
    context.close()
    assert {path: found for path, found in wrong.items() if found} == {}


@pytest.mark.parametrize("refused", REFUSED, ids=[path for path, _, _ in REFUSED])
def test_who_is_refused_hears_why_and_gets_to_the_field_by_keyboard(
    browser: Browser, bank: str, number: str, refused: tuple[str, dict[str, str], str]
) -> None:
    path, typed, field = refused
    with signed_in(browser, bank, number, viewport={"width": 400, "height": 900}, color_scheme="dark") as tab:
        if path.endswith("/sign-in"):
            tab.context.clear_cookies()
        tab.goto(path.format(number=number))
        title = tab.title()
        for name, text in typed.items():
            if tab.locator(f"[name={name}][type=radio]").count():
                tab.evaluate("document.querySelectorAll('[type=radio]').forEach(one => one.checked = false)")
            else:
                tab.locator(f"[name={name}]").fill(text)
        tab_to(tab, "main button[type=submit]")
        with tab.expect_navigation():
            tab.keyboard.press("Enter")

        assert tab.title() == f"Error: {title}"
        tab.locator("[role=alert]:focus").wait_for()
        assert wrong_with(tab) == []
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.closest('[role=alert]') !== null")
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.name") == field
        explained = "document.activeElement.closest('[aria-invalid=true]').getAttribute('aria-describedby')"
        assert f"{field}-error" in tab.evaluate(explained).split()


@pytest.mark.parametrize(
    "told",
    [
        ("/package?package={product}", "/package", "7.10"),
        ("/agent/customers/{number}?package={product}", "/offer", "7.20"),
    ],
    ids=["choosing", "offering"],
)
def test_a_fee_that_has_changed_since_is_told_with_the_new_one_by_keyboard(
    browser: Browser, bank: str, known: dict[str, str], told: tuple[str, str, str]
) -> None:
    path, form, fee = told
    with signed_in(browser, bank, known["number"], viewport={"width": 360, "height": 900}, color_scheme="dark") as tab:
        desk = tab.context.new_page()
        tab.goto(path.format(**known))
        desk.goto(f"/agent/products/{known['product']}")
        desk.locator("[name=monthly_fee]").fill(fee)
        desk.locator("[name=monthly_fee]").press("Enter")
        desk.locator("[role=status]").wait_for()
        desk.close()
        tab_to(tab, f"form[action$='{form}'] button[type=submit]")
        with tab.expect_navigation():
            tab.keyboard.press("Enter")

        tab.locator("[role=alert]:focus").wait_for()
        assert f"€{fee}" in tab.locator(f"form[action$='{form}']").inner_text()
        assert wrong_with(tab) == []
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.closest('form').action").endswith(form)
        with tab.expect_navigation():
            tab.locator(f"form[action$='{form}'] button[type=submit]").press("Enter")
        assert tab.locator("[role=alert]").count() == 0


def tab_to(tab: Page, selector: str) -> None:
    """Press Tab until the focus is there; every form is to be reachable in thirty steps."""
    for _ in range(30):
        tab.keyboard.press("Tab")
        if tab.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the keyboard never got to {selector}")


def test_a_page_without_an_error_takes_no_focus_and_has_its_plain_title(
    browser: Browser, bank: str, number: str
) -> None:
    with signed_in(browser, bank, number) as tab:
        tab.goto("/details/address")
        assert tab.title() == "Change your postal address – Northbank"
        assert tab.evaluate("document.activeElement === document.body")


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/orders", ("Services", "Orders", "page")),
        ("/orders/new", ("Services", "Orders", "true")),
        ("/help/chat", ("Help", "Chat", "page")),
        ("/agent/figures", ("Service", "Service figures", "page")),
        ("/agent/products/plus", ("Sales", "Products", "true")),
    ],
)
def test_a_group_of_the_navigation_opens_by_keyboard_and_says_where_she_is(
    browser: Browser, bank: str, number: str, path: str, wanted: tuple[str, str, str]
) -> None:
    group, entry, marked = wanted
    with signed_in(browser, bank, number, viewport={"width": 400, "height": 900}, color_scheme="dark") as tab:
        tab.goto(path)
        assert tab.locator("nav summary[aria-current=true]").all_inner_texts() == [group]
        tab.locator("nav summary[aria-current=true]").press("Enter")
        here = tab.locator("nav a[aria-current]")
        assert (here.all_inner_texts(), here.get_attribute("aria-current")) == ([entry], marked)
        assert here.is_visible()
        assert wrong_with(tab) == []


@pytest.mark.parametrize("path", ["/details", "/agent/figures"])
def test_the_navigation_is_one_line_on_a_wide_screen(browser: Browser, bank: str, number: str, path: str) -> None:
    with signed_in(browser, bank, number, viewport={"width": 1280, "height": 900}) as tab:
        tab.goto(path)
        parts = [box for part in tab.locator(".top .wrap > *").all() if (box := part.bounding_box())]
        middles = [box["y"] + box["height"] / 2 for box in parts]
        assert max(middles) - min(middles) <= 2
        assert tab.evaluate("document.querySelector('.top').offsetHeight") < 80


def test_an_agent_leaves_the_desk(browser: Browser, bank: str, number: str) -> None:
    with signed_in(browser, bank, number) as tab:
        tab.goto("/agent/enquiries")
        tab.get_by_role("button", name="Sign out").press("Enter")
        tab.wait_for_url("**/agent/sign-in")
        tab.goto(f"/agent/customers/{number}")
        assert tab.url.endswith("/agent/sign-in")
