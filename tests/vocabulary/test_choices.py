"""Parameters that steps/ declare with their words: what a sentence takes, and what is said of a wrong word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from small_bank import BLUEPRINT, JAN, MARIA, make_small_bank
from tellonce.authoring.features import load_features
from tellonce.engine.flows import Act, begin_deeds, choice, current_deeds, flow
from tellonce.model.errors import UsageProblem
from tellonce.runner.registry import SentenceRegistry
from tellonce.vocabulary import load

HERE = Path(__file__).name
FEES = {"Basic": "4.90", "Plus": "9.90", "Premium Plus": "14.90"}
PACKAGES = {name: {"name": name, "monthly_fee": fee} for name, fee in FEES.items()}
WITH_PACKAGES = BLUEPRINT.replace("systems:", "  package: {kind: plan, called: account package}\nsystems:", 1).replace(
    "facts: [postal_address, email]", "facts: [postal_address, email, package]"
)


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[SentenceRegistry]:
    """The sentences of a bank whose steps are being loaded."""
    root = make_small_bank(tmp_path, blueprint=WITH_PACKAGES, personas={"maria": MARIA, "jan": JAN})
    made = SentenceRegistry(root)
    load(made, root)
    yield made
    begin_deeds(lambda _flow: None)


def packages_to_choose() -> None:
    """What a project's steps say."""
    choice("package", PACKAGES, of="package")

    @flow("{customer} changes to the {package} package", changes="package", new=lambda package: package)
    async def changes(act: Act) -> None:
        """She wants another one."""


def problems(registry: SentenceRegistry, step: str) -> str:
    """All that is said of a journey in which she does this; empty when it is sound."""
    journey = registry.root / "journeys" / "maria.feature"
    asked = "Then every touchpoint shows her new account package within its promise"
    journey.write_text(
        f"Feature: Maria\n  Scenario: One\n    Given Maria is a customer\n    When {step}\n    {asked}\n", "utf-8"
    )
    try:
        load_features([journey], registry.root, registry.index)
    except UsageProblem as problem:
        return str(problem)
    return ""


@pytest.mark.parametrize("word", PACKAGES)
def test_a_word_of_a_choice_is_handed_over_as_what_it_means(registry: SentenceRegistry, word: str) -> None:
    packages_to_choose()

    step = SimpleNamespace(step_type="when", keyword="When", name=f"she changes to the {word} package")
    match = registry.find_match(step)

    assert match is not None
    assert [argument.value for argument in match.arguments] == ["she", PACKAGES[word]]
    assert problems(registry, step.name) == ""


def test_a_misspelt_word_is_told_with_the_nearest(registry: SentenceRegistry) -> None:
    packages_to_choose()

    assert problems(registry, "she changes to the Pluss package") == (
        'journeys/maria.feature:4:5: there is no package "Pluss", in "When she changes to the Pluss package"\n'
        "  did you mean  Plus\n"
        "  valid         Basic, Plus, Premium Plus"
    )


def test_a_word_that_is_like_none_is_told_with_all_of_them(registry: SentenceRegistry) -> None:
    packages_to_choose()

    assert problems(registry, "she changes to the Klingon package") == (
        'journeys/maria.feature:4:5: there is no package "Klingon", in "When she changes to the Klingon package"\n'
        "  valid         Basic, Plus, Premium Plus"
    )


def declared_wrongly(declare: Callable[[], Any]) -> str:
    """What is said, without the lines of this file."""
    with pytest.raises(UsageProblem) as problem:
        declare()
    assert {one.place and Path(one.place.file).name for one in problem.value.problems} == {HERE}
    return "\n".join(str(one).split(": ", 1)[1] for one in problem.value.problems)


