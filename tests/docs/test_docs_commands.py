"""Commands, flags and targets that the docs name exist."""

from __future__ import annotations

import re

import pytest
import typer
from markdown_pages import ROOT, code, page, pages

from tellonce.cli.app import app

_FLAG = re.compile(r"`-[^`]*`")
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # a Typer app with verbs is a group
SHELL = [
    pytest.param(line.partition("#")[0].strip(), id=f"{one.name}: {line[:50]}")
    for one in pages()
    for block in one.blocks("sh")
    for line in block.splitlines()
    if "tellonce " in line and "python -m" not in line
]


def flags_of(verb: str) -> set[str]:
    """Every flag of a verb, long and short."""
    return {flag for option in COMMANDS[verb].params for flag in (*option.opts, *option.secondary_opts)}


@pytest.mark.parametrize("line", SHELL)
def test_every_tellonce_command_in_the_docs_has_its_verb_and_flags(line: str) -> None:
    words = line.split("tellonce ", 1)[1].split()
    verb, given = words[0], [word.partition("=")[0] for word in words[1:] if re.match("--?[a-z]", word)]

    assert verb in COMMANDS
    assert set(given) <= flags_of(verb)


def test_the_readme_lists_every_flag_of_a_run() -> None:
    named = {code(flag) for row in page("README.md").rows("What a run takes") for flag in _FLAG.findall(row[0])}

    assert {flag.split(" ")[0] for flag in named} == {flag for flag in flags_of("run") if flag.startswith("-")}


def test_the_reference_lists_every_flag_of_contacts() -> None:
    named = {flag for row in page("docs/reference/contacts.md").rows("Flags") for flag in _FLAG.findall(row[0])}

    assert {code(flag).split(" ")[0] for flag in named} == {
        flag for flag in flags_of("contacts") if flag.startswith("-")
    }


def test_every_make_target_in_the_docs_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    in_prose = {target for one in pages() for target in re.findall(r"`make ([a-z-]+)", one.text)}
    shown = "\n".join(block for one in pages() for block in one.blocks("sh"))
    named = in_prose | set(re.findall(r"^make ([a-z-]+)", shown, re.MULTILINE))

    assert {"run", "test"} <= named
    assert [target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


def test_every_module_that_the_docs_run_exists() -> None:
    named = {module for one in pages() for module in re.findall(r"python -m ((?:benchmarks|tellonce)[\w.]*)", one.text)}

    def exists(module: str) -> bool:
        path = module.replace(".", "/")
        return any((root / f"{path}.py").is_file() or (root / path).is_dir() for root in (ROOT, ROOT / "src"))

    assert [module for module in named if not exists(module)] == []
