"""What a customer did and met, as events of the history."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tellonce.engine.acting import Doing
from tellonce.engine.pages_met import Met
from tellonce.engine.proof import could_not
from tellonce.model.events import ConstraintFound, Event, KeyboardUsed, PageMet
from tellonce.model.observation import Evidence
from tellonce.probes.protocol import Capture

__all__ = ["lived"]


def lived(doing: Doing, *, scenario: str, customer: str, keep: Callable[[Capture], Evidence]) -> Iterator[Event]:
    """What is new of one thing that she did; each event is given once. keep: files evidence."""
    during = doing.met.during
    for met in doing.met.news():
        yield _page(met, scenario=scenario, customer=customer, keep=keep)
        blind = met.blind or (met.heard.blind if met.heard is not None else "")
        if blind and doing.persona.setting.screen_reader:
            yield ConstraintFound(
                scenario=scenario,
                customer=customer,
                constraint="screen reader",
                said=could_not(f"{met.url} could not be checked: {blind}"),
            )
    if doing.acts or doing.pointers:
        yield KeyboardUsed(
            scenario=scenario,
            customer=customer,
            during=during,
            acts=doing.acts,
            refused=tuple(doing.pointers),
            barriers=tuple(doing.barriers.values()),
        )
        doing.acts = 0
        doing.pointers.clear()
        doing.barriers.clear()
    if doing.scripts:
        why = f"steps/ run a script in her place: {doing.scripts[0]}"
        doing.scripts.clear()
        yield ConstraintFound(scenario=scenario, customer=customer, constraint="JavaScript off", said=could_not(why))


def _page(met: Met, *, scenario: str, customer: str, keep: Callable[[Capture], Evidence]) -> PageMet:
    heard = met.heard
    tree = None
    if heard is not None and heard.tree:
        tree = keep(
            Capture(kind="text", caption="what a screen reader gets of the page", text=heard.tree, place=met.url)
        )
    return PageMet(
        scenario=scenario,
        customer=customer,
        during=met.during,
        url=met.url,
        title=met.title,
        lang=met.lang,
        languages=met.languages,
        checked=heard is not None and not heard.blind,
        blind=met.blind or (heard.blind if heard else ""),
        barriers=heard.barriers if heard else (),
        tree=tree,
    )
