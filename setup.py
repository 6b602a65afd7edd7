"""Puts the example into the wheel: the repository's own folders, so that there is one Northbank.

Everything else about the package stands in pyproject.toml.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
EXAMPLE = "tellonce/examples/northbank"
FOLDERS = ("journeys", "steps", "fixtures")


class WithExample(build_py):
    """Also copies the example's folders; an editable install finds them where they lie."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for folder in FOLDERS:
            into = Path(self.build_lib) / EXAMPLE / folder
            shutil.rmtree(into, ignore_errors=True)
            shutil.copytree(ROOT / folder, into, ignore=shutil.ignore_patterns("__pycache__"))


setup(cmdclass={"build_py": WithExample})
