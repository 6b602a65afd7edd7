"""The rule that a file looks as `tellonce format` writes it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from tellonce.authoring.checks.placing import found
from tellonce.authoring.gherkin import FeatureFile
from tellonce.authoring.layout import lay_out
from tellonce.authoring.lost import lost
from tellonce.model.finding import Finding

__all__ = ["laid_out"]


def laid_out(feature: FeatureFile) -> Iterator[Finding]:
    """One finding for a file, at the first line that differs; none where something would be lost."""
    if any(True for _ in lost(feature)):
        return
    wanted = lay_out(feature)
    if tuple(wanted) == feature.lines:
        return
    pairs = zip_longest(wanted, feature.lines)  # the shorter goes on with None: an empty line at the end differs too
    line, new, old = next((nth, new or "", old or "") for nth, (new, old) in enumerate(pairs, 1) if new != old)
    if not old.strip():
        what = "a blank line is too many here"
    elif not new:
        what = "a blank line is missing above this one"
    elif old.rstrip() != old and new == old.rstrip():
        what = "white space stands at the end of this line"
    elif "\t" in old[: len(old) - len(old.lstrip())]:
        what = "this line is indented by a tab"
    elif new.strip() == old.strip():
        what = f"this line is indented by {len(old) - len(old.lstrip())} instead of {len(new) - len(new.lstrip())}"
    elif new.lstrip().startswith("|"):
        what = "the columns of this table are not aligned"
    else:
        what = f'this line would be written "{new.strip()}"'
    yield found(
        "TO501",
        feature.place(min(line, len(feature.lines)), 1),
        what,
        feature.lines,
        hint="tellonce format",
        fixable=True,
    )
