"""The services that the blueprint starts: is their port free, do they come up in time, and who answers else?"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import httpx

from tellonce.engine.services import Services
from tellonce.engine.stage import Stage
from tellonce.model.blueprint import Service
from tellonce.model.errors import UsageProblem
from tellonce.runner.doctor.finding import Finding, ok, problem, unchecked, warning

__all__ = ["addresses", "is_our_own", "services", "who_listens"]

_CONNECT_S = 1.0
_LOOPBACK = ("127.", "localhost", "::1", "0.0.0.0")  # noqa: S104 - recognised in addresses, never bound


def addresses(stage: Stage) -> Iterator[Finding]:
    """Can the host names of the blueprint's addresses be resolved?"""
    names = _hosts(stage)
    unknown = []
    for name, host in names.items():
        try:
            socket.getaddrinfo(host, None)
        except OSError:
            unknown.append(f"{host} ({name})")
    if unknown:
        yield problem(
            "addresses",
            f"no machine is known by the name {', '.join(unknown)}",
            "mend the blueprint's addresses, or the name server",
        )
    elif names:
        yield ok("addresses", f"{', '.join(dict.fromkeys(names.values()))} can be found")


def _hosts(stage: Stage) -> dict[str, str]:
    found = {}
    for name, address in stage.addresses.table.items():
        host = urlsplit(str(address)).hostname if "://" in str(address) else None
        if host and "*" not in host and not str(address).startswith("sqlite"):
            found[name] = host
    return found


def is_our_own(stage: Stage) -> bool:
    """Whether customers may be enrolled unasked: everything is started from here, and on this machine."""
    hosts = [host for name, host in _hosts(stage).items() if str(stage.addresses.table[name]).startswith("http")]
    return bool(stage.blueprint.start) and all(host.startswith(_LOOPBACK) for host in hosts)


def services(stage: Stage, running: Services, logs: Path) -> Iterator[Finding]:
    """Bring them up one by one, as a run does. What comes up stays up for the checks that follow.

    The caller stops `running`. After one that does not come up, the rest is not tried.
    """
    if not stage.blueprint.start:
        yield unchecked(
            "services",
            "the blueprint starts none: the service under test must be up by itself",
            "say how it starts under start: in the blueprint, so that every run has it",
        )
        return
    for nth, service in enumerate(stage.blueprint.start):
        stranger = _stranger(stage, service)
        if stranger:
            yield problem(
                "services",
                f"{service.name}: {stranger}",
                "stop it, or give the service another port by the settings above",
            )
            yield from _not_tried(stage.blueprint.start[nth + 1 :])
            return
        began = monotonic()
        try:
            started = running.bring_up(service, logs)
        except UsageProblem as error:
            first = error.problems[0]
            yield problem("services", f"{service.name}: {first.what}", first.hint or "run its command by hand")
            yield from _not_tried(stage.blueprint.start[nth + 1 :])
            return
        took = monotonic() - began
        if not started:
            yield warning(
                "services",
                f"{service.name} was up already at {stage.addresses.fill(service.ready)}: a run would use that one",
                "stop it if it is not the one that you mean to test",
            )
        elif took > service.ready_within / 2:
            yield warning(
                "services",
                f"{service.name} takes {took:.1f} s to come up; it must not take more than {service.ready_within:g} s",
                "give it more in ready_within, or a slower machine will find it missing",
            )
        else:
            yield ok("services", f"{service.name} comes up in {took:.1f} s ({service.ready_within:g} s allowed)")


def _not_tried(rest: tuple[Service, ...]) -> Iterator[Finding]:
    for service in rest:
        yield unchecked("services", f"{service.name}: not tried after the one before it", "mend that first")


def _stranger(stage: Stage, service: Service) -> str:
    """Who listens where the service should, and does not answer as it would; empty when nobody does."""
    url = urlsplit(stage.addresses.fill(service.ready))
    host, port = url.hostname or "", url.port or (443 if url.scheme == "https" else 80)
    try:
        socket.create_connection((host, port), timeout=_CONNECT_S).close()
    except OSError:
        return ""
    try:
        answer = httpx.get(url.geturl(), timeout=2.0, trust_env=False)
    except httpx.HTTPError as error:
        said = f"gives no HTTP answer ({type(error).__name__})"
    else:
        if answer.status_code == httpx.codes.OK:
            return ""
        said = f"answers {answer.status_code}"
    who = who_listens(port)
    return f"port {port} is taken by something else{f' ({who})' if who else ''}: {url.geturl()} {said}"


def who_listens(port: int, proc: Path = Path("/proc")) -> str:
    """The process that listens on a TCP port of this machine: "process 4711, python serve.py"; empty if unknown."""
    inodes = set()
    for table in ("tcp", "tcp6"):
        for line in _lines(proc / "net" / table)[1:]:
            parts = line.split()
            if len(parts) > 9 and parts[3] == "0A" and int(parts[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{parts[9]}]")
    for folder in proc.glob("[0-9]*/fd") if inodes else ():
        if any(link in inodes for link in _links(folder)):
            command = " ".join(part for part in " ".join(_lines(folder.parent / "cmdline")).split("\0") if part)
            return f"process {folder.parent.name}, {command[:60]}"
    return ""


def _links(folder: Path) -> Iterator[str]:
    """What a process has open; nothing of another user's, nor of one that has just ended."""
    try:
        numbers = list(folder.iterdir())
    except OSError:
        return
    for number in numbers:
        with contextlib.suppress(OSError):
            yield os.readlink(number)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
