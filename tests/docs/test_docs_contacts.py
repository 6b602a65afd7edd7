"""The export that the how-to shows is read in as the how-to says."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_pages import ROOT, page
from ruamel.yaml import YAML

from tellonce.contacts import Asked, read_in, shown
from tellonce.contacts.sections import HEADINGS
from tellonce.model.contacts import Contacts

HOW_TO = page("docs/how-to/read-what-customers-say.md")


def test_the_export_of_the_how_to_gives_what_the_how_to_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (export,) = HOW_TO.blocks("csv")
    (told,) = HOW_TO.blocks("text")
    monkeypatch.chdir(tmp_path)
    Path("contacts.csv").write_text(export, encoding="utf-8")

    account = read_in(ROOT, Asked(files=("contacts.csv",)))
    begin, end = told.split("...\n")

    assert shown(account, "text").startswith(begin)
    assert shown(account, "text").endswith(end)


def test_every_heading_is_explained_from_the_worst() -> None:
    assert [row[0] for row in HOW_TO.rows("3. Read it from the top")] == list(dict.fromkeys(HEADINGS))


@pytest.mark.parametrize("name", [HOW_TO.name, "docs/reference/blueprint.md"])
def test_the_sections_about_contacts_that_the_docs_show_are_read(name: str) -> None:
    shown_there = [YAML(typ="safe").load(block) for block in page(name).blocks("yaml") if block.startswith("contacts:")]

    assert [Contacts.model_validate(section["contacts"]).columns.time for section in shown_there] == ["at"]
