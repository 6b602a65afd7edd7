"""Where people open the page of a run: `report_url` in the settings, or TELLONCE_REPORT_URL in the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote, urlsplit

from tellonce.model.errors import Place, Problem, UsageProblem
from tellonce.project.environment import filled, not_set

__all__ = ["ENVIRONMENT", "RUN", "read_report_url"]

ENVIRONMENT = "TELLONCE_REPORT_URL"
RUN = "{run}"
"""What stands for the run's name; of all else that an address may hold, nothing stands in braces."""
_OF_ADDRESSES = ":/?@!$&'()*+,;=[]~%"
"""What has a meaning in an address, and "%", before which only what is no such sign yet is written as one."""
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")
_MEANT = f'write it as "https://ci.example/artifacts/{RUN}/index.html"'


def read_report_url(said: str, place: Place, environment: Mapping[str, str]) -> str:
    """`said` with ${NAME:-default} filled in, percent-encoded but for {run}; "" where nothing is left of it.

    place: where it was said.  Raises UsageProblem for a variable that is not set, and for what people could not open,
    or should not be told.
    """
    unset: list[str] = []
    written = filled(said.strip(), environment, unset, _encoded)
    problems = [not_set(name, place) for name in dict.fromkeys(unset)]
    if not problems and not written:
        return ""
    problems = problems or _problems(written, place)
    if problems:
        # Of the settings' mistakes, wherever it stands.
        raise UsageProblem(replace(one, rule="TO001") for one in problems)
    return RUN.join(_encoded(part) for part in written.split(RUN))


def _encoded(text: str) -> str:
    """As it may stand in an address, "#" and braces included: what an address is made of stays, and what is encoded
    already."""
    return quote(_BARE_PERCENT.sub("%25", text), safe=_OF_ADDRESSES, errors="surrogateescape")


def _problems(written: str, place: Place) -> list[Problem]:
    """Why it will not do; none where it does. It is not repeated whole: what the environment put in may be a secret."""
    wrong = next((found[0] for found in _PLACEHOLDER.finditer(written) if found[0] != RUN), None)
    if wrong:
        what = f"report_url: nothing is known to be filled in for '{wrong}'"
        hint = "write ${NAME} for what the environment has, in capitals"
        return [Problem(what=what, place=place, bad=wrong, valid=(RUN,), hint=hint)]
    if "#" in written:
        what = "report_url: it names a place within the page, which each link does itself"
        return [Problem(what=what, place=place, bad="#", hint="leave out '#' and what follows it")]
    try:
        parts = urlsplit(written)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return [Problem(what="report_url: this is no address", place=place, hint=_MEANT)]
    if parts.scheme not in ("http", "https"):
        said = (
            f"'{parts.scheme}' is neither http nor https" if parts.scheme else "it begins with no https:// or http://"
        )
        return [Problem(what=f"report_url: {said}", place=place, bad=parts.scheme, hint=_MEANT)]
    if not host:
        return [Problem(what="report_url: it names no host", place=place, hint=_MEANT)]
    if "@" in parts.netloc:
        what = "report_url: it has a user name or a password, which every message would tell"
        return [Problem(what=what, place=place, hint="leave out what stands before '@'")]
    return []
