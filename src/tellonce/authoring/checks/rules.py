"""Every rule of `tellonce check`: its id, which never changes, its name, how grave it is, and who is told what."""

from __future__ import annotations

from dataclasses import dataclass

from tellonce.model.errors import Problem, UsageProblem
from tellonce.model.finding import Severity

__all__ = ["RULES", "Rule", "chosen_rules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """id: TO and three digits; the first tells the kind.  name: for people, unique too.  about: one sentence."""

    id: str
    name: str
    severity: Severity
    about: str
    fixable: bool = False


def _errors(*rules: tuple[str, str, str]) -> list[Rule]:
    return [Rule(id=one, name=name, severity="error", about=about) for one, name, about in rules]


def _warnings(*rules: tuple[str, str, str]) -> list[Rule]:
    return [Rule(id=one, name=name, severity="warning", about=about) for one, name, about in rules]


_ALL = [
    # 0: the project's files
    *_errors(
        ("TO001", "bad-settings", "The settings in pyproject.toml or tellonce.toml have a mistake."),
        ("TO002", "bad-blueprint", "The blueprint has a mistake."),
        ("TO003", "bad-persona", "A persona's file has a mistake."),
        ("TO004", "bad-plan", "A journey's plan has a mistake."),
        ("TO005", "bad-steps", "A file of steps/ cannot be loaded, or declares something wrong."),
        ("TO006", "plan-never-met", "A plan names a touchpoint that no scenario of its feature concerns."),
        ("TO009", "bad-project", "Something else of the project stops every run."),
    ),
    # 1: what Gherkin and behave make of a file
    *_errors(
        ("TO101", "not-gherkin", "A line is neither a step, a table row, a tag nor a keyword where it stands."),
        ("TO102", "unreadable-file", "The file is not UTF-8 text, or cannot be read."),
        ("TO103", "unknown-language", "Gherkin does not know the language that the file names."),
    ),
    Rule(
        id="TO104",
        name="misspelt-keyword",
        severity="error",
        about="A misspelt keyword would be taken for prose, and its line would never run.",
        fixable=True,
    ),
    *_errors(
        ("TO105", "step-as-prose", "A sentence stands where it is taken for prose and never run."),
        ("TO106", "no-scenario", "The feature has no scenario."),
        ("TO107", "empty-scenario", "The scenario has no step."),
        ("TO108", "no-then", "The scenario has no Then: it could never fail."),
        ("TO109", "no-name", "The scenario has no name."),
        ("TO110", "same-name", "Two scenarios of one feature or rule have the same name."),
        ("TO111", "no-examples", "The outline has no Examples."),
        ("TO112", "empty-examples", "The Examples have no row."),
        ("TO113", "unknown-column", "A <placeholder> is no column of the Examples."),
        ("TO114", "no-feature", "The file has no feature."),
        ("TO115", "open-cell", "A table row is not closed by a bar, and its last cell would lose a letter."),
        ("TO116", "open-text", "A text in quotes is never closed, and swallows what follows."),
        ("TO117", "tag-of-nothing", "A tag stands above nothing."),
    ),
    # 2: what the sentences mean
    Rule(
        id="TO201",
        name="undefined-sentence",
        severity="error",
        about="No sentence says this step.",
        fixable=True,
    ),
    *_errors(
        ("TO202", "ambiguous-sentence", "Two sentences say this step."),
        ("TO203", "unknown-name", "A step names something that the project does not know."),
        ("TO204", "unreadable-value", "A value in a step cannot be read."),
        ("TO205", "broken-sentence", "A sentence of steps/ cannot be read at all."),
        ("TO206", "never-answered", "A Then asks what no probe can answer, whatever the service does."),
        ("TO207", "never-happens", "A Given or When cannot happen as it is said."),
        ("TO208", "unread-table", "A table or text stands under a sentence that reads none."),
    ),
    # 3: how a journey is told
    *_warnings(
        ("TO301", "ui-words", "A step or a scenario's name speaks of the user interface, not of the customer."),
        ("TO302", "two-whens", "A scenario asks about two Whens, or has one after a Then, and does not say why."),
        ("TO303", "nobody-there", "No Given of the scenario introduces a persona."),
        ("TO304", "strange-folder", "A scenario in a persona's folder is not hers."),
        ("TO305", "unused-column", "A column of the Examples is used nowhere."),
        ("TO306", "stray-tag", "A tag that is used once is one slip away from one that is used often."),
    ),
    # 4: the whole project
    *_warnings(
        ("TO401", "unused-persona", "No journey introduces the persona."),
        ("TO402", "unwatched-touchpoint", "No scenario changes anything that the touchpoint shows."),
        ("TO403", "unchanged-fact", "No journey changes the fact."),
        (
            "TO404",
            "unchecked-promise",
            "A promise is checked for some facts of its touchpoint, and never for this one.",
        ),
        ("TO405", "unused-flow", "No journey says the flow's sentence."),
    ),
    # 5: how a file looks
    Rule(
        id="TO501",
        name="not-formatted",
        severity="hint",
        about="The file is not laid out as `tellonce format` does it.",
        fixable=True,
    ),
    # 6: what a file says to check
    *_warnings(
        ("TO601", "bad-ignore", "An ignore comment names no rule, or gives no reason."),
        ("TO602", "idle-ignore", "An ignore comment has nothing to ignore."),
    ),
]

RULES: dict[str, Rule] = {rule.id: rule for rule in _ALL}
"""By id, in the order of the reference."""


def chosen_rules(words: tuple[str, ...], *, flag: str) -> frozenset[str]:
    """The ids that these words mean: ids, beginnings of ids (TO3), or names.

    Raises UsageProblem for a word that means none; flag: where it was said.
    """
    found: set[str] = set()
    problems = []
    for word in words:
        meant = {rule.id for rule in RULES.values() if rule.name == word or rule.id.startswith(word.upper())}
        if not meant or not word:
            valid = tuple(name for rule in RULES.values() for name in (rule.id, rule.name))
            problems.append(Problem(what=f"{flag}: there is no rule '{word}'", bad=word, valid=valid))
        found |= meant
    if problems:
        raise UsageProblem(problems)
    return frozenset(found)
