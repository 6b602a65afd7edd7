"""Starts what the blueprint says the run needs, re-uses what is already up, and stops only what it started."""

from __future__ import annotations

import atexit
import contextlib
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import httpx

from tellonce.model.blueprint import Blueprint, Service
from tellonce.model.errors import Place, Problem, TellonceError, UsageProblem

__all__ = ["Addresses", "ServiceDied", "Services"]


class ServiceDied(TellonceError):
    """A service went away in the middle of the run."""


class _Address(str):
    """{stores:billing} puts "billing" where the address has its `*`."""

    __slots__ = ()

    def __format__(self, filling: str) -> str:
        if filling and "*" not in self:
            raise ValueError(f"'{self}' has no * to be filled in")
        return self.replace("*", filling) if filling else str(self)


class Addresses:
    """The blueprint's names for base URLs and folders; relative folders are made absolute."""

    def __init__(self, blueprint: Blueprint, root: Path) -> None:
        self.table: dict[str, str] = {"root": _Address(root), "python": _Address(sys.executable)}
        for name, said in blueprint.addresses.items():
            text = self.fill(said)
            is_folder = "://" not in text and ("/" in text or text.startswith("."))
            self.table[name] = _Address((root / text).resolve() if is_folder else text)

    def fill(self, text: str) -> str:
        """`text` with {name} and {name:filling} filled in. Raises UsageProblem for an unknown name."""
        try:
            return text.format_map(self.table)
        except KeyError as error:
            bad = str(error.args[0])
            raise UsageProblem(
                Problem(what=f"'{text}' uses an unknown address '{bad}'", bad=bad, valid=tuple(self.table))
            ) from None
        except (ValueError, AttributeError, IndexError):
            raise UsageProblem(
                Problem(what=f"'{text}' has braces that name no address", hint="write {{ and }} for braces themselves")
            ) from None


@dataclass(slots=True)
class _Running:
    service: Service
    process: subprocess.Popen[bytes]
    log: Path


