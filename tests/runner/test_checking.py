"""One check of a whole project: everything at once, the same whatever does it, and no more than it can know."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from check_bench import BLUEPRINT, JAN, JAN_MOVES, MARIA, MARIA_MOVES, STEPS, looked, make_project, rules_told

from tellonce.authoring.checks.rules import RULES
from tellonce.authoring.features import load_features
from tellonce.engine.flows import begin_deeds
from tellonce.model.errors import UsageProblem
from tellonce.runner.checking import chosen, strictly
from tellonce.runner.loading import load_sentences
from tellonce.runner.project import open_project

MARIAS, JANS = "journeys/maria/moving.feature", "journeys/jan/moving.feature"
WORDY = MARIA_MOVES.replace("Her card finds her", "Her button finds her")


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Steps that were loaded stay loaded for no other test."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield
    begin_deeds(lambda _flow: None)


def test_mistakes_of_every_file_come_out_at_once(tmp_path: Path) -> None:
    root = make_project(
        tmp_path,
        {
            "tellonce.toml": "[check]\nstrickt = true\n",
            "fixtures/blueprint.yaml": BLUEPRINT.replace("within: 10 s", "wihtin: 10 s"),
            "fixtures/personas/maria.yaml": MARIA.replace("de_DE", "de_XX"),
            "fixtures/personas/jan.yaml": JAN.replace("language: pl", "language: xx"),
            "steps/worse.py": "import no_such_module_here\n",
            MARIAS: MARIA_MOVES + "\n  Scenario: Later\n",
            JANS: JAN_MOVES.replace("Scenario Outline", "Scenaro Outline"),
        },
    )

    report = looked(root)

    assert [(one.rule, one.place.file) for one in report.findings] == [
        ("TO002", "fixtures/blueprint.yaml"),
        ("TO002", "fixtures/blueprint.yaml"),
        ("TO003", "fixtures/personas/jan.yaml"),
        ("TO003", "fixtures/personas/maria.yaml"),
        ("TO104", JANS),
        ("TO107", MARIAS),
        ("TO005", "steps/worse.py"),
        ("TO001", "tellonce.toml"),
    ]
    assert report.notes == ("The sentences were not checked: that needs a project whose own files have no mistake.",)


@pytest.mark.parametrize("more", ["\n", "\n\n\n", "  \n"])
def test_blank_lines_at_the_end_of_a_file_are_told(more: str, tmp_path: Path) -> None:
    root = make_project(tmp_path, {MARIAS: MARIA_MOVES + more})

    assert [(one.rule, one.place.line, one.what) for one in looked(root).findings] == [
        ("TO501", MARIA_MOVES.count("\n") + 1, "a blank line is too many here")
    ]


def test_every_file_of_steps_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    root = make_project(tmp_path, {"steps/bad.py": "import no_such_module_here\n", "steps/worse.py": "def\n"})

    told = [str(one.place) for one in looked(root).findings if one.rule == "TO005"]

    assert told == ["steps/bad.py:1", "steps/worse.py:1"]


def test_errors_are_what_a_run_refuses_and_nothing_else(tmp_path: Path) -> None:
    broken = MARIA_MOVES.replace("her new postal address", "her new phone number").replace(
        "When she has", "Wehn she has"
    )
    root = make_project(tmp_path, {MARIAS: broken, JANS: JAN_MOVES.replace("| 1 day  |", "| 0 days |")})
    with pytest.raises(UsageProblem) as refused:
        load_features([root / "journeys"], root, load_sentences(open_project(root)).index)

    told = [(str(one.place).rpartition(":")[0], one.what) for one in looked(root).findings if one.severity == "error"]

    assert told == [(str(one.place).rpartition(":")[0], one.what) for one in refused.value.problems]


def test_a_wrong_word_is_told_from_its_first_letter_to_its_last(tmp_path: Path) -> None:
    root = make_project(tmp_path, {MARIAS: MARIA_MOVES.replace("new postal address", "new postal adress")})

    (told,) = looked(root).findings

    assert (told.place.line, told.place.column, told.end_column) == (10, 42, 55)
    assert told.nearest == "postal address"


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_the_report_is_the_same_whoever_does_the_work(processes: int, tmp_path: Path) -> None:
    more = {
        f"journeys/maria/story-{number:02}.feature": WORDY.replace("Maria moves", f"Story {number}")
        for number in range(45)
    }
    root = make_project(tmp_path, more)

    report = looked(root, processes=processes)

    assert [one.place.file for one in report.findings] == sorted(more)
    assert (report.files, report.scenarios) == (47, 94)


def test_of_a_part_nothing_is_said_of_what_the_whole_uses(tmp_path: Path) -> None:
    root = make_project(
        tmp_path, {"steps/small.py": STEPS + '\n\n@flow("{customer} waits", changes="email")\nasync def w(act): ...\n'}
    )

    assert rules_told(looked(root, "journeys/maria").findings) == set()
    assert rules_told(looked(root).findings) == {"TO405"}


def test_before_the_errors_are_mended_nobody_can_say_what_is_used(tmp_path: Path) -> None:
    root = make_project(tmp_path, {MARIAS: MARIA_MOVES.replace("she moves to", "she mmoves to")})

    report = looked(root)

    assert rules_told(report.findings) == {"TO201"}
    assert report.notes == ("Nobody can tell yet what no journey uses: first mend the errors.",)


def test_with_sentences_of_the_projects_own_what_is_not_used_is_a_hint(tmp_path: Path) -> None:
    own = 'from behave import when\n\n\n@when(\'something happens\')\ndef happens(context):\n    """Who knows."""\n'
    language = "  language: {kind: language, called: language}\nsystems:"
    uses = BLUEPRINT.replace("systems:", language, 1).replace("address, email]", "address, email, language]")
    sure = make_project(tmp_path / "sure", {"fixtures/blueprint.yaml": uses})
    unsure = make_project(
        tmp_path / "unsure",
        {
            "fixtures/blueprint.yaml": uses,
            "steps/own.py": own,
            MARIAS: MARIA_MOVES.replace("    When she has", "    When something happens\n    And Maria has"),
        },
    )

    assert [(one.rule, one.severity) for one in looked(sure).findings] == [("TO403", "warning")]
    told, *_ = [one for one in looked(unsure).findings if "language" in one.what]
    assert (told.rule, told.severity) == ("TO403", "hint")
    assert told.what == (
        "no journey changes the language, as far as can be told: "
        "1 scenario may change anything, in sentences of the project's own"
    )


# ignoring ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "comment",
    [
        "  # tellonce: ignore TO301 the bank calls it so\n  @post\n",
        "  # tellonce: ignore ui-words: the bank calls it so\n  @post\n",
        "  # tellonce: ignore TO302, TO301 the bank calls it so\n  @post\n",
        "  @post\n  # tellonce: ignore TO301 the bank calls it so\n",
    ],
)
def test_a_rule_is_ignored_for_one_scenario_with_a_reason(comment: str, tmp_path: Path) -> None:
    root = make_project(tmp_path, {MARIAS: WORDY.replace("  @post\n", comment).replace("Her mails", "Her field")})

    told = [one for one in looked(root).findings if one.rule != "TO602"]

    assert [(one.rule, one.what) for one in told] == [("TO301", 'this name speaks of the user interface: "field"')]


def test_above_the_feature_a_rule_is_ignored_for_all_of_it(tmp_path: Path) -> None:
    said = "# tellonce: ignore TO301 the bank calls it so\n" + WORDY.replace("Her mails", "Her field")

    assert looked(make_project(tmp_path, {MARIAS: said})).findings == ()


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ("TO301", "no reason is given for ignoring TO301"),
        ("", "this comment names no rule"),
        ("TO999 whatever", "there is no rule 'TO999'"),
        ("TO201 whatever", "TO201 cannot be ignored: a run refuses it"),
    ],
)
def test_a_comment_that_ignores_nothing_is_told(comment: str, told: str, tmp_path: Path) -> None:
    said = WORDY.replace("  @post\n", f"  # tellonce: ignore {comment}".rstrip() + "\n  @post\n")

    findings = looked(make_project(tmp_path, {MARIAS: said})).findings

    assert [(one.rule, one.what) for one in findings] == [
        ("TO601", told),
        ("TO301", 'this name speaks of the user interface: "button"'),
    ]


def test_rules_of_the_whole_project_are_ignored_where_they_are_told(tmp_path: Path) -> None:
    flow = '\n\n{}@flow("{{customer}} waits", changes="email")\nasync def waits(act):\n    """Nothing."""\n'
    comment = "# tellonce: ignore TO405 the branch says it\n"
    persona = "# tellonce: ignore TO401 she comes next month\n" + MARIA.replace("Maria", "Ada")
    root = make_project(
        tmp_path, {"steps/small.py": STEPS + flow.format(comment), "fixtures/personas/ada.yaml": persona}
    )

    assert looked(root).findings == ()


def test_a_comment_about_what_is_told_no_more_is_told(tmp_path: Path) -> None:
    root = make_project(
        tmp_path, {"steps/small.py": STEPS.replace("@flow", "# tellonce: ignore TO405 later\n@flow", 1)}
    )

    (told,) = looked(root).findings

    assert (told.rule, str(told.place), told.what) == (
        "TO602",
        "steps/small.py:11:1",
        "nothing here is told by TO405 any more",
    )


# choosing ----------------------------------------------------------------------------------------------------------


def test_rules_are_chosen_by_id_beginning_or_name_and_errors_always(tmp_path: Path) -> None:
    errors = {rule.id for rule in RULES.values() if rule.severity == "error"}
    root = make_project(tmp_path)

    assert chosen(root, select=None, ignore=None) == frozenset(RULES)
    assert chosen(root, select=("ui-words", "TO4"), ignore=("TO405",)) - errors == {
        *("TO301", "TO401", "TO402", "TO403", "TO404"),
    }


def test_settings_choose_where_no_flag_does(tmp_path: Path) -> None:
    root = make_project(tmp_path, {"tellonce.toml": '[check]\nignore = ["TO3"]\nstrict = true\n', MARIAS: WORDY})

    assert strictly(root)
    assert "TO301" not in chosen(root, select=None, ignore=None)
    assert "TO301" in chosen(root, select=None, ignore=())


def test_an_error_cannot_be_left_out(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as refused:
        chosen(make_project(tmp_path), select=None, ignore=("TO108", "TO301"))

    assert str(refused.value) == ("TO108 cannot be ignored: a run refuses it\n  next          mend what it tells")


def test_an_unknown_setting_of_check_names_those_that_there_are(tmp_path: Path) -> None:
    (told,) = looked(make_project(tmp_path, {"tellonce.toml": "[check]\nstrickt = true\n"})).findings

    assert (told.rule, told.valid, told.nearest) == ("TO001", ("select", "ignore", "strict"), "strict")
