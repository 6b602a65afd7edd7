"""One request that makes a fresh customer, as a steps file in YAML says it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import httpx

from tellonce.engine.flows import Draft, Enrolled
from tellonce.engine.written.meaning import Meaning, NoMeaning
from tellonce.engine.written.templates import fill
from tellonce.model.errors import Place, TellonceError
from tellonce.model.written_steps import WrittenEnrolment
from tellonce.probes.dotted import MISSING, as_text, at_path

__all__ = ["EnrolmentFailed", "enrol"]

_WITHIN_S = 30.0
_LOCAL = {"localhost", "127.0.0.1", "::1"}


class EnrolmentFailed(TellonceError):
    """The service took no new customer."""


async def enrol(written: WrittenEnrolment, draft: Draft, addresses: Mapping[str, str], place: Place) -> Enrolled:
    """Ask the service for a customer. Raises EnrolmentFailed when it does not take her, or does not say her name."""
    made_up = {name: secrets.token_urlsafe(12) for name in written.made_up}
    meaning = Meaning(addresses=addresses, values=draft.values, secrets=made_up, service=draft.service)
    try:
        url = fill(written.post, meaning.of)
        headers = {name: fill(text, meaning.of) for name, text in written.headers.items()}
        body = {name: fill(text, meaning.of) for name, text in (written.json_ or written.form or {}).items()}
    except NoMeaning as unknown:
        raise _failed(str(unknown), place) from None
    try:
        local = httpx.URL(url).host in _LOCAL
        async with httpx.AsyncClient(timeout=_WITHIN_S, trust_env=not local) as service:
            if written.form is not None:
                answer = await service.post(url, data=body, headers=headers)
            else:
                answer = await service.post(url, json=body, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _failed(f"POST {url} did not go through: {error or type(error).__name__}", place) from None
    said = " ".join(answer.text.split())[:300]
    if not answer.is_success:
        raise _failed(f"POST {url} answered {answer.status_code}: {said}", place)
    try:
        told = answer.json()
    except ValueError:
        raise _failed(f"POST {url} answered no JSON: {said}", place) from None
    service_id = _told(told, written.service_id, url, said, place)
    given = {name: _told(told, path, url, said, place) for name, path in written.secrets.items()}
    return Enrolled(service_id=service_id, secrets={**made_up, **given})


def _told(answer: object, path: str, url: str, said: str, place: Place) -> str:
    found = at_path(answer, path)
    if found is MISSING or not as_text(found):
        raise _failed(f"POST {url} does not say '{path}': {said}", place)
    return as_text(found)


def _failed(said: str, place: Place) -> EnrolmentFailed:
    return EnrolmentFailed(f"The service took no new customer: {said}\n  enrolment {place}")
