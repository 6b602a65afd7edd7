from __future__ import annotations

import json

import httpx
import pytest

from tellonce.model.errors import ProbeBlind
from tellonce.model.observation import Seen
from tellonce.probes import http as module
from tellonce.probes import make_probe

pytestmark = pytest.mark.anyio
SETTINGS = {
    "kind": "http",
    "url": "{web}/api/{customer.service_id}?key={customer.api_token}",
    "headers": {"Authorization": "Bearer {customer.api_token}"},
}


@pytest.fixture
async def api(sources, monkeypatch, at):
    """Look at an API that answers as told."""
    sources.addresses["web"] = "http://bank.test"
    probes = []

    async def look(answer, *facts, capture=False, **settings):
        transport = httpx.MockTransport(answer if callable(answer) else lambda request: answer)
        real = httpx.AsyncClient
        monkeypatch.setattr(module.httpx, "AsyncClient", lambda **kwargs: real(transport=transport, **kwargs))
        target = at("state", *(facts or ("email",)))
        probe = make_probe(target.place, SETTINGS | settings, sources)
        probes.append(probe)
        found = await probe.look(target, None)
        return await probe.capture(target, found.items[0]) if capture else found.items

    yield look
    for probe in probes:
        await probe.close()


async def test_facts_are_read_at_their_paths(api):
    body = '{"email": {"address": "a@b.example"}, "contract": {"plan": "Plus", "prices": [{"fee": 9.90}]}}'
    (item,) = await api(
        httpx.Response(200, text=body),
        "email",
        "package",
        read={"package": {"name": "contract.plan", "monthly_fee": "contract.prices.0.fee"}},
    )
    assert item.seen == {
        "email": Seen(components={"address": "a@b.example"}),
        "package": Seen(components={"name": "Plus", "monthly_fee": "9.90"}),
    }


async def test_truth_is_yes_or_no(api):
    (item,) = await api(httpx.Response(200, json={"marketing_consent": {"granted": False}}), "marketing_consent")
    assert item.seen["marketing_consent"] == Seen(components={"granted": "no"})


@pytest.mark.parametrize("body", [{"email": None}, {"email": {"address": None}}, {"email": {"address": ""}}])
async def test_an_empty_value_is_absence(api, body):
    assert await api(httpx.Response(200, json=body)) == ()


async def test_a_declared_status_is_absence(api):
    assert await api(httpx.Response(404), absent_status=[404]) == ()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (httpx.Response(404), "answered 404."),
        (httpx.Response(302, headers={"location": "/sign-in"}), "answered 302 and pointed to /sign-in."),
        (httpx.Response(200, html="<p>Hello</p>"), "answered text/html; charset=utf-8, not JSON."),
        (httpx.Response(200, json={"mail": 1}), "says nothing about email; it has mail."),
        (httpx.Response(200, json=[]), "says nothing about email; it has a JSON list."),
    ],
)
async def test_an_answer_without_the_facts_blinds_and_says_why(api, answer, said):
    with pytest.raises(ProbeBlind) as caught:
        await api(answer)
    assert str(caught.value) == f"GET http://bank.test/api/4711000001?key=••• {said}"


async def test_a_service_that_is_down_blinds_without_telling_a_secret(api):
    def refuse(request):
        raise httpx.ConnectError("refused for tok-9f8e7d")

    with pytest.raises(ProbeBlind) as caught:
        await api(refuse)
    assert str(caught.value) == "GET http://bank.test/api/4711000001?key=••• failed: refused for •••"
    assert caught.value.__cause__ is None


async def test_one_customers_session_never_serves_another(api):
    sent = []

    def answer(request):
        sent.append(request.headers.get("cookie"))
        return httpx.Response(200, json={"email": {"address": "a"}}, headers={"set-cookie": "session=hers; Path=/"})

    await api(answer)
    await api(answer)
    assert sent == [None, None]


async def test_the_evidence_is_what_was_read_and_no_secret(api):
    body = {"email": {"address": "tok-9f8e7d@b.example"}, "token": "zzz", "phone": {"number": "1"}}
    (capture,) = await api(httpx.Response(200, json=body), capture=True)
    assert json.loads(capture.text) == {"email": {"address": "•••@b.example"}}
    assert capture.place == "http://bank.test/api/4711000001?key=•••"
