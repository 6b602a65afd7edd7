"""The block that says what broke: the same in the terminal, in junit.xml and in `tellonce explain`."""

from __future__ import annotations

from made_runs import cell, stale_card

from tellonce.model.observation import Evidence
from tellonce.model.verdict import Verdict
from tellonce.story.block import arrived, block, siblings, where_seen


def test_the_founding_story_is_told_whole() -> None:
    cells = (cell("profile"), cell("agent"), stale_card(), cell("invoice"), cell("mail", Verdict.PENDING))

    assert block(cells[2], cells) == (
        "The card letter still shows the old postal address 1 day after Maria changed it.\n"
        "  journey   journeys/maria/moving-house.feature:14\n"
        "  promised  within 1 day (Card Operations)\n"
        "  expected  Rosenweg 7b, 80331 Munich\n"
        "  last seen Hauptstrasse 12, 10115 Berlin   (letter 000123.pdf, page 1)\n"
        "  arrived   profile page 0.2 s; agent desktop 1.1 s; invoice 10 days\n"
        "  broke     between customer master (knew at 0.3 s) and card system (never knew)\n"
        "  replay    tellonce explain 7f3a0001"
    )


def test_a_cell_nobody_saw_says_why() -> None:
    blind = cell("mail", Verdict.UNOBSERVED, id="22220001", reason="the mail server refused", last_seen="")

    assert block(blind, (blind,)).splitlines()[4:] == [
        "  last seen nothing",
        "  arrived   nowhere else",
        "  because   the mail server refused",
        "  replay    tellonce explain 22220001",
    ]


def test_what_a_stronger_verdict_masks_is_told_too() -> None:
    masked = stale_card(flags=("read_your_writes", "late"), split=True, reason="the old value at 1 day")

    assert block(masked, ()).splitlines()[-4:] == [
        "  because   the old value at 1 day",
        "  also      read your writes, late",
        "  split     the touchpoints of this change disagree after their deadlines",
        "  replay    tellonce explain 7f3a0001",
    ]


def test_between_is_said_once_however_the_judge_puts_it() -> None:
    said = block(stale_card(broke_how="between the hub and the card system"), ())
    named = block(stale_card(broke_how=""), ())
    segment = block(stale_card(broke_between=None, broke_how="nobody looks behind the card letter"), ())

    assert "  broke     between the hub and the card system\n" in said
    assert "  broke     between customer master and card system\n" in named
    assert "  broke     nobody looks behind the card letter\n" in segment


def test_hostile_text_cannot_break_the_lines_of_a_block() -> None:
    hostile = stale_card(last_seen="Haupt\nstrasse\u202e 12\x1b[31m" + "x" * 500)

    lines = block(hostile, ()).splitlines()

    assert len(lines) == 8
    assert lines[4].startswith("  last seen Haupt strasse⟦U+202E⟧ 12⟦U+001B⟧[31mxxx")
    assert len(lines[4]) < 260


def test_siblings_are_the_other_cells_of_the_same_change_and_fact() -> None:
    mine, other = stale_card(), cell("profile")
    strange = (cell("profile", change="c2"), cell("mail", fact="email"), cell("app", scenario="another"))

    assert siblings(mine, (mine, other, *strange)) == [other]


def test_the_quickest_arrival_comes_first_and_who_never_knew_is_left_out() -> None:
    others = (cell("invoice"), cell("profile"), cell("card_file", Verdict.STALE))

    assert arrived(others) == "profile page 0.2 s; invoice 10 days"
    assert arrived(()) == "nowhere else"


def test_the_last_evidence_is_where_it_was_seen() -> None:
    shown = (
        Evidence(kind="text", caption="letter 1.pdf", place="page 1"),
        Evidence(kind="screenshot", caption="the details page"),
    )

    assert where_seen(cell(evidence=shown)) == "the details page"
    assert where_seen(cell(evidence=shown[:1])) == "letter 1.pdf, page 1"
    assert where_seen(cell()) == ""


def test_of_a_letter_the_page_that_bears_the_value_is_where_it_was_seen() -> None:
    pages = tuple(
        Evidence(kind="letter-page", caption="letter 1.pdf", place=f"page {number} of 3", text=text)
        for number, text in enumerate(("Dear Maria", "Hauptstrasse 12\n10115 Berlin", "Yours, Northbank, Berlin"), 1)
    )

    assert where_seen(cell(evidence=pages, last_seen="Maria / Hauptstrasse 12 / 10115 Berlin")) == (
        "letter 1.pdf, page 2 of 3"
    )
    assert where_seen(cell(evidence=pages, last_seen="")) == "letter 1.pdf, page 1 of 3"
