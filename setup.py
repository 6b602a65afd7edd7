"""Puts the example into the wheel: the repository's own folders, so that there is one Northbank; and the report's app,
which Node builds when the wheel is made, so that nobody who uses the wheel needs Node.

Everything else about the package stands in pyproject.toml.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
EXAMPLE = "tellonce/examples/northbank"
FOLDERS = ("journeys", "steps", "fixtures")
APP = ROOT / "src" / "tellonce" / "report" / "app"
BUILT = APP.parent / "html" / "app.js"


class WithExample(build_py):
    """Also copies the example's folders, and builds the app; an editable install finds them where they lie."""

    def run(self) -> None:
        """Raises RuntimeError where there is no Node to build the app, and it was not built before."""
        if not self.editable_mode and not BUILT.exists():
            _build_app()
        super().run()
        if self.editable_mode:
            return
        for folder in FOLDERS:
            into = Path(self.build_lib) / EXAMPLE / folder
            shutil.rmtree(into, ignore_errors=True)
            shutil.copytree(ROOT / folder, into, ignore=shutil.ignore_patterns("__pycache__"))


def _build_app() -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError("the report's app is built by Node when a wheel is made: install Node 18 or newer")
    for arguments in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
        subprocess.run([npm, *arguments], cwd=APP, check=True)  # noqa: S603 - our own script


setup(cmdclass={"build_py": WithExample})