class Services:
    """The processes of one run. place: where the blueprint says a thing, by its path.

    redact: takes secrets out of what they wrote, once they are stopped.
    """

    def __init__(
        self,
        blueprint: Blueprint,
        root: Path,
        addresses: Addresses,
        place: Callable[[Sequence[str | int]], Place] = lambda _: Place(file="fixtures/blueprint.yaml"),
        redact: Callable[[str], str] = str,
    ) -> None:
        self._redact = redact
        self._blueprint, self._root, self._addresses, self._place = blueprint, root, addresses, place
        self._running: list[_Running] = []
        self.reused: tuple[str, ...] = ()
        self.restarted: tuple[str, ...] = ()

    @property
    def description(self) -> tuple[object, ...]:
        """Equal for two that would start the same, and ask the same whether it is up."""
        return (
            self._root,
            self._blueprint.start,
            tuple((name, str(said)) for name, said in self._addresses.table.items()),
        )

    def described_as(self, other: Services) -> None:
        """The same services, which the blueprint says elsewhere in its file now."""
        self._blueprint, self._addresses, self._place = other._blueprint, other._addresses, other._place

    def start(self, logs: Path) -> None:
        """Bring up every service, in order. Raises UsageProblem when one does not become ready in time.

        Called again, it brings up what went away since; `restarted` then tells what, and how it ended.
        """
        self.reused = self.restarted = ()
        for service in self._blueprint.start:
            self.bring_up(service, logs)

    def bring_up(self, service: Service, logs: Path) -> bool:
        """One of them. Returns False when it was up already. Raises UsageProblem when it does not become ready."""
        answer = self._answer(service)
        ours = next((one for one in self._running if one.service.name == service.name), None)
        if ours is not None and answer is not None and ours.process.poll() is None:
            self._insist(service, answer)
            return False
        if ours is not None:
            self._give_up(ours)
        elif answer is not None:
            self._insist(service, answer)
            self.reused += (service.name,)
            return False
        self._start_one(service, logs)
        return True

    def _give_up(self, running: _Running) -> None:
        """What was started here and does not answer any more is ended, so that another can take its place."""
        code = running.process.poll()
        how = _how(code) if code is not None else "it did not answer any more"
        self.restarted += (f"{running.service.name} ({how})",)
        _end(running.process)
        self._clean(running.log)
        self._running.remove(running)

    def _start_one(self, service: Service, logs: Path) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        log = logs / f"{service.name}.log"
        environment = os.environ | {name: self._addresses.fill(value) for name, value in service.environment.items()}
        command = [self._addresses.fill(part) for part in shlex.split(service.command)]
        with log.open("wb") as out, _errors_of(log).open("wb") as errors:
            try:
                process = subprocess.Popen(  # noqa: S603 - the command is the project's own, from its blueprint
                    command,
                    cwd=self._root,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=errors,
                    start_new_session=True,
                )
            except OSError as error:
                raise self._not_up(service, f"cannot be started: {error}", log) from None
        running = _Running(service, process, log)
        self._running.append(running)
        atexit.register(self.stop)  # whatever ends this process early must not leave a service behind
        deadline = monotonic() + service.ready_within
        pause = threading.Event()
        while (answer := self._answer(service)) is None:
            for one in self._running:
                if one.process.poll() is not None:
                    when = "at once" if one is running else f"while {service.name} was starting"
                    raise self._not_up(one.service, f"ended {when} with {_how(one.process.returncode)}", one.log)
            if monotonic() > deadline:
                raise self._not_up(service, f"was not ready within {service.ready_within:g} s", log)
            pause.wait(0.05)  # a process that starts gives no event to wait for
        self._insist(service, answer)

    def _answer(self, service: Service, *, within_s: float = 2.0) -> Mapping[str, object] | None:
        try:
            response = httpx.get(self._addresses.fill(service.ready), timeout=within_s, trust_env=False)
        except httpx.HTTPError:
            return None
        if response.status_code != httpx.codes.OK:
            return None
        try:
            body = response.json()
        except ValueError:
            return {}
        return body if isinstance(body, dict) else {}

    def _insist(self, service: Service, answer: Mapping[str, object]) -> None:
        for key, expected in service.expect.items():
            wanted, got = self._addresses.fill(expected), str(answer.get(key))
            if got != wanted:
                raise UsageProblem(
                    Problem(
                        what=f"something else answers at {self._addresses.fill(service.ready)}: "
                        f"{key} is '{got}', expected '{wanted}'",
                        place=self._place(("start", self._blueprint.start.index(service), "ready")),
                        hint=f"stop it, or give {service.name} another port",
                    )
                )

    def _not_up(self, service: Service, said: str, log: Path) -> UsageProblem:
        return UsageProblem(
            Problem(
                what=f"{service.name} {said}\n{_last_words(log)}",
                place=self._place(("start", self._blueprint.start.index(service), "command")),
                hint=f"run its command by hand: {self._addresses.fill(service.command)}",
            )
        )

    def dead(self) -> str:
        """What died, in words, empty while everything is up. Re-used services are asked again.

        On a busy machine an answer may take long, and a run is over once something died: it is waited for as long as
        for a start. Who is gone refuses at once.
        """
        gone = self.gone()
        if gone:
            return gone
        for service in self._blueprint.start:
            if self._answer(service, within_s=service.ready_within) is None:
                return f"{service.name} does not answer any more at {self._addresses.fill(service.ready)}"
        return ""

    def gone(self) -> str:
        """As `dead`, and cheap enough to ask all the time: processes that ended, addresses that refuse.

        A service that is only slow is not gone.
        """
        for running in self._running:
            code = running.process.poll()
            if code is not None:
                last = _last_words(running.log, errors_only=True)
                return f"{running.service.name} died in the middle of the run ({_how(code)})\n{last}".rstrip()
        for service in self._blueprint.start:
            if service.name in self.reused and _refuses(self._addresses.fill(service.ready)):
                return f"{service.name} does not answer any more at {self._addresses.fill(service.ready)}"
        return ""

    def stop(self) -> bool:
        """Stop what was started here, last first; politely, then not. Returns False when nothing was."""
        any_started = bool(self._running)
        for running in reversed(self._running):
            if running.process.poll() is None:
                running.process.terminate()
        for running in reversed(self._running):
            _end(running.process)
            self._clean(running.log)
        self._running.clear()
        atexit.unregister(self.stop)
        return any_started

    def _clean(self, log: Path) -> None:
        """Services write what they like; what they wrote stays with the run."""
        for file in (log, _errors_of(log)):
            clean = file.with_name(f".{file.name}.part")
            with contextlib.suppress(OSError):  # a log that cannot be cleaned is told by nobody, and costs no run
                changed = False
                with file.open("rb") as lines, clean.open("wb") as out:
                    for line in lines:
                        text = line.decode("utf-8", "surrogateescape")
                        redacted = self._redact(text)
                        changed |= redacted != text
                        out.write(redacted.encode("utf-8", "surrogateescape"))
                if changed:
                    os.replace(clean, file)
            clean.unlink(missing_ok=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _refuses(url: str) -> bool:
    """Whether nobody listens there at all."""
    address = httpx.URL(url)
    try:
        port = address.port or (443 if address.scheme == "https" else 80)
        socket.create_connection((address.host, port), timeout=1.0).close()
    except ConnectionRefusedError:
        return True
    except OSError:
        return False
    return False


def _errors_of(log: Path) -> Path:
    return log.with_suffix(".errors.log")


def _last_words(log: Path, *, errors_only: bool = False, lines: int = 8) -> str:
    """The end of what it said on stderr, else on stdout. errors_only: what it said while all was well is no reason."""
    for path in (_errors_of(log),) if errors_only else (_errors_of(log), log):
        said = path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:] if path.exists() else []
        if said:
            return "\n".join(f"    {line}" for line in said)
    return "" if errors_only else "    (it printed nothing)"
