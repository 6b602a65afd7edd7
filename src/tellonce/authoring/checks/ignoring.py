"""`# tellonce: ignore TO301 because ...`: a rule that is not told for one scenario, one file, one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tellonce.authoring.checks.placing import found
from tellonce.authoring.checks.rules import RULES
from tellonce.authoring.gherkin import FeatureFile
from tellonce.model.errors import Place, nearest
from tellonce.model.finding import Finding

__all__ = ["Ignore", "heed", "ignores_in_feature", "ignores_in_lines", "says_ignore"]

_SAID = re.compile(r"#\s*tellonce\s*:\s*ignore\b[ \t]*(?P<rest>.*)$")
_RULE = re.compile(r"^(?P<rule>[A-Za-z][\w-]*)(?P<more>\s*,\s*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """rules: ids; empty where the comment says none that there is.  first, last: the lines that it speaks of."""

    line: int
    column: int
    rules: tuple[str, ...]
    unknown: tuple[str, ...]
    reason: str
    first: int
    last: int


def says_ignore(text: str) -> bool:
    """Whether looking closer is worth it."""
    return "tellonce" in text and _SAID.search(text) is not None


def ignores_in_feature(feature: FeatureFile) -> list[Ignore]:
    """Each for its scenario: the one it stands in, or above. Above the feature: for the whole file."""
    if not any("tellonce" in line for line in feature.lines):
        return []
    blocks = _blocks(feature)
    made = []
    for number, text in enumerate(feature.lines, 1):
        said = _SAID.search(text)
        if said is None or not text.lstrip().startswith("#"):
            continue
        first, last = next(((a, b) for a, b in blocks if a <= number <= b), (1, len(feature.lines)))
        made.append(_make(said, number, first, last))
    return made


def ignores_in_lines(lines: Sequence[str]) -> list[Ignore]:
    """In YAML, TOML and Python: for its own line, and for the next where it stands alone."""
    made = []
    for number, text in enumerate(lines, 1):
        said = _SAID.search(text)
        if said is None:
            continue
        last = number
        if text.lstrip().startswith("#"):
            last = number + 1
            while last < len(lines) and lines[last - 1].lstrip().startswith(("#", "@")):
                last += 1  # a flow is told where its decorator stands, or its def
        made.append(_make(said, number, number, last))
    return made


def _make(said: re.Match[str], number: int, first: int, last: int) -> Ignore:
    rest = said["rest"].strip()
    rules: list[str] = []
    unknown: list[str] = []
    while word := _RULE.match(rest):
        name = word["rule"]
        rule = next((one.id for one in RULES.values() if name in (one.id, one.name)), None)
        looks_like_one = word["more"] or re.fullmatch(r"TO\d+", name, re.IGNORECASE) or not (rules or unknown)
        if rule is None and not looks_like_one:
            break
        if rule is None:
            unknown.append(name)
        else:
            rules.append(rule)
        rest = rest[word.end() :].lstrip(" :-–—")
        if not word["more"]:
            break
    column = said.start() + 1
    return Ignore(
        line=number, column=column, rules=tuple(rules), unknown=tuple(unknown), reason=rest, first=first, last=last
    )


def _blocks(feature: FeatureFile) -> list[tuple[int, int]]:
    """(first, last line) of each scenario, Background and rule's head, with the tags and comments right above it."""
    model = feature.model
    starts = []
    for container in (model, *model.rules):
        if container is not model:
            starts.append(container.line)
        background = container.background
        if background is not None and background.line != container.line:
            starts.append(background.line)
        starts += [scenario.line for scenario in container.scenarios]
    first = []
    for line in sorted(starts):
        above = line - 1
        while above > model.line and feature.lines[above - 1].lstrip().startswith(("#", "@")):
            above -= 1
        first.append(above + 1)
    ends = [*(one - 1 for one in first[1:]), len(feature.lines)]
    return list(zip(first, ends, strict=True))


def heed(
    findings: Iterable[Finding], ignores: Sequence[Ignore], file: str, *, asked: frozenset[str], lines: Sequence[str]
) -> Iterator[Finding]:
    """The findings that are not ignored, then what is wrong with the comments themselves.

    asked: the rules that were looked for; a comment about another may have its use another time.
    """
    used: set[tuple[int, str]] = set()
    for finding in findings:
        line = finding.place.line or 0
        by = [one for one in ignores if finding.rule in one.rules and one.reason and one.first <= line <= one.last]
        if not by or finding.severity == "error" or finding.rule.startswith("TO6"):
            yield finding
            continue
        used |= {(one.line, finding.rule) for one in by}
    for one in ignores:
        place = Place(file=file, line=one.line, column=one.column)
        yield from _bad(one, place, lines)
        for rule in one.rules:
            grave = RULES[rule].severity == "error"
            if one.reason and not grave and rule in asked and (one.line, rule) not in used:
                what = f"nothing here is told by {rule} any more"
                yield found("TO602", place, what, lines, bad=rule, hint="remove the comment")


def _bad(one: Ignore, place: Place, lines: Sequence[str]) -> Iterator[Finding]:
    form = "write: # tellonce: ignore TO301 and the reason"
    for name in one.unknown:
        valid = tuple(RULES)
        names = tuple(word for rule in RULES.values() for word in (rule.id, rule.name))
        yield found(
            "TO601", place, f"there is no rule '{name}'", lines, bad=name, nearest=nearest(name, names), valid=valid
        )
    if not one.rules and not one.unknown:
        yield found("TO601", place, "this comment names no rule", lines, hint=form)
    for rule in one.rules:
        if RULES[rule].severity == "error":
            what = f"{rule} cannot be ignored: a run refuses it"
            yield found("TO601", place, what, lines, bad=rule, hint="mend what it tells")
    if one.rules and not one.reason:
        yield found("TO601", place, f"no reason is given for ignoring {', '.join(one.rules)}", lines, hint=form)
