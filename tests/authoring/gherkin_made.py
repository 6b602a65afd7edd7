"""Feature files made up by Hypothesis: sound ones, as untidy as people write them, and lines in any order."""

from __future__ import annotations

from hypothesis import strategies as st

__all__ = ["features", "lines_in_any_order"]

_words = st.text(alphabet="abc é日<>\\", min_size=1, max_size=8).map(lambda text: " ".join(text.split()) or "a")
_margin = st.sampled_from(["", " ", "  ", "    ", "\t", "      "])
_ending = st.sampled_from(["", " ", "\t"])
_blanks = st.lists(st.sampled_from(["", "   "]), max_size=2)


@st.composite
def _line(draw: st.DrawFn, text: str) -> str:
    return draw(_margin) + text + draw(_ending)


@st.composite
def _comments(draw: st.DrawFn) -> list[str]:
    return [draw(_line(f"# {draw(_words)}")) for _ in range(draw(st.integers(0, 1)))]


@st.composite
def _tags(draw: st.DrawFn) -> list[str]:
    rows = draw(st.lists(st.lists(st.sampled_from(["@a", "@b.c", "@d"]), min_size=1, max_size=2), max_size=2))
    more = draw(st.sampled_from(["", " # why"]))
    lines = []
    for row in rows:
        lines += [draw(_line("  ".join(row) + more)), *draw(_comments())]
    return lines


@st.composite
def _table(draw: st.DrawFn) -> list[str]:
    wide = draw(st.integers(1, 3))
    cell = st.sampled_from(["", "a", "long one", "\\|", "a \\| b", "日本", "<n>"])
    lines = []
    for number in range(draw(st.integers(1, 3))):
        cells = [f"c{nth}" for nth in range(wide)] if number == 0 else [draw(cell) for _ in range(wide)]
        gap = draw(st.sampled_from(["", " ", "  "]))
        lines += [draw(_line("|" + "|".join(gap + one + gap for one in cells) + "|")), *draw(_comments())]
    return lines


@st.composite
def _text(draw: st.DrawFn) -> list[str]:
    quotes = draw(st.sampled_from(['"""', "'''", "```"]))
    margin = draw(st.sampled_from(["", "  ", "      "]))
    inside = draw(
        st.lists(st.sampled_from(["", "plain", "  deeper", "# no comment", "| no | table |", "end  "]), max_size=4)
    )
    return [
        margin + quotes,
        *(margin + one if one else draw(st.sampled_from(["", margin])) for one in inside),
        margin + quotes,
    ]


@st.composite
def _steps(draw: st.DrawFn) -> list[str]:
    lines: list[str] = []
    for number in range(draw(st.integers(0, 3))):
        keyword = draw(st.sampled_from(["Given", "When", "Then"] + (["And", "But", "*"] if number else [])))
        lines += [*draw(_comments()), draw(_line(f"{keyword} {draw(_words)}"))]
        lines += draw(st.one_of(st.just([]), _table(), _text()))
        lines += draw(_blanks)
    return lines


@st.composite
def _scenario(draw: st.DrawFn) -> list[str]:
    outline = draw(st.booleans())
    head = "Scenario Outline" if outline else draw(st.sampled_from(["Scenario", "Example"]))
    lines = [*draw(_comments()), *draw(_tags()), draw(_line(f"{head}:  {draw(_words)}"))]
    lines += draw(_blanks)
    lines += [draw(_line(f"prose {draw(_words)}")) for _ in range(draw(st.integers(0, 2)))]
    lines += draw(_steps())
    if outline and lines:
        for _ in range(draw(st.integers(0, 2))):
            lines += [*draw(_blanks), *draw(_comments()), *draw(_tags()), draw(_line("Examples:")), *draw(_table())]
    return lines


@st.composite
def _container(draw: st.DrawFn) -> list[str]:
    lines: list[str] = []
    if draw(st.booleans()):
        lines += [draw(_line("Background:")), *draw(_steps())]
    for _ in range(draw(st.integers(0, 3))):
        lines += [*draw(_blanks), *draw(_scenario())]
    return lines


@st.composite
def features(draw: st.DrawFn) -> str:
    """One feature, with one kind of line end."""
    lines = [*draw(_comments()), *draw(_tags()), *draw(_blanks), draw(_line(f"Feature: {draw(_words)}"))]
    lines += [draw(_line(f"prose {draw(_words)}")) for _ in range(draw(st.integers(0, 2)))]
    lines += draw(_container())
    for _ in range(draw(st.integers(0, 2))):
        lines += [*draw(_blanks), *draw(_comments()), *draw(_tags()), draw(_line("Rule: r")), *draw(_container())]
    lines += draw(_comments())
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join(lines) + draw(st.sampled_from(["", end, end * 3]))


_ANY = (
    *("# language: de", "# language:", "# language: x", "# language : de"),
    *("Feature: f", "Rule: r", "Background:", "Scenario: s", "Scenario Outline: o", "Examples:", "Example: e"),
    *(
        "Given a",
        "given a",
        "When a",
        "THEN a",
        "And a",
        "But a",
        "* a",
        "Whena",
        "prose",
        '"""',
        "'''",
        "```",
        "| a |",
        "| a | b",
    ),
    *(
        "@a @b",
        "@a # c",
        "# c",
        "# language: de",
        "# language:",
        "# language: x",
        "# language : de",
        "Funktionalität: f",
        "Szenario: s",
        "Angenommen a",
        "",
        "   ",
    ),
)
lines_in_any_order = st.lists(
    st.tuples(st.sampled_from(["", "  ", "\t"]), st.sampled_from(_ANY)).map("".join), max_size=14
).map("\n".join)
"""Mostly nonsense, as an editor sees it at every moment."""