MISTAKES: dict[str, tuple[Callable[[], Any], str]] = {
    "a name of Tellonce's own": (
        lambda: choice("fact", {"Basic": 1}),
        "there is a parameter {fact} already\n  next          choose another name",
    ),
    "a name that every Cucumber Expression has": (
        lambda: choice("word", {"Basic": 1}),
        "there is a parameter {word} already\n  next          choose another name",
    ),
    "a name that cannot stand in braces": (
        lambda: choice("account package", {"Basic": 1}),
        "a choice cannot be called 'account package': sentences name it in braces\n"
        "  next          use letters, digits and '_'",
    ),
    "no words": (
        lambda: choice("package", {}),
        'the choice \'package\' has no words\n  next          write choice("package", {"Basic": ..., "Plus": ...})',
    ),
    "words that cannot be said": (
        lambda: choice("package", {"Plus ": 1, 7: 2}),  # type: ignore[dict-item]  # the mistake
        "the choice 'package' has a word that nobody can say: 'Plus '\n"
        "  next          words are text, with single spaces and none around\n"
        "the choice 'package' has a word that nobody can say: 7\n"
        "  next          words are text, with single spaces and none around",
    ),
    "an unknown fact": (
        lambda: choice("package", PACKAGES, of="pakage"),
        "the choice 'package' is of an unknown fact 'pakage'\n"
        "  did you mean  package\n"
        "  valid         postal_address, email, package",
    ),
    "half a value": (
        lambda: choice("package", {**PACKAGES, "Plus": {"name": "Plus"}}, of="package"),
        "in the choice 'package', 'Plus' does not mean a whole package\n"
        '  next          write {"name": "...", "monthly_fee": "..."}',
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_choice_that_is_declared_wrongly_is_told_where(name: str, registry: SentenceRegistry) -> None:
    declare, said = MISTAKES[name]

    assert declared_wrongly(declare) == said
    assert current_deeds().choices == {}


def test_two_choices_cannot_have_one_name(registry: SentenceRegistry) -> None:
    choice("package", PACKAGES)
    first = current_deeds().choices["package"].place

    assert declared_wrongly(lambda: choice("package", {"Gold": 1})) == (
        f"a second choice is called 'package'; the first is at {first}\n"
        "  next          give each its own name: sentences know it by that"
    )


def test_a_steps_file_that_another_one_imports_may_be_read_twice(registry: SentenceRegistry) -> None:
    for _ in range(2):
        packages_to_choose()

    assert problems(registry, "she changes to the Plus package") == ""


def test_a_flow_whose_own_reading_of_a_word_fails_is_told_before_the_run(registry: SentenceRegistry) -> None:
    @flow(
        "{customer} takes the {word} package",
        changes="package",
        new=lambda word: {"name": word, "monthly_fee": FEES[word]},
    )
    async def takes(act: Act) -> None:
        """She wants another one."""

    place = current_deeds().flows[0].place

    assert problems(registry, "she takes the Plus package") == ""
    assert problems(registry, "she takes the Pluss package") == (
        'journeys/maria.feature:4:5: "When she takes the Pluss package": the flow \'{customer} takes the {word} '
        "package' makes no new account package of this: KeyError: 'Pluss'\n"
        f"  next          mend new= at {place}, or give the parameter its words with choice(...)"
    )


def test_a_flow_that_makes_half_a_value_is_told_before_the_run(registry: SentenceRegistry) -> None:
    @flow("{customer} takes the {word} package", changes="package", new=lambda word: {"nmae": word})
    async def takes(act: Act) -> None:
        """She wants another one."""

    place = current_deeds().flows[0].place

    assert problems(registry, "she takes the Plus package") == (
        'journeys/maria.feature:4:5: "When she takes the Plus package": the flow \'{customer} takes the {word} '
        "package' makes the new account package of 'nmae'\n"
        "  did you mean  name\n"
        "  valid         name, monthly_fee\n"
        f"  next          mend new= at {place}"
    )


def test_a_flow_that_says_no_new_value_where_none_can_be_made_up_is_told(registry: SentenceRegistry) -> None:
    @flow("{customer} takes another package", changes="package")
    async def takes(act: Act) -> None:
        """She wants another one."""

    place = current_deeds().flows[0].place

    assert problems(registry, "she takes another package") == (
        "journeys/maria.feature:4:5: \"When she takes another package\": the flow '{customer} takes another package' "
        f"gives no new account package, and none can be made up\n  next          write new= at {place}"
    )
