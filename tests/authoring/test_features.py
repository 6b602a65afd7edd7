"""Each mistake in a feature file is told before anything starts: where, what, and what to do."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from gherkin_made import lines_in_any_order
from hypothesis import given

from tellonce.authoring.features import feature_paths, load_features
from tellonce.authoring.gherkin import FeatureFile, read_text
from tellonce.authoring.sentences import MatchedArgument, Matcher, Sentence, SentenceIndex, literal_words
from tellonce.model.errors import NothingRan, Place, Problem, UsageProblem


def facts(text: str) -> str:
    """The only fact there is."""
    if text != "postal address":
        raise UsageProblem(Problem(what=f'there is no fact "{text}"', bad=text, valid=("postal address",)))
    return text


def matcher(pattern: str) -> Matcher:
    """ "she changes her {fact}" and plain texts; "{any}" fits every text."""
    start, brace, _ = pattern.partition("{")

    def match(text: str) -> list[MatchedArgument] | None:
        if not brace:
            return [] if text == pattern else None
        if not text.startswith(start):
            return None
        rest = text.removeprefix(start)
        value = facts(rest) if pattern.endswith("{fact}") else rest
        return [MatchedArgument(start=len(start), end=len(text), original=rest, value=value)]

    return match


def sentences(*more: tuple[str, str]) -> SentenceIndex:
    """A few sentences, each on a line of its own."""
    index = SentenceIndex()
    known = [
        ("given", "Maria is a customer"),
        ("when", "she changes her {fact}"),
        ("then", "everyone knows"),
        ("then", "nothing is sent"),
        *more,
    ]
    for line, (kind, text) in enumerate(known, 1):
        index.add(
            Sentence(
                kind=kind,  # type: ignore[arg-type]  # plain words in a test
                text=text,
                function=print,
                place=Place(file="steps/bank.py", line=line),
                compile=lambda text=text: matcher(text),  # type: ignore[misc]  # the default binds this round's text
                words=literal_words(text),
            )
        )
    return index


def problems(folder: Path, text: str, index: SentenceIndex | None = None) -> str:
    """All that is said of one feature file; empty when it is sound."""
    path = folder / "journeys" / "one.feature"
    path.parent.mkdir(exist_ok=True)
    path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    try:
        load_features([path.parent], folder, index or sentences())
    except UsageProblem as problem:
        return str(problem)
    return ""


SOUND = """
    Feature: Moving house
      When Maria moves house, she tells the bank once.
      The bank tells everybody else.

      Background:
        Given Maria is a customer

      Scenario: She tells the bank
        They say it takes a day. Any more is too late: she worries.
        When she changes her postal address
        Then everyone knows

      Scenario Outline: Rows
        When she changes her <fact>
        Then everyone knows

        Examples:
          | fact           |
          | postal address |
