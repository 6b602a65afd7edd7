"""Cucumber's compatibility kit, sample by sample: what the docs say of each is what happens."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from kit_bench import SAMPLES, Sample, expected, played, refused
from kit_compare import comparable
from message_shape import misshapen

from tellonce.model.errors import TellonceError

DOCS = Path(__file__).parents[2] / "docs/reference/messages.md"
_ROW = re.compile(r"^\| `(?P<sample>[a-z-]+)` \| (?P<messages>.+?) \| (?P<rules>.*?) \|$", re.MULTILINE)


@cache
def told() -> dict[str, re.Match[str]]:
    """Sample -> its row of the table in the docs."""
    return {row["sample"]: row for row in _ROW.finditer(DOCS.read_text(encoding="utf-8"))}


def passes(sample: Sample, root: Path) -> bool:
    try:
        return comparable(played(sample, root)) == comparable(expected(sample))
    except (TellonceError, ValueError):  # what cannot be played, and what no sentence index can read
        return False


def test_the_docs_tell_of_every_sample_of_the_kit() -> None:
    assert sorted(told()) == [sample.name for sample in SAMPLES]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_sample_goes_as_the_docs_say(sample: Sample, tmp_path: Path) -> None:
    row = told()[sample.name]
    if row["messages"] != "the same":
        assert not passes(sample, tmp_path / "played")
        assert len(row["messages"]) > len("skipped: "), "a sample is skipped with a reason"
    else:
        assert comparable(played(sample, tmp_path / "played")) == comparable(expected(sample))
        rules = ", ".join(f"[{rule}](checks.md)" for rule in refused(sample, tmp_path / "checked"))
        assert row["rules"] == (rules or "plays it")


def test_the_docs_count_right() -> None:
    same = [row for row in told().values() if row["messages"] == "the same"]
    plays = [row for row in same if row["rules"] == "plays it"]
    text = " ".join(DOCS.read_text(encoding="utf-8").split())
    assert f"**{len(same)} of {len(told())}** samples" in text
    assert f"{len(plays)} of them" in text


@pytest.mark.parametrize(
    "sample",
    [sample for sample in SAMPLES if sample.name in ("all-statuses", "attachments", "hooks", "retry", "rules")],
    ids=lambda sample: sample.name,
)
def test_every_envelope_has_the_published_shape(sample: Sample, tmp_path: Path) -> None:
    assert [wrong for envelope in played(sample, tmp_path) for wrong in misshapen(envelope)] == []


def test_the_kits_own_messages_have_that_shape_too() -> None:
    assert [wrong for sample in SAMPLES for envelope in expected(sample) for wrong in misshapen(envelope)] == []
