"""What a register's words mean, how contacts are counted, and which journeys watch what they are about."""

from __future__ import annotations

from pathlib import Path

import pytest
from contacts_bench import HEADER, group, make_bank, read, write
from made_runs import cell

from tellonce.contacts import Asked, read_in
from tellonce.contacts.tally import MOST_UNREAD
from tellonce.model.contact_account import Watch
from tellonce.model.errors import NothingRan, UsageProblem
from tellonce.model.verdict import Verdict

MOVED = "2026-05-04T09:30:00+02:00,1001,phone,card,moved house,Where is it?"


def test_contacts_are_grouped_by_touchpoint_and_cause_with_days_weeks_and_channels(bank: Path) -> None:
    account = read(
        bank,
        MOVED,
        "2026-05-05T09:30:00+02:00,1002,web,the card letter,postal address,Again",
        "2026-05-11T09:30:00+02:00,1003,phone,card,moved out,Still",
        "2026-06-01T09:30:00+02:00,1004,phone,web site,,Slow",
    )
    card = group(account, "the card letter", "postal address")

    assert (account.contacts, account.without_cause, account.no_journey, account.unread) == (4, 1, 0, 0)
    assert (account.first, account.last) == ("2026-05-04", "2026-06-01")
    assert (card.contacts, card.share, card.first, card.last) == (3, 0.75, "2026-05-04", "2026-05-11")
    assert card.weeks == {"2026-05-04": 2, "2026-05-11": 1}
    assert list(card.channels.items()) == [("phone", 2), ("web", 1)]
    assert (card.touchpoint, card.fact, card.owner) == ("card-letter", "postal_address", "Card Operations")


def test_a_group_names_the_scenarios_that_watch_its_cell(bank: Path) -> None:
    card = group(read(bank, MOVED), "the card letter", "postal address")

    assert card.watch is Watch.WATCHED
    assert [(one.journey, one.line, one.name) for one in card.journeys] == [
        ("journeys/moving.feature", 2, "Her card finds her")
    ]


def test_a_scenario_that_expects_a_refusal_would_not_notice(bank: Path) -> None:
    page = group(read(bank, "2026-05-04,1,phone,web site,mailbox,"), "the details page", "e-mail address")

    assert (page.watch, page.why) == (Watch.NO_JOURNEY, "no scenario changes the e-mail address of a customer")


def test_what_no_scenario_watches_comes_with_one_that_would(bank: Path) -> None:
    page = group(read(bank, "2026-05-04,1,phone,web site,language,"), "the details page", "language")

    assert (page.watch, page.why) == (Watch.NO_JOURNEY, "no scenario changes the language of a customer")
    assert page.suggestion_path == "journeys/maria/profile-language.feature"
    assert page.suggestion == (
        "Feature: What customers say of the details page\n"
        "\n"
        "  Scenario: Her new language reaches the details page\n"
        "    Given Maria is a customer\n"
        "    When she would rather read Polish\n"
        "    Then the details page shows her new language\n"
    )


def test_a_suggested_scenario_once_written_watches_the_cell(bank: Path) -> None:
    row = "2026-05-04,1,phone,web site,language,"
    missing = group(read(bank, row), "the details page", "language")
    path = bank / missing.suggestion_path
    path.parent.mkdir()
    path.write_text(missing.suggestion, encoding="utf-8")

    written = group(read(bank, row), "the details page", "language")

    assert written.watch is Watch.WATCHED
    assert [one.journey for one in written.journeys] == [missing.suggestion_path]


def test_without_a_flow_there_is_nothing_to_suggest(bank: Path) -> None:
    (bank / "steps/small.py").write_text("", encoding="utf-8")
    (bank / "journeys/moving.feature").unlink()

    page = group(read(bank, "2026-05-04,1,phone,web site,language,"), "the details page", "language")

    assert (page.watch, page.suggestion) == (Watch.NO_JOURNEY, "")
    assert page.why == "no scenario changes the language of a customer, and steps/ has no flow for it"


def test_words_that_mean_nothing_are_a_group_of_their_own_with_the_nearest(bank: Path) -> None:
    account = read(bank, "2026-05-04,1,phone,the card leter,wether,", "2026-05-05,1,phone,THE CARD LETER,Wether,")

    assert [(one.about, one.cause, one.contacts, one.watch, one.why) for one in account.groups] == [
        (
            "the card leter",
            "wether",
            2,
            Watch.NOT_IN_THE_BLUEPRINT,
            "'the card leter' means no touchpoint; did you mean 'the card letter'? say what it means under "
            "contacts.about; 'wether' means no fact; say what it means under contacts.causes",
        )
    ]


