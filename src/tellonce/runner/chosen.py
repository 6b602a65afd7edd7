"""When nothing was chosen: what was asked, what there is, and what is nearest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from tellonce.authoring.gherkin import FeatureFile, OneScenario
from tellonce.model.errors import Place, Problem, UsageProblem, nearest

__all__ = ["insist_on_names", "nothing_chosen", "personas_of", "slug", "with_at"]

_WORDS = re.compile(r"[\w'’]+")
_OPERATORS = frozenset({"and", "or", "not"})
_SHOWN = 20


def nothing_chosen(asked: Mapping[str, str], scenarios: Sequence[OneScenario]) -> str:
    """What to say when nothing is left.

    asked: flag -> what it said, such as {"-k": "moving"}; empty values were not asked.  scenarios: all there were.
    """
    flags = {flag: said for flag, said in asked.items() if said}
    wanted = " and ".join(f"{flag} '{said}'" for flag, said in flags.items())
    journeys = len({one.id.partition("::")[0] for one in scenarios})
    lines = [
        f"No scenario fits {wanted or 'what was asked'}: "
        f"there {'is' if len(scenarios) == 1 else 'are'} {_count(len(scenarios), 'scenario')} in "
        f"{_count(journeys, 'journey')}."
    ]
    if "-k" in flags:
        near = _nearest_name(flags["-k"], scenarios)
        lines += [f"  nearest       {near}"] if near else []
    if "--tags" in flags or "-m" in flags:
        tags = Counter(tag for one in scenarios for tag in one.tags)
        shown = ", ".join(f"@{tag} ({count})" for tag, count in sorted(tags.items())[:_SHOWN])
        for word in _words(" ".join(flags.get(flag, "") for flag in ("--tags", "-m"))):
            near = nearest(word, tuple(tags))
            lines += [f"  did you mean  @{near}"] if near and near != word else []
        lines.append(f"  tags          {shown or 'none of them has a tag'}")
    return "\n".join(lines)


def insist_on_names(arguments: Sequence[str], features: Sequence[FeatureFile]) -> None:
    """Each "path.feature::scenario name" must name a scenario or a rule. Raises UsageProblem with the nearest."""
    problems = []
    for argument in arguments:
        path, _, name = argument.partition("::")
        feature = next((one for one in features if path and one.path.samefile(path)), None) if name else None
        if feature is None:
            continue
        known = [one.id.partition("::")[2] for one in feature.scenarios()]
        if not any(one == name or one.startswith(f"{name}::") for one in known):
            what = f'there is no scenario "{name}"'
            problems.append(Problem(what=what, place=Place(file=feature.journey), bad=name, valid=tuple(known)))
    if problems:
        raise UsageProblem(problems)


def personas_of(journey: str, tags: tuple[str, ...]) -> set[str]:
    """journeys/<persona>/<journey>.feature, and the tags of a scenario; `persona:maria` names one plainly."""
    folders = journey.split("/")[1:-1]
    return {slug(name) for name in (*folders, *(tag.removeprefix("persona:") for tag in tags))}


def slug(name: str) -> str:
    """A persona's name as folders and tags spell it: "Maria Lopez" is maria-lopez."""
    return "-".join(name.casefold().split())


def with_at(expression: str) -> str:
    """`post and not slow` is the same as `@post and not @slow`."""
    words = expression.replace("(", " ( ").replace(")", " ) ").split()
    return " ".join(
        word if word in ("and", "or", "not", "(", ")") or word.startswith("@") else f"@{word}" for word in words
    )


def _nearest_name(expression: str, scenarios: Sequence[OneScenario]) -> str | None:
    """The scenario whose name, or a word of whose name, is most like what was written."""
    names = tuple(one.name for one in scenarios)
    whole = nearest(expression, names)
    if whole:
        return whole
    for word in _words(expression):
        near = nearest(word, tuple(dict.fromkeys(part for name in names for part in _WORDS.findall(name))))
        if near:
            return next(name for name in names if near in _WORDS.findall(name))
    return None


def _words(expression: str) -> list[str]:
    return [word for word in _WORDS.findall(expression) if word not in _OPERATORS]


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
