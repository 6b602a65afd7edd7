"""Trends for a terminal, a page or a tool."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from tellonce.report.markdown_text import as_prose
from tellonce.report.satisfaction import Figure, Figures
from tellonce.report.trends import FLAKY_NUMBERS, FLAKY_RULE, EffortTrend, Flaky, PromiseTrend, Trends, trends_as_dict
from tellonce.story.block import row
from tellonce.story.names import fact_of, place_of
from tellonce.story.speech import current_speech, say
from tellonce.story.visible import one_line
from tellonce.story.words import Group, about_s, capitalised, plural

__all__ = ["trends_as_json", "trends_as_markdown", "trends_as_text", "trends_in_language"]

_MOST_PLACES = 20
_MOST_RUNS = 10
_MOST_EFFORTS = 10
_MOST_FLAKY = 10
_SIGNS = {Group.KEPT: "✓", Group.BROKEN: "x"}


def trends_as_json(trends: Trends) -> str:
    """As trends_as_dict has it, ending in a line end."""
    return json.dumps(trends_as_dict(trends), ensure_ascii=False, indent=2) + "\n"


def trends_in_language(trends: dict[str, Any]) -> dict[str, Any]:
    """What trends_as_dict gives, with places and facts called, and rules told, in the language that is spoken."""
    for place in (*trends["touchpoints"], *trends["promises"]):
        place["called"] = place_of(place["key"], place["called"])
        if "fact" in place:
            place["fact_called"] = fact_of(place["fact"], place["fact_called"])
    if current_speech().language != "en":
        trends["quantiles"], trends["flaky_rule"] = (
            say("trends.quantiles_rule"),
            say("trends.flaky_rule", **FLAKY_NUMBERS),
        )
    return trends


def trends_as_text(trends: Trends) -> str:
    """For a terminal of about 100 columns, ending in a line end."""
    parts = [_headline(trends)]
    parts += _part("Runs, the newest first", [row(*_run(trends, nth)) for nth in _newest(trends)])
    parts += _part("Broken now", [f"  {said}" for said in _broken(trends)])
    places = [f"  {name:<36} {figures}" for name, figures in map(_place, trends.touchpoints[:_MOST_PLACES])]
    parts += _part("Touchpoints, the worst first", _more(places, len(trends.touchpoints), _MOST_PLACES))
    parts += _part("Flaky", [f"  {said}" for said in _flaky(trends)])
    efforts = [f"  {name:<48} {figures}" for name, figures in map(_effort, _hardest(trends)[:_MOST_EFFORTS])]
    parts += _part("Effort in the newest run", _more(efforts, len(_hardest(trends)), _MOST_EFFORTS))
    parts += _part("What customers answered", [row(*said) for said in _figures(trends.figures)])
    return "\n\n".join(parts) + "\n"


def trends_as_markdown(trends: Trends) -> str:
    """For a page or a pull request, ending in a line end."""
    lines = [f"## {as_prose(_headline(trends))}"]
    if trends.runs:
        lines += ["", "| run | kept | broken | waiting | not seen | customers lost |", "|---|---:|---:|---:|---:|---:|"]
        for nth in _newest(trends):
            run = trends.runs[nth]
            counts = f"{run.kept} | {run.broken} | {run.waiting} | {run.not_seen} | {run.lost}"
            lines.append(f"| {as_prose(run.name, in_table=True)} ({_day(run.began)}) | {counts} |")
    for title, said in (("Broken now", list(_broken(trends))), ("Flaky", list(_flaky(trends)))):
        lines += ["", f"### {title}", "", *(f"- {as_prose(one)}" for one in said)] if said else []
    if trends.touchpoints:
        lines += [
            "",
            "### Touchpoints",
            "",
            "| touchpoint | owner | kept | time to reach | since |",
            "|---|---|---|---|---|",
        ]
        for one in trends.touchpoints[:_MOST_PLACES]:
            since = f"broken since {one.since.run} ({_day(one.since.began)})" if one.since else ""
            cells = (one.touchpoint.called, one.touchpoint.owner, _rate(one), _pace(one), since)
            lines.append(f"| {' | '.join(as_prose(cell, in_table=True) for cell in cells)} |")
        if len(trends.touchpoints) > _MOST_PLACES:
            lines += ["", f"… and {len(trends.touchpoints) - _MOST_PLACES} more."]
    figures = list(_figures(trends.figures))
    if figures:
        lines += ["", "### What customers answered", "", *(f"- {name}: {as_prose(said)}" for name, said in figures)]
    return "\n".join(lines) + "\n"


def _headline(trends: Trends) -> str:
    if not trends.runs:
        return f"{one_line(trends.service, 60)}: no whole run yet"
    first, last = _day(trends.runs[0].began), _day(trends.runs[-1].began)
    days = first if first == last else f"{first} to {last}"
    return f"{one_line(trends.service, 60)}: {plural(len(trends.runs), 'whole run')}, {days}"


def _part(title: str, lines: Sequence[str]) -> list[str]:
    return ["\n".join([title, *lines])] if lines else []


def _more(lines: list[str], of: int, most: int) -> list[str]:
    return [*lines, f"  … and {of - most:,} more: --format json has them"] if of > most else lines


def _newest(trends: Trends) -> list[int]:
    return list(range(len(trends.runs)))[::-1][:_MOST_RUNS]


def _run(trends: Trends, nth: int) -> tuple[str, str]:
    run = trends.runs[nth]
    counts = f"{run.kept:,} kept, {run.broken:,} broken, {run.waiting:,} still waiting, {run.not_seen:,} not seen"
    lost = f", {plural(run.lost, 'customer')} lost" if run.lost else ""
    return _day(run.began), f"{one_line(run.name, 40)}: {counts}{lost}"


def _broken(trends: Trends) -> Iterator[str]:
    """One sentence for each promise that is broken, oldest breaks first."""
    broken = [one for one in trends.promises if one.since is not None]
    for one in sorted(broken, key=lambda one: one.since.began if one.since else ""):
        assert one.since is not None  # noqa: S101 - chosen above
        place, fact = one_line(one.touchpoint.called, 60), one_line(one.fact_called, 40)
        owner = one_line(one.touchpoint.owner, 40) or "nobody owns it"
        yield (
            f"{capitalised(place)}, {fact}: broken since {_day(one.since.began)} "
            f"(run {one_line(one.since.run, 40)}), {owner}"
        )


def _place(one: PromiseTrend) -> tuple[str, str]:
    flaky = f", {one.flaky} flaky" if one.flaky else ""
    since = f", broken since {_day(one.since.began)}" if one.since else ""
    pace = _pace(one)
    reached = f", {pace}" if pace else ""
    return one_line(one.touchpoint.called.removeprefix("the "), 36), f"{_rate(one)}{reached}{since}{flaky}"


def _rate(one: PromiseTrend) -> str:
    """`98.2 % of 1,200 kept`, and how many could not be judged: a rate never hides them."""
    of, unknown = sum(point.of for point in one.points), sum(point.unknown for point in one.points)
    beside = f" ({unknown:,} not judged)" if unknown else ""
    if one.rate is None:
        return f"never judged{beside}"
    # never "100 %" of what was not kept every time
    percent = 99.9 if 0.9995 <= one.rate < 1 else round(100 * one.rate, 1)
    return f"{percent:g} % of {of:,} kept{beside}"


def _pace(one: PromiseTrend) -> str:
    """Of the newest run that reached it."""
    newest = next((point for point in reversed(one.points) if point.median_s is not None), None)
    if newest is None or newest.median_s is None or newest.p95_s is None:
        return ""
    return f"{about_s(newest.median_s)} (95 % within {about_s(newest.p95_s)})"


def _flaky(trends: Trends) -> Iterator[str]:
    for one in trends.flaky[:_MOST_FLAKY]:
        yield _flaky_cell(one)
    if len(trends.flaky) > _MOST_FLAKY:
        yield f"… and {len(trends.flaky) - _MOST_FLAKY} more cells"
    turned = [one for one in trends.retried if one.status != one.last]
    for again in turned[-_MOST_FLAKY:]:
        yield (
            f"{one_line(again.name, 60)} was {again.status} at first and {again.last} when tried again "
            f"(run {one_line(again.run, 40)})"
        )
    if trends.flaky:
        yield f"Rule: {FLAKY_RULE}."


def _flaky_cell(one: Flaky) -> str:
    state = one.state
    signs = "".join(_SIGNS[group] for group in one.groups.values())
    place, fact = one_line(state.touchpoint_called, 60), one_line(state.fact_called, 40)
    return f"{signs}  {place}, {one_line(state.persona, 40)}'s {fact} ({one_line(state.scenario_name, 60)})"


def _hardest(trends: Trends) -> list[EffortTrend]:
    """Of the newest run: where customers were lost, then by contacts and waiting."""
    newest = len(trends.runs) - 1
    here = [one for one in trends.effort if newest in one.points]
    return sorted(
        here,
        key=lambda one: (-one.points[newest].lost, -one.points[newest].contacts, -one.points[newest].waited_s),
    )


def _effort(one: EffortTrend) -> tuple[str, str]:
    at = list(one.points.values())[-1]
    lost = f", {plural(at.lost, 'customer')} lost" if at.lost else ""
    counts = f"{plural(at.contacts, 'contact')}, {plural(at.pages, 'page')}, {plural(at.fields, 'field')}"
    name = one_line(f"{one.persona}: {one.feature or one.journey}", 48)
    return name, f"{counts}, {about_s(at.waited_s)} of waiting{lost}"


def _figures(figures: Figures) -> Iterator[tuple[str, str]]:
    if figures.nps is not None:
        yield (
            "NPS",
            f"{figures.nps.value:+.0f} of {plural(figures.nps.of, 'answer')}{_months(figures.nps, '+.0f', 1.0)}",
        )
    for name, figure in (("CES", figures.ces), ("CSAT", figures.csat)):
        if figure is not None:
            yield name, f"{_percent(figure)} of {plural(figure.of, 'answer')}{_months(figure, '.0f', 100.0)}"
    first = figures.first_contact
    if first is not None:
        yield "resolved", f"{_percent(first)} at the first contact, of {plural(first.of, 'contact')}{_left_out(first)}"
    taken = figures.resolution
    if taken is not None:
        yield (
            "took",
            f"{about_s(taken.value)} to resolve (95 % within {about_s(taken.p95_s or 0.0)}), "
            f"of {plural(taken.of, 'contact')}, all hours of all days{_left_out(taken)}",
        )


def _percent(figure: Figure) -> str:
    return f"{100 * figure.value:.0f} %"


def _months(figure: Figure, form: str, times: float) -> str:
    if len(figure.months) < 2:
        return ""
    return "; " + ", ".join(f"{one.key} {format(times * one.value, form)}" for one in figure.months[-6:])


def _left_out(figure: Figure) -> str:
    said = ", ".join(f"{count:,} {why}" for why, count in figure.left_out.items())
    return f" (left out: {said})" if said else ""


def _day(wall: str) -> str:
    return wall[:10] or "no date"