"""


def test_a_sound_feature_with_prose_in_it_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, SOUND) == ""


MISTAKES = {
    "an undefined sentence": (
        SOUND.replace("everyone knows", "everyone nose", 1),
        'journeys/one.feature:11:5: no sentence says "Then everyone nose"\n'
        '  next          did you mean "everyone knows" (steps/bank.py:3)?',
    ),
    "a sentence said as another kind": (
        SOUND.replace("Then everyone knows", "Then Maria is a customer", 1),
        'journeys/one.feature:11:5: no sentence says "Then Maria is a customer"\n'
        "  next          it is a Given sentence (steps/bank.py:1), said here as Then",
    ),
    "an unknown fact": (
        SOUND.replace("her postal address", "her postal adress"),
        'journeys/one.feature:10:5: there is no fact "postal adress"\n'
        "  did you mean  postal address\n"
        "  valid         postal address",
    ),
    "a misspelt keyword taken for prose": (
        SOUND.replace("    When she changes her postal address\n", "    Whne she changes her postal address\n"),
        'journeys/one.feature:10:5: "Whne she changes her postal address" would be taken for prose and never run\n'
        '  next          did you mean "When"?',
    ),
    "a misspelt keyword among steps": (
        SOUND.replace("Then everyone knows", "Thn everyone knows", 1),
        'journeys/one.feature:11:5: "Thn everyone knows" does not start with a keyword\n'
        '  next          did you mean "Then"?',
    ),
    "a misspelt keyword that an And goes on from": (
        "Feature: One\n  Scenario: Lost\n    Wen she changes her postal address\n    And everyone knows\n",
        'journeys/one.feature:3:5: "Wen she changes her postal address" would be taken for prose and never run, '
        'and "And everyone knows" goes on from it\n  next          did you mean "When"?',
    ),
    "a misspelt keyword that an And goes on from, after a background": (
        "Feature: One\n  Background:\n    Given Maria is a customer\n  Scenario: Lost\n"
        "    Wen she sleeps\n    And Maria is a customer\n    Then everyone knows\n",
        'journeys/one.feature:5:5: "Wen she sleeps" would be taken for prose and never run\n'
        '  next          did you mean "When"?',
    ),
    "a scenario that begins with And": (
        "Feature: One\n  Scenario: Lost\n    And everyone knows\n",
        'journeys/one.feature:3:5: "And everyone knows" goes on from nothing\n'
        "  next          begin with a Given, When or Then",
    ),
    "a misspelt Examples": (
        SOUND.replace("Examples:", "Exampls:"),
        'journeys/one.feature:17:5: "Exampls:" does not start with a keyword\n'
        '  next          did you mean "Examples:"?',
    ),
    "a misspelt Scenario": (
        "Feature: One\n\n  Scenaro: Lost\n\n  Scenario: Kept\n    Then everyone knows\n",
        'journeys/one.feature:3:3: "Scenaro: Lost" would be taken for prose and never run\n'
        '  next          did you mean "Scenario:"?',
    ),
    "a Scenario without its colon": (
        "Feature: One\n  Scenario Lost\n\n  Scenario: Kept\n    Then everyone knows\n",
        'journeys/one.feature:2:3: "Scenario Lost" would be taken for prose and never run\n'
        '  next          did you mean "Scenario:"?',
    ),
    "steps that belong to no scenario": (
        "Feature: One\n  Given Maria is a customer\n  When she moves\n  Then everyone knows\n\n"
        "  Scenario: Kept\n    Then everyone knows\n",
        'journeys/one.feature:2:3: "Given Maria is a customer" and the steps after it belong to no scenario and would '
        'never run\n  next          write "Scenario:" and its name above them',
    ),
    "an empty scenario": (
        "Feature: One\n  Scenario: Nothing\n",
        'journeys/one.feature:2:3: the scenario "Nothing" is empty\n  next          give it steps, or remove it',
    ),
    "a scenario without Then": (
        "Feature: One\n  Scenario: Hope\n    Given Maria is a customer\n",
        'journeys/one.feature:2:3: the scenario "Hope" has no Then: it could never fail\n'
        "  next          say who must know, and by when",
    ),
    "a feature without a scenario": (
        "Feature: One\n  Maria moves.\n",
        'journeys/one.feature:1:1: the feature "One" has no scenario\n  next          add a "Scenario:"',
    ),
    "a file without a feature": (
        "# nothing\n",
        'journeys/one.feature:1:1: no feature in this file\n  next          start it with "Feature:"',
    ),
    "two scenarios of one name": (
        "Feature: One\n  Scenario: Same\n    Then everyone knows\n  Scenario: Same\n    Then everyone knows\n",
        'journeys/one.feature:4:3: a second scenario is called "Same"; the first is on line 2\n'
        "  next          give each its own name: reports and reruns know scenarios by name",
    ),
    "Examples without rows": (
        "Feature: One\n  Scenario Outline: Rows\n    Then everyone knows\n    Examples:\n      | fact |\n",
        'journeys/one.feature:4:5: these Examples of "Rows" have no row\n  next          add a row, or remove them',
    ),
    "an outline without Examples": (
        "Feature: One\n  Scenario Outline: Rows\n    Then everyone knows\n",
        'journeys/one.feature:2:3: the outline "Rows" has no Examples\n  next          add "Examples:" and a table',
    ),
    "a placeholder without a column": (
        SOUND.replace("<fact>", "<fcat>"),
        'journeys/one.feature:14:5: "<fcat>" is no column of the Examples on line 17\n'
        "  did you mean  fact\n"
        "  valid         fact",
    ),
    "an unknown language": (
        "# language: xx-klingon\nFeature: One\n",
        'journeys/one.feature:1:13: there is no Gherkin in the language "xx-klingon"\n',
    ),
    "a language that is corrected to none": (
        "# language: de\n#language: xx\nFeature: One\n",
        'journeys/one.feature:2:12: there is no Gherkin in the language "xx"\n',
    ),
    "a language without a name": (
        "# language:\nFeature: One\n",
        'journeys/one.feature:1:12: "# language:" names no language\n',
    ),
    "a language that behave does not read": (
        "# language : de\nFunktionalität: One\n",
        'journeys/one.feature:1:14: the language is not read: a blank before ":"\n'
        '  next          write "# language: de"',
    ),
    "Examples in a plain scenario": (
        "Feature: One\n  Scenario: Rows\n    Then everyone knows\n    Examples:\n      | a |\n      | 1 |\n",
        'journeys/one.feature:4:5: "Examples:" cannot be read here: Examples must only appear inside scenario outline',
    ),
}


@pytest.mark.parametrize(("text", "said"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    told = problems(tmp_path, text)

    assert told == said or (said.endswith("\n") and told.startswith(said))


def test_an_ambiguous_sentence_names_both_places(tmp_path: Path) -> None:
    index = sentences(("then", "everyone {any}"))

    assert problems(tmp_path, "Feature: One\n  Scenario: Two\n    Then everyone knows\n", index) == (
        'journeys/one.feature:3:5: "Then everyone knows" fits 2 sentences\n'
        '  next          tell them apart: "everyone knows" (steps/bank.py:3) and "everyone {any}" (steps/bank.py:5)'
    )


def test_every_mistake_of_every_file_is_told_at_once_in_reading_order(tmp_path: Path) -> None:
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "a.feature").write_text("Feature: A\n  Scenario: Empty\n", encoding="utf-8")
    (tmp_path / "journeys" / "z.feature").write_bytes(b"Feature: Z\xff\n")

    told = problems(tmp_path, "Feature: One\n  Scenario: X\n    Given nobody\n    Then nobody\n")

    assert [line.split(" ")[0] for line in told.splitlines() if line.startswith("journeys")] == [
        "journeys/a.feature:2:3:",
        "journeys/one.feature:3:5:",
        "journeys/one.feature:4:5:",
        "journeys/z.feature:1:",
    ]


def test_misspelt_keywords_are_found_in_other_languages(tmp_path: Path) -> None:
    text = """
        # language: de
        Funktionalität: Umzug
          Szenario: Anna zieht um
            Agenommen Anna ist Kundin
            Dann wissen es alle
    """

    told = problems(tmp_path, text, sentences(("then", "wissen es alle")))

    assert told == (
        'journeys/one.feature:4:5: "Agenommen Anna ist Kundin" would be taken for prose and never run\n'
        '  next          did you mean "Angenommen"?'
    )


def test_an_empty_folder_is_nothing_to_run(tmp_path: Path) -> None:
    with pytest.raises(NothingRan, match=r"not one \*\.feature file"):
        load_features([tmp_path], tmp_path, sentences())


def test_a_path_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "journeys" / "maria").mkdir(parents=True)
    (tmp_path / "journeys" / "maria" / "moving.feature").write_text(dedent(SOUND), encoding="utf-8")

    with pytest.raises(UsageProblem) as caught:
        load_features([tmp_path / "journeys" / "maria" / "movin.feature"], tmp_path, sentences())

    assert str(caught.value) == (
        'there is no "journeys/maria/movin.feature"\n  next          did you mean "journeys/maria/moving.feature"?'
    )


def test_hidden_and_installed_folders_are_not_searched(tmp_path: Path) -> None:
    for folder in (".git", "node_modules", "journeys"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.feature").write_text("Feature: One\n", encoding="utf-8")

    assert feature_paths([tmp_path]) == [(tmp_path / "journeys" / "one.feature").resolve()]


@given(lines_in_any_order)
def test_no_text_is_too_odd_to_be_read_or_refused_in_words(text: str) -> None:
    project = Path("/project")
    read = read_text(text, project / "journeys" / "one.feature", project)

    assert isinstance(read, FeatureFile) or read.place is not None
