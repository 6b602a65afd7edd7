"""What a worker's scenes share: services' addresses, browser, probes, clock, history."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote

from playwright.async_api import BrowserContext, Error, Page

from tellonce.clock import CustomerClock, make_clock
from tellonce.engine.acting import Doing, NotHerWay, ScriptsOff
from tellonce.engine.browser import BrowserDied, Browsing
from tellonce.engine.flows import Deeds
from tellonce.engine.redaction import Secrets
from tellonce.engine.services import Addresses, Services
from tellonce.engine.ways import Ways
from tellonce.judge import Others
from tellonce.ledger.history_file import HistoryWriter
from tellonce.ledger.run_folder import RunFolder
from tellonce.model.blueprint import System, Touchpoint, facts_read
from tellonce.model.errors import ProbeBlind, Problem, TellonceError, UsageProblem
from tellonce.model.events import CustomerEmbodied, Event, RunStarted
from tellonce.model.facts import Components, Fact
from tellonce.model.observation import Evidence
from tellonce.model.persona import Customer
from tellonce.probes.protocol import Capture, Listing, Place, Probe
from tellonce.probes.registry import make_probe
from tellonce.probes.several import SeveralProbes
from tellonce.probes.whole import Unlistable
from tellonce.project import Project
from tellonce.story.masks import Masks
from tellonce.watch.health import SourceHealth

__all__ = ["Options", "Stage"]

_OF_CUSTOMER = re.compile(r"\{customer\.(?P<name>[a-z_]+)(?:\.(?P<component>[a-z_]+))?\}")
_Look = tuple[str, bool, int]
"""A way to look: the key of a touchpoint or, where the second says so, of a system, of whose ways this is the nth."""
_CLOCK_NOTES = {"per_customer": "her own clock, advanced", "none": "real time"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to run. touchpoint: only this one is watched, None for all.  only: see RunStarted."""

    run: str
    seed: str
    headed: bool = False
    touchpoint: str | None = None
    only: tuple[str, ...] | None = None


