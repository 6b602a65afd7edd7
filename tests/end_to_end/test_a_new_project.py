"""What `tellonce init` writes runs, and ends as its README says; from an installed wheel too."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tellonce.engine.browser import find_browser
from wheel_bench import build, copy_source, environment


@pytest.fixture
def shell() -> dict[str, str]:
    """An environment in which no run meets another one."""
    if find_browser() is None:
        pytest.skip("no Chromium on this machine: install one, or set TELLONCE_BROWSER")
    return environment()


def run(folder: Path, *command: str, shell: dict[str, str]) -> tuple[int, str]:
    """Exit code and all that was said of `python command` in a folder."""
    ran = subprocess.run(
        [sys.executable, *command], cwd=folder, env=shell, capture_output=True, text=True, check=False, timeout=300
    )
    return ran.returncode, ran.stdout + ran.stderr


def mend(folder: Path) -> None:
    """What the README says: take "# " away from the line that tells the letter shop."""
    service = folder / "fixtures" / "service.py"
    text = service.read_text(encoding="utf-8")
    assert "    # LETTER_SHOP[customer" in text
    service.write_text(text.replace("    # LETTER_SHOP[customer", "    LETTER_SHOP[customer"), encoding="utf-8")


def test_a_new_project_is_broken_in_one_place_and_kept_once_that_is_mended(
    tmp_path: Path, shell: dict[str, str]
) -> None:
    assert run(tmp_path, "-m", "tellonce", "init", "--yes", shell=shell)[0] == 0

    code, said = run(tmp_path, "-m", "tellonce", "run", shell=shell)
    assert code == 1, said
    assert "\nMaria's new card goes out with her old postal address: " in said
    assert "\n  promises  5 kept, 1 broken, 0 still waiting, 0 not seen\n  scenarios 1 passed, 1 failed\n" in said
    assert "broke     between self-service (knew at " in said
    assert ") and letter shop (never knew)" in said

    mend(tmp_path)
    for command in (("tellonce", "run"), ("pytest", "journeys/"), ("behave", "journeys/")):
        code, said = run(tmp_path, "-m", *command, shell=shell)
        assert code == 0, said
        assert "  promises  6 kept, 0 broken, 0 still waiting, 0 not seen\n  scenarios 2 passed\n" in said


def test_the_example_and_the_beginning_come_along_in_a_wheel_made_from_an_sdist(
    tmp_path: Path, shell: dict[str, str]
) -> None:
    source, site, bank = copy_source(tmp_path / "source"), tmp_path / "site", tmp_path / "bank"
    with tarfile.open(build("sdist", source)) as archive:
        archive.extractall(tmp_path, filter="data")
    [unpacked] = tmp_path.glob("tellonce-*")
    shutil.unpack_archive(build("wheel", unpacked), site, "zip")
    installed = shell | {"PYTHONPATH": str(site)}

    code, said = run(tmp_path, "-m", "tellonce", "init", "bank", "--example", "northbank", shell=installed)
    assert code == 0, said
    assert run(bank, "-c", "import tellonce; print(tellonce.__file__)", shell=installed)[1].startswith(str(site))
    for folder in ("journeys", "steps", "fixtures"):
        kept = sorted(path.relative_to(source) for path in (source / folder).rglob("*") if path.is_file())
        assert [path for path in kept if (bank / path).read_bytes() != (source / path).read_bytes()] == []
    code, said = run(bank, "-m", "tellonce", "run", "journeys/jan/same-name.feature", shell=installed)
    assert code == 0, said

    assert run(tmp_path, "-m", "tellonce", "init", "own", "--yes", shell=installed)[0] == 0
    assert (tmp_path / "own" / ".github" / "workflows" / "journeys.yml").is_file()
