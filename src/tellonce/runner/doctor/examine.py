"""Every check in its order: the machine, the files, the browser, the services, and a customer of each role."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tellonce.engine.check import check_project
from tellonce.engine.flows import current_deeds
from tellonce.engine.loop import BackgroundLoop
from tellonce.engine.services import Services
from tellonce.engine.stage import Options, Stage
from tellonce.model.errors import UsageProblem
from tellonce.project import Project
from tellonce.runner.doctor import customers, files, machine, sources
from tellonce.runner.doctor.browser import browser
from tellonce.runner.doctor.finding import Finding, problem, unchecked
from tellonce.runner.doctor.postbox import mail
from tellonce.runner.doctor.services import addresses, is_our_own, services

__all__ = ["Asked", "examine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """quick: start the services and look at what needs no customer.  enrol: make customers where the service is not
    started from here too.  headed: look for a browser with a window."""

    quick: bool = False
    enrol: bool = False
    headed: bool = False


def examine(root: Path, asked: Asked) -> Iterator[Finding]:
    """Each finding as soon as it is known. Nothing that was started here outlives the last one."""
    yield from machine.python()
    yield from machine.packages()
    yield from machine.terminal()
    yield from machine.file_watches()
    yield from machine.disk(root / "reports")
    yield from files.environment(root)
    project, found = files.project_files(root)
    yield from found
    if project is None:
        yield files.nothing_more("journeys, reports, browser, services, mail, clock and probes")
        return
    yield from files.features(root)
    yield from machine.time_zones(_zones(project))
    yield from files.reports_folder(project)
    yield from files.ports_of_two_runs(project, root)
    loop = BackgroundLoop()
    try:
        yield from browser(project.settings.browser, headed=asked.headed, loop=loop, letters=files.letters(root))
        yield from _service(project, asked, loop)
    finally:
        loop.close()


def _zones(project: Project) -> list[str]:
    calendars = [one.time_zone for one in project.blueprint.calendars.values()]
    return [*(one.time_zone for one in project.personas.values()), *(zone for zone in calendars if zone != "customer")]


def _service(project: Project, asked: Asked, loop: BackgroundLoop) -> Iterator[Finding]:
    run = Options(run="doctor", seed=secrets.token_hex(8), headed=asked.headed)
    try:
        stage = Stage(project, current_deeds(), run, "doctor")
        check_project(stage)
    except UsageProblem as mistakes:
        first = mistakes.problems[0]
        more = f" (and {len(mistakes.problems) - 1} more)" if len(mistakes.problems) > 1 else ""
        where = f"{first.place}: " if first.place else ""
        yield problem("probes", f"{where}{first.what}{more}", "mend it; tellonce run tells each mistake whole")
        yield files.nothing_more("services, mail, clock and probes")
        return
    running = stage.services()
    with tempfile.TemporaryDirectory(prefix="tellonce-doctor-") as logs:
        try:
            yield from addresses(stage)
            came_up = True
            for finding in services(stage, running, Path(logs)):
                came_up = came_up and finding.level != "problem"
                yield finding
            if came_up:
                yield from _while_up(stage, running, asked, loop)
            else:
                said = "mail, clock and probes are not looked at: not every service is up"
                yield unchecked("the rest", said, "mend the services first")
        finally:
            loop.run(stage.close())
            running.stop()


def _while_up(stage: Stage, running: Services, asked: Asked, loop: BackgroundLoop) -> Iterator[Finding]:
    yield from mail(stage)
    yield from sources.folders(stage)
    yield from sources.databases(stage, loop)
    yield from sources.traces(stage)
    if asked.quick:
        yield unchecked("enrolment", "clock, viewers and probes are not looked at with --quick", "leave out --quick")
        return
    if not (asked.enrol or (is_our_own(stage) and not running.reused)):
        reused = f"{' and '.join(running.reused)} was not started from here" if running.reused else ""
        yield customers.needs_leave(reused or "the service is not started from here")
        return
    parts, found = customers.enrol(stage, loop)
    yield from found
    yield from customers.clock(stage, loop, parts)
    yield from customers.viewers(stage, loop, parts)
    yield from customers.looks(stage, loop, parts)
