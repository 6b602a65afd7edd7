"""The app says times and numbers as Python does, in every language: the same table through both."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import tellonce
from tellonce.story.spans import about_s
from tellonce.story.speech import LANGUAGES, number, say_many, speaking, speech_of

APP = Path(tellonce.__file__).parent / "report" / "app"
TIMES = (
    0.0,
    0.04,
    0.05,
    0.2,
    0.25,
    0.95,
    1.0,
    6.0,
    9.94,
    9.95,
    9.96,
    10.0,
    42.4,
    42.5,
    60.0,
    90.0,
    112.0,
    119.0,
    119.5,
)
TIMES += (120.0, 3599.0, 3600.0, 5400.0, 35999.0, 36000.0, 86399.0, 86401.0, 129600.0, 1182594.6, 1209600.0, 1296000.0)
TIMES += (1814400.6, 86400000.0, 1e9)
NUMBERS = (0, 1, 2, 999, 1000, 1234, 9999, 10000, 123456, 1000000, 2000000)
ENTRY = """
import { readFileSync } from "node:fs";
import { hold } from "./run";
import { about, count, sayMany } from "./words";
const { asked, times, numbers } = JSON.parse(readFileSync(0, "utf8"));
const said = {};
for (const [language, words] of Object.entries(asked)) {
  hold({ language, words });
  said[language] = [
    times.map((one) => about(one)),
    numbers.map((one) => count(one)),
    numbers.map((one) => sayMany("count.promises", one)),
    count(2.5, 2),
  ];
}
console.log(JSON.stringify(said));
"""


def test_the_app_says_times_and_numbers_as_python_does(tmp_path: Path) -> None:
    node, esbuild = shutil.which("node"), APP / "node_modules/.bin/esbuild"
    if node is None or not esbuild.exists():
        assert os.environ.get("TELLONCE_TEST_SERVERS") != "required", "make set-up installs what builds the app"
        pytest.skip("what builds the app is not installed: make set-up installs it where Node is")
    built = tmp_path / "words.mjs"
    bundling = [esbuild, "--bundle", "--format=esm", "--platform=node", "--loader=ts", f"--outfile={built}"]
    subprocess.run(bundling, input=ENTRY, cwd=APP / "src", text=True, check=True, capture_output=True)
    asked = {language: dict(speech_of(language).words) for language in LANGUAGES}
    question = json.dumps({"asked": asked, "times": TIMES, "numbers": NUMBERS})

    answer = subprocess.run([node, built], input=question, text=True, check=True, capture_output=True)

    said = {}
    for language in LANGUAGES:
        with speaking(language):
            said[language] = [
                [about_s(one) for one in TIMES],
                [number(one) for one in NUMBERS],
                [say_many("count.promises", one) for one in NUMBERS],
                number(2.5, 2),
            ]
    assert json.loads(answer.stdout) == said
