"""Hostile text in Markdown, one piece a row."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tellonce.report.markdown_text import as_cell, as_code, as_link, as_prose

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(markdown: str) -> str:
    """The text that a reader sees, without what stands as code."""
    [inline] = [token for token in READER.parse(markdown) if token.type == "inline"]
    return "".join(child.content for child in inline.children or () if child.type == "text")


def kinds(markdown: str) -> set[str]:
    return {child.type for token in READER.parse(markdown) for child in token.children or ()}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Maria's new card goes to her old home.", "Maria's new card goes to her old home."),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ("*a* _b_ [c](d) `e`", "\\*a\\* \\_b\\_ \\[c\\](d) \\`e\\`"),
        ("ask @maria now", "ask `@maria` now"),
        ("maria@alt.example", "`maria@alt.example`"),
        ("see #12, GH-7 or org/repo#3", "see `#12,` `GH-7` or `org/repo#3`"),
        ("!12 ~bug %1.0 $1 &2", "`!12` `~bug` `%1.0` `$1` `&2`"),
        ("https://evil.example and www.evil.example", "`https://evil.example` and `www.evil.example`"),
        ("# no heading", "\\# no heading"),
        ("- no list", "\\- no list"),
        ("1. no list", "1\\. no list"),
        ("/close", "\\/close"),
        ("R&D, 50 % off", "R&amp;D, 50 % off"),
        ("over\ntwo lines", "over two lines"),
        ("\u202egnp.exe", "⟦U+202E⟧gnp.exe"),
        ("", ""),
    ],
)
def test_running_text_means_nothing_but_itself(text: str, written: str) -> None:
    assert as_prose(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [("plain", "`plain`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a``b", "```a``b```"), ("", "` `"), ("a|b", "`a|b`")],
)
def test_code_is_fenced_by_more_ticks_than_it_has(text: str, written: str) -> None:
    assert as_code(text) == written


def test_a_bar_does_not_end_the_cell_of_a_table() -> None:
    table = f"| a | b |\n|---|---|\n| {as_cell('x|y')} | z |\n"

    assert re.findall(r"<td>(.*?)</td>", READER.render(table)) == ["<code>x|y</code>", "z"]


@given(st.text(max_size=80))
def test_no_text_becomes_markup_a_link_or_a_picture(text: str) -> None:
    assert kinds(f"x {as_prose(text)}") <= {"text", "code_inline", "text_special"}
    assert kinds(f"x {as_code(text)}") <= {"text", "code_inline"}


@given(st.text(alphabet="@#!~%$&^:/.wa1 -_", max_size=40))
def test_no_text_can_be_a_mention_a_reference_or_an_address(text: str) -> None:
    read = shown(f"x {as_prose(text)}")

    assert not re.search(r"@\w|(?<!\w)[#!~%$&^]\w|\w://|www\.\w", read)


@pytest.mark.parametrize(
    "address",
    [
        "https://ci.example/a(b)/c_d*e*/?x=1&copy=2&view=$a$#/cell/1/e-mail%2F%C2%AB",
        "https://ci.example/<b>|`x`\\>) [c](javascript:alert(1))",
        "https://ci.example/@maria/#12 ~bug",
    ],
)
def test_a_link_leads_to_its_address_and_to_nothing_else(address: str) -> None:
    for markdown in (f"{as_link('open', address)} after", f"| a |\n|---|\n| {as_link('open', address)} |\n"):
        inline = [child for token in READER.parse(markdown) for child in token.children or ()]
        found = [str(child.attrs["href"]) for child in inline if child.type == "link_open"]

        assert [unquote(one) for one in found] == [unquote(address)]
        assert {child.type for child in inline} == {"link_open", "text", "link_close"}
        assert not set("<>|\\`$*() ") & set(markdown.partition("(<")[2].partition(">)")[0])
