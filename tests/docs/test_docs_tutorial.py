"""The tutorial is walked from its first line to its last, in an empty folder, with the wheel that this tree makes.

`console` blocks are typed, and what they show must be what is said; files and differences are written as they stand.
Names of runs, ids, times and made-up values are others each time, and are not compared.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from markdown_pages import page

from tellonce.engine.browser import find_browser
from wheel_bench import build, copy_source, environment

TUTORIAL = page("docs/tutorial/your-first-journey.md")
READING_WORDS_PER_MINUTE = 200
_BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_ID = re.compile(r"\b[0-9a-f]{8}\b")
_PASSING = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d{6}-[0-9a-f]{4}"), "<run>"),
    (_ID, "<id>"),
    (re.compile(r"\b[\d.]+ s\b"), "<time>"),
    (re.compile(r"(expected|last seen|arrived|effort) .*"), r"\1 <made up>"),
    (re.compile(r"(old postal address:) .*"), r"\1 <made up>"),
)


@dataclass(kw_only=True)
class Reader:
    """Somebody who does what the page says. ids: as the page shows them -> as they are today."""

    folder: Path
    environment: dict[str, str]
    ids: dict[str, str] = field(default_factory=dict)

    def types(self, block: str) -> None:
        """Each command of a console block, and what must come of it."""
        for command, shown in commands_of(block):
            for id_shown, id_today in self.ids.items():
                command = command.replace(id_shown, id_today)  # noqa: PLW2901 - as the reader types it today
            said = self.run(shlex.split(command))
            assert matches(shown, said), f"$ {command}\n{said}\n--- the page shows\n{shown}"
            self.ids |= dict(zip(_ID.findall(shown), _ID.findall(after_dots(shown, said)), strict=False))

    def run(self, words: list[str]) -> str:
        match words:
            case ["mkdir", name]:
                (self.folder / name).mkdir()
                return ""
            case ["cd", name]:
                self.folder /= name
                return ""
            case [("pip" | "tellonce") as tool, *arguments]:
                ran = subprocess.run(
                    [sys.executable, "-m", tool, *arguments],
                    cwd=self.folder,
                    env=self.environment,
                    capture_output=True,
                    text=True,
                    check=False,
                    timeout=300,
                )
                assert ran.returncode in (0, 1), ran.stdout + ran.stderr
                return ran.stdout + ("" if tool == "pip" else ran.stderr)
        raise AssertionError(f"nobody types {words} in a test")

    def writes(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def changes(self, name: str, difference: str) -> None:
        """Each part of a difference, which must fit exactly once."""
        file = self.folder / name
        text = file.read_text(encoding="utf-8")
        for part in re.split(r"^@@\n", difference, flags=re.MULTILINE):
            lines = part.splitlines(keepends=True)
            old = "".join(line[1:] for line in lines if line[0] != "+")
            new = "".join(line[1:] for line in lines if line[0] != "-")
            assert text.count(old) == 1, f"{name} has {text.count(old)} times\n{old}"
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")


def commands_of(block: str) -> Iterator[tuple[str, str]]:
    """(command, what is shown of its output). It goes on while its line ends with a backslash or a quote is open."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        command = lines.pop(0)
        while command.endswith("\\\n") or command.count("'") % 2:
            command += lines.pop(0)
        yield command.replace("\\\n", " ").strip(), "".join(lines)


def masked(text: str) -> str:
    for pattern, word in _PASSING:
        text = pattern.sub(word, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def matches(shown: str, said: str) -> bool:
    """Whether the page shows what was said; a line of three dots stands for any lines."""
    parts = [re.escape(masked(part)) for part in re.split(r"^\.\.\.$", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"\s*.*?\s*".join(parts), masked(said), re.DOTALL) is not None


def after_dots(shown: str, said: str) -> str:
    """The part of what was said in which the ids that are shown stand."""
    return said if not shown.startswith("...") else said[said.rfind("\n  broken ") :]


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    if find_browser() is None:
        pytest.skip("no Chromium on this machine: install one, or set TELLONCE_BROWSER")
    home, site = tmp_path / "home", str(tmp_path / "site")
    home.mkdir()
    wheel = build("wheel", copy_source(tmp_path / "source"))
    pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent), "PIP_NO_DEPS": "1", "PIP_TARGET": site}
    pip |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_CONFIG_FILE": os.devnull}
    return Reader(folder=home, environment=environment(PYTHONPATH=site, **pip))


def test_every_command_of_the_tutorial_says_what_the_page_shows(reader: Reader) -> None:
    done = 0
    for block in _BLOCK.finditer(TUTORIAL.text):
        language, text = block["language"], block["text"]
        if language == "console":
            reader.types(text)
        else:
            [name] = re.findall(r"`([\w./-]+)`:$", TUTORIAL.text[: block.start()].rstrip().splitlines()[-1])
            (reader.changes if language == "diff" else reader.writes)(name, text)
        done += 1

    assert done == len(re.findall(r"^```\w+$", TUTORIAL.text, re.MULTILINE))


def test_it_is_read_in_a_quarter_of_an_hour() -> None:
    assert len(TUTORIAL.text.split()) / READING_WORDS_PER_MINUTE < 15
