"""Writes fixes into a file's text, and takes back whatever did more than it should."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from behave.parser import ParserError

from tellonce.authoring.layout import lay_out_text, same_but_for_layout
from tellonce.authoring.model_text import said_in
from tellonce.authoring.quick_parser import parse_quickly
from tellonce.model.finding import Finding, Fix

__all__ = ["Mended", "apply", "lay_out_safely"]

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """text: of the file afterwards.  said: what was done, each with its line; empty when nothing could be."""

    text: str
    said: tuple[str, ...] = ()


def apply(text: str, check: Callable[[str], Sequence[Finding]]) -> Mended:
    """The text with its findings mended, as far as they can be, one after the other.

    check: what there is to say of a text. A fix is kept only when its rule is told of its line no more, and all that
    was said in other lines is still said. Last, the whole is laid out, if a finding asked for that.
    """
    said: list[str] = []
    refused: set[Fix] = set()
    findings = check(text)
    while finding := next((one for one in findings if one.fix is not None and one.fix not in refused), None):
        fix = finding.fix
        if fix is None:  # asked for above
            break
        made = _with(text, fix)
        after = check(made) if made is not None else ()
        if made is None or not _as_it_should(text, made, finding, findings, after):
            refused.add(fix)
            continue
        text, findings = made, after
        said.append(f"line {fix.line}: {fix.said}")
    if any(one.rule == "TO501" for one in findings):
        laid_out = lay_out_safely(text)
        if laid_out is not None and laid_out != text:
            return Mended(text=laid_out, said=(*said, "laid out"))
    return Mended(text=text, said=tuple(said))


def lay_out_safely(text: str) -> str | None:
    """The text laid out; None when it cannot be read, or would say anything else afterwards."""
    try:
        model = parse_quickly(text.removeprefix(_BOM), "file")
        if model is None:
            return None
        made = lay_out_text(text, model)
        return made if same_but_for_layout(text, made) else None
    except ParserError:
        return None


def _with(text: str, fix: Fix) -> str | None:
    parts = text.splitlines(keepends=True)
    if not 0 < fix.line <= len(parts):
        return None
    old = parts[fix.line - 1]
    bare = (old.splitlines() or [""])[0]
    mark = _BOM if bare.startswith(_BOM) else ""
    if bare.removeprefix(_BOM) != fix.before:
        return None
    parts[fix.line - 1] = mark + fix.after + old[len(bare) :]
    return "".join(parts)


def _as_it_should(
    before: str, after: str, finding: Finding, findings: Sequence[Finding], left: Sequence[Finding]
) -> bool:
    line = finding.place.line
    if any(one.rule == finding.rule and one.place.line == line for one in left):
        return False
    try:
        old = parse_quickly(before.removeprefix(_BOM), "before")
    except ParserError:
        return True  # nothing can be held against what could not be read
    try:
        new = parse_quickly(after.removeprefix(_BOM), "after")
    except ParserError:
        return False
    if finding.rule == "TO201":
        here = frozenset({line or 0})
        fewer = {one.what for one in left if one.severity == "error"} < {
            one.what for one in findings if one.severity == "error"
        }
        return fewer and said_in(old, lines=here) == said_in(new, lines=here)
    return _holds(_without_prose(new), _without_prose(old))


def _without_prose(model: Any) -> list[tuple[str, ...]]:
    """A keyword that is mended takes lines out of the prose above it."""
    return said_in(model, prose=False)


def _holds(whole: Iterable[tuple[str, ...]], part: Sequence[tuple[str, ...]]) -> bool:
    """Whether everything in `part` stands in `whole`, in the same order."""
    rest = iter(whole)
    return all(any(one == other for other in rest) for one in part)