def test_a_cause_that_the_touchpoint_does_not_use_is_told_so(bank: Path) -> None:
    card = group(read(bank, "2026-05-04,1,phone,card,mailbox,"), "the card letter", "e-mail address")

    assert (card.watch, card.why) == (
        Watch.NOT_USED,
        "the blueprint says that the card letter does not use the e-mail address: mend that, or contacts.causes",
    )


def test_a_cause_that_the_touchpoint_need_not_learn_is_told_with_the_reason(bank: Path) -> None:
    blueprint = bank / "fixtures/blueprint.yaml"
    text = blueprint.read_text(encoding="utf-8")
    exempt = "promise: {within: 1 day, exempt: {postal_address: cards are fetched}}"
    blueprint.write_text(text.replace("promise: {within: 1 day}", exempt), encoding="utf-8")
    (bank / "journeys/moving.feature").unlink()

    card = group(read(bank, MOVED), "the card letter", "postal address")

    assert (card.watch, card.why) == (
        Watch.NOT_USED,
        "the blueprint exempts the card letter from the postal address: cards are fetched",
    )


def test_without_a_cause_it_is_said_how_many_scenarios_watch_the_touchpoint_at_all(bank: Path) -> None:
    card = group(read(bank, "2026-05-04,1,phone,card,unknown,"), "the card letter")

    assert (card.watch, card.unwatched, card.why) == (
        Watch.NO_CAUSE,
        False,
        "the register gives no cause; the card letter is watched by 1 scenario",
    )


def test_without_a_cause_a_touchpoint_that_nobody_watches_is_missing_a_journey(bank: Path) -> None:
    (bank / "journeys/moving.feature").unlink()

    card = group(read(bank, "2026-05-04,1,phone,card,,"), "the card letter")

    assert (card.watch, card.why) == (
        Watch.NO_JOURNEY,
        "no scenario changes anything that the card letter shows",
    )
    assert "    When he moves\n" in card.suggestion


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ((Verdict.ON_TIME,), "kept"),
        ((Verdict.ON_TIME, Verdict.STALE), "broken"),
        ((Verdict.PENDING, Verdict.ON_TIME), "still waiting"),
        ((Verdict.UNOBSERVED,), "not seen"),
        ((), "not watched"),
    ],
)
def test_a_run_says_whether_the_cell_was_kept(bank: Path, verdicts: tuple[Verdict, ...], said: str) -> None:
    cells = tuple(
        cell("letter", verdict).model_copy(update={"touchpoint": "card-letter", "fact": "postal_address"})
        for verdict in verdicts
    )

    account = read(bank, MOVED, "2026-05-04,1,phone,card,,", run="tonight", cells=cells)

    assert group(account, "the card letter", "postal address").in_run == said
    assert group(account, "the card letter").in_run == ""


def test_the_worst_comes_first_and_then_the_largest(bank: Path) -> None:
    broken = cell("letter", Verdict.STALE).model_copy(update={"touchpoint": "profile", "fact": "postal_address"})
    account = read(
        bank,
        *["2026-05-04,1,phone,card,,"] * 5,
        *[MOVED] * 4,
        "2026-05-04,1,phone,site map,weather,",
        "2026-05-04,1,phone,card,mailbox,",
        *["2026-05-04,1,phone,web site,language,"] * 2,
        *["2026-05-04,1,phone,web site,mailbox,"] * 3,
        "2026-05-04,1,phone,web site,moved in,",
        run="tonight",
        cells=(broken,),
    )

    assert [(one.about, one.cause, one.contacts) for one in account.groups] == [
        ("the details page", "e-mail address", 3),
        ("the details page", "language", 2),
        ("the card letter", "e-mail address", 1),
        ("site map", "weather", 1),
        ("the details page", "postal address", 1),
        ("the card letter", "postal address", 4),
        ("the card letter", "", 5),
    ]
    assert (account.no_journey, account.scenario_missing, account.without_cause) == (7, 5, 5)


ROWS_TOLD = {
    "no time": (",1,phone,card,,", "it has no time"),
    "a time that is none": ("Maria Mole,1,phone,card,,", "its time cannot be read"),
    "nothing that it is about": ("2026-05-04,1,phone,,,", "it does not say what it is about"),
}


@pytest.mark.parametrize("name", ROWS_TOLD)
def test_a_row_that_cannot_be_understood_is_told_and_not_repeated(bank: Path, name: str) -> None:
    row, why = ROWS_TOLD[name]
    account = read(bank, MOVED, row)

    assert (account.contacts, account.unread, account.unread_why) == (1, 1, {why: 1})
    assert [str(one.place) for one in account.unread_rows] == [f"{bank}/contacts.csv:3"]


