"""The reference of catalogues and coverage cannot drift from the code, nor the how-to from what is written."""

from __future__ import annotations

import json
import re

import pytest
from markdown_pages import code, page
from test_docs_commands import flags_of
from test_docs_reference import _default

from tellonce.authoring.editor import settings_of_vs_code
from tellonce.model.base import Frozen
from tellonce.model.catalogue import Catalogue, ListedSentence, PersonaCard, TouchpointCard
from tellonce.model.coverage_account import Coverage, CoverageCell, CoverageRow

REFERENCE = page("docs/reference/catalogues.md")
VERBS = {
    "steps": "`tellonce steps [WORDS...]`",
    "personas": "`tellonce personas [NAME]`",
    "touchpoints": "`tellonce touchpoints [WORDS...]`",
    "coverage": "`tellonce coverage`",
    "editor": "`tellonce editor`",
}
MODELS = (Catalogue, ListedSentence, PersonaCard, TouchpointCard, Coverage, CoverageRow, CoverageCell)


@pytest.mark.parametrize("verb", VERBS)
def test_every_flag_of_a_verb_is_listed(verb: str) -> None:
    named = {
        code(flag).split(" ")[0] for row in REFERENCE.rows(VERBS[verb]) for flag in re.findall(r"`-[^`]*`", row[0])
    }

    assert named == {flag for flag in flags_of(verb) if flag.startswith("-")}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_of_the_json_is_listed_in_order_with_its_default(model: type[Frozen]) -> None:
    listed = [(code(key), code(default)) for key, _, default, _ in REFERENCE.rows(model.__name__)]

    assert listed == [(name, _default(field)) for name, field in model.model_fields.items()]


def test_the_settings_of_the_how_to_are_those_that_are_written() -> None:
    (shown,) = page("docs/how-to/set-up-your-editor.md").blocks("json")

    assert json.loads(shown) == settings_of_vs_code()