@dataclass(slots=True)
class _Viewing:
    page: Page
    signed_in: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Stage:
    """Also the `Sources` of the probes."""

    def __init__(self, project: Project, deeds: Deeds, options: Options, worker: str) -> None:
        self.project, self.deeds, self.options, self.worker = project, deeds, options, worker
        self.blueprint = project.blueprint
        self.facts: Mapping[str, Fact] = project.blueprint.facts
        self.root: Path = project.root
        self.addresses = Addresses(project.blueprint, project.root)
        self.secrets = Secrets()
        self.secrets.learn_environment(os.environ)
        self.masks = Masks(project.settings.mask) if project.settings.mask.masks_anything else None
        self.folder = RunFolder(project.reports / options.run, redact=self.secrets.redact, masks=self.masks)
        self.started = monotonic()
        self.browsing = Browsing(preferred=project.settings.browser, headed=options.headed)
        self.ways = Ways(project.root)
        self.clock: CustomerClock = make_clock(project.blueprint.clock, self)
        self.run_started: RunStarted | None = None
        self.embodied: list[CustomerEmbodied] = []
        self.others = Others(project.blueprint.facts)
        self.customers: dict[str, Customer] = {}
        self._writer: HistoryWriter | None = None
        self._probes: dict[_Look, Probe] = {}
        self._listings: dict[_Look, Listing] = {}
        self._health: dict[tuple[str, bool], SourceHealth] = {}
        self._contexts: dict[str, BrowserContext] = {}
        self._viewings: dict[tuple[str, str], _Viewing] = {}

    # history -----------------------------------------------------------------------------------------------------

    def open_history(self, version: str, *, chosen: int | None = None) -> None:
        """Make the run folder and start this worker's history. chosen: see RunStarted."""
        self._writer = self.folder.create().writer(self.worker)
        self.record(
            RunStarted(
                run=self.options.run,
                version=version,
                seed=self.options.seed,
                blueprint=self.blueprint,
                clock_note=_CLOCK_NOTES[self.blueprint.clock.kind],
                needs=dict(self.project.needs),
                only=self.options.only,
                chosen=chosen,
            )
        )

    def spare(self, values: Iterable[Components], *more: str) -> None:
        """What the harness made up itself is no personal data: masks leave it."""
        if self.masks:
            self.masks.spare([*more, *(text for value in values for text in value.values())])

    def clean(self, text: str) -> str:
        """What is said of the run to people: without secrets, and masked where the project asks for it."""
        said = self.secrets.redact(text)
        return self.masks.mask(said) if self.masks else said

    def record(self, event: Event) -> Event:
        """Write an event down."""
        if self._writer is None:
            raise TellonceError("nothing can be recorded before the run started")
        stamped = self._writer.append(event)
        if isinstance(stamped, RunStarted):
            self.run_started = stamped
        return stamped

    def sync(self) -> None:
        """Bring the history to the disk."""
        if self._writer is not None:
            self._writer.sync()

    def keep(self, capture: Capture) -> Evidence:
        """File evidence."""
        return self.folder.keep(capture)

    def services(self) -> Services:
        """The project's processes, not started yet."""
        place, redact = self.project.blueprint_file.place, self.secrets.redact
        return Services(self.blueprint, self.root, self.addresses, place, redact)

    # Sources -----------------------------------------------------------------------------------------------------

    def fill(self, text: str, customer: Customer | None = None) -> str:
        """`text` with addresses and {customer.…} filled in."""
        if customer is not None:

            def of_customer(found: re.Match[str]) -> str:
                name, component = found["name"], found["component"]
                if component and component in customer.values.get(name, {}):
                    return quote(customer.values[name][component])
                if name == "service_id":
                    return customer.service_id
                if name in customer.secrets:
                    return customer.secrets[name]
                raise UsageProblem(
                    Problem(
                        what=f"'{text}' needs {found[0]}, which her enrolment does not give",
                        bad=name,
                        valid=("service_id", *customer.secrets),
                    )
                )

            text = _OF_CUSTOMER.sub(of_customer, text)
        return self.addresses.fill(text)

    @property
    def traces(self) -> Path | None:
        """Where spans of changes are found, None when the blueprint does not say."""
        return self.root / self.fill(self.blueprint.traces) if self.blueprint.traces else None

    async def page_for(self, viewer: str, customer: Customer) -> Page:
        """A page signed in as `viewer`. Raises ProbeBlind when the sign-in fails or the browser is gone."""
        shared = viewer not in ("customer", "visitor")
        key = (viewer, "" if shared else customer.key)
        try:
            viewing = self._viewings.get(key)
            if viewing is None:
                context = await self._context("" if shared else customer.key, None if shared else customer)
                viewing = self._viewings.setdefault(key, _Viewing(await self.browsing.page_in(context)))
            async with viewing.lock:
                if not viewing.signed_in:
                    await self._sign_in(viewer, viewing.page, customer)
                    await self.browsing.leave_to_probes(viewing.page)
                    viewing.signed_in = True
        except ScriptsOff:
            self._viewings.pop(key, None)
            raise
        except NotHerWay as refused:
            self._viewings.pop(key, None)
            raise ProbeBlind(f"the {viewer} could not sign in: {refused}") from None
        except (Error, BrowserDied) as error:
            self._viewings.pop(key, None)
            raise ProbeBlind(f"the {viewer} could not sign in: {_first_line(error)}") from None
        return viewing.page

    async def _sign_in(self, viewer: str, page: Page, customer: Customer) -> None:
        if viewer == "visitor":
            return
        sign_in = self.deeds.viewers.get(viewer)
        if sign_in is None:
            raise UsageProblem(
                Problem(
                    what=f"no viewer '{viewer}' is declared in steps/",
                    bad=viewer,
                    valid=("visitor", *self.deeds.viewers),
                    hint=f'write @viewer("{viewer}") async def sign_in(page, customer, addresses)',
                )
            )
        if viewer != "customer":
            await sign_in(page, customer, self.addresses.table)
            return
        known = customer.values.get("language", {}).get("code", "")
        languages = (customer.persona.language, *([known] if known else []))
        doing = await self.doing(customer, during="signing in", languages=languages)
        with doing.acting():
            await sign_in(page, customer, self.addresses.table)
        await doing.meet_last(page)
        doing.insist()

    async def _context(self, key: str, customer: Customer | None) -> BrowserContext:
        if key not in self._contexts:
            self._contexts[key] = await self.browsing.context_for(customer.persona if customer else None)
        return self._contexts[key]

    async def constraints_of(self, customer: Customer) -> dict[str, str]:
        """Constraint of her persona -> "applied" or "could not apply: reason"."""
        return await self.browsing.constraints_of(customer.persona)

    async def own_page(self, customer: Customer) -> Page:
        """The page on which she acts; signed in when she has an account and steps/ say how."""
        if customer.service_id and "customer" in self.deeds.viewers:
            signed_in = await self.page_for("customer", customer)
            return await self.browsing.page_in(signed_in.context)
        return await self.new_page(customer)

    async def doing(self, customer: Customer, *, during: str, languages: tuple[str, ...]) -> Doing:
        """She is about to do something. languages: those in which the company may speak to her meanwhile."""
        context = await self._context(customer.key, customer)
        return self.ways.begin(customer, context, during=during, languages=languages)

    async def new_page(self, customer: Customer) -> Page:
        """A page of her own, as she is: signed in if she has signed in before."""
        return await self.browsing.page_in(await self._context(customer.key, customer))

    def looked_at(self, page: Page) -> bool:
        """Whether probes look at it: what is done there is none of her doing."""
        return any(viewing.page == page for viewing in self._viewings.values())

    async def leave(self, customer: Customer) -> None:
        """Close her context; the browser may be gone already."""
        self.ways.forget(customer.key)
        for key in [key for key in self._viewings if key[1] == customer.key]:
            del self._viewings[key]
        context = self._contexts.pop(customer.key, None)
        if context is not None:
            try:
                await context.close()
            except Error:
                return

    async def renew_browser(self) -> None:
        """Another browser for the one that died; everybody signs in anew. Raises UsageProblem when none starts."""
        self._viewings.clear()
        self._contexts.clear()
        with contextlib.suppress(Error):
            await self.browsing.close()
        await self.browsing.open()

    # probes ------------------------------------------------------------------------------------------------------

    def probe_of(self, key: str, touchpoint: Touchpoint) -> tuple[Place, Probe]:
        """The place and probe of a touchpoint."""
        place = Place(
            key=key,
            called=touchpoint.called,
            kind=touchpoint.kind,
            facts={fact: touchpoint.shown(fact) for fact in touchpoint.fact_keys},
            destination=touchpoint.destination,
        )
        return place, self._probe(place, touchpoint.probe)

    def observer_of(self, key: str, system: System) -> tuple[Place, Probe] | None:
        """The place and probe that look into a system, None when the blueprint gives none."""
        parts = self.observers_of(key, system)
        if len(parts) <= 1:
            return parts[0] if parts else None
        facts = {fact: () for place, _ in parts for fact in place.facts}
        place = Place(key=key, called=system.called, kind="state", facts=facts, observer=True)
        return place, SeveralProbes(parts, self.facts)

    def observers_of(self, key: str, system: System) -> tuple[tuple[Place, Probe], ...]:
        """Place and probe of each way in which the blueprint looks into a system."""
        return tuple(self.nth_observer_of(key, system, nth) for nth in range(len(system.observe)))

    def nth_observer_of(self, key: str, system: System, nth: int) -> tuple[Place, Probe]:
        """Place and probe of one way to look into a system, counted from 0."""
        block = system.observe[nth]
        facts = {fact: () for fact in facts_read(block) or self.facts}
        place = Place(key=key, called=system.called, kind="state", facts=facts, observer=True)
        return place, self._probe(place, block, nth)

    def health_of(self, place: Place) -> SourceHealth:
        """Whether the place can be seen at the moment: known to all customers of this worker."""
        return self._health.setdefault((place.key, place.observer), SourceHealth())

    def listings(self, role: str) -> list[Listing]:
        """Everything that the probes of touchpoints which serve this role, and of systems, can list; each source once.

        A page or an answer is listed for those whom it serves; a folder or a database for everybody.
        """
        for key, touchpoint in self.blueprint.touchpoints.items():
            self._list((key, False, 0), self.probe_of(key, touchpoint)[1])
        for key, system in self.blueprint.systems.items():
            for nth, (_, probe) in enumerate(self.observers_of(key, system)):
                self._list((key, True, nth), probe)
        served = [
            listing
            for (key, observer, _), listing in self._listings.items()
            if observer or not listing.uses or role in self.blueprint.touchpoints[key].serves
        ]
        return list({listing.key: listing for listing in served}.values())

    def listing_of(self, touchpoint: str) -> Listing | None:
        """What a touchpoint's emissions are listed in; None when they cannot be."""
        return self._listings.get((touchpoint, False, 0))

    def _list(self, key: _Look, probe: Probe) -> None:
        offers = getattr(probe, "listing", None)  # a probe need not be able to list
        if key not in self._listings and offers is not None:
            try:
                self._listings[key] = offers()
            except Exception as error:  # an adapter may crash in any way; only a sweep needs to know
                place, observer, _ = key
                called = f"the {'system' if observer else 'touchpoint'} {place}"
                self._listings[key] = Unlistable(called, f"{type(error).__name__}: {error}")

    def _probe(self, place: Place, settings: Mapping[str, Any], nth: int = 0) -> Probe:
        key = (place.key, place.observer, nth)
        if key not in self._probes:
            self._probes[key] = make_probe(place, settings, self)
        return self._probes[key]

    async def close(self) -> None:
        """Let go of probes, contexts, the browser, the clock and the history."""
        for listing in self._listings.values():
            await listing.close()
        for probe in self._probes.values():
            await probe.close()
        await self.clock.close()
        for context in self._contexts.values():  # the browser may serve the next run too
            with contextlib.suppress(Error):
                await context.close()
        with contextlib.suppress(Error):  # a browser that died cannot be closed, and that was said already
            await self.browsing.close()
        if self._writer is not None:
            self._writer.close()


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
