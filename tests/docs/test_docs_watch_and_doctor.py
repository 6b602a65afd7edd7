"""What the docs say of `tellonce watch` and `tellonce doctor` is what these have."""

from __future__ import annotations

import re

from markdown_pages import ROOT, code, page
from test_docs_commands import flags_of

from tellonce.runner.on_save.news import KEYS

DOCTOR = ROOT / "src" / "tellonce" / "runner" / "doctor"
_FLAG = re.compile(r"`(--[a-z-]+)[^`]*`")


def test_the_reference_lists_every_check_of_the_doctor() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCTOR.glob("*.py"))
    made = set(re.findall(r'\b(?:ok|warning|problem|unchecked|_mistakes)\(\s*"([^"]+)"', text))

    listed = [code(row[0]) for row in page("docs/reference/doctor.md").rows("Checks")]

    assert sorted(listed) == sorted(made)


def test_the_reference_lists_every_flag_of_the_doctor() -> None:
    named = {flag for row in page("docs/reference/doctor.md").rows("Flags") for flag in _FLAG.findall(row[0])}

    assert named == flags_of("doctor") - {"--help"}


def test_the_how_to_lists_every_flag_and_key_of_watch() -> None:
    how_to = page("docs/how-to/see-a-verdict-after-each-edit.md")
    flags = {flag for row in how_to.rows("Flags") for flag in _FLAG.findall(row[0])}
    keys = {code(key.strip()) for row in how_to.rows("Keys") for key in row[0].split(",")}

    assert flags == {flag for flag in flags_of("watch") if flag.startswith("--")}
    assert keys - {"Ctrl-C", "Enter"} == {key for key in KEYS if key.strip()}
