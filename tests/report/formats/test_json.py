"""report.json."""

from __future__ import annotations

import json

from hostile_bench import HOSTILE, founding_account, hostile_account

from tellonce.report.formats.as_json import as_json


def test_one_document_has_counts_breaks_and_cells() -> None:
    told = json.loads(as_json(founding_account()))

    assert (told["state"], told["first_line"]) == ("Broken", "Maria's new card goes to her old home.")
    assert told["promises"] == {"broken": 2, "still-waiting": 1, "not-seen": 0, "kept": 16}
    assert [one["status"] for one in told["scenarios"]] == ["failed", "inconclusive", "passed", "error"]
    assert [one["id"] for one in told["broken"]] == ["7f3a0001"]
    assert len(told["cells"]) == 19
    assert "looks" not in told["cells"][0]


def test_texts_are_as_they_were_seen() -> None:
    told = json.loads(as_json(hostile_account()))

    assert told["cells"][0]["new"] == HOSTILE