def test_a_row_in_another_encoding_is_told_and_hides_no_other(bank: Path) -> None:
    rows = [MOVED, "2026-05-04,1,phone,Überweisung,,"]
    file = write(bank, (HEADER + "\n".join(rows)).encode("latin-1"))

    account = read_in(bank, Asked(files=(file,)))

    assert (account.contacts, account.unread_why) == (1, {"it is not UTF-8": 1})


def test_many_rows_that_cannot_be_understood_are_counted_and_the_first_are_listed(bank: Path) -> None:
    account = read(bank, MOVED, *[",1,phone,card,,"] * (MOST_UNREAD + 5))

    assert (account.unread, len(account.unread_rows)) == (MOST_UNREAD + 5, MOST_UNREAD)


def test_days_outside_are_counted_and_in_no_group(bank: Path) -> None:
    days = ["2026-05-03", "2026-05-04", "2026-05-31", "2026-06-01"]

    account = read(bank, *(f"{day},1,phone,card,," for day in days), since="2026-05-04", until="2026-05-31")

    assert (account.contacts, account.outside, account.first, account.last) == (2, 2, "2026-05-04", "2026-05-31")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"since": "May"}, "--since 'May' is no day\n  next          write it as 2026-05-04"),
        ({"until": "2026-02-30"}, "--until '2026-02-30' is no day\n  next          write it as 2026-05-04"),
        (
            {"since": "2026-05-05", "until": "2026-05-04"},
            "--since 2026-05-05 is after --until 2026-05-04\n  next          swap them",
        ),
    ],
)
def test_a_day_that_is_none_is_told(bank: Path, asked: dict[str, str], told: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        read(bank, MOVED, **asked)

    assert str(problem.value) == told


def test_without_any_contact_it_is_said_what_there_was_instead(bank: Path) -> None:
    with pytest.raises(NothingRan) as nothing:
        read(bank, MOVED, ",1,phone,card,,", since="2027-01-01")

    assert str(nothing.value) == (
        "There is no contact in these files.\n"
        "  outside   1 contact before --since or after --until\n"
        "  unread    1 row: it has no time\n"
        f"  first     {bank}/contacts.csv:3"
    )


def test_a_blueprint_without_the_section_is_told_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as problem:
        read(make_bank(tmp_path, section=""), MOVED)

    assert str(problem.value) == (
        "fixtures/blueprint.yaml: the blueprint does not say how to read contacts\n"
        "  next          add 'contacts: {columns: {time: ..., about: ..., cause: ...}}', with the columns of your "
        "register's export"
    )


def test_scenarios_of_which_nobody_can_tell_what_they_change_are_noted(bank: Path) -> None:
    own = 'from behave import when\n\n\n@when("anything happens")\ndef anything(context):\n    """Whatever."""\n'
    (bank / "steps/own.py").write_text(own, encoding="utf-8")
    feature = "Feature: Own\n  Scenario: Hers\n    Given Maria is a customer\n    When anything happens\n"
    feature += "    Then the card letter shows her new postal address\n"
    (bank / "journeys/own.feature").write_text(feature, encoding="utf-8")

    assert read(bank, MOVED).notes == (
        "journeys/own.feature:2 says sentences of your own: nobody can tell what it watches",
    )


def test_what_was_said_is_kept_only_when_asked_for_and_made_harmless(bank: Path) -> None:
    said = '"I am maria mole, no. 1001:\n\x1b[2J' + "x" * 300 + '"'
    rows = [f"2026-05-04,1001 Maria Mole,phone,card,,{said}", "2026-05-04,1,phone,card,,Two", MOVED]

    assert [one.quotes for one in read(bank, *rows).groups] == [(), ()]
    (quote,) = group(read(bank, *rows, quotes=1), "the card letter").quotes
    assert quote.startswith("I am [customer] [customer], no. [customer]: ⟦U+001B⟧[2Jxxx")
    assert (len(quote), quote[-1]) == (160, "…")


def test_a_register_that_writes_free_text_instead_of_words_does_not_fill_the_memory(bank: Path) -> None:
    rows = [f"2026-05-04,1,by {number},word {number},why {number}," for number in range(1_200)]
    rows += [f"2026-05-04,1,by {number},card,moved out," for number in range(100)]

    account = read(bank, *rows)
    rest = group(account, *["further words, which are too many to list"] * 2)

    assert (len(account.groups), account.contacts, rest.contacts) == (1_002, 1_300, 200)
    card = group(account, "the card letter", "postal address")
    assert (len(card.channels), card.channels["others"]) == (31, 70)
